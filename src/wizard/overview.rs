//! The overview: every step with its state, and from there to what is open, to an answer that is to be changed, or past
//! a step for a reason.

use std::rc::Rc;

use anyhow::Result;

use crate::domain::case::{At, Edit};
use crate::domain::effects::{changed, effects};
use crate::domain::intake;
use crate::domain::plan::{Plan, StepPlan, StepState, Stop, StopState};

use super::{Ending, Line, Moved, Page, Prompt, Reply, Talk, key, screens};

/// What can be done with a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Go,
    Review,
    Skip,
    Reopen,
    Return,
}

impl Talk<'_> {
    /// Shows the overview until the person goes on or leaves.
    pub(super) fn overview(&mut self) -> Result<Moved> {
        loop {
            let case = Rc::clone(&self.case);
            let plan = Plan::new(self.playbook, &case, self.today);
            let steps: Vec<&StepPlan<'_>> =
                plan.steps.iter().filter(|s| s.state != StepState::NotNeeded).collect();
            let mut options: Vec<String> =
                steps.iter().map(|step| screens::line_of(&self.phrase(), step)).collect();
            options.extend(["over.six", "over.return"].map(|key| self.words.get(key).to_owned()));
            // Enter alone goes on: with the step that is spoken of, else by the last option.
            let current = self.current(&plan, &steps).unwrap_or(options.len() - 1);
            let moved = match self.choose_from("over.ask", &options, current)? {
                Ok(Some(at)) if at < steps.len() => self.step_menu(&plan, steps[at])?,
                Ok(Some(at)) if at == steps.len() => self.essentials_only(&plan)?,
                Ok(_) => Some(Moved::On),
                Err(moved) => Some(moved),
            };
            if let Some(moved) = moved {
                return Ok(moved);
            }
        }
    }

    /// Skips every step that is not one of the documented six and was not begun. Guards stay: what an essential step
    /// needs of a skipped one is asked there.
    fn essentials_only(&mut self, plan: &Plan<'_>) -> Result<Option<Moved>> {
        // What the others all come after says who one is.
        let first = |step: &StepPlan<'_>| step.step.after.is_empty();
        let stays = |step: &&StepPlan<'_>| step.step.essential || first(step);
        let six = plan.steps.iter().filter(|step| stays(step) && step.state != StepState::NotNeeded);
        let titles = self.phrase().titles(&six.collect::<Vec<_>>());
        let which = self.say("over.six_which", &[("steps", &titles)]);
        self.tell(Line::Text(which))?;
        let options = ["over.six_yes", "over.six_no"].map(|key| self.words.get(key).to_owned());
        match self.choose("over.six_ask", &options)? {
            Ok(Some(0)) => {}
            Ok(_) => return Ok(None),
            Err(moved) => return Ok(Some(moved)),
        }
        let reason = self.words.get("over.six_reason").to_owned();
        let begun = |step: &StepPlan<'_>| step.stops().any(|stop| !stop.is_open());
        let extra = plan.steps.iter().filter(|step| !stays(step) && !begun(step));
        let waiting =
            extra.filter(|step| matches!(step.state, StepState::Open | StepState::Held | StepState::Blocked));
        let edits: Vec<Edit> =
            waiting.filter_map(|step| intake::skip(plan, step.step, &reason).ok()).flatten().collect();
        self.save_step(plan, &edits)
    }

    /// One menu; `None` for back, help and the like, an ending for leaving.
    pub(super) fn choose(&mut self, ask: &str, options: &[String]) -> Result<Result<Option<usize>, Moved>> {
        self.choose_from(ask, options, 0)
    }

    /// `choose`, with the option that Enter alone stands for.
    fn choose_from(
        &mut self,
        ask: &str,
        options: &[String],
        current: usize,
    ) -> Result<Result<Option<usize>, Moved>> {
        let prompt = Prompt { ask: self.words.get(ask).to_owned(), ..Prompt::default() };
        Ok(match self.ask.pick(&prompt, options, current)? {
            Reply::Got(at) => Ok(Some(at)),
            Reply::Quit => Err(Moved::Leave(Ending::Left)),
            Reply::Interrupted => Err(Moved::Leave(Ending::Interrupted)),
            Reply::Back | Reply::Help | Reply::Unknown | Reply::Overview => Ok(None),
        })
    }

    /// What can be done with a step; `None` leads back to the overview.
    fn step_menu(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>) -> Result<Option<Moved>> {
        let page = screens::standing(&self.phrase(), plan, step);
        self.ask.tell(&page)?;
        let choices = choices(step);
        let keys = choices.iter().map(|choice| match choice {
            Choice::Go => "over.go",
            Choice::Review => "over.review",
            Choice::Skip => "over.skip",
            Choice::Reopen => "over.reopen",
            Choice::Return => "over.back",
        });
        let options: Vec<String> = keys.map(|key| self.words.get(key).to_owned()).collect();
        let chosen = match self.choose("over.what", &options)? {
            Ok(at) => at.map_or(Choice::Return, |at| choices[at]),
            Err(moved) => return Ok(Some(moved)),
        };
        match chosen {
            Choice::Return => Ok(None),
            Choice::Go => {
                let front = step.front();
                // Whoever goes there on purpose is asked everything that was put off in it.
                for stop in step.stops() {
                    self.later.remove(&key(&stop));
                }
                self.go_to = front.as_ref().map(key);
                self.told.heading = false;
                Ok(Some(Moved::On))
            }
            Choice::Review => self.review(plan, step),
            Choice::Skip => self.skip(plan, step),
            Choice::Reopen => {
                let edits = intake::reopen(step.step);
                self.save_step(plan, &edits)
            }
        }
    }

    /// Lets an answer of a step be chosen and given anew.
    fn review(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>) -> Result<Option<Moved>> {
        let stops: Vec<Stop<'_>> =
            step.stops().filter(|stop| !stop.is_open() && stop.spot.at().is_some()).collect();
        let phrase = self.phrase();
        let line = |stop: &Stop<'_>| {
            let at = key(stop);
            let slot = plan.look.case.get(&at).map_or_else(String::new, |slot| phrase.slot(&at, &slot));
            self.words.say("list.answer", &[("what", &phrase.place(plan, &at)), ("answer", &slot)])
        };
        let mut options: Vec<String> = stops.iter().map(line).collect();
        options.push(self.words.get("over.back").to_owned());
        match self.choose("over.which", &options)? {
            Ok(Some(at)) if at < stops.len() => match self.visit(plan, step, stops[at])? {
                Moved::Leave(ending) => Ok(Some(Moved::Leave(ending))),
                Moved::On | Moved::Back => Ok(None),
            },
            Ok(_) => Ok(None),
            Err(moved) => Ok(Some(moved)),
        }
    }

    fn skip(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>) -> Result<Option<Moved>> {
        if step.step.essential {
            self.tell(Line::Alert(self.words.get("over.essential").to_owned()))?;
        }
        let prompt = Prompt { ask: self.words.get("over.reason").to_owned(), ..Prompt::default() };
        match self.ask.line(&prompt, "")? {
            Reply::Got(reason) => match intake::skip(plan, step.step, &reason) {
                Ok(edits) => self.save_step(plan, &edits),
                Err(refusal) => {
                    self.refused(&refusal)?;
                    Ok(None)
                }
            },
            Reply::Quit => Ok(Some(Moved::Leave(Ending::Left))),
            Reply::Interrupted => Ok(Some(Moved::Leave(Ending::Interrupted))),
            Reply::Back | Reply::Help | Reply::Unknown | Reply::Overview => Ok(None),
        }
    }

    fn save_step(&mut self, plan: &Plan<'_>, edits: &[Edit]) -> Result<Option<Moved>> {
        match self.save(plan, edits, None)? {
            Moved::Leave(ending) => Ok(Some(Moved::Leave(ending))),
            Moved::On | Moved::Back => Ok(None),
        }
    }

    /// Asks about what would contradict something else in the case; false where the person wants to give it anew.
    pub(super) fn stands_by(&mut self, plan: &Plan<'_>, edits: &[Edit]) -> Result<Result<bool, Moved>> {
        let case = changed(plan.look.case, edits);
        let after = Plan::new(self.playbook, &case, self.today);
        let places: Vec<&At> = edits.iter().map(|edit| &edit.at).collect();
        let new = after.new_doubts_of(plan.look.case, &places);
        if new.is_empty() {
            return Ok(Ok(true));
        }
        for doubt in &new {
            let text = self.phrase().doubt(&after, doubt);
            self.tell(Line::Alert(text))?;
        }
        let options = ["doubt.keep", "doubt.again"].map(|key| self.words.get(key).to_owned());
        Ok(self.choose("doubt.ask", &options)?.map(|at| at == Some(0)))
    }

    /// Shows what a changed answer would do beyond itself, and has it taken or left.
    pub(super) fn accepts(&mut self, plan: &Plan<'_>, edits: &[Edit]) -> Result<Result<bool, Moved>> {
        let case = changed(plan.look.case, edits);
        let after = Plan::new(self.playbook, &case, self.today);
        let found = effects(plan, &after);
        let currency = self.phrase().currency_change(plan, &after);
        if found.is_empty() && currency.is_none() {
            return Ok(Ok(true));
        }
        let mut page = Page::default();
        page.text(self.words.get("effect.title"));
        page.lines.extend(currency.map(Line::Item));
        for effect in &found {
            page.item(self.phrase().effect(effect));
        }
        self.ask.tell(&page)?;
        let options = ["effect.take", "effect.leave"].map(|key| self.words.get(key).to_owned());
        Ok(self.choose("effect.ask", &options)?.map(|at| at == Some(0)))
    }
}

fn choices(step: &StepPlan<'_>) -> Vec<Choice> {
    let settled =
        step.stops().any(|stop| stop.state == StopState::Settled || stop.state == StopState::Unknown);
    let mut choices = Vec::new();
    if matches!(step.state, StepState::Open | StepState::Waiting) {
        choices.push(Choice::Go);
    }
    if settled {
        choices.push(Choice::Review);
    }
    match step.state {
        StepState::Skipped(_) => choices.push(Choice::Reopen),
        StepState::Done | StepState::NotNeeded => {}
        _ => choices.push(Choice::Skip),
    }
    choices.push(Choice::Return);
    choices
}
