//! The errands of the conversation, run by the code of the commands.

mod compare;
mod paths;
mod shelf;

use std::path::{Path, PathBuf};

use super::Context;
use super::args::LetterArgs;
use super::evidence::given_file;
use super::letter::{self, Judge, NotYet, Order, latest};
use shelf::Shelf;

use crate::domain::case::{At, Case, Edit, Slot};
use crate::domain::intake;
use crate::domain::letter::{Channel, Letter, Need, Paper};
use crate::domain::plan::Plan;
use crate::domain::proof::{self, Attachment};
use crate::export::letter::{Missing, Numbers};
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Loaded};
use crate::template;
use crate::wizard::{Compared, Drafted, Errands, Line, Noted, Offer, Page, Party, Ruling, Statements};

/// Runs errands in the folder of the case.
pub(super) struct Runner<'c> {
    context: &'c Context,
    shelf: Shelf,
}

impl<'c> Runner<'c> {
    pub(super) fn new(context: &'c Context) -> Self {
        Self { context, shelf: Shelf::default() }
    }
}

impl Runner<'_> {
    fn folder(&self, case: &Case) -> Result<Folder, Failure> {
        self.context.home.folder(&case.name).map_err(|error| self.context.trouble(&error))
    }

    /// The case with its folder, as commands have it.
    fn held(&self, case: &Case) -> Result<(Folder, Loaded), Failure> {
        Ok((self.folder(case)?, loaded(case)))
    }

    fn plan<'p>(&'p self, case: &'p Case) -> Plan<'p> {
        Plan::new(&self.context.playbook, case, self.context.clock.today)
    }

    fn page(&self, failure: &Failure) -> Page {
        Page { lines: failure.lines(&self.context.words).into_iter().map(Line::Alert).collect() }
    }

    fn offer(&self, plan: &Plan<'_>, letter: &Letter, channel: Option<&Channel>, todo: &str) -> Offer {
        let case = plan.look.case;
        let record = latest(case, &letter.id, channel.map(|channel| channel.id.as_str()));
        let written = record.filter(|record| record.fact("sent_on").is_none());
        Offer {
            id: letter.id.clone(),
            channel: channel.map(|channel| channel.id.clone()),
            name: letter::name(self.context, letter, channel),
            todo: todo.to_owned(),
            stale: written.is_some_and(|record| Judge::default().is_stale(self.context, plan, record)),
            written: written.cloned(),
            posted: letter.paper == Paper::Sent,
        }
    }

    /// Writes a letter; which numbers are to be in full is asked back where it is not said yet.
    fn draft(&self, case: &Case, offer: &Offer, in_full: Option<bool>) -> Result<Drafted, NotYet> {
        let context = self.context;
        let unknown = || NotYet::Failed(Failure::new(Exit::Failed, offer.name.clone()));
        let letter = template::letter(&offer.id, context.words.lang).ok_or_else(unknown)?;
        let channel = offer.channel.as_deref().and_then(|id| letter.channel(id));
        let args = LetterArgs::default();
        let numbers = if in_full == Some(true) { Numbers::Needed } else { Numbers::Masked };
        let plan = self.plan(case);
        let order = Order { plan: &plan, letter: &letter, channel, args: &args, numbers };
        let sheet = letter::sheet(context, &order)?;
        if in_full.is_none() && !sheet.numbers.needed.is_empty() {
            let what = context.phrase().labels(&sheet.numbers.needed);
            return Ok(Drafted::Asks(context.words.say("letter.needs_full", &[("what", &what)])));
        }
        let folder = self.folder(case).map_err(NotYet::Failed)?;
        let draft = letter::draft(context, &folder, &loaded(case), &order, sheet)?;
        let mut page = Page::default();
        draft.told(context, &order).iter().for_each(|line| page.text(line));
        let then = if letter.paper == Paper::Sent { "errand.then_send" } else { "errand.then_done" };
        page.text(context.words.get(then));
        let edit = |record: crate::domain::record::Record| Edit {
            at: At::Record(record.id.clone()),
            to: Some(Slot::Record(Box::new(record))),
        };
        Ok(Drafted::Written(page, draft.record.map(edit)))
    }

    fn copied(
        &self,
        case: &Case,
        todo: &str,
        row: Option<u32>,
        file: &Path,
    ) -> Result<Option<Edit>, Failure> {
        let context = self.context;
        let plan = self.plan(case);
        let Some(todo) = context.playbook.todo(todo) else { return Ok(None) };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        proof::check_name(&name).map_err(|refusal| context.refused(&refusal))?;
        let file = self.folder(case)?.attach(file).map_err(|error| given_file(context, &error))?;
        let facts = Attachment { file: &file.file, name: &file.name, size: file.size, digest: &file.digest };
        Ok(proof::attach(&plan, todo, row, &facts))
    }

    /// The places of what a letter lacks; a fact without a place of its own stands nowhere.
    fn places(&self, case: &Case, missing: &[Missing]) -> Vec<At> {
        let plan = self.plan(case);
        let path = |missing: &Missing| match missing {
            Missing::Answer(path) | Missing::Must(path) | Missing::Tick(path) => {
                intake::place(&plan, path).ok()
            }
        };
        missing.iter().filter_map(path).collect()
    }
}

/// A case as commands have it.
fn loaded(case: &Case) -> Loaded {
    case.clone().into()
}

impl Errands for Runner<'_> {
    fn sent_with(&self, case: &Case, edits: &[Edit]) -> Vec<Edit> {
        letter::with_ticks(self.context, &self.plan(case), edits)
    }

    fn letters(&self, case: &Case, todo: &str) -> Vec<Offer> {
        let plan = self.plan(case);
        let mut offers = Vec::new();
        for letter in template::letter_ids().filter_map(|id| template::letter(id, self.context.words.lang)) {
            let ways = std::iter::once(None).filter(|_| letter.channels.is_empty());
            for channel in ways.chain(letter.channels.iter().map(Some)) {
                let is_meant = letter.act_by(channel) == Some(todo);
                if is_meant && !matches!(letter.need(channel, &plan), Need::None | Need::Done) {
                    offers.push(self.offer(&plan, &letter, channel, todo));
                }
            }
        }
        offers
    }

    fn write(&mut self, case: &Case, offer: &Offer, in_full: Option<bool>) -> Drafted {
        match self.draft(case, offer, in_full) {
            Ok(drafted) => drafted,
            Err(NotYet::Lacks(missing)) => Drafted::Lacks(self.places(case, &missing)),
            Err(NotYet::Failed(failure)) => Drafted::Failed(self.page(&failure)),
        }
    }

    fn file(&self, typed: &str) -> Option<PathBuf> {
        paths::existing(typed)
    }

    fn attach(
        &mut self,
        case: &Case,
        todo: &str,
        row: Option<u32>,
        file: &Path,
    ) -> Result<Option<Edit>, Page> {
        self.copied(case, todo, row, file).map_err(|failure| self.page(&failure))
    }

    fn understand(&mut self, case: &Case, party: Party, file: &Path) -> Result<Option<Page>, Page> {
        let held = self.held(case);
        let page =
            held.and_then(|case| compare::understood(self.context, &case, &mut self.shelf, (party, file)));
        match page {
            Err(failure) if failure.exit == Exit::Interrupted => Ok(None),
            page => page.map(Some).map_err(|failure| self.page(&failure)),
        }
    }

    fn compare(&mut self, case: &Case, files: &Statements) -> Result<Compared, Page> {
        let held = self.held(case);
        let compared = held.and_then(|case| compare::compared(self.context, &case, &mut self.shelf, files));
        compared.map_err(|failure| self.page(&failure))
    }

    fn note(&mut self, case: &Case, files: &Statements, rulings: &[(String, Ruling)]) -> Result<Noted, Page> {
        let held = self.held(case);
        let noted =
            held.and_then(|case| compare::noted(self.context, &case, (&mut self.shelf, files), rulings));
        self.shelf.clear();
        noted.map_err(|failure| self.page(&failure))
    }
}
