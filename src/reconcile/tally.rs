//! How much of a run is matched, counted so that the parts add up to all.

use std::collections::{HashMap, HashSet};

use super::decisions::Verdict;
use super::findings::{Class, Finding, Subject};
use super::join::NONE;
use super::outcome::Outcome;
use super::pair::{Pairing, SPLIT};
use super::rows::Id;

/// The items of a run, each counted once: what is matched, what a person explained, and what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Rows of the ledger that were paired, else payouts found at the bank; without those that a finding is open about.
    pub matched: u64,
    /// Findings that were accepted with a reason and are about nothing that is matched.
    pub explained: u64,
    /// Findings that are open.
    pub open: u64,
}

impl Tally {
    /// All items.
    pub fn all(&self) -> u64 {
        self.matched + self.explained + self.open
    }
}

/// The row of the ledger that belongs to each row of the settlement with a finding.
pub(super) fn partners(findings: &[Finding], pairing: &Pairing) -> HashMap<Id, Id> {
    let partner = |finding: &Finding| {
        let Subject::Settlement(row) = finding.subject else { return None };
        match pairing.right[row as usize] {
            NONE => None,
            SPLIT => Some((row, *pairing.wholes.get(&row)?)),
            partner => Some((row, partner)),
        }
    };
    findings.iter().filter_map(partner).collect()
}

impl Outcome<'_> {
    /// True where two sides are there, so that something can be matched.
    pub fn has_two_sides(&self) -> bool {
        let world = &self.world;
        let has_sales = !(world.ledger.is_empty() && world.settlement.is_empty());
        self.is_by_sales() || (has_sales && !world.bank.is_empty())
    }

    fn is_by_sales(&self) -> bool {
        !self.world.ledger.is_empty() && !self.world.settlement.is_empty()
    }

    /// What is matched, explained and open.
    pub fn tally(&self) -> Tally {
        let by_sales = self.is_by_sales();
        let found: u64 = if by_sales { self.how.iter().sum() } else { self.bank_how.iter().sum() };
        let missing: HashSet<Subject> = self.missing().collect();
        let pair = |finding: &Finding| {
            if by_sales { self.pair_of(finding) } else { self.payout_of(finding, &missing) }
        };
        let open = || self.findings.iter().filter(|finding| self.is_open(finding));
        let touched: HashSet<Subject> = open().filter_map(pair).collect();
        let accepted =
            |finding: &&Finding| finding.class.is_open() && self.verdict(finding) == Some(Verdict::Accept);
        let explained = self.findings.iter().filter(accepted).filter(|finding| pair(finding).is_none());
        Tally {
            matched: found.saturating_sub(touched.len() as u64),
            explained: explained.count() as u64,
            open: open().count() as u64,
        }
    }

    /// The row of the ledger whose pair a finding is about.
    fn pair_of(&self, finding: &Finding) -> Option<Subject> {
        match finding.subject {
            Subject::Ledger(_) => Some(finding.subject).filter(|_| finding.class == Class::Differs),
            Subject::Settlement(row) => self.partners.get(&row).copied().map(Subject::Ledger),
            _ => None,
        }
    }

    /// The payout at the bank that a finding is about.
    fn payout_of(&self, finding: &Finding, missing: &HashSet<Subject>) -> Option<Subject> {
        let Subject::Payout(number) = finding.subject else { return None };
        let payout = self.world.payouts.get(number as usize)?;
        let is_looked_for = !payout.held && payout.expected() != 0;
        Some(finding.subject).filter(|subject| is_looked_for && !missing.contains(subject))
    }

    /// The payouts that were not found.
    fn missing(&self) -> impl Iterator<Item = Subject> {
        let is = |finding: &&Finding| matches!(finding.class, Class::PayoutMissing | Class::BankPending);
        self.findings.iter().filter(is).map(|finding| finding.subject)
    }
}
