//! Puts the copy from before the last change in the place of a case file that is damaged. Nothing is deleted: the damaged
//! file and a log that knows more than the copy stay beside it under other names.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::examine::Previous;
use super::files::{STATE_CAP, read_text, write_atomic};
use super::{Doing, Folder, Line, StoreError};

/// What was put back, and what was kept.
#[derive(Debug)]
pub struct Restored {
    /// The copy.
    pub previous: Previous,
    /// Where the damaged file is now; `None` where there was none.
    pub kept: Option<PathBuf>,
    /// The changes that the copy does not have, as far as the log tells them.
    pub lost: Vec<Line>,
}

impl Folder {
    /// Puts the previous copy back. `stamp` ends the name of the damaged file. A case file that is sound, newer than this
    /// program or not to be read at all is left alone.
    pub fn restore(&self, stamp: &str) -> Result<Restored, StoreError> {
        let _lock = self.lock()?;
        match self.load() {
            Ok(loaded) if !loaded.edited => return Err(StoreError::Sound { path: self.case_file() }),
            Err(error @ (StoreError::Newer { .. } | StoreError::NotYours { .. })) => return Err(error),
            Err(StoreError::Io { doing, path, error }) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::Io { doing, path, error });
            }
            _ => {}
        }
        let path = self.previous_file();
        let previous = self.previous().ok_or(StoreError::NoPrevious { path: path.clone() })?;
        let text = read_text(&path, STATE_CAP)?;
        let lost = self.keep_log(&previous, stamp)?;
        let kept = self.keep_damaged(stamp)?;
        write_atomic(&self.case_file(), text.as_bytes())?;
        Ok(Restored { previous, kept, lost })
    }

    /// Gives the damaged file a second name. Where that cannot be, it is moved.
    fn keep_damaged(&self, stamp: &str) -> Result<Option<PathBuf>, StoreError> {
        let (path, kept) = (self.case_file(), self.spare("case.toml.damaged", stamp, ""));
        let linked = fs::hard_link(&path, &kept);
        match linked.or_else(|_| fs::rename(&path, &kept)) {
            Ok(()) => Ok(Some(kept)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io(Doing::Move, &path, error)),
        }
    }

    /// Copies a log that is ahead of the copy, since the next change cuts what is ahead.
    fn keep_log(&self, previous: &Previous, stamp: &str) -> Result<Vec<Line>, StoreError> {
        let lines = self.log(u64::MAX)?;
        let lost: Vec<Line> = lines.into_iter().filter(|line| line.revision > previous.revision).collect();
        if !lost.is_empty() {
            let bytes = fs::read(self.file("history.jsonl"))
                .map_err(|error| StoreError::io(Doing::Read, &self.file("history.jsonl"), error))?;
            write_atomic(&self.spare("history-set-aside", stamp, ".jsonl"), &bytes)?;
        }
        Ok(lost)
    }

    /// A name that nothing has yet; a thousand of one second there will not be.
    fn spare(&self, base: &str, stamp: &str, end: &str) -> PathBuf {
        let first = self.file(&format!("{base}-{stamp}{end}"));
        let others = (2..1000).map(|n| self.file(&format!("{base}-{stamp}-{n}{end}")));
        let taken = |path: &PathBuf| fs::symlink_metadata(path).is_ok();
        std::iter::once(first.clone()).chain(others).find(|path| !taken(path)).unwrap_or(first)
    }
}
