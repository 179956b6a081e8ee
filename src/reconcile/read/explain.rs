//! What was understood of a file, for people to check.

use super::columns::Found;
use super::date::Order;
use super::role::Role;
use super::rows::Settled;
use super::{Decimal, Options};
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
    /// What settled it.
    pub decimal_by: Settler,
    /// The order of day and month, where something settled it.
    pub date_order: Option<Order>,
    /// What settled it.
    pub order_by: Settler,
}

/// What settled how something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settler {
    /// An option of the command line.
    Asked,
    /// The profile.
    Profile,
    /// The Chinese names of the columns: such files write a point.
    Chinese,
    /// A cell that can be read in one way only.
    File,
    /// Nothing: every cell tells by itself.
    Nothing,
}

impl Settler {
    /// The first of these that settled something; the file itself showed it in a pass.
    fn of(ways: [(bool, Self); 4]) -> Self {
        ways.into_iter().find(|(settled, _)| *settled).map_or(Self::Nothing, |(_, way)| way)
    }
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
        options: &Options,
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
            decimal_by: Settler::of([
                (options.decimal.is_some(), Settler::Asked),
                (found.profile.decimal.is_some(), Settler::Profile),
                (found.columns.is_chinese(), Settler::Chinese),
                (settled.marks.fixed.is_some(), Settler::File),
            ]),
            date_order: settled.orders.fixed,
            order_by: Settler::of([
                (options.date_order.is_some(), Settler::Asked),
                (found.profile.order.is_some(), Settler::Profile),
                (false, Settler::Chinese),
                (settled.orders.fixed.is_some(), Settler::File),
            ]),
        }
    }

    /// The first rows, as they were read.
    pub fn first(&self, most: usize) -> impl Iterator<Item = Row<'_>> {
        (0..self.table.len().min(most)).map(|at| self.table.row(at))
    }
}
