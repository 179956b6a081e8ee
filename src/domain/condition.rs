//! When something applies: `only_if`, judged on the answers given so far.

use std::collections::BTreeMap;

use super::answer::Value;

/// Yes, no, or not known yet. "I don't know yet" and "not asked yet" both lead to `Unsure`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold, whatever else will be answered.
    No,
    /// It hangs on an answer that is not there.
    Unsure,
}

impl Truth {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unsure,
        }
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unsure,
        }
    }
}

/// A condition: every key must have one of its values. A key of rows, `terminals.owner`, must all hold on one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// Question id to the values that will do.
    pub answers: BTreeMap<String, Vec<String>>,
    /// Table id to column id to the values that will do.
    pub rows: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Waits of which one is late.
    pub late: Vec<String>,
    /// To-dos and questions of which one is not settled.
    pub open: Vec<String>,
    /// Dates, each with an act: the date is before the act, or before today while the act is still to come. A date that is
    /// not known is before nothing.
    pub before: BTreeMap<String, String>,
    /// Rows of which one is left or may come.
    pub rows_left: Vec<String>,
    /// Conditions of which one must hold as well; none asks for nothing.
    pub any: Vec<Self>,
    /// Conditions of which none may hold for certain.
    pub unless: Vec<Self>,
}

impl Condition {
    /// True where there is nothing to judge.
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }

    /// The ids that it looks at: questions, tables and columns.
    pub fn ids(&self) -> Vec<&String> {
        let columns =
            self.rows.iter().flat_map(|(table, columns)| std::iter::once(table).chain(columns.keys()));
        let inner = self.any.iter().chain(&self.unless).flat_map(Self::ids);
        self.answers.keys().chain(columns).chain(self.before.keys()).chain(inner).collect()
    }
}

/// Whether an answer satisfies `wanted`; `None` is an answer that is not there.
pub fn any_of(value: Option<&Value>, wanted: &[String]) -> Truth {
    match value {
        None => Truth::Unsure,
        Some(value) if value.is_one_of(wanted) => Truth::Yes,
        Some(_) => Truth::No,
    }
}
