//! One change: lock, re-read, apply, log, replace. "Saved" is true once `commit` returns, and not before.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::case::{At, Case, Edit, Slot, Stamp};
use crate::domain::record::next_id;

use super::files::{STATE_CAP, open_regular, write_atomic};
use super::history::{Change, Line};
use super::lock::Lock;
use super::log::{append, read_log};
use super::{Doing, Folder, Loaded, StoreError, form, own};

/// What a change wants.
#[derive(Default)]
pub struct Want<'a> {
    /// The edits, in order.
    pub edits: &'a [Edit],
    /// What stood at the place of each edit when the person was asked; `None` where that does not matter.
    pub seen: Option<&'a [Option<Slot>]>,
    /// The case as it was read before. Where the file still says exactly this, it is not read a second time.
    pub known: Option<Known<'a>>,
    /// The time with its offset, RFC 3339.
    pub time: String,
    /// The playbook that the change was made with.
    pub playbook: Stamp,
}

/// A case that was read before.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    case: &'a Case,
    /// The seal of the file that said it; without one the case is written again and compared.
    seal: Option<&'a str>,
}

impl<'a> From<&'a Case> for Known<'a> {
    fn from(case: &'a Case) -> Self {
        Self { case, seal: None }
    }
}

impl<'a> From<&'a Loaded> for Known<'a> {
    fn from(loaded: &'a Loaded) -> Self {
        Self { case: &loaded.case, seal: loaded.seal.as_deref() }
    }
}

impl Known<'_> {
    fn is_said_by(&self, text: &str) -> bool {
        match self.seal {
            Some(seal) => form::seal(text) == Some(seal),
            None => form::write(self.case) == text,
        }
    }
}

/// A change that is on disk.
pub struct Saved {
    /// The case after it.
    pub case: Case,
    /// The line of the log.
    pub line: Line,
}

/// The numbers that one change gives to its new rows and records, each once.
#[derive(Default)]
struct NextNumbers {
    rows: BTreeMap<String, u32>,
    records: Vec<String>,
}

impl NextNumbers {
    fn row(&mut self, case: &Case, table: &str) -> u32 {
        let next = self.rows.get(table).map_or_else(|| case.next_row(table), |last| last.saturating_add(1));
        self.rows.insert(table.to_owned(), next);
        next
    }

    fn record(&mut self, case: &Case, kind: &str) -> String {
        let ids = case.records.iter().map(|record| record.id.as_str());
        let id = next_id(kind, ids.chain(self.records.iter().map(String::as_str)));
        self.records.push(id.clone());
        id
    }
}

impl Folder {
    /// Writes a case that is not there yet, with its first edits.
    pub fn found(&self, case: &Case, want: &Want<'_>) -> Result<Saved, StoreError> {
        let lock = self.lock()?;
        // A case that was renamed to this name just now is not written over.
        if super::is_there(&self.case_file())? {
            let error = io::Error::from(io::ErrorKind::AlreadyExists);
            return Err(StoreError::io(Doing::Create, &self.path, error));
        }
        self.save(&lock, case.clone(), want, None)
    }

    /// Changes the case. A row or record that is added takes the number that is next by then, so that two who add one at once
    /// both do; anything else must still stand as it was seen.
    pub fn commit(&self, want: &Want<'_>) -> Result<Saved, StoreError> {
        let lock = self.lock()?;
        let case = self.load_to_change(want.known)?;
        let mut edits = want.edits.to_vec();
        let mut next = NextNumbers::default();
        for (edit, seen) in edits.iter_mut().zip(want.seen.unwrap_or_default()) {
            if let (At::Row(table, row), Some(_), None) = (&mut edit.at, &edit.to, seen) {
                *row = next.row(&case, table);
            }
            if let (At::Record(id), Some(Slot::Record(record)), None) = (&mut edit.at, &mut edit.to, seen) {
                *id = next.record(&case, &record.kind);
                record.id.clone_from(id);
            }
            let now = case.get(&edit.at);
            if now != *seen && now != edit.to {
                return Err(StoreError::Changed { at: edit.at.clone(), now });
            }
        }
        self.save(
            &lock,
            case,
            &Want { edits: &edits, time: want.time.clone(), playbook: want.playbook.clone(), ..*want },
            None,
        )
    }

    /// Takes back the last change that was not taken back yet.
    pub fn undo(&self, known: Known<'_>, time: String, playbook: Stamp) -> Result<Saved, StoreError> {
        self.take_back(&Want { known: Some(known), time, playbook, ..Want::default() }, to_undo)
    }

    /// Makes the change again that was taken back last, as long as no other was made since.
    pub fn redo(&self, known: Known<'_>, time: String, playbook: Stamp) -> Result<Saved, StoreError> {
        self.take_back(&Want { known: Some(known), time, playbook, ..Want::default() }, to_redo)
    }

    fn take_back(&self, want: &Want<'_>, choose: fn(&[Line]) -> Option<&Line>) -> Result<Saved, StoreError> {
        let lock = self.lock()?;
        let case = self.load_to_change(want.known)?;
        let log = read_log(&self.file("history.jsonl"), case.revision)?;
        let line = choose(&log).ok_or(StoreError::NothingToUndo)?;
        let mut edits = Vec::new();
        for change in line.changes.iter().rev() {
            let (edit, after) = change.reversed().ok_or(StoreError::NothingToUndo)?;
            let now = case.get(&edit.at);
            if now != after {
                return Err(StoreError::Changed { at: edit.at, now });
            }
            edits.push(edit);
        }
        let want = Want { edits: &edits, time: want.time.clone(), playbook: want.playbook.clone(), ..*want };
        self.save(&lock, case, &want, Some(line.revision))
    }

    fn save(
        &self,
        lock: &Lock,
        mut case: Case,
        want: &Want<'_>,
        undoes: Option<u64>,
    ) -> Result<Saved, StoreError> {
        let old = case.revision;
        let mut changes = Vec::new();
        for edit in want.edits {
            let before = case.get(&edit.at);
            if before != edit.to {
                changes.push(Change::new(&edit.at, before.as_ref(), edit.to.as_ref()));
                case.put(edit);
            }
        }
        case.revision += 1;
        case.playbook = want.playbook.clone();
        let line = Line { revision: case.revision, time: want.time.clone(), changes, undoes };
        lock.confirm()?;
        append(&self.file("history.jsonl"), old, &line)?;
        let file = self.where_to_write()?;
        self.keep_previous(&file);
        write_atomic(&file, form::write(&case).as_bytes())?;
        Ok(Saved { case, line })
    }

    /// Takes the lock of the case.
    pub(super) fn lock(&self) -> Result<Lock, StoreError> {
        Lock::take(&self.file("case.lock"))
    }

    /// Reads the case in order to change it: what others could read is closed to them, and the file of an older format
    /// gets a copy that stays.
    fn load_to_change(&self, known: Option<Known<'_>>) -> Result<Case, StoreError> {
        let text = self.text()?;
        let (case, format) = match known.filter(|known| known.is_said_by(&text)) {
            Some(known) => (known.case.clone(), form::FORMAT),
            None => self.read(&text).map(|(loaded, format)| (loaded.case, format))?,
        };
        for path in [&self.path, &self.file("history.jsonl"), &own::resolve(&self.case_file())?] {
            // A folder of a kind that knows no modes is no reason to lose a change.
            let _ = own::close_to_others(path);
        }
        if format < form::FORMAT {
            self.keep_format(format)?;
        }
        Ok(case)
    }

    /// Where the case file stands, behind a link as well.
    fn where_to_write(&self) -> Result<PathBuf, StoreError> {
        let path = self.case_file();
        match own::resolve(&path) {
            Err(StoreError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => Ok(path),
            resolved => resolved,
        }
    }

    /// Keeps the file of an older format under a name of its own, once.
    fn keep_format(&self, format: u32) -> Result<(), StoreError> {
        let kept = self.file(&format!("case.v{format}.bak"));
        match fs::hard_link(own::resolve(&self.case_file())?, &kept) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open_regular(&kept).map(drop),
            // A disk that knows no second names gets a copy.
            Err(_) => {
                let text = super::read_text(&self.case_file(), STATE_CAP)?;
                write_atomic(&kept, text.as_bytes())
            }
        }
    }

    /// Keeps the case file under a second name. It is a comfort: its loss stops nothing.
    fn keep_previous(&self, file: &Path) {
        let previous = self.previous_file();
        let _ = fs::remove_file(&previous);
        let _ = fs::hard_link(file, &previous);
    }
}

/// The last change that stands: neither taken back, nor itself the taking back of another.
fn to_undo(log: &[Line]) -> Option<&Line> {
    let mut taken_back = Vec::new();
    for line in log.iter().rev().filter(|line| line.revision > 1) {
        match line.undoes {
            _ if taken_back.contains(&line.revision) => {}
            Some(revision) => taken_back.push(revision),
            None => return Some(line),
        }
    }
    None
}

/// The last taking back that stands, if nothing else was changed since.
fn to_redo(log: &[Line]) -> Option<&Line> {
    let is_undo = |revision: u64| log.iter().any(|line| line.revision == revision && line.undoes.is_some());
    let mut taken_back = Vec::new();
    for line in log.iter().rev() {
        match line.undoes {
            _ if taken_back.contains(&line.revision) => {}
            // The taking back of a taking back is a redo.
            Some(revision) if is_undo(revision) => taken_back.push(revision),
            Some(_) => return Some(line),
            None => return None,
        }
    }
    None
}
