//! Sentences that say one thing once: a letter that is not needed, the next act, a day with two names.

use crate::support::{SMALL, Shop};

fn shop(situations: &str, lang: &'static str) -> Shop {
    let answers = SMALL.replace("contract_end", &format!("situations = [\"{situations}\"]\ncontract_end"));
    Shop::of(&answers).lang(lang)
}

#[test]
fn a_letter_that_is_not_needed_says_when_it_would_be() {
    for (lang, refused, hint, never) in [
        (
            "en",
            "\"Notice to customers\" is not needed",
            "hint: write it once this holds: ",
            "For the till, the door and your website",
        ),
        ("zh-CN", "“顾客告知书”现在用不上", "请这样做：等符合这个条件再写：", "贴在收银台、门口和网上"),
    ] {
        let shop = shop("dissolved", lang);
        let letter = shop.run(["letter", "customer-notice"]);
        letter.code(5).says(refused).says(hint);
        assert!(!letter.err.contains(never), "{}", letter.err);
    }
}

#[test]
fn the_next_act_says_today_once() {
    for (lang, today, begins) in [
        ("en", "today", "Next (24 Nov 2026): Ring"),
        ("zh-CN", "今天", "下一件事（2026 年 11 月 24 日）：今天"),
    ] {
        let shop = shop("lost", lang);
        shop.run(["answer", "terminals/1/lost", "yes"]).code(0);
        let next = shop.run(["next"]);
        next.code(0);
        assert!(next.out.starts_with(begins), "{}", next.out);
        assert_eq!(next.out.matches(today).count(), 1, "{}", next.out);
        // An act that does not say so itself is still for today.
        let other = Shop::of(&SMALL.replace("contract_end = 2027-03-31\n", "")).lang(lang).run(["next"]);
        assert_eq!(other.code(0).out.matches(today).count(), 1, "{}", other.out);
    }
}

#[test]
fn a_day_of_the_same_name_is_not_worked_out() {
    for (lang, day, sum) in [
        ("en", "last day of card payments: 2027-02-20", "= last day of card payments 2027"),
        ("zh-CN", "最后收款日：2027-02-20", "= 最后收款日 2027-02-20"),
    ] {
        let shop = shop("none", lang);
        shop.run(["answer", "stop_date", "2027-02-20"]).code(0);
        let list = shop.run(["export", "markdown"]);
        list.code(0);
        assert!(list.out.contains(day), "{}", list.out);
        assert!(!list.out.lines().any(|line| line.contains(day) && line.contains(sum)), "{}", list.out);
    }
}
