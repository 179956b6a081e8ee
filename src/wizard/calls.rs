//! A phone call, noted at the to-do that it was about.

use std::rc::Rc;

use anyhow::Result;

use crate::domain::answer::{read_line, read_phone_number};
use crate::domain::intake;
use crate::domain::plan::{Plan, StepPlan};
use crate::domain::playbook::Todo;
use crate::domain::proof::{self, CallEntry};

use super::acts::Typed;
use super::{Line, Moved, Talk};

/// A line that is asked for about a call.
fn line(ask: &str, needed: bool) -> Typed<'_> {
    Typed { ask, old: "", may_be_empty: !needed, may_be_none: !needed }
}

impl Talk<'_> {
    /// Asks who was spoken with, under which number, what was promised and under which ticket, and saves it.
    pub(super) fn call(&mut self, step: &StepPlan<'_>, todo: &Todo, row: Option<u32>) -> Result<Moved> {
        let text = self.words.get("errand.call_hint").to_owned();
        self.tell(Line::Quiet(text))?;
        let today = self.today;
        let read_day = |text: &str| match text {
            "" => Ok(today.to_string()),
            text => intake::read_act_day(text, today).map(|day| day.to_string()),
        };
        let day = Typed { ask: "errand.call_day", old: "", may_be_empty: false, may_be_none: false };
        let on = match self.typed(step, todo, day, read_day)? {
            Ok(day) => day.unwrap_or_default(),
            Err(moved) => return Ok(moved),
        };
        if let Ok(day) = on.parse() {
            self.tell_day(day)?;
        }
        let who = match self.typed(step, todo, line("errand.call_who", true), read_line)? {
            Ok(who) => who.unwrap_or_default(),
            Err(moved) => return Ok(moved),
        };
        let number = match self.typed(step, todo, line("errand.call_number", false), read_phone_number)? {
            Ok(number) => number,
            Err(moved) => return Ok(moved),
        };
        let promised = match self.typed(step, todo, line("errand.call_promised", false), read_line)? {
            Ok(promised) => promised,
            Err(moved) => return Ok(moved),
        };
        let ticket = match self.typed(step, todo, line("errand.call_ticket", false), read_line)? {
            Ok(ticket) => ticket,
            Err(moved) => return Ok(moved),
        };
        let case = Rc::clone(&self.case);
        let plan = Plan::new(self.playbook, &case, self.today);
        let about = row.map_or_else(|| todo.id.clone(), |row| format!("{}/{row}", todo.id));
        let entry = CallEntry {
            about: &about,
            on: &on,
            who: &who,
            number: number.as_deref(),
            promised: promised.as_deref(),
            ticket: ticket.as_deref(),
        };
        match proof::call(&plan, &entry) {
            Ok(edit) => {
                let noted = self.words.get("errand.call_noted").to_owned();
                self.save(&plan, &[edit], Some(noted))
            }
            Err(refusal) => {
                self.refused(&refusal)?;
                Ok(Moved::Back)
            }
        }
    }
}
