//! `answer`: what is understood as a value, as people type it on any keyboard, and what is refused as none.

use crate::commands::{UNTOUCHED, refused};
use crate::random::PLAYBOOK;
use crate::support::{SMALL, Shop};

#[test]
fn full_width_input_is_understood() {
    let shop = Shop::of(SMALL).lang("zh-CN");
    let given = [
        ("deposit_amount", "１，２００元", "押金金额：1200.00 元", "1200.00 CNY"),
        ("contract_end", "２０２７年３月３０日", "合同到期日：2027-03-30", "2027-03-30"),
        ("notice_period", "５ 个工作日", "通知期：5 个工作日", "5 working days"),
        ("provider", "拉卡拉（上海）", "支付机构：拉卡拉（上海）", "拉卡拉（上海）"),
        ("country", "英国", "国家或地区：英国", "uk"),
    ];
    for (id, typed, shown, stored) in given {
        shop.run(["answer", id, typed]).code(0).stdout(&format!("{shown}\n已保存。\n")).stderr("");
        assert_eq!(shop.state()["answers"][id], stored, "{id}");
    }
}

#[test]
fn a_choice_is_given_by_id_label_or_number() {
    let shop = Shop::of(SMALL);
    for typed in ["uk", "United Kingdom", "英国", "2", "２", " UK "] {
        shop.run(["answer", "country", "cn"]).code(0);
        shop.run(["answer", "country", typed]).code(0).stdout("country: United Kingdom\nSaved.\n");
    }
}

#[test]
fn several_choices_are_put_in_the_order_of_the_options() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "done_before", "reconcile,notify，reconcile"]).code(0);
    assert_eq!(shop.state()["answers"]["done_before"], serde_json::json!(["notify", "reconcile"]));
    shop.run(["answer", "done_before", "none,notify"])
        .code(2)
        .stderr(&format!("error: \"None of these\" can't go together with others.\n{UNTOUCHED}"));
}

#[test]
fn a_choice_is_given_by_a_label_with_a_comma() {
    let shop = Shop::of(SMALL);
    for typed in ["stop notice, confirmed by the provider", "停用通知，对方已确认"] {
        shop.run(["answer", "done_before", "reconcile"]).code(0);
        shop.run(["answer", "done_before", typed]).code(0);
        assert_eq!(shop.state()["answers"]["done_before"], serde_json::json!(["notify"]));
    }
}

#[test]
fn choices_are_parted_by_commas_with_spaces_on_both_sides() {
    let shop = Shop::of(SMALL);
    let options = &PLAYBOOK.question("done_before").unwrap().options;
    let number = 1 + options.iter().position(|option| option.id == "reconcile").unwrap();
    let by_number = format!(" notify ，{number}，");
    for typed in ["reconcile , notify", "stop notice, confirmed by the provider ; reconcile", &by_number] {
        shop.run(["answer", "done_before", "none"]).code(0);
        shop.run(["answer", "done_before", typed]).code(0);
        assert_eq!(
            shop.state()["answers"]["done_before"],
            serde_json::json!(["notify", "reconcile"]),
            "{typed}"
        );
    }
}

#[test]
fn a_currency_that_is_none_is_refused() {
    let shop = Shop::of(&SMALL.replace("\"cn\"", "\"other\""));
    for typed in ["euros", "12", "E1R"] {
        let error = "Type the three letters of the currency, for example EUR or CHF.";
        refused(&shop, &["answer", "currency", typed], error);
    }
}

#[test]
fn a_currency_is_understood_by_its_word_or_sign() {
    let shop = Shop::of(&SMALL.replace("\"cn\"", "\"other\""));
    for (typed, code) in [
        ("RMB", "CNY"),
        ("€", "EUR"),
        ("人民币", "CNY"),
        ("£", "GBP"),
        ("￥", "CNY"),
        ("￡", "GBP"),
        ("chf", "CHF"),
        ("ＵＳＤ", "USD"),
    ] {
        shop.run(["answer", "currency", typed]).code(0).stdout(&format!("currency code: {code}\nSaved.\n"));
    }
}

#[test]
fn a_sum_in_rmb_is_a_sum_in_yuan() {
    let shop = Shop::of(&SMALL.replace("\"cn\"", "\"other\""));
    shop.run(["answer", "currency", "RMB"]).code(0);
    shop.run(["answer", "deposit_amount", "600"]).code(0).stdout("deposit amount: 600.00 CNY\nSaved.\n");
}

#[test]
fn wrong_answers_are_refused_with_what_is_right() {
    let shop = Shop::of(SMALL);
    let date = "Type it like 2026-12-31.";
    refused(&shop, &["answer", "contract_end", "2026-02-30"], &format!("There is no such day. {date}"));
    refused(&shop, &["answer", "contract_end", "03/02/2027"], &format!("That date is not clear. {date}"));
    refused(
        &shop,
        &["answer", "deposit_amount", "12,5"],
        "The comma is not clear. Use a point, for example 1234.50.",
    );
    refused(
        &shop,
        &["answer", "deposit_amount", "1.005"],
        "Too many decimals; at most 2, for example 598.00.",
    );
    refused(
        &shop,
        &["answer", "notice_period", "30"],
        "Type the unit too, for example 30 days, 5 working days or 1 month.",
    );
    refused(&shop, &["answer", "auto_renews", "maybe"], "Answer yes or no.");
    refused(
        &shop,
        &["answer", "provider", " 　"],
        "There is no answer yet. Type one, or - if you don't know yet.",
    );
    let options =
        "All terminals and the merchant account (whole), Some terminals, keeping the account (some)";
    refused(&shop, &["answer", "scope", "most"], &format!("There is no such option. Choose from: {options}"));
}

#[test]
fn an_invisible_answer_is_no_answer() {
    let shop = Shop::of(SMALL);
    let none = "There is no answer yet. Type one, or - if you don't know yet.";
    refused(&shop, &["answer", "provider", "\u{200b} \u{200b}"], none);
    shop.run(["answer", "provider", "Wor \u{200b} ld"]).code(0).stdout("provider: Wor ld\nSaved.\n");
}

#[test]
fn a_full_card_number_is_never_stored() {
    let shop = Shop::of(SMALL);
    let told = shop.run(["answer", "refund_account", "6225 8801 3800 0006"]);
    told.code(2).says("That looks like a full card number, which posquit never stores.");
    assert!(
        !told.err.contains("622588")
            && !shop.case_toml().contains("622588")
            && !shop.history().contains("622588")
    );
}
