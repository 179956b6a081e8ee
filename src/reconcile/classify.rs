//! What the rows are that found no partner.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::findings::{Class, Finding, Subject};
use super::group::SALE_WINDOW;
use super::join::{Keyed, NONE, join};
use super::key;
use super::pair::{Pairing, Sides, is_sale_side};
use super::rows::{Currencies, Id, Rows, id};
use super::sums::Sums;
use super::table::Kind;

/// Turns what was paired and what was not into findings. Without a ledger, only what a settlement shows by itself.
pub(super) fn classify(
    sides: &Sides<'_, '_>,
    pairing: &Pairing,
    tolerance: i64,
    sums: &mut Sums,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (left, right) in &pairing.differs {
        let (ours, theirs) = (i128::from(sides.left.gross(*left)), i128::from(sides.right.gross(*right)));
        let currency = sides.currencies.number(sides.left.currency(*left));
        let effect = (theirs - ours) * 1_000;
        if (theirs - ours).abs() <= i128::from(tolerance) {
            sums.add(currency, Class::WithinTolerance, effect);
        } else {
            let finding = Finding::new(Class::Differs, Subject::Ledger(*left), currency, effect);
            findings.push(finding.beside(theirs * 1_000));
        }
    }
    if !sides.left.is_empty() && !sides.right.is_empty() {
        only_left(sides, pairing, &mut findings);
    }
    only_right(sides, pairing, &mut findings);
    findings
}

/// The rows of a side that have no partner.
fn alone(rows: &Rows<'_>, partners: &[Id]) -> Vec<Id> {
    let alone = |row: &Id| partners[*row as usize] == NONE && is_sale_side(rows.kind(*row));
    rows.all().filter(alone).collect()
}

fn only_left(sides: &Sides<'_, '_>, pairing: &Pairing, findings: &mut Vec<Finding>) {
    let last = sides.right.all().filter_map(|row| sides.right.day(row)).max();
    let recent = |row: Id| {
        let day = sides.left.day(row);
        day.zip(last).is_some_and(|(day, last)| (last - day).num_days() < SALE_WINDOW)
    };
    let alone = alone(sides.left, &pairing.left);
    let again = repeated(sides.left, sides.currencies, &alone);
    for row in alone {
        let class = if pairing.twins[0].contains(&row) || again.contains(&row) {
            Class::Duplicate
        } else if recent(row) {
            Class::SalePending
        } else {
            Class::OnlyLedger
        };
        let currency = sides.currencies.number(sides.left.currency(row));
        let effect = -i128::from(sides.left.gross(row)) * 1_000;
        findings.push(Finding::new(class, Subject::Ledger(row), currency, effect));
    }
}

fn only_right(sides: &Sides<'_, '_>, pairing: &Pairing, findings: &mut Vec<Finding>) {
    let has_ledger = !sides.left.is_empty();
    let alone = alone(sides.right, &pairing.right);
    let again = repeated(sides.right, sides.currencies, &alone);
    let refunds: Vec<Id> =
        alone.iter().copied().filter(|row| sides.right.kind(*row) == Kind::Refund).collect();
    let with_sale = with_sale(sides, &refunds);
    for row in alone {
        let class = match sides.right.kind(row) {
            _ if pairing.twins[1].contains(&row) || again.contains(&row) => Class::Duplicate,
            Kind::Chargeback | Kind::ChargebackReversed => Class::Chargeback,
            Kind::Refund if !with_sale.contains(&row) => Class::RefundWithoutSale,
            _ if has_ledger => Class::OnlySettlement,
            _ => continue,
        };
        let currency = sides.currencies.number(sides.right.currency(row));
        let effect = i128::from(sides.right.gross(row)) * 1_000;
        findings.push(Finding::new(class, Subject::Settlement(row), currency, effect));
    }
}

/// Of rows that agree in reference, kind, currency and amount, all but the first.
fn repeated(rows: &Rows<'_>, currencies: &Currencies, alone: &[Id]) -> HashSet<Id> {
    let same = |a: Id, b: Id| {
        let amount = |row: Id| (rows.kind(row), currencies.number(rows.currency(row)), rows.gross(row));
        key::order(rows.reference(a), rows.reference(b)).then_with(|| amount(a).cmp(&amount(b)))
    };
    let mut sorted: Vec<Id> =
        alone.iter().copied().filter(|row| key::hash(0, rows.reference(*row), 0).is_some()).collect();
    sorted.sort_by(|a, b| same(*a, *b).then_with(|| rows.order(*a, *b)));
    let again = sorted.windows(2).filter(|pair| same(pair[0], pair[1]) == Ordering::Equal);
    again.map(|pair| pair[1]).collect()
}

/// The refunds whose sale is known to either side, by the sale's reference or by their own.
fn with_sale(sides: &Sides<'_, '_>, refunds: &[Id]) -> HashSet<Id> {
    let mut known = HashSet::new();
    if refunds.is_empty() {
        return known;
    }
    let mut mark = |refunds: &[Id], by_original: bool| {
        let text = |row: Id| {
            if by_original { sides.right.row(row).original } else { sides.right.reference(row) }
        };
        let beside = |rows: &Rows<'_>, row: Id| sides.currencies.number(rows.currency(row)) as u64;
        for sales in [sides.left, sides.right] {
            // Refunds are few beside the sales, so they are numbered anew.
            let refund = Keyed {
                rows: &mut (0..id(refunds.len())),
                size: refunds.len(),
                key: |at: Id| (text(refunds[at as usize]), beside(sides.right, refunds[at as usize])),
            };
            let sale = Keyed {
                rows: &mut sales.all().filter(|row| sales.kind(*row) == Kind::Sale),
                size: sales.len(),
                key: |row| (sales.reference(row), beside(sales, row)),
            };
            join(refund, sale, |found, _| known.extend(found.iter().map(|at| refunds[*at as usize])));
        }
    };
    mark(refunds, false);
    mark(refunds, true);
    known
}
