//! What the conversation has done for it: a letter written, a file copied, statements compared. Data goes in, and what is
//! to be shown and changed comes out; the change itself is saved like every other.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::domain::case::{At, Case, Edit};
use crate::domain::record::Record;

use super::Page;

/// A letter that can be written at a to-do.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The letter's id.
    pub id: String,
    /// The addressee's id, where it has several.
    pub channel: Option<String>,
    /// What it is called, with its addressee.
    pub name: String,
    /// The to-do that is done by sending it.
    pub todo: String,
    /// Its record as it was last written, if it was and has not been sent.
    pub written: Option<Record>,
    /// It is written, and the case would write it differently by now.
    pub stale: bool,
    /// It goes to its reader, so that the way it went is asked for.
    pub posted: bool,
}

/// What became of writing a letter.
pub enum Drafted {
    /// It lies in the case: what to tell, and the edit that records it, unless the same is recorded already.
    Written(Page, Option<Edit>),
    /// Its reader cannot act without numbers in full: what is said before it is asked whether to write them.
    Asks(String),
    /// The case does not tell what stands at these places yet.
    Lacks(Vec<At>),
    /// It cannot be written: what to tell.
    Failed(Page),
}

/// A side of a reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// What the till sold.
    Ledger,
    /// What the provider settled.
    Settlement,
    /// What the bank received.
    Bank,
}

/// The files of a reconciliation.
#[derive(Debug, Clone, Default)]
pub struct Statements {
    /// What the till sold.
    pub ledger: Vec<PathBuf>,
    /// What the provider settled.
    pub settlement: Vec<PathBuf>,
    /// What the bank received.
    pub bank: Vec<PathBuf>,
}

impl Statements {
    /// The files of a side.
    pub fn of(&mut self, party: Party) -> &mut Vec<PathBuf> {
        match party {
            Party::Ledger => &mut self.ledger,
            Party::Settlement => &mut self.settlement,
            Party::Bank => &mut self.bank,
        }
    }
}

/// What a person decides about findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// Explained, for this reason.
    Accept(String),
    /// The provider is to be asked.
    Ask,
    /// It will come by this day.
    Wait(NaiveDate),
    /// It belongs to the row that was proposed.
    Pair,
}

/// One finding that is open.
#[derive(Debug, Clone)]
pub struct OpenItem {
    /// Its id, by which a ruling names it.
    pub id: String,
    /// What it is, in a line.
    pub line: String,
    /// It may be accepted as a pair with the row that the line proposes.
    pub pairs: bool,
    /// The provider is being asked about it, or it is waited for; it may be decided again.
    pub decided: bool,
}

/// The findings of one class that are open.
#[derive(Debug, Clone)]
pub struct OpenClass {
    /// The class, with its count.
    pub title: String,
    /// What to do about it, and whom to ask.
    pub advice: Option<String>,
    /// It may only be late.
    pub waits: bool,
    /// The findings, in the order of the report.
    pub items: Vec<OpenItem>,
}

/// What a comparison found.
pub struct Compared {
    /// The summary.
    pub page: Page,
    /// What is open and nothing was decided about, by class.
    pub open: Vec<OpenClass>,
}

/// How a comparison ended, once it is noted.
pub struct Noted {
    /// What to tell.
    pub page: Page,
    /// The record, and the answer that it gives.
    pub edits: Vec<Edit>,
    /// It answers the question whether all sides agree.
    pub answered: bool,
}

/// Runs errands for the conversation. A page in place of a result says what failed and what is untouched.
pub trait Errands {
    /// The edits that note letters as sent with the ticks among these edits.
    fn sent_with(&self, case: &Case, edits: &[Edit]) -> Vec<Edit>;

    /// The letters that do a to-do and can be written.
    fn letters(&self, case: &Case, todo: &str) -> Vec<Offer>;
    /// Writes a letter into the case; `in_full` is what was said to numbers in full, once it was asked.
    fn write(&mut self, case: &Case, offer: &Offer, in_full: Option<bool>) -> Drafted;
    /// The file that a typed or dragged text names, if there is one.
    fn file(&self, typed: &str) -> Option<PathBuf>;
    /// Copies a file into the case as proof of a to-do; no edit where the same file is there already.
    fn attach(
        &mut self,
        case: &Case,
        todo: &str,
        row: Option<u32>,
        file: &Path,
    ) -> Result<Option<Edit>, Page>;
    /// What is understood of a statement; `None` where a signal came while a person was asked about it.
    fn understand(&mut self, case: &Case, party: Party, file: &Path) -> Result<Option<Page>, Page>;
    /// Compares statements by what was decided so far; keeps nothing.
    fn compare(&mut self, case: &Case, files: &Statements) -> Result<Compared, Page>;
    /// Compares once more with what was decided now, and keeps the decisions.
    fn note(&mut self, case: &Case, files: &Statements, rulings: &[(String, Ruling)]) -> Result<Noted, Page>;
}
