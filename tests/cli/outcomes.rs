//! How things end: what a lease, a fee, a difference and a deposit came to, terminals that are gone already, a contract
//! without an end, and what the main steps alone need.

use crate::letters::text;
use crate::support::{SMALL, Shop};

/// SMALL with answers in its first table.
fn with(answers: &str) -> Shop {
    Shop::of(&SMALL.replace("[rows.terminals]", &format!("{answers}\n[rows.terminals]")))
}

/// Skips steps, as the overview does for the main steps only.
fn skip(shop: &Shop, steps: &[&str]) {
    for step in steps {
        shop.run(["mark", step, "skipped", "--reason", "x"]).code(0);
    }
}

#[test]
fn a_contract_without_an_end_asks_for_none() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "fixed_term", "no"]).code(0);
    shop.run(["answer", "contract_end", "--unknown"]).code(0);
    shop.run(["answer", "fixed_term", "no"]).code(0);
    let list = shop.run(["export", "markdown"]);
    let find_out = list.out.split("## To find out").nth(1).unwrap_or_default();
    assert!(!find_out.contains("contract end"), "{find_out}");
    assert!(!list.out.contains("last day to send the stop notice:"), "{}", list.out);
    // Who finds the day after all gives it, and it counts.
    shop.run(["answer", "contract_end", "2027-03-31"]).code(0);
    shop.run(["next"]).code(0).shows("1 Mar 2027");
}

#[test]
fn what_was_sent_back_already_is_noted_though_the_accounts_do_not_agree() {
    let tick =
        ["tick", "handover_signed/1", "--on", "2026-11-20", "--evidence", "SF1", "--confirm", "Corner Cafe"];
    let here = with("");
    here.run(["answer", "terminals/1/state", "here"]).code(0);
    here.run(tick).code(5).says("If it is gone already, add that under \"already done\".");
    let gone = Shop::of(&SMALL.replace("done_before = [\"none\"]", "done_before = [\"sent_back\"]"));
    gone.run(["answer", "terminals/1/state", "gone"]).code(0);
    gone.run(tick).code(0);
    gone.run(["tick", "disabled_by_provider", "--on", "2026-11-21", "--evidence", "T1"]).code(0);
    let list = gone.run(["export", "markdown"]);
    for nonsense in ["Take out your own SIM", "Photograph every terminal that goes back"] {
        assert!(here.run(["export", "markdown"]).out.contains(nonsense));
        assert!(!list.out.contains(nonsense), "{nonsense}");
    }
}

#[test]
fn a_difference_that_was_answered_but_not_paid_holds_the_terminal_back() {
    let shop = with("reconciled = false\ndifference_amount = \"255\"\ndifference_cause = \"not_paid\"");
    for (todo, day) in [("difference_raised", "2026-11-10"), ("difference_settled", "2026-11-20")] {
        shop.run(["tick", todo, "--on", day, "--evidence", "T9"]).code(0);
    }
    let close =
        ["tick", "account_closed", "--on", "2026-11-23", "--evidence", "x", "--confirm", "Corner Cafe"];
    shop.run(close).code(5).says("the accounts don't agree yet");
    shop.run(["answer", "difference_outcome", "after"]).code(0);
    shop.run(close).code(5).says("the accounts don't agree yet");
    shop.run(["answer", "difference_outcome", "let_go"]).code(0);
    shop.run(["answer", "difference_paid", "55"]).code(0);
    shop.run(["export", "markdown"]).code(0).shows("difference that never came: 200.00 CNY");
}

#[test]
fn what_is_missing_is_claimed_by_a_letter() {
    for (lang, sum, asks) in [
        ("en", "We received 255.00 CNY less", "Pay what is due"),
        ("zh-CN", "少收 255.00 元", "应付未付的，补到原结算账户"),
    ] {
        let shop = with("reconciled = false\ndifference_amount = \"255\"\ncontact = \"Ann 555\"").lang(lang);
        let claim = text(&shop, &["difference"]);
        assert!(claim.contains(sum) && claim.contains(asks), "{claim}");
    }
}

#[test]
fn the_rest_of_a_deposit_that_came_is_no_longer_missing() {
    let shop = with("deposit_refunded = \"500\"\ndeposit_settled = \"after_rest\"");
    for todo in ["deposit_claimed", "deposit_received", "deposit_rest_claimed"] {
        shop.run(["tick", todo, "--on", "2026-11-20", "--evidence", "x"]).code(0);
    }
    shop.run(["export", "markdown"]).code(0).shows("deposit not paid back: 98.00 CNY");
    shop.run(["tick", "deposit_rest_settled", "--on", "2026-11-23", "--evidence", "x"]).code(0);
    shop.run(["answer", "deposit_rest_refunded", "98"]).code(0);
    let list = shop.run(["export", "markdown"]);
    assert!(!list.out.contains("deposit not paid back: 98.00"), "{}", list.out);
}

#[test]
fn only_the_rest_of_a_deposit_is_claimed_and_nothing_is_confirmed_as_paid_that_is_not() {
    for (lang, rest, open) in [
        ("en", "98.00 CNY is still due", "When the rest of the deposit, 98.00 CNY, is refunded"),
        ("zh-CN", "还少 98.00 元", "少退的押金 98.00 元何时退还"),
    ] {
        let answers = "deposit_refunded = \"500\"\ndeposit_settled = \"after_rest\"\nstop_date = 2026-11-01\n\
                       contact = \"Ann 555\"\nrefund_account = \"ICBC 6214830100018888\"";
        let shop = with(answers).lang(lang);
        for todo in ["notice_sent", "deposit_claimed", "deposit_received"] {
            shop.run(["tick", todo, "--on", "2026-11-20", "--evidence", "x"]).code(0);
        }
        let claim = text(&shop, &["deposit-rest"]);
        assert!(claim.contains(rest), "{claim}");
        let confirmation = text(&shop, &["final-confirmation"]);
        assert!(confirmation.contains(open), "{confirmation}");
        // With a deduction that was told, what is missing besides.
        shop.answers(&[("deposit_deducted", "yes"), ("deduction_amount", "90")]);
        for letter in ["deposit-rest", "final-confirmation"] {
            let written = text(&shop, &[letter]);
            assert!(!written.contains(rest) && !written.contains(open), "{written}");
        }
        // Nothing is called paid that was let go.
        shop.run(["tick", "deposit_rest_settled", "--on", "2026-11-23", "--reason", "x"]).code(0);
        shop.run(["answer", "deposit_rest_refunded", "0"]).code(0);
        let confirmation = text(&shop, &["final-confirmation"]);
        assert!(!confirmation.contains("598.00"), "{confirmation}");
    }
}

#[test]
fn an_agreed_deduction_is_not_missing_from_the_deposit() {
    let shop = with(
        "deposit_refunded = \"298\"\ndeposit_settled = \"all\"\ndeposit_deducted = true\ndeduction_amount = \"300\"",
    );
    for todo in ["deposit_claimed", "deposit_received"] {
        shop.run(["tick", todo, "--on", "2026-11-20", "--evidence", "x"]).code(0);
    }
    let list = shop.run(["export", "markdown"]);
    list.shows("deposit still due after deductions: 298.00 CNY");
    assert!(!list.out.contains("deposit not paid back: 300.00"), "{}", list.out);
}

#[test]
fn a_fee_for_leaving_early_is_settled_before_all_is() {
    let before =
        "exit_fee_kind = \"fixed\"\nexit_fee_fixed = \"300\"\ndone_before = [\"last-batch\", \"reconcile\"]";
    let shop = Shop::of(&SMALL.replace("done_before = [\"none\"]", before));
    shop.run(["export", "markdown"]).code(0).shows("early-termination fee in the contract: 300.00 CNY");
    shop.run(["tick", "exit_fee_settled", "--on", "2026-11-20", "--evidence", "mail of 20 Nov"]).code(0);
    shop.run(["answer", "exit_fee_paid", "100"]).code(0);
    let list = shop.run(["export", "markdown"]);
    list.shows("early-termination fee paid: 100.00 CNY");
    assert!(!list.out.contains("fee in the contract: 300.00"), "{}", list.out);
}

#[test]
fn a_lease_that_runs_on_is_looked_at_when_it_ends() {
    let shop = Shop::of(&SMALL.replace("owner = \"own\"", "owner = \"leased\""));
    for todo in ["lease_notice_sent", "lease_end_confirmed"] {
        shop.run(["tick", todo, "--on", "2026-11-20", "--evidence", "x"]).code(0);
    }
    shop.run(["answer", "lease_final_day", "2028-07-31"]).code(0);
    shop.run(["due"]).code(0).shows("day to see that the rent has stopped").shows("1 Aug 2028");
    shop.run(["letter"]).code(0).shows("lease-notice");
    // The notice goes to the lessor and asks it for the address; the provider is asked for none.
    // Who is held to the end has to tell the lessor once more in time.
    shop.answers(&[("lease_answer", "held"), ("lease_notice_period", "30 days")]);
    shop.run(["due"]).code(0).shows("last day to tell the leasing company again").shows("1 Jul 2028");
    shop.answers(&[("lessor_name", "Rent-a-POS Ltd"), ("contact", "Ann 555"), ("stop_date", "2027-01-31")]);
    let notice = text(&shop, &["lease-notice"]);
    assert!(notice.contains("Rent-a-POS Ltd") && notice.contains("Where and to whom"), "{notice}");
    shop.run(["answer", "terminals/1/owner", "own"]).code(0);
    let notice = text(&shop, &["stop-notice"]);
    assert!(!notice.contains("address to which the terminals go back"), "{notice}");
}

#[test]
fn a_wait_of_a_step_that_was_skipped_presses_nobody() {
    for lang in ["en", "zh-CN"] {
        let shop = Shop::of(SMALL).lang(lang);
        skip(&shop, &["wipe"]);
        shop.run(["tick", "last_batch_done", "--on", "2026-11-01", "--evidence", "1"]).code(0);
        shop.run(["tick", "offline_sent", "--on", "2026-11-01"]).code(0);
        shop.run(["tick", "last_payout_received", "--on", "2026-11-02", "--evidence", "1"]).code(0);
        shop.run(["tick", "three_way_compared", "--on", "2026-11-02", "--evidence", "1"]).code(0);
        shop.run(["tick", "records_exported", "--on", "2026-11-02", "--evidence", "1"]).code(0);
        shop.run(["answer", "reconciled", "yes"]).code(0);
        shop.run(["tick", "disabled_by_provider", "--on", "2026-11-03", "--evidence", "1"]).code(0);
        let state = shop.on("2027-02-01").state();
        let escalates =
            state["steps"].as_array().unwrap().iter().find(|step| step["id"] == "escalate").unwrap();
        assert_eq!(escalates["state"], "not_needed", "{escalates}");
    }
}

#[test]
fn the_last_payout_is_waited_for_where_its_step_was_skipped() {
    let shop = Shop::of(SMALL);
    skip(&shop, &["last-batch"]);
    shop.run(["tick", "last_batch_done", "--on", "2026-11-20", "--evidence", "1"]).code(0);
    shop.run(["due"]).code(0).shows("the payout of the last batch");
    shop.on("2026-12-20").run(["status"]).code(0).shows("late: the payout of the last batch");
}

#[test]
fn questions_come_before_what_belongs_to_a_later_day() {
    let shop = with("stop_date = 2026-11-20\nsituations = [\"none\"]");
    skip(
        &shop,
        &["contract", "replacement", "notify", "announce", "last-batch", "reconcile", "wipe", "return"],
    );
    skip(&shop, &["stop-request", "close-account", "deposit", "confirmation", "books", "records"]);
    shop.run(["tick", "last_batch_done", "--on", "2026-11-20", "--evidence", "1"]).code(0);
    shop.run(["tick", "offline_sent", "--on", "2026-11-20"]).code(0);
    shop.run(["next"]).code(0).shows("Next: the questions of \"Finish open business\".");
}

#[test]
fn sums_are_read_as_they_are_spoken() {
    let shop = Shop::of(SMALL);
    for (typed, sum) in [
        ("三百八十五块五", "385.50 CNY"),
        ("385块5", "385.50 CNY"),
        ("五块五", "5.50 CNY"),
        ("一千二", "1200.00 CNY"),
        ("1万2", "12000.00 CNY"),
        ("二百五", "250.00 CNY"),
        ("两千零五", "2005.00 CNY"),
        ("五毛", "0.50 CNY"),
        ("三百八十五块零五", "385.05 CNY"),
        ("三百块钱", "300.00 CNY"),
    ] {
        shop.run(["answer", "monthly_fee", "--clear"]).code(0);
        shop.run(["answer", "monthly_fee", typed]).code(0).shows(sum);
    }
    shop.run(["answer", "monthly_fee", "385块555"]).code(2);
    shop.run(["answer", "monthly_fee", "十18446744073709551615万"]).code(2);
}

#[test]
fn a_day_without_a_year_is_taken_where_only_one_year_will_do() {
    let shop = Shop::of(&SMALL.replace("[\"none\"]", "[\"last-batch\"]")).on("2026-12-17");
    shop.run(["answer", "stopped_on", "12月8日"]).code(0).shows("2026-12-08");
    shop.run(["answer", "stopped_on", "Dec 9"]).code(0).shows("2026-12-09");
    // Where both may be meant it is asked.
    shop.run(["answer", "contract_end", "12月8日"]).code(2).says("2026-12-08").says("2027-12-08");
}

#[test]
fn where_only_the_days_of_what_was_done_before_are_left_next_says_so() {
    for (lang, left) in [
        ("en", "What is left: the days of \"Tell the provider\", which you said was done before."),
        ("zh-CN", "只差补记：“通知支付机构”是哪天办的。"),
    ] {
        let shop = Shop::of(&SMALL.replace("[\"none\"]", "[\"notify\"]")).lang(lang);
        skip(
            &shop,
            &["profile", "contract", "replacement", "announce", "wind-down", "last-batch", "reconcile"],
        );
        skip(&shop, &["wipe", "return", "stop-request", "close-account", "deposit", "confirmation", "books"]);
        skip(&shop, &["records", "aftercare"]);
        shop.run(["next"]).code(0).tells(left);
    }
}

#[test]
fn what_comes_after_the_closing_is_not_named_before_it() {
    let shop = with("stop_date = 2026-11-20");
    shop.run(["tick", "last_batch_done", "--on", "2026-11-20", "--evidence", "1"]).code(0);
    skip(&shop, &["profile", "contract", "replacement", "notify", "announce", "wind-down", "wipe", "return"]);
    skip(
        &shop,
        &["reconcile", "stop-request", "close-account", "deposit", "confirmation", "books", "records"],
    );
    let next = shop.run(["next"]);
    assert!(!next.out.contains("ask a few regulars"), "{}", next.out);
}

#[test]
fn an_act_before_its_very_day_is_asked_about() {
    for (lang, doubt) in [
        ("en", "is noted for 24 Nov 2026, but its day is 20 Feb 2027 (last day of card payments)"),
        ("zh-CN", "记的是 2026 年 11 月 24 日，可是它该在 2027 年 2 月 20 日办（最后收款日）"),
    ] {
        let shop = with("stop_date = 2027-02-20").lang(lang);
        shop.run(["tick", "last_batch_done/1", "--evidence", "1"]).code(0).tells(doubt);
    }
}

#[test]
fn a_letter_dated_after_it_was_sent_is_said() {
    let shop = with("stop_date = 2027-02-20\ncontact = \"Ann 555\"");
    shop.run(["letter", "stop-notice"]).code(0);
    shop.run(["letter", "stop-notice", "--sent", "2026-11-20"])
        .code(0)
        .tells("is dated 24 Nov 2026, after the day");
}

#[test]
fn balances_that_are_still_owed_hold_up_the_closing_of_the_account_alone() {
    for situations in ["[\"prepaid\"]", "[\"prepaid\", \"dissolved\"]"] {
        let shop = with(&format!(
            "situations = {situations}\nlater_charges = [\"none\"]\nopen_preauths = false\nopen_items = [\"none\"]\n\
             stopped_on = 2026-11-20\nstop_date = 2026-11-20"
        ));
        skip(&shop, &["profile", "contract", "replacement", "notify", "announce"]);
        for todo in ["offline_sent", "balances_listed"] {
            let _ = shop.run(["tick", todo, "--on", "2026-11-20"]);
        }
        let state = |step: &str| {
            let state = shop.state();
            let steps = state["steps"].as_array().unwrap();
            steps.iter().find(|found| found["id"] == step).unwrap()["state"].clone()
        };
        assert_eq!(state("wind-down"), "open");
        assert_eq!(state("last-batch"), "open", "the batch does not wait for balances");
        skip(&shop, &["last-batch", "wipe", "return", "stop-request"]);
        let before = ["answer", "done_before", "last-batch,reconcile,stop-request"];
        shop.run(before).code(0);
        let close = ["tick", "account_closed_requested", "--evidence", "T1", "--confirm", "Corner Cafe"];
        shop.run(close).code(5).says("your customers' prepaid balances");
        for todo in ["balances_refunded", "prepaid_settled"] {
            let _ = shop.run(["tick", todo, "--on", "2026-11-23"]);
        }
        let closed = shop.run(close);
        assert!(!closed.err.contains("prepaid balances"), "{}", closed.err);
    }
}

#[test]
fn a_lease_that_runs_on_does_not_hide_what_is_to_be_done_now() {
    let shop = Shop::of(&SMALL.replace("owner = \"own\"", "owner = \"leased\""));
    for todo in ["notice_sent", "notice_confirmed", "lease_notice_sent", "lease_end_confirmed"] {
        shop.run(["tick", todo, "--on", "2026-11-20", "--evidence", "x"]).code(0);
    }
    shop.answers(&[("lease_answer", "held"), ("lease_final_day", "2027-07-31")]);
    shop.answers(&[("lease_notice_period", "30 days")]);
    let again = "tell the leasing company once more";
    assert!(!shop.run(["next"]).out.replace('\n', " ").contains(again));
    // Near its day it is named though the case is not closed.
    shop.on("2027-06-25").run(["next"]).code(0).tells(again);
}
