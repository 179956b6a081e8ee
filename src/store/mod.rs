//! Cases on disk. A change takes the lock, re-reads, applies, appends to the log, and replaces the case file as a whole;
//! readers take no lock and write nothing.

mod answers;
mod canonical;
mod evidence;
mod examine;
mod files;
mod form;
mod history;
mod lock;
mod log;
mod migrate;
mod moving;
mod own;
mod profiles;
mod restore;
mod save;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::case::{At, Case, Slot};
use crate::tables::{Fault, Lines, Wrong};

pub use answers::{AnswersFile, Given, GivenAnswer, GivenMark, GivenRows, GivenTick};
pub use evidence::{
    Attached, Damage, DamageKind, EVIDENCE_CAP, Unfit, damaged_evidence, damaged_letter, digest, file_name,
};
pub use examine::{Examined, Finding, Found, Previous};
pub use files::{read_text, write_atomic, write_atomic_with};
pub use form::FORMAT;
pub use history::{Change, Glimpse, Line};
pub use moving::Contents;
pub use restore::Restored;
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
    /// Giving it another place or name.
    Move,
    /// Deleting it.
    Delete,
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
    /// A file cannot be an attachment.
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why.
        why: Unfit,
    },
    /// Something else than a regular file has the name of one: a folder, a pipe, a link that leads nowhere good.
    NotRegular {
        /// The path.
        path: PathBuf,
    },
    /// A file belongs to another user.
    NotYours {
        /// The file.
        path: PathBuf,
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
    /// The case is in the archive.
    Archived {
        /// Its name.
        name: String,
    },
    /// A text is no name of a case.
    BadName {
        /// The text.
        name: String,
    },
    /// Something has that name already, or one that a disk may take for the same.
    NameTaken {
        /// What it is called.
        by: String,
    },
    /// A link stands where a file or folder of a case belongs.
    Linked {
        /// The link.
        path: PathBuf,
    },
    /// There is no sound copy from before the last change.
    NoPrevious {
        /// Where it would stand.
        path: PathBuf,
    },
    /// The case file is sound, so there is nothing to put back.
    Sound {
        /// The file.
        path: PathBuf,
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
    /// The seal of the file that says just this, if that is so.
    pub seal: Option<String>,
}

impl Loaded {
    /// A case that came of this one, and stands in no file as it is.
    #[must_use]
    pub fn becoming(&self, case: Case) -> Self {
        Self { case, edited: self.edited, seal: None }
    }
}

impl From<Case> for Loaded {
    /// A case that no file has been read for.
    fn from(case: Case) -> Self {
        Self { case, edited: false, seal: None }
    }
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
        names_in(&self.path.join("cases"))
    }

    /// The files of the case with this name, which is there.
    pub fn folder(&self, name: &str) -> Result<Folder, StoreError> {
        let path = self.path.join("cases").join(name);
        if is_name(name) && is_there(&path)? {
            return Ok(Folder { path });
        }
        let archived = is_name(name) && is_there(&self.path.join("archive").join(name))?;
        let name = name.to_owned();
        Err(if archived { StoreError::Archived { name } } else { StoreError::NoSuchCase { name } })
    }

    /// Makes the folder of a new case, with a name made from `title` that no other case has.
    pub fn create(&self, title: &str) -> Result<(String, Folder), StoreError> {
        let cases = self.path.join("cases");
        files::make_folders(&cases)?;
        let base = slug(title, "case");
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

/// The names of the cases in a folder.
fn names_in(folder: &Path) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for path in files::entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_name(&name) && is_there(&path.join("case.toml"))? {
            names.push(name);
        }
    }
    Ok(names)
}

/// Whether a path is there; a system that cannot tell is a failure, not a "no".
fn is_there(path: &Path) -> Result<bool, StoreError> {
    match fs::metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io(Doing::Read, path, error)),
    }
}

/// A case's name: `[a-z0-9-]`, 1 to 40 characters, and none that Windows keeps for a device: a case may be carried there.
pub fn is_name(name: &str) -> bool {
    let shaped = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&name.len()) && name.chars().all(shaped) && !name.starts_with('-') && !is_device(name)
}

fn is_device(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")))
}

/// A name from a title: its Latin letters and digits, else `other`.
fn slug(title: &str, other: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    name.truncate(30);
    let name = name.trim_matches('-');
    if name.is_empty() || is_device(name) { other.to_owned() } else { name.to_owned() }
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

    /// The name of the case: its folder's.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The decisions about what reconciliations found.
    pub fn decisions_file(&self) -> PathBuf {
        self.file("decisions.csv")
    }

    /// Reads the case.
    pub fn load(&self) -> Result<Loaded, StoreError> {
        self.read(&self.text()?).map(|(loaded, _)| loaded)
    }

    /// The folder or the case file, where others could read or change it.
    pub fn exposed(&self) -> Option<PathBuf> {
        let exposed = |path: &PathBuf| fs::metadata(path).is_ok_and(|about| own::is_exposed(&about));
        [self.path.clone(), self.case_file()].into_iter().find(exposed)
    }

    /// The text of the case file.
    fn text(&self) -> Result<String, StoreError> {
        let path = self.case_file();
        let text = read_text(&own::resolve(&path)?, files::STATE_CAP)?;
        if text.trim_matches(['\0', ' ', '\n']).is_empty() {
            return Err(StoreError::Empty { path });
        }
        Ok(text)
    }

    /// The case that a text of its file says, and the format of the text.
    fn read(&self, text: &str) -> Result<(Loaded, u32), StoreError> {
        let path = self.case_file();
        match form::read(text) {
            Ok(read) => {
                let case = Case { name: self.name(), ..read.case };
                let edited = read.seal.is_none();
                let seal = read.seal.filter(|_| read.format == form::FORMAT);
                Ok((Loaded { case, edited, seal }, read.format))
            }
            Err(form::Unreadable::Newer(format)) => Err(StoreError::Newer { path, format }),
            Err(form::Unreadable::Damaged(faults)) => {
                let lines = Lines::of(text);
                let located = |fault: Fault| (lines.find(fault.place), fault.what);
                Err(StoreError::Damaged { path, faults: faults.into_iter().map(located).collect() })
            }
        }
    }

    /// The folder of the case's letters, which is there once one was written.
    pub fn letters(&self) -> PathBuf {
        self.file("letters")
    }

    /// Writes a letter into the folder of the case's letters, whole, and says where it is.
    pub fn write_letter(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let letters = self.letters();
        evidence::inner_folder(&letters)?;
        let path = letters.join(name);
        write_atomic(&path, bytes)?;
        Ok(path)
    }

    /// The last lines of the log up to the case's revision, oldest first.
    pub fn recent(&self, revision: u64, lines: usize) -> Result<Vec<Glimpse>, StoreError> {
        log::read_recent(&self.file("history.jsonl"), revision, lines)
    }

    /// The log up to the case's revision, oldest first. A line that is ahead or torn belongs to a change that did not finish.
    pub fn log(&self, revision: u64) -> Result<Vec<Line>, StoreError> {
        log::read_log(&self.file("history.jsonl"), revision)
    }
}
