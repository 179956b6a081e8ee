//! Judges the cells of a list by the one validator; every mistake is kept with its place.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::super::{Context, shown};
use super::Taken;
use crate::domain::answer::{Answer, Value};
use crate::domain::case::Row;
use crate::domain::intake::{self, Entry};
use crate::domain::plan::Plan;
use crate::domain::playbook::Rows;
use crate::domain::question::Question;
use crate::domain::text::{Lang, visible};
use crate::template;
use crate::wizard::screens;

/// What became of the rows so far.
pub(super) struct Judge<'j> {
    context: &'j Context,
    plan: &'j Plan<'j>,
    set: &'j [(&'j Question, Answer)],
    /// The column that names a row.
    naming: Option<&'j str>,
    /// Names of rows in the case, and in the file with the line they stand in.
    in_case: HashSet<String>,
    in_file: HashMap<String, String>,
    skip_known: bool,
    /// How "I don't know yet" is written.
    unknown: [String; 3],
    /// Rows that are right.
    pub(super) rows: Vec<Row>,
    /// Rows left out because they are known.
    pub(super) skipped: usize,
    /// Mistakes, each with its place.
    pub(super) wrong: Vec<String>,
}

impl<'j> Judge<'j> {
    pub(super) fn new(
        context: &'j Context,
        plan: &'j Plan<'j>,
        table: &'j Rows,
        set: &'j [(&'j Question, Answer)],
        skip_known: bool,
    ) -> Self {
        let naming = table.name.as_deref();
        let rows = plan.look.case.tables.get(table.table()).into_iter().flat_map(|table| table.rows.values());
        let in_case = rows.filter_map(|row| called(row, naming?)).collect();
        let unknown = |lang| template::words(lang).get("answer.unknown").to_owned();
        Self {
            context,
            plan,
            set,
            naming,
            in_case,
            in_file: HashMap::new(),
            skip_known,
            unknown: ["-".to_owned(), unknown(Lang::Zh), unknown(Lang::En)],
            rows: Vec::new(),
            skipped: 0,
            wrong: Vec::new(),
        }
    }

    /// Judges every row of a list.
    pub(super) fn list(&mut self, path: &Path, taken: &Taken<'_>) {
        let sheet = visible(&taken.list.sheet);
        let file = if sheet.is_empty() { shown(path) } else { format!("{}/{sheet}", shown(path)) };
        for (line, cells) in &taken.list.rows {
            let place = format!("{file}:{line}");
            if sheet.is_empty() {
                self.overfull(&place, cells, taken);
            }
            if let Some(row) = self.row(&place, cells, &taken.meant.columns) {
                self.keep(&place, row, &taken.meant.columns);
            }
        }
    }

    /// Tells of a line of a text that is longer than the header: a comma within a cell has moved the others.
    fn overfull(&mut self, place: &str, cells: &[String], taken: &Taken<'_>) {
        let header = taken.list.header.len();
        let filled = |at: &usize| !cells[*at].trim().is_empty() && !taken.meant.uses(*at);
        let extra: Vec<usize> = (header..cells.len()).filter(filled).collect();
        if let Some(first) = extra.first() {
            let why = self.context.words.count("overfull.row", extra.len());
            self.wrong.push(format!("{place}:{}: {why}", first + 1));
        }
    }

    /// The row that some cells make; none where one of them is wrong.
    fn row(&mut self, place: &str, cells: &[String], columns: &[(usize, &Question)]) -> Option<Row> {
        let (mut row, before) = (Row::new(), self.wrong.len());
        for (at, column) in columns {
            let cell = cells.get(*at).map_or("", |cell| cell.trim());
            match self.cell(column, cell) {
                Ok(Some(answer)) => drop(row.insert(column.id.clone(), answer)),
                Ok(None) => {}
                Err(why) => self.wrong.push(format!("{place}:{}: {why}", at + 1)),
            }
        }
        for (column, answer) in self.set {
            row.entry(column.id.clone()).or_insert_with(|| answer.clone());
        }
        (self.wrong.len() == before).then_some(row)
    }

    fn cell(&self, column: &Question, cell: &str) -> Result<Option<Answer>, String> {
        if cell.is_empty() {
            let must = self.naming == Some(column.id.as_str());
            let why = || self.say("import.no_name", column);
            return if must && self.set.iter().all(|(set, _)| set.id != column.id) {
                Err(why())
            } else {
                Ok(None)
            };
        }
        if is_shortened(cell) {
            return Err(self.context.words.get("import.shortened").to_owned());
        }
        let entry =
            if self.unknown.iter().any(|word| word == cell) { Entry::Unknown } else { Entry::Typed(cell) };
        let judged = intake::judge(&self.plan.look, column, &entry);
        judged.map(Some).map_err(|refusal| {
            let why = screens::refusal(&self.context.phrase(), &refusal);
            let label = column.label.to(self.context.words.lang);
            self.context.words.say("import.wrong", &[("column", label), ("why", &why)])
        })
    }

    fn say(&self, key: &str, column: &Question) -> String {
        self.context.words.say(key, &[("column", column.label.to(self.context.words.lang))])
    }

    /// Keeps a row, unless one of this name is there.
    fn keep(&mut self, place: &str, row: Row, columns: &[(usize, &Question)]) {
        let Some(name) = self.naming.and_then(|naming| called(&row, naming)) else {
            return self.rows.push(row);
        };
        let known = match self.in_file.get(&name) {
            _ if self.in_case.contains(&name) => Some(self.context.words.get("import.in_case").to_owned()),
            Some(first) => Some(self.context.words.say("import.twice", &[("place", first)])),
            None => None,
        };
        match known {
            None => {
                self.in_file.insert(name, place.to_owned());
                self.rows.push(row);
            }
            Some(_) if self.skip_known => self.skipped += 1,
            Some(why) => {
                let at = columns.iter().find(|(_, column)| self.naming == Some(column.id.as_str()));
                self.wrong.push(format!("{place}:{}: {why}", at.map_or(1, |(at, _)| at + 1)));
            }
        }
    }
}

/// The name of a row, without regard to upper and lower case.
fn called(row: &Row, naming: &str) -> Option<String> {
    match row.get(naming)?.value()? {
        Value::Text(name) => Some(name.to_lowercase()),
        _ => None,
    }
}

/// True for `1.00235E+15`: a spreadsheet has taken a long number apart, and its end is lost.
fn is_shortened(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && exponent.strip_prefix('+').is_some_and(digits)
}
