//! What is met in a step: questions, rows, to-dos and waits.

use super::super::condition::Condition;
use super::super::formula::{DateFormula, SpanTerm, SumFormula};
use super::super::question::Question;
use super::super::span::{Span, SpanRange};
use super::super::text::Text;
use super::{Basis, Source};

/// Something met in a step.
#[derive(Debug, Clone)]
pub enum Item {
    /// A question.
    Question(Question),
    /// Rows of a table, or more columns for them.
    Rows(Rows),
    /// An act outside the program.
    Todo(Todo),
    /// Something that the other side owes.
    Wait(Wait),
}

impl Item {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Question(question) => &question.id,
            Self::Rows(rows) => &rows.id,
            Self::Todo(todo) => &todo.id,
            Self::Wait(wait) => &wait.id,
        }
    }
}

/// A table's columns, or more columns for a table asked elsewhere.
#[derive(Debug, Clone)]
pub struct Rows {
    /// Its id.
    pub id: String,
    /// The table that it extends; `None` for a table of its own.
    pub of: Option<String>,
    /// When they are met.
    pub only_if: Condition,
    /// Which rows it is about.
    pub filter: Condition,
    /// The role of the table.
    pub role: Option<String>,
    /// The noun for the table.
    pub label: Text,
    /// The name of one row, with `{n}`.
    pub each: Text,
    /// What is said before the first row.
    pub about: Option<Text>,
    /// The column that names a row.
    pub name: Option<String>,
    /// The columns.
    pub columns: Vec<Question>,
}

impl Rows {
    /// The id of the table that its cells are kept in.
    pub fn table(&self) -> &str {
        self.of.as_deref().unwrap_or(&self.id)
    }
}

/// Whether proof belongs to a to-do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// None is asked for.
    None,
    /// It is asked for and may be left out.
    Welcome,
    /// Without it, a reason is asked for.
    Required,
}

/// An act outside the program; its tick has the date.
#[derive(Debug, Clone)]
pub struct Todo {
    /// Its id.
    pub id: String,
    /// The noun for it.
    pub label: Text,
    /// What to do.
    pub act: Text,
    /// How to do it.
    pub help: Option<Text>,
    /// A tick for each row of these rows.
    pub each: Option<String>,
    /// When it applies.
    pub only_if: Condition,
    /// The next act before all others.
    pub urgent: bool,
    /// The steps that come after its own do not wait for it.
    pub lets_go_on: bool,
    /// It cannot be taken back.
    pub irreversible: bool,
    /// Whether proof belongs to it.
    pub evidence: Evidence,
    /// What to type as proof.
    pub proof: Option<Text>,
    /// What the program may ask for by name.
    pub role: Option<String>,
    /// The dated id that it follows: an earlier day is asked about.
    pub not_before: Option<String>,
}

/// What the other side owes from one dated thing until a to-do is ticked.
#[derive(Debug, Clone)]
pub struct Wait {
    /// Its id.
    pub id: String,
    /// What is waited for.
    pub what: Text,
    /// The dated id that begins it.
    pub from: String,
    /// The to-do that ends it.
    pub until: String,
    /// How long it may take.
    pub within: Within,
    /// Where that length comes from.
    pub basis: Basis,
    /// The text behind it.
    pub source: Option<Source>,
    /// What to do when it is late.
    pub late: Option<Text>,
    /// The dated id that begins it where there is no row to begin it.
    pub without_rows: Option<String>,
    /// Acts after which nobody looks out for it any more.
    pub superseded_by: Vec<String>,
    /// Time that passes, and then the merchant's own act.
    pub own: bool,
}

/// What an answer seldom says: it is asked about when it is given, and taken when it stands.
#[derive(Debug, Clone)]
pub struct Doubtful {
    /// Its id.
    pub id: String,
    /// The question whose answer it is about.
    pub of: String,
    /// It is a day before this one; the base `today` is the day of the look.
    pub before: Option<DateFormula>,
    /// It is a day after this one.
    pub after: Option<DateFormula>,
    /// It is a longer time than this.
    pub longer: Option<Span>,
    /// It is one of these.
    pub is: Vec<String>,
    /// … while this sum is above nothing.
    pub leaves: Option<SumFormula>,
    /// When it is asked about.
    pub only_if: Condition,
    /// It is shown as long as it is so, and not only asked about once.
    pub stays: bool,
    /// The text behind it.
    pub source: Option<Source>,
    /// What is said.
    pub say: Text,
}

/// How long a wait may take.
#[derive(Debug, Clone)]
pub enum Within {
    /// As the template says.
    Fixed(SpanRange),
    /// As a duration answer says.
    Answer(SpanTerm),
}
