//! Proof put with a to-do: a file that is dragged into the line, a call that is noted.

use std::path::PathBuf;

use serde_json::Value;

use crate::shop::{Shop, WIDE, ready_to_notify};

/// A file with a name as people have it.
#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
fn receipt(shop: &Shop, name: &str) -> PathBuf {
    let path = shop.cases().parent().unwrap().join(name);
    std::fs::write(&path, "signed").unwrap();
    path
}

fn tick(shop: &Shop) -> Value {
    shop.state()["ticks"]["notice_sent"][0].clone()
}

#[test]
fn a_dragged_file_is_attached_as_a_copy_and_is_proof_enough() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let path = receipt(&shop, "回执 1.pdf");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("办好了吗？", "办好了");
    pty.answer("是哪天？", "2026-11-20");
    pty.answer("凭证号或说明？", &format!("'{}'", path.display()));
    pty.choose("这是一个文件，要附上吗？", "把副本存进案件");
    pty.told("已保存：文件副本");
    pty.asks("等到了吗？");
    assert_eq!(tick(&shop)["on"], "2026-11-20");
    assert_eq!(tick(&shop)["evidence"], Value::Null);
    assert!(shop.case_file().contains("\"name\" = \"回执 1.pdf\""), "{}", shop.case_file());
}

#[test]
fn the_text_of_a_path_may_stay_a_text() {
    let shop = Shop::english().with(&ready_to_notify(""));
    let path = receipt(&shop, "slip (1).pdf");
    let typed = path.display().to_string().replace(' ', "\\ ").replace('(', "\\(").replace(')', "\\)");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("Is it done?", "Yes, done");
    pty.answer("On which day?", "2026-11-20");
    pty.answer("Number or note?", &typed);
    pty.choose("That is a file. Attach it?", "Only keep what I typed");
    pty.asks("Has it come?");
    assert_eq!(tick(&shop)["evidence"], typed);
}

#[test]
fn a_call_is_noted_with_its_ticket() {
    let shop = Shop::chinese().with(&ready_to_notify(""));
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("办好了吗？", "记一通电话");
    pty.answer("是哪天打的？", "");
    pty.answer("对方是谁？", "客服 0231");
    pty.answer("电话号码？", "95016");
    pty.answer("对方答应了什么？", "三天内回电");
    pty.answer("工单号？", "T-77");
    pty.told("已保存：这通电话");
    pty.asks("办好了吗？");
    let file = shop.case_file();
    for fact in ["\"who\" = \"客服 0231\"", "\"promised\" = \"三天内回电\"", "\"ticket\" = \"T-77\""] {
        assert!(file.contains(fact), "{fact} is not in\n{file}");
    }
}
