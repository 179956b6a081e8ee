//! Recognises full card numbers, which posquit never stores (PCI DSS v4, 3.4.1 and 3.5.1).

use super::text::half_width;

/// True where a text holds a full card number: 13 to 19 digits (spaces and hyphens between them allowed) that begin like
/// an issuer's range and pass the Luhn check.
///
/// ```
/// use posquit::domain::card::holds_card_number;
/// assert!(holds_card_number("卡号 6225 8801 3800 0006"));
/// assert!(!holds_card_number("898310148160001")); // a merchant number
/// assert!(!holds_card_number("SF1234567890123"));
/// ```
pub fn holds_card_number(text: &str) -> bool {
    let plain = half_width(text);
    let mut run = String::new();
    let mut previous = ' ';
    for c in plain.chars().chain(['\n']) {
        match c {
            // Digits that follow letters directly are a tracking or document number.
            _ if c.is_ascii_digit() && !(run.is_empty() && previous.is_ascii_alphabetic()) => run.push(c),
            ' ' | '-' if !run.is_empty() => {}
            _ => {
                if is_card_number(&run) {
                    return true;
                }
                run.clear();
            }
        }
        previous = if c.is_ascii_digit() && run.is_empty() { 'x' } else { c };
    }
    false
}

fn is_card_number(digits: &str) -> bool {
    let (two, four): (u32, u32) = match (digits.get(..2), digits.get(..4)) {
        (Some(two), Some(four)) => (two.parse().unwrap_or(0), four.parse().unwrap_or(0)),
        _ => return false,
    };
    let issued = match digits.len() {
        15 => matches!(two, 34 | 37),
        14 => matches!(two, 30 | 36 | 38),
        13 => two / 10 == 4,
        16..=19 => {
            two / 10 == 4
                || matches!(two, 51..=55 | 62 | 60 | 64 | 65 | 81)
                || matches!(four, 2221..=2720 | 3528..=3589)
                // Maestro and Dankort.
                || matches!(four, 5018..=5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763)
        }
        _ => false,
    };
    issued && passes_luhn(digits)
}

/// The check of ISO/IEC 7812-1, annex B.
fn passes_luhn(digits: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| if i % 2 == 1 { doubled(u32::from(byte - b'0')) } else { u32::from(byte - b'0') })
        .sum();
    sum.is_multiple_of(10)
}
