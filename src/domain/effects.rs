//! What a change would do: the plan before and the plan after, compared.

use super::case::{Case, Edit};
use super::money::Money;
use super::plan::{DeadlinePlan, ItemPlan, Plan, StepPlan, StepState, When};
use super::text::{Lang, Text};

/// What would be different: its id in the playbook, and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// Stable id.
    pub id: &'a str,
    /// What it is called.
    pub label: &'a Text,
}

impl Named<'_> {
    /// What it is called in a language.
    pub fn to(&self, lang: Lang) -> &str {
        self.label.to(lang)
    }
}

/// One thing that would be different.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect<'a> {
    /// The step would be needed, or not any more.
    Step(Named<'a>, bool),
    /// The step would be safe to go on with, or not any more.
    Safe(Named<'a>, bool),
    /// A last day or the end of a wait would move.
    Date(Named<'a>, When, When),
    /// The latest safe day to send would move.
    Send(Named<'a>, When, When),
    /// A sum would change; `None` where something is missing for it.
    Sum(Named<'a>, Option<Money>, Option<Money>),
    /// A question or a to-do would come up, or drop out with its answer kept.
    Item(Named<'a>, bool),
}

/// The case with some edits made.
pub fn changed(case: &Case, edits: &[Edit]) -> Case {
    let mut case = case.clone();
    for edit in edits {
        case.put(edit);
    }
    case
}

/// The last days that would have passed by these answers and have not by those before.
pub fn newly_late<'p, 'a>(
    before: &Plan<'_>,
    after: &'p Plan<'a>,
) -> impl Iterator<Item = &'p DeadlinePlan<'a>> {
    let known: Vec<String> = before.late_deadlines().map(|late| late.deadline.id.clone()).collect();
    after.late_deadlines().filter(move |late| !known.contains(&late.deadline.id))
}

/// Compares two plans of the same playbook.
pub fn effects<'a>(before: &Plan<'a>, after: &Plan<'_>) -> Vec<Effect<'a>> {
    let pairs = before.steps.iter().zip(&after.steps);
    pairs.flat_map(|(old, new)| step_effects(old, new)).collect()
}

fn step_effects<'a>(old: &StepPlan<'a>, new: &StepPlan<'_>) -> Vec<Effect<'a>> {
    let title = Named { id: &old.step.id, label: &old.step.title };
    let needed = |step: &StepPlan<'_>| step.state != StepState::NotNeeded;
    match (needed(old), needed(new)) {
        (false, false) => return Vec::new(),
        (was, is) if was != is => return vec![Effect::Step(title, is)],
        _ => {}
    }
    let mut found = Vec::new();
    if old.unmet.is_empty() != new.unmet.is_empty() {
        found.push(Effect::Safe(title, new.unmet.is_empty()));
    }
    found.extend(old.deadlines.iter().flat_map(|old| deadline_effects(old, new)));
    for old in old.waits() {
        let same = new.waits().find(|new| new.wait.id == old.wait.id);
        let lines = same.into_iter().flat_map(|new| old.lines.iter().zip(new.lines.iter()));
        for (was, is) in lines.filter(|(was, is)| was.due.when != is.due.when && was.since.is_some()) {
            let name = Named { id: &old.wait.id, label: &old.wait.what };
            found.push(Effect::Date(name, was.due.when.clone(), is.due.when.clone()));
        }
    }
    for old in &old.estimates {
        let now = new.estimates.iter().find(|new| new.estimate.id == old.estimate.id).map(|new| new.sum);
        if now.is_some_and(|now| now != old.sum) {
            let name = Named { id: &old.estimate.id, label: &old.estimate.label };
            found.push(Effect::Sum(name, old.sum, now.flatten()));
        }
    }
    found.extend(item_effects(old, new));
    found
}

fn deadline_effects<'a>(old: &DeadlinePlan<'a>, step: &StepPlan<'_>) -> Vec<Effect<'a>> {
    let (deadline, mut found) = (old.deadline, Vec::new());
    let name = Named { id: &deadline.id, label: &deadline.label };
    let Some(new) = step.deadlines.iter().find(|new| new.deadline.id == deadline.id) else { return found };
    if old.due.when != new.due.when {
        found.push(Effect::Date(name, old.due.when.clone(), new.due.when.clone()));
    }
    let (was, is) = (&old.last_act().when, &new.last_act().when);
    if was != is && (old.send.is_some() || new.send.is_some()) {
        found.push(Effect::Send(name, was.clone(), is.clone()));
    }
    found
}

/// Questions and to-dos that come up are named by the playbook of the old plan, which is the same.
fn item_effects<'a>(old: &StepPlan<'a>, new: &StepPlan<'_>) -> Vec<Effect<'a>> {
    let has = |step: &StepPlan<'_>, id: &str| step.items.iter().any(|item| id_of(item) == Some(id));
    let all = old.step.items.iter().filter_map(|item| {
        use super::playbook::Item;
        match item {
            Item::Question(question) => Some((question.id.as_str(), &question.label)),
            Item::Todo(todo) => Some((todo.id.as_str(), &todo.label)),
            Item::Rows(_) | Item::Wait(_) => None,
        }
    });
    let moved = all.map(|(id, label)| (Named { id, label }, has(old, id), has(new, id)));
    moved.filter(|(_, was, is)| was != is).map(|(name, _, is)| Effect::Item(name, is)).collect()
}

fn id_of<'p>(item: &ItemPlan<'p>) -> Option<&'p str> {
    match item {
        ItemPlan::Question(question, _) => Some(&question.id),
        ItemPlan::Todo(todo) => Some(&todo.todo.id),
        ItemPlan::Rows(_) | ItemPlan::Wait(_) => None,
    }
}
