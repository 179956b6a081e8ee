//! The agenda as JSON, for programs.
//!
//! ```json
//! { "schema_version": 1, "name": "corner-cafe", "today": "2026-11-24",
//!   "due": [{
//!     "id": "last_day_for_notice", "kind": "deadline", "step": "contract", "row": null, "todo": "notice_sent",
//!     "what": "last day to send the stop notice",
//!     "press": "later", "by": "2027-02-24", "due": { "on": "2027-03-01" }, "days_late": 0, "since": null,
//!     "derivation": "2027-03-01 = …", "sending": "latest safe day to post it: …",
//!     "basis": "contract", "source": null, "checked": null }],
//!   "ladder": [{ "id": "rung_reminder", "todo": "reminder_sent", "state": "open", "letter": "reminder",
//!     "channel": "…", "asks": "…", "time": "7 working days", "basis": "default", "source": null, "checked": null }],
//!   "exits": [{ "id": "exit_fee_flat", "leave_on": "2026-12-24", "leave": "495.00 GBP", "until": "2027-03-31",
//!     "months": 4, "monthly": "30.00 GBP", "stay": "120.00 GBP" }] }
//! ```
//!
//! `kind` is `deadline` (your turn) or `wait` (theirs); `press` is `late`, `soon` (today or in the next seven days),
//! `later` or `unknown`. `by` is the last day to act: where something has to be posted, the latest safe day to post it;
//! `due` is the day itself, a pair `first` and `last`, or what it `needs`. The list is sorted, the most pressing first.

use serde_json::{Value as Json, json};

use super::json::{SCHEMA, when};
use crate::domain::effects::{Effect, effects, newly_late};
use crate::domain::money::Money;
use crate::domain::phrase::Phrase;
use crate::domain::plan::{
    DeadlineState, Due, ExitPlan, Matter, Plan, Press, RungPlan, RungState, WaitState,
};
use crate::domain::playbook::Source;

/// What is due when, the ladder while somebody is late, and the choice between leaving and waiting.
pub fn due(plan: &Plan<'_>, phrase: &Phrase<'_>) -> Json {
    json!({
        "schema_version": SCHEMA,
        "name": plan.look.case.name,
        "today": plan.today.to_string(),
        "due": plan.agenda().iter().map(|due| line(due, phrase)).collect::<Vec<_>>(),
        "ladder": plan.ladder().iter().map(|rung| rung_json(rung, phrase)).collect::<Vec<_>>(),
        "exits": plan.exits().iter().map(exit).collect::<Vec<_>>(),
    })
}

fn line(due: &Due<'_, '_>, phrase: &Phrase<'_>) -> Json {
    let (basis, source) = due.origin();
    let (kind, since, late, sending) = match &due.matter {
        Matter::Deadline(plan) => {
            let late = if let DeadlineState::Late(days) = plan.state { days } else { 0 };
            ("deadline", None, late, phrase.sending(plan))
        }
        Matter::Wait(_, line) => {
            let late = if let WaitState::Late { days, .. } = line.state { days } else { 0 };
            ("wait", line.since, late, None)
        }
    };
    let press = match due.press {
        Press::Late => "late",
        Press::Soon => "soon",
        Press::Later => "later",
        Press::Unknown => "unknown",
    };
    json!({
        "id": due.id(),
        "kind": kind,
        "step": due.step.step.id,
        "row": due.row(),
        "todo": due.todo(),
        "what": due.label().to(phrase.words.lang),
        "press": press,
        "by": due.by.map(|day| day.to_string()),
        "due": when(&due.due().when),
        "days_late": late,
        "since": since.map(|day| day.to_string()),
        "derivation": phrase.derivation(due.due()),
        "sending": sending,
        "basis": basis.word(),
        "source": source.map(|source| &source.text),
        "checked": checked(source),
    })
}

fn checked(source: Option<&Source>) -> Option<String> {
    source.map(|source| source.checked.to_string())
}

fn rung_json(plan: &RungPlan<'_>, phrase: &Phrase<'_>) -> Json {
    let (rung, lang) = (plan.rung, phrase.words.lang);
    let state = match plan.state {
        RungState::Done => "done",
        RungState::Open => "open",
        RungState::Later => "later",
    };
    json!({
        "id": rung.id,
        "todo": rung.todo,
        "state": state,
        "letter": rung.letter,
        "channel": rung.channel.to(lang),
        "asks": rung.asks.to(lang),
        "time": plan.time().map(|range| phrase.range(range)),
        "basis": rung.basis.word(),
        "source": rung.source.as_ref().map(|source| &source.text),
        "checked": checked(rung.source.as_ref()),
    })
}

/// What would be different after a change that is only imagined.
pub fn outlook(before: &Plan<'_>, after: &Plan<'_>, phrase: &Phrase<'_>) -> Json {
    json!({
        "schema_version": SCHEMA,
        "name": before.look.case.name,
        "today": before.today.to_string(),
        "changes": effects(before, after).iter().map(|effect| change(effect, phrase)).collect::<Vec<_>>(),
        "late": newly_late(before, after).map(|late| &late.deadline.id).collect::<Vec<_>>(),
        "exits": after.exits().iter().map(exit).collect::<Vec<_>>(),
    })
}

fn change(effect: &Effect<'_>, phrase: &Phrase<'_>) -> Json {
    let sum = |sum: &Option<Money>| json!(sum.map(|sum| sum.to_string()));
    let (kind, named, before, after) = match effect {
        Effect::Step(named, needed) => ("step", named, json!(!needed), json!(needed)),
        Effect::Safe(named, safe) => ("safe", named, json!(!safe), json!(safe)),
        Effect::Item(named, asked) => ("item", named, json!(!asked), json!(asked)),
        Effect::Date(named, before, after) => ("due", named, when(before), when(after)),
        Effect::Send(named, before, after) => ("send_by", named, when(before), when(after)),
        Effect::Sum(named, before, after) => ("sum", named, sum(before), sum(after)),
    };
    let what = named.to(phrase.words.lang);
    json!({ "kind": kind, "id": named.id, "what": what, "before": before, "after": after })
}

fn exit(plan: &ExitPlan<'_>) -> Json {
    json!({
        "id": plan.now.estimate.id,
        "leave_on": plan.earliest.to_string(),
        "leave": plan.now.sum.map(|sum| sum.to_string()),
        "until": plan.end.to_string(),
        "months": plan.months,
        "monthly": plan.running.map(|(monthly, _)| monthly.to_string()),
        "stay": plan.running.map(|(_, total)| total.to_string()),
    })
}
