//! Lengths of time with their unit, and adding them to a civil date.

use std::fmt;

use chrono::{Months, NaiveDate};

use super::calendar::Calendar;
use super::text::half_width;

/// What a length of time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Days on which the country works.
    WorkingDays,
    /// Calendar months.
    Months,
}

impl Unit {
    /// The word used in files: `days`, `working days`, `months`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::WorkingDays => "working days",
            Self::Months => "months",
        }
    }
}

/// A length of time: a count of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// No length of time may be longer than this many units (about 27 years of days).
const LONGEST: u32 = 9_999;

impl Span {
    /// Reads `30 days`, `30天`, `5个工作日`, `1 month`, `2 weeks` or `1年`; `None` where the unit or the number is missing.
    ///
    /// ```
    /// use posquit::domain::span::Span;
    /// assert_eq!(Span::read("３０天").unwrap().to_string(), "30 days");
    /// assert_eq!(Span::read("5 个工作日").unwrap().to_string(), "5 working days");
    /// assert_eq!(Span::read("半年").unwrap().to_string(), "6 months");
    /// assert!(Span::read("30").is_none());
    /// ```
    pub fn read(typed: &str) -> Option<Self> {
        let plain = half_width(typed).trim().to_lowercase();
        let plain = if plain == "半年" { "6个月".to_owned() } else { plain };
        let split = plain.find(|c: char| !c.is_ascii_digit())?;
        let count: u32 = plain[..split].parse().ok()?;
        let word: String = plain[split..].replace('个', "").split_whitespace().collect::<Vec<_>>().join(" ");
        let (unit, times) = match word.as_str() {
            "d" | "day" | "days" | "天" | "日" | "自然日" | "calendar days" => (Unit::Days, 1),
            "week" | "weeks" | "周" | "星期" => (Unit::Days, 7),
            "working day" | "working days" | "business days" | "工作日" => (Unit::WorkingDays, 1),
            "month" | "months" | "月" => (Unit::Months, 1),
            "year" | "years" | "年" => (Unit::Months, 12),
            _ => return None,
        };
        let count = count.checked_mul(times).filter(|n| *n <= LONGEST)?;
        Some(Self { count, unit })
    }

    /// The day this long after `start`. The start day is not counted; a month ends on its last day where the day does
    /// not exist; working days are those of `calendar`.
    ///
    /// ```
    /// use posquit::domain::{calendar::Calendar, span::Span};
    /// let day = |s: &str| s.parse().unwrap();
    /// let after = |s, n| Span::read(n).unwrap().after(day(s), &Calendar::weekends()).unwrap().to_string();
    /// assert_eq!(after("2026-01-31", "1 month"), "2026-02-28");
    /// assert_eq!(after("2028-01-31", "1 month"), "2028-02-29");
    /// assert_eq!(after("2026-11-27", "1 working days"), "2026-11-30"); // Friday to Monday
    /// // The start day is not counted: seven days after a Tuesday is a Tuesday.
    /// assert_eq!(after("2026-11-24", "7 days"), "2026-12-01");
    /// // 2028 is a leap year, so 29 February is counted: 28 February and 2 days is 1 March.
    /// assert_eq!(after("2028-02-28", "2 days"), "2028-03-01");
    /// assert_eq!(after("2027-02-28", "2 days"), "2027-03-02");
    /// // A year after the leap day there is none: the month's last day stands in.
    /// assert_eq!(after("2028-02-29", "12 months"), "2029-02-28");
    /// // 31 March and a month ends on 30 April; from there a month more is 30 May, not 31.
    /// assert_eq!(after("2026-03-31", "1 month"), "2026-04-30");
    /// assert_eq!(after("2026-04-30", "1 month"), "2026-05-30");
    /// // Over the year's end: two months after 31 December is the end of February.
    /// assert_eq!(after("2026-12-31", "2 months"), "2027-02-28");
    /// ```
    pub fn after(self, start: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        match self.unit {
            Unit::Days => start.checked_add_days(chrono::Days::new(self.count.into())),
            Unit::Months => start.checked_add_months(Months::new(self.count)),
            Unit::WorkingDays => calendar.step(start, self.count, 1),
        }
    }

    /// The day this long before `end`, by the same rules.
    ///
    /// ```
    /// use posquit::domain::{calendar::Calendar, span::Span};
    /// let end = "2027-03-31".parse().unwrap();
    /// let day = Span::read("30 days").unwrap().before(end, &Calendar::weekends()).unwrap();
    /// assert_eq!(day.to_string(), "2027-03-01");
    /// let before = |day: &str, span: &str| {
    ///     Span::read(span).unwrap().before(day.parse().unwrap(), &Calendar::weekends()).unwrap().to_string()
    /// };
    /// // A month before 31 March is the last day of February, in a leap year the 29th.
    /// assert_eq!(before("2027-03-31", "1 month"), "2027-02-28");
    /// assert_eq!(before("2028-03-31", "1 month"), "2028-02-29");
    /// // 30 days before the closing of a shop on 31 January is New Year's Day.
    /// assert_eq!(before("2027-01-31", "30 days"), "2027-01-01");
    /// ```
    pub fn before(self, end: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        match self.unit {
            Unit::Days => end.checked_sub_days(chrono::Days::new(self.count.into())),
            Unit::Months => end.checked_sub_months(Months::new(self.count)),
            Unit::WorkingDays => calendar.step(end, self.count, -1),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit.word())
    }
}

/// A length of time that may be given as a range: `3 to 7 working days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanRange {
    /// The shorter end.
    pub least: Span,
    /// The longer end; the same as `least` where there is no range.
    pub most: Span,
}

impl SpanRange {
    /// Reads `7 working days` or `3 to 7 working days`.
    pub fn read(text: &str) -> Option<Self> {
        let Some((low, rest)) = text.split_once(" to ") else {
            let span = Span::read(text)?;
            return Some(Self { least: span, most: span });
        };
        let most = Span::read(rest)?;
        let least = Span { count: low.trim().parse().ok()?, unit: most.unit };
        (least.count <= most.count).then_some(Self { least, most })
    }
}
