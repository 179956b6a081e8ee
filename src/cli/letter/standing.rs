//! What became of a letter: its latest record, and whether the case would write it differently by now.

use chrono::NaiveDate;

use super::super::Context;
use crate::domain::case::Case;
use crate::domain::letter::Letter;
use crate::domain::phrase::Phrase;
use crate::domain::plan::Plan;
use crate::domain::playbook::Playbook;
use crate::domain::record::{LETTER, Record};
use crate::domain::text::Lang;
use crate::domain::words::Words;
use crate::export::letter::{Manner, Numbers, Sheet, compose};
use crate::template;

/// The records of a letter, by a channel or directly, from the latest on.
fn records<'c>(case: &'c Case, id: &str, channel: Option<&str>) -> impl Iterator<Item = &'c Record> {
    case.records.iter().rev().filter(move |record| {
        record.kind == LETTER && record.fact("letter") == Some(id) && record.fact("channel") == channel
    })
}

/// The latest record of a letter, by a channel or directly.
pub(in super::super) fn latest<'c>(case: &'c Case, id: &str, channel: Option<&str>) -> Option<&'c Record> {
    records(case, id, channel).next()
}

/// The record of a letter as it was last sent.
pub(in super::super) fn latest_sent<'c>(
    case: &'c Case,
    id: &str,
    channel: Option<&str>,
) -> Option<&'c Record> {
    records(case, id, channel).find(|record| record.sent_on().is_some())
}

/// The act that is done by sending the letter of a record.
pub(super) fn act_of(record: &Record, lang: Lang) -> Option<String> {
    let letter = template::letter(record.fact("letter").unwrap_or_default(), lang)?;
    let channel = record.fact("channel").and_then(|id| letter.channel(id));
    letter.act_by(channel).map(str::to_owned)
}

/// A language to write in, with its words and its playbook.
struct Voice {
    words: Words,
    playbook: Playbook,
}

/// Writes letters again at their own day, in their own language; each language is read once, and only if needed.
#[derive(Default)]
pub(in super::super) struct Judge {
    voices: Vec<(Lang, Option<Voice>)>,
}

impl Judge {
    /// True where the letter of a record would say something else by now.
    pub(in super::super) fn is_stale(&mut self, context: &Context, now: &Plan<'_>, record: &Record) -> bool {
        // Of today's letters the plan is there already.
        let sheet = if record.on == now.today && language(context, record) == context.words.lang {
            let letter = template::letter(record.fact("letter").unwrap_or_default(), context.words.lang);
            letter.and_then(|letter| again(&letter, &context.phrase(), now, record))
        } else {
            self.again(context, now.look.case, record)
        };
        let says_the_same =
            |sheet: Option<Sheet>| sheet.is_some_and(|sheet| sheet.hash() == record.made_from);
        if says_the_same(sheet) {
            return false;
        }
        // What came after a letter was sent, its own act among it, changes none of its facts.
        let then = as_of(now.look.case, record);
        !then.iter().any(|case| says_the_same(self.again(context, case, record)))
    }

    /// The letter of a record as the case writes it at the day of the record.
    pub(super) fn again(&mut self, context: &Context, case: &Case, record: &Record) -> Option<Sheet> {
        let lang = language(context, record);
        let letter = template::letter(record.fact("letter").unwrap_or_default(), lang)?;
        if lang == context.words.lang {
            return again(&letter, &context.phrase(), &Plan::new(&context.playbook, case, record.on), record);
        }
        let voice = self.voice(lang)?;
        let phrase = Phrase { words: &voice.words, playbook: &voice.playbook };
        again(&letter, &phrase, &Plan::new(phrase.playbook, case, record.on), record)
    }

    fn voice(&mut self, lang: Lang) -> Option<&Voice> {
        if !self.voices.iter().any(|(known, _)| *known == lang) {
            let playbook = template::standard(Some(lang)).ok();
            let voice = playbook.map(|playbook| Voice { words: template::words(lang), playbook });
            self.voices.push((lang, voice));
        }
        self.voices.iter().find(|(known, _)| *known == lang).and_then(|(_, voice)| voice.as_ref())
    }
}

/// The case as it stood when a letter was sent, without and with what was done by sending it; nothing for one that was
/// not sent.
fn as_of(case: &Case, record: &Record) -> Vec<Case> {
    let Some(sent_on) = record.fact("sent_on") else { return Vec::new() };
    let last = sent_on.parse().map_or(record.on, |day: NaiveDate| day.max(record.on));
    let mut then = case.clone();
    for ticks in then.ticks.values_mut() {
        ticks.retain(|_, tick| tick.on.is_none_or(|on| on <= last));
    }
    let mut before = then.clone();
    let own = act_of(record, Lang::En).and_then(|act| before.ticks.remove(&act));
    if own.is_some() { vec![before, then] } else { vec![then] }
}

/// The language that the letter of a record is written in.
fn language(context: &Context, record: &Record) -> Lang {
    record.fact("language").and_then(Lang::from_tag).unwrap_or(context.words.lang)
}

fn again(letter: &Letter, phrase: &Phrase<'_>, plan: &Plan<'_>, record: &Record) -> Option<Sheet> {
    let channel = record.fact("channel").and_then(|id| letter.channel(id));
    let numbers = Numbers::from_word(record.fact("numbers").unwrap_or_default());
    compose(letter, plan, phrase, Manner { channel, numbers }).ok()
}
