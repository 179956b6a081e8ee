//! Takes from a cell what its file wraps around it.

use std::borrow::Cow;

use crate::domain::card::holds_card_number;
use crate::domain::text::half_width;

/// A cell without blanks, tabs, byte order marks, a leading backtick or apostrophe, `="…"` and quotes around it.
#[inline]
pub(super) fn bare(cell: &str) -> &str {
    let bytes = cell.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => cell,
        (None, _) => cell,
        _ => unwrapped(cell),
    }
}

fn unwrapped(cell: &str) -> &str {
    let mut text = trimmed(cell);
    text = trimmed(text.strip_prefix('`').unwrap_or(text));
    if let Some(formula) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        text = trimmed(formula);
    } else if text.len() > 1 && text.starts_with('"') && text.ends_with('"') {
        text = trimmed(&text[1..text.len() - 1]);
    }
    text.strip_prefix('\'').unwrap_or(text)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0'))
}

/// `bare`, with the marks that mean "nothing here" taken as nothing.
#[inline]
pub(super) fn value(cell: &str) -> &str {
    let text = bare(cell);
    let marks = text.as_bytes().first().is_some_and(u8::is_ascii_punctuation);
    if marks && text.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'/' | b'_')) { "" } else { text }
}

/// A name of a column or a word of a cell in the form in which names are compared: half-width, lower case, no blanks.
pub(super) fn name_of(text: &str) -> String {
    let plain = half_width(bare(text)).to_lowercase();
    plain
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}' | '"' | '`'))
        .collect()
}

/// The name of a column without the unit behind it.
pub(super) fn header_name(cell: &str) -> String {
    let name = name_of(cell);
    let units = ["(元)", "(cny)", "(rmb)", "(人民币)", "(人民币元)", "(单位:元)"];
    units.iter().find_map(|unit| name.strip_suffix(unit)).map_or(name.clone(), str::to_owned)
}

/// A text with every full card number masked but for its first six and last four digits.
pub fn without_cards(text: &str) -> Cow<'_, str> {
    if text.is_empty() {
        return Cow::Borrowed(text);
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if (digits < 13 && text.is_ascii()) || !holds_card_number(text) {
        return Cow::Borrowed(text);
    }
    let plain = half_width(text);
    let mut out = String::with_capacity(plain.len());
    let mut run = String::new();
    for c in plain.chars().chain(['\0']) {
        if c.is_ascii_digit() || (matches!(c, ' ' | '-') && !run.is_empty()) {
            run.push(c);
            continue;
        }
        out.push_str(&masked(&run));
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn masked(run: &str) -> String {
    if !holds_card_number(run) {
        return run.to_owned();
    }
    let digits: Vec<char> = run.chars().filter(char::is_ascii_digit).collect();
    let hidden = "•".repeat(digits.len().saturating_sub(10));
    let (head, tail) = (&digits[..6], &digits[digits.len() - 4..]);
    let blank = if run.ends_with(' ') { " " } else { "" };
    format!("{}{hidden}{}{blank}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}
