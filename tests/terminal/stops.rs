//! Ctrl-Z and `fg`: what was open is seen, or heard, again.

use portable_pty::CommandBuilder;

use crate::pty::Pty;
use crate::shop::{BEGUN, Shop, WIDE};

const COUNTRY: &str = "您的店开在哪里？";
const PROVIDER: &str = "终端是哪家支付机构的？";

/// `posquit` as a job of a shell, which says when it stopped and at once brings it back.
fn job(shop: &Shop, arguments: &[&str]) -> Pty {
    let inner = shop.command(arguments);
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "set -m; \"$@\"; echo HALT; fg >/dev/null; exit $?", "sh"]);
    command.args(inner.get_argv());
    command.env_clear();
    shop.environment().iter().for_each(|(name, value)| command.env(name, value));
    Pty::spawn(command, WIDE)
}

/// What was printed after the stop.
fn after_the_stop(pty: &Pty) -> String {
    let text = String::from_utf8_lossy(&pty.bytes()).into_owned();
    text.split_once("HALT").map_or_else(String::new, |(_, after)| after.to_owned())
}

#[test]
fn a_line_comes_back_with_what_was_typed() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
    let mut pty = job(&shop, &["resume"]);
    pty.asks(PROVIDER);
    pty.types("拉卡");
    pty.until("the text stands there", |pty| pty.line() == "拉卡");
    pty.types("\u{1a}");
    pty.until("the line is drawn again", |pty| after_the_stop(pty).contains("拉卡") && pty.reads_keys());
    pty.types("拉");
    pty.until("it is typed on", |pty| pty.line() == "拉卡拉");
    pty.leaves_with("\r");
    pty.asks("停用全部，还是一部分？");
    assert_eq!(shop.answer("provider"), "拉卡拉");
}

#[test]
fn a_menu_takes_no_notice() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = job(&shop, &["resume"]);
    pty.asks(COUNTRY);
    let before = pty.draws();
    pty.types("\u{1a}");
    pty.until("it is drawn again", |pty| pty.draws() > before);
    pty.choose(COUNTRY, "英国");
    pty.asks(PROVIDER);
    assert_eq!(shop.answer("country"), "uk");
}

#[test]
fn the_plain_voice_asks_again() {
    let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
    let mut pty = job(&shop, &["resume", "--accessible"]);
    pty.hears(PROVIDER);
    pty.types("拉卡");
    pty.types("\u{1a}");
    pty.until("it asks again", |pty| after_the_stop(pty).contains(PROVIDER));
    pty.hears(PROVIDER);
    pty.says("拉卡拉");
    pty.hears_list("停用全部，还是一部分？");
    assert_eq!(shop.answer("provider"), "拉卡拉");
}

#[test]
fn ctrl_c_after_a_return_still_saves_and_leaves() {
    for voice in [&["resume"][..], &["resume", "--accessible"]] {
        let shop = Shop::chinese().with(&format!("{BEGUN}\ncountry = 'cn'"));
        let mut pty = job(&shop, voice);
        pty.until("it asks", |pty| pty.heard().contains(PROVIDER));
        pty.until("it reads", |pty| pty.reads_keys() || pty.heard().ends_with(PROVIDER));
        pty.types("\u{1a}");
        pty.until("it is back", |pty| after_the_stop(pty).contains(PROVIDER));
        pty.until("it reads", |pty| pty.reads_keys() || pty.heard().ends_with(PROVIDER));
        pty.types("\u{3}");
        assert_eq!(pty.ends(), 130, "{}", pty.text());
        pty.shows("posquit resume");
    }
}
