//! Templates: embedded TOML becomes a checked `Playbook` and `Words`. Errors name the file, the line and the column.

mod build;
mod check;
mod embedded;
mod problem;
mod raw;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::domain::calendar::{Calendar, Year};
use crate::domain::playbook::Playbook;
use crate::domain::text::{Lang, hex};
use crate::domain::words::Words;
pub use problem::{Problem, Source, line_and_column};
use raw::{RawCalendar, RawPlaybook, RawStep};

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
    read(&embedded::files(), false)
}

/// Reads and checks a playbook; every mistake is returned, in the order of the files.
pub fn checked(files: &Files<'_>) -> Result<Playbook, Vec<Problem>> {
    read(files, true)
}

/// The files of the playbook that ships with posquit.
pub fn standard_files() -> Files<'static> {
    embedded::files()
}

/// The program's words in one language.
pub fn words(lang: Lang) -> Words {
    let (_, text) = embedded::words(lang);
    let mut texts = HashMap::new();
    // A test reads both files; a broken one cannot ship.
    if let Ok(table) = text.parse::<toml::Table>() {
        flatten("", table, &mut texts);
    }
    Words::new(lang, texts)
}

fn flatten(prefix: &str, table: toml::Table, into: &mut HashMap<String, String>) {
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) => flatten(&format!("{prefix}{key}."), inner, into),
            toml::Value::String(text) => {
                into.insert(format!("{prefix}{key}"), text);
            }
            _ => {}
        }
    }
}

fn read(files: &Files<'_>, prove: bool) -> Result<Playbook, Vec<Problem>> {
    let raw: RawPlaybook =
        toml::from_str(files.playbook.text).map_err(|e| vec![files.playbook.toml_problem(&e)])?;
    let mut problems = Vec::new();
    let mut hash = Sha256::new();
    hash.update(files.playbook.text);
    let mut steps = Vec::new();
    for id in &raw.steps {
        let Some((_, source)) = files.steps.iter().find(|(name, _)| name == id.get_ref()) else {
            problems.push(
                files.playbook.problem(id.span(), format!("there is no file steps/{}.toml", id.get_ref())),
            );
            continue;
        };
        hash.update(source.text);
        match toml::from_str::<RawStep>(source.text) {
            Ok(step) => steps.push((*source, step)),
            Err(error) => problems.push(source.toml_problem(&error)),
        }
    }
    let mut calendars = BTreeMap::new();
    for (id, source) in &files.calendars {
        match toml::from_str::<RawCalendar>(source.text) {
            Ok(raw) => calendars.insert((*id).to_owned(), calendar(&raw)).map_or((), drop),
            Err(error) => problems.push(source.toml_problem(&error)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let hash = hex(&hash.finalize());
    let built = build::playbook(&files.playbook, raw, &steps, &calendars, hash)?;
    if prove {
        check::playbook(&built, &files.playbook, &steps)?;
    }
    Ok(built)
}

fn calendar(raw: &RawCalendar) -> Calendar {
    let day = |at: &raw::At<toml::value::Datetime>| date(at.get_ref());
    let year = |raw: &raw::RawYear| Year {
        off: raw.off.iter().filter_map(day).collect(),
        work: raw.work.iter().filter_map(day).collect(),
        provisional: raw.provisional,
    };
    Calendar::of(raw.year.iter().map(|raw| (raw.year, year(raw))).collect())
}

/// The civil date of a TOML date.
fn date(value: &toml::value::Datetime) -> Option<NaiveDate> {
    let date = value.date?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}
