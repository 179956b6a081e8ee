//! The course through a step: each place where something is asked or ticked, in order.

use super::super::answer::Answer;
use super::super::case::At;
use super::super::playbook::{Rows, Todo};
use super::super::question::Question;
use super::{ItemPlan, Plan, StepPlan, StepState};

/// A place where something is asked or ticked.
#[derive(Clone, Copy)]
pub enum Spot<'a> {
    /// A question.
    Question(&'a Question),
    /// A cell of a row.
    Cell(&'a Rows, u32, &'a Question),
    /// The first cell of a row that is not there yet; an empty answer says that the rows are all.
    NewRow(&'a Rows),
    /// A to-do, for a row or for the whole.
    Todo(&'a Todo, Option<u32>),
}

/// Whether a place still wants something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopState {
    /// Answered or ticked.
    Settled,
    /// Answered with "I don't know yet", which counts as asked.
    Unknown,
    /// Not asked or not ticked yet.
    Open,
    /// Not ticked yet, and the other side has to act first.
    Awaited,
}

/// A place with its state.
#[derive(Clone, Copy)]
pub struct Stop<'a> {
    /// The place.
    pub spot: Spot<'a>,
    /// Its state.
    pub state: StopState,
}

impl Spot<'_> {
    /// The place in the case; a new row has none yet.
    pub fn at(&self) -> Option<At> {
        match self {
            Self::Question(question) => Some(At::Answer(question.id.clone())),
            Self::Cell(rows, row, column) => Some(At::Cell(rows.table().to_owned(), *row, column.id.clone())),
            Self::NewRow(_) => None,
            Self::Todo(todo, row) => Some(At::Tick(todo.id.clone(), *row)),
        }
    }
}

impl Stop<'_> {
    /// True where something is still wanted.
    pub fn is_open(&self) -> bool {
        matches!(self.state, StopState::Open | StopState::Awaited)
    }

    /// True where the other side has to act first.
    pub fn waits(&self) -> bool {
        self.state == StopState::Awaited
    }

    /// True for a to-do.
    pub fn is_act(&self) -> bool {
        matches!(self.spot, Spot::Todo(..))
    }
}

impl<'a> Plan<'a> {
    /// The steps that are gone through: those that apply and were not left out.
    pub fn gone_through(&self) -> impl Iterator<Item = &StepPlan<'a>> {
        self.steps.iter().filter(|step| !matches!(step.state, StepState::NotNeeded | StepState::Skipped(_)))
    }

    /// The places of the steps that are gone through, in order.
    pub fn course(&self) -> impl Iterator<Item = (&StepPlan<'a>, Stop<'a>)> {
        self.gone_through().flat_map(|step| step.stops().map(move |stop| (step, stop)))
    }
}

impl<'a> StepPlan<'a> {
    /// The places of the step, in the order in which they are met.
    pub fn stops(&self) -> impl Iterator<Item = Stop<'a>> + '_ {
        self.items.iter().flat_map(item_stops)
    }

    /// True for a place that waits for the other side, which is late.
    pub fn is_overdue(&self, stop: &Stop<'_>) -> bool {
        let Spot::Todo(todo, row) = stop.spot else { return false };
        stop.waits() && self.ended_lines(&todo.id, row).any(|(_, line)| line.is_late())
    }
}

/// The places of an item; of many rows only as many as somebody asks for.
fn item_stops<'a, 'p>(item: &'p ItemPlan<'a>) -> Box<dyn Iterator<Item = Stop<'a>> + 'p> {
    match item {
        ItemPlan::Question(question, answer) => {
            Box::new(std::iter::once(Stop { spot: Spot::Question(question), state: asked(*answer) }))
        }
        ItemPlan::Rows(plan) => {
            let rows = plan.rows;
            let cells = plan.lines.iter().flat_map(move |line| {
                line.cells().map(move |(column, answer)| Stop {
                    spot: Spot::Cell(rows, line.number, column),
                    state: asked(answer),
                })
            });
            let more = rows.of.is_none().then_some(Stop {
                spot: Spot::NewRow(rows),
                state: if plan.all { StopState::Settled } else { StopState::Open },
            });
            Box::new(cells.chain(more))
        }
        ItemPlan::Todo(plan) => Box::new(plan.ticks.iter().map(|(row, tick)| Stop {
            spot: Spot::Todo(plan.todo, *row),
            state: match tick {
                Some(_) => StopState::Settled,
                None if plan.is_awaited(*row) => StopState::Awaited,
                None => StopState::Open,
            },
        })),
        ItemPlan::Wait(_) => Box::new(std::iter::empty()),
    }
}

fn asked(answer: Option<&Answer>) -> StopState {
    match answer {
        None => StopState::Open,
        Some(Answer::Unknown) => StopState::Unknown,
        Some(Answer::Known(_)) => StopState::Settled,
    }
}
