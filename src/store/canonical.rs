//! Reads a case file in the very form that `form::write` gives, line by line, many times as quickly as a reader of all of
//! TOML: a case of ten thousand terminals is read at every command. It is asked only about a text whose last line vouches
//! that nobody changed it, and whatever it does not know, it leaves to the reader of all of TOML.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use memchr::memchr;

use super::form::{FORMAT, UNKNOWN};
use crate::domain::answer::{Answer, Value};
use crate::domain::case::{Case, Mark, Row, Stamp, Table, Tick};
use crate::domain::record::Record;
use crate::domain::text::Lang;
use crate::tables::Node;

#[cfg(test)]
mod twins;

/// The case of a text; `None` where anything stands otherwise than it is written.
pub(super) fn case(text: &str) -> Option<Case> {
    let mut reader = Reader { ahead: None, rest: text };
    if number::<u32>(reader.value("format")?)? != FORMAT {
        return None;
    }
    let revision = number(reader.value("revision")?)?;
    let (title, language) = (reader.text("title")?, reader.text("language")?);
    let mut case = Case::new("", &title, Lang::from_tag(&language)?, day(reader.value("started")?)?);
    case.revision = revision;
    reader.header("[playbook]")?;
    case.playbook = Stamp {
        id: reader.text("id")?,
        version: number(reader.value("version")?)?,
        hash: reader.text("sha256")?,
    };
    reader.header("[answers]")?;
    case.answers = reader.cells()?;
    while let Some(line) = reader.next() {
        reader.part(line, &mut case)?;
    }
    Some(case)
}

struct Reader<'t> {
    /// The next line that says something, where it was looked at already.
    ahead: Option<&'t str>,
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// The next line that says something.
    fn peek(&mut self) -> Option<&'t str> {
        while self.ahead.is_none() {
            let end = memchr(b'\n', self.rest.as_bytes());
            let (line, rest) = match end {
                Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
                None if self.rest.is_empty() => return None,
                None => (self.rest, ""),
            };
            self.rest = rest;
            let is_silent = line.is_empty() || (line.starts_with('#') && is_clean(line));
            self.ahead = (!is_silent).then_some(line);
        }
        self.ahead
    }

    fn next(&mut self) -> Option<&'t str> {
        self.peek()?;
        self.ahead.take()
    }

    fn header(&mut self, header: &str) -> Option<()> {
        (self.next()? == header).then_some(())
    }

    /// The value of a key that comes next.
    fn value(&mut self, key: &str) -> Option<&'t str> {
        self.next()?.strip_prefix(key)?.strip_prefix(" = ")
    }

    /// The value of a key that may come next.
    fn value_if_there(&mut self, key: &str) -> Option<&'t str> {
        let value = self.peek()?.strip_prefix(key)?.strip_prefix(" = ")?;
        self.ahead = None;
        Some(value)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        text(self.value(key)?)
    }

    /// The keys and values down to the next header.
    fn entries<V>(&mut self, read: impl Fn(&'t str) -> Option<V>) -> Option<BTreeMap<String, V>> {
        let mut entries = Vec::new();
        while let Some(line) = self.peek().filter(|line| !line.starts_with('[')) {
            self.ahead = None;
            let (key, value) = entry(line)?;
            entries.push((key.to_owned(), read(value)?));
        }
        // A key that stands twice is a fault.
        let in_order = entries.is_sorted_by(|(one, _), (other, _)| one < other);
        in_order.then(|| entries.into_iter().collect())
    }

    fn cells(&mut self) -> Option<Row> {
        self.entries(answer)
    }

    /// What a header begins.
    fn part(&mut self, header: &str, case: &mut Case) -> Option<()> {
        if header == "[[records]]" {
            let record = self.record()?;
            let known = case.record(&record.id).is_some();
            case.records.push(record);
            return (!known).then_some(());
        }
        let path = header.strip_prefix('[')?.strip_suffix(']')?;
        let (kind, id) = path.split_once('.')?;
        let known = match kind {
            "rows" => case.tables.insert(bare(id)?.to_owned(), self.table(id)?.into()).is_some(),
            "ticks" => {
                let (id, row) = match id.split_once(".row.") {
                    Some((id, row)) => (id, Some(number(row)?)),
                    None => (id, None),
                };
                let tick = self.tick()?;
                match case.ticks.get_mut(id) {
                    Some(ticks) => ticks.insert(row, tick).is_some(),
                    None => case.ticks.insert(bare(id)?.to_owned(), [(row, tick)].into()).is_some(),
                }
            }
            "marks" => case.marks.insert(bare(id)?.to_owned(), self.mark()?).is_some(),
            _ => return None,
        };
        (!known).then_some(())
    }

    fn table(&mut self, id: &str) -> Option<Table> {
        let all = flag(self.value("all")?)?;
        let last = number(self.value("last")?)?;
        let (header, mut rows) = (format!("[[rows.{id}.row]]"), Vec::new());
        while self.peek() == Some(&header) {
            self.ahead = None;
            let (number, cells) = (number::<u32>(self.value("id")?)?, self.cells()?);
            // That key is the row's number; a second one is a fault.
            if cells.contains_key("id") {
                return None;
            }
            rows.push((number, cells));
        }
        let in_order = rows.is_sorted_by(|(one, _), (other, _)| one < other);
        let in_range = rows.first().is_none_or(|(first, _)| *first > 0)
            && rows.last().is_none_or(|(highest, _)| *highest <= last);
        (in_order && in_range).then(|| Table { all, last, rows: rows.into_iter().collect() })
    }

    fn tick(&mut self) -> Option<Tick> {
        let on = self.value("on")?;
        let on = if on == UNKNOWN { None } else { Some(day(on)?) };
        let mut said = |key| match self.value_if_there(key) {
            Some(value) => text(value).map(Some),
            None => Some(None),
        };
        Some(Tick { on, evidence: said("evidence")?, reason: said("reason")? })
    }

    fn mark(&mut self) -> Option<Mark> {
        if self.text("state")? != "skipped" {
            return None;
        }
        Some(Mark { on: day(self.value("on")?)?, reason: self.text("reason")? })
    }

    fn record(&mut self) -> Option<Record> {
        let (kind, id) = (self.text("kind")?, self.text("id")?);
        let (on, made_from) = (day(self.value("on")?)?, self.text("made_from")?);
        self.header("[records.facts]")?;
        Some(Record { kind, id, on, made_from, facts: self.entries(text)? })
    }
}

fn bare(key: &str) -> Option<&str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (!key.is_empty() && key.bytes().all(plain)).then_some(key)
}

fn entry(line: &str) -> Option<(&str, &str)> {
    if let Some(rest) = line.strip_prefix('"') {
        let (key, value) = rest.split_once('"')?;
        return Some((plain(key)?, value.strip_prefix(" = ")?));
    }
    let (key, value) = line.split_once(' ')?;
    Some((bare(key)?, value.strip_prefix("= ")?))
}

/// A text between quotes in which nothing is escaped or would have to be.
fn plain(text: &str) -> Option<&str> {
    (!text.bytes().any(|b| b == b'"' || b == b'\\' || b.is_ascii_control())).then_some(text)
}

/// False for what may stand in no comment.
fn is_clean(line: &str) -> bool {
    !line.bytes().any(|b| b.is_ascii_control())
}

/// A whole number as it is written: TOML knows no 007 and nothing beyond 64 bits with a sign.
fn number<N: TryFrom<i64>>(value: &str) -> Option<N> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let written = digits == "0" || digits.starts_with(|c: char| matches!(c, '1'..='9'));
    value.parse::<i64>().ok().filter(|_| written)?.try_into().ok()
}

fn text(value: &str) -> Option<String> {
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match (quoted.and_then(plain), quoted) {
        (Some(text), _) => Some(text.to_owned()),
        (None, Some(_)) => match Node::parse(value)? {
            Node::Text(text) => Some(text.into_owned()),
            _ => None,
        },
        (None, None) => None,
    }
}

fn flag(value: &str) -> Option<bool> {
    value.parse().ok()
}

/// A day such as 2026-11-24.
fn day(value: &str) -> Option<NaiveDate> {
    let shaped = |(at, b): (usize, u8)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() };
    if value.len() != 10 || !value.bytes().enumerate().all(shaped) {
        return None;
    }
    NaiveDate::from_ymd_opt(value[..4].parse().ok()?, value[5..7].parse().ok()?, value[8..].parse().ok()?)
}

fn answer(value: &str) -> Option<Answer> {
    Some(Answer::Known(match value.as_bytes().first()? {
        b'"' => Value::Text(text(value)?),
        b't' | b'f' => Value::Bool(flag(value)?),
        b'[' => Value::List(list(value)?),
        b'{' => return (value == UNKNOWN).then_some(Answer::Unknown),
        _ => match day(value) {
            Some(day) => Value::Date(day),
            None => Value::Number(number(value)?),
        },
    }))
}

fn list(value: &str) -> Option<Vec<String>> {
    let inner = value.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]"));
    let texts = |inner: &str| inner.split("\", \"").map(|text| plain(text).map(str::to_owned)).collect();
    if let Some(texts) = inner.and_then(texts) {
        return Some(texts);
    }
    let Node::List(items) = Node::parse(value)? else { return None };
    let text = |(_, item)| match item {
        Node::Text(text) => Some(text.into_owned()),
        _ => None,
    };
    items.into_iter().map(text).collect()
}
