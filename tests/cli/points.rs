//! Every documented point about giving up a card terminal is met by something in the playbook: a step, a question, a
//! to-do, a wait, a rule, something to have ready or to take care of.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use posquit::domain::playbook::Step;

use crate::random::PLAYBOOK;

/// Each point, what it is about, and the ids that meet it.
const POINTS: [(&str, &str, &[&str]); 27] = [
    (
        "A1",
        "tell the provider, and have it confirmed",
        &["notice_sent", "notice_confirmed", "confirmation_received"],
    ),
    (
        "A2",
        "settle until nothing is outstanding",
        &["last_batch_done", "last_payout", "refunds_made", "three_way_compared"],
    ),
    (
        "A3",
        "return terminal and accessories undamaged",
        &["photos_taken", "handover_signed", "material_accessories"],
    ),
    (
        "A4",
        "file the stop application",
        &["stop_request_filed", "material_stop_form", "material_stop_numbers"],
    ),
    (
        "A5",
        "the contract, and what leaving costs",
        &["contract_read", "exit_fee_kind", "pitfall_separate_lease"],
    ),
    (
        "A6",
        "check the records, raise differences",
        &["three_way_compared", "difference_raised", "difference_reply"],
    ),
    (
        "A7",
        "keep the device safe until it is returned",
        &["lost_blocked", "pitfall_lost_terminal", "wipe_recorded"],
    ),
    ("A8", "other ways to be paid keep working", &["new_methods", "new_methods_tested", "merchant_code_cn"]),
    (
        "A9",
        "close the account at a balance of zero",
        &["balance_zero", "account_closed", "material_confirmation_list"],
    ),
    ("A10", "the keys are destroyed", &["disabled_by_provider", "keys_are_the_providers"]),
    (
        "A11",
        "claim deposit and fees with proof",
        &["deposit_claimed", "material_deposit_paid", "demand_sent"],
    ),
    ("A12", "explain to customers why", &["customers_told", "pitfall_no_reason", "customers_asked"]),
    ("A13", "adapt the service to the new ways", &["staff_briefed", "customers_told"]),
    ("A14", "what the contract still binds to", &["auto_renews", "contract_tail"]),
    ("A15", "risks of the other ways", &["cash_and_codes", "card_fraud"]),
    (
        "A16",
        "choose a new provider",
        &["new_provider_chosen", "new_terms_checked", "provider_signs_itself_cn"],
    ),
    ("B1", "why one stops", &["scope", "situations", "contract_end"]),
    (
        "B2",
        "say so in time, know the terms, negotiate",
        &["notice_period", "notify_ask_waiver", "hq_complained"],
    ),
    ("B3", "settle the accounts, with help", &["disputes_answered", "reconcile_accountant", "clearing_zero"]),
    ("B4", "change the accounting system and test it", &["book_systems", "system_switched"]),
    (
        "B5",
        "what may be kept, sold or given away",
        &["own_terminal_stays", "own_peripherals", "pitfall_not_yours_to_sell"],
    ),
    ("B6", "tell customers and partners", &["customers_told", "partners_told", "refund_contact"]),
    (
        "B7",
        "follow the rules, check oneself, ask a lawyer",
        &["self_check", "lawyer_asked", "provider_must_handle_cn"],
    ),
    ("B8", "stay in touch with customers", &["customers_asked"]),
    ("B9", "think about the business", &["figures_reviewed"]),
    ("B10", "spread risk, plan, control", &["not_one_basket", "watch_set"]),
    ("B11", "keep an eye on the industry", &["look_ahead"]),
];

/// The ids of a step and of everything in it.
fn ids(step: &Step) -> BTreeSet<&str> {
    let mut ids = BTreeSet::from([step.id.as_str()]);
    ids.extend(step.told.rules.iter().map(|rule| rule.id.as_str()));
    ids.extend(step.told.materials.iter().chain(&step.told.pitfalls).map(|note| note.id.as_str()));
    ids.extend(step.items.iter().map(posquit::domain::playbook::Item::id));
    ids.extend(step.deadlines.iter().map(|deadline| deadline.id.as_str()));
    ids.extend(step.estimates.iter().map(|estimate| estimate.id.as_str()));
    ids
}

/// The points that a step's file says it meets.
fn told(step: &Step) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/steps/{}.toml", step.id));
    let text = fs::read_to_string(path).unwrap();
    let first = text.lines().next().and_then(|line| line.strip_prefix("# Points: "));
    first.expect("the file begins with its points").split(' ').map(str::to_owned).collect()
}

#[test]
fn every_point_is_met_by_something_that_is_there() {
    let there: BTreeSet<&str> = PLAYBOOK.steps.iter().flat_map(ids).collect();
    for (point, about, ids) in POINTS {
        assert!(!ids.is_empty(), "nothing meets {point}, {about}");
        for id in ids {
            assert!(there.contains(id), "{point}, {about}: there is no `{id}` any more");
        }
    }
}

#[test]
fn no_point_is_left_out() {
    let named: BTreeSet<String> = POINTS.iter().map(|(point, ..)| (*point).to_owned()).collect();
    let a = (1..=16).map(|n| format!("A{n}"));
    let all: BTreeSet<String> = a.chain((1..=11).map(|n| format!("B{n}"))).collect();
    assert_eq!(named, all);
}

#[test]
fn what_a_step_says_it_meets_is_met_in_it() {
    for step in &PLAYBOOK.steps {
        let ids = ids(step);
        for told in told(step) {
            let point = POINTS.iter().find(|(point, ..)| *point == told);
            let (_, about, meets) = point.unwrap_or_else(|| panic!("{}: there is no point {told}", step.id));
            assert!(meets.iter().any(|id| ids.contains(id)), "{} does not meet {told}, {about}", step.id);
        }
    }
}
