//! The pieces of a letter, and how its filled text is read as them: one line is one piece, and how it begins says which.

use crate::domain::text::Lang;

use super::fill::{BEGIN, END};
use super::spacing;

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// The merchant typed it.
    pub theirs: bool,
}

/// A line of text.
pub type Line = Vec<Run>;

/// The cells of a line of a table.
pub type Row = Vec<Line>;

/// One piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title(Line),
    /// Lines of sender, addressee or reference.
    Address(Vec<Line>),
    /// How the reader is greeted.
    Salutation(Line),
    /// A heading within the letter.
    Heading(Line),
    /// A paragraph.
    Paragraph(Line),
    /// A list; true for a numbered one.
    List(bool, Vec<Line>),
    /// A table; its first row is the heading.
    Table(Vec<Row>),
    /// The lines before the signature.
    Closing(Vec<Line>),
    /// Who signs, side by side.
    Signature(Vec<Party>),
}

/// The lines of one who signs.
pub type Party = Vec<Sign>;

/// A line of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// A line as it stands.
    Text(Line),
    /// A label with a line to write on.
    Blank(Line),
    /// The place of the stamp.
    Stamp(Line),
}

/// Reads a filled text.
pub(super) fn read(text: &str, lang: Lang) -> Vec<Part> {
    let mut parts = Vec::new();
    for line in text.lines() {
        add(&mut parts, line.trim(), lang);
    }
    parts
}

fn add(parts: &mut Vec<Part>, line: &str, lang: Lang) {
    let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
    let runs = || runs(rest.trim(), lang);
    match mark {
        "" => {}
        ":title" => parts.push(Part::Title(runs())),
        ":to" => match parts.last_mut() {
            Some(Part::Address(lines)) => lines.push(runs()),
            _ => parts.push(Part::Address(vec![runs()])),
        },
        // Ends the address before it.
        ":from" => parts.push(Part::Address(vec![runs()])),
        ":dear" => parts.push(Part::Salutation(runs())),
        ":head" => parts.push(Part::Heading(runs())),
        ":close" => match parts.last_mut() {
            Some(Part::Closing(lines)) => lines.push(runs()),
            _ => parts.push(Part::Closing(vec![runs()])),
        },
        "-" | "+" => match parts.last_mut() {
            Some(Part::List(numbered, items)) if *numbered == (mark == "+") => items.push(runs()),
            _ => parts.push(Part::List(mark == "+", vec![runs()])),
        },
        "|" => match parts.last_mut() {
            Some(Part::Table(rows)) => rows.push(cells(rest, lang)),
            _ => parts.push(Part::Table(vec![cells(rest, lang)])),
        },
        ":party" => match parts.last_mut() {
            Some(Part::Signature(parties)) => parties.push(vec![Sign::Text(runs())]),
            _ => parts.push(Part::Signature(vec![vec![Sign::Text(runs())]])),
        },
        ":sign" => sign(parts, Sign::Text(runs())),
        ":blank" => sign(parts, Sign::Blank(runs())),
        ":stamp" => sign(parts, Sign::Stamp(runs())),
        _ => parts.push(Part::Paragraph(self::runs(line, lang))),
    }
}

fn sign(parts: &mut Vec<Part>, line: Sign) {
    match parts.last_mut() {
        Some(Part::Signature(parties)) => {
            if let Some(party) = parties.last_mut() {
                party.push(line);
            }
        }
        _ => parts.push(Part::Signature(vec![vec![line]])),
    }
}

/// The cells of a table row; a bar that the merchant typed parts nothing.
fn cells(line: &str, lang: Lang) -> Row {
    let mut cells = vec![String::new()];
    let mut theirs = false;
    for c in line.trim().trim_end_matches('|').chars() {
        theirs = if c == BEGIN { true } else { theirs && c != END };
        match cells.last_mut() {
            Some(_) if c == '|' && !theirs => cells.push(String::new()),
            Some(cell) => cell.push(c),
            None => {}
        }
    }
    cells.iter().map(|cell| runs(cell.trim(), lang)).collect()
}

fn runs(line: &str, lang: Lang) -> Line {
    let mut runs: Line = Vec::new();
    let mut theirs = false;
    for c in line.chars() {
        match c {
            BEGIN | END => theirs = c == BEGIN,
            _ => match runs.last_mut() {
                Some(run) if run.theirs == theirs => run.text.push(c),
                _ => runs.push(Run { text: c.to_string(), theirs }),
            },
        }
    }
    if lang == Lang::Zh { spacing::set(&runs) } else { runs }
}

/// True for a heading without words: the rows of its table are names and values.
pub(super) fn is_bare(head: &Row) -> bool {
    head.iter().all(Vec::is_empty)
}

/// The text of a line.
pub(super) fn plain(line: &Line) -> String {
    line.iter().map(|run| run.text.as_str()).collect()
}
