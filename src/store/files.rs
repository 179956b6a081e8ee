//! The few things that posquit does to files: read with a cap, replace as a whole. Everything is for its owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::{Doing, StoreError};

/// No state file is larger than this.
pub(super) const STATE_CAP: u64 = 64 << 20;

/// Options for a file that only its owner may read. A pipe that took the name of such a file is not waited on, and a link
/// is not followed to somebody else's file.
pub(super) fn private() -> OpenOptions {
    let mut options = unhurried();
    #[cfg(unix)]
    {
        use nix::fcntl::OFlag;
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags((OFlag::O_NONBLOCK | OFlag::O_NOFOLLOW).bits());
    }
    options
}

/// Options that never wait for the other end of a pipe.
fn unhurried() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, nix::fcntl::OFlag::O_NONBLOCK.bits());
    options
}

/// Opens a regular file for reading; anything else that has its name is refused at once.
pub(super) fn open_regular(path: &Path) -> Result<File, StoreError> {
    let failed = |error| StoreError::io(Doing::Read, path, error);
    let file = unhurried().read(true).open(path).map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(StoreError::NotRegular { path: path.to_owned() });
    }
    Ok(file)
}

/// The folder that a path stands in.
pub(super) fn parent(path: &Path) -> &Path {
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
    let file = open_regular(path)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(cap)).unwrap_or(0) + 1);
    if length <= cap {
        // It may grow while it is read.
        file.take(cap + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if length > cap || bytes.len() as u64 > cap {
        return Err(StoreError::TooLarge { path: path.to_owned(), cap });
    }
    String::from_utf8(bytes)
        .map_err(|error| StoreError::NotText { path: path.to_owned(), at: error.utf8_error().valid_up_to() })
}

/// The entries of a folder, in order; of one that is not there, none.
pub(super) fn entries(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |error| StoreError::io(Doing::Read, path, error);
    let mut read = match fs::read_dir(path) {
        // std panics where closing a folder fails, as it may on a failing disk; it is left open until the end.
        Ok(read) => ManuallyDrop::new(read),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let paths = read.by_ref().map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<io::Result<Vec<_>>>().map_err(failed)?;
    paths.sort();
    Ok(paths)
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
        let file = fresh(&temporary)?;
        let mut out = io::BufWriter::new(file);
        content(&mut out)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    if let Err(error) = write() {
        if fs::symlink_metadata(&temporary).is_ok_and(|about| !about.is_file()) {
            return Err(StoreError::NotRegular { path: temporary });
        }
        // What is left of it is in the way of nobody; the next writer uses the same name.
        let _ = fs::remove_file(&temporary);
        return Err(failed(error));
    }
    sync_folder(parent(path)).map_err(|error| StoreError::io(Doing::Sync, path, error))
}

/// Makes a file that is not there yet. What a killed writer left under its name goes first, if that is a regular file.
fn fresh(path: &Path) -> io::Result<File> {
    let make = || private().create_new(true).write(true).open(path);
    match make() {
        Err(error)
            if error.kind() == io::ErrorKind::AlreadyExists && fs::symlink_metadata(path)?.is_file() =>
        {
            fs::remove_file(path)?;
            make()
        }
        made => made,
    }
}

/// The name under which a file is written before it takes its place: beside it, and always the same.
fn temporary(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".tmp");
    path.with_file_name(name)
}
