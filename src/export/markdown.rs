//! An outline as GitHub Markdown. Every text is escaped, so that nothing a merchant typed can become markup or HTML.

use super::{Block, Outline};

/// Renders an outline; the same outline gives the same bytes.
pub fn markdown(outline: &Outline) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for block in &outline.blocks {
        let listed = matches!(block, Block::Item(_) | Block::Task(..));
        // A list and a paragraph need an empty line between them; lines of one list do not.
        let joined = listed && in_list;
        if !out.is_empty() && !joined {
            out.push('\n');
        }
        in_list = listed;
        match block {
            // A number that begins a heading begins no list.
            Block::Heading(level, text) => {
                out.push_str(&format!("{} {}\n", "#".repeat(usize::from(*level)), inline(text)));
            }
            Block::Text(text) => out.push_str(&format!("{}\n", paragraphs(text, ""))),
            Block::Note(text) => out.push_str(&format!("> {}\n", paragraphs(text, "> "))),
            Block::Item(text) => out.push_str(&format!("- {}\n", paragraphs(text, "  "))),
            Block::Task(done, text, below) => {
                let mark = if *done { 'x' } else { ' ' };
                out.push_str(&format!("- [{mark}] {}\n", paragraphs(text, "  ")));
                for line in below {
                    out.push_str(&format!("  - {}\n", paragraphs(line, "    ")));
                }
            }
        }
    }
    out
}

/// Escapes each paragraph of a text and parts them by an empty line under `indent`.
fn paragraphs(text: &str, indent: &str) -> String {
    let lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(escape).collect();
    lines.join(&format!("\n{}\n{indent}", indent.trim_end()))
}

/// Makes a text mean itself: HTML as entities, Markdown's marks with a backslash, also those that only count at the
/// start of a line.
///
/// ```
/// use posquit::export::escape;
/// assert_eq!(escape("<b>*a*_b"), "&lt;b&gt;\\*a\\*\\_b");
/// assert_eq!(escape("1. x"), "1\\. x");
/// assert_eq!(escape("- [x](javascript:y)"), "\\- \\[x\\](javascript:y)");
/// ```
pub fn escape(text: &str) -> String {
    let text = text.trim();
    let after_digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after_digits.len() < text.len() && after_digits.starts_with(['.', ')']);
    match text.chars().next() {
        Some('#' | '+' | '-' | '=') => format!("\\{}", inline(text)),
        _ if numbered => format!("{}\\{}", &text[..text.len() - after_digits.len()], inline(after_digits)),
        _ => inline(text),
    }
}

/// Escapes what counts anywhere in a line.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.trim().chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
