//! What is shown between prompts: pages made from the plan, the playbook and the words.

use crate::domain::case::{At, Tick};
use crate::domain::intake::Refusal;
use crate::domain::phrase::Phrase;
use crate::domain::plan::{Act, DeadlinePlan, ItemPlan, Plan, StepPlan, StepState};
use crate::domain::playbook::{Basis, Rule, Todo};
use crate::domain::question::Question;
use crate::domain::text::visible;

use super::{Page, is_late};

/// The first screen of a new case.
pub fn opening(phrase: &Phrase<'_>, place: &str) -> Page {
    let (words, playbook) = (phrase.words, phrase.playbook);
    let mut page = Page::default();
    page.title(playbook.title.to(words.lang));
    page.text(playbook.intro.to(words.lang));
    page.blank();
    page.text(words.get("open.at_hand"));
    for line in &playbook.at_hand {
        page.item(line.to(words.lang));
    }
    page.blank();
    page.quiet(playbook.caution.to(words.lang));
    page.quiet(words.say("open.place", &[("place", place)]));
    page
}

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
        let line =
            steps.map(|step| format!("{} {}", words.get(mark(step.state)), step.step.title.to(words.lang)));
        let line: Vec<String> = line.collect();
        if !line.is_empty() {
            page.item(format!("{}  {}", phase.title.to(words.lang), line.join("  ")));
        }
    }
    if !recent.is_empty() {
        page.blank();
        page.text(words.get("brief.recent"));
        for line in recent {
            page.item(line.as_str());
        }
    }
    late_and_waiting(phrase, plan, &mut page);
    let unknown = plan.find_out();
    if !unknown.is_empty() {
        let labels: Vec<String> = unknown.iter().map(|f| phrase.place(plan, &f.at)).collect();
        page.blank();
        page.text(&words.say("brief.find_out", &[("what", &words.list(&labels))]));
    }
    page.blank();
    next(phrase, plan, &mut page);
    page
}

/// A short mark for a step's state; never colour alone.
fn mark(state: StepState<'_>) -> &'static str {
    match state {
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
        &[("mark", words.get(mark(step.state))), ("title", title), ("state", &phrase.state(step))],
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
            page.text(&words.say("log.skipped", &[("reason", &visible(&mark.reason))]))
        }
        StepState::Held => {
            let first: Vec<String> =
                plan.first_steps(step.step).map(|s| s.step.title.to(lang).to_owned()).collect();
            page.text(&words.say("list.held", &[("steps", &words.list(&first))]));
        }
        StepState::Blocked => step.unmet.iter().for_each(|guard| page.alert(guard.because.to(lang))),
        _ => page.text(step.step.why.to(lang)),
    }
    page
}

fn late_and_waiting(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let words = phrase.words;
    page.blank();
    for late in plan.late_deadlines() {
        let label = late.deadline.label.to(words.lang);
        page.alert(
            words.say("brief.late_deadline", &[("what", label), ("how", &phrase.derivation(&late.due))]),
        );
    }
    for (_, wait, line) in plan.running() {
        let text = phrase.wait(plan, wait, line);
        if matches!(line.state, crate::domain::plan::WaitState::Late { .. }) {
            page.alert(text);
            if let Some(late) = &wait.late {
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
    next(phrase, plan, &mut page);
    page
}

/// What came of a closed case: the sums, and how many of its acts are proved.
fn result(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let words = phrase.words;
    page.title(words.get("closed.title"));
    for estimate in
        plan.steps.iter().flat_map(|step| &step.estimates).filter(|estimate| estimate.sum.is_some())
    {
        page.item(format!("{}: {}", estimate.estimate.label.to(words.lang), phrase.estimate(estimate)));
    }
    for id in ["deposit_amount", "deposit_received"] {
        let Some(id) = phrase.playbook.role(id) else { continue };
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
    let ticks: Vec<&Tick> = plan.look.case.ticks.values().flat_map(|ticks| ticks.values()).collect();
    let proved = ticks.iter().filter(|tick| tick.evidence.is_some()).count();
    let fill = [("done", ticks.len().to_string()), ("proved", proved.to_string())];
    let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
    page.item(words.say("closed.proof", &fill));
    page.text(words.get("next.closed"));
}

/// The one next thing.
fn next(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let words = phrase.words;
    if plan.is_closed() {
        result(phrase, plan, page);
        page.blank();
    }
    if plan.is_closed() && plan.next_act().is_none() {
        return;
    }
    if let Some(act) = plan.next_act() {
        let what = phrase.act(plan, act.todo, act.row);
        return match act.due {
            Some(due) if due.due.when.last().is_some() => {
                let day = phrase.when(&due.due.when);
                let key = if is_late(due.state) { "next.act_late" } else { "next.act_due" };
                page.text(&words.say(key, &[("what", &what), ("day", &day)]));
                page.detail(phrase.derivation(&due.due));
            }
            _ => page.text(&words.say("next.act", &[("what", &what), ("today", &phrase.day(plan.today))])),
        };
    }
    let waits = plan.running().filter_map(|(_, wait, line)| Some((line.due.when.last()?, wait, line)));
    if let Some((day, wait, _)) = waits.min_by_key(|(day, ..)| *day) {
        let what = wait.what.to(words.lang);
        return page.text(&words.say("next.wait", &[("what", what), ("day", &phrase.day(day))]));
    }
    match plan.steps.iter().find(|step| step.state == StepState::Open) {
        Some(step) => page.text(&words.say("next.questions", &[("step", step.step.title.to(words.lang))])),
        None => page.text(words.get("next.nothing")),
    }
}

/// The heading of a step: its chapter, its number, why it matters, what to have ready.
pub fn heading(phrase: &Phrase<'_>, plan: &Plan<'_>, step: &StepPlan<'_>) -> Page {
    let (words, lang) = (phrase.words, phrase.words.lang);
    let live: Vec<&StepPlan<'_>> = plan.steps.iter().filter(|s| s.state != StepState::NotNeeded).collect();
    let number = live.iter().position(|s| s.step.id == step.step.id).map_or(0, |at| at + 1);
    let phase = phrase.playbook.phases.iter().find(|phase| phase.id == step.step.phase);
    let mut page = Page::default();
    page.lines.push(super::Line::Blank);
    page.title(words.say(
        "step.heading",
        &[
            ("phase", phase.map_or("", |phase| phase.title.to(lang))),
            ("n", &number.to_string()),
            ("of", &live.len().to_string()),
            ("title", step.step.title.to(lang)),
        ],
    ));
    page.text(step.step.why.to(lang));
    if step.before {
        page.text(words.get("step.before"));
    }
    if !step.materials.is_empty() {
        page.text(words.get("step.materials"));
        step.materials.iter().for_each(|note| page.item(note.text.to(lang)));
    }
    page.quiet(words.get("talk.keys"));
    page
}

/// Why a step cannot go on safely, and what would let it.
pub fn blocked(phrase: &Phrase<'_>, step: &StepPlan<'_>) -> Page {
    let (words, lang) = (phrase.words, phrase.words.lang);
    let mut page = Page::default();
    page.blank();
    page.title(words.say("step.blocked", &[("step", step.step.title.to(lang))]));
    for guard in &step.unmet {
        page.alert(guard.because.to(lang));
        page.item(words.say("step.needs", &[("what", &phrase.labels(std::slice::from_ref(&guard.needs)))]));
    }
    page
}

/// That an act has a last day, and how the day came about.
pub fn dated_act(phrase: &Phrase<'_>, plan: &Plan<'_>, act: &Act<'_, '_>, due: &DeadlinePlan<'_>) -> Page {
    let what = phrase.act(plan, act.todo, act.row);
    let day = phrase.when(&due.due.when);
    let key = if is_late(due.state) { "next.act_late" } else { "next.act_due" };
    let mut page = Page::default();
    page.title(phrase.words.say(key, &[("what", &what), ("day", &day)]));
    page.detail(phrase.derivation(&due.due));
    page
}

/// A to-do: what to do, how, by when, and the words to say with the first one of a step.
pub fn todo(
    phrase: &Phrase<'_>,
    plan: &Plan<'_>,
    step: &StepPlan<'_>,
    todo: &Todo,
    row: Option<u32>,
) -> Page {
    let (words, lang) = (phrase.words, phrase.words.lang);
    let mut page = Page::default();
    page.blank();
    let first = step.todos().next().is_some_and(|plan| plan.todo.id == todo.id);
    if let Some(script) = step.step.script.as_ref().filter(|_| first && row.is_none_or(|row| row == 1)) {
        page.quiet(words.get("step.script"));
        for line in phrase.script(plan, script.to(lang)).lines() {
            page.lines.push(super::Line::Quote(line.to_owned()));
        }
    }
    page.blank();
    page.title(phrase.act(plan, todo, row));
    if let Some(help) = &todo.help {
        page.text(help.to(lang));
    }
    if let Some(due) = plan.deadline_of(&todo.id) {
        page.text(&words.say("todo.due", &[("how", &phrase.derivation(&due.due))]));
    }
    for (wait, line) in
        step.todos().filter(|plan| plan.todo.id == todo.id).flat_map(|plan| plan.ended_lines(row))
    {
        page.text(&phrase.wait(plan, wait, line));
    }
    page
}

/// What is said before an act that cannot be taken back.
pub fn irreversible(phrase: &Phrase<'_>, step: &StepPlan<'_>, title: &str) -> Page {
    let lang = phrase.words.lang;
    let mut page = Page::default();
    page.alert(phrase.words.get("todo.irreversible"));
    step.pitfalls.iter().for_each(|note| page.item(note.text.to(lang)));
    page.text(&phrase.words.say("todo.confirm", &[("title", &visible(title))]));
    page
}

/// Help to a question: where to find the answer, and the rules behind it.
pub fn question_help(phrase: &Phrase<'_>, step: &StepPlan<'_>, question: &Question) -> Page {
    help(phrase, step, question.help.as_ref().map(|help| help.to(phrase.words.lang)))
}

/// Help to a to-do.
pub fn todo_help(phrase: &Phrase<'_>, step: &StepPlan<'_>, todo: &Todo) -> Page {
    help(phrase, step, todo.help.as_ref().map(|help| help.to(phrase.words.lang)))
}

fn help(phrase: &Phrase<'_>, step: &StepPlan<'_>, own: Option<&str>) -> Page {
    let (words, lang) = (phrase.words, phrase.words.lang);
    let mut page = Page::default();
    page.text(own.unwrap_or(step.step.why.to(lang)));
    if !step.rules.is_empty() {
        page.blank();
        page.quiet(words.get("step.rules"));
        step.rules.iter().for_each(|sentence| page.item(rule(phrase, sentence)));
    }
    if !step.pitfalls.is_empty() {
        page.blank();
        page.quiet(words.get("step.pitfalls"));
        step.pitfalls.iter().for_each(|note| page.item(note.text.to(lang)));
    }
    page.blank();
    page.quiet(words.get("talk.keys"));
    page
}

/// A rule with its kind and its source.
pub fn rule(phrase: &Phrase<'_>, rule: &Rule) -> String {
    let (words, text) = (phrase.words, rule.text.to(phrase.words.lang));
    let basis = phrase.basis(rule.basis);
    match (&rule.source, rule.checked) {
        (Some(source), Some(checked)) => {
            let fill =
                [("text", text), ("basis", basis), ("source", source), ("checked", &checked.to_string())];
            words.say("rule.sourced", &fill)
        }
        _ if matches!(rule.basis, Basis::Default) => text.to_owned(),
        _ => words.say("rule.plain", &[("text", text), ("basis", basis)]),
    }
}

/// The last screen of a session: what is saved where, what waits, what comes next, and how to come back.
pub fn farewell(phrase: &Phrase<'_>, plan: &Plan<'_>, place: &str) -> Page {
    let words = phrase.words;
    let mut page = Page::default();
    page.blank();
    for step in plan.steps.iter().filter(|step| step.state == StepState::Done) {
        let sums = step.estimates.iter().filter(|estimate| estimate.sum.is_some());
        for estimate in sums {
            page.item(format!("{}: {}", estimate.estimate.label.to(words.lang), phrase.estimate(estimate)));
        }
    }
    late_and_waiting(phrase, plan, &mut page);
    page.blank();
    next(phrase, plan, &mut page);
    page.blank();
    page.quiet(words.say("talk.bye", &[("place", place), ("name", &plan.look.case.name)]));
    page
}

/// Why something did not get into the case.
pub fn refusal(phrase: &Phrase<'_>, refusal: &Refusal<'_>) -> String {
    let (words, lang) = (phrase.words, phrase.words.lang);
    match refusal {
        Refusal::NoSuchId(id, Some(near)) => {
            words.say("refused.no_such_id_near", &[("id", id), ("near", near)])
        }
        Refusal::NoSuchId(id, None) => words.say("refused.no_such_id", &[("id", id)]),
        Refusal::OtherKind(id, kind) => {
            words.say("refused.other_kind", &[("id", id), ("kind", words.get(kind_key(kind)))])
        }
        Refusal::NoSuchRow(rows, row) => {
            let label = phrase.labels(std::slice::from_ref(&rows.table().to_owned()));
            words.say("refused.no_such_row", &[("rows", &label), ("row", &row.clone())])
        }
        Refusal::Invalid(question, why) => phrase.invalid(Some(question), why),
        Refusal::Unclear(why) => phrase.invalid(None, why),
        Refusal::NoEvidence(todo) => {
            let proof = todo.proof.as_ref().map_or("", |proof| proof.to(lang));
            words.say("refused.no_evidence", &[("what", todo.label.to(lang)), ("proof", proof)])
        }
        Refusal::Unconfirmed(todo) => words.say("refused.unconfirmed", &[("what", todo.label.to(lang))]),
        Refusal::Unsafe(step, guards) => {
            let because: Vec<&str> = guards.iter().map(|guard| guard.because.to(lang)).collect();
            words.say("refused.unsafe", &[("step", step.title.to(lang)), ("because", &because.join(" "))])
        }
        Refusal::NoReason(step) => words.say("refused.no_reason", &[("step", step.title.to(lang))]),
        Refusal::NothingToTick(todo) => {
            words.say("refused.nothing_to_tick", &[("what", todo.label.to(lang))])
        }
    }
}

fn kind_key(kind: &str) -> &'static str {
    match kind {
        "step" => "kind.step",
        "column" => "kind.column",
        "rows" => "kind.rows",
        "todo" => "kind.todo",
        "wait" => "kind.wait",
        _ => "kind.question",
    }
}

/// True where a step has something to show in a list of what is open.
pub fn has_items(step: &StepPlan<'_>) -> bool {
    step.items.iter().any(|item| !matches!(item, ItemPlan::Wait(_)))
}
