//! Keys: a reference as it is compared, and its hash.

/// What a byte counts as: 0 is left out, small letters are capital.
static FOLD: [u8; 256] = fold();

const fn fold() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it counts to 255")]
        let b = byte as u8;
        table[byte] = match b {
            b' ' | b'\t' | b'\'' | b'`' => 0,
            _ => b.to_ascii_uppercase(),
        };
        byte += 1;
    }
    table
}

/// The bytes of a reference that count: no blanks, apostrophes, backticks or leading zeros, letters in capitals.
fn folded(text: &str) -> impl Iterator<Item = u8> + '_ {
    let all = text.bytes().map(|byte| FOLD[usize::from(byte)]).filter(|byte| *byte != 0);
    all.skip_while(|byte| *byte == b'0')
}

/// A reference as it is compared: `'0071 a` is `71A`. One of nothing but zeros is empty, and no key.
pub(super) fn normal(text: &str) -> String {
    String::from_utf8_lossy(&folded(text).collect::<Vec<u8>>()).into_owned()
}

/// True where two references are one as they are compared.
#[inline]
pub(super) fn alike(a: &str, b: &str) -> bool {
    a == b || folded(a).eq(folded(b))
}

/// The order of references as they are compared.
pub(super) fn order(a: &str, b: &str) -> std::cmp::Ordering {
    folded(a).cmp(folded(b))
}

/// Spreads a word over all bits (the finaliser of `SplitMix64`).
#[inline]
fn mix(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// The hash of a reference as it is compared, and of what else must be equal; `None` where nothing is to compare.
#[inline]
pub(super) fn hash(seed: u64, text: &str, beside: u64) -> Option<u64> {
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes
        && matches!(FOLD[usize::from(*first)], 0 | b'0')
    {
        bytes = rest;
    }
    let mut state = seed ^ beside.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (mut word, mut filled, mut any) = (0_u64, 0_u32, false);
    for byte in bytes {
        let byte = FOLD[usize::from(*byte)];
        if byte != 0 {
            word = (word << 8) | u64::from(byte);
            filled += 1;
            if filled == 8 {
                state = mix(state ^ word).wrapping_add(word);
                (word, filled, any) = (0, 0, true);
            }
        }
    }
    any |= filled > 0;
    any.then(|| mix(state ^ word ^ (u64::from(filled) << 56)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_hashes_alike() {
        for (a, b) in [("'0071 a", "71A"), ("`000123456789012", "123456789012"), ("SF 9", "sf9")] {
            assert!(alike(a, b));
            assert_eq!(normal(a), normal(b));
            assert_eq!(hash(7, a, 3), hash(7, b, 3));
        }
        for (a, b) in [("71A", "710A"), ("100", "1"), ("12345678", "123456781"), ("A-1", "A1")] {
            assert!(!alike(a, b));
            assert_ne!(hash(7, a, 3), hash(7, b, 3));
        }
    }

    #[test]
    fn nothing_is_no_key() {
        for text in ["", "0000", "' ", "`"] {
            assert_eq!(hash(7, text, 3), None);
        }
    }
}
