//! Statements compared in the conversation: what agrees answers the question, what is open is decided there.

mod files;
mod many;

use crate::pty::Pty;
use crate::shop::{BESIDE, NOTHING_OPEN, READY_TO_READ, Shop, WIDE};

const LEDGER: &str = "reference,terminal_id,timestamp,type,amount,note
A1001,10023456,2026-11-17 10:00:00,sale,100.00,
A1002,10023456,2026-11-17 11:00:00,sale,50.00,
";
const SETTLED: &str = "reference,terminal_id,timestamp,type,gross,fee,payout_date,payout_id
A1001,10023456,2026-11-17 10:00:00,sale,100.00,0.38,2026-11-18,P1
";
const SECOND: &str = "A1002,10023456,2026-11-17 11:00:00,sale,50.00,0.19,2026-11-18,P1
";

/// A case that is asked next whether all sides agree.
fn ready_to_compare() -> String {
    let rows = READY_TO_READ.replace("owner = 'provider' }", "owner = 'provider', state = 'here' }");
    format!(
        "{rows}{NOTHING_OPEN}merchant_id = '898310148160001'
open_preauths = false
{BESIDE}[ticks]
contract_read = {{ on = 2026-11-02 }}
notice_sent = {{ on = 2026-11-20, evidence = 'EMS 1' }}
notice_confirmed = {{ on = 2026-11-20, evidence = 'T 1' }}
offline_sent = {{ on = 2026-11-20 }}
last_batch_done.row.1 = {{ on = 2026-11-20, evidence = 'B 1' }}
records_exported = {{ on = 2026-11-21, evidence = 'U' }}
last_payout_received = {{ on = 2026-11-21 }}
three_way_compared = {{ on = 2026-11-21 }}
"
    )
}

/// Writes a file beside the cases, and names it.
#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
fn put(shop: &Shop, name: &str, text: &str) -> String {
    let path = shop.cases().with_file_name(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// The decisions that the case keeps.
fn decisions(shop: &Shop) -> String {
    let name = shop.state()["name"].as_str().unwrap().to_owned();
    std::fs::read_to_string(shop.cases().join(name).join("decisions.csv")).unwrap()
}

/// Writes the three files; what the bank received is given.
fn files(shop: &Shop, settled: &str, received: &str) -> [String; 3] {
    let bank = format!("date,description,amount\n2026-11-18,payout P1,{received}\n");
    [("销售 11月.csv", LEDGER), ("settled.csv", settled), ("bank.csv", &bank)]
        .map(|(name, text)| put(shop, name, text))
}

fn gives(pty: &mut Pty, asks: [&str; 3], files: &[String; 3]) {
    for (ask, file) in asks.into_iter().zip(files) {
        pty.answer(ask, &format!("'{file}'"));
        pty.answer(ask, "");
    }
}

const ZH: [&str; 3] = ["销售记录的文件？", "结算单的文件？", "银行流水的文件？"];
const EN: [&str; 3] = ["Sales file?", "Settlement file?", "Bank file?"];

#[test]
fn three_sides_that_agree_answer_the_question() {
    let shop = Shop::chinese().with(&ready_to_compare());
    let files = files(&shop, &format!("{SETTLED}{SECOND}"), "149.43");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("怎么核对？", "现在比对文件");
    pty.answer(ZH[0], "/没有/这个.csv");
    pty.told("没有这个文件：/没有/这个.csv");
    gives(&mut pty, ZH, &files);
    pty.told("2 行，合计 150.00");
    pty.told("每一分钱都说得清。");
    pty.told("已保存。");
    assert_eq!(shop.answer("reconciled"), true);
    assert!(shop.case_file().contains("\"matched\" = \"2\""), "{}", shop.case_file());
}

#[test]
fn what_is_missing_is_decided_and_holds_the_closing() {
    let shop = Shop::english().with(&ready_to_compare());
    let files = files(&shop, SETTLED, "99.62");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("How do you want to check?", "Compare the files now");
    gives(&mut pty, EN, &files);
    pty.told("A1002");
    pty.choose("What about this?", "Ask the provider");
    pty.told("This is noted as no; closing stays held until they do.");
    // The files tell how much; it is asked why.
    pty.told("What is missing is noted too: 50.00 CNY.");
    pty.asks("What is the main cause?");
    assert_eq!(shop.answer("reconciled"), false);
    assert_eq!(shop.answer("difference_amount"), "50.00 CNY");
    let kept = decisions(&shop);
    assert!(kept.contains(",A1002,") && kept.contains(",ask,"), "{kept}");
}

/// What a newer report would have is no longer waited for, and a file counts once however often it is given.
#[test]
fn an_old_sale_is_asked_about_and_a_file_is_taken_once() {
    for (shop, asks, said) in [
        (
            Shop::english(),
            EN,
            [
                "How do you want to check?",
                "Compare the files now",
                "This file is in already.",
                "too recent for this report",
                "What about this?",
                "Wait for it until a day",
                "Ask the provider",
            ],
        ),
        (
            Shop::chinese(),
            ZH,
            [
                "怎么核对？",
                "现在比对文件",
                "这个文件已经有了。",
                "这份结算单还没有收录",
                "这一项怎么办？",
                "等到某一天",
                "问支付机构",
            ],
        ),
    ] {
        let mut shop = shop.with(&ready_to_compare());
        let files = files(&shop, SETTLED, "99.62");
        for (today, offered) in [("2026-11-24", said[5]), ("2026-12-24", said[6])] {
            shop.on(today);
            let mut pty = shop.talk("resume", WIDE);
            pty.choose(said[0], said[1]);
            pty.answer(asks[0], &format!("'{}'", files[0]));
            pty.answer(asks[0], &format!("'{}'", files[0]));
            pty.told(said[2]);
            pty.answer(asks[0], "");
            for (ask, file) in asks.into_iter().zip(&files).skip(1) {
                pty.answer(ask, &format!("'{file}'"));
                pty.answer(ask, "");
            }
            pty.told(said[3]);
            pty.asks(said[4]);
            assert_eq!(pty.marked(), offered, "{today}");
            pty.leaves_with("\x03");
        }
    }
}

#[test]
fn what_is_explained_is_accepted_with_its_reason() {
    let shop = Shop::chinese().with(&ready_to_compare());
    let files = files(&shop, SETTLED, "99.62");
    let mut pty = shop.talk("resume", WIDE);
    pty.choose("怎么核对？", "现在比对文件");
    gives(&mut pty, ZH, &files);
    pty.choose("这一项怎么办？", "等到某一天");
    pty.answer("等到哪天？", "2026-11-20");
    pty.shows("要写今天以后的日期");
    pty.answer("等到哪天？", "<");
    pty.choose("这一项怎么办？", "说得清，写明原因并接受");
    pty.answer("是什么原因？", "顾客付了现金");
    pty.told("有 1 项已写明原因并接受。");
    pty.told("已保存。");
    assert_eq!(shop.answer("reconciled"), true);
}

/// The provider has answered: what was asked about is shown again with that, and can be accepted.
#[test]
fn what_was_asked_about_is_decided_again() {
    for (shop, asks, said) in [
        (
            Shop::english(),
            EN,
            [
                "How do you want to check?",
                "Compare the files now",
                "What about this?",
                "Ask the provider",
                "What is missing is noted too: 50.00 CNY.",
                "What is the main cause?",
                "2026-11-17  A1002  50.00 (being asked about)",
                "It is explained, accept it",
                "What explains it?",
            ],
        ),
        (
            Shop::chinese(),
            ZH,
            [
                "怎么核对？",
                "现在比对文件",
                "这一项怎么办？",
                "问支付机构",
                "少的钱也记下了：50.00 CNY。",
                "差异主要出在哪里？",
                "2026-11-17  A1002  50.00（正在问支付机构）",
                "说得清，写明原因并接受",
                "是什么原因？",
            ],
        ),
    ] {
        let shop = shop.with(&ready_to_compare());
        let files = files(&shop, SETTLED, "99.62");
        let mut pty = shop.talk("resume", WIDE);
        pty.choose(said[0], said[1]);
        gives(&mut pty, asks, &files);
        pty.choose(said[2], said[3]);
        pty.told(said[4]);
        pty.asks(said[5]);
        pty.leaves_with("\x03");
        shop.does(&["answer", "reconciled", "--clear"]);

        let mut pty = shop.talk("resume", WIDE);
        pty.choose(said[0], said[1]);
        gives(&mut pty, asks, &files);
        pty.told(said[6]);
        pty.choose(said[2], said[7]);
        pty.answer(said[8], "cash");
        pty.until("the answer", |_| shop.answer("reconciled") == true);
    }
}

/// What a command prints, its lines joined.
fn printed(shop: &Shop, command: &str) -> String {
    let output = shop.run(&[command]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// What is only waited for has its day: it is due then, nothing is asked before it, and afterwards comparing comes first.
#[test]
fn what_is_waited_for_is_compared_again_on_its_day() {
    for (shop, asks, said) in [
        (
            Shop::english(),
            EN,
            [
                "How do you want to check?",
                "Compare the files now",
                "What about this?",
                "Wait for it until a day",
                "Until which day?",
                "To compare again on: 30 Nov 2026.",
                "Planned for 30 Nov 2026: comparing again.",
                "Compare again with the newer settlement report",
            ],
        ),
        (
            Shop::chinese(),
            ZH,
            [
                "怎么核对？",
                "现在比对文件",
                "这一项怎么办？",
                "等到某一天",
                "等到哪天？",
                "再比对的日子：2026 年 11 月 30 日",
                "计划在 2026 年 11 月 30 日：再比对一次。",
                "用新的结算单和银行流水再比对一次",
            ],
        ),
    ] {
        let mut shop = shop.with(&ready_to_compare());
        let files = files(&shop, SETTLED, "99.62");
        shop.on("2026-11-24");
        let mut pty = shop.talk("resume", WIDE);
        pty.choose(said[0], said[1]);
        gives(&mut pty, asks, &files);
        pty.choose(said[2], said[3]);
        pty.answer(said[4], "2026-11-30");
        pty.told(said[5]);
        pty.told(said[6]);
        pty.leaves_with("\x03");
        assert_eq!(shop.answer("compare_again_on"), "2026-11-30");
        assert!(printed(&shop, "due").contains(said[6]));

        shop.on("2026-12-01");
        assert!(printed(&shop, "next").contains(said[7]));
        let mut pty = shop.talk("resume", WIDE);
        pty.choose(said[0], said[1]);
        pty.leaves_with("\x03");
    }
}
