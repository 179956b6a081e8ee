//! The files of letters beside their records: what a change that is taken back leaves where it is, what is put back, and
//! which files are not what their records say.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use super::super::{Context, shown};
use super::standing::Judge;
use super::write::{bytes, format_of};
use crate::domain::case::Case;
use crate::domain::record::{LETTER, Record};
use crate::domain::text::visible;
use crate::store::{DamageKind, Folder, damaged_letter, digest};

/// The last record of each file.
fn by_file(case: &Case) -> BTreeMap<&str, &Record> {
    let letters = case.records.iter().filter(|record| record.kind == LETTER);
    // A name comes from a file that anybody may have edited, so it is only looked at where it is one of ours.
    let plain = |name: &&str| Path::new(name).file_name() == Some(OsStr::new(name));
    letters.filter_map(|record| Some((record.fact("file").filter(plain)?, record))).collect()
}

/// Lets the files agree with the records after a change was taken back or made again, and says what was done: a file
/// that no record names any more stays; one whose record has gone back to an earlier text gets that text back, unless
/// somebody has worked on it.
pub(in super::super) fn put_back(
    context: &Context,
    folder: &Folder,
    before: &Case,
    after: &Case,
) -> Vec<String> {
    let (had, has) = (by_file(before), by_file(after));
    let mut judge = Judge::default();
    let mut lines = Vec::new();
    for (name, was) in had {
        let path = folder.letters().join(name);
        if !path.is_file() {
            continue;
        }
        let key = match has.get(name) {
            None => "letter.file_stays",
            Some(is) if says_the_same(was, is) || holds(folder, name, is) => continue,
            Some(is) => {
                let untouched = holds(folder, name, was);
                let kept = untouched.then(|| kept(context, after, &mut judge, name, is)).flatten();
                let written = kept.is_some_and(|bytes| folder.write_letter(name, &bytes).is_ok());
                if written { "letter.file_back" } else { "letter.file_differs" }
            }
        };
        lines.push(context.words.say(key, &[("path", &shown(&path)), ("id", &command(was))]));
    }
    lines
}

fn says_the_same(was: &Record, is: &Record) -> bool {
    was.made_from == is.made_from && was.fact("digest") == is.fact("digest")
}

/// The file of a record as it was written; `None` where the case would not write the same any more.
fn kept(context: &Context, case: &Case, judge: &mut Judge, name: &str, record: &Record) -> Option<Vec<u8>> {
    let sheet = judge.again(context, case, record)?;
    let bytes = bytes(context, &sheet, format_of(Path::new(name)).unwrap_or_default()).ok()?;
    (record.fact("digest") == Some(digest(&bytes).as_str())).then_some(bytes)
}

/// True where a file is what its record says.
fn holds(folder: &Folder, name: &str, record: &Record) -> bool {
    record.fact("digest").is_some_and(|digest| damaged_letter(folder, name, digest).is_none())
}

/// What to type after `posquit letter` for the letter of a record.
fn command(record: &Record) -> String {
    let id = visible(record.fact("letter").unwrap_or_default());
    record
        .fact("channel")
        .map_or_else(|| id.clone(), |channel| format!("{id} --channel {}", visible(channel)))
}

/// A file of a letter that is not what its record says.
pub(in super::super) struct Damaged {
    /// Its path, as it is shown.
    pub(in super::super) path: String,
    /// What is wrong with it.
    pub(in super::super) what: DamageKind,
    /// What to type after `posquit letter` to write it again; nothing for one that was sent.
    pub(in super::super) again: Option<String>,
}

/// The files of letters that are gone, or hold something else than was written.
pub(in super::super) fn damaged(folder: &Folder, case: &Case) -> Vec<Damaged> {
    let damage = |(name, record): (&str, &Record)| {
        let what = damaged_letter(folder, name, record.fact("digest")?)?;
        let again = record.fact("sent_on").is_none().then(|| command(record));
        Some(Damaged { path: shown(&folder.letters().join(name)), what, again })
    };
    by_file(case).into_iter().filter_map(damage).collect()
}
