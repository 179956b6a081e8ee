//! Every condition of the playbook is shown to hold in one case and to fail in another, each made for it: none is always
//! so, and none can never be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use posquit::domain::answer::{Answer, Value};
use posquit::domain::case::{Case, Row, Table, Tick};
use posquit::domain::condition::{Condition, Pairs, Parts, Truth};
use posquit::domain::plan::Look;
use posquit::domain::playbook::{Item, Step, Within};
use posquit::domain::question::{Kind, Question};
use posquit::domain::text::Lang;

use crate::random::{PLAYBOOK, today};

/// The conditions of a step's parts, by their ids.
pub(crate) fn of_parts(step: &Step) -> Vec<(&str, &Condition)> {
    let mut all: Vec<(&str, &Condition)> = Vec::new();
    all.extend(step.told.rules.iter().map(|rule| (rule.id.as_str(), &rule.only_if)));
    let notes = step.told.materials.iter().chain(&step.told.pitfalls).chain(&step.told.passages);
    all.extend(notes.map(|note| (note.id.as_str(), &note.only_if)));
    all.extend(step.estimates.iter().map(|estimate| (estimate.id.as_str(), &estimate.only_if)));
    all.extend(step.deadlines.iter().map(|deadline| (deadline.id.as_str(), &deadline.only_if)));
    all.extend(step.doubtful.iter().map(|doubtful| (doubtful.id.as_str(), &doubtful.only_if)));
    let options = step.items.iter().filter_map(|item| match item {
        Item::Question(question) => Some(&question.options),
        _ => None,
    });
    all.extend(options.flatten().map(|option| (option.id.as_str(), &option.only_if)));
    all.extend(step.items.iter().filter_map(|item| match item {
        Item::Question(question) => Some((question.id.as_str(), &question.only_if)),
        Item::Todo(todo) => Some((todo.id.as_str(), &todo.only_if)),
        Item::Rows(rows) => Some((rows.id.as_str(), &rows.only_if)),
        Item::Wait(_) => None,
    }));
    all.retain(|(_, condition)| !condition.is_always());
    all
}

/// What a case must have so that some conditions hold.
#[derive(Clone, Default)]
struct Wish {
    /// The answers that will do, for each condition that names the question.
    answers: BTreeMap<String, Vec<BTreeSet<String>>>,
    /// One row for each of these.
    rows: Vec<(String, BTreeMap<String, Vec<String>>)>,
    /// Dates of a year ago.
    days: BTreeSet<String>,
    /// To-dos ticked a year ago.
    ticks: BTreeSet<String>,
    /// A way that cannot be gone.
    vain: bool,
}

impl Wish {
    /// Also wants a condition to hold; of several late waits, the one with this number.
    fn holds(mut self, condition: &Condition, which: usize) -> Self {
        for (id, wanted) in condition.answers.iter() {
            let wanted: BTreeSet<String> = wanted.iter().cloned().collect();
            if self.answers.get(id).is_none_or(|before| !before.contains(&wanted)) {
                self.answers.entry(id.clone()).or_default().push(wanted);
                self = self.applies(id);
            }
        }
        // What must not be open any more is ticked.
        for id in condition.unless.iter().flat_map(|one| &one.open) {
            if PLAYBOOK.question(id).is_some() {
                self.days.insert(id.clone());
            } else {
                self.ticks.insert(id.clone());
            }
            self = self.applies(id);
        }
        // Rows of which none may be left have another value.
        for id in condition.unless.iter().flat_map(|one| &one.rows_left) {
            for (table, columns) in PLAYBOOK.rows(id).unwrap().filter.rows.iter() {
                let other =
                    |(column, wanted): (&String, &Vec<String>)| (column.clone(), others(column, wanted));
                self.rows.push((table.clone(), columns.iter().map(other).collect()));
            }
        }
        for date in condition.before.keys() {
            self.days.insert(date.clone());
            self = self.applies(date);
        }
        if let Some(first) = condition.any.first() {
            self = self.holds(first, which);
        }
        let owned = |(column, wanted): (&String, &Vec<String>)| (column.clone(), wanted.clone());
        let rows = condition.rows.iter();
        self.rows.extend(rows.map(|(table, columns)| (table.clone(), columns.iter().map(owned).collect())));
        if !condition.late.is_empty() {
            match condition.late.get(which).or_else(|| condition.late.first()) {
                Some(wait) => self = self.late(wait),
                None => self.vain = true,
            }
        }
        self
    }

    /// Also wants a question or a to-do to apply.
    fn applies(self, id: &str) -> Self {
        let step = PLAYBOOK.step_of(id).unwrap();
        let own = of_parts(step).into_iter().find(|(of, _)| *of == id);
        let wish = self.holds(&step.only_if, 0);
        own.map_or(wish.clone(), |(_, condition)| wish.holds(condition, 0))
    }

    /// Also wants a wait to be late.
    fn late(mut self, wait: &str) -> Self {
        let wait = PLAYBOOK.wait(wait).unwrap();
        if self.ticks.insert(wait.from.clone()) {
            self = self.applies(&wait.from).applies(&wait.until);
            if let Within::Answer(_) = wait.within {
                self.vain = true;
            }
        }
        self
    }

    /// The case that fulfils it, as far as one can.
    fn case(&self) -> Case {
        let mut case = Case::new("sample", "", Lang::En, today());
        for (id, wanted) in &self.answers {
            let question = PLAYBOOK.question(id).unwrap();
            if let Some(value) = value(question, wanted) {
                case.answers.insert(id.clone(), Answer::Known(value));
            }
        }
        for id in &self.days {
            case.answers.insert(id.clone(), Answer::Known(Value::Date(today() - Days::new(365))));
        }
        let mut table = Table { all: true, last: 9, ..Table::default() };
        for (number, (_, columns)) in (1..).zip(&self.rows) {
            let cell = |(column, wanted): (&String, &Vec<String>)| {
                (column.clone(), Answer::Known(Value::Text(wanted[0].clone())))
            };
            table.rows.insert(number, columns.iter().map(cell).collect::<Row>());
        }
        if table.rows.is_empty() {
            table.rows.insert(1, Row::new());
        }
        case.tables.insert("terminals".to_owned(), table.into());
        for todo in &self.ticks {
            let each = PLAYBOOK.todo(todo).unwrap().each.is_some();
            let rows: Vec<Option<u32>> = if each { (1..=9).map(Some).collect() } else { vec![None] };
            let tick = Tick { on: Some(today() - Days::new(365)), evidence: None, reason: None };
            case.ticks.insert(todo.clone(), rows.into_iter().map(|row| (row, tick.clone())).collect());
        }
        case
    }
}

/// An answer that has one word of each set, where the kind of the question allows that.
fn value(question: &Question, wanted: &[BTreeSet<String>]) -> Option<Value> {
    if question.kind == Kind::Choices {
        let words: BTreeSet<String> = wanted.iter().filter_map(|words| words.first().cloned()).collect();
        return Some(Value::List(words.into_iter().collect()));
    }
    let word = wanted[0].iter().find(|word| wanted.iter().all(|words| words.contains(*word)))?;
    Some(if question.kind == Kind::YesNo { Value::Bool(word == "yes") } else { Value::Text(word.clone()) })
}

/// Every word that an answer may have.
fn words(question: &Question) -> Vec<String> {
    match question.kind {
        Kind::YesNo => ["yes", "no"].map(str::to_owned).into(),
        _ => question.options.iter().map(|option| option.id.clone()).collect(),
    }
}

/// Every word of a column but some.
fn others(column: &str, wanted: &[String]) -> Vec<String> {
    let mut other = words(PLAYBOOK.column(column).unwrap().1);
    other.retain(|word| !wanted.contains(word));
    other
}

/// Cases in which a condition may fail, by one of its parts.
fn denials(wish: &Wish, condition: &Condition) -> Vec<Case> {
    let mut cases = Vec::new();
    let other = |(id, wanted): (&String, &Vec<String>)| {
        let mut other = words(PLAYBOOK.question(id).unwrap());
        other.retain(|word| !wanted.contains(word));
        (id.clone(), other)
    };
    for part in condition.answers.iter() {
        let answers = [other(part)].into_iter().collect();
        cases.push(wish.clone().holds(&Parts { answers, ..Parts::default() }.into(), 0).case());
    }
    if !condition.any.is_empty() {
        let firsts = condition.any.iter().filter_map(|one| one.answers.iter().next());
        let answers = firsts.map(other).collect();
        cases.push(wish.clone().holds(&Parts { answers, ..Parts::default() }.into(), 0).case());
    }
    for (table, columns) in condition.rows.iter() {
        for (column, wanted) in columns.iter() {
            let against = [(column.clone(), others(column, wanted))].into_iter().collect();
            let rows = [(table.clone(), against)].into_iter().collect();
            cases.push(wish.clone().holds(&Parts { rows, ..Parts::default() }.into(), 0).case());
        }
    }
    for id in &condition.rows_left {
        let rows = PLAYBOOK.rows(id).unwrap();
        let (table, columns) = rows.filter.rows.iter().next().unwrap();
        cases.extend(columns.iter().map(|(column, wanted)| {
            let mut none = wish.clone();
            none.rows.push((table.clone(), BTreeMap::new()));
            none.rows
                .iter_mut()
                .for_each(|(_, row)| drop(row.insert(column.clone(), others(column, wanted))));
            none.case()
        }));
    }
    if condition.any.iter().any(|one| !one.rows.is_empty()) {
        let mut none = wish.clone();
        none.rows.push(("terminals".to_owned(), BTreeMap::new()));
        let columns = condition.any.iter().flat_map(|one| one.rows.values()).flat_map(Pairs::iter);
        for (column, wanted) in columns {
            let has = |(_, row): &mut (String, BTreeMap<String, Vec<String>>)| {
                row.entry(column.clone()).or_insert_with(|| others(column, wanted));
            };
            none.rows.iter_mut().for_each(has);
        }
        cases.push(none.case());
    }
    cases.extend(condition.unless.iter().map(|one| wish.clone().holds(one, 0).case()));
    if !condition.late.is_empty() || !condition.before.is_empty() {
        cases.push(wish.case());
    }
    // What is not open any more.
    for id in condition.open.iter().chain(condition.any.iter().flat_map(|one| &one.open)) {
        let mut done = wish.clone();
        if PLAYBOOK.question(id).is_some() {
            done.answers.insert(id.clone(), vec![BTreeSet::from(["yes".to_owned()])]);
        } else {
            done.ticks.insert(id.clone());
        }
        cases.push(done.case());
    }
    cases
}

fn judge(case: &Case, step: &Condition, part: &Condition) -> (Truth, Truth) {
    let look = Look::new(&PLAYBOOK, case, today());
    (look.holds(step), look.holds(part))
}

/// Every condition with that of the step around it; a step's own stands in nothing.
fn all() -> Vec<(String, Condition, Condition)> {
    let mut all = Vec::new();
    for step in &PLAYBOOK.steps {
        if !step.only_if.is_always() {
            all.push((step.id.clone(), Condition::default(), step.only_if.clone()));
        }
        let parts = of_parts(step).into_iter();
        all.extend(parts.map(|(id, part)| (id.to_owned(), step.only_if.clone(), part.clone())));
    }
    all
}

#[test]
fn every_condition_can_hold_where_its_step_applies() {
    let all = all();
    assert!(all.len() > 80, "the collector finds {} conditions only", all.len());
    let mut never = Vec::new();
    for (id, step, part) in all {
        let ways = 0..step.late.len().max(1) * part.late.len().max(1);
        let holds = ways.into_iter().any(|way| {
            let lates = step.late.len().max(1);
            let wish = Wish::default().holds(&step, way % lates).holds(&part, way / lates);
            !wish.vain && judge(&wish.case(), &step, &part) == (Truth::Yes, Truth::Yes)
        });
        if !holds {
            never.push(id);
        }
    }
    assert_eq!(never, [""; 0], "no case was found in which these hold");
}

#[test]
fn every_condition_can_fail_where_its_step_applies() {
    let mut always = Vec::new();
    for (id, step, part) in all() {
        let wish = Wish::default().holds(&step, 0);
        let fails =
            denials(&wish, &part).iter().any(|case| judge(case, &step, &part) == (Truth::Yes, Truth::No));
        if !fails {
            always.push(id);
        }
    }
    assert_eq!(always, [""; 0], "no case was found in which these fail");
}
