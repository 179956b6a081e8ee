//! Whose turn it is: the next act, what else can be done today, and questions that come before both.

use chrono::Days;

use super::super::condition::Truth;
use super::super::playbook::{Basis, Todo, Wait};
use super::super::question::Question;
use super::{DeadlinePlan, Plan, Spot, StepPlan, StepState, WaitLine};

/// An act that can be done now.
pub struct Act<'p, 'a> {
    /// Its step.
    pub step: &'p StepPlan<'a>,
    /// What to do.
    pub todo: &'a Todo,
    /// For which row.
    pub row: Option<u32>,
    /// By when, where a deadline says so.
    pub due: Option<&'p DeadlinePlan<'a>>,
}

impl<'a> Plan<'a> {
    /// The open acts of steps that are neither over nor blocked by a guard, in order. What the merchant did before posquit
    /// is asked for, but is no act any more.
    fn acts(&self) -> impl Iterator<Item = Act<'_, 'a>> {
        let live = |step: &&StepPlan<'a>| {
            let going = matches!(step.state, StepState::Open | StepState::Held | StepState::Waiting);
            going && !step.before && step.unmet.is_empty()
        };
        self.steps.iter().filter(live).flat_map(|step| step.todos().map(move |todo| (step, todo))).filter_map(
            |(step, plan)| {
                let (row, _) = plan.ticks.iter().find(|(_, tick)| tick.is_none() && plan.is_ours())?;
                Some(Act { step, todo: plan.todo, row: *row, due: self.deadline_of(&plan.todo.id) })
            },
        )
    }

    /// The next act: an urgent one; else, while the other side is late, the one that presses it; else the one whose last
    /// day comes first, even where other steps come before it; else the first one of a step that is open now.
    pub fn next_act(&self) -> Option<Act<'_, 'a>> {
        let last_day = |act: &Act<'_, 'a>| act.due.and_then(DeadlinePlan::act_by);
        let presses = |act: &Act<'_, 'a>| act.step.state == StepState::Open && act.step.presses();
        let early = |act: &Act<'_, 'a>| act.due.is_some_and(|due| due.is_early(self.today));
        let pressing = |act: &Act<'_, 'a>| act.due.is_some_and(|due| !due.ahead && due.act_by().is_some());
        // After the closing, advice whose day is past gives way to what a contract or a law says.
        let is_advice = |act: &Act<'_, 'a>| {
            let past = |due: &DeadlinePlan<'a>| due.act_by().is_some_and(|day| day < self.today);
            self.is_after(act.step)
                && act.due.is_some_and(|due| due.deadline.basis == Basis::Default && past(due))
        };
        let day = |act: &Act<'_, 'a>| (is_advice(act), last_day(act));
        let closed = self.is_closed();
        // What comes after the closing is named before it only when its day is near.
        let soon = |act: &Act<'_, 'a>| last_day(act).is_some_and(|day| day <= self.today + Days::new(14));
        let is_turn = |act: &Act<'_, 'a>| closed || !self.is_after(act.step) || !is_advice(act) && soon(act);
        let is_dated = |act: &Act<'_, 'a>| pressing(act) && !early(act) && is_turn(act);
        let dated = || self.acts().filter(is_dated).min_by_key(day);
        let urgent = self.acts().find(|act| act.todo.urgent).or_else(|| self.acts().find(presses));
        let open = || self.for_today().find(|act| !act.step.asks());
        // What belongs to a later day does not come before questions that can be answered now, nor what comes after the
        // closing before it.
        let is_planned = |act: &Act<'_, 'a>| early(act) && (closed || !self.is_after(act.step));
        let planned =
            || self.acts().filter(is_planned).min_by_key(last_day).filter(|_| self.asks().is_none());
        urgent.or_else(dated).or_else(open).or_else(planned)
    }

    /// The acts of open steps that can be done today: what comes after an act of a later day in its step waits for it.
    fn for_today(&self) -> impl Iterator<Item = Act<'_, 'a>> {
        let mut waits: Vec<&str> = Vec::new();
        self.acts().filter(move |act| {
            let step = act.step.step.id.as_str();
            if act.due.is_some_and(|due| due.is_early(self.today)) {
                waits.push(step);
            }
            act.step.state == StepState::Open && !waits.contains(&step)
        })
    }

    /// The first open step that goes on with a question.
    fn asks(&self) -> Option<&StepPlan<'a>> {
        let waits = |step: &StepPlan<'a>| match step.front().map(|front| front.spot) {
            Some(Spot::Question(question)) => self.waits_first(step, question).is_some(),
            _ => false,
        };
        let open = self.steps.iter().filter(|step| step.state == StepState::Open && !step.before);
        open.filter(|step| step.asks()).find(|step| !waits(step))
    }

    /// The step whose questions come next where there is no act: none while somebody is late and has to be pressed.
    pub fn asks_next(&self) -> Option<&StepPlan<'a>> {
        let is_late = || self.awaited().is_some_and(|(day, ..)| day < self.today);
        self.asks().filter(|_| !is_late())
    }

    /// What is waited for before a question can be answered: an answer now would be doubted while that has not come.
    pub fn waits_first(&self, step: &StepPlan<'a>, question: &Question) -> Option<(&'a Wait, &WaitLine)> {
        let doubtful = step.step.doubtful.iter().filter(|one| one.of == question.id && one.stays);
        let acts: Vec<&String> = doubtful.flat_map(|one| &one.only_if.open).collect();
        let mut running = self.running().map(|(_, wait, line)| (wait, line));
        running.find(|(wait, line)| acts.contains(&&wait.until) && !line.is_late())
    }

    /// What else can be done today besides an act: the first open one of every other step that is open.
    pub fn besides(&self, act: &Act<'_, 'a>) -> Vec<Act<'_, 'a>> {
        let mut seen = vec![act.step.step.id.as_str()];
        // Of a step that may not be needed nothing is proposed.
        let needed = |act: &Act<'_, 'a>| self.look.holds(&act.step.step.only_if) == Truth::Yes;
        let mut open: Vec<Act<'_, 'a>> = self.for_today().filter(needed).collect();
        open.retain(|other| {
            let id = other.step.step.id.as_str();
            let wanted = !seen.contains(&id);
            if wanted {
                seen.push(id);
            }
            wanted
        });
        open
    }
}

impl StepPlan<'_> {
    /// True where it goes on with a question.
    pub fn asks(&self) -> bool {
        self.front().is_some_and(|front| !matches!(front.spot, Spot::Todo(..)))
    }
}
