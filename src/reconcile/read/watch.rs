//! How far files have been read, for whoever looks on from another thread.

use std::fs::File;
use std::io::Seek;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The files that are being read. A second handle of a file shares its place, so that reading itself counts nothing.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Mutex<Vec<Watched>>>);

/// A file, while it is read, and its size.
#[derive(Debug)]
struct Watched {
    file: Option<File>,
    size: u64,
}

impl Watch {
    fn files(&self) -> MutexGuard<'_, Vec<Watched>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what was read so far.
    pub fn begin(&self) {
        self.files().clear();
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        let so_far = |watched: &mut Watched| match &mut watched.file {
            Some(file) => file.stream_position().unwrap_or(0).min(watched.size),
            None => watched.size,
        };
        self.files().iter_mut().map(so_far).sum()
    }

    /// Looks at a file until what is returned goes away.
    pub(super) fn over(&self, file: &File, size: u64) -> Watching<'_> {
        let mut files = self.files();
        files.push(Watched { file: file.try_clone().ok(), size });
        Watching { watch: self, at: files.len() - 1 }
    }
}

/// A file that is looked at.
pub(super) struct Watching<'w> {
    watch: &'w Watch,
    at: usize,
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        if let Some(watched) = self.watch.files().get_mut(self.at) {
            watched.file = None;
        }
    }
}
