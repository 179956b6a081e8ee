//! What became of a letter: its latest record, and whether the case would write it differently by now.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::super::Context;
use crate::domain::case::Case;
use crate::domain::letter::Letter;
use crate::domain::phrase::Phrase;
use crate::domain::plan::Plan;
use crate::domain::playbook::Playbook;
use crate::domain::record::{LETTER, Record};
use crate::domain::text::Lang;
use crate::domain::words::Words;
use crate::export::letter::{Manner, Numbers, compose};
use crate::store::Folder;
use crate::template;

/// The latest record of a letter, by a channel or directly.
pub(in super::super) fn latest<'c>(case: &'c Case, id: &str, channel: Option<&str>) -> Option<&'c Record> {
    let own = |record: &&Record| {
        record.kind == LETTER && record.fact("letter") == Some(id) && record.fact("channel") == channel
    };
    case.records.iter().rev().find(own)
}

/// The files of letters that no record names any more: a change that is taken back leaves them where they are.
pub(in super::super) fn left_behind(folder: &Folder, before: &Case, after: &Case) -> Vec<PathBuf> {
    let files = |case: &Case| -> BTreeSet<String> {
        let letters = case.records.iter().filter(|record| record.kind == LETTER);
        letters.filter_map(|record| record.fact("file").map(str::to_owned)).collect()
    };
    let gone = files(before);
    let named = files(after);
    // A name comes from a file that anybody may have edited, so it is only looked at where it is one of ours.
    let plain = |name: &&String| Path::new(name).file_name() == Some(OsStr::new(name.as_str()));
    let paths = gone.difference(&named).filter(plain).map(|name| folder.letters().join(name));
    paths.filter(|path| path.is_file()).collect()
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
        let case = now.look.case;
        let lang = record.fact("language").and_then(Lang::from_tag).unwrap_or(context.words.lang);
        let Some(letter) = template::letter(record.fact("letter").unwrap_or_default(), lang) else {
            return true;
        };
        if lang == context.words.lang {
            let voice = context.phrase();
            // Of today's letters the plan is there already.
            if record.on == now.today {
                return !says_the_same(&letter, &voice, now, record);
            }
            return !says_the_same(&letter, &voice, &Plan::new(&context.playbook, case, record.on), record);
        }
        match self.voice(lang) {
            Some(voice) => {
                let phrase = Phrase { words: &voice.words, playbook: &voice.playbook };
                !says_the_same(&letter, &phrase, &Plan::new(phrase.playbook, case, record.on), record)
            }
            None => true,
        }
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

fn says_the_same(letter: &Letter, phrase: &Phrase<'_>, plan: &Plan<'_>, record: &Record) -> bool {
    let channel = record.fact("channel").and_then(|id| letter.channel(id));
    let numbers = Numbers::from_word(record.fact("numbers").unwrap_or_default());
    let manner = Manner { channel, numbers };
    compose(letter, plan, phrase, manner).is_ok_and(|sheet| sheet.hash() == record.made_from)
}
