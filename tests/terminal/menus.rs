//! Menus: they erase nothing above them, Esc opens the small menu, nothing chosen means none, and not knowing is an answer.

use portable_pty::CommandBuilder;
use posquit::domain::text::Lang;
use posquit::wizard::{Ask, Line, Page, Prompt, Reply, Terminal};
use serde_json::json;

use crate::pty::Pty;
use crate::shop::{BEGUN, NARROW, SCOPED, Shop, WIDE};

const COUNTRY: &str = "您的店开在哪里？";
const DONE: &str = "哪些已经办完了？";
const SMALL: &str = "您想做什么？";

/// The rows above the menu that is open.
fn above(pty: &Pty) -> Vec<String> {
    let rows = pty.rows();
    let menu = rows.iter().rposition(|row| row.contains('›')).unwrap();
    rows[..=menu].to_vec()
}

/// Walks ten options down and ten up again; the rows above stay as they were.
#[track_caller]
fn walks_without_erasing(pty: &mut Pty) {
    pty.until("the last option is drawn", |pty| {
        let text = pty.text();
        text.trim_end().ends_with("还不知道") || text.trim_end().ends_with("I don't know yet")
    });
    let (before, first) = (above(pty), pty.marked());
    (0..10).for_each(|_| pty.down());
    assert_eq!(above(pty), before, "after ten times down");
    (0..10).for_each(|_| pty.up());
    assert_eq!(above(pty), before, "after ten times up");
    assert_eq!(pty.marked(), first);
}

#[test]
fn walking_through_a_menu_erases_nothing_above_it() {
    for size in [WIDE, NARROW] {
        let shop = Shop::chinese().with(BEGUN);
        let mut pty = shop.talk("resume", size);
        pty.asks(COUNTRY);
        walks_without_erasing(&mut pty);
        let shop =
            Shop::english().with("[answers]\nmerchant_name = 'Cafe'\ncountry = 'uk'\nprovider = 'SumUp'");
        let mut pty = shop.talk("resume", size);
        pty.asks("Everything, or some terminals?");
        walks_without_erasing(&mut pty);
    }
}

const LONG: [&str; 3] = [
    "把终端和全部配件寄回支付机构总部并保留快递单据和签收凭证以备将来核对",
    "把终端和全部配件送到合同上写明的网点由经办人当面清点并在交接单上签名",
    "请支付机构派人上门来取终端和全部配件并当场在交接单上签名写明收到日期",
];
const PROGRAM: &str = "POSQUIT_LONG_MENU";

/// Not a test but the program of the test below, which runs it in a terminal: a menu with very long options.
#[test]
fn program_with_a_long_menu() {
    if std::env::var_os(PROGRAM).is_none() {
        return;
    }
    let words = posquit::template::words(Lang::Zh);
    let mut terminal = Terminal::new(&words, false).unwrap();
    let prompt = Prompt { ask: "怎么归还？".to_owned(), unknown: true, ..Prompt::default() };
    terminal.tell(&Page::of(Line::Blank)).unwrap();
    let reply = terminal.pick(&prompt, &LONG.map(str::to_owned), 0).unwrap();
    assert_eq!(reply, Reply::Got(1));
    terminal.tell(&Page::of(Line::Text("选好了。".to_owned()))).unwrap();
}

#[test]
fn long_chinese_options_are_read_in_full_and_erase_nothing() {
    for size in [WIDE, NARROW] {
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "menus::program_with_a_long_menu", "--nocapture", "--test-threads=1"]);
        command.env_clear();
        command.env(PROGRAM, "1");
        command.env("TERM", "xterm-256color");
        let mut pty = Pty::spawn(command, size);
        pty.asks("怎么归还？");
        if size == NARROW {
            for option in LONG {
                pty.shows(option);
            }
        }
        walks_without_erasing(&mut pty);
        pty.down();
        pty.leaves_with("\r");
        pty.shows("选好了。");
        assert_eq!(pty.ends(), 0, "{}", pty.text());
    }
}

#[test]
fn escape_opens_a_small_menu_with_five_ways_out_and_one_on() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk("resume", NARROW);
    pty.asks(COUNTRY);
    pty.escape();
    pty.asks(SMALL);
    pty.shows("继续回答");
    let rows = pty.rows();
    let menu = rows.iter().rposition(|row| row.contains(SMALL)).unwrap();
    let options: Vec<&str> =
        rows[menu + 1..].iter().map(|row| row.trim()).filter(|row| !row.is_empty()).collect();
    assert_eq!(options, ["❯ 返回上一步", "看帮助", "还不知道", "总览与修改", "保存并退出", "继续回答"]);
}

#[test]
fn escape_opens_the_small_menu_in_english_too() {
    let shop = Shop::english().with("[answers]\nmerchant_name = 'Cafe'");
    let mut pty = shop.talk("resume", NARROW);
    pty.asks("Where is your business?");
    pty.escape();
    pty.asks("What would you like?");
    for option in
        ["❯ Back", "Help", "I don't know yet", "All steps, and changes", "Save and quit", "Go on answering"]
    {
        pty.shows(option);
    }
}

#[test]
fn going_on_or_a_second_escape_leads_back_to_the_menu() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(COUNTRY);
    pty.small_menu(SMALL, "继续回答");
    pty.asks(COUNTRY);
    pty.escape();
    pty.asks(SMALL);
    pty.escape();
    pty.choose(COUNTRY, "澳大利亚");
    pty.asks("终端是哪家支付机构的？");
    assert_eq!(shop.answer("country"), "au");
}

#[test]
fn help_from_the_small_menu_is_shown_and_the_menu_opens_again() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(COUNTRY);
    pty.small_menu(SMALL, "看帮助");
    pty.shows("当地的规定、工作日和货币按这里来定。");
    pty.asks(COUNTRY);
}

#[test]
fn not_knowing_yet_is_an_option_of_a_menu_and_of_the_small_menu() {
    let unknown = json!({ "unknown": true });
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk("resume", NARROW);
    pty.choose(COUNTRY, "还不知道");
    pty.asks("终端是哪家支付机构的？");
    assert_eq!(shop.answer("country"), unknown);

    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk("resume", NARROW);
    pty.asks(COUNTRY);
    pty.small_menu(SMALL, "还不知道");
    pty.asks("终端是哪家支付机构的？");
    assert_eq!(shop.answer("country"), unknown);
}

#[test]
fn choosing_nothing_in_a_menu_of_many_answers_none() {
    for size in [WIDE, NARROW] {
        let shop = Shop::chinese().with(SCOPED);
        let mut pty = shop.talk("resume", size);
        pty.asks(DONE);
        pty.shows("按空格勾选，按回车确认");
        pty.leaves_with("\r");
        pty.asks("终端号或序列号是多少？");
        assert_eq!(shop.answer("done_before"), json!(["none"]));
    }
}

#[test]
fn what_is_ticked_in_a_menu_of_many_is_answered() {
    let shop = Shop::chinese().with(SCOPED);
    let mut pty = shop.talk("resume", WIDE);
    pty.asks(DONE);
    pty.ticks("停用通知，对方已确认");
    pty.leaves_with("\r");
    pty.asks("终端号或序列号是多少？");
    assert_eq!(shop.answer("done_before"), json!(["notify"]));
}

#[test]
fn an_option_that_stands_alone_is_not_taken_together_with_others() {
    let shop = Shop::chinese().with(&format!("{SCOPED}done_before = ['none']"));
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("终端号或序列号是多少？");
    pty.leaves_with("<\r");
    pty.asks(DONE);
    pty.shows("✔ 都没有");
    pty.ticks("停用通知，对方已确认");
    pty.leaves_with("\r");
    pty.shows("! “都没有”不能和别的一起选。");
    pty.asks(DONE);
    assert_eq!(shop.answer("done_before"), json!(["none"]));
}

#[test]
fn without_colour_it_is_still_seen_where_one_is_in_a_menu_of_many() {
    let shop = Shop::chinese().with(SCOPED);
    let pty = &mut Pty::spawn(shop.command(&["resume", "--color", "never"]), WIDE);
    pty.asks(DONE);
    let before = pty.text();
    pty.types("\u{1b}[B");
    pty.until("the screen shows that another option is active", |pty| pty.text() != before);
}
