//! What is due when: the last days that are not met and the waits that run, the most pressing first.

use chrono::{NaiveDate, TimeDelta};

use super::super::playbook::{Basis, Source, Wait};
use super::super::text::Text;
use super::{Act, DeadlinePlan, DeadlineState, Derived, ExitPlan, Plan, StepPlan, StepState, WaitLine};

/// Something with a day.
pub enum Matter<'p, 'a> {
    /// The merchant's turn.
    Deadline(&'p DeadlinePlan<'a>),
    /// The other side's turn.
    Wait(&'a Wait, &'p WaitLine),
}

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Press {
    /// The day has passed.
    Late,
    /// It is today or one of the seven days after.
    Soon,
    /// It comes after that.
    Later,
    /// The day is not known yet.
    Unknown,
}

/// One line of the agenda.
pub struct Due<'p, 'a> {
    /// Its step.
    pub step: &'p StepPlan<'a>,
    /// What it is.
    pub matter: Matter<'p, 'a>,
    /// The last day to act; for a wait, the last day of the other side.
    pub by: Option<NaiveDate>,
    /// How pressing it is.
    pub press: Press,
}

impl<'p, 'a> Due<'p, 'a> {
    /// Its id in the playbook.
    pub fn id(&self) -> &'a str {
        match &self.matter {
            Matter::Deadline(plan) => &plan.deadline.id,
            Matter::Wait(wait, _) => &wait.id,
        }
    }

    /// The noun for it.
    pub fn label(&self) -> &'a Text {
        match &self.matter {
            Matter::Deadline(plan) => &plan.deadline.label,
            Matter::Wait(wait, _) => &wait.what,
        }
    }

    /// The row that it is about.
    pub fn row(&self) -> Option<u32> {
        match &self.matter {
            Matter::Deadline(_) => None,
            Matter::Wait(_, line) => line.row,
        }
    }

    /// The to-do that ends it.
    pub fn todo(&self) -> &'a str {
        match &self.matter {
            Matter::Deadline(plan) => &plan.deadline.met_by,
            Matter::Wait(wait, _) => &wait.until,
        }
    }

    /// The last day, with its derivation.
    pub fn due(&self) -> &'p Derived {
        match &self.matter {
            Matter::Deadline(plan) => &plan.due,
            Matter::Wait(_, line) => &line.due,
        }
    }

    /// Where the length of time comes from, and the text behind it.
    pub fn origin(&self) -> (Basis, Option<&'a Source>) {
        match &self.matter {
            Matter::Deadline(plan) => (plan.deadline.basis, plan.deadline.source.as_ref()),
            Matter::Wait(wait, _) => (wait.basis, wait.source.as_ref()),
        }
    }
}

impl<'a> Plan<'a> {
    /// Everything with a day that is not over, the most pressing first; what the merchant did before posquit is left out.
    pub fn agenda(&self) -> Vec<Due<'_, 'a>> {
        let live = |step: &&StepPlan<'a>| !step.before && step.state != StepState::NotNeeded;
        // Of a skipped step only what another one borrows is still to be done.
        let is_to_do = |plan: &&DeadlinePlan<'a>| {
            let home = self.home_of(&plan.deadline.met_by);
            home.is_some_and(|home| !matches!(home.state, StepState::Skipped(_)))
        };
        let deadlines = self.steps.iter().filter(live).flat_map(|step| {
            let open = step.deadlines.iter().filter(|plan| !matches!(plan.state, DeadlineState::Met(_)));
            let open = open.filter(|plan| !self.was_before(&plan.deadline.met_by)).filter(is_to_do);
            let open = open.filter(|plan| !plan.ahead || plan.act_by().is_none_or(|day| day >= self.today));
            open.map(move |plan| (step, Matter::Deadline(plan), plan.act_by()))
        });
        let waits = self.running().filter(|(step, ..)| !step.before);
        let waits = waits.map(|(step, wait, line)| (step, Matter::Wait(wait, line), line.due.when.last()));
        let due = |(step, matter, by)| Due { step, matter, by, press: press(by, self.today) };
        let mut agenda: Vec<Due<'_, 'a>> = deadlines.chain(waits).map(due).collect();
        agenda.sort_by_key(|due| (due.press, due.by));
        agenda
    }

    /// The wait that ends first, with its last day; one that is taken up further is passed over for what was done about it.
    pub fn awaited(&self) -> Option<(NaiveDate, &'a Wait, &WaitLine)> {
        let dated = |fresh: bool| {
            let waits = self.running().filter(move |(_, wait, line)| !fresh || !self.is_taken_up(wait, line));
            let waits = waits.filter_map(|(_, wait, line)| Some((line.due.when.last()?, wait, line)));
            waits.min_by_key(|(day, ..)| *day)
        };
        dated(true).or_else(|| dated(false))
    }

    /// The wait that is named before an act: one that ends before the day for which the act is planned.
    pub fn awaited_before(&self, act: &Act<'_, 'a>) -> Option<(NaiveDate, &'a Wait, &WaitLine)> {
        let planned = act.due.filter(|due| due.is_early(self.today))?.act_by()?;
        self.awaited().filter(|(day, ..)| *day < planned)
    }

    /// The choices between leaving at once and waiting that are still open.
    pub fn exits(&self) -> Vec<ExitPlan<'a>> {
        let live = self.steps.iter().filter(|step| step.state != StepState::NotNeeded);
        let estimates = live.flat_map(|step| &step.estimates);
        estimates.filter_map(|plan| self.look.exit(plan.estimate, self.calendar)).collect()
    }
}

fn press(by: Option<NaiveDate>, today: NaiveDate) -> Press {
    match by {
        None => Press::Unknown,
        Some(day) if day < today => Press::Late,
        Some(day) if day <= today + TimeDelta::days(7) => Press::Soon,
        Some(_) => Press::Later,
    }
}
