//! Questions as data: what is asked, of which kind, with which choices.

use super::condition::Condition;
use super::text::Text;

/// The kind of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Text,
    /// Several sentences.
    Paragraph,
    /// A civil date.
    Date,
    /// A sum of money.
    Money,
    /// A count of days, working days or months.
    Duration,
    /// A whole number, zero or more.
    Count,
    /// One of the options.
    Choice,
    /// Any of the options.
    Choices,
    /// Yes or no.
    YesNo,
    /// An account, merchant or terminal number; masked wherever it is shown.
    Account,
    /// A rate.
    Percent,
    /// A telephone number; masked.
    Phone,
    /// An e-mail address.
    Email,
    /// A person's or company's number; masked.
    IdNumber,
    /// The path of a file.
    File,
}

impl Kind {
    /// All kinds, by the word that a template uses.
    pub const WORDS: [(&'static str, Self); 15] = [
        ("text", Self::Text),
        ("paragraph", Self::Paragraph),
        ("date", Self::Date),
        ("money", Self::Money),
        ("duration", Self::Duration),
        ("count", Self::Count),
        ("choice", Self::Choice),
        ("choices", Self::Choices),
        ("yes_no", Self::YesNo),
        ("account", Self::Account),
        ("percent", Self::Percent),
        ("phone", Self::Phone),
        ("email", Self::Email),
        ("id_number", Self::IdNumber),
        ("file", Self::File),
    ];

    /// The kind that a template's word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(w, _)| *w == word).map(|(_, kind)| *kind)
    }

    /// True for kinds that are always masked.
    pub fn is_private(self) -> bool {
        matches!(self, Self::Account | Self::Phone | Self::IdNumber)
    }

    /// The word that a template uses for it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("text", |(word, _)| word)
    }
}

/// One thing that may be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What the case stores.
    pub id: String,
    /// What the merchant reads.
    pub label: Text,
    /// In a question of kind `choices`: it excludes the others.
    pub alone: bool,
    /// When it is offered; while that is not known, it is.
    pub only_if: Condition,
}

/// The end of a range of dates.
#[derive(Debug, Clone)]
pub enum DayLimit {
    /// The day on which the question is answered.
    Today,
    /// The date of another answer or tick.
    Of(String),
}

/// Something that the merchant is asked: a question of a step, or a column of rows.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its table")]
pub struct Question {
    /// Stable and unique in the playbook; the case keeps the answer under it.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The short noun used in lists and where a date is explained.
    pub label: Text,
    /// The question itself, at most 30 columns.
    pub ask: Text,
    /// Where to find the answer and why it is asked.
    pub help: Option<Text>,
    /// When it is asked; for a column, conditions on the same row.
    pub only_if: Condition,
    /// Asked only where a letter needs it: it is no part of the conversation and holds no step open.
    pub on_demand: bool,
    /// A day without a year is the nearest one.
    pub near: bool,
    /// What the program may ask for by name.
    pub role: Option<String>,
    /// Other names of a column in lists that are imported.
    pub synonyms: Vec<String>,
    /// Masked wherever it is shown.
    pub sensitive: bool,
    /// For `choice` and `choices`.
    pub options: Vec<Choice>,
    /// The last day that a date may name.
    pub not_after: Option<DayLimit>,
    /// The first day that a date may name.
    pub not_before: Option<DayLimit>,
    /// The money answer that this one is part of: a larger sum is asked about.
    pub at_most: Option<String>,
    /// The date question that this one stands in for while it applies.
    pub instead_of: Option<String>,
    /// A number from a contract or a label: one that looks like a date, or is very short, is asked about.
    pub numbered: bool,
    /// Which answer the menu opens at.
    pub usual: Option<String>,
}

impl Question {
    /// The option with this id.
    pub fn option(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.id == id)
    }
}
