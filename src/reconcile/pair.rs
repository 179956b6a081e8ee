//! Ledger to settlement, one to one: by reference, by the second reference, refunds by their sale. Exact comes first, and
//! of equal keys the n-th pairs with the n-th.

use std::collections::{HashMap, HashSet};

use super::group;
use super::join::{Keyed, NONE, join};
use super::rows::{Currencies, Id, Rows, id};
use super::table::Kind;

/// Partner of a row that is one of several which together make up the other side.
pub(super) const SPLIT: Id = NONE - 1;

/// By which rule rows were paired, in the order in which the rules are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The same reference and kind.
    Exact,
    /// The same but for blanks, apostrophes, leading zeros and capitals.
    Normalised,
    /// The reference of one side is the second reference of the other.
    Second,
    /// A refund by the reference of its sale.
    Original,
    /// Several rows of one reference with the sum of the other side's.
    Split,
    /// By a person, from a suggestion.
    Person,
}

/// How many rules there are.
pub(super) const RULES: usize = 6;

/// What became of the rows of two sides.
pub(super) struct Pairing {
    /// The partner of each row of the ledger: a row, `NONE` or `SPLIT`.
    pub(super) left: Vec<Id>,
    /// The partner of each row of the settlement.
    pub(super) right: Vec<Id>,
    /// The first row of the ledger that belongs to a row of the settlement whose partner is `SPLIT`.
    pub(super) wholes: HashMap<Id, Id>,
    /// How many rows of the ledger each rule paired.
    pub(super) how: [u64; RULES],
    /// How many pairs are further apart in days than the window.
    pub(super) late: u64,
    /// The pairs whose amounts differ.
    pub(super) differs: Vec<(Id, Id)>,
    /// Rows without a partner that say the same as one that has one, by side.
    pub(super) twins: [HashSet<Id>; 2],
    /// How often a search was given up at its bound.
    pub(super) bounded: u64,
}

/// The two sides that are paired.
pub(super) struct Sides<'s, 't> {
    pub(super) left: &'s Rows<'t>,
    pub(super) right: &'s Rows<'t>,
    pub(super) currencies: &'s Currencies,
}

/// True for movements that a ledger and a settlement both have; fees and payouts are the provider's own.
pub(super) fn is_sale_side(kind: Kind) -> bool {
    !matches!(kind, Kind::Fee | Kind::Payout)
}

impl<'t> Sides<'_, 't> {
    /// What must be equal beside a reference.
    #[inline]
    fn beside(&self, rows: &Rows<'t>, row: Id) -> u64 {
        ((self.currencies.number(rows.currency(row)) as u64) << 8) | rows.kind(row) as u64
    }

    /// Days from a row of the ledger to one of the settlement, where both are known.
    #[inline]
    pub(super) fn days(&self, left: Id, right: Id) -> Option<i64> {
        let (from, to) = (self.left.day(left)?, self.right.day(right)?);
        Some(if from == to { 0 } else { (to - from).num_days() })
    }
}

/// Which text of a row is its key in a pass.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Reference,
    Second,
    Original,
}

fn text<'t>(rows: &Rows<'t>, row: Id, by: By) -> &'t str {
    match by {
        By::Reference => rows.reference(row),
        By::Second => rows.row(row).second,
        By::Original => rows.row(row).original,
    }
}

/// Pairs two sides.
pub(super) fn pair(sides: &Sides<'_, '_>) -> Pairing {
    let mut pairing = Pairing {
        left: vec![NONE; sides.left.len()],
        right: vec![NONE; sides.right.len()],
        wholes: HashMap::new(),
        how: [0; RULES],
        late: 0,
        differs: Vec::new(),
        twins: [HashSet::new(), HashSet::new()],
        bounded: 0,
    };
    pass(sides, &mut pairing, (By::Reference, By::Reference), How::Normalised);
    for by in [(By::Reference, By::Second), (By::Second, By::Reference), (By::Second, By::Second)] {
        pass(sides, &mut pairing, by, How::Second);
    }
    for by in [(By::Original, By::Reference), (By::Reference, By::Original), (By::Original, By::Original)] {
        pass(sides, &mut pairing, by, How::Original);
    }
    pairing
}

/// Pairs what is still alone by one key.
fn pass(sides: &Sides<'_, '_>, pairing: &mut Pairing, (left_by, right_by): (By, By), rule: How) {
    let open = |rows: &Rows<'_>, partners: &[Id], row: Id, by: By| {
        let kind = rows.kind(row);
        partners[row as usize] == NONE
            && is_sale_side(kind)
            && (rule != How::Original || kind == Kind::Refund)
            && !text(rows, row, by).is_empty()
    };
    let alone = |rows: &Rows<'_>, partners: &[Id], by: By| -> Vec<Id> {
        rows.all().filter(|row| open(rows, partners, *row, by)).collect()
    };
    if rule == How::Normalised {
        // This pass meets every row, so that no list of them is made.
        let left = Keyed {
            rows: &mut sides.left.all().filter(|row| is_sale_side(sides.left.kind(*row))),
            size: sides.left.len(),
            key: |row: Id| (sides.left.reference(row), sides.beside(sides.left, row)),
        };
        let right = Keyed {
            rows: &mut sides.right.all().filter(|row| is_sale_side(sides.right.kind(*row))),
            size: sides.right.len(),
            key: |row: Id| (sides.right.reference(row), sides.beside(sides.right, row)),
        };
        return join(left, right, |lefts, rights| group::settle(sides, pairing, rule, lefts, rights));
    }
    let lefts = alone(sides.left, &pairing.left, left_by);
    let rights = if lefts.is_empty() { lefts.clone() } else { alone(sides.right, &pairing.right, right_by) };
    if rights.is_empty() {
        return;
    }
    // They are numbered anew, so that the table is as small as they are few.
    let left = Keyed {
        rows: &mut (0..id(lefts.len())),
        size: lefts.len(),
        key: |at: Id| {
            (text(sides.left, lefts[at as usize], left_by), sides.beside(sides.left, lefts[at as usize]))
        },
    };
    let right = Keyed {
        rows: &mut (0..id(rights.len())),
        size: rights.len(),
        key: |at: Id| {
            (text(sides.right, rights[at as usize], right_by), sides.beside(sides.right, rights[at as usize]))
        },
    };
    join(left, right, |ours, theirs| {
        let of = |rows: &[Id], at: &[Id]| -> Vec<Id> { at.iter().map(|at| rows[*at as usize]).collect() };
        group::settle(sides, pairing, rule, &of(&lefts, ours), &of(&rights, theirs));
    });
}
