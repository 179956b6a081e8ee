//! `posquit rows` and an answer for many rows at once, `posquit answer terminals/each/owner provider --where state=here`.

use unicode_width::UnicodeWidthStr;

use super::Context;
use super::args::{AnswerArgs, Filter, RowsArgs};
use super::change::{cell_of, commit};
use crate::domain::answer::Answer;
use crate::domain::case::Row;
use crate::domain::intake::{Entry, Refusal};
use crate::domain::plan::Plan;
use crate::domain::playbook::{Item, Playbook, Rows};
use crate::domain::question::Question;
use crate::domain::rows::{Meant, fill};
use crate::domain::spreadsheet;
use crate::failure::{Exit, Failure};

/// `posquit rows`: the rows of a table, or those of them that are meant.
pub(super) fn rows(context: &mut Context, args: &RowsArgs) -> Result<Exit, Failure> {
    let (_, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    let rows = table(context, &args.table)?;
    let meant = meant(context, &plan, rows, &args.filter)?;
    let columns = columns(&context.playbook, rows);
    let found = meant.of(&plan, rows);
    if args.csv {
        return context.print(&as_csv(context, &columns, &found));
    }
    let count = context.words.count("rows.found", found.len());
    context.print(&format!("{}{count}\n", as_table(context, &columns, &found)))
}

/// `posquit answer TABLE/each/COLUMN`; `None` where the id is no such path.
pub(super) fn fill_each(context: &mut Context, args: &AnswerArgs) -> Option<Result<Exit, Failure>> {
    let Some((table_id, column)) = args.id.split_once("/each/") else {
        let filtered = !(args.filter.only.is_empty() && args.filter.missing.is_empty());
        return filtered.then(|| Err(Failure::new(Exit::Usage, context.words.get("rows.filter"))));
    };
    let (table_id, column) = (table_id.to_owned(), column.to_owned());
    Some(fill_column(context, args, &table_id, &column))
}

fn fill_column(context: &mut Context, args: &AnswerArgs, id: &str, column: &str) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    let rows = table(context, id)?;
    let meant = meant(context, &plan, rows, &args.filter)?;
    let typed = args.values.join(" ");
    let entry = match args {
        AnswerArgs { unknown: true, .. } => Entry::Unknown,
        AnswerArgs { clear: true, .. } => Entry::Clear,
        _ => Entry::Typed(&typed),
    };
    let edits = fill(&plan, rows, &meant, column, &entry).map_err(|refusal| context.refused(&refusal))?;
    if edits.is_empty() {
        return Err(Failure::new(Exit::Usage, context.words.get("rows.none"))
            .safe(context.words.get("safe.untouched"))
            .hint(context.words.get("rows.none_hint")));
    }
    commit(context, &folder, &loaded, &edits)
}

pub(super) fn table<'c>(context: &'c Context, id: &str) -> Result<&'c Rows, Failure> {
    match context.playbook.item(id) {
        Some(Item::Rows(rows)) if rows.of.is_none() => Ok(rows),
        _ => Err(context.refused(&crate::domain::intake::no_such(&context.playbook, id))),
    }
}

fn meant<'a>(context: &Context, plan: &Plan<'a>, rows: &Rows, filter: &Filter) -> Result<Meant<'a>, Failure> {
    let has = filter.only.iter().map(|cell| cell_of(context, cell)).collect::<Result<Vec<_>, _>>()?;
    let lacks: Vec<&str> = filter.missing.iter().map(String::as_str).collect();
    Meant::read(plan, rows, &has, &lacks).map_err(|refusal: Refusal<'_>| context.refused(&refusal))
}

/// Every column of a table, those that other steps add included.
pub(super) fn columns<'p>(playbook: &'p Playbook, rows: &Rows) -> Vec<&'p Question> {
    let items = playbook.steps.iter().flat_map(|step| &step.items);
    let of_table = items.filter_map(|item| match item {
        Item::Rows(other) if other.table() == rows.table() => Some(&other.columns),
        _ => None,
    });
    of_table.flatten().collect()
}

fn cell(context: &Context, column: &Question, row: &Row) -> String {
    row.get(&column.id).map_or_else(String::new, |answer: &Answer| context.phrase().answer(column, answer))
}

fn as_table(context: &Context, columns: &[&Question], found: &[(u32, &Row)]) -> String {
    let used: Vec<&&Question> =
        columns.iter().filter(|column| found.iter().any(|(_, row)| row.contains_key(&column.id))).collect();
    let head = std::iter::once("#".to_owned())
        .chain(used.iter().map(|column| column.label.to(context.words.lang).to_owned()));
    let line = |(number, row): &(u32, &Row)| -> Vec<String> {
        std::iter::once(number.to_string())
            .chain(used.iter().map(|column| cell(context, column, row)))
            .collect()
    };
    let lines: Vec<Vec<String>> = std::iter::once(head.collect()).chain(found.iter().map(line)).collect();
    let width = |at: usize| lines.iter().map(|line| line[at].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..=used.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let padded = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
        text += padded.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

/// Comma-separated, with ids for a header, so that it can be imported again.
fn as_csv(context: &Context, columns: &[&Question], found: &[(u32, &Row)]) -> String {
    let mut text = std::iter::once("#")
        .chain(columns.iter().map(|column| column.id.as_str()))
        .collect::<Vec<_>>()
        .join(",");
    text.push('\n');
    for (number, row) in found {
        text += &number.to_string();
        for column in columns {
            text.push(',');
            text += &spreadsheet::cell(&cell(context, column, row));
        }
        text.push('\n');
    }
    text
}
