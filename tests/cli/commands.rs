//! `answer`: questions, cells, rows, unknown and cleared answers, and ids that are none.

use crate::support::{SMALL, Shop};

pub(crate) const UNTOUCHED: &str = "safe: the case was not changed\n";

/// Asserts that a command is refused and leaves the case alone.
#[track_caller]
pub(crate) fn refused(shop: &Shop, arguments: &[&str], error: &str) {
    let before = shop.case_toml();
    shop.run(arguments).code(2).stdout("").stderr(&format!("error: {error}\n{UNTOUCHED}"));
    assert_eq!(shop.case_toml(), before, "the case file is as it was");
    assert_eq!(shop.revisions(), [1], "nothing was logged");
}

#[test]
fn an_answer_is_saved_shown_and_logged() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "contract_end", "2027-06-30"])
        .code(0)
        .stdout("contract end: 2027-06-30\nSaved.\n")
        .stderr("");
    assert!(shop.case_toml().contains("\ncontract_end = 2027-06-30\n"));
    assert_eq!(
        shop.history().lines().last().unwrap(),
        r#"{"revision":2,"time":"2026-11-24T12:00:00+00:00","changes":[{"what":"answer","at":"contract_end","before":{"date":"2027-03-31"},"after":{"date":"2027-06-30"}}]}"#
    );
}

#[test]
fn the_language_of_the_case_speaks_where_none_is_asked_for() {
    let shop = Shop::new().lang("zh-CN");
    shop.start(SMALL).code(0);
    let shop = shop.no_lang();
    shop.run(["answer", "contract_end", "2027-06-30"])
        .code(0)
        .stdout("合同到期日：2027-06-30\n已保存。\n")
        .stderr("");
    let shop = shop.lang("en");
    shop.run(["answer", "contract_end", "2027-06-29"]).code(0).stdout("contract end: 2027-06-29\nSaved.\n");
}

#[test]
fn words_after_the_id_are_one_answer() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "notice_period", "2", "months"]).code(0).stdout("notice period: 2 months\nSaved.\n");
    assert_eq!(shop.state()["answers"]["notice_period"], "2 months");
}

#[test]
fn an_unknown_answer_is_listed_to_find_out() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "contract_end", "--unknown"]).code(0).stdout("contract end: not known yet\nSaved.\n");
    let state = shop.state();
    assert_eq!(state["answers"]["contract_end"], serde_json::json!({ "unknown": true }));
    assert_eq!(state["find_out"], serde_json::json!(["contract_end"]));
    shop.run(["status"]).code(0).shows("Still to find out: contract end\n");
}

#[test]
fn a_cleared_answer_is_as_if_never_asked() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "contract_end", "--clear"])
        .code(0)
        .stdout("contract end: cleared\nSaved.\n")
        .stderr("");
    assert!(shop.state()["answers"].get("contract_end").is_none());
    assert!(!shop.case_toml().contains("contract_end"));
}

#[test]
fn the_same_answer_again_changes_nothing() {
    let shop = Shop::of(SMALL);
    let before = shop.case_toml();
    let nothing = "It is like that already; nothing was changed.\n";
    shop.run(["answer", "notice_period", "30 天"]).code(0).stdout(nothing).stderr("");
    shop.run(["answer", "stop_date", "--clear"]).code(0).stdout(nothing);
    assert_eq!(shop.case_toml(), before);
    assert_eq!(shop.revisions(), [1]);
}

#[test]
fn a_cell_is_answered_unknown_and_cleared() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/2/owner", "leased"])
        .code(0)
        .stdout("owner, terminal 2 (10023457): A leasing company\nSaved.\n");
    assert_eq!(shop.state()["rows"]["terminals"]["row"][1]["owner"], "leased");
    shop.run(["answer", "terminals/2/owner", "--unknown"])
        .code(0)
        .stdout("owner, terminal 2 (10023457): not known yet\nSaved.\n");
    assert_eq!(shop.state()["find_out"], serde_json::json!(["terminals/2/owner"]));
    shop.run(["answer", "terminals/2/owner", "--clear"]).code(0);
    assert!(shop.state()["rows"]["terminals"]["row"][1].get("owner").is_none());
}

#[test]
fn a_column_of_another_step_belongs_to_the_same_row() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/1/state", "damaged"]).code(0);
    assert_eq!(shop.state()["rows"]["terminals"]["row"][0]["state"], "damaged");
}

#[test]
fn a_new_row_gets_the_next_number_and_opens_the_table_again() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/new", "tid=SN 77 = x", "owner=-"])
        .code(0)
        .stdout("terminal 3 (SN 77 = x): new row\nterminals: more can be added\nSaved.\n")
        .stderr("");
    let rows = shop.state()["rows"]["terminals"].clone();
    assert_eq!(rows["all"], false);
    assert_eq!(
        rows["row"][2],
        serde_json::json!({ "id": 3, "tid": "SN 77 = x", "owner": { "unknown": true } })
    );
}

#[test]
fn a_number_of_a_row_is_never_used_again() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/2", "--clear"]).code(0);
    shop.run(["answer", "terminals/new", "tid=X"]).code(0);
    let rows = shop.state()["rows"]["terminals"]["row"].clone();
    assert_eq!(rows[0]["id"], 1);
    assert_eq!(rows[1], serde_json::json!({ "id": 3, "tid": "X" }));
}

#[test]
fn that_the_rows_are_all_is_said_and_taken_back() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/all", "no"]).code(0).stdout("terminals: more can be added\nSaved.\n");
    assert_eq!(shop.state()["rows"]["terminals"]["all"], false);
    shop.run(["answer", "terminals/all", "yes"]).code(0).stdout("terminals: these are all\nSaved.\n");
    assert_eq!(shop.state()["rows"]["terminals"]["all"], true);
    shop.run(["answer", "terminals/all", "--clear"]).code(0);
    assert_eq!(shop.state()["rows"]["terminals"]["all"], false);
}

#[test]
fn wrong_ids_are_refused_with_what_is_near() {
    let shop = Shop::of(SMALL);
    let near = |id: &str, near: &str| format!("there is nothing called `{id}`; did you mean `{near}`?");
    refused(&shop, &["answer", "contract_ende", "2027-01-01"], &near("contract_ende", "contract_end"));
    refused(&shop, &["answer", "terminals/1/ovner", "own"], &near("ovner", "owner"));
    refused(&shop, &["tick", "notice_snet"], &near("notice_snet", "notice_sent"));
    refused(&shop, &["mark", "retrun", "open"], &near("retrun", "return"));
    let far = "there is nothing called `zzzzzzzzzzzz`; `posquit status --json` lists all ids";
    refused(&shop, &["answer", "zzzzzzzzzzzz", "1"], far);
}

#[test]
fn ids_of_another_kind_are_named_as_what_they_are() {
    let shop = Shop::of(SMALL);
    let kinds =
        [("notify", "a step"), ("owner", "a column"), ("notice_sent", "a to-do"), ("notice_reply", "a wait")];
    for (id, kind) in kinds {
        // What to use instead follows; see usage.rs.
        shop.run(["answer", id, "1"]).code(2).stdout("").says(&format!(
            "error: `{id}` is {kind} and can't be used like this\nsafe: the case was not changed\n"
        ));
    }
    shop.run(["tick", "provider"]).code(2).stdout("").says(
        "error: `provider` is a question and can't be used like this\nsafe: the case was not changed\n",
    );
    assert_eq!(shop.revisions(), [1]);
    refused(&shop, &["answer", "terminals", "1"], "`terminals` is a table and can't be used like this");
    refused(&shop, &["answer", "terminals/9/owner", "own"], "terminals: there is no row 9");
}

#[test]
fn that_the_rows_are_all_is_yes_or_no() {
    let shop = Shop::of(SMALL);
    refused(&shop, &["answer", "terminals/all", "perhaps"], "Answer yes or no.");
    assert_eq!(shop.state()["rows"]["terminals"]["all"], true);
}

#[test]
fn a_new_row_without_a_cell_is_refused() {
    let shop = Shop::of(SMALL);
    for arguments in [vec!["answer", "terminals/new"], vec!["answer", "terminals/new", "--unknown"]] {
        shop.run(arguments).code(2).stdout("").stderr(
            "error: a new row needs something in it\n\
             hint: a new row is given like this: posquit answer terminals/new tid=10023456 owner=provider\n",
        );
    }
    assert_eq!(shop.revisions(), [1]);
}
