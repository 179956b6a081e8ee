//! The state of a case as JSON, for programs: every answer, row, tick and mark, and what follows from them.
//! `schema_version` is raised when a key changes its meaning or goes away; new keys may come at any time.

use serde_json::{Map, Value as Json, json};

use crate::domain::answer::{Answer, Value};
use crate::domain::phrase::Phrase;
use crate::domain::plan::{DeadlinePlan, DeadlineState, Plan, StepState, WaitState, When};
use crate::domain::question::Question;
use crate::domain::record::Record;
use crate::domain::text::mask;

/// The version of the keys.
pub(super) const SCHEMA: u32 = 1;

/// One case of a list.
#[derive(Debug, Clone, Default)]
pub struct ListEntry {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// It is closed.
    pub closed: bool,
    /// How many of its dates passed.
    pub late: usize,
    /// The next act, in words.
    pub next: Option<String>,
    /// By when; for a case that waits, until when.
    pub due: Option<chrono::NaiveDate>,
    /// Why it could not be read.
    pub trouble: Option<String>,
    /// It is in the archive.
    pub archived: bool,
}

/// One change of a log, in words.
#[derive(Debug, Clone)]
pub struct LogEntry {
    /// The revision that it made.
    pub revision: u64,
    /// When.
    pub time: String,
    /// The revision that it took back.
    pub undoes: Option<u64>,
    /// Place, what it is called, and what stands there since; sensitive answers masked.
    pub changes: Vec<(String, String, String)>,
}

/// One letter of a list.
#[derive(Debug, Clone)]
pub struct LetterEntry {
    /// Its id.
    pub id: String,
    /// To whom, for a letter with several addressees.
    pub channel: Option<String>,
    /// What it is called.
    pub label: String,
    /// Where it stands.
    pub state: LetterState,
    /// The case would write it differently by now.
    pub changed: bool,
    /// Why, in words.
    pub why: String,
    /// How it was last sent, or else last written.
    pub record: Option<Record>,
    /// The day on which a sent letter was written once more.
    pub again: Option<chrono::NaiveDate>,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// It is to be written now.
    Due,
    /// It can be written.
    Free,
    /// Whether it is needed hangs on answers not given yet.
    Unsure,
    /// It is written, and the case has changed since.
    Stale,
    /// It is written.
    Written,
    /// It is sent.
    Sent,
    /// What it is for is done without it.
    Done,
    /// It is not needed, or not yet.
    None,
}

/// A list of letters.
pub fn letters(entries: &[LetterEntry]) -> Json {
    let state = |state| match state {
        LetterState::Due => "due",
        LetterState::Free => "available",
        LetterState::Unsure => "unsure",
        LetterState::Stale => "stale",
        LetterState::Written => "written",
        LetterState::Sent => "sent",
        LetterState::Done => "done",
        LetterState::None => "not_needed",
    };
    let letter = |entry: &LetterEntry| {
        json!({
            "id": entry.id,
            "channel": entry.channel,
            "label": entry.label,
            "state": state(entry.state),
            "changed": entry.changed,
            "why": entry.why,
            "record": entry.record.as_ref().map(record),
            "written_again": entry.again.map(|day| day.to_string()),
        })
    };
    json!({ "schema_version": SCHEMA, "letters": entries.iter().map(letter).collect::<Vec<_>>() })
}

/// A list of cases.
pub fn list(entries: &[ListEntry]) -> Json {
    let case = |entry: &ListEntry| {
        json!({
            "name": entry.name,
            "title": entry.title,
            "closed": entry.closed,
            "late": entry.late,
            "next": entry.next,
            "due": entry.due.map(|day| day.to_string()),
            "trouble": entry.trouble,
            "archived": entry.archived,
        })
    };
    json!({ "schema_version": SCHEMA, "cases": entries.iter().map(case).collect::<Vec<_>>() })
}

/// A log.
pub fn log(entries: &[LogEntry]) -> Json {
    let change =
        |(at, what, after): &(String, String, String)| json!({ "at": at, "what": what, "after": after });
    let line = |entry: &LogEntry| {
        json!({
            "revision": entry.revision,
            "time": entry.time,
            "undoes": entry.undoes,
            "changes": entry.changes.iter().map(change).collect::<Vec<_>>(),
        })
    };
    json!({ "schema_version": SCHEMA, "log": entries.iter().map(line).collect::<Vec<_>>() })
}

/// The next act, or null where questions come first, it is the other side's turn, or everything is done.
pub fn next(plan: &Plan<'_>) -> Json {
    let act = plan.next_act().map(|act| {
        let due = act.due.map(|due| when(&due.due.when));
        let by = act.due.and_then(DeadlinePlan::act_by).map(|day| day.to_string());
        json!({ "step": act.step.step.id, "todo": act.todo.id, "row": act.row, "due": due, "by": by })
    });
    json!({ "schema_version": SCHEMA, "closed": plan.is_closed(), "next": act })
}

/// The state of a case; sensitive answers are masked.
pub fn state(plan: &Plan<'_>, phrase: &Phrase<'_>, edited: bool) -> Json {
    let case = plan.look.case;
    let playbook = plan.look.playbook;
    let answers = case.answers.iter().map(|(id, a)| (id.clone(), answer(playbook.question(id), a)));
    let ticks = case.ticks.iter().map(|(id, ticks)| {
        let ticks = ticks.iter().map(|(row, tick)| {
            json!({ "row": row, "on": tick.on.map(|d| d.to_string()), "evidence": tick.evidence, "reason": tick.reason })
        });
        (id.clone(), ticks.collect::<Json>())
    });
    let marks = case.marks.iter().map(|(id, mark)| {
        (id.clone(), json!({ "state": "skipped", "reason": mark.reason, "on": mark.on.to_string() }))
    });
    json!({
        "schema_version": SCHEMA,
        "name": case.name,
        "title": case.title,
        "language": case.language.tag(),
        "started": case.started.to_string(),
        "today": plan.today.to_string(),
        "revision": case.revision,
        "edited_outside": edited,
        "playbook": { "id": case.playbook.id, "version": case.playbook.version, "sha256": case.playbook.hash },
        "closed": plan.is_closed(),
        "answers": answers.collect::<Map<String, Json>>(),
        "rows": rows(plan),
        "ticks": ticks.collect::<Map<String, Json>>(),
        "marks": marks.collect::<Map<String, Json>>(),
        "records": case.records.iter().map(record).collect::<Vec<_>>(),
        "steps": steps(plan),
        "waits": waits(plan, phrase),
        "deadlines": deadlines(plan, phrase),
        "find_out": plan.find_out().iter().map(|found| found.at.to_string()).collect::<Vec<_>>(),
        "next": next(plan)["next"],
    })
}

/// A record; the number of a call is masked.
fn record(record: &Record) -> Json {
    let fact = |(name, text): (&String, &String)| {
        (name.clone(), json!(if name == "number" { mask(text) } else { text.clone() }))
    };
    json!({
        "kind": record.kind,
        "id": record.id,
        "on": record.on.to_string(),
        "made_from": record.made_from,
        "facts": record.facts.iter().map(fact).collect::<Map<String, Json>>(),
    })
}

fn answer(question: Option<&Question>, answer: &Answer) -> Json {
    // A text or a number of a question that this playbook does not know may be sensitive.
    let masked = question.is_none_or(|question| question.sensitive);
    match answer {
        Answer::Unknown => json!({ "unknown": true }),
        Answer::Known(Value::Bool(yes)) => json!(yes),
        Answer::Known(Value::Date(day)) => json!(day.to_string()),
        Answer::Known(Value::List(ids)) => json!(ids),
        Answer::Known(Value::Number(number)) if masked => json!(mask(&number.to_string())),
        Answer::Known(Value::Number(number)) => json!(number),
        Answer::Known(Value::Text(text)) if masked => json!(mask(text)),
        Answer::Known(Value::Text(text)) => json!(text),
    }
}

fn rows(plan: &Plan<'_>) -> Json {
    let tables = plan.look.case.tables.iter().map(|(id, table)| {
        let rows = table.rows.iter().map(|(number, row)| {
            let column = |id: &String| plan.look.playbook.column(id).map(|(_, column)| column);
            let mut cells: Map<String, Json> =
                row.iter().map(|(id, a)| (id.clone(), answer(column(id), a))).collect();
            cells.insert("id".to_owned(), json!(number));
            Json::Object(cells)
        });
        (id.clone(), json!({ "all": table.all, "row": rows.collect::<Vec<_>>() }))
    });
    Json::Object(tables.collect())
}

fn steps(plan: &Plan<'_>) -> Json {
    let step = |step: &crate::domain::plan::StepPlan<'_>| {
        let state = match step.state {
            StepState::NotNeeded => "not_needed",
            StepState::Skipped(_) => "skipped",
            StepState::Done => "done",
            StepState::Waiting => "waiting",
            StepState::Blocked => "blocked",
            StepState::Held => "held",
            StepState::Open => "open",
        };
        let open = step.stops().filter(crate::domain::plan::Stop::is_open).filter_map(|stop| stop.spot.at());
        json!({
            "id": step.step.id,
            "state": state,
            "open": open.map(|at| at.to_string()).collect::<Vec<_>>(),
            "unmet": step.unmet.iter().map(|guard| guard.needs.clone()).collect::<Vec<_>>(),
        })
    };
    plan.steps.iter().map(step).collect()
}

fn waits(plan: &Plan<'_>, phrase: &Phrase<'_>) -> Json {
    let lines = plan.running().map(|(step, wait, line)| {
        let late = match line.state {
            WaitState::Late { days, .. } => days,
            _ => 0,
        };
        json!({
            "step": step.step.id,
            "id": wait.id,
            "row": line.row,
            "since": line.since.map(|day| day.to_string()),
            "due": when(&line.due.when),
            "days_late": late,
            "derivation": phrase.derivation(&line.due),
        })
    });
    lines.collect()
}

fn deadlines(plan: &Plan<'_>, phrase: &Phrase<'_>) -> Json {
    let all =
        plan.steps.iter().filter(|step| step.state != StepState::NotNeeded).flat_map(|step| &step.deadlines);
    let lines = all.map(|deadline| {
        let (state, days) = match deadline.state {
            DeadlineState::Met(_) => ("met", 0),
            DeadlineState::Open => ("open", 0),
            DeadlineState::Late(days) => ("late", days),
        };
        json!({
            "id": deadline.deadline.id,
            "due": when(&deadline.due.when),
            "send_by": deadline.send.as_ref().map(|send| when(&send.when)),
            "state": state,
            "days_late": days,
            "derivation": phrase.derivation(&deadline.due),
        })
    });
    lines.collect()
}

pub(super) fn when(when: &When) -> Json {
    match when {
        When::On(day) => json!({ "on": day.to_string() }),
        When::Between(first, last) => json!({ "first": first.to_string(), "last": last.to_string() }),
        When::Needs(ids) => json!({ "needs": ids }),
    }
}
