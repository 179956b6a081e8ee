//! What cannot be taken back is confirmed in the terminal: deleting a case, writing numbers in full.

use crate::shop::{BEGUN, Shop, WIDE};

const TITLE: &str = "将彻底删除案件 case（上海好味道）：3 个文件";

fn cases(shop: &Shop) -> String {
    String::from_utf8(shop.run(&["list"]).stdout).unwrap()
}

#[test]
fn a_case_is_deleted_once_its_name_is_typed() {
    let shop = Shop::chinese().with(BEGUN);
    let mut pty = shop.talk_with(&["delete"], WIDE);
    pty.shows(TITLE);
    pty.shows("只想收起来，可以归档：posquit archive --case case");
    pty.shows("案件的名字？");
    pty.types("case\r");
    pty.told("case 已删除。");
    assert_eq!(pty.ends(), 0);
    assert_eq!(cases(&shop), "还没有案件\n");
}

#[test]
fn another_name_an_escape_and_an_interruption_delete_nothing() {
    let shop = Shop::english().with(BEGUN);
    let before = cases(&shop);
    for (keys, code, told) in [
        ("cas\r", 5, "`cas` is not the name of the case, which is case"),
        ("\u{1b}", 0, "Nothing was deleted."),
        ("\u{3}", 130, "Nothing was deleted."),
        ("\u{4}", 130, "Nothing was deleted."),
    ] {
        let mut pty = shop.talk_with(&["delete"], WIDE);
        pty.shows("Name of the case?");
        pty.types(keys);
        pty.told(told);
        assert_eq!(pty.ends(), code, "{keys:?}");
        assert_eq!(pty.flags(), pty.before, "{keys:?}");
        assert!(pty.shows_cursor(), "{keys:?}");
        assert_eq!(cases(&shop), before, "{keys:?}");
    }
}

#[test]
fn numbers_are_written_in_full_only_where_a_person_agrees() {
    let answers = format!("{BEGUN}\nmerchant_id = '898310148160001'");
    let shop = Shop::english().with(&answers);
    for (keys, shown) in [("\r", false), ("\u{1b}[A\r", true)] {
        let mut pty = shop.talk_with(&["export", "json", "--full"], WIDE);
        pty.shows("Write them in full?");
        pty.shows("No, leave it");
        pty.types(keys);
        assert_eq!(pty.ends(), 0);
        if shown {
            pty.told("note: this holds private numbers in full");
            pty.told("898310148160001");
        } else {
            pty.told("Nothing was written.");
            pty.shows_no("898310148160001");
        }
    }
}

#[test]
fn the_key_that_stops_a_program_loses_nothing() {
    let shop = Shop::english().with(BEGUN);
    let mut pty = shop.talk_with(&["delete"], WIDE);
    pty.shows("Name of the case?");
    // Without a shell that could go on with it, nothing stops; what is typed stays.
    pty.types("ca\u{1a}");
    pty.types("se\r");
    pty.told("case is deleted.");
    assert_eq!(pty.ends(), 0);
}
