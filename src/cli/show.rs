//! The commands that only show: status and export.

use std::path::Path;

use super::Context;
use crate::domain::case::At;
use crate::domain::plan::Plan;
use crate::domain::text::visible;
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
    Ok(log[log.len().saturating_sub(RECENT)..].iter().map(|line| told(context, plan, line)).collect())
}

/// `posquit log`.
pub(super) fn log(context: &mut Context, json: bool) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    let log = folder.log(loaded.case.revision).map_err(|error| context.trouble(&error))?;
    if json {
        return context.print(&format!("{:#}\n", export::log(&log_entries(context, &plan, &log))));
    }
    let lines: Vec<String> =
        log.iter().map(|line| format!("{:>4}  {}\n", line.revision, told(context, &plan, line))).collect();
    context.print(&lines.concat())
}

/// The log in words, so that nothing sensitive leaves it unmasked.
fn log_entries(context: &Context, plan: &Plan<'_>, log: &[Line]) -> Vec<export::LogEntry> {
    let entry = |line: &Line| export::LogEntry {
        revision: line.revision,
        time: line.time.clone(),
        undoes: line.undoes,
        changes: line.changes.iter().filter_map(|change| in_words(context, plan, change)).collect(),
    };
    log.iter().map(entry).collect()
}

fn in_words(
    context: &Context,
    plan: &Plan<'_>,
    change: &crate::store::Change,
) -> Option<(String, String, String)> {
    let at = change.place()?;
    let phrase = context.phrase();
    let after = change.now().map_or_else(
        || context.words.get(if matches!(at, At::All(_)) { "log.not_all" } else { "log.cleared" }).to_owned(),
        |slot| phrase.slot(&at, &slot),
    );
    Some((at.to_string(), phrase.place(plan, &at), after))
}

/// `posquit next`.
pub(super) fn next(context: &mut Context, json: bool) -> Result<Exit, Failure> {
    let (_, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    if json {
        return context.print(&format!("{:#}\n", export::next(&plan)));
    }
    context.print_page(&screens::next_page(&context.phrase(), &plan))
}

/// `posquit list`: all cases, also those that cannot be read.
pub(super) fn list(context: &mut Context, json: bool) -> Result<Exit, Failure> {
    let names = context.home.names().map_err(|error| context.trouble(&error))?;
    let mut entries = Vec::new();
    for name in names {
        let loaded = context.home.folder(&name).and_then(|folder| folder.load());
        entries.push(match loaded {
            Ok(loaded) => list_entry(context, name, &loaded),
            Err(error) => {
                export::ListEntry { name, trouble: Some(context.trouble(&error).what), ..Default::default() }
            }
        });
    }
    if json {
        return context.print(&format!("{:#}\n", export::list(&entries)));
    }
    if entries.is_empty() {
        return context.print(&format!("{}\n", context.words.get("error.no_cases")));
    }
    let lines: Vec<String> = entries.iter().map(|entry| list_line(context, entry)).collect();
    context.print(&lines.concat())
}

fn list_entry(context: &Context, name: String, loaded: &Loaded) -> export::ListEntry {
    let plan = context.plan(loaded);
    let (phrase, act) = (context.phrase(), plan.next_act());
    let due = act.as_ref().and_then(|act| act.due).and_then(crate::domain::plan::DeadlinePlan::act_by);
    let waits = plan.running().filter_map(|(_, _, line)| line.due.when.last()).min();
    let waiting = act.is_none();
    export::ListEntry {
        name,
        title: visible(&loaded.case.title),
        closed: plan.is_closed(),
        late: plan.late_deadlines().count() + plan.running().filter(|(_, _, line)| line.is_late()).count(),
        next: act.as_ref().map(|act| phrase.todo(&plan, act.todo, act.row)),
        due: if waiting { waits } else { due },
        trouble: None,
    }
}

fn list_line(context: &Context, entry: &export::ListEntry) -> String {
    let words = &context.words;
    let due = entry.due.map_or_else(String::new, |day| words.say("list.by", &[("day", &day.to_string())]));
    let late = if entry.late > 0 { words.count("list.late_count", entry.late) } else { String::new() };
    let next = entry.next.as_deref().unwrap_or_else(|| words.get("list.their_turn"));
    let what = match &entry.trouble {
        Some(trouble) => trouble.clone(),
        None if entry.closed => words.get("list.closed").to_owned(),
        None => format!("{late}{next}{due}"),
    };
    let fill = [("name", entry.name.as_str()), ("title", &entry.title), ("what", &what)];
    words.say("list.case", &fill) + "\n"
}

fn told(context: &Context, plan: &Plan<'_>, line: &Line) -> String {
    let words = &context.words;
    let time = line.time.get(..10).unwrap_or_default().to_owned();
    if let Some(revision) = line.undoes {
        return words.say("log.undone", &[("time", &time), ("revision", &revision.to_string())]);
    }
    let change = |change| in_words(context, plan, change).map(|(_, what, after)| (what, after));
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
    written(context, output, force, &text)
}

/// Writes what was exported to a file, or to the screen where none is named.
pub(super) fn written(
    context: &Context,
    output: Option<&Path>,
    force: bool,
    text: &str,
) -> Result<Exit, Failure> {
    let Some(path) = output else { return context.print(text) };
    if path.exists() && !force {
        let what = context.words.say("error.exists", &[("path", &visible(&path.display().to_string()))]);
        return Err(Failure::new(Exit::Refused, what)
            .safe(context.words.get("safe.untouched"))
            .hint(context.words.get("error.exists_hint")));
    }
    write_atomic(path, text.as_bytes()).map_err(|error| context.trouble(&error))?;
    context.print(
        &(context.words.say("changed.written", &[("path", &visible(&path.display().to_string()))]) + "\n"),
    )
}
