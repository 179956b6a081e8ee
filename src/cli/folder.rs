//! The templates that a user keeps beside the cases.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::store::{Doing, StoreError};

/// The TOML files of a folder, in the order of their names; none where there is no such folder.
pub(super) fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
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
