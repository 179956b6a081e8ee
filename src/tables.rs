//! Reads TOML tables key by key, with the place of everything and a word about every key that does not belong. It knows
//! no playbook and no case; `template` and `store` read their files through it.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

mod field;

pub use field::{Field, Scalar};
use field::{as_day, as_number, as_text};

use crate::node::Wanted;
pub use crate::node::{Node, Packed, Place, Table};
use chrono::NaiveDate;

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

/// The forms that the readers of files name, with the keys of their words.
const FORMS: [(&str, &str); 13] = [
    ("a text in quotes", "form.text"),
    ("a whole number", "form.number"),
    ("a whole number that is not negative", "form.count"),
    ("a whole number from 1 to 100000", "form.row"),
    ("a number from 1 to `last` that no other row has", "form.new_row"),
    ("the number of a row", "form.row_number"),
    ("a text that no other record has", "form.new_record"),
    ("true or false", "form.flag"),
    ("a list of texts", "form.texts"),
    ("a table", "form.table"),
    ("a day without quotes, such as 2026-12-31", "form.day"),
    ("a day without quotes, such as 2026-12-31, or { unknown = true }", "form.tick_day"),
    ("a text, a day, a number, true, false, a list or { unknown = true }", "form.answer"),
];

/// The key of the words for a form that a fault names; a form that lists words has none, for it needs none.
pub fn form_key(form: &str) -> Option<&'static str> {
    FORMS.iter().find(|(english, _)| *english == form).map(|(_, key)| *key)
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
    /// The build packed it, and the tests proved it.
    proved: bool,
}

/// The keys of one table. Each is taken by name; `done` tells of the ones that nobody took.
pub struct Fields<'r, 't> {
    reading: &'r Reading,
    table: &'r Table<'t>,
    place: Place,
    /// The keys that were asked for; in a proved text nobody counts them.
    known: RefCell<Vec<&'static str>>,
    /// Its keys are ids, so that any may stand there.
    open: Cell<bool>,
}

impl Reading {
    /// Reads a text as TOML and hands its top table to `read`. All faults come back, in the order in which they were found.
    pub fn of<'t, T>(text: &'t str, read: impl FnOnce(&Fields<'_, 't>) -> T) -> Result<T, Vec<Fault>> {
        let table = parse(text).map_err(|fault| vec![fault])?;
        Self::of_table(&table, read)
    }

    /// `of` for a text that is parsed already.
    pub fn of_table<'t, T>(
        table: &Table<'t>,
        read: impl FnOnce(&Fields<'_, 't>) -> T,
    ) -> Result<T, Vec<Fault>> {
        Self::default().read(table, read)
    }

    /// `of` for a text that the build packed; `key` says which keys of its top table are wanted.
    pub fn of_packed<T>(
        packed: Packed,
        only: Option<&'static str>,
        key: fn(&str) -> bool,
        read: impl FnOnce(&Fields<'_, 'static>) -> T,
    ) -> Result<T, Vec<Fault>> {
        let other = |only| if only == "en" { "zh" } else { "en" };
        let unpacked = packed.unpack(Wanted { key, not: only.map(other) });
        let broken =
            || vec![Fault { place: 0, what: Wrong::Toml("it was packed by another build".to_owned()) }];
        Self { proved: true, ..Self::default() }.read(&unpacked.ok_or_else(broken)?, read)
    }

    fn read<'t, T>(
        self,
        table: &Table<'t>,
        read: impl FnOnce(&Fields<'_, 't>) -> T,
    ) -> Result<T, Vec<Fault>> {
        let fields = self.fields(table, 0);
        let value = read(&fields);
        fields.done();
        let faults = self.faults.into_inner();
        if faults.is_empty() { Ok(value) } else { Err(faults) }
    }

    fn fields<'r, 't>(&'r self, table: &'r Table<'t>, place: Place) -> Fields<'r, 't> {
        Fields { reading: self, table, place, known: RefCell::default(), open: Cell::default() }
    }
}

/// Parses a text as TOML.
pub fn parse(text: &str) -> Result<Table<'_>, Fault> {
    Table::parse(text).map_err(|(place, message)| Fault { place, what: Wrong::Toml(message) })
}

/// Where the lines of a text begin, for a text in which many places are looked up.
pub struct Lines<'t> {
    text: &'t str,
    ends: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds the lines of a text.
    pub fn of(text: &'t str) -> Self {
        Self { text, ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The line and the column (in characters) of a place, both from 1.
    pub fn find(&self, offset: Place) -> (usize, usize) {
        let before = self.text.get(..offset.min(self.text.len())).unwrap_or(self.text);
        let line = self.ends.partition_point(|end| *end < before.len());
        let start = line.checked_sub(1).map_or(0, |last| self.ends[last] + 1);
        (line + 1, before[start..].chars().count() + 1)
    }
}

/// The line and the column (in characters) of one place, both from 1.
pub fn line_and_column(text: &str, offset: Place) -> (usize, usize) {
    Lines::of(text).find(offset)
}

impl<'r, 't> Fields<'r, 't> {
    /// Where the table stands.
    pub fn place(&self) -> Place {
        self.place
    }

    /// True for a text of the build's own, which its tests proved.
    pub fn proved(&self) -> bool {
        self.reading.proved
    }

    /// Notes a fault.
    pub fn fault(&self, place: Place, what: Wrong) {
        self.reading.faults.borrow_mut().push(Fault { place, what });
    }

    /// Notes that a value is not what it should be.
    pub fn wrong(&self, place: Place, key: &str, form: &str) {
        self.fault(place, Wrong::Form(key.to_owned(), form.to_owned()));
    }

    fn value(&self, key: &'static str) -> Option<(Place, &'r Node<'t>)> {
        if !self.proved() {
            self.known.borrow_mut().push(key);
        }
        self.table.get(key)
    }

    /// Takes a key as one kind of value; a value of another kind is a fault.
    fn take<T>(
        &self,
        key: &'static str,
        form: &str,
        read: impl FnOnce(&'r Node<'t>) -> Option<T>,
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

    /// `text` without a copy.
    pub fn str(&self, key: &'static str) -> Option<Placed<&'r str>> {
        self.take(key, "a text in quotes", |node| match node {
            Node::Text(text) => Some(text.as_ref()),
            Node::Fixed(text) => Some(*text),
            _ => None,
        })
    }

    /// A text in both languages, `zh` before `en`, that may be missing: as the build packed it, else each of them as
    /// `read` takes it from their table.
    pub fn both(
        &self,
        key: &'static str,
        read: impl Fn(&Self, &'static str) -> Cow<'static, str>,
    ) -> Option<(Cow<'static, str>, Cow<'static, str>)> {
        if let (_, Node::Said(zh, en)) = self.value(key)? {
            return Some(((*zh).into(), (*en).into()));
        }
        let table = self.table(key)?;
        let both = (read(&table, "zh"), read(&table, "en"));
        table.done();
        Some(both)
    }

    /// A whole number that may be missing.
    pub fn number(&self, key: &'static str) -> Option<Placed<i64>> {
        self.take(key, "a whole number", as_number)
    }

    /// True or false; false where it is missing.
    pub fn flag(&self, key: &'static str) -> bool {
        let read = |value: &Node<'_>| match value {
            Node::Flag(yes) => Some(*yes),
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
        read: impl Fn(&'r Node<'t>) -> Option<T>,
    ) -> Vec<Placed<T>> {
        let items = self.take(key, form, |value| match value {
            Node::List(items) => Some(items),
            _ => None,
        });
        let mut list = Vec::new();
        for (place, item) in items.iter().flat_map(|items| items.value.iter()) {
            match read(item) {
                Some(value) => list.push(Placed { place: *place, value }),
                None => self.wrong(*place, key, form),
            }
        }
        list
    }

    /// A value of any form that may be missing.
    pub fn field(&self, key: &'static str) -> Option<Field<'r, 't>> {
        self.value(key).map(|(place, node)| Field { reading: self.reading, place, node })
    }

    /// A table that may be missing.
    pub fn table(&self, key: &'static str) -> Option<Self> {
        let table = self.take(key, "a table", |value| match value {
            Node::Table(table) => Some(table),
            _ => None,
        })?;
        Some(self.reading.fields(table.value, table.place))
    }

    /// The tables of an array, `[[key]]`; none where it is missing.
    pub fn tables(&self, key: &'static str) -> Vec<Self> {
        let Some((place, value)) = self.value(key) else { return Vec::new() };
        let Node::List(items) = value else {
            self.wrong(place, key, &format!("tables: [[{key}]]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (at, item) in items {
            match item {
                Node::Table(table) => tables.push(self.reading.fields(table, *at)),
                _ => self.wrong(place, key, &format!("tables: [[{key}]]")),
            }
        }
        tables
    }

    /// Says that a key is missing, where it is.
    pub fn needed<T>(&self, key: &str, found: Option<T>) -> Option<T> {
        if found.is_none() && self.table.get(key).is_none() {
            self.fault(self.place, Wrong::Missing(key.to_owned()));
        }
        found
    }

    /// A text that has to be there; an empty one stands in for it, beside the fault.
    pub fn needed_text(&self, key: &'static str) -> Placed<String> {
        let found = self.needed(key, self.text(key));
        found.unwrap_or(Placed { place: self.place, value: String::new() })
    }

    /// Every key but these, with its value: for tables whose keys are ids beside a few names.
    pub fn rest_beside(
        &self,
        names: &[&'static str],
    ) -> impl Iterator<Item = (Placed<String>, Field<'r, 't>)> + use<'r, 't> {
        self.known.borrow_mut().extend(names);
        self.rest()
    }

    /// Every key that was not taken, with its value: for tables whose keys are ids.
    pub fn rest(&self) -> impl Iterator<Item = (Placed<String>, Field<'r, 't>)> + use<'r, 't> {
        self.open.set(true);
        let (reading, known) = (self.reading, self.known.borrow().clone());
        let all = self.table.entries.iter().filter(move |(key, ..)| !known.contains(&key.as_ref()));
        all.map(move |(key, key_place, place, node)| {
            let id = Placed { place: *key_place, value: key.clone().into_owned() };
            (id, Field { reading, place: *place, node })
        })
    }

    /// Ends the table: keys that nobody took are faults.
    pub fn done(&self) {
        if self.proved() {
            return;
        }
        let known = self.known.borrow();
        for (key, place, ..) in self.table.entries.iter().filter(|_| !self.open.get()) {
            if !known.contains(&key.as_ref()) {
                let mut list = known.to_vec();
                list.sort_unstable();
                list.dedup();
                let list = list.join(", ");
                self.fault(*place, Wrong::Key(key.clone().into_owned(), list));
            }
        }
    }
}
