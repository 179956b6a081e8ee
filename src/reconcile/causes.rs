//! What may explain a payout that is short: a refund, a chargeback or a fee that was taken off it.

use std::collections::{HashMap, HashSet};

use super::findings::{Class, Finding, Subject};
use super::payouts::{Judge, Payouts};
use super::rows::{Currencies, Id, Rows};
use super::table::Kind;

/// Whose a missing amount may be, by its currency and the amount in thousandths of a minor unit. Each row explains one payout.
pub(super) struct Causes<'r> {
    /// The rows that payouts are made of.
    rows: &'r Rows<'r>,
    by_amount: HashMap<(usize, i128), Vec<Subject>>,
    used: HashSet<Subject>,
}

impl<'r> Causes<'r> {
    /// The rows that payouts have found to be such, and refunds of the ledger that no settlement has. Rows that are in no
    /// payout come first: they are still to be taken off one.
    pub(super) fn of(
        rows: &'r Rows<'r>,
        ledger: &Rows<'_>,
        payouts: &Payouts,
        sales: &[Finding],
        judge: &Judge<'_>,
    ) -> Self {
        let (is_ledger, currencies) = (judge.is_ledger, judge.currencies);
        let mut causes = Self { rows, by_amount: HashMap::new(), used: HashSet::new() };
        // What may be a row of the settlement is left for a person to pair.
        let waiting = sales.iter().filter(|finding| waits(finding) && finding.near.is_none());
        let of_ledger = waiting.filter_map(|finding| {
            let Subject::Ledger(row) = finding.subject else { return None };
            (ledger.kind(row) == Kind::Refund).then_some(row)
        });
        let mut refunds: Vec<Id> = of_ledger.filter(|_| !is_ledger).collect();
        refunds.sort_by(|a, b| ledger.order(*a, *b));
        for row in refunds {
            causes.add((ledger, row), currencies, Subject::Ledger(row));
        }
        let held: HashSet<Subject> =
            payouts.findings.iter().filter(|finding| waits(finding)).map(|finding| finding.subject).collect();
        let subject = |row: Id| if is_ledger { Subject::Ledger(row) } else { Subject::Settlement(row) };
        let mut sorted = payouts.causes.clone();
        sorted.sort_by(|a, b| {
            held.contains(&subject(*b)).cmp(&held.contains(&subject(*a))).then_with(|| rows.order(*a, *b))
        });
        for row in sorted {
            causes.add((rows, row), currencies, subject(row));
        }
        causes
    }

    /// Adds a row by its amount, and by what is left of that after its fee.
    fn add(&mut self, (rows, number): (&Rows<'_>, Id), currencies: &Currencies, subject: Subject) {
        let row = rows.row(number);
        let (currency, gross) = (currencies.number(row.currency), i128::from(row.gross) * 1_000);
        let fee = || gross - i128::from(row.fee.unwrap_or(0));
        let net = row.net.map_or_else(fee, |net| i128::from(net) * 1_000);
        self.by_amount.entry((currency, gross.abs())).or_default().push(subject);
        if net.abs() != gross.abs() {
            self.by_amount.entry((currency, net.abs())).or_default().push(subject);
        }
    }

    /// The first row that explains a missing amount exactly.
    pub(super) fn explain(&self, currency: usize, missing: i128) -> Option<Subject> {
        let of = self.by_amount.get(&(currency, missing)).filter(|_| missing > 0)?;
        of.iter().find(|subject| !self.used.contains(subject)).copied()
    }

    /// The payout that a row stands in; empty where it stands in none.
    pub(super) fn payout_of(&self, subject: Subject) -> &str {
        match subject {
            Subject::Settlement(row) if !self.rows.row(row).pending => self.rows.row(row).payout,
            _ => "",
        }
    }

    /// As `explain`; the row explains nothing else after that.
    pub(super) fn take(&mut self, currency: usize, missing: i128) -> Option<Subject> {
        let subject = self.explain(currency, missing)?;
        self.used.insert(subject);
        Some(subject)
    }
}

/// True for a movement that is on its way to a payout.
fn waits(finding: &Finding) -> bool {
    matches!(finding.class, Class::OnlyLedger | Class::SalePending | Class::PayoutPending)
}

/// Makes one finding of a payout that is short and of the movement that it is short by, where that waited for its payout:
/// the two are one event, and what they do to the money is added up.
pub(super) fn join_parts(findings: &mut Vec<Finding>) {
    let is_short = |finding: &Finding| finding.class == Class::PayoutShort;
    let mut parts: HashMap<Subject, i128> = findings
        .iter()
        .filter(|finding| is_short(finding))
        .filter_map(|short| Some((short.near?, 0)))
        .collect();
    if parts.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let part = parts.get_mut(&finding.subject).filter(|_| waits(finding));
        part.map(|effect| *effect += finding.effect).is_none()
    });
    for short in findings.iter_mut().filter(|finding| is_short(finding)) {
        short.effect += short.near.and_then(|near| parts.remove(&near)).unwrap_or(0);
    }
}
