//! The conversation: plan, ask the next thing, save, plan. Its place is never stored; it follows from the case.
//! How something is asked is an `Ask`, where it is saved a `Keep`; neither is known here.

mod acts;
mod ask;
mod calls;
mod compare;
mod errands;
mod keep;
mod letters;
mod overview;
mod page;
mod plain;
mod questions;
mod readiness;
pub mod screens;
mod spoken;
mod terminal;
mod ticking;
mod told;
mod tty;
mod voice;

use std::collections::HashSet;
use std::rc::Rc;

use anyhow::Result;
use chrono::NaiveDate;

use crate::domain::case::{At, Case, Edit, Slot};
use crate::domain::intake::Refusal;
use crate::domain::phrase::Phrase;
use crate::domain::plan::{DeadlineState, Plan, Spot, StepPlan, StepState, Stop, StopState};
use crate::domain::playbook::Playbook;
use crate::domain::words::Words;

pub use ask::{Ask, Prompt, Reply};
pub use errands::{Compared, Drafted, Errands, Noted, Offer, OpenClass, OpenItem, Party, Ruling, Statements};
pub use keep::{Keep, Kept, Unsaved};
pub use page::{Line, Page, hanging};
pub use plain::Plain;
pub use terminal::Terminal;
use told::Told;
pub use voice::Voice;

/// How a conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing more can be asked today.
    Asked,
    /// The person left.
    Left,
    /// Ctrl-C, or the terminal is gone.
    Interrupted,
}

/// Where a prompt leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    On,
    Back,
    Leave(Ending),
}

/// One conversation about one case.
pub struct Talk<'a> {
    playbook: &'a Playbook,
    words: &'a Words,
    today: NaiveDate,
    ask: &'a mut dyn Ask,
    keep: &'a mut dyn Keep,
    errands: &'a mut dyn Errands,
    case: Rc<Case>,
    /// Places that the person put off; asked again at the next return.
    later: HashSet<At>,
    /// What was said that is not said again.
    told: Told,
    /// The place to go to next, whatever its state.
    go_to: Option<At>,
    /// How many steps the last heading counted.
    counted: usize,
    /// Something was asked since the person last had a choice.
    asked: bool,
}

impl<'a> Talk<'a> {
    /// A conversation that goes on from what the case holds.
    pub fn new(
        playbook: &'a Playbook,
        words: &'a Words,
        today: NaiveDate,
        ask: &'a mut dyn Ask,
        keep: &'a mut dyn Keep,
        errands: &'a mut dyn Errands,
        case: Case,
    ) -> Self {
        Self {
            playbook,
            words,
            today,
            ask,
            keep,
            errands,
            case: Rc::new(case),
            later: HashSet::new(),
            told: Told::default(),
            go_to: None,
            counted: 0,
            asked: false,
        }
    }

    /// Talks until nothing more can be asked or the person leaves; returns the case as it is then.
    pub fn run(mut self) -> Result<(Case, Ending)> {
        loop {
            let case = Rc::clone(&self.case);
            let plan = Plan::new(self.playbook, &case, self.today);
            let Some((step, stop)) = self.next(&plan)? else {
                match self.nothing_left()? {
                    Moved::Leave(ending) => return Ok((Rc::unwrap_or_clone(self.case), ending)),
                    Moved::On | Moved::Back => continue,
                }
            };
            self.asked = true;
            self.enter(&plan, step)?;
            match self.visit(&plan, step, stop)? {
                Moved::On => {}
                Moved::Back => self.back(&plan, &key(&stop))?,
                Moved::Leave(ending) => return Ok((Rc::unwrap_or_clone(self.case), ending)),
            }
        }
    }

    /// Where nothing can be asked, the conversation ends; one in which nothing was asked at all offers the overview first,
    /// since there is no prompt to reach it from.
    fn nothing_left(&mut self) -> Result<Moved> {
        if std::mem::replace(&mut self.asked, true) {
            return Ok(Moved::Leave(Ending::Asked));
        }
        let options = ["over.leave", "menu.overview"].map(|key| self.words.get(key).to_owned());
        let prompt = Prompt { ask: self.words.get("over.nothing").to_owned(), ..Prompt::default() };
        match self.ask.pick(&prompt, &options, 0)? {
            Reply::Got(1) | Reply::Overview => self.overview(),
            Reply::Interrupted => Ok(Moved::Leave(Ending::Interrupted)),
            _ => Ok(Moved::Leave(Ending::Asked)),
        }
    }

    fn phrase(&self) -> Phrase<'a> {
        Phrase { words: self.words, playbook: self.playbook }
    }

    fn say(&self, key: &str, fill: &[(&str, &str)]) -> String {
        self.words.say(key, fill)
    }

    fn tell(&mut self, line: Line) -> Result<()> {
        self.ask.tell(&Page::of(line))
    }

    /// The next place: where Back led, else the first open one that was not put off.
    fn next<'p>(&mut self, plan: &'p Plan<'p>) -> Result<Option<(&'p StepPlan<'p>, Stop<'p>)>> {
        if let Some(wanted) = self.go_to.take() {
            let mut stops = plan.course();
            if let Some(found) = stops.find(|(_, stop)| key(stop) == wanted) {
                return Ok(Some(found));
            }
        }
        for (step, front) in self.places(plan) {
            match step.state {
                StepState::Open | StepState::Waiting if !self.later.contains(&key(&front)) => {
                    if !step.is_overdue(&front) && self.has_time(plan, step, &front)? {
                        continue;
                    }
                    return Ok(Some((step, front)));
                }
                StepState::Blocked => self.warn(step)?,
                _ => {}
            }
        }
        // Where a conversation has nothing else to begin with, it asks again for what the rest cannot safely do without.
        let first = plan.find_out_first().filter(|_| !self.told.heading);
        Ok(first.and_then(|first| plan.course().find(|(_, stop)| key(stop) == first.at)))
    }

    fn visit(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>, stop: Stop<'_>) -> Result<Moved> {
        match stop.spot {
            Spot::Question(question) => {
                if question.role.as_deref() == Some("reconciled")
                    && !step.before
                    && let Some(moved) = self.compare(step, question)?
                {
                    return Ok(moved);
                }
                self.question(plan, step, question, &key(&stop))
            }
            Spot::Cell(rows, row, column) => {
                let name = self.phrase().row(plan, rows, row);
                self.tell(Line::Quiet(name))?;
                self.question(plan, step, column, &key(&stop))
            }
            Spot::NewRow(rows) => self.new_row(plan, step, rows),
            Spot::Todo(todo, _) if todo.role.as_deref() == Some("compared_again") => {
                self.compare_again(plan, step)
            }
            Spot::Todo(todo, row) => self.todo(plan, step, todo, row),
        }
    }

    /// Goes to the place before this one: the last that was answered, ticked or put off.
    fn back(&mut self, plan: &Plan<'_>, from: &At) -> Result<()> {
        let mut before = None;
        for (_, stop) in plan.course() {
            let at = key(&stop);
            if at == *from {
                break;
            }
            if matches!(stop.state, StopState::Settled | StopState::Unknown) || self.later.contains(&at) {
                before = Some(at);
            }
        }
        if let Some(at) = before {
            self.go_to = Some(at);
        } else {
            self.go_to = Some(from.clone());
            let text = self.words.get("talk.first").to_owned();
            self.tell(Line::Quiet(text))?;
        }
        Ok(())
    }

    /// Saves edits; says so, and says which dated act comes next where that changed.
    fn save(&mut self, plan: &Plan<'_>, edits: &[Edit], noted: Option<String>) -> Result<Moved> {
        if edits.iter().all(|edit| plan.look.case.get(&edit.at) == edit.to) {
            if !edits.is_empty() {
                self.tell_unchanged()?;
            }
            return Ok(Moved::On);
        }
        let mut seen: Vec<Option<Slot>> = edits.iter().map(|edit| plan.look.case.get(&edit.at)).collect();
        loop {
            let kept = self.keep.keep(&self.case, edits, &seen);
            match kept {
                Ok(Kept::Saved(case)) => {
                    self.case = Rc::new(case);
                    let text = noted.map_or_else(
                        || self.words.get("talk.saved").to_owned(),
                        |noted| self.say("talk.noted", &[("what", &noted)]),
                    );
                    self.tell(Line::Quiet(text))?;
                    self.tell_pitfalls(plan)?;
                    self.tell_next_act(plan)?;
                    return Ok(Moved::On);
                }
                Ok(Kept::Changed(case, at, now)) => {
                    self.case = Rc::new(case);
                    match self.overwrites(plan, &at, now.as_ref())? {
                        Ok(true) => {}
                        Ok(false) => return Ok(Moved::On),
                        Err(moved) => return Ok(moved),
                    }
                    seen = edits.iter().map(|edit| self.case.get(&edit.at)).collect();
                }
                Err(unsaved) => {
                    self.ask.tell(&unsaved.told)?;
                    let options =
                        ["talk.try_again", "talk.leave_unsaved"].map(|key| self.words.get(key).to_owned());
                    let prompt =
                        Prompt { ask: self.words.get("talk.not_saved").to_owned(), ..Prompt::default() };
                    if self.ask.pick(&prompt, &options, 0)? != Reply::Got(0) {
                        return Err(unsaved.error);
                    }
                }
            }
        }
    }

    /// Asks which of two answers is to stand: the one just given, or the one that somebody else gave.
    fn overwrites(&mut self, plan: &Plan<'_>, at: &At, now: Option<&Slot>) -> Result<Result<bool, Moved>> {
        let phrase = self.phrase();
        let there =
            now.map_or_else(|| self.words.get("answer.none").to_owned(), |slot| phrase.slot(at, slot));
        let what = phrase.place(plan, at);
        let text = self.say("talk.changed", &[("what", &what), ("now", &there)]);
        self.tell(Line::Alert(text))?;
        let options = ["talk.keep_theirs", "talk.keep_mine"].map(|key| self.words.get(key).to_owned());
        let prompt = Prompt { ask: self.words.get("talk.which").to_owned(), ..Prompt::default() };
        loop {
            return Ok(match self.ask.pick(&prompt, &options, 0)? {
                Reply::Got(at) => Ok(at == 1),
                Reply::Quit => Err(Moved::Leave(Ending::Left)),
                Reply::Interrupted => Err(Moved::Leave(Ending::Interrupted)),
                Reply::Back | Reply::Help | Reply::Unknown | Reply::Overview => continue,
            });
        }
    }

    /// What goes wrong for others is said as soon as an answer makes it this merchant's matter.
    fn tell_pitfalls(&mut self, before: &Plan<'_>) -> Result<()> {
        let Some(heading) = self.told.step.as_deref() else { return Ok(()) };
        let case = Rc::clone(&self.case);
        let after = Plan::new(self.playbook, &case, self.today);
        let told: Vec<&str> =
            before.step(heading).into_iter().flat_map(StepPlan::pitfalls).map(|note| &*note.id).collect();
        let mut page = Page::default();
        let notes = after.step(heading).into_iter().flat_map(StepPlan::pitfalls);
        for note in notes.filter(|note| !told.contains(&note.id.as_str())) {
            page.text(&self.say("list.pitfall", &[("what", note.text.to(self.words.lang))]));
        }
        if page.lines.is_empty() { Ok(()) } else { self.ask.tell(&page) }
    }

    /// Once a change gives the next act a last day, or another one, that is said at once.
    fn tell_next_act(&mut self, before: &Plan<'_>) -> Result<()> {
        let dated = |plan: &Plan<'_>| {
            let act = plan.next_act()?;
            Some((act.todo.id.clone(), act.due?.due.when.last()?))
        };
        let case = Rc::clone(&self.case);
        let after = Plan::new(self.playbook, &case, self.today);
        let (old, new) = (dated(before), dated(&after));
        if new.is_none() || new == old {
            return Ok(());
        }
        let Some(act) = after.next_act().filter(|act| after.awaited_before(act).is_none()) else {
            return Ok(());
        };
        let Some(due) = act.due else { return Ok(()) };
        let page = screens::dated_act(&self.phrase(), &after, &act, due);
        self.ask.tell(&page)
    }

    fn refused(&mut self, refusal: &Refusal<'_>) -> Result<()> {
        let text = screens::refusal(&self.phrase(), refusal);
        self.tell(Line::Alert(text))
    }
}

/// The place of a stop; a row that is not there yet has the number 0.
fn key(stop: &Stop<'_>) -> At {
    match stop.spot {
        Spot::NewRow(rows) => At::Row(rows.table().to_owned(), 0),
        spot => spot.at().unwrap_or(At::Title),
    }
}

/// A deadline that passed and one that is open are told apart by more than colour.
fn is_late(state: DeadlineState) -> bool {
    matches!(state, DeadlineState::Late(_))
}
