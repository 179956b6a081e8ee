//! A case as text: `case.toml`, format 2. Written in one order, so that equal cases are equal files; read with every
//! unknown key refused. The last line is the SHA-256 of all before it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::answers::parts;
use super::{canonical, digest, migrate};
use crate::domain::answer::{Answer, Value};
use crate::domain::case::{Case, Mark, Row, Stamp, Table, Tick};
use crate::domain::record::Record;
use crate::domain::text::Lang;
use crate::tables::{self, Fault, Fields, Reading, Scalar};

/// The format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 2;

const HEAD: &str = "# Kept by posquit and written anew at every change; comments are not kept.\n";
/// Begins the last line.
pub(super) const SEAL: &str = "# sha256 ";

/// Why a text is no case.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// What is wrong, and where.
    Damaged(Vec<Fault>),
    /// It was written by a newer posquit.
    Newer(i64),
}

/// Writes a case.
pub(super) fn write(case: &Case) -> String {
    let stamp = &case.playbook;
    let mut out = format!(
        "{HEAD}format = {FORMAT}\nrevision = {}\ntitle = {}\nlanguage = {}\nstarted = {}\n\n\
         [playbook]\nid = {}\nversion = {}\nsha256 = {}\n\n[answers]\n",
        case.revision,
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
        let head = format!("\n[[rows.{id}.row]]\nid = ");
        for (number, row) in &table.rows {
            out.extend([head.as_str(), number.to_string().as_str(), "\n"]);
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
    for record in &case.records {
        write_record(&mut out, record);
    }
    let seal = digest(out.as_bytes());
    out + SEAL + &seal + "\n"
}

fn write_cells(out: &mut String, cells: &Row) {
    for (id, answer) in cells {
        out.push_str(id);
        out.push_str(" = ");
        write_answer(out, answer);
        out.push('\n');
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

fn write_record(out: &mut String, record: &Record) {
    let (kind, id, made_from) = (quote(&record.kind), quote(&record.id), quote(&record.made_from));
    let on = record.on;
    out.push_str(&format!("\n[[records]]\nkind = {kind}\nid = {id}\non = {on}\nmade_from = {made_from}\n"));
    out.push_str("[records.facts]\n");
    for (name, text) in &record.facts {
        out.push_str(&format!("{} = {}\n", quote(name), quote(text)));
    }
}

/// An answer or a day that is not known.
pub(super) const UNKNOWN: &str = "{ unknown = true }";

fn write_answer(out: &mut String, answer: &Answer) {
    match answer {
        Answer::Unknown => out.push_str(UNKNOWN),
        Answer::Known(Value::Text(text)) => quote_into(out, text),
        Answer::Known(Value::Date(day)) => out.push_str(&day.to_string()),
        Answer::Known(Value::Number(number)) => out.push_str(&number.to_string()),
        Answer::Known(Value::Bool(yes)) => out.push_str(if *yes { "true" } else { "false" }),
        Answer::Known(Value::List(ids)) => {
            let ids: Vec<String> = ids.iter().map(|id| quote(id)).collect();
            out.push_str(&format!("[{}]", ids.join(", ")));
        }
    }
}

/// A TOML string.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote_into(&mut out, text);
    out
}

/// Always between plain quotes on one line, so that it may also be a key and the quick reader knows it.
fn quote_into(out: &mut String, text: &str) {
    let is_plain = |b: u8| matches!(b, b' '..=b'~') && b != b'"' && b != b'\\';
    out.push('"');
    if text.bytes().all(is_plain) || text.chars().all(|c| !c.is_control() && c != '"' && c != '\\') {
        out.push_str(text);
    } else {
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                _ if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
                _ => out.push(c),
            }
        }
    }
    out.push('"');
}

/// A case as a text says it.
pub(super) struct Read {
    /// The case; its name is the folder's and does not stand in the text.
    pub(super) case: Case,
    /// What its last line vouches for it with, if it does.
    pub(super) seal: Option<String>,
    /// The format of the text.
    pub(super) format: u32,
}

/// Reads a case of this or an older format.
pub(super) fn read(text: &str) -> Result<Read, Unreadable> {
    let seal = seal(text).map(str::to_owned);
    // The quick reader knows no places, so that a fault is looked for again by the other.
    if seal.is_some()
        && let Some(case) = canonical::case(text)
    {
        return Ok(Read { case, seal, format: FORMAT });
    }
    let table = tables::parse(text).map_err(|fault| Unreadable::Damaged(vec![fault]))?;
    read_tree(table, seal)
}

/// Reads a case of this or an older format from all of TOML.
pub(super) fn read_tree(mut table: tables::Table<'_>, seal: Option<String>) -> Result<Read, Unreadable> {
    let format = migrate::to_newest(&mut table).map_err(Unreadable::Newer)?;
    let case = Reading::of_table(&table, |fields| {
        let format = fields.needed("format", fields.number("format"));
        if format.is_some_and(|format| format.value != i64::from(FORMAT)) {
            fields.wrong(fields.place(), "format", &format!("this posquit reads formats 1 to {FORMAT}"));
        }
        case(fields)
    });
    Ok(Read { case: case.map_err(Unreadable::Damaged)?, seal, format })
}

/// The last line of a text, if it vouches for all before it: two texts with one seal are equal.
pub(super) fn seal(text: &str) -> Option<&str> {
    let (body, seal) = text.rsplit_once(SEAL)?;
    let seal = seal.trim_end();
    (seal == digest(body.as_bytes())).then_some(seal)
}

fn case(fields: &Fields<'_, '_>) -> Case {
    let text = |key| fields.needed_text(key).value;
    let tag = fields.needed_text("language");
    let language = Lang::from_tag(&tag.value);
    if language.is_none() && !tag.value.is_empty() {
        fields.wrong(tag.place, "language", "zh-CN or en");
    }
    let started = needed_day(fields, "started");
    let mut case = Case::new("", &text("title"), language.unwrap_or(Lang::En), started);
    case.revision = needed_number(fields, "revision");
    if let Some(stamp) = fields.needed("playbook", fields.table("playbook")) {
        let text = |key| stamp.needed_text(key).value;
        case.playbook =
            Stamp { id: text("id"), version: needed_number(&stamp, "version"), hash: text("sha256") };
        stamp.done();
    }
    if let Some(answers) = fields.table("answers") {
        case.answers = cells(&answers);
    }
    for (id, tables) in parts(fields, "rows") {
        case.tables.insert(id.value, table(&tables).into());
    }
    for (id, ticks) in parts(fields, "ticks") {
        case.ticks.insert(id.value, ticks_of(&ticks));
    }
    for (id, fields) in parts(fields, "marks") {
        let state = fields.needed_text("state");
        if state.value != "skipped" {
            fields.wrong(state.place, "state", "\"skipped\"");
        }
        case.marks.insert(
            id.value,
            Mark { on: needed_day(&fields, "on"), reason: fields.needed_text("reason").value },
        );
        fields.done();
    }
    for fields in fields.tables("records") {
        let record = record(&fields);
        if case.record(&record.id).is_some() {
            fields.wrong(fields.place(), "id", "a text that no other record has");
        }
        case.records.push(record);
    }
    case
}

fn record(fields: &Fields<'_, '_>) -> Record {
    let text = |key| fields.needed_text(key).value;
    let mut record = Record {
        kind: text("kind"),
        id: text("id"),
        on: needed_day(fields, "on"),
        made_from: text("made_from"),
        facts: BTreeMap::new(),
    };
    for (name, field) in fields.needed("facts", fields.table("facts")).iter().flat_map(Fields::rest) {
        match field.text() {
            Some(text) => drop(record.facts.insert(name.value, text)),
            None => fields.wrong(field.place(), &name.value, "a text in quotes"),
        }
    }
    fields.done();
    record
}

/// Every key that is left, as an answer.
fn cells(fields: &Fields<'_, '_>) -> Row {
    let mut row = Row::new();
    for (id, field) in fields.rest() {
        let answer = match field.scalar() {
            Some(Scalar::Unknown) => Answer::Unknown,
            Some(Scalar::Text(text)) => Answer::Known(Value::Text(text)),
            Some(Scalar::Day(day)) => Answer::Known(Value::Date(day)),
            Some(Scalar::Number(number)) => Answer::Known(Value::Number(number)),
            Some(Scalar::Flag(yes)) => Answer::Known(Value::Bool(yes)),
            Some(Scalar::List(ids)) => Answer::Known(Value::List(ids)),
            None => {
                fields.wrong(
                    field.place(),
                    &id.value,
                    "a text, a day, a number, true, false, a list or { unknown = true }",
                );
                continue;
            }
        };
        row.insert(id.value, answer);
    }
    row
}

fn table(fields: &Fields<'_, '_>) -> Table {
    let mut table =
        Table { all: fields.flag("all"), last: needed_number(fields, "last"), rows: BTreeMap::new() };
    for row in fields.tables("row") {
        let id: u32 = needed_number(&row, "id");
        if id == 0 || id > table.last || table.rows.insert(id, cells(&row)).is_some() {
            fields.wrong(row.place(), "id", "a number from 1 to `last` that no other row has");
        }
    }
    fields.done();
    table
}

fn ticks_of(fields: &Fields<'_, '_>) -> BTreeMap<Option<u32>, Tick> {
    let rows = parts(fields, "row");
    let mut ticks = BTreeMap::new();
    for (row, of_row) in &rows {
        match row.value.parse() {
            Ok(number) => {
                ticks.insert(Some(number), tick(of_row));
                of_row.done();
            }
            Err(_) => fields.wrong(of_row.place(), &row.value, "the number of a row"),
        }
    }
    if fields.field("on").is_some() || rows.is_empty() {
        ticks.insert(None, tick(fields));
    }
    fields.done();
    ticks
}

fn tick(fields: &Fields<'_, '_>) -> Tick {
    let on = fields.needed("on", fields.field("on"));
    let day = match on.map(|field| (field.place(), field.scalar())) {
        Some((_, Some(Scalar::Day(day)))) => Some(day),
        Some((_, Some(Scalar::Unknown))) | None => None,
        Some((place, _)) => {
            fields.wrong(place, "on", "a day without quotes, such as 2026-12-31, or { unknown = true }");
            None
        }
    };
    let text = |key| fields.text(key).map(|text| text.value);
    Tick { on: day, evidence: text("evidence"), reason: text("reason") }
}

/// A number that has to be there and to fit; 0 stands in for it, beside the fault.
fn needed_number<N: TryFrom<i64> + Default>(fields: &Fields<'_, '_>, key: &'static str) -> N {
    let Some(found) = fields.needed(key, fields.number(key)) else { return N::default() };
    found.value.try_into().unwrap_or_else(|_| {
        fields.wrong(found.place, key, "a whole number that is not negative");
        N::default()
    })
}

fn needed_day(fields: &Fields<'_, '_>, key: &'static str) -> NaiveDate {
    fields.needed(key, fields.day(key)).map_or(NaiveDate::MIN, |day| day.value)
}
