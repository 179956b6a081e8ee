//! How the lines of a text run together. The build script does so with the templates' texts, so it uses nothing else of
//! the program.

use std::borrow::Cow;

/// True for Chinese characters and their full-width marks.
pub fn is_wide(c: char) -> bool {
    u32::from(c) >= 0x2e80
}

/// True where two characters stand side by side in Chinese: both wide, or one of them a Chinese mark.
pub fn joins(last: char, first: char) -> bool {
    let mark =
        |c: char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}');
    (is_wide(last) && is_wide(first))
        || mark(last)
        || mark(first)
        || (is_wide(last) && first == '“')
        || (last == '”' && is_wide(first))
}

/// Joins the lines of each paragraph; between Chinese characters without a space. An empty line parts paragraphs.
pub fn flow(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('\n') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.trim().lines().map(str::trim) {
        match (out.chars().last(), line.chars().next()) {
            (_, None) if out.ends_with('\n') => {}
            (_, None) => out.push('\n'),
            (None | Some('\n'), _) => {}
            (Some(last), Some(first)) if joins(last, first) => {}
            _ => out.push(' '),
        }
        out.push_str(line);
    }
    out.into()
}
