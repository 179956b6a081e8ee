//! Which days a country works: weekends, days off and make-up workdays, by year, up to the last year known.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

/// What is known of one year.
#[derive(Debug, Clone, Default)]
pub struct Year {
    /// Days off, weekends inside a holiday included.
    pub off: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are worked.
    pub work: BTreeSet<NaiveDate>,
    /// The official notice is not out yet, so some days may still change.
    pub provisional: bool,
}

/// What is known of the holidays of some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holidays {
    /// All of them.
    Known,
    /// Some are not fixed yet, so that only weekends were left out there.
    NotFinal,
    /// None of this country, so that only weekends were left out.
    NotListed,
}

/// A country's working days. Saturday and Sunday are off unless a year says otherwise.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: Option<BTreeMap<i32, Year>>,
}

impl Calendar {
    /// A calendar that knows weekends and nothing else, and does not claim to know holidays.
    pub const fn weekends() -> Self {
        Self { years: None }
    }

    /// A calendar with the holidays of the given years.
    pub fn of(years: BTreeMap<i32, Year>) -> Self {
        Self { years: Some(years) }
    }

    /// Takes over what another calendar knows of its years, instead of what stood there.
    pub fn amend(&mut self, other: Self) {
        self.years.get_or_insert_default().extend(other.years.unwrap_or_default());
    }

    /// True where people work on `day`, as far as is known.
    pub fn works(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        match self.years.as_ref().and_then(|years| years.get(&day.year())) {
            Some(year) => !year.off.contains(&day) && (!weekend || year.work.contains(&day)),
            None => !weekend,
        }
    }

    /// What is known of the holidays of every year from `a` to `b`.
    pub fn holidays(&self, a: NaiveDate, b: NaiveDate) -> Holidays {
        let Some(years) = &self.years else { return Holidays::NotListed };
        let known = |year| years.get(&year).is_some_and(|year| !year.provisional);
        if (a.min(b).year()..=a.max(b).year()).all(known) { Holidays::Known } else { Holidays::NotFinal }
    }

    /// The `count`-th working day after (`direction` 1) or before (-1) `start`, which is not counted.
    ///
    /// Checked by hand on the official list for mainland China in 2026 (国办发明电〔2025〕7号):
    ///
    /// ```
    /// use posquit::domain::{calendar::Calendar, span::Span};
    /// use posquit::template::standard;
    /// let playbook = standard(None).unwrap();
    /// let cn = &playbook.countries.iter().find(|country| country.id == "cn").unwrap().calendar;
    /// let after = |day: &str, span: &str| {
    ///     Span::read(span).unwrap().after(day.parse().unwrap(), cn).unwrap().to_string()
    /// };
    /// let before = |day: &str, span: &str| {
    ///     Span::read(span).unwrap().before(day.parse().unwrap(), cn).unwrap().to_string()
    /// };
    /// // Spring Festival is off from Sunday 15 to Monday 23 February. Friday 13, then Saturday 14 is worked in its place.
    /// assert_eq!(after("2026-02-13", "1 working day"), "2026-02-14");
    /// // Saturday 14 is the start; Tuesday 24 is the first day back.
    /// assert_eq!(after("2026-02-14", "1 working day"), "2026-02-24");
    /// // 14 (1), then 24, 25, 26, 27 (5), and Saturday 28 is worked (6).
    /// assert_eq!(after("2026-02-13", "6 working days"), "2026-02-28");
    /// // Sunday 1 March is off again, so the next one is Monday 2.
    /// assert_eq!(after("2026-02-28", "1 working day"), "2026-03-02");
    /// // Back from Tuesday 24: Saturday 14 (1), Friday 13 (2), Thursday 12 (3).
    /// assert_eq!(before("2026-02-24", "3 working days"), "2026-02-12");
    /// // National Day is off from Thursday 1 to Wednesday 7 October; Wednesday 30 September to Thursday 8.
    /// assert_eq!(after("2026-09-30", "1 working day"), "2026-10-08");
    /// // 8 (1), Friday 9 (2), Saturday 10 is worked (3).
    /// assert_eq!(after("2026-09-30", "3 working days"), "2026-10-10");
    /// // Sunday 11 is off, so the fourth is Monday 12.
    /// assert_eq!(after("2026-09-30", "4 working days"), "2026-10-12");
    /// // Friday 18 September, and Sunday 20 is worked.
    /// assert_eq!(after("2026-09-18", "1 working day"), "2026-09-20");
    /// // Mid-Autumn is off from Friday 25 to Sunday 27 September: Thursday 24 to Monday 28.
    /// assert_eq!(after("2026-09-24", "1 working day"), "2026-09-28");
    /// // Back from Thursday 8 October over both holidays: 30, 29, 28 September (3), Thursday 24 (4).
    /// assert_eq!(before("2026-10-08", "4 working days"), "2026-09-24");
    /// // Labour Day is off from Friday 1 to Tuesday 5 May: 6, 7, 8, and Saturday 9 is worked.
    /// assert_eq!(after("2026-04-30", "4 working days"), "2026-05-09");
    /// // New Year: Friday 2 and Saturday 3 January are off, Sunday 4 is worked.
    /// assert_eq!(after("2025-12-31", "1 working day"), "2026-01-04");
    /// ```
    pub fn step(&self, start: NaiveDate, count: u32, direction: i64) -> Option<NaiveDate> {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            day = day.checked_add_signed(chrono::TimeDelta::days(direction))?;
            left -= u32::from(self.works(day));
        }
        Some(day)
    }

    /// The last working day up to and including `day`.
    ///
    /// ```
    /// use posquit::domain::calendar::Calendar;
    /// let cn = &posquit::template::standard(None).unwrap().countries[0].calendar;
    /// let on = |day: &str| cn.on_or_before(day.parse().unwrap()).unwrap().to_string();
    /// // In the middle of National Day: Wednesday 30 September is the last day worked.
    /// assert_eq!(on("2026-10-05"), "2026-09-30");
    /// // A Saturday that is worked in the place of another day is one.
    /// assert_eq!(on("2026-10-10"), "2026-10-10");
    /// // Of an ordinary weekend it is the Friday.
    /// assert_eq!(on("2026-11-29"), "2026-11-27");
    /// ```
    pub fn on_or_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.works(day) { Some(day) } else { self.step(day, 1, -1) }
    }

    /// How many working days lie after `start` up to and including `end`.
    pub fn working_days_between(&self, start: NaiveDate, end: NaiveDate) -> usize {
        start.iter_days().skip(1).take_while(|day| *day <= end).filter(|day| self.works(*day)).count()
    }
}
