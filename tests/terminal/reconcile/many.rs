//! Many findings are decided by class; and all of it once more in the plain voice.

use crate::pty::Pty;
use crate::shop::{NARROW, Shop, WIDE};

use super::{EN, ZH, ready_to_compare};

/// Seven sales of which the settlement has the first only, and a credit of the provider that no payout explains.
fn files(shop: &Shop) -> [String; 3] {
    let sale = |n: u32| {
        let month = if n == 1 { 11 } else { 10 };
        format!("B{n},10023456,2026-{month}-0{n} 10:00:00,sale,{n}.00,\n")
    };
    let ledger: String = (1..=7).map(sale).collect();
    let texts = [
        ("till.csv", format!("reference,terminal_id,timestamp,type,amount,note\n{ledger}")),
        (
            "settled.csv",
            "reference,terminal_id,timestamp,type,gross,fee,payout_date,payout_id
B1,10023456,2026-11-01 10:00:00,sale,1.00,0,2026-11-12,P12
"
            .to_owned(),
        ),
        (
            "bank.csv",
            "date,description,amount\n2026-11-12,ACME P12,1.00\n2026-11-13,ACME P13,5.00\n".to_owned(),
        ),
    ];
    texts.map(|(name, text)| super::put(shop, name, &text))
}

#[test]
fn many_findings_are_decided_by_class() {
    let shop = Shop::chinese().with(&ready_to_compare());
    let files = files(&shop);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("怎么核对？", "现在比对文件");
    super::gives(&mut pty, ZH, &files);
    pty.told("共 8 项，对上 1 项，待查 7 项");
    pty.told("第 1 项，共 2 项：只在台账里：6 项");
    pty.shows("另有 1 项");
    pty.choose("这一项怎么办？", "问支付机构");
    pty.told("第 2 项，共 2 项：");
    pty.choose("这一项怎么办？", "先留着");
    pty.told("有 6 项正在问支付机构。");
    pty.told("三方还没有对上");
    let kept = super::decisions(&shop);
    assert_eq!(kept.matches(",ask,").count(), 6, "{kept}");

    // The one that was left is asked about first; what was decided comes after it, and stays so if it is left.
    pty.leaves_with("\u{3}");
    assert_eq!(pty.ends(), 130);
    shop.does(&["answer", "reconciled", "--clear"]);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("怎么核对？", "现在比对文件");
    super::gives(&mut pty, ZH, &files);
    pty.told("第 1 项，共 2 项：");
    pty.shows("2026-11-13");
    pty.choose("这一项怎么办？", "先留着");
    pty.told("第 2 项，共 2 项：只在台账里：6 项");
    pty.shows("B2  2.00（正在问支付机构）");
    pty.choose("这一项怎么办？", "先留着");
    pty.told("三方还没有对上");
    assert_eq!(super::decisions(&shop), kept);
}

#[test]
fn a_class_can_be_looked_at_one_by_one() {
    let shop = Shop::english().with(&ready_to_compare());
    let files = files(&shop);
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("How do you want to check?", "Compare the files now");
    super::gives(&mut pty, EN, &files);
    pty.told("1 of 2: only in the ledger: 6 items");
    pty.choose("What about this?", "Go through them one by one");
    pty.told("1 of 7: only in the ledger");
    pty.shows("B2");
    pty.choose("What about this?", "Ask the provider");
    pty.told("2 of 7: only in the ledger");
    pty.shows("B3");
    // Back to the one before, and the answer changed.
    pty.asks("What about this?");
    pty.small_menu("What would you like?", "Back");
    pty.shows("B2");
    pty.choose("What about this?", "It is explained, accept it");
    pty.answer("What explains it?", "paid in cash");
    pty.choose("What about this?", "Leave all the rest open");
    pty.told("This is noted as no");
    let kept = super::decisions(&shop);
    assert!(kept.contains(",B2,") && kept.contains("paid in cash") && !kept.contains(",B3,"), "{kept}");
}

#[test]
fn the_plain_voice_compares_too() {
    let shop = Shop::chinese().with(&ready_to_compare());
    let files = files(&shop);
    let mut pty = Pty::spawn(shop.command(&["resume", "--accessible"]), NARROW);
    pty.hears_list("怎么核对？");
    pty.says(&pty.number_of("现在比对文件"));
    for (ask, file) in ZH.into_iter().zip(&files) {
        pty.hears(ask);
        pty.says(file);
        pty.hears(ask);
        pty.says("");
    }
    pty.told("共 8 项，对上 1 项，待查 7 项");
    pty.hears_list("这一项怎么办？");
    pty.says(&pty.number_of("说得清，写明原因并接受"));
    pty.hears("是什么原因？");
    pty.says("收的是现金");
    pty.hears_list("这一项怎么办？");
    pty.says(&pty.number_of("等到某一天"));
    pty.hears("等到哪天？");
    pty.says("2026-12-10");
    pty.told("待查的都是在等的钱");
    assert!(!pty.bytes().contains(&0x1b), "a plain voice draws nothing");
    assert_eq!(super::decisions(&shop).matches("收的是现金").count(), 6);
}
