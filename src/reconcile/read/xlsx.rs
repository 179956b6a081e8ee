//! Workbooks of the XML kind (`.xlsx`), read from a stream with caps. No dense grid is ever made and no count that a file
//! states is believed, so that a crafted file ends in an error, not in an abort.

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::archive::Archive;
use super::number::{is_date_format, is_date_id};
use super::record::Take;
use super::sheet;
use super::stop::{Stop, trouble};
use super::xml::{self, Piece, damaged};
use crate::reconcile::said::{Note, Said};

/// Texts that cells share may take so much memory.
const MOST_TEXT: usize = 64 << 20;

/// A workbook with what its sheets share.
pub(super) struct Workbook<R> {
    archive: Archive<R>,
    /// Sheets that are shown: name and member.
    pub(super) sheets: Vec<(String, String)>,
    pub(super) notes: Vec<Note>,
    pub(super) shared: Shared,
}

/// What the cells of every sheet refer to.
#[derive(Default)]
pub(super) struct Shared {
    texts: String,
    ends: Vec<usize>,
    /// For each cell format, whether it shows a day or a time.
    dates: Vec<bool>,
    pub(super) since_1904: bool,
}

impl Shared {
    pub(super) fn text(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        self.texts.get(start..end)
    }

    pub(super) fn is_date(&self, style: usize) -> bool {
        self.dates.get(style).copied().unwrap_or(false)
    }
}

impl<R: Read + Seek> Workbook<R> {
    pub(super) fn open(archive: Archive<R>) -> Result<Self, Stop> {
        let mut book = Self { archive, sheets: Vec::new(), notes: Vec::new(), shared: Shared::default() };
        let targets = book.targets()?;
        book.list(&targets)?;
        if book.archive.holds("xl/externalLinks/") {
            book.notes.push(Said::new("read.note_links"));
        }
        if book.archive.holds("xl/vbaProject") {
            book.notes.push(Said::new("read.note_macros"));
        }
        book.styles()?;
        book.texts()?;
        Ok(book)
    }

    fn part(
        &mut self,
        name: &str,
        take: &mut dyn FnMut(Piece<'_>) -> Result<bool, Stop>,
    ) -> Result<bool, Stop> {
        let Some(part) = self.archive.named(name)? else { return Ok(false) };
        xml::each(part, take)?;
        Ok(true)
    }

    /// The members that the ids of the workbook stand for.
    fn targets(&mut self) -> Result<HashMap<String, String>, Stop> {
        let mut targets = HashMap::new();
        self.part("xl/_rels/workbook.xml.rels", &mut |piece| {
            if let Piece::Open("Relationship", tag) = piece {
                let inside = tag.get("TargetMode").as_deref() != Some("External");
                if let (Some(id), Some(target), true) = (tag.get("Id"), tag.get("Target"), inside) {
                    let member = match target.strip_prefix('/') {
                        Some(from_root) => from_root.to_owned(),
                        None => format!("xl/{target}"),
                    };
                    targets.insert(id, member);
                }
            }
            Ok(targets.len() < 10_000)
        })?;
        Ok(targets)
    }

    fn list(&mut self, targets: &HashMap<String, String>) -> Result<(), Stop> {
        let (mut sheets, mut hidden, mut since_1904) = (Vec::new(), Vec::new(), false);
        let found = self.part("xl/workbook.xml", &mut |piece| {
            match piece {
                Piece::Open("workbookPr", tag) => {
                    since_1904 = tag.get("date1904").is_some_and(|yes| yes == "1" || yes == "true");
                }
                Piece::Open("sheet", tag) => {
                    let name = tag.get("name").unwrap_or_default();
                    let shown = tag.get("state").is_none_or(|state| state == "visible");
                    match tag.get("id").and_then(|id| targets.get(&id)) {
                        Some(member) if shown => sheets.push((name, member.clone())),
                        _ => hidden.push(name),
                    }
                }
                _ => {}
            }
            Ok(sheets.len() < 1_000)
        })?;
        if !found || sheets.is_empty() {
            return Err(damaged());
        }
        self.notes.extend(hidden.iter().map(|name| Said::new("read.note_hidden").with("sheet", name)));
        (self.sheets, self.shared.since_1904) = (sheets, since_1904);
        Ok(())
    }

    fn styles(&mut self) -> Result<(), Stop> {
        let (mut codes, mut dates, mut inside) = (HashMap::new(), Vec::new(), false);
        self.part("xl/styles.xml", &mut |piece| {
            match piece {
                Piece::Open("numFmt", tag) => {
                    if let (Some(id), Some(code)) = (tag.get("numFmtId"), tag.get("formatCode")) {
                        codes.insert(id, is_date_format(&code));
                    }
                }
                Piece::Open("cellXfs", _) => inside = true,
                Piece::Close("cellXfs") => inside = false,
                Piece::Open("xf", tag) if inside => {
                    let id = tag.get("numFmtId").unwrap_or_default();
                    let usual = || id.parse().is_ok_and(is_date_id);
                    dates.push(codes.get(&id).copied().unwrap_or_else(usual));
                }
                _ => {}
            }
            Ok(dates.len() < 100_000 && codes.len() < 100_000)
        })?;
        self.shared.dates = dates;
        Ok(())
    }

    /// The texts that cells share; pronunciation hints are left out.
    fn texts(&mut self) -> Result<(), Stop> {
        let (mut texts, mut ends) = (String::new(), Vec::new());
        let (mut inside, mut hint) = (false, false);
        self.part("xl/sharedStrings.xml", &mut |piece| {
            match piece {
                Piece::Open("t", _) => inside = !hint,
                Piece::Close("t") => inside = false,
                Piece::Open("rPh", _) => hint = true,
                Piece::Close("rPh") => hint = false,
                Piece::Close("si") => ends.push(texts.len()),
                Piece::Text(text) if inside => texts.push_str(text),
                _ => {}
            }
            if texts.len() > MOST_TEXT || ends.len() > MOST_TEXT / 8 {
                return Err(trouble("read.bomb", "read.bomb_hint").into());
            }
            Ok(true)
        })?;
        (self.shared.texts, self.shared.ends) = (texts, ends);
        Ok(())
    }

    /// Hands the rows of a sheet to `take`; how many of them were hidden.
    pub(super) fn each(&mut self, at: usize, take: Take<'_>) -> Result<usize, Stop> {
        let member = self.sheets[at].1.clone();
        let Some(part) = self.archive.named(&member)? else { return Err(damaged()) };
        sheet::each(part, &self.shared, take)
    }
}
