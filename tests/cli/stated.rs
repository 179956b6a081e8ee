//! What a file states about itself is shown as money where it is money.

use crate::support::Shop;

const LEDGER: &str = "单号,终端号,交易时间,类型,金额\nD1,T1,2026-09-01 10:00:00,消费,1234.50\n";

/// The trade bill of one sale, whose footer states a sum.
fn bill(sum: &str) -> String {
    format!(
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\n\
         `2026-09-01 10:00:01,`wx1,`1900000109,`0,`,`42000001,`D1,`o1,`MICROPAY,`SUCCESS,`OTHERS,`CNY,`1234.50,`0.00,`0,`0,`0.00,`0.00,`,`,`午餐,`,`7.41000,`0.60%,`1234.50,`0.00,`\n\
         总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n\
         `1,`{sum},`0.00,`0.00,`7.41000,`1234.50,`0.00\n"
    )
}

#[test]
fn control_totals_are_shown_as_money() {
    for (lang, wrong, right) in [
        ("en", "bill.csv  stated / counted: 1300.00 / 1234.50", "Everything is explained"),
        ("zh-CN", "bill.csv  文件写的 / 实际数的：1300.00 / 1234.50", "每一分钱都说得清"),
    ] {
        let shop = Shop::new().lang(lang);
        shop.write("till.csv", LEDGER);
        shop.write("bill.csv", bill("1300.00"));
        let files = [
            "reconcile",
            "--ledger",
            "till.csv",
            "--settlement",
            "bill.csv",
            "--statement",
            "s.md",
            "--force",
        ];
        let outcome = shop.run(files);
        outcome.code(3).shows("应结订单总金额  ").shows(wrong);
        let statement = std::fs::read_to_string(shop.path("s.md")).unwrap();
        assert!(statement.contains("| 应结订单总金额 | 1300.00 | 1234.50 |"), "{statement}");
        assert!(statement.contains("| 总交易单数 | 1 | 1 |"), "{statement}");
        shop.write("bill.csv", bill("1234.50"));
        shop.run(files).code(0).shows(right);
    }
}
