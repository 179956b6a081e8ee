//! Every dialect of statement on a small file of ours, with its quirks: what is read, what it adds up to, what is told.

mod cells;
mod fuzz;
mod hostile;
mod old_sheets;
mod sheets;

pub(crate) use old_sheets::compound;
pub(crate) use sheets::{Book, HEADER, zipped};

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use posquit::domain::money::Currency;
use posquit::domain::text::Lang;
use posquit::reconcile::read::{Options, Profiles, Side, read};
use posquit::reconcile::said::Trouble;
use posquit::reconcile::table::{Row, Table};
use posquit::template;

use crate::support::Folder;

pub(super) fn options() -> Options {
    Options::new(Profiles::packed(template::statements()).unwrap(), Currency::CNY)
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/statements").join(name)).unwrap()
}

/// A folder with one file in it.
pub(super) struct One {
    _folder: Folder,
    pub(super) path: PathBuf,
}

#[expect(clippy::disallowed_methods, reason = "a test's own file need not survive a crash")]
pub(super) fn one(name: &str, bytes: &[u8]) -> One {
    let folder = Folder::new();
    let path = folder.path.join(name);
    fs::write(&path, bytes).unwrap();
    One { _folder: folder, path }
}

/// Reads bytes as the file of a side.
pub(super) fn read_bytes(name: &str, bytes: &[u8], side: Side) -> Result<Vec<Table>, Trouble> {
    read(&one(name, bytes).path, side, &options())
}

pub(super) fn only(name: &str, bytes: &[u8], side: Side) -> Table {
    let mut tables = read_bytes(name, bytes, side).unwrap_or_else(|trouble| panic!("{}", in_words(&trouble)));
    assert_eq!(tables.len(), 1);
    tables.remove(0)
}

/// A trouble as a person reads it, without the folder of the test.
pub(super) fn in_words(trouble: &Trouble) -> String {
    let words = template::words(Lang::En);
    let text = trouble.text(&words);
    let text = text
        .split_once("/posquit-cli-")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or(text.as_str(), |(_, rest)| rest);
    format!("{text}; {}", trouble.hint_text(&words).unwrap_or_default())
}

/// A table in a few lines: profile, counts and sums, rows, totals, notes.
pub(super) fn told(table: &Table) -> String {
    let source = table.source();
    let mut out = format!("{} {}\n", source.profile, table.len());
    for at in 0..table.len() {
        let _ = writeln!(out, "{}", line(&table.row(at)));
    }
    for total in &source.totals {
        let _ = writeln!(out, "total {}: {} {}", total.what, total.stated, total.counted);
    }
    let words = template::words(Lang::En);
    for note in &source.notes {
        let _ = writeln!(out, "note {}", note.text(&words));
    }
    out
}

/// A row with what it has: line, kind, moment, amounts, texts.
fn line(row: &Row<'_>) -> String {
    let mut out = format!("{} {:?}", row.line, row.kind.unwrap());
    if let Some(day) = row.day {
        let _ = write!(out, " {day}");
    }
    if let Some(minute) = row.minute {
        let _ = write!(out, " {:02}:{:02}", minute / 60, minute % 60);
    }
    let _ = write!(out, " gross {}", row.gross);
    let sums = [("fee", row.fee), ("net", row.net)];
    for (name, sum) in sums {
        if let Some(sum) = sum {
            let _ = write!(out, " {name} {sum}");
        }
    }
    let texts = [
        ("ref", row.reference),
        ("second", row.second),
        ("original", row.original),
        ("terminal", row.terminal),
        ("payout", row.payout),
        ("memo", row.memo),
        ("in", row.currency),
    ];
    for (name, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = write!(out, " {name} {text}");
    }
    if let Some(day) = row.payout_day {
        let _ = write!(out, " paid {day}");
    }
    if row.pending {
        out.push_str(" pending");
    }
    out
}

#[track_caller]
fn reads(name: &str, side: Side, expected: &str) {
    same(&only(name, &sample(name), side), expected);
}

/// A sample that stands in GB18030 in the wild.
#[track_caller]
fn reads_gbk(name: &str, side: Side, expected: &str) {
    let text = String::from_utf8(sample(name)).unwrap();
    let (bytes, _, lost) = encoding_rs::GB18030.encode(&text);
    assert!(!lost);
    same(&only(name, &bytes, side), expected);
    same(&only(name, text.as_bytes(), side), expected);
}

#[track_caller]
pub(super) fn same(table: &Table, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let told = told(table);
    assert_eq!(told.lines().collect::<Vec<_>>(), expected, "\n{told}");
}

#[test]
fn wechat_all() {
    reads(
        "wechat-all.csv",
        Side::Settlement,
        "wechat-trade 4
         2 Sale 2026-11-02 09:15 gross 2850 fee 17100 ref A20261102001 second 4200000000202611020000000001 terminal 10023456 in CNY
         3 Sale 2026-11-02 12:01 gross 123456 fee 740736 ref A20261102002 second 4200000000202611020000000002 terminal 10023456 in CNY
         4 Refund 2026-11-02 12:01 gross -3456 fee -20736 ref A20261102002 second R20261102001 original A20261102002 terminal 10023456 in CNY
         5 Refund 2026-11-02 18:20 gross -500 fee -3000 ref A20261102003 second R20261102002 original A20261102003 terminal 10023457 in CNY pending
         total 总交易单数: 4 4
         total 应结订单总金额: 126306 126306
         total 退款总金额: 3956 3956
         total 手续费总金额: 734100 734100",
    );
}

#[test]
fn wechat_success() {
    reads(
        "wechat-success.csv",
        Side::Settlement,
        "wechat-trade 2
         2 Sale 2026-11-03 08:00 gross 1000 fee 6000 ref S1 second 4200000000202611030000000001 in CNY
         3 Sale 2026-11-03 08:05 gross 2000 fee 12000 ref S2 second 4200000000202611030000000002 in CNY
         total 总交易单数: 2 2
         total 应结订单总金额: 3000 3000
         total 手续费总金额: 18000 18000",
    );
}

#[test]
fn wechat_refund() {
    reads(
        "wechat-refund.csv",
        Side::Settlement,
        "wechat-trade 1
         2 Refund 2026-11-04 10:00 gross -8800 fee -52800 ref A20261030009 second R20261104009 original A20261030009 in CNY
         total 总交易单数: 1 1
         total 应结订单总金额: 0 0
         total 退款总金额: 8800 8800
         total 手续费总金额: -52800 -52800",
    );
}

#[test]
fn wechat_old() {
    reads(
        "wechat-old.csv",
        Side::Settlement,
        "wechat-trade 2
         2 Sale 2026-11-05 11:11 gross 10 fee 60 ref O1 second 1001690740201411100005734289 terminal 1000 in CNY
         3 Refund 2026-11-05 11:12 gross -30 fee -180 ref O2 second RO2 original O2 terminal 1000 in CNY
         total 总交易单数: 2 2
         total 总交易额: 10 10
         total 总退款金额: 30 30
         total 手续费总金额: -120 -120",
    );
}

#[test]
fn wechat_funds() {
    reads(
        "wechat-funds.csv",
        Side::Settlement,
        "wechat-funds 4
         2 Sale 2026-11-02 09:15 gross 2850 ref 4200000000202611020000000001 second 4200000000202611020000000001F memo 交易 A20261102001 in CNY
         3 Fee 2026-11-02 09:15 gross -17 ref 4200000000202611020000000001 second 4200000000202611020000000001G memo 扣除交易手续费 A20261102001 in CNY
         4 Refund 2026-11-02 12:30 gross -850 ref 50300000002026110200001 second 50300000002026110200001F memo 退款 R20261102001 in CNY
         5 Payout 2026-11-03 02:00 gross -10000 ref 2011801292026110300000001 second 2011801292026110300000001F memo 提现 W20261103 in CNY
         total 资金流水总笔数: 4 4
         total 收入笔数: 1 1
         total 收入金额: 2850 2850
         total 支出笔数: 3 3
         total 支出金额: 10867 10867",
    );
}

#[test]
fn alipay_trade() {
    reads_gbk(
        "alipay-trade.csv",
        Side::Settlement,
        "alipay-trade 3
         6 Sale 2026-11-01 10:20 gross 11800 fee 71000 ref ALI0001 second 2026110121001004720000000001 terminal T01 in CNY
         7 Sale 2026-11-01 11:00 gross 2000 fee 12000 ref ALI0002 second 2026110121001004720000000002 terminal T01 in CNY
         8 Refund 2026-11-02 09:00 gross -1800 fee -11000 ref ALI0001 second RQ0001 original ALI0001 terminal T01 in CNY
         total 交易合计: 2 2
         total 交易合计 商家实收共: 13800 13800
         total 退款合计 商家实收退款共: -1800 -1800
         total 退款合计: 1 1",
    );
}

#[test]
fn alipay_funds() {
    reads_gbk(
        "alipay-funds.csv",
        Side::Bank,
        "alipay-funds 3
         6 Sale 2026-11-01 10:20 gross 11800 ref ALI0001 second 2026110121001004720000000001 memo 交易付款 in CNY
         7 Fee 2026-11-01 10:20 gross -71 ref ALI0001 second 2026110121001004720000000001 memo 收费 服务费[ALI0001] in CNY
         8 Payout 2026-11-02 02:00 gross -10000 ref 2026110200000000000000000003 memo 提现 in CNY
         total 支出合计 共: 10071 10071
         total 支出合计: 2 2
         total 收入合计 共: 11800 11800
         total 收入合计: 1 1",
    );
}

#[test]
fn allinpay() {
    reads_gbk(
        "allinpay.csv",
        Side::Settlement,
        "allinpay 3
         2 Sale 2026-11-06 10:01 gross 10000 fee 60000 net 9940 ref 001234567890 second 112233440001 terminal 00000001 in CNY
         3 Sale 2026-11-06 10:05 gross 125000 fee 750000 net 124250 ref 001234567891 second 112233440002 terminal 00000001 in CNY
         4 Refund 2026-11-06 11:30 gross -10000 fee -60000 net -9940 ref 001234567892 second 112233440003 original 112233440001 terminal 00000001 in CNY",
    );
}

#[test]
fn ums() {
    reads_gbk(
        "ums.csv",
        Side::Settlement,
        "ums 3
         2 Sale 2026-11-06 09:01 gross 10000 fee 60000 net 9940 ref 001234567890 second D20261106001 terminal 00000001 in CNY paid 2026-11-07
         3 Sale 2026-11-06 23:59 gross 125000 fee 750000 net 124250 ref 001234567891 second D20261106002 terminal 00000001 in CNY paid 2026-11-07
         4 Refund 2026-11-07 10:15 gross -10000 fee -60000 net -9940 ref 001234567899 second T20261107001 original D20261106001 terminal 00000001 in CNY paid 2026-11-08
         total 合计 交易金额: 125000 125000
         total 合计 手续费: 750000 750000
         total 合计 清算金额: 124250 124250",
    );
}

#[test]
fn leshua() {
    reads_gbk(
        "leshua.csv",
        Side::Settlement,
        "leshua 4
         2 Sale 2026-11-06 09:01 gross 10000 fee 38000 net 9962 ref D20261106001 second LS2026110600001 terminal 00000001 in CNY
         3 Sale 2026-11-06 12:30 gross 2850 fee 17000 net 2833 ref D20261106002 second LS2026110600002 in CNY
         4 Refund 2026-11-06 15:00 gross -2850 fee 0 net -2850 ref D20261106002 second R20261106002 in CNY
         5 Other 2026-11-06 16:00 gross -5000 net -5000 ref LS2026110600004 in CNY",
    );
}

/// The words that portals have without a dialect of their own.
#[test]
fn a_portal_that_nobody_described_is_read_by_its_usual_words() {
    let text = "商户号,终端号,交易时间,交易类型,交易金额,手续费,入账金额,参考号,流水号,商户订单号
M1,T1,2026-11-06 09:01:02,消费,100.00,0.60,99.40,001234567890,L1,D1
M1,T1,2026-11-06 10:01:02,退货,20.00,0.12,19.88,001234567899,L2,D2
";
    same(
        &only("portal.csv", text.as_bytes(), Side::Settlement),
        "generic-settlement 2
         2 Sale 2026-11-06 09:01 gross 10000 fee 60000 net 9940 ref 001234567890 second L1 terminal T1
         3 Refund 2026-11-06 10:01 gross -2000 fee 12000 net -1988 ref 001234567899 second L2 terminal T1",
    );
}

#[test]
fn sumup() {
    reads(
        "sumup.csv",
        Side::Settlement,
        "sumup 3
         2 Sale 2026-04-17 gross 1600 fee 27000 net 1573 ref TDP5X7ABC1 second R-1 payout PID123 paid 2026-04-20
         3 Sale 2026-04-17 gross 350 fee 6000 net 344 ref TDP5X7ABC2 second R-2 payout PID123 paid 2026-04-20
         5 Refund 2026-04-18 gross -1600 fee 0 net -1600 ref TDP5X7ABC4 second R-1 payout PID124 paid 2026-04-21
         note rows that no payout pays by their status or way of payment, left out: 1, the first in line 4",
    );
}

#[test]
fn icbc() {
    reads_gbk(
        "icbc.csv",
        Side::Bank,
        "bank-icbc 3
         8 Other 2026-11-03 gross 123456 memo 他行汇入 银联商务清算款20261102 银联商务股份有限公司 in CNY
         9 Other 2026-11-04 gross -20000 memo 消费 电费 in CNY
         10 Other 2026-11-05 gross 9944 memo 跨行入账 财付通支付科技有限公司 in CNY
         total 人民币合计 记账金额(收入): 133400 133400
         total 人民币合计 记账金额(支出): 20000 20000",
    );
}

#[test]
fn cmb() {
    reads_gbk(
        "cmb.csv",
        Side::Bank,
        "bank-cmb 2
         4 Other 2026-11-03 gross 100000 memo 银联入账 POS898310148160001 20261102 银联商务股份有限公司 100000000001 in CNY
         5 Other 2026-11-04 gross -150050 memo 转账汇款 房租 in CNY
         total 合计 交易金额: -50050 -50050",
    );
}

#[test]
fn boc() {
    reads_gbk(
        "boc.csv",
        Side::Bank,
        "bank-boc 2
         3 Other 2026-11-04 09:15 gross -5000 memo 网上快捷支付 美团 in CNY
         4 Other 2026-11-03 08:00 gross 20000 memo 网上快捷提现 支付宝-备付金 支付宝（中国）网络技术有限公司 in CNY",
    );
}

#[test]
fn abc() {
    reads_gbk(
        "abc.csv",
        Side::Bank,
        "bank-abc 2
         2 Other 2026-11-03 09:30 gross 1000000 memo 银联入账 清算款 银联商务股份有限公司 in CNY
         3 Other 2026-11-04 gross -30000 memo 取现 in CNY",
    );
}

#[test]
fn bocom() {
    reads_gbk(
        "bocom.csv",
        Side::Bank,
        "bank-bocom 2
         2 Other 2026-11-03 10:00 gross 50000 memo 代收 POS 结算 上海 快钱支付清算信息有限公司 in CNY
         3 Other 2026-11-03 10:30 gross -12000 memo 转账 货款 上海 in CNY",
    );
}

#[test]
fn corporate() {
    reads_gbk(
        "corporate.csv",
        Side::Bank,
        "bank-corporate 2
         4 Other 2026-11-03 gross 300000 memo 清算款 PO20261102
         5 Other 2026-11-04 gross -1500 memo 手续费
         total 合计 贷方发生额: 300000 300000
         total 合计 借方发生额: 1500 1500",
    );
}

#[test]
fn stripe_payout() {
    reads(
        "stripe-payout.csv",
        Side::Settlement,
        "stripe-payout 4
         2 Sale 2026-09-14 10:02 gross 10000 fee 165000 net 9835 ref pi_1 second ch_1 payout po_1 in EUR paid 2026-09-16
         3 Refund 2026-09-14 11:00 gross -1000 fee 0 net -1000 ref pi_1 second ch_1 payout po_1 in EUR paid 2026-09-16
         4 Chargeback 2026-09-15 11:00 gross -5000 fee 1500000 net -6500 ref pi_0 second ch_0 payout po_1 in EUR paid 2026-09-16
         5 Payout 2026-09-16 00:00 gross -2335 fee 0 net -2335 payout po_1 in EUR paid 2026-09-16",
    );
}

#[test]
fn stripe_activity() {
    reads(
        "stripe-activity.csv",
        Side::Settlement,
        "stripe-activity 2
         2 Sale 2026-09-14 10:02 gross 123450 fee 3610000 net 119840 ref txn_1 in USD paid 2026-09-16
         3 Refund 2026-09-14 10:05 gross -3450 fee 0 net -3450 ref txn_2 in USD paid 2026-09-16",
    );
}

#[test]
fn stripe_balance() {
    reads(
        "stripe-balance.csv",
        Side::Settlement,
        "stripe-balance 3
         2 Sale 2026-09-01 14:03 gross 1200 fee 38000 net 1162 ref ch_1 second txn_1 in GBP paid 2026-09-05
         3 Fee 2026-09-02 00:00 gross -200 fee 0 net -200 ref txn_2 in GBP paid 2026-09-02
         4 Payout 2026-09-05 01:00 gross -962 fee 0 net -962 ref po_1 second txn_3 in GBP paid 2026-09-05",
    );
}

#[test]
fn square() {
    reads(
        "square.csv",
        Side::Settlement,
        "square 2
         2 Sale 2022-11-10 21:50 gross 123456 fee 3220000 ref pay1 second tx1 terminal Till 1 payout dep1 paid 2022-11-11
         4 Refund 2022-11-11 09:05 gross -1000 fee 0 ref pay3 second tx3 terminal Till 1 payout dep1 paid 2022-11-11
         note rows of 0, left out: 1, the first in line 3",
    );
}

#[test]
fn adyen() {
    reads(
        "adyen.csv",
        Side::Settlement,
        "adyen 6
         2 Sale 2026-01-21 08:11 gross 5000 fee 75000 net 4925 ref R1 second 8800000000000001 payout 7 in EUR
         3 Refund 2026-01-21 09:00 gross -1000 net -1000 ref R1 second 8800000000000012 original 8800000000000001 payout 7 in EUR
         4 Fee 2026-01-21 23:59 gross -8 net -8 payout 7 in EUR
         5 Payout 2026-01-22 00:00 gross -3917 net -3917 payout 7 in EUR
         6 Sale 2026-01-23 08:00 gross 2000 fee 20000 net 1980 ref R2 second 8800000000000002 payout 8 in EUR
         7 Payout 2026-01-24 00:00 gross -6980 net -6980 payout 8 in EUR
         total 7: 0 0
         total 8: 0 -5000",
    );
}

#[test]
fn paypal_de() {
    reads(
        "paypal-de.csv",
        Side::Settlement,
        "paypal 3
         2 Sale 2019-10-01 10:00 gross 125000 fee 3148000 net 121852 ref INV1 second PP1 in EUR
         3 Refund 2019-10-02 10:00 gross -25000 fee -623000 net -24377 ref PP2 original PP1 in EUR
         5 Payout 2019-10-03 10:00 gross -97475 fee 0 net -97475 ref PP4 in EUR
         note rows that no payout pays by their status or way of payment, left out: 1, the first in line 4",
    );
}

#[test]
fn paypal_us() {
    reads(
        "paypal-us.csv",
        Side::Settlement,
        "paypal 2
         2 Sale 2019-10-01 10:00 gross 125000 fee 3148000 net 121852 ref INV1 second PP1 in EUR
         3 Sale 2019-10-13 10:00 gross 2000 fee 88000 net 1912 ref INV2 second PP5 in EUR pending",
    );
}

#[test]
fn shopify() {
    reads(
        "shopify.csv",
        Side::Settlement,
        "shopify 3
         2 Sale 2026-08-30 16:59 gross 2183 fee 93000 net 2090 ref #1001 second #c1 payout 900001 in USD paid 2026-09-02
         3 Refund 2026-08-31 gross -183 fee 0 net -183 ref #1001 second #c1 payout 900001 in USD paid 2026-09-02
         4 Sale 2026-09-01 09:00 gross 100000 fee 2930000 net 97070 ref #1002 second #c2 in USD pending",
    );
}

#[test]
fn plain_ledger() {
    reads(
        "plain-ledger.csv",
        Side::Ledger,
        "generic-ledger 3
         2 Sale 2026-11-01 09:00 gross 2850 ref L0001 terminal 10023456
         3 Refund 2026-11-01 09:05 gross -850 ref L0002 terminal 10023456
         4 Sale 2026-11-01 10:00 gross 10000 ref L0003 terminal 10023457",
    );
}

#[test]
fn plain_settlement() {
    reads(
        "plain-settlement.csv",
        Side::Settlement,
        "generic-settlement 3
         2 Sale 2026-11-01 09:00 gross 2850 fee 17000 ref L0001 terminal 10023456 payout P1 paid 2026-11-02
         3 Refund 2026-11-01 09:05 gross -850 fee -5000 ref L0002 terminal 10023456 payout P1 paid 2026-11-02
         4 Chargeback 2026-11-01 10:00 gross -3000 fee 1500000 ref L0004 terminal 10023457 payout P1 paid 2026-11-02",
    );
}

#[test]
fn plain_bank() {
    reads(
        "plain-bank.csv",
        Side::Bank,
        "generic-bank 2
         2 Other 2026-11-02 gross -985 memo ACQUIRER PAYOUT P1
         3 Other 2026-11-03 gross 123400 memo ACQUIRER PAYOUT P2, SHOP",
    );
}

#[test]
fn till_zh() {
    reads_gbk(
        "till-zh.csv",
        Side::Ledger,
        "generic-ledger 3
         2 Sale 2026-11-01 09:05 gross 2850 ref 00012345 terminal 10023456
         3 Refund 2026-11-01 09:15 gross -850 ref 00012346 terminal 10023456
         4 Sale 2026-11-01 09:20 gross 120000 ref 00012347 terminal 10023456",
    );
}

#[test]
fn sibs() {
    reads(
        "sibs.csv",
        Side::Settlement,
        "generic-settlement 2
         2 Sale 2026-09-17 gross 125000 fee 1250000 net 123750 ref L1 terminal T1 in EUR paid 2026-09-18
         3 Sale 2026-09-04 gross 125000 fee 1250000 net 123750 ref L2 terminal T1 in EUR paid 2026-09-05
         total Total Gross Amount: 250000 250000
         total Total Commission: 2500000 2500000
         total Total Net Amount: 247500 247500",
    );
}

#[test]
fn bank_uk() {
    reads(
        "bank-uk.csv",
        Side::Bank,
        "generic-bank-pair 2
         2 Other 2026-11-03 gross 45000 memo STRIPE PAYMENTS UK PO123
         3 Other 2026-11-13 gross -100000 memo RENT",
    );
}
