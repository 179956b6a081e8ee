//! The tables of one side as one list of rows, numbered through.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::table::{Kind, Row, Table};

/// The number of a row on its side.
pub(super) type Id = u32;

/// A count as the number of a row; no memory holds more rows than these.
pub(super) fn id(count: usize) -> Id {
    Id::try_from(count).unwrap_or(Id::MAX)
}

/// The currencies of a run; the first is that of rows that name none.
#[derive(Debug, Clone)]
pub(super) struct Currencies {
    codes: Vec<String>,
}

impl Currencies {
    /// Every currency that a table names, in the order of their codes after the usual one.
    pub(super) fn of<'t>(usual: &str, tables: impl Iterator<Item = &'t Table>) -> Self {
        let mut codes: Vec<String> = Vec::new();
        for table in tables {
            let mut last = "";
            for row in 0..table.len() {
                let code = table.currency(row);
                if code != last
                    && !code.is_empty()
                    && code != usual
                    && !codes.iter().any(|known| known == code)
                {
                    codes.push(code.to_owned());
                }
                last = code;
            }
        }
        codes.sort();
        codes.insert(0, usual.to_owned());
        Self { codes }
    }

    #[inline]
    pub(super) fn number(&self, code: &str) -> usize {
        if code.is_empty() { 0 } else { self.codes.iter().position(|known| known == code).unwrap_or(0) }
    }

    pub(super) fn codes(&self) -> &[String] {
        &self.codes
    }
}

/// The rows of one side.
pub(super) struct Rows<'t> {
    tables: &'t [Table],
    /// The number of the first row of each table.
    starts: Vec<Id>,
    len: Id,
}

impl<'t> Rows<'t> {
    pub(super) fn of(tables: &'t [Table]) -> Self {
        let mut len: Id = 0;
        let mut starts = Vec::with_capacity(tables.len());
        for table in tables {
            starts.push(len);
            len = len.saturating_add(id(table.len()));
        }
        Self { tables, starts, len }
    }

    pub(super) fn all(&self) -> std::ops::Range<Id> {
        0..self.len
    }

    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The table of a row and its number there.
    #[inline]
    fn at(&self, row: Id) -> (&'t Table, usize) {
        match self.tables {
            [only] => (only, row as usize),
            tables => {
                let table = self.starts.partition_point(|start| *start <= row).saturating_sub(1);
                (&tables[table], (row - self.starts[table]) as usize)
            }
        }
    }

    #[inline]
    pub(super) fn row(&self, row: Id) -> Row<'t> {
        let (table, at) = self.at(row);
        table.row(at)
    }

    #[inline]
    pub(super) fn reference(&self, row: Id) -> &'t str {
        let (table, at) = self.at(row);
        table.reference(at)
    }

    #[inline]
    pub(super) fn kind(&self, row: Id) -> Kind {
        let (table, at) = self.at(row);
        table.kind(at)
    }

    #[inline]
    pub(super) fn gross(&self, row: Id) -> i64 {
        let (table, at) = self.at(row);
        table.gross(at)
    }

    #[inline]
    pub(super) fn day(&self, row: Id) -> Option<NaiveDate> {
        let (table, at) = self.at(row);
        table.day(at)
    }

    #[inline]
    pub(super) fn currency(&self, row: Id) -> &'t str {
        let (table, at) = self.at(row);
        table.currency(at)
    }

    pub(super) fn file(&self, row: Id) -> &'t str {
        &self.at(row).0.source().name
    }

    /// An order of rows by all that they say, which does not hang on where they stand. Rows that it calls equal are the
    /// same for every purpose.
    pub(super) fn order(&self, a: Id, b: Id) -> Ordering {
        let key = |row: Id| {
            let at = self.row(row);
            (
                (at.day, at.minute, at.gross, at.terminal, at.reference, at.second),
                (at.original, at.payout, at.fee, at.net, at.payout_day, at.memo),
                (at.pending, at.currency, at.kind, self.file(row)),
            )
        };
        key(a).cmp(&key(b))
    }
}
