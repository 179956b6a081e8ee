//! Compound files, the container of `.xls`: a small file system of sectors. Every number in it is checked against the
//! bytes that are there, and a chain that loops ends in an error.

use super::stop::{Stop, trouble};
use super::xml::damaged;

const FREE: u32 = 0xffff_fffa;

/// A compound file in memory.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    shift: u32,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    cutoff: u32,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

impl<'a> Compound<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Stop> {
        Self::read(bytes).ok_or_else(damaged)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 30)?);
        if !(9..=12).contains(&shift) || u16_at(bytes, 32)? != 6 {
            return None;
        }
        let mut file = Self {
            bytes,
            shift,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            cutoff: u32_at(bytes, 56)?,
            entries: Vec::new(),
        };
        file.table = file.allocation()?;
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(128).filter_map(Entry::read).collect();
        let small_table = file.chain(u32_at(bytes, 60)?)?;
        file.small_table = numbers(&small_table);
        // The first entry is the root; its stream holds the small streams.
        let root = file.entries.first().map(|root| root.start)?;
        file.small = file.chain(root)?;
        Some(file)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_shl(self.shift)?;
        let end = start.checked_add(1 << self.shift)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The table of which sector follows which.
    fn allocation(&self) -> Option<Vec<u32>> {
        let most = (self.bytes.len() >> self.shift) + 1;
        let mut places: Vec<u32> = (0..109).filter_map(|at| u32_at(self.bytes, 76 + at * 4)).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut rounds = 0;
        while next < FREE {
            rounds += 1;
            let mut more = numbers(self.sector(next).filter(|_| rounds <= most)?);
            next = more.pop()?;
            places.extend(more);
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|place| *place < FREE).take(most) {
            table.extend(numbers(self.sector(place)?));
        }
        Some(table)
    }

    /// All the bytes of a chain of sectors; nothing where it begins nowhere.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let (mut bytes, mut at) = (Vec::new(), start);
        while at < FREE {
            bytes.extend_from_slice(self.sector(at)?);
            if bytes.len() > self.bytes.len() {
                return None;
            }
            at = *self.table.get(at as usize)?;
        }
        Some(bytes)
    }

    fn small_chain(&self, start: u32) -> Option<Vec<u8>> {
        let (mut bytes, mut at) = (Vec::new(), start);
        while at < FREE {
            let from = (at as usize).checked_mul(64)?;
            bytes.extend_from_slice(self.small.get(from..from.checked_add(64)?.min(self.small.len()))?);
            if bytes.len() > self.small.len() {
                return None;
            }
            at = *self.small_table.get(at as usize)?;
        }
        Some(bytes)
    }

    /// The stream of a workbook.
    pub(super) fn workbook(&self) -> Result<Vec<u8>, Stop> {
        let named = |name: &str| self.entries.iter().find(|entry| entry.name == name);
        if named("EncryptedPackage").is_some() {
            return Err(trouble("read.password", "read.password_hint").into());
        }
        let entry = named("Workbook").or_else(|| named("Book")).ok_or_else(damaged)?;
        let small = entry.size < self.cutoff as usize;
        let chain = if small { self.small_chain(entry.start) } else { self.chain(entry.start) };
        let mut bytes = chain.ok_or_else(damaged)?;
        bytes.truncate(entry.size);
        Ok(bytes)
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64)?).min(64).saturating_sub(2) / 2;
        let units: Vec<u16> = (0..length).filter_map(|at| u16_at(bytes, at * 2)).collect();
        let size = usize::try_from(u32_at(bytes, 120)?).ok()?;
        Some(Self { name: String::from_utf16_lossy(&units), start: u32_at(bytes, 116)?, size })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    (0..bytes.len() / 4).filter_map(|at| u32_at(bytes, at * 4)).collect()
}
