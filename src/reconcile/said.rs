//! What a reader has to say: a key of the program's words and what fills its places. The words themselves come from
//! above, so that this layer speaks no language.

use crate::domain::text::{Lang, Text, visible};
use crate::domain::words::Words;

/// What fills a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// A text from outside: a file name, a cell. It is made safe to show.
    Plain(String),
    /// A text of a profile, in both languages.
    Both(Text),
    /// Another key of the words.
    Key(&'static str),
    /// A sentence with places of its own.
    Said(Box<Said>),
}

/// A sentence by its key, with what fills its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The key in the words files.
    pub key: &'static str,
    /// Place and filling.
    pub fill: Vec<(&'static str, Fill)>,
}

/// Something to tell about a file that was read all the same.
pub type Note = Said;

impl Said {
    /// A sentence without places.
    pub fn new(key: &'static str) -> Self {
        Self { key, fill: Vec::new() }
    }

    /// Fills a place with a text from outside.
    #[must_use]
    pub fn with(mut self, place: &'static str, text: impl std::fmt::Display) -> Self {
        self.fill.push((place, Fill::Plain(text.to_string())));
        self
    }

    /// Fills a place with a text in both languages, or with another key.
    #[must_use]
    pub fn and(mut self, place: &'static str, fill: Fill) -> Self {
        self.fill.push((place, fill));
        self
    }

    /// The sentence in the language of `words`; what came from outside is inert.
    pub fn text(&self, words: &Words) -> String {
        self.say(self.key, words)
    }

    fn say(&self, key: &str, words: &Words) -> String {
        let filled: Vec<(&str, String)> =
            self.fill.iter().map(|(place, fill)| (*place, fill.text(words))).collect();
        let fill: Vec<(&str, &str)> = filled.iter().map(|(place, text)| (*place, text.as_str())).collect();
        words.say(key, &fill)
    }
}

impl Fill {
    fn text(&self, words: &Words) -> String {
        match self {
            Self::Plain(text) => visible(text),
            Self::Both(text) => visible(if words.lang == Lang::Zh { &text.zh } else { &text.en }),
            Self::Key(key) => words.get(key).to_owned(),
            Self::Said(said) => said.text(words),
        }
    }
}

/// Why a file was not read: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The file, as it was given; a member of an archive follows after `/`.
    pub file: String,
    /// Line of the text or row of the sheet, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// Number of the column, from 1; 0 where the whole line is meant.
    pub column: u32,
    /// What is wrong.
    pub what: Said,
    /// The key of what to do now; its places are filled as those of `what`.
    pub hint: Option<&'static str>,
    /// The columns, where nobody knows what they mean.
    pub unknown: Option<Box<Unknown>>,
}

/// A file whose columns no profile knows; enough of it to ask a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// The line that looks like the header, from 1.
    pub line: u32,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Up to five rows below it. Cells that look like card numbers are masked.
    pub samples: Vec<Vec<String>>,
}

impl Trouble {
    /// A trouble with a whole file; the name of the file is put in where it is known.
    pub fn new(what: Said) -> Self {
        Self { file: String::new(), line: 0, column: 0, what, hint: None, unknown: None }
    }

    /// Says what to do now.
    #[must_use]
    pub fn hint(mut self, key: &'static str) -> Self {
        self.hint = Some(key);
        self
    }

    /// Says where: a line and a column, both from 1, 0 for none.
    #[must_use]
    pub fn at(mut self, line: u32, column: u32) -> Self {
        (self.line, self.column) = (line, column);
        self
    }

    /// Names the file, unless it is named.
    #[must_use]
    pub fn of(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            file.clone_into(&mut self.file);
        }
        self
    }

    /// `file:line:column: what`, in the language of `words`.
    pub fn text(&self, words: &Words) -> String {
        let mut place = visible(&self.file);
        for number in [self.line, self.column].into_iter().take_while(|number| *number > 0) {
            place.push_str(&format!(":{number}"));
        }
        format!("{place}: {}", self.what.text(words))
    }

    /// What to do now, in the language of `words`.
    pub fn hint_text(&self, words: &Words) -> Option<String> {
        self.hint.map(|key| self.what.say(key, words))
    }
}
