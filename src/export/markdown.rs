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
            Block::Heading(level, text) => {
                out.push_str(&format!("{} {}\n", "#".repeat(usize::from(*level)), escape(text)));
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
    let mut out = String::with_capacity(text.len() + 8);
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    for (at, c) in text.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            '#' | '+' | '-' | '=' if at == 0 => out.extend(['\\', c]),
            '.' | ')' if at > 0 && at == digits => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
