//! Sums of yuan in the numerals of bank forms, 大写, as a signed Chinese letter gives them beside the figures.

use super::money::{Currency, Money};

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const UNITS: [&str; 4] = ["", "拾", "佰", "仟"];
const SECTIONS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// A sum of yuan in capitals; `None` for another currency and for a sum below zero. The places of 零 and 整 are those of
/// 《支付结算办法》 (银发〔1997〕393号), annex 1.
///
/// ```
/// use posquit::domain::capital::in_capitals;
/// use posquit::domain::money::{Currency, Money};
/// let capitals = |s| in_capitals(Money::read(s, Currency::CNY).unwrap()).unwrap();
/// assert_eq!(capitals("598"), "人民币伍佰玖拾捌元整");
/// assert_eq!(capitals("1409.50"), "人民币壹仟肆佰零玖元伍角整");
/// assert_eq!(capitals("6007.14"), "人民币陆仟零柒元壹角肆分");
/// assert_eq!(capitals("16409.02"), "人民币壹万陆仟肆佰零玖元零贰分");
/// assert_eq!(capitals("107000.53"), "人民币壹拾万柒仟元零伍角叁分");
/// assert_eq!(capitals("100010000"), "人民币壹亿零壹万元整");
/// assert_eq!(capitals("0.05"), "人民币伍分");
/// assert!(in_capitals(Money::read("20 GBP", Currency::CNY).unwrap()).is_none());
/// ```
pub fn in_capitals(sum: Money) -> Option<String> {
    if sum.currency != Currency::CNY || sum.minor < 0 {
        return None;
    }
    let minor = sum.minor.unsigned_abs();
    let (yuan, jiao, fen) = (minor / 100, digit(minor / 10), digit(minor));
    let mut text = if yuan > 0 { whole(yuan) + "元" } else { String::new() };
    match (jiao, fen) {
        (0, 0) if yuan == 0 => text.push_str("零元整"),
        (0, 0) => text.push('整'),
        (0, _) => text += &format!("{}{}分", if yuan > 0 { "零" } else { "" }, DIGITS[fen]),
        _ => {
            // After a 0 in the place of the yuan a 零 keeps the two parts from being read as one.
            let parted = yuan > 0 && yuan.is_multiple_of(10);
            let tail = if fen > 0 { format!("{}分", DIGITS[fen]) } else { "整".to_owned() };
            text += &format!("{}{}角{tail}", if parted { "零" } else { "" }, DIGITS[jiao]);
        }
    }
    Some(format!("人民币{text}"))
}

fn digit(number: u64) -> usize {
    usize::try_from(number % 10).unwrap_or(0)
}

/// A whole number above zero, four places at a time.
fn whole(number: u64) -> String {
    let mut text = String::new();
    let mut gap = false;
    for at in (0..SECTIONS.len()).rev() {
        let section = number / 10_000_u64.pow(u32::try_from(at).unwrap_or(0)) % 10_000;
        if section == 0 {
            gap = !text.is_empty();
            continue;
        }
        if !text.is_empty() && (gap || section < 1000) {
            text.push('零');
        }
        text += &four(section);
        text += SECTIONS[at];
        gap = false;
    }
    text
}

/// A number of at most four places.
fn four(number: u64) -> String {
    let mut text = String::new();
    let mut gap = false;
    for at in (0..UNITS.len()).rev() {
        let place = digit(number / 10_u64.pow(u32::try_from(at).unwrap_or(0)));
        if place == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
        }
        text += DIGITS[place];
        text += UNITS[at];
        gap = false;
    }
    text
}
