//! Reads civil dates as people type them, and writes them as the two languages do.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use super::numeral::to_digits;
use super::text::{Lang, half_width};

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADay {
    /// It has the form of a date, but the calendar has no such day.
    NoSuchDay,
    /// It has not the form of a date.
    Unclear,
    /// The year is missing; the days nearest to today that it may mean, before and after.
    YearMissing(NaiveDate, NaiveDate),
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `2026-12-31`, `2026/12/31`, `2026.12.31`, `2026年12月31日`, `20261231`, `31 Dec 2026`, and days told from today:
/// 昨天, tomorrow, 后天, 下周五. A day without a year is given back with the two days that it may mean; where day and
/// month could be mixed up (`03/02/2026`) it refuses.
///
/// ```
/// use posquit::domain::day::read;
/// let today = "2026-11-23".parse().unwrap(); // a Monday
/// let on = |s| read(s, today).map(|day| day.to_string());
/// assert_eq!(on("２０２６年１２月１日").unwrap(), "2026-12-01");
/// assert_eq!(on("31 December 2026").unwrap(), "2026-12-31");
/// assert_eq!(on("昨天").unwrap(), "2026-11-22");
/// assert_eq!(on("下周五").unwrap(), "2026-12-04");
/// assert_eq!(on("上周日").unwrap(), "2026-11-22");
/// assert_eq!(on("月底").unwrap(), "2026-11-30");
/// assert_eq!(on("下个月10号").unwrap(), "2026-12-10");
/// assert_eq!(on("26年12月3日").unwrap(), "2026-12-03");
/// assert_eq!(on("December 3rd, 2026").unwrap(), "2026-12-03");
/// assert!(on("11月20日").is_err() && on("Dec 15").is_err());
/// assert_eq!(on("31/3/2027").unwrap(), "2027-03-31");
/// assert!(on("03/02/2026").is_err());
/// ```
pub fn read(typed: &str, today: NaiveDate) -> Result<NaiveDate, NotADay> {
    let plain = to_digits(&half_width(typed)).trim().to_lowercase();
    let told = from_today(&plain, today).or_else(|| in_week(half_width(typed).trim(), today));
    if let Some(day) = told.or_else(|| at_an_end(&plain, today)).or_else(|| in_month(&plain, today)) {
        return Ok(day);
    }
    if let Some((month, day)) = without_year(&plain) {
        return Err(nearest(month, day, today));
    }
    let found = numbers(&plain).or_else(|| named_month(&plain)).or_else(|| year_last(&plain));
    let (year, month, day) = found.ok_or(NotADay::Unclear)?;
    if !(1900..=2199).contains(&year) {
        return Err(NotADay::Unclear);
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(NotADay::NoSuchDay)
}

fn from_today(plain: &str, today: NaiveDate) -> Option<NaiveDate> {
    let days = match plain {
        "today" | "今天" | "今日" => 0,
        "yesterday" | "昨天" | "昨日" => -1,
        "前天" => -2,
        "大前天" => -3,
        "tomorrow" | "明天" | "明日" => 1,
        "后天" => 2,
        "大后天" => 3,
        _ => return None,
    };
    today.checked_add_signed(TimeDelta::days(days))
}

/// 下, 上, 本 and 这 with what they count, as so many from now.
fn counted_from_now(plain: &str) -> Option<(i32, &str)> {
    let words = [("下", 1), ("上", -1), ("本", 0), ("这", 0)];
    let found = words.iter().find_map(|(word, count)| Some((*count, plain.strip_prefix(word)?)));
    found.map(|(count, rest)| (count, rest.trim_start_matches('个')))
}

/// 本周三, 下周五, 上星期日: weeks begin on Monday.
fn in_week(plain: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (weeks, rest) = counted_from_now(plain)?;
    let day = rest
        .strip_prefix("周")
        .or_else(|| rest.strip_prefix("星期"))
        .or_else(|| rest.strip_prefix("礼拜"))?;
    let number = ["一", "二", "三", "四", "五", "六", "日"]
        .iter()
        .position(|d| *d == day)
        .or((day == "天").then_some(6))?;
    let monday = i64::from(today.weekday().num_days_from_monday());
    today.checked_add_signed(TimeDelta::days(i64::from(weeks) * 7 + i64::try_from(number).ok()? - monday))
}

/// 月底, 下月底, 年底, end of month: the last day of it.
fn at_an_end(plain: &str, today: NaiveDate) -> Option<NaiveDate> {
    let months = match plain {
        "月底" | "本月底" | "这个月底" | "end of month" | "end of the month" => 0,
        "下月底" | "下个月底" | "end of next month" => 1,
        "年底" | "今年底" | "end of year" | "end of the year" => 12 - today.month(),
        _ => return None,
    };
    let next = today.with_day(1)?.checked_add_months(Months::new(months + 1))?;
    next.pred_opt()
}

/// 下个月10号, 上月5日, 本月20日.
fn in_month(plain: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (months, rest) = counted_from_now(plain)?;
    let day = rest.strip_prefix('月')?.trim_end_matches(['日', '号']).trim();
    let (first, count) = (today.with_day(1)?, Months::new(months.unsigned_abs()));
    let month = if months < 0 { first.checked_sub_months(count) } else { first.checked_add_months(count) };
    month?.with_day(day.parse().ok()?)
}

/// `12月15日`, `15 Dec`, `12/25`: only where one of two numbers can be no month.
fn without_year(plain: &str) -> Option<(u32, u32)> {
    let (month, day) = month_and_day(plain)?;
    (month <= 12 && day <= 31).then_some((month, day))
}

fn month_and_day(plain: &str) -> Option<(u32, u32)> {
    if let Some((month, rest)) = plain.split_once('月') {
        if plain.contains('年') {
            return None;
        }
        let day = rest.trim().trim_end_matches(['日', '号']).trim();
        return Some((month.trim().parse().ok()?, day.parse().ok()?));
    }
    if let [a, b] = words(plain)[..] {
        return month(a).zip(day_of(b)).or_else(|| month(b).zip(day_of(a)));
    }
    let (a, b) = plain.split_once('/')?;
    let (a, b): (u32, u32) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
    match (a > 12, b > 12) {
        (true, false) => Some((b, a)),
        (false, true) => Some((a, b)),
        _ => None,
    }
}

fn words(plain: &str) -> Vec<&str> {
    plain.split([' ', ',', '-']).filter(|part| !part.is_empty()).collect()
}

/// The month that an English name or its beginning means.
fn month(word: &str) -> Option<u32> {
    let short = word.get(..3).filter(|_| word.chars().all(char::is_alphabetic))?;
    MONTHS.iter().position(|month| *month == short).and_then(|at| u32::try_from(at + 1).ok())
}

/// `3`, `3rd`.
fn day_of(word: &str) -> Option<u32> {
    let ends = ["st", "nd", "rd", "th"];
    ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word).parse().ok()
}

/// The last such day up to today and the first one after it.
fn nearest(month: u32, day: u32, today: NaiveDate) -> NotADay {
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let years = today.year() - 8..=today.year() + 8;
    let before = years.clone().rev().filter_map(on).find(|found| *found <= today);
    match (before, years.filter_map(on).find(|found| *found > today)) {
        (Some(before), Some(after)) => NotADay::YearMissing(before, after),
        _ => NotADay::NoSuchDay,
    }
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
        [y, m, d] if y.len() == 2 && plain.starts_with(&format!("{y}年")) => {
            Some((2000 + y.parse::<i32>().ok()?, m.parse().ok()?, d.parse().ok()?))
        }
        _ => None,
    }
}

/// `31/3/2027` or `3/31/2027`: only where one of the two numbers can be no month.
fn year_last(plain: &str) -> Option<(i32, u32, u32)> {
    let parts: Vec<&str> = plain.split(['/', '.', '-']).collect();
    let [a, b, year] = parts[..] else { return None };
    let (a, b): (u32, u32) = (a.parse().ok()?, b.parse().ok()?);
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    match (a > 12, b > 12) {
        (true, false) => Some((year, b, a)),
        (false, true) => Some((year, a, b)),
        _ => None,
    }
}

fn named_month(plain: &str) -> Option<(i32, u32, u32)> {
    match words(plain)[..] {
        [d, m, y] if month(m).is_some() => Some((y.parse().ok()?, month(m)?, day_of(d)?)),
        [m, d, y] if month(m).is_some() => Some((y.parse().ok()?, month(m)?, day_of(d)?)),
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

/// Writes a date as letters in the United States have it: `November 24, 2026`.
pub fn american(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}
