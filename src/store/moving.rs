//! Gives a case another name, puts it into the archive and back, and deletes it. Each is one renaming of its folder, under
//! the lock, so that a crash leaves it at one of the two places, whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::text::{half_width, visible};

use super::files::{entries, make_folder, make_folders, parent, sync_folder};
use super::{Doing, Folder, Home, StoreError, is_name, is_there, names_in};

/// How the name of a folder begins that is being deleted. No case has such a name, so nobody reads it.
pub(super) const DOOMED: &str = ".deleting-";

/// What a case's folder holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// How many files.
    pub files: usize,
    /// How many bytes in all.
    pub bytes: u64,
}

impl Home {
    /// The names of the cases in the archive, in order.
    pub fn archived(&self) -> Result<Vec<String>, StoreError> {
        names_in(&self.archive())
    }

    /// The files of an archived case.
    pub fn archived_folder(&self, name: &str) -> Result<Folder, StoreError> {
        let path = self.archive().join(name);
        if is_name(name) && is_there(&path)? {
            return Ok(Folder { path });
        }
        Err(StoreError::NoSuchCase { name: name.to_owned() })
    }

    /// Refuses a name that no case can have, or that one has, be it in the archive.
    pub fn is_free(&self, name: &str) -> Result<(), StoreError> {
        if !is_name(name) {
            return Err(StoreError::BadName { name: name.to_owned() });
        }
        free(name, &[self.cases(), self.archive()])
    }

    /// Makes the folder of a new case with this name, which no other case may have.
    pub fn create_named(&self, name: &str) -> Result<(String, Folder), StoreError> {
        self.is_free(name)?;
        make_folders(&self.cases())?;
        let path = self.cases().join(name);
        match make_folder(&path) {
            Ok(()) => Ok((name.to_owned(), Folder { path })),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(StoreError::NameTaken { by: name.to_owned() })
            }
            Err(error) => Err(StoreError::io(Doing::Create, &path, error)),
        }
    }

    /// Gives a case another name, which no other case may have, not even in the archive.
    pub fn rename(&self, folder: &Folder, name: &str) -> Result<Folder, StoreError> {
        self.is_free(name)?;
        relocate(folder, &parent(&folder.path).join(name))
    }

    /// Puts a case into the archive.
    pub fn put_away(&self, folder: &Folder) -> Result<Folder, StoreError> {
        take_to(folder, &self.archive())
    }

    /// Brings a case back from the archive.
    pub fn bring_back(&self, folder: &Folder) -> Result<Folder, StoreError> {
        take_to(folder, &self.cases())
    }

    /// Deletes a case with all its files. It leaves the list at once; a crash after that leaves only what nobody reads,
    /// and the next deletion takes it along.
    pub fn delete(&self, folder: &Folder) -> Result<(), StoreError> {
        folder.contents()?;
        let place = parent(&folder.path).to_owned();
        for left in entries(&place)?.into_iter().filter(|path| is_doomed(path)) {
            remove(&left)?;
        }
        let doomed = relocate(folder, &place.join(format!("{DOOMED}{}", folder.name())))?;
        remove(&doomed.path)?;
        sync_folder(&place).map_err(|error| StoreError::io(Doing::Sync, &place, error))
    }

    pub(super) fn cases(&self) -> PathBuf {
        self.path.join("cases")
    }

    pub(super) fn archive(&self) -> PathBuf {
        self.path.join("archive")
    }
}

impl Folder {
    /// Counts what the folder holds; a link in it is refused, since what it leads to belongs to somebody else.
    pub fn contents(&self) -> Result<Contents, StoreError> {
        let mut contents = Contents::default();
        count(&self.path, &mut contents).map(|()| contents)
    }
}

fn count(path: &Path, contents: &mut Contents) -> Result<(), StoreError> {
    let about = fs::symlink_metadata(path).map_err(|error| StoreError::io(Doing::Read, path, error))?;
    if about.is_symlink() {
        return Err(StoreError::Linked { path: path.to_owned() });
    }
    if about.is_dir() {
        return entries(path)?.iter().try_for_each(|entry| count(entry, contents));
    }
    contents.files += 1;
    contents.bytes += about.len();
    Ok(())
}

fn take_to(folder: &Folder, place: &Path) -> Result<Folder, StoreError> {
    free(&folder.name(), &[place.to_owned()])?;
    make_folders(place)?;
    relocate(folder, &place.join(folder.name()))
}

/// Refuses a name where something has it, or one that differs only by case or by the width of its letters: a disk may
/// take the two for one.
fn free(name: &str, places: &[PathBuf]) -> Result<(), StoreError> {
    for path in places.iter().map(|place| entries(place)).collect::<Result<Vec<_>, _>>()?.concat() {
        let by = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if half_width(&by).to_lowercase() == name {
            return Err(StoreError::NameTaken { by: visible(&by) });
        }
    }
    Ok(())
}

pub(super) fn is_doomed(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(DOOMED))
}

fn relocate(folder: &Folder, to: &Path) -> Result<Folder, StoreError> {
    if folder.path.is_symlink() {
        return Err(StoreError::Linked { path: folder.path.clone() });
    }
    let lock = folder.lock()?;
    lock.confirm()?;
    if cfg!(windows) {
        // There, a folder with an open file in it cannot be renamed.
        drop(lock);
    }
    fs::rename(&folder.path, to).map_err(|error| StoreError::io(Doing::Move, &folder.path, error))?;
    for place in [parent(to), parent(&folder.path)] {
        sync_folder(place).map_err(|error| StoreError::io(Doing::Sync, place, error))?;
    }
    Ok(Folder { path: to.to_owned() })
}

fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_dir_all(path).map_err(|error| StoreError::io(Doing::Delete, path, error))
}
