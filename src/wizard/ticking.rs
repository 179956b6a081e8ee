//! Ticking one to-do: on which day, sent in which way, with what proof. What cannot be taken back is confirmed by the case's
//! title.

use std::rc::Rc;

use anyhow::Result;

use crate::domain::answer::read_line;
use crate::domain::case::{At, Edit, Tick};
use crate::domain::intake::{self, TickEntry};
use crate::domain::plan::{Plan, StepPlan};
use crate::domain::playbook::{Evidence, Todo};
use crate::domain::proof::is_proved;
use crate::domain::text::half_width;

use super::acts::{Said, Typed};
use super::errands::Offer;
use super::letters::sent;
use super::{Line, Moved, Prompt, Reply, Talk, screens};

impl Talk<'_> {
    /// Asks for the day and the proof, and saves the tick.
    pub(super) fn tick(
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
        let goes_out = |offer: &&Offer| offer.todo == todo.id && todo.each.is_none() && offer.posted;
        let letter = offers.iter().filter(goes_out).find_map(|offer| offer.written.as_ref());
        if let Some(gaps) = letter.and_then(|record| record.fact("gaps")) {
            let what = self.phrase().labels(&gaps.split(' ').map(str::to_owned).collect::<Vec<_>>());
            self.tell(Line::Text(self.say("letter_gap.sent", &[("what", &what)])))?;
        }
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
        let on = day.as_deref().and_then(|day| intake::read_act_day(day, self.today).ok());
        let note = letter.map(|record| sent(record, on, way.as_deref(), proof.as_deref()));
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
            Ok(edits) => self.save_ticks(plan, edits, note),
            Err(refusal) => {
                self.refused(&refusal)?;
                self.later.insert(at.clone());
                Ok(Moved::On)
            }
        }
    }

    /// Saves ticks that the person stands by, and that their letter was sent: as was told, else with the day of the tick.
    fn save_ticks(&mut self, plan: &Plan<'_>, mut edits: Vec<Edit>, note: Option<Edit>) -> Result<Moved> {
        match self.stands_by(plan, &edits)? {
            Ok(true) => {
                let with_ticks = || self.errands.sent_with(plan.look.case, &edits);
                let noted = note.map_or_else(with_ticks, |note| vec![note]);
                edits.extend(noted);
                self.save(plan, &edits, None)
            }
            Ok(false) => Ok(Moved::Back),
            Err(moved) => Ok(moved),
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
        let prompt = Prompt { ask: self.words.get("todo.type_title").to_owned(), ..Prompt::default() };
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
                    if let Some(moved) = self.aside(&other, step, todo.help.as_ref())? {
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
        let said = self.typed(step, todo, line, judge)?;
        if let Ok(Some(day)) = &said
            && let Ok(day) = intake::read_act_day(day, today)
        {
            self.tell_day(day)?;
        }
        Ok(said)
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
        let prompt = Prompt { ask: self.words.get("errand.is_a_file").to_owned(), ..Prompt::default() };
        loop {
            match self.ask.pick(&prompt, &options, 0)? {
                Reply::Got(0) => {}
                Reply::Got(_) => return Ok(Ok(Some(typed))),
                other => match self.aside(&other, step, todo.help.as_ref())? {
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
}
