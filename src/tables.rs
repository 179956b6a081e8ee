//! Reads TOML tables key by key, with the place of everything and a word about every key that does not belong. It knows
//! no playbook and no case; `template` and `store` read their files through it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where something stands in a text: a byte offset, which `line_and_column` turns into what people count.
pub type Place = usize;

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// Where it stands.
    pub place: Place,
    /// The value.
    pub value: T,
}

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub what: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is not TOML; the words of the reader.
    Toml(String),
    /// This key does not belong here; these do.
    Key(String, String),
    /// This key is missing.
    Missing(String),
    /// The value of this key has not this form.
    Form(String, String),
}

impl fmt::Display for Wrong {
    /// For authors of templates; what merchants read is worded in `cli`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Toml(message) => f.write_str(message),
            Self::Key(key, known) => write!(f, "unknown key `{key}`; known here: {known}"),
            Self::Missing(key) => write!(f, "`{key}` is missing"),
            Self::Form(key, form) => write!(f, "`{key}`: {form}"),
        }
    }
}

/// One text that is read, with the faults found so far.
#[derive(Default)]
pub struct Reading {
    faults: RefCell<Vec<Fault>>,
}

/// The keys of one table. Each is taken by name; `done` tells of the ones that nobody took.
pub struct Fields<'r, 't> {
    reading: &'r Reading,
    table: &'r DeTable<'t>,
    place: Place,
    known: RefCell<BTreeSet<&'static str>>,
    /// Its keys are ids, so that any may stand there.
    open: Cell<bool>,
}

impl Reading {
    /// Reads a text as TOML and hands its top table to `read`. All faults come back, in the order in which they were found.
    pub fn of<'t, T>(text: &'t str, read: impl FnOnce(&Fields<'_, 't>) -> T) -> Result<T, Vec<Fault>> {
        let table = DeTable::parse(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            let place = error.span().map_or(0, |span| span.start);
            vec![Fault { place, what: Wrong::Toml(message) }]
        })?;
        let reading = Self::default();
        let fields = reading.fields(table.get_ref(), 0);
        let value = read(&fields);
        fields.done();
        let faults = reading.faults.into_inner();
        if faults.is_empty() { Ok(value) } else { Err(faults) }
    }

    fn fields<'r, 't>(&'r self, table: &'r DeTable<'t>, place: Place) -> Fields<'r, 't> {
        Fields { reading: self, table, place, known: RefCell::default(), open: Cell::default() }
    }
}

/// The line and the column (in characters) of a place, both from 1.
pub fn line_and_column(text: &str, offset: Place) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

impl<'r, 't> Fields<'r, 't> {
    /// Where the table stands.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Notes a fault.
    pub fn fault(&self, place: Place, what: Wrong) {
        self.reading.faults.borrow_mut().push(Fault { place, what });
    }

    /// Notes that a value is not what it should be.
    pub fn wrong(&self, place: Place, key: &str, form: &str) {
        self.fault(place, Wrong::Form(key.to_owned(), form.to_owned()));
    }

    fn value(&self, key: &'static str) -> Option<(Place, &'r DeValue<'t>)> {
        self.known.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        Some((value.span().start, value.get_ref()))
    }

    /// Takes a key as one kind of value; a value of another kind is a fault.
    fn take<T>(
        &self,
        key: &'static str,
        form: &str,
        read: impl FnOnce(&'r DeValue<'t>) -> Option<T>,
    ) -> Option<Placed<T>> {
        let (place, value) = self.value(key)?;
        let read = read(value);
        if read.is_none() {
            self.wrong(place, key, form);
        }
        Some(Placed { place, value: read? })
    }

    /// A text that may be missing.
    pub fn text(&self, key: &'static str) -> Option<Placed<String>> {
        self.take(key, "a text in quotes", as_text)
    }

    /// A whole number that may be missing.
    pub fn number(&self, key: &'static str) -> Option<Placed<i64>> {
        self.take(key, "a whole number", as_number)
    }

    /// True or false; false where it is missing.
    pub fn flag(&self, key: &'static str) -> bool {
        let read = |value: &DeValue<'_>| match value {
            DeValue::Boolean(yes) => Some(*yes),
            _ => None,
        };
        self.take(key, "true or false", read).is_some_and(|flag| flag.value)
    }

    /// A civil date that may be missing.
    pub fn day(&self, key: &'static str) -> Option<Placed<NaiveDate>> {
        self.take(key, "a day without quotes, such as 2026-12-31", as_day)
    }

    /// A list of texts; empty where it is missing.
    pub fn texts(&self, key: &'static str) -> Vec<Placed<String>> {
        self.list(key, "a list of texts", as_text)
    }

    /// A list of days; empty where it is missing.
    pub fn days(&self, key: &'static str) -> Vec<Placed<NaiveDate>> {
        self.list(key, "a list of days, such as [2026-01-01]", as_day)
    }

    fn list<T>(
        &self,
        key: &'static str,
        form: &str,
        read: impl Fn(&'r DeValue<'t>) -> Option<T>,
    ) -> Vec<Placed<T>> {
        let items = self.take(key, form, |value| match value {
            DeValue::Array(items) => Some(items),
            _ => None,
        });
        let mut list = Vec::new();
        for item in items.iter().flat_map(|items| items.value.iter()) {
            let place = item.span().start;
            match read(item.get_ref()) {
                Some(value) => list.push(Placed { place, value }),
                None => self.wrong(place, key, form),
            }
        }
        list
    }

    /// A value of any form that may be missing.
    pub fn field(&self, key: &'static str) -> Option<Field<'r, 't>> {
        self.known.borrow_mut().insert(key);
        self.table.get(key).map(|value| Field { reading: self.reading, value })
    }

    /// A table that may be missing.
    pub fn table(&self, key: &'static str) -> Option<Self> {
        let table = self.take(key, "a table", |value| match value {
            DeValue::Table(table) => Some(table),
            _ => None,
        })?;
        Some(self.reading.fields(table.value, table.place))
    }

    /// The tables of an array, `[[key]]`; none where it is missing.
    pub fn tables(&self, key: &'static str) -> Vec<Self> {
        let Some((place, value)) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            self.wrong(place, key, &format!("tables: [[{key}]]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => tables.push(self.reading.fields(table, item.span().start)),
                _ => self.wrong(place, key, &format!("tables: [[{key}]]")),
            }
        }
        tables
    }

    /// Says that a key is missing, where it is.
    pub fn needed<T>(&self, key: &str, found: Option<T>) -> Option<T> {
        if found.is_none() && !self.table.contains_key(key) {
            self.fault(self.place, Wrong::Missing(key.to_owned()));
        }
        found
    }

    /// Every key that was not taken, with its value: for tables whose keys are ids.
    pub fn rest(&self) -> impl Iterator<Item = (Placed<String>, Field<'r, 't>)> + use<'r, 't> {
        self.open.set(true);
        let (reading, known) = (self.reading, self.known.borrow().clone());
        let all = self.table.iter().filter(move |(key, _)| !known.contains(key.get_ref().as_ref()));
        all.map(move |(key, value)| {
            let id = Placed { place: key.span().start, value: key.get_ref().clone().into_owned() };
            (id, Field { reading, value })
        })
    }

    /// Ends the table: keys that nobody took are faults.
    pub fn done(&self) {
        let known = self.known.borrow();
        for (key, _) in self.table.iter().filter(|_| !self.open.get()) {
            let name = key.get_ref().as_ref();
            if !known.contains(name) {
                let list = known.iter().copied().collect::<Vec<_>>().join(", ");
                self.fault(key.span().start, Wrong::Key(name.to_owned(), list));
            }
        }
    }
}

/// A value whose key is an id.
#[derive(Clone, Copy)]
pub struct Field<'r, 't> {
    reading: &'r Reading,
    value: &'r Spanned<DeValue<'t>>,
}

/// A value of any of the forms that answers have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// A text in quotes.
    Text(String),
    /// A civil date.
    Day(NaiveDate),
    /// A whole number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// A list of texts.
    List(Vec<String>),
    /// `{ unknown = true }`.
    Unknown,
}

impl<'r, 't> Field<'r, 't> {
    /// Where it stands.
    pub fn place(&self) -> Place {
        self.value.span().start
    }

    /// The value, if it has one of the forms that answers have.
    pub fn scalar(&self) -> Option<Scalar> {
        Some(match self.value.get_ref() {
            DeValue::String(text) => Scalar::Text(text.clone().into_owned()),
            DeValue::Boolean(yes) => Scalar::Flag(*yes),
            DeValue::Integer(_) => Scalar::Number(as_number(self.value.get_ref())?),
            DeValue::Datetime(_) => Scalar::Day(as_day(self.value.get_ref())?),
            DeValue::Array(items) => {
                Scalar::List(items.iter().map(|i| as_text(i.get_ref())).collect::<Option<_>>()?)
            }
            DeValue::Table(table) if table.len() == 1 => match table.get("unknown")?.get_ref() {
                DeValue::Boolean(true) => Scalar::Unknown,
                _ => return None,
            },
            _ => return None,
        })
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<String> {
        as_text(self.value.get_ref())
    }

    /// The list of texts, if it is one.
    pub fn list(&self) -> Option<Vec<String>> {
        match self.scalar()? {
            Scalar::List(list) => Some(list),
            _ => None,
        }
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<Fields<'r, 't>> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(self.reading.fields(table, self.value.span().start)),
            _ => None,
        }
    }
}

fn as_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        _ => None,
    }
}

fn as_number(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(number) => {
            i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
        }
        _ => None,
    }
}

/// A TOML date without a time.
fn as_day(value: &DeValue<'_>) -> Option<NaiveDate> {
    let DeValue::Datetime(date) = value else { return None };
    let civil = date.date.filter(|_| date.time.is_none() && date.offset.is_none())?;
    NaiveDate::from_ymd_opt(civil.year.into(), civil.month.into(), civil.day.into())
}
