//! The rows of one side, kept as columns: what a reader fills and a pairing reads, and all that the two share.

use chrono::NaiveDate;

use super::said::Note;

/// What kind of movement a row is. The key of a row is its reference and this, because refunds reuse a sale's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A sale.
    Sale,
    /// Money given back to a customer.
    Refund,
    /// Money that a card issuer took back.
    Chargeback,
    /// A chargeback that was decided for the merchant.
    ChargebackReversed,
    /// A fee that stands in a row of its own.
    Fee,
    /// Money that leaves for the merchant's bank account.
    Payout,
    /// Any other movement of money.
    Other,
}

/// One row as a reader hands it over. Texts are cleaned of what their file wraps around them, not changed otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<'a> {
    /// Line of the file, or row of the sheet, from 1.
    pub line: u32,
    /// The number under which both sides know the movement.
    pub reference: &'a str,
    /// Another number of the same movement.
    pub second: &'a str,
    /// The number of the sale that a refund gives back.
    pub original: &'a str,
    /// The terminal.
    pub terminal: &'a str,
    /// The payout or batch that the row was paid in.
    pub payout: &'a str,
    /// The bank's text of a statement's line.
    pub memo: &'a str,
    /// What it is; none where only the sign tells.
    pub kind: Option<Kind>,
    /// The civil day, in the file's own zone.
    pub day: Option<NaiveDate>,
    /// Minute of the day.
    pub minute: Option<u16>,
    /// Minor units, signed: into the merchant's hands is positive, so a refund is negative.
    pub gross: i64,
    /// Thousandths of a minor unit, positive where the provider keeps it.
    pub fee: Option<i64>,
    /// Minor units, signed like `gross`.
    pub net: Option<i64>,
    /// The day of the payout.
    pub payout_day: Option<NaiveDate>,
    /// Not settled yet, by the file's own word.
    pub pending: bool,
    /// ISO code; empty means the currency of the run.
    pub currency: &'a str,
}

/// Where the rows of a table come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The file as it was given; the member of an archive or the sheet follows after `/`.
    pub name: String,
    /// SHA-256 of the whole file that was given, in hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// The id of the profile that it was read with.
    pub profile: String,
    /// What the file says of itself, against what was read.
    pub totals: Vec<Total>,
    /// What to tell: rows left out, hidden sheets.
    pub notes: Vec<Note>,
}

/// A control total: what a file states, and what its rows add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The file's own name for it.
    pub what: String,
    /// As the file states it: a count of rows, or minor units (thousandths of them for fees, as in `Row::fee`).
    pub stated: i64,
    /// The same as counted while reading.
    pub counted: i64,
    /// What the two numbers count.
    pub unit: Unit,
    /// The line that states it, from 1.
    pub line: u32,
}

/// What a control total counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Rows.
    Rows,
    /// Minor units.
    Minor,
    /// Thousandths of a minor unit.
    Thousandths,
}

/// Rows as columns. All texts stand in one arena; a column that no row fills takes no memory.
#[derive(Clone, Debug, Default)]
pub struct Table {
    source: Source,
    arena: String,
    lines: Vec<u32>,
    kinds: Vec<Kind>,
    gross: Vec<i64>,
    texts: [Column<Span>; TEXTS],
    days: Column<Option<NaiveDate>>,
    payout_days: Column<Option<NaiveDate>>,
    minutes: Column<u16>,
    fees: Column<i64>,
    nets: Column<i64>,
    pending: Column<bool>,
}

/// Start and length in the arena.
type Span = (u32, u32);

const TEXTS: usize = 7;
const NO_MINUTE: u16 = u16::MAX;
const NO_SUM: i64 = i64::MIN;

/// A column that stays without memory until a row has something else than the usual value.
#[derive(Clone, Debug, Default)]
struct Column<T> {
    values: Vec<T>,
}

impl<T: Copy + PartialEq> Column<T> {
    #[inline]
    fn push(&mut self, row: usize, usual: T, value: T) {
        if self.values.is_empty() && value == usual {
            return;
        }
        if self.values.is_empty() {
            self.values.resize(row, usual);
        }
        self.values.push(value);
    }

    #[inline]
    fn get(&self, row: usize, usual: T) -> T {
        self.values.get(row).copied().unwrap_or(usual)
    }
}

impl Table {
    /// A table without rows.
    pub fn new(source: Source) -> Self {
        Self { source, ..Self::default() }
    }

    /// Adds a row. A row without a kind is a sale or, where money leaves, a refund.
    pub fn push(&mut self, row: &Row<'_>) {
        let at = self.lines.len();
        let by_sign = if row.gross < 0 { Kind::Refund } else { Kind::Sale };
        self.lines.push(row.line);
        self.kinds.push(row.kind.unwrap_or(by_sign));
        self.gross.push(row.gross);
        let texts =
            [row.reference, row.second, row.original, row.terminal, row.payout, row.memo, row.currency];
        for (number, text) in texts.into_iter().enumerate() {
            self.push_text(number, at, text);
        }
        self.days.push(at, None, row.day);
        self.payout_days.push(at, None, row.payout_day);
        self.minutes.push(at, NO_MINUTE, row.minute.unwrap_or(NO_MINUTE));
        self.fees.push(at, NO_SUM, row.fee.unwrap_or(NO_SUM));
        self.nets.push(at, NO_SUM, row.net.unwrap_or(NO_SUM));
        self.pending.push(at, false, row.pending);
    }

    /// Texts that repeat from row to row, such as a terminal or a payout, stand in the arena once.
    #[inline]
    fn push_text(&mut self, number: usize, at: usize, text: &str) {
        let column = &mut self.texts[number];
        if text.is_empty() {
            return column.push(at, (0, 0), (0, 0));
        }
        let same = column.values.last().copied().filter(|span| slice(&self.arena, *span) == text);
        let span = same.unwrap_or_else(|| {
            let start = u32::try_from(self.arena.len()).unwrap_or(u32::MAX);
            self.arena.push_str(text);
            (start, u32::try_from(text.len()).unwrap_or(0))
        });
        column.push(at, (0, 0), span);
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// True where it has no row.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    #[inline]
    fn text(&self, number: usize, i: usize) -> &str {
        slice(&self.arena, self.texts[number].get(i, (0, 0)))
    }

    /// A row, from 0. Beyond the last one it is empty.
    #[inline]
    pub fn row(&self, i: usize) -> Row<'_> {
        let sum = |sum: i64| (sum != NO_SUM).then_some(sum);
        Row {
            line: self.lines.get(i).copied().unwrap_or_default(),
            reference: self.text(0, i),
            second: self.text(1, i),
            original: self.text(2, i),
            terminal: self.text(3, i),
            payout: self.text(4, i),
            memo: self.text(5, i),
            kind: self.kinds.get(i).copied(),
            day: self.day(i),
            minute: Some(self.minutes.get(i, NO_MINUTE)).filter(|minute| *minute != NO_MINUTE),
            gross: self.gross(i),
            fee: sum(self.fees.get(i, NO_SUM)),
            net: sum(self.nets.get(i, NO_SUM)),
            payout_day: self.payout_days.get(i, None),
            pending: self.pending.get(i, false),
            currency: self.currency(i),
        }
    }

    /// The reference of a row.
    #[inline]
    pub fn reference(&self, i: usize) -> &str {
        self.text(0, i)
    }

    /// The kind of a row.
    #[inline]
    pub fn kind(&self, i: usize) -> Kind {
        self.kinds.get(i).copied().unwrap_or(Kind::Other)
    }

    /// The gross amount of a row, in minor units.
    #[inline]
    pub fn gross(&self, i: usize) -> i64 {
        self.gross.get(i).copied().unwrap_or_default()
    }

    /// The day of a row.
    #[inline]
    pub fn day(&self, i: usize) -> Option<NaiveDate> {
        self.days.get(i, None)
    }

    /// The currency of a row; `usual` where it names none, or there is no such row.
    pub fn currency_or<'c>(&'c self, i: usize, usual: &'c str) -> &'c str {
        let named = if i < self.len() { self.currency(i) } else { "" };
        if named.is_empty() { usual } else { named }
    }

    /// True where a row says nothing of its currency.
    pub fn names_no_currency(&self) -> bool {
        (0..self.len()).any(|row| self.currency(row).is_empty())
    }

    /// The currency of a row; empty means the currency of the run.
    #[inline]
    pub fn currency(&self, i: usize) -> &str {
        self.text(6, i)
    }

    /// Where the rows come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn source_mut(&mut self) -> &mut Source {
        &mut self.source
    }

    /// True where no further row of a mebibyte would surely fit: the arena holds 4 GiB, the lines are 32 bits.
    pub(super) fn is_full(&self) -> bool {
        self.arena.len() > (u32::MAX - (1 << 24)) as usize || self.lines.len() > (u32::MAX - 1) as usize
    }

    /// Turns the sign of every fee, for a file that turned out to write kept fees as negative.
    pub(super) fn turn_fees(&mut self) {
        for fee in self.fees.values.iter_mut().filter(|fee| **fee != NO_SUM) {
            *fee = -*fee;
        }
    }
}

#[inline]
fn slice(arena: &str, (start, length): Span) -> &str {
    let start = start as usize;
    arena.get(start..start + length as usize).unwrap_or_default()
}
