//! Check digits of the numbers that have them: Chinese identity and company numbers, and IBANs.

/// What a number turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Its check digit is right.
    Right,
    /// It has the form of a number with a check digit, and the digit is wrong.
    Wrong,
    /// It has no check digit that is known here.
    None,
}

/// Checks an identity or company number: the 18 digits of a resident identity card (GB 11643-1999) or the 18 characters
/// of a unified social credit code (GB 32100-2015). Numbers of another form have no check here.
///
/// ```
/// use posquit::domain::identity::{Check, check_id};
/// assert_eq!(check_id("11010519491231002X"), Check::Right);
/// assert_eq!(check_id("110105194912310021"), Check::Wrong);
/// assert_eq!(check_id("91350100M000100Y43"), Check::Right);
/// assert_eq!(check_id("SC123456"), Check::None);
/// ```
pub fn check_id(number: &str) -> Check {
    let upper = number.to_ascii_uppercase();
    if upper.len() != 18 || !upper.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Check::None;
    }
    let digits = upper[..17].bytes().all(|b| b.is_ascii_digit());
    // Company codes begin with the digit of the registering department, 1, 5, 9 or Y among them; a person's with a region.
    let right = (digits && resident(&upper)) || company(&upper);
    if right { Check::Right } else { Check::Wrong }
}

/// ISO 7064, MOD 11-2.
fn resident(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = number.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    number.as_bytes()[17] == b"10X98765432"[(sum % 11) as usize]
}

/// GB 32100-2015: 31 characters without I, O, S, V and Z, weights 3 to the power of the place.
fn company(number: &str) -> bool {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let places: Option<Vec<usize>> = number.bytes().map(|b| ALPHABET.iter().position(|a| *a == b)).collect();
    let Some(places) = places else { return false };
    let mut weight = 1;
    let mut sum = 0;
    for place in &places[..17] {
        sum += place * weight;
        weight = weight * 3 % 31;
    }
    places[17] == (31 - sum % 31) % 31
}

/// Checks an account number that has the form of an IBAN (ISO 13616, ISO 7064 MOD 97-10); others have no check here.
///
/// ```
/// use posquit::domain::identity::{Check, check_account};
/// assert_eq!(check_account("GB82 WEST 1234 5698 7654 32"), Check::Right);
/// assert_eq!(check_account("GB82 WEST 1234 5698 7654 33"), Check::Wrong);
/// assert_eq!(check_account("898310148160001"), Check::None);
/// ```
pub fn check_account(number: &str) -> Check {
    let plain: String =
        number.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let bytes = plain.as_bytes();
    let form = (15..=34).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    if !form {
        return Check::None;
    }
    let moved = format!("{}{}", &plain[4..], &plain[..4]);
    let rest = moved.chars().fold(0, |rest, c| {
        let n = c.to_digit(36).unwrap_or(0);
        if n < 10 { (rest * 10 + n) % 97 } else { (rest * 100 + n) % 97 }
    });
    if rest == 1 { Check::Right } else { Check::Wrong }
}
