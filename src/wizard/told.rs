//! What is said once, and how to hear it again: the heading of a step, the keys, the words to say, a guard.

use anyhow::Result;

use crate::domain::plan::{Plan, StepPlan, StepState};
use crate::domain::playbook::Todo;
use crate::domain::text::Text;

use super::{HashSet, Line, Page, Rc, Talk, key, screens, spoken};

/// What was said so far.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing said or not")]
pub(super) struct Told {
    /// Steps whose guards were told.
    guards: HashSet<String>,
    /// The keys were told.
    keys: bool,
    /// The step that was entered last.
    pub(super) step: Option<String>,
    /// Its heading stands above.
    pub(super) heading: bool,
    /// The words to say in that step were read.
    script: bool,
    /// Help was the last thing that was said at this place.
    help: bool,
}

impl Talk<'_> {
    /// Shows the heading of a step that was not the last one spoken of.
    pub(super) fn enter(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>) -> Result<()> {
        self.told.help = false;
        let first = !std::mem::replace(&mut self.told.heading, true);
        if self.told.step.as_ref() != Some(&step.step.id) {
            self.told.step = Some(step.step.id.clone());
            self.told.script = false;
        } else if !first {
            return Ok(());
        }
        let mut page = screens::heading(&self.phrase(), plan, step);
        let count = plan.gone_through().count();
        let before = std::mem::replace(&mut self.counted, count);
        if before != 0 && before != count {
            let fill = [("before", before.to_string()), ("now", count.to_string())];
            let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
            page.quiet(self.say("ahead.recounted", &fill));
        }
        // What is heard is not passed over as quickly as what is seen: once will do.
        if !self.words.aloud || !std::mem::replace(&mut self.told.keys, true) {
            page.quiet(self.words.get("talk.keys"));
        } else if first {
            page.quiet(self.words.get("hear.help"));
        }
        self.ask.tell(&page)
    }

    /// Says once why a step cannot go on safely.
    pub(super) fn warn(&mut self, step: &StepPlan<'_>) -> Result<()> {
        if self.told.guards.insert(step.step.id.clone()) {
            let page = screens::blocked(&self.phrase(), step);
            self.ask.tell(&page)?;
        }
        Ok(())
    }

    /// Tells a to-do; heard, the words to say come once while a step is spoken of.
    pub(super) fn tell_todo(
        &mut self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        todo: &Todo,
        row: Option<u32>,
    ) -> Result<()> {
        let mut page = Page::default();
        page.blank();
        if screens::has_script(step, todo, row) {
            if self.words.aloud && std::mem::replace(&mut self.told.script, true) {
                page.quiet(self.words.get("hear.script"));
            } else {
                screens::script(&self.phrase(), plan, step, &mut page);
            }
        }
        screens::todo(&self.phrase(), plan, step, todo, row, &mut page);
        self.ask.tell(&page)
    }

    /// Tells help. Heard, it holds the words to say that were read before, and the keys come when it is asked for twice.
    pub(super) fn tell_help(&mut self, step: &StepPlan<'_>, own: Option<&Text>) -> Result<()> {
        if self.words.aloud && std::mem::replace(&mut self.told.help, false) {
            return self.tell(Line::Quiet(self.words.get("talk.keys").to_owned()));
        }
        let case = Rc::clone(&self.case);
        let plan = Plan::new(self.playbook, &case, self.today);
        if self.words.aloud && self.told.script && self.told.step.as_ref() == Some(&step.step.id) {
            let mut page = Page::default();
            screens::script(&self.phrase(), &plan, step, &mut page);
            self.ask.tell(&page)?;
        }
        let mut page = screens::help(&self.phrase(), &plan, step, own);
        page.blank();
        self.told.help = true;
        page.quiet(self.words.get(if self.words.aloud { "hear.keys" } else { "talk.keys" }));
        self.ask.tell(&page)
    }

    /// Says that an answer was given again as it was.
    pub(super) fn tell_unchanged(&mut self) -> Result<()> {
        self.tell(Line::Quiet(self.words.get("hear.unchanged").to_owned()))
    }

    /// Says how a command is typed, where a text that is no answer is the word for one.
    pub(super) fn tell_command(&mut self, typed: &str) -> Result<()> {
        match spoken::bare_command(self.words, typed) {
            Some(word) => self.tell(Line::Quiet(self.say("hear.colon", &[("word", &word)]))),
            None => Ok(()),
        }
    }

    /// Says which day was taken.
    pub(super) fn tell_day(&mut self, day: chrono::NaiveDate) -> Result<()> {
        let day = self.phrase().exact_day(day);
        self.tell(Line::Quiet(self.say("hear.day", &[("day", &day)])))
    }

    /// The place in the overview that Enter stands for: the step that is spoken of while it is open, else the next one.
    pub(super) fn current(&self, plan: &Plan<'_>, steps: &[&StepPlan<'_>]) -> Option<usize> {
        let goes_on = |step: &StepPlan<'_>| {
            matches!(step.state, StepState::Open | StepState::Waiting) && step.front().is_some()
        };
        let place = |id: &str| steps.iter().position(|step| step.step.id == id);
        let spoken = self.told.step.as_deref().and_then(|id| plan.step(id));
        if let Some(step) = spoken.filter(|step| goes_on(step)) {
            return place(&step.step.id);
        }
        let mut places = self.places(plan).into_iter();
        let next = places.find(|(step, front)| goes_on(step) && !self.later.contains(&key(front)));
        next.and_then(|(step, _)| place(&step.step.id))
    }
}
