//! The state of a case as JSON, for programs: every answer, row, tick and mark, and what follows from them.
//! `schema_version` is raised when a key changes its meaning or goes away; new keys may come at any time.

use serde_json::{Map, Value as Json, json};

use crate::domain::answer::{Answer, Value};
use crate::domain::phrase::Phrase;
use crate::domain::plan::{DeadlineState, Plan, StepState, WaitState, When};
use crate::domain::question::Question;
use crate::domain::text::mask;

/// The version of the keys.
const SCHEMA: u32 = 1;

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

/// The next act, or null where it is the other side's turn or everything is done.
pub fn next(plan: &Plan<'_>) -> Json {
    let act = plan.next_act().map(|act| {
        let due = act.due.map(|due| when(&due.due.when));
        json!({ "step": act.step.step.id, "todo": act.todo.id, "row": act.row, "due": due })
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
        "records": records(plan),
        "steps": steps(plan),
        "waits": waits(plan, phrase),
        "deadlines": deadlines(plan, phrase),
        "find_out": plan.find_out().iter().map(|found| found.at.to_string()).collect::<Vec<_>>(),
        "next": next(plan)["next"],
    })
}

fn records(plan: &Plan<'_>) -> Json {
    let record = |(number, record): (&u32, &crate::domain::case::Record)| {
        let input = |(name, sha256): &(String, String)| json!({ "name": name, "sha256": sha256 });
        json!({
            "id": number,
            "what": record.what,
            "on": record.on.to_string(),
            "inputs": record.inputs.iter().map(input).collect::<Vec<_>>(),
            "figures": record.figures,
        })
    };
    plan.look.case.records.iter().map(record).collect()
}

fn answer(question: Option<&Question>, answer: &Answer) -> Json {
    match answer {
        Answer::Unknown => json!({ "unknown": true }),
        Answer::Known(Value::Bool(yes)) => json!(yes),
        Answer::Known(Value::Number(number)) => json!(number),
        Answer::Known(Value::Date(day)) => json!(day.to_string()),
        Answer::Known(Value::List(ids)) => json!(ids),
        // A text of a question that this playbook does not know may be sensitive.
        Answer::Known(Value::Text(text)) if question.is_none_or(|question| question.sensitive) => {
            json!(mask(text))
        }
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
            "state": state,
            "days_late": days,
            "derivation": phrase.derivation(&deadline.due),
        })
    });
    lines.collect()
}

fn when(when: &When) -> Json {
    match when {
        When::On(day) => json!({ "on": day.to_string() }),
        When::Between(first, last) => json!({ "first": first.to_string(), "last": last.to_string() }),
        When::Needs(ids) => json!({ "needs": ids }),
    }
}
