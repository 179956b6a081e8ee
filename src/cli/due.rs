//! The commands that look ahead: what is due, and what a change would do.

use super::Context;
use crate::domain::case::Case;
use crate::domain::case::{At, Edit};
use crate::domain::day;
use crate::domain::effects::{changed, effects, newly_late};
use crate::domain::intake::{self, Entry, TickEntry};
use crate::domain::plan::{Plan, Press};
use crate::export;
use crate::failure::{Exit, Failure};
use crate::wizard::{Page, screens};

/// `posquit due`.
pub(super) fn due(context: &mut Context, json: bool, exit_code: bool) -> Result<Exit, Failure> {
    let (_, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    let pressing = plan.agenda().iter().any(|due| match due.press {
        Press::Late => true,
        Press::Soon => due.by == Some(plan.today),
        Press::Later | Press::Unknown => false,
    });
    if json {
        context.print(&format!("{:#}\n", export::due(&plan, &context.phrase())))?;
    } else {
        context.print_page(&screens::due(&context.phrase(), &plan))?;
    }
    Ok(if exit_code && pressing { Exit::NeedsYou } else { Exit::Done })
}

/// `posquit what-if`: the plan as it is beside the plan as it would be; nothing is saved.
pub(super) fn what_if(context: &mut Context, changes: &[String], json: bool) -> Result<Exit, Failure> {
    let (_, loaded) = context.open()?;
    let mut case = loaded.case.clone();
    for change in changes {
        let edits = edits(context, &case, change)?;
        case = self::changed(&case, &edits);
    }
    let after = loaded.becoming(case);
    let (before, after) = (context.plan(&loaded), context.plan(&after));
    if json {
        return context.print(&format!("{:#}\n", export::outlook(&before, &after, &context.phrase())));
    }
    context.print_page(&outlook(context, &before, &after))
}

fn edits(context: &Context, case: &Case, change: &str) -> Result<Vec<Edit>, Failure> {
    let usage = || {
        Failure::new(Exit::Usage, context.words.say("usage.cell", &[("what", change)]))
            .safe(context.words.get("safe.untouched"))
            .hint(context.words.get("due.what_if_hint"))
    };
    let (id, typed) = change.split_once('=').ok_or_else(usage)?;
    // An act may be imagined on a day to come.
    let ahead = day::read(typed.trim(), context.clock.today).map_or(context.clock.today, |day| day);
    let plan = Plan::new(&context.playbook, case, context.clock.today);
    let refused = |refusal| context.refused(&refusal);
    let at = intake::place(&plan, id.trim()).map_err(refused)?;
    match (&at, typed.trim()) {
        (At::Tick(..), typed) => {
            // What proves it is not asked for something that is only imagined.
            let reason = Some(context.words.get("due.what_if"));
            let entry = TickEntry { on: Some(typed), evidence: None, reason, confirmed: true };
            let then = Plan::new(&context.playbook, case, ahead.max(context.clock.today));
            intake::tick(&then, &at, &entry).map_err(|refusal| context.refused(&refusal))
        }
        (_, "-") => intake::answer(&plan, &at, &Entry::Unknown).map_err(refused),
        (_, typed) => intake::answer(&plan, &at, &Entry::Typed(typed)).map_err(refused),
    }
}

/// What is given, what would be different, and what leaving would cost then.
fn outlook(context: &Context, before: &Plan<'_>, after: &Plan<'_>) -> Page {
    let (phrase, words) = (context.phrase(), &context.words);
    let mut page = Page::default();
    let found = effects(before, after);
    if found.is_empty() {
        page.text(words.get("due.what_if_same"));
    } else {
        page.title(words.get("due.what_if_title"));
        for effect in &found {
            page.item(phrase.effect(effect));
        }
    }
    for late in newly_late(before, after) {
        let fill = [("what", late.deadline.label.to(words.lang)), ("how", &phrase.how(late))];
        page.alert(words.say("brief.late_deadline", &fill));
    }
    let known: Vec<_> = before.met_late().map(|(plan, on, _)| (&plan.deadline.id, on)).collect();
    for (late, on, last) in
        after.met_late().filter(|(plan, on, _)| !known.contains(&(&plan.deadline.id, *on)))
    {
        let (on, last) = (phrase.day(on), phrase.day(last));
        let act = context.playbook.todo(&late.deadline.met_by).map_or("", |todo| todo.label.to(words.lang));
        let fill = [("act", act), ("on", &on), ("what", late.deadline.label.to(words.lang)), ("last", &last)];
        page.alert(words.say("ahead.too_late", &fill));
        page.detail(phrase.derivation(&late.due));
    }
    screens::exits(&phrase, after, &mut page);
    page.blank();
    page.quiet(words.get("due.not_saved"));
    page
}
