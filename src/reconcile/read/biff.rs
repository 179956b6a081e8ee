//! Workbooks of the old kind (`.xls`, BIFF 5 and 8): a stream of records, of which those with cells are read.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::biff_text::{Segments, latin, long_text, shared_texts};
use super::compound::{Compound, u16_at, u32_at};
use super::number::{is_date_format, is_date_id, moment, shown};
use super::record::{Line, Take};
use super::sheet::MOST_COLUMNS;
use super::stop::{Stop, trouble};
use super::xml::damaged;
use crate::reconcile::said::{Note, Said};

/// A workbook in memory.
pub(super) struct OldWorkbook {
    stream: Vec<u8>,
    /// Sheets that are shown: name and place in the stream.
    pub(super) sheets: Vec<(String, usize)>,
    pub(super) notes: Vec<Note>,
    texts: Vec<String>,
    dates: Vec<bool>,
    since_1904: bool,
    /// Texts are bytes of this encoding (BIFF 5); none where they are UTF-16 (BIFF 8).
    bytes_of: Option<&'static Encoding>,
}

/// A sheet with more cells is no statement; it would take more memory than is fair.
const MOST_CELLS: usize = 2_000_000;

enum Cell {
    Shared(u32),
    Text(String),
}

/// The records of a stream from a place on: kind and data, up to the end of the part.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.stream, self.at)?, usize::from(u16_at(self.stream, self.at + 2)?));
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        (kind != 0x0a).then_some((kind, data))
    }
}

impl OldWorkbook {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Stop> {
        let stream = Compound::open(bytes)?.workbook()?;
        let mut book = Self {
            stream: Vec::new(),
            sheets: Vec::new(),
            notes: Vec::new(),
            texts: Vec::new(),
            dates: Vec::new(),
            since_1904: false,
            bytes_of: None,
        };
        book.globals(&stream)?;
        book.stream = stream;
        if book.sheets.is_empty() { Err(damaged()) } else { Ok(book) }
    }

    fn globals(&mut self, stream: &[u8]) -> Result<(), Stop> {
        let (mut codes, mut formats, mut page) = (BTreeMap::new(), Vec::new(), 1252);
        let mut shared: Vec<&[u8]> = Vec::new();
        let mut in_shared = false;
        for (kind, data) in (Records { stream, at: 0 }) {
            match kind {
                0x809 if u16_at(data, 0) == Some(0x500) => self.bytes_of = Some(WINDOWS_1252),
                0x2f => return Err(trouble("read.password", "read.password_hint").into()),
                0x42 => page = u16_at(data, 0).unwrap_or(1252),
                0x22 => self.since_1904 = u16_at(data, 0) == Some(1),
                0x85 => self.sheet(data, page),
                0x41e => {
                    let code = self.format(data);
                    codes.insert(u16_at(data, 0).unwrap_or(0), is_date_format(&code));
                }
                0xe0 => formats.push(u16_at(data, 2).unwrap_or(0)),
                0xfc => shared.push(data),
                0x3c if in_shared => shared.push(data),
                _ => {}
            }
            in_shared = kind == 0xfc || (kind == 0x3c && in_shared);
        }
        if self.bytes_of.is_some() {
            self.bytes_of = Some(code_page(page));
        }
        let is_date = |id: u16| codes.get(&id).copied().unwrap_or_else(|| is_date_id(id.into()));
        self.dates = formats.into_iter().map(is_date).collect();
        self.texts = shared_texts(&shared).ok_or_else(damaged)?;
        Ok(())
    }

    fn sheet(&mut self, data: &[u8], page: u16) {
        let (Some(place), Some(length)) = (u32_at(data, 0), data.get(6)) else { return };
        let name = match self.bytes_of {
            Some(_) => {
                let bytes = data.get(7..).unwrap_or_default();
                code_page(page).decode_without_bom_handling(bytes).0.into_owned()
            }
            None => Segments::new(&[data.get(7..).unwrap_or_default()])
                .text(usize::from(*length))
                .unwrap_or_default(),
        };
        // Charts and macros are no sheets of cells.
        match (data.get(4), data.get(5)) {
            (Some(0), Some(0)) => self.sheets.push((name, place as usize)),
            (_, Some(0)) => self.notes.push(Said::new("read.note_hidden").with("sheet", name)),
            _ => self.notes.push(Said::new("read.note_macros")),
        }
    }

    fn format(&self, data: &[u8]) -> String {
        match self.bytes_of {
            Some(_) => latin(data.get(3..).unwrap_or_default()),
            None => long_text(data.get(2..).unwrap_or_default()).unwrap_or_default(),
        }
    }

    /// Hands the rows of a sheet to `take`.
    pub(super) fn each(&self, at: usize, take: Take<'_>) -> Result<(), Stop> {
        let rows = self.cells(self.sheets[at].1)?;
        let mut line = Line::default();
        for (row, cells) in rows {
            line.clear(u32::from(row) + 1);
            for (column, cell) in cells {
                let text = match &cell {
                    Cell::Shared(at) => self.texts.get(*at as usize).ok_or_else(damaged)?,
                    Cell::Text(text) => text,
                };
                if usize::from(column) >= MOST_COLUMNS || !line.put_capped(usize::from(column), text) {
                    return Err(trouble("read.too_wide", "read.damaged_hint").at(line.number, 0).into());
                }
            }
            if !take(&line.record())? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The cells of a sheet by row and column; records may come in any order.
    fn cells(&self, place: usize) -> Result<BTreeMap<u16, BTreeMap<u16, Cell>>, Stop> {
        let mut rows: BTreeMap<u16, BTreeMap<u16, Cell>> = BTreeMap::new();
        let (mut awaited, mut count) = (None, 0_usize);
        for (kind, data) in (Records { stream: &self.stream, at: place }) {
            let (row, column) = (u16_at(data, 0).unwrap_or(0), u16_at(data, 2).unwrap_or(0));
            count += 1 + data.len() / 64;
            if count > MOST_CELLS {
                return Err(trouble("read.bomb", "read.bomb_hint").into());
            }
            if kind == 0xbd {
                for (number, pair) in data.get(4..).unwrap_or_default().chunks_exact(6).enumerate() {
                    let text = self.number(&compact(u32_at(pair, 2).unwrap_or(0)), u16_at(pair, 0));
                    let column = column.saturating_add(u16::try_from(number).unwrap_or(u16::MAX));
                    rows.entry(row).or_default().insert(column, Cell::Text(text.ok_or_else(damaged)?));
                }
                continue;
            }
            if kind == 0x207 {
                if let Some((row, column)) = awaited.take() {
                    let text = self.text(data).ok_or_else(damaged)?;
                    rows.entry(row).or_default().insert(column, Cell::Text(text));
                }
                continue;
            }
            awaited = None;
            match self.cell(kind, data)? {
                Value::Cell(cell) => drop(rows.entry(row).or_default().insert(column, cell)),
                Value::Follows => awaited = Some((row, column)),
                Value::None => {}
            }
        }
        Ok(rows)
    }

    fn cell(&self, kind: u16, data: &[u8]) -> Result<Value, Stop> {
        let format = u16_at(data, 4);
        let eight = |at: usize| Some(f64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?));
        let number = |text: String| self.number(&text, format).map(Cell::Text);
        let cell = match kind {
            0xfd => u32_at(data, 6).map(Cell::Shared),
            0x204 | 0xd6 => self.text(data.get(6..).unwrap_or_default()).map(Cell::Text),
            0x203 => eight(6).and_then(|value| number(format!("{value:e}"))),
            0x27e => u32_at(data, 6).and_then(|packed| number(compact(packed))),
            // A formula: its last result, which may be a text that follows in a record of its own.
            0x06 if u16_at(data, 12) == Some(0xffff) => {
                return Ok(if data.get(6) == Some(&0) { Value::Follows } else { Value::None });
            }
            0x06 => eight(6).and_then(|value| number(format!("{value:e}"))),
            _ => return Ok(Value::None),
        };
        cell.map(Value::Cell).ok_or_else(damaged)
    }

    fn number(&self, stored: &str, format: Option<u16>) -> Option<String> {
        let date = self.dates.get(usize::from(format?)).copied().unwrap_or(false);
        date.then(|| moment(stored, self.since_1904)).flatten().or_else(|| shown(stored))
    }

    /// A text with its length before it.
    fn text(&self, data: &[u8]) -> Option<String> {
        let Some(encoding) = self.bytes_of else { return long_text(data) };
        let bytes = data.get(2..2 + usize::from(u16_at(data, 0)?))?;
        encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
    }
}

enum Value {
    Cell(Cell),
    /// Its text is in the next record.
    Follows,
    None,
}

/// A number packed into four bytes: a whole number or the upper half of a float, maybe in hundredths.
fn compact(packed: u32) -> String {
    let hundredths = packed & 1 == 1;
    if packed & 2 == 2 {
        let whole = i64::from(packed.cast_signed() >> 2);
        return format!("{whole}{}", if hundredths { "e-2" } else { "" });
    }
    let value = f64::from_bits(u64::from(packed & !3) << 32);
    format!("{:e}", if hundredths { value / 100.0 } else { value })
}

fn code_page(page: u16) -> &'static Encoding {
    match page {
        936 => encoding_rs::GBK,
        950 => encoding_rs::BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        _ => WINDOWS_1252,
    }
}
