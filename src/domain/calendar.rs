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

/// A country's working days. Saturday and Sunday are off unless a year says otherwise.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: Option<BTreeMap<i32, Year>>,
}

impl Calendar {
    /// A calendar that knows weekends and nothing else, and does not claim to know holidays.
    pub fn weekends() -> Self {
        Self::default()
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

    /// True where the holidays of every year from `a` to `b` are known and final.
    pub fn knows(&self, a: NaiveDate, b: NaiveDate) -> bool {
        let known = |year| self.years.as_ref().and_then(|y| y.get(&year)).is_some_and(|y| !y.provisional);
        (a.min(b).year()..=a.max(b).year()).all(known)
    }

    /// The `count`-th working day after (`direction` 1) or before (-1) `start`, which is not counted.
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
    pub fn on_or_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.works(day) { Some(day) } else { self.step(day, 1, -1) }
    }

    /// How many working days lie after `start` up to and including `end`.
    pub fn working_days_between(&self, start: NaiveDate, end: NaiveDate) -> usize {
        start.iter_days().skip(1).take_while(|day| *day <= end).filter(|day| self.works(*day)).count()
    }
}
