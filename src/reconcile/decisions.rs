//! What a person decided about findings: accepted with a reason, to be asked, to be waited for, or a pair. A decision
//! names its finding by what it says, so that it holds in the next run and lapses when the row changes.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::exceptions::amount;
use super::findings::{Shown, kind_id};
use super::key;
use super::table::Kind;
use crate::domain::money::Currency;
use crate::domain::spreadsheet::{bare, cell};
use crate::domain::text::hex;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is explained, and nothing is to do.
    Accept,
    /// The provider is to be asked.
    Ask,
    /// It will come by a day.
    Wait,
    /// It belongs to the row that was proposed.
    Pair,
}

impl Verdict {
    /// Its id in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Ask => "ask",
            Self::Wait => "wait",
            Self::Pair => "pair",
        }
    }
}

/// A decision about one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The id of the finding.
    pub id: String,
    /// Its side.
    pub side: String,
    /// Its reference.
    pub reference: String,
    /// Its kind of movement.
    pub kind: String,
    /// Its day.
    pub day: String,
    /// Its amount.
    pub amount: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Until when it is waited for.
    pub until: Option<NaiveDate>,
}

/// Why a file of decisions cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong, as a key of the words.
    pub key: &'static str,
    /// What is meant, for the place `{what}`.
    pub what: String,
}

/// The id of a finding: a part of the SHA-256 of what it is about, what it belongs to, and which of several it is.
pub(super) fn id_of(shown: &Shown) -> String {
    let day = shown.day.map_or_else(String::new, |day| day.to_string());
    let text = format!(
        "{:?}\n{}\n{}\n{}\n{}\n{}\n{day}\n{}",
        shown.class.matter(),
        shown.side,
        key::normal(&shown.reference),
        kind_id(shown.kind),
        shown.currency,
        shown.amount,
        shown.occurrence,
    );
    // A letter that no number has, so that a spreadsheet leaves it as it is.
    format!("k{}", &hex(&Sha256::digest(text))[..12])
}

/// What makes two findings be about the same row, though perhaps a changed one.
pub(super) fn is_same_row(side: &str, reference: &str, kind: Kind) -> (String, String, String) {
    (side.to_owned(), key::normal(reference), kind_id(kind).to_owned())
}

impl Decision {
    pub(super) fn row(&self) -> (String, String, String) {
        (self.side.clone(), key::normal(&self.reference), self.kind.clone())
    }

    /// A decision about a finding.
    pub fn about(shown: &Shown, verdict: Verdict, reason: &str, until: Option<NaiveDate>) -> Self {
        let decimals = Currency::from_code(&shown.currency).map_or(2, Currency::decimals);
        Self {
            id: id_of(shown),
            side: shown.side.to_owned(),
            reference: shown.reference.clone(),
            kind: kind_id(shown.kind).to_owned(),
            day: shown.day.map_or_else(String::new, |day| day.to_string()),
            amount: amount(shown.amount, decimals),
            verdict,
            reason: reason.to_owned(),
            until,
        }
    }
}

/// The columns of a decision, by name.
const COLUMNS: [&str; 9] =
    ["id", "side", "reference", "type", "date", "amount", "decision", "reason", "until"];

/// Reads decisions from a filled-in file of exceptions, CSV or JSON Lines; `verdict` reads the words for them. Rows without
/// a decision are left out.
pub fn read_decisions(
    text: &str,
    verdict: impl Fn(&str) -> Option<Verdict>,
) -> Result<Vec<Decision>, Mistake> {
    let text = text.trim_start_matches('\u{feff}');
    let rows = if text.trim_start().starts_with('{') { json_rows(text)? } else { csv_rows(text)? };
    let filled = rows.into_iter().filter(|(_, cells)| !cells[6].is_empty());
    filled.map(|(line, cells)| decision(line, cells, &verdict)).collect()
}

type Cells = [String; COLUMNS.len()];

fn decision(
    line: u64,
    cells: Cells,
    verdict: &impl Fn(&str) -> Option<Verdict>,
) -> Result<Decision, Mistake> {
    let mistake = |key, what: &str| Mistake { line, key, what: what.to_owned() };
    let [id, side, reference, kind, day, amount, word, reason, until] = cells;
    let verdict = verdict(&word).ok_or_else(|| mistake("reconcile.decision_word", &word))?;
    if id.is_empty() {
        return Err(mistake("reconcile.decision_id", &reference));
    }
    if verdict == Verdict::Accept && reason.is_empty() {
        return Err(mistake("reconcile.decision_reason", &reference));
    }
    let until = match until.as_str() {
        "" if verdict == Verdict::Wait => return Err(mistake("reconcile.decision_until", &reference)),
        "" => None,
        text => {
            let day = NaiveDate::parse_from_str(&text.replace(['/', '.'], "-"), "%Y-%m-%d");
            Some(day.map_err(|_| mistake("reconcile.decision_day", text))?)
        }
    };
    Ok(Decision { id, side, reference, kind, day, amount, verdict, reason, until })
}

fn csv_rows(text: &str) -> Result<Vec<(u64, Cells)>, Mistake> {
    let unreadable = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Mistake { line, key: "reconcile.decision_file", what: error.to_string() }
    };
    // A spreadsheet in a country with decimal commas parts cells by semicolons.
    let head = text.lines().next().unwrap_or_default();
    let separator =
        [b',', b';', b'\t'].into_iter().max_by_key(|mark| head.bytes().filter(|b| b == mark).count());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let places = COLUMNS.map(|name| headers.iter().position(|header| header.trim() == name));
    if places[0].is_none() || places[6].is_none() {
        return Err(Mistake { line: 1, key: "reconcile.decision_columns", what: "id, decision".to_owned() });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let text = |place: Option<usize>| place.and_then(|at| record.get(at)).unwrap_or_default();
        rows.push((line, places.map(|place| bare(text(place)).to_owned())));
    }
    Ok(rows)
}

fn json_rows(text: &str) -> Result<Vec<(u64, Cells)>, Mistake> {
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line_number = number as u64 + 1;
        let row: serde_json::Value = serde_json::from_str(line).map_err(|error| Mistake {
            line: line_number,
            key: "reconcile.decision_file",
            what: error.to_string(),
        })?;
        rows.push((
            line_number,
            COLUMNS.map(|name| row[name].as_str().unwrap_or_default().trim().to_owned()),
        ));
    }
    Ok(rows)
}

/// Writes decisions in the form that `read_decisions` reads.
pub fn write_decisions(decisions: &[Decision]) -> String {
    let mut out = COLUMNS.join(",") + "\r\n";
    for decision in decisions {
        let until = decision.until.map_or_else(String::new, |day| day.to_string());
        let cells = [
            &decision.id,
            &decision.side,
            &decision.reference,
            &decision.kind,
            &decision.day,
            &decision.amount,
            decision.verdict.id(),
            &decision.reason,
            &until,
        ];
        out += &cells.map(cell).join(",");
        out += "\r\n";
    }
    out
}
