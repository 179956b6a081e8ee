//! A file as a plain list: its header and its cells as texts, for whoever gives them a meaning of their own.

use std::io::{BufReader, Read};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};

use super::archive::{Archive, gunzip};
use super::biff::OldWorkbook;
use super::encoding::{self, Decoded, Guess};
use super::guard::{Given, too_large};
use super::record::Record;
use super::split::{self, Form};
use super::stop::{Stop, trouble};
use super::text::{HEAD, HEAD_LINES, SEPARATORS, head_lines};
use super::xlsx::Workbook;
use super::{Format, MOST_IN_MEMORY, format_of, plain};
use crate::reconcile::said::{Note, Said, Trouble};

/// A list holds so much text and so many rows.
const MOST_TEXT: usize = 64 << 20;
const MOST_ROWS: usize = 200_000;

/// A list: one text, or one sheet of a workbook.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The name of the sheet; empty for a text.
    pub sheet: String,
    /// The line of the header, from 1.
    pub line: u32,
    /// The names of its columns.
    pub header: Vec<String>,
    /// The rows below it that are not empty, each with its line, from 1.
    pub rows: Vec<(u32, Vec<String>)>,
    /// What to tell: hidden sheets and rows.
    pub notes: Vec<Note>,
}

/// Reads a file as lists: one for a text, one for each sheet that is shown and not empty. `encoding` is a label such as
/// `gb18030`, where the file does not tell; the header is the line with most names that are `known`.
pub fn lists(
    path: &Path,
    encoding: Option<&str>,
    known: &dyn Fn(&str) -> bool,
) -> Result<Vec<List>, Trouble> {
    let mut given = Given::open(path)?;
    let name = given.name.clone();
    let read = read(&mut given, encoding, known).map_err(|stop| plain(stop).of(&name));
    given.unchanged().map_err(|trouble| trouble.of(&name))?;
    read
}

fn read(given: &mut Given, label: Option<&str>, known: &dyn Fn(&str) -> bool) -> Result<Vec<List>, Stop> {
    let head = given.head(HEAD)?;
    let found = match format_of(&head) {
        Format::Text => {
            let bytes = given.whole(MOST_TEXT as u64)?;
            text(&bytes, label, known)?.into_iter().collect()
        }
        Format::Gzip => {
            let (mut bytes, most) = (Vec::new(), MOST_TEXT as u64);
            let unpacked = gunzip(&given.file, given.size).take(most + 1).read_to_end(&mut bytes);
            unpacked.map_err(|_| trouble("read.damaged_archive", "read.damaged_hint"))?;
            if bytes.len() > MOST_TEXT {
                return Err(too_large(most).into());
            }
            text(&bytes, label, known)?.into_iter().collect()
        }
        Format::Zip => workbook(given, known)?,
        Format::Compound => old_workbook(&given.whole(MOST_IN_MEMORY)?, known)?,
        Format::Other(key) => return Err(trouble(key, "read.is_other_hint").into()),
    };
    if found.is_empty() { Err(trouble("read.empty", "read.empty_hint").into()) } else { Ok(found) }
}

fn workbook(given: &Given, known: &dyn Fn(&str) -> bool) -> Result<Vec<List>, Stop> {
    let archive = Archive::open(BufReader::new(&given.file))?;
    if !archive.holds("xl/workbook.xml") {
        return Err(trouble("read.no_list", "read.no_list_hint").into());
    }
    let mut book = Workbook::open(archive)?;
    let mut notes = std::mem::take(&mut book.notes);
    let names: Vec<String> = book.sheets.iter().map(|(name, _)| name.clone()).collect();
    let mut found = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let mut rows = Gathered::default();
        let hidden = book.each(at, &mut |record| rows.take(record))?;
        let Some(mut list) = rows.list(known) else { continue };
        if hidden > 0 {
            list.notes.push(Said::new("read.note_hidden_rows").with("count", hidden));
        }
        list.notes.append(&mut notes);
        found.push(List { sheet: name, ..list });
    }
    Ok(found)
}

fn old_workbook(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Result<Vec<List>, Stop> {
    let mut book = OldWorkbook::open(bytes)?;
    let mut notes = std::mem::take(&mut book.notes);
    let mut found = Vec::new();
    for (at, (name, _)) in book.sheets.iter().enumerate() {
        let mut rows = Gathered::default();
        book.each(at, &mut |record| rows.take(record))?;
        let Some(mut list) = rows.list(known) else { continue };
        list.notes.append(&mut notes);
        found.push(List { sheet: name.clone(), ..list });
    }
    Ok(found)
}

fn text(bytes: &[u8], label: Option<&str>, known: &dyn Fn(&str) -> bool) -> Result<Option<List>, Stop> {
    let first = match (label, encoding::guess(bytes)) {
        (Some(label), _) => encoding::named(label)?,
        (None, Guess::Known(encoding)) => encoding,
        (None, Guess::Try) => UTF_8,
    };
    let read = decoded(bytes, first, label.is_none(), known);
    match (read, encoding::after(first).filter(|_| label.is_none())) {
        // Where no encoding fits, the first one says where the trouble begins.
        (Err(stop @ Stop::Encoding { .. }), Some(next)) => {
            decoded(bytes, next, true, known).map_err(|other| match other {
                Stop::Encoding { .. } => stop,
                other => other,
            })
        }
        (read, _) => read,
    }
}

fn decoded(
    bytes: &[u8],
    encoding: &'static Encoding,
    supposed: bool,
    known: &dyn Fn(&str) -> bool,
) -> Result<Option<List>, Stop> {
    let most = usize::try_from(HEAD).unwrap_or(usize::MAX);
    let lines = head_lines(&bytes[..bytes.len().min(most)], encoding, supposed)?;
    let parted = |separator: u8| {
        let form = Form { separator, quotes: true, backtick: false };
        let cells = lines.iter().map(|line| split::cells_of(line, form));
        let best = cells.map(|cells| (count_known(&cells, known), filled(&cells))).max();
        (best.unwrap_or_default(), form)
    };
    // Of separators that part equally well, the first is the most usual.
    let mut best = parted(SEPARATORS[0]);
    for separator in &SEPARATORS[1..] {
        let other = parted(*separator);
        best = if other.0 > best.0 { other } else { best };
    }
    let mut rows = Gathered::default();
    split::each(Decoded::new(bytes, encoding, supposed), best.1, 0, &mut |record| rows.take(record))?;
    Ok(rows.list(known))
}

/// The rows of a list that are not empty, while they come.
#[derive(Default)]
struct Gathered {
    rows: Vec<(u32, Vec<String>)>,
    size: usize,
}

impl Gathered {
    fn take(&mut self, record: &Record<'_>) -> Result<bool, Stop> {
        let cells = record.owned();
        self.size += cells.iter().map(String::len).sum::<usize>() + cells.len();
        if self.size > MOST_TEXT {
            return Err(too_large(MOST_TEXT as u64).into());
        }
        if self.rows.len() > MOST_ROWS {
            let what = Said::new("read.many_rows").with("most", MOST_ROWS);
            return Err(Trouble::new(what).hint("read.many_rows_hint").into());
        }
        if filled(&cells) > 0 {
            self.rows.push((record.line, cells));
        }
        Ok(true)
    }

    /// Parts the header from the rows. Without a name that is known, it is the first line that is nearly full.
    fn list(mut self, known: &dyn Fn(&str) -> bool) -> Option<List> {
        let head = &self.rows[..self.rows.len().min(HEAD_LINES)];
        let most = head.iter().map(|(_, cells)| count_known(cells, known)).max()?;
        let fullest = head.iter().map(|(_, cells)| filled(cells)).max()?;
        let is_header = |(_, cells): &(u32, Vec<String>)| {
            if most > 0 { count_known(cells, known) == most } else { filled(cells) * 5 >= fullest * 4 }
        };
        let at = head.iter().position(is_header)?;
        let rows = self.rows.split_off(at + 1);
        let (line, header) = self.rows.pop()?;
        Some(List { sheet: String::new(), line, header, rows, notes: Vec::new() })
    }
}

fn count_known(cells: &[String], known: &dyn Fn(&str) -> bool) -> usize {
    cells.iter().filter(|cell| known(cell)).count()
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}
