//! `what-if`: what other answers would change, judged by the validator of `answer`, with nothing saved.

use crate::commands::UNTOUCHED;
use crate::support::{SMALL, Shop};

/// Runs it and proves that not a byte of the case changed.
fn what_if(shop: &Shop, changes: &[&str]) -> crate::support::Outcome {
    let before = (shop.case_toml(), shop.history());
    let outcome = shop.run(["what-if"].iter().chain(changes));
    assert!((shop.case_toml(), shop.history()) == before, "the case is as it was");
    outcome
}

#[test]
fn the_dates_before_and_after_are_shown() {
    let shop = Shop::of(SMALL);
    what_if(&shop, &["contract_end=2027-06-30", "notice_period=60 days"]).code(0).stderr("").stdout(
        "This would be different:\n  - last day to send the stop notice: 1 Mar 2027 becomes 1 May 2027\n\n\
         Nothing was saved.\n",
    );
    let shop = shop.lang("zh-CN");
    what_if(&shop, &["contract_end=2027-06-30"])
        .code(0)
        .shows("会有这些变化：\n")
        .shows("2027 年 3 月 1 日改为 2027 年 5 月 31 日")
        .shows("没有保存任何内容。");
}

#[test]
fn the_safe_day_to_post_moves_too() {
    let shop = Shop::of(&SMALL.replace("\"portal\"", "\"post\""));
    what_if(&shop, &["contract_end=2027-06-30"]).code(0).shows(
        "last day to send the stop notice, latest safe day to post it: 24 Feb 2027\n    becomes 26 May 2027",
    );
    what_if(&shop, &["notice_way=email"]).code(0).shows("24 Feb 2027\n    becomes 1 Mar 2027");
}

#[test]
fn sums_and_steps_are_shown() {
    let shop = Shop::of(SMALL);
    what_if(&shop, &["deposit_paid=no"])
        .code(0)
        .shows("not needed any more: Get the deposit back")
        .shows("drops out: deposit amount (what you gave is kept, unused)");
    let fee = ["exit_fee_kind=remaining", "monthly_fee=99", "stop_date=2026-12-31"];
    what_if(&shop, &fee).code(0).shows("Leave at once, or wait?").shows("99.00 CNY × 4 months");
}

#[test]
fn a_later_change_is_judged_with_the_earlier_ones() {
    let shop = Shop::of(SMALL);
    let told = what_if(&shop, &["stop_date=2027-01-31", "notice_period=90 days"]);
    told.code(0).shows("not known until you\n    have: last day of card payments becomes 2 Nov 2026");
    told.shows("2026-11-02 = last day of card payments 2027-01-31 − notice period 90 days\n");
}

#[test]
fn the_day_of_an_act_can_be_tried() {
    let shop = Shop::of(SMALL);
    what_if(&shop, &["notice_sent=2026-11-20"]).code(0).shows("Nothing was saved.");
    what_if(&shop, &["handover_signed=2026-11-20"]).code(5).says("not safe yet");
}

#[test]
fn the_same_answers_change_nothing() {
    let shop = Shop::of(SMALL);
    what_if(&shop, &["contract_end=2027-03-31"])
        .code(0)
        .stdout("Nothing in the dates, sums and steps would be different.\n\nNothing was saved.\n");
}

#[test]
fn not_known_can_be_tried() {
    let shop = Shop::of(SMALL);
    what_if(&shop, &["contract_end=-"])
        .code(0)
        .shows("1 Mar 2027 becomes not known until you\n    have: contract end");
}

#[test]
fn what_answer_refuses_is_refused_in_the_same_words() {
    let shop = Shop::of(SMALL);
    for (id, value) in [
        ("contract_ned", "2027-06-30"),
        ("contract_end", "soon"),
        ("notice_period", "60"),
        ("deposit_amount", "-5"),
        ("terminals/9/tid", "1"),
        ("contract", "x"),
        ("notice_way", "pigeon"),
    ] {
        let told = shop.run(["answer", id, "--", value]);
        let tried = what_if(&shop, &[&format!("{id}={value}")]);
        assert_eq!((tried.exit(), &tried.err), (told.exit(), &told.err), "{id}");
        tried.code(2).stdout("");
    }
}

#[test]
fn a_change_without_a_value_is_told() {
    let shop = Shop::of(SMALL);
    let told = what_if(&shop, &["contract_end"]);
    told.code(2)
        .says("`contract_end` is not clear")
        .says(UNTOUCHED)
        .says("hint: give it like this: posquit what-if");
    what_if(&shop, &[]).code(2);
}

#[test]
fn a_program_reads_it_as_json() {
    let shop = Shop::of(&SMALL.replace("\"portal\"", "\"post\""));
    let outcome = what_if(&shop, &["contract_end=2027-06-30", "scope=some", "--json"]);
    outcome.code(0).stderr("");
    let json: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!((&json["schema_version"], &json["today"]), (&1.into(), &"2026-11-24".into()));
    let change = |kind: &str, id: &str| {
        let changes = json["changes"].as_array().unwrap();
        let found = changes.iter().find(|change| change["kind"] == kind && change["id"] == id);
        found.unwrap_or_else(|| panic!("no {kind} of {id} in {json:#}")).clone()
    };
    let notice = change("due", "last_day_for_notice");
    assert_eq!(notice["before"]["on"], "2027-03-01");
    assert_eq!(notice["after"]["on"], "2027-05-31");
    assert_eq!(notice["what"], "last day to send the stop notice");
    assert_eq!(change("send_by", "last_day_for_notice")["after"]["on"], "2027-05-26");
    let step = change("step", "close-account");
    assert_eq!((&step["before"], &step["after"]), (&true.into(), &false.into()));
    assert_eq!(json["late"], serde_json::json!([]));
    let late = what_if(&shop, &["contract_end=2026-12-01", "--json"]);
    let late: serde_json::Value = serde_json::from_str(&late.out).unwrap();
    assert_eq!(late["late"], serde_json::json!(["last_day_for_notice"]), "{late:#}");
    let same: serde_json::Value =
        serde_json::from_str(&what_if(&shop, &["contract_end=2027-03-31", "--json"]).out).unwrap();
    assert_eq!(same["changes"], serde_json::json!([]));
}

#[test]
fn an_act_that_would_come_too_late_is_told() {
    for (lang, told) in [
        ("en", "Too late: stop notice sent on 15 Mar 2027 would come after last day to send"),
        ("zh-CN", "来不及：2027 年 3 月 15 日才发出停用通知，就过了发出停用通知的最后一天"),
    ] {
        let shop = Shop::of(SMALL).lang(lang);
        let words = |out: &str| out.split_whitespace().collect::<Vec<_>>().join(" ").replace("， ", "，");
        let late = what_if(&shop, &["notice_sent=2027-03-15"]);
        let told_here = words(&late.code(0).out);
        assert!(told_here.contains(told) || late.out.replace("\n  ", "").contains(told), "{}", late.out);
        let in_time = what_if(&shop, &["notice_sent=2027-03-01"]);
        assert!(!in_time.out.contains("Too late") && !in_time.out.contains("来不及"), "{}", in_time.out);
        // Imagining it leaves the rule of the real tick alone.
        shop.run(["tick", "notice_sent", "--on", "2027-03-15", "--evidence", "x"]).code(2);
    }
}
