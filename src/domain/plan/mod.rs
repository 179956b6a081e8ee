//! The plan: a pure function of the playbook, the case and today. Whatever is shown or asked next comes from it.

mod agenda;
mod dates;
mod doubts;
mod ladder;
mod look;
mod memo;
mod sorts;
mod steps;
mod stops;
mod sums;
mod turns;

use std::rc::Rc;

use chrono::NaiveDate;

use super::answer::Answer;
use super::calendar::Calendar;
use super::case::{At, Case, Mark, Row, Tick};
use super::condition::Truth;
use super::playbook::{Basis, Guard, Playbook, Rows, Step, Todo, Wait};
use super::question::Question;

pub use agenda::{Due, Matter, Press};
pub use dates::{DeadlinePlan, DeadlineState, Derived, Piece, WaitLine, WaitPlan, WaitState, When};
pub use doubts::{Doubt, DoubtOf};
pub use ladder::{RungPlan, RungState};
pub use look::Look;
pub use stops::{Spot, Stop, StopState};
pub use sums::{EstimatePlan, ExitPlan, Times, started_months, whole_months};
pub use turns::Act;

/// What applies, what is done, what comes next, what blocks it, what is waited for, and what is due on which day.
pub struct Plan<'a> {
    /// The case in the light of the playbook.
    pub look: Look<'a>,
    /// The day that it is made for.
    pub today: NaiveDate,
    /// The country's working days.
    pub calendar: &'a Calendar,
    /// The steps in their order.
    pub steps: Vec<StepPlan<'a>>,
}

/// One step of the plan.
pub struct StepPlan<'a> {
    /// As the playbook has it.
    pub step: &'a Step,
    /// Where it stands.
    pub state: StepState<'a>,
    /// What applies of it, in order.
    pub items: Vec<ItemPlan<'a>>,
    /// Its last days.
    pub deadlines: Vec<DeadlinePlan<'a>>,
    /// Its sums.
    pub estimates: Vec<EstimatePlan<'a>>,
    /// Its guards that are not satisfied.
    pub unmet: Vec<&'a Guard>,
    /// The merchant said that it was done before posquit.
    pub before: bool,
    /// How the case looks.
    look: Look<'a>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState<'a> {
    /// It does not apply to this merchant.
    NotNeeded,
    /// It was left out.
    Skipped(&'a Mark),
    /// Everything is asked and ticked.
    Done,
    /// Only the other side's act is missing.
    Waiting,
    /// Its next act would be unsafe.
    Blocked,
    /// Other steps come first.
    Held,
    /// Something can be done now.
    Open,
}

/// Something of a step that applies.
pub enum ItemPlan<'a> {
    /// A question with its answer.
    Question(&'a Question, Option<&'a Answer>),
    /// Rows with their cells.
    Rows(RowsPlan<'a>),
    /// A to-do with its ticks.
    Todo(TodoPlan<'a>),
    /// A wait.
    Wait(WaitPlan<'a>),
}

/// Rows with their cells.
pub struct RowsPlan<'a> {
    /// As the playbook has them.
    pub rows: &'a Rows,
    /// Row by row.
    pub lines: Vec<RowLine<'a>>,
    /// The merchant said that these are all.
    pub all: bool,
}

/// One row.
pub struct RowLine<'a> {
    /// Its number.
    pub number: u32,
    /// The columns that apply to rows of its sort.
    columns: Rc<[&'a Question]>,
    row: &'a Row,
}

impl<'a> RowLine<'a> {
    /// The columns that apply, with their answers.
    pub fn cells(&self) -> impl Iterator<Item = (&'a Question, Option<&'a Answer>)> + use<'a, '_> {
        let asked = |column: &&&Question| !column.on_demand || self.row.contains_key(&column.id);
        self.columns.iter().filter(asked).map(|column| {
            let fits = |answer: &&Answer| answer.value().is_none_or(|value| value.fits(column));
            (*column, self.row.get(&column.id).filter(fits))
        })
    }
}

/// A to-do with its ticks.
pub struct TodoPlan<'a> {
    /// As the playbook has it.
    pub todo: &'a Todo,
    /// The places where it is ticked.
    pub ticks: Vec<(Option<u32>, Option<&'a Tick>)>,
    /// The waits that it ends.
    pub ends: Vec<WaitPlan<'a>>,
}

/// Something to find out: where it belongs and what it is.
pub struct FindOut<'a> {
    /// The place of the answer.
    pub at: At,
    /// The question.
    pub question: &'a Question,
}

impl<'a> Plan<'a> {
    /// Makes the plan of a case for a day.
    pub fn new(playbook: &'a Playbook, case: &'a Case, today: NaiveDate) -> Self {
        let look = Look::new(playbook, case, today);
        let calendar = look.calendar();
        let mut plan = Self { look, today, calendar, steps: Vec::with_capacity(playbook.steps.len()) };
        for (number, step) in playbook.steps.iter().enumerate() {
            let made = plan.plan_step(number, step);
            plan.steps.push(made);
        }
        plan.put_ahead();
        plan
    }

    /// A day of custom or of our own advice presses nobody whose turn to act has not come: what comes first is late, if
    /// anything is.
    fn put_ahead(&mut self) {
        let is_ahead = |plan: &DeadlinePlan<'a>| {
            let soft = matches!(plan.deadline.basis, Basis::Default | Basis::Custom);
            let home = || self.home_of(&plan.deadline.met_by);
            soft && home().is_some_and(|step| matches!(step.state, StepState::Held | StepState::Blocked))
        };
        let places = self.steps.iter().enumerate().flat_map(|(step, plan)| {
            plan.deadlines.iter().enumerate().map(move |(at, deadline)| (step, at, deadline))
        });
        let ahead = places.filter(|(.., deadline)| is_ahead(deadline)).map(|(step, at, _)| (step, at));
        for (step, at) in ahead.collect::<Vec<_>>() {
            let deadline = &mut self.steps[step].deadlines[at];
            deadline.ahead = true;
            if matches!(deadline.state, DeadlineState::Late(_)) {
                deadline.state = DeadlineState::Open;
            }
        }
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&StepPlan<'a>> {
        self.steps.iter().find(|plan| plan.step.id == id)
    }

    /// The step in which a to-do is met: its own, or one that borrows it because its own was skipped.
    pub fn home_of(&self, todo: &str) -> Option<&StepPlan<'a>> {
        let own = self.look.playbook.step_of(todo).and_then(|step| self.step(&step.id))?;
        let skipped = matches!(own.state, StepState::Skipped(_));
        let borrower = |step: &&StepPlan<'a>| {
            !matches!(step.state, StepState::Skipped(_) | StepState::NotNeeded)
                && step.step.borrow.iter().any(|id| id == todo)
        };
        skipped.then(|| self.steps.iter().find(borrower)).flatten().or(Some(own))
    }

    /// The case is closed: every step that applies is done or left out, but for those that come after the closing.
    pub fn is_closed(&self) -> bool {
        let over = |state| matches!(state, StepState::NotNeeded | StepState::Skipped(_) | StepState::Done);
        let mut closing = self.steps.iter().filter(|step| !self.is_after(step));
        closing.all(|plan| over(plan.state)) && self.steps.iter().any(|plan| plan.state == StepState::Done)
    }

    /// True for a step that comes after the closing.
    fn is_after(&self, step: &StepPlan<'_>) -> bool {
        let phases = &self.look.playbook.phases;
        phases.iter().any(|phase| phase.id == step.step.phase && phase.after_closing)
    }

    /// The deadline that a to-do meets; of several, the one that comes first.
    pub fn deadline_of(&self, todo: &str) -> Option<&DeadlinePlan<'a>> {
        let own =
            self.steps.iter().flat_map(|step| &step.deadlines).filter(|plan| plan.deadline.met_by == todo);
        own.min_by_key(|plan| plan.act_by().unwrap_or(NaiveDate::MAX))
    }

    /// The waits that run, with their steps. What is only watched after the closing is no wait before it, and the answer to
    /// a reminder that did not come is waited for no more once a higher rung was climbed.
    pub fn running(&self) -> impl Iterator<Item = (&StepPlan<'a>, &'a Wait, &WaitLine)> {
        let closed = self.is_closed();
        let told = move |step: &&StepPlan<'a>| closed || !self.is_after(step) || step.presses();
        let waits =
            self.steps.iter().filter(told).flat_map(|step| step.waits().map(move |plan| (step, plan)));
        let looked_for = |(_, plan): &(&StepPlan<'a>, &WaitPlan<'a>)| {
            let done =
                |act: &String| self.look.playbook.todo(act).is_some_and(|todo| self.look.is_ticked(todo));
            !plan.wait.superseded_by.iter().any(done)
        };
        let waits = waits.filter(looked_for);
        waits.flat_map(|(step, plan)| plan.lines.iter().map(move |line| (step, plan.wait, line))).filter(
            |(step, wait, line)| {
                !matches!(step.state, StepState::Skipped(_) | StepState::NotNeeded)
                    && matches!(line.state, WaitState::Running | WaitState::Late { .. })
                    && !(step.presses() && self.is_taken_up(wait, line))
            },
        )
    }

    /// The deadlines that passed.
    pub fn late_deadlines(&self) -> impl Iterator<Item = &DeadlinePlan<'a>> {
        self.steps
            .iter()
            .filter(|step| !matches!(step.state, StepState::Skipped(_) | StepState::NotNeeded))
            .flat_map(|step| &step.deadlines)
            .filter(|plan| {
                matches!(plan.state, DeadlineState::Late(_)) && !self.was_before(&plan.deadline.met_by)
            })
    }

    /// Acts that were done after their last day, with that day and theirs.
    pub fn met_late(&self) -> impl Iterator<Item = (&DeadlinePlan<'a>, NaiveDate, NaiveDate)> {
        let late = |plan: &&DeadlinePlan<'a>| !self.was_before(&plan.deadline.met_by) && !plan.deadline.exact;
        self.steps.iter().flat_map(|step| &step.deadlines).filter(late).filter_map(|plan| {
            let DeadlineState::Met(Some(on)) = plan.state else { return None };
            plan.act_by().filter(|last| on > *last).map(|last| (plan, on, last))
        })
    }

    /// True for a to-do of a step that the merchant did before posquit.
    pub fn was_before(&self, todo: &str) -> bool {
        let step = self.look.playbook.step_of(todo);
        step.and_then(|step| self.step(&step.id)).is_some_and(|plan| plan.before)
    }

    /// Everything that was answered with "I don't know yet" and still applies.
    pub fn find_out(&self) -> Vec<FindOut<'a>> {
        self.steps
            .iter()
            .filter(|step| !matches!(step.state, StepState::Skipped(_) | StepState::NotNeeded))
            .flat_map(StepPlan::find_out)
            .collect()
    }

    /// The first "I don't know yet" without which a step cannot safely go on: its guard needs the answer, or the whole step
    /// that asks for it.
    pub fn find_out_first(&self) -> Option<FindOut<'a>> {
        let blocked = self.steps.iter().filter(|step| step.state == StepState::Blocked);
        let needed: Vec<&str> =
            blocked.flat_map(|step| &step.unmet).map(|guard| guard.needs.as_str()).collect();
        let holds = |found: &FindOut<'_>| {
            let step = self.look.playbook.step_of(&found.question.id);
            step.is_some_and(|step| needed.contains(&step.id.as_str()))
                || matches!(&found.at, At::Answer(id) if needed.contains(&id.as_str()))
        };
        self.find_out().into_iter().find(holds)
    }
}

impl<'a> StepPlan<'a> {
    /// True for a step that is there only because something is late.
    pub fn presses(&self) -> bool {
        !self.step.only_if.late.is_empty()
    }

    /// Its to-dos that apply.
    pub fn todos(&self) -> impl Iterator<Item = &TodoPlan<'a>> {
        self.items.iter().filter_map(|item| match item {
            ItemPlan::Todo(todo) => Some(todo),
            _ => None,
        })
    }

    /// Its waits that apply.
    pub fn waits(&self) -> impl Iterator<Item = &WaitPlan<'a>> {
        self.items.iter().filter_map(|item| match item {
            ItemPlan::Wait(wait) => Some(wait),
            _ => None,
        })
    }

    /// What was answered in it with "I don't know yet".
    pub fn find_out(&self) -> Vec<FindOut<'a>> {
        let unknown = |answer: Option<&Answer>| answer == Some(&Answer::Unknown);
        let mut found = Vec::new();
        for item in &self.items {
            match item {
                ItemPlan::Question(question, answer) if unknown(*answer) => {
                    found.push(FindOut { at: At::Answer(question.id.clone()), question });
                }
                ItemPlan::Rows(rows) => {
                    for line in &rows.lines {
                        for (column, _) in line.cells().filter(|(_, answer)| unknown(*answer)) {
                            let at = At::Cell(rows.rows.table().to_owned(), line.number, column.id.clone());
                            found.push(FindOut { at, question: column });
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// Whether something that may not apply is to be shown.
fn shown(truth: Truth) -> bool {
    truth == Truth::Yes
}
