//! Brings rows of two sides together that have a key in common. An open-addressing table of eight bytes a place holds a
//! part of the hash and the first row of each key; further rows hang on it as a list. A row costs no allocation.

use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;

use super::key;
use super::rows::Id;

/// No row.
pub(super) const NONE: Id = Id::MAX;

/// What a row is joined by: a reference, and a number for all else that must be equal.
pub(super) type Key<'k> = (&'k str, u64);

/// A list of rows and how each shows its key.
pub(super) struct Keyed<'a, F> {
    /// The rows, each once.
    pub(super) rows: &'a mut dyn Iterator<Item = Id>,
    /// How many rows the side has; every row's number is below it.
    pub(super) size: usize,
    /// The key of a row; an empty reference joins with nothing.
    pub(super) key: F,
}

/// Hands `visit` the rows of each key that both sides have, in no particular order: of its own groups and of the rows in
/// them. The hash is seeded anew in each run, so that no file can be made to slow it down.
pub(super) fn join<'k, L, R>(left: Keyed<'_, L>, right: Keyed<'_, R>, mut visit: impl FnMut(&[Id], &[Id]))
where
    L: Fn(Id) -> Key<'k>,
    R: Fn(Id) -> Key<'k>,
{
    let Keyed { rows: left_rows, size: left_size, key: left_key } = left;
    let Keyed { rows: right_rows, size: right_size, key: right_key } = right;
    let seed = RandomState::new().hash_one(0);
    let mut table = Places::with_room_for(left_size);
    let mut next_left = Chain::of(left_size);
    let same = |key: Key<'k>, other: Id| {
        let theirs = left_key(other);
        key.1 == theirs.1 && key::alike(key.0, theirs.0)
    };
    let mut batch = Vec::with_capacity(BATCH);
    while hashed(seed, left_rows, &left_key, &table, &mut batch) {
        for (row, key, hash) in batch.drain(..) {
            match table.find(hash, |other| same(key, other)) {
                Ok(head) => next_left.hang(head, row),
                Err(place) => table.fill(place, hash, row),
            }
        }
    }
    let mut first_right = vec![NONE; left_size];
    let mut next_right = Chain::of(right_size);
    while hashed(seed, right_rows, &right_key, &table, &mut batch) {
        for (row, key, hash) in batch.drain(..) {
            if let Ok(head) = table.find(hash, |other| same(key, other)) {
                match first_right[head as usize] {
                    NONE => first_right[head as usize] = row,
                    first => next_right.hang(first, row),
                }
            }
        }
    }
    drop(table);
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for (head, first) in first_right.iter().enumerate().filter(|(_, first)| **first != NONE) {
        next_left.collect(super::rows::id(head), &mut lefts);
        next_right.collect(*first, &mut rights);
        visit(&lefts, &rights);
    }
}

/// So many rows are looked up together, so that the memory is asked for all their places at once.
const BATCH: usize = 64;

/// Fills a batch with the next rows that have a key, and their hashes; false where none is left.
fn hashed<'k>(
    seed: u64,
    rows: &mut dyn Iterator<Item = Id>,
    key: impl Fn(Id) -> Key<'k>,
    table: &Places,
    batch: &mut Vec<(Id, Key<'k>, u64)>,
) -> bool {
    for row in rows {
        let own = key(row);
        let Some(hash) = key::hash(seed, own.0, own.1) else { continue };
        batch.push((row, own, hash));
        if batch.len() == BATCH {
            break;
        }
    }
    table.touch(batch.iter().map(|(_, _, hash)| *hash));
    !batch.is_empty()
}

/// Lists of rows that hang on a first one. Nothing is kept until a second row comes.
struct Chain {
    size: usize,
    next: Vec<Id>,
}

impl Chain {
    fn of(size: usize) -> Self {
        Self { size, next: Vec::new() }
    }

    fn hang(&mut self, head: Id, row: Id) {
        if self.next.is_empty() {
            self.next.resize(self.size, NONE);
        }
        self.next[row as usize] = self.next[head as usize];
        self.next[head as usize] = row;
    }

    fn collect(&self, head: Id, into: &mut Vec<Id>) {
        into.clear();
        into.push(head);
        let mut at = head;
        while let Some(next) = self.next.get(at as usize).copied().filter(|next| *next != NONE) {
            into.push(next);
            at = next;
        }
    }
}

/// The places of the table: the upper half of a hash and a row, or nothing.
struct Places {
    places: Vec<u64>,
    mask: usize,
}

const EMPTY: u64 = u64::MAX;

#[expect(clippy::cast_possible_truncation, reason = "a part of the hash is wanted")]
impl Places {
    fn with_room_for(rows: usize) -> Self {
        let size = (rows.saturating_mul(8) / 5).next_power_of_two().max(16);
        Self { places: vec![EMPTY; size], mask: size - 1 }
    }

    /// The row at the hash for which `same` holds, else the place where it may go.
    fn find(&self, hash: u64, same: impl Fn(Id) -> bool) -> Result<Id, usize> {
        let mut place = hash as usize & self.mask;
        loop {
            let held = self.places[place];
            if held == EMPTY {
                return Err(place);
            }
            if held >> 32 == hash >> 32 && same(held as Id) {
                return Ok(held as Id);
            }
            place = (place + 1) & self.mask;
        }
    }

    /// Asks for the places of some hashes, one right after the other, so that the waits for the memory overlap.
    fn touch(&self, hashes: impl Iterator<Item = u64>) {
        black_box(hashes.fold(0, |seen, hash| seen ^ self.places[hash as usize & self.mask]));
    }

    fn fill(&mut self, place: usize, hash: u64, row: Id) {
        self.places[place] = (hash >> 32 << 32) | u64::from(row);
    }
}
