//! A case as text: `case.toml`, format 1. Written in one order, so that equal cases are equal files; read with every
//! unknown key refused. The last line is the SHA-256 of all before it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::answers::parts;
use crate::domain::answer::{Answer, Value};
use crate::domain::case::{Case, Mark, Record, Row, Stamp, Table, Tick};
use crate::domain::text::{Lang, hex};
use crate::tables::{Fault, Fields, Placed, Reading, Scalar};

/// The format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

const HEAD: &str = "# Kept by posquit and written anew at every change; comments are not kept.\n";
const SEAL: &str = "# sha256 ";

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
    for (number, record) in &case.records {
        write_record(&mut out, *number, record);
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

/// The file and its SHA-256 share a text, parted by a blank; the digest leads, since a name may hold blanks.
fn write_record(out: &mut String, number: u32, record: &Record) {
    let inputs: Vec<String> =
        record.inputs.iter().map(|(name, sha256)| quote(&format!("{sha256} {name}"))).collect();
    let (what, on, inputs) = (quote(&record.what), record.on, inputs.join(", "));
    out.push_str(&format!("\n[[records]]\nid = {number}\nwhat = {what}\non = {on}\ninputs = [{inputs}]\n"));
    for (name, figure) in &record.figures {
        out.push_str(&format!("figures.{name} = {}\n", quote(figure)));
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
    let read = Reading::of(text, |fields| match fields.number("format") {
        Some(format) if format.value > i64::from(FORMAT) => {
            // Whatever else stands there belongs to the newer program.
            fields.rest().for_each(drop);
            Err(Unreadable::Newer(format.value))
        }
        format => {
            if fields
                .needed("format", format.as_ref())
                .is_some_and(|format| format.value != i64::from(FORMAT))
            {
                fields.wrong(fields.place(), "format", &format!("this posquit reads format {FORMAT}"));
            }
            Ok(case(fields))
        }
    });
    match read {
        Ok(Ok(case)) => Ok((case, is_sealed(text))),
        Ok(Err(newer)) => Err(newer),
        Err(faults) => Err(Unreadable::Damaged(faults)),
    }
}

fn is_sealed(text: &str) -> bool {
    let Some((body, seal)) = text.rsplit_once(SEAL) else { return false };
    seal.trim_end() == digest(body)
}

fn case(fields: &Fields<'_, '_>) -> Case {
    let text = |key| needed_text(fields, key).value;
    let tag = needed_text(fields, "language");
    let language = Lang::from_tag(&tag.value);
    if language.is_none() && !tag.value.is_empty() {
        fields.wrong(tag.place, "language", "zh-CN or en");
    }
    let started = needed_day(fields, "started");
    let mut case = Case::new(&text("name"), &text("title"), language.unwrap_or(Lang::En), started);
    case.revision = needed_number(fields, "revision");
    if let Some(stamp) = fields.needed("playbook", fields.table("playbook")) {
        let text = |key| needed_text(&stamp, key).value;
        case.playbook =
            Stamp { id: text("id"), version: needed_number(&stamp, "version"), hash: text("sha256") };
        stamp.done();
    }
    if let Some(answers) = fields.table("answers") {
        case.answers = cells(&answers);
    }
    for (id, tables) in parts(fields, "rows") {
        case.tables.insert(id.value, table(&tables));
    }
    for (id, ticks) in parts(fields, "ticks") {
        case.ticks.insert(id.value, ticks_of(&ticks));
    }
    for (id, fields) in parts(fields, "marks") {
        let state = needed_text(&fields, "state");
        if state.value != "skipped" {
            fields.wrong(state.place, "state", "\"skipped\"");
        }
        case.marks.insert(
            id.value,
            Mark { on: needed_day(&fields, "on"), reason: needed_text(&fields, "reason").value },
        );
        fields.done();
    }
    for fields in fields.tables("records") {
        let number: u32 = needed_number(&fields, "id");
        if number == 0 || case.records.insert(number, record(&fields)).is_some() {
            fields.wrong(fields.place(), "id", "a number from 1 that no other record has");
        }
        fields.done();
    }
    case
}

fn record(fields: &Fields<'_, '_>) -> Record {
    let mut figures = BTreeMap::new();
    if let Some(table) = fields.table("figures") {
        for (id, field) in table.rest() {
            match field.scalar() {
                Some(Scalar::Text(text)) => drop(figures.insert(id.value, text)),
                _ => table.wrong(field.place(), &id.value, "a text in quotes"),
            }
        }
    }
    let inputs = match fields.field("inputs").and_then(|field| field.scalar()) {
        Some(Scalar::List(inputs)) => inputs,
        _ => Vec::new(),
    };
    let parted = |input: String| {
        let (sha256, name) = input.split_once(' ').unwrap_or(("", &input));
        (name.to_owned(), sha256.to_owned())
    };
    let (what, on) = (needed_text(fields, "what").value, needed_day(fields, "on"));
    Record { what, on, inputs: inputs.into_iter().map(parted).collect(), figures }
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

fn needed_text(fields: &Fields<'_, '_>, key: &'static str) -> Placed<String> {
    let found = fields.needed(key, fields.text(key));
    found.unwrap_or(Placed { place: fields.place(), value: String::new() })
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
