//! Two files of one side that seem to hold the same movements, such as two reports of one provider: all of it would count
//! twice.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::table::{Kind, Table};

/// So many rows of the smaller file are looked for in the other.
const SAMPLE: usize = 1_000;

/// Fewer rows than these say nothing.
const LEAST: usize = 3;

/// Clocks of two reports may be apart by so many minutes.
const MINUTES: u16 = 1;

/// Two files that seem to hold the same movements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The one that is smaller, or comes first.
    pub one: String,
    /// The other one.
    pub other: String,
}

/// The pairs of files of one side of which at least four fifths agree in day, time, kind and amount.
pub(super) fn overlaps(tables: &[Table]) -> Vec<Overlap> {
    let mut sorted: Vec<(&Table, Option<(NaiveDate, NaiveDate)>)> =
        if tables.len() < 2 { Vec::new() } else { tables.iter().map(|table| (table, days(table))).collect() };
    sorted.sort_by_key(|(table, _)| (table.len(), table.source().name.clone()));
    let mut found = Vec::new();
    for (at, (small, days)) in sorted.iter().enumerate() {
        for (large, others) in &sorted[at + 1..] {
            let meet = days.zip(*others).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1);
            if meet && hold_the_same(small, large) {
                let (one, other) = (small.source().name.clone(), large.source().name.clone());
                found.push(Overlap { one, other });
            }
        }
    }
    found
}

/// The first and the last day of a table.
fn days(table: &Table) -> Option<(NaiveDate, NaiveDate)> {
    let days = || (0..table.len()).filter_map(|row| table.day(row));
    Some((days().min()?, days().max()?))
}

type Face<'t> = (NaiveDate, Kind, i64, &'t str);

fn face(table: &Table, row: usize) -> Option<Face<'_>> {
    let is_movement = table.kind(row) != Kind::Payout;
    table
        .day(row)
        .filter(|_| is_movement)
        .map(|day| (day, table.kind(row), table.gross(row), table.currency(row)))
}

fn hold_the_same(small: &Table, large: &Table) -> bool {
    let mut wanted: HashMap<Face<'_>, Vec<usize>> = HashMap::new();
    let sample = (0..small.len()).filter_map(|row| Some((row, face(small, row)?))).take(SAMPLE);
    let mut size = 0;
    for (row, face) in sample {
        wanted.entry(face).or_default().push(row);
        size += 1;
    }
    let mut met = 0;
    for row in 0..large.len() {
        let Some(rows) = face(large, row).and_then(|face| wanted.get_mut(&face)) else { continue };
        if let Some(at) = rows.iter().position(|mine| is_same(small, *mine, large, row)) {
            rows.swap_remove(at);
            met += 1;
        }
    }
    size >= LEAST && met * 5 >= size * 4
}

/// True where neither the time nor the terminal speaks against it.
fn is_same(small: &Table, mine: usize, large: &Table, theirs: usize) -> bool {
    let (mine, theirs) = (small.row(mine), large.row(theirs));
    let in_time = mine.minute.zip(theirs.minute).is_none_or(|(a, b)| a.abs_diff(b) <= MINUTES);
    in_time && (mine.terminal == theirs.terminal || mine.terminal.is_empty() || theirs.terminal.is_empty())
}
