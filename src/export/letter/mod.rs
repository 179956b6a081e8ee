//! Letters: a form and a case make a sheet of parts, and one sheet makes a Word document, a page for printing and a text
//! for e-mail.

mod docx;
mod facts;
mod fill;
mod happened;
mod html;
mod paragraphs;
mod parts;
mod spacing;
mod text;

use sha2::{Digest, Sha256};

use crate::domain::letter::{Channel, Letter};
use crate::domain::phrase::Phrase;
use crate::domain::plan::Plan;
use crate::domain::text::{Lang, hex};

pub use docx::docx;
pub use html::html;
pub use parts::{Line, Part, Party, Row, Run, Sign};
pub use text::text;

/// A letter that is ready, as the pieces that every format shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The language that it is written in.
    pub lang: Lang,
    /// Its pieces, in order.
    pub parts: Vec<Part>,
    /// The private numbers in it.
    pub numbers: Private,
    /// The ids of the answers and acts that it only names as open.
    pub gaps: Vec<String>,
}

/// The account, merchant and identity numbers of a letter, by the ids of their facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Private {
    /// Those of which only the last characters stand in it.
    pub masked: Vec<String>,
    /// Those among them without which its reader cannot act.
    pub needed: Vec<String>,
    /// Those that stand in it in full.
    pub whole: Vec<String>,
}

/// Which private numbers are written in full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Numbers {
    /// None.
    #[default]
    Masked,
    /// Those without which the reader cannot act.
    Needed,
    /// All.
    Full,
}

impl Numbers {
    /// How a record keeps it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Masked => "masked",
            Self::Needed => "needed",
            Self::Full => "full",
        }
    }

    /// What a record kept; nothing else than these words is in full.
    pub fn from_word(word: &str) -> Self {
        let all = [Self::Needed, Self::Full];
        all.into_iter().find(|numbers| numbers.word() == word).unwrap_or_default()
    }
}

/// How a letter is written.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// To whom, for a letter with several addressees.
    pub channel: Option<&'a Channel>,
    /// Which private numbers are written in full.
    pub numbers: Numbers,
}

/// Something that a letter says and the case does not tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The answer to this question, or this cell: `terminals/2/accessories`.
    Answer(String),
    /// The answer to this question, which the letter is of no use without: "don't know yet" will not do.
    Must(String),
    /// The tick of this to-do.
    Tick(String),
}

/// Why a letter cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritten {
    /// These facts are missing, in the order in which the letter names them.
    Missing(Vec<Missing>),
    /// Its form is not sound: what is wrong, without anything of the case.
    Form(String),
}

/// Writes a letter from a case, as of the day of the plan.
pub fn compose(
    letter: &Letter,
    plan: &Plan<'_>,
    phrase: &Phrase<'_>,
    manner: Manner<'_>,
) -> Result<Sheet, Unwritten> {
    let body = letter.body.to(phrase.words.lang);
    let facts = facts::gather(body, plan, phrase, manner);
    let fill::Filled { text, numbers, gaps } = fill::fill(body, facts)?;
    Ok(Sheet { lang: phrase.words.lang, parts: parts::read(&text, phrase.words.lang), numbers, gaps })
}

impl Sheet {
    /// The SHA-256 of what it says, in hexadecimal: the same whatever the format.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(format!("{}\n{}", self.lang, text(self))))
    }
}
