//! `--answers FILE`: everything in the file passes the validator of the keyboard; a bad file changes nothing, and an
//! unsafe tick is refused while the rest is saved.

use std::path::Path;

use super::{Context, shown};
use crate::domain::case::{At, Case, Edit, Row, Slot};
use crate::domain::intake::{self, Entry, Refusal, TickEntry};
use crate::domain::plan::{Look, Plan};
use crate::domain::playbook::Place as Spot;
use crate::failure::{Exit, Failure};
use crate::store::{AnswersFile, Given, GivenAnswer, GivenRows, GivenTick, read_text};
use crate::tables::{Fault, Place, Placed, Wrong, line_and_column};
use crate::wizard::screens;

/// An answers file is not larger than this.
const CAP: u64 = 64 << 20;

/// What came of a file: the edits, and what was refused as unsafe.
pub(super) struct Import {
    /// To be saved.
    pub(super) edits: Vec<Edit>,
    /// The case as it will be.
    pub(super) case: Case,
    /// Lines of what was refused, with their places.
    pub(super) refused: Vec<String>,
}

/// Reads a file and judges it against a case.
pub(super) fn read(context: &Context, path: &Path, case: &Case) -> Result<Import, Failure> {
    let text =
        read_text(path, CAP).map_err(|error| Failure { exit: Exit::BadFile, ..context.trouble(&error) })?;
    let file = AnswersFile::read(&text).map_err(|faults| {
        let line = |fault: &Fault| located(path, &text, fault.place, &context.fault(&fault.what));
        bad_file(context, &faults.iter().map(line).collect::<Vec<_>>())
    })?;
    let mut importer = Importer {
        context,
        path,
        text: &text,
        import: Import { edits: Vec::new(), case: case.clone(), refused: Vec::new() },
        wrong: Vec::new(),
    };
    importer.answers(&file.answers);
    for rows in &file.rows {
        importer.rows(rows);
    }
    importer.confirmed(&file.confirm);
    importer.ticks(&file);
    importer.marks(&file);
    if importer.wrong.is_empty() { Ok(importer.import) } else { Err(bad_file(context, &importer.wrong)) }
}

fn bad_file(context: &Context, lines: &[String]) -> Failure {
    Failure::new(Exit::BadFile, lines.join("\n"))
        .safe(context.words.get("safe.untouched"))
        .hint(context.words.get("hint.answers"))
}

fn located(path: &Path, text: &str, place: Place, what: &str) -> String {
    let (line, column) = line_and_column(text, place);
    format!("{}:{line}:{column}: {what}", shown(path))
}

struct Importer<'c> {
    context: &'c Context,
    path: &'c Path,
    text: &'c str,
    import: Import,
    wrong: Vec<String>,
}

fn entry(given: &Given) -> Entry<'_> {
    match given {
        Given::Typed(text) => Entry::Typed(text),
        Given::Unknown => Entry::Unknown,
    }
}

impl Importer<'_> {
    fn take(&mut self, edits: Vec<Edit>) {
        for edit in &edits {
            self.import.case.put(edit);
        }
        self.import.edits.extend(edits);
    }

    fn refuse(&mut self, place: Place, refusal: &Refusal<'_>) {
        let line = located(self.path, self.text, place, &screens::refusal(&self.context.phrase(), refusal));
        match refusal {
            Refusal::Unsafe(..) | Refusal::Unconfirmed(_) => self.import.refused.push(line),
            _ => self.wrong.push(line),
        }
    }

    /// Takes answers in the order of the playbook, so that a sum knows its currency and a date its limits.
    fn answers(&mut self, answers: &[GivenAnswer]) {
        let mut ordered: Vec<&GivenAnswer> = answers.iter().collect();
        ordered.sort_by_key(|(id, _)| self.order(&id.value));
        for (id, given) in ordered {
            let case = self.import.case.clone();
            let plan = Plan::new(&self.context.playbook, &case, self.context.clock.today);
            let edits = match intake::place(&plan, &id.value) {
                Ok(at) => {
                    intake::answer(&plan, &at, &entry(&given.value)).map_err(|refusal| (given.place, refusal))
                }
                Err(refusal) => Err((id.place, refusal)),
            };
            match edits {
                Ok(edits) => self.take(edits),
                Err((place, refusal)) => self.refuse(place, &refusal),
            }
        }
    }

    fn order(&self, id: &str) -> (usize, usize) {
        match self.context.playbook.index.ids.get(id) {
            Some(Spot::Item(step, item)) => (*step, *item),
            _ => (usize::MAX, 0),
        }
    }

    fn rows(&mut self, given: &GivenRows) {
        let Some(rows) = self.context.playbook.rows(&given.table.value) else {
            let near = intake::nearest(
                self.context.playbook.index.ids.keys().map(String::as_str),
                &given.table.value,
            );
            return self.refuse(given.table.place, &Refusal::NoSuchId(given.table.value.clone(), near));
        };
        let table = rows.table().to_owned();
        let before = self.import.case.tables.get(&table).map_or(0, |table| table.rows.len());
        for (number, cells) in &given.rows {
            let number =
                number.as_ref().map_or_else(|| self.import.case.next_row(&table), |number| number.value);
            let at = At::Row(table.clone(), number);
            let old = match self.import.case.get(&at) {
                Some(Slot::Row(row)) => row,
                _ => Row::new(),
            };
            let Some(row) = self.cells(&table, old, cells) else { continue };
            self.take(vec![Edit { at, to: Some(Slot::Row(row)) }]);
        }
        let grew = self.import.case.tables.get(&table).map_or(0, |table| table.rows.len()) > before;
        if given.all || grew {
            let all = given.all.then_some(Slot::All);
            self.take(vec![Edit { at: At::All(table), to: all }]);
        }
    }

    /// The row with these cells put in; `None` where one of them is wrong, which is told.
    fn cells(&mut self, table: &str, mut row: Row, cells: &[GivenAnswer]) -> Option<Row> {
        let context = self.context;
        let case = std::mem::replace(
            &mut self.import.case,
            Case::new("", "", context.words.lang, context.clock.today),
        );
        let look = Look::new(&context.playbook, &case, context.clock.today);
        let mut bad = Vec::new();
        for (id, given) in cells {
            match intake::column(&context.playbook, table, &id.value) {
                Err(refusal) => bad.push((id.place, refusal)),
                Ok(column) => match intake::judge(&look, column, &entry(&given.value)) {
                    Ok(answer) => drop(row.insert(column.id.clone(), answer)),
                    Err(refusal) => bad.push((given.place, refusal)),
                },
            }
        }
        let sound = bad.is_empty();
        for (place, refusal) in bad {
            self.refuse(place, &refusal);
        }
        self.import.case = case;
        sound.then_some(row)
    }

    /// What is confirmed has to be a to-do that cannot be taken back, or a step.
    fn confirmed(&mut self, ids: &[Placed<String>]) {
        let playbook = &self.context.playbook;
        for id in ids {
            let meant = playbook.todo(&id.value).is_some_and(|todo| todo.irreversible);
            if !meant && playbook.step(&id.value).is_none() {
                self.refuse(id.place, &intake::no_such(playbook, &id.value));
            }
        }
    }

    /// Takes ticks in the order of the playbook, so that each finds its guards satisfied by the ones before.
    fn ticks(&mut self, file: &AnswersFile) {
        let mut ordered: Vec<&GivenTick> = file.ticks.iter().collect();
        ordered.sort_by_key(|tick| (self.order(&tick.todo.value), tick.row));
        for group in ordered.chunk_by(|a, b| a.todo.value == b.todo.value) {
            let case = self.import.case.clone();
            let plan = Plan::new(&self.context.playbook, &case, self.context.clock.today);
            let confirmed = file.confirm.iter().any(|id| id.value == group[0].todo.value);
            for tick in group {
                match tick_edits(&plan, tick, confirmed) {
                    Ok(edits) => self.take(edits),
                    Err((place, refusal)) => self.refuse(place, &refusal),
                }
            }
        }
    }

    fn marks(&mut self, file: &AnswersFile) {
        for mark in &file.marks {
            let case = self.import.case.clone();
            let plan = Plan::new(&self.context.playbook, &case, self.context.clock.today);
            let Some(step) = self.context.playbook.step(&mark.step.value) else {
                let near = intake::nearest(
                    self.context.playbook.steps.iter().map(|s| s.id.as_str()),
                    &mark.step.value,
                );
                self.refuse(mark.step.place, &Refusal::NoSuchId(mark.step.value.clone(), near));
                continue;
            };
            let confirmed = file.confirm.iter().any(|id| id.value == step.id);
            let edits = match mark.state.value.as_str() {
                "skipped" => intake::skip(&plan, step, &mark.reason),
                "done" => intake::finish(
                    &plan,
                    step,
                    &TickEntry { reason: Some(&mark.reason), confirmed, ..TickEntry::default() },
                ),
                _ => {
                    self.wrong_mark(&mark.state);
                    continue;
                }
            };
            match edits {
                Ok(edits) => self.take(edits),
                Err(refusal) => self.refuse(mark.step.place, &refusal),
            }
        }
    }

    fn wrong_mark(&mut self, state: &Placed<String>) {
        let form = Wrong::Form("state".to_owned(), "\"skipped\" or \"done\"".to_owned());
        self.wrong.push(located(self.path, self.text, state.place, &self.context.fault(&form)));
    }
}

/// The edits of a tick, or the place of what is wrong with it.
fn tick_edits<'p>(
    plan: &Plan<'p>,
    tick: &GivenTick,
    confirmed: bool,
) -> Result<Vec<Edit>, (Place, Refusal<'p>)> {
    let path = tick.row.map_or_else(|| tick.todo.value.clone(), |row| format!("{}/{row}", tick.todo.value));
    let at = intake::place(plan, &path).map_err(|refusal| (tick.todo.place, refusal))?;
    let on = match &tick.on.value {
        Given::Typed(day) => Some(day.as_str()),
        Given::Unknown => None,
    };
    let entry =
        TickEntry { on, evidence: tick.evidence.as_deref(), reason: tick.reason.as_deref(), confirmed };
    intake::tick(plan, &at, &entry).map_err(|refusal| (tick.on.place, refusal))
}
