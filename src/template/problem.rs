//! What is wrong with a template, and where: `file:line:column: what`.

use std::fmt;

use crate::tables::{Fault, Place, line_and_column};

/// One mistake in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as its author knows it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.what)
    }
}

/// A file with its text.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// What the file is called in messages.
    pub file: &'a str,
    /// Its whole text.
    pub text: &'a str,
}

impl Source<'_> {
    /// A problem at a place.
    pub fn problem(&self, place: Place, what: impl Into<String>) -> Problem {
        let (line, column) = line_and_column(self.text, place);
        Problem { file: self.file.to_owned(), line, column, what: what.into() }
    }

    /// The problems that faults are.
    pub(super) fn problems(&self, faults: &[Fault]) -> Vec<Problem> {
        faults.iter().map(|fault| self.problem(fault.place, fault.what.to_string())).collect()
    }
}
