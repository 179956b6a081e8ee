//! Counts and sums by currency and class, money in and money out apart.

use super::findings::Class;

/// What a class adds up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// The sum of those above zero, in thousandths of a minor unit.
    pub up: i128,
    /// The sum of those below zero.
    pub down: i128,
}

impl Sum {
    pub(super) fn add(&mut self, effect: i128) {
        self.count += 1;
        if effect < 0 {
            self.down += effect;
        } else {
            self.up += effect;
        }
    }

    /// Both together.
    pub fn net(&self) -> i128 {
        self.up + self.down
    }
}

/// The sums of every class in every currency.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    sums: Vec<[Sum; Class::ALL.len()]>,
}

impl Sums {
    pub(super) fn of(currencies: usize) -> Self {
        Self { sums: vec![[Sum::default(); Class::ALL.len()]; currencies] }
    }

    pub(super) fn add(&mut self, currency: usize, class: Class, effect: i128) {
        self.sums[currency][class as usize].add(effect);
    }

    pub(super) fn get(&self, currency: usize, class: Class) -> Sum {
        self.sums[currency][class as usize]
    }
}
