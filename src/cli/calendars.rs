//! The calendars that a user keeps beside the cases: `<home>/calendars/<country>.toml`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::failure::{Exit, Failure};
use crate::store::{self, Doing, StoreError};
use crate::template::{self, Source};

use super::Context;

/// The largest calendar that is read, in bytes.
const LARGEST: u64 = 1 << 20;

impl Context {
    /// Takes over the years of every calendar in the home, in the order of the files' names.
    pub(super) fn amend_calendars(&mut self) -> Result<(), Failure> {
        let bad = |context: &Self, failure: Failure| {
            failure.safe(context.words.get("safe.untouched")).hint(context.words.get("error.calendar_hint"))
        };
        for path in files(&self.home.path.join("calendars")).map_err(|error| self.trouble(&error))? {
            let file = path.display().to_string();
            let text = store::read_text(&path, LARGEST).map_err(|error| bad(self, self.trouble(&error)))?;
            let amended = template::amend_calendar(&mut self.playbook, &Source { file: &file, text: &text });
            amended.map_err(|problems| {
                let list = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                bad(self, Failure::new(Exit::BadFile, list))
            })?;
        }
        Ok(())
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |error| StoreError::Io { doing: Doing::Read, path: folder.to_owned(), error };
    let entries = match fs::read_dir(folder) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        entries => entries.map_err(failed)?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        paths.extend(path.extension().is_some_and(|e| e == "toml").then_some(path));
    }
    paths.sort();
    Ok(paths)
}
