//! A case as text: `case.toml`, format 1. Written in one order, so that equal cases are equal files; read with every
//! unknown key refused. The last line is the SHA-256 of all before it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::value::Datetime;

use crate::domain::answer::{Answer, Value};
use crate::domain::case::{Case, Mark, Row, Stamp, Table, Tick};
use crate::domain::text::{Lang, hex};

/// The format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

const HEAD: &str = "# Kept by posquit and written anew at every change; comments are not kept.\n";
const SEAL: &str = "# sha256 ";

/// Why a text is no case.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// At a byte offset: what is wrong.
    Damaged(usize, String),
    /// It was written by a newer posquit.
    Newer(i64),
}

/// Writes a case.
pub(super) fn write(case: &Case) -> String {
    let stamp = &case.playbook;
    let mut out = format!(
        "{HEAD}format = {FORMAT}\nrevision = {}\nname = {}\ntitle = {}\nlanguage = {}\nstarted = {}\n\n\
         [playbook]\nid = {}\nversion = {}\nsha256 = {}\n\n[answers]\n",
        case.revision,
        quote(&case.name),
        quote(&case.title),
        quote(case.language.tag()),
        case.started,
        quote(&stamp.id),
        stamp.version,
        quote(&stamp.hash),
    );
    write_cells(&mut out, &case.answers);
    for (id, table) in &case.tables {
        out.push_str(&format!("\n[rows.{id}]\nall = {}\nlast = {}\n", table.all, table.last));
        for (number, row) in &table.rows {
            out.push_str(&format!("\n[[rows.{id}.row]]\nid = {number}\n"));
            write_cells(&mut out, row);
        }
    }
    for (id, ticks) in &case.ticks {
        for (row, tick) in ticks {
            let row = row.map(|row| format!(".row.{row}")).unwrap_or_default();
            out.push_str(&format!("\n[ticks.{id}{row}]\n"));
            write_tick(&mut out, tick);
        }
    }
    for (id, mark) in &case.marks {
        let (on, reason) = (mark.on, quote(&mark.reason));
        out.push_str(&format!("\n[marks.{id}]\nstate = \"skipped\"\non = {on}\nreason = {reason}\n"));
    }
    let seal = digest(&out);
    out + SEAL + &seal + "\n"
}

fn write_cells(out: &mut String, cells: &Row) {
    for (id, answer) in cells {
        out.push_str(&format!("{id} = {}\n", write_answer(answer)));
    }
}

fn write_tick(out: &mut String, tick: &Tick) {
    let on = tick.on.map_or(UNKNOWN.to_owned(), |day| day.to_string());
    out.push_str(&format!("on = {on}\n"));
    for (key, text) in [("evidence", &tick.evidence), ("reason", &tick.reason)] {
        if let Some(text) = text {
            out.push_str(&format!("{key} = {}\n", quote(text)));
        }
    }
}

const UNKNOWN: &str = "{ unknown = true }";

fn write_answer(answer: &Answer) -> String {
    match answer {
        Answer::Unknown => UNKNOWN.to_owned(),
        Answer::Known(Value::Text(text)) => quote(text),
        Answer::Known(Value::Date(day)) => day.to_string(),
        Answer::Known(Value::Number(number)) => number.to_string(),
        Answer::Known(Value::Bool(yes)) => yes.to_string(),
        Answer::Known(Value::List(ids)) => {
            format!("[{}]", ids.iter().map(|id| quote(id)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A TOML string.
fn quote(text: &str) -> String {
    if text.chars().all(|c| !c.is_control() && c != '"' && c != '\\') {
        return format!("\"{text}\"");
    }
    toml::Value::String(text.to_owned()).to_string()
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// Reads a case, and whether its last line vouches for it.
pub(super) fn read(text: &str) -> Result<(Case, bool), Unreadable> {
    let newest = toml::from_str::<RawFormat>(text).map_err(|error| unreadable(&error))?;
    match newest.format {
        1 => {}
        n if n > i64::from(FORMAT) => return Err(Unreadable::Newer(n)),
        n => {
            return Err(Unreadable::Damaged(
                0,
                format!("`format = {n}` is no format of a case; this posquit reads {FORMAT}"),
            ));
        }
    }
    let raw: RawCase = toml::from_str(text).map_err(|error| unreadable(&error))?;
    let case = raw.case().map_err(|what| Unreadable::Damaged(0, what))?;
    Ok((case, is_sealed(text)))
}

fn is_sealed(text: &str) -> bool {
    let Some((body, seal)) = text.rsplit_once(SEAL) else { return false };
    seal.trim_end() == digest(body)
}

fn unreadable(error: &toml::de::Error) -> Unreadable {
    let what = match error.message() {
        message if message.contains("did not match any variant") => {
            "expected a text, a date, a number, true or false, a list or { unknown = true }".to_owned()
        }
        message => message.lines().collect::<Vec<_>>().join(", "),
    };
    Unreadable::Damaged(error.span().map_or(0, |span| span.start), what)
}

#[derive(Deserialize)]
struct RawFormat {
    format: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    #[serde(rename = "format")]
    _format: i64,
    revision: u64,
    name: String,
    title: String,
    language: String,
    started: Datetime,
    playbook: RawStamp,
    #[serde(default)]
    answers: BTreeMap<String, RawAnswer>,
    #[serde(default)]
    rows: BTreeMap<String, RawTable>,
    #[serde(default)]
    ticks: BTreeMap<String, RawTicks>,
    #[serde(default)]
    marks: BTreeMap<String, RawMark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStamp {
    id: String,
    version: u32,
    sha256: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawAnswer {
    Unknown(#[expect(dead_code, reason = "that it is there says everything")] RawUnknown),
    Date(Datetime),
    Bool(bool),
    Number(i64),
    List(Vec<String>),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnknown {
    #[serde(rename = "unknown")]
    _unknown: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    all: bool,
    last: u32,
    #[serde(default)]
    row: Vec<RawRow>,
}

#[derive(Deserialize)]
struct RawRow {
    id: u32,
    #[serde(flatten)]
    cells: BTreeMap<String, RawAnswer>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawDay {
    Unknown(#[expect(dead_code, reason = "that it is there says everything")] RawUnknown),
    On(Datetime),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTicks {
    on: Option<RawDay>,
    evidence: Option<String>,
    reason: Option<String>,
    #[serde(default)]
    row: BTreeMap<String, RawTick>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTick {
    on: RawDay,
    evidence: Option<String>,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMark {
    #[serde(rename = "state")]
    _state: RawMarkState,
    on: Datetime,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawMarkState {
    Skipped,
}

impl RawCase {
    fn case(self) -> Result<Case, String> {
        let language = Lang::from_tag(&self.language)
            .ok_or_else(|| format!("`language = \"{}\"` is not known", self.language))?;
        let mut case = Case::new(&self.name, &self.title, language, day(&self.started, "started")?);
        case.revision = self.revision;
        case.playbook =
            Stamp { id: self.playbook.id, version: self.playbook.version, hash: self.playbook.sha256 };
        for (id, raw) in self.answers {
            case.answers.insert(id.clone(), raw.answer(&id)?);
        }
        for (id, raw) in self.rows {
            case.tables.insert(id.clone(), raw.table(&id)?);
        }
        for (id, raw) in self.ticks {
            case.ticks.insert(id.clone(), raw.ticks(&id)?);
        }
        for (id, raw) in self.marks {
            let mark = Mark { on: day(&raw.on, &id)?, reason: raw.reason };
            case.marks.insert(id, mark);
        }
        Ok(case)
    }
}

impl RawAnswer {
    fn answer(self, id: &str) -> Result<Answer, String> {
        Ok(Answer::Known(match self {
            Self::Unknown(_) => return Ok(Answer::Unknown),
            Self::Date(date) => Value::Date(day(&date, id)?),
            Self::Bool(yes) => Value::Bool(yes),
            Self::Number(number) => Value::Number(number),
            Self::List(ids) => Value::List(ids),
            Self::Text(text) => Value::Text(text),
        }))
    }
}

impl RawTable {
    fn table(self, id: &str) -> Result<Table, String> {
        let mut table = Table { all: self.all, last: self.last, rows: BTreeMap::new() };
        for raw in self.row {
            let cells = raw.cells.into_iter().map(|(column, raw)| Ok((column, raw.answer(id)?)));
            let cells: Row = cells.collect::<Result<_, String>>()?;
            if raw.id == 0 || raw.id > table.last || table.rows.insert(raw.id, cells).is_some() {
                return Err(format!(
                    "row {} of `{id}` is there twice, or its number is above `last`",
                    raw.id
                ));
            }
        }
        Ok(table)
    }
}

impl RawTicks {
    fn ticks(self, id: &str) -> Result<BTreeMap<Option<u32>, Tick>, String> {
        let mut ticks = BTreeMap::new();
        if let Some(on) = self.on {
            ticks.insert(None, RawTick { on, evidence: self.evidence, reason: self.reason }.tick(id)?);
        }
        for (row, raw) in self.row {
            let number = row.parse().map_err(|_| format!("`{row}` is no row of `{id}`"))?;
            ticks.insert(Some(number), raw.tick(id)?);
        }
        if ticks.is_empty() {
            Err(format!("`{id}` has no day: write `on = 2026-12-31` or `on = {UNKNOWN}`"))
        } else {
            Ok(ticks)
        }
    }
}

impl RawTick {
    fn tick(self, id: &str) -> Result<Tick, String> {
        let on = match self.on {
            RawDay::Unknown(_) => None,
            RawDay::On(date) => Some(day(&date, id)?),
        };
        Ok(Tick { on, evidence: self.evidence, reason: self.reason })
    }
}

fn day(date: &Datetime, id: &str) -> Result<NaiveDate, String> {
    let civil = date.date.filter(|_| date.time.is_none() && date.offset.is_none());
    civil
        .and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()))
        .ok_or_else(|| format!("`{id} = {date}` is not a day; write it like 2026-12-31"))
}
