//! Months of a shop's business, drawn by a seed, with faults of every class in them and the list of what is wrong.

use chrono::{NaiveDate, TimeDelta};
use posquit::reconcile::table::{Kind, Row, Source, Table};

/// A row with texts of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) reference: String,
    pub(crate) second: String,
    pub(crate) original: String,
    pub(crate) payout: String,
    pub(crate) memo: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) day: Option<NaiveDate>,
    pub(crate) minute: Option<u16>,
    pub(crate) gross: i64,
    pub(crate) fee: Option<i64>,
    pub(crate) payout_day: Option<NaiveDate>,
    pub(crate) pending: bool,
}

/// What is wrong: class, side, reference, and what it does to the money in thousandths of a minor unit.
pub(crate) type Wrong = (&'static str, &'static str, String, i128);

/// Three sides and what is wrong with them.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) ledger: Vec<Line>,
    pub(crate) settlement: Vec<Line>,
    pub(crate) bank: Vec<Line>,
    pub(crate) wrong: Vec<Wrong>,
    /// How many pairs differ within the tolerance.
    pub(crate) tolerated: u64,
}

/// The rate of the contract in ten-thousandths of a percent, its fixed part, the tolerance, and the terminal's last day.
pub(crate) const RATE: u32 = 6_000;
pub(crate) const FIXED: i64 = 10;
pub(crate) const TOLERANCE: i64 = 5;

pub(crate) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}

pub(crate) fn stop(days: i64) -> NaiveDate {
    first_day() + TimeDelta::days(days - 4)
}

/// Numbers drawn from a seed (`SplitMix64`).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) % end
    }

    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn money(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.below(u64::try_from(most - least).unwrap())).unwrap()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, usize::try_from(self.below(at as u64 + 1)).unwrap());
        }
    }
}

/// The fee of a sale in thousandths of a minor unit, worked out in whole minor units.
pub(crate) fn fee(gross: i64) -> i64 {
    ((gross * 6 + 500) / 1_000 + FIXED) * 1_000
}

/// Draws so many days with so many sales each.
pub(crate) fn draw(seed: u64, days: i64, sales: u64) -> World {
    let mut world = World::default();
    let mut dice = Dice(seed);
    for number in 0..days {
        for sale in 0..sales {
            draw_sale(&mut world, &mut dice, number, sale, days);
        }
        draw_own_rows(&mut world, &mut dice, number, days);
    }
    draw_bank(&mut world, &mut dice, days);
    world
}

fn sale(number: i64, sale: u64, dice: &mut Dice) -> Line {
    let day = first_day() + TimeDelta::days(number);
    let gross = dice.money(100, 90_000);
    Line {
        reference: format!("{}{number:03}{sale:05}", 7 + number % 2),
        kind: Some(Kind::Sale),
        day: Some(day),
        minute: Some(u16::try_from(sale % 1_440).unwrap()),
        gross,
        fee: Some(fee(gross)),
        payout: format!("PO{number:06}"),
        payout_day: Some(day + TimeDelta::days(1)),
        ..Line::default()
    }
}

/// A sale on both sides, perhaps with one fault or one harmless oddity.
fn draw_sale(world: &mut World, dice: &mut Dice, number: i64, count: u64, days: i64) {
    let line = sale(number, count, dice);
    let (mut ours, mut theirs) = (line.clone(), line.clone());
    let (reference, milli) = (line.reference.clone(), i128::from(line.gross) * 1_000);
    let late = line.day.unwrap() > stop(days);
    if late {
        world.wrong.push(("after_stop", "settlement", reference.clone(), milli));
    }
    // On the days of the stop and after it, and at the end, nothing else is wrong.
    match if late { 99 } else { dice.below(40) } {
        0 => return lost(world, ours, "only_in_ledger"),
        1 => {
            world.wrong.push(("only_in_settlement", "settlement", reference, milli));
            return world.settlement.push(theirs);
        }
        2 => {
            let more = dice.money(6, 50);
            theirs.gross += more;
            theirs.fee = Some(fee(theirs.gross));
            world.wrong.push(("amount_differs", "ledger", reference, i128::from(more) * 1_000));
        }
        3 => {
            world.settlement.push(theirs.clone());
            world.wrong.push(("duplicate", "settlement", reference, milli));
        }
        4 => {
            world.ledger.push(ours.clone());
            world.wrong.push(("duplicate", "ledger", reference, -milli));
        }
        5 => {
            theirs.pending = true;
            let net = milli - i128::from(fee(line.gross));
            world.wrong.push(("payout_pending", "settlement", reference, -net));
        }
        6 => {
            let more = dice.money(1, 40);
            theirs.fee = Some(fee(line.gross) + more * 1_000);
            world.wrong.push(("fee_differs", "settlement", reference, -i128::from(more) * 1_000));
        }
        7 => ours.reference = format!("'00{} ", reference.to_lowercase()),
        8 => (theirs.reference, theirs.second) = (format!("TX{reference}"), reference),
        9 => return split(world, ours, &theirs, dice),
        10 => refund(world, &line, dice),
        11 => {
            theirs.gross -= 3;
            theirs.fee = Some(fee(theirs.gross));
            world.tolerated += 1;
        }
        12 => chargeback(world, &line),
        _ => {}
    }
    ours.fee = None;
    world.ledger.push(ours);
    world.settlement.push(theirs);
}

fn lost(world: &mut World, ours: Line, class: &'static str) {
    world.wrong.push((class, "ledger", ours.reference.clone(), -i128::from(ours.gross) * 1_000));
    world.ledger.push(ours);
}

/// One sale paid in two parts: one row on our side, two on theirs.
fn split(world: &mut World, ours: Line, theirs: &Line, dice: &mut Dice) {
    let part = dice.money(1, theirs.gross);
    for gross in [part, theirs.gross - part] {
        world.settlement.push(Line { gross, fee: Some(fee(gross)), ..theirs.clone() });
    }
    world.ledger.push(ours);
}

/// A refund that has a number of its own with us and the sale's with them.
fn refund(world: &mut World, line: &Line, dice: &mut Dice) {
    let gross = -dice.money(1, line.gross);
    let back = Line { gross, kind: Some(Kind::Refund), fee: Some(0), ..line.clone() };
    let number = format!("RF{}", line.reference);
    world.settlement.push(back.clone());
    world.ledger.push(Line { reference: number, original: line.reference.clone(), ..back });
}

fn chargeback(world: &mut World, line: &Line) {
    let gross = -line.gross;
    world.settlement.push(Line { gross, kind: Some(Kind::Chargeback), fee: Some(0), ..line.clone() });
    world.wrong.push(("chargeback", "settlement", line.reference.clone(), i128::from(gross) * 1_000));
}

/// Rows that only the provider has: fees of its own, refunds of no sale, and the payout itself.
fn draw_own_rows(world: &mut World, dice: &mut Dice, number: i64, days: i64) {
    let like = sale(number, 99_999, dice);
    if dice.one_in(5) {
        let gross = -dice.money(100, 9_900);
        let reference = format!("FEE{number}");
        world.wrong.push(("fee_never_agreed", "settlement", reference.clone(), i128::from(gross) * 1_000));
        if like.day.unwrap() > stop(days) {
            world.wrong.push(("after_stop", "settlement", reference.clone(), i128::from(gross) * 1_000));
        }
        world.settlement.push(Line { reference, gross, kind: Some(Kind::Fee), fee: None, ..like.clone() });
    }
    if dice.one_in(5) {
        let gross = -dice.money(100, 900);
        let reference = format!("NOSALE{number}");
        world.wrong.push(("refund_without_sale", "settlement", reference.clone(), i128::from(gross) * 1_000));
        world.settlement.push(Line {
            reference,
            gross,
            kind: Some(Kind::Refund),
            fee: Some(0),
            ..like.clone()
        });
    }
    let net = net_of(world, &like.payout);
    if net > 20_000 && dice.one_in(4) {
        let less = if dice.one_in(2) { dice.money(100, 900) } else { 0 };
        if less > 0 {
            let effect = -i128::from(less) * 1_000;
            world.wrong.push(("payout_total", "payout", like.payout.clone(), effect));
        }
        let (reference, gross) = (format!("OUT{number}"), less - net);
        world.settlement.push(Line { reference, gross, kind: Some(Kind::Payout), fee: None, ..like });
    }
}

/// What the rows of a payout come to, in minor units.
fn net_of(world: &World, payout: &str) -> i64 {
    let rows = world.settlement.iter().filter(|row| row.payout == payout && !row.pending);
    rows.map(|row| row.gross - row.fee.unwrap_or(0) / 1_000).sum()
}

/// What a payout should bring: what the file states, else the sum.
fn expected(world: &World, payout: &str) -> i64 {
    let stated = world.settlement.iter().find(|row| row.payout == payout && row.kind == Some(Kind::Payout));
    stated.map_or_else(|| net_of(world, payout), |row| -row.gross)
}

/// The bank's lines, some of them faulty, and others that are nobody's business here.
fn draw_bank(world: &mut World, dice: &mut Dice, days: i64) {
    let mut held: Option<i64> = None;
    let mut bank = Vec::new();
    for number in 0..days {
        let payout = format!("PO{number:06}");
        let sum = expected(world, &payout);
        let there = first_day() + TimeDelta::days(number + 1);
        let mut put = |memo: String, gross: i64| {
            bank.push(Line { memo, gross, day: Some(there), kind: Some(Kind::Other), ..Line::default() });
        };
        let named = format!("ACME PAYOUT {payout}");
        if let Some(before) = held.take() {
            // A day later, two payouts in one sum that names neither.
            put("ACME PAYOUT".to_owned(), before + sum);
            continue;
        }
        let fault = if number + 1 == days || sum < 20_000 { 99 } else { dice.below(16) };
        let milli = |sum: i64| i128::from(sum) * 1_000;
        match fault {
            // The end of the statement is near, so that this one may still come.
            0 if number + 8 > days => put(named, sum),
            0 => world.wrong.push(("payout_missing", "payout", payout, -milli(sum))),
            1 => {
                let less = dice.money(1_001, 2_000);
                put(named, sum - less);
                world.wrong.push(("payout_short", "payout", payout, -milli(less)));
            }
            2 => {
                let more = dice.money(1_001, 2_000);
                put(named, sum + more);
                world.wrong.push(("payout_over", "payout", payout, milli(more)));
            }
            3 => held = Some(sum),
            4 => {
                put("ACME PAYOUT 1".to_owned(), sum / 3);
                put("ACME PAYOUT 2".to_owned(), sum - sum / 3);
            }
            5 => put("ACME PAYOUT".to_owned(), sum),
            6 => {
                put(named, sum);
                put("ACME PAYOUT ADJUSTMENT".to_owned(), 17);
                world.wrong.push(("credit_unknown", "bank", "ACME PAYOUT ADJUSTMENT".to_owned(), 17_000));
            }
            7 => {
                put(named, sum);
                put("RENT SEPTEMBER".to_owned(), -90_000);
            }
            // The last one is still on its way.
            99 if number + 1 == days => {
                world.wrong.push(("bank_pending", "payout", payout, -milli(sum)));
            }
            _ => put(named, sum),
        }
    }
    world.bank = bank;
}

/// Rows as a table.
pub(crate) fn table(name: &str, lines: &[Line]) -> Table {
    let mut table = Table::new(Source { name: name.to_owned(), ..Source::default() });
    for (number, line) in lines.iter().enumerate() {
        table.push(&Row {
            line: u32::try_from(number + 2).unwrap(),
            reference: &line.reference,
            second: &line.second,
            original: &line.original,
            payout: &line.payout,
            memo: &line.memo,
            kind: line.kind,
            day: line.day,
            minute: line.minute,
            gross: line.gross,
            fee: line.fee,
            payout_day: line.payout_day,
            pending: line.pending,
            ..Row::default()
        });
    }
    table
}
