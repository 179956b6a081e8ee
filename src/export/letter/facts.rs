//! What a case tells a letter: answers, rows, ticks, waits, deadlines and sums, each under its own id.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::answer::{Answer, Value};
use crate::domain::capital::in_capitals;
use crate::domain::condition::Truth;
use crate::domain::day::american;
use crate::domain::money::Money;
use crate::domain::phrase::Phrase;
use crate::domain::plan::{Plan, When};
use crate::domain::playbook::{Item, Rows};
use crate::domain::question::{Kind, Question};
use crate::domain::text::Lang;

use super::{Manner, Missing, Numbers};

/// Something that a letter can name.
#[derive(Debug, Clone)]
pub(super) enum Fact {
    /// A text.
    Said(Said),
    /// Several, by name.
    Group(BTreeMap<&'static str, Self>),
    /// The columns of a row, by id.
    Row(BTreeMap<String, Self>),
    /// A list.
    List(Vec<Self>),
    /// Whether something is so.
    Flag(bool),
}

/// A text for a letter, or what is missing for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// The text.
    pub(super) text: String,
    /// The merchant typed it.
    pub(super) theirs: bool,
    /// It is known for certain, and not only named as open.
    pub(super) known: bool,
    /// What has to be told first.
    pub(super) missing: Option<Missing>,
    /// The id of what is only named as open.
    pub(super) gap: Option<String>,
    /// Where the answer is given.
    pub(super) path: Option<String>,
    /// What is to know of it as a private number, if it is one.
    pub(super) number: Option<Number>,
    /// What a condition compares: the ids of choices, yes or no, `past` for a day before today, `none` for no time at all.
    pub(super) words: Vec<String>,
    /// Other forms of the same: a date as `iso`, money as `sum` with capitals.
    pub(super) forms: BTreeMap<&'static str, String>,
}

/// A private number in a letter.
#[derive(Debug, Clone)]
pub(super) struct Number {
    /// The id of the fact.
    pub(super) id: String,
    /// It in full, where the text shows only its last characters and more may be shown.
    pub(super) whole: Option<String>,
    /// How much of it is shown.
    pub(super) shown: Shown,
}

/// How much of a private number a letter shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All of it.
    Whole,
    /// Its last characters.
    Masked,
    /// Its last characters, though the reader cannot act without all of it.
    TooLittle,
}

impl Said {
    /// A text of the program.
    pub(super) fn known(text: impl Into<String>) -> Self {
        Self { text: text.into(), known: true, ..Self::default() }
    }

    /// A text that the merchant typed.
    pub(super) fn typed(text: impl Into<String>) -> Self {
        Self { theirs: true, ..Self::known(text) }
    }

    /// Nothing, because something is missing.
    pub(super) fn missing(what: Missing) -> Self {
        Self { missing: Some(what), ..Self::default() }
    }
}

/// The facts that a text names.
pub(super) fn gather(
    body: &str,
    plan: &Plan<'_>,
    phrase: &Phrase<'_>,
    manner: Manner<'_>,
) -> BTreeMap<String, Fact> {
    let names: BTreeSet<&str> = body
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|name| !name.is_empty())
        .collect();
    let teller = Teller { plan, phrase, manner, names: &names };
    names.iter().filter_map(|name| Some(((*name).to_owned(), teller.fact(name)?))).collect()
}

/// Tells facts of one case in one language.
pub(super) struct Teller<'t, 'a> {
    pub(super) plan: &'t Plan<'a>,
    pub(super) phrase: &'t Phrase<'t>,
    manner: Manner<'t>,
    /// Everything that the text may name.
    names: &'t BTreeSet<&'t str>,
}

impl Teller<'_, '_> {
    fn fact(&self, name: &str) -> Option<Fact> {
        let lang = self.phrase.words.lang;
        match name {
            "today" => return Some(Fact::Said(self.day(self.plan.today))),
            "matters" => return Some(Fact::List(self.matters())),
            "steps_taken" => return Some(Fact::List(self.steps_taken())),
            "channel" => {
                let channel = self.manner.channel?;
                let words = vec![channel.id.clone()];
                return Some(Fact::Said(Said { words, ..Said::known(channel.label.to(lang)) }));
            }
            _ => {}
        }
        if let Some(days) = name.strip_prefix("in_").and_then(|name| name.strip_suffix("_working_days")) {
            let day = self.plan.calendar.step(self.plan.today, days.parse().ok()?, 1)?;
            return Some(Fact::Said(self.day(day)));
        }
        if let Some(item) = self.phrase.playbook.item(name) {
            return Some(match item {
                Item::Question(question) => Fact::Said(self.question(question)),
                Item::Rows(rows) => Fact::List(self.rows(rows)),
                Item::Todo(todo) => Fact::Group(self.todo_or_missing(todo)),
                Item::Wait(wait) => Fact::Group(self.wait(wait)),
            });
        }
        self.worked_out(name)
    }

    /// A deadline or a sum.
    fn worked_out(&self, id: &str) -> Option<Fact> {
        let steps = || self.plan.steps.iter();
        if let Some(plan) = steps().flat_map(|step| &step.deadlines).find(|plan| plan.deadline.id == id) {
            return Some(Fact::Said(match &plan.due.when {
                When::On(day) => self.day(*day),
                When::Between(..) => Said::known(self.phrase.when(&plan.due.when)),
                When::Needs(ids) => self.needs(ids),
            }));
        }
        let plan = steps().flat_map(|step| &step.estimates).find(|plan| plan.estimate.id == id)?;
        Some(Fact::Said(plan.sum.map_or_else(|| self.needs(&plan.needs), |sum| self.money(sum))))
    }

    /// What hangs on these ids: the first one that was never answered is asked for.
    fn needs(&self, ids: &[String]) -> Said {
        let asked = |id: &&String| !self.plan.look.case.answers.contains_key(*id);
        ids.iter().find(asked).map_or_else(
            || self.open(),
            |id| {
                let todo = self.phrase.playbook.todo(id).is_some();
                Said::missing(if todo { Missing::Tick(id.clone()) } else { Missing::Answer(id.clone()) })
            },
        )
    }

    /// Named in words as not known yet.
    pub(super) fn open(&self) -> Said {
        Said { text: self.phrase.words.get("letter.to_confirm").to_owned(), ..Said::default() }
    }

    /// This answer or act, named as not known yet.
    pub(super) fn gap(&self, id: &str) -> Said {
        Said { gap: Some(id.to_owned()), ..self.open() }
    }

    pub(super) fn day(&self, day: NaiveDate) -> Said {
        let text = if self.is_american() { american(day) } else { self.phrase.day(day) };
        Said { forms: BTreeMap::from([("iso", day.to_string())]), ..Said::known(text) }
    }

    /// True for an English letter to a reader in the United States.
    fn is_american(&self) -> bool {
        let country = self.phrase.playbook.role("country").and_then(|id| self.plan.look.value(id));
        self.phrase.words.lang == Lang::En && country.is_some_and(|value| value.words() == ["us"])
    }

    fn money(&self, sum: Money) -> Said {
        let text = self.phrase.money(sum);
        let capitals = in_capitals(sum).filter(|_| self.phrase.words.lang == Lang::Zh);
        let both = capitals.map_or_else(
            || text.clone(),
            |capitals| self.phrase.words.say("letter.sum", &[("sum", &text), ("capitals", &capitals)]),
        );
        Said { forms: BTreeMap::from([("sum", both)]), ..Said::known(text) }
    }

    fn question(&self, question: &Question) -> Said {
        let look = &self.plan.look;
        // What stands in for a date is said in its place.
        let question = match look.in_force(&question.id) {
            Ok(id) => self.phrase.playbook.question(id).unwrap_or(question),
            Err(needs) => return self.needs(&needs),
        };
        match look.applies(&question.id) {
            Truth::No => {
                Said { text: self.phrase.words.get("letter.not_applicable").to_owned(), ..Said::default() }
            }
            Truth::Unsure => {
                let hangs: Vec<String> =
                    question.only_if.answers.keys().filter(|id| look.value(id).is_none()).cloned().collect();
                self.needs(&hangs)
            }
            Truth::Yes => self.answer(question, look.case.answers.get(&question.id), &question.id),
        }
    }

    /// An answer or a cell; `path` is where it is given.
    fn answer(&self, question: &Question, answer: Option<&Answer>, path: &str) -> Said {
        let value = match answer {
            Some(Answer::Unknown) => {
                return Said { path: Some(path.to_owned()), ..self.gap(&question.id) };
            }
            Some(Answer::Known(value)) if value.fits(question) => value,
            _ => return Said::missing(Missing::Answer(path.to_owned())),
        };
        let words = self.compared(question, value);
        let said = match (question.kind, value) {
            (_, Value::Date(day)) => self.day(*day),
            (Kind::Money, _) => value.money().map_or_else(|| self.open(), |sum| self.money(sum)),
            (Kind::Duration | Kind::Choice | Kind::Choices | Kind::YesNo | Kind::Count, _) => {
                Said::known(self.phrase.plain_value(question, value))
            }
            _ if self.manner.numbers == Numbers::Full => {
                Said::typed(self.phrase.plain_value(question, value))
            }
            // Stars, as banks print them: the dots of a screen stand wide in a Chinese font.
            _ if question.sensitive => Said::typed(self.phrase.value(question, value).replace('•', "*")),
            _ => Said::typed(self.phrase.value(question, value)),
        };
        let number = question.sensitive.then(|| {
            let may_be_whole = self.manner.numbers == Numbers::Needed;
            let whole = may_be_whole.then(|| self.phrase.plain_value(question, value));
            let shown = if self.manner.numbers == Numbers::Full { Shown::Whole } else { Shown::Masked };
            Number { id: question.id.clone(), whole, shown }
        });
        Said { number, words, ..said }
    }

    /// What a condition of a letter compares an answer with.
    fn compared(&self, question: &Question, value: &Value) -> Vec<String> {
        match value {
            Value::Date(day) if *day < self.plan.today => vec!["past".to_owned()],
            _ if question.kind == Kind::Duration && value.span().is_some_and(|span| span.count == 0) => {
                vec!["none".to_owned()]
            }
            _ => value.words().into_iter().map(str::to_owned).collect(),
        }
    }

    /// The rows that rows are about, each with all columns of its table.
    fn rows(&self, rows: &Rows) -> Vec<Fact> {
        let (playbook, look) = (self.phrase.playbook, &self.plan.look);
        let Some(rows) = look.playbook.rows(&rows.id) else { return Vec::new() };
        let columns: Vec<&Question> = playbook
            .steps
            .iter()
            .flat_map(|step| &step.items)
            .filter_map(|item| match item {
                Item::Rows(other) if other.table() == rows.table() => Some(&other.columns),
                _ => None,
            })
            .flatten()
            .filter(|column| self.names.contains(column.id.as_str()))
            .collect();
        let lines: Vec<Fact> = look
            .rows_of(rows)
            .map(|(number, row)| {
                let cell = |column: &&Question| {
                    let path = format!("{}/{number}/{}", rows.table(), column.id);
                    let said = self.answer(column, row.get(&column.id), &path);
                    (column.id.clone(), Fact::Said(said))
                };
                Fact::Row(columns.iter().map(cell).collect())
            })
            .collect();
        if lines.is_empty() {
            // A list of none is no list: its first row is asked for.
            let path = format!("{}/new", rows.table());
            let cell = |column: &&Question| {
                (column.id.clone(), Fact::Said(Said::missing(Missing::Answer(path.clone()))))
            };
            return vec![Fact::Row(columns.iter().map(cell).collect())];
        }
        lines
    }
}
