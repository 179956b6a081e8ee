//! Payouts of which the bank received another sum: one finding each, with both amounts and what it is short by.

use crate::reconcile::{classes, json, run};
use crate::support::Shop;

const SALES: &str = "S1,T1,2026-10-01,sale,100.00,\nS2,T1,2026-10-05,sale,80.00,\n";
const SETTLED: &str = "S1,T1,2026-10-01,sale,100.00,1.50,2026-10-02,P1\n\
                       S2,T1,2026-10-05,sale,80.00,1.20,2026-10-06,P3\n";

/// What is said in English and in Chinese, in the summary and in the statement.
#[track_caller]
fn says(ledger: &str, settlement: &str, bank: &str, found: &[&str], en: &str, zh: &str) {
    let shop = Shop::new();
    let of_money = |outcome| {
        let all = classes(&outcome).into_iter().map(|(class, count)| format!("{class} {count}"));
        let unexplained = json(&outcome)["currencies"][0]["unexplained"].to_string();
        (all.filter(|class| !class.starts_with("fee_as_agreed")).collect::<Vec<_>>(), unexplained)
    };
    let (classes, unexplained) = of_money(run(&shop, ledger, settlement, bank, &["--json"]));
    assert_eq!(
        (classes.iter().map(String::as_str).collect::<Vec<_>>(), unexplained.as_str()),
        (found.to_vec(), "\"0.00\"")
    );
    let bare = |text: &str| text.replace([' ', '\n', '\\'], "");
    for (lang, said) in [("en", en), ("zh-CN", zh)] {
        let shop = Shop::new().lang(lang);
        let statement = shop.path("statement.md");
        let outcome = run(&shop, ledger, settlement, bank, &["--statement", statement.to_str().unwrap()]);
        assert_eq!(outcome.exit(), Some(3));
        assert!(bare(&outcome.out).contains(&bare(said)), "{}", outcome.out);
        let text = std::fs::read_to_string(&statement).unwrap();
        let mut parts = said.split("  ").skip(3).chain([said.split("  ").nth(1).unwrap()]);
        assert!(parts.all(|part| bare(&text).contains(&bare(part))), "{said}\n{text}");
    }
}

#[test]
fn a_short_id_in_the_text_of_the_provider_names_its_payout() {
    says(
        SALES,
        &format!("{SETTLED},,2026-10-08,fee,-9.99,0.00,2026-10-09,P6\n"),
        "2026-10-02,PROVIDER P1,98.50\n2026-10-06,PROVIDER P3,78.80\n2026-10-09,PROVIDER P6,-34.99\n",
        &["fee_never_agreed 1", "payout_short 1"],
        "2026-10-09  P6  -9.99  arrived -34.99 (-25.00)",
        "2026-10-09  P6  -9.99  实到 -34.99（差 -25.00）",
    );
}

#[test]
fn a_refund_of_the_till_that_was_taken_off_a_payout_is_one_finding() {
    says(
        &format!("{SALES}R7,T1,2026-10-03,refund,-25.00,\n"),
        SETTLED,
        "2026-10-02,PROVIDER P1,98.50\n2026-10-06,PROVIDER P3,53.80\n",
        &["payout_short 1"],
        "2026-10-06  P3  78.80  arrived 53.80 (0.00)  short by just ledger R7 2026-10-03",
        "2026-10-06  P3  78.80  实到 53.80（差 0.00）  正好少了台账 R7 2026-10-03",
    );
}

/// The refund is in no payout of the report, its fee was given back, and both were taken off the next payout.
#[test]
fn a_refund_in_no_payout_that_was_taken_off_one_is_one_finding() {
    says(
        &format!("{SALES}R7,T1,2026-10-03,refund,-25.00,\n"),
        &format!("{SETTLED}R7,T1,2026-10-03,refund,-25.00,-0.38,,\n"),
        "2026-10-02,PROVIDER P1,98.50\n2026-10-06,PROVIDER P3,54.18\n",
        &["payout_short 1"],
        "2026-10-06  P3  78.80  arrived 54.18 (0.00)  short by just settlement R7",
        "2026-10-06  P3  78.80  实到 54.18（差 0.00）  正好少了结算单 R7",
    );
}

/// The report takes it off in a payout of its own, of which the bank has no line.
#[test]
fn a_chargeback_that_was_taken_off_another_payout_is_one_finding() {
    says(
        SALES,
        &format!("{SETTLED}S1,T1,2026-10-03,chargeback,-25.00,0,2026-10-07,P4\n"),
        "2026-10-02,PROVIDER P1,98.50\n2026-10-06,PROVIDER P3,53.80\n",
        &["chargeback 1", "payout_short 1"],
        "2026-10-06  P3  78.80  arrived 53.80 (0.00)  short by just settlement S1 2026-10-03",
        "2026-10-06  P3  78.80  实到 53.80（差 0.00）  正好少了结算单 S1 2026-10-03",
    );
}

/// One refund explains one payout.
#[test]
fn two_payouts_are_not_short_by_the_same_refund() {
    let shop = Shop::new();
    let ledger = format!("{SALES}R7,T1,2026-10-01,refund,-25.00,\n");
    let settlement = format!("{SETTLED}R7,T1,2026-10-01,refund,-25.00,0,2026-10-02,P1\n");
    let bank = "2026-10-02,PROVIDER P1,48.50\n2026-10-06,PROVIDER P3,53.80\n";
    let outcome = run(&shop, &ledger, &settlement, bank, &[]);
    assert_eq!(outcome.out.matches("short by just").count(), 1, "{}", outcome.out);
}
