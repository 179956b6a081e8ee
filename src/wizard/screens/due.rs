//! What is due when, how each day came about, and where to turn while the other side is late.

use crate::domain::phrase::Phrase;
use crate::domain::plan::{DeadlineState, Due, Matter, Plan, Press, RungPlan, RungState, WaitLine};

use super::super::Page;

/// The agenda: late, in the next days, later, not known yet; each with its derivation and its source.
pub fn due(phrase: &Phrase<'_>, plan: &Plan<'_>) -> Page {
    let words = phrase.words;
    let mut page = Page::default();
    let title = crate::domain::text::visible(&plan.look.case.title);
    page.title(words.say("brief.title", &[("title", &title), ("today", &phrase.day(plan.today))]));
    let agenda = plan.agenda();
    if agenda.is_empty() {
        page.text(words.get("due.nothing"));
    }
    let parts = [
        (Press::Late, "due.late"),
        (Press::Soon, "due.soon"),
        (Press::Later, "due.later"),
        (Press::Unknown, "due.unknown"),
    ];
    for (press, key) in parts {
        let lines: Vec<&Due<'_, '_>> = agenda.iter().filter(|due| due.press == press).collect();
        if !lines.is_empty() {
            page.blank();
            page.text(words.get(key));
            for due in lines {
                line(phrase, plan, due, &mut page);
            }
        }
    }
    ladder(phrase, plan, &mut page);
    exits(phrase, plan, &mut page);
    page
}

fn line(phrase: &Phrase<'_>, plan: &Plan<'_>, due: &Due<'_, '_>, page: &mut Page) {
    let words = phrase.words;
    let (_, source) = due.origin();
    let text = head(phrase, plan, due);
    if due.press == Press::Late {
        page.alert(text);
    } else {
        page.item(text);
    }
    match &due.matter {
        Matter::Deadline(plan_of) => {
            if due.by.is_some() && !phrase.is_given(plan_of) {
                page.detail(phrase.derivation(&plan_of.due));
            }
            phrase.sending(plan_of).into_iter().for_each(|send| page.detail(send));
            if plan_of.is_tight(plan.today) {
                page.detail(words.get("due.tight"));
            }
        }
        Matter::Wait(wait, line) => {
            if due.by.is_some() {
                page.detail(phrase.derivation(&line.due));
            }
            let says = line.is_late() && !plan.is_taken_up(wait, line);
            wait.late.iter().filter(|_| says).for_each(|late| page.detail(late.to(words.lang)));
        }
    }
    if let Some(source) = source {
        page.detail(phrase.source(source));
    }
}

fn head(phrase: &Phrase<'_>, plan: &Plan<'_>, due: &Due<'_, '_>) -> String {
    let words = phrase.words;
    match &due.matter {
        Matter::Wait(wait, line) if due.by.is_none() => {
            let (what, when) = (phrase.wait_of(plan, wait, line.row), phrase.when(&line.due.when));
            words.say("due.deadline", &[("what", &what), ("day", &when)])
        }
        Matter::Wait(wait, line) => phrase.wait(plan, wait, line),
        Matter::Deadline(deadline) => {
            let what = due.label().to(words.lang);
            if let DeadlineState::Late(days) = deadline.state {
                let day = phrase.when(&deadline.due.when);
                let late = words.count("span.days", usize::try_from(days).unwrap_or(0));
                return words.say("due.deadline_late", &[("what", what), ("day", &day), ("late", &late)]);
            }
            let day = phrase.when(&deadline.last_act().when);
            words.say("due.deadline", &[("what", what), ("day", &day)])
        }
    }
}

/// The rung to climb now, and the ones after it; nothing while nobody is late.
pub(super) fn ladder(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let ladder = plan.ladder();
    let is_late = plan.running().any(|(.., line): (_, _, &WaitLine)| line.is_late());
    let Some(next) = ladder.iter().find(|rung| rung.state == RungState::Open).filter(|_| is_late) else {
        return;
    };
    let words = phrase.words;
    page.blank();
    page.text(&words.say("due.rung", &[("what", next.todo.act.to(words.lang))]));
    for line in rung(phrase, next) {
        page.item(line);
    }
    let also = ladder.iter().filter(|rung| rung.state == RungState::Open && rung.todo.id != next.todo.id);
    let also: Vec<String> = also.map(|rung| rung.todo.label.to(words.lang).to_owned()).collect();
    if !also.is_empty() {
        page.item(words.say("passage.rungs_also", &[("what", &words.list(&also))]));
    }
    let after = ladder.iter().filter(|rung| rung.state == RungState::Later);
    let mut after: Vec<String> = after.map(|rung| rung.todo.label.to(words.lang).to_owned()).collect();
    after.dedup();
    if !after.is_empty() {
        page.item(words.say("due.rungs_after", &[("what", &words.list(&after))]));
    }
}

/// A rung: whom to turn to, what they will ask for, how long it may take, and where that stands.
pub(super) fn rung(phrase: &Phrase<'_>, plan: &RungPlan<'_>) -> Vec<String> {
    let (words, lang, rung) = (phrase.words, phrase.words.lang, plan.rung);
    let time = match (plan.time(), plan.wait) {
        (Some(range), Some(wait)) => {
            let (time, basis) = (phrase.range(range), phrase.basis(wait.basis));
            words.say("due.rung_time", &[("time", &time), ("basis", basis)])
        }
        _ => words.get("due.rung_no_time").to_owned(),
    };
    let mut lines = vec![
        words.say("due.rung_channel", &[("what", rung.channel.to(lang))]),
        words.say("due.rung_asks", &[("what", rung.asks.to(lang))]),
        time,
    ];
    lines.extend(rung.source.as_ref().map(|source| phrase.source(source)));
    lines
}

/// Leaving at once beside waiting, where that is still to be chosen.
pub fn exits(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    for exit in plan.exits() {
        page.blank();
        page.text(phrase.words.get("due.exits"));
        phrase.exit(&exit).into_iter().for_each(|line| page.item(line));
    }
}
