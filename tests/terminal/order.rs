//! What comes after what: the question that an act led to, the answer that has to wait for money, and what is put off and
//! holds nothing else up.

use crate::overview::EN;
use crate::shop::{READY_TO_READ, Shop, WIDE};

/// `READY_TO_READ` with other answers in the place of its last day and its deposit, these steps left out, and ticks.
fn stopped(left_out: &[&str], answers: &str, ticks: &str) -> String {
    let ready = READY_TO_READ.replace("deposit_paid = false\n", "").replace("stop_date = 2027-02-20\n", "");
    let skipped = left_out.iter().map(|step| format!("{step} = {{ state = 'skipped', reason = 'x' }}\n"));
    format!("{ready}{answers}[marks]\n{}[ticks]\n{ticks}", skipped.collect::<String>())
}

const BEFORE: [&str; 10] = [
    "contract",
    "replacement",
    "notify",
    "announce",
    "wind-down",
    "last-batch",
    "reconcile",
    "wipe",
    "return",
    "stop-request",
];

#[test]
fn what_came_is_asked_for_before_the_account_is_closed() {
    let deposit = "stop_date = 2026-11-01\ndeposit_paid = true\ndeposit_amount = '598'\ndeposit_booked_as = 'deposit'\n\
                   refund_account = '工行 6222 0200 1234 5678'\n";
    let claimed = "deposit_claimed = { on = 2026-11-02, evidence = 'EMS 1' }\n";
    let mut shop = Shop::chinese().with(&stopped(&BEFORE, deposit, claimed));
    shop.on("2026-12-20");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("等到了吗？", "等到了");
    pty.answer("是哪天？", "2026-12-18");
    pty.answer("凭证号或说明？", "流水 1");
    pty.asks("对方要从押金里扣钱吗？");
    pty.leaves_with("\x03");
}

#[test]
fn whether_all_agree_is_not_asked_while_the_last_payout_has_time() {
    let settled = "last_batch_done.row.1 = { on = 2026-11-23 }\nrecords_exported = { on = 2026-11-24, evidence = '文件夹' }\n";
    let mut left_out = BEFORE.to_vec();
    left_out.retain(|step| !["last-batch", "reconcile"].contains(step));
    let answers = stopped(&left_out, "stop_date = 2026-11-23\ndeposit_paid = false\n", settled);
    let mut shop = Shop::chinese().with(&answers);
    shop.on("2026-11-25");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("等到了吗？", "还没有");
    pty.told("在等：最后一批交易到账");
    pty.shows_no("三方都对上了吗？");
    pty.leaves_with("\x03");
}

#[test]
fn whoever_wants_the_main_steps_at_once_is_still_asked_who_they_are() {
    let shop = Shop::english();
    let mut pty = shop.talk("start", WIDE);
    pty.answer("What is your business called?", "=");
    pty.choose(EN.steps, EN.six);
    pty.choose(EN.six_ask, EN.six_yes);
    pty.choose(EN.steps, EN.go_on);
    pty.answer("What is your business called?", "Corner Cafe");
    pty.asks("Where is your business?");
    pty.leaves_with("\x03");
}
