//! What a reconciliation finds: each thing in one class, with what it does to the money.

use chrono::NaiveDate;

use super::rows::Id;
use super::table::Kind;

/// What a finding is. The order is that of the report: sales, then payouts, then the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Amounts that differ by no more than the tolerance.
    WithinTolerance,
    /// In the ledger, and in no settlement.
    OnlyLedger,
    /// In a settlement, and not in the ledger.
    OnlySettlement,
    /// One movement with two amounts.
    Differs,
    /// Once too often on one side.
    Duplicate,
    /// A refund of which no sale is known.
    RefundWithoutSale,
    /// Money taken back, or given back again, through the cardholder's bank.
    Chargeback,
    /// So recent that its settlement is not due yet.
    SalePending,
    /// Fees as the contract has them; with no contract given, all fees.
    FeeAgreed,
    /// A fee that is not as contracted: what is kept beyond it, or less.
    FeeDiffers,
    /// A fee of its own that the contract does not have.
    FeeNeverAgreed,
    /// Settled, and in no payout yet.
    PayoutPending,
    /// A payout that is not the sum of its rows.
    PayoutTotal,
    /// Parts of a minor unit that a payout rounds.
    Rounding,
    /// A payout that the bank never received.
    PayoutMissing,
    /// A payout of which the bank received less.
    PayoutShort,
    /// A payout of which the bank received more.
    PayoutOver,
    /// A payout that may still be on its way.
    BankPending,
    /// The provider's money at the bank that no payout explains.
    CreditUnknown,
    /// A movement after the day on which the terminal stopped.
    AfterStop,
    /// What a file states about itself is not what is in it.
    ControlTotal,
}

/// What a class belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// Ledger to settlement.
    Sales,
    /// Settlement to payouts.
    Payouts,
    /// Payouts to the bank.
    Bank,
    /// Beside the sums: nothing is added for it.
    Beside,
}

impl Class {
    /// All classes in the order of the report.
    pub const ALL: [Self; 21] = [
        Self::WithinTolerance,
        Self::OnlyLedger,
        Self::OnlySettlement,
        Self::Differs,
        Self::Duplicate,
        Self::RefundWithoutSale,
        Self::Chargeback,
        Self::SalePending,
        Self::FeeAgreed,
        Self::FeeDiffers,
        Self::FeeNeverAgreed,
        Self::PayoutPending,
        Self::PayoutTotal,
        Self::Rounding,
        Self::PayoutMissing,
        Self::PayoutShort,
        Self::PayoutOver,
        Self::BankPending,
        Self::CreditUnknown,
        Self::AfterStop,
        Self::ControlTotal,
    ];

    /// Its id in files for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::WithinTolerance => "within_tolerance",
            Self::OnlyLedger => "only_in_ledger",
            Self::OnlySettlement => "only_in_settlement",
            Self::Differs => "amount_differs",
            Self::Duplicate => "duplicate",
            Self::RefundWithoutSale => "refund_without_sale",
            Self::Chargeback => "chargeback",
            Self::SalePending => "sale_pending",
            Self::FeeAgreed => "fee_as_agreed",
            Self::FeeDiffers => "fee_differs",
            Self::FeeNeverAgreed => "fee_never_agreed",
            Self::PayoutPending => "payout_pending",
            Self::PayoutTotal => "payout_total",
            Self::Rounding => "rounding",
            Self::PayoutMissing => "payout_missing",
            Self::PayoutShort => "payout_short",
            Self::PayoutOver => "payout_over",
            Self::BankPending => "bank_pending",
            Self::CreditUnknown => "credit_unknown",
            Self::AfterStop => "after_stop",
            Self::ControlTotal => "control_total",
        }
    }

    /// What it belongs to.
    pub fn matter(self) -> Matter {
        match self {
            _ if self < Self::FeeAgreed => Matter::Sales,
            _ if self < Self::PayoutMissing => Matter::Payouts,
            _ if self < Self::AfterStop => Matter::Bank,
            _ => Matter::Beside,
        }
    }

    /// True where somebody has to look; the other classes explain themselves.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::WithinTolerance | Self::FeeAgreed | Self::Rounding)
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject {
    /// A row of the ledger.
    Ledger(Id),
    /// A row of a settlement.
    Settlement(Id),
    /// A payout, by its number among the payouts of the run.
    Payout(Id),
    /// A line of a bank statement.
    Bank(Id),
    /// A total that a file states, by its number among those that are not so.
    Total(Id),
}

/// One thing found.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) class: Class,
    pub(super) subject: Subject,
    /// The currency, as a number of the run.
    pub(super) currency: usize,
    /// What it does to the money between its two sides, in thousandths of a minor unit.
    pub(super) effect: i128,
    /// The amount on the other side, in the same unit, where there is one.
    pub(super) other: Option<i128>,
    /// What it may belong to: the row suggested as a partner, or the one that explains a short payout.
    pub(super) near: Option<Subject>,
    /// Which one it is of several that look the same, from 1.
    pub(super) occurrence: u32,
    /// The number of the decision about it.
    pub(super) decision: Option<usize>,
}

impl Finding {
    pub(super) fn new(class: Class, subject: Subject, currency: usize, effect: i128) -> Self {
        Self { class, subject, currency, effect, other: None, near: None, occurrence: 1, decision: None }
    }

    pub(super) fn beside(mut self, other: i128) -> Self {
        self.other = Some(other);
        self
    }
}

/// A finding as it is shown and as a decision names it: no numbers of rows, so that the order of a file says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its class.
    pub class: Class,
    /// `ledger`, `settlement`, `payout`, `bank` or `file`.
    pub side: &'static str,
    /// The reference, never a whole card number.
    pub reference: String,
    /// The kind of movement.
    pub kind: Kind,
    /// The day.
    pub day: Option<NaiveDate>,
    /// The currency's code.
    pub currency: String,
    /// The amount of the row, in thousandths of a minor unit.
    pub amount: i128,
    /// The amount on the other side.
    pub other: Option<i128>,
    /// What it does to the money.
    pub effect: i128,
    /// The terminal.
    pub terminal: String,
    /// The payout.
    pub payout: String,
    /// The file that it stands in.
    pub file: String,
    /// What it may belong to.
    pub near: Option<Near>,
    /// Which one it is of several that are equal in all this, from 1.
    pub occurrence: u32,
}

/// What a finding may belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Its side, as in `Shown`.
    pub side: &'static str,
    /// Its reference, never a whole card number.
    pub reference: String,
    /// Its day.
    pub day: Option<NaiveDate>,
}

/// The id of a kind of movement in files for programs.
pub fn kind_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Sale => "sale",
        Kind::Refund => "refund",
        Kind::Chargeback => "chargeback",
        Kind::ChargebackReversed => "chargeback_reversed",
        Kind::Fee => "fee",
        Kind::Payout => "payout",
        Kind::Other => "other",
    }
}
