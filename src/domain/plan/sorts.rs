//! Sorts the rows of a case by what conditions can compare. Ten thousand rows are mostly alike, so a condition is judged
//! once for each sort instead of once for each row.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::answer::Answer;
use super::super::case::{Case, Row, Table};
use super::super::playbook::{Item, Playbook};
use super::super::question::{Kind, Question};

/// The sorts of the rows of every table.
#[derive(Debug, Default)]
pub(super) struct Sorts {
    tables: BTreeMap<String, Sorted>,
}

/// The sorts of the rows of one table: rows of one sort agree in every choice, and in every yes or no.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// The number of one row of each sort.
    pub examples: Vec<u32>,
    /// The sort of each row, in the order of the rows.
    pub of: Vec<usize>,
}

impl Sorts {
    /// Sorts the rows of a case.
    pub(super) fn new(playbook: &Playbook, case: &Case) -> Self {
        let sorted = |(id, table): (&String, &Arc<Table>)| (id.clone(), sort(table, &compared(playbook, id)));
        Self { tables: case.tables.iter().map(sorted).collect() }
    }

    /// The sorts of the rows of a table; `None` for one that the case does not have.
    pub(super) fn table(&self, id: &str) -> Option<&Sorted> {
        self.tables.get(id)
    }
}

/// The columns of a table whose cells have words that a condition can compare.
fn compared<'a>(playbook: &'a Playbook, table: &str) -> Vec<&'a Question> {
    let items = playbook.steps.iter().flat_map(|step| &step.items);
    let columns = items.filter_map(|item| match item {
        Item::Rows(rows) if rows.table() == table => Some(&rows.columns),
        _ => None,
    });
    columns.flatten().filter(|column| column.kind == Kind::YesNo || !column.options.is_empty()).collect()
}

fn sort(table: &Table, columns: &[&Question]) -> Sorted {
    let mut sorted = Sorted::default();
    let mut known: HashMap<Vec<Option<&Answer>>, usize> = HashMap::new();
    let (mut last, mut sort) = (None, 0);
    for (number, row) in &table.rows {
        // Most rows are of the sort of the one before.
        let choices = Some(choices(row, columns));
        if choices != last {
            sort = *known.entry(choices.clone().unwrap_or_default()).or_insert_with(|| {
                sorted.examples.push(*number);
                sorted.examples.len() - 1
            });
            last = choices;
        }
        sorted.of.push(sort);
    }
    sorted
}

fn choices<'a>(row: &'a Row, columns: &[&Question]) -> Vec<Option<&'a Answer>> {
    columns.iter().map(|column| row.get(&column.id)).collect()
}
