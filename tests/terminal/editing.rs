//! Typing and editing a line: Chinese without ghosts, old text, marks for back, help and don't know, wrong answers, pasted
//! text, long text, and account numbers.

use crate::pty::Pty;
use crate::shop::{BEGUN, NARROW, READY_TO_READ, Shop, WIDE, ready_to_notify};

const NAME: &str = "合同上的商户名称是什么？";
const COUNTRY: &str = "您的店开在哪里？";
const PROVIDER: &str = "终端是哪家支付机构的？";
const CONTRACT_END: &str = "合同哪天到期？";
const UP: &str = "\u{1b}[A";
const LEFT: &str = "\u{1b}[D";
const BACKSPACE: &str = "\u{7f}";

/// Presses keys one after the other; after each the line shows what it should.
#[track_caller]
fn edits(pty: &mut Pty, steps: &[(&str, &str)]) {
    for (keys, line) in steps {
        pty.types(keys);
        pty.until(line, |pty| pty.line() == *line);
    }
}

#[test]
fn edited_chinese_leaves_no_ghosts_and_the_right_value() {
    for size in [WIDE, NARROW] {
        let shop = Shop::chinese();
        let mut pty = shop.talk("start", size);
        pty.asks(NAME);
        edits(
            &mut pty,
            &[
                ("上海好味道", "上海好味道"),
                (BACKSPACE, "上海好味"),
                (BACKSPACE, "上海好"),
                ("吃", "上海好吃"),
                (LEFT, "上海好吃"),
                ("又", "上海好又吃"),
                (BACKSPACE, "上海好吃"),
                ("不", "上海好不吃"),
            ],
        );
        let shown = pty.rows().into_iter().filter(|row| row.contains('›')).collect::<Vec<_>>();
        assert_eq!(shown, ["合同上的商户名称是什么？ › 上海好不吃"]);
        pty.leaves_with("\r");
        pty.asks(COUNTRY);
        assert_eq!(shop.answer("merchant_name"), "上海好不吃");
    }
}

#[test]
fn going_back_brings_the_old_text_into_the_line() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    pty.answer(NAME, "上海好味道");
    pty.asks(COUNTRY);
    pty.small_menu("您想做什么？", "返回上一步");
    pty.asks(NAME);
    pty.until("the old text stands there", |pty| pty.line() == "上海好味道");
    pty.answer(NAME, "二店");
    pty.asks(COUNTRY);
    assert_eq!(shop.answer("merchant_name"), "上海好味道二店");
}

#[test]
fn a_mark_in_either_width_goes_back_and_saves_nothing() {
    goes_back("<\r");
    goes_back("＜\r");
}

#[test]
fn escape_goes_back_and_saves_nothing() {
    goes_back("\u{1b}");
}

#[track_caller]
fn goes_back(keys: &str) {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'uk'"));
    let before = shop.state();
    let mut pty = shop.talk("resume", NARROW);
    pty.asks(PROVIDER);
    pty.leaves_with(keys);
    pty.asks(COUNTRY);
    assert_eq!(pty.marked(), "英国");
    assert_eq!(shop.state(), before);
}

#[test]
fn a_mark_behind_the_old_text_goes_back_too() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'uk'\nprovider = 'Worldpay'"));
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("停用全部，还是一部分？");
    pty.small_menu("您想做什么？", "返回上一步");
    pty.answer(PROVIDER, "<");
    pty.asks(COUNTRY);
    assert_eq!(shop.answer("provider"), "Worldpay");
}

#[test]
fn going_back_from_the_first_question_says_that_it_is_the_first() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    pty.answer(NAME, "<");
    pty.shows("这已经是第一个问题。");
    pty.asks(NAME);
}

#[test]
fn a_question_mark_shows_help_and_asks_again() {
    for mark in ["?", "？"] {
        let shop = Shop::chinese();
        let mut pty = shop.talk("start", WIDE);
        pty.answer(NAME, mark);
        pty.shows("写合同上或签购单抬头的名称，停用通知里要用。手边没有，就先写店名，以后可以改。");
        pty.answer(NAME, "上海好味道");
        pty.asks(COUNTRY);
        assert_eq!(shop.answer("merchant_name"), "上海好味道");
    }
}

#[test]
fn a_question_mark_shows_help_in_english_in_a_narrow_window() {
    let shop = Shop::english();
    let mut pty = shop.talk("start", NARROW);
    pty.answer("What is your business called?", "?");
    pty.told("If you have neither to hand, type the shop's name and change it later.");
    pty.asks("What is your business called?");
}

#[test]
fn a_dash_means_not_known_yet() {
    for word in ["-", "－", "不知道"] {
        let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
        let mut pty = shop.talk("resume", WIDE);
        pty.answer(PROVIDER, word);
        pty.shows("已保存：还不知道，列入待查明");
        pty.asks("停用全部，还是一部分？");
        assert_eq!(shop.answer("provider"), serde_json::json!({ "unknown": true }));
    }
}

/// A case that is asked for the end of its contract.
fn asked_for_the_contract_end() -> Shop {
    let until = READY_TO_READ.find("contract_end").unwrap();
    Shop::chinese().with(&READY_TO_READ[..until])
}

#[test]
fn after_a_wrong_answer_the_line_is_empty_and_the_arrow_up_brings_it_back() {
    for size in [WIDE, NARROW] {
        let shop = asked_for_the_contract_end();
        let mut pty = shop.talk("resume", size);
        pty.answer(CONTRACT_END, "2027-02-30");
        pty.shows("! 日历上没有这一天。请写成 2026-12-31 这样。");
        pty.shows("按向上键可以取回刚才写的。");
        pty.asks(CONTRACT_END);
        assert_eq!(pty.line(), "");
        pty.types(UP);
        pty.until("the answer comes back", |pty| pty.line() == "2027-02-30");
        edits(&mut pty, &[(BACKSPACE, "2027-02-3"), (BACKSPACE, "2027-02-"), ("28", "2027-02-28")]);
        pty.leaves_with("\r");
        pty.answer("要提前多久通知对方？", "三十来天");
        pty.shows("! 请连单位一起写，例如 30 天、5 个工作日、1 个月。");
        pty.answer("要提前多久通知对方？", "30 天");
        pty.asks("有下面哪些情况？");
        assert_eq!(shop.answer("contract_end"), "2027-02-28");
        assert_eq!(shop.answer("notice_period"), "30 days");
    }
}

#[test]
fn a_full_card_number_is_refused_and_never_stored() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    pty.answer(NAME, "4111 1111 1111 1111");
    pty.shows("这像是完整的银行卡号，posquit 不保存。");
    pty.asks(NAME);
    assert_eq!(shop.run(&["status"]).status.code(), Some(2), "a case was made");
}

#[test]
fn three_pasted_lines_are_one_answer() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    pty.asks(NAME);
    pty.types("\u{1b}[200~上海\r好味道\r小店\u{1b}[201~");
    pty.shows("小店");
    pty.until("the line is typed on", Pty::reads_keys);
    pty.leaves_with("\r");
    pty.asks(COUNTRY);
    assert_eq!(pty.marked(), "中国内地");
    assert_eq!(shop.answer("merchant_name"), "上海 好味道 小店");
    assert_eq!(shop.answer("country"), serde_json::Value::Null);
}

#[test]
fn lines_that_arrive_in_a_burst_never_answer_the_next_question() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    pty.asks(NAME);
    pty.leaves_with(&format!("上海好味道\r{}", "第二行\r".repeat(300)));
    pty.asks(COUNTRY);
    assert_eq!(shop.answer("country"), serde_json::Value::Null);
    assert_eq!(shop.answer("merchant_name"), "上海好味道");

    let shop = asked_for_the_contract_end();
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(CONTRACT_END);
    pty.leaves_with(&format!("2027-03-31\r{}", "30 天\r".repeat(300)));
    pty.asks("要提前多久通知对方？");
    assert_eq!(pty.line(), "");
    assert_eq!(shop.answer("contract_end"), "2027-03-31");
    assert_eq!(shop.answer("notice_period"), serde_json::Value::Null);
}

#[test]
fn a_long_chinese_line_wraps_in_a_narrow_window_and_is_kept_whole() {
    let name: String = "上海市黄浦区好味道餐饮管理有限公".chars().cycle().take(120).collect();
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", NARROW);
    pty.asks(NAME);
    pty.types(&name);
    pty.until("the whole text stands there", |pty| pty.line() == name);
    // From the middle of the text: one character goes, another one comes.
    pty.types(&LEFT.repeat(60));
    pty.types(BACKSPACE);
    pty.types("改");
    let edited: String = name.chars().enumerate().map(|(at, c)| if at == 59 { '改' } else { c }).collect();
    pty.until("the text is edited in its middle", |pty| pty.line() == edited);
    pty.leaves_with("\r");
    pty.asks(COUNTRY);
    assert_eq!(shop.answer("merchant_name"), edited);
}

#[test]
fn an_account_is_shown_masked_and_enter_keeps_it() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let before = shop.state();
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("办好了吗？");
    pty.small_menu("您想做什么？", "返回上一步");
    pty.asks("商户号是多少？");
    pty.shows("0001；直接按回车就保留。");
    pty.shows_no("898310148160001");
    assert_eq!(pty.line(), "");
    pty.leaves_with("\r");
    pty.asks("办好了吗？");
    pty.shows_no("898310148160001");
    assert_eq!(shop.state(), before);
    assert!(shop.case_file().contains("898310148160001"));
}
