//! When something applies: `only_if`, judged on the answers given so far.

use std::ops::{Deref, DerefMut};

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

/// A condition: every part must hold. Most things of a playbook always apply, so that a condition without parts is small.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition(Option<Box<Parts>>);

/// The parts of a condition: every key must have one of its values. A key of rows, `terminals.owner`, must all hold on one
/// row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Question id to the values that will do.
    pub answers: Pairs<Vec<String>>,
    /// Table id to column id to the values that will do.
    pub rows: Pairs<Pairs<Vec<String>>>,
    /// Waits of which one is late.
    pub late: Vec<String>,
    /// To-dos and questions of which one is not settled.
    pub open: Vec<String>,
    /// Dates, each with an act: the date is before the act, or before today while the act is still to come. A date that is
    /// not known is before nothing.
    pub before: Pairs<String>,
    /// Rows of which one is left or may come.
    pub rows_left: Vec<String>,
    /// Conditions of which one must hold as well; none asks for nothing.
    pub any: Vec<Condition>,
    /// Conditions of which none may hold for certain.
    pub unless: Vec<Condition>,
}

/// The parts of a condition that has none.
static NONE: Parts = Parts {
    answers: Pairs(Vec::new()),
    rows: Pairs(Vec::new()),
    late: Vec::new(),
    open: Vec::new(),
    before: Pairs(Vec::new()),
    rows_left: Vec::new(),
    any: Vec::new(),
    unless: Vec::new(),
};

impl Condition {
    /// True where there is nothing to judge.
    pub fn is_always(&self) -> bool {
        **self == NONE
    }

    /// The ids that it looks at: questions, tables and columns.
    pub fn ids(&self) -> Vec<&String> {
        let columns =
            self.rows.iter().flat_map(|(table, columns)| std::iter::once(table).chain(columns.keys()));
        let inner = self.any.iter().chain(&self.unless).flat_map(Self::ids);
        self.answers.keys().chain(columns).chain(self.before.keys()).chain(inner).collect()
    }
}

impl From<Parts> for Condition {
    fn from(parts: Parts) -> Self {
        Self(Some(Box::new(parts)))
    }
}

impl Deref for Condition {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Condition {
    fn deref_mut(&mut self) -> &mut Parts {
        self.0.get_or_insert_default()
    }
}

/// Names with what belongs to each; so few that a list is smaller and quicker than a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs<V>(Vec<(String, V)>);

impl<V> Pairs<V> {
    /// What belongs to a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Adds a name that is not there yet.
    pub fn push(&mut self, name: String, value: V) {
        self.0.push((name, value));
    }

    /// What belongs to a name, which is added if it is not there yet.
    pub fn of(&mut self, name: &str) -> &mut V
    where
        V: Default,
    {
        let found = self.keys().position(|known| known == name);
        if found.is_none() {
            self.push(name.to_owned(), V::default());
        }
        let place = found.unwrap_or(self.0.len() - 1);
        &mut self.0[place].1
    }

    /// The names, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(name, _)| name)
    }

    /// What belongs to the names, in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The names in order, each with what belongs to it.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// True where there is no name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Default for Pairs<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> FromIterator<(String, V)> for Pairs<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
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
