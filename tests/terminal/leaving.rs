//! Leaving in the middle: whatever ends the session, the terminal is put right, everything confirmed is saved, and the
//! next session asks the next right question.

use crate::pty::{BY_SIGNAL, Pty};
use crate::shop::{BEGUN, READY_TO_READ, SCOPED, Shop, WIDE};

/// What ends a session.
#[derive(Clone, Copy)]
enum Way {
    CtrlC,
    CtrlD,
    Term,
    /// The window is closed; this key draws something first.
    Closed(&'static str),
}

const DOWN: &str = "\u{1b}[B";

/// Ends a session and checks what it leaves behind.
#[track_caller]
fn leaves(pty: &mut Pty, way: Way) {
    match way {
        Way::CtrlC => pty.types("\u{3}"),
        Way::CtrlD => pty.types("\u{4}"),
        Way::Term => pty.signal("TERM"),
        Way::Closed(key) => pty.closes(key),
    }
    assert_eq!(pty.ends(), 130, "{}", pty.text());
    if !matches!(way, Way::Closed(_)) {
        pty.shows("posquit resume");
        assert!(pty.shows_cursor(), "the cursor is hidden");
        assert!(!pty.brackets_paste(), "pasted text is still bracketed");
        assert_eq!(pty.flags(), pty.before, "the terminal is not as it was");
    }
}

/// Leaves a resumed session at the place where `reach` led, and checks that nothing changed and the next one asks `next`.
#[track_caller]
fn comes_back(answers: &str, way: Way, next: &str, reach: impl Fn(&mut Pty)) {
    let shop = Shop::chinese().with(answers);
    let saved = shop.state();
    let mut pty = shop.talk("resume", WIDE);
    reach(&mut pty);
    leaves(&mut pty, way);
    assert_eq!(shop.state(), saved);
    shop.talk("resume", WIDE).asks(next);
}

fn at_a_line(way: Way) {
    comes_back(&format!("{BEGUN}\ncountry = 'cn'"), way, "终端是哪家支付机构的？", |pty| {
        pty.asks("终端是哪家支付机构的？");
        if !matches!(way, Way::CtrlD) {
            pty.types("拉卡");
            pty.until("the text stands there", |pty| pty.line() == "拉卡");
        }
    });
}

fn at_a_menu(way: Way) {
    comes_back(BEGUN, way, "您的店开在哪里？", |pty| {
        pty.asks("您的店开在哪里？");
        pty.down();
    });
}

fn at_a_menu_of_many(way: Way) {
    comes_back(SCOPED, way, "哪些已经办完了？", |pty| {
        pty.asks("哪些已经办完了？");
        pty.ticks("停用通知，对方已确认");
    });
}

fn inside_a_todo(way: Way) {
    comes_back(READY_TO_READ, way, "办好了吗？", |pty| {
        pty.choose("办好了吗？", "办好了");
        pty.answer("是哪天？", "");
        pty.asks("凭证号或说明？");
    });
}

#[test]
fn ctrl_c_at_a_line_saves_and_leaves() {
    at_a_line(Way::CtrlC);
}

#[test]
fn ctrl_c_at_a_menu_saves_and_leaves() {
    at_a_menu(Way::CtrlC);
}

#[test]
fn ctrl_c_at_a_menu_of_many_saves_and_leaves() {
    at_a_menu_of_many(Way::CtrlC);
}

#[test]
fn ctrl_c_inside_a_todo_ticks_nothing() {
    inside_a_todo(Way::CtrlC);
}

#[test]
fn ctrl_d_on_an_empty_line_saves_and_leaves() {
    at_a_line(Way::CtrlD);
}

#[test]
fn a_termination_signal_at_a_line_saves_and_leaves() {
    at_a_line(Way::Term);
}

#[test]
fn a_termination_signal_at_a_menu_saves_and_leaves() {
    at_a_menu(Way::Term);
}

#[test]
fn a_termination_signal_at_a_menu_of_many_saves_and_leaves() {
    at_a_menu_of_many(Way::Term);
}

#[test]
fn a_termination_signal_inside_a_todo_ticks_nothing() {
    inside_a_todo(Way::Term);
}

#[test]
fn a_closed_window_at_a_line_saves_and_leaves() {
    at_a_line(Way::Closed("拉"));
}

#[test]
fn a_closed_window_at_a_menu_saves_and_leaves() {
    at_a_menu(Way::Closed(DOWN));
}

#[test]
fn a_closed_window_at_a_menu_of_many_saves_and_leaves() {
    at_a_menu_of_many(Way::Closed(DOWN));
}

#[test]
fn a_closed_window_inside_a_todo_ticks_nothing() {
    inside_a_todo(Way::Closed("拉"));
}

/// Answers the first two questions of a new case.
fn two_answers(pty: &mut Pty) {
    pty.answer("合同上的商户名称是什么？", "上海好味道");
    pty.choose("您的店开在哪里？", "英国");
    pty.asks("终端是哪家支付机构的？");
}

#[test]
fn what_was_answered_before_ctrl_c_in_a_first_session_is_kept() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    two_answers(&mut pty);
    leaves(&mut pty, Way::CtrlC);
    assert_eq!(shop.answer("merchant_name"), "上海好味道");
    assert_eq!(shop.answer("country"), "uk");
    shop.talk("resume", WIDE).asks("终端是哪家支付机构的？");
}

#[test]
fn leaving_before_the_first_answer_makes_no_case() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    pty.asks("合同上的商户名称是什么？");
    pty.types("\u{3}");
    assert_eq!(pty.ends(), 130);
    pty.shows("还没有回答，所以没有保存任何内容。");
    assert_eq!(shop.run(&["status"]).status.code(), Some(2));
}

#[test]
fn saving_and_quitting_from_the_small_menu_is_a_success() {
    let shop = Shop::chinese();
    let mut pty = shop.talk("start", WIDE);
    pty.answer("合同上的商户名称是什么？", "上海好味道");
    pty.asks("您的店开在哪里？");
    pty.small_menu("您想做什么？", "保存并退出");
    assert_eq!(pty.ends(), 0);
    pty.shows("下次接着办：posquit resume --case case");
    assert!(pty.shows_cursor());
    assert_eq!(pty.flags(), pty.before);
    shop.talk("resume", WIDE).asks("您的店开在哪里？");
}

#[test]
fn after_kill_9_the_next_session_asks_on_in_a_terminal_that_works() {
    let shop = Shop::chinese();
    let mut killed = shop.talk("start", WIDE);
    two_answers(&mut killed);
    killed.signal("KILL");
    assert_eq!(killed.ends(), BY_SIGNAL);
    // Nobody can put a terminal right after kill -9; it shows that the other tests would notice.
    assert_ne!(killed.flags(), killed.before);
    let mut pty = shop.talk("resume", WIDE);
    pty.answer("终端是哪家支付机构的？", "拉卡拉");
    pty.choose("停用全部，还是一部分？", "部分终端，保留商户号");
    pty.asks("哪些已经办完了？");
    assert_eq!(shop.answer("scope"), "some");
    leaves(&mut pty, Way::CtrlC);
}

#[test]
fn ctrl_c_at_the_question_for_the_language_leaves_the_terminal_as_it_was() {
    let shop = Shop::speaking("C");
    let mut pty = shop.talk("start", WIDE);
    pty.asks("语言 / Language");
    pty.types("\u{3}");
    assert_eq!(pty.ends(), 130, "{}", pty.text());
    assert!(pty.shows_cursor(), "the cursor is hidden");
    assert_eq!(pty.flags(), pty.before);
}

#[test]
fn quitting_at_the_question_for_the_language_leaves() {
    let shop = Shop::speaking("C");
    let mut pty = shop.talk("start", WIDE);
    pty.asks("语言 / Language");
    pty.small_menu("What would you like?", "Save and quit");
    assert_eq!(pty.ends(), 0, "{}", pty.text());
}
