//! The rows of one side, kept as columns: what a reader fills and a pairing reads, and all that the two share.

use chrono::{Datelike, NaiveDate};

/// What kind of movement a row is. The key of a row is its reference and this, because refunds reuse a sale's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Money for goods or services.
    Sale,
    /// Money given back.
    Refund,
    /// Money taken back through the cardholder's bank.
    Chargeback,
    /// A chargeback that was won.
    ChargebackReversed,
    /// A fee that stands in a row of its own.
    Fee,
    /// Money that leaves for the merchant's bank account.
    Payout,
    /// Any other movement of money.
    Other,
}

/// One row as a reader hands it over. Texts are cleaned of what their file wraps around them, not changed otherwise.
#[derive(Clone, Debug, Default)]
pub struct Row<'a> {
    /// Line of the file, or row of the sheet, from 1.
    pub line: u32,
    /// What names the movement.
    pub reference: &'a str,
    /// A second reference, such as the merchant's own number.
    pub second: &'a str,
    /// Of a refund, the reference of its sale.
    pub original: &'a str,
    /// The terminal.
    pub terminal: &'a str,
    /// The id of the payout.
    pub payout: &'a str,
    /// The bank's text of a statement's line.
    pub memo: &'a str,
    /// What kind of movement it is.
    pub kind: Option<Kind>,
    /// The day.
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

/// A sum or a count that a file states about itself, beside what was counted in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// What is summed or counted, in the file's words.
    pub what: String,
    /// What the file states, in minor units or as a count.
    pub stated: i64,
    /// What was counted.
    pub counted: i64,
    /// Its line, from 1.
    pub line: u32,
}

/// Something to tell about a file: a key of the words and what fills its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The key.
    pub key: &'static str,
    /// What fills its places.
    pub fill: Vec<(&'static str, String)>,
}

/// Where the rows of a table come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The file's name; for a part of an archive, both.
    pub name: String,
    /// Of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The profile that it was read with.
    pub profile: String,
    /// What it states about itself.
    pub totals: Vec<Total>,
    /// What there is to tell.
    pub notes: Vec<Note>,
}

/// Where the texts of a row end in the arena, in the order of `texts`; they begin where the ones before end.
type Ends = [u32; 8];

/// The rows of one file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    source: Source,
    arena: String,
    starts: Vec<u32>,
    ends: Vec<Ends>,
    kinds: Vec<Kind>,
    gross: Vec<i64>,
    days: Vec<i32>,
    rest: Vec<Rest>,
}

#[derive(Clone, Debug)]
struct Rest {
    line: u32,
    minute: Option<u16>,
    fee: Option<i64>,
    net: Option<i64>,
    payout_day: i32,
    pending: bool,
}

/// A day as a number that sorts; 0 for none.
fn number(day: Option<NaiveDate>) -> i32 {
    day.map_or(0, |day| day.num_days_from_ce())
}

fn day_of(number: i32) -> Option<NaiveDate> {
    if number == 0 { None } else { NaiveDate::from_num_days_from_ce_opt(number) }
}

impl Table {
    /// A table without rows.
    pub fn new(source: Source) -> Self {
        Self { source, ..Self::default() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: &Row<'_>) {
        let texts =
            [row.reference, row.second, row.original, row.terminal, row.payout, row.memo, row.currency, ""];
        let position = |arena: &str| u32::try_from(arena.len()).unwrap_or(u32::MAX);
        self.starts.push(position(&self.arena));
        let ends = texts.map(|text| {
            self.arena.push_str(text);
            position(&self.arena)
        });
        self.ends.push(ends);
        self.kinds.push(row.kind.unwrap_or(Kind::Other));
        self.gross.push(row.gross);
        self.days.push(number(row.day));
        let (line, minute, fee, net) = (row.line, row.minute, row.fee, row.net);
        self.rest.push(Rest {
            line,
            minute,
            fee,
            net,
            payout_day: number(row.payout_day),
            pending: row.pending,
        });
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// True where it has none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    fn text(&self, row: usize, text: usize) -> &str {
        let start = if text == 0 { self.starts[row] } else { self.ends[row][text - 1] };
        &self.arena[start as usize..self.ends[row][text] as usize]
    }

    /// A whole row.
    pub fn row(&self, row: usize) -> Row<'_> {
        let rest = &self.rest[row];
        Row {
            line: rest.line,
            reference: self.text(row, 0),
            second: self.text(row, 1),
            original: self.text(row, 2),
            terminal: self.text(row, 3),
            payout: self.text(row, 4),
            memo: self.text(row, 5),
            kind: Some(self.kinds[row]),
            day: day_of(self.days[row]),
            minute: rest.minute,
            gross: self.gross[row],
            fee: rest.fee,
            net: rest.net,
            payout_day: day_of(rest.payout_day),
            pending: rest.pending,
            currency: self.text(row, 6),
        }
    }

    /// The reference of a row.
    pub fn reference(&self, row: usize) -> &str {
        self.text(row, 0)
    }

    /// What kind of movement a row is.
    pub fn kind(&self, row: usize) -> Kind {
        self.kinds[row]
    }

    /// The amount of a row, in minor units.
    pub fn gross(&self, row: usize) -> i64 {
        self.gross[row]
    }

    /// The day of a row.
    pub fn day(&self, row: usize) -> Option<NaiveDate> {
        day_of(self.days[row])
    }

    /// The currency of a row; empty for that of the run.
    pub fn currency(&self, row: usize) -> &str {
        self.text(row, 6)
    }

    /// Where the rows come from.
    pub fn source(&self) -> &Source {
        &self.source
    }
}
