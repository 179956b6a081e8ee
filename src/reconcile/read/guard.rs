//! Files that may be anything: only regular ones are opened, what comes out of archives is counted while it comes, and a
//! file that changes under the reading is told.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, BufRead, Read, Seek};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::stop::{io as io_trouble, trouble};
use crate::domain::text::hex;
use crate::reconcile::said::{Said, Trouble};

/// What may come out of an archive in all.
const MOST_UNPACKED: u64 = 4 << 30;
/// So much may come out before its ratio counts, and so many times what went in.
const EARLY: u64 = 16 << 20;
const RATIO: u64 = 100;

/// A file that was given, open.
pub(super) struct Given {
    pub(super) name: String,
    pub(super) file: File,
    pub(super) size: u64,
    before: Metadata,
}

impl Given {
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let name = path.display().to_string();
        // A pipe would be waited for when it is opened, so it is looked at first.
        let fail = |error: &io::Error| io_trouble(error).of(&name);
        let seen = path.metadata().map_err(|error| fail(&error))?;
        let file = if seen.is_file() { Some(File::open(path).map_err(|error| fail(&error))?) } else { None };
        let Some(file) = file else {
            return Err(trouble("read.not_a_file", "read.not_a_file_hint").of(&name));
        };
        let before = file.metadata().map_err(|error| fail(&error))?;
        if before.len() == 0 {
            return Err(trouble("read.empty", "read.empty_hint").of(&name));
        }
        Ok(Self { name, file, size: before.len(), before })
    }

    /// The first bytes.
    pub(super) fn head(&mut self, most: u64) -> Result<Vec<u8>, Trouble> {
        let mut head = Vec::new();
        let read = self.file.by_ref().take(most).read_to_end(&mut head);
        read.and_then(|_| self.file.rewind()).map_err(|error| io_trouble(&error))?;
        Ok(head)
    }

    /// The whole file, if it is not larger than `most`.
    pub(super) fn whole(&mut self, most: u64) -> Result<Vec<u8>, Trouble> {
        if self.size > most {
            return Err(too_large(most));
        }
        self.head(most)
    }

    /// Refuses a file that is not what it was when it was opened.
    pub(super) fn unchanged(&self) -> Result<(), Trouble> {
        let now = self.file.metadata().map_err(|error| io_trouble(&error))?;
        let same = now.len() == self.size && now.modified().ok() == self.before.modified().ok();
        if same { Ok(()) } else { Err(trouble("read.changed", "read.changed_hint")) }
    }

    /// SHA-256 of the whole file.
    pub(super) fn digest(&mut self) -> Result<String, Trouble> {
        let mut hashed = Hashed::new(&self.file);
        hashed.rewind_and_drain().map_err(|error| io_trouble(&error))
    }
}

/// A file larger than what is read of its kind.
pub(super) fn too_large(most: u64) -> Trouble {
    Trouble::new(Said::new("read.too_large").with("most", most >> 20)).hint("read.too_large_hint")
}

/// A reader that hashes what goes through it.
pub(super) struct Hashed<R> {
    inner: R,
    digest: Sha256,
}

impl<R: Read> Hashed<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, digest: Sha256::new() }
    }

    /// Reads to the end; the SHA-256 of everything in hexadecimal.
    pub(super) fn finish(&mut self) -> io::Result<String> {
        io::copy(self, &mut io::sink())?;
        Ok(hex(&self.digest.clone().finalize()))
    }
}

impl Hashed<&File> {
    fn rewind_and_drain(&mut self) -> io::Result<String> {
        self.inner.rewind()?;
        let digest = self.finish()?;
        self.inner.rewind()?;
        Ok(digest)
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.digest.update(&into[..count]);
        Ok(count)
    }
}

/// A reader of unpacked bytes that counts them, whatever an archive says of itself.
pub(super) struct Counted<R> {
    inner: R,
    packed: u64,
    count: u64,
    most: u64,
    /// What an archive says comes out of it.
    stated: u64,
}

impl<R: Read> Counted<R> {
    pub(super) fn new(inner: R, packed: u64) -> Self {
        Self { inner, packed, count: 0, most: MOST_UNPACKED, stated: u64::MAX }
    }

    /// A reader of a member that states its size: what is too large or too tightly packed by its own word is refused at
    /// once, and more than it states is not read.
    pub(super) fn stated(inner: R, packed: u64, size: u64) -> Result<Self, Trouble> {
        if size > EARLY && size / RATIO > packed {
            return Err(trouble("read.bomb", "read.bomb_hint"));
        }
        if size > MOST_UNPACKED {
            return Err(too_large(MOST_UNPACKED));
        }
        Ok(Self { inner, packed, count: 0, most: MOST_UNPACKED, stated: size })
    }

    /// Everything, if it is not more than `most`.
    pub(super) fn whole(mut self, most: u64) -> Result<Vec<u8>, Trouble> {
        self.most = most.min(self.most);
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes).map_err(|error| told(&error).unwrap_or_else(|| io_trouble(&error)))?;
        Ok(bytes)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.count += count as u64;
        if self.count > self.stated {
            return Err(telling(trouble("read.damaged_archive", "read.damaged_hint")));
        }
        if self.count > self.most {
            return Err(telling(too_large(self.most)));
        }
        if self.count > EARLY && self.count / RATIO > self.packed {
            return Err(telling(trouble("read.bomb", "read.bomb_hint")));
        }
        Ok(count)
    }
}

/// A buffered reader that refuses to give more than a mebibyte between two marks: no token of a sheet is longer.
pub(super) struct Short<R> {
    inner: R,
    since: usize,
}

impl<R: BufRead> Short<R> {
    const MOST: usize = 1 << 20;

    pub(super) fn new(inner: R) -> Self {
        Self { inner, since: 0 }
    }

    pub(super) fn mark(&mut self) {
        self.since = 0;
    }
}

impl<R: BufRead> Read for Short<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inner.read(into)
    }
}

impl<R: BufRead> BufRead for Short<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > Self::MOST {
            return Err(telling(trouble("read.long_line", "read.long_line_hint")));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.since += count;
        self.inner.consume(count);
    }
}

/// A trouble on its way through a library that only knows errors of input and output.
#[derive(Debug)]
struct Told(Trouble);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.what.key)
    }
}

impl std::error::Error for Told {}

fn telling(trouble: Trouble) -> io::Error {
    io::Error::other(Told(trouble))
}

/// The trouble that an error carries.
pub(super) fn told(error: &io::Error) -> Option<Trouble> {
    error.get_ref()?.downcast_ref::<Told>().map(|told| told.0.clone())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_that_grows_while_it_is_read_is_told() {
        let path = std::env::temp_dir().join(format!("posquit-growing-{}.csv", std::process::id()));
        let mut file = File::options().write(true).create_new(true).open(&path).unwrap();
        file.write_all(b"a,b\n").unwrap();
        let given = Given::open(&path).unwrap();
        assert!(given.unchanged().is_ok());
        file.write_all(b"1,2\n").unwrap();
        let told = given.unchanged().unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(told.what.key, "read.changed");
    }
}
