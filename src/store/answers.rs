//! An answers file: `[answers] [rows] [ticks] [marks]` in the form of `case.toml`, and `confirm`. It is read here as it is
//! written; the validator that judges it is the one of the keyboard.

use crate::tables::{Fault, Field, Fields, Placed, Reading, Scalar};

/// No row is given a higher number by hand.
const MOST_ROWS: u32 = 100_000;

/// An answer as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// As it would be typed.
    Typed(String),
    /// `{ unknown = true }`.
    Unknown,
}

/// An answer with the id that it is for.
pub type GivenAnswer = (Placed<String>, Placed<Given>);

/// The rows of a table.
#[derive(Debug, Clone)]
pub struct GivenRows {
    /// The table's id.
    pub table: Placed<String>,
    /// `all = true`.
    pub all: bool,
    /// The rows: number, if one is written, and cells.
    pub rows: Vec<(Option<Placed<u32>>, Vec<GivenAnswer>)>,
}

/// A tick.
#[derive(Debug, Clone)]
pub struct GivenTick {
    /// The to-do's id.
    pub todo: Placed<String>,
    /// The row.
    pub row: Option<u32>,
    /// The day.
    pub on: Placed<Given>,
    /// What proves it.
    pub evidence: Option<String>,
    /// Why nothing proves it.
    pub reason: Option<String>,
}

/// A mark: the step is skipped, or everything open in it is done.
#[derive(Debug, Clone)]
pub struct GivenMark {
    /// The step's id.
    pub step: Placed<String>,
    /// `skipped` or `done`.
    pub state: Placed<String>,
    /// Why.
    pub reason: String,
}

/// Everything in the file.
#[derive(Debug, Clone, Default)]
pub struct AnswersFile {
    /// Answers.
    pub answers: Vec<GivenAnswer>,
    /// Rows.
    pub rows: Vec<GivenRows>,
    /// Ticks.
    pub ticks: Vec<GivenTick>,
    /// Marks.
    pub marks: Vec<GivenMark>,
    /// To-dos that cannot be taken back and are meant.
    pub confirm: Vec<Placed<String>>,
}

impl AnswersFile {
    /// Reads the text of a file; all faults come back at once.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        Reading::of(text, |fields| Self {
            answers: fields.table("answers").iter().flat_map(answers).collect(),
            rows: parts(fields, "rows").into_iter().map(|(id, fields)| rows(id, &fields)).collect(),
            ticks: parts(fields, "ticks").into_iter().flat_map(|(id, fields)| ticks(&id, &fields)).collect(),
            marks: parts(fields, "marks").into_iter().filter_map(|(id, fields)| mark(id, &fields)).collect(),
            confirm: fields.texts("confirm"),
        })
    }
}

/// The tables under a key, by their ids.
pub(super) fn parts<'r, 't>(
    fields: &Fields<'r, 't>,
    key: &'static str,
) -> Vec<(Placed<String>, Fields<'r, 't>)> {
    let mut parts = Vec::new();
    for (id, field) in fields.table(key).iter().flat_map(Fields::rest) {
        match field.table() {
            Some(table) => parts.push((id, table)),
            None => fields.wrong(field.place(), &id.value, "a table"),
        }
    }
    parts
}

/// Every key that is left, as it would be typed.
fn answers(fields: &Fields<'_, '_>) -> Vec<GivenAnswer> {
    let mut answers = Vec::new();
    for (id, field) in fields.rest() {
        if let Some(value) = given(field) {
            answers.push((id, Placed { place: field.place(), value }));
        } else {
            let form = "a text, a day, a number, true, false, a list or { unknown = true }";
            fields.wrong(field.place(), &id.value, form);
        }
    }
    answers
}

fn given(field: Field<'_, '_>) -> Option<Given> {
    Some(Given::Typed(match field.scalar()? {
        Scalar::Unknown => return Some(Given::Unknown),
        Scalar::Text(text) => text,
        Scalar::Day(day) => day.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Flag(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Scalar::List(items) => items.join(","),
    }))
}

fn rows(table: Placed<String>, fields: &Fields<'_, '_>) -> GivenRows {
    let all = fields.flag("all");
    // The highest number given belongs to the case that the rows came from.
    fields.number("last");
    let row = |fields: Fields<'_, '_>| {
        let number = fields.number("id").and_then(|id| match u32::try_from(id.value) {
            Ok(value) if (1..=MOST_ROWS).contains(&value) => Some(Placed { place: id.place, value }),
            _ => {
                fields.wrong(id.place, "id", "a whole number from 1 to 100000");
                None
            }
        });
        (number, answers(&fields))
    };
    let given = GivenRows { table, all, rows: fields.tables("row").into_iter().map(row).collect() };
    fields.done();
    given
}

fn ticks(todo: &Placed<String>, fields: &Fields<'_, '_>) -> Vec<GivenTick> {
    let rows = parts(fields, "row");
    let mut ticks = Vec::new();
    for (row, of_row) in &rows {
        match row.value.parse() {
            Ok(number) => {
                ticks.extend(tick(todo, Some(number), of_row));
                of_row.done();
            }
            Err(_) => fields.wrong(row.place, &row.value, "the number of a row"),
        }
    }
    if fields.field("on").is_some() || rows.is_empty() {
        ticks.extend(tick(todo, None, fields));
    }
    fields.done();
    ticks
}

fn tick(todo: &Placed<String>, row: Option<u32>, fields: &Fields<'_, '_>) -> Option<GivenTick> {
    let on = fields.field("on");
    let text = |key| fields.text(key).map(|text| text.value);
    let (evidence, reason) = (text("evidence"), text("reason"));
    let place = on.map_or(fields.place(), |on| on.place());
    let day = on.and_then(given).map(|value| Placed { place, value });
    if day.is_none() {
        fields.wrong(place, "on", "a day without quotes, such as 2026-12-31, or { unknown = true }");
    }
    Some(GivenTick { todo: todo.clone(), row, on: day?, evidence, reason })
}

fn mark(step: Placed<String>, fields: &Fields<'_, '_>) -> Option<GivenMark> {
    let (state, reason) = (fields.text("state"), fields.text("reason"));
    let (state, reason) = (fields.needed("state", state), fields.needed("reason", reason));
    // The day of the decision belongs to the case that the mark came from.
    fields.day("on");
    fields.done();
    Some(GivenMark { step, state: state?, reason: reason?.value })
}
