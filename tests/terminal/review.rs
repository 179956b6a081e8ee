//! An answer changed from the overview: what else it moves is said first, and it is taken or left as it was.

use crate::overview::{EN, ZH, case, opened, step};
use crate::shop::{NARROW, Shop, WIDE};

/// Empties the line.
const CTRL_U: &str = "\u{15}";

#[test]
fn a_changed_answer_says_what_else_it_moves_and_is_taken() {
    for size in [WIDE, NARROW] {
        let shop = Shop::chinese().with(&case());
        let mut pty = opened(&shop, &ZH, size);
        pty.choose(ZH.steps, "[√] 合同与费用（已完成）");
        pty.choose(ZH.what, "查看和修改回答");
        pty.choose(ZH.which, "合同到期日：2027-03-31");
        pty.asks("合同哪天到期？");
        pty.types(CTRL_U);
        pty.answer("合同哪天到期？", "2027-04-30");
        pty.asks(ZH.take);
        pty.told("这样改，还会影响：");
        pty.told("发出停用通知的最后一天：2027 年 3 月 1 日 改为 2027 年 3 月 31 日");
        assert_eq!(shop.answer("contract_end"), "2027-03-31");
        pty.choose(ZH.take, "改");
        pty.asks(ZH.steps);
        assert_eq!(shop.answer("contract_end"), "2027-04-30");
    }
}

#[test]
fn a_changed_answer_that_brings_up_steps_can_be_left_as_it_was() {
    let shop = Shop::english().with(&case());
    let before = shop.state();
    let mut pty = opened(&shop, &EN, WIDE);
    pty.choose(EN.steps, "[x] Contract and costs (done)");
    pty.choose(EN.what, "See and change answers");
    pty.choose(EN.which, "deposit paid: No");
    pty.choose("Did you pay a deposit?", "Yes");
    pty.asks(EN.take);
    pty.shows("This would also change:");
    pty.shows("needed: Get the deposit back");
    pty.shows("comes up: deposit amount");
    pty.choose(EN.take, "No, keep it as it is");
    pty.asks(EN.steps);
    assert_eq!(shop.state(), before);
}

#[test]
fn a_step_that_is_no_longer_needed_is_said_to_drop_out() {
    let shop = Shop::english().with(&case());
    let mut pty = opened(&shop, &EN, WIDE);
    pty.choose(EN.steps, "[x] The basics (done)");
    pty.choose(EN.what, "See and change answers");
    pty.choose(EN.which, "what you're closing: All terminals and the merchant account");
    pty.choose("Everything, or some terminals?", "Some terminals, keeping the account");
    pty.asks(EN.take);
    pty.shows("not needed any more: Close the merchant account");
    pty.choose(EN.take, "Yes, change it");
    pty.asks(EN.steps);
    assert_eq!(step(&shop, "close-account"), "not_needed");
}

#[test]
fn a_change_that_changes_nothing_else_is_simply_saved() {
    let shop = Shop::chinese().with(&case());
    let mut pty = opened(&shop, &ZH, WIDE);
    pty.choose(ZH.steps, "[√] 基本情况（已完成）");
    pty.choose(ZH.what, "查看和修改回答");
    pty.choose(ZH.which, "支付机构：拉卡拉");
    pty.answer("终端是哪家支付机构的？", "二部");
    pty.asks(ZH.steps);
    assert_eq!(shop.answer("provider"), "拉卡拉二部");
}
