//! Reads Chinese numerals, the everyday ones and those of bank forms: 三十, 一千二百, 壹仟贰佰, 1.2万.

/// The whole number that a text of Chinese numerals means; `None` where it is none, or where digits and units do not fit.
///
/// ```
/// use posquit::domain::numeral::read;
/// assert_eq!(read("三十"), Some(30));
/// assert_eq!(read("十五"), Some(15));
/// assert_eq!(read("壹仟贰佰"), Some(1200));
/// assert_eq!(read("一万零五十"), Some(10_050));
/// assert_eq!(read("两千"), Some(2000));
/// assert_eq!(read("一二"), None);
/// ```
pub fn read(text: &str) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    for c in text.chars() {
        match (value(c)?, digit) {
            (Sign::Zero, None) => {}
            (Sign::Digit(n), None) => digit = Some(n),
            (Sign::Unit(unit), _) => {
                // 十五 begins with its unit.
                let count = digit.take().or((section == 0 && unit == 10).then_some(1))?;
                section = section.checked_add(count * unit)?;
            }
            (Sign::Section(unit), _) => {
                section += digit.take().unwrap_or(0);
                total = total.checked_add(section.checked_mul(unit).filter(|n| *n > 0)?)?;
                section = 0;
            }
            _ => return None,
        }
    }
    if text.is_empty() { None } else { total.checked_add(section + digit.unwrap_or(0)) }
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

/// Turns the Chinese numerals of a text into digits where they stand together: `三十天` becomes `30天`. Digits before 万
/// are multiplied out: `1.2万` becomes `12000`.
///
/// ```
/// use posquit::domain::numeral::to_digits;
/// assert_eq!(to_digits("三十天"), "30天");
/// assert_eq!(to_digits("1.2万元"), "12000元");
/// assert_eq!(to_digits("壹仟贰佰元整"), "1200元整");
/// assert_eq!(to_digits("2026年十二月一日"), "2026年12月1日");
/// ```
pub fn to_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if value(c).is_some() {
            run.push(c);
            continue;
        }
        flush(&mut out, &mut run);
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

fn flush(out: &mut String, run: &mut String) {
    let scaled = (run == "万").then(|| ten_thousand(out)).flatten();
    match (scaled, read(run)) {
        (Some(text), _) => *out = text,
        (None, Some(number)) => out.push_str(&number.to_string()),
        (None, None) => out.push_str(run),
    }
    run.clear();
}

/// A text that ends in a number of at most four decimals, with that number times ten thousand.
fn ten_thousand(text: &str) -> Option<String> {
    let start = text
        .rfind(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let (whole, fraction) = text[start..].split_once('.').unwrap_or((&text[start..], ""));
    if whole.is_empty() || fraction.len() > 4 || fraction.contains('.') {
        return None;
    }
    let number: u64 = format!("{whole}{fraction:0<4}").parse().ok()?;
    Some(format!("{}{number}", &text[..start]))
}
