//! Many rows at once: which of a table are meant, and one answer for a column of all of them.

use super::answer::{Answer, Value};
use super::case::{At, Edit, Row, Slot};
use super::intake::{Entry, Refusal, column, judge};
use super::plan::Plan;
use super::playbook::Rows;
use super::question::Question;

/// Which rows are meant: those that have every one of these cells, and lack every one of those.
#[derive(Default)]
pub struct Meant<'a> {
    has: Vec<(&'a Question, Answer)>,
    lacks: Vec<&'a Question>,
}

impl<'a> Meant<'a> {
    /// Reads conditions such as `owner=provider`; a value is read as an answer to its column, so its label does as well.
    pub fn read(
        plan: &Plan<'a>,
        rows: &Rows,
        has: &[(&str, Entry<'_>)],
        lacks: &[&str],
    ) -> Result<Self, Refusal<'a>> {
        let playbook = plan.look.playbook;
        let mut meant = Self::default();
        for (id, entry) in has {
            let column = column(playbook, rows.table(), id)?;
            meant.has.push((column, judge(&plan.look, column, entry)?));
        }
        for id in lacks {
            meant.lacks.push(column(playbook, rows.table(), id)?);
        }
        Ok(meant)
    }

    /// True for a row that is meant. Texts are compared without regard to upper and lower case.
    pub fn fits(&self, row: &Row) -> bool {
        self.has.iter().all(|(column, wanted)| row.get(&column.id).is_some_and(|cell| same(cell, wanted)))
            && self.lacks.iter().all(|column| !row.contains_key(&column.id))
    }

    /// The rows of a table that are meant, in their order.
    pub fn of<'p>(&self, plan: &'p Plan<'a>, rows: &Rows) -> Vec<(u32, &'p Row)> {
        let table = plan.look.case.tables.get(rows.table());
        let all = table.into_iter().flat_map(|table| &table.rows);
        all.filter(|(_, row)| self.fits(row)).map(|(number, row)| (*number, row)).collect()
    }
}

fn same(cell: &Answer, wanted: &Answer) -> bool {
    match (cell, wanted) {
        (Answer::Known(Value::Text(a)), Answer::Known(Value::Text(b))) => {
            a.to_lowercase() == b.to_lowercase()
        }
        _ => cell == wanted,
    }
}

/// The edits that put one entry into a column of all rows that are meant.
pub fn fill<'a>(
    plan: &Plan<'a>,
    rows: &Rows,
    meant: &Meant<'a>,
    column_id: &str,
    entry: &Entry<'_>,
) -> Result<Vec<Edit>, Refusal<'a>> {
    let column = column(plan.look.playbook, rows.table(), column_id)?;
    let to = match entry {
        Entry::Clear => None,
        _ => Some(Slot::Answer(judge(&plan.look, column, entry)?)),
    };
    let at = |number| At::Cell(rows.table().to_owned(), number, column.id.clone());
    Ok(meant.of(plan, rows).iter().map(|(number, _)| Edit { at: at(*number), to: to.clone() }).collect())
}
