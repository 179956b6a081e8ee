//! Text into rows of cells: a separator, quotes where they open a cell, and no allocation for a row.

use std::io::Read;

use memchr::{memchr, memchr2};

use super::encoding::{Decoded, lines_of};
use super::record::{Record, Take};
use super::stop::{Stop, trouble};
use crate::reconcile::said::{Said, Trouble};

/// A row longer than this is an unclosed quote, or no statement at all.
const LONGEST: usize = 1 << 20;

/// How a text parts its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) separator: u8,
    /// Quotes around a cell are taken off, and separators inside are kept.
    pub(super) quotes: bool,
    /// A cell begins at a backtick only.
    pub(super) backtick: bool,
}

/// Three bytes that are looked for eight at a time. Cells are short, so that a call for each would cost more than it finds.
#[derive(Clone, Copy)]
struct Marks {
    first: u64,
    second: u64,
    third: u64,
}

const EACH: u64 = 0x0101_0101_0101_0101;

impl Marks {
    fn of(first: u8, second: u8, third: u8) -> Self {
        let each = |mark: u8| u64::from(mark) * EACH;
        Self { first: each(first), second: each(second), third: each(third) }
    }

    /// The top bits of the bytes that are one of them. Above the first such byte there may be others that are none.
    #[inline]
    fn hits(self, word: u64) -> u64 {
        let (first, second, third) = (word ^ self.first, word ^ self.second, word ^ self.third);
        // A byte that is zero borrows from its top bit.
        let zeros = (first.wrapping_sub(EACH) & !first)
            | (second.wrapping_sub(EACH) & !second)
            | (third.wrapping_sub(EACH) & !third);
        zeros & (EACH << 7)
    }

    /// The first of them from `at` on.
    #[inline]
    fn find(self, bytes: &[u8], mut at: usize) -> Option<usize> {
        while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let hits = self.hits(u64::from_le_bytes(*eight));
            if hits != 0 {
                return Some(at + hits.trailing_zeros() as usize / 8);
            }
            at += 8;
        }
        // The last bytes of a block; what fills the word up is no mark, which are all ASCII.
        let mut last = [0xff; 8];
        let rest = bytes.get(at..)?;
        last[..rest.len()].copy_from_slice(rest);
        let hits = self.hits(u64::from_le_bytes(last));
        (hits != 0).then(|| at + hits.trailing_zeros() as usize / 8)
    }
}

/// Where the cells of one row are, and where the row ends.
#[derive(Default)]
pub(super) struct Splitter {
    bounds: Vec<(u32, u32)>,
    /// The row with doubled quotes made single, where it has any.
    rebuilt: String,
    doubled: bool,
    quoted: bool,
    opened: Option<usize>,
}

impl Splitter {
    /// Splits the first row of a text. The length of the row with its line end, or none where the row goes on beyond
    /// the text; `last` says that nothing follows.
    fn split(&mut self, text: &str, form: Form, last: bool) -> Option<usize> {
        let bytes = text.as_bytes();
        self.bounds.clear();
        (self.doubled, self.quoted, self.opened) = (false, false, None);
        let (mut start, mut at) = (0, 0);
        let marks = Marks::of(form.separator, b'\n', if form.quotes { b'"' } else { b'\n' });
        loop {
            let Some(hit) = marks.find(bytes, at) else {
                if !last {
                    return None;
                }
                self.cell(bytes, start, bytes.len());
                return Some(bytes.len());
            };
            match bytes[hit] {
                b'"' if form.quotes => {
                    // Only blanks may stand before a quote that opens a cell.
                    if !bytes[start..hit].iter().all(|byte| matches!(byte, b' ' | b'\t')) {
                        at = hit + 1;
                        continue;
                    }
                    let Some(close) = self.closing(bytes, hit + 1) else {
                        self.opened = Some(hit);
                        return None;
                    };
                    self.quoted = true;
                    at = close + 1;
                    let end = memchr2(form.separator, b'\n', &bytes[at..]).map(|end| at + end);
                    let end = end.or(last.then_some(bytes.len()))?;
                    if bytes[at..end].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
                        self.push(hit + 1, close);
                        if bytes.get(end) != Some(&form.separator) {
                            return Some((end + 1).min(bytes.len()));
                        }
                        (start, at) = (end + 1, end + 1);
                    }
                }
                b'\n' => {
                    self.cell(bytes, start, hit);
                    return Some(hit + 1);
                }
                _ => {
                    self.push(start, hit);
                    (start, at) = (hit + 1, hit + 1);
                }
            }
        }
    }

    /// The quote that closes a cell which begins at `at`.
    fn closing(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let quote = at + memchr(b'"', &bytes[at..])?;
            if bytes.get(quote + 1) != Some(&b'"') {
                return Some(quote);
            }
            self.doubled = true;
            at = quote + 2;
        }
    }

    /// The last cell of a row, without a carriage return.
    fn cell(&mut self, bytes: &[u8], start: usize, end: usize) {
        let end = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
        self.push(start, end);
    }

    fn push(&mut self, start: usize, end: usize) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.bounds.push((place(start), place(end)));
    }

    /// Joins what a comma inside of a cell parted, where every cell begins with a backtick.
    fn join_backticks(&mut self, text: &str) {
        let begins = |bounds: &(u32, u32)| text.as_bytes().get(bounds.0 as usize) == Some(&b'`');
        if !self.bounds.first().is_some_and(begins) {
            return;
        }
        let mut kept = 0;
        for at in 1..self.bounds.len() {
            if begins(&self.bounds[at]) {
                kept += 1;
                self.bounds[kept] = self.bounds[at];
            } else {
                self.bounds[kept].1 = self.bounds[at].1;
            }
        }
        self.bounds.truncate(kept + 1);
    }

    /// The row that was split last.
    fn record<'a>(&'a mut self, text: &'a str, line: u32, form: Form) -> Record<'a> {
        if form.backtick {
            self.join_backticks(text);
        }
        if !self.doubled {
            return Record { line, text, bounds: &self.bounds };
        }
        self.rebuilt.clear();
        for bounds in &mut self.bounds {
            let cell = text.get(bounds.0 as usize..bounds.1 as usize).unwrap_or_default();
            let start = self.rebuilt.len();
            self.rebuilt.push_str(&cell.replace("\"\"", "\""));
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            *bounds = (place(start), place(self.rebuilt.len()));
        }
        Record { line, text: &self.rebuilt, bounds: &self.bounds }
    }
}

/// The cells of one line, for looking for a header.
pub(super) fn cells_of(line: &str, form: Form) -> Vec<String> {
    let mut splitter = Splitter::default();
    // A full-width comma parts names in some copies of a header.
    let wide = if form.separator == b',' && !line.contains('"') {
        line.replace('，', ",")
    } else {
        line.to_owned()
    };
    if splitter.split(&wide, form, true).is_none() {
        return wide.split(char::from(form.separator)).map(str::to_owned).collect();
    }
    splitter.record(&wide, 0, form).owned()
}

/// Hands the rows of a text to `take`, from the line after `skip` lines.
pub(super) fn each<R: Read>(
    mut source: Decoded<R>,
    form: Form,
    skip: u32,
    take: Take<'_>,
) -> Result<(), Stop> {
    let (mut buffer, mut splitter, mut line, mut last) = (Vec::new(), Splitter::default(), 1, false);
    loop {
        let text = if let Ok(text) = simdutf8::basic::from_utf8(&buffer) {
            text
        } else {
            // The usual end of a block: a character goes on in the next one.
            let valid = check(&source, &buffer, line, last)?;
            std::str::from_utf8(&buffer[..valid]).unwrap_or_default()
        };
        let mut at = 0;
        while at < text.len() {
            if line <= skip {
                let Some(end) = memchr(b'\n', &text.as_bytes()[at..]) else { break };
                (at, line) = (at + end + 1, line + 1);
                continue;
            }
            let rest = &text[at..];
            let Some(length) = splitter.split(rest, form, last) else { break };
            let many = if splitter.quoted { lines_of(&rest.as_bytes()[..length]).max(1) } else { 1 };
            let record = splitter.record(rest, line, form);
            if !take(&record)? {
                return Ok(());
            }
            (at, line) = (at + length, line + many);
        }
        if last && at < text.len() && line > skip {
            return Err(too_long(text.get(at..).unwrap_or_default(), &splitter, line).into());
        }
        if last {
            return Ok(());
        }
        if text.len() - at > LONGEST {
            return Err(too_long(&text[at..], &splitter, line).into());
        }
        buffer.drain(..at);
        last = !source.fill(&mut buffer, line)?;
    }
}

/// How many bytes of a buffer are whole characters.
fn check<R: Read>(source: &Decoded<R>, buffer: &[u8], line: u32, last: bool) -> Result<usize, Stop> {
    match std::str::from_utf8(buffer) {
        Ok(_) => Ok(buffer.len()),
        Err(error) if error.error_len().is_none() && !last => Ok(error.valid_up_to()),
        Err(error) => {
            let good = error.valid_up_to();
            let before = source.offset() - (buffer.len() - good) as u64;
            debug_assert!(source.is_utf8());
            let wide = !buffer[..good].is_ascii();
            Err(Stop::Encoding { line: line + lines_of(&buffer[..good]), offset: before, wide })
        }
    }
}

/// A row without an end: an open quote, or a line longer than a statement has.
fn too_long(rest: &str, splitter: &Splitter, line: u32) -> Trouble {
    match splitter.opened {
        Some(at) => {
            let line = line + lines_of(&rest.as_bytes()[..at]);
            Trouble::new(Said::new("read.open_quote")).hint("read.open_quote_hint").at(line, 0)
        }
        None => trouble("read.long_line", "read.long_line_hint").at(line, 0),
    }
}
