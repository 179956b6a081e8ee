//! Templates: embedded TOML becomes a checked `Playbook` and `Words`. Errors name the file, the line and the column.

mod check;
mod clocks;
mod conditions;
mod embedded;
mod items;
mod letters;
mod problem;
mod read;
mod texts;

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

use sha2::{Digest, Sha256};

use crate::domain::playbook::{Country, Index, Playbook, Step, Told};
use crate::domain::text::{Lang, hex};
use crate::domain::words::{LETTER_TITLE, Words};
use crate::node::Packed;
use crate::tables::{Fault, Fields, Place, Reading};
use check::Claims;
pub use letters::{checked_letter, letter, letter_files, letter_ids};
pub use problem::{Problem, Source};
use read::{Claim, Reader};

/// The files of one playbook.
pub struct Files<'a> {
    /// `playbook.toml`.
    pub playbook: Source<'a>,
    /// The files of its steps, by id, in any order.
    pub steps: Vec<(&'a str, Source<'a>)>,
    /// Its calendars, by id.
    pub calendars: Vec<(&'a str, Source<'a>)>,
}

/// The playbook that ships with posquit, with the texts of one language, or of both; labels are always in both. It is
/// proved sound by the tests, so that nobody waits for the proof.
pub fn standard(only: Option<Lang>) -> Result<Playbook, Vec<Problem>> {
    let only = only.map(texts::key_of);
    read(&embedded::files(), Pack { packed: embedded::packed, only }).map(|(playbook, _)| playbook)
}

/// The SHA-256 of the files of the playbook that ships with posquit, in hexadecimal.
pub fn standard_hash() -> String {
    let files = embedded::files();
    let texts = std::iter::once(files.playbook.text).chain(files.steps.iter().map(|(_, source)| source.text));
    hex(&texts.fold(Sha256::new(), sha2::Digest::chain_update).finalize())
}

/// Reads and checks a playbook; every mistake is returned, in the order of the files.
pub fn checked(files: &Files<'_>) -> Result<Playbook, Vec<Problem>> {
    let (playbook, claims) = read(files, Pack { packed: |_| None, only: None })?;
    check::playbook(&playbook, &claims)?;
    Ok(playbook)
}

/// Puts the years of a user's calendar in the place of what a country's own says of them. Its `id` is that of the country.
pub fn amend_calendar(playbook: &mut Playbook, source: &Source<'_>) -> Result<(), Vec<Problem>> {
    let read = |fields: &Fields<'_, '_>| (fields.text("id"), read::calendar(fields));
    let (id, calendar) = Reading::of(source.text, read).map_err(|faults| source.problems(&faults))?;
    let Some(id) = id else { return Ok(()) };
    if let Some(country) = playbook.countries.iter_mut().find(|country| country.id == id.value) {
        country.calendar.amend(calendar);
        return Ok(());
    }
    let question = playbook.role("country").and_then(|id| playbook.question(id));
    let known: Vec<&str> = question.iter().flat_map(|q| &q.options).map(|o| o.id.as_str()).collect();
    if !known.contains(&id.value.as_str()) {
        let what = format!("`{}`: a country is one of {}", id.value, known.join(", "));
        return Err(vec![source.problem(id.place, what)]);
    }
    playbook.countries.push(Country { id: id.value, currency: None, calendar });
    Ok(())
}

/// The files of the playbook that ships with posquit.
pub fn standard_files() -> Files<'static> {
    embedded::files()
}

/// The program's words in one language. Of some hundred texts a run needs a few, so they stay packed until asked for.
pub fn words(lang: Lang) -> Words {
    let packed = embedded::words(lang);
    let label = format!("label.{}", texts::key_of(lang));
    Words::new(lang, move |key| match key.strip_prefix(LETTER_TITLE) {
        Some(id) => letters::packed(id)?.find(&label),
        None => packed?.find(key),
    })
}

/// The column profiles of statements that ship with posquit, packed, with the names of their files.
pub fn statements() -> impl Iterator<Item = (&'static str, Packed)> {
    embedded::statements()
}

/// Where a file may be had packed, and in which language only.
#[derive(Clone, Copy)]
struct Pack {
    packed: fn(&str) -> Option<Packed>,
    only: Option<&'static str>,
}

/// Reads one file: packed, where that may be had, else its text.
fn open<T>(
    source: &Source<'_>,
    packed: Pack,
    read: impl FnOnce(&Fields<'_, '_>) -> T,
) -> Result<T, Vec<Fault>> {
    match (packed.packed)(source.file) {
        Some(file) => Reading::of_packed(file, packed.only, |_| true, read),
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
    for ((_, source), (step, of_step)) in sources.iter().zip(steps(&sources, packed)) {
        match step {
            Ok(step) => playbook.steps.push(step),
            Err(faults) => problems.extend(source.problems(&faults)),
        }
        claims.push(Claims { source: *source, claims: of_step });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    playbook.index = Index::of(&playbook.steps);
    Ok((playbook, claims))
}

/// A step, or the faults of its file, with what is left to prove of it.
type ReadStep = (Result<Step, Vec<Fault>>, Vec<(Place, Claim)>);

/// Reads steps, every other one on a second core: it is most of what a start has to do, and each hangs on its file alone.
fn steps(sources: &[(usize, Source<'_>)], packed: Pack) -> Vec<ReadStep> {
    let read = |(number, source): &(usize, Source<'_>)| {
        let mut reader = Reader { number: *number, ..Reader::default() };
        (step(&mut reader, source, packed), reader.claims)
    };
    let odd = || sources.iter().skip(1).step_by(2).map(read).collect::<Vec<_>>();
    let (even, odd) = thread::scope(|scope| {
        // A system that gives no second thread is no reason not to start.
        let second = thread::Builder::new().spawn_scoped(scope, odd);
        let even: Vec<_> = sources.iter().step_by(2).map(read).collect();
        (
            even,
            second
                .map_or_else(|_| odd(), |second| second.join().unwrap_or_else(|fault| resume_unwind(fault))),
        )
    });
    let mut odd = odd.into_iter();
    even.into_iter().flat_map(|step| std::iter::once(step).chain(odd.next())).collect()
}

/// Reads a step. What it tells stays packed until somebody asks for it.
fn step(reader: &mut Reader, source: &Source<'_>, packed: Pack) -> Result<Step, Vec<Fault>> {
    let Some(file) = (packed.packed)(source.file) else {
        reader.proving = true;
        return Reading::of(source.text, |fields| reader.step(fields, source.file, None));
    };
    let only = packed.only;
    let told = Told::later(move || {
        let telling = |fields: &Fields<'_, '_>| Reader::default().telling(fields);
        Reading::of_packed(file, only, read::is_told, telling).unwrap_or_default()
    });
    let asked = |key: &str| !read::is_told(key);
    Reading::of_packed(file, only, asked, |fields| reader.step(fields, source.file, Some(told)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_files_say_what_their_texts_say() {
        let (packed, texts) = (standard(None).unwrap(), checked(&standard_files()).unwrap());
        for (packed, text) in packed.steps.iter().zip(&texts.steps) {
            assert!(format!("{packed:?}") == format!("{text:?}"), "{}", text.id);
        }
        assert!(format!("{:?}", packed.countries) == format!("{:?}", texts.countries));
        assert_eq!(packed.steps.len(), texts.steps.len());
    }
}
