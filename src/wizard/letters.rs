//! Letters within the conversation: written where the act is asked about, with what is missing asked there and then.

use std::rc::Rc;

use anyhow::Result;
use chrono::NaiveDate;

use crate::domain::case::{At, Edit, Slot};
use crate::domain::intake;
use crate::domain::plan::{Plan, StepPlan};
use crate::domain::playbook::Todo;
use crate::domain::record::Record;

use super::errands::{Drafted, Offer};
use super::{Line, Moved, Prompt, Reply, Talk};

impl Talk<'_> {
    /// The letters to offer at a to-do: those that do it, and while it is waited for in vain those of the next rung.
    pub(super) fn offers(
        &self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        todo: &Todo,
        row: Option<u32>,
    ) -> Vec<Offer> {
        if step.before || plan.look.case.tick(&todo.id, row).is_some() {
            return Vec::new();
        }
        let own = self.errands.letters(plan.look.case, &todo.id);
        let ends = step.todos().filter(|plan| plan.todo.id == todo.id).flat_map(|plan| plan.ended_lines(row));
        let is_late = ends.into_iter().any(|(_, line)| line.is_late());
        let rung = plan.next_rung().filter(|rung| is_late && rung.todo.id != todo.id);
        let next = rung.map(|rung| self.errands.letters(plan.look.case, &rung.todo.id));
        own.into_iter().chain(next.into_iter().flatten()).collect()
    }

    /// How an offer reads in the menu of a to-do.
    pub(super) fn offered(&self, offer: &Offer) -> String {
        let key = match &offer.written {
            None => "errand.write",
            Some(_) if offer.stale => "errand.write_stale",
            Some(_) => "errand.write_again",
        };
        self.say(key, &[("name", &offer.name)])
    }

    /// Writes a letter; what it needs and the case does not tell yet is asked first.
    pub(super) fn write_letter(&mut self, offer: &Offer) -> Result<Moved> {
        let (mut asked, mut in_full): (Option<At>, Option<bool>) = (None, None);
        loop {
            let case = Rc::clone(&self.case);
            let plan = Plan::new(self.playbook, &case, self.today);
            match self.errands.write(&case, offer, in_full) {
                Drafted::Written(told, edit) => {
                    let edits: Vec<Edit> = edit.into_iter().collect();
                    let moved = self.save(&plan, &edits, None)?;
                    self.ask.tell(&told)?;
                    return Ok(moved);
                }
                Drafted::Failed(told) => {
                    self.ask.tell(&told)?;
                    return Ok(Moved::Back);
                }
                Drafted::Asks(about) => match self.whole_numbers(&plan, offer, about)? {
                    Ok(said) => in_full = Some(said),
                    Err(moved) => return Ok(moved),
                },
                Drafted::Lacks(places) => {
                    if asked.is_none() {
                        let text = self.words.count("errand.lacks", places.len());
                        self.tell(Line::Text(text))?;
                    }
                    let first = places.into_iter().next().filter(|at| asked.as_ref() != Some(at));
                    let Some(at) = first else {
                        if let Some(at) = asked {
                            let what = self.phrase().place(&plan, &at);
                            self.tell(Line::Text(self.say("letter_gap.left", &[("what", &what)])))?;
                        }
                        return Ok(Moved::Back);
                    };
                    match self.supply(&plan, &at)? {
                        Moved::On => asked = Some(at),
                        moved => return Ok(moved),
                    }
                }
            }
        }
    }

    /// Asks whether the numbers that the reader of a letter needs are written in full.
    fn whole_numbers(
        &mut self,
        plan: &Plan<'_>,
        offer: &Offer,
        about: String,
    ) -> Result<std::result::Result<bool, Moved>> {
        let (playbook, words) = (self.playbook, self.words);
        self.tell(Line::Text(about))?;
        let options = ["full.yes", "letter.last_four"].map(|key| words.get(key).to_owned());
        let prompt = Prompt { ask: words.get("full.ask").to_owned(), ..Prompt::default() };
        let home = playbook.step_of(&offer.todo).and_then(|step| plan.step(&step.id));
        loop {
            let reply = self.ask.pick(&prompt, &options, 0)?;
            let moved = match (&reply, home, playbook.todo(&offer.todo)) {
                (Reply::Got(at), ..) => return Ok(Ok(*at == 0)),
                (_, Some(step), Some(todo)) => self.aside(&reply, step, todo.help.as_ref())?,
                _ => Some(Moved::Back),
            };
            if let Some(moved) = moved {
                return Ok(Err(moved));
            }
        }
    }

    /// Asks for what stands at a place, whichever step it belongs to.
    fn supply(&mut self, plan: &Plan<'_>, at: &At) -> Result<Moved> {
        let playbook = self.playbook;
        let home = |id: &str| playbook.step_of(id).and_then(|step| plan.step(&step.id));
        match at {
            At::Answer(id) => {
                let (Some(question), Some(step)) = (playbook.question(id), home(id)) else {
                    return Ok(Moved::Back);
                };
                self.question(plan, step, question, at)
            }
            At::Cell(table, row, id) => {
                let column = intake::column(playbook, table, id).ok();
                let rows = playbook.rows(table);
                let step = home(id).or_else(|| home(table));
                let (Some(column), Some(rows), Some(step)) = (column, rows, step) else {
                    return Ok(Moved::Back);
                };
                let name = self.phrase().row(plan, rows, *row);
                self.tell(Line::Quiet(name))?;
                self.question(plan, step, column, at)
            }
            At::Row(table, _) => {
                let (Some(rows), Some(step)) = (playbook.rows(table), home(table)) else {
                    return Ok(Moved::Back);
                };
                self.new_row(plan, step, rows)
            }
            _ => {
                let text = self.say("errand.first", &[("what", &self.phrase().place(plan, at))]);
                self.tell(Line::Alert(text))?;
                Ok(Moved::Back)
            }
        }
    }
}

/// The edit that notes a letter as sent, `None` where nobody knows the day.
pub(super) fn sent(
    record: &Record,
    day: Option<NaiveDate>,
    way: Option<&str>,
    tracking: Option<&str>,
) -> Edit {
    let record = record.sent(day, way, tracking);
    Edit { at: At::Record(record.id.clone()), to: Some(Slot::Record(Box::new(record))) }
}
