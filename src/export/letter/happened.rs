//! What happened and what did not: ticks, waits, and what is late.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::case::Tick;
use crate::domain::condition::Truth;
use crate::domain::plan::{Piece, StepPlan, WaitLine, WaitState};
use crate::domain::playbook::{Todo, Wait};
use crate::domain::span::{Span, Unit};
use crate::domain::text::visible;

use super::Missing;
use super::facts::{Fact, Said, Teller};

type Group = BTreeMap<&'static str, Fact>;

impl Teller<'_, '_> {
    /// A to-do: whether it is `done`, `on` which day, and its `reference`.
    pub(super) fn todo(&self, todo: &Todo) -> Group {
        let look = &self.plan.look;
        let todo = look.playbook.todo(&todo.id).filter(|todo| look.is_ticked(todo));
        let ticks: Vec<&Tick> = todo
            .map(|todo| look.tick_places(todo).filter_map(|(_, tick)| tick).collect())
            .unwrap_or_default();
        self.ticked(&ticks)
    }

    /// `todo`, with what is missing where it is not ticked.
    pub(super) fn todo_or_missing(&self, todo: &Todo) -> Group {
        let group = self.todo(todo);
        if matches!(group.get("done"), Some(Fact::Flag(true))) {
            return group;
        }
        if self.was_before(todo) {
            let gap = || Fact::Said(self.gap(&todo.id));
            return BTreeMap::from([("done", Fact::Flag(true)), ("on", gap()), ("reference", gap())]);
        }
        let missing = || Fact::Said(Said::missing(Missing::Tick(todo.id.clone())));
        BTreeMap::from([("done", Fact::Flag(false)), ("on", missing()), ("reference", missing())])
    }

    /// True for what was done before the case was kept here, though nobody noted on which day.
    fn was_before(&self, todo: &Todo) -> bool {
        let home = self.phrase.playbook.step_of(&todo.id).and_then(|step| self.plan.step(&step.id));
        home.is_some_and(|step| step.before) && self.plan.look.applies(&todo.id) == Truth::Yes
    }

    fn ticked(&self, ticks: &[&Tick]) -> Group {
        let day = ticks.iter().map(|tick| tick.on).collect::<Option<Vec<_>>>();
        let day = day.and_then(|days| days.into_iter().max());
        let mut references: Vec<&str> = ticks.iter().filter_map(|tick| tick.evidence.as_deref()).collect();
        references.dedup();
        BTreeMap::from([
            ("done", Fact::Flag(!ticks.is_empty())),
            ("on", Fact::Said(self.day_or_open(day))),
            ("reference", Fact::Said(self.reference(&references))),
        ])
    }

    fn day_or_open(&self, day: Option<NaiveDate>) -> Said {
        day.map_or_else(|| self.open(), |day| self.day(day))
    }

    fn reference(&self, references: &[&str]) -> Said {
        if references.is_empty() {
            let none = self.phrase.words.get("letter.no_reference").to_owned();
            return Said { text: none, ..Said::default() };
        }
        let texts: Vec<String> = references.iter().map(|text| visible(text)).collect();
        Said::typed(self.phrase.words.list(&texts))
    }

    /// A wait: whether it is `late` or `over`, `since` when, `due` on which day, late `by` how much, and the `reference`
    /// of what it began with. Of several lines, a late one speaks.
    pub(super) fn wait(&self, wait: &Wait) -> Group {
        let plans = self.plan.steps.iter().flat_map(StepPlan::waits);
        let lines: Vec<&WaitLine> =
            plans.filter(|plan| plan.wait.id == wait.id).flat_map(|plan| plan.lines.iter()).collect();
        let line = lines.iter().find(|line| line.is_late()).or(lines.first());
        line.map_or_else(
            || BTreeMap::from([("late", Fact::Flag(false)), ("over", Fact::Flag(false))]),
            |line| self.wait_line(wait, line),
        )
    }

    fn wait_line(&self, wait: &Wait, line: &WaitLine) -> Group {
        let what = match line.row.zip(self.rows_until(wait)) {
            Some((number, rows)) => {
                let row = self.phrase.row(self.plan, rows, number);
                let what = wait.what.to(self.phrase.words.lang);
                Said::typed(capital(&self.phrase.words.say("row.of", &[("what", what), ("row", &row)])))
            }
            None => Said::known(capital(wait.what.to(self.phrase.words.lang))),
        };
        let begun = self.plan.look.case.tick(&wait.from, line.row);
        let references: Vec<&str> = begun.and_then(|tick| tick.evidence.as_deref()).into_iter().collect();
        let over = matches!(line.state, WaitState::Ended(_));
        BTreeMap::from([
            ("what", Fact::Said(what)),
            ("late", Fact::Flag(line.is_late())),
            ("over", Fact::Flag(over)),
            ("since", Fact::Said(self.day_or_open(line.since))),
            ("due", Fact::Said(self.day_or_open(line.due.when.last()))),
            ("by", Fact::Said(self.late_by(line))),
            ("reference", Fact::Said(self.reference(&references))),
        ])
    }

    fn rows_until(&self, wait: &Wait) -> Option<&crate::domain::playbook::Rows> {
        let until = self.phrase.playbook.todo(&wait.until)?;
        self.phrase.playbook.rows(until.each.as_ref()?)
    }

    /// How late, in the unit that the wait is counted in.
    fn late_by(&self, line: &WaitLine) -> Said {
        let WaitState::Late { days, working } = line.state else { return self.open() };
        let in_working = matches!(
            line.due.pieces.last(),
            Some(Piece::Span(_, range, _)) if range.most.unit == Unit::WorkingDays
        );
        let (count, unit) = if in_working {
            (u32::try_from(working), Unit::WorkingDays)
        } else {
            (u32::try_from(days), Unit::Days)
        };
        Said::known(self.phrase.span(Span { count: count.unwrap_or(0), unit }))
    }

    /// What the other side owes and is late with, apart from the answers to reminders and complaints themselves.
    pub(super) fn matters(&self) -> Vec<Fact> {
        let late = self.plan.running().filter(|(step, _, line)| !step.presses() && line.is_late());
        late.map(|(_, wait, line)| Fact::Group(self.wait_line(wait, line))).collect()
    }

    /// The reminders and complaints so far, in the order of their days.
    pub(super) fn steps_taken(&self) -> Vec<Fact> {
        let todos = self.plan.steps.iter().filter(|step| step.presses()).flat_map(StepPlan::todos);
        let mut taken: Vec<(Option<NaiveDate>, &Todo, &Tick)> = todos
            .flat_map(|plan| plan.ticks.iter().filter_map(|(_, tick)| Some((plan.todo, (*tick)?))))
            .map(|(todo, tick)| (tick.on, todo, tick))
            .collect();
        taken.sort_by_key(|(on, ..)| *on);
        taken
            .into_iter()
            .map(|(_, todo, tick)| {
                let mut group = self.ticked(&[tick]);
                let what = Said::known(capital(todo.label.to(self.phrase.words.lang)));
                group.insert("what", Fact::Said(what));
                Fact::Group(group)
            })
            .collect()
    }
}

/// A label as the beginning of a line: with a capital, where the script has them.
fn capital(label: &str) -> String {
    let mut rest = label.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
