//! What is typed in the place of an answer: marks and words for back, help, don't know yet, all steps, save and quit.

use crate::domain::text::half_width;
use crate::domain::words::Words;

use super::{Prompt, Reply};

/// Reads a line. Marks count in their full-width forms too, and all but the last also behind the old text that stood in
/// the line. A word counts only behind a colon, since an answer may be that word.
pub(super) fn line(words: &Words, prompt: &Prompt, text: &str, old: &str) -> Reply<String> {
    let behind = text.strip_prefix(old).unwrap_or(text).trim();
    // Where "I don't know" is no answer of its own, it may be what somebody has to say.
    let unknown = if prompt.unknown { words.get("menu.unknown_words") } else { "- －" };
    match mark(behind) {
        Some(reply) => reply,
        None if listed(unknown, text) => Reply::Unknown,
        None => {
            let word = half_width(behind).strip_prefix(':').and_then(|word| command(words, word));
            word.unwrap_or_else(|| Reply::Got(text.to_owned()))
        }
    }
}

/// Reads what was typed to a list and is neither a number nor an option: there a word needs no colon.
pub(super) fn beside_a_list<T>(words: &Words, text: &str) -> Option<Reply<T>> {
    let word = half_width(text);
    let found = mark(text).or_else(|| command(words, word.strip_prefix(':').unwrap_or(&word)));
    if listed(words.get("menu.unknown_words"), text) { Some(Reply::Unknown) } else { found }
}

/// The word for a command, where a text is one without its colon.
pub(super) fn bare_command(words: &Words, text: &str) -> Option<String> {
    let word = half_width(text).trim().to_lowercase();
    command::<()>(words, &word).map(|_| word)
}

fn mark<T>(text: &str) -> Option<Reply<T>> {
    Some(match text {
        "<" | "＜" | "〈" | "《" => Reply::Back,
        "?" | "？" => Reply::Help,
        "=" | "＝" => Reply::Overview,
        _ => return None,
    })
}

fn command<T>(words: &Words, word: &str) -> Option<Reply<T>> {
    let is = |key: &str| listed(words.get(key), word);
    Some(match () {
        () if is("voice.back_words") => Reply::Back,
        () if is("voice.help_words") => Reply::Help,
        () if is("voice.steps_words") => Reply::Overview,
        () if is("voice.quit_words") => Reply::Quit,
        () if is("menu.unknown_words") => Reply::Unknown,
        () => return None,
    })
}

/// True where a text is one of some words with spaces between them; a word that holds spaces has `_` for them.
fn listed(words: &str, text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '。']).to_lowercase().replace('’', "'");
    let text = text.split_whitespace().collect::<Vec<_>>().join("_");
    words.split_whitespace().any(|word| word == text)
}
