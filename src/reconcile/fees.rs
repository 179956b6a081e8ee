//! What a contract lets a provider keep of a movement.

use super::table::Kind;

/// The fees of a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// Ten-thousandths of a percent of the amount: 6000 is 0.6 %.
    pub rate: u32,
    /// For each sale, in minor units.
    pub fixed: i64,
}

/// A quotient rounded to the nearest whole number, halves away from zero.
pub(super) fn rounded(number: i128, by: i128) -> i128 {
    let half = by / 2;
    if number < 0 { (number - half) / by } else { (number + half) / by }
}

impl Terms {
    /// The part by rate of an amount in minor units, in thousandths of one.
    fn part(&self, gross: i64) -> i128 {
        rounded(i128::from(gross) * i128::from(self.rate), 1_000)
    }

    /// What may be kept of a sale, in thousandths of a minor unit: the part by rate, rounded half up to the minor unit,
    /// and the fixed part.
    pub(super) fn of_sale(&self, gross: i64) -> i128 {
        rounded(self.part(gross), 1_000) * 1_000 + i128::from(self.fixed) * 1_000
    }

    /// What may be kept of a movement, given what was. A file that holds parts of a minor unit is judged unrounded. Of a
    /// refund, the fee of its sale may be given back whole, without its fixed part, or not at all. `None` where the
    /// contract knows no fee.
    pub(super) fn agreed(&self, kind: Kind, gross: i64, kept: i128) -> Option<i128> {
        let fixed = i128::from(self.fixed) * 1_000;
        match kind {
            Kind::Sale => {
                let exact = self.part(gross) + fixed;
                Some(if kept == exact { exact } else { self.of_sale(gross) })
            }
            Kind::Refund => {
                let part = self.part(gross);
                let whole = rounded(part, 1_000) * 1_000;
                let ways = [part, whole, part - fixed, whole - fixed];
                Some(if ways.contains(&kept) { kept } else { 0 })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        assert_eq!([rounded(1500, 1000), rounded(1499, 1000), rounded(-1500, 1000)], [2, 1, -2]);
    }

    #[test]
    fn a_fee_is_rate_and_fixed_part() {
        let terms = Terms { rate: 6_000, fixed: 30 };
        assert_eq!(terms.of_sale(10_050), 90_000);
        // 0.6 % of 100.50 is 0.603; a file with five decimals may say so.
        assert_eq!(terms.agreed(Kind::Sale, 10_050, 90_300), Some(90_300));
        assert_eq!(terms.agreed(Kind::Sale, 10_050, 91_000), Some(90_000));
        assert_eq!(terms.agreed(Kind::Refund, -10_000, -60_000), Some(-60_000));
        assert_eq!(terms.agreed(Kind::Refund, -10_000, 5_000), Some(0));
        assert_eq!(terms.agreed(Kind::Chargeback, -10_000, 15_000), None);
    }
}
