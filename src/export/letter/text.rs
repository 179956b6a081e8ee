//! A sheet as plain text, for the body of an e-mail.

use crate::domain::text::Lang;

use super::Sheet;
use super::fill::TIE;
use super::parts::{Line, Part, Party, Row, Sign, plain};

/// Writes a sheet as plain text: one line is one paragraph, so that the reader's window wraps it.
pub fn text(sheet: &Sheet) -> String {
    let blocks: Vec<String> = sheet.parts.iter().map(|part| block(sheet.lang, part)).collect();
    // A mail has no use for spaces that are not like others.
    blocks.join("\n\n").replace(TIE, " ") + "\n"
}

fn block(lang: Lang, part: &Part) -> String {
    match part {
        Part::Title(line) | Part::Salutation(line) | Part::Heading(line) | Part::Paragraph(line) => {
            plain(line)
        }
        Part::Address(lines) | Part::Closing(lines) => joined(lines.iter().map(plain)),
        Part::List(true, items) => {
            joined(items.iter().enumerate().map(|(at, item)| format!("{}. {}", at + 1, plain(item))))
        }
        Part::List(false, items) => joined(items.iter().map(|item| format!("- {}", plain(item)))),
        Part::Table(rows) => table(lang, rows),
        Part::Signature(parties) => parties.iter().map(party).collect::<Vec<_>>().join("\n\n"),
    }
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// Each row as a line of its headings and cells; a mail window keeps no columns.
fn table(lang: Lang, rows: &[Row]) -> String {
    let (colon, semicolon) = match lang {
        Lang::Zh => ("：", "；"),
        Lang::En => (": ", "; "),
    };
    let Some((head, rows)) = rows.split_first() else { return String::new() };
    let row = |row: &Row| {
        let cell = |(head, cell): (&Line, &Line)| format!("{}{colon}{}", plain(head), plain(cell));
        let cells: Vec<String> =
            head.iter().zip(row).filter(|(_, cell)| !cell.is_empty()).map(cell).collect();
        format!("- {}", cells.join(semicolon))
    };
    joined(rows.iter().map(row))
}

fn party(party: &Party) -> String {
    joined(party.iter().map(|line| match line {
        Sign::Text(line) | Sign::Stamp(line) => plain(line),
        Sign::Blank(line) => format!("{} ________________", plain(line)),
    }))
}
