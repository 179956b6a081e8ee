//! To-dos: the day and the proof, acts that cannot be taken back, guarded steps, and waits that are late.

use serde_json::{Value, json};

use crate::shop::{BESIDE, NARROW, NOTHING_OPEN, READY_TO_READ, Shop, WIDE, ready_to_notify};

const DONE: &str = "办好了吗？";
const DAY: &str = "是哪天？";
const PROOF: &str = "凭证号或说明？";
/// Empties the line.
const CTRL_U: &str = "\u{15}";
const SENT: &str = "notice_sent = { on = 2026-11-20, evidence = 'EMS 1234567890123' }\n";

fn ticks(shop: &Shop, todo: &str) -> Value {
    shop.state()["ticks"][todo].clone()
}

#[test]
fn a_todo_is_ticked_with_its_day_and_its_proof() {
    for size in [WIDE, NARROW] {
        let shop = Shop::chinese().with(&ready_to_notify(""));
        let mut pty = shop.talk("resume", size);
        pty.asks(DONE);
        pty.told("把停用通知书面发给支付机构，留下寄送的凭证。");
        pty.choose(DONE, "办好了");
        pty.asks(DAY);
        pty.shows("2026-11-24");
        assert_eq!(pty.line(), "");
        pty.answer(DAY, "2026-11-20");
        pty.asks(PROOF);
        pty.shows("凭证：快递单号、邮件日期或工单号");
        pty.answer(PROOF, "EMS 1234567890123");
        pty.asks("等到了吗？");
        let tick =
            json!([{ "row": null, "on": "2026-11-20", "evidence": "EMS 1234567890123", "reason": null }]);
        assert_eq!(ticks(&shop, "notice_sent"), tick);
    }
}

#[test]
fn a_day_that_is_still_to_come_is_refused() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let mut pty = shop.talk("resume", WIDE);
    pty.choose(DONE, "办好了");
    pty.asks(DAY);
    pty.types(CTRL_U);
    pty.answer(DAY, "2026-11-25");
    pty.shows("! 日期太晚了，不能晚于");
    pty.asks(DAY);
    assert_eq!(pty.line(), "");
    assert_eq!(ticks(&shop, "notice_sent"), Value::Null);
}

#[test]
fn required_proof_is_not_passed_over_but_a_reason_will_do() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let mut pty = shop.talk("resume", WIDE);
    pty.choose(DONE, "办好了");
    pty.answer(DAY, "");
    pty.asks(PROOF);
    pty.shows("没有凭证就输入 -，再写一句原因。");
    pty.answer(PROOF, "");
    pty.shows("! 还没有输入。");
    pty.answer(PROOF, "-");
    pty.answer("为什么没有凭证？", "-");
    pty.shows("! 这里要写一句原因，例如：寄送途中丢失。");
    pty.answer("为什么没有凭证？", "业务员当面收下");
    pty.shows("已保存。");
    let tick = json!([{ "row": null, "on": "2026-11-24", "evidence": null, "reason": "业务员当面收下" }]);
    pty.told("在等：支付机构对停用通知的书面确认");
    assert_eq!(ticks(&shop, "notice_sent"), tick);
}

#[test]
fn welcome_proof_may_be_left_out_and_the_day_may_be_unknown() {
    let shop = Shop::english().with(&READY_TO_READ.replace("拉卡拉", "SumUp"));
    let mut pty = shop.talk("resume", NARROW);
    pty.choose("Is it done?", "Yes, done");
    pty.asks("On which day?");
    pty.types(CTRL_U);
    pty.answer("On which day?", "-");
    pty.asks("Number or note?");
    pty.shows("If there is none, just press Enter.");
    pty.answer("Number or note?", "");
    pty.asks("How will customers pay then?");
    let tick = json!([{ "row": null, "on": null, "evidence": null, "reason": null }]);
    assert_eq!(ticks(&shop, "contract_read"), tick);
}

#[test]
fn a_todo_put_off_is_asked_again_in_the_next_session_only() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let before = shop.state();
    let mut pty = shop.talk("resume", WIDE);
    pty.choose(DONE, "还没有，以后再办");
    assert_eq!(pty.ends(), 0, "{}", pty.text());
    pty.shows("下一件有期限的事，最晚 2027 年 1 月 21 日：把停用通知书面发给支付机构");
    assert_eq!(shop.state(), before);
    shop.talk("resume", WIDE).asks(DONE);
}

/// A case in which everything up to the handing over of the terminal is done, but for what is left out.
fn before_the_handover(reconciled: &str, more: &str) -> String {
    let answers = format!(
        "{NOTHING_OPEN}merchant_id = '898310148160001'\ntamper_signs = false\nopen_preauths = false\nreconciled = {reconciled}\nreturn_way = 'post'\n"
    );
    let ticks = format!(
        "{BESIDE}[ticks]
contract_read = {{ on = 2026-11-02 }}
{SENT}notice_confirmed = {{ on = 2026-11-20, evidence = '工单 1' }}
offline_sent = {{ on = 2026-11-20 }}
last_batch_done.row.1 = {{ on = 2026-11-20, evidence = '批次 1' }}
records_exported = {{ on = 2026-11-21, evidence = 'U 盘' }}
three_way_compared = {{ on = 2026-11-21 }}
{more}"
    );
    let rows = READY_TO_READ.replace("owner = 'provider' }", "owner = 'provider', state = 'here' }");
    format!("{rows}{answers}{ticks}")
}

const PAID: &str = "last_payout_received = { on = 2026-11-21 }\n";
const PREPARED: &str = "last_payout_received = { on = 2026-11-21 }
disabled_by_provider = { on = 2026-11-21, evidence = '工单 2' }
own_items_removed = { on = 2026-11-21 }
wipe_recorded = { on = 2026-11-21 }
deregistration_confirmed = { on = 2026-11-24 }
photos_taken = { on = 2026-11-21 }
";

#[test]
fn an_act_that_cannot_be_taken_back_wants_the_title_of_the_case() {
    for size in [WIDE, NARROW] {
        let shop = Shop::chinese().with(&before_the_handover("true", PREPARED));
        let before = shop.state();
        let mut pty = shop.talk("resume", size);
        pty.choose(DONE, "办好了");
        pty.asks("案件名称？");
        pty.shows("确认要办，请输入案件名称：上海好味道");
        pty.told("! 这一步办了就不能撤回。");
        pty.answer("案件名称？", "上海坏味道");
        pty.shows("没有确认，什么都没有记。");
        pty.asks(DONE);
        assert_eq!(shop.state(), before);
        pty.choose(DONE, "办好了");
        pty.answer("案件名称？", "上海好味道");
        pty.answer(DAY, "");
        pty.answer(PROOF, "顺丰 SF1234567890123");
        pty.asks("您是哪一类商户？");
        pty.told("在等：对方验收终端");
        let tick =
            json!([{ "row": 1, "on": "2026-11-24", "evidence": "顺丰 SF1234567890123", "reason": null }]);
        assert_eq!(ticks(&shop, "handover_signed"), tick);
    }
}

#[test]
fn a_guarded_step_says_what_blocks_it_and_what_it_needs_is_asked_instead() {
    let shop = Shop::chinese().with(&before_the_handover("{ unknown = true }", PAID));
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("怎么核对？");
    pty.types("\u{3}");
    assert_eq!(pty.ends(), 130, "{}", pty.text());
    pty.told("“停机、清机与密钥处置”现在先别办");
    pty.told("! 先别清机：账还没有对平。");
    pty.told("先完成：清算对账");
    pty.told("还要查明：");
    assert_eq!(pty.prompts(), 1);
    assert_eq!(ticks(&shop, "handover_signed"), Value::Null);
}

#[test]
fn a_payout_that_has_not_come_holds_up_the_handover() {
    let mut shop = Shop::chinese().with(&before_the_handover("true", ""));
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("等到了吗？", "还没有");
    pty.told("! 先别清机：最后一笔结算款还没有到账。");
    pty.ends();
    assert_eq!(ticks(&shop, "handover_signed"), Value::Null);
    shop.on("2026-11-25");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("等到了吗？", "等到了");
    pty.answer(DAY, "");
    pty.answer(PROOF, "");
    pty.asks(DONE);
    pty.shows("请支付机构关闭终端功能、解绑序列号并清除密钥，问清每台的关闭日期。");
}

#[test]
fn a_wait_that_is_late_is_shown_with_how_late_it_is_and_what_to_do() {
    for size in [WIDE, NARROW] {
        let mut shop = Shop::chinese().with(&ready_to_notify(SENT));
        shop.on("2026-12-10");
        let pty = shop.talk("resume", size);
        pty.asks("等到了吗？");
        // Five working days from Friday, 20 November, end on Friday, 27 November.
        pty.told("! 已超期 9 个工作日：支付机构对停用通知的书面确认。2026 年 11 月 20 日起等，应在 2026 年 11 月 27 日前完成。");
        pty.told("打合同上的电话，报发出日期和单号，问经办人是谁。仍没有答复，就把同一份通知寄到支付机构的注册地址。");
    }
}

#[test]
fn a_reply_that_came_late_ends_the_wait() {
    let mut shop = Shop::english().with(&ready_to_notify(SENT));
    shop.on("2026-12-10");
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("Has it come?");
    pty.told("9 working days late: the provider's written confirmation of the stop notice.");
    pty.choose("Has it come?", "Yes, it came");
    pty.answer("On which day?", "");
    pty.answer("Number or note?", "e-mail of 10 December");
    pty.shows("Saved.");
    pty.asks("Any open pre-authorisations?");
    assert_eq!(shop.state()["waits"], json!([]));
}
