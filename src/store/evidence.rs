//! Files that prove something: copied into the case safely, and looked at again later. What is copied is what was opened:
//! a link is never followed, and a name that changes hands in between changes nothing.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sha2::{Digest, Sha256};

use super::files::{make_folder, private, sync_folder};
use super::{Doing, Folder, StoreError};
use crate::domain::case::Case;
use crate::domain::record::EVIDENCE;
use crate::domain::text::hex;

/// No attachment is larger than this, in bytes.
pub const EVIDENCE_CAP: u64 = 50 << 20;

/// The folder of a case that attachments are copied into.
const FOLDER: &str = "evidence";

/// Why a file cannot be an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is a symbolic link.
    Link,
    /// It is a folder, a device, a pipe or a socket.
    NotAFile,
    /// It holds nothing.
    Empty,
    /// It is larger than `EVIDENCE_CAP`.
    TooLarge,
    /// It changed while it was copied.
    Changing,
}

/// A file that was copied into a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Where it lies, from the case's folder: `evidence/slip-1a2b3c4d5e6f.pdf`.
    pub file: String,
    /// The name that it had, as far as it is text.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256 in hexadecimal.
    pub digest: String,
    /// The case had it already.
    was_there: bool,
}

/// What became of an attachment since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The id of its record.
    pub record: String,
    /// Where it should lie, from the case's folder.
    pub file: String,
    /// What is wrong with it.
    pub what: DamageKind,
}

/// What can be wrong with an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// It is not there, or no regular file.
    Missing,
    /// It is not the file that was attached.
    Altered,
    /// It could not be read.
    Unreadable,
}

impl Folder {
    /// Copies a file into the case. It is opened once, without following a link, and judged and copied by what was opened;
    /// the copy is a new file for its owner only, under a name that every system takes.
    pub fn attach(&self, source: &Path) -> Result<Attached, StoreError> {
        let unfit = |why| StoreError::Unfit { path: source.to_owned(), why };
        let not_opened = |error| not_opened(source, error);
        let file = open(source).map_err(not_opened)?;
        let about = file.metadata().map_err(not_opened)?;
        match about.len() {
            _ if !about.is_file() => return Err(unfit(Unfit::NotAFile)),
            0 => return Err(unfit(Unfit::Empty)),
            size if size > EVIDENCE_CAP => return Err(unfit(Unfit::TooLarge)),
            _ => {}
        }
        let folder = self.evidence_folder()?;
        let attached = copy(source, &file, &folder)?;
        let same_size = file.metadata().is_ok_and(|now| now.len() == about.len());
        if !same_size || attached.size != about.len() {
            self.detach(&attached);
            return Err(unfit(Unfit::Changing));
        }
        Ok(attached)
    }

    /// Takes back a copy whose record could not be made. One that the case had before stays.
    pub fn detach(&self, attached: &Attached) {
        if !attached.was_there {
            let _ = fs::remove_file(self.path.join(&attached.file));
        }
    }

    /// The folder of the attachments.
    fn evidence_folder(&self) -> Result<PathBuf, StoreError> {
        let path = self.path.join(FOLDER);
        inner_folder(&path)?;
        Ok(path)
    }
}

/// Makes a folder within a case where it is not there. A link in its place leads nowhere.
pub(super) fn inner_folder(path: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::io(Doing::Create, path, error);
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() => Ok(()),
        Ok(_) => Err(failed(io::Error::other("something else has this name"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match make_folder(path) {
            // Somebody else made it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => inner_folder(path),
            made => made.map_err(failed),
        },
        Err(error) => Err(failed(error)),
    }
}

/// Copies an open file beside its place and puts it there once it is whole and lasts.
fn copy(source: &Path, file: &File, folder: &Path) -> Result<Attached, StoreError> {
    let temporary = tempname(folder);
    let failed = |error| StoreError::io(Doing::Write, &temporary, error);
    let write = || {
        let mut copy = private().create_new(true).write(true).open(&temporary).map_err(failed)?;
        let copied = digest_of(file, |bytes| copy.write_all(bytes)).map_err(|trouble| match trouble {
            Trouble::Reading(error) => StoreError::io(Doing::Read, source, error),
            Trouble::Writing(error) => failed(error),
        })?;
        copy.sync_all().map_err(failed)?;
        Ok(copied)
    };
    let place = |(digest, size): (String, u64)| {
        let name = source.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let own = file_name(&name, &digest);
        let place = folder.join(&own);
        let was_there = fs::symlink_metadata(&place).is_ok_and(|about| about.is_file());
        fs::rename(&temporary, &place).map_err(failed)?;
        sync_folder(folder).map_err(|error| StoreError::io(Doing::Sync, folder, error))?;
        Ok(Attached { file: format!("{FOLDER}/{own}"), name, size, digest, was_there })
    };
    let copied = write().and_then(place);
    if copied.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    copied
}

/// The attachments of a case that are not there any more, or not as they were attached. Every file is read whole.
pub fn damaged_evidence(folder: &Folder, case: &Case) -> Vec<Damage> {
    let records = case.records.iter().filter(|record| record.kind == EVIDENCE);
    let damage = |record: &crate::domain::record::Record| {
        let file = record.fact("file").unwrap_or_default().to_owned();
        let name = file.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/')).unwrap_or_default();
        let what = look(&folder.path.join(FOLDER), name, &record.made_from)?;
        Some(Damage { record: record.id.clone(), file, what })
    };
    records.filter_map(damage).collect()
}

/// What is wrong with the file of a letter, if it is not the one with this digest.
pub fn damaged_letter(folder: &Folder, name: &str, wanted: &str) -> Option<DamageKind> {
    look(&folder.letters(), name, wanted)
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn look(folder: &Path, name: &str, wanted: &str) -> Option<DamageKind> {
    // A record that was edited by hand leads nowhere outside the case.
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Some(DamageKind::Missing);
    }
    let opened = match open(&folder.join(name)) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Some(DamageKind::Unreadable),
        Err(_) => return Some(DamageKind::Missing),
    };
    match opened.metadata() {
        Ok(about) if about.is_file() => {}
        _ => return Some(DamageKind::Missing),
    }
    match digest_of(&opened, |_| Ok(())) {
        Ok((digest, _)) if digest == wanted => None,
        Ok(_) => Some(DamageKind::Altered),
        Err(_) => Some(DamageKind::Unreadable),
    }
}

/// Opens a file for reading without following a link, and without waiting for the other end of a pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use nix::fcntl::OFlag;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
    fs::OpenOptions::new().read(true).custom_flags(flags.bits()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::other("a link"));
    }
    File::open(path)
}

fn not_opened(path: &Path, error: io::Error) -> StoreError {
    let about = fs::symlink_metadata(path);
    if about.as_ref().is_ok_and(fs::Metadata::is_symlink) {
        return StoreError::Unfit { path: path.to_owned(), why: Unfit::Link };
    }
    // A socket cannot be opened at all.
    if error.kind() != io::ErrorKind::PermissionDenied && about.is_ok_and(|about| !about.is_file()) {
        return StoreError::Unfit { path: path.to_owned(), why: Unfit::NotAFile };
    }
    StoreError::io(Doing::Read, path, error)
}

enum Trouble {
    Reading(io::Error),
    Writing(io::Error),
}

/// Reads a file to its end, at most a byte more than the cap, and hands each piece on.
fn digest_of(file: &File, mut piece: impl FnMut(&[u8]) -> io::Result<()>) -> Result<(String, u64), Trouble> {
    let mut reader = file.take(EVIDENCE_CAP + 1);
    let (mut hash, mut size, mut bytes) = (Sha256::new(), 0, vec![0; 64 << 10]);
    loop {
        let read = match reader.read(&mut bytes) {
            Ok(0) => return Ok((hex(&hash.finalize()), size)),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Trouble::Reading(error)),
        };
        hash.update(&bytes[..read]);
        size += read as u64;
        piece(&bytes[..read]).map_err(Trouble::Writing)?;
    }
}

/// A name that nobody else writes to; what a crash left behind under it is in nobody's way.
fn tempname(folder: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let path = folder.join(format!(".{}-{}.tmp", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    let _ = fs::remove_file(&path);
    path
}

/// The name of a copy: letters and digits of its old name, and the beginning of its digest, so that two files never meet,
/// no name is a device's, and none is too long.
///
/// ```
/// use posquit::store::file_name;
/// let name = |old| file_name(old, "0123456789abcdef");
/// assert_eq!(name("Handover list (final).PDF"), "Handover-list-final-0123456789ab.pdf");
/// assert_eq!(name("../../.bashrc"), "bashrc-0123456789ab");
/// assert_eq!(name("NUL.pdf"), "NUL-0123456789ab.pdf");
/// assert_eq!(name("交接单：第 1 台.jpg"), "交接单-第-1-台-0123456789ab.jpg");
/// assert_eq!(name("\u{1b}[2J"), "2J-0123456789ab");
/// assert_eq!(name(". ."), "file-0123456789ab");
/// ```
pub fn file_name(old: &str, digest: &str) -> String {
    let (stem, ending) = match old.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) && stem.contains(|c: char| !"./ ".contains(c)) => {
            (stem, format!(".{}", ending.to_ascii_lowercase()))
        }
        _ => (old, String::new()),
    };
    let words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    let mut short = String::new();
    for c in joined.chars() {
        if short.len() + c.len_utf8() > 90 {
            break;
        }
        short.push(c);
    }
    let short = short.trim_matches('-');
    let short = if short.is_empty() { "file" } else { short };
    format!("{short}-{}{ending}", digest.get(..12).unwrap_or(digest))
}

fn is_ending(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
