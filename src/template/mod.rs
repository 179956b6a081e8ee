//! Templates: embedded TOML becomes a checked `Playbook` and `Words`. Errors name the file, the line and the column.

mod check;
mod embedded;
mod items;
mod problem;
mod read;
mod texts;

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use crate::domain::playbook::{Index, Playbook};
use crate::domain::text::{Lang, hex};
use crate::domain::words::Words;
use crate::tables::{Fault, Fields, Reading};
use check::Claims;
pub use problem::{Problem, Source};
use read::Reader;

/// The files of one playbook.
pub struct Files<'a> {
    /// `playbook.toml`.
    pub playbook: Source<'a>,
    /// The files of its steps, by id, in any order.
    pub steps: Vec<(&'a str, Source<'a>)>,
    /// Its calendars, by id.
    pub calendars: Vec<(&'a str, Source<'a>)>,
}

/// The playbook that ships with posquit. It is proved sound by the tests, so that nobody waits for the proof.
pub fn standard() -> Result<Playbook, Vec<Problem>> {
    read(&embedded::files(), embedded::packed).map(|(playbook, _)| playbook)
}

/// The SHA-256 of the files of the playbook that ships with posquit, in hexadecimal.
pub fn standard_hash() -> String {
    let files = embedded::files();
    let texts = std::iter::once(files.playbook.text).chain(files.steps.iter().map(|(_, source)| source.text));
    hex(&texts.fold(Sha256::new(), sha2::Digest::chain_update).finalize())
}

/// Reads and checks a playbook; every mistake is returned, in the order of the files.
pub fn checked(files: &Files<'_>) -> Result<Playbook, Vec<Problem>> {
    let (playbook, claims) = read(files, |_| None)?;
    check::playbook(&playbook, &claims)?;
    Ok(playbook)
}

/// The files of the playbook that ships with posquit.
pub fn standard_files() -> Files<'static> {
    embedded::files()
}

/// The program's words in one language.
pub fn words(lang: Lang) -> Words {
    let mut texts = HashMap::new();
    // A test reads both files; a broken one cannot ship.
    let _ = Reading::of_packed(embedded::words(lang), |fields| flatten("", fields, &mut texts));
    Words::new(lang, texts)
}

fn flatten(prefix: &str, fields: &Fields<'_, '_>, into: &mut HashMap<String, String>) {
    for (key, field) in fields.rest() {
        match field.table() {
            Some(inner) => flatten(&format!("{prefix}{}.", key.value), &inner, into),
            None => drop(into.insert(format!("{prefix}{}", key.value), field.text().unwrap_or_default())),
        }
    }
}

/// Where a file may be had packed.
type Pack = fn(&str) -> Option<&'static [u8]>;

/// Reads one file: packed, where that may be had, else its text.
fn open<T>(
    source: &Source<'_>,
    packed: Pack,
    read: impl FnOnce(&Fields<'_, '_>) -> T,
) -> Result<T, Vec<Fault>> {
    match packed(source.file) {
        Some(bytes) => Reading::of_packed(bytes, read),
        None => Reading::of(source.text, read),
    }
}

fn read<'s>(files: &Files<'s>, packed: Pack) -> Result<(Playbook, Vec<Claims<'s>>), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut calendars = BTreeMap::new();
    for (id, source) in &files.calendars {
        match open(source, packed, read::calendar) {
            Ok(calendar) => drop(calendars.insert((*id).to_owned(), calendar)),
            Err(faults) => problems.extend(source.problems(&faults)),
        }
    }
    let top = &files.playbook;
    let mut of_top = Vec::new();
    let read = open(top, packed, |fields| read::playbook(fields, &calendars, &mut of_top));
    let (mut playbook, ids) = read.map_err(|faults| top.problems(&faults))?;
    let mut sources = Vec::new();
    for (number, id) in ids.iter().enumerate() {
        match files.steps.iter().find(|(name, _)| *name == id.value) {
            Some((_, source)) => sources.push((number, *source)),
            None => problems.push(top.problem(id.place, format!("there is no file steps/{}.toml", id.value))),
        }
    }
    let mut claims = vec![Claims { source: *top, claims: of_top }];
    for (number, source) in sources {
        let mut reader = Reader { number, ..Reader::default() };
        match open(&source, packed, |fields| reader.step(fields, source.file)) {
            Ok(step) => playbook.steps.push(step),
            Err(faults) => problems.extend(source.problems(&faults)),
        }
        claims.push(Claims { source, claims: reader.claims });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    playbook.index = Index::of(&playbook.steps);
    Ok((playbook, claims))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_files_say_what_their_texts_say() {
        let (packed, texts) = (standard().unwrap(), checked(&standard_files()).unwrap());
        for (packed, text) in packed.steps.iter().zip(&texts.steps) {
            assert!(format!("{packed:?}") == format!("{text:?}"), "{}", text.id);
        }
        assert!(format!("{:?}", packed.countries) == format!("{:?}", texts.countries));
        assert_eq!(packed.steps.len(), texts.steps.len());
    }
}
