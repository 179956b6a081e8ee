//! The screens of every return: how far a case is, what is late, what waits, what came of it, and the one next thing.

use std::collections::BTreeSet;

use crate::domain::answer::Value;
use crate::domain::case::{At, Tick};
use crate::domain::phrase::Phrase;
use crate::domain::plan::{Act, EstimatePlan, Plan, StepPlan, StepState};
use crate::domain::playbook::Basis;
use crate::domain::record::{ByPlace, CALL, Record};
use crate::domain::text::visible;
use crate::domain::words::Words;

use super::super::Page;
use super::due::{exits, ladder};

/// How many of the last calls a screen shows.
const RECENT_CALLS: usize = 3;
/// How many acts are named that could be done today as well.
const OTHERS: usize = 4;

/// The screen of every return: which case, how far, what happened last, what is late, what waits, what comes next.
pub fn briefing(phrase: &Phrase<'_>, plan: &Plan<'_>, recent: &[String]) -> Page {
    let words = phrase.words;
    let mut page = Page::default();
    let title = visible(&plan.look.case.title);
    page.title(words.say("brief.title", &[("title", &title), ("today", &phrase.day(plan.today))]));
    for phase in &phrase.playbook.phases {
        let steps = plan
            .steps
            .iter()
            .filter(|step| step.step.phase == phase.id && step.state != StepState::NotNeeded);
        let steps: Vec<&StepPlan<'_>> = steps.collect();
        if !steps.is_empty() {
            page.item(phase_line(words, phase.title.to(words.lang), &steps));
        }
    }
    let legend = legend(words, plan);
    if !legend.is_empty() && !words.aloud {
        page.quiet(legend);
    }
    if !recent.is_empty() {
        page.blank();
        page.text(words.get("brief.recent"));
        for line in recent {
            page.item(line.as_str());
        }
    }
    calls(phrase, plan, &mut page);
    late_and_waiting(phrase, plan, &mut page);
    ladder(phrase, plan, &mut page);
    exits(phrase, plan, &mut page);
    let unknown = plan.find_out();
    if !unknown.is_empty() && !plan.is_closed() {
        let labels: Vec<String> = unknown.iter().map(|f| phrase.place(plan, &f.at)).collect();
        page.blank();
        page.text(&words.say("brief.find_out", &[("what", &words.list(&labels))]));
    }
    page.blank();
    next(phrase, plan, &mut page);
    page
}

/// The last calls that were noted, with what was promised.
fn calls(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let calls: Vec<&Record> = plan.look.case.records.iter().filter(|record| record.kind == CALL).collect();
    if calls.is_empty() {
        return;
    }
    page.blank();
    page.text(phrase.words.get("proof.calls"));
    for call in &calls[calls.len().saturating_sub(RECENT_CALLS)..] {
        let fill = [("what", phrase.record_place(plan, call)), ("answer", phrase.record(call))];
        let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
        page.item(phrase.words.say("list.answer", &fill));
    }
}

/// The steps of a phase with their marks; to be heard, those that all stand alike are told as one.
fn phase_line(words: &Words, phase: &str, steps: &[&StepPlan<'_>]) -> String {
    let mark_of = |step: &StepPlan<'_>| words.get(mark(step));
    if let [first, rest @ ..] = steps
        && words.aloud
        && rest.iter().all(|step| mark_of(step) == mark_of(first))
    {
        return words.say("voice.phase_all", &[("phase", phase), ("mark", mark_of(first))]);
    }
    let step = |step: &&StepPlan<'_>| {
        words.say("brief.step", &[("mark", mark_of(step)), ("title", step.step.title.to(words.lang))])
    };
    let line: String = steps.iter().map(step).collect();
    words.say("brief.phase", &[("phase", phase), ("steps", line.trim_end())])
}

/// What the marks that are shown mean, but for those that anybody knows: a tick, and nothing at all.
fn legend(words: &Words, plan: &Plan<'_>) -> String {
    let shown: BTreeSet<&str> =
        plan.steps.iter().filter(|step| step.state != StepState::NotNeeded).map(mark).collect();
    let meanings = [
        ("mark.find_out", "legend.find_out"),
        ("mark.open", "legend.open"),
        ("mark.waiting", "legend.waiting"),
        ("mark.blocked", "legend.blocked"),
        ("mark.before", "legend.before"),
        ("mark.skipped", "legend.skipped"),
    ];
    let meant = meanings.iter().filter(|(mark, _)| shown.contains(mark));
    let meant: Vec<String> =
        meant.map(|(mark, meaning)| format!("{} {}", words.get(mark), words.get(meaning))).collect();
    meant.join(words.get("list.comma"))
}

/// A short mark for a step's state; never colour alone.
fn mark(step: &StepPlan<'_>) -> &'static str {
    match step.state {
        StepState::Open | StepState::Held | StepState::Blocked if step.before => "mark.before",
        StepState::Done if !step.find_out().is_empty() => "mark.find_out",
        StepState::Done => "mark.done",
        StepState::Skipped(_) | StepState::NotNeeded => "mark.skipped",
        StepState::Waiting => "mark.waiting",
        StepState::Blocked => "mark.blocked",
        StepState::Held => "mark.held",
        StepState::Open => "mark.open",
    }
}

/// A step in one line of the overview.
pub fn line_of(phrase: &Phrase<'_>, step: &StepPlan<'_>) -> String {
    let (words, title) = (phrase.words, step.step.title.to(phrase.words.lang));
    words.say(
        "over.line",
        &[("mark", words.get(mark(step))), ("title", title), ("state", &phrase.state(step))],
    )
}

/// Where a step stands, and why it cannot go on where it cannot.
pub fn standing(phrase: &Phrase<'_>, plan: &Plan<'_>, step: &StepPlan<'_>) -> Page {
    let (words, lang) = (phrase.words, phrase.words.lang);
    let mut page = Page::default();
    page.blank();
    page.title(line_of(phrase, step));
    match step.state {
        StepState::Skipped(mark) => {
            page.text(&words.say("log.skipped", &[("reason", &visible(&mark.reason))]));
        }
        StepState::Held => {
            let first = phrase.titles(&plan.first_steps(step.step));
            page.text(&words.say("list.held", &[("steps", &first)]));
        }
        StepState::Blocked => step.unmet.iter().for_each(|guard| page.alert(guard.because.to(lang))),
        _ => page.text(&phrase.why(plan, step.step)),
    }
    page
}

pub(super) fn late_and_waiting(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let words = phrase.words;
    page.blank();
    for late in plan.late_deadlines() {
        let label = late.deadline.label.to(words.lang);
        page.alert(words.say("brief.late_deadline", &[("what", label), ("how", &phrase.how(late))]));
    }
    for doubt in plan.doubts() {
        page.alert(phrase.doubt(plan, &doubt));
    }
    for (_, wait, line) in plan.running() {
        let text = phrase.wait(plan, wait, line);
        if matches!(line.state, crate::domain::plan::WaitState::Late { .. }) {
            page.alert(text);
            if let Some(late) = wait.late.as_ref().filter(|_| !plan.is_taken_up(wait, line)) {
                page.item(late.to(words.lang));
            }
        } else {
            page.item(text);
        }
        if !line.due.pieces.is_empty() {
            page.detail(phrase.derivation(&line.due));
        }
    }
}

/// The one next thing, as a page of its own.
pub fn next_page(phrase: &Phrase<'_>, plan: &Plan<'_>) -> Page {
    let mut page = Page::default();
    for (_, wait, line) in plan.running().filter(|(.., line)| line.is_late()) {
        page.alert(phrase.wait(plan, wait, line));
    }
    next(phrase, plan, &mut page);
    page
}

/// While the other side is late, pressing it is not all that there is to do.
fn besides(phrase: &Phrase<'_>, plan: &Plan<'_>, act: &Act<'_, '_>, page: &mut Page) {
    let is_late = plan.running().any(|(.., line)| line.is_late());
    let others = if is_late { plan.besides(act) } else { Vec::new() };
    if others.is_empty() {
        return;
    }
    page.text(phrase.words.get("ahead.besides"));
    for other in others.iter().take(OTHERS) {
        page.item(phrase.act(plan, other.todo, other.row));
    }
    if others.len() > OTHERS {
        page.item(phrase.words.count("ahead.more", others.len() - OTHERS));
    }
}

/// What came of a closed case: the sums, and how many of its acts are proved.
fn result(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let words = phrase.words;
    // What a contract still has a day for, such as the rent of a lease, is not over.
    let contract = plan.agenda().iter().any(|due| due.origin().0 == Basis::Contract);
    page.title(words.get(if contract { "closed.title_but" } else { "closed.title" }));
    let refunded = plan.look.role("deposit_refunded").and_then(Value::money);
    let roles = [
        "deposit_amount",
        "deposit_refunded",
        "deposit_rest",
        "deposit_received",
        "balances",
        "lease_over",
        "lease_final_day",
    ];
    // What was given up never came.
    let told = |role: &&&str| **role != "deposit_received" || refunded.is_none_or(|sum| sum.minor != 0);
    for role in roles.iter().filter(told) {
        let Some(id) = phrase.playbook.role(role) else { continue };
        let slots = [At::Answer(id.to_owned()), At::Tick(id.to_owned(), None)];
        for at in slots {
            if let Some(slot) = plan.look.case.get(&at) {
                page.item(words.say(
                    "list.answer",
                    &[("what", &phrase.place(plan, &at)), ("answer", &phrase.slot(&at, &slot))],
                ));
            }
        }
    }
    plan.steps.iter().for_each(|step| sums(phrase, step, page));
    let case = plan.look.case;
    let ticks: Vec<(&String, Option<u32>, &Tick)> = case
        .ticks
        .iter()
        .flat_map(|(id, ticks)| ticks.iter().map(move |(row, tick)| (id, *row, tick)))
        .collect();
    let records = ByPlace::of(&case.records);
    let is_proved = |(id, row, tick): &&(&String, Option<u32>, &Tick)| {
        tick.evidence.is_some() || records.about(id, *row).any(Record::proves)
    };
    let proved = ticks.iter().filter(is_proved).count();
    let fill = [("done", ticks.len().to_string()), ("proved", proved.to_string())];
    let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
    page.item(words.say("closed.proof", &fill));
    page.text(words.get("closed.tail"));
    page.text(words.get("next.closed"));
}

/// The sums of a step that were worked out and are not nothing.
pub(super) fn sums(phrase: &Phrase<'_>, step: &StepPlan<'_>, page: &mut Page) {
    let is_some = |estimate: &&EstimatePlan<'_>| estimate.sum.is_some_and(|sum| sum.minor != 0);
    for estimate in step.estimates.iter().filter(is_some).filter(|estimate| estimate.tells()) {
        let label = estimate.estimate.label.to(phrase.words.lang);
        let fill = [("what", label), ("answer", &phrase.estimate(estimate))];
        page.item(phrase.words.say("list.answer", &fill));
    }
}

/// The one next thing.
pub(super) fn next(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let words = phrase.words;
    if plan.is_closed() {
        result(phrase, plan, page);
        if plan.next_act().is_none() {
            return;
        }
        page.blank();
    }
    if let Some(act) = plan.next_act() {
        if let Some((day, wait, _)) = plan.awaited_before(&act) {
            page.text(&phrase.awaited(plan, wait, day));
        }
        let what = phrase.act(plan, act.todo, act.row);
        match act.due {
            Some(due) if due.act_by().is_some() => {
                let day = phrase.when(&due.last_act().when);
                page.text(&words.say(phrase.next_key(plan, due), &[("what", &what), ("day", &day)]));
                page.detail(phrase.derivation(&due.due));
                phrase.not_kept(plan, due).into_iter().for_each(|text| page.item(text));
                phrase.sending(due).into_iter().for_each(|send| page.detail(send));
            }
            _ => {
                // An act that is to be done today says so itself.
                let says_so = what.contains(words.get("invalid.today"));
                let key = if says_so { "hear.next" } else { "next.act" };
                page.text(&words.say(key, &[("what", &what), ("today", &phrase.day(plan.today))]));
            }
        }
        return besides(phrase, plan, &act, page);
    }
    let (awaited, asks) = (plan.awaited(), plan.asks_next());
    if let Some(step) = asks {
        page.text(&words.say("next.questions", &[("step", step.step.title.to(words.lang))]));
    }
    if let Some((day, wait, _)) = awaited {
        page.text(&phrase.awaited(plan, wait, day));
    }
    if asks.is_some() || awaited.is_some() {
        return;
    }
    stuck(phrase, plan, page);
}

/// Where nothing can be done and nobody is waited for: what to find out, or what holds things up.
fn stuck(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let words = phrase.words;
    if let Some(found) = plan.find_out_first() {
        let what = found.question.label.to(words.lang);
        return page.text(&words.say("next.find_out", &[("what", what)]));
    }
    let before = plan.steps.iter().find(|step| step.before && step.front().is_some());
    if let Some(step) = before {
        let title = step.step.title.to(words.lang);
        return page.text(&words.say("next.before", &[("step", title)]));
    }
    page.text(words.get("next.nothing"));
    let blocked = plan.steps.iter().find(|step| step.state == StepState::Blocked);
    for guard in blocked.into_iter().flat_map(|step| &step.unmet) {
        page.item(guard.because.to(words.lang));
    }
}
