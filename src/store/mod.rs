//! Cases on disk. A change takes the lock, re-reads, applies, appends to the log, and replaces the case file as a whole;
//! readers take no lock and write nothing.

mod answers;
mod files;
mod form;
mod history;
mod save;

use std::fmt;
use std::fs;
use std::io;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use crate::domain::case::{At, Case, Slot};
use crate::tables::{Fault, Wrong, line_and_column};

pub use answers::{AnswersFile, Given, GivenAnswer, GivenMark, GivenRows, GivenTick};
pub use files::{read_text, write_atomic, write_atomic_with};
pub use form::FORMAT;
pub use history::{Change, Line};
pub use save::{Saved, Want};

/// What was being done when a file failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading it.
    Read,
    /// Writing it; the old one is still there.
    Write,
    /// Making a change last that is written already.
    Sync,
    /// Making a folder.
    Create,
    /// Locking it.
    Lock,
}

/// Why a case could not be read or changed.
#[derive(Debug)]
pub enum StoreError {
    /// The system refused.
    Io {
        /// What was being done.
        doing: Doing,
        /// To which file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A case file does not read as one.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, by line and column, from 1.
        faults: Vec<((usize, usize), Wrong)>,
    },
    /// A case file is empty.
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A case file of a newer posquit.
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: i64,
    },
    /// A file holds bytes that are no UTF-8.
    NotText {
        /// The file.
        path: PathBuf,
        /// Where.
        at: usize,
    },
    /// A file is larger than it may be.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How large it may be, in bytes.
        cap: u64,
    },
    /// Another change did not finish in ten seconds.
    InUse {
        /// The lock.
        path: PathBuf,
    },
    /// What stands at a place is not what was shown when the change was made.
    Changed {
        /// The place.
        at: At,
        /// What stands there now.
        now: Option<Slot>,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// There is no such case.
    NoSuchCase {
        /// Its name.
        name: String,
    },
}

impl StoreError {
    fn io(doing: Doing, path: &Path, error: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), error }
    }
}

impl fmt::Display for StoreError {
    /// For programmers; `cli` words it for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for StoreError {}

/// The folder that cases live in.
#[derive(Debug, Clone)]
pub struct Home {
    /// Its path.
    pub path: PathBuf,
}

/// A case as it was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The case.
    pub case: Case,
    /// Its file was changed or cut outside posquit, or its last line is gone.
    pub edited: bool,
}

/// The files of one case.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its path.
    pub path: PathBuf,
}

impl Home {
    /// The names of the cases in it, in order.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let cases = self.path.join("cases");
        let mut entries = match fs::read_dir(&cases) {
            // std panics where closing a folder fails, as it may on a failing disk; it is left open until the end.
            Ok(entries) => ManuallyDrop::new(entries),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::io(Doing::Read, &cases, error)),
        };
        let mut names = Vec::new();
        for entry in entries.by_ref() {
            let entry = entry.map_err(|error| StoreError::io(Doing::Read, &cases, error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_name(&name) && is_there(&entry.path().join("case.toml"))? {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// The files of the case with this name, which is there.
    pub fn folder(&self, name: &str) -> Result<Folder, StoreError> {
        let path = self.path.join("cases").join(name);
        if is_name(name) && is_there(&path)? {
            return Ok(Folder { path });
        }
        Err(StoreError::NoSuchCase { name: name.to_owned() })
    }

    /// Makes the folder of a new case, with a name made from `title` that no other case has.
    pub fn create(&self, title: &str) -> Result<(String, Folder), StoreError> {
        let cases = self.path.join("cases");
        files::make_folders(&cases)?;
        let base = slug(title);
        for n in 1.. {
            let name = if n == 1 { base.clone() } else { format!("{base}-{n}") };
            let path = cases.join(&name);
            match files::make_folder(&path) {
                Ok(()) => return Ok((name, Folder { path })),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::io(Doing::Create, &path, error)),
            }
        }
        Err(StoreError::io(Doing::Create, &cases, io::Error::other("no name is left")))
    }
}

/// Whether a path is there; a system that cannot tell is a failure, not a "no".
fn is_there(path: &Path) -> Result<bool, StoreError> {
    match fs::metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io(Doing::Read, path, error)),
    }
}

/// A case's name: `[a-z0-9-]`, 1 to 40 characters.
pub fn is_name(name: &str) -> bool {
    let shaped = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&name.len()) && name.chars().all(shaped) && !name.starts_with('-')
}

/// A name from a title: its Latin letters and digits, else `case`.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    name.truncate(30);
    let name = name.trim_matches('-');
    // Windows keeps some names for devices; a case may be carried there.
    let device = matches!(name, "con" | "prn" | "aux" | "nul")
        || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")));
    if name.is_empty() || device { "case".to_owned() } else { name.to_owned() }
}

impl Folder {
    fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The case file.
    pub fn case_file(&self) -> PathBuf {
        self.file("case.toml")
    }

    /// The copy of the case file before its last change.
    pub fn previous_file(&self) -> PathBuf {
        self.file("case.toml.1")
    }

    /// The decisions about what reconciliations found.
    pub fn decisions_file(&self) -> PathBuf {
        self.file("decisions.csv")
    }

    /// Reads the case.
    pub fn load(&self) -> Result<Loaded, StoreError> {
        let path = self.case_file();
        let text = read_text(&path, files::STATE_CAP)?;
        if text.trim_matches(['\0', ' ', '\n']).is_empty() {
            return Err(StoreError::Empty { path });
        }
        match form::read(&text) {
            Ok((case, sealed)) => Ok(Loaded { case, edited: !sealed }),
            Err(form::Unreadable::Newer(format)) => Err(StoreError::Newer { path, format }),
            Err(form::Unreadable::Damaged(faults)) => {
                let located = |fault: Fault| (line_and_column(&text, fault.place), fault.what);
                Err(StoreError::Damaged { path, faults: faults.into_iter().map(located).collect() })
            }
        }
    }

    /// The log up to the case's revision, oldest first. A line that is ahead or torn belongs to a change that did not finish.
    pub fn log(&self, revision: u64) -> Result<Vec<Line>, StoreError> {
        save::read_log(&self.file("history.jsonl"), revision)
    }
}
