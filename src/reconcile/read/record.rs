//! One row of a file as cells, and the two makers of such rows.

use super::stop::Stop;

/// The cells of one row, as slices of one text.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// Line of the text or row of the sheet, from 1.
    pub(super) line: u32,
    pub(super) text: &'a str,
    pub(super) bounds: &'a [(u32, u32)],
}

impl<'a> Record<'a> {
    pub(super) fn len(&self) -> usize {
        self.bounds.len()
    }

    /// A cell as it stands, from 0; empty beyond the last one.
    #[inline]
    pub(super) fn cell(&self, at: usize) -> &'a str {
        let Some(&(start, end)) = self.bounds.get(at) else { return "" };
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &'a str> {
        let record = *self;
        (0..record.len()).map(move |at| record.cell(at))
    }

    /// The cells cleaned of what stands around them, as texts of their own.
    pub(super) fn owned(&self) -> Vec<String> {
        self.cells().map(|cell| super::clean::bare(cell).to_owned()).collect()
    }
}

/// Takes rows one by one; false ends the reading.
pub(super) type Take<'f> = &'f mut dyn FnMut(&Record<'_>) -> Result<bool, Stop>;

/// A row that owns its cells, for sheets.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) text: String,
    pub(super) bounds: Vec<(u32, u32)>,
}

impl Line {
    pub(super) fn clear(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.bounds.clear();
    }

    /// Adds a cell at a column, from 0; columns left out are empty.
    pub(super) fn put(&mut self, column: usize, cell: &str) {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if self.bounds.len() <= column {
            self.bounds.resize(column, (start, start));
            self.text.push_str(cell);
            self.bounds.push((start, u32::try_from(self.text.len()).unwrap_or(u32::MAX)));
        }
    }

    /// `put`, unless the row is longer than any of a statement.
    pub(super) fn put_capped(&mut self, column: usize, cell: &str) -> bool {
        let fits = self.text.len() + cell.len() <= 1 << 20;
        if fits {
            self.put(column, cell);
        }
        fits
    }

    pub(super) fn record(&self) -> Record<'_> {
        Record { line: self.number, text: &self.text, bounds: &self.bounds }
    }
}
