//! The overview: from a line or the small menu to every step, past a step for a reason, and to the six main steps alone.

use serde_json::{Value, json};

use crate::pty::Pty;
use crate::shop::{NARROW, READY_TO_READ, Shop, WIDE};

/// What is said in a language.
pub(crate) struct Said {
    pub(crate) merchant_id: &'static str,
    pub(crate) steps: &'static str,
    pub(crate) what: &'static str,
    pub(crate) go_on: &'static str,
    pub(crate) which: &'static str,
    pub(crate) take: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) six: &'static str,
    pub(crate) six_ask: &'static str,
    pub(crate) six_yes: &'static str,
}

pub(crate) const ZH: Said = Said {
    merchant_id: "商户号是多少？",
    steps: "看哪一步？",
    what: "这一步想怎样？",
    go_on: "返回，接着办",
    which: "改哪一项？",
    take: "要这样改吗？",
    reason: "为什么跳过？",
    six: "只办主要步骤（其余跳过）",
    six_ask: "只办这几步吗？",
    six_yes: "是，其余的跳过",
};

pub(crate) const EN: Said = Said {
    merchant_id: "What's your merchant ID?",
    steps: "Which step?",
    what: "What about this step?",
    go_on: "Return and go on",
    which: "Which one would you change?",
    take: "Make this change?",
    reason: "Why skip it?",
    six: "The main steps only (skip the others)",
    six_ask: "Only these?",
    six_yes: "Yes, skip the others",
};

/// A case that is asked next for the merchant ID.
pub(crate) fn case() -> String {
    format!("{READY_TO_READ}new_methods = ['none']\n[ticks]\ncontract_read = {{ on = 2026-11-20 }}\n")
}

/// Opens the overview of a case from the line that asks for the merchant ID.
pub(crate) fn opened(shop: &Shop, said: &Said, size: (u16, u16)) -> Pty {
    let mut pty = shop.talk("resume", size);
    pty.answer(said.merchant_id, "=");
    pty.asks(said.steps);
    pty
}

pub(crate) fn step(shop: &Shop, id: &str) -> Value {
    let state = shop.state();
    state["steps"].as_array().unwrap().iter().find(|step| step["id"] == id).unwrap()["state"].clone()
}

#[test]
fn a_mark_in_a_line_opens_the_overview_and_leads_back() {
    for size in [WIDE, NARROW] {
        for mark in ["=", "＝"] {
            let shop = Shop::chinese().with(&case());
            let before = shop.state();
            let mut pty = shop.talk("resume", size);
            pty.answer(ZH.merchant_id, mark);
            pty.asks(ZH.steps);
            assert_eq!(pty.marked(), "[办] 通知支付机构（可以开始）");
            pty.choose(ZH.steps, ZH.go_on);
            pty.asks(ZH.merchant_id);
            assert_eq!(pty.line(), "");
            assert_eq!(shop.state(), before);
        }
    }
}

#[test]
fn the_overview_lists_every_step_that_applies_with_its_state() {
    let shop = Shop::english().with(&case());
    let pty = opened(&shop, &EN, WIDE);
    for line in [
        "[x] The basics (done)",
        "[x] Contract and costs (done)",
        "❯ [>] Tell the provider (ready)",
        "[ ] Hand back the terminal (later)",
        "[ ] Keeping an eye on things (later)",
        EN.six,
        EN.go_on,
    ] {
        pty.shows(line);
    }
    pty.shows_no("Get the deposit back");
}

#[test]
fn the_small_menu_leads_to_the_overview_in_both_languages() {
    for (shop, ask, small, item, said) in [
        (Shop::chinese(), "您的店开在哪里？", "您想做什么？", "总览与修改", ZH),
        (Shop::english(), "Where is your business?", "What would you like?", "All steps, and changes", EN),
    ] {
        let shop = shop.with("[answers]\nmerchant_name = 'Cafe'");
        let mut pty = shop.talk("resume", WIDE);
        pty.asks(ask);
        pty.small_menu(small, item);
        pty.choose(said.steps, said.go_on);
        pty.asks(ask);
    }
}

#[test]
fn a_step_can_be_gone_to_out_of_its_turn() {
    let shop = Shop::chinese().with(&case().replace("new_methods = ['none']\n", ""));
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("顾客以后用什么付款？");
    pty.small_menu("您想做什么？", "总览与修改");
    pty.choose(ZH.steps, "[办] 通知支付机构（可以开始）");
    pty.choose(ZH.what, "去办这一步");
    pty.asks(ZH.merchant_id);
}

#[test]
fn a_step_that_comes_later_says_what_comes_first() {
    let shop = Shop::chinese().with(&case());
    let mut pty = opened(&shop, &ZH, WIDE);
    pty.choose(ZH.steps, "[ ] 末次结算与导出（还没轮到）");
    pty.asks(ZH.what);
    pty.shows("先完成：了结未完的交易");
    pty.shows_no("去办这一步");
    pty.choose(ZH.what, "返回总览");
    pty.asks(ZH.steps);
}

#[test]
fn a_step_is_skipped_for_a_reason_and_opened_again() {
    let shop = Shop::chinese().with(&case());
    let mut pty = opened(&shop, &ZH, WIDE);
    pty.choose(ZH.steps, "[ ] 财务系统与账务（还没轮到）");
    pty.choose(ZH.what, "跳过这一步");
    pty.answer(ZH.reason, "会计办");
    pty.asks(ZH.steps);
    assert_eq!(
        shop.state()["marks"]["books"],
        json!({ "state": "skipped", "reason": "会计办", "on": "2026-11-24" })
    );
    pty.choose(ZH.steps, "[-] 财务系统与账务（已跳过）");
    pty.asks(ZH.what);
    pty.shows("跳过：会计办");
    pty.choose(ZH.what, "重新打开这一步");
    pty.asks(ZH.steps);
    assert_eq!(step(&shop, "books"), "held");
}

#[test]
fn a_step_is_not_skipped_without_a_reason() {
    let shop = Shop::english().with(&case());
    let before = shop.state();
    let mut pty = opened(&shop, &EN, WIDE);
    pty.choose(EN.steps, "[ ] The books (later)");
    pty.choose(EN.what, "Skip this step");
    pty.answer(EN.reason, "");
    pty.asks(EN.steps);
    assert_eq!(shop.state(), before);
}

#[test]
fn skipping_a_main_step_is_warned_of() {
    for (shop, said, line, skip, told) in [
        (
            Shop::chinese(),
            ZH,
            "[ ] 清算对账（还没轮到）",
            "跳过这一步",
            "! 这是主要步骤。跳过以后，依赖它的步骤仍然会提醒您先别办。",
        ),
        (
            Shop::english(),
            EN,
            "[ ] Reconcile the accounts (later)",
            "Skip this step",
            "! This is one of the main steps. If you skip it, the steps that depend on it still warn you.",
        ),
    ] {
        let shop = shop.with(&case());
        let mut pty = opened(&shop, &said, WIDE);
        pty.choose(said.steps, line);
        pty.choose(said.what, skip);
        pty.asks(said.reason);
        pty.told(told);
        pty.answer(said.reason, "<");
        pty.asks(said.steps);
        assert_eq!(shop.state()["marks"], json!({}));
    }
}

#[test]
fn the_six_main_steps_alone_skip_all_others_that_were_not_begun() {
    for (shop, said, size, reason) in
        [(Shop::chinese(), ZH, NARROW, "只办主要步骤"), (Shop::english(), EN, WIDE, "the main steps only")]
    {
        let shop = shop.with(&case());
        let mut pty = opened(&shop, &said, size);
        pty.choose(said.steps, said.six);
        pty.choose(said.six_ask, said.six_yes);
        pty.asks(said.steps);
        let marks = shop.state()["marks"].as_object().unwrap().clone();
        let skipped: Vec<&str> = marks.keys().map(String::as_str).collect();
        let others =
            ["aftercare", "announce", "books", "confirmation", "last-batch", "records", "wind-down", "wipe"];
        assert_eq!(skipped, others);
        assert!(marks.values().all(|mark| mark["reason"] == reason));
        pty.choose(said.steps, said.go_on);
        pty.asks(said.merchant_id);
        // One change: one undo brings all of them back.
        shop.does(&["undo"]);
        assert_eq!(shop.state()["marks"], json!({}));
    }
}

/// A case in which everything but a reply of the other side is done or left out.
fn waiting() -> String {
    let others = [
        "replacement",
        "announce",
        "wind-down",
        "last-batch",
        "reconcile",
        "wipe",
        "return",
        "stop-request",
        "close-account",
        "confirmation",
        "books",
        "records",
        "aftercare",
    ];
    let marks = others.map(|step| format!("{step} = {{ state = 'skipped', reason = 'x' }}\n")).concat();
    let sent = "notice_sent = { on = 2026-11-24, evidence = 'EMS 1' }\n";
    format!("{}{sent}[marks]\n{marks}", case().replace("[ticks]", "merchant_id = '898310148160001'\n[ticks]"))
}

#[test]
fn where_nothing_is_to_be_asked_the_overview_is_offered() {
    for (shop, nothing, overview, leave, said) in [
        (Shop::chinese(), "现在没有要问的。", "总览与修改", "退出", ZH),
        (Shop::english(), "Nothing to ask right now.", "All steps, and changes", "Leave", EN),
    ] {
        let shop = shop.with(&waiting());
        let mut pty = shop.talk("resume", WIDE);
        pty.choose(nothing, overview);
        // It is offered once.
        pty.choose(said.steps, said.go_on);
        assert_eq!(pty.ends(), 0, "{}", pty.text());
        let mut pty = shop.talk("resume", WIDE);
        pty.choose(nothing, leave);
        assert_eq!(pty.ends(), 0, "{}", pty.text());
    }
}

#[test]
fn leaving_is_possible_from_every_menu_of_the_overview() {
    let shop = Shop::chinese().with(&case());
    let before = shop.state();
    let mut pty = opened(&shop, &ZH, WIDE);
    pty.types("\u{3}");
    assert_eq!(pty.ends(), 130, "{}", pty.text());
    assert_eq!(pty.flags(), pty.before);
    let mut pty = opened(&shop, &ZH, WIDE);
    pty.choose(ZH.steps, "[√] 合同与费用（已完成）");
    pty.asks(ZH.what);
    pty.small_menu("您想做什么？", "保存并退出");
    assert_eq!(pty.ends(), 0, "{}", pty.text());
    assert_eq!(shop.state(), before);
}
