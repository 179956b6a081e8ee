//! Templates: embedded TOML becomes a checked `Playbook` and `Words`. Errors name the file, the line and the column.

mod check;
mod embedded;
mod items;
mod problem;
mod read;
mod texts;

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use crate::domain::playbook::{Index, Playbook, Step};
use crate::domain::text::{Lang, hex};
use crate::domain::words::Words;
use crate::tables::{Fault, Fields, Place, Reading};
use check::Claims;
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

/// The playbook that ships with posquit. It is proved sound by the tests, so that nobody waits for the proof.
pub fn standard() -> Result<Playbook, Vec<Problem>> {
    read(&embedded::files()).map(|(playbook, _)| playbook)
}

/// Reads and checks a playbook; every mistake is returned, in the order of the files.
pub fn checked(files: &Files<'_>) -> Result<Playbook, Vec<Problem>> {
    let (playbook, claims) = read(files)?;
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
    let _ = Reading::of(embedded::words(lang), |fields| flatten("", fields, &mut texts));
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

fn read<'s>(files: &Files<'s>) -> Result<(Playbook, Vec<Claims<'s>>), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut calendars = BTreeMap::new();
    for (id, source) in &files.calendars {
        match Reading::of(source.text, read::calendar) {
            Ok(calendar) => drop(calendars.insert((*id).to_owned(), calendar)),
            Err(faults) => problems.extend(source.problems(&faults)),
        }
    }
    let top = &files.playbook;
    let mut of_top = Vec::new();
    let read = Reading::of(top.text, |fields| read::playbook(fields, &calendars, &mut of_top));
    let (mut playbook, ids) = read.map_err(|faults| top.problems(&faults))?;
    let mut sources = Vec::new();
    for (number, id) in ids.iter().enumerate() {
        match files.steps.iter().find(|(name, _)| *name == id.value) {
            Some((_, source)) => sources.push((number, *source)),
            None => problems.push(top.problem(id.place, format!("there is no file steps/{}.toml", id.value))),
        }
    }
    let mut hash = Sha256::new_with_prefix(top.text);
    let mut claims = vec![Claims { source: *top, claims: of_top }];
    for (source, (step, of_step)) in sources.iter().map(|(_, source)| *source).zip(read_steps(&sources)) {
        hash.update(source.text);
        claims.push(Claims { source, claims: of_step });
        match step {
            Ok(step) => playbook.steps.push(step),
            Err(faults) => problems.extend(source.problems(&faults)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    playbook.hash = hex(&hash.finalize());
    playbook.index = Index::of(&playbook.steps);
    Ok((playbook, claims))
}

type ReadStep = (Result<Step, Vec<Fault>>, Vec<(Place, Claim)>);

/// Reads the steps on two threads: reading them is most of what a start costs.
fn read_steps(sources: &[(usize, Source<'_>)]) -> Vec<ReadStep> {
    let read = |(number, source): &(usize, Source<'_>)| {
        let mut reader = Reader { number: *number, ..Reader::default() };
        let step = Reading::of(source.text, |fields| reader.step(fields, source.file));
        (step, reader.claims)
    };
    let (first, second) = sources.split_at(sources.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| second.iter().map(read).collect::<Vec<_>>());
        let mut steps: Vec<ReadStep> = first.iter().map(read).collect();
        match other.join() {
            Ok(rest) => steps.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        steps
    })
}
