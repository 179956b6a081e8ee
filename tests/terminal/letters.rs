//! Full numbers in a letter are asked about where somebody can answer.

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
