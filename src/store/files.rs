//! The few things that posquit does to files: read with a cap, lock, replace as a whole. Everything is for its owner only.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Doing, StoreError};

/// No state file is larger than this.
pub(super) const STATE_CAP: u64 = 64 << 20;

/// How long a change waits for another one to finish; a change takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Options for a file that only its owner may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The folder that a path stands in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder that only its owner may enter, and makes its name last.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    sync_folder(parent(path))
}

/// `make_folder` for a path of which more than the last part may be missing.
pub(super) fn make_folders(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_folders(parent)?;
    }
    match make_folder(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.map_err(|error| StoreError::io(Doing::Create, path, error)),
    }
}

/// Reads a text file of at most `cap` bytes.
pub fn read_text(path: &Path, cap: u64) -> Result<String, StoreError> {
    let failed = |error| StoreError::io(Doing::Read, path, error);
    let file = File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if !about.is_file() {
        return Err(failed(io::Error::other("it is not a regular file")));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(cap)).unwrap_or(0) + 1);
    file.take(cap + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > cap {
        return Err(StoreError::TooLarge { path: path.to_owned(), cap });
    }
    String::from_utf8(bytes)
        .map_err(|error| StoreError::NotText { path: path.to_owned(), at: error.utf8_error().valid_up_to() })
}

/// Makes the names in a folder last. Windows has no such thing and needs none.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

/// Puts a new file in the place of an old one: either of them is there at any moment, and the new one lasts once this
/// returns. A failed sync is never tried again on the same file.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_atomic_with(path, |out| out.write_all(bytes))
}

/// `write_atomic` for what is too large to be held at once.
pub fn write_atomic_with(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    let failed = |error| StoreError::io(Doing::Write, path, error);
    let temporary = temporary(path);
    let write = || -> io::Result<()> {
        let file = private().create(true).write(true).truncate(true).open(&temporary)?;
        let mut out = io::BufWriter::new(file);
        content(&mut out)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    if let Err(error) = write() {
        // What is left of it is in the way of nobody; the next writer uses the same name.
        let _ = fs::remove_file(&temporary);
        return Err(failed(error));
    }
    sync_folder(parent(path)).map_err(|error| StoreError::io(Doing::Sync, path, error))
}

/// The name under which a file is written before it takes its place: beside it, and always the same.
fn temporary(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".tmp");
    path.with_file_name(name)
}

/// Holds a lock until it is dropped or the process ends, however it ends.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    let failed = |error| StoreError::io(Doing::Lock, path, error);
    let file = private().create(true).truncate(false).write(true).open(path).map_err(failed)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(3));
            }
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}
