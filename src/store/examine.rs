//! Looks at everything that a home holds and says what is not as it should be. It only reads.

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{STATE_CAP, entries, open_regular, read_text};
use super::moving::is_doomed;
use super::{Folder, Home, Line, StoreError, form, is_name, is_there, own};

/// Something that was found, and where.
#[derive(Debug)]
pub struct Finding {
    /// The file or folder.
    pub path: PathBuf,
    /// What about it.
    pub found: Found,
}

/// What may be found.
#[derive(Debug)]
pub enum Found {
    /// The case or its log cannot be read.
    Unreadable(StoreError),
    /// The case file was changed or cut outside posquit.
    Edited,
    /// The case file has an older format, and is written in the newest at the next change.
    OldFormat(u32),
    /// The log ends with a change that did not finish; the next change cuts it.
    Unfinished,
    /// The log knows this many changes that the case does not: an older case file was put back. The next change sets the
    /// log aside.
    LogAhead(usize),
    /// This many lines of the log cannot be read, so their changes can be neither shown nor taken back.
    LogTorn(usize),
    /// The log lacks the last changes, or all.
    LogShort,
    /// A file that a killed writer left. Nobody reads it.
    Leftover,
    /// Others may read or change it; the next change closes it.
    Exposed,
    /// A link, which posquit never follows here.
    Link,
    /// A deletion that did not finish; the next deletion takes it along.
    HalfDeleted,
    /// Nothing of ours.
    Foreign,
    /// A damaged file that was kept when a copy was put back.
    Kept,
}

impl Found {
    /// True for what does not right itself and may lose something: a person has to look.
    pub fn needs_person(&self) -> bool {
        match self {
            Self::Unreadable(_) | Self::Edited | Self::LogAhead(_) | Self::LogTorn(_) | Self::Link => true,
            Self::OldFormat(_)
            | Self::Unfinished
            | Self::LogShort
            | Self::Leftover
            | Self::Exposed
            | Self::HalfDeleted
            | Self::Foreign
            | Self::Kept => false,
        }
    }
}

/// The copy from before the last change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// The file.
    pub path: PathBuf,
    /// The revision that it holds.
    pub revision: u64,
    /// When that was saved, RFC 3339, if the log tells.
    pub time: Option<String>,
}

/// What the examination of one case came to.
#[derive(Debug)]
pub struct Examined {
    /// Everything found, what concerns the case file first.
    pub findings: Vec<Finding>,
    /// A sound copy that could take the place of a case file that is damaged or was edited.
    pub previous: Option<Previous>,
}

impl Home {
    /// Every case, also one that lost its case file, and whether it is in the archive.
    pub fn folders(&self) -> Result<Vec<(Folder, bool)>, StoreError> {
        let mut folders = Vec::new();
        for (place, archived) in [(self.cases(), false), (self.archive(), true)] {
            for path in entries(&place)? {
                // What cannot be looked at may be a case; its examination says why.
                if matches!(stray(&path), Ok(None) | Err(_)) {
                    folders.push((Folder { path }, archived));
                }
            }
        }
        Ok(folders)
    }

    /// What stands beside the cases and is none.
    pub fn strays(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for place in [self.cases(), self.archive()] {
            for path in entries(&place)? {
                let found = stray(&path).ok().flatten();
                findings.extend(found.map(|found| Finding { path, found }));
            }
        }
        Ok(findings)
    }
}

fn stray(path: &Path) -> Result<Option<Found>, StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(if is_doomed(path) {
        Some(Found::HalfDeleted)
    } else if path.is_symlink() {
        Some(Found::Link)
    } else if is_name(&name) && path.is_dir() {
        // A folder in which a copy or a log is left has lost its case file.
        let traces = ["case.toml", "case.toml.1", "history.jsonl"].map(|file| is_there(&path.join(file)));
        let traces = traces.into_iter().collect::<Result<Vec<_>, _>>()?;
        if traces.contains(&true) { None } else { Some(Found::Foreign) }
    } else {
        Some(Found::Foreign)
    })
}

impl Folder {
    /// Examines the files of the case.
    pub fn examine(&self) -> Examined {
        let mut findings = Vec::new();
        let mut note = |path: PathBuf, found: Found| findings.push(Finding { path, found });
        let read = self.text().and_then(|text| self.read(&text));
        let unsound = !matches!(&read, Ok((loaded, _)) if !loaded.edited);
        match read {
            Ok((loaded, format)) => {
                if loaded.edited {
                    note(self.case_file(), Found::Edited);
                }
                if format < form::FORMAT {
                    note(self.case_file(), Found::OldFormat(format));
                }
                if let Some(found) = self.examine_log(loaded.case.revision) {
                    note(self.file("history.jsonl"), found);
                }
            }
            Err(error) => note(self.case_file(), Found::Unreadable(error)),
        }
        match self.examine_entries() {
            Ok(found) => findings.extend(found),
            Err(error) => {
                findings.push(Finding { path: self.path.clone(), found: Found::Unreadable(error) });
            }
        }
        let previous = if unsound { self.previous() } else { None };
        Examined { findings, previous }
    }

    fn examine_log(&self, revision: u64) -> Option<Found> {
        let text = match self.log_text() {
            Ok(text) => text,
            Err(error) => return Some(Found::Unreadable(error)),
        };
        let read = |line: &str| serde_json::from_str::<Line>(line).map(|line| line.revision).ok();
        let lines: Vec<Option<u64>> = text.lines().map(read).collect();
        let cut = !text.is_empty() && !text.ends_with('\n');
        let torn = lines.iter().filter(|line| line.is_none()).count();
        let ahead = lines.iter().flatten().filter(|at| **at > revision).count();
        match (torn, ahead) {
            (_, 2..) => Some(Found::LogAhead(ahead)),
            (0, 1) => Some(Found::Unfinished),
            (1, 0) if cut => Some(Found::Unfinished),
            (1.., _) => Some(Found::LogTorn(torn)),
            (0, 0) if lines.iter().flatten().max() != Some(&revision) => Some(Found::LogShort),
            _ => None,
        }
    }

    fn log_text(&self) -> Result<String, StoreError> {
        let path = self.file("history.jsonl");
        if !is_there(&path)? {
            return Ok(String::new());
        }
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut open_regular(&path)?, &mut text)
            .map_err(|error| StoreError::io(super::Doing::Read, &path, error))?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// Looks at the names and the rights of all that stands in the folder.
    fn examine_entries(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for path in std::iter::once(self.path.clone()).chain(entries(&self.path)?) {
            let Ok(about) = fs::symlink_metadata(&path) else { continue };
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let found = match () {
                () if path == self.path && own::is_exposed(&about) => Some(Found::Exposed),
                () if path == self.path => None,
                // A case file behind a link is read on purpose, and was judged already.
                () if about.is_symlink() && name != "case.toml" => Some(Found::Link),
                () if is_temporary(&name) => Some(Found::Leftover),
                () if name.starts_with("case.toml.damaged-") => Some(Found::Kept),
                () if !is_ours(&name) => Some(Found::Foreign),
                () if !about.is_symlink() && own::is_exposed(&about) => Some(Found::Exposed),
                () => None,
            };
            findings.extend(found.map(|found| Finding { path, found }));
        }
        Ok(findings)
    }

    /// The copy from before the last change, if it is there and whole.
    pub fn previous(&self) -> Option<Previous> {
        let path = self.previous_file();
        let text = read_text(&path, STATE_CAP).ok()?;
        let read = form::read(&text).ok().filter(|read| read.seal.is_some())?;
        let revision = read.case.revision;
        let log = self.log(revision).unwrap_or_default();
        let time = log.into_iter().find(|line| line.revision == revision).map(|line| line.time);
        Some(Previous { path, revision, time })
    }
}

/// The name of a file that was to take the place of another.
fn is_temporary(name: &str) -> bool {
    name.strip_prefix('.').is_some_and(|name| name.strip_suffix(".tmp").is_some())
}

/// The files and folders that a case has.
fn is_ours(name: &str) -> bool {
    let numbered = |start: &str, end: &str| name.starts_with(start) && name.ends_with(end);
    matches!(name, "case.toml" | "case.toml.1" | "case.lock" | "history.jsonl" | "evidence" | "letters")
        || numbered("case.v", ".bak")
        || numbered("history-set-aside-", ".jsonl")
}
