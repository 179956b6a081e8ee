//! Answers and ticks that cannot both be right: an act before the one that it follows, a sum above the one that it is
//! part of; and answers that are seldom right. They are asked about, never refused and never swallowed.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::super::answer::Value;
use super::super::case::{At, Case, Slot};
use super::super::condition::Truth;
use super::super::day;
use super::super::formula::{DateFormula, SumFormula};
use super::super::money::Money;
use super::super::playbook::{Doubtful, Evidence};
use super::super::span::Span;
use super::{DeadlinePlan, ItemPlan, Plan, RowsPlan, StepPlan, StepState, When};

/// Two things that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Doubt {
    /// The one that should be later, or no larger.
    pub at: At,
    /// The id of the other.
    pub other: String,
    /// What they say.
    pub what: DoubtOf,
}

/// What two things say that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DoubtOf {
    /// This day is before the other.
    Order(NaiveDate, NaiveDate),
    /// This sum is above the other.
    Sum(Money, Money),
    /// This row has the same name as the other row, whose number this is.
    Same(u32),
    /// What the playbook says about such an answer; the other id is the doubt's.
    Told,
    /// This act was done on this day, after its last day; the other id is the deadline's.
    Late(NaiveDate, NaiveDate),
    /// This act was done on this day, before the very day that it belongs to; the other id is the deadline's.
    Ahead(NaiveDate, NaiveDate),
    /// This act was done though steps that come before it are open; the other id is the first of them.
    Early,
    /// This number reads like a date.
    LikeADate,
    /// This number has no more characters than this.
    Short(usize),
}

/// A number on a label or in a contract is seldom shorter than this.
const SHORT: usize = 4;

impl Plan<'_> {
    /// Everything in the case that contradicts something else in it.
    pub fn doubts(&self) -> Vec<Doubt> {
        self.contradictions(|_| true)
    }

    /// `doubts`; rows are compared with each other where their table is wanted.
    fn contradictions(&self, wanted: impl Fn(&str) -> bool) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for item in self.steps.iter().flat_map(|step| &step.items) {
            match item {
                ItemPlan::Todo(plan) => {
                    let Some(other) = &plan.todo.not_before else { continue };
                    let When::On(first) = self.look.dated(other) else { continue };
                    let days = plan.ticks.iter().filter_map(|(row, tick)| Some((*row, tick.as_ref()?.on?)));
                    doubts.extend(days.filter(|(_, day)| *day < first).map(|(row, day)| Doubt {
                        at: At::Tick(plan.todo.id.clone(), row),
                        other: other.clone(),
                        what: DoubtOf::Order(day, first),
                    }));
                }
                ItemPlan::Question(question, _) => {
                    let Some(other) = &question.at_most else { continue };
                    let sum = |id: &str| self.look.value(id).and_then(Value::money);
                    let (Some(sum), Some(most)) = (sum(&question.id), sum(other)) else { continue };
                    if sum.currency == most.currency && sum.minor > most.minor {
                        let at = At::Answer(question.id.clone());
                        doubts.push(Doubt { at, other: other.clone(), what: DoubtOf::Sum(sum, most) });
                    }
                }
                ItemPlan::Rows(rows) if wanted(rows.rows.table()) => doubts.extend(twins(rows)),
                ItemPlan::Rows(_) | ItemPlan::Wait(_) => {}
            }
        }
        doubts.extend(self.told(|doubtful| doubtful.stays));
        doubts
    }

    /// What is to be asked about changes at some places that led to this plan: every contradiction, and whatever the
    /// answers there seldom say.
    pub fn doubts_of(&self, places: &[&At]) -> Vec<Doubt> {
        let mut doubts = self.contradictions(|id| {
            places.iter().any(|at| matches!(at, At::Row(table, _) | At::Cell(table, ..) if table == id))
        });
        let touched = |id: &str| places.iter().any(|at| matches!(at, At::Answer(at) if at == id));
        let near = |limit: &Option<DateFormula>| limit.as_ref().is_some_and(|limit| touched(&limit.base));
        let asked = |one: &Doubtful| touched(&one.of) || near(&one.before) || near(&one.after);
        doubts.extend(self.told(|doubtful| !doubtful.stays && asked(doubtful)));
        for at in places {
            match at {
                At::Row(table, number) => {
                    let row = self.look.case.tables.get(table).and_then(|table| table.rows.get(number));
                    let cells = row.into_iter().flat_map(|row| row.keys());
                    let cells = cells.map(|column| At::Cell(table.clone(), *number, column.clone()));
                    doubts.extend(cells.filter_map(|at| self.odd_number(&at)));
                }
                At::Tick(todo, _) => {
                    doubts.extend(self.late_act(todo, at));
                    doubts.extend(self.early_act(todo, at));
                    doubts.extend(self.act_ahead(todo, at));
                }
                at => doubts.extend(self.odd_number(at)),
            }
        }
        doubts
    }

    /// An act that came after its last day.
    fn late_act(&self, todo: &str, at: &At) -> Vec<Doubt> {
        let late = self.met_late().filter(|(plan, ..)| plan.deadline.met_by == todo);
        let doubt = |(plan, on, last): (&DeadlinePlan<'_>, NaiveDate, NaiveDate)| Doubt {
            at: at.clone(),
            other: plan.deadline.id.clone(),
            what: DoubtOf::Late(on, last),
        };
        late.map(doubt).collect()
    }

    /// An act that belongs to its very day and was done before it.
    fn act_ahead(&self, todo: &str, at: &At) -> Option<Doubt> {
        let Some(Slot::Tick(tick)) = self.look.case.get(at) else { return None };
        let plan = self.deadline_of(todo).filter(|plan| plan.deadline.exact)?;
        let (on, day) = (tick.on?, plan.due.when.last()?);
        let doubt =
            || Doubt { at: at.clone(), other: plan.deadline.id.clone(), what: DoubtOf::Ahead(on, day) };
        (on < day).then(doubt)
    }

    /// An act towards others, which has to be proved, that came before the steps that it follows were done. Where a step
    /// has guards, those say what it is not safe without.
    fn early_act(&self, todo: &str, at: &At) -> Option<Doubt> {
        self.look.case.get(at)?;
        let playbook = self.look.playbook;
        let own = playbook.waits_until(todo).next().is_none();
        playbook.todo(todo).filter(|todo| own && todo.evidence == Evidence::Required)?;
        let step = self.home_of(todo).filter(|step| !step.before && step.step.guards.is_empty())?;
        let first = self.first_steps(step.step).first()?.step.id.clone();
        Some(Doubt { at: at.clone(), other: first, what: DoubtOf::Early })
    }

    /// `doubts_of` without what was doubtful in the case before the changes as well.
    pub fn new_doubts_of(&self, before: &Case, places: &[&At]) -> Vec<Doubt> {
        let mut new = self.doubts_of(places);
        if !new.is_empty() {
            let known = Plan::new(self.look.playbook, before, self.today).doubts_of(places);
            let known: HashSet<Doubt> = known.into_iter().collect();
            new.retain(|doubt| !known.contains(doubt));
        }
        new
    }

    /// The doubts of the playbook that there are, of those that are wanted.
    fn told(&self, wanted: impl Fn(&Doubtful) -> bool) -> Vec<Doubt> {
        let live = |step: &&StepPlan<'_>| {
            !step.before && !matches!(step.state, StepState::Skipped(_) | StepState::NotNeeded)
        };
        let all = self.steps.iter().filter(live).flat_map(|step| &step.step.doubtful);
        let there = all.filter(|one| wanted(one) && self.is_doubtful(one));
        let doubt = |one: &Doubtful| Doubt {
            at: At::Answer(one.of.clone()),
            other: one.id.clone(),
            what: DoubtOf::Told,
        };
        there.map(doubt).collect()
    }

    /// What the sum of a doubt leaves.
    pub fn left(&self, one: &Doubtful) -> Option<Money> {
        self.look.left(one.leaves.as_ref()?)
    }

    fn is_doubtful(&self, one: &Doubtful) -> bool {
        let look = &self.look;
        let Some(value) = look.value(&one.of).filter(|_| look.holds(&one.only_if) == Truth::Yes) else {
            return false;
        };
        let left = |sum: &SumFormula| look.left(sum).is_some_and(|left| left.minor > 0);
        if one.leaves.as_ref().is_some_and(|sum| !left(sum)) {
            return false;
        }
        let limit = |limit: &Option<DateFormula>| look.day_of(limit.as_ref()?, self.calendar);
        let day = value.date();
        let is_before = day.zip(limit(&one.before)).is_some_and(|(day, limit)| day < limit);
        let is_after = day.zip(limit(&one.after)).is_some_and(|(day, limit)| day > limit);
        let end = |span: Span| span.after(self.today, self.calendar);
        let span = value.span().filter(|_| one.longer.is_some()).and_then(end);
        let is_longer = span.zip(one.longer.and_then(end)).is_some_and(|(span, limit)| span > limit);
        is_before
            || is_after
            || is_longer
            || value.words().iter().any(|word| one.is.iter().any(|is| is == word))
    }

    /// A number that is none, by its looks.
    fn odd_number(&self, at: &At) -> Option<Doubt> {
        let question = match at {
            At::Answer(id) => self.look.playbook.question(id),
            At::Cell(_, _, id) => self.look.playbook.column(id).map(|(_, column)| column),
            _ => None,
        };
        question.filter(|question| question.numbered)?;
        let Some(Slot::Answer(answer)) = self.look.case.get(at) else { return None };
        let Value::Text(text) = answer.value()? else { return None };
        let count = text.chars().filter(|c| c.is_alphanumeric()).count();
        let parted = text.contains(['-', '/', '.', '年']);
        let what = match day::read(text, self.today) {
            Ok(_) if parted => DoubtOf::LikeADate,
            _ if count < SHORT => DoubtOf::Short(count),
            _ => return None,
        };
        Some(Doubt { at: at.clone(), other: String::new(), what })
    }
}

/// Rows that have the name of one before them: one thing listed twice, or a slip of the pen.
fn twins(plan: &RowsPlan<'_>) -> Vec<Doubt> {
    let Some(name) = &plan.rows.name else { return Vec::new() };
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for line in &plan.lines {
        let cell = line.cells().find(|(column, _)| column.id == *name);
        let Some(Value::Text(text)) = cell.and_then(|(_, answer)| answer?.value()) else { continue };
        // A number is the same in other groups.
        let bare: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        match seen.entry(bare) {
            Entry::Vacant(free) => drop(free.insert(line.number)),
            Entry::Occupied(first) => found.push(Doubt {
                at: At::Cell(plan.rows.table().to_owned(), line.number, name.clone()),
                other: plan.rows.table().to_owned(),
                what: DoubtOf::Same(*first.get()),
            }),
        }
    }
    found
}
