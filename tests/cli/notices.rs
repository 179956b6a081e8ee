//! What the stop notice and the notice to customers say in special situations: each only what is so.

use crate::letters::{letter, text};
use crate::support::{SMALL, Shop};

/// A small case with these answers added, and what letters ask for.
fn shop(answers: &str, lang: &'static str) -> Shop {
    let shop = Shop::of(&SMALL.replace("contract_end", &format!("{answers}\ncontract_end"))).lang(lang);
    shop.answers(&[("contact", "Ann"), ("refund_contact", "Ann"), ("new_methods", "cash")]);
    shop
}

#[test]
fn the_stop_notice_of_a_dissolved_business_says_so() {
    for (lang, dissolved, signed, asked, ours) in [
        (
            "en",
            "has been dissolved",
            "signed for it by Li Si",
            "Tell us who may sign for the dissolved business",
            "We are Corner",
        ),
        ("zh-CN", "已经注销登记", "本函由 Li Si 代为签署", "告知停用手续由谁签字", "我方是"),
    ] {
        let shop = shop("situations = [\"dissolved\"]\nstopped_on = 2026-11-01", lang);
        shop.run(["answer", "dissolved_signer", "Li Si"]).code(0);
        let notice = text(&shop, &["stop-notice"]);
        assert!(notice.contains(dissolved) && notice.contains(signed), "{notice}");
        assert!(notice.contains(asked), "{notice}");
        assert!(!notice.contains(ours) && !notice.contains("盖章"), "{notice}");
        // Who is known to sign and to be paid is not asked about.
        shop.run(["answer", "dissolved_payee", "Li Si"]).code(0);
        assert!(!text(&shop, &["stop-notice"]).contains(asked));
        // Who is not known to sign is left out.
        shop.run(["answer", "dissolved_signer", "--unknown"]).code(0);
        let notice = text(&shop, &["stop-notice"]);
        assert!(!notice.contains("signed for it by") && !notice.contains("代为签署"), "{notice}");
    }
}

#[test]
fn the_stop_notice_asks_for_an_address_only_where_a_terminal_goes_back() {
    for (lang, address) in [("en", "address to which the terminals go back"), ("zh-CN", "交还终端的地址")]
    {
        let shop = shop("situations = [\"lost\"]\nstop_date = 2027-01-31", lang);
        for row in ["1", "2"] {
            shop.run(["answer", &format!("terminals/{row}/lost"), "no"]).code(0);
        }
        assert!(text(&shop, &["stop-notice"]).contains(address));
        // The other one is the merchant's own.
        shop.run(["answer", "terminals/1/lost", "yes"]).code(0);
        assert!(!text(&shop, &["stop-notice"]).contains(address));
        shop.run(["answer", "terminals/1/lost", "no"]).code(0);
        shop.run(["answer", "terminals/1/owner", "own"]).code(0);
        assert!(!text(&shop, &["stop-notice"]).contains(address));
    }
}

#[test]
fn a_notice_period_of_nothing_is_not_spoken_of() {
    for (lang, period, end) in [("en", "notice period", "contract ends on"), ("zh-CN", "通知期", "到期")]
    {
        let shop = shop("stop_date = 2027-01-31", lang);
        assert!(text(&shop, &["stop-notice"]).contains(period));
        shop.run(["answer", "notice_period", "0 days"]).code(0);
        let notice = text(&shop, &["stop-notice"]);
        assert!(!notice.contains(period) && notice.contains(end), "{notice}");
    }
}

#[test]
fn a_shop_that_closes_says_so_and_names_its_last_day() {
    for (lang, closing, day, closed, here) in [
        ("en", "Our shop is closing for good.", "31 Jan 2027", "Our shop has closed.", "at this address"),
        ("zh-CN", "本店将停止营业", "2027 年 1 月 31 日", "本店已经停业", "现址"),
    ] {
        let answers = "situations = [\"moving\"]\nmoving_date = 2027-01-31\nstop_date = 2027-01-10";
        let closes = shop(&format!("{answers}\nmoving_kind = \"close\""), lang);
        let notice = text(&closes, &["customer-notice"]);
        assert!(notice.contains(closing) && notice.contains(day) && !notice.contains(here), "{notice}");
        closes.run(["answer", "new_methods", "none"]).code(0);
        let notice = text(&closes, &["customer-notice"]);
        assert!(!notice.contains("Ways to pay") && !notice.contains("怎么付款"), "{notice}");
        let notice = text(&closes.on("2027-02-03"), &["customer-notice"]);
        assert!(notice.contains(closed) && notice.contains(day), "{notice}");
        let moves =
            shop(&format!("{answers}\nmoving_kind = \"move\"\nnew_address = \"5 High Street\""), lang);
        let notice = text(&moves, &["customer-notice"]);
        assert!(notice.contains(here) && notice.contains(day) && !notice.contains(closing), "{notice}");
    }
}

#[test]
fn where_payments_have_stopped_customers_are_told_that_they_have() {
    for (lang, stopped, until) in
        [("en", "is no longer in use", "in use until"), ("zh-CN", "已经停用", "用到")]
    {
        let says = |shop: &Shop, is_stopped: bool| {
            let notice = text(shop, &["customer-notice"]);
            assert_eq!(notice.contains(stopped), is_stopped, "{notice}");
            assert_eq!(notice.contains(until), !is_stopped, "{notice}");
        };
        let planned = shop("stop_date = 2027-01-31", lang);
        says(&planned, false);
        let planned = planned.on("2027-01-31");
        says(&planned, false);
        says(&planned.on("2027-02-01"), true);
        // All lost; one of two lost.
        let lost = shop("situations = [\"lost\"]\nstop_date = 2027-01-31", lang);
        lost.run(["answer", "terminals/1/lost", "yes"]).code(0);
        lost.run(["answer", "terminals/2/lost", "no"]).code(0);
        says(&lost, false);
        lost.run(["answer", "terminals/2/lost", "yes"]).code(0);
        says(&lost, true);
        // In the middle, the day not known.
        let middle = Shop::of(&SMALL.replace(
            "done_before = [\"none\"]",
            "done_before = [\"last-batch\"]\nstopped_on = { unknown = true }",
        ));
        let middle = middle.lang(lang);
        middle.answers(&[("contact", "Ann"), ("refund_contact", "Ann"), ("new_methods", "cash")]);
        says(&middle, true);
    }
}

#[test]
fn what_an_unlicensed_party_was_paid_for_is_neither_late_nor_sent_on() {
    for (lang, planned, late, cautions) in [
        (
            "en",
            "last day of card payments: not asked yet",
            "Late:",
            ["Settling the batch hands what is still open", "send no more sales through this terminal"],
        ),
        (
            "zh-CN",
            "最后收款日：还没问到",
            "已经过期",
            ["批结算会把没结算的款交到这一方手里", "不要再用这台终端收款"],
        ),
    ] {
        let shop = shop("situations = [\"agent_gone\"]", lang);
        assert!(shop.run(["export", "markdown"]).out.contains(planned));
        shop.run(["answer", "settler_licensed", "no"]).code(0);
        shop.run(["answer", "stopped_on", "2026-11-20"]).code(0);
        let list = shop.run(["export", "markdown"]);
        assert!(!list.out.contains(planned), "{}", list.out);
        for caution in cautions {
            list.shows(caution);
        }
        let due = shop.run(["due"]);
        due.code(0);
        assert!(!due.out.contains(late), "{}", due.out);
        // The claim names who took the deposit.
        shop.answers(&[
            ("deposit_holder", "agent"),
            ("agent_name", "Mr Wang"),
            ("deposit_booked_as", "deposit"),
            ("refund_account", "6222020200112233445"),
        ]);
        shop.run(["tick", "notice_sent", "--evidence", "x"]).code(0);
        let claim = text(&shop, &["deposit-refund"]);
        assert!(claim.contains("Mr Wang"), "{claim}");
    }
}

#[test]
fn a_letter_that_lacks_a_day_of_closing_asks_for_none() {
    // Outside mainland China the day is not asked about, and the notice does without.
    let shop = shop("situations = [\"moving\"]\nmoving_kind = \"close\"\nstop_date = 2027-01-31", "en");
    shop.run(["answer", "country", "uk"]).code(0);
    letter(&shop, &["customer-notice"]).code(0);
    let notice = text(&shop, &["customer-notice"]);
    assert!(
        notice.contains("Our shop is closing for good.") && !notice.contains("not applicable"),
        "{notice}"
    );
}
