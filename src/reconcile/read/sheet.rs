//! The rows of one sheet of a workbook, one after the other.

use std::io::Read;

use super::number::{moment, shown};
use super::record::{Line, Take};
use super::stop::Stop;
use super::xlsx::Shared;
use super::xml::{self, Piece, Tag, damaged};
use crate::reconcile::said::{Said, Trouble};

/// A statement has no more columns, whatever its size says.
pub(super) const MOST_COLUMNS: usize = 1_024;
/// No spreadsheet has more rows.
const MOST_ROWS: u32 = 1_048_576;

/// What the value of a cell is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Number { date: bool },
    Shared,
    Text,
}

struct Reading<'s, 't> {
    shared: &'s Shared,
    take: Take<'t>,
    line: Line,
    column: usize,
    form: Form,
    value: String,
    inside: bool,
    formula: bool,
    filled: bool,
    hidden: usize,
}

/// Hands the rows of a sheet to `take`; how many of them were hidden.
pub(super) fn each(source: impl Read, shared: &Shared, take: Take<'_>) -> Result<usize, Stop> {
    let mut reading = Reading {
        shared,
        take,
        line: Line::default(),
        column: 0,
        form: Form::Text,
        value: String::new(),
        inside: false,
        formula: false,
        filled: false,
        hidden: 0,
    };
    xml::each(source, &mut |piece| reading.piece(&piece))?;
    Ok(reading.hidden)
}

impl Reading<'_, '_> {
    fn piece(&mut self, piece: &Piece<'_>) -> Result<bool, Stop> {
        match piece {
            Piece::Open("row", tag) => self.row(tag)?,
            Piece::Open("c", tag) => self.cell(tag),
            Piece::Open("v" | "t", _) => self.inside = true,
            Piece::Open("f", _) => self.formula = true,
            Piece::Open("rPh", _) | Piece::Close("v" | "t") => self.inside = false,
            Piece::Text(text) if self.inside => {
                self.value.push_str(text);
                self.filled = true;
                if self.value.len() > 1 << 20 {
                    return Err(damaged());
                }
            }
            Piece::Close("c") => self.end_cell()?,
            Piece::Close("row") => return (self.take)(&self.line.record()),
            Piece::Close("sheetData") => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    fn row(&mut self, tag: &Tag<'_>) -> Result<(), Stop> {
        let (mut told, mut hidden) = (None, false);
        tag.each_raw(|name, text| match name {
            "r" => told = text.parse::<u32>().ok(),
            "hidden" => hidden = text == "1" || text == "true",
            _ => {}
        });
        let number = told.unwrap_or(self.line.number + 1);
        if number <= self.line.number || number > MOST_ROWS {
            return Err(damaged());
        }
        self.line.clear(number);
        self.column = 0;
        self.hidden += usize::from(hidden);
        Ok(())
    }

    fn cell(&mut self, tag: &Tag<'_>) {
        let (mut form, mut style) = (Form::Number { date: false }, 0_usize);
        tag.each_raw(|name, text| match name {
            "r" => self.column = column_of(text).unwrap_or(self.column),
            "s" => style = text.parse().unwrap_or(0),
            "t" => {
                form = match text {
                    "s" => Form::Shared,
                    "n" => Form::Number { date: false },
                    _ => Form::Text,
                }
            }
            _ => {}
        });
        self.form = match form {
            Form::Number { .. } => Form::Number { date: self.shared.is_date(style) },
            form => form,
        };
        self.value.clear();
        (self.inside, self.formula, self.filled) = (false, false, false);
    }

    fn end_cell(&mut self) -> Result<(), Stop> {
        let at = self.column;
        self.column += 1;
        if !self.filled {
            return if self.formula {
                Err(self.trouble_at(at, "read.formula", "read.formula_hint"))
            } else {
                Ok(())
            };
        }
        if at >= MOST_COLUMNS {
            return Err(self.trouble_at(at, "read.too_wide", "read.damaged_hint"));
        }
        let text = match self.form {
            Form::Text => self.line.put_capped(at, &self.value),
            Form::Shared => {
                let text = self.value.trim().parse().ok().and_then(|number| self.shared.text(number));
                self.line.put_capped(at, text.ok_or_else(damaged)?)
            }
            Form::Number { date } => {
                let as_date = date.then(|| moment(&self.value, self.shared.since_1904)).flatten();
                let text = as_date.or_else(|| shown(&self.value)).ok_or_else(damaged)?;
                self.line.put_capped(at, &text)
            }
        };
        if text { Ok(()) } else { Err(damaged()) }
    }

    fn trouble_at(&self, column: usize, key: &'static str, hint: &'static str) -> Stop {
        let place = u32::try_from(column + 1).unwrap_or(0);
        Trouble::new(Said::new(key)).hint(hint).at(self.line.number, place).into()
    }
}

/// The column of `XFD12`, from 0.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.take(4).fold(0_usize, |sum, letter| sum * 26 + usize::from(letter - b'A' + 1));
    number.checked_sub(1)
}
