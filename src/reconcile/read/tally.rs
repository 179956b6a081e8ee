//! Counts what is read, for the totals that a file states of itself.

use std::collections::BTreeMap;

use super::profile::Measure;
use super::role::Role;
use crate::reconcile::table::{Kind, Row, Total, Unit};

/// Counts and sums so far.
#[derive(Default)]
pub(super) struct Tally {
    count: i64,
    way: [(i64, i64); 2],
    kinds: BTreeMap<Kind, (i64, i64)>,
    /// What each column of amounts adds up to as it is written.
    pub(super) written: [i64; Role::ALL.len()],
    /// For each payout: the sum of its net amounts, whether its own row is there, and its last line.
    payouts: BTreeMap<String, (i64, bool, u32)>,
    /// Fees of sales that are positive, and negative.
    fees: (u64, u64),
}

impl Tally {
    pub(super) fn row(&mut self, row: &Row<'_>, balanced: bool, counts_kinds: bool) {
        self.count += 1;
        let way = &mut self.way[usize::from(row.gross < 0)];
        *way = (way.0 + 1, way.1.saturating_add(row.gross.saturating_abs()));
        if counts_kinds {
            let kind = self.kinds.entry(row.kind.unwrap_or(Kind::Other)).or_default();
            *kind = (kind.0 + 1, kind.1.saturating_add(row.gross));
        }
        if let (Some(fee), Some(Kind::Sale)) = (row.fee, row.kind) {
            self.fees.0 += u64::from(fee > 0);
            self.fees.1 += u64::from(fee < 0);
        }
        if balanced && !row.payout.is_empty() {
            let payout = self.payouts.entry(row.payout.to_owned()).or_default();
            payout.0 = payout.0.saturating_add(row.net.unwrap_or(row.gross));
            payout.1 |= row.kind == Some(Kind::Payout);
            payout.2 = row.line;
        }
    }

    pub(super) fn of(&self, measure: Measure) -> i64 {
        let kind = |kind: Kind| self.kinds.get(&kind).copied().unwrap_or_default();
        match measure {
            Measure::Count => self.count,
            Measure::CountIn => self.way[0].0,
            Measure::CountOut => self.way[1].0,
            Measure::SumIn => self.way[0].1,
            Measure::SumOut => self.way[1].1,
            Measure::CountOf(of) => kind(of).0,
            Measure::SumOf(of) => kind(of).1,
            Measure::Sum(role) => self.written[role as usize],
        }
    }

    /// True where most fees of sales are negative.
    pub(super) fn fees_are_negative(&self) -> bool {
        self.fees.1 > self.fees.0
    }

    /// Payouts whose own row is there add up to nothing.
    pub(super) fn balances(&self) -> impl Iterator<Item = Total> + '_ {
        let complete = self.payouts.iter().filter(|(_, (_, own, _))| *own);
        complete.map(|(payout, (sum, _, line))| Total {
            what: payout.clone(),
            stated: 0,
            counted: *sum,
            unit: Unit::Minor,
            line: *line,
        })
    }
}
