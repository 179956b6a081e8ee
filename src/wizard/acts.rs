//! Asking about one to-do: done, not yet, a letter or a call first.

use std::rc::Rc;

use anyhow::Result;
use chrono::NaiveDate;

use crate::domain::answer::Invalid;
use crate::domain::case::{At, Tick};
use crate::domain::intake;
use crate::domain::plan::{DeadlinePlan, Plan, StepPlan};
use crate::domain::playbook::Todo;
use crate::domain::text::Text;

use super::errands::Offer;
use super::{Ending, Line, Moved, Prompt, Reply, Talk};

/// What a person wants with a to-do.
#[derive(Clone, Copy)]
enum Wish {
    Tick,
    Later,
    Untick,
    Keep,
    /// To write the letter with this number among those that are offered.
    Write(usize),
    /// To note a phone call.
    Call,
}

/// A line that is typed inside a to-do.
#[derive(Clone, Copy)]
pub(super) struct Typed<'t> {
    /// The key of the prompt.
    pub(super) ask: &'t str,
    /// What stands in the line.
    pub(super) old: &'t str,
    pub(super) may_be_empty: bool,
    /// `-` stands for "there is none".
    pub(super) may_be_none: bool,
}

/// The answer to a prompt inside a to-do, or where the reply leads instead.
pub(super) type Said<T> = std::result::Result<T, Moved>;

impl Talk<'_> {
    /// Asks about a to-do.
    pub(super) fn todo(
        &mut self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        todo: &Todo,
        row: Option<u32>,
    ) -> Result<Moved> {
        self.tell_todo(plan, step, todo, row)?;
        let at = At::Tick(todo.id.clone(), row);
        if plan.look.case.tick(&todo.id, row).is_none() {
            self.tell_planned(plan, todo)?;
        }
        loop {
            // A letter, a call or a file that was put with it since changes the case under the question.
            let case = Rc::clone(&self.case);
            let plan = Plan::new(self.playbook, &case, self.today);
            let step = plan.step(&step.step.id).unwrap_or(step);
            if let Some(moved) = self.todo_once(&plan, step, todo, &at)? {
                return Ok(moved);
            }
        }
    }

    /// Says for which day an act is planned, while that day has not come.
    fn tell_planned(&mut self, plan: &Plan<'_>, todo: &Todo) -> Result<()> {
        let Some((due, day)) = self.planned(plan, todo) else { return Ok(()) };
        if let Some(text) = self.planned_later(plan, todo) {
            return self.tell(Line::Alert(text));
        }
        let what = self.phrase().labels(std::slice::from_ref(&due.deadline.due.base));
        let text = self.say("todo.planned", &[("day", &self.phrase().day(day)), ("what", &what)]);
        self.tell(Line::Alert(text))
    }

    /// The last day of an act that belongs to that very day, while it has not come.
    fn planned<'p>(&self, plan: &'p Plan<'p>, todo: &Todo) -> Option<(&'p DeadlinePlan<'p>, NaiveDate)> {
        let due = plan.deadline_of(&todo.id).filter(|due| due.is_early(self.today))?;
        Some((due, due.due.when.last()?))
    }

    /// That an act makes sense only when time has passed since something, and when that is.
    pub(super) fn planned_later(&self, plan: &Plan<'_>, todo: &Todo) -> Option<String> {
        let (_, day) = self.planned(plan, todo).filter(|(due, _)| !due.deadline.due.terms.is_empty())?;
        let what = todo.label.to(self.words.lang);
        Some(self.say("planned.later", &[("day", &self.phrase().day(day)), ("what", what)]))
    }

    /// Asks once what is wanted with a to-do and does it; `None` where the to-do is to be asked about again.
    fn todo_once(
        &mut self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        todo: &Todo,
        at: &At,
    ) -> Result<Option<Moved>> {
        let row = if let At::Tick(_, row) = at { *row } else { None };
        let ticked = plan.look.case.tick(&todo.id, row).cloned();
        let offers = self.offers(plan, step, todo, row);
        let wish = match self.wish(step, todo, ticked.as_ref(), &offers)? {
            Ok(wish) => wish,
            Err(moved) => return Ok(Some(moved)),
        };
        let moved = match wish {
            Wish::Keep => return Ok(Some(Moved::On)),
            Wish::Later => {
                self.later.insert(at.clone());
                return Ok(Some(Moved::On));
            }
            Wish::Untick => match intake::untick(plan, at) {
                Ok(edits) => return self.save(plan, &edits, None).map(Some),
                Err(_) => Moved::Back,
            },
            Wish::Tick => match self.tick(plan, step, todo, at, ticked.as_ref(), &offers)? {
                // Back inside the to-do leads to its first prompt.
                Moved::Back => Moved::Back,
                moved => {
                    if matches!(moved, Moved::Leave(_)) && self.case.tick(&todo.id, row).is_none() {
                        let what = self.phrase().todo(plan, todo, row);
                        self.tell(Line::Alert(self.say("passage.not_ticked", &[("what", &what)])))?;
                    }
                    return Ok(Some(moved));
                }
            },
            Wish::Write(number) => match self.write_letter(&offers[number])? {
                // A letter that presses for what is waited for has an act of its own, which comes next.
                Moved::On if offers[number].todo != todo.id => {
                    self.later.insert(at.clone());
                    self.go_to = Some(At::Tick(offers[number].todo.clone(), None));
                    return Ok(Some(Moved::On));
                }
                moved => moved,
            },
            Wish::Call => self.call(step, todo, row)?,
        };
        Ok(matches!(moved, Moved::Leave(_)).then_some(moved))
    }

    /// What can be done with a to-do, as a menu has it: a letter that is not written yet comes first.
    fn wishes(&self, todo: &Todo, ticked: bool, before: bool, offers: &[Offer]) -> Vec<(String, Wish)> {
        let awaited = self.is_theirs(todo);
        let keys: &[(&str, Wish)] = match (ticked, awaited) {
            (true, _) => {
                &[("todo.keep", Wish::Keep), ("todo.change", Wish::Tick), ("todo.untick", Wish::Untick)]
            }
            (false, true) => &[("todo.arrived", Wish::Tick), ("todo.not_arrived", Wish::Later)],
            (false, false) => &[("todo.done", Wish::Tick), ("todo.later", Wish::Later)],
        };
        let mut wishes: Vec<(String, Wish)> =
            keys.iter().map(|(key, wish)| (self.words.get(key).to_owned(), *wish)).collect();
        let letters = offers.iter().enumerate().map(|(at, offer)| (self.offered(offer), Wish::Write(at)));
        let is_first = |offer: &Offer| offer.todo == todo.id && (offer.written.is_none() || offer.stale);
        if offers.first().is_some_and(is_first) {
            wishes.splice(0..0, letters);
        } else {
            wishes.extend(letters);
        }
        if !ticked && !before {
            wishes.push((self.words.get("errand.call").to_owned(), Wish::Call));
        }
        wishes
    }

    /// True where the other side has to act, and not only time to pass.
    fn is_theirs(&self, todo: &Todo) -> bool {
        self.playbook.waits_until(&todo.id).any(|wait| !wait.own)
    }

    fn wish(
        &mut self,
        step: &StepPlan<'_>,
        todo: &Todo,
        ticked: Option<&Tick>,
        offers: &[Offer],
    ) -> Result<Said<Wish>> {
        let awaited = self.is_theirs(todo);
        let wishes = self.wishes(todo, ticked.is_some(), step.before, offers);
        let options: Vec<String> = wishes.iter().map(|(label, _)| label.clone()).collect();
        let ask = match (ticked, awaited) {
            (Some(_), _) => "todo.ask_ticked",
            (None, true) => "todo.ask_arrived",
            (None, false) => "todo.ask",
        };
        let prompt = Prompt { ask: self.words.get(ask).to_owned(), ..Prompt::default() };
        loop {
            match self.ask.pick(&prompt, &options, 0)? {
                Reply::Got(at) => return Ok(Ok(wishes[at].1)),
                other => {
                    if let Some(moved) = self.aside(&other, step, todo.help.as_ref())? {
                        return Ok(Err(moved));
                    }
                }
            }
        }
    }

    /// A line that `judge` accepts; `None` for "there is none", and for an empty line where that will do.
    pub(super) fn typed(
        &mut self,
        step: &StepPlan<'_>,
        todo: &Todo,
        line: Typed<'_>,
        judge: impl Fn(&str) -> std::result::Result<String, Invalid>,
    ) -> Result<Said<Option<String>>> {
        let prompt = Prompt {
            ask: self.words.get(line.ask).to_owned(),
            unknown: line.may_be_none,
            ..Prompt::default()
        };
        let mut wrong: Option<String> = None;
        loop {
            match self.ask_line(&prompt, line.old, wrong.as_deref())? {
                Reply::Unknown if line.may_be_none => return Ok(Ok(None)),
                Reply::Unknown => {
                    let key =
                        if line.ask == "todo.ask_reason" { "voice.reason_needed" } else { "hear.needed" };
                    let text = self.words.get(key).to_owned();
                    self.tell(Line::Alert(text))?;
                    wrong = Some(String::new());
                }
                Reply::Got(text) if text.is_empty() && line.may_be_empty => return Ok(Ok(None)),
                Reply::Got(text) => match judge(&text) {
                    Ok(text) => return Ok(Ok(Some(text))),
                    Err(why) => {
                        let told = self.phrase().invalid(None, &why);
                        self.tell(Line::Alert(told))?;
                        self.tell_command(&text)?;
                        wrong = Some(text);
                    }
                },
                other => {
                    if let Some(moved) = self.aside(&other, step, todo.help.as_ref())? {
                        return Ok(Err(moved));
                    }
                }
            }
        }
    }

    /// What is done with a reply that is no answer; help is told for all that says nothing else, and `None` asks again.
    pub(super) fn aside<T>(
        &mut self,
        reply: &Reply<T>,
        step: &StepPlan<'_>,
        help: Option<&Text>,
    ) -> Result<Option<Moved>> {
        Ok(match reply {
            Reply::Back => Some(Moved::Back),
            Reply::Overview => Some(self.overview()?),
            Reply::Quit => Some(Moved::Leave(Ending::Left)),
            Reply::Interrupted => Some(Moved::Leave(Ending::Interrupted)),
            Reply::Help | Reply::Got(_) | Reply::Unknown => {
                self.tell_help(step, help)?;
                None
            }
        })
    }
}
