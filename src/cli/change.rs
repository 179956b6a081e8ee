//! The commands that change a case without a conversation: answer, tick, mark, undo.

use super::args::{AnswerArgs, MarkArgs, MarkAs, TickArgs};
use super::{Context, letter, show};
use crate::domain::case::{At, Case, Edit};
use crate::domain::intake::{self, Entry, Refusal, TickEntry};
use crate::domain::plan::Plan;
use crate::failure::{Exit, Failure};
use crate::store::{Change, Folder, Loaded, Saved, Want};

/// As many changes are told one by one; of more, the rest is counted.
const LONGEST: usize = 20;

/// `posquit answer`.
pub(super) fn answer(context: &mut Context, args: &AnswerArgs) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let edits = answer_edits(context, &context.plan(&loaded), args)?;
    commit(context, &folder, &loaded, &edits)
}

fn answer_edits(context: &Context, plan: &Plan<'_>, args: &AnswerArgs) -> Result<Vec<Edit>, Failure> {
    let at = intake::place(plan, &args.id).map_err(|refusal| context.refused(&refusal))?;
    let typed = args.values.join(" ");
    let edits = match (&at, args) {
        (At::Row(table, _), _) if args.id.ends_with("/new") => {
            let rows = context.playbook.rows(table).filter(|_| !args.values.is_empty());
            let rows = rows.ok_or_else(|| missing_cells(context))?;
            let cells =
                args.values.iter().map(|cell| cell_of(context, cell)).collect::<Result<Vec<_>, _>>()?;
            intake::new_row(plan, rows, &cells)
        }
        (_, AnswerArgs { unknown: true, .. }) => intake::answer(plan, &at, &Entry::Unknown),
        (_, AnswerArgs { clear: true, .. }) => intake::answer(plan, &at, &Entry::Clear),
        _ if args.values.is_empty() => return Err(missing_value(context)),
        _ => intake::answer(plan, &at, &Entry::Typed(&typed)),
    };
    edits.map_err(|refusal| context.refused(&refusal))
}

fn missing_cells(context: &Context) -> Failure {
    Failure::new(Exit::Usage, context.words.get("usage.no_cells")).hint(context.words.get("usage.cell_hint"))
}

fn missing_value(context: &Context) -> Failure {
    Failure::new(Exit::Usage, context.words.get("usage.no_answer"))
        .hint(context.words.get("usage.no_answer_hint"))
}

pub(super) fn cell_of<'t>(context: &Context, cell: &'t str) -> Result<(&'t str, Entry<'t>), Failure> {
    match cell.split_once('=') {
        Some((column, "-")) => Ok((column, Entry::Unknown)),
        Some((column, value)) => Ok((column, Entry::Typed(value))),
        None => Err(Failure::new(Exit::Usage, context.words.say("usage.cell", &[("what", cell)]))
            .hint(context.words.get("usage.cell_hint"))),
    }
}

/// `posquit tick`.
pub(super) fn tick(context: &mut Context, args: &TickArgs) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let today = context.clock.today.to_string();
    let edits = {
        let plan = context.plan(&loaded);
        let at = intake::place(&plan, &args.todo).map_err(|refusal| context.refused(&refusal))?;
        let entry = TickEntry {
            on: if args.day_unknown { None } else { Some(args.on.as_deref().unwrap_or(&today)) },
            evidence: args.evidence.as_deref(),
            reason: args.reason.as_deref(),
            confirmed: confirms(&loaded, args.confirm.as_deref()),
        };
        let mut edits =
            if args.clear { intake::untick(&plan, &at) } else { intake::tick(&plan, &at, &entry) }
                .map_err(|refusal| context.refused(&refusal))?;
        edits.extend(letter::with_ticks(context, &plan, &edits));
        edits
    };
    commit(context, &folder, &loaded, &edits)
}

/// An act that cannot be taken back is confirmed by the case's title or name.
fn confirms(loaded: &Loaded, typed: Option<&str>) -> bool {
    typed.is_some_and(|typed| typed.trim() == loaded.case.title || typed.trim() == loaded.case.name)
}

/// `posquit mark`.
pub(super) fn mark(context: &mut Context, args: &MarkArgs) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let edits =
        mark_edits(&context.plan(&loaded), &loaded, args).map_err(|refusal| context.refused(&refusal))?;
    commit(context, &folder, &loaded, &edits)
}

fn mark_edits<'a>(plan: &Plan<'a>, loaded: &Loaded, args: &MarkArgs) -> Result<Vec<Edit>, Refusal<'a>> {
    let playbook = plan.look.playbook;
    let Some(step) = playbook.step(&args.step) else {
        let near = intake::nearest(playbook.steps.iter().map(|step| step.id.as_str()), &args.step);
        return Err(Refusal::NoSuchId(args.step.clone(), near));
    };
    match args.state {
        MarkAs::Open => Ok(intake::reopen(step)),
        MarkAs::Skipped => intake::skip(plan, step, args.reason.as_deref().unwrap_or_default()),
        MarkAs::Done => {
            let confirmed = confirms(loaded, args.confirm.as_deref());
            let entry = TickEntry {
                on: args.on.as_deref(),
                reason: args.reason.as_deref(),
                confirmed,
                evidence: None,
            };
            intake::finish(plan, step, &entry)
        }
    }
}

/// `posquit undo` and `posquit redo`.
pub(super) fn undo(context: &mut Context, again: bool) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let (time, stamp) = (context.clock.time.clone(), context.stamp());
    let known = (&loaded).into();
    let saved = if again { folder.redo(known, time, stamp) } else { folder.undo(known, time, stamp) };
    let saved = saved.map_err(|error| context.trouble(&error))?;
    let key = if again { "changed.redone" } else { "changed.undone" };
    let undone = saved.line.undoes.unwrap_or_default().to_string();
    let files = letter::put_back(context, &folder, &loaded.case, &saved.case);
    let mut text = context.words.say(key, &[("revision", &undone)]) + "\n" + &told(context, &loaded, saved);
    for line in files {
        text += &line;
        text.push('\n');
    }
    context.print_saved(&text)
}

/// Saves edits and says what was changed.
pub(super) fn commit(
    context: &Context,
    folder: &Folder,
    loaded: &Loaded,
    edits: &[Edit],
) -> Result<Exit, Failure> {
    let seen: Vec<_> = edits.iter().map(|edit| loaded.case.get(&edit.at)).collect();
    if edits.iter().zip(&seen).all(|(edit, seen)| edit.to == *seen) {
        return context.print(&format!("{}\n", context.words.get("changed.nothing")));
    }
    let saved = save(context, folder, loaded, edits)?;
    context.print_saved(&told(context, loaded, saved))
}

/// Saves edits to what was loaded.
pub(super) fn save(
    context: &Context,
    folder: &Folder,
    loaded: &Loaded,
    edits: &[Edit],
) -> Result<Saved, Failure> {
    let seen: Vec<_> = edits.iter().map(|edit| loaded.case.get(&edit.at)).collect();
    let time = context.clock.time.clone();
    let (known, playbook) = (Some(loaded.into()), context.stamp());
    let saved = folder.commit(&Want { edits, seen: Some(&seen), known, time, playbook });
    saved.map_err(|error| context.trouble(&error))
}

/// What changes at some places make doubtful that was not so in the case before, a line each.
pub(super) fn doubts(context: &Context, before: &Case, after: &Plan<'_>, places: &[At]) -> String {
    let places: Vec<&At> = places.iter().collect();
    let new = after.new_doubts_of(before, &places);
    let note = |doubt| {
        let told = context.phrase().doubt(after, doubt);
        context.words.say("doubt.note", &[("doubt", &told)]) + "\n"
    };
    let mut text: String = new.iter().take(LONGEST).map(note).collect();
    if new.len() > LONGEST {
        text += &(context.words.count("unsure.more", new.len() - LONGEST) + "\n");
    }
    text
}

/// What was changed, a line each, and how to take it back.
pub(super) fn told(context: &Context, loaded: &Loaded, saved: Saved) -> String {
    let now = loaded.becoming(saved.case);
    let plan = context.plan(&now);
    let mut text = String::new();
    let changes = &saved.line.changes;
    let shown = if changes.len() > LONGEST { LONGEST } else { changes.len() };
    for change in &changes[..shown] {
        let Some((_, what, after)) = show::in_words(context, &plan, change) else { continue };
        let fill = [("what", what), ("after", after)];
        let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
        text += &context.words.say("changed.line", &fill);
        text.push('\n');
    }
    if changes.len() > shown {
        text += &context.words.count("changed.more", changes.len() - shown);
        text.push('\n');
    }
    let places: Vec<At> = changes.iter().filter_map(Change::place).collect();
    text += &doubts(context, &loaded.case, &plan, &places);
    text + context.words.get("changed.saved") + "\n"
}
