//! `due`: what is late, soon and later, each with its derivation; the safe day to post; the ladder; leaving or waiting.

use serde_json::Value;

use crate::support::{Outcome, SMALL, Shop, example};

fn read(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.out).unwrap()
}

/// A line of the agenda by its id.
#[track_caller]
fn line(shop: &Shop, id: &str) -> Value {
    let due = read(&shop.run(["due", "--json"]));
    let found = due["due"].as_array().unwrap().iter().find(|line| line["id"] == id);
    found.unwrap_or_else(|| panic!("no {id} in {due:#}")).clone()
}

fn posted(end: &str) -> String {
    SMALL.replace("\"portal\"", "\"post\"").replace("2027-03-31", end)
}

#[test]
fn what_is_posted_is_counted_back_over_days_off() {
    // (contract's end, safe day to post, why): 30 days' notice and 3 working days on the way.
    let cases = [
        // Arrives on Monday 1 March: Friday 26, Thursday 25, Wednesday 24 February.
        ("2027-03-31", "2027-02-24"),
        // Arrives by Saturday 7 November 2026, so on Friday 6: Thursday 5, Wednesday 4, Tuesday 3.
        ("2026-12-07", "2026-11-03"),
        // Arrives by Wednesday 7 October 2026, in the National Day holiday, so on Wednesday 30 September: 29, 28, and
        // Sunday 27 to Friday 25 are the Mid-Autumn holiday, so Thursday 24.
        ("2026-11-06", "2026-09-24"),
    ];
    for (end, by) in cases {
        let shop = Shop::of(&posted(end)).on("2026-09-01");
        assert_eq!(line(&shop, "last_day_for_notice")["by"], by, "{end}");
    }
    let shop = Shop::of(&posted("2026-11-06")).on("2026-09-01");
    shop.run(["due"]).code(0).stderr("").shows("last day to send the stop notice: 24 Sep 2026\n").shows(
        "latest safe day to post it: 2026-09-24 = to arrive by 2026-10-07 (that is a\n    day off, so by 2026-09-30) \
         − 3 working days (our suggestion)\n",
    );
}

#[test]
fn the_time_on_the_way_can_be_told_and_counts_for_post_only() {
    let shop = Shop::of(&posted("2027-03-31"));
    shop.run(["answer", "delivery_time", "5 working days"]).code(0);
    let told = line(&shop, "last_day_for_notice");
    assert_eq!(told["by"], "2027-02-22");
    assert_eq!(told["due"]["on"], "2027-03-01");
    assert!(
        told["sending"].as_str().unwrap().contains("time on the way 5 working days (your answer)"),
        "{told}"
    );
    shop.run(["answer", "notice_way", "email"]).code(0);
    let told = line(&shop, "last_day_for_notice");
    assert_eq!((&told["by"], &told["sending"]), (&"2027-03-01".into(), &Value::Null));
}

#[test]
fn after_the_safe_day_there_is_another_way_until_the_last_day() {
    let shop = Shop::of(&posted("2027-03-31")).on("2027-02-26");
    shop.run(["due"]).code(0).shows("Late:\n").shows("By post it may come too late now.");
    shop.run(["next"]).code(0).shows("Past its day (24 Feb 2027), so do it today");
    let told = line(&shop, "last_day_for_notice");
    assert_eq!((&told["press"], &told["days_late"]), (&"late".into(), &0.into()));
    let shop = shop.on("2027-03-03");
    shop.run(["due"]).code(0).shows("1 Mar 2027. That is 2 days ago");
    assert_eq!(line(&shop, "last_day_for_notice")["days_late"], 2);
}

#[test]
fn the_exit_code_tells_on_the_day_itself_and_after_it() {
    for (today, code) in [("2027-02-28", 0), ("2027-03-01", 3), ("2027-03-02", 3)] {
        let shop = Shop::of(SMALL).on(today);
        shop.run(["due", "--exit-code"]).code(code);
        shop.run(["due", "--exit-code", "--json"]).code(code);
        shop.run(["due"]).code(0);
    }
}

#[test]
fn what_is_soon_is_within_seven_days() {
    for (today, press) in
        [("2027-02-21", "later"), ("2027-02-22", "soon"), ("2027-03-01", "soon"), ("2027-03-02", "late")]
    {
        let shop = Shop::of(SMALL).on(today);
        assert_eq!(line(&shop, "last_day_for_notice")["press"], press, "{today}");
    }
}

#[test]
fn a_wait_has_its_source_and_what_is_done_drops_out() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "notice_sent", "--on", "2026-11-20", "--evidence", "EMS 1"]).code(0);
    let wait = line(&shop, "notice_reply");
    assert_eq!(
        (&wait["kind"], &wait["since"], &wait["basis"]),
        (&"wait".into(), &"2026-11-20".into(), &"default".into())
    );
    assert_eq!(wait["due"]["on"], "2026-11-27");
    let due = read(&shop.run(["due", "--json"]));
    assert!(due["due"].as_array().unwrap().iter().all(|line| line["todo"] != "notice_sent"));
}

#[test]
fn law_names_its_text_and_the_day_it_was_checked() {
    let moving = "situations = [\"moving\"]\nmoving_date = 2027-01-31\n";
    let shop = Shop::of(&SMALL.replace("[answers]\n", &format!("[answers]\n{moving}")));
    let notice = line(&shop, "premises_notice_day");
    assert_eq!(notice["due"]["on"], "2027-01-01");
    assert_eq!((&notice["basis"], &notice["checked"]), (&"law".into(), &"2026-11-23".into()));
    shop.run(["due"]).code(0).shows("source: 《消费者权益保护法实施条例》（国务院令第778号）第二十一条");
    shop.lang("zh-CN").run(["due"]).code(0).shows("出处：");
}

#[test]
fn a_date_that_needs_an_answer_says_which() {
    let shop = Shop::of(&SMALL.replace("contract_end = 2027-03-31\n", ""));
    shop.run(["due"]).code(0).shows("Not known yet:\n").shows("not known until you have: contract end");
    let line = line(&shop, "last_day_for_notice");
    assert_eq!((&line["press"], &line["by"]), (&"unknown".into(), &Value::Null));
}

/// A late wait in a country, with the rungs that are offered then.
fn rungs(country: &str, kind: &str, about: &str) -> Vec<String> {
    let answers = SMALL.replace("\"cn\"", &format!("\"{country}\"")).replace(
        "[answers]\n",
        &format!("[answers]\nmerchant_kind = \"{kind}\"\ndispute_about = [\"{about}\"]\n"),
    );
    let shop = Shop::of(&format!("{answers}\n[ticks.notice_sent]\non = 2026-10-01\nevidence = \"1\"\n"));
    let due = read(&shop.run(["due", "--json"]));
    due["ladder"].as_array().unwrap().iter().map(|rung| rung["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_ladder_is_for_who_complains_and_where() {
    let first = ["rung_reminder", "rung_demand", "rung_head_office"].map(str::to_owned);
    let ladder =
        |rest: &[&str]| [&first[..], &rest.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()].concat();
    assert_eq!(rungs("cn", "micro", "money"), ladder(&["rung_pbc_person", "rung_platform", "rung_court_cn"]));
    assert_eq!(
        rungs("cn", "company", "fee"),
        ladder(&[
            "rung_pbc_business",
            "rung_association",
            "rung_price_authority",
            "rung_platform",
            "rung_court_cn"
        ])
    );
    assert_eq!(rungs("cn", "individual", "silent"), ladder(&["rung_pbc_business", "rung_platform"]));
    assert_eq!(rungs("cn", "company", "fraud")[0], "rung_police");
    assert_eq!(rungs("uk", "company", "money"), ladder(&["rung_ombudsman_uk", "rung_court_elsewhere"]));
    assert_eq!(rungs("eu", "company", "silent"), ladder(&["rung_authority_eu"]));
    assert_eq!(rungs("us", "company", "silent"), ladder(&["rung_attorney_us"]));
    assert_eq!(rungs("au", "company", "silent"), ladder(&["rung_afca_au"]));
}

#[test]
fn the_ladder_is_offered_when_a_wait_is_late_and_not_before() {
    let sent = format!("{SMALL}\n[ticks.notice_sent]\non = 2026-11-20\nevidence = \"EMS 1\"\n");
    let shop = Shop::of(&sent).on("2026-11-27");
    assert!(!shop.run(["due"]).out.contains("Next on the way up"));
    assert_eq!(read(&shop.run(["due", "--json"]))["ladder"], serde_json::json!([]));
    let shop = shop.on("2026-11-30");
    let due = shop.run(["due"]);
    due.code(0).shows("Next on the way up: Send a reminder").shows("They will ask for: your merchant ID");
    due.shows("Allow 7 working days (our suggestion).").shows("If that doesn't help: formal demand sent");
    shop.run(["status"]).code(0).shows("Next on the way up: Send a reminder");
    shop.run(["tick", "reminder_sent", "--evidence", "T-1"]).code(0);
    let shop = shop.on("2026-12-10");
    shop.run(["due"]).code(0).shows("Next on the way up: Post a formal demand");
    let ladder = read(&shop.run(["due", "--json"]))["ladder"].clone();
    let states: Vec<_> =
        ladder.as_array().unwrap().iter().take(3).map(|rung| rung["state"].clone()).collect();
    assert_eq!(states, ["done", "open", "later"], "one rung at a time");
    assert_eq!(ladder[1]["letter"], "demand");
}

fn leaving(kind: &str) -> Shop {
    Shop::of(
        &SMALL.replace(
            "[answers]\n",
            &format!("[answers]\n{kind}stop_date = 2026-12-31\nmonthly_fee = \"99\"\n"),
        ),
    )
}

#[test]
fn leaving_at_once_stands_beside_waiting() {
    // Leaving on 24 November with 30 days' notice ends on 24 December; from there to 31 March, four months are started.
    let wait = "Wait for the contract's end (31 Mar 2027): no fee for leaving early, but the\n    monthly fees go on: 396.00 CNY = 99.00 CNY × 4 months\n";
    let shop = leaving("exit_fee_kind = \"fixed\"\nexit_fee_fixed = \"300\"\n");
    shop.run(["due"]).code(0).shows("over by 24 Dec 2026): 300.00 CNY").shows(wait);
    shop.run(["status"]).code(0).shows(wait);
    let shop = leaving("exit_fee_kind = \"remaining\"\n");
    shop.run(["due"]).code(0).shows("396.00 CNY = monthly\n    fee 99.00 CNY × 4 months\n").shows(wait);
    // From 1 April 2025 to 24 December 2026 are 20 whole months.
    let declining = "exit_fee_kind = \"declining\"\ncontract_start = 2025-04-01\nexit_fee_first = \"2400\"\nexit_fee_step = \"100\"\n";
    let shop = leaving(declining);
    shop.run(["due"]).code(0).shows("400.00 CNY = early-").shows("× 20 months");
    let exit = &read(&shop.run(["due", "--json"]))["exits"][0];
    assert_eq!((&exit["leave"], &exit["stay"]), (&"400.00 CNY".into(), &"396.00 CNY".into()));
}

#[test]
fn a_falling_fee_never_falls_below_nothing() {
    let shop = leaving(
        "exit_fee_kind = \"declining\"\ncontract_start = 2022-01-01\nexit_fee_first = \"500\"\nexit_fee_step = \"100\"\n",
    );
    shop.run(["due"]).code(0).shows("over by 24 Dec 2026): 0.00 CNY = ");
}

#[test]
fn the_choice_is_over_once_the_notice_is_sent_or_the_end_is_near() {
    let shop = leaving("exit_fee_kind = \"fixed\"\nexit_fee_fixed = \"300\"\n").on("2027-03-05");
    assert!(!shop.run(["due"]).out.contains("Leave at once"));
    let shop = shop.on("2026-11-24");
    shop.run(["due"]).code(0).shows("Leave at once");
    shop.run(["tick", "notice_sent", "--evidence", "1"]).code(0);
    assert!(!shop.run(["due"]).out.contains("Leave at once"));
}

#[test]
fn a_closed_case_has_nothing_due() {
    let shop = Shop::of(&example("shop-cn.toml"));
    shop.run(["due", "--exit-code"]).code(0).shows("Nothing with a date is open.");
}

#[test]
fn a_closing_of_twelve_weeks_climbs_to_its_refund() {
    let ready =
        SMALL.replace("[answers]\n", "[answers]\ndispute_about = [\"money\"]\nmerchant_kind = \"company\"\n");
    let shop =
        Shop::of(&format!("{ready}\n[ticks.deposit_claimed]\non = 2026-08-31\nevidence = \"EMS 1\"\n"))
            .on("2026-09-21");
    // 15 working days after Monday 31 August: 4, 5 and 5 in three weeks, then Sunday 20 September, which is worked.
    let due = line(&shop, "deposit_refund");
    assert_eq!((&due["due"]["on"], &due["press"]), (&"2026-09-20".into(), &"late".into()));
    shop.run(["due"]).code(0).shows("Next on the way up: Send a reminder");
    shop.run(["tick", "reminder_sent", "--evidence", "T-1"]).code(0);
    // 22, 23, 24 September; Mid-Autumn; 28, 29, 30 September; National Day; 8 October.
    assert_eq!(line(&shop, "reminder_reply")["due"]["on"], "2026-10-08");
    let shop = shop.on("2026-10-09");
    shop.run(["due"]).code(0).shows("Next on the way up: Post a formal demand");
    shop.run(["tick", "demand_sent", "--evidence", "EMS 2"]).code(0);
    // Saturday 10 October is worked; 12 to 16; Monday 19. One rung at a time: the demand has its days first.
    assert_eq!(line(&shop, "demand_reply")["due"]["on"], "2026-10-19");
    let shop = shop.on("2026-10-20");
    shop.run(["due"])
        .code(0)
        .shows("Next on the way up: Make a formal complaint to the provider's head office");
    shop.run(["tick", "hq_complained", "--evidence", "C 1"]).code(0);
    assert_eq!(line(&shop, "complaint_reply")["due"]["on"], "2026-11-10");
    let shop = shop.on("2026-11-11");
    shop.run(["due"])
        .code(0)
        .shows("central bank")
        .shows("They will ask for: a copy of the business licence");
    shop.run(["tick", "pbc_told", "--evidence", "EMS 3"]).code(0);
    assert_eq!(line(&shop, "pbc_reply")["due"]["on"], "2027-01-10");
    let shop = shop.on("2026-11-23");
    shop.run(["tick", "deposit_received", "--evidence", "bank line"]).code(0);
    let due = read(&shop.run(["due", "--json"]));
    assert!(due["due"].as_array().unwrap().iter().all(|line| line["id"] != "deposit_refund"));
    assert_eq!(due["ladder"], serde_json::json!([]), "nobody is late any more");
}

#[test]
fn while_they_are_late_next_says_so_first_and_what_else_can_be_done() {
    for (lang, late, act, besides, other) in [
        (
            "en",
            "days late: the provider's written confirmation",
            "Send a reminder",
            "Also possible today:",
            "Photograph or screenshot the contract",
        ),
        (
            "zh-CN",
            "支付机构对停用通知的书面确认",
            "发一封催办函",
            "今天还可以办：",
            "把合同、付款收据和转账记录拍照或截图",
        ),
    ] {
        let shop = Shop::of(SMALL).lang(lang);
        let before = shop.run(["next"]);
        assert!(!before.out.contains(besides), "{}", before.out);
        shop.run(["tick", "notice_sent", "--on", "2026-10-08", "--evidence", "EMS 1"]).code(0);
        let told = shop.run(["next"]);
        let at = |text: &str| {
            told.out.replace('\n', "").find(text).unwrap_or_else(|| panic!("{text}: {}", told.out))
        };
        assert!(at(late) < at(act) && at(act) < at(besides) && at(besides) < at(other), "{}", told.out);
    }
}
