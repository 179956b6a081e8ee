//! Whose turn it is: what a step waits for that comes after one that is not needed or was done before, and what presses
//! nobody yet.

use crate::support::{SMALL, Shop};

fn shop(changes: &[(&str, &str)], lang: &'static str) -> Shop {
    let answers = changes.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    Shop::of(&answers).lang(lang)
}

/// SMALL with special situations.
fn in_situation(ids: &str, lang: &'static str) -> Shop {
    shop(&[("contract_end", &format!("situations = [{ids}]\ncontract_end"))], lang)
}

#[track_caller]
fn state_of(shop: &Shop, id: &str) -> String {
    let state = shop.state();
    let steps = state["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["id"] == id).unwrap();
    step["state"].as_str().unwrap().to_owned()
}

#[test]
fn the_request_waits_for_the_steps_before_a_return_that_is_not_needed() {
    let bought = shop(&[("owner = \"provider\"", "owner = \"own\"")], "en");
    let lost = in_situation("\"lost\"", "en");
    for row in ["terminals/1/lost", "terminals/2/lost"] {
        lost.run(["answer", row, "yes"]).code(0);
    }
    for shop in [bought, lost] {
        assert_eq!(state_of(&shop, "return"), "not_needed");
        assert_eq!(state_of(&shop, "stop-request"), "held");
        // A step that is left out leaves its order behind.
        for step in ["wipe", "reconcile"] {
            shop.run(["mark", step, "skipped", "--reason", "they do it"]).code(0);
            assert_eq!(state_of(&shop, "stop-request"), "held");
        }
    }
}

#[test]
fn an_act_that_comes_before_its_turn_is_noted_and_asked_about() {
    for (lang, told) in [
        ("en", ["please check: stop request filed is noted", "Tell the provider", "Reconcile the accounts"]),
        ("zh-CN", ["请核对：“递交停用申请”已记下", "通知支付机构", "清算对账"]),
    ] {
        let bought = shop(&[("owner = \"provider\"", "owner = \"own\"")], lang);
        let ticked = bought.run(["tick", "stop_request_filed", "--evidence", "A1"]);
        ticked.code(0);
        for text in told {
            ticked.shows(text);
        }
        let again = bought.run(["tick", "contract_read", "--evidence", "A1"]);
        assert!(!again.code(0).out.contains(told[1]), "{}", again.out);
    }
}

#[test]
fn what_was_done_before_holds_nothing_up() {
    for (lang, later) in [("en", "after what is still open"), ("zh-CN", "按顺序还要先完成")] {
        let done =
            shop(&[("[\"none\"]", "[\"notify\", \"wind-down\", \"last-batch\", \"reconcile\"]")], lang);
        assert_eq!(state_of(&done, "wipe"), "open");
        let off = done.run(["tick", "disabled_by_provider", "--evidence", "A1"]);
        assert!(!off.code(0).out.contains(later), "{}", off.out);
        assert_ne!(state_of(&done, "return"), "blocked");
        // What nobody compared with posquit is not doubted for want of a tick.
        done.run(["answer", "reconciled", "yes"]).code(0);
        let status = done.run(["status"]);
        let doubt = if lang == "en" { "the last payout isn't noted yet" } else { "还没有记到账" };
        assert!(!status.code(0).out.contains(doubt), "{}", status.out);
    }
    let open = shop(&[("[\"none\"]", "[\"last-batch\"]")], "en");
    open.run(["answer", "reconciled", "yes"]).code(0);
    let status = open.run(["status"]);
    assert!(!status.code(0).out.contains("the last payout isn't noted yet"), "{}", status.out);
}

#[test]
fn only_what_is_lost_is_to_be_blocked() {
    for (lang, block, statement) in [
        ("en", "have every lost terminal blocked", "one written statement on all that is lost"),
        ("zh-CN", "把丢失的终端都停用", "丢了几台都写在一份里"),
    ] {
        let shop = in_situation("\"lost\"", lang);
        let list = |shop: &Shop| shop.run(["export", "markdown"]).out;
        for row in ["terminals/1/lost", "terminals/2/lost"] {
            shop.run(["answer", row, "no"]).code(0);
        }
        assert!(!list(&shop).contains(block) && !list(&shop).contains(statement), "{}", list(&shop));
        shop.run(["answer", "terminals/2/lost", "yes"]).code(0);
        assert!(list(&shop).contains(block) && list(&shop).contains(statement), "{}", list(&shop));
        let next = shop.run(["next"]).out.replace('\n', if lang == "en" { " " } else { "" });
        assert!(next.contains(block), "{next}");
    }
}

#[test]
fn a_day_of_our_own_presses_nobody_whose_turn_has_not_come() {
    for (lang, act, late) in
        [("en", "Settle the last batch", "Past its day"), ("zh-CN", "最后一次批结算", "已过期限")]
    {
        let shop = shop(&[("contract_end", "stop_date = 2026-11-20\ncontract_end")], lang);
        assert_eq!(state_of(&shop, "last-batch"), "held");
        let next = shop.run(["next"]).out;
        assert!(!next.contains(act), "{next}");
        let due = shop.run(["due"]).out;
        let label = if lang == "en" { "planned stop" } else { "停止收款" };
        let lines = due.lines().filter(|line| line.contains(label) && line.contains(late));
        assert_eq!(lines.count(), 0, "{due}");
        shop.run(["due", "--json"]).code(0);
        assert!(!shop.run(["due", "--json"]).out.contains("\"stop_day\""));
        // The notice, which the contract sets a day for, stays late.
        assert!(shop.run(["due", "--json"]).out.contains("\"notice_for_stop_date\""));
    }
}

#[test]
fn a_shop_that_is_gone_asks_no_customers_but_pays_them_back() {
    for (lang, ask, compare, listed, refunded) in [
        (
            "en",
            "ask a few regulars",
            "After three months, compare",
            "List what each customer still holds",
            "Go through the list of balances, pay each customer back",
        ),
        ("zh-CN", "问几位老顾客", "停用满三个月", "列清单：每位顾客", "照余额清单逐个联系顾客"),
    ] {
        let open = in_situation("\"prepaid\"", lang).run(["export", "markdown"]).out;
        assert!(open.contains(ask) && open.contains(compare) && !open.contains(refunded), "{open}");
        let dissolved = in_situation("\"prepaid\", \"dissolved\"", lang).run(["export", "markdown"]).out;
        assert!(!dissolved.contains(ask) && !dissolved.contains(compare), "{dissolved}");
        let at = |text: &str| dissolved.find(text).unwrap_or_else(|| panic!("{text}: {dissolved}"));
        assert!(at(listed) < at(refunded));
        let closing = in_situation("\"moving\"", lang);
        closing.run(["answer", "moving_kind", "close"]).code(0);
        let closing = closing.run(["export", "markdown"]).out;
        assert!(!closing.contains(ask) && !closing.contains(compare), "{closing}");
    }
}

#[test]
fn a_heading_of_the_help_ends_with_the_colon_of_its_language() {
    for (lang, shown, hidden) in [
        ("zh-CN", ["\n参数：\n", "\n选项：\n"], ["参数:", "选项:"]),
        ("en", ["\nArguments:\n", "\nOptions:\n"], ["Arguments::", "Options："]),
    ] {
        let shop = Shop::new().lang(lang);
        for arguments in [["help", "tick"], ["tick", "--help"]] {
            let told = shop.run(arguments);
            told.code(0);
            for text in shown {
                assert!(told.out.contains(text), "{}", told.out);
            }
            assert!(!hidden.iter().any(|text| told.out.contains(text)), "{}", told.out);
        }
    }
}

/// Whether the contract can move along is asked before anything is ended, even where the notice is late.
#[test]
fn who_moves_asks_about_the_address_before_the_notice() {
    for (lang, first) in [("en", "can be moved to the new address"), ("zh-CN", "能不能办地址变更")] {
        let shop = in_situation("\"moving\"", lang);
        shop.run(["answer", "moving_kind", "move"]).code(0);
        shop.run(["answer", "stop_date", "2026-12-20"]).code(0);
        shop.run(["next"]).code(0).tells(first);
    }
}

/// A last day of payments that is too near for the notice is told with what can be kept instead.
#[test]
fn a_day_that_the_notice_cannot_keep_is_told_with_the_first_that_it_can() {
    for (lang, told) in [
        ("en", "Sent today, the notice runs until 24 Dec 2026: choose a last day of card payments"),
        ("zh-CN", "今天发出，通知期到 2026 年 12 月 24 日才满"),
    ] {
        let shop = shop(&[], lang).on("2026-11-24");
        shop.run(["answer", "stop_date", "2026-12-20"]).code(0);
        shop.run(["next"]).code(0).tells(told);
        // In time for the day that was chosen, nothing is said.
        shop.run(["answer", "stop_date", "2027-02-20"]).code(0);
        assert!(!shop.run(["next"]).out.contains("runs until"));
    }
}

/// While the answer to a reminder still has its days, nobody is to press again.
#[test]
fn a_reminder_has_its_days_before_the_next_rung() {
    for (lang, turn) in [
        ("en", "Now it is their turn: what the reminder asked for, due by"),
        ("zh-CN", "现在等对方：催办后办妥"),
    ] {
        let shop = shop(&[], lang).on("2026-11-24");
        shop.run(["tick", "notice_sent", "--on", "2026-11-02", "--evidence", "x"]).code(0);
        shop.run(["tick", "reminder_sent", "--evidence", "x"]).code(0);
        for step in ["contract", "replacement", "announce", "wind-down", "last-batch", "reconcile", "wipe"] {
            shop.run(["mark", step, "skipped", "--reason", "x"]).code(0);
        }
        for step in ["return", "stop-request", "close-account", "deposit", "confirmation", "books"] {
            shop.run(["mark", step, "skipped", "--reason", "x"]).code(0);
        }
        for step in ["records", "aftercare"] {
            shop.run(["mark", step, "skipped", "--reason", "x"]).code(0);
        }
        shop.run(["next"]).code(0).tells(turn);
    }
}
