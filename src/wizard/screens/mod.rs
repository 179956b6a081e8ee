//! What is shown between prompts: pages made from the plan, the playbook and the words.

mod brief;
mod due;
mod refusal;

use crate::domain::phrase::Phrase;
use crate::domain::plan::{Act, DeadlinePlan, Plan, StepPlan, StepState};
use crate::domain::playbook::Todo;
use crate::domain::text::{Text, visible};

use super::{Line, Page, is_late};
pub use brief::{briefing, line_of, next_page, standing};
use brief::{late_and_waiting, next};
pub use due::{due, exits};
pub use refusal::refusal;

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

/// The heading of a step: its chapter, its number, why it matters, what to have ready.
pub fn heading(phrase: &Phrase<'_>, plan: &Plan<'_>, step: &StepPlan<'_>) -> Page {
    let (words, lang) = (phrase.words, phrase.words.lang);
    let live: Vec<&StepPlan<'_>> = plan.gone_through().collect();
    let number = live.iter().position(|s| s.step.id == step.step.id).map_or(0, |at| at + 1);
    let phase = phrase.playbook.phases.iter().find(|phase| phase.id == step.step.phase);
    let mut page = Page::default();
    page.lines.push(Line::Blank);
    page.title(words.say(
        "step.heading",
        &[
            ("phase", phase.map_or("", |phase| phase.title.to(lang))),
            ("n", &number.to_string()),
            ("of", &live.len().to_string()),
            ("title", step.step.title.to(lang)),
        ],
    ));
    page.text(&phrase.why(plan, step.step));
    if step.before {
        page.text(words.get("step.before"));
    }
    let materials = step.materials();
    if !materials.is_empty() {
        page.text(words.get("step.materials"));
        for note in materials {
            page.item(note.text.to(lang));
        }
    }
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
    let day = phrase.when(&due.last_act().when);
    let key = if is_late(due.state) || due.is_tight(plan.today) { "next.act_late" } else { "next.act_due" };
    let mut page = Page::default();
    page.title(phrase.words.say(key, &[("what", &what), ("day", &day)]));
    page.detail(phrase.derivation(&due.due));
    phrase.sending(due).into_iter().for_each(|send| page.detail(send));
    page
}

/// True where the words to say come with a to-do: the first one of a step.
pub fn has_script(step: &StepPlan<'_>, todo: &Todo, row: Option<u32>) -> bool {
    let first = step.todos().next().is_some_and(|plan| plan.todo.id == todo.id);
    step.step.told.script.is_some() && first && !step.before && row.is_none_or(|row| row == 1)
}

/// Adds the words to say or write in a step.
pub fn script(phrase: &Phrase<'_>, plan: &Plan<'_>, step: &StepPlan<'_>, page: &mut Page) {
    let Some(script) = &step.step.told.script else { return };
    page.quiet(phrase.words.get("step.script"));
    for line in phrase.script(plan, step.step, script.to(phrase.words.lang)).lines() {
        page.lines.push(Line::Quote(line.to_owned()));
    }
}

/// Adds a to-do: what to do, how, by when.
pub fn todo(
    phrase: &Phrase<'_>,
    plan: &Plan<'_>,
    step: &StepPlan<'_>,
    todo: &Todo,
    row: Option<u32>,
    page: &mut Page,
) {
    let (words, lang) = (phrase.words, phrase.words.lang);
    page.blank();
    page.title(phrase.act(plan, todo, row));
    if let Some(help) = &todo.help {
        page.text(help.to(lang));
    }
    if let Some(due) = plan.deadline_of(&todo.id).filter(|_| !step.before) {
        page.text(&words.say("todo.due", &[("how", &phrase.derivation(&due.due))]));
        phrase.sending(due).iter().for_each(|send| page.text(send));
    }
    for rung in plan.ladder().iter().filter(|rung| rung.todo.id == todo.id) {
        for line in due::rung(phrase, rung) {
            page.item(line);
        }
    }
    for (wait, line) in step.ended_lines(&todo.id, row).filter(|_| !step.before) {
        page.text(&phrase.wait(plan, wait, line));
    }
}

/// What is said before an act that cannot be taken back.
pub fn irreversible(phrase: &Phrase<'_>, step: &StepPlan<'_>, title: &str) -> Page {
    let lang = phrase.words.lang;
    let mut page = Page::default();
    page.alert(phrase.words.get("todo.irreversible"));
    step.pitfalls().iter().for_each(|note| page.item(note.text.to(lang)));
    page.text(&phrase.words.say("todo.confirm", &[("title", &visible(title))]));
    page
}

/// Help to a question or a to-do: its own text, else why the step matters, and the rules and pitfalls of the step.
pub fn help(phrase: &Phrase<'_>, plan: &Plan<'_>, step: &StepPlan<'_>, own: Option<&Text>) -> Page {
    let (words, lang) = (phrase.words, phrase.words.lang);
    let mut page = Page::default();
    match own {
        Some(own) => page.text(own.to(lang)),
        None => page.text(&phrase.why(plan, step.step)),
    }
    let (rules, pitfalls) = (step.rules(), step.pitfalls());
    if !rules.is_empty() {
        page.blank();
        page.quiet(words.get("step.rules"));
        for sentence in rules {
            page.item(phrase.rule(sentence));
        }
    }
    if !pitfalls.is_empty() {
        page.blank();
        page.quiet(words.get("step.pitfalls"));
        for note in pitfalls {
            page.item(note.text.to(lang));
        }
    }
    page
}

/// The last screen of a session: what is saved where, what waits, what comes next, and how to come back; `home` is what the
/// command needs to find its folder again. Of a closed case that stands as the briefing showed it, only the last line.
pub fn farewell(phrase: &Phrase<'_>, plan: &Plan<'_>, stands: bool, place: &str, home: &str) -> Page {
    let words = phrase.words;
    let mut page = Page::default();
    page.blank();
    if !(stands && plan.is_closed()) {
        happened(phrase, plan, &mut page);
    }
    let over = plan.is_closed() && plan.next_act().is_none();
    let bye = if over { "closed_case.bye" } else { "talk.bye" };
    page.quiet(words.say(bye, &[("place", place), ("name", &plan.look.case.name), ("home", home)]));
    page
}

/// Worked-out sums, what is late and what waits, and the one next thing.
fn happened(phrase: &Phrase<'_>, plan: &Plan<'_>, page: &mut Page) {
    let done = plan.steps.iter().filter(|step| step.state == StepState::Done);
    done.for_each(|step| brief::sums(phrase, step, page));
    late_and_waiting(phrase, plan, page);
    page.blank();
    next(phrase, plan, page);
    page.blank();
}
