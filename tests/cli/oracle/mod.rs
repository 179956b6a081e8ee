//! Faults of every class, drawn by a seed: the reconciliation finds all of them and nothing else, as a second and plain
//! implementation does, and says the same bytes whatever the order of the rows.

mod draw;
mod naive;

use std::collections::BTreeSet;

use posquit::domain::calendar::Calendar;
use posquit::domain::money::Currency;
use posquit::reconcile::table::Table;
use posquit::reconcile::{Class, Outcome, Settings, Sides, Terms, csv, json_lines, reconcile, report};

use unicode_width::UnicodeWidthStr;

use crate::random::{phrase, today};
use draw::{Dice, FIXED, RATE, TOLERANCE, World, Wrong, draw, stop, table};

fn settings(days: i64) -> Settings {
    Settings {
        currency: Currency::CNY,
        assumed: false,
        tolerance: TOLERANCE,
        terms: Some(Terms { rate: RATE, fixed: FIXED }),
        stop: Some(stop(days)),
        today: today(),
        calendar: Calendar::weekends(),
    }
}

fn tables(world: &World) -> [Vec<Table>; 3] {
    [
        vec![table("ledger.csv", &world.ledger)],
        vec![table("settlement.csv", &world.settlement)],
        vec![table("bank.csv", &world.bank)],
    ]
}

fn run(tables: &[Vec<Table>; 3], days: i64) -> Outcome<'_> {
    let sides = Sides { ledger: &tables[0], settlement: &tables[1], bank: &tables[2] };
    reconcile(sides, settings(days), Vec::new())
}

fn found(outcome: &Outcome<'_>) -> Vec<Wrong> {
    let wrong =
        outcome.shown().map(|(shown, _)| (shown.class.id(), shown.side, shown.reference, shown.effect));
    wrong.collect()
}

fn sorted(mut wrong: Vec<Wrong>) -> Vec<Wrong> {
    wrong.sort();
    wrong
}

#[track_caller]
fn assert_same(seed: u64, whose: &str, expected: &[Wrong], found: &[Wrong]) {
    let only = |a: &[Wrong], b: &[Wrong]| {
        let mut rest = b.to_vec();
        let kept = a.iter().filter(|wrong| match rest.iter().position(|other| other == *wrong) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        });
        kept.take(8).cloned().collect::<Vec<_>>()
    };
    assert!(
        expected == found,
        "seed {seed}, {whose}: missed {:?}, too many {:?}",
        only(expected, found),
        only(found, expected)
    );
}

/// Everything that a run says, but for digests of files.
fn said(outcome: &Outcome<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    csv(outcome, &mut out, &|class| class.id().to_owned()).unwrap();
    json_lines(outcome, &mut out).unwrap();
    out.extend(report::summary(outcome, phrase(1).words, 80).into_bytes());
    out.extend(report::statement(outcome, phrase(0).words).into_bytes());
    out.extend(report::json(outcome).to_string().into_bytes());
    out
}

fn check(seed: u64, days: i64, sales: u64) -> BTreeSet<&'static str> {
    let mut world = draw(seed, days, sales);
    let drawn = sorted(std::mem::take(&mut world.wrong));
    assert_same(seed, "naive", &drawn, &sorted(naive::find(&world, stop(days))));
    let first = tables(&world);
    let outcome = run(&first, days);
    assert_same(seed, "posquit", &drawn, &sorted(found(&outcome)));
    for balance in &outcome.balances {
        assert_eq!(balance.unexplained, 0, "seed {seed}");
        let tolerated = balance.classes.iter().find(|(class, _)| *class == Class::WithinTolerance);
        assert_eq!(tolerated.map_or(0, |(_, sum)| sum.count), world.tolerated, "seed {seed}");
    }
    assert_eq!(outcome.is_clean(), drawn.is_empty());
    for (lang, columns) in [(0, 40), (1, 40), (0, 80), (1, 80)] {
        for line in report::summary(&outcome, phrase(lang).words, columns).lines() {
            assert!(line.width() <= columns, "wider than {columns}: {line}");
        }
    }
    let before = said(&outcome);
    let mut dice = Dice(seed ^ 0xdead_beef);
    for lines in [&mut world.ledger, &mut world.settlement, &mut world.bank] {
        dice.shuffle(lines);
    }
    let second = tables(&world);
    let after = said(&run(&second, days));
    assert!(before == after, "seed {seed}: the order of rows changes what is said");
    drawn.into_iter().map(|(class, ..)| class).collect()
}

#[test]
fn every_fault_is_found_and_nothing_else() {
    let classes: BTreeSet<&str> = (0..100).flat_map(|seed| check(seed, 12, 20)).collect();
    let all = Class::ALL.into_iter().filter(|class| {
        // What explains itself is summed up and not listed; the other two have tests of their own.
        class.is_open() && !matches!(class, Class::SalePending | Class::ControlTotal)
    });
    assert_eq!(classes, all.map(Class::id).collect(), "a class is never drawn");
}

/// Three months of 20,000 sales for so many seeds as are asked for: `POSQUIT_ORACLE=100 cargo test --test cli oracle`.
#[test]
fn every_fault_is_found_in_three_months_too() {
    let seeds = std::env::var("POSQUIT_ORACLE").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(0);
    for seed in 0..seeds {
        check(1_000 + seed, 90, 222);
    }
}
