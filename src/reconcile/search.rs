//! The searches for payouts at the bank, from the surest to the least sure. Each has a bound.

use std::collections::{BTreeMap, HashMap};

use super::bank::{Bank, BankRule};
use super::memo;
use super::payouts::Payout;

/// At most this many payouts, one after another, are looked for in one sum.
pub const MOST_BUNDLED: usize = 10;

/// At most this many payouts or lines within the days of a window are tried for one bundle or one split.
pub const MOST_TRIED: usize = 2_000;

/// Lines that name their payout. Several lines of one payout count together, and one line may name several payouts.
pub(super) fn by_id(bank: &mut Bank<'_>) {
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (number, payout) in bank.payouts.iter().enumerate() {
        if bank.open[number] && memo::is_telling(&payout.id) {
            ids.insert(payout.id.to_ascii_uppercase(), number);
        }
    }
    if ids.is_empty() {
        return;
    }
    let mut lines_of: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (number, line) in bank.lines.iter().enumerate() {
        let parts = memo::parts(&line.memo);
        let mut named: Vec<usize> = parts.iter().filter_map(|part| ids.get(part).copied()).collect();
        named.retain(|payout| bank.payouts[*payout].currency == line.currency);
        named.sort_unstable();
        named.dedup();
        if !named.is_empty() {
            lines_of.entry(named).or_default().push(number);
        }
    }
    for (payouts, lines) in lines_of {
        if payouts.iter().all(|payout| bank.open[*payout]) {
            bank.take(&payouts, &lines, BankRule::Id);
        }
    }
}

/// Equal sums within the days of the window.
pub(super) fn by_sum(bank: &mut Bank<'_>) {
    let mut lines_of: HashMap<(usize, i128), Vec<usize>> = HashMap::new();
    for line in bank.open_lines() {
        lines_of.entry((bank.lines[line].currency, bank.lines[line].amount)).or_default().push(line);
    }
    for payout in bank.open_payouts() {
        let key = (bank.payouts[payout].currency, bank.payouts[payout].expected());
        let Some(lines) = lines_of.get_mut(&key) else { continue };
        if let Some(at) = lines.iter().position(|line| bank.fits(payout, *line)) {
            let line = lines.remove(at);
            bank.take(&[payout], &[line], BankRule::Net);
        }
    }
}

/// Several payouts, one after another, in one sum.
pub(super) fn bundles(bank: &mut Bank<'_>) {
    let mut payouts_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for payout in bank.open_payouts() {
        for line in bank.lines_for(payout) {
            payouts_of.entry(line).or_default().push(payout);
        }
    }
    for (line, mut fitting) in payouts_of {
        fitting.retain(|payout| bank.open[*payout]);
        if fitting.len() > MOST_TRIED {
            bank.bounded += 1;
            fitting.truncate(MOST_TRIED);
        }
        if let Some(run) = run_of(bank, &fitting, bank.lines[line].amount) {
            bank.take(run, &[line], BankRule::Bundle);
        }
    }
}

/// The first run of neighbours that sums up to an amount.
fn run_of<'f>(bank: &Bank<'_>, payouts: &'f [usize], amount: i128) -> Option<&'f [usize]> {
    (0..payouts.len()).find_map(|start| {
        let run = &payouts[start..payouts.len().min(start + MOST_BUNDLED)];
        let mut sum = 0;
        let end = run.iter().position(|payout| {
            sum += bank.payouts[*payout].expected();
            sum == amount
        })?;
        (end > 0).then(|| &run[..=end])
    })
}

/// One payout in two sums that seem to be from the same sender.
pub(super) fn splits(bank: &mut Bank<'_>) {
    for payout in bank.open_payouts() {
        let mut fitting = bank.lines_for(payout);
        if fitting.len() > MOST_TRIED {
            bank.bounded += 1;
            fitting.truncate(MOST_TRIED);
        }
        if let Some((first, second)) = pair_of(bank, &fitting, bank.payouts[payout].expected()) {
            bank.take(&[payout], &[first, second], BankRule::Split);
        }
    }
}

/// The first two lines from one sender that sum up to an amount.
fn pair_of(bank: &Bank<'_>, lines: &[usize], amount: i128) -> Option<(usize, usize)> {
    let mut seen: HashMap<(&str, i128), usize> = HashMap::new();
    for second in lines {
        let line = &bank.lines[*second];
        if let Some(first) = seen.get(&(line.shape.as_str(), amount - line.amount)) {
            return Some((*first, *second));
        }
        seen.entry((line.shape.as_str(), line.amount)).or_insert(*second);
    }
    None
}

/// Payouts that are short by exactly one refund, chargeback or fee.
pub(super) fn causes(bank: &mut Bank<'_>) {
    for payout in bank.open_payouts() {
        // Another one may have taken it along.
        if !bank.open[payout] {
            continue;
        }
        let Payout { currency, .. } = bank.payouts[payout];
        let expected = bank.payouts[payout].expected();
        let explained =
            |line: &usize| bank.causes.explain(currency, expected - bank.lines[*line].amount).is_some();
        if let Some(line) = bank.lines_for(payout).into_iter().find(explained) {
            bank.take(&[payout], &[line], BankRule::Cause);
        }
    }
}

/// A sum in time that is at least half and at most one and a half times the payout.
fn is_near(bank: &Bank<'_>, payout: usize, line: usize) -> bool {
    let expected = bank.payouts[payout].expected();
    (bank.lines[line].amount - expected).abs() <= expected.abs() / 2
}

/// Another sum in time: one whose text has the payout's id, be it short, and else one that seems to be from the provider.
pub(super) fn near(bank: &mut Bank<'_>) {
    let senders = bank.senders();
    for payout in bank.open_payouts() {
        let id = bank.payouts[payout].id.to_ascii_uppercase();
        if !bank.open[payout] || !memo::has_both(&id) {
            continue;
        }
        let is_meant = |line: &usize| {
            let at = &bank.lines[*line];
            // An id of two or three characters may be anything in a text of somebody else's.
            (senders.sent(&at.shape) || is_near(bank, payout, *line)) && memo::parts(&at.memo).contains(&id)
        };
        if let Some(line) = bank.lines_for(payout).into_iter().find(is_meant) {
            bank.take(&[payout], &[line], BankRule::Id);
        }
    }
    for payout in bank.open_payouts() {
        if !bank.open[payout] {
            continue;
        }
        let meant = |line: &usize| senders.sent(&bank.lines[*line].shape) && is_near(bank, payout, *line);
        if let Some(line) = bank.lines_for(payout).into_iter().find(meant) {
            bank.take(&[payout], &[line], BankRule::Near);
        }
    }
}
