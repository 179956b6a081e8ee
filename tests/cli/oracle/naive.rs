//! The same findings by a second, plain way: lists of texts and numbers, nothing shared with the program.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use posquit::reconcile::table::Kind;

use super::draw::{Line, TOLERANCE, World, Wrong, fee};

fn plain(reference: &str) -> String {
    let kept: String = reference.to_uppercase().chars().filter(|c| !" '`".contains(*c)).collect();
    kept.trim_start_matches('0').to_owned()
}

fn milli(sum: i64) -> i128 {
    i128::from(sum) * 1_000
}

/// Everything that is wrong with three sides.
pub(crate) fn find(world: &World, stop: NaiveDate) -> Vec<Wrong> {
    let mut wrong = sales(world);
    wrong.extend(payouts(world, stop));
    wrong.extend(bank(world));
    wrong
}

/// The rows of one key on both sides.
type Group<'w> = (Vec<&'w Line>, Vec<&'w Line>);

fn sales(world: &World) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let mut ours: Vec<&Line> = world.ledger.iter().collect();
    let is_sale = |row: &&Line| !matches!(row.kind, Some(Kind::Fee | Kind::Payout));
    let mut theirs: Vec<&Line> = world.settlement.iter().filter(is_sale).collect();
    let mut seen = (Seen::new(), Seen::new());
    // First the same reference, then the second reference, then a refund by its sale.
    let keys: [fn(&Line, bool) -> String; 3] = [
        |row, _| plain(&row.reference),
        |row, ours| plain(if ours { &row.reference } else { &row.second }),
        |row, ours| match row.kind {
            Some(Kind::Refund) if ours => plain(&row.original),
            Some(Kind::Refund) => plain(&row.reference),
            _ => String::new(),
        },
    ];
    for key in keys {
        let mut groups: BTreeMap<(String, Kind), Group<'_>> = BTreeMap::new();
        for row in ours.drain(..) {
            groups.entry((key(row, true), row.kind.unwrap())).or_default().0.push(row);
        }
        for row in theirs.drain(..) {
            groups.entry((key(row, false), row.kind.unwrap())).or_default().1.push(row);
        }
        for ((reference, _), (mut left, mut right)) in groups {
            if !reference.is_empty() && !left.is_empty() && !right.is_empty() {
                settle(&mut left, &mut right, &mut seen, &mut wrong);
            }
            ours.extend(left);
            theirs.extend(right);
        }
    }
    for row in ours {
        let again = !seen.0.insert((plain(&row.reference), row.kind.unwrap(), row.gross));
        let class = if again { "duplicate" } else { "only_in_ledger" };
        wrong.push((class, "ledger", row.reference.clone(), -milli(row.gross)));
    }
    for row in theirs {
        let again = !seen.1.insert((plain(&row.reference), row.kind.unwrap(), row.gross));
        let has_sale = || {
            let is_its_sale = |sale: &&Line| {
                sale.kind == Some(Kind::Sale) && plain(&sale.reference) == plain(&row.reference)
            };
            world.ledger.iter().chain(&world.settlement).any(|sale| is_its_sale(&sale))
        };
        let class = match row.kind.unwrap() {
            _ if again => "duplicate",
            Kind::Chargeback => "chargeback",
            Kind::Refund if !has_sale() => "refund_without_sale",
            _ => "only_in_settlement",
        };
        wrong.push((class, "settlement", row.reference.clone(), milli(row.gross)));
    }
    wrong
}

type Seen = BTreeSet<(String, Kind, i64)>;

/// Takes out of two lists what belongs together.
fn settle(left: &mut Vec<&Line>, right: &mut Vec<&Line>, seen: &mut (Seen, Seen), wrong: &mut Vec<Wrong>) {
    let mut note = |ours: &Line, theirs: &Line| {
        seen.0.insert((plain(&ours.reference), ours.kind.unwrap(), ours.gross));
        seen.1.insert((plain(&theirs.reference), theirs.kind.unwrap(), theirs.gross));
    };
    let mut at = 0;
    while at < left.len() {
        match right.iter().position(|row| row.gross == left[at].gross) {
            Some(other) => note(left.remove(at), right.remove(other)),
            None => at += 1,
        }
    }
    let sum = |rows: &[&Line]| rows.iter().map(|row| row.gross).sum::<i64>();
    if !left.is_empty() && !right.is_empty() && sum(left) == sum(right) {
        left.clear();
        right.clear();
    } else if left.len() == 1 && right.len() == 1 {
        let (ours, theirs) = (left.remove(0), right.remove(0));
        let more = theirs.gross - ours.gross;
        if more.abs() > TOLERANCE {
            wrong.push(("amount_differs", "ledger", ours.reference.clone(), milli(more)));
        }
    }
}

fn payouts(world: &World, stop: NaiveDate) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for row in &world.settlement {
        let reference = row.reference.clone();
        let kept = row.fee.unwrap_or(0);
        match row.kind.unwrap() {
            Kind::Fee => wrong.push(("fee_never_agreed", "settlement", reference.clone(), milli(row.gross))),
            Kind::Sale if kept != fee(row.gross) => {
                wrong.push((
                    "fee_differs",
                    "settlement",
                    reference.clone(),
                    i128::from(fee(row.gross) - kept),
                ));
            }
            _ => {}
        }
        if row.pending {
            wrong.push((
                "payout_pending",
                "settlement",
                reference.clone(),
                i128::from(kept) - milli(row.gross),
            ));
        }
        if row.day.unwrap() > stop && matches!(row.kind, Some(Kind::Sale | Kind::Fee)) {
            wrong.push(("after_stop", "settlement", reference, milli(row.gross)));
        }
    }
    for (id, (sum, stated)) in sums(world) {
        if let Some(stated) = stated.filter(|stated| *stated != sum) {
            wrong.push(("payout_total", "payout", id, milli(stated - sum)));
        }
    }
    wrong
}

/// The payouts by id: the sum of their rows, and what they state.
fn sums(world: &World) -> BTreeMap<String, (i64, Option<i64>)> {
    let mut sums: BTreeMap<String, (i64, Option<i64>)> = BTreeMap::new();
    for row in world.settlement.iter().filter(|row| !row.pending) {
        let payout = sums.entry(row.payout.clone()).or_default();
        if row.kind == Some(Kind::Payout) {
            payout.1 = Some(-row.gross);
        } else {
            payout.0 += row.gross - row.fee.unwrap_or(0) / 1_000;
        }
    }
    sums
}

fn bank(world: &World) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let mut lines: Vec<&Line> = world.bank.iter().filter(|line| line.memo.starts_with("ACME")).collect();
    let mut open: Vec<(String, i64)> =
        sums(world).into_iter().map(|(id, (sum, stated))| (id, stated.unwrap_or(sum))).collect();
    open.retain(|(id, sum)| match lines.iter().position(|line| line.memo.ends_with(id.as_str())) {
        None => true,
        Some(at) => {
            let more = lines.remove(at).gross - sum;
            if more != 0 {
                let class = if more < 0 { "payout_short" } else { "payout_over" };
                wrong.push((class, "payout", id.clone(), milli(more)));
            }
            false
        }
    });
    open.retain(|(_, sum)| match lines.iter().position(|line| line.gross == *sum) {
        None => true,
        Some(at) => {
            lines.remove(at);
            false
        }
    });
    let mut at = 0;
    while at + 1 < open.len() {
        match lines.iter().position(|line| line.gross == open[at].1 + open[at + 1].1) {
            None => at += 1,
            Some(line) => {
                lines.remove(line);
                open.drain(at..at + 2);
            }
        }
    }
    open.retain(|(_, sum)| {
        for first in 0..lines.len() {
            for second in first + 1..lines.len() {
                if lines[first].gross + lines[second].gross == *sum {
                    lines.remove(second);
                    lines.remove(first);
                    return false;
                }
            }
        }
        true
    });
    let last = format!("PO{:06}", sums(world).len() - 1);
    for (id, sum) in open {
        let class = if id == last { "bank_pending" } else { "payout_missing" };
        wrong.push((class, "payout", id, -milli(sum)));
    }
    wrong.extend(lines.iter().map(|line| ("credit_unknown", "bank", line.memo.clone(), milli(line.gross))));
    wrong
}
