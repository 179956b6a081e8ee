//! Numbers of spreadsheets as texts: rounded to the fifteen digits that a spreadsheet has, never through a float.

use super::date::serial;

/// Whether a format shows a number as a day or a time.
pub(super) fn is_date_format(code: &str) -> bool {
    let (mut plain, mut quoted, mut bracket, mut skip) = (String::new(), false, false, false);
    for c in code.chars() {
        match c {
            _ if skip => skip = false,
            '\\' | '_' | '*' => skip = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            _ if quoted || bracket => {}
            _ => plain.push(c.to_ascii_lowercase()),
        }
    }
    let first = plain.split(';').next().unwrap_or_default();
    !first.contains(['0', '#', '?'])
        && !first.contains("general")
        && first.contains(['y', 'm', 'd', 'h', 's'])
}

/// Whether one of the formats that every spreadsheet has shows a day or a time.
pub(super) fn is_date_id(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// A number as a spreadsheet stores it, such as `9.7200000000000006` or `4.2E+27`, as it shows it: `9.72`. One that has
/// more than fifteen digits before the point keeps its exponent, since its last digits are lost.
pub(super) fn shown(stored: &str) -> Option<String> {
    if is_as_shown(stored) { Some(stored.to_owned()) } else { worked_out(stored) }
}

/// Most numbers are stored as they are shown: few digits, and no zero that says nothing.
fn is_as_shown(stored: &str) -> bool {
    let plain = stored.strip_prefix('-').unwrap_or(stored);
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) if !fraction.ends_with('0') && !fraction.is_empty() => (whole, fraction),
        None if plain != "0" => (plain, ""),
        _ => return false,
    };
    let leads = !whole.is_empty() && (whole == "0" || !whole.starts_with('0'));
    let is_short = whole.len() + fraction.len() <= 15 && fraction.len() != 3;
    leads && is_short && (whole.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit())
}

fn worked_out(stored: &str) -> Option<String> {
    let (sign, rest) = match stored.trim().strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", stored.trim()),
    };
    let (mantissa, exponent) = rest.split_once(['E', 'e']).unwrap_or((rest, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() < 400)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if mantissa.len() > 400 || !(whole.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    // How many digits stand before the point.
    let lead = i32::try_from(whole.len()).ok()? + exponent - i32::try_from(all.len() - digits.len()).ok()?;
    let (digits, lead) = rounded(digits, lead);
    Some(format!("{sign}{}", placed(&digits, lead)?))
}

/// Fifteen digits, rounded half up, without zeros at the end.
fn rounded(digits: &str, lead: i32) -> (String, i32) {
    let mut kept: Vec<u8> = digits.bytes().take(15).collect();
    let (mut up, mut lead) = (digits.as_bytes().get(15).is_some_and(|digit| *digit >= b'5'), lead);
    for digit in kept.iter_mut().rev() {
        if !up {
            break;
        }
        up = *digit == b'9';
        *digit = if up { b'0' } else { *digit + 1 };
    }
    if up {
        kept.insert(0, b'1');
        lead += 1;
    }
    let text = String::from_utf8(kept).unwrap_or_default();
    (text.trim_end_matches('0').to_owned(), lead)
}

fn placed(digits: &str, lead: i32) -> Option<String> {
    let length = i32::try_from(digits.len()).ok()?;
    if lead > 15 {
        let tail = if length > 1 { format!(".{}", &digits[1..]) } else { String::new() };
        return Some(format!("{}{tail}E+{}", &digits[..1], lead - 1));
    }
    let text = if lead <= 0 {
        format!("0.{}{digits}", "0".repeat(usize::try_from(-lead).ok()?.min(40)))
    } else if length <= lead {
        format!("{digits}{}", "0".repeat(usize::try_from(lead - length).ok()?))
    } else {
        let lead = usize::try_from(lead).ok()?;
        format!("{}.{}", &digits[..lead], &digits[lead..])
    };
    // Three decimals could be taken for thousands; here it is known that they are not.
    let three = text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3);
    Some(if three { text + "0" } else { text })
}

/// A number with a format of days or times: `2026-12-31 21:50:00`, `2026-12-31`, `21:50:00`.
pub(super) fn moment(stored: &str, since_1904: bool) -> Option<String> {
    let plain = shown(stored)?;
    let counted = if since_1904 { later(&plain)? } else { plain };
    let moment = serial(&counted)?;
    let day = moment.day.map(|day| day.to_string());
    let time = moment.minute.map(|minute| format!("{:02}:{:02}:00", minute / 60, minute % 60));
    Some(day.into_iter().chain(time).collect::<Vec<_>>().join(" "))
}

/// Days counted from 1904 as days counted from 1900.
fn later(plain: &str) -> Option<String> {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let days: u64 = whole.parse().ok()?;
    let days = if days == 0 { 0 } else { days + 1_462 };
    Some(if fraction.is_empty() { days.to_string() } else { format!("{days}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_as_it_is_shown_is_not_worked_out_again() {
        let wholes = ["0", "7", "10", "177", "007", "", "123456789012345", "1234567890123456"];
        let fractions =
            ["", ".", ".0", ".5", ".50", ".05", ".123", ".1234", ".12345678901234", ".1e3", ".-1"];
        let mut plain = 0;
        for sign in ["", "-", "--", " "] {
            for (whole, fraction) in wholes.iter().flat_map(|whole| fractions.map(|part| (whole, part))) {
                let stored = format!("{sign}{whole}{fraction}");
                assert_eq!(shown(&stored), worked_out(&stored), "{stored}");
                plain += usize::from(is_as_shown(&stored));
            }
        }
        assert!(plain > 30, "{plain}");
    }
}
