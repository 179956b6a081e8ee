//! The result of an act at a moment: a letter written, a reconciliation run. A case keeps all of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What was made, when, and from what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What kind of act: `letter`.
    pub kind: String,
    /// Which one of its kind, such as the id of a letter.
    pub id: String,
    /// On which day.
    pub on: NaiveDate,
    /// The SHA-256 of what it was made from, in hexadecimal.
    pub made_from: String,
    /// Short texts about it, by name.
    pub facts: BTreeMap<String, String>,
}

impl Record {
    /// One of its facts.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.get(name).map(String::as_str)
    }
}
