//! What was found out of a case, by the places in its playbook: conditions lead to the same questions again and again.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use super::super::answer::Answer;
use super::super::case::Case;
use super::super::condition::Truth;
use super::super::playbook::{Place, Playbook};
use super::dates::WaitLine;
use super::sorts::Sorts;

/// What was found out so far.
pub(super) struct Memo<'a> {
    /// The answer of each item.
    answers: Vec<Option<&'a Answer>>,
    /// The rows by sort, from the first condition on rows on.
    pub(super) sorts: OnceCell<Sorts>,
    steps: Vec<Cell<Option<Truth>>>,
    /// Where the items of each step begin in `items`.
    starts: Vec<usize>,
    items: Vec<Found>,
}

/// What was found out of one item.
#[derive(Default)]
struct Found {
    own: Cell<Option<Truth>>,
    fits: Cell<Option<bool>>,
    counts: Cell<Option<bool>>,
    wait: OnceCell<Rc<[WaitLine]>>,
}

impl<'a> Memo<'a> {
    /// Nothing yet, but for where the answers of a case belong.
    pub(super) fn new(playbook: &Playbook, case: &'a Case) -> Self {
        let (mut starts, mut count) = (Vec::with_capacity(playbook.steps.len()), 0);
        for step in &playbook.steps {
            starts.push(count);
            count += step.items.len();
        }
        let mut answers = vec![None; count];
        for (id, answer) in &case.answers {
            if let Some(Place::Item(step, item)) = playbook.place(id) {
                answers[starts[step] + item] = Some(answer);
            }
        }
        Self {
            answers,
            sorts: OnceCell::new(),
            steps: vec![Cell::new(None); playbook.steps.len()],
            starts,
            items: std::iter::repeat_with(Found::default).take(count).collect(),
        }
    }

    fn found(&self, step: usize, item: usize) -> &Found {
        &self.items[self.starts[step] + item]
    }

    /// The answer of a question, whether it counts or not.
    pub(super) fn answer(&self, step: usize, item: usize) -> Option<&'a Answer> {
        self.answers[self.starts[step] + item]
    }

    /// Whether the answer of a question is one of its kind.
    pub(super) fn fits(&self, step: usize, item: usize, judge: impl FnOnce() -> bool) -> bool {
        remember(&self.found(step, item).fits, judge)
    }

    /// Whether a step applies.
    pub(super) fn step(&self, step: usize, judge: impl FnOnce() -> Truth) -> Truth {
        remember(&self.steps[step], judge)
    }

    /// Whether the own condition of an item holds.
    pub(super) fn own(&self, step: usize, item: usize, judge: impl FnOnce() -> Truth) -> Truth {
        remember(&self.found(step, item).own, judge)
    }

    /// Whether the answer of a question counts.
    pub(super) fn counts(&self, step: usize, item: usize, judge: impl FnOnce() -> bool) -> bool {
        remember(&self.found(step, item).counts, judge)
    }

    /// How a wait stands, line by line.
    pub(super) fn wait(
        &self,
        step: usize,
        item: usize,
        make: impl FnOnce() -> Rc<[WaitLine]>,
    ) -> Rc<[WaitLine]> {
        Rc::clone(self.found(step, item).wait.get_or_init(make))
    }
}

/// What is kept, else what is judged now and kept from now on.
fn remember<T: Copy>(kept: &Cell<Option<T>>, judge: impl FnOnce() -> T) -> T {
    kept.get().unwrap_or_else(|| {
        let judged = judge();
        kept.set(Some(judged));
        judged
    })
}
