//! One merchant account being closed: what was answered, ticked and marked, and the changes that led there.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::answer::Answer;
use super::record::{Record, next_id};
use super::text::Lang;

/// The cells of one row, by column id.
pub type Row = BTreeMap<String, Answer>;

/// The rows of one table. A row's number is never given to another row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The merchant said that these are all.
    pub all: bool,
    /// The highest number ever given.
    pub last: u32,
    /// The rows by number.
    pub rows: BTreeMap<u32, Row>,
}

/// That an act was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// On which day; `None` where the merchant does not know it any more.
    pub on: Option<NaiveDate>,
    /// What proves it, as typed: a tracking number, a ticket number.
    pub evidence: Option<String>,
    /// Why there is no evidence, or why it was ticked together with its step.
    pub reason: Option<String>,
}

/// That a step was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Why.
    pub reason: String,
    /// On which day that was decided.
    pub on: NaiveDate,
}

/// The playbook that a case last saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its SHA-256.
    pub hash: String,
}

/// One closing. Only what cannot be derived is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Counts the changes.
    pub revision: u64,
    /// Its folder, in `[a-z0-9-]`.
    pub name: String,
    /// What the merchant calls it.
    pub title: String,
    /// The language it is conducted in.
    pub language: Lang,
    /// The day it was begun.
    pub started: NaiveDate,
    /// The playbook it last saw.
    pub playbook: Stamp,
    /// Answers by question id.
    pub answers: BTreeMap<String, Answer>,
    /// Tables by id. Most changes of a case leave them as they are, so that the cases before and after share them.
    pub tables: BTreeMap<String, Arc<Table>>,
    /// Ticks by to-do and, where it has one for each row, by row.
    pub ticks: BTreeMap<String, BTreeMap<Option<u32>, Tick>>,
    /// Skipped steps by id.
    pub marks: BTreeMap<String, Mark>,
    /// Results of acts, in the order in which they came.
    pub records: Vec<Record>,
}

/// Where in a case something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The case's title.
    Title,
    /// The answer to a question.
    Answer(String),
    /// One cell: table, row, column.
    Cell(String, u32, String),
    /// A whole row.
    Row(String, u32),
    /// That a table is complete.
    All(String),
    /// A tick, for a row or for the whole to-do.
    Tick(String, Option<u32>),
    /// A step's mark.
    Mark(String),
    /// A record, by its id.
    Record(String),
}

/// What stands at a place. Nothing at all is `None` beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// For `At::Title`.
    Title(String),
    /// For `At::Answer` and `At::Cell`.
    Answer(Answer),
    /// For `At::Row`.
    Row(Row),
    /// For `At::All`.
    All,
    /// For `At::Tick`.
    Tick(Tick),
    /// For `At::Mark`.
    Mark(Mark),
    /// For `At::Record`.
    Record(Box<Record>),
}

/// One place and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where.
    pub at: At,
    /// What; `None` empties the place.
    pub to: Option<Slot>,
}

impl Edit {
    /// Puts an answer.
    pub fn answer(at: At, answer: Answer) -> Self {
        Self { at, to: Some(Slot::Answer(answer)) }
    }
}

impl fmt::Display for At {
    /// The path shown to people and written to the history: `terminals/3/serial`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("title"),
            Self::Answer(id) | Self::Tick(id, None) | Self::Mark(id) | Self::Record(id) => f.write_str(id),
            Self::Cell(table, row, column) => write!(f, "{table}/{row}/{column}"),
            Self::Row(id, row) | Self::Tick(id, Some(row)) => write!(f, "{id}/{row}"),
            Self::All(table) => write!(f, "{table}/all"),
        }
    }
}

impl Case {
    /// A case with nothing in it yet, at revision 0.
    pub fn new(name: &str, title: &str, language: Lang, started: NaiveDate) -> Self {
        Self {
            revision: 0,
            name: name.to_owned(),
            title: title.to_owned(),
            language,
            started,
            playbook: Stamp::default(),
            answers: BTreeMap::new(),
            tables: BTreeMap::new(),
            ticks: BTreeMap::new(),
            marks: BTreeMap::new(),
            records: Vec::new(),
        }
    }

    /// What stands at a place.
    pub fn get(&self, at: &At) -> Option<Slot> {
        match at {
            At::Title => Some(Slot::Title(self.title.clone())),
            At::Answer(id) => self.answers.get(id).cloned().map(Slot::Answer),
            At::Cell(table, row, column) => self.cell(table, *row, column).cloned().map(Slot::Answer),
            At::Row(table, row) => self.tables.get(table)?.rows.get(row).cloned().map(Slot::Row),
            At::All(table) => self.tables.get(table).filter(|t| t.all).map(|_| Slot::All),
            At::Tick(todo, row) => self.tick(todo, *row).cloned().map(Slot::Tick),
            At::Mark(step) => self.marks.get(step).cloned().map(Slot::Mark),
            At::Record(id) => self.record(id).cloned().map(Box::new).map(Slot::Record),
        }
    }

    /// Puts something at a place, or empties it. A slot that is not of the place's kind changes nothing.
    pub fn put(&mut self, edit: &Edit) {
        match (&edit.at, &edit.to) {
            (At::Title, Some(Slot::Title(title))) => title.clone_into(&mut self.title),
            (At::Answer(id), Some(Slot::Answer(answer))) => set(&mut self.answers, id, Some(answer)),
            (At::Answer(id), None) => set(&mut self.answers, id, None),
            (At::Cell(table, row, column), to @ (None | Some(Slot::Answer(_)))) => {
                let Some(cells) = self.tables.get_mut(table).and_then(|t| Arc::make_mut(t).rows.get_mut(row))
                else {
                    return;
                };
                let answer = match to {
                    Some(Slot::Answer(answer)) => Some(answer),
                    _ => None,
                };
                set(cells, column, answer);
            }
            (At::Row(table, row), to) => self.put_row(table, *row, to.as_ref()),
            (At::All(table), to) => self.table_to_change(table).all = to.is_some(),
            (At::Tick(todo, row), Some(Slot::Tick(tick))) => {
                self.ticks.entry(todo.clone()).or_default().insert(*row, tick.clone());
            }
            (At::Tick(todo, row), None) => {
                if let Some(ticks) = self.ticks.get_mut(todo) {
                    ticks.remove(row);
                }
                self.ticks.retain(|_, ticks| !ticks.is_empty());
            }
            (At::Mark(step), Some(Slot::Mark(mark))) => set(&mut self.marks, step, Some(mark)),
            (At::Mark(step), None) => set(&mut self.marks, step, None),
            (At::Record(id), to @ (None | Some(Slot::Record(_)))) => self.put_record(id, to.as_ref()),
            _ => {}
        }
    }

    fn put_row(&mut self, table: &str, row: u32, to: Option<&Slot>) {
        let table = self.table_to_change(table);
        if let Some(Slot::Row(cells)) = to {
            table.rows.insert(row, cells.clone());
            table.last = table.last.max(row);
        } else {
            table.rows.remove(&row);
        }
    }

    fn table_to_change(&mut self, id: &str) -> &mut Table {
        Arc::make_mut(self.tables.entry(id.to_owned()).or_default())
    }

    fn put_record(&mut self, id: &str, to: Option<&Slot>) {
        let place = self.records.iter().position(|record| record.id == id);
        match (to, place) {
            (Some(Slot::Record(record)), Some(place)) => self.records[place] = (**record).clone(),
            (Some(Slot::Record(record)), None) => self.records.push((**record).clone()),
            (_, Some(place)) => drop(self.records.remove(place)),
            (_, None) => {}
        }
    }

    /// The record with this id.
    pub fn record(&self, id: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.id == id)
    }

    /// The records of a to-do or a step, for a row or for the whole.
    pub fn records_about(&self, id: &str, row: Option<u32>) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |record| record.is_about(id, row))
    }

    /// The id that the next record of a kind gets.
    pub fn next_record(&self, kind: &str) -> String {
        next_id(kind, self.records.iter().map(|record| record.id.as_str()))
    }

    /// One cell.
    pub fn cell(&self, table: &str, row: u32, column: &str) -> Option<&Answer> {
        self.tables.get(table)?.rows.get(&row)?.get(column)
    }

    /// The tick of a to-do, for a row or for the whole.
    pub fn tick(&self, todo: &str, row: Option<u32>) -> Option<&Tick> {
        self.ticks.get(todo)?.get(&row)
    }

    /// The edits that add a row with these cells: the row, and that the table is no longer known to be complete.
    pub fn adding_row(&self, table: &str, cells: Row) -> Vec<Edit> {
        let at = At::All(table.to_owned());
        let reopened = self.get(&at).map(|_| Edit { at, to: None });
        let row = Edit { at: At::Row(table.to_owned(), self.next_row(table)), to: Some(Slot::Row(cells)) };
        std::iter::once(row).chain(reopened).collect()
    }

    /// The number that the next new row of a table gets.
    pub fn next_row(&self, table: &str) -> u32 {
        self.tables.get(table).map_or(1, |t| t.last.saturating_add(1))
    }
}

fn set<V: Clone>(map: &mut BTreeMap<String, V>, key: &str, value: Option<&V>) {
    match value {
        Some(value) => {
            map.insert(key.to_owned(), value.clone());
        }
        None => {
            map.remove(key);
        }
    }
}
