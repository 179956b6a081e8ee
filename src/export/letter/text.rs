//! A sheet as plain text, for the body of an e-mail.

use crate::domain::text::Lang;

use super::Sheet;
use super::fill::TIE;
use super::parts::{Line, Part, Party, Row, Sign, is_bare, plain};

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

/// Each row as a line, since a mail window keeps no columns: its first cell names it, and each other cell stands behind
/// its heading. A column that counts the rows is the number of the line; rows without headings are a name and a value.
fn table(lang: Lang, rows: &[Row]) -> String {
    let (colon, semicolon, comma) = match lang {
        Lang::Zh => ("：", "；", "，"),
        Lang::En => (": ", "; ", ", "),
    };
    let Some((head, rows)) = rows.split_first() else { return String::new() };
    if is_bare(head) {
        let pair = |row: &Row| row.iter().map(plain).collect::<Vec<_>>().join(colon);
        return joined(rows.iter().map(pair));
    }
    let counts = rows.iter().enumerate().all(|(at, row)| {
        row.len() > 1 && row.first().is_some_and(|cell| plain(cell) == (at + 1).to_string())
    });
    let row = |(at, row): (usize, &Row)| {
        let mut cells = head.iter().zip(row).skip(usize::from(counts));
        let name = cells.next().map(|(_, cell)| plain(cell)).unwrap_or_default();
        let mark = if counts { format!("{}.", at + 1) } else { "-".to_owned() };
        let cell =
            |(head, cell): (&Line, &Line)| format!("{}{colon}{}", within(lang, &plain(head)), plain(cell));
        let rest: Vec<String> = cells.filter(|(_, cell)| !cell.is_empty()).map(cell).collect();
        if rest.is_empty() {
            return format!("{mark} {name}");
        }
        format!("{mark} {name}{comma}{}", rest.join(semicolon))
    };
    joined(rows.iter().enumerate().map(row))
}

/// A heading as it stands within a line: English has no capital there, unless all of the word is.
fn within(lang: Lang, head: &str) -> String {
    let mut letters = head.chars();
    match (lang, letters.next(), letters.clone().next()) {
        (Lang::En, Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => head.to_owned(),
    }
}

fn party(party: &Party) -> String {
    joined(party.iter().map(|line| match line {
        Sign::Text(line) | Sign::Stamp(line) => plain(line),
        Sign::Blank(line) => format!("{} ________________", plain(line)),
    }))
}
