//! The commands that only show: status, next, log and list.

use std::io::IsTerminal;
use std::panic::resume_unwind;
use std::thread;

use super::Context;
use crate::domain::case::At;
use crate::domain::phrase::Phrase;
use crate::domain::plan::Plan;
use crate::domain::text::visible;
use crate::export;
use crate::failure::{Exit, Failure};
use crate::store::{Change, Folder, Glimpse, Line, Loaded, StoreError};
use crate::wizard::{hanging, screens};

/// How many of the last changes a screen shows.
const RECENT: usize = 4;
/// How far a line of a list is set in below its first row.
const INSET: usize = 6;

/// So few cases are worked out sooner than a thread begins.
const FEW: usize = 8;

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
    let log = folder.recent(loaded.case.revision, RECENT).map_err(|error| context.trouble(&error))?;
    Ok(log.iter().map(|line| told(context, plan, line)).collect())
}

/// `posquit log`.
pub(super) fn log(context: &mut Context, json: bool) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    if json {
        let log = folder.log(loaded.case.revision).map_err(|error| context.trouble(&error))?;
        return context.print(&format!("{:#}\n", export::log(&log_entries(context, &plan, &log))));
    }
    let log = folder.recent(loaded.case.revision, usize::MAX).map_err(|error| context.trouble(&error))?;
    let lines: Vec<String> = log
        .iter()
        .map(|line| hung(&format!("{:>4}  {}", line.revision, told(context, &plan, line))))
        .collect();
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

pub(super) fn in_words(
    context: &Context,
    plan: &Plan<'_>,
    change: &Change,
) -> Option<(String, String, String)> {
    let at = change.place()?;
    let phrase = context.phrase();
    let record = change.was().or_else(|| change.now());
    let after = change.now().map_or_else(
        || context.words.get(if matches!(at, At::All(_)) { "log.not_all" } else { "log.cleared" }).to_owned(),
        |slot| phrase.slot(&at, &slot),
    );
    Some((at.to_string(), phrase.changed_place(plan, &at, record.as_ref()), after))
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

/// `posquit list`: all cases, also those that cannot be read; with `--all` those in the archive as well.
pub(super) fn list(context: &mut Context, all: bool, json: bool) -> Result<Exit, Failure> {
    let home = &context.home;
    let mut names = home.names().map_err(|error| context.trouble(&error))?;
    let mut entries = entries(context, &names, |name| home.folder(name));
    if all {
        names = home.archived().map_err(|error| context.trouble(&error))?;
        let archived = |entry| export::ListEntry { archived: true, ..entry };
        entries.extend(
            self::entries(context, &names, |name| home.archived_folder(name)).into_iter().map(archived),
        );
    }
    if json {
        return context.print(&format!("{:#}\n", export::list(&entries)));
    }
    if entries.is_empty() {
        return context.print(&format!("{}\n", context.words.get("error.no_cases")));
    }
    let lines: Vec<String> = entries.iter().map(|entry| hung(&list_line(context, entry))).collect();
    context.print(&lines.concat())
}

/// The entries of cases, in their order. Each case is worked out for itself, so that every core takes some of them.
fn entries(
    context: &Context,
    names: &[String],
    folder: impl Fn(&str) -> Result<Folder, StoreError> + Sync,
) -> Vec<export::ListEntry> {
    let (phrase, today) = (context.phrase(), context.clock.today);
    let entry = |name: &String| match folder(name).and_then(|folder| folder.load()) {
        Ok(loaded) => Ok(list_entry(&phrase, name.clone(), &Plan::new(phrase.playbook, &loaded.case, today))),
        Err(error) => Err(Box::new((name.clone(), error))),
    };
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts = names.chunks(names.len().div_ceil(cores).max(FEW));
    let worked = &|part: &[String]| part.iter().map(entry).collect::<Vec<_>>();
    let found = thread::scope(|scope| {
        let begin = |part| (part, thread::Builder::new().spawn_scoped(scope, move || worked(part)));
        let begun: Vec<_> = parts.map(begin).collect();
        let ended = begun.into_iter().flat_map(|(part, thread)| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|fault| resume_unwind(fault)),
            Err(_) => worked(part),
        });
        ended.collect::<Vec<_>>()
    });
    let told = |untold: Box<(String, StoreError)>| {
        let (name, error) = *untold;
        export::ListEntry { name, trouble: Some(context.trouble(&error).what), ..Default::default() }
    };
    found.into_iter().map(|entry| entry.unwrap_or_else(told)).collect()
}

fn list_entry(phrase: &Phrase<'_>, name: String, plan: &Plan<'_>) -> export::ListEntry {
    let act = plan.next_act();
    let due = act.as_ref().and_then(|act| act.due).and_then(crate::domain::plan::DeadlinePlan::act_by);
    let act = act.filter(|act| plan.awaited_before(act).is_none());
    let waits = plan.awaited().map(|(day, ..)| day);
    let asks = if act.is_none() { plan.asks_next() } else { None };
    let asks =
        asks.map(|step| phrase.words.say("list.asks", &[("step", step.step.title.to(phrase.words.lang))]));
    let waiting = act.is_none() && asks.is_none();
    export::ListEntry {
        name,
        title: visible(&plan.look.case.title),
        closed: plan.is_closed(),
        late: plan.late_deadlines().count() + plan.running().filter(|(_, _, line)| line.is_late()).count(),
        next: act.as_ref().map(|act| phrase.todo(plan, act.todo, act.row)).or(asks),
        due: if waiting { waits } else { due },
        trouble: None,
        archived: false,
    }
}

fn list_line(context: &Context, entry: &export::ListEntry) -> String {
    let words = &context.words;
    let due = entry
        .due
        .map_or_else(String::new, |day| words.say("list.by", &[("day", &context.phrase().exact_day(day))]));
    let late = if entry.late > 0 { words.count("list.late_count", entry.late) } else { String::new() };
    let next = entry.next.as_deref().unwrap_or_else(|| words.get("list.their_turn"));
    let what = match &entry.trouble {
        Some(trouble) => trouble.clone(),
        None if entry.closed => words.get("list.closed").to_owned(),
        None if entry.next.is_none() => format!("{late}{next}{due}"),
        None => late + &words.say("list.next", &[("what", &format!("{next}{due}"))]),
    };
    let fill = [("name", entry.name.as_str()), ("title", &entry.title), ("what", &what)];
    let line = words.say("list.case", &fill);
    if entry.archived { words.say("keep.list_archived", &[("line", &line)]) } else { line }
}

/// A line of a list, wrapped where a person looks at it; another program gets it whole.
fn hung(line: &str) -> String {
    if !std::io::stdout().is_terminal() {
        return format!("{line}\n");
    }
    hanging(line, usize::from(console::Term::stdout().size().1), INSET)
}

fn told(context: &Context, plan: &Plan<'_>, line: &Glimpse) -> String {
    let words = &context.words;
    let time = line.time.get(..10).unwrap_or_default();
    let time = time.parse().map_or_else(|_| time.to_owned(), |day| context.phrase().exact_day(day));
    if let Some(revision) = line.undoes {
        return words.say("log.undone", &[("time", &time), ("revision", &revision.to_string())]);
    }
    let change = |change| in_words(context, plan, change).map(|(_, what, after)| (what, after));
    let (first, more) = &line.changes;
    match first.as_ref().and_then(change) {
        Some((what, after)) => {
            let text = words.say("log.line", &[("time", &time), ("what", &what), ("after", &after)]);
            if *more > 0 { format!("{text}{}", words.count("log.more", *more)) } else { text }
        }
        None => time,
    }
}
