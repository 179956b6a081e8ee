//! Lists the letters: which are due, which can be written, which are written, stale or sent, and why.

use super::super::Context;
use super::standing::{Judge, latest, latest_sent};
use crate::domain::letter::{Channel, Letter, Need};
use crate::domain::plan::{DeadlinePlan, Plan};
use crate::domain::record::{Record, SentOn};
use crate::domain::text::visible;
use crate::export::{self, LetterEntry, LetterState};
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Loaded};
use crate::template;
use crate::wizard::Page;

/// The groups of the list, with the keys of their headings.
const GROUPS: [(LetterState, Use, &str); 10] = [
    (LetterState::Due, Use::Any, "letter.due"),
    (LetterState::Stale, Use::Any, "letter.stale"),
    (LetterState::Written, Use::Post, "letter.to_send"),
    (LetterState::Written, Use::Other, "letter.to_use"),
    (LetterState::Sent, Use::Post, "letter.sent"),
    (LetterState::Sent, Use::Other, "letter.used"),
    (LetterState::Free, Use::Any, "letter.free"),
    (LetterState::Unsure, Use::Any, "letter.unsure"),
    (LetterState::Done, Use::Any, "letter.done"),
    (LetterState::None, Use::Any, "letter.none"),
];

/// Which papers a group is of: those that go out are told apart where that counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Any,
    Post,
    Other,
}

impl Use {
    fn of(self, entry: &LetterEntry) -> bool {
        let posted = entry.record.as_ref().is_none_or(|record| record.fact("paper").is_none());
        self == Self::Any || posted == (self == Self::Post)
    }
}

/// Prints the list.
pub(super) fn list(context: &Context, folder: &Folder, loaded: &Loaded, json: bool) -> Result<Exit, Failure> {
    let plan = context.plan(loaded);
    let mut judge = Judge::default();
    let mut entries = Vec::new();
    for letter in template::letter_ids().filter_map(|id| template::letter(id, context.words.lang)) {
        if letter.channels.is_empty() {
            entries.push(entry(context, loaded, &plan, &letter, None, &mut judge));
        }
        for channel in &letter.channels {
            entries.push(entry(context, loaded, &plan, &letter, Some(channel), &mut judge));
        }
    }
    if json {
        return context.print(&format!("{:#}\n", export::letters(&entries)));
    }
    let mut page = page(context, &entries);
    if entries.iter().any(|entry| entry.record.is_some()) {
        let path = folder.letters().display().to_string();
        page.quiet(context.words.say("letter.kept_in", &[("path", &path)]));
    }
    context.print_page(&page)
}

fn entry(
    context: &Context,
    loaded: &Loaded,
    plan: &Plan<'_>,
    letter: &Letter,
    channel: Option<&Channel>,
    judge: &mut Judge,
) -> LetterEntry {
    let need = letter.need(channel, plan);
    let id = channel.map(|channel| channel.id.as_str());
    let last = latest(&loaded.case, &letter.id, id);
    // A letter that was sent stays sent, though it was written once more since; for an act that is open again it is not.
    let stays_sent = letter.act_by(channel).is_none() || need == Need::Done;
    let record = latest_sent(&loaded.case, &letter.id, id).filter(|_| stays_sent).or(last);
    let changed = record.is_some_and(|record| judge.is_stale(context, plan, record));
    let sent = record.is_some_and(|record| record.fact("sent_on").is_some());
    let state = match (record, &need) {
        (Some(_), _) if sent => LetterState::Sent,
        (Some(_), _) if changed => LetterState::Stale,
        (Some(_), _) => LetterState::Written,
        (None, Need::Due) => LetterState::Due,
        (None, Need::Free) => LetterState::Free,
        (None, Need::Done) => LetterState::Done,
        (None, Need::Unsure(_)) => LetterState::Unsure,
        (None, Need::None) => LetterState::None,
    };
    LetterEntry {
        id: letter.id.clone(),
        channel: channel.map(|channel| channel.id.clone()),
        label: super::name(context, letter, channel),
        state,
        changed: changed && record.is_some(),
        why: why(context, plan, letter, channel, &need),
        again: last
            .filter(|last| sent && record.is_some_and(|record| record.made_from != last.made_from))
            .map(|last| last.on),
        record: record.cloned(),
    }
}

/// Why a letter stands where it stands: the act it belongs to and its last day, or what has to be answered first.
fn why(
    context: &Context,
    plan: &Plan<'_>,
    letter: &Letter,
    channel: Option<&Channel>,
    need: &Need,
) -> String {
    let (words, lang) = (&context.words, context.words.lang);
    let act = letter.act_by(channel).and_then(|id| context.playbook.todo(id));
    match (need, act) {
        (Need::Unsure(ids), _) => words.say("letter.why_unsure", &[("what", &context.phrase().labels(ids))]),
        (Need::Due, Some(todo)) => {
            let what = todo.label.to(lang);
            match plan.deadline_of(&todo.id).and_then(DeadlinePlan::act_by) {
                Some(day) => {
                    let day = context.phrase().day(day);
                    words.say("letter.why_due_by", &[("what", what), ("day", &day)])
                }
                None => words.say("letter.why_due", &[("what", what)]),
            }
        }
        _ => letter.about.to(lang).to_owned(),
    }
}

fn page(context: &Context, entries: &[LetterEntry]) -> Page {
    let words = &context.words;
    let mut page = Page::default();
    for (state, of, key) in GROUPS {
        let is_in = |entry: &&LetterEntry| entry.state == state && of.of(entry);
        let group = entries.iter().filter(is_in).filter(|entry| !is_elsewhere(entries, entry));
        let group: Vec<&LetterEntry> = group.collect();
        if group.is_empty() {
            continue;
        }
        page.title(words.get(key));
        for entry in group {
            page.item(line(context, entry));
        }
    }
    page.quiet(words.get("letter.list_hint"));
    page
}

/// True for an addressee that is out of the question while others are not, such as that of another country.
fn is_elsewhere(entries: &[LetterEntry], entry: &LetterEntry) -> bool {
    let rest = || entries.iter().filter(|other| other.id == entry.id);
    let is_first = rest().next().is_some_and(|first| first.channel == entry.channel);
    let all_out = rest().all(|other| other.state == LetterState::None);
    entry.state == LetterState::None && entry.channel.is_some() && !(all_out && is_first)
}

fn line(context: &Context, entry: &LetterEntry) -> String {
    let words = &context.words;
    let id = entry
        .channel
        .as_ref()
        .filter(|_| entry.state != LetterState::None)
        .map_or_else(|| entry.id.clone(), |channel| format!("{} --channel {channel}", entry.id));
    if matches!(entry.state, LetterState::None | LetterState::Done) {
        return words.say("letter.short_line", &[("id", &id), ("label", &entry.label)]);
    }
    let what =
        entry.record.as_ref().map_or_else(|| entry.why.clone(), |record| became(context, entry, record));
    words.say("letter.line", &[("id", &id), ("label", &entry.label), ("what", &what)])
}

/// What became of a written letter.
fn became(context: &Context, entry: &LetterEntry, record: &Record) -> String {
    let words = &context.words;
    let Some(sent_on) = record.sent_on() else {
        return words.say("letter.became_written", &[("on", &record.on.to_string())]);
    };
    let how: Vec<String> =
        ["way", "tracking"].iter().filter_map(|fact| record.fact(fact)).map(visible).collect();
    let (plain, with) = match (sent_on, record.fact("paper")) {
        (SentOn::Day(_), None) => ("letter.became_sent", "letter.became_sent_by"),
        (SentOn::Day(_), Some(_)) => ("letter.became_used", "letter.became_used_by"),
        (SentOn::Unknown, None) => ("letter_undated.became_sent", "letter_undated.became_sent_by"),
        (SentOn::Unknown, Some(_)) => ("letter_undated.became_used", "letter_undated.became_used_by"),
    };
    let on = match sent_on {
        SentOn::Day(day) => visible(day),
        SentOn::Unknown => String::new(),
    };
    let mut text = if how.is_empty() {
        words.say(plain, &[("on", &on)])
    } else {
        words.say(with, &[("on", &on), ("how", &words.list(&how))])
    };
    if let Some(again) = entry.again {
        text.push_str(&words.say("letter.again_since", &[("on", &again.to_string())]));
    }
    if entry.changed {
        text.push_str(words.get("letter.changed_since"));
    }
    text
}
