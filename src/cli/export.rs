//! `posquit export`: the checklist, the blank form and the data of a case, to the screen or to a file.

use std::fs;
use std::path::Path;

use super::args::{Format, Target};
use super::{Context, ask, shown};
use crate::export;
use crate::failure::{Exit, Failure};
use crate::store::write_atomic;

/// `posquit export`.
pub(super) fn export(context: &mut Context, format: &Format) -> Result<Exit, Failure> {
    match format {
        Format::Markdown { target, blank: true, .. } => {
            let text = export::markdown(&export::blank(&context.phrase()));
            deliver(context, target, &text)
        }
        Format::Markdown { target, full, .. } => {
            let (_, loaded) = context.open()?;
            if *full && let Some(left) = reveal(context)? {
                return Ok(left);
            }
            let outline = export::checklist(&context.plan(&loaded), &context.phrase());
            deliver(context, target, &export::markdown(&outline))
        }
        Format::Calendar { target } => {
            let (folder, loaded) = context.open()?;
            let plan = context.plan(&loaded);
            let log = folder.log(loaded.case.revision).map_err(|error| context.trouble(&error))?;
            let changed = log.last().map(|line| line.time.as_str()).unwrap_or_default();
            let text = export::calendar(&plan, &context.phrase(), changed).ok_or_else(|| {
                Failure::new(Exit::Usage, context.words.get("due.no_dates"))
                    .safe(context.words.get("safe.untouched"))
                    .hint(context.words.get("due.no_dates_hint"))
            })?;
            deliver(context, target, &text)
        }
        Format::Json { target, full } => {
            let (_, loaded) = context.open()?;
            if *full && let Some(left) = reveal(context)? {
                return Ok(left);
            }
            let state = export::state(&context.plan(&loaded), &context.phrase(), loaded.edited);
            deliver(context, target, &format!("{state:#}\n"))
        }
    }
}

/// Lets every number be written in full, once a person who can be asked agrees; `Some` where they don't.
fn reveal(context: &mut Context) -> Result<Option<Exit>, Failure> {
    if let Some(left) = ask::full(context)? {
        return Ok(Some(left));
    }
    context.playbook.reveal();
    context.notice("full.note", &[]);
    Ok(None)
}

/// Prints an export, or writes it to a file that is not there yet or may be replaced.
fn deliver(context: &Context, target: &Target, text: &str) -> Result<Exit, Failure> {
    let Some(path) = &target.output else { return context.print(text) };
    context.may_write(path, target.force)?;
    write_atomic(path, text.as_bytes()).map_err(|error| context.trouble(&error))?;
    context.print(&(context.words.say("changed.written", &[("path", &shown(path))]) + "\n"))
}

impl Context {
    /// Refuses to replace a file that is there, unless that was asked for, and anything that is no file.
    pub(super) fn may_write(&self, path: &Path, force: bool) -> Result<(), Failure> {
        let refused = |what: &str, hint: &str| {
            let failure = Failure::new(Exit::Refused, self.words.say(what, &[("path", &shown(path))]));
            Err(failure.safe(self.words.get("safe.untouched")).hint(self.words.get(hint)))
        };
        match fs::symlink_metadata(path) {
            Ok(_) if !force => refused("error.exists", "error.exists_hint"),
            Ok(about) if !about.is_file() => refused("trouble.target", "trouble.target_hint"),
            _ => Ok(()),
        }
    }
}
