//! While a prompt waits, another process changes the case: the same answer is asked about, any other is simply kept.

use crate::pty::Pty;
use crate::shop::{BEGUN, NARROW, Shop, WIDE, ready_to_notify};

const COUNTRY: &str = "您的店开在哪里？";
const PROVIDER: &str = "终端是哪家支付机构的？";
const WHICH: &str = "用哪一个？";

/// A session in which the country was changed to the United Kingdom while mainland China was being chosen.
fn asked_which_stands(shop: &Shop) -> Pty {
    let mut pty = shop.talk("resume", NARROW);
    pty.asks(COUNTRY);
    shop.does(&["answer", "country", "uk"]);
    pty.choose(COUNTRY, "中国内地");
    pty.asks(WHICH);
    pty.shows("! “国家或地区”刚才在别处改过，现在是：英国");
    assert_eq!(shop.answer("country"), "uk");
    pty
}

#[test]
fn the_answer_that_is_there_can_stand() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = asked_which_stands(&shop);
    pty.choose(WHICH, "用现在的");
    pty.asks(PROVIDER);
    assert_eq!(shop.answer("country"), "uk");
}

#[test]
fn the_answer_just_given_can_stand() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = asked_which_stands(&shop);
    pty.choose(WHICH, "用我刚输入的");
    pty.asks(PROVIDER);
    assert_eq!(shop.answer("country"), "cn");
}

#[test]
fn leaving_is_possible_while_it_is_asked_which_stands() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = asked_which_stands(&shop);
    pty.small_menu("您想做什么？", "保存并退出");
    assert_eq!(pty.ends(), 0, "{}", pty.text());
    assert_eq!(shop.answer("country"), "uk");
}

#[test]
fn ctrl_c_while_it_is_asked_which_stands_leaves_what_is_there() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = asked_which_stands(&shop);
    pty.types("\u{3}");
    assert_eq!(pty.ends(), 130, "{}", pty.text());
    assert!(pty.shows_cursor());
    assert_eq!(pty.flags(), pty.before);
    assert_eq!(shop.answer("country"), "uk");
}

#[test]
fn another_answer_given_meanwhile_is_simply_kept() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(COUNTRY);
    shop.does(&["answer", "provider", "拉卡拉"]);
    pty.choose(COUNTRY, "中国内地");
    // It is answered already, so the next question is another one.
    pty.asks("停用全部，还是一部分？");
    pty.shows_no("刚才在别处改过");
    assert_eq!(shop.answer("country"), "cn");
    assert_eq!(shop.answer("provider"), "拉卡拉");
}

#[test]
fn the_same_answer_given_meanwhile_is_no_conflict() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(COUNTRY);
    shop.does(&["answer", "country", "cn"]);
    pty.choose(COUNTRY, "中国内地");
    pty.asks(PROVIDER);
    assert_eq!(shop.answer("country"), "cn");
}

#[test]
fn a_tick_made_meanwhile_is_asked_about_before_it_is_replaced() {
    let shop = Shop::english().with(&ready_to_notify(""));
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("Is it done?", "Yes, done");
    pty.answer("On which day?", "");
    pty.asks("Number or note?");
    shop.does(&["tick", "notice_sent", "--on", "2026-11-20", "--evidence", "EMS 1"]);
    pty.answer("Number or note?", "EMS 2");
    pty.asks("Which one stands?");
    pty.shows("\"stop notice sent\" was changed elsewhere just now. It is:");
    pty.shows("EMS 1");
    pty.choose("Which one stands?", "The one that is there");
    pty.asks("Has it come?");
    assert_eq!(shop.state()["ticks"]["notice_sent"][0]["evidence"], "EMS 1");
}

#[test]
fn a_row_added_meanwhile_is_kept_beside_the_one_just_typed() {
    let shop = Shop::chinese().with(&format!("{}done_before = ['none']", crate::shop::SCOPED));
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("终端号或序列号是多少？");
    shop.does(&["answer", "terminals/new", "tid=20000001", "owner=own"]);
    pty.answer("终端号或序列号是多少？", "10000001");
    pty.asks("这台终端归谁所有？");
    let row = &shop.state()["rows"]["terminals"]["row"];
    let rows =
        serde_json::json!([{ "id": 1, "tid": "20000001", "owner": "own" }, { "id": 2, "tid": "10000001" }]);
    assert_eq!(*row, rows);
}
