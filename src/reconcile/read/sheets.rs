//! Reads the sheets of a workbook, of either kind.

use std::io::{Read, Seek};

use super::archive::Archive;
use super::biff::OldWorkbook;
use super::columns;
use super::explain::Explanation;
use super::record::{Record, Take};
use super::rows::Rows;
use super::stop::{Stop, trouble};
use super::text::{HEAD_LINES, again};
use super::unknown::unknown;
use super::xlsx::Workbook;
use super::{Found, Reader};
use crate::reconcile::said::{Note, Said};

impl Reader<'_> {
    pub(super) fn workbook<R: Read + Seek>(self, archive: Archive<R>) -> Result<Vec<Explanation>, Stop> {
        let mut book = Workbook::open(archive)?;
        let (names, notes) = (names(&book.sheets), std::mem::take(&mut book.notes));
        self.sheets(&names, notes, &mut |at, take| book.each(at, take))
    }

    pub(super) fn old_workbook(self, bytes: &[u8]) -> Result<Vec<Explanation>, Stop> {
        let mut book = OldWorkbook::open(bytes)?;
        let (names, notes) = (names(&book.sheets), std::mem::take(&mut book.notes));
        self.sheets(&names, notes, &mut |at, take| book.each(at, take).map(|()| 0))
    }

    fn sheets(
        self,
        names: &[String],
        notes: Vec<Note>,
        each: &mut dyn FnMut(usize, Take<'_>) -> Result<usize, Stop>,
    ) -> Result<Vec<Explanation>, Stop> {
        let mut found = Found::default();
        let alone = names.len() == 1;
        for (at, name) in names.iter().enumerate() {
            let read = self.sheet(&mut |take| each(at, take));
            // An empty sheet is nothing to tell of.
            let read = match read {
                Ok(None) => continue,
                Ok(Some(explanation)) => Ok(vec![explanation]),
                Err(stop) => Err(stop),
            };
            found.take(read, if alone { "" } else { name }, "read.note_sheet")?;
        }
        if found.read.is_empty() && found.unknown.is_none() {
            return Err(trouble("read.empty", "read.empty_hint").into());
        }
        let mut read = found.end()?;
        if let Some(first) = read.first_mut() {
            first.table.source_mut().notes.extend(notes);
        }
        Ok(read)
    }

    fn sheet(
        self,
        each: &mut dyn FnMut(Take<'_>) -> Result<usize, Stop>,
    ) -> Result<Option<Explanation>, Stop> {
        let mut head: Vec<(u32, Vec<String>)> = Vec::new();
        each(&mut |record: &Record<'_>| {
            head.push((record.line, record.owned()));
            Ok(head.len() < HEAD_LINES)
        })?;
        head.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        if head.is_empty() {
            return Ok(None);
        }
        let profiles = &self.options.profiles;
        let header = columns::find(&head, &profiles.list, self.side).ok_or_else(|| unknown(&head))?;
        header.check(self.side)?;
        let mut settled = self.settled(&header);
        loop {
            let mut rows = Rows::new(header.profile, &profiles.common, &header.columns, settled);
            let passed = each(&mut |record: &Record<'_>| {
                if record.line > header.line {
                    rows.take(record)?;
                }
                Ok(true)
            });
            let (passed, hidden) = match passed {
                Ok(hidden) => (rows.finish().map(Some), hidden),
                Err(stop) => (Err(stop), 0),
            };
            let (passed, table) = match passed {
                Ok(table) => (Ok(()), table),
                Err(stop) => (Err(stop), None),
            };
            if again(&passed, &mut settled) {
                continue;
            }
            passed?;
            let Some(mut table) = table else { return Ok(None) };
            if hidden > 0 {
                table.source_mut().notes.push(Said::new("read.note_hidden_rows").with("count", hidden));
            }
            return Ok(Some(Explanation::of(self.options, &header, table, (None, None), &settled)));
        }
    }
}

fn names<T>(sheets: &[(String, T)]) -> Vec<String> {
    sheets.iter().map(|(name, _)| name.clone()).collect()
}
