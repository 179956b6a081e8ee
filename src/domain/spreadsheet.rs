//! Cells of a file that a spreadsheet opens.

use super::text::visible;

/// What a formula begins with.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text as a cell of a CSV file: quoted where it has to be (RFC 4180, section 2), controls made visible, and nothing that
/// a spreadsheet takes for a formula; a number keeps its sign.
///
/// ```
/// use posquit::domain::spreadsheet::cell;
/// assert_eq!(cell("=1+1"), "'=1+1");
/// assert_eq!(cell("-12.00"), "-12.00");
/// assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
/// ```
pub fn cell(text: &str) -> String {
    let shown = visible(text);
    let safe = if shown.starts_with(FORMULA) && !is_number(&shown) { format!("'{shown}") } else { shown };
    if safe.contains([',', ';', '"', '\n']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// Appends a text as a cell.
pub fn push_cell(out: &mut String, text: &str) {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b',' | b';' | b'"');
    // Nearly all cells of a large file are such.
    if text.bytes().all(plain) && !text.starts_with(FORMULA) {
        out.push_str(text);
    } else {
        out.push_str(&cell(text));
    }
}

/// A cell as it is read back, without the apostrophe that `cell` put before it.
pub fn bare(cell: &str) -> &str {
    let text = cell.trim();
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(text)
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::{bare, cell, push_cell};

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["A1", "", "=1", "-1", "a,b", "\"", "中", "\u{202e}"] {
            let mut pushed = String::new();
            push_cell(&mut pushed, text);
            assert_eq!(pushed, cell(text));
        }
        assert_eq!(cell("@SUM(A1),\"x\""), "\"'@SUM(A1),\"\"x\"\"\"");
        assert_eq!(cell("-cmd"), "'-cmd");
        assert_eq!(cell("＝1+1"), "'＝1+1");
        assert_eq!(bare(&cell("＝1+1")), "＝1+1");
        assert_eq!(bare("'twas"), "'twas");
        assert_eq!(cell("+8613812345678"), "'+8613812345678");
        assert_eq!(cell("a\rb"), "a\\u{d}b");
    }
}
