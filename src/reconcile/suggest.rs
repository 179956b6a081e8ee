//! Rows that may belong together by amount and time. They are only proposed; a person accepts them.

use std::cmp::Ordering;

use super::findings::{Class, Finding, Subject};
use super::group::SALE_WINDOW;
use super::pair::Sides;
use super::rows::Id;

/// Among more rows of one amount than this, none is proposed.
pub const MOST_ALIKE: usize = 64;

/// Minutes that two clocks may be apart.
const MINUTES: i64 = 10;

/// Notes with each row the one that it may belong to, if there is just one and each is the other's; says how often there
/// were too many of one amount to look.
pub(super) fn suggest(sides: &Sides<'_, '_>, findings: &mut [Finding]) -> u64 {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for (number, finding) in findings.iter().enumerate() {
        match (finding.class, finding.subject) {
            (Class::OnlyLedger | Class::SalePending, Subject::Ledger(row)) => ours.push((row, number)),
            (Class::OnlySettlement | Class::RefundWithoutSale, Subject::Settlement(row)) => {
                theirs.push((row, number));
            }
            _ => {}
        }
    }
    let left = |row: Id| {
        (sides.currencies.number(sides.left.currency(row)), sides.left.kind(row), sides.left.gross(row))
    };
    let right = |row: Id| {
        (sides.currencies.number(sides.right.currency(row)), sides.right.kind(row), sides.right.gross(row))
    };
    ours.sort_unstable_by_key(|(row, _)| left(*row));
    theirs.sort_unstable_by_key(|(row, _)| right(*row));
    let (mut rest_ours, mut rest_theirs) = (&ours[..], &theirs[..]);
    let mut bounded = 0;
    while let (Some((first, _)), Some((other, _))) = (rest_ours.first(), rest_theirs.first()) {
        let (ours, theirs) = (left(*first), right(*other));
        let count_ours = rest_ours.partition_point(|(row, _)| left(*row) <= ours);
        let count_theirs = rest_theirs.partition_point(|(row, _)| right(*row) <= theirs);
        let order = ours.cmp(&theirs);
        if order == Ordering::Equal {
            let (some_ours, some_theirs) = (&rest_ours[..count_ours], &rest_theirs[..count_theirs]);
            if count_ours.max(count_theirs) > MOST_ALIKE {
                bounded += 1;
            } else {
                mutual(sides, some_ours, some_theirs, findings);
            }
        }
        if order != Ordering::Greater {
            rest_ours = &rest_ours[count_ours..];
        }
        if order != Ordering::Less {
            rest_theirs = &rest_theirs[count_theirs..];
        }
    }
    bounded
}

/// Proposes pairs among rows of one amount.
fn mutual(sides: &Sides<'_, '_>, ours: &[(Id, usize)], theirs: &[(Id, usize)], findings: &mut [Finding]) {
    let only = |fits: &dyn Fn(usize) -> bool, count: usize| {
        let mut fitting = (0..count).filter(|at| fits(*at));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    for (at, (left, number)) in ours.iter().enumerate() {
        let Some(partner) = only(&|other| may_be(sides, *left, theirs[other].0), theirs.len()) else {
            continue;
        };
        let (right, other) = theirs[partner];
        if only(&|ours_too| may_be(sides, ours[ours_too].0, right), ours.len()) == Some(at) {
            findings[*number].near = Some(Subject::Settlement(right));
            findings[other].near = Some(Subject::Ledger(*left));
        }
    }
}

/// True where two rows of one amount may be the same movement: in time, and on the same terminal where both name one.
fn may_be(sides: &Sides<'_, '_>, left: Id, right: Id) -> bool {
    let (ours, theirs) = (sides.left.row(left), sides.right.row(right));
    let in_time = match sides.days(left, right) {
        None => true,
        Some(0) => match (ours.minute, theirs.minute) {
            (Some(a), Some(b)) => (i64::from(a) - i64::from(b)).abs() <= MINUTES,
            _ => true,
        },
        Some(days) => (1..=SALE_WINDOW).contains(&days),
    };
    in_time && (ours.terminal.is_empty() || theirs.terminal.is_empty() || ours.terminal == theirs.terminal)
}
