//! Reads Chinese numerals, the everyday ones and those of bank forms: 三十, 一千二, 壹仟贰佰, 1.2万.

use std::borrow::Cow;

/// The whole number that a text of Chinese numerals means, digits among them as people mix them; `None` where it is none,
/// or where digits and units do not fit. A last digit without its unit has the one below: 一百五 is 150, 一百零五 is 105.
///
/// ```
/// use posquit::domain::numeral::read;
/// assert_eq!(read("三十"), Some(30));
/// assert_eq!(read("十五"), Some(15));
/// assert_eq!(read("壹仟贰佰"), Some(1200));
/// assert_eq!(read("一千二"), Some(1200));
/// assert_eq!(read("一万二"), Some(12_000));
/// assert_eq!(read("一万零五十"), Some(10_050));
/// assert_eq!(read("两千零五"), Some(2005));
/// assert_eq!(read("3千5"), Some(3500));
/// assert_eq!(read("1万2000"), Some(12_000));
/// assert_eq!(read("一二"), None);
/// ```
pub fn read(text: &str) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    // What a last digit counts, and the unit before: a larger one may not follow.
    let (mut below, mut last) = (1, u64::MAX);
    for sign in signs(text)? {
        match (sign, digit) {
            (Sign::Zero, None) => below = 1,
            (Sign::Digit(n), None) => digit = Some(n),
            (Sign::Unit(unit), _) if unit < last => {
                // 十五 begins with its unit.
                let count = digit.take().or((section == 0 && unit == 10).then_some(1))?;
                section = section.checked_add(count.checked_mul(unit)?)?;
                (below, last) = (unit / 10, unit);
            }
            (Sign::Section(unit), _) => {
                if below > 1 && digit.is_some() {
                    return None;
                }
                section = section.checked_add(digit.take().unwrap_or(0))?;
                total = total.checked_add(section.checked_mul(unit).filter(|n| *n > 0)?)?;
                (section, below, last) = (0, unit / 10, u64::MAX);
            }
            _ => return None,
        }
    }
    let rest = digit.unwrap_or(0);
    let rest = if rest < 10 { rest.checked_mul(below)? } else { rest };
    if text.is_empty() { None } else { total.checked_add(section)?.checked_add(rest) }
}

/// The signs of a number; digits that stand together are one.
fn signs(text: &str) -> Option<Vec<Sign>> {
    let (mut signs, mut rest) = (Vec::new(), text);
    while let Some(c) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        signs.push(if digits > 0 { Sign::Digit(rest[..digits].parse().ok()?) } else { value(c)? });
        rest = &rest[if digits > 0 { digits } else { c.len_utf8() }..];
    }
    Some(signs)
}

enum Sign {
    Zero,
    Digit(u64),
    Unit(u64),
    Section(u64),
}

fn value(c: char) -> Option<Sign> {
    Some(match c {
        '零' | '〇' => Sign::Zero,
        '一' | '壹' => Sign::Digit(1),
        '二' | '两' | '贰' => Sign::Digit(2),
        '三' | '叁' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Unit(10),
        '百' | '佰' => Sign::Unit(100),
        '千' | '仟' => Sign::Unit(1_000),
        '万' => Sign::Section(10_000),
        '亿' => Sign::Section(100_000_000),
        _ => return None,
    })
}

/// Turns the Chinese numerals of a text into digits where they stand together: `三十天` becomes `30天`, and `1万2` `12000`.
/// Decimals before a unit are multiplied out: `1.2万` becomes `12000`.
///
/// ```
/// use posquit::domain::numeral::to_digits;
/// assert_eq!(to_digits("三十天"), "30天");
/// assert_eq!(to_digits("1.2万元"), "12000元");
/// assert_eq!(to_digits("3千元"), "3000元");
/// assert_eq!(to_digits("壹仟贰佰元整"), "1200元整");
/// assert_eq!(to_digits("2026年十二月一日"), "2026年12月1日");
/// ```
pub fn to_digits(text: &str) -> String {
    let is_part = |c: char| value(c).is_some() || c.is_ascii_digit() || c == '.';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        match multiplied(run) {
            Some(number) => out.push_str(&number.to_string()),
            None if run.is_empty() => out.push(c),
            None => out.push_str(&run.split('.').map(digits).collect::<Vec<_>>().join(".")),
        }
        rest = &rest[if run.is_empty() { c.len_utf8() } else { run.len() }..];
    }
    out
}

/// A run of numerals and digits as digits; one that is no number, and one of digits alone, stays as it is.
fn digits(run: &str) -> Cow<'_, str> {
    match read(run).filter(|_| !run.bytes().all(|b| b.is_ascii_digit())) {
        Some(number) => number.to_string().into(),
        None => run.into(),
    }
}

/// `1.2万`: a number with decimals and one unit, if that makes it a whole one.
fn multiplied(run: &str) -> Option<u64> {
    let (at, sign) = run.char_indices().next_back()?;
    let (Sign::Unit(unit) | Sign::Section(unit)) = value(sign)? else { return None };
    let (whole, fraction) = run[..at].split_once('.')?;
    let (places, scale) = (unit.ilog10() as usize, 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?);
    if whole.is_empty() || fraction.is_empty() || fraction.len() > places {
        return None;
    }
    let (whole, fraction): (u64, u64) = (whole.parse().ok()?, fraction.parse().ok()?);
    whole.checked_mul(unit)?.checked_add(fraction * (unit / scale))
}
