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
    /// The ids of the facts that stand in it masked.
    pub masked: Vec<String>,
}

/// How a letter is written.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// To whom, for a letter with several addressees.
    pub channel: Option<&'a Channel>,
    /// Account and identity numbers in full.
    pub full: bool,
}

/// Something that a letter says and the case does not tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The answer to this question, or this cell: `terminals/2/accessories`.
    Answer(String),
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
    let (filled, masked) = fill::fill(body, facts)?;
    Ok(Sheet { lang: phrase.words.lang, parts: parts::read(&filled, phrase.words.lang), masked })
}

impl Sheet {
    /// The SHA-256 of what it says, in hexadecimal: the same whatever the format.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(format!("{}\n{}", self.lang, text(self))))
    }
}
