//! What to do about a finding hangs on which sides are there, and says by what it was judged.

use crate::reconcile::run;
use crate::support::Shop;

const SALES: &str = "S1,T1,2026-11-02,sale,100.00,\nS2,T1,2026-11-09,sale,80.00,\n";
const SETTLED: &str = "S1,T1,2026-11-02,sale,100.00,1.50,2026-11-03,PO1001\n\
                       S2,T1,2026-11-09,sale,80.00,1.20,2026-11-10,PO1002\n";

fn bare(text: &str) -> String {
    text.replace(['\n', ' '], "")
}

#[track_caller]
fn says(settlement: &str, bank: &str, more: &[&str], [en, zh]: [&str; 2]) {
    for (lang, said) in [("en", en), ("zh-CN", zh)] {
        let outcome = run(&Shop::new().lang(lang), SALES, settlement, bank, more);
        assert_eq!(outcome.exit(), Some(3));
        assert!(bare(&outcome.out).contains(&bare(said)), "{said}\n{}", outcome.out);
    }
}

#[test]
fn a_payout_on_its_way_needs_the_report_first_where_there_is_none() {
    let bank = "2026-11-03,ACME 1,98.50\n2026-11-10,RENT,-900.00\n";
    says(
        SETTLED,
        bank,
        &[],
        [
            "payout may be on its way: Get a newer bank statement and run this again.",
            "可能还在途中：过几天导出新的银行流水，再核对一次。",
        ],
    );
    let bank = "2026-11-02,ACME 1,100.00\n2026-11-10,RENT,-900.00\n";
    says(
        "",
        bank,
        &[],
        [
            "payout may be on its way: Without a settlement report a payout is taken to be a day's sales of your ledger.",
            "可能还在途中：没有结算单，这里把台账同一天的交易当作一批。请下载结算单，",
        ],
    );
}

#[test]
fn a_missing_payout_needs_the_report_first_where_there_is_none() {
    let bank = "2026-11-03,ACME 1,98.50\n2026-11-24,RENT,-900.00\n";
    let missing = ["payout missing: Ask the provider for proof", "没有到账：向支付机构要转账凭证"];
    says(SETTLED, bank, &[], missing);
    let unsure =
        ["payout missing: Without a settlement report nobody can tell", "没有到账：没有结算单，看不出"];
    says("", bank, &[], unsure);
}

#[test]
fn a_fee_says_that_one_rate_was_used_for_all_cards() {
    let bank = "2026-11-03,ACME 1,98.50\n2026-11-10,ACME 2,78.80\n";
    says(
        SETTLED,
        bank,
        &["--rate", "1%"],
        [
            "fee not as contracted: Every card was checked by the one rate that was given; where the contract has others \
             for debit or credit cards, or a cap, go by those.",
            "手续费与合同不符：这里对所有卡都按同一个费率核对；合同对借记卡、贷记卡分别约定费率或封顶的，以合同为准。",
        ],
    );
}
