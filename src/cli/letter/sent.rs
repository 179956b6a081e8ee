//! Notes that a letter was sent: on which day, how, under which number. What it was sent for is ticked with it.

use chrono::NaiveDate;

use super::super::Context;
use super::super::args::LetterArgs;
use super::super::change::{save, told};
use super::standing::{act_of, latest};
use crate::domain::answer::read_line;
use crate::domain::case::{At, Case, Edit, Slot, Tick};
use crate::domain::intake::{self, Refusal, TickEntry};
use crate::domain::letter::{Channel, Letter};
use crate::domain::plan::Plan;
use crate::domain::record::{LETTER, Record};
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Loaded};

/// What was sent.
pub(super) struct Sent<'s> {
    pub(super) letter: &'s Letter,
    pub(super) channel: Option<&'s Channel>,
    pub(super) day: &'s str,
    pub(super) args: &'s LetterArgs,
}

/// Notes it in the record of the letter as it was last written.
pub(super) fn note(
    context: &Context,
    folder: &Folder,
    loaded: &Loaded,
    sent: &Sent<'_>,
) -> Result<Exit, Failure> {
    let words = &context.words;
    let channel = sent.channel.map(|channel| channel.id.as_str());
    let Some(record) = latest(&loaded.case, &sent.letter.id, channel) else {
        let name = super::name(context, sent.letter, sent.channel);
        return Err(Failure::new(Exit::Usage, words.say("letter.not_written", &[("name", &name)]))
            .safe(words.get("safe.untouched"))
            .hint(words.say("letter.write_first", &[("id", &sent.letter.id)])));
    };
    let plan = context.plan(loaded);
    let day = intake::read_act_day(sent.day, context.clock.today)
        .map_err(|invalid| context.refused(&Refusal::Unclear(invalid)))?;
    let typed = |typed: &Option<String>| {
        let text = typed.as_deref().map(read_line).transpose();
        text.map_err(|invalid| context.refused(&Refusal::Unclear(invalid)))
    };
    let (way, tracking) = (typed(&sent.args.way)?, typed(&sent.args.tracking)?);
    let written = record.on;
    let record = record.sent(Some(day), way.as_deref(), tracking.as_deref());
    let gaps =
        record.fact("gaps").map(|gaps| super::write::gaps(context, &gaps.split(' ').collect::<Vec<_>>()));
    let (way, tracking) = (record.fact("way"), record.fact("tracking"));
    let proof: Vec<String> = [way, tracking].into_iter().flatten().map(str::to_owned).collect();
    let proof = Some(words.list(&proof)).filter(|proof| !proof.is_empty());
    let mut edits = ticks(&plan, sent, &day.to_string(), proof.as_deref());
    let ticked = !edits.is_empty();
    edits.insert(0, Edit { at: At::Record(record.id.clone()), to: Some(Slot::Record(Box::new(record))) });
    let saved = save(context, folder, loaded, &edits)?;
    let mut text = told(context, loaded, saved);
    if let Some(what) = gaps {
        text += &words.say("letter_gap.sent", &[("what", &what)]);
        text.push('\n');
    }
    if written > day {
        text += &words.say("letter_gap.dated", &[("day", &context.phrase().day(written))]);
        text.push('\n');
    }
    if !ticked && let Some(todo) = open_act(&plan, sent) {
        text += &words.say("letter.tick_yourself", &[("id", todo)]);
        text.push('\n');
    }
    context.print_saved(&text)
}

/// The edits that note letters as sent with the ticks among these edits: of those written for the act the one that was
/// written last. Where it was noted as sent with the same act before, it follows the day of the tick.
pub(in super::super) fn with_ticks(context: &Context, plan: &Plan<'_>, edits: &[Edit]) -> Vec<Edit> {
    let ticks = edits.iter().filter_map(|edit| match (&edit.at, &edit.to) {
        (At::Tick(id, row), Some(Slot::Tick(tick))) => Some((id.as_str(), *row, tick)),
        _ => None,
    });
    let ticks: Vec<(&str, Option<u32>, &Tick)> = ticks.collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut noted = Vec::new();
    for (id, _, tick) in ticks.iter().rev() {
        if seen.contains(id) {
            continue;
        }
        seen.push(id);
        let now: Vec<Option<u32>> =
            ticks.iter().filter(|(other, ..)| other == id).map(|(_, row, _)| *row).collect();
        noted.extend(with_tick(context, plan, id, tick, &now));
    }
    noted
}

fn with_tick(context: &Context, plan: &Plan<'_>, id: &str, tick: &Tick, now: &[Option<u32>]) -> Option<Edit> {
    let case = plan.look.case;
    let todo = plan.look.playbook.todo(id)?;
    // What is done row by row is done with its last row.
    if plan.look.tick_places(todo).any(|(row, tick)| tick.is_none() && !now.contains(&row)) {
        return None;
    }
    let record = last_for(context, case, id)?;
    let ticked = |on: Option<NaiveDate>| record.sent(on, None, None);
    if let Some(sent_on) = record.sent_on() {
        let before = case.tick(id, now.first().copied().flatten()).map(|tick| ticked(tick.on));
        let before = before.as_ref().and_then(Record::sent_on);
        if before != Some(sent_on) || ticked(tick.on).sent_on() == Some(sent_on) {
            return None;
        }
    }
    let tracking = tick.evidence.as_deref().filter(|_| record.sent_on().is_none());
    let record = record.sent(tick.on, None, tracking);
    Some(Edit { at: At::Record(record.id.clone()), to: Some(Slot::Record(Box::new(record))) })
}

/// The letter that was written last for an act.
fn last_for<'c>(context: &Context, case: &'c Case, act: &str) -> Option<&'c Record> {
    let mut letters = case.records.iter().rev().filter(|record| record.kind == LETTER);
    letters.find(|record| act_of(record, context.words.lang).as_deref() == Some(act))
}

/// The act of the letter, if it is not ticked.
fn open_act<'s>(plan: &Plan<'_>, sent: &'s Sent<'_>) -> Option<&'s str> {
    let act = sent.letter.act_by(sent.channel)?;
    plan.look.playbook.todo(act).filter(|todo| !plan.look.is_ticked(todo)).map(|_| act)
}

/// The ticks of the act that was done by sending the letter: none where a guard, a row or a confirmation stands before it.
fn ticks(plan: &Plan<'_>, sent: &Sent<'_>, day: &str, proof: Option<&str>) -> Vec<Edit> {
    let Some(act) = open_act(plan, sent) else { return Vec::new() };
    let entry = TickEntry { on: Some(day), evidence: proof, reason: None, confirmed: false };
    let todo = plan.look.playbook.todo(act).filter(|todo| todo.each.is_none());
    let edits = todo.map(|_| intake::tick(plan, &At::Tick(act.to_owned(), None), &entry));
    edits.and_then(Result::ok).unwrap_or_default()
}
