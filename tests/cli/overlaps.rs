//! Two reports about the same days count everything twice: that is told.

use crate::support::Shop;

const HEAD: &str = "reference,terminal_id,timestamp,type,gross,fee,payout_date,payout_id\n";

/// Sales of a few days, numbered by a letter; each a minute after the other.
fn sales(letter: char, days: std::ops::Range<u32>, minute: u32, terminal: &str) -> String {
    let row = |day: u32| {
        format!(
            "{letter}{day},{terminal},2026-10-{day:02} 10:{minute:02},sale,{day}.50,0,2026-10-{day:02},PO10{day}\n"
        )
    };
    days.map(row).collect()
}

fn out(shop: &Shop, one: &str, other: &str) -> String {
    shop.write("ledger.csv", "reference,timestamp,type,amount\nS1,2026-10-01,sale,1.00\n");
    shop.write("one.csv", format!("{HEAD}{one}"));
    shop.write("other.csv", format!("{HEAD}{other}"));
    let files = ["reconcile", "--ledger", "ledger.csv", "--settlement", "one.csv", "other.csv"];
    shop.run(files).out.replace(['\n', ' '], "")
}

#[test]
fn two_reports_about_the_same_days_are_told() {
    let (one, other) = (sales('A', 10..15, 0, ""), sales('B', 10..16, 1, "T1"));
    for (lang, said) in [
        ("en", "one.csvandother.csvseemtoholdthesamemovements,whichwouldthencounttwice."),
        ("zh-CN", "one.csv和other.csv里像是同一批交易，会算两遍。"),
    ] {
        let told = out(&Shop::new().lang(lang), &one, &other);
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn other_days_other_times_and_other_terminals_are_not_the_same() {
    let one = sales('A', 10..15, 0, "T2");
    for other in [sales('B', 15..20, 0, "T2"), sales('B', 10..15, 9, "T2"), sales('B', 10..15, 0, "T1")] {
        let told = out(&Shop::new(), &one, &other);
        assert!(!told.contains("seemtohold"), "{told}");
    }
}
