//! `mark` and `undo`.

use serde_json::json;

use crate::support::{SMALL, Shop, put};

fn step_state(shop: &Shop, id: &str) -> String {
    let state = shop.state();
    let step = state["steps"].as_array().unwrap().iter().find(|step| step["id"] == id).cloned().unwrap();
    step["state"].as_str().unwrap().to_owned()
}

/// The state without what counts changes.
fn apart_from_revision(shop: &Shop) -> serde_json::Value {
    let mut state = shop.state();
    state.as_object_mut().unwrap().remove("revision");
    state
}

#[test]
fn a_step_is_skipped_for_a_reason_and_opened_again() {
    let shop = Shop::of(SMALL);
    shop.run(["mark", "contract", "skipped", "--reason", "lost"])
        .code(0)
        .stdout("Contract and costs: skipped: lost\nSaved.\n")
        .stderr("");
    assert_eq!(step_state(&shop, "contract"), "skipped");
    let mark = json!({ "state": "skipped", "reason": "lost", "on": "2026-11-24" });
    assert_eq!(shop.state()["marks"]["contract"], mark);
    shop.run(["mark", "contract", "open"]).code(0).stdout("Contract and costs: cleared\nSaved.\n");
    assert_eq!(step_state(&shop, "contract"), "open");
    assert_eq!(shop.state()["marks"], json!({}));
}

#[test]
fn a_mark_without_a_reason_is_refused() {
    for (lang, told) in [
        (
            "en",
            "error: \"Contract and costs\" was not changed, since no reason was given (on the command line: --reason)\nsafe: the case was not changed\n",
        ),
        (
            "zh-CN",
            "错误：没有写原因，“合同与费用”没有改（命令行里用 --reason）\n没有受影响的：案件没有改动\n",
        ),
    ] {
        let shop = Shop::of(SMALL).lang(lang);
        shop.run(["mark", "contract", "skipped"]).code(2).stdout("").stderr(told);
        shop.run(["mark", "contract", "skipped", "--reason", " "]).code(2).stderr(told);
        shop.run(["mark", "contract", "done"]).code(2).stderr(told);
        assert_eq!(shop.revisions(), [1]);
    }
}

#[test]
fn done_ticks_what_is_open_with_one_reason() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "offline_sent", "--on", "2026-11-01"]).code(0);
    shop.run(["mark", "last-batch", "done", "--reason", "done in spring", "--on", "2026-11-02"]).code(0);
    let ticks = shop.state()["ticks"].clone();
    let tick = |row| json!({ "row": row, "on": "2026-11-02", "evidence": null, "reason": "done in spring" });
    assert_eq!(ticks["records_exported"], json!([tick(None)]));
    assert_eq!(ticks["last_batch_done"], json!([tick(Some(1)), tick(Some(2))]));
    assert_eq!(ticks["offline_sent"][0]["on"], "2026-11-01", "what was ticked keeps its day");
    assert!(ticks.get("preauths_cleared").is_none(), "what does not apply is not ticked");
    assert_eq!(shop.revisions(), [1, 2, 3], "one change, taken back by one undo");
}

#[test]
fn done_does_not_go_round_a_guard_or_a_confirmation() {
    let shop = Shop::of(SMALL);
    let arguments = ["mark", "return", "done", "--reason", "handed back", "--confirm", "Corner Cafe"];
    shop.run(arguments).code(5).stdout("").says("is not safe yet");
    let done = SMALL.replace("[\"none\"]", "[\"return\"]");
    let shop = Shop::of(&done);
    let open = &arguments[..5];
    shop.run(open)
        .code(5)
        .says("`terminal handed back` can't be taken back: if it really happened, add --confirm");
    assert_eq!(shop.revisions(), [1]);
    shop.run(arguments).code(0);
    assert_eq!(shop.state()["ticks"]["handover_signed"][0]["on"], json!(null));
}

#[test]
fn undo_takes_back_one_change_after_the_other() {
    let shop = Shop::of(SMALL);
    let first = apart_from_revision(&shop);
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    let second = apart_from_revision(&shop);
    shop.run(["tick", "contract_read"]).code(0);
    let third = apart_from_revision(&shop);
    shop.run(["mark", "reconcile", "skipped", "--reason", "bookkeeper"]).code(0);
    let told = |revision: u32, line: &str| format!("Took back change {revision}:\n{line}\nSaved.\n");
    shop.run(["undo"]).code(0).stdout(&told(4, "Reconcile the accounts: cleared"));
    assert_eq!(apart_from_revision(&shop), third);
    shop.run(["undo"]).code(0).stdout(&told(3, "contract and receipts saved: cleared"));
    assert_eq!(apart_from_revision(&shop), second);
    shop.run(["undo"]).code(0).stdout(&told(2, "contract end: 2027-03-31"));
    assert_eq!(apart_from_revision(&shop), first);
    shop.run(["undo"]).code(5).stdout("").stderr("error: there is no change to take back or to make again\n");
    assert_eq!(shop.revisions(), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn undo_takes_back_a_new_row_a_title_and_all_ticks_of_a_change() {
    let shop = Shop::of(SMALL);
    let first = apart_from_revision(&shop);
    for change in [
        vec!["answer", "terminals/new", "tid=X"],
        vec!["answer", "terminals/1", "--clear"],
        vec!["answer", "terminals/1/tid", "Y"],
        vec!["answer", "merchant_name", "Other Cafe"],
        vec!["tick", "last_batch_done"],
    ] {
        shop.run(&change).code(0);
        assert_ne!(apart_from_revision(&shop), first, "{change:?}");
        shop.run(["undo"]).code(0);
        assert_eq!(apart_from_revision(&shop), first, "{change:?}");
    }
    assert_eq!(first["title"], "Corner Cafe");
}

#[test]
fn undo_refuses_what_something_else_changed() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    let edited = shop.case_toml().replace("contract_end = 2027-06-30", "contract_end = 2028-01-31");
    put(&shop.case_file(), &edited);
    let note = "note: ~/home/cases/corner-cafe/case.toml was changed or cut outside posquit; going on with what it says now.\n";
    let error = "error: `contract_end` was changed in the meantime; it is now: 2028-01-31\n";
    let safe = "safe: everything saved before is still there; this change was not made\n";
    shop.run(["undo"]).code(5).stdout("").stderr(&format!("{note}{error}{safe}"));
    assert_eq!(shop.case_toml(), edited);
}

#[test]
fn status_names_what_was_done_and_taken_back() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    shop.run(["undo"]).code(0);
    let status = shop.run(["status"]);
    status.code(0).shows("  - 2026-11-24  contract end: 2027-06-30\n  - 2026-11-24  took back change 2\n");
}
