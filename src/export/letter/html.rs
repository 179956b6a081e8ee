//! A sheet as a page for printing on A4. Everything is escaped, what the merchant typed is isolated, and nothing is
//! loaded from anywhere.

use unicode_width::UnicodeWidthStr;

use super::Sheet;
use super::parts::{Line, Part, Party, Row, Sign, is_bare, plain};

const STYLE: &str = include_str!("print.css");

/// Writes a sheet as one HTML page.
pub fn html(sheet: &Sheet) -> String {
    let title = sheet.parts.iter().find_map(|part| match part {
        Part::Title(line) => Some(escape(&plain(line))),
        _ => None,
    });
    let title = title.unwrap_or_default();
    let lang = sheet.lang.tag();
    // The last words before the signature stay with it on one page.
    let end = end_of(&sheet.parts);
    let (before, after) = sheet.parts.split_at(end);
    let body: String = before.iter().map(block).collect();
    let ending: String = after.iter().map(block).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{body}<div class=\"end\">\n{ending}</div>\n</body>\n</html>\n"
    )
}

/// A list of up to so many items stays whole with the signature below it.
const SHORT_LIST: usize = 8;

/// Where the end of a letter begins: with the last two paragraphs or the short list before its closing lines, and their
/// heading, so that no signature stands alone on a page.
pub(super) fn end_of(parts: &[Part]) -> usize {
    let closing = parts.iter().position(|part| matches!(part, Part::Closing(_) | Part::Signature(_)));
    let Some(closing) = closing else { return parts.len() };
    let paragraphs = parts[..closing].iter().rev().take(2);
    let list = |part: &Part| matches!(part, Part::List(_, items) if items.len() <= SHORT_LIST);
    let at = match parts[..closing].last() {
        Some(last) if list(last) => closing - 1,
        _ => closing - paragraphs.take_while(|part| matches!(part, Part::Paragraph(_))).count(),
    };
    let headed = at < closing && at > 0 && matches!(parts[at - 1], Part::Heading(_));
    at - usize::from(headed)
}

fn block(part: &Part) -> String {
    match part {
        Part::Title(line) => element("h1", line),
        Part::Salutation(line) => format!("<p class=\"dear\">{}</p>\n", inline(line)),
        Part::Heading(line) => element("h2", line),
        Part::Paragraph(line) => element("p", line),
        Part::Address(lines) => {
            format!(
                "<div class=\"address\">\n{}</div>\n",
                lines.iter().map(|line| element("p", line)).collect::<String>()
            )
        }
        Part::Closing(lines) => {
            format!(
                "<div class=\"closing\">\n{}</div>\n",
                lines.iter().map(|line| element("p", line)).collect::<String>()
            )
        }
        Part::List(numbered, items) => {
            let name = if *numbered { "ol" } else { "ul" };
            let items: String = items.iter().map(|item| element("li", item)).collect();
            format!("<{name}>\n{items}</{name}>\n")
        }
        Part::Table(rows) => table(rows),
        Part::Signature(parties) => {
            let parties: String = parties.iter().map(party).collect();
            format!("<div class=\"signature\">\n{parties}</div>\n")
        }
    }
}

fn element(name: &str, line: &Line) -> String {
    format!("<{name}>{}</{name}>\n", inline(line))
}

fn table(rows: &[Row]) -> String {
    let row = |name: &str, row: &Row| {
        // A date, a number or a short heading is not broken.
        let class = |cell: &Line| {
            let text = plain(cell);
            let is_number = text.is_ascii() && text.len() <= 16;
            let is_head = name == "th" && text.width() <= 14;
            if is_number || is_head { " class=\"short\"" } else { "" }
        };
        let cell = |cell: &Line| format!("<{name}{}>{}</{name}>", class(cell), inline(cell));
        let cells: String = row.iter().map(cell).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let Some((head, rows)) = rows.split_first() else { return String::new() };
    let rows: String = rows.iter().map(|cells| row("td", cells)).collect();
    if is_bare(head) {
        return format!("<table>\n<tbody>\n{rows}</tbody>\n</table>\n");
    }
    format!("<table>\n<thead>\n{}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n", row("th", head))
}

fn party(party: &Party) -> String {
    let line = |line: &Sign| match line {
        Sign::Text(line) => element("p", line),
        Sign::Blank(line) => format!("<p class=\"blank\"><span>{}</span></p>\n", inline(line)),
        Sign::Stamp(line) => format!("<p class=\"stamp\">{}</p>\n", inline(line)),
    };
    format!("<div class=\"party\">\n{}</div>\n", party.iter().map(line).collect::<String>())
}

fn inline(line: &Line) -> String {
    line.iter()
        .map(|run| {
            let text = escape(&run.text);
            if run.theirs { format!("<bdi>{text}</bdi>") } else { text }
        })
        .collect()
}

/// Makes a text mean itself in HTML and in XML, where controls have no form at all and are left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
