//! The log of a case as a file: its end is read, and a line is put there. However long a log is, one change reads no more
//! of it than its last lines.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::files::{STATE_CAP, open_regular, private};
use super::history::{Glimpse, Line};
use super::{Doing, StoreError};

/// The last lines of a log up to a revision, oldest first. However long the log is, only its end is read.
pub(super) fn read_recent(path: &Path, revision: u64, wanted: usize) -> Result<Vec<Glimpse>, StoreError> {
    let Some(mut file) = open_to_read(path)? else { return Ok(Vec::new()) };
    let failed = |error| StoreError::io(Doing::Read, path, error);
    let length = file.metadata().map_err(failed)?.len();
    let mut chunk = 8 << 10;
    loop {
        let start = length.saturating_sub(chunk);
        let bytes = read_from(&mut file, start, length).map_err(failed)?;
        // What stands before the first line break may be the rest of a line, or the rest of a character.
        let cut = if start == 0 {
            0
        } else {
            bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| at + 1)
        };
        let lines =
            bytes[cut..].split(|b| *b == b'\n').rev().filter_map(|line| serde_json::from_slice(line).ok());
        let mut lines: Vec<Glimpse> =
            lines.filter(|line: &Glimpse| line.revision <= revision).take(wanted).collect();
        if lines.len() == wanted || start == 0 {
            lines.reverse();
            return Ok(lines);
        }
        chunk *= 8;
    }
}

fn open_to_read(path: &Path) -> Result<Option<fs::File>, StoreError> {
    match open_regular(path) {
        Ok(file) => Ok(Some(file)),
        Err(StoreError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_from(file: &mut fs::File, start: u64, end: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(end - start).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the log up to a revision, oldest line first.
pub(super) fn read_log(path: &Path, revision: u64) -> Result<Vec<Line>, StoreError> {
    let Some(mut file) = open_to_read(path)? else { return Ok(Vec::new()) };
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(|error| StoreError::io(Doing::Read, path, error))?;
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    Ok(lines.filter(|line| line.revision <= revision).collect())
}

/// Appends a line for the change after revision `old`, and makes it last. One line that is ahead of the case, or a torn
/// one, is a change that did not finish and is cut; more than one means that an older case file was put back: the log is
/// set aside, never cut.
pub(super) fn append(path: &Path, old: u64, line: &Line) -> Result<(), StoreError> {
    let failed = |error| StoreError::io(Doing::Write, path, error);
    if path.is_symlink() {
        return Err(StoreError::Linked { path: path.to_owned() });
    }
    let mut file = open_log(path).map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(StoreError::NotRegular { path: path.to_owned() });
    }
    let end = match tail(&mut file, old).map_err(failed)? {
        Tail::Fits(end) => end,
        Tail::Ahead => {
            let day = line.time.get(..10).unwrap_or("unknown");
            let aside = path.with_file_name(format!("history-set-aside-{day}-{}.jsonl", line.revision));
            fs::rename(path, &aside).map_err(failed)?;
            file = open_log(path).map_err(failed)?;
            0
        }
    };
    let text = serde_json::to_string(line).map_err(|error| failed(io::Error::other(error)))?;
    let write = |file: &mut fs::File| -> io::Result<()> {
        if file.metadata()?.len() > end {
            file.set_len(end)?;
        }
        file.seek(SeekFrom::Start(end))?;
        file.write_all(format!("{text}\n").as_bytes())?;
        file.sync_all()
    };
    write(&mut file).map_err(failed)
}

fn open_log(path: &Path) -> io::Result<fs::File> {
    private().create(true).truncate(false).read(true).write(true).open(path)
}

/// How the end of a log fits a case.
enum Tail {
    /// It can be continued at this byte.
    Fits(u64),
    /// It knows more than one change that the case does not.
    Ahead,
}

/// Looks at the last lines of a log only; a line is at most as long as a case file.
fn tail(file: &mut fs::File, old: u64) -> io::Result<Tail> {
    let length = file.metadata()?.len();
    let mut chunk = 8 << 10;
    loop {
        let start = length.saturating_sub(chunk);
        let bytes = read_from(file, start, length)?;
        if let Some(tail) = judge(&bytes, start, old) {
            return Ok(tail);
        }
        if start == 0 || chunk > STATE_CAP {
            return Ok(Tail::Fits(0));
        }
        chunk *= 8;
    }
}

/// Judges the end of a log from its last bytes; `None` where they do not reach back to a whole line that decides it.
fn judge(bytes: &[u8], start: u64, old: u64) -> Option<Tail> {
    let mut end = bytes.iter().rposition(|b| *b == b'\n').map(|at| at + 1)?;
    let mut ahead = 0;
    while end > 0 {
        let before = bytes[..end - 1].iter().rposition(|b| *b == b'\n').map(|at| at + 1);
        let line_start = match before {
            Some(at) => at,
            None if start == 0 => 0,
            None => return None,
        };
        match revision(&bytes[line_start..end]) {
            Some(n) if n > old + 1 => return Some(Tail::Ahead),
            Some(n) if n == old + 1 && ahead == 0 => ahead += 1,
            _ => return Some(Tail::Fits(start + end as u64)),
        }
        end = line_start;
    }
    Some(Tail::Fits(0))
}

fn revision(line: &[u8]) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Revision {
        revision: u64,
    }
    serde_json::from_slice::<Revision>(line).ok().map(|line| line.revision)
}
