//! The checklist as an outline: headings, paragraphs, task boxes and lists, with nothing of any format in it.

use crate::domain::answer::Answer;
use crate::domain::phrase::Phrase;
use crate::domain::plan::{
    DeadlinePlan, DeadlineState, ItemPlan, Plan, RowsPlan, StepPlan, StepState, TodoPlan, WaitState,
};
use crate::domain::playbook::Evidence;
use crate::domain::record::ByPlace;
use crate::domain::text::visible;

/// One piece of the outline. Texts are plain: a renderer escapes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// A task box with lines below it.
    Task(bool, String, Vec<String>),
    /// A line of a list.
    Item(String),
    /// A sentence that stands out: a warning, a reason.
    Note(String),
}

/// The whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Its pieces, in order.
    pub blocks: Vec<Block>,
}

/// The checklist of a case: per step what was done, when, with which evidence, what is open, waiting or skipped and why.
pub fn checklist(plan: &Plan<'_>, phrase: &Phrase<'_>) -> Outline {
    let records = ByPlace::of(&plan.look.case.records);
    let mut writer = Writer { plan, phrase, records, outline: Outline::default() };
    writer.top();
    for phase in &phrase.playbook.phases {
        let steps: Vec<_> = plan.steps.iter().filter(|step| step.step.phase == phase.id).collect();
        if !steps.is_empty() {
            writer.heading(2, phase.title.to(phrase.words.lang));
            for step in steps {
                writer.step(step);
            }
        }
    }
    writer.find_out();
    writer.outline
}

struct Writer<'w, 'a> {
    plan: &'w Plan<'a>,
    phrase: &'w Phrase<'w>,
    records: ByPlace<'a>,
    outline: Outline,
}

impl Writer<'_, '_> {
    fn push(&mut self, block: Block) {
        self.outline.blocks.push(block);
    }

    fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.push(Block::Heading(level, text.into()));
    }

    fn say(&self, key: &str, fill: &[(&str, &str)]) -> String {
        self.phrase.words.say(key, fill)
    }

    fn top(&mut self) {
        let (plan, phrase) = (self.plan, self.phrase);
        let title = visible(&plan.look.case.title);
        self.heading(1, self.say("list.title", &[("title", &title)]));
        let made = if phrase.playbook.masks() { "list.made" } else { "full.made" };
        self.push(Block::Text(self.say(made, &[("today", &phrase.day(plan.today))])));
        self.push(Block::Note(phrase.playbook.caution.to(phrase.words.lang).to_owned()));
        for late in plan.late_deadlines() {
            let what = late.deadline.label.to(phrase.words.lang);
            self.push(Block::Note(
                self.say("brief.late_deadline", &[("what", what), ("how", &phrase.how(late))]),
            ));
        }
        for doubt in plan.doubts() {
            self.push(Block::Note(phrase.doubt(plan, &doubt)));
        }
        for (_, wait, line) in plan.running() {
            self.push(Block::Note(phrase.wait(plan, wait, line)));
        }
        if let Some(act) = plan.next_act() {
            let what = phrase.act(plan, act.todo, act.row);
            if let Some((day, wait, _)) = plan.awaited_before(&act) {
                self.push(Block::Text(phrase.awaited(plan, wait, day)));
            }
            let text = match act.due.filter(|due| due.act_by().is_some()) {
                Some(due) => self.say(
                    phrase.next_key(plan, due),
                    &[("what", &what), ("day", &phrase.when(&due.last_act().when))],
                ),
                None => self.say("next.act", &[("what", &what), ("today", &phrase.day(plan.today))]),
            };
            self.push(Block::Text(text));
        }
    }

    fn step(&mut self, step: &StepPlan<'_>) {
        let (phrase, lang) = (self.phrase, self.phrase.words.lang);
        let number = self.plan.steps.iter().position(|s| s.step.id == step.step.id).map_or(0, |at| at + 1);
        let state = phrase.state(step);
        let title = step.step.title.to(lang);
        self.heading(
            3,
            self.say("list.step", &[("n", &number.to_string()), ("title", title), ("state", &state)]),
        );
        match step.state {
            StepState::NotNeeded => return self.push(Block::Text(self.say("list.not_needed", &[]))),
            StepState::Skipped(mark) => {
                let fill = [("on", mark.on.to_string()), ("reason", visible(&mark.reason))];
                let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
                self.push(Block::Note(self.say("list.skipped", &fill)));
                return self.left(step);
            }
            _ => self.push(Block::Text(phrase.why(self.plan, step.step))),
        }
        if step.state == StepState::Held {
            let first = phrase.titles(&self.plan.first_steps(step.step));
            self.push(Block::Text(self.say("list.held", &[("steps", &first)])));
        }
        if !matches!(step.state, StepState::Done | StepState::Skipped(_)) {
            for guard in &step.unmet {
                self.push(Block::Note(guard.because.to(lang).to_owned()));
            }
            for material in step.materials() {
                self.push(Block::Item(self.say("list.material", &[("what", material.text.to(lang))])));
            }
        }
        step.items.iter().for_each(|item| self.item(step, item));
        step.deadlines.iter().for_each(|deadline| self.deadline(deadline));
        for estimate in step.estimates.iter().filter(|estimate| estimate.sum.is_none() || estimate.tells()) {
            let label = estimate.estimate.label.to(lang);
            self.push(Block::Item(
                self.say("list.answer", &[("what", label), ("answer", &phrase.estimate(estimate))]),
            ));
        }
        if !matches!(step.state, StepState::Done | StepState::Skipped(_)) {
            step.pitfalls().iter().for_each(|note| {
                self.push(Block::Item(self.say("list.pitfall", &[("what", note.text.to(lang))])));
            });
        }
        step.rules().iter().for_each(|rule| self.push(Block::Item(phrase.rule(rule))));
    }

    /// What was answered or done in a step before it was skipped, but for what another step borrows.
    fn left(&mut self, step: &StepPlan<'_>) {
        for item in &step.items {
            let settled = match item {
                ItemPlan::Question(_, answer) => answer.is_some(),
                ItemPlan::Rows(rows) => !rows.lines.is_empty(),
                ItemPlan::Todo(plan) => {
                    let home = self.plan.home_of(&plan.todo.id);
                    let here = home.is_some_and(|home| home.step.id == step.step.id);
                    here && plan.ticks.iter().any(|(_, tick)| tick.is_some())
                }
                ItemPlan::Wait(_) => false,
            };
            if settled {
                self.item(step, item);
            }
        }
    }

    fn deadline(&mut self, deadline: &DeadlinePlan<'_>) {
        let (phrase, lang) = (self.phrase, self.phrase.words.lang);
        let state = match deadline.state {
            DeadlineState::Met(Some(day)) => self.say("list.met_on", &[("day", &day.to_string())]),
            DeadlineState::Met(None) => self.say("list.met", &[]),
            DeadlineState::Late(days) => {
                let days = phrase.words.count("span.days", usize::try_from(days).unwrap_or(0));
                self.say("list.late", &[("days", &days)])
            }
            DeadlineState::Open => String::new(),
        };
        let fill =
            [("what", deadline.deadline.label.to(lang)), ("how", &phrase.how(deadline)), ("state", &state)];
        self.push(Block::Item(self.say("list.deadline", &fill)));
        if deadline.state == DeadlineState::Open {
            self.outline.blocks.extend(phrase.sending(deadline).map(Block::Item));
        }
    }

    fn item(&mut self, step: &StepPlan<'_>, item: &ItemPlan<'_>) {
        match item {
            ItemPlan::Question(question, answer) => {
                let answer = self.answer(question, *answer);
                let fill = [("what", question.label.to(self.phrase.words.lang)), ("answer", &answer)];
                self.push(Block::Item(self.say("list.answer", &fill)));
            }
            ItemPlan::Rows(rows) => self.rows(rows),
            ItemPlan::Todo(todo) => self.todo(step, todo),
            ItemPlan::Wait(wait) => {
                for line in wait.lines.iter().filter(|line| line.state != WaitState::NotBegun) {
                    let text = self.phrase.wait(self.plan, wait.wait, line);
                    // What a date still needs is part of the sentence already.
                    let item = match line.due.when.last() {
                        Some(_) => {
                            let how = self.phrase.derivation(&line.due);
                            self.say("list.wait", &[("what", text.as_str()), ("how", &how)])
                        }
                        None => text,
                    };
                    self.push(Block::Item(item));
                }
            }
        }
    }

    fn answer(&self, question: &crate::domain::question::Question, answer: Option<&Answer>) -> String {
        answer.map_or_else(|| self.say("list.not_asked", &[]), |answer| self.phrase.answer(question, answer))
    }

    fn rows(&mut self, plan: &RowsPlan<'_>) {
        let lang = self.phrase.words.lang;
        for line in plan.lines.iter().filter(|line| line.cells().next().is_some()) {
            let cell = |(column, answer): (&crate::domain::question::Question, Option<&Answer>)| {
                let answer = self.answer(column, answer);
                self.say("list.answer", &[("what", column.label.to(lang)), ("answer", &answer)])
            };
            let cells: Vec<String> = line.cells().map(cell).collect();
            let name = self.phrase.row(self.plan, plan.rows, line.number);
            let cells = cells.join(self.phrase.words.get("list.semicolon"));
            self.push(Block::Item(self.say("list.answer", &[("what", &name), ("answer", &cells)])));
        }
    }

    fn todo(&mut self, step: &StepPlan<'_>, plan: &TodoPlan<'_>) {
        let (phrase, todo, lang) = (self.phrase, plan.todo, self.phrase.words.lang);
        for (row, tick) in &plan.ticks {
            let mut below: Vec<String> = tick.iter().map(|tick| phrase.tick(tick)).collect();
            if tick.is_none() && !matches!(step.state, StepState::Skipped(_)) {
                if let Some(due) = self.plan.deadline_of(&todo.id).filter(|due| due.act_by().is_some()) {
                    below.push(self.say("list.due", &[("how", &phrase.derivation(&due.due))]));
                    below.extend(phrase.sending(due));
                }
                if let Some(proof) = todo.proof.as_ref().filter(|_| todo.evidence != Evidence::None) {
                    below.push(self.say("list.proof", &[("what", proof.to(lang))]));
                }
            }
            for record in self.records.about(&todo.id, *row) {
                let (what, says) = (phrase.record_place(self.plan, record), phrase.record(record));
                below.push(self.say("list.answer", &[("what", &what), ("answer", &says)]));
            }
            let text = match row {
                Some(_) => {
                    let row = phrase.todo(self.plan, todo, *row);
                    self.say("list.act", &[("row", &row), ("what", todo.act.to(lang))])
                }
                None => todo.act.to(lang).to_owned(),
            };
            self.push(Block::Task(tick.is_some(), text, below));
        }
    }

    fn find_out(&mut self) {
        let unknown = self.plan.find_out();
        if unknown.is_empty() {
            return;
        }
        self.heading(2, self.say("list.find_out", &[]));
        for found in unknown {
            let what = self.phrase.place(self.plan, &found.at);
            let help = found.question.help.as_ref().map(|help| help.to(self.phrase.words.lang).to_owned());
            self.push(Block::Task(false, what, help.into_iter().collect()));
        }
    }
}
