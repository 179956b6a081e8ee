//! A playbook that has been checked: every id in it resolves, every text is there in both languages.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::condition::Condition;
use super::formula::{DateFormula, SpanTerm, SumFormula};
use super::money::Currency;
use super::question::Question;
use super::span::SpanRange;
use super::text::Text;

/// The whole procedure as data.
#[derive(Debug, Clone)]
pub struct Playbook {
    /// Names the playbook in a case.
    pub id: String,
    /// Counts its versions.
    pub version: u32,
    /// SHA-256 of its files, in hexadecimal.
    pub hash: String,
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
    /// Questions of other steps that are asked here when their own step is skipped.
    pub borrow: Vec<String>,
    /// When the step applies.
    pub only_if: Condition,
    /// Why it matters.
    pub why: Text,
    /// What to say or send, with `{answer}` places.
    pub script: Option<Text>,
    /// What must be so before any of its to-dos is done.
    pub guards: Vec<Guard>,
    /// Sentences of law, network, contract, custom or our advice.
    pub rules: Vec<Rule>,
    /// What to have ready.
    pub materials: Vec<Note>,
    /// What goes wrong for others.
    pub pitfalls: Vec<Note>,
    /// What is met, in order.
    pub items: Vec<Item>,
    /// Last days for its acts.
    pub deadlines: Vec<Deadline>,
    /// Sums worked out from answers.
    pub estimates: Vec<Estimate>,
}

/// A condition of safety. A skipped step never satisfies it.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The id of a step, to-do, question or wait.
    pub needs: String,
    /// For a question: which answers will do; empty for any known one (and `yes` for yes or no).
    pub is: Vec<String>,
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

/// A line of advice: a material or a pitfall.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// When it applies.
    pub only_if: Condition,
    /// The line.
    pub text: Text,
}

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
    /// It cannot be taken back.
    pub irreversible: bool,
    /// Whether proof belongs to it.
    pub evidence: Evidence,
    /// What to type as proof.
    pub proof: Option<Text>,
    /// What the program may ask for by name.
    pub role: Option<String>,
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
    /// What to do when it is late.
    pub late: Option<Text>,
}

/// How long a wait may take.
#[derive(Debug, Clone)]
pub enum Within {
    /// As the template says.
    Fixed(SpanRange),
    /// As a duration answer says.
    Answer(SpanTerm),
}

/// The last day for an act.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// Its id.
    pub id: String,
    /// The noun for it.
    pub label: Text,
    /// How it is worked out.
    pub due: DateFormula,
    /// The to-do that meets it.
    pub met_by: String,
    /// Where it comes from.
    pub basis: Basis,
}

/// A sum worked out from answers.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// Its id.
    pub id: String,
    /// The noun for it.
    pub label: Text,
    /// How it is worked out.
    pub sum: SumFormula,
    /// When it applies.
    pub only_if: Condition,
}

/// Where an id stands: the step, and the item or column in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A step, by its number.
    Step(usize),
    /// An item of a step.
    Item(usize, usize),
    /// A column of an item that is rows.
    Column(usize, usize, usize),
}

/// Finds things by id and by role.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Ids of steps, items and columns.
    pub ids: HashMap<String, Place>,
    /// Roles to ids.
    pub roles: HashMap<String, String>,
}

impl Playbook {
    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        match self.index.ids.get(id)? {
            Place::Step(step) => self.steps.get(*step),
            _ => None,
        }
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        match self.index.ids.get(id)? {
            Place::Item(step, item) => self.steps.get(*step)?.items.get(*item),
            _ => None,
        }
    }

    /// The step that an item or column stands in.
    pub fn step_of(&self, id: &str) -> Option<&Step> {
        let (Place::Step(step) | Place::Item(step, _) | Place::Column(step, ..)) = self.index.ids.get(id)?;
        self.steps.get(*step)
    }

    /// The question with this id, not a column.
    pub fn question(&self, id: &str) -> Option<&Question> {
        match self.item(id)? {
            Item::Question(question) => Some(question),
            _ => None,
        }
    }

    /// The column with this id, with the rows that it stands in.
    pub fn column(&self, id: &str) -> Option<(&Rows, &Question)> {
        let Place::Column(step, item, column) = self.index.ids.get(id)? else { return None };
        match self.steps.get(*step)?.items.get(*item)? {
            Item::Rows(rows) => Some((rows, rows.columns.get(*column)?)),
            _ => None,
        }
    }

    /// The rows with this id.
    pub fn rows(&self, id: &str) -> Option<&Rows> {
        match self.item(id)? {
            Item::Rows(rows) => Some(rows),
            _ => None,
        }
    }

    /// The to-do with this id.
    pub fn todo(&self, id: &str) -> Option<&Todo> {
        match self.item(id)? {
            Item::Todo(todo) => Some(todo),
            _ => None,
        }
    }

    /// The wait with this id.
    pub fn wait(&self, id: &str) -> Option<&Wait> {
        match self.item(id)? {
            Item::Wait(wait) => Some(wait),
            _ => None,
        }
    }

    /// The wait that ends with this to-do.
    pub fn wait_until(&self, todo: &str) -> Option<&Wait> {
        self.waits().find(|wait| wait.until == todo)
    }

    /// All waits.
    pub fn waits(&self) -> impl Iterator<Item = &Wait> {
        self.steps.iter().flat_map(|step| &step.items).filter_map(|item| match item {
            Item::Wait(wait) => Some(wait),
            _ => None,
        })
    }

    /// The id that has this role.
    pub fn role(&self, role: &str) -> Option<&str> {
        self.index.roles.get(role).map(String::as_str)
    }

    /// The noun for anything that has one, by id.
    pub fn label(&self, id: &str) -> Option<&Text> {
        if let Some(step) = self.step(id) {
            return Some(&step.title);
        }
        if let Some((_, column)) = self.column(id) {
            return Some(&column.label);
        }
        Some(match self.item(id)? {
            Item::Question(question) => &question.label,
            Item::Rows(rows) => &rows.label,
            Item::Todo(todo) => &todo.label,
            Item::Wait(wait) => &wait.what,
        })
    }
}
