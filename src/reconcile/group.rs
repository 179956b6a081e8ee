//! Rows of one key on both sides: which of them are pairs. Exact references come before alike ones, equal amounts before
//! a sum, a sum before amounts that differ.

use std::collections::HashSet;

use super::join::NONE;
use super::pair::{How, Pairing, SPLIT, Sides};
use super::rows::{Id, Rows};

/// A sale is settled 0 to this many days later.
pub const SALE_WINDOW: i64 = 3;

/// At most this many rows of one reference are tried as parts of one amount.
pub const MOST_PARTS: usize = 12;

/// Pairs the rows of one key.
#[inline]
pub(super) fn settle(
    sides: &Sides<'_, '_>,
    pairing: &mut Pairing,
    rule: How,
    all_lefts: &[Id],
    all_rights: &[Id],
) {
    if let ([left], [right]) = (all_lefts, all_rights) {
        return one_to_one(sides, pairing, rule, *left, *right);
    }
    let (mut lefts, mut rights) = (all_lefts.to_vec(), all_rights.to_vec());
    lefts.sort_by(|a, b| sides.left.order(*a, *b));
    rights.sort_by(|a, b| sides.right.order(*a, *b));
    if rule == How::Normalised {
        for reference in references(sides.left, &lefts) {
            let of = |rows: &Rows<'_>, ids: &[Id]| -> Vec<Id> {
                ids.iter().copied().filter(|row| rows.reference(*row) == reference).collect()
            };
            let (ours, theirs) = (of(sides.left, &lefts), of(sides.right, &rights));
            if !theirs.is_empty() {
                Group { sides, pairing: &mut *pairing, rule: How::Exact }.settle(ours, theirs);
            }
        }
        lefts.retain(|row| pairing.left[*row as usize] == NONE);
        rights.retain(|row| pairing.right[*row as usize] == NONE);
    }
    if !lefts.is_empty() && !rights.is_empty() {
        Group { sides, pairing, rule }.settle(lefts, rights);
    }
    let left_twins = twins(sides.left, all_lefts, &pairing.left);
    let right_twins = twins(sides.right, all_rights, &pairing.right);
    pairing.twins[0].extend(left_twins);
    pairing.twins[1].extend(right_twins);
}

/// The rows without a partner that have the amount of one that has a partner.
fn twins(rows: &Rows<'_>, all: &[Id], partners: &[Id]) -> Vec<Id> {
    let has_partner = |row: &&Id| partners[**row as usize] != NONE;
    let paired: HashSet<i64> = all.iter().filter(has_partner).map(|row| rows.gross(*row)).collect();
    let is_twin = |row: &&Id| !has_partner(row) && paired.contains(&rows.gross(**row));
    all.iter().filter(is_twin).copied().collect()
}

/// The different references of some rows, in their order, at most as many as a group of alike ones ever has.
fn references<'t>(rows: &Rows<'t>, ids: &[Id]) -> Vec<&'t str> {
    let mut texts: Vec<&str> = ids.iter().map(|row| rows.reference(*row)).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.truncate(64);
    texts
}

#[inline]
fn one_to_one(sides: &Sides<'_, '_>, pairing: &mut Pairing, rule: How, left: Id, right: Id) {
    let exact = rule == How::Normalised && sides.left.reference(left) == sides.right.reference(right);
    let rule = if exact { How::Exact } else { rule };
    let mut group = Group { sides, pairing, rule };
    if sides.left.gross(left) == sides.right.gross(right) {
        group.take(left, right);
    } else if rule != How::Original {
        group.take_differing(left, right);
    }
}

struct Group<'g, 's, 't> {
    sides: &'g Sides<'s, 't>,
    pairing: &'g mut Pairing,
    rule: How,
}

impl Group<'_, '_, '_> {
    /// Pairs rows that are sorted by all they say.
    fn settle(&mut self, mut lefts: Vec<Id>, mut rights: Vec<Id>) {
        let sides = self.sides;
        let (all_lefts, all_rights) = (lefts.clone(), rights.clone());
        // The sort keeps the order by day among equal amounts.
        lefts.sort_by_key(|row| sides.left.gross(*row));
        rights.sort_by_key(|row| sides.right.gross(*row));
        self.equal_amounts(&lefts, &rights, true);
        self.equal_amounts(&lefts, &rights, false);
        let (mut lefts, mut rights) = self.alone(all_lefts, all_rights);
        if self.rule == How::Original || lefts.is_empty() || rights.is_empty() {
            return;
        }
        if lefts.len() + rights.len() > 2 && self.sums(&lefts, &rights) {
            return;
        }
        (lefts, rights) = self.alone(lefts, rights);
        for (left, right) in lefts.iter().zip(&rights) {
            self.take_differing(*left, *right);
        }
    }

    fn alone(&self, mut lefts: Vec<Id>, mut rights: Vec<Id>) -> (Vec<Id>, Vec<Id>) {
        lefts.retain(|row| self.pairing.left[*row as usize] == NONE);
        rights.retain(|row| self.pairing.right[*row as usize] == NONE);
        (lefts, rights)
    }

    /// Walks two lists sorted by amount and day and pairs equal amounts, within the window of days or whatever the days.
    fn equal_amounts(&mut self, lefts: &[Id], rights: &[Id], within: bool) {
        let sides = self.sides;
        let (mut l, mut r) = (0, 0);
        while let (Some(left), Some(right)) = (lefts.get(l), rights.get(r)) {
            if self.pairing.left[*left as usize] != NONE {
                l += 1;
                continue;
            }
            if self.pairing.right[*right as usize] != NONE {
                r += 1;
                continue;
            }
            match sides.left.gross(*left).cmp(&sides.right.gross(*right)) {
                std::cmp::Ordering::Less => l += 1,
                std::cmp::Ordering::Greater => r += 1,
                std::cmp::Ordering::Equal => match sides.days(*left, *right).filter(|_| within) {
                    Some(days) if days < 0 => r += 1,
                    Some(days) if days > SALE_WINDOW => l += 1,
                    _ => {
                        self.take(*left, *right);
                        (l, r) = (l + 1, r + 1);
                    }
                },
            }
        }
    }

    #[inline]
    fn take(&mut self, left: Id, right: Id) {
        self.pairing.left[left as usize] = right;
        self.pairing.right[right as usize] = left;
        self.pairing.how[self.rule as usize] += 1;
        if self.sides.days(left, right).is_some_and(|days| !(0..=SALE_WINDOW).contains(&days)) {
            self.pairing.late += 1;
        }
    }

    fn take_differing(&mut self, left: Id, right: Id) {
        self.take(left, right);
        self.pairing.differs.push((left, right));
    }

    /// Pairs all of both sides where their sums are equal, else one row with some of the other side that make it up.
    fn sums(&mut self, lefts: &[Id], rights: &[Id]) -> bool {
        let sides = self.sides;
        let (ours, theirs) = (amounts(sides.left, lefts), amounts(sides.right, rights));
        if ours.iter().sum::<i128>() == theirs.iter().sum::<i128>() {
            self.take_split(lefts, rights);
            return true;
        }
        let parts = match (&ours[..], &theirs[..]) {
            ([_], parts) | (parts, [_]) if parts.len() > MOST_PARTS => {
                self.pairing.bounded += 1;
                None
            }
            ([whole], parts) | (parts, [whole]) => parts_of(*whole, parts),
            _ => None,
        };
        let Some(parts) = parts else { return false };
        let of = |ids: &[Id]| -> Vec<Id> { parts.iter().map(|part| ids[*part]).collect() };
        if lefts.len() == 1 {
            self.take_split(lefts, &of(rights));
        } else {
            self.take_split(&of(lefts), rights);
        }
        true
    }

    fn take_split(&mut self, lefts: &[Id], rights: &[Id]) {
        for row in lefts {
            self.pairing.left[*row as usize] = SPLIT;
        }
        for row in rights {
            self.pairing.right[*row as usize] = SPLIT;
            self.pairing.wholes.extend(lefts.first().map(|left| (*row, *left)));
        }
        self.pairing.how[How::Split as usize] += lefts.len() as u64;
    }
}

fn amounts(rows: &Rows<'_>, ids: &[Id]) -> Vec<i128> {
    ids.iter().map(|row| i128::from(rows.gross(*row))).collect()
}

/// The first choice of two or more parts that make up a whole; of at most `MOST_PARTS` parts, so of 4096 choices.
fn parts_of(whole: i128, parts: &[i128]) -> Option<Vec<usize>> {
    let chosen = |mask: u32| (0..parts.len()).filter(move |part| mask >> part & 1 == 1);
    let sum = |mask: u32| chosen(mask).map(|part| parts[part]).sum::<i128>();
    let mask = (1..1_u32 << parts.len()).find(|mask| mask.count_ones() > 1 && sum(*mask) == whole)?;
    Some(chosen(mask).collect())
}

#[cfg(test)]
mod tests {
    use super::parts_of;

    #[test]
    fn parts_make_up_a_whole() {
        assert_eq!(parts_of(100, &[60, 40, 40]), Some(vec![0, 1]));
        assert_eq!(parts_of(100, &[100, 30]), None);
        assert_eq!(parts_of(90, &[10, 20, 30, 40]), Some(vec![1, 2, 3]));
    }
}
