//! Reads a case file in the very form that `form::write` gives, line by line, many times as quickly as a reader of all of
//! TOML: a case of ten thousand terminals is read at every command. It is asked only about a text whose last line vouches
//! that nobody changed it, and whatever it does not know, it leaves to the reader of all of TOML.

use std::borrow::Cow;

use crate::tables::{Node, Table};

/// The tree of a text, without places; `None` where a line has another form than those that are written.
pub(super) fn tree(text: &str) -> Option<Table<'_>> {
    let mut root = Table::default();
    let mut current = &mut root;
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            current = new_item(&mut root, path)?;
        } else if let Some(path) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            current = new_table(&mut root, path)?;
        } else if !line.is_empty() && !line.starts_with('#') {
            let (key, value) = entry(line)?;
            put(current, key, value);
        }
    }
    Some(root)
}

fn put<'t>(table: &mut Table<'t>, key: &'t str, node: Node<'t>) {
    table.entries.push((Cow::Borrowed(key), 0, 0, node));
}

/// The table of a header such as `[ticks.notice_sent.row.3]`.
fn new_table<'r, 't>(root: &'r mut Table<'t>, path: &'t str) -> Option<&'r mut Table<'t>> {
    let mut table = root;
    for key in path.split('.') {
        table = inside(table, bare(key)?)?;
    }
    Some(table)
}

/// The new table of a header such as `[[rows.terminals.row]]`.
fn new_item<'r, 't>(root: &'r mut Table<'t>, path: &'t str) -> Option<&'r mut Table<'t>> {
    let (above, key) = path.rsplit_once('.').map_or((None, path), |(above, key)| (Some(above), key));
    let table = match above {
        Some(above) => new_table(root, above)?,
        None => root,
    };
    if !is_last(table, key) {
        put(table, bare(key)?, Node::List(Vec::new()));
    }
    let (.., Node::List(items)) = table.entries.last_mut()? else { return None };
    items.push((0, Node::Table(Table::default())));
    table_of(&mut items.last_mut()?.1)
}

/// The table under a key, or the last item of the list there. What belongs together is written together, so that only the
/// last key is looked at.
fn inside<'r, 't>(table: &'r mut Table<'t>, key: &'t str) -> Option<&'r mut Table<'t>> {
    if !is_last(table, key) {
        put(table, key, Node::Table(Table::default()));
    }
    match &mut table.entries.last_mut()?.3 {
        Node::List(items) => table_of(&mut items.last_mut()?.1),
        node => table_of(node),
    }
}

fn is_last(table: &Table<'_>, key: &str) -> bool {
    table.entries.last().is_some_and(|(last, ..)| last == key)
}

fn table_of<'r, 't>(node: &'r mut Node<'t>) -> Option<&'r mut Table<'t>> {
    match node {
        Node::Table(table) => Some(table),
        _ => None,
    }
}

fn bare(key: &str) -> Option<&str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (!key.is_empty() && key.bytes().all(plain)).then_some(key)
}

fn entry(line: &str) -> Option<(&str, Node<'_>)> {
    if let Some(rest) = line.strip_prefix('"') {
        let (key, value) = rest.split_once("\" = ")?;
        return Some((plain(key)?, node(value)?));
    }
    let (key, value) = line.split_once(" = ")?;
    Some((bare(key)?, node(value)?))
}

/// A text between quotes in which nothing is escaped.
fn plain(text: &str) -> Option<&str> {
    (!text.bytes().any(|b| b == b'"' || b == b'\\')).then_some(text)
}

fn node(value: &str) -> Option<Node<'_>> {
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(text) = quoted.and_then(plain) {
        return Some(Node::Text(Cow::Borrowed(text)));
    }
    match value.parse() {
        Ok(number) => Some(Node::Number(number)),
        Err(_) => day(value).or_else(|| Node::parse(value)),
    }
}

/// A day such as 2026-11-24, which is what most ticks say.
fn day(value: &str) -> Option<Node<'_>> {
    let mut parts = value.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Node::Day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}
