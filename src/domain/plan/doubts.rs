//! Answers and ticks that cannot both be right: an act before the one that it follows, a sum above the one that it is
//! part of. They are asked about and shown, never swallowed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use super::super::answer::Value;
use super::super::case::At;
use super::super::money::Money;
use super::{ItemPlan, Plan, RowsPlan, When};

/// Two things that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The one that should be later, or no larger.
    pub at: At,
    /// The id of the other.
    pub other: String,
    /// What they say.
    pub what: DoubtOf,
}

/// What two things say that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoubtOf {
    /// This day is before the other.
    Order(NaiveDate, NaiveDate),
    /// This sum is above the other.
    Sum(Money, Money),
    /// This row has the same name as the other row, whose number this is.
    Same(u32),
}

impl Plan<'_> {
    /// Everything in the case that contradicts something else in it.
    pub fn doubts(&self) -> Vec<Doubt> {
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
                ItemPlan::Rows(rows) => doubts.extend(twins(rows)),
                ItemPlan::Wait(_) => {}
            }
        }
        doubts
    }
}

/// Rows that have the name of one before them: one thing listed twice, or a slip of the pen.
fn twins(plan: &RowsPlan<'_>) -> Vec<Doubt> {
    let Some(name) = &plan.rows.name else { return Vec::new() };
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for line in &plan.lines {
        let cell = line.cells.iter().find(|(column, _)| column.id == *name);
        let Some(Value::Text(text)) = cell.and_then(|(_, answer)| (*answer)?.value()) else { continue };
        match seen.entry(text.to_lowercase()) {
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
