//! What is wrong with a template, and where: `file:line:column: what`.

use std::fmt;
use std::ops::Range;

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

/// A file with its text, which turns byte ranges into lines and columns.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// What the file is called in messages.
    pub file: &'a str,
    /// Its whole text.
    pub text: &'a str,
}

impl Source<'_> {
    /// A problem at a byte range.
    pub fn problem(&self, at: Range<usize>, what: impl Into<String>) -> Problem {
        let (line, column) = line_and_column(self.text, at.start);
        Problem { file: self.file.to_owned(), line, column, what: what.into() }
    }

    /// A problem that the TOML reader found.
    pub fn toml_problem(&self, error: &toml::de::Error) -> Problem {
        self.problem(error.span().unwrap_or(0..0), error.message().lines().next().unwrap_or("not valid TOML"))
    }
}

/// The line and the column (in characters) of a byte offset, both from 1.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
