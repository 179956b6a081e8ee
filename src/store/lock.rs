//! The lock of a case: one change at a time, held by the system, so that it is free as soon as its holder ends.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::files::private;
use super::{Doing, StoreError};

/// How long a change waits for another one to finish; a change takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// A lock, held until it is dropped or the process ends, however it ends.
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock, or says after ten seconds that somebody else has it.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        let begun = Instant::now();
        loop {
            let lock = Self { file: open(path)?, path: path.to_owned() };
            lock.wait(begun)?;
            // Whoever waited for a file that was deleted meanwhile would hold a lock that keeps nobody out.
            if lock.is_current()? {
                return Ok(lock);
            }
            if begun.elapsed() > PATIENCE {
                return Err(lock.in_use());
            }
        }
    }

    fn wait(&self, begun: Instant) -> Result<(), StoreError> {
        loop {
            match self.file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(3));
                }
                Err(TryLockError::WouldBlock) => return Err(self.in_use()),
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(TryLockError::Error(error)) => {
                    return Err(StoreError::io(Doing::Lock, &self.path, error));
                }
            }
        }
    }

    /// Makes sure, right before something is replaced, that the lock file was not deleted since.
    pub(super) fn confirm(&self) -> Result<(), StoreError> {
        if self.is_current()? { Ok(()) } else { Err(self.in_use()) }
    }

    fn in_use(&self) -> StoreError {
        StoreError::InUse { path: self.path.clone() }
    }

    /// Whether the file that is held still has its name; a system that cannot tell is a failure, not a "no".
    #[cfg(unix)]
    fn is_current(&self) -> Result<bool, StoreError> {
        use std::os::unix::fs::MetadataExt;
        let identity = |about: std::fs::Metadata| (about.dev(), about.ino());
        let failed = |error| StoreError::io(Doing::Lock, &self.path, error);
        let held = self.file.metadata().map(identity).map_err(failed)?;
        match std::fs::symlink_metadata(&self.path).map(identity) {
            Ok(named) => Ok(named == held),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    #[cfg(not(unix))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "a file that is open cannot be deleted there"
    )]
    fn is_current(&self) -> Result<bool, StoreError> {
        Ok(true)
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    let failed = |error| StoreError::io(Doing::Lock, path, error);
    let opened = private().create(true).truncate(false).write(true).open(path);
    if opened.is_err() && path.is_symlink() {
        return Err(StoreError::Linked { path: path.to_owned() });
    }
    let file = opened.map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(StoreError::NotRegular { path: path.to_owned() });
    }
    Ok(file)
}
