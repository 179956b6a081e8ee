//! A run as JSON, for programs. `schema_version` is raised when a key changes its meaning or goes away.

use serde_json::{Map, Value as Json, json as object};

use super::super::table::Table;
use super::super::{BANK_WINDOW, BANK_WORKING_DAYS, MOST_ALIKE, MOST_BUNDLED, MOST_PARTS, MOST_TRIED};
use super::super::{Balance, Class, Outcome, SALE_WINDOW, Sum, Verdict};
use super::labels::money;

/// The version of the keys.
const SCHEMA: u32 = 1;

/// The result of a run; the exceptions themselves go to files.
pub fn json(outcome: &Outcome<'_>) -> Json {
    let tally = outcome.tally();
    let (verdicts, over) = outcome.verdicts();
    let decided = |verdict| verdicts.get(&verdict).copied().unwrap_or(0);
    object!({
        "schema_version": SCHEMA,
        "today": outcome.settings.today.to_string(),
        "clean": outcome.is_clean(),
        "open": tally.open,
        "matched": tally.matched,
        "explained": tally.explained,
        "to_match": tally.all(),
        "inputs": {
            "ledger": inputs(outcome.sides.ledger),
            "settlement": inputs(outcome.sides.settlement),
            "bank": inputs(outcome.sides.bank),
        },
        "windows": {
            "sale_to_settlement_days": [0, SALE_WINDOW],
            "payout_to_bank_days": [0, BANK_WINDOW],
            "payout_to_bank_working_days": BANK_WORKING_DAYS,
        },
        "bounds": {
            "split_parts": MOST_PARTS,
            "bundled_payouts": MOST_BUNDLED,
            "tried_in_a_window": MOST_TRIED,
            "alike_amounts": MOST_ALIKE,
            "met": outcome.bounded,
        },
        "currencies": outcome.balances.iter().map(balance).collect::<Json>(),
        "matched_outside_window": outcome.late,
        "bank_lines_set_aside": outcome.aside,
        "decisions": {
            "accepted": decided(Verdict::Accept),
            "asked": decided(Verdict::Ask),
            "waiting": decided(Verdict::Wait),
            "wait_over": over,
            "lapsed": outcome.lapsed.iter().map(|number| object!({
                "id": outcome.decisions[*number].id,
                "side": outcome.decisions[*number].side,
                "reference": outcome.decisions[*number].reference,
                "amount": outcome.decisions[*number].amount,
                "reason": outcome.decisions[*number].reason,
            })).collect::<Json>(),
            "not_needed_any_more": outcome.settled,
        },
    })
}

fn inputs(tables: &[Table]) -> Json {
    let input = |table: &Table| {
        let source = table.source();
        let total = |total: &super::super::table::Total| object!({ "what": total.what, "stated": total.stated, "counted": total.counted, "line": total.line });
        object!({
            "name": source.name,
            "sha256": source.sha256,
            "bytes": source.bytes,
            "profile": source.profile,
            "rows": table.len(),
            "totals": source.totals.iter().map(total).collect::<Json>(),
        })
    };
    tables.iter().map(input).collect()
}

fn balance(balance: &Balance) -> Json {
    let money = |sum: i128| money(sum, &balance.currency);
    let class = |(class, sum): &(Class, Sum)| {
        let sums = object!({ "count": sum.count, "in": money(sum.up), "out": money(sum.down) });
        (class.id().to_owned(), sums)
    };
    object!({
        "currency": balance.currency,
        "ledger": balance.ledger.map(money),
        "settlement": balance.settlement.map(money),
        "payouts": money(balance.payouts),
        "bank": balance.bank.map(money),
        "opening_gap": money(balance.gap),
        "classes": balance.classes.iter().map(class).collect::<Map<String, Json>>(),
        "unexplained": money(balance.unexplained),
    })
}
