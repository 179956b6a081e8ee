//! Letters in the conversation: written at their act, with what is missing asked there, and noted as sent. Full numbers
//! in a letter are asked about where somebody can answer.

use serde_json::Value;

use crate::pty::{Pty, squeezed};
use crate::shop::{Shop, WIDE, ready_to_notify};

/// Asks for the stop notice and types this at the question about numbers; what the screen says at the end.
#[track_caller]
fn asked(shop: &Shop, more: &[&str], keys: &str) -> String {
    let mut pty = Pty::spawn(shop.command(&[&["letter", "stop-notice"], more].concat()), WIDE);
    pty.shows("要写完整号码吗？");
    pty.types(keys);
    assert_eq!(pty.ends(), 0, "{}", pty.text());
    squeezed(&pty.text())
}

/// What the record of the last letter keeps about its numbers.
fn numbers(shop: &Shop) -> Option<String> {
    let records = shop.state()["records"].as_array().cloned().unwrap_or_default();
    Some(records.last()?["facts"]["numbers"].as_str()?.to_owned())
}

#[test]
fn full_numbers_are_written_only_when_that_is_confirmed() {
    let answers = ready_to_notify("").replace("merchant_id =", "contact = '王小明'\nmerchant_id =");
    let shop = Shop::chinese().with(&answers);
    // With --full, everything is about to be in full, so Enter alone leaves it.
    assert!(asked(&shop, &["--full"], "\r").contains(&squeezed("什么都没有写。")));
    assert_eq!(numbers(&shop), None);
    let written = asked(&shop, &["--full"], "\u{1b}[A\r");
    assert!(written.contains(&squeezed("已写好“停用通知函”")), "{written}");
    assert!(written.contains(&squeezed("写全了：商户号。")), "{written}");
    assert_eq!(numbers(&shop).as_deref(), Some("full"));
    // Without, what the reader needs is proposed, so Enter alone takes it.
    let written = asked(&shop, &[], "\r");
    assert!(written.contains(&squeezed("收信人要凭完整号码办理：商户号。")), "{written}");
    assert!(written.contains(&squeezed("写全了：商户号。")) && !written.contains("--full"), "{written}");
    assert_eq!(numbers(&shop).as_deref(), Some("needed"));
    let written = asked(&shop, &[], "\u{1b}[B\r");
    assert!(
        written.contains(&squeezed("只写了末四位：商户号。")) && !written.contains("--full"),
        "{written}"
    );
    assert_eq!(numbers(&shop).as_deref(), Some("masked"));
}

/// The letters that lie in the case.
fn letters(shop: &Shop) -> Vec<String> {
    let name = shop.state()["name"].as_str().unwrap().to_owned();
    let files = std::fs::read_dir(shop.cases().join(name).join("letters")).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

fn notice(shop: &Shop) -> Value {
    shop.state()["ticks"]["notice_sent"][0].clone()
}

#[test]
fn the_notice_is_written_at_its_act_and_what_it_lacks_is_asked_there() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("办好了吗？", "写函件：停用通知函");
    pty.told("这封函件还缺 1 项，就在这里补上。");
    pty.answer("对方怎么联系您？", "王小明 13800000000");
    pty.told("收信人要凭完整号码办理：商户号。");
    pty.choose("要写完整号码吗？", "写完整号码");
    pty.told("已写好“停用通知函”");
    pty.told("写全了：商户号。");
    pty.shows_no("--full");
    pty.asks("办好了吗？");
    assert_eq!(letters(&shop), ["2026-11-24-stop-notice-zh-CN.docx"]);
    pty.mark("再写一份：停用通知函");
    pty.choose("办好了吗？", "办好了");
    pty.answer("是哪天？", "");
    pty.answer("是怎么送出的？", "EMS");
    pty.answer("凭证号或说明？", "1234567890123");
    pty.told("在等：支付机构对停用通知的书面确认");
    assert_eq!(notice(&shop)["on"], "2026-11-24");
    assert_eq!(notice(&shop)["evidence"], "EMS、1234567890123");
    let file = shop.case_file();
    for fact in ["\"sent_on\" = \"2026-11-24\"", "\"way\" = \"EMS\"", "\"tracking\" = \"1234567890123\""] {
        assert!(file.contains(fact), "{fact} is not in\n{file}");
    }
}

/// A day that nobody knows is not made up, and one that is typed in words is kept as a day.
#[test]
fn the_letter_keeps_the_day_that_was_told() {
    for (typed, kept) in [("-", "unknown"), ("23 November 2026", "2026-11-23")] {
        let answers = ready_to_notify("").replace("merchant_id =", "contact = 'Ann'\nmerchant_id =");
        let shop = Shop::english().with(&answers);
        let mut pty = shop.talk("resume", WIDE);
        pty.choose("Is it done?", "Write the letter: Stop notice");
        pty.choose("Write them in full?", "Only the last four characters");
        pty.choose("Is it done?", "Yes, done");
        pty.answer("On which day?", typed);
        pty.answer("How did it go out?", "EMS");
        pty.answer("Number or note?", "1234567890123");
        pty.told("the provider's written confirmation of the stop notice");
        let fact = format!("\"sent_on\" = \"{kept}\"");
        assert!(shop.case_file().contains(&fact), "{}", shop.case_file());
    }
}

/// A shop whose notice stays without an answer, where the reminder was written just now.
fn reminded() -> (Shop, Pty) {
    let sent = "notice_sent = { on = 2026-10-20, evidence = 'post' }\n";
    let answers =
        ready_to_notify(sent).replace("merchant_id =", "contact = 'Ann 020 7946 0000'\nmerchant_id =");
    let shop = Shop::english().with(&answers);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("Has it come?", "Write the letter: Reminder");
    pty.choose("Write them in full?", "Only the last four characters");
    (shop, pty)
}

#[test]
fn a_late_wait_offers_the_reminder_and_leads_to_its_act() {
    let (shop, pty) = reminded();
    pty.told("Send it, then come back here");
    pty.asks("Is it done?");
    pty.told("Send a reminder to the person in charge");
    assert_eq!(letters(&shop), ["2026-11-24-reminder-en.docx"]);
}

#[test]
fn the_plain_voice_writes_it_too() {
    let answers = ready_to_notify("").replace("merchant_id =", "contact = 'Ann'\nmerchant_id =");
    let shop = Shop::english().with(&answers);
    let mut pty = shop.talk_with(&["resume", "--accessible"], WIDE);
    pty.hears_list("Is it done?");
    let write = pty.number_of("Write the letter: Stop notice");
    pty.says(&write);
    pty.hears_list("Write them in full?");
    pty.says("1");
    pty.hears_list("Is it done?");
    assert_eq!(letters(&shop), ["2026-11-24-stop-notice-en.docx"]);
}

#[test]
fn what_to_say_uses_what_is_known() {
    let answers = ready_to_notify("").replace(
        "merchant_id =",
        "contact = 'Ann 020 7946 0000'\nstop_reason = 'we change provider'\nmerchant_id =",
    );
    let shop = Shop::english().with(&answers);
    let pty = shop.talk("resume", WIDE);
    pty.asks("Is it done?");
    for said in
        ["Last day of card payments: 20 Feb 2027.", "Reason: we change provider.", "Ann 020 7946 0000"]
    {
        pty.told(said);
    }
    pty.shows_no("(optional)");
    pty.shows_no("(write it here)");
    // What the other side is late with is named with its days.
    let (_shop, pty) = reminded();
    pty.asks("Is it done?");
    pty.told("written confirmation of the stop notice (since 20 Oct 2026, due by");
    pty.shows_no("(what it is, the day you asked");
}
