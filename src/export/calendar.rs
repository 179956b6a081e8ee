//! The dates of a case as an iCalendar file, by RFC 5545. The same case gives the same bytes; after a change the same
//! events come again with a higher number, so that a calendar that is given the file once more moves them.

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use crate::domain::phrase::Phrase;
use crate::domain::plan::{DeadlineState, Plan, StepPlan, StepState, WaitState};
use crate::domain::text::{hex, is_unsafe, visible};

/// A line is not longer than this many bytes (RFC 5545, section 3.1).
const LINE: usize = 75;

/// One day in the calendar.
struct Event<'e> {
    /// The item's id, with its row; it goes into the UID.
    id: String,
    day: NaiveDate,
    summary: String,
    description: Vec<String>,
    done: bool,
    /// When it rings, from the beginning of the day; each at nine in the morning.
    alarms: &'e [&'e str],
}

/// On the day at nine, and a week before at nine.
const TURN: [&str; 2] = ["PT9H", "-P6DT15H"];
/// On the day after at nine, once the other side is late.
const THEIRS: [&str; 1] = ["P1DT9H"];

/// Every last day and every wait that has a day. What is over stays, marked as done and silent. `changed` is the time of
/// the case's last change, RFC 3339. `None` where nothing has a day: a calendar holds at least one event.
pub fn calendar(plan: &Plan<'_>, phrase: &Phrase<'_>, changed: &str) -> Option<String> {
    let events = events(plan, phrase);
    if events.is_empty() {
        return None;
    }
    let stamp =
        DateTime::parse_from_rfc3339(changed).map(|time| time.with_timezone(&Utc)).unwrap_or_default();
    let mut out = String::new();
    let mut line = |text: &str| push_line(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//posquit//posquit//EN");
    line("CALSCALE:GREGORIAN");
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@posquit", uid(&plan.look.case.name, &event.id)));
        line(&format!("DTSTAMP:{}", stamp.format("%Y%m%dT%H%M%SZ")));
        line(&format!("SEQUENCE:{}", plan.look.case.revision));
        line(&format!("DTSTART;VALUE=DATE:{}", event.day.format("%Y%m%d")));
        if let Some(next) = event.day.succ_opt() {
            line(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        }
        line(&format!("SUMMARY:{}", text(&event.summary)));
        line(&format!("DESCRIPTION:{}", text(&event.description.join("\n"))));
        line("TRANSP:TRANSPARENT");
        for alarm in event.alarms.iter().filter(|_| !event.done) {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line(&format!("DESCRIPTION:{}", text(&event.summary)));
            line(&format!("TRIGGER:{alarm}"));
            line("END:VALARM");
        }
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    Some(out)
}

fn events<'e>(plan: &Plan<'_>, phrase: &Phrase<'_>) -> Vec<Event<'e>> {
    let live = |step: &&StepPlan<'_>| {
        !step.before && !matches!(step.state, StepState::Skipped(_) | StepState::NotNeeded)
    };
    let mut events = Vec::new();
    for step in plan.steps.iter().filter(live) {
        events.extend(deadlines(plan, phrase, step));
        events.extend(waits(plan, phrase, step));
    }
    events
}

fn deadlines<'e>(plan: &Plan<'_>, phrase: &Phrase<'_>, step: &StepPlan<'_>) -> Vec<Event<'e>> {
    let lang = phrase.words.lang;
    let dated = step.deadlines.iter().filter(|plan_of| !plan.was_before(&plan_of.deadline.met_by));
    let event = |deadline: &crate::domain::plan::DeadlinePlan<'_>| {
        let label = deadline.deadline.label.to(lang);
        let act = phrase.playbook.todo(&deadline.deadline.met_by).map(|todo| todo.act.to(lang).to_owned());
        let how = [act, Some(phrase.derivation(&deadline.due)), phrase.sending(deadline)];
        let source = deadline.deadline.source.as_ref().map(|source| phrase.source(source));
        let done = matches!(deadline.state, DeadlineState::Met(_));
        Some(Event {
            id: deadline.deadline.id.clone(),
            day: deadline.act_by()?,
            summary: summary(plan, phrase, label, done),
            description: how.into_iter().chain([source]).flatten().collect(),
            done,
            alarms: &TURN,
        })
    };
    dated.filter_map(event).collect()
}

fn waits<'e>(plan: &Plan<'_>, phrase: &Phrase<'_>, step: &StepPlan<'_>) -> Vec<Event<'e>> {
    let mut events = Vec::new();
    for of in step.waits() {
        let begun = of.lines.iter().filter(|line| line.state != WaitState::NotBegun);
        for line in begun {
            let Some(day) = line.due.when.last() else { continue };
            let done = matches!(line.state, WaitState::Ended(_));
            let row = line.row.map(|row| format!("/{row}")).unwrap_or_default();
            let source = of.wait.source.as_ref().map(|source| phrase.source(source));
            let late = of.wait.late.as_ref().map(|late| late.to(phrase.words.lang).to_owned());
            let what = phrase.wait_of(plan, of.wait, line.row);
            events.push(Event {
                id: format!("{}{row}", of.wait.id),
                day,
                summary: summary(plan, phrase, &what, done),
                description: [Some(phrase.derivation(&line.due)), source, late]
                    .into_iter()
                    .flatten()
                    .collect(),
                done,
                alarms: &THEIRS,
            });
        }
    }
    events
}

fn summary(plan: &Plan<'_>, phrase: &Phrase<'_>, what: &str, done: bool) -> String {
    let title = visible(&plan.look.case.title);
    let key = if done { "due.event_done" } else { "due.event" };
    phrase.words.say(key, &[("what", what), ("title", &title)])
}

/// A name that no other event has and that never changes: of the case and the item, and of nothing that was typed.
fn uid(case: &str, item: &str) -> String {
    hex(&Sha256::digest(format!("{case}\n{item}"))[..16])
}

/// A TEXT value (RFC 5545, section 3.3.11): its own marks escaped, every kind of line end as `\n`, and whatever else could
/// drive a reader dropped.
///
/// ```
/// use posquit::export::ics_text;
/// assert_eq!(ics_text("a, b; c\\d"), "a\\, b\\; c\\\\d");
/// assert_eq!(ics_text("x\r\nATTENDEE:evil\rA\u{2028}B\u{1b}[2J"), "x\\nATTENDEE:evil\\nA\\nB[2J");
/// ```
pub fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    let mut before = ' ';
    for c in value.chars() {
        match c {
            '\n' if before == '\r' => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\t' => out.push(' '),
            c if is_unsafe(c) => {}
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// Writes a content line, folded between characters, each piece with CRLF.
fn push_line(out: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}
