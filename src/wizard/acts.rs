//! Asking about one to-do: done, not yet, when, and with what proof. What cannot be taken back is confirmed by the
//! case's title.

use std::rc::Rc;

use anyhow::Result;

use crate::domain::answer::{Invalid, read_line};
use crate::domain::case::{At, Tick};
use crate::domain::intake::{self, TickEntry};
use crate::domain::plan::{Plan, StepPlan};
use crate::domain::playbook::{Evidence, Todo};
use crate::domain::proof::is_proved;
use crate::domain::text::half_width;

use super::errands::Offer;
use super::letters::sent;
use super::{Ending, Line, Moved, Prompt, Reply, Talk, screens};

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
        let page = screens::todo(&self.phrase(), plan, step, todo, row);
        self.ask.tell(&page)?;
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
        let due = plan.deadline_of(&todo.id).filter(|due| due.is_early(self.today));
        let Some((due, day)) = due.and_then(|due| Some((due, due.due.when.last()?))) else { return Ok(()) };
        let what = self.phrase().labels(std::slice::from_ref(&due.deadline.due.base));
        let text = self.say("todo.planned", &[("day", &self.phrase().day(day)), ("what", &what)]);
        self.tell(Line::Alert(text))
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
                moved => return Ok(Some(moved)),
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
        let awaited = self.playbook.waits_until(&todo.id).next().is_some();
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

    fn wish(
        &mut self,
        step: &StepPlan<'_>,
        todo: &Todo,
        ticked: Option<&Tick>,
        offers: &[Offer],
    ) -> Result<Said<Wish>> {
        let awaited = self.playbook.waits_until(&todo.id).next().is_some();
        let wishes = self.wishes(todo, ticked.is_some(), step.before, offers);
        let options: Vec<String> = wishes.iter().map(|(label, _)| label.clone()).collect();
        let ask = match (ticked, awaited) {
            (Some(_), _) => "todo.ask_ticked",
            (None, true) => "todo.ask_arrived",
            (None, false) => "todo.ask",
        };
        let prompt = Prompt { ask: self.words.get(ask).to_owned(), unknown: false };
        loop {
            match self.ask.pick(&prompt, &options, 0)? {
                Reply::Got(at) => return Ok(Ok(wishes[at].1)),
                other => {
                    if let Some(moved) = self.aside(&other, step, todo)? {
                        return Ok(Err(moved));
                    }
                }
            }
        }
    }

    /// Asks for the day and the proof, and saves the tick.
    fn tick(
        &mut self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        todo: &Todo,
        at: &At,
        ticked: Option<&Tick>,
        offers: &[Offer],
    ) -> Result<Moved> {
        if todo.irreversible && !step.before && ticked.is_none() {
            match self.means_it(plan, step, todo)? {
                Ok(true) => {}
                Ok(false) => return Ok(Moved::Back),
                Err(moved) => return Ok(moved),
            }
        }
        let day = match self.act_day(step, todo, ticked)? {
            Ok(day) => day,
            Err(moved) => return Ok(moved),
        };
        let letter = offers.iter().find(|offer| offer.todo == todo.id && todo.each.is_none());
        let letter = letter.and_then(|offer| offer.written.as_ref());
        let way = match letter.map(|_| self.way(step, todo)).transpose()? {
            Some(Err(moved)) => return Ok(moved),
            Some(Ok(way)) => way,
            None => None,
        };
        let row = if let At::Tick(_, row) = at { *row } else { None };
        let (proof, reason) = match self.proof(plan, row, step, todo, ticked)? {
            Ok(proof) => proof,
            Err(moved) => return Ok(moved),
        };
        let on = day.clone().unwrap_or_else(|| self.today.to_string());
        let note = letter.map(|record| sent(record, &on, way.as_deref(), proof.as_deref()));
        let parts: Vec<String> = way.into_iter().chain(proof).collect();
        let evidence = Some(self.words.list(&parts)).filter(|_| !parts.is_empty());
        let entry = TickEntry {
            on: day.as_deref(),
            evidence: evidence.as_deref(),
            reason: reason.as_deref(),
            confirmed: true,
        };
        // A file that was attached just now is in the case already.
        let case = Rc::clone(&self.case);
        let plan = &Plan::new(self.playbook, &case, self.today);
        match intake::tick(plan, at, &entry) {
            Ok(mut edits) => match self.stands_by(plan, &edits)? {
                Ok(true) => {
                    edits.extend(note);
                    self.save(plan, &edits, None)
                }
                Ok(false) => Ok(Moved::Back),
                Err(moved) => Ok(moved),
            },
            Err(refusal) => {
                self.refused(&refusal)?;
                self.later.insert(at.clone());
                Ok(Moved::On)
            }
        }
    }

    /// How a letter went out.
    fn way(&mut self, step: &StepPlan<'_>, todo: &Todo) -> Result<Said<Option<String>>> {
        let text = self.words.get("errand.way_hint").to_owned();
        self.tell(Line::Quiet(text))?;
        let line = Typed { ask: "errand.way", old: "", may_be_empty: true, may_be_none: true };
        self.typed(step, todo, line, read_line)
    }

    /// Has the title of the case typed before an act that cannot be taken back.
    fn means_it(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>, todo: &Todo) -> Result<Said<bool>> {
        let title = plan.look.case.title.clone();
        let page = screens::irreversible(&self.phrase(), step, &title);
        self.ask.tell(&page)?;
        let prompt = Prompt { ask: self.words.get("todo.type_title").to_owned(), unknown: false };
        let same =
            |text: &str| half_width(text).trim().to_lowercase() == half_width(&title).trim().to_lowercase();
        loop {
            match self.ask.line(&prompt, "")? {
                Reply::Got(text) if same(&text) => return Ok(Ok(true)),
                Reply::Got(_) | Reply::Unknown => {
                    let text = self.words.get("todo.not_confirmed").to_owned();
                    self.tell(Line::Text(text))?;
                    return Ok(Ok(false));
                }
                other => {
                    if let Some(moved) = self.aside(&other, step, todo)? {
                        return Ok(Err(moved));
                    }
                }
            }
        }
    }

    /// The day as typed; `None` where it is not known any more.
    fn act_day(
        &mut self,
        step: &StepPlan<'_>,
        todo: &Todo,
        ticked: Option<&Tick>,
    ) -> Result<Said<Option<String>>> {
        let today = self.today;
        let old = ticked.and_then(|tick| tick.on).map(|day| day.to_string());
        // Of what was done before posquit, today is the one day that it certainly was not.
        let hint = match old {
            Some(_) => "voice.day_kept",
            None if step.before => "todo.when_before",
            None => "todo.when_hint",
        };
        let text = self.say(hint, &[("today", &self.phrase().exact_day(today))]);
        self.tell(Line::Quiet(text))?;
        let judge = |text: &str| match text {
            "" if !step.before => Ok(today.to_string()),
            text => intake::read_act_day(text, today).map(|_| text.to_owned()),
        };
        let line = Typed {
            ask: "todo.when",
            old: old.as_deref().unwrap_or_default(),
            may_be_empty: false,
            may_be_none: true,
        };
        self.typed(step, todo, line, judge)
    }

    /// The proof, or the reason why there is none.
    fn proof(
        &mut self,
        plan: &Plan<'_>,
        row: Option<u32>,
        step: &StepPlan<'_>,
        todo: &Todo,
        ticked: Option<&Tick>,
    ) -> Result<Said<(Option<String>, Option<String>)>> {
        if todo.evidence == Evidence::None {
            return Ok(Ok((None, None)));
        }
        if let Some(proof) = &todo.proof {
            let text = self.say("todo.proof", &[("what", proof.to(self.words.lang))]);
            self.tell(Line::Quiet(text))?;
        }
        let required = todo.evidence == Evidence::Required && !is_proved(plan.look.case, todo, row);
        let old = ticked.and_then(|tick| tick.evidence.clone()).unwrap_or_default();
        let hint = match required {
            true => "todo.proof_required",
            false if old.is_empty() => "todo.proof_welcome",
            false => "voice.proof_kept",
        };
        let text = self.words.get(hint).to_owned();
        self.tell(Line::Quiet(text))?;
        let line = Typed { ask: "todo.ask_proof", old: &old, may_be_empty: !required, may_be_none: true };
        match self.typed(step, todo, line, read_line)? {
            Err(moved) => Ok(Err(moved)),
            Ok(Some(evidence)) => {
                let kept = self.kept(step, todo, row, evidence)?;
                Ok(kept.map(|evidence| (evidence, None)))
            }
            Ok(None) if !required => Ok(Ok((None, None))),
            Ok(None) => {
                let old = ticked.and_then(|tick| tick.reason.clone()).unwrap_or_default();
                let line =
                    Typed { ask: "todo.ask_reason", old: &old, may_be_empty: false, may_be_none: false };
                Ok(self.typed(step, todo, line, read_line)?.map(|reason| (None, reason)))
            }
        }
    }

    /// Offers to attach the file that a proof names; `None` once a copy of it is in the case, else the text.
    fn kept(
        &mut self,
        step: &StepPlan<'_>,
        todo: &Todo,
        row: Option<u32>,
        typed: String,
    ) -> Result<Said<Option<String>>> {
        let Some(file) = self.errands.file(&typed) else { return Ok(Ok(Some(typed))) };
        let options = ["errand.attach", "errand.keep_text"].map(|key| self.words.get(key).to_owned());
        let prompt = Prompt { ask: self.words.get("errand.is_a_file").to_owned(), unknown: false };
        loop {
            match self.ask.pick(&prompt, &options, 0)? {
                Reply::Got(0) => {}
                Reply::Got(_) => return Ok(Ok(Some(typed))),
                other => match self.aside(&other, step, todo)? {
                    Some(moved) => return Ok(Err(moved)),
                    None => continue,
                },
            }
            let case = Rc::clone(&self.case);
            let plan = Plan::new(self.playbook, &case, self.today);
            match self.errands.attach(&case, &todo.id, row, &file) {
                Ok(edit) => {
                    let edits: Vec<_> = edit.into_iter().collect();
                    let noted = self.words.get("errand.attached").to_owned();
                    return Ok(match self.save(&plan, &edits, Some(noted))? {
                        Moved::Leave(ending) => Err(Moved::Leave(ending)),
                        Moved::On | Moved::Back => Ok(None),
                    });
                }
                Err(told) => {
                    self.ask.tell(&told)?;
                    return Ok(Err(Moved::Back));
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
        let prompt = Prompt { ask: self.words.get(line.ask).to_owned(), unknown: line.may_be_none };
        let mut wrong: Option<String> = None;
        loop {
            match self.ask_line(&prompt, line.old, wrong.as_deref())? {
                Reply::Unknown if line.may_be_none => return Ok(Ok(None)),
                Reply::Unknown => {
                    let text = self.words.get("voice.reason_needed").to_owned();
                    self.tell(Line::Alert(text))?;
                    wrong = Some(String::new());
                }
                Reply::Got(text) if text.is_empty() && line.may_be_empty => return Ok(Ok(None)),
                Reply::Got(text) => match judge(&text) {
                    Ok(text) => return Ok(Ok(Some(text))),
                    Err(why) => {
                        let told = self.phrase().invalid(None, &why);
                        self.tell(Line::Alert(told))?;
                        wrong = Some(text);
                    }
                },
                other => {
                    if let Some(moved) = self.aside(&other, step, todo)? {
                        return Ok(Err(moved));
                    }
                }
            }
        }
    }

    /// What is done with a reply that is no answer to a to-do; `None` asks again.
    fn aside<T>(&mut self, reply: &Reply<T>, step: &StepPlan<'_>, todo: &Todo) -> Result<Option<Moved>> {
        Ok(match reply {
            Reply::Back => Some(Moved::Back),
            Reply::Overview => Some(self.overview()?),
            Reply::Quit => Some(Moved::Leave(Ending::Left)),
            Reply::Interrupted => Some(Moved::Leave(Ending::Interrupted)),
            Reply::Help | Reply::Got(_) | Reply::Unknown => {
                let page = screens::todo_help(&self.phrase(), step, todo);
                self.ask.tell(&page)?;
                None
            }
        })
    }
}
