//! Records: the result of an act at a moment, kept with the digest of what it was made from. All of them are kept.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

/// The result of an act at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What kind of act: `evidence`, `call`, `letter`.
    pub kind: String,
    /// Its id in the case, the kind and a number: `evidence-3`.
    pub id: String,
    /// The day of the act.
    pub on: NaiveDate,
    /// The SHA-256 of what it was made from, in hexadecimal; empty where nothing but the facts was typed.
    pub made_from: String,
    /// Short texts by name.
    pub facts: BTreeMap<String, String>,
}

/// A file that was put with a to-do.
pub const EVIDENCE: &str = "evidence";
/// A phone call.
pub const CALL: &str = "call";
/// A reconciliation run.
pub const RECONCILIATION: &str = "reconciliation";
/// A letter that was written.
pub const LETTER: &str = "letter";

/// What stands for the day on which a letter went out where nobody knows it any more.
const DAY_UNKNOWN: &str = "unknown";

/// Whether a letter went out, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentOn<'r> {
    /// On this day, as it was kept.
    Day(&'r str),
    /// On a day that nobody knows any more.
    Unknown,
}

impl Record {
    /// One of its facts.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.get(name).map(String::as_str)
    }

    /// The record of a letter with the day on which it went out, `None` where that is not known, and how and under which
    /// number if that was told.
    #[must_use]
    pub fn sent(&self, day: Option<NaiveDate>, way: Option<&str>, tracking: Option<&str>) -> Self {
        let mut record = self.clone();
        let day = day.map_or_else(|| DAY_UNKNOWN.to_owned(), |day| day.to_string());
        record.facts.insert("sent_on".to_owned(), day);
        for (fact, text) in [("way", way), ("tracking", tracking)] {
            record.facts.extend(text.map(|text| (fact.to_owned(), text.to_owned())));
        }
        record
    }

    /// When a letter went out; `None` for one that did not.
    pub fn sent_on(&self) -> Option<SentOn<'_>> {
        self.fact("sent_on").map(|day| if day == DAY_UNKNOWN { SentOn::Unknown } else { SentOn::Day(day) })
    }

    /// The row that it is about; `None` for the whole.
    pub fn row(&self) -> Option<u32> {
        self.fact("row").and_then(|row| row.parse().ok())
    }

    /// True where it is about this to-do or step, in this row or as a whole.
    pub fn is_about(&self, id: &str, row: Option<u32>) -> bool {
        let own = self.row();
        self.fact("about") == Some(id) && (own.is_none() || own == row)
    }

    /// True where it proves what it is about: a file, or a call with a ticket number.
    pub fn proves(&self) -> bool {
        self.kind == EVIDENCE || (self.kind == CALL && self.fact("ticket").is_some())
    }
}

/// The records by what they are about, for whoever asks for many rows.
pub struct ByPlace<'r> {
    places: HashMap<(&'r str, Option<u32>), Vec<&'r Record>>,
}

impl<'r> ByPlace<'r> {
    /// Puts records in order.
    pub fn of(records: &'r [Record]) -> Self {
        let mut places: HashMap<_, Vec<&'r Record>> = HashMap::new();
        for record in records {
            places.entry((record.fact("about").unwrap_or_default(), record.row())).or_default().push(record);
        }
        Self { places }
    }

    /// The records of a to-do or a step, for a row or for the whole: those that `Record::is_about` tells.
    pub fn about<'s>(&'s self, id: &'s str, row: Option<u32>) -> impl Iterator<Item = &'r Record> + 's {
        let own = row.and_then(|row| self.places.get(&(id, Some(row))));
        self.places.get(&(id, None)).into_iter().chain(own).flatten().copied()
    }
}

/// The id that the next record of a kind gets: one more than the highest number there is.
///
/// ```
/// use posquit::domain::record::next_id;
/// assert_eq!(next_id("call", ["call-1", "evidence-7", "call-3"].into_iter()), "call-4");
/// assert_eq!(next_id("call", std::iter::empty()), "call-1");
/// ```
pub fn next_id<'i>(kind: &str, ids: impl Iterator<Item = &'i str>) -> String {
    let number = |id: &str| id.strip_prefix(kind)?.strip_prefix('-')?.parse::<u32>().ok();
    format!("{kind}-{}", ids.filter_map(number).max().unwrap_or(0).saturating_add(1))
}
