//! One value of a table, in whichever form it has.

use chrono::NaiveDate;

use super::{Fields, Node, Place, Reading};

/// A value whose key is an id.
#[derive(Clone, Copy)]
pub struct Field<'r, 't> {
    pub(super) reading: &'r Reading,
    pub(super) place: Place,
    pub(super) node: &'r Node<'t>,
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
        self.place
    }

    /// The value, if it has one of the forms that answers have.
    pub fn scalar(&self) -> Option<Scalar> {
        Some(match self.node {
            Node::Text(_) | Node::Fixed(_) => Scalar::Text(as_text(self.node)?),
            Node::Flag(yes) => Scalar::Flag(*yes),
            Node::Number(number) => Scalar::Number(*number),
            Node::Day(..) => Scalar::Day(as_day(self.node)?),
            Node::List(items) => {
                Scalar::List(items.iter().map(|(_, item)| as_text(item)).collect::<Option<_>>()?)
            }
            Node::Table(table) if table.entries.len() == 1 => match table.get("unknown")? {
                (_, Node::Flag(true)) => Scalar::Unknown,
                _ => return None,
            },
            _ => return None,
        })
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<String> {
        as_text(self.node)
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
        match self.node {
            Node::Table(table) => Some(self.reading.fields(table, self.place)),
            _ => None,
        }
    }
}

pub(super) fn as_text(value: &Node<'_>) -> Option<String> {
    match value {
        Node::Text(text) => Some(text.clone().into_owned()),
        Node::Fixed(text) => Some((*text).to_owned()),
        _ => None,
    }
}

pub(super) fn as_number(value: &Node<'_>) -> Option<i64> {
    match value {
        Node::Number(number) => Some(*number),
        _ => None,
    }
}

/// A TOML date without a time.
pub(super) fn as_day(value: &Node<'_>) -> Option<NaiveDate> {
    let Node::Day(year, month, day) = value else { return None };
    NaiveDate::from_ymd_opt((*year).into(), (*month).into(), (*day).into())
}
