//! Notes that a letter was sent: on which day, how, under which number. What it was sent for is ticked with it.

use super::super::Context;
use super::super::args::LetterArgs;
use super::super::change::{save, told};
use super::standing::latest;
use crate::domain::answer::read_line;
use crate::domain::case::{At, Edit, Slot};
use crate::domain::intake::{self, Refusal, TickEntry};
use crate::domain::letter::{Channel, Letter};
use crate::domain::plan::Plan;
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
    let mut record = record.clone();
    let texts = [("way", &sent.args.way), ("tracking", &sent.args.tracking)];
    record.facts.insert("sent_on".to_owned(), day.to_string());
    for (fact, typed) in texts.iter().filter_map(|(fact, typed)| Some((*fact, (*typed).as_ref()?))) {
        let text = read_line(typed).map_err(|invalid| context.refused(&Refusal::Unclear(invalid)))?;
        record.facts.insert(fact.to_owned(), text);
    }
    let (way, tracking) = (record.fact("way"), record.fact("tracking"));
    let proof: Vec<String> = [way, tracking].into_iter().flatten().map(str::to_owned).collect();
    let proof = Some(words.list(&proof)).filter(|proof| !proof.is_empty());
    let mut edits = ticks(&plan, sent, &day.to_string(), proof.as_deref());
    let ticked = !edits.is_empty();
    edits.insert(0, Edit { at: At::Record(record.id.clone()), to: Some(Slot::Record(Box::new(record))) });
    let saved = save(context, folder, loaded, &edits)?;
    let mut text = told(context, loaded, saved);
    if !ticked && let Some(todo) = open_act(&plan, sent) {
        text += &words.say("letter.tick_yourself", &[("id", todo)]);
        text.push('\n');
    }
    context.print_saved(&text)
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
