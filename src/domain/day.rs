//! Reads civil dates as people type them, and writes them as the two languages do.

use chrono::{Datelike, Days, NaiveDate};

use super::text::{Lang, half_width};

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADay {
    /// It has the form of a date, but the calendar has no such day.
    NoSuchDay,
    /// It has not the form of a date.
    Unclear,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `2026-12-31`, `2026/12/31`, `2026.12.31`, `2026年12月31日`, `20261231`, `31 Dec 2026`, today, yesterday, tomorrow.
/// Where day and month could be mixed up (`03/02/2026`) it refuses.
///
/// ```
/// use posquit::domain::day::read;
/// let today = "2026-11-23".parse().unwrap();
/// assert_eq!(read("２０２６年１２月１日", today).unwrap().to_string(), "2026-12-01");
/// assert_eq!(read("31 December 2026", today).unwrap().to_string(), "2026-12-31");
/// assert_eq!(read("昨天", today).unwrap().to_string(), "2026-11-22");
/// assert!(read("03/02/2026", today).is_err());
/// ```
pub fn read(typed: &str, today: NaiveDate) -> Result<NaiveDate, NotADay> {
    let plain = half_width(typed).trim().to_lowercase();
    match plain.as_str() {
        "today" | "今天" | "今日" => return Ok(today),
        "yesterday" | "昨天" | "昨日" => {
            return today.checked_sub_days(Days::new(1)).ok_or(NotADay::NoSuchDay);
        }
        "tomorrow" | "明天" | "明日" => {
            return today.checked_add_days(Days::new(1)).ok_or(NotADay::NoSuchDay);
        }
        _ => {}
    }
    let (year, month, day) = numbers(&plain).or_else(|| named_month(&plain)).ok_or(NotADay::Unclear)?;
    if !(1900..=2199).contains(&year) {
        return Err(NotADay::Unclear);
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(NotADay::NoSuchDay)
}

fn numbers(plain: &str) -> Option<(i32, u32, u32)> {
    if plain.len() == 8 && plain.bytes().all(|b| b.is_ascii_digit()) {
        return Some((plain[..4].parse().ok()?, plain[4..6].parse().ok()?, plain[6..].parse().ok()?));
    }
    let spaced: String = plain.chars().map(|c| if "-/.年月".contains(c) { ' ' } else { c }).collect();
    let parts: Vec<&str> = spaced.trim_end_matches(['日', '号']).split_whitespace().collect();
    match parts[..] {
        [y, m, d] if y.len() == 4 && m.len() <= 2 && d.len() <= 2 => {
            Some((y.parse().ok()?, m.parse().ok()?, d.parse().ok()?))
        }
        _ => None,
    }
}

fn named_month(plain: &str) -> Option<(i32, u32, u32)> {
    let parts: Vec<&str> = plain.split([' ', ',', '-']).filter(|p| !p.is_empty()).collect();
    let month = |word: &str| {
        let short = word.get(..3).filter(|_| word.chars().all(char::is_alphabetic))?;
        MONTHS.iter().position(|m| *m == short).and_then(|at| u32::try_from(at + 1).ok())
    };
    match parts[..] {
        [d, m, y] if month(m).is_some() => Some((y.parse().ok()?, month(m)?, d.parse().ok()?)),
        [m, d, y] if month(m).is_some() => Some((y.parse().ok()?, month(m)?, d.parse().ok()?)),
        _ => None,
    }
}

/// Writes a date for a sentence: `2026 年 11 月 23 日`, `23 Nov 2026`.
pub fn in_words(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 年 {} 月 {} 日", day.year(), day.month(), day.day()),
        Lang::En => day.format("%-d %b %Y").to_string(),
    }
}
