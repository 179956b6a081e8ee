//! One run from tables to findings: pair, group into payouts, look at the bank, apply decisions, close the balance.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::balance::{Balance, Totals};
use super::bank::{self, AtBank, BANK_RULES};
use super::causes::{self, Causes};
use super::classify;
use super::decisions::{Decision, Verdict, id_of, is_same_row};
use super::fees::Terms;
use super::findings::{Class, Finding, Matter, Shown, Subject};
use super::overlap::{Overlap, overlaps};
use super::pair::{self, How, Pairing, RULES};
use super::payouts::{self, Grouping, Judge, Payouts};
use super::rows::{Currencies, Id, Rows, id};
use super::shown::World;
use super::suggest;
use super::sums::Sums;
use super::table::{Source, Table, Total};
use super::tally;
use crate::domain::calendar::Calendar;
use crate::domain::money::Currency;

/// The files of a run, by side.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'t> {
    /// What was sold.
    pub ledger: &'t [Table],
    /// What was settled.
    pub settlement: &'t [Table],
    /// What was received.
    pub bank: &'t [Table],
}

/// What a run is judged by.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The currency of rows that name none.
    pub currency: Currency,
    /// Nobody said so: neither the command nor the case.
    pub assumed: bool,
    /// Amounts may differ by this much, in minor units.
    pub tolerance: i64,
    /// The fees of the contract.
    pub terms: Option<Terms>,
    /// The last day of the terminal.
    pub stop: Option<NaiveDate>,
    /// Today.
    pub today: NaiveDate,
    /// The days on which banks work.
    pub calendar: Calendar,
}

/// What a run found.
pub struct Outcome<'t> {
    /// The files.
    pub sides: Sides<'t>,
    /// What it was judged by.
    pub settings: Settings,
    /// The balance of each currency.
    pub balances: Vec<Balance>,
    /// How many rows of the ledger each rule paired, by `How`.
    pub how: [u64; RULES],
    /// How many payouts each rule found at the bank, by `BankRule`.
    pub bank_how: [u64; BANK_RULES],
    /// Pairs further apart in days than the window.
    pub late: u64,
    /// How rows were grouped into payouts.
    pub groupings: Vec<Grouping>,
    /// How many payouts there are.
    pub payouts: usize,
    /// How often a search was given up at its bound.
    pub bounded: u64,
    /// Bank lines that are not the provider's.
    pub aside: u64,
    /// Files of one side that seem to hold the same movements.
    pub overlaps: Vec<Overlap>,
    /// The decisions that were given.
    pub decisions: Vec<Decision>,
    /// Those whose row has changed since, by their number.
    pub lapsed: Vec<usize>,
    /// Those that nothing needs any more.
    pub settled: usize,
    pub(super) findings: Vec<Finding>,
    pub(super) world: World<'t>,
    /// The row of the ledger that belongs to each row of the settlement with a finding.
    pub(super) partners: HashMap<Id, Id>,
}

/// Reconciles the sides that are there.
pub fn reconcile(sides: Sides<'_>, settings: Settings, decisions: Vec<Decision>) -> Outcome<'_> {
    let tables = sides.ledger.iter().chain(sides.settlement).chain(sides.bank);
    let currencies = Currencies::of(settings.currency.code(), tables);
    let (ledger, settlement, bank) =
        (Rows::of(sides.ledger), Rows::of(sides.settlement), Rows::of(sides.bank));
    let mut sums = Sums::of(currencies.codes().len());
    let (mut findings, pairing, mut bounded) = sales(
        &pair::Sides { left: &ledger, right: &settlement, currencies: &currencies },
        &settings,
        &mut sums,
    );
    let is_ledger = settlement.is_empty();
    let judge = Judge { currencies: &currencies, terms: settings.terms, stop: settings.stop, is_ledger };
    let (tables, rows) = if is_ledger { (sides.ledger, &ledger) } else { (sides.settlement, &settlement) };
    let paid = payouts::payouts(tables, rows, &judge, &mut sums);
    let AtBank { findings: at_bank, how: bank_how, bounded: bank_bounded, aside } = if bank.is_empty() {
        AtBank::nothing(currencies.codes().len())
    } else {
        let causes = Causes::of(rows, &ledger, &paid, &findings, &judge);
        bank::find(&paid.list, &bank, &currencies, &settings.calendar, causes, settings.stop)
    };
    let Payouts { list, groupings, findings: of_payouts, .. } = paid;
    findings.extend(of_payouts);
    findings.extend(at_bank);
    causes::join_parts(&mut findings);
    bounded += bank_bounded;
    let totals = wrong_totals(&sides);
    let wrong =
        (0..totals.len()).map(|number| Finding::new(Class::ControlTotal, Subject::Total(id(number)), 0, 0));
    findings.extend(wrong);
    let world = World { ledger, settlement, bank, payouts: list, currencies, totals };
    world.arrange(&mut findings);
    let partners = tally::partners(&findings, &pairing);
    let mut outcome = Outcome {
        sides,
        settings,
        balances: Vec::new(),
        how: pairing.how,
        bank_how,
        late: pairing.late,
        groupings,
        payouts: world.payouts.iter().filter(|payout| !payout.held).count(),
        bounded,
        aside: aside.0,
        overlaps: [sides.ledger, sides.settlement, sides.bank].into_iter().flat_map(overlaps).collect(),
        decisions,
        lapsed: Vec::new(),
        settled: 0,
        findings,
        world,
        partners,
    };
    outcome.decide();
    outcome.close(sums, &aside.1);
    outcome
}

/// Pairs ledger and settlement, finds what is not a pair, and proposes what may be one.
fn sales(sides: &pair::Sides<'_, '_>, settings: &Settings, sums: &mut Sums) -> (Vec<Finding>, Pairing, u64) {
    let pairing = pair::pair(sides);
    let mut findings = classify::classify(sides, &pairing, settings.tolerance, sums);
    let bounded = pairing.bounded + suggest::suggest(sides, &mut findings);
    (findings, pairing, bounded)
}

/// What files state about themselves that is not so.
fn wrong_totals(sides: &Sides<'_>) -> Vec<(String, Total)> {
    let sources = sides.ledger.iter().chain(sides.settlement).chain(sides.bank).map(Table::source);
    let of = |source: &Source| -> Vec<(String, Total)> {
        let wrong = source.totals.iter().filter(|total| total.stated != total.counted);
        wrong.map(|total| (source.name.clone(), total.clone())).collect()
    };
    let mut totals: Vec<(String, Total)> = sources.flat_map(of).collect();
    totals.sort_by(|(a, x), (b, y)| (a, &x.what, x.stated, x.line).cmp(&(b, &y.what, y.stated, y.line)));
    totals
}

impl Outcome<'_> {
    /// Applies the decisions: by what a finding shows; what is left of them has lapsed or is not needed any more.
    fn decide(&mut self) {
        if self.decisions.is_empty() {
            return;
        }
        let by_id: HashMap<&str, usize> = self
            .decisions
            .iter()
            .enumerate()
            .map(|(number, decision)| (decision.id.as_str(), number))
            .collect();
        let mut used = HashSet::new();
        for finding in &mut self.findings {
            if let Some(number) = by_id.get(id_of(&self.world.shown(finding)).as_str()) {
                finding.decision = Some(*number);
                used.insert(*number);
            }
        }
        for number in self.pair_as_decided() {
            used.remove(&number);
        }
        let unused: Vec<usize> = (0..self.decisions.len()).filter(|number| !used.contains(number)).collect();
        let mut rows: HashSet<(String, String, String)> = HashSet::new();
        if !unused.is_empty() {
            rows = self
                .shown()
                .map(|(shown, _)| is_same_row(shown.side, &shown.reference, shown.kind))
                .collect();
        }
        let (lapsed, settled): (Vec<usize>, Vec<usize>) =
            unused.into_iter().partition(|number| rows.contains(&self.decisions[*number].row()));
        (self.lapsed, self.settled) = (lapsed, settled.len());
    }

    /// Takes the pairs that a person accepted out of the findings; returns decisions that have nothing to pair any more.
    fn pair_as_decided(&mut self) -> Vec<usize> {
        let (mut paired, mut empty) = (HashSet::new(), Vec::new());
        for finding in &mut self.findings {
            let Some(number) =
                finding.decision.filter(|number| self.decisions[*number].verdict == Verdict::Pair)
            else {
                continue;
            };
            if let Some(partner) = finding.near.filter(|_| finding.class.matter() == Matter::Sales) {
                paired.extend([finding.subject, partner]);
                if let (Subject::Ledger(left), Subject::Settlement(right))
                | (Subject::Settlement(right), Subject::Ledger(left)) = (finding.subject, partner)
                {
                    self.partners.insert(right, left);
                }
            } else {
                finding.decision = None;
                empty.push(number);
            }
        }
        let is_open_sale = |finding: &Finding| finding.class.matter() == Matter::Sales;
        self.findings.retain(|finding| !(is_open_sale(finding) && paired.contains(&finding.subject)));
        self.how[How::Person as usize] += (paired.len() / 2) as u64;
        empty
    }

    fn close(&mut self, mut sums: Sums, aside: &[i128]) {
        for finding in &self.findings {
            sums.add(finding.currency, finding.class, finding.effect);
        }
        let world = &self.world;
        let sides = (&world.ledger, &world.settlement, &world.bank);
        self.balances =
            Totals::of(sides, &world.payouts, aside, &world.currencies).close(&sums, &world.currencies);
    }

    /// The findings in the order of the report, each with the decision about it.
    pub fn shown(&self) -> impl Iterator<Item = (Shown, Option<&Decision>)> {
        self.findings.iter().map(|finding| {
            (self.world.shown(finding), finding.decision.map(|number| &self.decisions[number]))
        })
    }

    /// The findings of a class that are open.
    pub fn open_ones(&self, class: Class) -> impl Iterator<Item = Shown> {
        let open =
            self.findings.iter().filter(move |finding| finding.class == class && self.is_open(finding));
        open.map(|finding| self.world.shown(finding))
    }

    /// How many findings there are.
    pub fn count(&self) -> usize {
        self.findings.len()
    }

    pub(super) fn verdict(&self, finding: &Finding) -> Option<Verdict> {
        finding.decision.map(|number| self.decisions[number].verdict)
    }

    pub(super) fn is_open(&self, finding: &Finding) -> bool {
        finding.class.is_open() && self.verdict(finding) != Some(Verdict::Accept)
    }

    /// How many findings are open: not accepted with a reason.
    pub fn open(&self) -> usize {
        self.findings.iter().filter(|finding| self.is_open(finding)).count()
    }

    /// How many findings of a class are open, over all currencies.
    pub fn open_of(&self, class: Class) -> usize {
        self.findings.iter().filter(|finding| finding.class == class && self.is_open(finding)).count()
    }

    /// How many findings have each verdict; of waits, how many are over.
    pub fn verdicts(&self) -> (BTreeMap<Verdict, usize>, usize) {
        let (mut counts, mut over) = (BTreeMap::new(), 0);
        for decision in self.findings.iter().filter_map(|finding| Some(&self.decisions[finding.decision?])) {
            *counts.entry(decision.verdict).or_default() += 1;
            over += usize::from(decision.until.is_some_and(|until| until < self.settings.today));
        }
        (counts, over)
    }

    /// True where nothing is open and nothing of the gap is unexplained.
    pub fn is_clean(&self) -> bool {
        self.open() == 0 && self.balances.iter().all(|balance| balance.unexplained == 0)
    }

    /// How many rows a side has.
    pub fn rows(tables: &[Table]) -> usize {
        tables.iter().map(Table::len).sum()
    }
}
