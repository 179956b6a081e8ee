//! What a change would do: the plan before and the plan after, compared.

use super::case::{Case, Edit};
use super::money::Money;
use super::plan::{DeadlinePlan, ItemPlan, Plan, StepPlan, StepState, When};
use super::text::Text;

/// One thing that would be different.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect<'a> {
    /// The step would be needed, or not any more.
    Step(&'a Text, bool),
    /// The step would be safe to go on with, or not any more.
    Safe(&'a Text, bool),
    /// A last day or the end of a wait would move.
    Date(&'a Text, When, When),
    /// The latest safe day to send would move.
    Send(&'a Text, When, When),
    /// A sum would change; `None` where something is missing for it.
    Sum(&'a Text, Option<Money>, Option<Money>),
    /// A question or a to-do would come up, or drop out with its answer kept.
    Item(&'a Text, bool),
}

/// The case with some edits made.
pub fn changed(case: &Case, edits: &[Edit]) -> Case {
    let mut case = case.clone();
    for edit in edits {
        case.put(edit);
    }
    case
}

/// Compares two plans of the same playbook.
pub fn effects<'a>(before: &Plan<'a>, after: &Plan<'_>) -> Vec<Effect<'a>> {
    let pairs = before.steps.iter().zip(&after.steps);
    pairs.flat_map(|(old, new)| step_effects(old, new)).collect()
}

fn step_effects<'a>(old: &StepPlan<'a>, new: &StepPlan<'_>) -> Vec<Effect<'a>> {
    let title = &old.step.title;
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
        let lines = same.into_iter().flat_map(|new| old.lines.iter().zip(&new.lines));
        for (was, is) in lines.filter(|(was, is)| was.due.when != is.due.when && was.since.is_some()) {
            found.push(Effect::Date(&old.wait.what, was.due.when.clone(), is.due.when.clone()));
        }
    }
    for old in &old.estimates {
        let now = new.estimates.iter().find(|new| new.estimate.id == old.estimate.id).map(|new| new.sum);
        if now.is_some_and(|now| now != old.sum) {
            found.push(Effect::Sum(&old.estimate.label, old.sum, now.flatten()));
        }
    }
    found.extend(item_effects(old, new));
    found
}

fn deadline_effects<'a>(old: &DeadlinePlan<'a>, step: &StepPlan<'_>) -> Vec<Effect<'a>> {
    let (deadline, mut found) = (old.deadline, Vec::new());
    let Some(new) = step.deadlines.iter().find(|new| new.deadline.id == deadline.id) else { return found };
    if old.due.when != new.due.when {
        found.push(Effect::Date(&deadline.label, old.due.when.clone(), new.due.when.clone()));
    }
    let (was, is) = (&old.last_act().when, &new.last_act().when);
    if was != is && (old.send.is_some() || new.send.is_some()) {
        found.push(Effect::Send(&deadline.label, was.clone(), is.clone()));
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
    let moved = all.map(|(id, label)| (label, has(old, id), has(new, id))).filter(|(_, was, is)| was != is);
    moved.map(|(label, _, is)| Effect::Item(label, is)).collect()
}

fn id_of<'p>(item: &ItemPlan<'p>) -> Option<&'p str> {
    match item {
        ItemPlan::Question(question, _) => Some(&question.id),
        ItemPlan::Todo(todo) => Some(&todo.todo.id),
        ItemPlan::Rows(_) | ItemPlan::Wait(_) => None,
    }
}
