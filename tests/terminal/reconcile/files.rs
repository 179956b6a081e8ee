//! How files come into the conversation: completed by Tab, dragged, with columns that nobody knows, changed meanwhile.

use crate::shop::{Shop, WIDE};

use super::{EN, SECOND, SETTLED, ZH, put, ready_to_compare};

#[test]
fn a_path_is_completed_by_tab_whatever_its_name() {
    let shop = Shop::chinese().with(&ready_to_compare());
    super::files(&shop, &format!("{SETTLED}{SECOND}"), "149.43");
    let home = shop.cases().parent().unwrap().display().to_string();
    for (typed, shown) in [
        (format!("{home}/销"), format!("{home}/销售\\ 11月.csv")),
        (format!("\"{home}/销"), format!("\"{home}/销售 11月.csv")),
        (format!("'{home}/销"), format!("'{home}/销售 11月.csv")),
    ] {
        let mut pty = shop.talk("resume", WIDE);
        pty.choose("怎么核对？", "现在比对文件");
        pty.asks(ZH[0]);
        pty.types(&typed);
        pty.shows(&typed);
        pty.types("\t");
        pty.shows(&shown);
        pty.leaves_with("\r");
        pty.told("销售 11月.csv：");
        pty.told("2 行，合计 150.00");
        pty.asks(ZH[0]);
        pty.types("\u{3}");
        assert_eq!(pty.ends(), 130);
    }
}

#[test]
fn columns_that_nobody_knows_are_asked_for_on_the_way() {
    let shop = Shop::english().with(&ready_to_compare());
    let files = super::files(&shop, &format!("{SETTLED}{SECOND}"), "149.43");
    let till = put(&shop, "kasse.csv", "Bon;Wann;Summe\nA1001;17.11.2026;100,00\nA1002;17.11.2026;50,00\n");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("How do you want to check?", "Compare the files now");
    pty.answer(EN[0], &till);
    for role in ["reference number", "amount before fees", "date", "type", "terminal"] {
        pty.asks(&format!("{role}: which column?"));
        let is_amount = role.starts_with("amount");
        pty.leaves_with(if is_amount { "\u{1b}[B\r" } else { "\r" });
    }
    pty.choose("Are the rows read right?", "yes, go on");
    pty.choose("Know such files from now on?", "no, this time only");
    pty.told("2 rows, 150.00");
    pty.answer(EN[0], "");
    for (ask, file) in EN.into_iter().zip(files).skip(1) {
        pty.answer(ask, &file);
        pty.answer(ask, "");
    }
    // The file was read once: nothing is asked again.
    pty.told("2 of 2 matched, 0 open");
    pty.told("Saved.");
    assert_eq!(shop.answer("reconciled"), true);
}

#[test]
fn a_signal_while_columns_are_asked_for_leaves_the_whole_conversation() {
    let shop = Shop::english().with(&ready_to_compare());
    let till = put(&shop, "kasse.csv", "Bon;Wann;Summe\nA1001;17.11.2026;100,00\n");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("How do you want to check?", "Compare the files now");
    pty.answer(EN[0], &till);
    pty.asks("reference number: which column?");
    pty.types("\u{3}");
    assert_eq!(pty.ends(), 130);
}

#[test]
fn a_file_that_changed_since_it_was_shown_is_read_again() {
    let shop = Shop::english().with(&ready_to_compare());
    let files = super::files(&shop, SETTLED, "99.62");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("How do you want to check?", "Compare the files now");
    super::gives(&mut pty, EN, &files);
    pty.told("1 of 2 matched, 1 open");
    pty.asks("What about this?");
    super::files(&shop, &format!("{SETTLED}{SECOND}"), "149.43");
    pty.choose("What about this?", "Ask the provider");
    pty.told("2 of 2 matched, 0 open");
    pty.told("Saved.");
    assert_eq!(shop.answer("reconciled"), true);
}

/// A file that takes a moment, so that the bar is drawn; it is gone once the file is read.
#[test]
#[cfg(debug_assertions)]
fn a_bar_moves_while_a_large_file_is_read() {
    let shop = Shop::english();
    let row = |n: u32| format!("A{n},10023456,2026-11-17 10:00:00,sale,100.00,\n");
    let rows: String = (0..240_000).map(row).collect();
    let ledger = put(&shop, "till.csv", &format!("reference,terminal_id,timestamp,type,amount,note\n{rows}"));
    let mut pty = shop.talk_with(&["reconcile", "--explain", &ledger], WIDE);
    pty.told("line 6: sale");
    assert_eq!(pty.ends(), 0);
    pty.shows_no("Reading files");
    assert!(String::from_utf8_lossy(&pty.bytes()).contains("Reading files [###"), "no bar");
    // Nothing is drawn for a small file, for the plain voice, or into a file.
    let small = put(&shop, "small.csv", "reference,date,amount\nA1,2026-11-17,1.00\n");
    for arguments in
        [&["reconcile", "--explain", &small][..], &["reconcile", "--explain", &ledger, "--accessible"]]
    {
        let mut pty = shop.talk_with(arguments, WIDE);
        assert_eq!(pty.ends(), 0);
        assert!(!String::from_utf8_lossy(&pty.bytes()).contains("Reading files"));
    }
    assert_eq!(shop.run(&["reconcile", "--explain", &ledger]).stderr, b"");
}
