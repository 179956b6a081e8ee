//! The files of a comparison, read once: they stay on the shelf until the result is noted, and one is read again only
//! where it has changed since.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::failure::Failure;
use crate::reconcile::table::Table;
use crate::wizard::{Party, Statements};

/// What shows that a file has changed: its size and the time of its last change.
type Stamp = Option<(u64, Option<SystemTime>)>;

/// A file that was read as a side.
struct Kept {
    path: PathBuf,
    party: Party,
    stamp: Stamp,
    tables: Vec<Table>,
}

/// Files that were read.
#[derive(Default)]
pub(super) struct Shelf {
    files: Vec<Kept>,
}

/// How a file is read.
type Read<'r> = &'r dyn Fn(Party, &Path) -> Result<Vec<Table>, Failure>;

impl Shelf {
    /// How a file is now.
    pub(super) fn stamp(path: &Path) -> Stamp {
        path.metadata().ok().map(|about| (about.len(), about.modified().ok()))
    }

    /// Puts down a file with the stamp that it had before it was read.
    pub(super) fn put(&mut self, path: &Path, party: Party, stamp: Stamp, tables: Vec<Table>) {
        self.files.retain(|kept| !(kept.path == path && kept.party == party));
        self.files.push(Kept { path: path.to_owned(), party, stamp, tables });
    }

    /// Lets go of everything.
    pub(super) fn clear(&mut self) {
        self.files.clear();
    }

    /// Does something with the tables of ledger, settlement and bank; what is not on the shelf, or has changed, is read.
    pub(super) fn with<T>(
        &mut self,
        statements: &Statements,
        read: Read<'_>,
        then: impl FnOnce(&[Vec<Table>; 3]) -> T,
    ) -> Result<T, Failure> {
        let sides = [
            (Party::Ledger, &statements.ledger),
            (Party::Settlement, &statements.settlement),
            (Party::Bank, &statements.bank),
        ];
        let mut wanted = Vec::new();
        for (party, paths) in sides {
            for path in paths {
                wanted.push(self.take(path, party, read)?);
            }
        }
        self.files = wanted;
        let tables = sides.map(|(party, _)| self.lend(party));
        let done = then(&tables);
        for ((party, _), tables) in sides.iter().zip(tables) {
            self.give_back(*party, tables);
        }
        Ok(done)
    }

    fn take(&mut self, path: &Path, party: Party, read: Read<'_>) -> Result<Kept, Failure> {
        let stamp = Self::stamp(path);
        let is_it = |kept: &Kept| kept.path == path && kept.party == party && kept.stamp == stamp;
        if let Some(at) = self.files.iter().position(is_it) {
            return Ok(self.files.remove(at));
        }
        Ok(Kept { path: path.to_owned(), party, stamp, tables: read(party, path)? })
    }

    /// The tables of a side as one list, each file leaving as many empty places.
    fn lend(&mut self, party: Party) -> Vec<Table> {
        let of = self.files.iter_mut().filter(|kept| kept.party == party);
        of.flat_map(|kept| kept.tables.iter_mut().map(std::mem::take)).collect()
    }

    fn give_back(&mut self, party: Party, tables: Vec<Table>) {
        let of = self.files.iter_mut().filter(|kept| kept.party == party);
        of.flat_map(|kept| &mut kept.tables).zip(tables).for_each(|(place, table)| *place = table);
    }
}
