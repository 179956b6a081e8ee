//! Files with unknown columns, in the terminal: asked for once, shown as read, remembered.

use crate::pty::Pty;
use crate::shop::{NARROW, Shop, WIDE};

const TILL: &str = "Bon;Wann;Summe;Karte\nB1;01.11.2026;12,50;6225880138000006\nB2;22.11.2026;7,00;\n";

fn file(shop: &Shop) -> String {
    let path = shop.cases().with_file_name("kasse.csv");
    posquit::store::write_atomic(&path, TILL.as_bytes()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn profiles(shop: &Shop) -> Vec<String> {
    let folder = shop.cases().with_file_name("statements");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned()).collect()
}

#[test]
fn unknown_columns_are_asked_for_shown_and_remembered() {
    let shop = Shop::english();
    let path = file(&shop);
    let mut pty = shop.talk_with(&["reconcile", "--explain", &path], WIDE);
    pty.shows("are not known yet");
    pty.shows("Wann: 01.11.2026 / 22.11.2026");
    pty.shows("Karte: 622588••••••0006");
    pty.shows("What is this file?");
    pty.leaves_with("\r");
    for (asks, keys) in [
        ("reference number: which column?", "\r"),
        ("amount before fees: which column?", "\u{1b}[B\r"),
        ("date: which column?", "\r"),
        ("type: which column?", "\r"),
        ("terminal: which column?", "\r"),
    ] {
        pty.asks(asks);
        pty.leaves_with(keys);
    }
    pty.told("line 2: sale, 2026-11-01, B1, 12.50");
    pty.asks("Are the rows read right?");
    pty.leaves_with("\r");
    pty.asks("Know such files from now on?");
    pty.leaves_with("\r");
    pty.shows("What do you call such files?");
    pty.types("\r");
    pty.told("Remembered in");
    pty.told("read as: kasse (columns)");
    assert_eq!(pty.ends(), 0);
    assert_eq!(profiles(&shop), ["kasse.toml"]);
    // From now on nothing is asked.
    let told = shop.run(&["reconcile", "--explain", &path, "--no-input"]);
    assert!(String::from_utf8(told.stdout).unwrap().contains("- Summe: amount before fees"));
}

/// A bank that writes what comes in and what goes out in two columns.
#[test]
fn an_amount_in_two_columns_is_asked_for_as_a_pair() {
    let shop = Shop::english();
    let path = shop.cases().with_file_name("konto.csv");
    let text = "Tag;Text;Haben;Soll\n01.11.2026;ACME P1;12,50;\n22.11.2026;Miete;;7,00\n";
    posquit::store::write_atomic(&path, text.as_bytes()).unwrap();
    let mut pty = shop.talk_with(&["reconcile", "--explain", path.to_str().unwrap()], WIDE);
    pty.choose("What is this file?", "the bank's statement");
    pty.choose("amount before fees: which column?", "in two columns, money in and money out");
    pty.choose("money in: which column?", "Haben (12,50)");
    pty.choose("money out: which column?", "Soll (7,00)");
    pty.choose("date: which column?", "Tag (01.11.2026)");
    pty.choose("description: which column?", "Text (ACME P1)");
    pty.told("2026-11-01, ACME P1, 12.50");
    pty.told("2026-11-22, Miete, -7.00");
    pty.choose("Are the rows read right?", "yes, go on");
    pty.choose("Know such files from now on?", "no, this time only");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn the_plain_voice_asks_in_chinese_and_nothing_need_be_remembered() {
    let shop = Shop::chinese();
    let path = file(&shop);
    let arguments = ["reconcile", "--explain", &path, "--accessible"];
    let mut pty = Pty::spawn(shop.command(&arguments), NARROW);
    pty.hears_list("这是什么文件？");
    pty.says("1");
    for (asks, answer) in [
        ("单号是哪一列？", "1"),
        ("金额（未扣手续费）是哪一列？", "1"),
        ("日期是哪一列？", "<"),
        ("金额（未扣手续费）是哪一列？", "2"),
        ("日期是哪一列？", "1"),
        ("类型是哪一列？", "1"),
        ("终端号是哪一列？", "1"),
        ("这样读对吗？", "1"),
        ("以后都这样读吗？", "2"),
    ] {
        pty.hears_list(asks);
        pty.says(answer);
    }
    pty.told("第 2 行：消费，2026-11-01，B1，12.50");
    assert_eq!(pty.ends(), 0);
    assert_eq!(profiles(&shop), [""; 0]);
}

#[test]
fn what_cannot_be_read_so_is_told_and_leaving_compares_nothing() {
    let shop = Shop::english();
    let path = file(&shop);
    let mut pty = shop.talk_with(&["reconcile", "--settlement", &path], WIDE);
    pty.asks("reference number: which column?");
    pty.leaves_with("\r");
    pty.asks("amount before fees: which column?");
    pty.leaves_with("\r");
    for asks in ["date", "fee", "amount after fees", "payout or batch number", "date of the payout", "type"] {
        pty.asks(&format!("{asks}: which column?"));
        pty.leaves_with("\r");
    }
    pty.told("rows without an amount, left out: 2");
    pty.asks("Are the rows read right?");
    assert_eq!(pty.marked(), "no, say it again");
    pty.types("\u{3}");
    pty.told("you left before the columns were known, so nothing was compared");
    assert_eq!(pty.ends(), 130);
    assert_eq!(profiles(&shop), [""; 0]);
}

#[test]
fn the_columns_of_a_list_of_rows_are_asked_for() {
    let shop = Shop::english().with(crate::shop::BEGUN);
    let path = shop.cases().with_file_name("list.csv");
    posquit::store::write_atomic(&path, b"Kennung,Wem\nA1,own\nA2,leased\n").unwrap();
    let mut pty = shop.talk_with(&["import", path.to_str().unwrap(), "--lang", "en"], WIDE);
    pty.asks("terminal or serial number: which column?");
    pty.shows("Kennung (A1)");
    pty.leaves_with("\r");
    pty.asks("owner: which column?");
    pty.types("\u{3}");
    pty.told("you left before the columns were known, so nothing was taken");
    assert_eq!(pty.ends(), 130);
    let mut pty = Pty::spawn(
        shop.command(&["import", path.to_str().unwrap(), "--accessible", "--lang", "zh-CN"]),
        NARROW,
    );
    for ask in ["终端号或序列号是哪一列？", "终端归谁是哪一列？"] {
        pty.hears_list(ask);
        pty.says("1");
    }
    pty.told("已保存。");
    assert_eq!(pty.ends(), 0);
    assert!(shop.case_file().contains("tid = \"A2\""));
}
