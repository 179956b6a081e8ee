//! What proves an act: files that were attached and phone calls that were noted, as records of the case.

use std::collections::BTreeMap;

use super::answer::{Invalid, read_line, read_phone_number};
use super::card;
use super::case::{At, Case, Edit, Slot};
use super::intake::{Refusal, no_such, place, read_act_day};
use super::plan::Plan;
use super::playbook::Todo;
use super::record::{CALL, EVIDENCE, Record};

/// A file that was copied into the case.
#[derive(Debug, Clone)]
pub struct Attachment<'t> {
    /// Where it lies, from the case's folder.
    pub file: &'t str,
    /// The name that it had.
    pub name: &'t str,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256 in hexadecimal.
    pub digest: &'t str,
}

/// A phone call, as typed.
#[derive(Debug, Clone, Default)]
pub struct CallEntry<'t> {
    /// The id of the to-do or step that it was about; a to-do's row after a slash.
    pub about: &'t str,
    /// The day.
    pub on: &'t str,
    /// Who spoke for the other side.
    pub who: &'t str,
    /// The number that was rung, or that rang.
    pub number: Option<&'t str>,
    /// What was promised.
    pub promised: Option<&'t str>,
    /// The ticket number.
    pub ticket: Option<&'t str>,
}

/// True where something recorded proves a to-do, for a row or for the whole.
pub fn is_proved(case: &Case, todo: &Todo, row: Option<u32>) -> bool {
    case.records_about(&todo.id, row).any(Record::proves)
}

/// The to-do that a file is attached to, and its row.
pub fn attach_place<'a>(plan: &Plan<'a>, path: &str) -> Result<(&'a Todo, Option<u32>), Refusal<'a>> {
    match place(plan, path)? {
        At::Tick(id, row) => plan
            .look
            .playbook
            .todo(&id)
            .map(|todo| (todo, row))
            .ok_or_else(|| no_such(plan.look.playbook, path)),
        other => Err(no_such(plan.look.playbook, &other.to_string())),
    }
}

/// Refuses a name that holds a card number, which is never kept.
pub fn check_name(name: &str) -> Result<(), Refusal<'static>> {
    if card::holds_card_number(name) { Err(Refusal::Unclear(Invalid::CardNumber)) } else { Ok(()) }
}

/// The edit that records an attachment; none where the same file is there already.
pub fn attach(plan: &Plan<'_>, todo: &Todo, row: Option<u32>, file: &Attachment<'_>) -> Option<Edit> {
    let case = plan.look.case;
    let same = |record: &Record| record.kind == EVIDENCE && record.made_from == file.digest;
    if case.records_about(&todo.id, row).any(same) {
        return None;
    }
    let mut facts = about(&todo.id, row);
    facts.insert("file".to_owned(), file.file.to_owned());
    facts.insert("name".to_owned(), file.name.to_owned());
    facts.insert("size".to_owned(), file.size.to_string());
    let (id, made_from) = (case.next_record(EVIDENCE), file.digest.to_owned());
    Some(edit(Record { kind: EVIDENCE.to_owned(), id, on: plan.today, made_from, facts }))
}

/// The edit that records a call.
pub fn call<'a>(plan: &Plan<'a>, entry: &CallEntry<'_>) -> Result<Edit, Refusal<'a>> {
    let (id, row) = match plan.step(entry.about) {
        Some(step) => (step.step.id.clone(), None),
        None => attach_place(plan, entry.about).map(|(todo, row)| (todo.id.clone(), row))?,
    };
    let on = read_act_day(entry.on, plan.today).map_err(Refusal::Unclear)?;
    let mut facts = about(&id, row);
    facts.insert("who".to_owned(), read_line(entry.who).map_err(Refusal::Unclear)?);
    if let Some(number) = entry.number {
        facts.insert("number".to_owned(), read_phone_number(number).map_err(Refusal::Unclear)?);
    }
    for (name, typed) in [("promised", entry.promised), ("ticket", entry.ticket)] {
        if let Some(typed) = typed {
            facts.insert(name.to_owned(), read_line(typed).map_err(Refusal::Unclear)?);
        }
    }
    let id = plan.look.case.next_record(CALL);
    Ok(edit(Record { kind: CALL.to_owned(), id, on, made_from: String::new(), facts }))
}

fn about(id: &str, row: Option<u32>) -> BTreeMap<String, String> {
    let row = row.map(|row| ("row".to_owned(), row.to_string()));
    std::iter::once(("about".to_owned(), id.to_owned())).chain(row).collect()
}

fn edit(record: Record) -> Edit {
    Edit { at: At::Record(record.id.clone()), to: Some(Slot::Record(Box::new(record))) }
}
