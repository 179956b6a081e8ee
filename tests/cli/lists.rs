//! `log`, `next`, `list` and `redo`, with one case and with several.

use serde_json::{Value, json};

use crate::support::{Outcome, SMALL, Shop, example, put};

/// Every step but the basics and the notice.
const OTHER_STEPS: [&str; 16] = [
    "contract",
    "replacement",
    "announce",
    "wind-down",
    "last-batch",
    "reconcile",
    "wipe",
    "return",
    "stop-request",
    "close-account",
    "deposit",
    "confirmation",
    "books",
    "records",
    "aftercare",
    "escalate",
];

/// A case in which there is nothing to do but to wait for an answer to the notice.
fn waiting() -> String {
    let marks =
        OTHER_STEPS.map(|step| format!("[marks.{step}]\nstate = \"skipped\"\nreason = \"on paper\"\n"));
    format!("{SMALL}\n[ticks.notice_sent]\non = 2026-11-20\nevidence = \"EMS 1\"\n{}", marks.concat())
}

fn read(outcome: &Outcome) -> Value {
    outcome.code(0).stderr("");
    serde_json::from_str(&outcome.out).unwrap()
}

/// The state without what counts changes.
fn apart_from_revision(shop: &Shop) -> Value {
    let mut state = shop.state();
    state.as_object_mut().unwrap().remove("revision");
    state
}

/// A shop with a closed case, one that is late, and one that was just begun.
fn three_cases() -> Shop {
    let shop = Shop::of(SMALL);
    shop.start(&example("shop-cn.toml")).code(0);
    shop.start(&waiting().replace("Corner Cafe", "Tea & Toast").replace("2026-11-20", "2026-11-02")).code(0);
    shop
}

#[test]
fn the_log_lists_every_change_in_words() {
    let shop = Shop::of(SMALL);
    for command in [
        vec!["answer", "contract_end", "2027-06-30"],
        vec!["tick", "notice_sent", "--on", "2026-11-20", "--evidence", "EMS 1"],
        vec!["mark", "books", "skipped", "--reason", "the bookkeeper does it"],
        vec!["undo"],
        vec!["redo"],
        vec!["answer", "deposit_amount", "--clear"],
    ] {
        shop.run(command).code(0);
    }
    shop.run(["log"]).code(0).stderr("").stdout(
        "   1  2026-11-24  business name: Corner Cafe (and 14 more)\n   \
            2  2026-11-24  contract end: 2027-06-30\n   \
            3  2026-11-24  stop notice sent: 2026-11-20; evidence: EMS 1\n   \
            4  2026-11-24  The books: skipped: the bookkeeper does it\n   \
            5  2026-11-24  took back change 4\n   \
            6  2026-11-24  took back change 5\n   \
            7  2026-11-24  deposit amount: cleared\n",
    );
    let log = shop.lang("zh-CN").run(["log"]);
    log.code(0).shows("   2  2026-11-24  合同到期日：2027-06-30\n").shows("撤销了第 4 次改动\n");
    log.shows("（另有 14 处）\n");
}

#[test]
fn the_log_shows_no_account() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "merchant_id", "555566667777"]).code(0);
    for command in [vec!["log"], vec!["log", "--json"]] {
        let log = shop.run(command);
        log.code(0).shows("••••7777");
        assert!(!log.out.contains("55556666") && !log.out.contains("898310148165432"), "{}", log.out);
    }
}

#[test]
fn the_log_as_json_has_places_and_words() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/2/owner", "leased"]).code(0);
    shop.run(["undo"]).code(0);
    let log = read(&shop.run(["log", "--json"]));
    assert_eq!(log["schema_version"], 1);
    assert_eq!(log["log"].as_array().unwrap().len(), 3);
    let time = "2026-11-24T12:00:00+00:00";
    let cell = |after: &str| json!({ "at": "terminals/2/owner", "what": "owner, terminal 2 (10023457)", "after": after });
    let leased = &log["log"][1]["changes"][0]["after"];
    assert_eq!(
        log["log"][1],
        json!({ "revision": 2, "time": time, "undoes": null, "changes": [cell(leased.as_str().unwrap())] })
    );
    assert_eq!(log["log"][2]["undoes"], 2);
    assert_ne!(log["log"][2]["changes"][0]["after"], *leased);
}

#[test]
fn redo_makes_again_what_undo_took_back() {
    let shop = Shop::of(SMALL);
    let mut states = vec![apart_from_revision(&shop)];
    for change in [
        vec!["answer", "contract_end", "2027-06-30"],
        vec!["answer", "terminals/new", "tid=X"],
        vec!["tick", "last_batch_done"],
    ] {
        shop.run(change).code(0);
        states.push(apart_from_revision(&shop));
    }
    for state in states.iter().rev().skip(1) {
        shop.run(["undo"]).code(0);
        assert_eq!(apart_from_revision(&shop), *state);
    }
    for state in &states[1..] {
        shop.run(["redo"]).code(0);
        assert_eq!(apart_from_revision(&shop), *state);
    }
    assert_eq!(shop.revisions(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
}

#[test]
fn redo_says_what_it_made_again() {
    for (lang, told) in [
        ("en", "Made again what change 3 took back:\ncontract end: 2027-06-30\nSaved.\n"),
        ("zh-CN", "已恢复第 3 次撤销的内容：\n合同到期日：2027-06-30\n已保存。\n"),
    ] {
        let shop = Shop::of(SMALL).lang(lang);
        shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
        shop.run(["undo"]).code(0);
        shop.run(["redo"]).code(0).stdout(told).stderr("");
    }
}

#[test]
fn without_an_undo_just_before_there_is_nothing_to_make_again() {
    let shop = Shop::of(SMALL);
    let nothing = "error: there is no change to take back or to make again\n";
    shop.run(["redo"]).code(5).stdout("").stderr(nothing);
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    shop.run(["undo"]).code(0);
    shop.run(["answer", "provider", "Other"]).code(0);
    let before = shop.case_toml();
    shop.run(["redo"]).code(5).stdout("").stderr(nothing);
    assert_eq!(shop.case_toml(), before);
    assert_eq!(shop.state()["answers"]["contract_end"], "2027-03-31");
}

#[test]
fn next_is_the_act_with_the_nearest_last_day() {
    let shop = Shop::of(SMALL);
    shop.run(["next"]).code(0).stderr("").stdout(
        "Next, by 1 Mar 2027: Send the stop notice to the provider in writing and keep\nproof of sending.\n    \
             2027-03-01 = contract end 2027-03-31 − notice period 30 days (your answer)\n",
    );
    let act = json!({ "step": "notify", "todo": "notice_sent", "row": null, "due": { "on": "2027-03-01" }, "by": "2027-03-01" });
    let next = read(&shop.run(["next", "--json"]));
    assert_eq!(next, json!({ "schema_version": 1, "closed": false, "next": act }));
    shop.on("2027-03-02").run(["next"]).code(0).shows("Past its day (1 Mar 2027), so do it today: ");
}

#[test]
fn next_is_their_turn_where_only_a_wait_is_left() {
    let shop = Shop::of(&waiting());
    shop.run(["next"]).code(0).shows("Now it is their turn: ").shows("due by 27 Nov 2026.\n");
    let next = read(&shop.run(["next", "--json"]));
    assert_eq!(next, json!({ "schema_version": 1, "closed": false, "next": null }));
    let shop = shop.lang("zh-CN");
    shop.run(["next"]).code(0).shows("现在等对方：").shows("2026 年 11 月 27 日");
}

#[test]
fn next_of_a_closed_case_says_what_came_of_it() {
    let shop = Shop::of(&example("shop-cn.toml"));
    shop.run(["next"]).code(0).shows("The money and the formalities are settled.\n").shows("598.00 CNY");
    let next = read(&shop.run(["next", "--json"]));
    assert_eq!(next, json!({ "schema_version": 1, "closed": true, "next": null }));
}

#[test]
fn no_case_is_an_empty_list() {
    for (lang, told) in [("en", "there is no case yet\n"), ("zh-CN", "还没有案件\n")] {
        let shop = Shop::new().lang(lang);
        shop.run(["list"]).code(0).stdout(told).stderr("");
        assert_eq!(read(&shop.run(["list", "--json"])), json!({ "schema_version": 1, "cases": [] }));
        for command in ["next", "log", "redo"] {
            shop.run([command]).code(2).stdout("").says(told.trim_end());
        }
        assert!(!shop.home().exists(), "looking makes nothing");
    }
}

#[test]
fn the_list_says_how_each_case_stands() {
    let shop = three_cases();
    shop.run(["list"]).code(0).stderr("").stdout(
        "case  上海好味道  closed\n\
         corner-cafe  Corner Cafe  next: stop notice sent (by 2027-03-01)\n\
         tea-toast  Tea & Toast  1 date passed; their turn (by 2026-11-09)\n",
    );
    let list = read(&shop.run(["list", "--json"]));
    let late = json!({
        "name": "tea-toast", "title": "Tea & Toast", "closed": false, "late": 1, "next": null, "due": "2026-11-09",
        "trouble": null, "archived": false
    });
    assert_eq!(list["cases"][2], late);
    assert_eq!([&list["cases"][0]["closed"], &list["cases"][0]["next"]], [&json!(true), &json!(null)]);
    assert_eq!(list["cases"][1]["next"], "stop notice sent");
    shop.lang("zh-CN").run(["list"]).code(0).stdout(
        "case  上海好味道  已办完\n\
         corner-cafe  Corner Cafe  下一件：发出停用通知（最晚 2027-03-01）\n\
         tea-toast  Tea & Toast  1 项超期；等对方（最晚 2026-11-09）\n",
    );
}

#[test]
fn a_case_that_cannot_be_read_is_listed_with_its_trouble() {
    let shop = three_cases();
    put(&shop.home().join("cases/case/case.toml"), "");
    let list = shop.run(["list"]);
    list.code(0).shows("~/home/cases/case/case.toml is empty, probably after a full disk or a power cut\n");
    list.shows("corner-cafe  Corner Cafe  next: stop notice sent");
    let list = read(&shop.run(["list", "--json"]));
    assert!(list["cases"][0]["trouble"].as_str().unwrap().contains("is empty"));
    assert_eq!(list["cases"][1]["trouble"], json!(null));
}

#[test]
fn of_several_cases_each_has_its_own_log_and_next() {
    let shop = three_cases();
    for command in ["next", "log", "undo", "redo"] {
        let told = shop.run([command]);
        told.code(2).stdout("").says(
            "error: there are several cases: case (上海好味道), corner-cafe (Corner Cafe), tea-toast (",
        );
        told.says("hint: say which with --case NAME\n");
    }
    shop.run(["answer", "--case", "corner-cafe", "provider", "Other"]).code(0);
    let lines = |case: &str| shop.run(["log", "--case", case]).out.lines().count();
    assert_eq!([lines("case"), lines("corner-cafe"), lines("tea-toast")], [1, 2, 1]);
    shop.run(["undo", "--case", "corner-cafe"]).code(0).shows("Took back change 2:\n");
    shop.run(["redo", "--case", "corner-cafe"]).code(0).shows("provider: Other\n");
    shop.run(["next", "--case", "tea-toast"]).code(0).shows("They are late, so press them today: ");
}

#[test]
fn a_case_is_called_by_its_title_too() {
    let shop = three_cases();
    let named = |case: &str| shop.run(["status", "--case", case]);
    named("上海好味道").code(0).shows("上海好味道 · ");
    named("好味道").code(0).shows("上海好味道 · ");
    named("corner CAFE").code(0).shows("Corner Cafe · ");
    // A whole title wins over one that has it in it; a part of two titles is none of them.
    shop.run(["answer", "--case", "tea-toast", "merchant_name", "Corner Cafe 2"]).code(0);
    named("Corner Cafe").code(0).shows("Corner Cafe · ");
    named("corner ").code(2).stdout("").says("error: there are several cases: corner-cafe (Corner Cafe), ");
    named("没有这家").code(2).stdout("").says("error: there is no case called `没有这家`\n");
}
