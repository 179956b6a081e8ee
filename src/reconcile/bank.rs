//! Payouts to the bank: by the id in the bank's text, by equal sums, bundled over a holiday, parted in two, short by one
//! refund, chargeback or fee. What is not the provider's is set aside.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::causes::Causes;
use super::findings::{Class, Finding, Subject};
use super::memo;
use super::payouts::Payout;
use super::rows::{Currencies, Id, Rows, id};
use super::search;
use crate::domain::calendar::Calendar;

/// A payout is at the bank 0 to this many days later.
pub const BANK_WINDOW: i64 = 5;

/// Or, over a holiday, by this working day.
pub const BANK_WORKING_DAYS: u32 = 3;

/// By which rule a payout was found at the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BankRule {
    /// The bank's text names the payout.
    Id,
    /// An equal sum in time.
    Net,
    /// Several payouts, one after another, in one sum.
    Bundle,
    /// One payout in two sums.
    Split,
    /// Short by exactly one refund, chargeback or fee.
    Cause,
    /// A sum of the provider's in time, but another one.
    Near,
}

/// How many rules there are.
pub(super) const BANK_RULES: usize = 6;

/// A line of a bank statement.
pub(super) struct Line {
    pub(super) row: Id,
    pub(super) currency: usize,
    pub(super) day: Option<NaiveDate>,
    /// In thousandths of a minor unit.
    pub(super) amount: i128,
    pub(super) memo: String,
    /// Who it seems to be from.
    pub(super) shape: String,
    pub(super) taken: bool,
}

/// The texts of lines that are the provider's, without what changes.
pub(super) struct Senders {
    shapes: BTreeSet<String>,
}

/// At most this many texts of senders are compared word by word.
const MOST_SENDERS: usize = 64;

impl Senders {
    /// True for a text with all the words of one of these.
    pub(super) fn sent(&self, shape: &str) -> bool {
        let words: BTreeSet<&str> = shape.split(' ').collect();
        let among = |known: &String| known.split(' ').all(|word| words.contains(word));
        self.shapes.contains(shape) || self.shapes.iter().take(MOST_SENDERS).any(among)
    }
}

/// What was found at the bank.
pub(super) struct AtBank {
    pub(super) findings: Vec<Finding>,
    /// How many payouts each rule found.
    pub(super) how: [u64; BANK_RULES],
    /// How often a search was given up at its bound.
    pub(super) bounded: u64,
    /// Lines that are not the provider's: how many, and their sum by currency.
    pub(super) aside: (u64, Vec<i128>),
}

impl AtBank {
    /// Where there is no bank statement.
    pub(super) fn nothing(currencies: usize) -> Self {
        let (findings, how, bounded) = (Vec::new(), [0; BANK_RULES], 0);
        Self { findings, how, bounded, aside: (0, vec![0; currencies]) }
    }
}

/// The search for payouts at the bank.
pub(super) struct Bank<'b> {
    pub(super) payouts: &'b [Payout],
    /// Payouts that are still looked for.
    pub(super) open: Vec<bool>,
    /// In an order that hangs on what they say only.
    pub(super) lines: Vec<Line>,
    pub(super) calendar: &'b Calendar,
    pub(super) how: [u64; BANK_RULES],
    pub(super) bounded: u64,
    pub(super) findings: Vec<Finding>,
    /// Amounts that may explain a short payout, and whose they are.
    pub(super) causes: Causes<'b>,
}

/// Finds payouts in the lines of bank statements; `causes` are amounts that may explain a short one.
pub(super) fn find(
    payouts: &[Payout],
    rows: &Rows<'_>,
    currencies: &Currencies,
    calendar: &Calendar,
    causes: Causes<'_>,
    stop: Option<NaiveDate>,
) -> AtBank {
    let lines = lines(rows, currencies);
    let last = lines.iter().filter_map(|line| line.day).max();
    let open = payouts.iter().map(|payout| !payout.held && payout.expected() != 0).collect();
    let (how, bounded, findings) = ([0; BANK_RULES], 0, Vec::new());
    let mut bank = Bank { payouts, open, lines, calendar, how, bounded, findings, causes };
    search::by_id(&mut bank);
    search::by_sum(&mut bank);
    search::bundles(&mut bank);
    search::splits(&mut bank);
    search::causes(&mut bank);
    search::near(&mut bank);
    bank.after(stop);
    bank.rest(last, currencies.codes().len())
}

fn lines(rows: &Rows<'_>, currencies: &Currencies) -> Vec<Line> {
    let mut ids: Vec<Id> = rows.all().collect();
    ids.sort_by(|a, b| rows.order(*a, *b));
    let line = |row: Id| {
        let at = rows.row(row);
        let memo = format!("{} {}", at.memo, at.reference).trim().to_owned();
        Line {
            row,
            currency: currencies.number(at.currency),
            day: at.day,
            amount: i128::from(at.gross) * 1_000,
            shape: memo::shape(at.memo),
            memo,
            taken: false,
        }
    };
    ids.into_iter().map(line).collect()
}

impl Bank<'_> {
    /// The last day on which a payout of a day should be at the bank.
    pub(super) fn due(&self, day: NaiveDate) -> NaiveDate {
        let days = day.checked_add_signed(TimeDelta::days(BANK_WINDOW)).unwrap_or(day);
        self.calendar.step(day, BANK_WORKING_DAYS, 1).map_or(days, |working| working.max(days))
    }

    /// True where a line may be a payout by its currency, its sign and its day.
    pub(super) fn fits(&self, payout: usize, line: usize) -> bool {
        let (payout, line) = (&self.payouts[payout], &self.lines[line]);
        let in_time = match (payout.day, line.day) {
            (Some(paid), Some(there)) => paid <= there && there <= self.due(paid),
            _ => true,
        };
        in_time && payout.currency == line.currency && (payout.expected() < 0) == (line.amount < 0)
    }

    pub(super) fn open_payouts(&self) -> Vec<usize> {
        (0..self.payouts.len()).filter(|payout| self.open[*payout]).collect()
    }

    pub(super) fn open_lines(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|line| !self.lines[*line].taken).collect()
    }

    /// The lines that are left and fit a payout. Lines stand in the order of their days, those without one first.
    pub(super) fn lines_for(&self, payout: usize) -> Vec<usize> {
        let undated = self.lines.partition_point(|line| line.day.is_none());
        let (start, end) = match self.payouts[payout].day {
            None => (undated, self.lines.len()),
            Some(paid) => {
                let due = self.due(paid);
                let start = self.lines.partition_point(|line| line.day.is_none_or(|day| day < paid));
                (start, self.lines.partition_point(|line| line.day.is_none_or(|day| day <= due)))
            }
        };
        let fits = |line: &usize| !self.lines[*line].taken && self.fits(payout, *line);
        (0..undated).chain(start..end.max(start)).filter(fits).collect()
    }

    /// Takes payouts and lines as one movement; what is missing or too much is found at the first payout.
    pub(super) fn take(&mut self, payouts: &[usize], lines: &[usize], rule: BankRule) {
        let expected: i128 = payouts.iter().map(|payout| self.payouts[*payout].expected()).sum();
        let there: i128 = lines.iter().map(|line| self.lines[*line].amount).sum();
        for payout in payouts {
            self.open[*payout] = false;
        }
        for line in lines {
            self.lines[*line].taken = true;
        }
        self.how[rule as usize] += payouts.len() as u64;
        let Some(first) = payouts.first().filter(|_| expected != there) else { return };
        let class = if there < expected { Class::PayoutShort } else { Class::PayoutOver };
        let subject = Subject::Payout(id(*first));
        let mut finding = Finding::new(class, subject, self.payouts[*first].currency, there - expected);
        finding.near = self.causes.take(finding.currency, expected - there);
        if let Some(own) =
            finding.near.and_then(|near| self.payout_of_its_own(near, (finding.currency, there - expected)))
        {
            self.open[own] = false;
            self.how[rule as usize] += 1;
            finding.effect = 0;
        }
        self.findings.push(finding.beside(there));
    }

    /// The payout that should have taken a row's amount, and nothing else, off the account, where the bank has no such line.
    fn payout_of_its_own(&self, row: Subject, sum: (usize, i128)) -> Option<usize> {
        let id = self.causes.payout_of(row);
        let is_own = |payout: &Payout| {
            payout.id == id && payout.rows == 1 && (payout.currency, payout.expected()) == sum
        };
        let mut open = self.open_payouts().into_iter().filter(|_| !id.is_empty());
        open.find(|payout| is_own(&self.payouts[*payout]))
    }

    /// Who the provider's lines seem to be from.
    pub(super) fn senders(&self) -> Senders {
        let taken = self.lines.iter().filter(|line| line.taken && !line.shape.is_empty());
        Senders { shapes: taken.map(|line| line.shape.clone()).collect() }
    }

    /// Money that the provider took from the account after the terminal stopped.
    fn after(&mut self, stop: Option<NaiveDate>) {
        let Some(stop) = stop else { return };
        let senders = self.senders();
        let late = |line: &&Line| {
            line.amount < 0
                && line.day.is_some_and(|day| day > stop)
                && (line.taken || senders.sent(&line.shape))
        };
        let late =
            self.lines.iter().filter(late).map(|line| {
                Finding::new(Class::AfterStop, Subject::Bank(line.row), line.currency, line.amount)
            });
        self.findings.extend(late);
    }

    /// What is left: payouts that are missing or on their way, and lines that are the provider's or not.
    fn rest(mut self, last: Option<NaiveDate>, currencies: usize) -> AtBank {
        for number in self.open_payouts() {
            let payout = &self.payouts[number];
            let due = payout.day.map(|day| self.due(day));
            let on_its_way = due.zip(last).is_some_and(|(due, last)| due > last);
            let class = if on_its_way { Class::BankPending } else { Class::PayoutMissing };
            let subject = Subject::Payout(id(number));
            self.findings.push(Finding::new(class, subject, payout.currency, -payout.expected()));
        }
        let senders = self.senders();
        let mut aside = (0, vec![0; currencies]);
        for line in self.lines.iter().filter(|line| !line.taken) {
            if senders.sent(&line.shape) {
                let subject = Subject::Bank(line.row);
                self.findings.push(Finding::new(Class::CreditUnknown, subject, line.currency, line.amount));
            } else {
                aside.0 += 1;
                aside.1[line.currency] += line.amount;
            }
        }
        AtBank { findings: self.findings, how: self.how, bounded: self.bounded, aside }
    }
}
