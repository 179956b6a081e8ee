//! Settlement to payouts: which rows a payout is made of, what was kept of them, and what is in no payout yet.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::fees::{Terms, rounded};
use super::findings::{Class, Finding, Subject};
use super::pair::is_sale_side;
use super::rows::{Currencies, Id, Rows, id};
use super::sums::Sums;
use super::table::{Kind, Row, Table};

/// Money that leaves the provider at once.
#[derive(Debug, Clone)]
pub(super) struct Payout {
    /// Its id; empty where the file has none.
    pub(super) id: String,
    /// The currency, as a number of the run.
    pub(super) currency: usize,
    /// The day of the payout, or else of its last sale.
    pub(super) day: Option<NaiveDate>,
    /// The sum of its rows, in thousandths of a minor unit.
    pub(super) counted: i128,
    /// What the file itself says it is.
    pub(super) stated: Option<i128>,
    /// How many rows it has.
    pub(super) rows: u64,
    /// It is what the provider still holds, and no payout.
    pub(super) held: bool,
}

impl Payout {
    /// What the bank should receive: what the file states, else the sum of the rows in whole minor units.
    pub(super) fn expected(&self) -> i128 {
        self.stated.unwrap_or_else(|| rounded(self.counted, 1_000) * 1_000)
    }
}

/// How the rows of a file find their payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// By the payout's id.
    Id,
    /// By the day of the payout.
    PayoutDay,
    /// By the day of the sale, since the file has no payouts.
    SaleDay,
    /// Withdrawals out of one balance, since the file has no more than these.
    Balance,
}

/// The key of a payout while it is put together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Group<'t> {
    Id(&'t str),
    Day(NaiveDate),
    Balance,
    Withdrawal(Id),
}

/// The payouts of a run.
pub(super) struct Payouts {
    /// In the order of currency, day and id.
    pub(super) list: Vec<Payout>,
    /// How rows were grouped, each way once.
    pub(super) groupings: Vec<Grouping>,
    pub(super) findings: Vec<Finding>,
    /// Rows that may explain a payout that is short: refunds, chargebacks and fees.
    pub(super) causes: Vec<Id>,
}

/// What the rows are judged by.
pub(super) struct Judge<'j> {
    pub(super) currencies: &'j Currencies,
    pub(super) terms: Option<Terms>,
    pub(super) stop: Option<NaiveDate>,
    /// The rows are those of a ledger, so that fees are only what the contract says.
    pub(super) is_ledger: bool,
}

impl Judge<'_> {
    fn subject(&self, number: Id) -> Subject {
        if self.is_ledger { Subject::Ledger(number) } else { Subject::Settlement(number) }
    }
}

/// What is left of a row, in thousandths of a minor unit.
fn net(row: &Row<'_>) -> i128 {
    let gross = i128::from(row.gross) * 1_000;
    row.net.map_or_else(|| gross - i128::from(row.fee.unwrap_or(0)), |net| i128::from(net) * 1_000)
}

/// How the rows of a table are grouped.
fn grouping(table: &Table) -> Grouping {
    let any = |is: fn(&Row<'_>) -> bool| (0..table.len()).any(|row| is(&table.row(row)));
    if any(|row| !row.payout.is_empty()) {
        Grouping::Id
    } else if any(|row| row.payout_day.is_some()) {
        Grouping::PayoutDay
    } else if (0..table.len()).any(|row| table.kind(row) == Kind::Payout) {
        Grouping::Balance
    } else {
        Grouping::SaleDay
    }
}

struct Building<'b, 't> {
    judge: &'b Judge<'b>,
    sums: &'b mut Sums,
    list: Vec<Payout>,
    places: HashMap<(usize, Group<'t>), usize>,
    last: Option<((usize, Group<'t>), usize)>,
    findings: Vec<Finding>,
    causes: Vec<Id>,
}

/// Puts the payouts together, adds what is kept to `sums` and finds what is not as agreed.
pub(super) fn payouts<'t>(
    tables: &'t [Table],
    rows: &Rows<'t>,
    judge: &Judge<'_>,
    sums: &mut Sums,
) -> Payouts {
    let mut building = Building {
        judge,
        sums,
        list: Vec::new(),
        places: HashMap::new(),
        last: None,
        findings: Vec::new(),
        causes: Vec::new(),
    };
    let mut groupings: Vec<Grouping> = Vec::new();
    let mut number = 0;
    for table in tables {
        let grouping = grouping(table);
        groupings.push(grouping);
        for _ in 0..table.len() {
            building.row(number, &rows.row(number), grouping);
            number += 1;
        }
    }
    groupings.sort_unstable();
    groupings.dedup();
    let Building { mut list, mut findings, causes, sums, .. } = building;
    list.sort_by(|a, b| {
        (a.currency, a.day, &a.id, a.expected()).cmp(&(b.currency, b.day, &b.id, b.expected()))
    });
    for (number, payout) in list.iter_mut().enumerate() {
        totals(payout, id(number), sums, &mut findings);
    }
    Payouts { list, groupings, findings, causes }
}

impl<'t> Building<'_, 't> {
    fn row(&mut self, number: Id, row: &Row<'t>, grouping: Grouping) {
        let currency = self.judge.currencies.number(row.currency);
        let kind = row.kind.unwrap_or(Kind::Other);
        if self.judge.is_ledger && !is_sale_side(kind) {
            return;
        }
        let group = match grouping {
            Grouping::Balance if kind == Kind::Payout => Some(Group::Withdrawal(number)),
            Grouping::Balance => Some(Group::Balance),
            Grouping::Id => Some(row.payout).filter(|id| !id.is_empty()).map(Group::Id),
            Grouping::PayoutDay => row.payout_day.map(Group::Day),
            Grouping::SaleDay => row.day.map(Group::Day),
        };
        if kind == Kind::Payout {
            return self.stated(currency, group, row);
        }
        let kept = self.kept(number, row, kind, currency);
        let net = i128::from(row.gross) * 1_000 - kept;
        let Some(group) = group.filter(|_| !row.pending) else {
            return self.find(Finding::new(Class::PayoutPending, self.judge.subject(number), currency, -net));
        };
        let place = self.place(currency, group);
        let payout = &mut self.list[place];
        payout.counted += net;
        payout.rows += 1;
        payout.held = group == Group::Balance;
        payout.day = payout.day.max(row.payout_day.or(row.day));
    }

    /// What was kept of a row; adds it to the sums as agreed, or finds it.
    fn kept(&mut self, number: Id, row: &Row<'_>, kind: Kind, currency: usize) -> i128 {
        let subject = self.judge.subject(number);
        let is_late = self.judge.stop.is_some_and(|stop| row.day.is_some_and(|day| day > stop));
        if is_late && matches!(kind, Kind::Sale | Kind::Fee | Kind::Other) {
            let amount = i128::from(row.gross) * 1_000;
            self.find(Finding::new(Class::AfterStop, subject, currency, amount));
        }
        if matches!(kind, Kind::Fee | Kind::Refund | Kind::Chargeback) {
            self.causes.push(number);
        }
        if self.judge.is_ledger {
            let agreed =
                self.judge.terms.filter(|_| kind == Kind::Sale).map(|terms| terms.of_sale(row.gross));
            let agreed = agreed.unwrap_or(0);
            self.agreed(currency, agreed);
            return agreed;
        }
        let kept = i128::from(row.gross) * 1_000 - net(row);
        if kind == Kind::Fee {
            // The row itself is the fee, and counts among no sales.
            self.find(Finding::new(Class::FeeNeverAgreed, subject, currency, net(row)));
            return kept;
        }
        let Some(terms) = self.judge.terms else {
            self.agreed(currency, kept);
            return kept;
        };
        match terms.agreed(kind, row.gross, kept) {
            Some(agreed) => {
                self.agreed(currency, agreed);
                if kept != agreed {
                    let finding = Finding::new(Class::FeeDiffers, subject, currency, agreed - kept);
                    self.find(finding.beside(agreed));
                }
            }
            None if kept != 0 => {
                self.find(Finding::new(Class::FeeNeverAgreed, subject, currency, -kept));
            }
            None => {}
        }
        kept
    }

    fn agreed(&mut self, currency: usize, kept: i128) {
        if kept != 0 {
            self.sums.add(currency, Class::FeeAgreed, -kept);
        }
    }

    fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// A row that is the payout itself: it states what the sum of the others should be.
    fn stated(&mut self, currency: usize, group: Option<Group<'t>>, row: &Row<'t>) {
        let Some(group) = group.or_else(|| row.day.map(Group::Day)) else { return };
        let place = self.place(currency, group);
        let payout = &mut self.list[place];
        payout.stated = Some(payout.stated.unwrap_or(0) - i128::from(row.gross) * 1_000);
        payout.day = payout.day.max(row.payout_day.or(row.day));
        if matches!(group, Group::Withdrawal(_)) {
            row.reference.clone_into(&mut payout.id);
            payout.counted -= i128::from(row.gross) * 1_000;
            let balance = self.place(currency, Group::Balance);
            self.list[balance].held = true;
            self.list[balance].counted += i128::from(row.gross) * 1_000;
        }
    }

    fn place(&mut self, currency: usize, group: Group<'t>) -> usize {
        let key = (currency, group);
        if let Some((last, place)) = self.last
            && last == key
        {
            return place;
        }
        let place = *self.places.entry(key).or_insert_with(|| {
            let id = if let Group::Id(id) = group { id.to_owned() } else { String::new() };
            let (counted, stated, rows, held, day) = (0, None, 0, false, None);
            self.list.push(Payout { id, currency, day, counted, stated, rows, held });
            self.list.len() - 1
        });
        self.last = Some((key, place));
        place
    }
}

/// Checks a payout against its own rows and rounds it. What a provider still holds is money in no payout.
fn totals(payout: &mut Payout, number: Id, sums: &mut Sums, findings: &mut Vec<Finding>) {
    let (subject, currency) = (Subject::Payout(number), payout.currency);
    if payout.held {
        if payout.counted != 0 {
            findings.push(Finding::new(Class::PayoutPending, subject, currency, -payout.counted));
        }
        return;
    }
    let whole = rounded(payout.counted, 1_000) * 1_000;
    if whole != payout.counted {
        sums.add(currency, Class::Rounding, whole - payout.counted);
    }
    if payout.expected() != whole {
        let finding = Finding::new(Class::PayoutTotal, subject, currency, payout.expected() - whole);
        findings.push(finding.beside(whole));
    }
}
