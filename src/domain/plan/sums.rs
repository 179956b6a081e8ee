//! Sums that follow from answers, each with its formula.

use chrono::{Datelike, NaiveDate};

use super::super::answer::Value;
use super::super::formula::Factor;
use super::super::money::Money;
use super::super::playbook::Estimate;
use super::look::Look;

/// A sum with the pieces that it was added up from.
#[derive(Debug, Clone)]
pub struct EstimatePlan<'a> {
    /// As the playbook has it.
    pub estimate: &'a Estimate,
    /// The sum, where everything it hangs on is known.
    pub sum: Option<Money>,
    /// Sign, the id of the money answer, its value, and what it is multiplied by.
    pub pieces: Vec<(i8, String, Money, Option<i64>)>,
    /// The ids that are missing.
    pub needs: Vec<String>,
}

impl<'a> Look<'a> {
    /// Adds up an estimate.
    pub(super) fn estimate(&self, estimate: &'a Estimate) -> EstimatePlan<'a> {
        let mut plan = EstimatePlan { estimate, sum: None, pieces: Vec::new(), needs: Vec::new() };
        for (sign, id, factor) in &estimate.sum.terms {
            let money = self.value(id).and_then(Value::money);
            let times = factor.as_ref().map(|factor| self.factor(factor)).transpose();
            match (money, times) {
                (Some(money), Ok(times)) => plan.pieces.push((*sign, id.clone(), money, times)),
                (money, times) => {
                    plan.needs.extend(money.is_none().then(|| id.clone()));
                    plan.needs.extend(times.err().into_iter().flatten());
                }
            }
        }
        if plan.needs.is_empty() {
            plan.sum = add_up(&plan.pieces);
        }
        plan
    }

    fn factor(&self, factor: &Factor) -> Result<i64, Vec<String>> {
        match factor {
            Factor::Count(id) => match self.value(id) {
                Some(Value::Number(n)) => Ok(*n),
                _ => Err(vec![id.clone()]),
            },
            Factor::Months(from, to) => {
                let day = |id: &str| self.dated(id).last().ok_or_else(|| id.to_owned());
                match (day(from), day(to)) {
                    (Ok(from), Ok(to)) => Ok(started_months(from, to)),
                    (from, to) => Err([from.err(), to.err()].into_iter().flatten().collect()),
                }
            }
        }
    }
}

fn add_up(pieces: &[(i8, String, Money, Option<i64>)]) -> Option<Money> {
    let zero = Money { minor: 0, currency: pieces.first()?.2.currency };
    pieces.iter().try_fold(zero, |sum, (sign, _, money, times)| {
        sum.plus(*money, i64::from(*sign) * times.unwrap_or(1))
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
