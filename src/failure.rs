//! What failed, in the four parts that a person needs: what, why, what is safe, what to do now; and exit codes.

use std::fmt;

use crate::domain::text::visible;
use crate::domain::words::Words;

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The disk, rights, or a mistake of ours.
    Failed = 1,
    /// Wrong usage, or something must be asked and nobody can be.
    Usage = 2,
    /// Finished, and something needs the person.
    NeedsYou = 3,
    /// A file that was given is bad.
    BadFile = 4,
    /// A case is in use, damaged or newer, or an act is refused as unsafe.
    Refused = 5,
    /// Ctrl-C, or the terminal went away; everything confirmed is saved.
    Interrupted = 130,
}

/// A failure for a person.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What failed, and where: `file:line:column: what`.
    pub what: String,
    /// Why, from the outside in.
    pub causes: Vec<String>,
    /// What is untouched.
    pub safe: Option<String>,
    /// What to do now.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure with its exit code.
    pub fn new(exit: Exit, what: impl Into<String>) -> Self {
        Self { exit, what: what.into(), causes: Vec::new(), safe: None, hint: None }
    }

    /// Says what is untouched.
    #[must_use]
    pub fn safe(mut self, safe: impl Into<String>) -> Self {
        self.safe = Some(safe.into());
        self
    }

    /// Says what to do now.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says why.
    #[must_use]
    pub fn because(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// Its lines: `error:`, `caused by:`, `safe:`, `hint:`, in the words of a language.
    pub fn lines(&self, words: &Words) -> Vec<String> {
        // What was typed or stands in a file may be part of it.
        let safe = |text: &String| text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
        let line = |key: &str, text: &String| format!("{}{}", words.get(key), safe(text));
        let mut lines = vec![line("failure.error", &self.what)];
        lines.extend(self.causes.iter().map(|cause| line("failure.cause", cause)));
        lines.extend(self.safe.iter().map(|safe| line("failure.safe", safe)));
        lines.extend(self.hint.iter().map(|hint| line("failure.hint", hint)));
        lines
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Failure {}
