//! Proves that a playbook makes sense: ids resolve and are unique, conditions can come true, nothing runs in a circle,
//! sources are named, prompts are short enough.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::domain::condition::Condition;
use crate::domain::formula::{DateFormula, Factor, SpanTerm, SumFormula};
use crate::domain::playbook::{Item, Place, Playbook};
use crate::domain::question::{Kind, Question};
use crate::domain::words::places;

use super::problem::{Problem, Source};
use super::raw::{At, RawDeadline, RawEstimate, RawQuestion, RawRows, RawRule, RawStep, RawTodo, RawWait};

/// What the program may ask for by name.
const ROLES: [&str; 18] = [
    "merchant_name",
    "merchant_kind",
    "merchant_id",
    "provider",
    "country",
    "currency",
    "terminals",
    "scope",
    "done_before",
    "contract_end",
    "notice_period",
    "notice_date",
    "stop_date",
    "deposit_amount",
    "deposit_received",
    "fee_rate",
    "fee_fixed",
    "reconciled",
];

/// A prompt longer than this wraps in a narrow window and is drawn twice.
const PROMPT_COLUMNS: usize = 30;

struct Checker<'a> {
    playbook: &'a Playbook,
    source: Source<'a>,
    seen: BTreeMap<String, &'static str>,
    roles: BTreeSet<String>,
    problems: Vec<Problem>,
}

pub(super) fn playbook(
    playbook: &Playbook,
    top: &Source<'_>,
    steps: &[(Source<'_>, RawStep)],
) -> Result<(), Vec<Problem>> {
    let mut checker = Checker {
        playbook,
        source: *top,
        seen: BTreeMap::new(),
        roles: BTreeSet::new(),
        problems: Vec::new(),
    };
    for (number, (source, step)) in steps.iter().enumerate() {
        checker.source = *source;
        checker.step(step, number);
    }
    checker.circles(steps);
    if checker.problems.is_empty() { Ok(()) } else { Err(checker.problems) }
}

impl Checker<'_> {
    fn say(&mut self, at: Range<usize>, what: impl Into<String>) {
        self.problems.push(self.source.problem(at, what));
    }

    /// Says so where `ok` is not.
    fn must(&mut self, ok: bool, at: &At<String>, what: &str) {
        if !ok {
            self.say(at.span(), format!("`{}`: {what}", at.get_ref()));
        }
    }

    /// An id is shaped like one and stands once.
    fn id(&mut self, at: &At<String>, what: &'static str) {
        let id = at.get_ref();
        let dash = what == "step";
        let shaped = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || (dash && c == '-');
        let ok = id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(shaped);
        self.must(ok, at, "an id begins with a letter and holds a-z, 0-9 and _ (a step's also -)");
        if let Some(other) = self.seen.insert(id.clone(), what) {
            self.must(false, at, &format!("this id stands already, for a {other}"));
        }
    }

    fn role(&mut self, role: Option<&At<String>>) {
        let Some(role) = role else { return };
        self.must(
            ROLES.contains(&role.get_ref().as_str()),
            role,
            &format!("a role is one of {}", ROLES.join(", ")),
        );
        let new = self.roles.insert(role.get_ref().clone());
        self.must(new, role, "this role is taken already");
    }

    fn step(&mut self, raw: &RawStep, number: usize) {
        self.id(&raw.id, "step");
        let named = self.source.file.ends_with(&format!("{}.toml", raw.id.get_ref()));
        self.must(named, &raw.id, "a step's file has the name of its id");
        let phase = self.playbook.phases.iter().any(|phase| phase.id == *raw.phase.get_ref());
        self.must(phase, &raw.phase, "there is no such phase in playbook.toml");
        for id in &raw.after {
            let earlier = matches!(self.place(id.get_ref()), Some(Place::Step(at)) if at < number);
            self.must(earlier, id, "`after` names a step that stands earlier in playbook.toml");
        }
        for id in &raw.borrow {
            self.must(
                self.playbook.question(id.get_ref()).is_some(),
                id,
                "there is no question with this id",
            );
        }
        for guard in &raw.guard {
            let step_later =
                matches!(self.place(guard.needs.get_ref()), Some(Place::Step(at)) if at >= number);
            let known =
                self.place(guard.needs.get_ref()).is_some_and(|place| !matches!(place, Place::Column(..)));
            self.must(known, &guard.needs, "a guard needs a step, a to-do, a question or a wait");
            self.must(!step_later, &guard.needs, "a guard can only need a step that stands earlier");
        }
        self.condition(raw.only_if.as_ref(), None);
        for rule in &raw.rule {
            self.rule(rule);
        }
        for note in raw.material.iter().chain(&raw.pitfall) {
            self.id(&note.id, "note");
            self.condition(note.only_if.as_ref(), None);
        }
        self.items(raw);
        self.script(raw);
    }

    fn items(&mut self, raw: &RawStep) {
        for question in &raw.question {
            self.question(question.get_ref(), None);
        }
        for rows in &raw.rows {
            self.rows(rows.get_ref());
        }
        for todo in &raw.todo {
            self.todo(todo.get_ref());
        }
        for wait in &raw.wait {
            self.wait(wait.get_ref());
        }
        for deadline in &raw.deadline {
            self.deadline(deadline);
        }
        for estimate in &raw.estimate {
            self.estimate(estimate);
        }
    }

    fn rule(&mut self, raw: &RawRule) {
        self.id(&raw.id, "rule");
        let strict = matches!(raw.basis.get_ref().as_str(), "law" | "network");
        let sourced = !strict || (raw.source.is_some() && raw.checked.is_some());
        self.must(sourced, &raw.id, "a rule of law or network needs `source` and `checked`");
        self.condition(raw.only_if.as_ref(), None);
    }

    fn question(&mut self, raw: &RawQuestion, table: Option<&str>) {
        self.id(&raw.id, "question");
        self.role(raw.role.as_ref());
        let kind = Kind::from_word(raw.kind.get_ref());
        let chooses = matches!(kind, Some(Kind::Choice | Kind::Choices));
        self.must(
            chooses != raw.option.is_empty(),
            &raw.id,
            "options belong to choice and choices, and to them alone",
        );
        let mut options = BTreeSet::new();
        for option in &raw.option {
            let new = options.insert(option.id.get_ref().clone());
            self.must(new, &option.id, "this option stands twice");
        }
        let ask = raw.ask.get_ref();
        for (language, ask) in [("zh", &ask.zh), ("en", &ask.en)] {
            if ask.width() > PROMPT_COLUMNS {
                let what = format!(
                    "`ask.{language}` is {} columns wide; a prompt has at most {PROMPT_COLUMNS}",
                    ask.width()
                );
                self.say(raw.ask.span(), what);
            }
        }
        for limit in [&raw.not_after, &raw.not_before].into_iter().flatten() {
            let known = limit.get_ref() == "today" || self.is_dated(limit.get_ref());
            self.must(known, limit, "a limit is \"today\" or the id of something dated");
        }
        self.condition(raw.only_if.as_ref(), table);
    }

    fn rows(&mut self, raw: &RawRows) {
        self.id(&raw.id, "table");
        self.role(raw.role.as_ref());
        let table = raw.of.as_ref().unwrap_or(&raw.id);
        let own = self.playbook.rows(table.get_ref()).is_some_and(|rows| rows.of.is_none());
        self.must(own, table, "there are no rows of their own with this id");
        if let Some(name) = &raw.name {
            let column = raw.column.iter().any(|column| column.id.get_ref() == name.get_ref());
            self.must(column, name, "there is no such column");
        }
        for column in &raw.column {
            self.question(column, Some(table.get_ref()));
        }
        self.condition(raw.filter.as_ref(), Some(table.get_ref()));
    }

    fn todo(&mut self, raw: &RawTodo) {
        self.id(&raw.id, "to-do");
        self.role(raw.role.as_ref());
        if let Some(each) = &raw.each {
            self.must(self.playbook.rows(each.get_ref()).is_some(), each, "there are no rows with this id");
        }
        self.condition(raw.only_if.as_ref(), None);
    }

    fn wait(&mut self, raw: &RawWait) {
        self.id(&raw.id, "wait");
        self.must(self.is_dated(raw.from.get_ref()), &raw.from, "a wait begins with something dated");
        self.must(self.playbook.todo(raw.until.get_ref()).is_some(), &raw.until, "a wait ends with a to-do");
        if let Some(SpanTerm::Answer(id)) = SpanTerm::read(raw.within.get_ref()) {
            self.must(
                self.has_kind(&id, Kind::Duration),
                &raw.within,
                "there is no duration answer with this id",
            );
        }
    }

    fn deadline(&mut self, raw: &RawDeadline) {
        self.id(&raw.id, "deadline");
        self.must(
            self.playbook.todo(raw.met_by.get_ref()).is_some(),
            &raw.met_by,
            "a deadline is met by a to-do",
        );
        let Some(formula) = DateFormula::read(raw.due.get_ref()) else { return };
        self.must(self.is_dated(&formula.base), &raw.due, "it begins with the id of something dated");
        for (_, term) in formula.terms {
            if let SpanTerm::Answer(id) = term {
                self.must(
                    self.has_kind(&id, Kind::Duration),
                    &raw.due,
                    &format!("`{id}` is no duration answer"),
                );
            }
        }
    }

    fn estimate(&mut self, raw: &RawEstimate) {
        self.id(&raw.id, "estimate");
        self.condition(raw.only_if.as_ref(), None);
        let Some(formula) = SumFormula::read(raw.sum.get_ref()) else { return };
        for (_, id, factor) in formula.terms {
            self.must(self.has_kind(&id, Kind::Money), &raw.sum, &format!("`{id}` is no money answer"));
            match factor {
                Some(Factor::Count(id)) => {
                    self.must(self.has_kind(&id, Kind::Count), &raw.sum, &format!("`{id}` is no count"));
                }
                Some(Factor::Months(from, to)) => {
                    let dated = self.is_dated(&from) && self.is_dated(&to);
                    self.must(dated, &raw.sum, "months() takes two ids of something dated");
                }
                None => {}
            }
        }
    }

    fn script(&mut self, raw: &RawStep) {
        let Some(script) = &raw.script else { return };
        for name in [&script.get_ref().zh, &script.get_ref().en].into_iter().flat_map(|text| places(text)) {
            if self.playbook.question(&name).is_none() {
                self.say(script.span(), format!("`{{{name}}}` is no question's id"));
            }
        }
    }

    fn condition(&mut self, raw: Option<&At<toml::Table>>, table: Option<&str>) {
        let Some(raw) = raw else { return };
        for (key, value) in raw.get_ref() {
            match (value, table) {
                (toml::Value::Table(columns), None) => {
                    for (column, value) in columns {
                        self.values(raw.span(), Some(key), column, value);
                    }
                }
                _ => self.values(raw.span(), table, key, value),
            }
        }
    }

    /// The key of a condition is a question that can have each of the values.
    fn values(&mut self, at: Range<usize>, table: Option<&str>, id: &str, value: &toml::Value) {
        let question = match table {
            Some(table) => {
                self.playbook.column(id).filter(|(rows, _)| rows.table() == table).map(|(_, column)| column)
            }
            None => self.playbook.question(id),
        };
        let Some(question) = question else {
            return self.say(
                at,
                format!("`{id}` is no question{}", if table.is_some() { " of these rows" } else { "" }),
            );
        };
        let allowed = can_be(question);
        for value in value.as_array().into_iter().flatten() {
            let word = value.as_str().unwrap_or_default();
            if !allowed.iter().any(|a| a == word) {
                let what = format!(
                    "`{id}` is never `{word}`, so this never comes true; it is one of: {}",
                    allowed.join(", ")
                );
                self.say(at.clone(), what);
            }
        }
    }

    /// No question hangs on itself.
    fn circles(&mut self, steps: &[(Source<'_>, RawStep)]) {
        let starts = steps.iter().flat_map(|(source, raw)| raw.question.iter().map(move |q| (source, q)));
        for (source, question) in starts {
            let id = question.get_ref().id.get_ref();
            if self.hangs_on(id, id, &mut BTreeSet::new()) {
                self.problems.push(
                    source.problem(question.span(), format!("`{id}` hangs on itself, so it is never asked")),
                );
            }
        }
    }

    fn hangs_on(&self, id: &str, wanted: &str, seen: &mut BTreeSet<String>) -> bool {
        let own = self.playbook.question(id).map(|q| &q.only_if);
        let step = self.playbook.step_of(id).map(|s| &s.only_if);
        let next: Vec<String> = [own, step].into_iter().flatten().flat_map(Condition::ids).cloned().collect();
        next.iter().any(|id| id == wanted || (seen.insert(id.clone()) && self.hangs_on(id, wanted, seen)))
    }

    fn place(&self, id: &str) -> Option<Place> {
        self.playbook.index.ids.get(id).copied()
    }

    fn is_dated(&self, id: &str) -> bool {
        let column = self.playbook.column(id).is_some_and(|(_, column)| column.kind == Kind::Date);
        column || self.has_kind(id, Kind::Date) || matches!(self.playbook.item(id), Some(Item::Todo(_)))
    }

    fn has_kind(&self, id: &str, kind: Kind) -> bool {
        self.playbook.question(id).is_some_and(|question| question.kind == kind)
    }
}

/// The values that a condition can compare.
fn can_be(question: &Question) -> Vec<String> {
    match question.kind {
        Kind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
        _ => question.options.iter().map(|option| option.id.clone()).collect(),
    }
}
