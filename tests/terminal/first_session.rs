//! The first session: from nothing to the dated next act in at most twelve prompts.

use crate::pty::Pty;
use crate::shop::{NARROW, Shop, WIDE};

fn shop_in_chinese(pty: &mut Pty) {
    pty.answer("合同上的商户名称是什么？", "上海好味道");
    pty.choose("您的店开在哪里？", "中国内地");
    pty.answer("终端是哪家支付机构的？", "拉卡拉");
    pty.choose("停用全部，还是一部分？", "全部终端和商户号");
    pty.asks("哪些已经办完了？");
    pty.leaves_with("\r");
    for tid in ["10023456", "10023457"] {
        pty.answer("终端号或序列号是多少？", tid);
        pty.choose("这台终端归谁所有？", "支付机构");
    }
    pty.answer("终端号或序列号是多少？", "");
}

#[test]
fn twelve_prompts_lead_from_nothing_to_the_last_day_for_notice() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    shop_in_chinese(&mut pty);
    pty.answer("合同哪天到期？", "2027-03-31");
    pty.answer("要提前多久通知对方？", "30 天");
    pty.shows("下一件有期限的事，最晚 2027 年 2 月 24 日");
    pty.asks("有下面哪些情况？");
    // The one that is open now is the thirteenth.
    assert_eq!(pty.prompts(), 13);
    let next = &shop.state()["next"];
    assert_eq!(next["todo"], "notice_sent");
    assert_eq!(next["due"]["on"], "2027-03-01");
}

#[test]
fn twelve_prompts_lead_there_in_english_too() {
    for size in [WIDE, NARROW] {
        let shop = Shop::english();
        let mut pty = shop.talk("start", size);
        pty.answer("What is your business called?", "Corner Cafe");
        pty.choose("Where is your business?", "United Kingdom");
        pty.answer("Who is your card provider?", "Worldpay");
        pty.asks("Everything, or some terminals?");
        pty.leaves_with("\r");
        pty.asks("Which have you done already?");
        pty.leaves_with("\r");
        for number in ["22114455", "22114456"] {
            pty.answer("Terminal or serial number?", number);
            pty.choose("Who owns this terminal?", "A leasing company");
        }
        pty.answer("Terminal or serial number?", "");
        pty.answer("When does the contract end?", "2027-03-31");
        pty.answer("How much notice do you owe?", "30 days");
        pty.asks("When does the lease end?");
        // In a narrow window the options of the next question push it up.
        pty.told("Next, by 24 Feb 2027: Send the stop notice to the provider in writing");
        assert_eq!(pty.prompts(), 13);
        assert_eq!(shop.answer("scope"), "whole");
        assert_eq!(shop.state()["next"]["due"]["on"], "2027-03-01");
    }
}

#[test]
fn the_first_screen_says_what_it_does_where_it_saves_and_that_nothing_leaves() {
    let shop = Shop::chinese();
    let pty = shop.talk("start", WIDE);
    pty.asks("合同上的商户名称是什么？");
    pty.shows("停用终端，注销商户号");
    pty.shows("您填的内容不会离开这台电脑。");
    pty.shows("手边最好有：");
    pty.shows(&format!("您的回答保存在：{}", shop.cases().display()));
}

#[test]
fn the_language_is_asked_once_where_the_system_does_not_tell_it() {
    let shop = Shop::speaking("C");
    let mut pty = shop.talk("start", WIDE);
    pty.choose("语言 / Language", "中文");
    pty.answer("合同上的商户名称是什么？", "上海好味道");
    pty.asks("您的店开在哪里？");
    assert_eq!(shop.state()["language"], "zh-CN");
    shop.talk("resume", WIDE).asks("您的店开在哪里？");
}

#[test]
fn two_terminals_are_two_rows_and_both_are_asked_about() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", NARROW);
    shop_in_chinese(&mut pty);
    pty.shows("已保存：就这些，共 2 项");
    pty.asks("合同哪天到期？");
    let rows = serde_json::json!({ "all": true, "row": [
        { "id": 1, "tid": "10023456", "owner": "provider" },
        { "id": 2, "tid": "10023457", "owner": "provider" },
    ]});
    assert_eq!(shop.state()["rows"]["terminals"], rows);
}
