//! A playbook that has been checked: every id in it resolves, every text is there in both languages.

mod clocks;
mod find;
mod items;
mod told;

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::condition::Condition;
use super::money::Currency;
use super::text::Text;

pub use clocks::{Compare, Deadline, Delivery, Estimate, Rung, Source};
pub use find::{Fnv, Ids, Index, Place};
pub use items::{Doubtful, Evidence, Item, Rows, Todo, Wait, Within};
pub use told::{Telling, Told};

/// The whole procedure as data.
#[derive(Debug, Clone, Default)]
pub struct Playbook {
    /// Names the playbook in a case.
    pub id: String,
    /// Counts its versions.
    pub version: u32,
    /// What it is called.
    pub title: Text,
    /// The first screen.
    pub intro: Text,
    /// What to have at hand, a line each.
    pub at_hand: Vec<Text>,
    /// That it is no legal advice, and that the contract comes first.
    pub caution: Text,
    /// The chapters.
    pub phases: Vec<Phase>,
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// What hangs on the country.
    pub countries: Vec<Country>,
    /// Where each id stands.
    pub index: Index,
}

/// A chapter of the procedure.
#[derive(Debug, Clone)]
pub struct Phase {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Its steps come after the closing and keep no case open.
    pub after_closing: bool,
}

/// What hangs on the country, by the option of the question with the role `country`.
#[derive(Debug, Clone)]
pub struct Country {
    /// The option's id.
    pub id: String,
    /// The currency of a bare number.
    pub currency: Option<Currency>,
    /// Its working days.
    pub calendar: Calendar,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its id, which is also its file's name.
    pub id: String,
    /// The chapter it belongs to.
    pub phase: String,
    /// One of the six documented steps.
    pub essential: bool,
    /// Its title.
    pub title: Text,
    /// Steps that come first.
    pub after: Vec<String>,
    /// Questions and to-dos of other steps that are met here when their own step is skipped.
    pub borrow: Vec<String>,
    /// When the step applies.
    pub only_if: Condition,
    /// What it tells.
    pub told: Told,
    /// What must be so before any of its to-dos is done.
    pub guards: Vec<Guard>,
    /// What is met, in order.
    pub items: Vec<Item>,
    /// Last days for its acts.
    pub deadlines: Vec<Deadline>,
    /// Sums worked out from answers.
    pub estimates: Vec<Estimate>,
    /// What answers seldom say.
    pub doubtful: Vec<Doubtful>,
    /// Where to turn while the other side is late, in order.
    pub rungs: Vec<Rung>,
}

/// A condition of safety. A skipped step never satisfies it.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The id of a step, to-do, question or wait.
    pub needs: String,
    /// For a question: which answers will do; empty for any known one (and `yes` for yes or no).
    pub is: Vec<String>,
    /// When it guards; while that is not known, it does.
    pub only_if: Condition,
    /// What goes wrong otherwise.
    pub because: Text,
}

/// Where a sentence or a length of time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A law or a regulator's rule.
    Law,
    /// A rule of a card network or industry body.
    Network,
    /// What contracts usually say; the merchant's own may differ.
    Contract,
    /// What is usually done.
    Custom,
    /// What we suggest.
    Default,
}

impl Basis {
    /// All of them, by the word of a template.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("law", Self::Law),
        ("network", Self::Network),
        ("contract", Self::Contract),
        ("custom", Self::Custom),
        ("default", Self::Default),
    ];

    /// The word of a template.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, basis)| *basis == self).map_or("default", |(word, _)| word)
    }
}

/// A sentence with its source.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What kind of sentence it is.
    pub basis: Basis,
    /// Where it stands; always there for law and network.
    pub source: Option<String>,
    /// When the source was last checked.
    pub checked: Option<NaiveDate>,
    /// When it applies.
    pub only_if: Condition,
    /// The sentence.
    pub text: Text,
}

/// A line of advice, a material or a pitfall, or a passage of a longer text.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// When it applies.
    pub only_if: Condition,
    /// The line.
    pub text: Text,
}

impl Playbook {
    /// Lets every answer be shown in full, for somebody who asked for that.
    pub fn reveal(&mut self) {
        for item in self.steps.iter_mut().flat_map(|step| &mut step.items) {
            match item {
                Item::Question(question) => question.sensitive = false,
                Item::Rows(rows) => rows.columns.iter_mut().for_each(|column| column.sensitive = false),
                Item::Todo(_) | Item::Wait(_) => {}
            }
        }
    }

    /// True while it masks any answer.
    pub fn masks(&self) -> bool {
        self.steps.iter().flat_map(|step| &step.items).any(|item| match item {
            Item::Question(question) => question.sensitive,
            Item::Rows(rows) => rows.columns.iter().any(|column| column.sensitive),
            Item::Todo(_) | Item::Wait(_) => false,
        })
    }
}
