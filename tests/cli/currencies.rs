//! The currency of files that name none: what it is taken for is said, and how to say otherwise.

use crate::reconcile::run;
use crate::support::{SMALL, Shop};

const LEDGER: &str = "S1,T1,2026-10-01,sale,1000,\n";
const SETTLED: &str = "S1,T1,2026-10-01,sale,1000,30,2026-10-02,PO1001\n";

fn bare(text: &str) -> String {
    text.replace(['\n', ' '], "")
}

#[track_caller]
fn says(text: &str, said: &str, is_said: bool) {
    assert_eq!(bare(text).contains(&bare(said)), is_said, "{said}\n{text}");
}

#[test]
fn an_assumed_currency_is_said_in_summary_statement_and_explanation() {
    for (lang, said, explained, given) in [
        (
            "en",
            "its amounts are taken as CNY. If they are not, give --currency; if your case asks for the currency code, you can also change it there.",
            "the file names no currency: amounts are taken as CNY; if they are not, give --currency",
            "the file names no currency: amounts are JPY, as you said",
        ),
        (
            "zh-CN",
            "文件里没写币种的金额，按 CNY 计算。如果不是，请用 --currency 给出币种；案件里问过“货币代码”的，在那里改也行。",
            "文件没有写币种，金额按 CNY 计算；如果不是，请用 --currency 给出币种",
            "文件没有写币种，金额按您给的 JPY 计算",
        ),
    ] {
        let shop = Shop::new().lang(lang);
        let statement = shop.path("statement.md");
        let more = ["--statement", statement.to_str().unwrap(), "--force"];
        says(&run(&shop, LEDGER, SETTLED, "", &more).out, said, true);
        says(&std::fs::read_to_string(&statement).unwrap(), said, true);
        let told = [&more[..], &["--currency", "EUR"]].concat();
        says(&run(&shop, LEDGER, SETTLED, "", &told).out, "--currency", false);
        says(&std::fs::read_to_string(&statement).unwrap(), "--currency", false);

        says(&shop.run(["reconcile", "--explain", "ledger.csv"]).out, explained, true);
        let told = shop.run(["reconcile", "--explain", "ledger.csv", "--currency", "JPY"]);
        says(&told.out, given, true);
        // The yen has no smaller unit.
        says(&told.out, "1000.00", false);
        shop.start(SMALL).code(0);
        says(&run(&shop, LEDGER, SETTLED, "", &[]).out, said, false);
    }
}

/// Every row that names its currency needs no word about it.
#[test]
fn a_named_currency_is_not_assumed() {
    let shop = Shop::new();
    shop.write("named.csv", "reference,timestamp,type,amount,currency\nS1,2026-10-01,sale,1000,JPY\n");
    says(&shop.run(["reconcile", "--explain", "named.csv"]).out, "names no currency", false);
}

/// 1000 would be read as 1000.00, a hundred times too much beside 1000 yen.
#[test]
fn a_file_without_a_currency_beside_yen_is_refused_until_it_is_said() {
    let shop = Shop::new();
    shop.write("s.csv", "reference,timestamp,type,gross,fee,currency\nS1,2026-10-01,sale,1000,0,JPY\n");
    let rows = "reference,timestamp,type,amount\nS1,2026-10-01,sale,1000\n";
    shop.write("l.csv", rows);
    let files = ["reconcile", "--ledger", "l.csv", "--settlement", "s.csv"];
    let refused = shop.run(files);
    assert_eq!(refused.exit(), Some(2));
    says(&refused.err, "l.csv names no currency, while another file is in JPY", true);
    says(&refused.err, "give --currency JPY", true);
    shop.run(files.iter().chain(&["--currency", "JPY"])).code(0).shows("1 of 1 matched");
    let chinese = shop.lang("zh-CN").run(files);
    says(&chinese.err, "l.csv 没有写币种，而另一个文件是 JPY", true);
}
