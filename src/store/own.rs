//! Whose a state file is, and who else could read it.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::{Doing, StoreError};

/// Where a state file really stands: a link to a regular file of the same owner is followed on purpose, so that a case
/// may be kept elsewhere; a file of somebody else is refused, whoever asks.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, StoreError> {
    let failed = |error| StoreError::io(Doing::Read, path, error);
    let about = fs::symlink_metadata(path).map_err(failed)?;
    if !about.is_symlink() {
        return belongs(path, &about).map(|()| path.to_owned());
    }
    let target = fs::canonicalize(path).map_err(failed)?;
    let about = fs::metadata(&target).map_err(failed)?;
    if !about.is_file() {
        return Err(StoreError::NotRegular { path: path.to_owned() });
    }
    belongs(path, &about).map(|()| target)
}

/// Refuses a file of another user.
#[cfg(unix)]
fn belongs(path: &Path, about: &Metadata) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let ours = about.uid() == nix::unistd::geteuid().as_raw();
    if ours { Ok(()) } else { Err(StoreError::NotYours { path: path.to_owned() }) }
}

#[cfg(not(unix))]
fn belongs(_: &Path, _: &Metadata) -> Result<(), StoreError> {
    Ok(())
}

/// True where others may read or change something of ours.
#[cfg(unix)]
pub(super) fn is_exposed(about: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
pub(super) fn is_exposed(_: &Metadata) -> bool {
    false
}

/// Takes what others may do away, where anything is left of it.
pub(super) fn close_to_others(path: &Path) -> io::Result<()> {
    let about = fs::symlink_metadata(path)?;
    if !is_exposed(&about) || about.is_symlink() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = if about.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}
