//! Reads the three plain forms of CSV: a ledger, a settlement report, a bank statement.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::table::{Kind, Row, Source, Table};
use crate::domain::text::hex;

/// Which side of a reconciliation a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What the merchant sold.
    Ledger,
    /// What the provider settled.
    Settlement,
    /// What the bank received.
    Bank,
}

/// How to read what a file does not tell.
#[derive(Clone, Debug, Default)]
pub struct Options {}

/// Why a file cannot be read: a key of the words with what fills its places.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// `file:line:column`, as far as known.
    pub place: String,
    /// The key.
    pub key: &'static str,
    /// What fills its places.
    pub fill: Vec<(&'static str, String)>,
}

/// Reads a file as one side.
pub fn read(path: &Path, side: Side, _options: &Options) -> Result<Vec<Table>, Trouble> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let trouble = |place: String, key, what: String| Trouble { place, key, fill: vec![("what", what)] };
    let bytes = fs::read(path)
        .map_err(|error| trouble(path.display().to_string(), "reconcile.unreadable", error.to_string()))?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let profile = match side {
        Side::Ledger => "generic-ledger",
        Side::Settlement => "generic-settlement",
        Side::Bank => "generic-bank",
    };
    let source = Source {
        name: name.clone(),
        sha256,
        bytes: bytes.len() as u64,
        profile: profile.to_owned(),
        ..Source::default()
    };
    let mut table = Table::new(source);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    fill(&mut table, &mut reader, side).map_err(|(line, what)| {
        trouble(format!("{}:{line}:1", path.display()), "reconcile.unreadable", what)
    })?;
    Ok(vec![table])
}

/// Where columns stand, by name.
struct Columns(Vec<String>);

impl Columns {
    fn at(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column == name)
    }
}

type Wrong = (u64, String);

fn fill(table: &mut Table, reader: &mut csv::Reader<&[u8]>, side: Side) -> Result<(), Wrong> {
    let headers = reader.headers().map_err(|error| (1, error.to_string()))?;
    let columns =
        Columns(headers.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect());
    let money = columns.at(if side == Side::Settlement { "gross" } else { "amount" });
    let money = money.ok_or_else(|| (1, columns.0.join(", ")))?;
    let names = ["reference", "second", "original", "terminal_id", "payout_id", "description", "type", "fee"];
    let [reference, second, original, terminal, payout, memo, kind, fee] = names.map(|name| columns.at(name));
    let [payout_day, currency, net, status] =
        ["payout_date", "currency", "net", "status"].map(|name| columns.at(name));
    let time = columns.at("timestamp").or(columns.at("date"));
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        if !reader.read_record(&mut record).map_err(|error| (line, error.to_string()))? {
            return Ok(());
        }
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default();
        let kind = kind_of(cell(kind));
        let text = cell(Some(money));
        let mut gross = units(text, 2).ok_or_else(|| (line, text.to_owned()))?;
        if matches!(kind, Kind::Refund | Kind::Chargeback | Kind::Fee | Kind::Payout) {
            gross = -gross.abs();
        }
        let (day, minute) = moment(cell(time));
        table.push(&Row {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            reference: cell(reference),
            second: cell(second),
            original: cell(original),
            terminal: cell(terminal),
            payout: cell(payout),
            memo: cell(memo),
            kind: Some(kind),
            day,
            minute,
            gross,
            fee: units(cell(fee), 5),
            net: units(cell(net), 2),
            payout_day: moment(cell(payout_day)).0,
            pending: cell(status) == "pending",
            currency: cell(currency),
        });
    }
}

fn kind_of(word: &str) -> Kind {
    match word {
        "refund" => Kind::Refund,
        "chargeback" => Kind::Chargeback,
        "chargeback_reversed" => Kind::ChargebackReversed,
        "fee" => Kind::Fee,
        "payout" => Kind::Payout,
        "other" => Kind::Other,
        _ => Kind::Sale,
    }
}

/// A decimal number as whole units of its `decimals`-th decimal.
fn units(text: &str, decimals: usize) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if digits.is_empty() || fraction.len() > decimals {
        return None;
    }
    let mut number: i64 = 0;
    let zeros = std::iter::repeat_n(b'0', decimals - fraction.len());
    for digit in whole.bytes().chain(fraction.bytes()).chain(zeros) {
        number = number
            .checked_mul(10)?
            .checked_add(i64::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?))?;
    }
    Some(if negative { -number } else { number })
}

/// `2026-09-01` or `2026-09-01 12:34:56`.
fn moment(text: &str) -> (Option<NaiveDate>, Option<u16>) {
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let day = match (number(0, 4), number(5, 7), number(8, 10)) {
        (Some(year), Some(month), Some(day)) => {
            i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        }
        _ => None,
    };
    let minute = number(11, 13).zip(number(14, 16)).map(|(hour, minute)| hour * 60 + minute);
    (day, minute.and_then(|minute| u16::try_from(minute).ok()))
}
