//! Letters in the conversation: written at their act, with what is missing asked there, and noted as sent. Full numbers
//! in a letter are asked about where somebody can answer.

use serde_json::Value;

use crate::pty::{Pty, squeezed};
use crate::shop::{Shop, WIDE, ready_to_notify};

/// Asks for the stop notice with full numbers and types this when asked; what the screen says at the end.
#[track_caller]
fn asked(shop: &Shop, typed: &str) -> String {
    let mut pty = Pty::spawn(shop.command(&["letter", "stop-notice", "--full"]), WIDE);
    pty.shows("账号和证件号要写全吗？");
    pty.types(typed);
    pty.types("\r");
    assert_eq!(pty.ends(), 0, "{}", pty.text());
    squeezed(&pty.text())
}

#[test]
fn full_numbers_are_written_only_when_that_is_confirmed() {
    let answers = ready_to_notify("").replace("merchant_id =", "contact = '王小明'\nmerchant_id =");
    let shop = Shop::chinese().with(&answers);
    assert!(asked(&shop, "否").contains(&squeezed("没有写。不加 --full，就只写末四位。")));
    assert!(asked(&shop, "").contains(&squeezed("没有写。")));
    let written = asked(&shop, "是");
    assert!(written.contains(&squeezed("已写好“停用通知函”")), "{written}");
    assert!(written.contains(&squeezed("这份文件里有完整的账号或证件号")), "{written}");
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
    pty.told("已写好“停用通知函”");
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

#[test]
fn a_late_wait_offers_the_reminder_and_leads_to_its_act() {
    let sent = "notice_sent = { on = 2026-10-20, evidence = 'post' }\n";
    let answers =
        ready_to_notify(sent).replace("merchant_id =", "contact = 'Ann 020 7946 0000'\nmerchant_id =");
    let shop = Shop::english().with(&answers);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("Has it come?", "Write the letter: Reminder");
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
    pty.hears_list("Is it done?");
    assert_eq!(letters(&shop), ["2026-11-24-stop-notice-en.docx"]);
}
