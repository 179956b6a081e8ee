//! Whatever three sides hold, the gap between them is the sum of the classes, in every currency, and every row of the
//! ledger is matched or found once.

use posquit::domain::calendar::Calendar;
use posquit::domain::money::Currency;
use posquit::reconcile::table::{Kind, Row, Source, Table};
use posquit::reconcile::{Class, Outcome, Settings, Shown, Sides, Terms, reconcile};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::random::{day, today};

/// A row of few values, so that many rows collide: reference, second, kind, gross, fee, day, payout, currency, pending.
type Drawn = (usize, usize, Kind, i64, Option<i64>, i64, usize, usize, bool);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let kinds = vec![
        Kind::Sale,
        Kind::Sale,
        Kind::Sale,
        Kind::Refund,
        Kind::Chargeback,
        Kind::ChargebackReversed,
        Kind::Fee,
        Kind::Payout,
        Kind::Other,
    ];
    let fee = prop_oneof![Just(None), (-3_000_i64..3_000).prop_map(Some)];
    let row = (
        0..8_usize,
        0..6_usize,
        select(kinds),
        -5_i64..6,
        fee,
        0..9_i64,
        0..4_usize,
        0..3_usize,
        any::<bool>(),
    );
    proptest::collection::vec(row, 0..24)
}

fn table(name: &str, rows: &[Drawn]) -> Table {
    let references = ["", "1", "01", "2", "'2", "A", "a ", "000"];
    let seconds = ["", "", "1", "2", "A", "B"];
    let payouts = ["", "", "PO12", "PO13"];
    let currencies = ["", "CNY", "EUR"];
    let mut table = Table::new(Source { name: name.to_owned(), ..Source::default() });
    for (reference, second, kind, gross, fee, days, payout, currency, pending) in rows {
        let on = day("2026-09-01") + chrono::TimeDelta::days(*days);
        table.push(&Row {
            reference: references[*reference],
            second: seconds[*second],
            original: seconds[(*second + 1) % 6],
            memo: ["ACME PO12", "ACME", "RENT", ""][*payout],
            payout: payouts[*payout],
            kind: Some(*kind),
            gross: *gross,
            fee: *fee,
            day: (*days > 0).then_some(on),
            currency: currencies[*currency],
            pending: *pending,
            ..Row::default()
        });
    }
    table
}

fn close(tables: &[Vec<Table>; 3], terms: bool) -> Outcome<'_> {
    let sides = Sides { ledger: &tables[0], settlement: &tables[1], bank: &tables[2] };
    let settings = Settings {
        currency: Currency::CNY,
        assumed: false,
        tolerance: 1,
        terms: terms.then_some(Terms { rate: 6_000, fixed: 1 }),
        stop: Some(day("2026-09-05")),
        today: today(),
        calendar: Calendar::weekends(),
    };
    reconcile(sides, settings, Vec::new())
}

/// Without a ledger or a bank, too: a side that is empty is not there.
fn sides() -> impl Strategy<Value = [Vec<Drawn>; 3]> {
    [drawn(), drawn(), drawn()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(31), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_gap_is_the_sum_of_the_classes(rows in sides(), terms in any::<bool>()) {
        let tables = [("l", 0), ("s", 1), ("b", 2)].map(|(name, side)| vec![table(name, &rows[side])]);
        let outcome = close(&tables, terms);
        for balance in &outcome.balances {
            prop_assert_eq!(balance.unexplained, 0, "{:?}", balance);
        }
    }

    #[test]
    fn every_row_of_the_ledger_is_matched_or_found(rows in sides()) {
        prop_assume!(!rows[0].is_empty() && !rows[1].is_empty());
        let tables = [("l", 0), ("s", 1), ("b", 2)].map(|(name, side)| vec![table(name, &rows[side])]);
        let outcome = close(&tables, false);
        let alone = [Class::OnlyLedger, Class::SalePending, Class::Duplicate, Class::Differs];
        // A refund that was taken off a payout is part of the finding about that.
        let is_part = |shown: &Shown| shown.class == Class::PayoutShort && shown.near.as_ref().is_some_and(|near| near.side == "ledger");
        let is_found = |shown: &Shown| shown.side == "ledger" && alone.contains(&shown.class);
        let found = outcome.shown().filter(|(shown, _)| is_found(shown) || is_part(shown)).count();
        let kinds = rows[0].iter().map(|row| row.2);
        let sales = kinds.filter(|kind| !matches!(kind, Kind::Fee | Kind::Payout)).count();
        let tally = outcome.tally();
        prop_assert_eq!((tally.open, tally.explained), (outcome.open() as u64, 0));
        // A pair with a finding of its settlement is no longer matched.
        let beside = outcome.shown().filter(|(shown, _)| shown.side == "settlement" && shown.class.is_open()).count();
        let matched = tally.matched + found as u64;
        prop_assert!(matched <= sales as u64 && matched + beside as u64 >= sales as u64);
    }
}
