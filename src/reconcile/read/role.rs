//! The roles that a column of a statement may play.

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The number under which both sides know the movement.
    Reference,
    /// Another number of it.
    Second,
    /// The number of a refund's own, which is its second number.
    RefundSecond,
    /// The number of the sale that a refund gives back.
    Original,
    /// The terminal.
    Terminal,
    /// The day, maybe with the time.
    Date,
    /// The time, maybe with the day.
    Time,
    /// When a refund was made, where `Date` and `Time` are those of its sale.
    RefundDate,
    /// What kind of movement it is.
    Type,
    /// Whether it was completed.
    Status,
    /// The gross amount.
    Gross,
    /// The amount, where it comes in.
    In,
    /// The amount, where it goes out.
    Out,
    /// The amount of a refund, where it stands in a column of its own.
    Refund,
    /// The word that says whether the amount comes in or goes out.
    Direction,
    /// The fee.
    Fee,
    /// The net amount.
    Net,
    /// The net amount, where it comes in.
    NetIn,
    /// The net amount, where it goes out.
    NetOut,
    /// The payout or batch.
    Payout,
    /// The day of the payout.
    PayoutDate,
    /// The currency of the amounts.
    Currency,
    /// Texts that say what a movement was for; all of them are kept.
    Memo,
    /// Who stands on the other side: kept with the memo if it is a company, never if it is a person.
    Counterparty,
}

impl Role {
    /// Every role, in the order in which a person is asked for them.
    pub const ALL: [Self; 24] = [
        Self::Reference,
        Self::Second,
        Self::RefundSecond,
        Self::Original,
        Self::Terminal,
        Self::Date,
        Self::Time,
        Self::RefundDate,
        Self::Type,
        Self::Status,
        Self::Gross,
        Self::In,
        Self::Out,
        Self::Refund,
        Self::Direction,
        Self::Fee,
        Self::Net,
        Self::NetIn,
        Self::NetOut,
        Self::Payout,
        Self::PayoutDate,
        Self::Currency,
        Self::Memo,
        Self::Counterparty,
    ];

    /// Its name in a profile.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Second => "second",
            Self::RefundSecond => "refund_second",
            Self::Original => "original",
            Self::Terminal => "terminal",
            Self::Date => "date",
            Self::Time => "time",
            Self::RefundDate => "refund_date",
            Self::Type => "type",
            Self::Status => "status",
            Self::Gross => "gross",
            Self::In => "in",
            Self::Out => "out",
            Self::Refund => "refund",
            Self::Direction => "direction",
            Self::Fee => "fee",
            Self::Net => "net",
            Self::NetIn => "net_in",
            Self::NetOut => "net_out",
            Self::Payout => "payout",
            Self::PayoutDate => "payout_date",
            Self::Currency => "currency",
            Self::Memo => "memo",
            Self::Counterparty => "counterparty",
        }
    }

    /// The role of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The key of its name in the words of the program.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reference => "column.reference",
            Self::Second => "column.second",
            Self::RefundSecond => "column.refund_second",
            Self::Original => "column.original",
            Self::Terminal => "column.terminal",
            Self::Date => "column.date",
            Self::Time => "column.time",
            Self::RefundDate => "column.refund_date",
            Self::Type => "column.type",
            Self::Status => "column.status",
            Self::Gross => "column.gross",
            Self::In => "column.in",
            Self::Out => "column.out",
            Self::Refund => "column.refund",
            Self::Direction => "column.direction",
            Self::Fee => "column.fee",
            Self::Net => "column.net",
            Self::NetIn => "column.net_in",
            Self::NetOut => "column.net_out",
            Self::Payout => "column.payout",
            Self::PayoutDate => "column.payout_date",
            Self::Currency => "column.currency",
            Self::Memo => "column.memo",
            Self::Counterparty => "column.counterparty",
        }
    }

    /// True for columns that hold sums of money.
    pub const fn is_amount(self) -> bool {
        use Role::{Fee, Gross, In, Net, NetIn, NetOut, Out, Refund};
        matches!(self, Gross | In | Out | Refund | Fee | Net | NetIn | NetOut)
    }

    /// True for columns that hold numbers under which something is found again.
    pub const fn is_reference(self) -> bool {
        use Role::{Original, Payout, Reference, RefundSecond, Second};
        matches!(self, Reference | Second | RefundSecond | Original | Payout)
    }
}
