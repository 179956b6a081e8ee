//! The identity: what arrived, less what was sold, is the sum of the classes and of what nothing explains. Its totals are
//! counted from the tables alone, apart from all pairing.

use super::findings::{Class, Matter};
use super::pair::is_sale_side;
use super::payouts::Payout;
use super::rows::{Currencies, Rows};
use super::sums::{Sum, Sums};

/// The money of one currency, in thousandths of a minor unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The currency's code.
    pub currency: String,
    /// Sold, less refunds, as the ledger has it.
    pub ledger: Option<i128>,
    /// The same as the settlements have it.
    pub settlement: Option<i128>,
    /// What the payouts should bring.
    pub payouts: i128,
    /// What the bank received from the provider.
    pub bank: Option<i128>,
    /// The end less the beginning, of the sides that are there.
    pub gap: i128,
    /// The classes that have any, in the order of the report.
    pub classes: Vec<(Class, Sum)>,
    /// What is left of the gap once every class is taken off.
    pub unexplained: i128,
}

/// The totals of a run, as they stand in the tables.
pub(super) struct Totals {
    ledger: Option<Vec<i128>>,
    settlement: Option<Vec<i128>>,
    bank: Option<Vec<i128>>,
    payouts: Vec<i128>,
}

/// The sum of the movements of each currency that are the merchant's own.
fn side(rows: &Rows<'_>, currencies: &Currencies, all: bool) -> Option<Vec<i128>> {
    let mut sums = vec![0; currencies.codes().len()];
    for row in rows.all().filter(|row| all || is_sale_side(rows.kind(*row))) {
        sums[currencies.number(rows.currency(row))] += i128::from(rows.gross(row)) * 1_000;
    }
    (!rows.is_empty()).then_some(sums)
}

impl Totals {
    /// Counts three sides; `aside` are the sums of bank lines that are not the provider's.
    pub(super) fn of(
        (ledger, settlement, bank): (&Rows<'_>, &Rows<'_>, &Rows<'_>),
        payouts: &[Payout],
        aside: &[i128],
        currencies: &Currencies,
    ) -> Self {
        let mut brought = vec![0; currencies.codes().len()];
        for payout in payouts.iter().filter(|payout| !payout.held) {
            brought[payout.currency] += payout.expected();
        }
        let mut bank = side(bank, currencies, true);
        for (sum, aside) in bank.iter_mut().flatten().zip(aside) {
            *sum -= aside;
        }
        let (ledger, settlement) = (side(ledger, currencies, false), side(settlement, currencies, false));
        Self { ledger, settlement, bank, payouts: brought }
    }

    /// The balance of each currency that has any movement.
    pub(super) fn close(&self, sums: &Sums, currencies: &Currencies) -> Vec<Balance> {
        let balance = |(number, code): (usize, &String)| {
            let of = |side: &Option<Vec<i128>>| side.as_ref().map(|sums| sums[number]);
            let (ledger, settlement, bank) = (of(&self.ledger), of(&self.settlement), of(&self.bank));
            let payouts = self.payouts[number];
            let begin = ledger.or(settlement).unwrap_or(0);
            let gap = bank.unwrap_or(payouts) - begin;
            let classes: Vec<(Class, Sum)> = Class::ALL
                .iter()
                .map(|class| (*class, sums.get(number, *class)))
                .filter(|(_, sum)| sum.count > 0)
                .collect();
            let counts = |class: Class| match class.matter() {
                Matter::Sales => ledger.is_some() && settlement.is_some(),
                Matter::Payouts => true,
                Matter::Bank => bank.is_some(),
                Matter::Beside => false,
            };
            let explained: i128 =
                classes.iter().filter(|(class, _)| counts(*class)).map(|(_, sum)| sum.net()).sum();
            let currency = code.clone();
            Balance {
                currency,
                ledger,
                settlement,
                payouts,
                bank,
                gap,
                classes,
                unexplained: gap - explained,
            }
        };
        let all = currencies.codes().iter().enumerate().map(balance);
        let has_any = |balance: &Balance| {
            let sides = [balance.ledger, balance.settlement, balance.bank, Some(balance.payouts)];
            !balance.classes.is_empty() || sides.iter().flatten().any(|sum| *sum != 0)
        };
        all.filter(has_any).collect()
    }
}
