//! What is asked at once because it is late, and what is passed over because its time has not come.

use anyhow::Result;

use crate::domain::plan::{Plan, Spot, StepPlan, StepState, Stop, WaitLine};
use crate::domain::playbook::{Todo, Wait};

use super::{Line, Talk, key};

impl Talk<'_> {
    /// The first open place of each step, in the order in which they are gone to; what is overdue comes before them.
    pub(super) fn places<'p>(&self, plan: &'p Plan<'p>) -> Vec<(&'p StepPlan<'p>, Stop<'p>)> {
        // What was done before posquit is asked about last: its days hold nothing up.
        // Pressing the other side while it is late comes before what is merely next.
        // What an act or an answer has led to is asked about before the talk goes elsewhere.
        let goes_on = |step: &StepPlan<'_>| {
            step.state == StepState::Open && step.asks() && self.told.step.as_ref() == Some(&step.step.id)
        };
        let rank = |(step, _): &(&StepPlan<'_>, Stop<'_>)| match step {
            step if step.presses() => 0,
            step if step.before => 2,
            _ => 1,
        };
        let fronts = plan.steps.iter().filter_map(|step| Some((step, step.front()?)));
        let mut fronts: Vec<_> = fronts.collect();
        fronts.sort_by_key(rank);
        let led_to = fronts.iter().find(|(step, _)| goes_on(step)).copied();
        led_to.into_iter().chain(self.overdue(plan)).chain(fronts).collect()
    }

    /// Where the other side is late, whether it has come is asked before anything is done about it, and before what else is
    /// open in its step.
    fn overdue<'p>(&self, plan: &'p Plan<'p>) -> Option<(&'p StepPlan<'p>, Stop<'p>)> {
        let going = |step: &&StepPlan<'_>| {
            matches!(step.state, StepState::Open | StepState::Waiting) && !step.presses() && !step.before
        };
        let stops =
            plan.steps.iter().filter(going).flat_map(|step| {
                step.stops().filter(|stop| step.is_overdue(stop)).map(move |stop| (step, stop))
            });
        let mut asked = stops.filter(|(_, stop)| !self.later.contains(&key(stop)));
        asked.next()
    }

    /// A reply is not asked for on the day its wait began, and what belongs to a later day not before it: that is told
    /// instead, once.
    pub(super) fn has_time(
        &mut self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        front: &Stop<'_>,
    ) -> Result<bool> {
        let told = match front.spot {
            Spot::Question(question) => {
                plan.waits_first(step, question).map(|(wait, line)| self.phrase().wait(plan, wait, line))
            }
            Spot::Todo(todo, row) => self.to_come(plan, step, front, (todo, row)),
            _ => None,
        };
        let Some(told) = told else { return Ok(false) };
        self.later.insert(key(front));
        self.tell(Line::Text(told))?;
        Ok(true)
    }

    /// That a wait has time, or that an act belongs to a later day.
    fn to_come(
        &self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        front: &Stop<'_>,
        (todo, row): (&Todo, Option<u32>),
    ) -> Option<String> {
        if front.waits() {
            let running = step.ended_lines(&todo.id, row).filter(|(_, line)| line.since.is_some());
            // Of several waits with one end, the one that began last says how long there is still to wait.
            let latest = running.max_by_key(|(_, line)| line.since);
            let has_time = |(wait, line): &(&Wait, &WaitLine)| {
                line.since == Some(self.today) || wait.own && !line.ours && line.due.when.last().is_some()
            };
            latest.filter(has_time).map(|(wait, line)| self.phrase().wait(plan, wait, line))
        } else {
            self.planned_later(plan, todo)
        }
    }
}
