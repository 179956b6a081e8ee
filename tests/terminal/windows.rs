//! Windows that change while something is asked, down to nothing, and more pasted than anybody can mean.

use crate::pty::Pty;
use crate::shop::{BEGUN, SCOPED, Shop, WIDE};

const COUNTRY: &str = "您的店开在哪里？";
const PROVIDER: &str = "终端是哪家支付机构的？";
const DONE: &str = "哪些已经办完了？";
const TINY: [(u16, u16); 5] = [(1, 1), (0, 0), (0, 24), (80, 1), (2, 2)];

/// What fits into no answer.
fn million() -> String {
    "上海好味道".repeat(70_000)
}

/// True where this was printed, whether or not it fits into the window, and on however many lines.
fn printed(pty: &Pty, text: &str) -> bool {
    String::from_utf8_lossy(&pty.bytes()).replace(['\r', '\n'], "").contains(text)
}

#[test]
fn a_window_that_shrinks_under_a_menu_goes_on_in_plain_lines() {
    for size in [(1, 1), (80, 1), (80, 2), (30, 8)] {
        let shop = Shop::chinese().with(BEGUN);
        let mut pty = shop.talk("resume", WIDE);
        pty.asks(COUNTRY);
        pty.resizes(size);
        // The next key finds it out; Esc leaves the menu that is no longer drawn.
        pty.types("\u{1b}[B");
        if size == (30, 8) {
            pty.types("\u{1b}");
        }
        pty.until("the plain voice asks", |pty| !pty.reads_keys() && printed(pty, "编号"));
        pty.resizes(WIDE);
        pty.says("2");
        pty.asks(PROVIDER);
        assert_eq!(shop.answer("country"), "uk", "{size:?}");
    }
}

#[test]
fn no_size_of_a_window_is_too_much() {
    for size in TINY {
        let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
        let mut pty = shop.talk("resume", WIDE);
        pty.asks(PROVIDER);
        pty.resizes(size);
        pty.types("拉卡拉");
        pty.types("\u{1b}[D\u{7f}");
        pty.types("\u{3}");
        assert_eq!(pty.ends(), 130, "{size:?}");
        let mut pty = Pty::spawn(shop.command(&["resume"]), WIDE);
        pty.asks(PROVIDER);
        pty.resizes(size);
        pty.types("\r");
        pty.until("it goes on", |pty| printed(pty, "还没"));
        pty.signal("TERM");
        assert_eq!(pty.ends(), 130, "{size:?}");
    }
}

#[test]
fn a_conversation_begins_in_a_window_of_any_size() {
    for (columns, rows) in TINY {
        let shop = Shop::chinese().with(SCOPED);
        let mut pty = Pty::spawn(shop.command(&["resume"]), (columns.max(1), rows.max(1)));
        pty.resizes((columns, rows));
        pty.until("it asks", |pty| printed(pty, "勾选") || printed(pty, "编号"));
        pty.signal("TERM");
        assert_eq!(pty.ends(), 130, "{columns}x{rows}");
    }
}

#[test]
fn far_too_much_typed_into_a_line_is_refused_and_the_line_works_on() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(PROVIDER);
    // Each key is read by itself, so a million of them would take a while.
    pty.types(&million()[..150_000]);
    pty.leaves_with("\r");
    pty.shows("! 太长了，最多 200 个字。");
    pty.answer(PROVIDER, "拉卡拉");
    pty.asks("停用全部，还是一部分？");
    assert_eq!(shop.answer("provider"), "拉卡拉");
}

#[test]
fn a_million_bytes_pasted_into_a_line_are_refused_and_the_line_works_on() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(PROVIDER);
    pty.types(&format!("\u{1b}[200~{}\u{1b}[201~", million()));
    pty.leaves_with("\r");
    pty.shows("! 太长了，最多 200 个字。");
    pty.answer(PROVIDER, "拉卡拉");
    pty.asks("停用全部，还是一部分？");
}

#[test]
fn text_pasted_into_a_menu_chooses_nothing() {
    let shop = Shop::chinese().with(SCOPED);
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(DONE);
    // A menu reads key by key, so this is as much as fits into its patience.
    pty.types(&million()[..3_000]);
    pty.until("keys are read", Pty::reads_keys);
    pty.leaves_with("\r");
    pty.asks("终端号或序列号是多少？");
    assert_eq!(shop.answer("done_before"), serde_json::json!(["none"]));
}

#[test]
fn a_million_bytes_said_to_the_plain_voice_are_refused_and_it_asks_again() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
    let mut pty = Pty::spawn(shop.command(&["resume", "--accessible"]), WIDE);
    pty.hears(PROVIDER);
    pty.types(&format!("{}\r", million()));
    pty.shows("注意：这一行太长，收不下。请写短一些。");
    pty.hears(PROVIDER);
    pty.types(&"拉卡拉\r".repeat(100));
    pty.shows("注意：太长了，最多 200 个字。");
    pty.hears(PROVIDER);
    pty.says("拉卡拉");
    // What was heard first has scrolled away.
    pty.said_at = 0;
    pty.hears_list("停用全部，还是一部分？");
    assert_eq!(shop.answer("provider"), "拉卡拉");
}
