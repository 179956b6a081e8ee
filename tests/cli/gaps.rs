//! What nobody knows: letters that can do without it name it, letters that cannot are not written; and answers that leave a
//! sum open.

use crate::support::{SMALL, Shop};

/// What a stop request needs, apart from what SMALL has.
fn ready(text: &str) -> Shop {
    let shop = Shop::of(text).lang("zh-CN");
    for (id, answer) in
        [("contact", "王店长 13800000000"), ("merchant_kind", "company"), ("reconciled", "yes")]
    {
        shop.run(["answer", id, answer]).code(0);
    }
    for id in ["registration_number", "stop_date", "stopped_on"] {
        shop.run(["answer", id, "--unknown"]).code(0);
    }
    shop
}

#[test]
fn what_was_done_before_stops_no_letter() {
    let before = SMALL.replace("done_before = [\"none\"]", "done_before = [\"notify\", \"last-batch\"]");
    let shop = ready(&before);
    shop.run(["letter", "cancellation"])
        .code(0)
        .shows("信里还写着“（待核实）”的：执照编号或证件号、停止收款的日子、发出停用通知。");
    shop.run(["letter", "cancellation", "--sent", "today"])
        .code(0)
        .shows("寄出的这份信里还写着“（待核实）”的：");
    // What was not done before is still asked for.
    ready(SMALL).run(["letter", "cancellation"]).code(2).says("posquit tick notice_sent");
}

#[test]
fn a_letter_to_nobody_is_not_written() {
    let shop = ready(&SMALL.replace("done_before = [\"none\"]", "done_before = [\"notify\"]"));
    shop.run(["answer", "provider", "--unknown"]).code(0);
    shop.run(["letter", "cancellation"]).code(2).says("还写不成，缺：支付机构").says("也不能写“还不知道”");
    shop.run(["answer", "provider", "拉卡拉"]).code(0);
    shop.run(["letter", "cancellation"]).code(0);
}

#[test]
fn a_short_refund_is_not_settled_unasked() {
    let shop = Shop::of(SMALL).lang("zh-CN");
    shop.run(["answer", "deposit_refunded", "500"]).code(0);
    shop.run(["answer", "deposit_settled", "all"]).code(0).shows("相差 98.00 元。");
    shop.run(["answer", "deposit_settled", "let_go"]).code(0);
    shop.run(["export", "markdown"]).code(0).shows("没有退回、不再追讨的押金：98.00 元");
    // More than was paid is asked about, and no sum below nothing is told.
    shop.run(["answer", "deposit_refunded", "700"]).code(0).shows("多于“押金金额”");
    let list = shop.run(["export", "markdown"]);
    assert!(!list.out.contains("-102.00") && !list.out.contains("−102.00"), "{}", list.out);
}

#[test]
fn a_number_in_other_groups_is_the_same() {
    let shop = Shop::of(SMALL).lang("zh-CN");
    shop.run(["answer", "terminals/2/tid", "1002 3456"]).code(0).shows("相同");
}
