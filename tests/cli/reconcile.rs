//! `reconcile`, seen from outside: what it says, how it exits, what it writes, and what a case keeps of it.

use std::fs;

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr;

use crate::support::{Outcome, SMALL, Shop};

const LEDGER: &str = "reference,terminal_id,timestamp,type,amount,note\n";
const SETTLEMENT: &str = "reference,terminal_id,timestamp,type,gross,fee,payout_date,payout_id\n";
const BANK: &str = "date,description,amount\n";

/// Runs a reconciliation of three files, with more arguments.
pub(crate) fn run(shop: &Shop, ledger: &str, settlement: &str, bank: &str, more: &[&str]) -> Outcome {
    let files = [
        ("--ledger", "ledger.csv", LEDGER, ledger),
        ("--settlement", "settlement.csv", SETTLEMENT, settlement),
        ("--bank", "bank.csv", BANK, bank),
    ];
    let mut arguments = vec!["reconcile".to_owned()];
    for (flag, name, head, rows) in files {
        if !rows.is_empty() {
            let path = shop.write(name, format!("{head}{rows}"));
            arguments.extend([flag.to_owned(), path.to_str().unwrap().to_owned()]);
        }
    }
    arguments.extend(more.iter().map(|text| (*text).to_owned()));
    shop.run(arguments)
}

/// The result as JSON.
#[track_caller]
pub(crate) fn json(outcome: &Outcome) -> Json {
    serde_json::from_str(&outcome.out).unwrap_or_else(|_| panic!("{}\n{}", outcome.out, outcome.err))
}

/// The classes that were found, with their counts.
#[track_caller]
pub(crate) fn classes(outcome: &Outcome) -> Vec<(String, u64)> {
    let json = json(outcome);
    let classes = json["currencies"][0]["classes"].as_object().unwrap();
    classes.iter().map(|(class, sum)| (class.clone(), sum["count"].as_u64().unwrap())).collect()
}

const CLEAN: [&str; 3] = [
    "S1,T1,2026-09-01 10:00,sale,100.00,\nS2,T1,2026-09-01 11:00,sale,50.00,\nS2,T1,2026-09-02 11:00,refund,20.00,\n",
    "S2,T1,2026-09-01 11:00,sale,50.00,0.30,2026-09-02,PO9001\nS1,T1,2026-09-01 10:00,sale,100.00,0.60,2026-09-02,PO9001\n\
     S2,T1,2026-09-02 11:00,refund,20.00,0,2026-09-03,PO9002\n",
    "2026-09-02,ACME PO9001,149.10\n2026-09-03,ACME PO9002,-20.00\n2026-09-03,RENT,-900.00\n",
];

#[test]
fn what_agrees_exits_0_and_says_so() {
    let outcome = run(&Shop::new(), CLEAN[0], CLEAN[1], CLEAN[2], &["--rate", "0.6%"]);
    outcome.code(0).stderr("").stdout(
        "Reconciliation, 2026-11-24\n\n\
         [############################################################]\n\
         3 of 3 matched, 0 open\n\n\
         CNY\n\
         \u{20} ledger  3 rows                                                          130.00\n\
         \u{20} settlement  3 rows                                                      130.00\n\
         \u{20} payouts  2 payouts                                                      129.10\n\
         \u{20} bank  3 rows                                                            129.10\n\n\
         \u{20} finding                                      count      money in     money out\n\
         \u{20} fees                                             2          0.00         -0.90\n\n\
         \u{20} opening gap                                                              -0.90\n\
         \u{20} named in the findings                                                    -0.90\n\
         \u{20} named nowhere                                                             0.00\n\n\
         1 line of the bank statement is not the provider's and is not counted.\n\
         Where a file names no currency, its amounts are taken as CNY. If they are not,\n\
         give --currency; if your case asks for the currency code, you can also change it\n\
         there.\n\
         Rows belong to payouts by the payout's id.\n\n\
         Everything is explained, to the last penny.\n",
    );
}

/// A pair of which something is open is not matched, so that the headline adds up; what was accepted is.
#[test]
fn matched_and_open_add_up_to_all() {
    let shop = Shop::new();
    let wrong_fee = CLEAN[1].replace("100.00,0.60", "100.00,0.90");
    let bank = CLEAN[2].replace("149.10", "148.80");
    let exceptions = shop.path("exceptions.csv");
    let more = ["--rate", "0.6%", "--exceptions", exceptions.to_str().unwrap()];
    run(&shop, CLEAN[0], &wrong_fee, &bank, &more).code(3).shows("2 of 3 matched, 1 open");
    let again = [&more[..], &["--force"]].concat();
    let lost = format!("{}S9,T1,2026-08-01 10:00,sale,7.00,\n", CLEAN[0]);
    run(&shop, &lost, &wrong_fee, &bank, &again).code(3).shows("2 of 4 matched, 2 open");

    let decided = fs::read_to_string(&exceptions).unwrap();
    let mut lines: Vec<String> = decided.lines().map(str::to_owned).collect();
    let names: Vec<&str> = lines[0].trim_start_matches('\u{feff}').split(',').collect();
    let place = |name: &str| names.iter().position(|one| *one == name).unwrap();
    let (decision, reason) = (place("decision"), place("reason"));
    for line in &mut lines[1..] {
        let mut cells: Vec<&str> = line.split(',').collect();
        (cells[decision], cells[reason]) = ("accept", "told by phone");
        *line = cells.join(",");
    }
    let path = shop.write("decided.csv", lines.join("\n"));
    let more = ["--rate", "0.6%", "--decisions", path.to_str().unwrap()];
    run(&shop, &lost, &wrong_fee, &bank, &more).code(0).shows("3 of 4 matched, 1 explained, 0 open");
}

/// A fault, a line that shows it, and the class; each side as rows.
const FAULTS: [(&str, &str, &str, &str, &str); 11] = [
    (
        "lost sale",
        "S1,T1,2026-09-01,sale,5.00,\nS0,T1,2026-09-01,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\n",
        "",
        "only_in_ledger",
    ),
    (
        "recent sale",
        "S1,T1,2026-09-09,sale,5.00,\nS0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\n",
        "",
        "sale_pending",
    ),
    (
        "foreign sale",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\nS1,T1,2026-09-09,sale,5.00,0,2026-09-10,P100\n",
        "",
        "only_in_settlement",
    ),
    (
        "other amount",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,8.00,0,2026-09-10,P100\n",
        "",
        "amount_differs",
    ),
    (
        "twice",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\n 0s0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\n",
        "",
        "only_in_settlement",
    ),
    (
        "no sale",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\nS7,T1,2026-09-09,refund,9.00,0,2026-09-10,P100\n",
        "",
        "refund_without_sale",
    ),
    (
        "chargeback",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\nS0,T1,2026-09-09,chargeback,9.00,0,2026-09-10,P100\n",
        "",
        "chargeback",
    ),
    (
        "bad fee",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0.06,2026-09-10,P100\n",
        "",
        "fee_differs",
    ),
    (
        "own fee",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0.05,2026-09-10,P100\nF,T1,2026-09-09,fee,2.00,0,2026-09-10,P100\n",
        "",
        "fee_never_agreed",
    ),
    (
        "lost payout",
        "S0,T1,2026-09-09,sale,9.00,\n",
        "S0,T1,2026-09-09,sale,9.00,0.05,2026-09-10,P100\n",
        "2026-09-30,ACME,1.00\n",
        "payout_missing",
    ),
    (
        "late money",
        "S0,T1,2026-10-09,sale,9.00,\n",
        "S0,T1,2026-10-09,sale,9.00,0.05,2026-10-10,P100\n",
        "",
        "after_stop",
    ),
];

#[test]
fn every_fault_exits_3_in_its_class() {
    for (name, ledger, settlement, bank, class) in FAULTS {
        let more = ["--json", "--rate", "0.6%", "--stop", "2026-10-01"];
        let outcome = run(&Shop::new(), ledger, settlement, bank, &more);
        outcome.code(3);
        let found = classes(&outcome);
        let count = found.iter().find(|(found, _)| found == class).map(|(_, count)| *count);
        let wanted = if name == "twice" { None } else { Some(1) };
        let twice = found.iter().any(|(class, _)| class == "duplicate");
        assert_eq!((count, twice), (wanted, name == "twice"), "{name}: {found:?}");
        assert_eq!(json(&outcome)["currencies"][0]["unexplained"], "0.00", "{name}");
    }
}

/// Harmless oddities: what looks different and is the same.
#[test]
fn what_is_the_same_in_another_dress_is_matched() {
    let one = "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\n";
    let second = "reference,second,timestamp,type,gross,fee,payout_date,payout_id\nTX1,S0,2026-09-09,sale,9.00,0,2026-09-10,P100\n";
    let shop = Shop::new();
    let outcome = run(&shop, "'00s0 ,T1,2026-09-09,sale,9.00,\n", one, "", &[]);
    outcome.code(0).shows("1 of 1 matched");
    let path = shop.write("second.csv", second);
    let ledger = shop.write("l.csv", format!("{LEDGER}S0,T1,2026-09-09,sale,9.00,\n"));
    let arguments =
        ["reconcile", "--ledger", ledger.to_str().unwrap(), "--settlement", path.to_str().unwrap()];
    shop.run(arguments).code(0).shows("1 of 1 matched");
    let parts =
        "S0,T1,2026-09-09,sale,4.00,0,2026-09-10,P100\nS0,T1,2026-09-09,sale,5.00,0,2026-09-10,P100\n";
    run(&Shop::new(), "S0,T1,2026-09-09,sale,9.00,\n", parts, "", &[]).code(0).shows("1 of 1 matched");
    let cent = "S0,T1,2026-09-09,sale,8.99,0,2026-09-10,P100\n";
    let outcome = run(&Shop::new(), "S0,T1,2026-09-09,sale,9.00,\n", cent, "", &["--tolerance", "0.01"]);
    outcome.code(0).shows("within the tolerance");
}

#[test]
fn payouts_are_found_at_the_bank_in_every_form() {
    let row = |n: u32, day: u32, sum: &str| {
        format!("S{n},T1,2026-09-{day:02},sale,{sum},0,2026-09-{day:02},PO{n}000\n")
    };
    // 1 to 7 October is a holiday in China; what is paid on 30 September may come on the 8th.
    let late = "S9,T1,2026-09-30,sale,7.00,0,2026-09-30,\n".to_owned();
    let cases = [
        (
            "bundled",
            row(1, 4, "10.00") + &row(2, 5, "20.00") + &row(3, 6, "30.00"),
            "2026-09-07,ACME,60.00\n",
        ),
        ("parted", row(1, 4, "10.00"), "2026-09-04,ACME 1,4.00\n2026-09-05,ACME 2,6.00\n"),
        ("named", row(1, 4, "10.00"), "2026-09-20,到账PO1000货款,10.00\n"),
        ("holiday", late, "2026-10-10,ACME,7.00\n"),
    ];
    for (name, settlement, bank) in cases {
        let outcome = run(&Shop::new(), "", &settlement, bank, &[]);
        assert_eq!(outcome.exit(), Some(0), "{name}: {}{}", outcome.out, outcome.err);
    }
    let short = row(1, 4, "10.00") + "S1,T1,2026-09-04,chargeback,3.00,0,2026-09-09,PO2000\n";
    let outcome = run(&Shop::new(), "", &short, "2026-09-04,ACME PO1000,7.00\n", &["--json"]);
    assert!(classes(&outcome).contains(&("payout_short".to_owned(), 1)));
    run(&Shop::new(), "", &short, "2026-09-04,ACME PO1000,7.00\n", &[])
        .shows("10.00  arrived 7.00 (0.00)  short by just settlement S1");
}

#[test]
fn one_side_alone_shows_what_it_can() {
    let twice =
        "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\nS0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\n";
    let outcome = run(&Shop::new(), "", twice, "", &[]);
    outcome.code(3).shows("Only one side is there").shows("duplicate");
    let sale = "S0,T1,2026-09-09,sale,9.00,\n";
    let outcome = run(&Shop::new(), sale, "", "2026-09-10,ACME,8.95\n", &["--rate", "0.6%"]);
    outcome.code(0).shows("the sales of a day are taken as one payout");
    run(&Shop::new(), sale, "", "", &[]).code(2).says("error: there is nothing to compare with\n");
}

/// Fills in one row of an exceptions file.
fn fill(text: &str, of: &str, decision: &str) -> String {
    let fill = |line: &str| match line.strip_suffix(",,,") {
        Some(start) if line.contains(of) => format!("{start},{decision}"),
        _ => line.to_owned(),
    };
    text.lines().map(|line| fill(line.trim_end()) + "\r\n").collect()
}

const OPEN: [&str; 2] = [
    "S1,T1,2026-09-01 10:00,sale,5.00,\nS2,T1,2026-09-02 11:00,sale,7.00,\nS0,T1,2026-09-09,sale,9.00,\n",
    "S0,T1,2026-09-09,sale,9.00,0,2026-09-10,P100\nX2,T1,2026-09-02 11:03,sale,7.00,0,2026-09-10,P100\n",
];

#[test]
fn decisions_are_filled_in_read_back_and_lapse_when_the_row_changes() {
    let shop = Shop::new();
    let path = shop.path("open.csv");
    let path = path.to_str().unwrap();
    run(&shop, OPEN[0], OPEN[1], "", &["--exceptions", path])
        .code(3)
        .shows("perhaps settlement X2 2026-09-02");
    let text = fs::read_to_string(path).unwrap();
    assert!(text.starts_with("\u{feff}id,class,what,side,"), "{text}");
    let decided = fill(&fill(&text, ",S1,", "accept,\"cash, not card\","), ",S2,", "pair,same slip,");
    let decided = shop.write("decided.csv", decided);
    let again = ["--decisions", decided.to_str().unwrap()];
    run(&shop, OPEN[0], OPEN[1], "", &again)
        .code(0)
        .shows("2 of 3 matched, 1 explained, 0 open")
        .shows("1 finding is accepted with a reason.");
    let changed = OPEN[0].replace("S1,T1,2026-09-01 10:00,sale,5.00", "S1,T1,2026-09-01 10:00,sale,6.00");
    run(&shop, &changed, OPEN[1], "", &again)
        .code(3)
        .shows("1 decision has lapsed, since its row changed: decide anew.");
    let settled = format!("{}S1,T1,2026-09-01 10:00,sale,5.00,0,2026-09-10,P100\n", OPEN[1]);
    run(&shop, OPEN[0], &settled, "", &again).code(0).shows("1 decision is not needed any more.");
}

#[test]
fn a_wait_is_open_and_ends() {
    let shop = Shop::new();
    let path = shop.path("open.jsonl");
    let path = path.to_str().unwrap();
    run(&shop, OPEN[0], OPEN[1], "", &["--exceptions", path]).code(3);
    let text = fs::read_to_string(path).unwrap();
    let wait = |until: &str| {
        let until = format!("\"until\":\"{until}\"");
        let line = |line: &str| {
            if !line.contains("\"S1\"") {
                return line.to_owned();
            }
            line.replace("\"decision\":\"\"", "\"decision\":\"wait\"").replace("\"until\":\"\"", &until)
        };
        text.lines().map(|text| line(text) + "\n").collect::<String>()
    };
    for (until, says) in
        [("2026-12-01", "1 finding is waited for."), ("2026-11-01", "1 wait is over: decide anew.")]
    {
        let path = shop.write("wait.jsonl", wait(until));
        run(&shop, OPEN[0], OPEN[1], "", &["--decisions", path.to_str().unwrap()]).code(3).shows(says);
    }
    let bad = shop.write("bad.jsonl", wait("soon"));
    run(&shop, OPEN[0], OPEN[1], "", &["--decisions", bad.to_str().unwrap()])
        .code(4)
        .stdout("")
        .says("bad.jsonl:1:1: `soon` is no date\n");
}

#[test]
fn a_decision_that_is_none_names_its_line() {
    let shop = Shop::new();
    for (row, says) in [
        ("k1,S1,perhaps,,", "`perhaps` is no decision"),
        ("k1,S1,accept,,", "accepting `S1` needs a reason"),
        ("k1,S1,wait,,", "waiting for `S1` needs a date in the column `until`"),
        (",S1,ask,,", "the decision about `S1` has lost its id"),
    ] {
        let path = shop.write("d.csv", format!("id,reference,decision,reason,until\n{row}\n"));
        let outcome = run(&shop, OPEN[0], OPEN[1], "", &["--decisions", path.to_str().unwrap()]);
        outcome
            .code(4)
            .stdout("")
            .says(&format!("error: ~/d.csv:2:1: {says}\nsafe: your files were only read\n"));
    }
}

#[test]
fn a_case_keeps_the_result_and_the_decisions() {
    let shop = Shop::of(SMALL);
    run(&shop, CLEAN[0], CLEAN[1], CLEAN[2], &[]).code(0).shows(
        "Noted in the case corner-cafe as reconciliation-1.\nNoted in the case: all three sides agree.\n",
    );
    let state = shop.state();
    assert_eq!(state["answers"]["reconciled"], true);
    let record = &state["records"][0];
    assert_eq!(
        (record["kind"].as_str(), record["on"].as_str()),
        (Some("reconciliation"), Some("2026-11-24"))
    );
    let file = record["facts"]["file_1"].as_str().unwrap();
    assert_eq!(file.split_once(' ').map(|(digest, name)| (digest.len(), name)), Some((64, "ledger.csv")));
    assert_eq!(record["made_from"].as_str().unwrap().len(), 64);
    assert_eq!(record["facts"]["open"], "0");
    assert_eq!(record["facts"]["gap_cny"], "-0.90 CNY");
    shop.run(["log"]).code(0).shows("reconciliation: explained to 0.00, 3 files");
    shop.run(["undo"]).code(0);
    assert_eq!(shop.state()["records"], serde_json::json!([]));
    shop.run(["redo"]).code(0);
    assert_eq!(shop.state()["records"][0]["facts"]["open"], "0");
    let path = shop.path("open.csv");
    run(&shop, OPEN[0], OPEN[1], "", &["--exceptions", path.to_str().unwrap()])
        .code(3)
        .shows("The case says that all three sides agree, but this run does not: check that answer.\n");
    let decided = fill(&fs::read_to_string(&path).unwrap(), ",S1,", "accept,cash,");
    let decided = shop.write("decided.csv", decided);
    run(&shop, OPEN[0], OPEN[1], "", &["--decisions", decided.to_str().unwrap()]).code(3);
    run(&shop, OPEN[0], OPEN[1], "", &[]).code(3).shows("1 finding is accepted with a reason.");
    assert_eq!(shop.state()["records"].as_array().unwrap().len(), 4);
    run(&shop, OPEN[0], OPEN[1], "", &["--no-case"]).code(3);
    assert_eq!(shop.state()["records"].as_array().unwrap().len(), 4);
}

#[test]
fn nothing_from_a_file_drives_a_spreadsheet_or_a_terminal() {
    let shop = Shop::new();
    let ledger = "\"=HYPERLINK(\"\"x\"\")\",T1,2026-09-01,sale,5.00,\n\u{1b}[31mred,T1,2026-09-01,sale,6.00,\n\
                  6225880138000006,T1,2026-09-01,sale,7.00,\n";
    let path = shop.path("open.csv");
    let outcome = run(&shop, ledger, OPEN[1], "", &["--exceptions", path.to_str().unwrap()]);
    outcome.code(3).shows("\\u{1b}[31mred");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(",\"'=HYPERLINK(\"\"x\"\")\","), "{text}");
    for said in [&text, &outcome.out] {
        assert!(!said.contains('\u{1b}') && !said.contains("622588013800"), "{said}");
        assert!(said.contains("••••••••••••0006"), "{said}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let outcome = run(&shop, ledger, OPEN[1], "", &["--exceptions", path.to_str().unwrap()]);
    outcome.code(5).stdout("").says("error: ~/open.csv is there already\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn the_summary_fits_and_speaks_both_languages() {
    for (lang, says) in [("en", "3 of 3 matched, 0 open"), ("zh-CN", "共 3 项，对上 3 项，待查 0 项")]
    {
        let shop = Shop::new().lang(lang);
        let outcome = run(&shop, CLEAN[0], CLEAN[1], CLEAN[2], &[]);
        outcome.code(0).shows(says);
        let long = format!("{}{},T1,2026-09-01,sale,5.00,\n", OPEN[0], "LONG".repeat(40));
        let open = run(&shop, &long, OPEN[1], "", &["--rate", "0.6%"]);
        for line in outcome.out.lines().chain(open.code(3).out.lines()) {
            assert!(line.width() <= 80, "{line}");
        }
    }
}

#[test]
fn the_statement_names_its_files_and_closes() {
    let shop = Shop::new().lang("zh-CN");
    let path = shop.path("statement.md");
    run(&shop, CLEAN[0], CLEAN[1], CLEAN[2], &["--statement", path.to_str().unwrap()]).code(0);
    let text = fs::read_to_string(&path).unwrap();
    for part in [
        "# 对账说明书，2026-11-24\n",
        "| 台账 | ledger.csv | `",
        "总差额 -0.90 = 已列明 -0.90 + 未列明 0.00。",
        "交易在 3 天内结算；到账在 5 天内或 3 个工作日内",
        "商户（姓名、日期、签字）：____",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn wrong_options_are_told() {
    let shop = Shop::new();
    for (more, says) in [
        (["--rate", "lots"], "error: `lots` is no rate\nhint: type it like 0.6%\n"),
        (["--fixed", "x"], "error: `x` is no sum of money\nhint: type it like 0.30\n"),
        (["--currency", "coins"], "error: `coins` is no currency\n"),
        (["--exceptions", "open.pdf"], "error: `open.pdf` is neither .csv nor .jsonl\n"),
    ] {
        run(&shop, CLEAN[0], CLEAN[1], "", &more).code(2).stdout("").says(says);
    }
    let bad = shop.write("bad.csv", format!("{LEDGER}S1,T1,2026-09-01,sale,five,\n"));
    let good = shop.write("good.csv", format!("{SETTLEMENT}{}", CLEAN[1]));
    let arguments = ["reconcile", "--ledger", bad.to_str().unwrap(), "--settlement", good.to_str().unwrap()];
    shop.run(arguments)
        .code(4)
        .stdout("")
        .says("bad.csv:2:5: amount: “five” is no amount\nsafe: your files were only read\nhint: ");
    let told = shop.run(["reconcile", "--explain", good.to_str().unwrap()]);
    told.code(0)
        .stderr("")
        .shows("- read as: ")
        .shows("- gross: amount before fees\n")
        .shows("- line 2: sale, 2026-09-01, S2, 50.00\n");
}

const KASSE: &str = "Bon;Wann;Summe, brutto\nB1;01.11.2026;12,50\nB2;22.11.2026;7,00\n";

#[test]
fn a_file_is_explained_down_to_what_decided_its_reading() {
    let shop = Shop::new();
    let path = shop.write("till.csv", "单号,时间,类型,金额（元）\nA1,2026-11-01 10:00,消费,12.50\n");
    shop.run(["reconcile", "--explain", path.to_str().unwrap()])
        .code(0)
        .shows("  - encoding: UTF-8\n  - separator: comma\n  - header in line 1\n  - 1 row, ")
        .shows("Columns\n  - 单号: reference number\n  - 时间: date\n  - 类型: type\n  - 金额（元）: amount before fees\n")
        .shows("  - decimal point, as in 1,234.56 (usual beside Chinese names)\n  - every date can be read in one way only\n")
        .shows("  - line 2: sale, 2026-11-01, A1, 12.50\n\nWhat the file says of itself\n  - it states no totals\n");
    shop.lang("zh-CN")
        .run(["reconcile", "--explain", path.to_str().unwrap(), "--decimal", "point"])
        .code(0)
        .shows("  - 小数点，例如 1,234.56（按您的选项）\n")
        .shows("文件自己写的合计\n  - 文件没有写合计\n");
}

#[test]
fn unknown_columns_are_named_on_the_command_line() {
    let shop = Shop::new();
    let path = shop.write("kasse.csv", KASSE);
    let run = |more: &[&str]| shop.run(["reconcile", "--explain", path.to_str().unwrap()].iter().chain(more));
    run(&[])
        .code(4)
        .stdout("")
        .says("kasse.csv:1: no known statement has these columns: Bon, Wann, Summe, brutto\n")
        .says("hint: say what they mean: --columns reference=NAME,gross=NAME,date=NAME");
    run(&["--columns", "reference=Bon,gross=Summe, brutto,date=Wann"])
        .code(0)
        .shows("- Summe, brutto: amount before fees\n")
        .shows("- every amount tells its decimal mark by itself\n")
        .shows("- line 2: sale, 2026-11-01, B1, 12.50\n");
    run(&["--columns", "reference=Bon,gross=Betrag"]).code(4).says("no known statement has these columns");
    run(&["--columns", "number=Bon"])
        .code(2)
        .says("`number=Bon` does not say")
        .says("reference (reference number)");
}

#[test]
fn a_damaged_record_is_told_with_its_place() {
    let shop = Shop::of(SMALL);
    run(&shop, CLEAN[0], CLEAN[1], CLEAN[2], &[]).code(0);
    let text = shop.case_toml();
    let more = format!(
        "{text}\n[[records]]\nkind = \"x\"\nid = \"reconciliation-1\"\non = 2026-11-24\nmade_from = \"\"\n[records.facts]\n"
    );
    crate::support::put(&shop.case_file(), more);
    shop.run(["status"]).code(5).stdout("").says("`id` should be a text that no other record has");
    crate::support::put(&shop.case_file(), text.replacen("\"open\" = \"0\"", "\"open\" = 0", 1));
    shop.run(["status"]).code(5).stdout("").says("`open` should be a text in quotes");
}

#[test]
fn fees_are_judged_by_what_the_contract_in_the_case_says() {
    let files = ["S1,T1,2026-09-01,sale,100.00,\n", "S1,T1,2026-09-01,sale,100.00,0.90,2026-09-02,PO9\n"];
    let bank = "2026-09-02,ACME PO9,99.10\n";
    let said = |rate: &str, fixed: &str| {
        let terms = format!("fee_rate = {rate}\nfee_fixed = {fixed}\ncontract_end");
        let shop = Shop::of(&SMALL.replace("contract_end", &terms));
        let open = run(&shop, files[0], files[1], bank, &["--json"]);
        classes(&open).into_iter().any(|(class, _)| class == "fee_differs")
    };
    assert!(said("\"0.6%\"", "\"0\""), "0.90 for 100.00 is not 0.6%");
    assert!(!said("\"0.6%\"", "\"0.30\""), "0.6% of 100.00 and 0.30");
    assert!(!said("\"0.9%\"", "\"0\""));
    // Half of the terms would find fault with every fee.
    assert!(!said("\"0.6%\"", "{ unknown = true }"));
    assert!(!said("{ unknown = true }", "{ unknown = true }"));
    for (lang, told) in [("en", "fee not as contracted"), ("zh-CN", "手续费与合同不符")] {
        let shop =
            Shop::of(&SMALL.replace("contract_end", "fee_rate = \"0.6%\"\nfee_fixed = \"0\"\ncontract_end"));
        run(&shop.lang(lang), files[0], files[1], bank, &[]).code(3).shows(told);
    }
}

#[test]
fn one_file_on_two_sides_proves_nothing() {
    for (lang, told) in [("en", "ledger.csv was given for two sides"), ("zh-CN", "ledger.csv 同时给了两边")]
    {
        let shop = Shop::new().lang(lang);
        let path = shop.write("ledger.csv", format!("{LEDGER}{}", CLEAN[0]));
        let path = path.to_str().unwrap();
        shop.run(["reconcile", "--ledger", path, "--settlement", path]).code(2).stdout("").says(told);
    }
}

#[test]
fn a_type_that_nobody_knows_is_told_beside_the_result() {
    let ledger = "S1,T1,2026-09-01 10:00,frobnicate,100.00,\n";
    let settlement = "S1,T1,2026-09-01 10:00,sale,100.00,0.60,2026-09-02,PO9001\n";
    let told = "the type “frobnicate” is not known";
    run(&Shop::new(), ledger, settlement, "", &["--rate", "0.6%"]).shows(told);
}

#[test]
fn without_a_settlement_report_no_payout_is_called_somebody_elses() {
    let shop = Shop::new();
    let ledger = "S1,T1,2026-09-01 10:00,sale,100.00,\nS2,T1,2026-09-02 10:00,sale,50.00,\n";
    let outcome = run(&shop, ledger, "", "2026-09-02,ACME PO9001,99.40\n", &[]);
    assert!(!outcome.out.contains("not the provider's"), "{}", outcome.out);
    outcome.tells("without a settlement report, payouts from which fees were taken can't be recognised");
}
