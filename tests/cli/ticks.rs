//! `tick`: days, evidence, rows, and what is not safe or cannot be taken back.

use serde_json::json;

use crate::support::{SMALL, Shop};

/// What has to be so before the terminal may be handed over.
const READY: &str = r"
[ticks.offline_sent]
on = 2026-11-20

[ticks.last_batch_done.row.1]
on = 2026-11-20

[ticks.last_batch_done.row.2]
on = 2026-11-21

[ticks.last_payout_received]
on = 2026-11-23

[ticks.three_way_compared]
on = 2026-11-23

[ticks.disabled_by_provider]
on = 2026-11-23
evidence = 'no. 1'
";

fn ready() -> Shop {
    Shop::of(&format!("{}{READY}", SMALL.replace("[answers]\n", "[answers]\nreconciled = true\n")))
}

fn refused(shop: &Shop, arguments: &[&str], code: i32, error: &str) {
    let before = shop.case_toml();
    shop.run(arguments)
        .code(code)
        .stdout("")
        .stderr(&format!("error: {error}\nsafe: the case was not changed\n"));
    assert_eq!(shop.case_toml(), before, "the case file is as it was");
}

#[test]
fn a_tick_has_its_day_and_its_evidence() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "notice_sent", "--on", "20 Nov 2026", "--evidence", "EMS 1234567890123"])
        .code(0)
        .stdout("stop notice sent: 2026-11-20; evidence: EMS 1234567890123\nSaved.\n")
        .stderr("");
    assert!(
        shop.case_toml().contains("[ticks.notice_sent]\non = 2026-11-20\nevidence = \"EMS 1234567890123\"\n")
    );
    assert_eq!(
        shop.state()["ticks"]["notice_sent"],
        json!([{ "row": null, "on": "2026-11-20", "evidence": "EMS 1234567890123", "reason": null }])
    );
}

#[test]
fn without_a_day_it_happened_today() {
    let shop = Shop::of(SMALL).lang("zh-CN");
    shop.run(["tick", "contract_read"]).code(0).stdout("合同与收据存档：2026-11-24\n已保存。\n");
    shop.run(["tick", "offline_sent", "--on", "昨天"]).code(0);
    assert_eq!(shop.state()["ticks"]["offline_sent"][0]["on"], "2026-11-23");
    shop.run(["tick", "contract_read", "--day-unknown"])
        .code(0)
        .stdout("合同与收据存档：日期不详\n已保存。\n");
    assert_eq!(shop.state()["ticks"]["contract_read"][0]["on"], json!(null));
}

#[test]
fn a_day_to_come_is_no_day_of_an_act() {
    let shop = Shop::of(SMALL);
    let late = "That is too late; it can't be after 2026-11-24 (today).";
    refused(&shop, &["tick", "contract_read", "--on", "2026-11-25"], 2, late);
    refused(
        &shop,
        &["tick", "contract_read", "--on", "2026-02-30"],
        2,
        "There is no such day. Type it like 2026-12-31.",
    );
}

#[test]
fn required_evidence_is_given_or_its_lack_explained() {
    let shop = Shop::of(SMALL);
    let proof = "tracking number, date of the e-mail or ticket number";
    let error = format!(
        "`stop notice sent` needs evidence ({proof}): give --evidence, or say with --reason why there is none"
    );
    refused(&shop, &["tick", "notice_sent"], 2, &error);
    shop.run(["tick", "notice_sent", "--reason", "told them on the phone"])
        .code(0)
        .stdout("stop notice sent: 2026-11-24; note: told them on the phone\nSaved.\n");
}

#[test]
fn nothing_is_handed_back_before_the_guards_hold() {
    let shop = Shop::of(SMALL);
    let before = shop.case_toml();
    let told = shop.run(["tick", "handover_signed/1", "--evidence", "list 7", "--confirm", "Corner Cafe"]);
    told.code(5).stdout("").says("error: \"Hand back the terminal\" is not safe yet.");
    told.says("\nsafe: the case was not changed\n");
    assert_eq!(shop.case_toml(), before);
    assert_eq!(shop.revisions(), [1]);
}

#[test]
fn a_confirmation_does_not_replace_a_guard_in_chinese_either() {
    let shop = Shop::of(SMALL).lang("zh-CN");
    let told =
        shop.run(["tick", "account_closed_requested", "--evidence", "XH1", "--confirm", "Corner Cafe"]);
    told.code(5)
        .stdout("")
        .says("错误：“注销账户（商户号）”现在办不安全。")
        .says("没有受影响的：案件没有改动\n");
}

#[test]
fn what_cannot_be_taken_back_is_confirmed_by_the_title_or_name() {
    let shop = ready();
    let error = "`terminal handed back` can't be taken back: if it really happened, add --confirm";
    refused(&shop, &["tick", "handover_signed/1", "--evidence", "list 7"], 5, error);
    refused(&shop, &["tick", "handover_signed/1", "--evidence", "list 7", "--confirm", "yes"], 5, error);
    for word in ["Corner Cafe", "corner-cafe"] {
        shop.run(["tick", "handover_signed/1", "--evidence", "list 7", "--confirm", word])
            .code(0)
            .stdout("terminal handed back, terminal 1 (10023456): 2026-11-24; evidence: list 7\nSaved.\n");
        shop.run(["tick", "handover_signed/1", "--clear"]).code(0);
    }
}

#[test]
fn a_tick_per_row_leaves_the_other_rows_open() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "last_batch_done/2", "--on", "2026-11-20"])
        .code(0)
        .stdout("last batch settled, terminal 2 (10023457): 2026-11-20\nSaved.\n");
    let ticks = shop.state()["ticks"]["last_batch_done"].clone();
    assert_eq!(ticks, json!([{ "row": 2, "on": "2026-11-20", "evidence": null, "reason": null }]));
    assert!(shop.case_toml().contains("[ticks.last_batch_done.row.2]\non = 2026-11-20\n"));
}

#[test]
fn without_a_row_every_open_row_is_ticked_and_no_other() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "last_batch_done/2", "--on", "2026-11-20"]).code(0);
    shop.run(["tick", "last_batch_done"]).code(0);
    let ticks = shop.state()["ticks"]["last_batch_done"].clone();
    assert_eq!([&ticks[0]["on"], &ticks[1]["on"]], ["2026-11-24", "2026-11-20"]);
    assert_eq!(shop.revisions(), [1, 2, 3]);
    refused(&shop, &["tick", "last_batch_done"], 2, "nothing is open in `last batch settled`");
}

#[test]
fn a_row_that_a_to_do_is_not_about_cannot_be_ticked() {
    let shop = ready();
    for row in ["2", "9", "x"] {
        let told = shop.run([
            "tick",
            &format!("handover_signed/{row}"),
            "--evidence",
            "x",
            "--confirm",
            "corner-cafe",
        ]);
        told.code(2).stdout("").says(&format!("error: terminals: there is no row {row}\n"));
    }
    refused(
        &shop,
        &["tick", "notice_sent/1"],
        2,
        "there is nothing called `notice_sent/1`; `posquit status --json` lists all ids",
    );
}

#[test]
fn a_tick_is_taken_away_for_a_row_or_for_all() {
    let shop = ready();
    shop.run(["tick", "last_batch_done/1", "--clear"]).code(0);
    assert_eq!(shop.state()["ticks"]["last_batch_done"].as_array().unwrap().len(), 1);
    shop.run(["tick", "last_batch_done/1"]).code(0);
    shop.run(["tick", "last_batch_done", "--clear"]).code(0);
    assert!(shop.state()["ticks"].get("last_batch_done").is_none());
    shop.run(["tick", "last_batch_done", "--clear"])
        .code(0)
        .stdout("It is like that already; nothing was changed.\n");
}

#[test]
fn clearing_goes_with_nothing_else() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "contract_read", "--clear", "--on", "2026-11-20"])
        .code(2)
        .stderr("error: `--clear` and `--on <DAY>` don't go together\nhint: --help shows how it is used\n");
}

#[test]
fn a_cleared_tick_is_called_cleared() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "contract_read"]).code(0);
    shop.run(["tick", "contract_read", "--clear"])
        .code(0)
        .stdout("contract and receipts saved: cleared\nSaved.\n");
    shop.run(["status"]).code(0).shows("contract and receipts saved: cleared\n");
}

#[test]
fn a_tick_taken_back_is_called_cleared() {
    let shop = Shop::of(SMALL).lang("zh-CN");
    shop.run(["tick", "contract_read"]).code(0);
    shop.run(["undo"]).code(0).stdout("已撤销第 2 次改动：\n合同与收据存档：清空\n已保存。\n");
}

#[test]
fn an_act_after_its_last_day_is_told_as_such() {
    for (lang, told) in [
        (
            "en",
            "stop notice sent on 27 Nov 2026 is after last day to send the stop notice for the planned stop, 31 Oct 2026.",
        ),
        (
            "zh-CN",
            "2026 年 11 月 27 日发出停用通知，已经过了按计划停用日倒推，发停用通知的最后一天（2026 年 10 月 31 日）",
        ),
    ] {
        let answers = SMALL.replace("notice_way", "stop_date = 2026-11-30\nnotice_way");
        let shop = Shop::of(&answers).lang(lang).on("2026-11-27");
        let tick = ["tick", "notice_sent", "--evidence", "EMS 1"];
        let outcome = shop.run(tick);
        let said: String = outcome.code(0).out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(told), "{said}");
    }
}
