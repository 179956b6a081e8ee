//! What the plain voice says once, what it says again when it is asked, and what it answers to a word that does not fit.

use serde_json::json;

use crate::pty::{Pty, squeezed};
use crate::shop::{BEGUN, READY_TO_READ, SCOPED, Shop, WIDE, ready_to_notify};

fn plain(shop: &Shop, command: &str) -> Pty {
    Pty::spawn(shop.command(&[command, "--accessible"]), WIDE)
}

/// How often something was said so far.
fn times(pty: &Pty, text: &str) -> usize {
    pty.heard().matches(&squeezed(text)).count()
}

#[test]
fn a_day_that_enter_stands_for_is_said() {
    let shop = Shop::english().with(&ready_to_notify(""));
    let mut pty = plain(&shop, "resume");
    pty.hears_list("Is it done?");
    let call = pty.number_of("Note a phone call");
    pty.says(&call);
    pty.hears("Day of the call?");
    pty.says("");
    pty.hears("Who did you speak with?");
    assert_eq!(times(&pty, "The day is 24 Nov 2026."), 1);
    pty.says("<");
    pty.hears_list("Is it done?");
    let done = pty.number_of("Yes, done");
    pty.says(&done);
    pty.hears("On which day?");
    pty.says("");
    pty.hears("Number or note?");
    assert_eq!(times(&pty, "The day is 24 Nov 2026."), 2);
}

#[test]
fn an_answer_that_stands_is_marked_and_one_that_is_given_again_stays() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'uk'"));
    let before = shop.state();
    let mut pty = plain(&shop, "resume");
    pty.hears("终端是哪家支付机构的？");
    pty.says("<");
    pty.hears_list("您的店开在哪里？");
    pty.shows("2. 英国（现在选着）");
    pty.says("英国");
    pty.hears("终端是哪家支付机构的？");
    pty.shows("您选了：英国\n没有变，还是原来的。");
    assert_eq!(shop.state(), before);
}

#[test]
fn a_proposal_is_not_marked_as_an_answer() {
    let shop = Shop::chinese().with(BEGUN);
    let pty = plain(&shop, "resume");
    pty.hears_list("您的店开在哪里？");
    pty.shows_no("（现在选着）");
}

#[test]
fn several_options_are_told_once_and_saved_is_said_once_they_are() {
    let shop = Shop::chinese().with(SCOPED);
    let mut pty = plain(&shop, "resume");
    pty.hears_list("哪些已经办完了？");
    pty.says("2 4");
    pty.hears("终端号或序列号是多少？");
    pty.shows("您选了：停用通知，对方已确认、末次结算和导出，钱已到账\n已保存。");
    assert_eq!(times(&pty, "已保存：停用通知"), 0);
}

#[test]
fn enter_in_the_overview_means_the_step_that_is_spoken_of() {
    let shop = Shop::english().with(READY_TO_READ);
    let mut pty = plain(&shop, "resume");
    pty.hears_list("Is it done?");
    pty.says("=");
    pty.hears_list("Which step?");
    pty.shows("Enter alone chooses 2:");
    pty.says("");
    pty.hears_list("What about this step?");
    pty.shows("2. See and change answers");
    pty.says("");
    pty.hears_list("Is it done?");
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("Is it done?");
    pty.types("\u{1b}");
    pty.choose("What would you like?", "All steps, and changes");
    pty.asks("Which step?");
    assert!(pty.marked().contains("Contract and costs"), "{}", pty.text());
}

#[test]
fn the_words_to_say_are_read_once_and_again_with_help() {
    let end = "That is the end of what to say.";
    let shop = Shop::english().with(&ready_to_notify(""));
    let mut pty = plain(&shop, "resume");
    pty.hears_list("Is it done?");
    assert_eq!(times(&pty, end), 1);
    pty.says("=");
    pty.hears_list("Which step?");
    let back = pty.number_of("Return and go on");
    pty.says(&back);
    pty.hears_list("Is it done?");
    pty.told("What to say was read already; type a question mark (?) to hear it again.");
    assert_eq!(times(&pty, end), 1);
    pty.says("?");
    pty.hears_list("Is it done?");
    assert_eq!(times(&pty, end), 2);
}

#[test]
fn the_keys_are_read_once_and_again_when_help_is_asked_for_twice() {
    let keys = "Besides an answer you can type these words";
    let shop = Shop::english();
    let mut pty = plain(&shop, "start");
    pty.hears("What is your business called?");
    assert_eq!(times(&pty, keys), 1);
    pty.says("=");
    pty.hears_list("Which step?");
    pty.says("1");
    pty.hears_list("What about this step?");
    pty.says("");
    pty.hears("What is your business called?");
    pty.told("Type a question mark (?) to hear help, and twice to hear the words that you can type.");
    assert_eq!(times(&pty, keys), 1);
    pty.says("?");
    pty.hears("What is your business called?");
    pty.shows("Type a question mark (?) once more to hear the words that you can type.");
    assert_eq!(times(&pty, keys), 1);
    pty.says(":help");
    pty.hears("What is your business called?");
    assert_eq!(times(&pty, keys), 2);
    pty.says("?");
    pty.hears("What is your business called?");
    assert_eq!(times(&pty, keys), 2);
}

#[test]
fn what_cannot_stay_unknown_says_so() {
    let shop = Shop::english().with(&ready_to_notify(""));
    let before = shop.state();
    let mut pty = plain(&shop, "resume");
    for typed in ["-", "unknown"] {
        pty.hears_list("Is it done?");
        let rules = times(&pty, "Where this comes from:");
        pty.says(typed);
        pty.hears_list("Is it done?");
        pty.shows("Attention: \"Don't know yet\" is no answer here.");
        assert_eq!(times(&pty, "Where this comes from:"), rules);
    }
    pty.says("=");
    pty.hears_list("Which step?");
    pty.says("-");
    pty.hears_list("Which step?");
    pty.shows("Attention: \"Don't know yet\" is no answer here.");
    assert_eq!(shop.state(), before);
    let mut pty = shop.talk("resume", WIDE);
    pty.asks("Is it done?");
    pty.small_menu("What would you like?", "I don't know yet");
    pty.asks("Is it done?");
    pty.shows("\"Don't know yet\" is no answer here.");
}

#[test]
fn a_command_without_its_colon_is_explained_where_it_is_no_answer() {
    let until = READY_TO_READ.find("contract_end").unwrap();
    for (shop, ask, typed, shown) in [
        (Shop::chinese(), "合同哪天到期？", "总览", "请在前面加冒号：:总览"),
        (Shop::english(), "When does the contract end?", "Back", "with a colon in front: :back"),
    ] {
        let shop = shop.with(&READY_TO_READ[..until]);
        for accessible in [true, false] {
            if accessible {
                let mut pty = plain(&shop, "resume");
                pty.hears(ask);
                pty.says(typed);
                pty.hears(ask);
                pty.shows(shown);
            } else {
                let mut pty = shop.talk("resume", WIDE);
                pty.answer(ask, typed);
                pty.asks(ask);
                pty.shows(shown);
            }
        }
        assert_eq!(shop.answer("contract_end"), json!(null));
    }
}

#[test]
fn a_day_that_does_not_exist_is_answered_with_a_day_in_words() {
    let until = READY_TO_READ.find("contract_end").unwrap();
    let shop = Shop::english().with(&READY_TO_READ[..until]);
    let mut pty = plain(&shop, "resume");
    for typed in ["2026-02-31", "2026-13-01", "soon"] {
        pty.hears("When does the contract end?");
        pty.says(typed);
        pty.hears("When does the contract end?");
        pty.shows("Type it like 31 December 2026.");
    }
    assert_eq!(times(&pty, "2026-12-31"), 0);
}

#[test]
fn records_tell_their_days_in_words_where_they_are_heard() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    shop.does(&["answer", "contact", "--unknown"]);
    shop.does(&["letter", "stop-notice"]);
    let out = |arguments: &[&str]| String::from_utf8(shop.run(arguments).stdout).unwrap();
    assert!(out(&["log"]).contains("写于 2026-11-24"));
    let aloud = out(&["log", "--accessible"]);
    assert!(aloud.contains("写于 2026 年 11 月 24 日"), "{aloud}");
    assert!(!aloud.contains("2026-11-24"), "{aloud}");
}

#[test]
fn a_prompt_leaves_the_last_column_free() {
    let ask = "Type a number from 1 to 7; Enter alone chooses 1:";
    let width = u16::try_from(ask.len()).unwrap();
    let shop = Shop::english().with(BEGUN);
    let pty = Pty::spawn(shop.command(&["resume", "--accessible"]), (width, 24));
    pty.hears_list("Where is your business?");
    let rows = pty.rows();
    let at = rows.iter().rposition(|row| row.starts_with("Type a number")).unwrap();
    assert_eq!(&rows[at..at + 2], &["Type a number from 1 to 7; Enter alone chooses", "1:"]);
}

#[test]
fn no_command_writes_control_sequences_for_the_plain_voice() {
    let shop = Shop::english().with(&ready_to_notify(""));
    for command in ["status", "next", "due", "log", "list", "letter", "rows"] {
        let mut pty = Pty::spawn(shop.command(&[command, "--accessible", "--color", "always"]), WIDE);
        pty.ends();
        assert!(!pty.bytes().contains(&0x1b), "{command}: {}", pty.text());
        assert!(!pty.text().is_empty(), "{command}");
    }
}
