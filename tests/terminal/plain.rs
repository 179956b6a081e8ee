//! The plain voice: when it speaks, what it says to lists and lines, and that it only ever prints.

use serde_json::json;

use crate::pty::{Pty, squeezed};
use crate::shop::{BEGUN, READY_TO_READ, SCOPED, Shop, WIDE, ready_to_notify};

const NAME: &str = "合同上的商户名称是什么？";
const COUNTRY: &str = "您的店开在哪里？";
const PROVIDER: &str = "终端是哪家支付机构的？";
const DONE: &str = "哪些已经办完了？";
const TID: &str = "终端号或序列号是多少？";

/// A conversation in the plain voice.
fn plain(shop: &Shop, command: &str) -> Pty {
    Pty::spawn(shop.command(&[command, "--accessible"]), WIDE)
}

#[test]
fn it_speaks_where_it_is_asked_for_and_where_nothing_can_be_drawn() {
    let shop = Shop::chinese().with(BEGUN);
    let speaks = |variables: &[(&str, &str)], size| {
        let mut command = shop.command(&["resume"]);
        for (name, value) in variables {
            command.env(name, value);
        }
        Pty::spawn(command, size).hears_list(COUNTRY);
    };
    plain(&shop, "resume").hears_list(COUNTRY);
    speaks(&[("ACCESSIBLE", "1")], WIDE);
    speaks(&[("ACCESSIBLE", "yes")], WIDE);
    speaks(&[("TERM", "dumb")], WIDE);
    speaks(&[("TERM", "")], WIDE);
    speaks(&[], (39, 24));
    speaks(&[], (80, 9));
    speaks(&[], (20, 8));
}

#[test]
fn menus_are_drawn_elsewhere() {
    let shop = Shop::chinese().with(BEGUN);
    for no in ["", "0", "false", "No"] {
        let mut command = shop.command(&["resume"]);
        command.env("ACCESSIBLE", no);
        Pty::spawn(command, (40, 10)).asks(COUNTRY);
    }
}

#[test]
fn it_prints_and_nothing_else() {
    for (term, color) in [("xterm-256color", "always"), ("dumb", "auto")] {
        let shop = Shop::chinese();
        let mut command = shop.command(&["start", "--color", color]);
        command.env("TERM", term);
        command.env("ACCESSIBLE", "1");
        let mut pty = Pty::spawn(command, WIDE);
        pty.hears(NAME);
        pty.says("上海好味道");
        pty.hears_list(COUNTRY);
        pty.says("1");
        pty.hears(PROVIDER);
        pty.says("?");
        pty.hears(PROVIDER);
        pty.says("=");
        pty.hears_list("看哪一步？");
        pty.says(":退出");
        assert_eq!(pty.ends(), 0, "{}", pty.text());
        let text = String::from_utf8(pty.bytes()).unwrap();
        let steers = |c: &char| c.is_control() && !"\r\n".contains(*c);
        assert_eq!(text.chars().find(steers), None, "{text}");
        let draws = |c: &char| matches!(c, '\u{2190}'..='\u{2bff}' | '·' | '›' | '•') || *c > '\u{ffff}';
        assert_eq!(text.chars().find(draws), None, "{text}");
        assert!(!text.contains("  "), "set with blanks: {text}");
    }
}

#[test]
fn an_option_is_chosen_by_its_number_in_either_width_its_name_or_enter() {
    for (typed, chosen, stored) in [
        ("2", "英国", json!("uk")),
        ("２", "英国", json!("uk")),
        ("二", "英国", json!("uk")),
        ("2.", "英国", json!("uk")),
        ("英国", "英国", json!("uk")),
        ("", "中国内地", json!("cn")),
        ("7", "还不知道", json!({ "unknown": true })),
    ] {
        let shop = Shop::chinese().with(BEGUN);
        let mut pty = plain(&shop, "resume");
        pty.hears_list(COUNTRY);
        pty.shows("2. 英国");
        pty.shows("请输入 1 到 7 的编号，直接按回车选 1：");
        pty.says(typed);
        pty.hears(PROVIDER);
        pty.shows(&format!("您选了：{chosen}"));
        assert_eq!(shop.answer("country"), stored, "{typed}");
    }
}

#[test]
fn what_is_chosen_already_is_what_enter_means() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'uk'"));
    let before = shop.state();
    let mut pty = plain(&shop, "resume");
    pty.hears(PROVIDER);
    pty.says("<");
    pty.hears_list(COUNTRY);
    pty.shows("直接按回车选 2：");
    pty.says("");
    pty.hears(PROVIDER);
    pty.shows("您选了：英国");
    assert_eq!(shop.state(), before);
}

#[test]
fn a_number_that_is_not_there_is_told_and_asked_again() {
    let shop = Shop::english().with(BEGUN);
    let mut pty = plain(&shop, "resume");
    for typed in ["0", "8", "-1", "99999999999999999999", "1 2", "France"] {
        pty.hears_list("Where is your business?");
        pty.says(typed);
        pty.shows("Attention: There is no such number. Type one from 1 to 7.");
    }
    pty.hears_list("Where is your business?");
    assert_eq!(shop.answer("country"), json!(null));
}

#[test]
fn several_options_are_chosen_by_their_numbers() {
    for typed in ["2 4", "2,4", "4、2", "２，４", "2; 4 2"] {
        let shop = Shop::chinese().with(SCOPED);
        let mut pty = plain(&shop, "resume");
        pty.hears_list(DONE);
        pty.shows("可以写几个，例如 1 3；直接按回车选 1：");
        pty.says(typed);
        pty.hears(TID);
        pty.shows("您选了：停用通知，对方已确认、末次结算和导出，钱已到账");
        assert_eq!(shop.answer("done_before"), json!(["notify", "last-batch"]), "{typed}");
        pty.says("<");
        pty.hears_list(DONE);
        pty.shows("2. 停用通知，对方已确认（现在选着）");
        pty.shows("直接按回车选 2、4：");
        pty.says("");
        pty.hears(TID);
        assert_eq!(shop.answer("done_before"), json!(["notify", "last-batch"]));
    }
}

#[test]
fn an_answer_that_is_there_is_told_and_enter_keeps_it() {
    let until = READY_TO_READ.find("notice_period").unwrap();
    let shop = Shop::english().with(&READY_TO_READ[..until]);
    let before = shop.state();
    let mut pty = plain(&shop, "resume");
    pty.hears("How much notice do you owe?");
    pty.says("<");
    pty.hears("When does the contract end?");
    pty.shows("It is 31 Mar 2027 now; press Enter to keep it.");
    pty.says("");
    pty.hears("How much notice do you owe?");
    assert_eq!(shop.state(), before);
}

#[test]
fn marks_and_words_lead_back_help_show_all_steps_and_leave() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'uk'"));
    let before = shop.state();
    let mut pty = plain(&shop, "resume");
    for back in ["<", "＜", ":back", "：返回", ":返回", "\u{1b}"] {
        pty.hears(PROVIDER);
        pty.says(back);
        pty.hears_list(COUNTRY);
        pty.says("");
    }
    for back in ["<", "返回", "back", ":back", "\u{1b}"] {
        pty.hears(PROVIDER);
        pty.says("<");
        pty.hears_list(COUNTRY);
        pty.says(back);
        pty.hears(NAME);
        pty.says("");
    }
    for help in ["?", "？", ":help", "：帮助"] {
        pty.hears(PROVIDER);
        pty.says(help);
    }
    for steps in ["=", "＝", ":steps", "：总览"] {
        pty.hears(PROVIDER);
        pty.says(steps);
        pty.hears_list("看哪一步？");
        pty.says("返回");
    }
    pty.hears(PROVIDER);
    assert_eq!(shop.state(), before);
    for quit in [":quit", "：退出", ":q"] {
        let mut pty = plain(&shop, "resume");
        pty.hears(PROVIDER);
        pty.says(quit);
        assert_eq!(pty.ends(), 0, "{}", pty.text());
        assert_eq!(pty.flags(), pty.before);
        pty.told("下次接着办：posquit resume --case case");
    }
    assert_eq!(shop.state(), before);
}

#[test]
fn a_word_without_its_colon_is_an_answer_to_a_line() {
    let shop = Shop::english().with(&format!("{BEGUN}\ncountry = 'uk'"));
    let mut pty = plain(&shop, "resume");
    pty.hears("Who is your card provider?");
    pty.says("Back");
    pty.hears_list("Everything, or some terminals?");
    assert_eq!(shop.answer("provider"), "Back");
}

#[test]
fn a_wrong_answer_is_told_and_asked_again() {
    let shop = Shop::english();
    let mut pty = plain(&shop, "start");
    pty.hears("What is your business called?");
    pty.says("4111 1111 1111 1111");
    pty.shows("Attention: That looks like a full card number");
    pty.hears("What is your business called?");
    pty.says("");
    pty.shows("Attention: There is no answer yet.");
    pty.hears("What is your business called?");
    pty.says("Corner Cafe");
    pty.hears_list("Where is your business?");
    assert_eq!(shop.answer("merchant_name"), "Corner Cafe");
}

#[test]
fn numbers_that_are_masked_are_told_by_their_ending() {
    let shop = Shop::english().with(&ready_to_notify(""));
    let mut pty = plain(&shop, "resume");
    pty.hears_list("Is it done?");
    pty.says("<");
    pty.hears("What's your merchant ID?");
    pty.shows("It is ending in 0001 now; press Enter to keep it.");
    pty.says("");
    pty.hears_list("Is it done?");
    assert!(!pty.heard().contains("898310148160001"));
    assert!(!pty.heard().contains('•'));
}

#[test]
fn what_cannot_be_taken_back_is_confirmed_by_the_title_here_too() {
    let shop = Shop::english().with(&ready_to_notify(""));
    let mut pty = plain(&shop, "resume");
    pty.hears_list("Is it done?");
    pty.told(", phase Tell: Tell the provider");
    pty.told("That is the end of what to say.");
    let done = pty.number_of("Yes, done");
    pty.says(&done);
    pty.hears("On which day?");
    pty.shows("Enter alone means today, 24 Nov 2026");
    pty.says("20 November 2026");
    pty.hears("Number or note?");
    pty.says("-");
    pty.hears("Why is there none?");
    pty.says("-");
    pty.shows("Attention: A reason is needed here");
    pty.hears("Why is there none?");
    pty.says("handed over in person");
    pty.hears_list("Has it come?");
    let tick = &shop.state()["ticks"]["notice_sent"][0];
    assert_eq!(tick["on"], "2026-11-20");
    assert_eq!(tick["reason"], "handed over in person");
}

#[test]
fn commands_that_show_are_read_aloud_too_and_exports_stay_as_they_are() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let out = |arguments: &[&str]| String::from_utf8(shop.run(arguments).stdout).unwrap();
    let aloud = out(&["status", "--accessible"]);
    assert!(aloud.contains("告知阶段。通知支付机构：可以办。"), "{aloud}");
    assert!(aloud.contains("准备阶段，全部已完成。"), "{aloud}");
    assert!(squeezed(&aloud).contains("2027年1月21日，算法是："), "{aloud}");
    assert!(!aloud.contains("  ") && !aloud.contains(['[', '=', '−']), "{aloud}");
    assert!(out(&["status"]).contains("[√] 基本情况"));
    assert!(out(&["log", "--accessible"]).contains("2026 年 11 月 24 日，商户名称：上海好味道"));
    for command in [&["export", "markdown"][..], &["status", "--json"], &["next", "--json"]] {
        assert_eq!(out(command), out(&[command, &["--accessible"]].concat()));
    }
}

#[test]
fn the_language_is_asked_in_a_list_too_and_a_return_from_a_stop_is_told_once() {
    let shop = Shop::speaking("C");
    let mut pty = plain(&shop, "start");
    pty.hears_list("语言 / Language");
    pty.says("?");
    pty.hears_list("语言 / Language");
    pty.says("中文");
    pty.hears(NAME);
    pty.said_at = pty.heard().len();
    pty.signal("STOP");
    pty.signal("CONT");
    pty.hears(NAME);
    assert!(pty.heard().ends_with(&format!("{NAME}{NAME}")), "{}", pty.text());
    pty.says("上海好味道");
    pty.hears_list(COUNTRY);
    assert_eq!(shop.state()["language"], "zh-CN");
}

#[test]
fn a_window_that_closes_leaves_everything_saved() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
    let before = shop.state();
    let mut pty = plain(&shop, "resume");
    pty.hears(PROVIDER);
    pty.closes("拉");
    assert_eq!(pty.ends(), 130);
    assert_eq!(shop.state(), before);
}
