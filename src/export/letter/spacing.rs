//! Spaces in Chinese: one between Chinese and Latin letters or digits, none between Chinese characters and none beside a
//! full-width mark. A form cannot know which of them a fact begins or ends with.

use super::parts::{Line, Run};

/// Sets the spaces of a line where the program's words and facts meet. What lies within a fact stays as it was typed.
pub(super) fn set(line: &Line) -> Line {
    let chars: Vec<(char, bool)> =
        line.iter().flat_map(|run| run.text.chars().map(|c| (c, run.theirs))).collect();
    let mut out: Line = Vec::new();
    for (n, (c, theirs)) in chars.iter().copied().enumerate() {
        let before = n.checked_sub(1).map(|n| chars[n]);
        let after = chars.get(n + 1).copied();
        if c == ' ' && !theirs && needless(before, after) {
            continue;
        }
        // Two that meet where a fact begins or ends.
        if before.is_some_and(|(b, of_them)| of_them != theirs && part(b, c)) {
            push(&mut out, ' ', false);
        }
        push(&mut out, c, theirs);
    }
    out
}

fn needless(before: Option<(char, bool)>, after: Option<(char, bool)>) -> bool {
    let (Some((before, _)), Some((after, _))) = (before, after) else { return true };
    is_mark(before) || is_mark(after) || (is_han(before) && is_han(after))
}

/// True where a Chinese character and a Latin one stand side by side.
fn part(before: char, after: char) -> bool {
    (is_han(before) && after.is_ascii_alphanumeric()) || (before.is_ascii_alphanumeric() && is_han(after))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff20}' | '“' | '”' | '‘' | '’')
}

fn push(line: &mut Line, c: char, theirs: bool) {
    match line.last_mut() {
        Some(run) if run.theirs == theirs => run.text.push(c),
        _ => line.push(Run { text: c.to_string(), theirs }),
    }
}
