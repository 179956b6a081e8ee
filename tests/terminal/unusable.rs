//! Where nobody can be asked: one sentence, what to do instead, exit code 2, and no hanging.

use portable_pty::CommandBuilder;

use crate::pty::Pty;
use crate::shop::{BEGUN, NARROW, Shop, WIDE};

const NO_TERMINAL: &str =
    "错误：这里不是命令行窗口，没法对话\n请这样做：用 --answers 文件 一次填好；或用 answer、tick 逐项填写";
/// Waits for the end of a program that cannot talk, and returns all that it said.
#[track_caller]
fn refusal(mut pty: Pty) -> String {
    assert_eq!(pty.ends(), 2, "{}", pty.text());
    assert_eq!(pty.prompts(), 0);
    assert_eq!(pty.flags(), pty.before);
    pty.text().trim_end().to_owned()
}

#[test]
fn without_any_terminal_start_and_resume_say_so() {
    let shop = Shop::chinese().with(BEGUN);
    for command in ["start", "resume"] {
        let output = shop.run(&[command]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("{NO_TERMINAL}\n"));
    }
}

#[test]
fn without_a_terminal_it_is_said_in_english_too() {
    let output = Shop::english().run(&["start"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: there is no terminal here to talk in\n\
         hint: give the answers in a file with --answers FILE, or one by one with answer and tick\n"
    );
}

/// `posquit start` with one of its streams led elsewhere.
fn redirected(shop: &Shop, how: &str) -> Pty {
    let inner = shop.command(&["start"]);
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", &format!("\"$@\" {how}"), "sh"]);
    command.args(inner.get_argv());
    command.env_clear();
    shop.environment().iter().for_each(|(name, value)| command.env(name, value));
    Pty::spawn(command, WIDE)
}

#[test]
fn input_or_output_led_elsewhere_is_no_terminal() {
    let shop = Shop::chinese();
    assert_eq!(refusal(redirected(&shop, "< /dev/null")), NO_TERMINAL);
    assert_eq!(refusal(redirected(&shop, "> /dev/null")), NO_TERMINAL);
    assert_eq!(refusal(redirected(&shop, "2> /dev/null")), "");
    assert_eq!(refusal(redirected(&shop, "2>&1 | cat; exit 2")), NO_TERMINAL);
}

#[test]
fn no_input_asks_nothing_in_a_good_terminal() {
    let shop = Shop::chinese().with(BEGUN);
    for command in ["start", "resume"] {
        assert_eq!(refusal(Pty::spawn(shop.command(&[command, "--no-input"]), WIDE)), NO_TERMINAL);
    }
    shop.talk("resume", NARROW).asks("您的店开在哪里？");
}
