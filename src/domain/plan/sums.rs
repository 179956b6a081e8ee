//! Sums that follow from answers, each with its formula.

use chrono::{Datelike, NaiveDate};

use super::super::answer::Value;
use super::super::calendar::Calendar;
use super::super::condition::Truth;
use super::super::formula::{Factor, SumFormula};
use super::super::money::Money;
use super::super::playbook::Estimate;
use super::dates::When;
use super::look::Look;

/// A sum with the pieces that it was added up from.
#[derive(Debug, Clone)]
pub struct EstimatePlan<'a> {
    /// As the playbook has it.
    pub estimate: &'a Estimate,
    /// The sum, where everything it hangs on is known.
    pub sum: Option<Money>,
    /// Sign, the id of the money answer, its value, and what it is multiplied by.
    pub pieces: Vec<(i8, String, Money, Option<Times>)>,
    /// The ids that are missing.
    pub needs: Vec<String>,
}

/// What a sum is multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// A count.
    Count(i64),
    /// A number of months.
    Months(i64),
}

impl EstimatePlan<'_> {
    /// True where there is a sum to tell: one that would be less than nothing, and is shown as nothing, tells nobody.
    pub fn tells(&self) -> bool {
        let is_negative = add_up(&self.pieces).is_some_and(|sum| sum.minor < 0);
        self.sum.is_some() && !(self.estimate.not_below_zero && is_negative)
    }
}

impl Times {
    fn number(self) -> i64 {
        let (Self::Count(number) | Self::Months(number)) = self;
        number
    }
}

/// Leaving at once beside waiting until the contract's end.
#[derive(Debug, Clone)]
pub struct ExitPlan<'a> {
    /// The sum for leaving as soon as the notice allows.
    pub now: EstimatePlan<'a>,
    /// The day on which the contract would then be over.
    pub earliest: NaiveDate,
    /// The contract's end.
    pub end: NaiveDate,
    /// The months from the earliest day to the end, a started month counted whole.
    pub months: i64,
    /// What goes on each month, and what that adds up to; `None` while it is not known.
    pub running: Option<(Money, Money)>,
}

impl<'a> Look<'a> {
    /// Puts leaving at once beside waiting, where the estimate hangs on the day, the choice is still open, and the
    /// contract's end is known and not reached before the notice is over.
    pub(super) fn exit(&self, estimate: &'a Estimate, calendar: &Calendar) -> Option<ExitPlan<'a>> {
        let compare = estimate.compare.as_ref()?;
        let decided = self.playbook.todo(&compare.until).is_some_and(|todo| self.is_ticked(todo));
        let When::On(end) = self.dated(&compare.end) else { return None };
        let notice = self.value(&compare.notice).and_then(Value::span);
        let earliest = notice.map_or(Some(self.today), |span| span.after(self.today, calendar))?;
        if decided || earliest >= end {
            return None;
        }
        let months = started_months(earliest, end);
        let monthly = self.value(&compare.monthly).and_then(Value::money);
        let running = monthly.and_then(|monthly| {
            Some((monthly, Money { minor: 0, currency: monthly.currency }.plus(monthly, months)?))
        });
        let now = self.estimate_on(estimate, Some((&compare.day, earliest)));
        now.sum.is_some().then_some(ExitPlan { now, earliest, end, months, running })
    }

    /// What a sum leaves; what does not apply takes nothing away.
    pub(super) fn left(&self, formula: &SumFormula) -> Option<Money> {
        let applies = |id: &str| self.applies(id) != Truth::No;
        let terms = formula.terms.iter().filter(|(_, id, _)| applies(id));
        let pieces = terms.map(|(sign, id, _)| Some((*sign, id.clone(), self.value(id)?.money()?, None)));
        add_up(&pieces.collect::<Option<Vec<_>>>()?)
    }

    /// Adds up an estimate.
    pub(super) fn estimate(&self, estimate: &'a Estimate) -> EstimatePlan<'a> {
        self.estimate_on(estimate, None)
    }

    /// Adds up an estimate, with another day in the place of one answer.
    fn estimate_on(&self, estimate: &'a Estimate, instead: Option<(&str, NaiveDate)>) -> EstimatePlan<'a> {
        let mut plan = EstimatePlan { estimate, sum: None, pieces: Vec::new(), needs: Vec::new() };
        for (sign, id, factor) in &estimate.sum.terms {
            let money = self.value(id).and_then(Value::money);
            let times = factor.as_ref().map(|factor| self.factor(factor, instead)).transpose();
            match (money, times) {
                (Some(money), Ok(times)) => plan.pieces.push((*sign, id.clone(), money, times)),
                (money, times) => {
                    plan.needs.extend(money.is_none().then(|| id.clone()));
                    plan.needs.extend(times.err().into_iter().flatten());
                }
            }
        }
        if plan.needs.is_empty() {
            let floor = |sum: Money| {
                if estimate.not_below_zero { Money { minor: sum.minor.max(0), ..sum } } else { sum }
            };
            plan.sum = add_up(&plan.pieces).map(floor);
        }
        plan
    }

    fn factor(&self, factor: &Factor, instead: Option<(&str, NaiveDate)>) -> Result<Times, Vec<String>> {
        let day = |id: &str| match instead {
            Some((other, day)) if other == id => Ok(day),
            _ => self.dated(id).last().ok_or_else(|| id.to_owned()),
        };
        let between =
            |from: &str, to: &str, count: fn(NaiveDate, NaiveDate) -> i64| match (day(from), day(to)) {
                (Ok(from), Ok(to)) => Ok(Times::Months(count(from, to))),
                (from, to) => Err([from.err(), to.err()].into_iter().flatten().collect()),
            };
        match factor {
            Factor::Count(id) => match self.value(id) {
                Some(Value::Number(n)) => Ok(Times::Count(*n)),
                _ => Err(vec![id.clone()]),
            },
            Factor::Months(from, to) => between(from, to, started_months),
            Factor::WholeMonths(from, to) => between(from, to, whole_months),
        }
    }
}

fn add_up(pieces: &[(i8, String, Money, Option<Times>)]) -> Option<Money> {
    let zero = Money { minor: 0, currency: pieces.first()?.2.currency };
    pieces.iter().try_fold(zero, |sum, (sign, _, money, times)| {
        sum.plus(*money, i64::from(*sign) * times.map_or(1, Times::number))
    })
}

/// The months from one day to another, a started month counted whole; none where the second day is not later.
///
/// ```
/// use posquit::domain::plan::started_months;
/// let months = |a: &str, b: &str| started_months(a.parse().unwrap(), b.parse().unwrap());
/// assert_eq!(months("2026-11-24", "2027-03-31"), 5);
/// assert_eq!(months("2026-11-30", "2026-12-30"), 1);
/// assert_eq!(months("2027-02-28", "2027-03-31"), 1);
/// assert_eq!(months("2027-03-31", "2026-11-24"), 0);
/// ```
pub fn started_months(from: NaiveDate, to: NaiveDate) -> i64 {
    if to <= from {
        return 0;
    }
    let number = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let whole = number(to) - number(from);
    let last = |day: NaiveDate| day.succ_opt().is_none_or(|next| next.month() != day.month());
    // From the end of one month to the end of another there are only whole months.
    if to.day() > from.day() && !(last(from) && last(to)) { whole + 1 } else { whole }
}

/// The months from one day to another that are complete; none where the second day is not later.
///
/// ```
/// use posquit::domain::plan::whole_months;
/// let months = |a: &str, b: &str| whole_months(a.parse().unwrap(), b.parse().unwrap());
/// assert_eq!(months("2026-01-15", "2026-11-24"), 10);
/// assert_eq!(months("2026-01-31", "2026-02-28"), 1);
/// assert_eq!(months("2026-03-31", "2026-01-01"), 0);
/// ```
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> i64 {
    let started = started_months(from, to);
    let reached = |months: i64| {
        u32::try_from(months).ok().and_then(|months| from.checked_add_months(chrono::Months::new(months)))
    };
    if started > 0 && reached(started).is_none_or(|day| day > to) { started - 1 } else { started }
}
