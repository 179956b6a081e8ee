//! What a merchant's situation changes in the conversation: options that fit, numbers that are asked about, advice that is
//! given as soon as it is somebody's matter, steps that are counted anew.

use crate::pty::Pty;
use crate::shop::{BEGUN, NARROW, READY_TO_READ, Shop, WIDE, ready_to_notify};

/// A case that is asked next for special situations.
fn up_to_situations() -> String {
    let until = READY_TO_READ.find("notice_way").unwrap();
    READY_TO_READ[..until].to_owned()
}

fn up_to_terminals(lang: Shop, scope: &str) -> (Shop, Pty) {
    let shop = lang.with(BEGUN);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("您的店开在哪里？", "中国内地");
    pty.answer("终端是哪家支付机构的？", "拉卡拉");
    pty.choose("停用全部，还是一部分？", scope);
    pty.asks("哪些已经办完了？");
    (shop, pty)
}

#[test]
fn who_keeps_the_account_is_not_asked_whether_it_was_closed() {
    let (_shop, pty) = up_to_terminals(Shop::chinese(), "部分终端，保留商户号");
    pty.shows("停用手续，已书面确认");
    pty.shows_no("注销商户号");
    let (_shop, mut pty) = up_to_terminals(Shop::chinese(), "全部终端和商户号");
    pty.shows("注销商户号");
    // What is chosen is what stands there, though another list is shorter.
    pty.types(&"\x1b[B".repeat(10));
    pty.types(" ");
    pty.leaves_with("\r");
    pty.told("已保存：押金，已退回");
}

#[test]
fn a_number_that_is_none_can_be_given_again() {
    let (shop, mut pty) = up_to_terminals(Shop::chinese(), "部分终端，保留商户号");
    pty.leaves_with("\r");
    pty.answer("终端号或序列号是多少？", "2027-3-1");
    pty.told("填的像是日期。是标签或签购单上印的号码吗？");
    pty.choose("这样记对吗？", "填错了，重新填");
    pty.answer("终端号或序列号是多少？", "10023456");
    pty.choose("这台终端归谁所有？", "支付机构");
    pty.answer("终端号或序列号是多少？", "7");
    pty.told("只有 1 个字符，太短了");
    pty.choose("这样记对吗？", "没错，就这样记");
    pty.choose("这台终端归谁所有？", "支付机构");
    pty.answer("终端号或序列号是多少？", "");
    // Keeping the account takes a step away, which is said with the next count.
    pty.told("步骤数随您的回答增减：刚才共 17 步，现在共 16 步。");
    pty.asks("合同哪天到期？");
    let rows = &shop.state()["rows"]["terminals"]["row"];
    assert_eq!((&rows[0]["tid"], &rows[1]["tid"]), (&"10023456".into(), &"7".into()));
}

#[test]
fn advice_is_given_with_the_answer_that_calls_for_it() {
    for (shop, ask, advice, next) in [
        (
            Shop::chinese(),
            "有下面哪些情况？",
            "留意：营业执照已经注销：“新收款方式”和“告知顾客与合作方”两步不用办",
            "停用通知怎么送达？",
        ),
        (
            Shop::english(),
            "Does any of this apply?",
            "Take care: The business is dissolved: the steps",
            "How will the notice be sent?",
        ),
    ] {
        let shop = shop.with(&up_to_situations());
        let mut pty = shop.talk("resume", WIDE);
        pty.asks(ask);
        pty.types(&"\x1b[B".repeat(7));
        pty.types(" ");
        pty.leaves_with("\r");
        pty.told(advice);
        pty.asks(next);
        assert_eq!(shop.state()["answers"]["situations"], serde_json::json!(["dissolved"]));
    }
}

#[test]
fn a_contract_that_renewed_is_asked_for_the_end_of_its_term() {
    let text = READY_TO_READ.replace("2027-03-31", "2026-03-31");
    let until = text.find("auto_renews").unwrap();
    let shop = Shop::chinese().with(&text[..until]);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("合同到期会自动续约吗？", "是");
    pty.answer("现在这一期哪天到期？", "2027-03-31");
    pty.asks("打算收款到哪一天？");
    assert_eq!(shop.state()["next"]["due"]["on"], "2027-03-01");
    let shop = Shop::english().with(&text[..until]);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("Does the contract auto-renew?", "No");
    pty.told("Take care: Your contract has run out and doesn't renew by itself");
    pty.asks("Last day of card payments?");
    assert_eq!(shop.state()["next"]["due"], serde_json::Value::Null);
}

/// A late matter comes before steps that could merely be gone on with.
#[test]
fn what_is_late_is_asked_about_before_what_is_next() {
    for (shop, late, no, next) in [
        (Shop::chinese(), "等到了吗？", "还没有", "逾期的是哪一类事？"),
        (Shop::english(), "Has it come?", "Not yet", "What kind of trouble is it?"),
    ] {
        let mut shop = shop.with(&ready_to_notify("notice_sent = { on = 2026-11-20, evidence = 'x' }\n"));
        shop.on("2026-12-10");
        let mut pty = shop.talk("resume", WIDE);
        pty.choose(late, no);
        pty.asks(next);
    }
}

/// Ctrl-C inside a to-do says that it is not ticked, in lines that fit a narrow window.
#[test]
fn a_tick_that_was_broken_off_is_said_to_be_none() {
    for (shop, ask, done, prompts, told) in [
        (
            Shop::chinese(),
            "办好了吗？",
            "办好了",
            ["是哪天？", "凭证号或说明？", "为什么没有凭证？"],
            "! 还没有打勾：发出停用通知。下次接着问。",
        ),
        (
            Shop::english(),
            "Is it done?",
            "Yes, done",
            ["On which day?", "Number or note?", "Why is there none?"],
            "! Not ticked yet: stop notice sent. It is asked again when you come back.",
        ),
    ] {
        let shop = shop.with(&ready_to_notify(""));
        let saved = shop.state();
        let mut pty = shop.talk("resume", NARROW);
        pty.choose(ask, done);
        pty.answer(prompts[0], "");
        pty.answer(prompts[1], "-");
        pty.asks(prompts[2]);
        pty.types("\u{3}");
        assert_eq!(pty.ends(), 130);
        pty.told(told);
        assert_eq!(shop.state(), saved);
    }
}

/// Time that passes after the closing is no answer of somebody else.
#[test]
fn the_last_look_at_the_statement_is_no_reply_that_comes() {
    let left_out =
        ["contract", "replacement", "notify", "announce", "wind-down", "reconcile", "wipe", "return"];
    let later = ["stop-request", "close-account", "deposit", "confirmation", "books", "records"];
    let steps = left_out.into_iter().chain(later);
    let marks: Vec<String> =
        steps.map(|step| format!("{step} = {{ state = 'skipped', reason = 'x' }}")).collect();
    let ticks = [
        "last_batch_done.row.1 = { on = 2026-04-01 }",
        "records_exported = { on = 2026-04-01, evidence = 'x' }",
        "last_payout_received = { on = 2026-04-02 }",
        "watch_set = { on = 2026-04-02 }",
        "customers_asked = { on = 2026-05-02 }",
        "figures_reviewed = { on = 2026-07-02 }",
    ];
    let rows = "rows.terminals = { all = true, row = [{ tid = '10023456', owner = 'provider' }] }";
    let text = format!(
        "{rows}\n[answers]\nmerchant_name = 'Shop'\ncountry = 'uk'\nprovider = 'Tide'\nscope = 'whole'\ndone_before = ['none']\n\
         situations = ['none']\ntail_span = '30 days'\ntail_found = ['none']\n[marks]\n{}\n[ticks]\n{}\n",
        marks.join("\n"),
        ticks.join("\n")
    );
    for (shop, ask, reply) in
        [(Shop::chinese(), "办好了吗？", "等到了"), (Shop::english(), "Is it done?", "it came")]
    {
        let shop = shop.with(&text);
        let pty = shop.talk("resume", WIDE);
        pty.asks(ask);
        pty.shows_no(reply);
    }
}

/// Lists fit a narrow window, and a menu that is longer than a low one is leafed through in the person's language.
#[test]
fn narrow_and_low_windows_are_spoken_to_as_well() {
    for (shop, ask, menu, all, more) in [
        (Shop::chinese(), "办好了吗？", "您想做什么？", "总览与修改", "看后面的……"),
        (Shop::english(), "Is it done?", "What would you like?", "All steps, and changes", "More …"),
    ] {
        let shop = shop.with(&ready_to_notify(""));
        let mut pty = shop.talk("log", NARROW);
        assert_eq!(pty.ends(), 0);
        let rows = pty.rows();
        let first = rows.iter().position(|row| row.trim_start().starts_with("1 ")).unwrap();
        assert!(rows[first + 1].starts_with("      "), "set in below the number: {rows:?}");
        let mut pty = shop.talk("resume", (80, 12));
        pty.asks(ask);
        pty.small_menu(menu, all);
        pty.shows(more);
        pty.mark(more);
        pty.shows_no("Page ");
    }
}
