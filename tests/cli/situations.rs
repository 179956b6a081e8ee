//! What a merchant's situation adds, drops and asks about.

use crate::support::{SMALL, Shop};

/// SMALL with another scope, other situations and other owners.
fn shop(changes: &[(&str, &str)]) -> Shop {
    let answers = changes.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    Shop::of(&answers)
}

#[test]
fn a_lost_terminal_settles_no_batch() {
    let shop = shop(&[("contract_end", "situations = [\"lost\"]\ncontract_end")]);
    shop.run(["answer", "terminals/1/lost", "yes"]).code(0);
    shop.run(["answer", "terminals/2/lost", "no"]).code(0);
    let list = shop.run(["export", "markdown"]);
    list.code(0).shows("last batch settled, terminal 2 (10023457)");
    assert!(!list.out.contains("last batch settled, terminal 1"), "{}", list.out);
    // It is handed back on paper only, and nothing is asked of it that only a terminal at hand can do.
    assert!(!list.out.contains("terminal handed back, terminal 1"), "{}", list.out);
    list.shows("- [ ] After the block, hand in one written statement on all that is lost");
}

/// With every terminal lost, nothing is asked that only a terminal at hand can do.
#[test]
fn where_all_terminals_are_lost_nothing_is_asked_of_them() {
    for (lang, gone, stays) in [
        (
            "en",
            ["Put the terminals", "Photograph every terminal", "way of return", "Take out your own SIM"],
            "written statement",
        ),
        ("zh-CN", ["给手边的终端联网", "逐台拍照", "归还方式", "取下自己的 SIM 卡"], "丢失终端的情况说明"),
    ] {
        let some = shop(&[("contract_end", "situations = [\"lost\"]\ncontract_end")]).lang(lang);
        let list = some.run(["export", "markdown"]);
        for text in gone {
            list.shows(text);
        }
        for row in ["terminals/1/lost", "terminals/2/lost"] {
            some.run(["answer", row, "yes"]).code(0);
        }
        let list = some.run(["export", "markdown"]);
        list.code(0).shows(stays);
        for text in gone {
            assert!(!list.out.contains(text), "{text}: {}", list.out);
        }
        some.run(["status"]).code(0);
    }
}

#[test]
fn a_lease_has_a_notice_of_its_own() {
    let shop = shop(&[("owner = \"provider\"", "owner = \"leased\"")]);
    shop.run(["answer", "lease_end", "2027-02-28"]).code(0);
    shop.run(["answer", "lease_notice_period", "3 months"]).code(0);
    shop.run(["export", "markdown"]).code(0).shows(
        "last day to give the leasing company notice: 2026-11-28 = lease end 2027-02-28 − notice period of the lease 3 months",
    );
    shop.run(["next"]).code(0).shows("by 28 Nov 2026: Give the leasing company written notice");
}

#[test]
fn customers_are_told_where_something_changes_for_them() {
    for (situations, told) in [("none", false), ("switching", true), ("moving", true)] {
        let situations = format!("situations = [\"{situations}\"]\ncontract_end");
        let shop = shop(&[("\"whole\"", "\"some\""), ("contract_end", &situations)]);
        let list = shop.run(["export", "markdown"]);
        list.code(0);
        assert_eq!(
            list.out.contains("### 5. Tell customers and partners (not needed)"),
            !told,
            "{}",
            list.out
        );
    }
}

#[test]
fn one_number_on_two_terminals_is_asked_about() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/2/tid", "10023456"])
        .code(0)
        .shows("please check: terminal or serial number, terminal 2 (10023456) is the same as that of terminal 1 (10023456).");
    shop.run(["status"]).code(0).shows("(10023456) is the same as that");
}

#[test]
fn what_came_back_of_the_deposit_is_compared_with_what_was_paid() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "deposit_refunded", "498"]).code(0);
    shop.run(["export", "markdown"]).code(0).shows(
        "deposit not paid back: 100.00 CNY = deposit amount 598.00 CNY − deposit paid back 498.00 CNY",
    );
    shop.run(["answer", "deposit_refunded", "600"])
        .code(0)
        .shows("which is more than deposit amount, 598.00 CNY");
}

/// What `next`, `status` and the checklist say of a contract whose end has passed.
#[test]
fn a_contract_that_renewed_is_counted_from_its_running_term() {
    let fee =
        "exit_fee_kind = \"remaining\"\nmonthly_fee = \"100\"\nstop_date = 2026-12-31\nauto_renews = true";
    let past = [("contract_end = 2027-03-31", format!("contract_end = 2026-03-31\n{fee}"))];
    for (lang, asked, due, sum) in [
        (
            "en",
            "end of the renewed term: not asked yet",
            "2027-03-01 = end of the renewed term 2027-03-31",
            "300.00 CNY",
        ),
        (
            "zh-CN",
            "续约后这一期的到期日：还没问到",
            "2027-03-01 = 续约后这一期的到期日 2027-03-31",
            "300.00 元",
        ),
    ] {
        let shop = shop(&past.each_ref().map(|(from, to)| (*from, to.as_str()))).lang(lang);
        let list = shop.run(["export", "markdown"]);
        list.code(0).shows(asked);
        assert!(!list.out.contains("2026-03-01"), "no day is counted from the old end: {}", list.out);
        assert!(!shop.run(["status"]).out.contains("! "), "nothing is late by it");
        shop.run(["answer", "renewed_end", "2027-03-31"]).code(0);
        shop.run(["export", "markdown"]).code(0).shows(due).shows(sum);
        // Once the notice is out, the term that it was given in goes on counting.
        shop.run(["tick", "notice_sent", "--evidence", "x"]).code(0);
        shop.run(["export", "markdown"]).code(0).shows(sum);
        let later = shop.on("2027-04-20");
        assert!(!later.run(["export", "markdown"]).out.contains("this term has ended"));
    }
}

#[test]
fn a_contract_that_ended_after_the_notice_did_not_renew() {
    let shop = shop(&[("contract_end", "auto_renews = true\ncontract_end")]);
    shop.run(["tick", "notice_sent", "--on", "2026-11-20", "--evidence", "x"]).code(0);
    let list = shop.on("2027-04-20").run(["export", "markdown"]);
    list.code(0).shows("contract end: 2027-03-31");
    assert!(!list.out.contains("end of the renewed term"), "{}", list.out);
}

#[test]
fn a_contract_that_ran_out_has_no_fee_and_no_last_day() {
    let answers = "contract_end = 2026-03-31\nauto_renews = false\nexit_fee_kind = \"remaining\"\nmonthly_fee = \"100\"";
    for (lang, told, fee) in [
        ("en", "Your contract has run out", "early-termination fee"),
        ("zh-CN", "合同已经到期，又不自动续约", "违约金估算"),
    ] {
        let shop = shop(&[("contract_end = 2027-03-31", answers)]).lang(lang);
        let list = shop.run(["export", "markdown"]);
        list.code(0).shows(told);
        assert!(!list.out.contains("2026-03-01"), "{}", list.out);
        assert!(!list.out.contains(&format!("{fee} for the remaining")), "{}", list.out);
        assert!(!list.out.contains("违约金估算（剩余月份）"), "{}", list.out);
    }
}

#[test]
fn the_steps_of_a_live_shop_fall_away_for_a_business_that_is_dissolved() {
    for (lang, gone, told) in [
        (
            "en",
            ["The new way of being paid (not needed)", "Tell customers and partners (not needed)"],
            "The business is dissolved: the steps",
        ),
        (
            "zh-CN",
            ["新收款方式（不适用）", "告知顾客与合作方（不适用）"],
            "营业执照已经注销：“新收款方式”和“告知顾客与合作方”两步不用办",
        ),
    ] {
        let dissolved = shop(&[("contract_end", "situations = [\"dissolved\"]\ncontract_end")]).lang(lang);
        let list = dissolved.run(["export", "markdown"]);
        list.code(0).shows(told);
        for text in gone {
            list.shows(text);
        }
        assert!(!list.out.contains("winding up the business too"), "{}", list.out);
        assert!(!list.out.contains("连店也要注销的"), "{}", list.out);
    }
}

#[test]
fn codes_and_boxes_are_listed_and_done_with_one_by_one() {
    let rows = "\n[rows.codes]\nall = true\nrow = [{ code_name = \"till\", code_kind = \"plate\" }, { code_name = \"door\", code_kind = \"box\" }]\n\n[rows.terminals]\n";
    for (lang, once, each) in [
        (
            "en",
            [
                "take the plate or sticker down and cut it up",
                "Hand the sound box or scanner back",
                // A sound box has no code to pay to.
                "try to pay a small sum to this code",
            ],
            "Have the provider, and the aggregator if there is one, stop it",
        ),
        (
            "zh-CN",
            ["把码牌、贴纸撤下来剪碎", "按合同把音箱、扫码盒归还", "向这个码付 0.01 元到 1 元"],
            "请支付机构和聚合服务商停用它",
        ),
    ] {
        let codes = shop(&[
            ("contract_end", "situations = [\"codes\"]\ncontract_end"),
            ("\n[rows.terminals]\n", rows),
        ]);
        let codes = codes.lang(lang);
        let list = codes.run(["export", "markdown"]);
        for (text, count) in once.map(|text| (text, 1)).into_iter().chain([(each, 2)]) {
            assert_eq!(list.out.matches(text).count(), count, "{text}: {}", list.out);
        }
        codes.run(["tick", "plate_taken_down/2"]).code(2);
        codes.run(["tick", "code_unbound/2", "--evidence", "mail"]).code(0);
    }
}

#[test]
fn whoever_moves_is_told_to_ask_whether_the_account_can_move_too() {
    for (lang, act, stay) in [
        ("en", "Before you end anything, ask the provider", "put this case away (posquit archive)"),
        ("zh-CN", "停用以前，先问支付机构", "把这个案件归档就行（posquit archive）"),
    ] {
        let moving =
            shop(&[("contract_end", "situations = [\"moving\"]\nmoving_kind = \"move\"\ncontract_end")]);
        let moving = moving.lang(lang);
        let list = moving.run(["export", "markdown"]);
        list.code(0).shows(act);
        assert!(!list.out.contains(stay), "{}", list.out);
        moving.run(["answer", "move_possible", "yes"]).code(0);
        moving.run(["export", "markdown"]).code(0).shows(stay);
        moving.run(["answer", "moving_kind", "close"]).code(0);
        assert!(!moving.run(["export", "markdown"]).out.contains(act));
    }
}

#[test]
fn an_agent_who_vanished_leaves_something_to_do() {
    for (lang, check, hq, police) in [
        (
            "en",
            "look up whether that company is licensed",
            "Ring the provider's head office",
            "Stop using these terminals and codes today",
        ),
        ("zh-CN", "再查它有没有牌照", "打支付机构总部的客服电话", "今天就停止用这些终端和收款码收款"),
    ] {
        let gone = shop(&[("contract_end", "situations = [\"agent_gone\"]\ncontract_end")]).lang(lang);
        let list = gone.run(["export", "markdown"]);
        list.code(0).shows(check);
        assert!(!list.out.contains(hq) && !list.out.contains(police), "{}", list.out);
        gone.run(["answer", "settler_licensed", "yes"]).code(0);
        gone.run(["export", "markdown"]).code(0).shows(hq);
        gone.run(["answer", "settler_licensed", "no"]).code(0);
        let next = gone.run(["next"]).out.replace('\n', if lang == "en" { " " } else { "" });
        assert!(next.contains(police), "{next}");
        gone.run(["answer", "agent_name", "Easy POS Ltd"]).code(0);
    }
}

#[test]
fn balances_are_listed_before_anybody_is_told() {
    for (lang, listed, told) in [
        ("en", "Make the list first", "Tell each customer who holds a balance"),
        ("zh-CN", "先列清单", "逐个告诉还有储值"),
    ] {
        let cards = shop(&[("contract_end", "situations = [\"prepaid\"]\ncontract_end")]).lang(lang);
        let list = cards.run(["export", "markdown"]).out;
        let at = |text: &str| list.find(text).unwrap_or_else(|| panic!("{text}: {list}"));
        assert!(at(listed) < at(told));
        // One rule of law, one time.
        assert_eq!(list.matches("第二十二条").count(), 1, "{list}");
        assert_eq!(list.matches("9.5.1.1").count(), 1, "{list}");
    }
}

#[test]
fn what_was_done_before_is_waited_for_no_longer() {
    for lang in ["en", "zh-CN"] {
        let done = shop(&[("[\"none\"]", "[\"notify\"]"), ("notice_way = \"portal\"\n", "")]).lang(lang);
        let list = done.run(["export", "markdown"]);
        assert!(
            !list.out.contains("how the notice is sent") && !list.out.contains("通知的送达方式"),
            "{}",
            list.out
        );
        done.run(["tick", "notice_sent", "--on", "2026-09-01", "--evidence", "x"]).code(0);
        for command in [["status"], ["next"], ["due"]] {
            let told = done.run(command);
            assert!(!told.out.contains("late") && !told.out.contains("逾期"), "{}", told.out);
        }
    }
}
