//! What a bank's text says: which payouts it names, and who it seems to be from.

/// At most this many words of a memo are read as one id, such as `L0918-4471`.
const MOST_WORDS: usize = 5;

/// An id shorter than this, or one without a digit, is too common to be looked for in a text.
const LEAST_ID: usize = 4;

/// True for an id that may be looked for.
pub(super) fn is_telling(id: &str) -> bool {
    id.len() >= LEAST_ID && id.bytes().any(|byte| byte.is_ascii_digit())
}

/// True for an id with a letter and a digit, which stands for something even where it is short.
pub(super) fn has_both(id: &str) -> bool {
    id.bytes().any(|byte| byte.is_ascii_alphabetic()) && id.bytes().any(|byte| byte.is_ascii_digit())
}

/// The runs of letters and digits of a text, as ranges of bytes.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        // A Chinese character is no part of an id, so that 到账PO123 holds one.
        let belongs = c.is_ascii_alphanumeric();
        match (start, belongs) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

/// Every part of a text that begins and ends with whole words, up to a few words long, in capitals.
pub(super) fn parts(text: &str) -> Vec<String> {
    let words = words(text);
    let mut parts = Vec::new();
    for (first, (start, _)) in words.iter().enumerate() {
        for (_, end) in words.iter().skip(first).take(MOST_WORDS) {
            parts.push(text[*start..*end].to_ascii_uppercase());
        }
    }
    parts
}

/// A text without what changes from one payment to the next: its words with digits in them.
pub(super) fn shape(text: &str) -> String {
    let constant = |word: &&str| !word.is_empty() && !word.bytes().any(|byte| byte.is_ascii_digit());
    let words = text.split(|c: char| !c.is_alphanumeric() || !c.is_ascii() && c.is_numeric());
    words.filter(constant).map(str::to_uppercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_between_its_boundaries_only() {
        assert!(parts("LIQ TPA LOTE L0918-4471").contains(&"L0918-4471".to_owned()));
        assert!(parts("到账po123456元").contains(&"PO123456".to_owned()));
        assert!(!parts("PO1234567").contains(&"PO123456".to_owned()));
        assert!(!parts("XPO123456").contains(&"PO123456".to_owned()));
    }

    #[test]
    fn a_shape_is_what_stays() {
        assert_eq!(shape("PAYOUT po_1a2 ACME"), shape("Payout po_9x7 Acme"));
        assert_ne!(shape("RENT 09"), shape("PAYOUT 09"));
        assert_eq!(shape("20260901"), "");
    }
}
