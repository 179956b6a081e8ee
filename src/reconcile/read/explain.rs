//! What was understood of a file, for people to check.

use super::Decimal;
use super::columns::Found;
use super::date::Order;
use super::role::Role;
use super::rows::Settled;
use crate::domain::text::Text;
use crate::reconcile::table::{Row, Table};

/// What was understood of one file, sheet or member, with the table that it gave.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// What was read; its source has the totals and the notes.
    pub table: Table,
    /// What the profile is called.
    pub title: Text,
    /// It is the profile of a very dialect, not one that reads plain headers of many origins.
    pub dialect: bool,
    /// The encoding of a text.
    pub encoding: Option<&'static str>,
    /// The separator of a text.
    pub separator: Option<char>,
    /// The line of the header, from 1.
    pub header: u32,
    /// Its columns, in the order of the file.
    pub columns: Vec<ColumnUse>,
    /// The decimal mark, where something settled it: the profile, an option, or the file itself.
    pub decimal: Option<Decimal>,
    /// The order of day and month, where something settled it.
    pub date_order: Option<Order>,
}

/// What a column is used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnUse {
    /// Its name.
    pub name: String,
    /// The role that the profile gives to this name; none where the column is not read at all.
    pub role: Option<Role>,
}

impl Explanation {
    pub(super) fn of(
        found: &Found<'_>,
        table: Table,
        (encoding, separator): (Option<&'static str>, Option<char>),
        settled: &Settled,
    ) -> Self {
        let used =
            |(at, name): (usize, &String)| ColumnUse { name: name.clone(), role: found.columns.role(at) };
        Self {
            table,
            title: found.profile.title.clone(),
            dialect: !found.profile.generic,
            encoding,
            separator,
            header: found.line,
            columns: found.columns.titles.iter().enumerate().map(used).collect(),
            decimal: settled.marks.fixed,
            date_order: settled.orders.fixed,
        }
    }

    /// The first rows, as they were read.
    pub fn first(&self, most: usize) -> impl Iterator<Item = Row<'_>> {
        (0..self.table.len().min(most)).map(|at| self.table.row(at))
    }
}
