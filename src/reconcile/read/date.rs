//! Days and times as statements write them, and what a file's own dates say about the order of day and month.

use chrono::{Days, NaiveDate};

use crate::domain::text::half_width;

/// The order of day, month and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `31/12/2026`
    DayFirst,
    /// `12/31/2026`
    MonthFirst,
    /// `26-12-31`
    YearFirst,
}

impl Order {
    /// Reads its name: `dmy`, `mdy` or `ymd`.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "dmy" => Some(Self::DayFirst),
            "mdy" => Some(Self::MonthFirst),
            "ymd" => Some(Self::YearFirst),
            _ => None,
        }
    }
}

/// What the dates of a file have shown about their order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Orders {
    /// Settled before reading.
    pub(super) fixed: Option<Order>,
    /// Shown by a date that can only be read in one way.
    pub(super) shown: Option<Order>,
    /// The first line with a date that can be read in two ways.
    pub(super) doubtful: Option<u32>,
}

/// Why a cell is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// It has not the form of a date.
    Unclear,
    /// Some dates of the file write the day first, others the month.
    Mixed,
}

/// A moment: the day and the minute of the day, each where it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) day: Option<NaiveDate>,
    pub(super) minute: Option<u16>,
}

/// Reads a cell that holds a day, a time, or both. A zone is left as it is: the day is the file's own.
#[inline]
pub(super) fn read(cell: &str, line: u32, orders: &mut Orders) -> Result<Moment, Bad> {
    if cell.is_empty() {
        return Ok(Moment::default());
    }
    if let Some(moment) = iso(cell.as_bytes()) {
        return Ok(moment);
    }
    let cell = super::clean::value(cell);
    if cell.is_empty() {
        return Ok(Moment::default());
    }
    if let Some(moment) = iso(cell.as_bytes()).or_else(|| packed(cell)) {
        return Ok(moment);
    }
    dressed(&half_width(cell).to_lowercase(), line, orders)
}

#[inline]
fn number(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

#[inline]
fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| (1990..=2199).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

#[inline]
fn minute(hour: u32, minute: u32) -> Option<u16> {
    (hour < 24 && minute < 60).then(|| u16::try_from(hour * 60 + minute).unwrap_or(0))
}

/// `2026-12-31` and `2026-12-31 23:59:59`, with any separators and a `T`; nothing for other forms.
#[inline]
fn iso(cell: &[u8]) -> Option<Moment> {
    let (date, rest) = cell.split_at_checked(10)?;
    if !matches!(date[4], b'-' | b'/' | b'.') || date[4] != date[7] {
        return None;
    }
    let day = Some(ymd(number(&date[..4])?, number(&date[5..7])?, number(&date[8..])?)?);
    if rest.is_empty() {
        return Some(Moment { day, minute: None });
    }
    let clock = rest.get(1..6).filter(|clock| matches!(rest[0], b' ' | b'T') && clock[2] == b':')?;
    // Before noon and after noon need a closer look.
    if rest.last().is_some_and(|last| matches!(last, b'M' | b'm')) {
        return None;
    }
    Some(Moment { day, minute: Some(minute(number(&clock[..2])?, number(&clock[3..])?)?) })
}

/// Digits alone: `20261231`, `20261231235959`, `235959`, `93015`, and the days and fractions of a spreadsheet.
fn packed(cell: &str) -> Option<Moment> {
    let bytes = cell.as_bytes();
    let digits = bytes.iter().all(u8::is_ascii_digit);
    let part = |range: std::ops::Range<usize>| number(bytes.get(range)?);
    match bytes.len() {
        8 | 14 if digits => Some(Moment {
            day: Some(ymd(part(0..4)?, part(4..6)?, part(6..8)?)?),
            minute: if bytes.len() == 14 { Some(minute(part(8..10)?, part(10..12)?)?) } else { None },
        }),
        6 if digits => Some(Moment { day: None, minute: Some(minute(part(0..2)?, part(2..4)?)?) }),
        5 if digits && !(b'2'..=b'7').contains(&bytes[0]) => {
            Some(Moment { day: None, minute: Some(minute(part(0..1)?, part(1..3)?)?) })
        }
        _ => serial(cell),
    }
}

/// A spreadsheet counts days from 1899-12-30 (its 29 February 1900 never was); the fraction is the time of day.
pub(super) fn serial(cell: &str) -> Option<Moment> {
    let (days, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let whole: u64 = if days.bytes().all(|b| b.is_ascii_digit()) { days.parse().ok()? } else { return None };
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || !(whole == 0 || (20_000..80_000).contains(&whole)) {
        return None;
    }
    // Minutes to the nearest second, in whole numbers: nine digits of the fraction are fine enough.
    let nine: u64 = format!("{:0<9}", fraction.get(..9).unwrap_or(fraction)).parse().ok()?;
    let seconds = ((nine * 86_400 + 500_000_000) / 1_000_000_000).min(86_399);
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(whole))?;
    let minute = if fraction.is_empty() { None } else { u16::try_from(seconds / 60).ok() };
    Some(Moment { day: (whole > 0).then_some(day), minute })
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Any other form: the date is the first token or tokens, the time the one with colons.
fn dressed(cell: &str, line: u32, orders: &mut Orders) -> Result<Moment, Bad> {
    let spaced = cell.replace(['年', '月'], "-").replace('日', " ").replace("时", ":").replace("分", ":");
    let spaced = spaced.replace("t0", " 0").replace("t1", " 1").replace("t2", " 2");
    let mut tokens: Vec<&str> = spaced.split([' ', ',', '\t']).filter(|token| !token.is_empty()).collect();
    let clock = tokens.iter().position(|token| token.contains(':'));
    let dotted =
        |token: &&str| token.len() == 8 && token.as_bytes()[2] == b'.' && token.as_bytes()[5] == b'.';
    // `03.43.24` after a date, or alone in a column of times, is a time where it can be no date.
    let clock = clock.or_else(|| tokens.iter().position(|t| dotted(t) && dotted_is_time(t)));
    let mut moment = Moment::default();
    if let Some(at) = clock {
        let after = tokens.get(at + 1).copied().unwrap_or_default();
        moment.minute = Some(time(tokens[at], after).ok_or(Bad::Unclear)?);
        tokens.truncate(at);
    }
    if !tokens.is_empty() {
        moment.day = Some(date(&tokens, line, orders)?);
    }
    if moment == Moment::default() { Err(Bad::Unclear) } else { Ok(moment) }
}

fn dotted_is_time(token: &str) -> bool {
    let mut parts = token.split('.').map(|part| part.parse::<u32>().unwrap_or(99));
    let (hour, minute, second) = (parts.next(), parts.next(), parts.next());
    hour.is_some_and(|h| h < 24) && minute.is_some_and(|m| m < 60 && m > 12) && second.is_some_and(|s| s < 60)
}

/// `9:30`, `21:50:48.123`, `2:30:00 pm`, `10:05:00+0400`.
fn time(token: &str, after: &str) -> Option<u16> {
    let (half, token) = match (token.strip_suffix("pm"), token.strip_suffix("am")) {
        (Some(rest), _) => (Some(12), rest),
        (_, Some(rest)) => (Some(0), rest),
        _ => (None, token),
    };
    let half = half.or(match after {
        "pm" | "p.m." => Some(12),
        "am" | "a.m." => Some(0),
        _ => None,
    });
    let mut parts = token.split([':', '.']);
    let hour = number(parts.next()?.as_bytes()).filter(|hour| *hour < 24)?;
    let minutes = number(parts.next()?.get(..2)?.as_bytes())?;
    let hour = half.map_or(hour, |half| hour % 12 + half);
    minute(hour, minutes)
}

fn date(tokens: &[&str], line: u32, orders: &mut Orders) -> Result<NaiveDate, Bad> {
    let whole = tokens.first().and_then(|token| iso(token.as_bytes()).or_else(|| packed(token)));
    if let Some(moment) = whole {
        return moment.day.ok_or(Bad::Unclear);
    }
    let parts: Vec<&str> =
        tokens.iter().flat_map(|t| t.split(['-', '/', '.'])).filter(|p| !p.is_empty()).collect();
    let [a, b, c, ..] = parts[..] else { return Err(Bad::Unclear) };
    let month = |word: &str| {
        let short = word.get(..3)?;
        MONTHS.iter().position(|m| *m == short).and_then(|at| u32::try_from(at + 1).ok())
    };
    let value = |part: &str| number(part.as_bytes()).filter(|_| part.len() <= 4).ok_or(Bad::Unclear);
    let found = match (month(a), month(b)) {
        (Some(m), _) => ymd(year(c)?, m, value(b)?),
        (_, Some(m)) if a.len() == 4 => ymd(value(a)?, m, value(c)?),
        (_, Some(m)) => ymd(year(c)?, m, value(a)?),
        _ if a.len() == 4 => ymd(value(a)?, value(b)?, value(c)?),
        // Dots are only written where the day comes first.
        _ if tokens[0].contains('.') => ymd(year(c)?, value(b)?, value(a)?),
        _ => return in_doubt([value(a)?, value(b)?, value(c)?], c.len(), line, orders),
    };
    found.ok_or(Bad::Unclear)
}

fn year(part: &str) -> Result<u32, Bad> {
    let year = number(part.as_bytes()).ok_or(Bad::Unclear)?;
    Ok(if part.len() == 2 { 2000 + year } else { year })
}

/// `02/03/2026`: one of the two above 12 shows the order; else the rest of the file does.
fn in_doubt([a, b, c]: [u32; 3], last: usize, line: u32, orders: &mut Orders) -> Result<NaiveDate, Bad> {
    let order = match (a > 12, b > 12) {
        (true, false) if orders.fixed == Some(Order::YearFirst) && last < 4 => Some(Order::YearFirst),
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    };
    if let Some(order) = order {
        if *orders.shown.get_or_insert(order) != order || orders.fixed.is_some_and(|fixed| fixed != order) {
            return Err(Bad::Mixed);
        }
    } else if orders.fixed.is_none() && orders.shown.is_none() && a != b {
        orders.doubtful.get_or_insert(line);
    }
    let century = |year: u32, length: usize| if length < 4 { 2000 + year } else { year };
    let order = order.or(orders.fixed).or(orders.shown).unwrap_or(Order::DayFirst);
    let found = match order {
        Order::DayFirst => ymd(century(c, last), b, a),
        Order::MonthFirst => ymd(century(c, last), a, b),
        Order::YearFirst => ymd(century(a, 2), b, c),
    };
    found.ok_or(Bad::Unclear)
}
