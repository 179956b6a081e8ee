//! The commands that only show: status and export.

use std::path::Path;

use super::Context;
use crate::domain::plan::Plan;
use crate::export;
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Line, Loaded, write_atomic};
use crate::wizard::screens;

/// How many of the last changes a screen shows.
const RECENT: usize = 4;

/// `posquit status`.
pub(super) fn status(context: &mut Context, json: bool) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    if json {
        let state = export::state(&plan, &context.phrase(), loaded.edited);
        return context.print(&format!("{state:#}\n"));
    }
    let recent = recent(context, &plan, &folder, &loaded)?;
    context.print_page(&screens::briefing(&context.phrase(), &plan, &recent))
}

/// The last changes, a line each.
pub(super) fn recent(
    context: &Context,
    plan: &Plan<'_>,
    folder: &Folder,
    loaded: &Loaded,
) -> Result<Vec<String>, Failure> {
    let log = folder.log(loaded.case.revision).map_err(|error| context.trouble(&error))?;
    let lines = log.iter().rev().take(RECENT).map(|line| told(context, plan, line)).collect::<Vec<_>>();
    Ok(lines.into_iter().rev().collect())
}

fn told(context: &Context, plan: &Plan<'_>, line: &Line) -> String {
    let (words, phrase) = (&context.words, context.phrase());
    let time = line.time.get(..10).unwrap_or_default().to_owned();
    if let Some(revision) = line.undoes {
        return words.say("log.undone", &[("time", &time), ("revision", &revision.to_string())]);
    }
    let change = |change: &crate::store::Change| {
        let at = change.place()?;
        let after =
            change.now().map_or_else(|| words.get("log.cleared").to_owned(), |slot| phrase.slot(&at, &slot));
        Some((phrase.place(plan, &at), after))
    };
    let more = line.changes.len().saturating_sub(1);
    match line.changes.first().and_then(change) {
        Some((what, after)) => {
            let text = words.say("log.line", &[("time", &time), ("what", &what), ("after", &after)]);
            if more > 0 { format!("{text}{}", words.count("log.more", more)) } else { text }
        }
        None => time,
    }
}

/// `posquit export markdown`.
pub(super) fn export_markdown(
    context: &mut Context,
    output: Option<&Path>,
    force: bool,
) -> Result<Exit, Failure> {
    let (_, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    let text = export::markdown(&export::checklist(&plan, &context.phrase()));
    let Some(path) = output else { return context.print(&text) };
    if path.exists() && !force {
        let what = context.words.say("error.exists", &[("path", &path.display().to_string())]);
        return Err(Failure::new(Exit::Refused, what)
            .safe(context.words.get("safe.untouched"))
            .hint(context.words.get("error.exists_hint")));
    }
    write_atomic(path, text.as_bytes()).map_err(|error| context.trouble(&error))?;
    context.print(&(context.words.say("changed.written", &[("path", &path.display().to_string())]) + "\n"))
}
