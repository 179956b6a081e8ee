//! Works out one step: what applies of it, whether its guards are satisfied, and where it stands.

use std::rc::Rc;

use super::super::condition::Truth;
use super::super::playbook::{Guard, Item, Note, Place, Rows, Rule, Step, Todo, Wait};
use super::super::question::{Kind, Question};
use super::{
    ItemPlan, Plan, RowLine, RowsPlan, Spot, StepPlan, StepState, Stop, TodoPlan, WaitLine, WaitState, shown,
};

impl<'a> Plan<'a> {
    /// Plans a step; the steps before it are planned already.
    pub(super) fn plan_step(&self, number: usize, step: &'a Step) -> StepPlan<'a> {
        let look = &self.look;
        let applies = look.step_applies(step) == Truth::Yes;
        let before = look.was_before(&step.id);
        let unmet = if before {
            Vec::new()
        } else {
            step.guards.iter().filter(|guard| !self.satisfied(guard)).collect()
        };
        let mut plan = StepPlan {
            step,
            state: StepState::NotNeeded,
            items: if applies { self.items(number, step) } else { Vec::new() },
            deadlines: step
                .deadlines
                .iter()
                .filter(|d| self.is_met_here(d))
                .map(|d| look.deadline(d, self.calendar))
                .collect(),
            estimates: step
                .estimates
                .iter()
                .filter(|e| shown(look.holds(&e.only_if)))
                .map(|e| look.estimate(e))
                .collect(),
            unmet,
            before,
            look: look.clone(),
        };
        if applies {
            plan.state = self.state(&plan);
        }
        plan
    }

    fn items(&self, number: usize, step: &'a Step) -> Vec<ItemPlan<'a>> {
        let borrowed = step.borrow.iter().filter(|id| self.is_left_out(id)).filter_map(|id| {
            let Some(Place::Item(step, item)) = self.look.playbook.place(id) else { return None };
            Some((step, item))
        });
        // What ends a wait brings it along.
        let with_waits = |(step, item): (usize, usize)| {
            let steps = &self.look.playbook.steps;
            let act = match &steps[step].items[item] {
                Item::Todo(todo) => Some(&todo.id),
                _ => None,
            };
            let ends = move |other: &usize| match &steps[step].items[*other] {
                Item::Wait(wait) => Some(&wait.until) == act,
                _ => false,
            };
            let waits = (0..steps[step].items.len()).filter(ends);
            waits.map(move |wait| (step, wait)).chain([(step, item)])
        };
        let borrowed = borrowed.flat_map(with_waits);
        let own = (0..step.items.len()).map(|item| (number, item));
        borrowed.chain(own).filter_map(|(step, item)| self.item(step, item)).collect()
    }

    /// A deadline stands for an act that applies.
    fn is_met_here(&self, deadline: &super::super::playbook::Deadline) -> bool {
        let stands = self.look.holds(&deadline.only_if) != Truth::No;
        let todo = self.look.playbook.todo(&deadline.met_by).filter(|_| stands);
        todo.is_some_and(|todo| shown(self.look.holds(&todo.only_if)))
    }

    /// True where the step that asks a question was skipped.
    fn is_left_out(&self, id: &str) -> bool {
        self.look.playbook.step_of(id).is_some_and(|step| self.look.case.marks.contains_key(&step.id))
    }

    fn item(&self, step: usize, item: usize) -> Option<ItemPlan<'a>> {
        let look = &self.look;
        if !shown(look.own(step, item)) {
            return None;
        }
        Some(match &look.playbook.steps[step].items[item] {
            Item::Question(question) => {
                if question.on_demand && !look.case.answers.contains_key(&question.id) {
                    return None;
                }
                ItemPlan::Question(question, look.answer(step, item))
            }
            Item::Rows(rows) => ItemPlan::Rows(self.rows(rows)),
            Item::Todo(todo) => ItemPlan::Todo(self.todo(todo)),
            Item::Wait(wait) => ItemPlan::Wait(look.wait(wait)),
        })
    }

    fn rows(&self, rows: &'a Rows) -> RowsPlan<'a> {
        // Rows of one sort are asked the same.
        let mut of_sorts: Vec<Option<Rc<[&Question]>>> = Vec::new();
        let lines = self.look.sorted_rows(rows).map(|(number, row, sort)| {
            let applies = |column: &&Question| shown(self.look.cell_applies(rows, row, column));
            if of_sorts.len() <= sort {
                of_sorts.resize(sort + 1, None);
            }
            let columns = of_sorts[sort].get_or_insert_with(|| rows.columns.iter().filter(applies).collect());
            RowLine { number, columns: Rc::clone(columns), row }
        });
        let all = self.look.case.tables.get(rows.table()).is_some_and(|table| table.all);
        RowsPlan { rows, lines: lines.collect(), all }
    }

    fn todo(&self, todo: &'a Todo) -> TodoPlan<'a> {
        let waits = self.look.playbook.waits_until(&todo.id);
        TodoPlan {
            todo,
            ticks: self.look.tick_places(todo).collect(),
            ends: waits.map(|wait| self.look.wait(wait)).collect(),
        }
    }

    fn state(&self, plan: &StepPlan<'a>) -> StepState<'a> {
        if let Some(mark) = self.look.case.marks.get(&plan.step.id) {
            return StepState::Skipped(mark);
        }
        let Some(front) = plan.front() else { return StepState::Done };
        if front.waits() {
            return StepState::Waiting;
        }
        if !self.first_steps(plan.step).is_empty() {
            return StepState::Held;
        }
        if let Spot::Todo(todo, _) = front.spot
            && plan.holding(&todo.id).next().is_some()
        {
            return StepState::Blocked;
        }
        StepState::Open
    }

    /// The steps that come before this one and are not settled yet. What a step that is not needed, or was left out, would
    /// have come after comes before this one as well; what was done before posquit holds nothing up.
    pub fn first_steps(&self, step: &'a Step) -> Vec<&StepPlan<'a>> {
        let mut found = Vec::new();
        self.find_first(step, &mut found);
        found
    }

    /// The steps that this one waits for, theirs included, in order.
    pub fn all_first(&self, step: &'a Step) -> Vec<&StepPlan<'a>> {
        let mut found: Vec<&StepPlan<'a>> = self.first_steps(step);
        let mut at = 0;
        while let Some(plan) = found.get(at) {
            self.find_first(plan.step, &mut found);
            at += 1;
        }
        self.steps.iter().filter(|plan| found.iter().any(|first| first.step.id == plan.step.id)).collect()
    }

    fn find_first<'p>(&'p self, step: &'a Step, found: &mut Vec<&'p StepPlan<'a>>) {
        for plan in step.after.iter().filter_map(|id| self.step(id)).filter(|plan| !plan.before) {
            match plan.state {
                StepState::NotNeeded | StepState::Skipped(_) => self.find_first(plan.step, found),
                StepState::Blocked | StepState::Held | StepState::Open => {
                    if !plan.lets_go_on() && !found.iter().any(|other| other.step.id == plan.step.id) {
                        found.push(plan);
                    }
                }
                StepState::Done | StepState::Waiting => {}
            }
        }
    }

    /// Whether a guard lets its step go on. What certainly does not apply needs no guarding; what may apply does.
    fn satisfied(&self, guard: &Guard) -> bool {
        let (look, id) = (&self.look, guard.needs.as_str());
        if look.holds(&guard.only_if) == Truth::No {
            return true;
        }
        if let Some(step) = self.step(id) {
            return self.is_sure(step);
        }
        // What was done before posquit is taken as done, known or not; an answer that says otherwise is not.
        let before = look.playbook.step_of(id).is_some_and(|step| look.was_before(&step.id));
        if before && look.value(id).is_none() {
            return true;
        }
        match look.applies(id) {
            Truth::No => return true,
            Truth::Unsure => return false,
            Truth::Yes => {}
        }
        match look.playbook.item(id) {
            Some(Item::Todo(todo)) => look.is_ticked(todo),
            Some(Item::Wait(wait)) => {
                look.playbook.todo(&wait.until).is_some_and(|todo| look.is_ticked(todo))
            }
            Some(Item::Question(question)) => {
                let wanted = accepted(guard, question.kind);
                look.value(id).is_some_and(|value| wanted.is_empty() || value.is_one_of(&wanted))
            }
            _ => false,
        }
    }

    /// Whether a step is over for certain; one that is not needed is as sure as what it would have come after.
    fn is_sure(&self, step: &StepPlan<'a>) -> bool {
        let mut after = step.step.after.iter().filter_map(|id| self.step(id));
        match step.state {
            _ if step.before => true,
            StepState::Done => step.find_out().is_empty(),
            StepState::NotNeeded => after.all(|step| self.is_sure(step)),
            _ => false,
        }
    }
}

fn accepted(guard: &Guard, kind: Kind) -> Vec<String> {
    if guard.is.is_empty() && kind == Kind::YesNo { vec!["yes".to_owned()] } else { guard.is.clone() }
}

impl<'a> StepPlan<'a> {
    /// The guards that hold up one of its to-dos: those that are not satisfied, but for one that waits for this to-do.
    pub fn holding(&self, todo: &str) -> impl Iterator<Item = &'a Guard> {
        self.unmet.iter().copied().filter(move |guard| guard.needs != todo)
    }

    /// The lines of the waits that a tick of one of its to-dos ends.
    pub fn ended_lines(&self, todo: &str, row: Option<u32>) -> impl Iterator<Item = (&'a Wait, &WaitLine)> {
        self.todos().filter(move |plan| plan.todo.id == todo).flat_map(move |plan| plan.ended_lines(row))
    }

    /// True where all that is open in it are acts that nothing else waits for.
    fn lets_go_on(&self) -> bool {
        let mut open = self.stops().filter(Stop::is_open);
        open.all(|stop| matches!(stop.spot, Spot::Todo(todo, _) if todo.lets_go_on))
    }

    /// The first place that is still open.
    pub fn front(&self) -> Option<Stop<'a>> {
        self.stops().find(Stop::is_open)
    }
}

impl<'a> TodoPlan<'a> {
    /// True where it ends a wait that runs: the other side has to act.
    pub fn is_awaited(&self, row: Option<u32>) -> bool {
        self.ended_lines(row)
            .any(|(_, line)| matches!(line.state, WaitState::Running | WaitState::Late { .. }) && !line.ours)
    }

    /// True where nothing has to come or to pass before it is done.
    pub fn is_ours(&self) -> bool {
        self.ends.iter().all(|plan| plan.wait.own && plan.lines.iter().all(|line| line.ours))
    }

    /// The lines of the waits that its tick for a row ends.
    pub fn ended_lines(&self, row: Option<u32>) -> impl Iterator<Item = (&'a Wait, &WaitLine)> {
        let lines = self.ends.iter().flat_map(|plan| plan.lines.iter().map(move |line| (plan.wait, line)));
        lines.filter(move |(_, line)| line.row == row || line.row.is_none())
    }
}

impl<'a> StepPlan<'a> {
    /// Its rules that apply.
    pub fn rules(&self) -> Vec<&'a Rule> {
        self.step.told.rules.iter().filter(|rule| shown(self.look.holds(&rule.only_if))).collect()
    }

    /// What to have ready.
    pub fn materials(&self) -> Vec<&'a Note> {
        self.applying(&self.step.told.materials)
    }

    /// What goes wrong for others.
    pub fn pitfalls(&self) -> Vec<&'a Note> {
        self.applying(&self.step.told.pitfalls)
    }

    fn applying(&self, notes: &'a [Note]) -> Vec<&'a Note> {
        notes.iter().filter(|note| shown(self.look.holds(&note.only_if))).collect()
    }
}
