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
    // It still has to be handed back, if only on paper.
    list.shows("terminal handed back, terminal 1 (10023456)");
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
