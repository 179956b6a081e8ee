//! The ladder: where to turn while the other side is late, rung by rung, in the order for who complains and where.

use super::super::condition::{Condition, Parts, Truth};
use super::super::playbook::{Rung, Todo, Wait, Within};
use super::super::span::SpanRange;
use super::{Plan, StepPlan, WaitLine};

/// Where a rung stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RungState {
    /// It was climbed.
    Done,
    /// It can be climbed now.
    Open,
    /// An earlier one has to fail first.
    Later,
}

/// One rung for this merchant.
pub struct RungPlan<'a> {
    /// As the playbook has it.
    pub rung: &'a Rung,
    /// Its act.
    pub todo: &'a Todo,
    /// The wait that its act begins.
    pub wait: Option<&'a Wait>,
    /// Where it stands.
    pub state: RungState,
}

impl RungPlan<'_> {
    /// How long it may take, where that is fixed.
    pub fn time(&self) -> Option<SpanRange> {
        match self.wait?.within {
            Within::Fixed(range) => Some(range),
            Within::Answer(_) => None,
        }
    }
}

impl<'a> Plan<'a> {
    /// The rungs that are for this merchant, in order; none while nobody is late.
    pub fn ladder(&self) -> Vec<RungPlan<'a>> {
        self.gone_through()
            .flat_map(|step| step.step.rungs.iter().filter_map(move |rung| self.rung(step, rung)))
            .collect()
    }

    /// True where a wait is late and somebody was turned to since: a rung was climbed, and above its own where it is the
    /// answer to one.
    pub fn is_taken_up(&self, wait: &Wait, line: &WaitLine) -> bool {
        let Some(due) = line.due.when.last().filter(|_| line.is_late()) else { return false };
        let ladder = self.ladder();
        let own = ladder.iter().rposition(|rung| rung.wait.is_some_and(|of| of.id == wait.id));
        let climbed = |rung: &RungPlan<'_>| {
            let tick = self.look.case.tick(&rung.todo.id, None);
            tick.is_some_and(|tick| tick.on.is_none_or(|on| on >= due))
        };
        ladder.iter().skip(own.map_or(0, |own| own + 1)).any(climbed)
    }

    /// The rung to climb now.
    pub fn next_rung(&self) -> Option<RungPlan<'a>> {
        self.ladder().into_iter().find(|rung| rung.state == RungState::Open)
    }

    fn rung(&self, step: &StepPlan<'a>, rung: &'a Rung) -> Option<RungPlan<'a>> {
        let look = &self.look;
        let todo = look.playbook.todo(&rung.todo)?;
        // Whether the rung before it has failed is not asked here: the whole ladder is seen.
        let ever = Condition::from(Parts { late: Vec::new(), ..Parts::clone(&todo.only_if) });
        if look.holds(&rung.only_if) == Truth::No || look.holds(&ever) != Truth::Yes {
            return None;
        }
        let state = match step.todos().any(|plan| plan.todo.id == todo.id) {
            _ if look.is_ticked(todo) => RungState::Done,
            true => RungState::Open,
            false => RungState::Later,
        };
        let wait = rung.wait.as_ref().and_then(|id| look.playbook.wait(id));
        Some(RungPlan { rung, todo, wait, state })
    }
}
