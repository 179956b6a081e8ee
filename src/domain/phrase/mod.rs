//! The plan and the case in sentences, for whatever shows them: screens, lists, the checklist.

mod invalid;
mod passages;
mod proof;
mod worked_out;

use chrono::NaiveDate;

use super::answer::{Answer, Value};
use super::case::At;
use super::money::Money;
use super::plan::{Plan, StepPlan, StepState};
use super::playbook::{Playbook, Rows, Todo};
use super::question::{Kind, Question};
use super::span::{Span, SpanRange};
use super::text::{Lang, last_four, mask, visible};
use super::words::Words;

/// Says things in one language.
#[derive(Clone, Copy)]
pub struct Phrase<'a> {
    /// The program's words.
    pub words: &'a Words,
    /// Whose labels are used.
    pub playbook: &'a Playbook,
}

/// The place of a script that names what the other side is late with.
pub const MATTERS: &str = "matters";

impl Phrase<'_> {
    fn lang(&self) -> Lang {
        self.words.lang
    }

    /// A date for a sentence.
    pub fn day(&self, day: NaiveDate) -> String {
        super::day::in_words(day, self.lang())
    }

    /// A date for a list or a calculation: `2026-11-23`, or in words where it is read aloud.
    pub fn exact_day(&self, day: NaiveDate) -> String {
        if self.words.aloud { self.day(day) } else { day.to_string() }
    }

    /// A number of which only the last four characters may be seen.
    fn masked(&self, text: &str) -> String {
        match last_four(text) {
            _ if !self.words.aloud => mask(text),
            tail if tail.is_empty() => self.words.get("voice.hidden").to_owned(),
            tail => self.words.say("voice.ending", &[("tail", &tail)]),
        }
    }

    /// A sum: `598.00 元` in Chinese, otherwise with its code.
    pub fn money(&self, money: Money) -> String {
        let text = money.to_string();
        match (self.lang(), text.strip_suffix(" CNY")) {
            (Lang::Zh, Some(number)) => format!("{number} 元"),
            _ => text,
        }
    }

    /// A length of time.
    pub fn span(&self, span: Span) -> String {
        let key = format!("span.{}", span.unit.word().replace(' ', "_"));
        self.words.count(&key, span.count as usize)
    }

    /// A length of time that may be a range.
    pub fn range(&self, range: SpanRange) -> String {
        if range.least == range.most {
            return self.span(range.most);
        }
        let (least, most) = (range.least.count.to_string(), self.span(range.most));
        self.words.say("span.range", &[("least", &least), ("most", &most)])
    }

    /// A value as it is read; a sensitive one masked.
    pub fn value(&self, question: &Question, value: &Value) -> String {
        let text = self.plain_value(question, value);
        if question.sensitive { self.masked(&text) } else { text }
    }

    /// A value as it would be typed to give it again.
    pub fn plain_value(&self, question: &Question, value: &Value) -> String {
        let label =
            |id: &String| question.option(id).map_or(id.as_str(), |o| o.label.to(self.lang())).to_owned();
        match (question.kind, value) {
            (Kind::Money, _) => value.money().map_or_else(String::new, |money| self.money(money)),
            (Kind::Duration, _) => value.span().map_or_else(String::new, |span| self.span(span)),
            (Kind::Choice, Value::Text(id)) => label(id),
            (_, Value::Text(text)) => visible(text),
            (_, Value::Date(day)) => self.exact_day(*day),
            (_, Value::Number(number)) => number.to_string(),
            (_, Value::Bool(yes)) => self.words.get(if *yes { "answer.yes" } else { "answer.no" }).to_owned(),
            (_, Value::List(ids)) => {
                ids.iter().map(label).collect::<Vec<_>>().join(self.words.get("list.semicolon"))
            }
        }
    }

    /// An answer as it is read.
    pub fn answer(&self, question: &Question, answer: &Answer) -> String {
        match answer {
            Answer::Known(value) => self.value(question, value),
            Answer::Unknown => self.words.get("answer.unknown").to_owned(),
        }
    }

    /// The name of a row: its number's name, and what its naming column says.
    pub fn row(&self, plan: &Plan<'_>, rows: &Rows, number: u32) -> String {
        let own = self.playbook.rows(rows.table()).unwrap_or(rows);
        let each = own.each.to(self.lang()).replace("{n}", &number.to_string());
        let cell = own
            .name
            .as_ref()
            .and_then(|column| plan.look.case.cell(&own.id, number, column))
            .and_then(Answer::value);
        match (cell, own.name.as_ref().and_then(|name| self.playbook.column(name))) {
            (Some(value), Some((_, column))) => {
                let name = self.value(column, value);
                self.words.say("row.named", &[("each", &each), ("name", &name)])
            }
            _ => each,
        }
    }

    /// A to-do, with its row where it has one.
    pub fn todo(&self, plan: &Plan<'_>, todo: &Todo, row: Option<u32>) -> String {
        let label = todo.label.to(self.lang()).to_owned();
        let rows = todo.each.as_ref().and_then(|each| self.playbook.rows(each));
        match row.zip(rows) {
            Some((number, rows)) => {
                let row = self.row(plan, rows, number);
                self.words.say("row.of", &[("what", &label), ("row", &row)])
            }
            None => label,
        }
    }

    /// What to do for a to-do, with its row where it has one.
    pub fn act(&self, plan: &Plan<'_>, todo: &Todo, row: Option<u32>) -> String {
        let act = todo.act.to(self.lang());
        let rows = todo.each.as_ref().and_then(|each| self.playbook.rows(each));
        match row.zip(rows) {
            Some((number, rows)) => {
                let row = self.row(plan, rows, number);
                self.words.say("row.act", &[("act", act), ("row", &row)])
            }
            None => act.to_owned(),
        }
    }

    /// A place of the case in words.
    pub fn place(&self, plan: &Plan<'_>, at: &At) -> String {
        let label = |id: &str| self.playbook.label(id).map_or(id, |text| text.to(self.lang())).to_owned();
        match at {
            At::Title => self.words.get("log.title").to_owned(),
            At::Answer(id) | At::Mark(id) | At::All(id) => label(id),
            At::Tick(id, row) => {
                self.playbook.todo(id).map_or_else(|| id.clone(), |todo| self.todo(plan, todo, *row))
            }
            At::Record(id) => {
                let record = plan.look.case.record(id);
                record.map_or_else(|| visible(id), |record| self.record_place(plan, record))
            }
            At::Row(table, row) => {
                self.playbook.rows(table).map_or_else(|| at.to_string(), |rows| self.row(plan, rows, *row))
            }
            At::Cell(table, row, column) => match self.playbook.rows(table) {
                Some(rows) => {
                    let row = self.row(plan, rows, *row);
                    self.words.say("row.of", &[("what", &label(column)), ("row", &row)])
                }
                None => at.to_string(),
            },
        }
    }

    /// `place` for a change: a record that is gone since is told by what stood there before.
    pub fn changed_place(&self, plan: &Plan<'_>, at: &At, before: Option<&super::case::Slot>) -> String {
        match (at, before) {
            (At::Record(id), Some(super::case::Slot::Record(record)))
                if plan.look.case.record(id).is_none() =>
            {
                self.record_place(plan, record)
            }
            _ => self.place(plan, at),
        }
    }

    /// What stands at a place, or what was put there.
    pub fn slot(&self, at: &At, slot: &super::case::Slot) -> String {
        use super::case::Slot;
        let question = match at {
            At::Answer(id) => self.playbook.question(id),
            At::Cell(_, _, id) => self.playbook.column(id).map(|(_, column)| column),
            _ => None,
        };
        match (slot, question) {
            (Slot::Answer(answer), Some(question)) => self.answer(question, answer),
            (Slot::Title(title), _) => visible(title),
            (Slot::Tick(tick), _) => self.tick(tick),
            (Slot::Mark(mark), _) => self.words.say("log.skipped", &[("reason", &visible(&mark.reason))]),
            (Slot::Record(record), _) => self.record(record),
            (Slot::Row(_), _) => self.words.get("log.row_added").to_owned(),
            (Slot::All, _) => self.words.get("log.all").to_owned(),
            // Of a question that this playbook does not have, nothing is shown: it may be sensitive.
            (Slot::Answer(_), None) => self.words.get("log.foreign").to_owned(),
        }
    }

    /// A tick: when, and with what proof.
    pub fn tick(&self, tick: &super::case::Tick) -> String {
        let unknown = || self.words.get("tick.day_unknown").to_owned();
        let day = tick.on.map_or_else(unknown, |day| self.exact_day(day));
        let proof =
            tick.evidence.as_ref().map(|e| self.words.say("tick.evidence", &[("evidence", &visible(e))]));
        let reason = tick.reason.as_ref().map(|r| self.words.say("tick.reason", &[("reason", &visible(r))]));
        [Some(day), proof, reason]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(self.words.get("list.semicolon"))
    }

    /// Where a step stands, in a word or two.
    pub fn state(&self, step: &StepPlan<'_>) -> String {
        let unknown = step.find_out().len();
        match step.state {
            StepState::NotNeeded => self.words.get("state.not_needed").to_owned(),
            StepState::Skipped(_) => self.words.get("state.skipped").to_owned(),
            StepState::Done if unknown > 0 => self.words.count("state.done_unknown", unknown),
            StepState::Done => self.words.get("state.done").to_owned(),
            StepState::Waiting => self.words.get("state.waiting").to_owned(),
            StepState::Held | StepState::Blocked | StepState::Open if step.before => {
                self.words.get("legend.before").to_owned()
            }
            StepState::Blocked => self.words.get("state.blocked").to_owned(),
            StepState::Held => self.words.get("state.held").to_owned(),
            StepState::Open if step.stops().any(|stop| !stop.is_open()) => {
                self.words.get("state.begun").to_owned()
            }
            StepState::Open => self.words.get("state.open").to_owned(),
        }
    }

    /// The titles of some steps, as a list; in quotation marks where one of them holds what stands between them.
    pub fn titles(&self, steps: &[&StepPlan<'_>]) -> String {
        let titles: Vec<&str> = steps.iter().map(|plan| plan.step.title.to(self.lang())).collect();
        let comma = self.words.get("list.comma");
        let blurs = titles.len() > 1 && titles.iter().any(|title| title.contains(comma));
        let said = |title: &&str| {
            if blurs { self.words.say("hear.quoted", &[("what", title)]) } else { (*title).to_owned() }
        };
        self.words.list(&titles.iter().map(said).collect::<Vec<_>>())
    }

    /// What the other side is late with, each with its days; the answers to reminders themselves apart.
    pub(super) fn late_matters(&self, plan: &Plan<'_>) -> String {
        let late = plan.running().filter(|(step, _, line)| !step.presses() && line.is_late());
        let matters = late.filter_map(|(_, wait, line)| {
            let (since, due) = (line.since?, line.due.when.last()?);
            let fill =
                [("what", wait.what.to(self.lang())), ("since", &self.day(since)), ("due", &self.day(due))];
            Some(self.words.say("script.matter", &fill))
        });
        let matters: Vec<String> = matters.collect();
        matters.join(self.words.get("list.semicolon"))
    }
}
