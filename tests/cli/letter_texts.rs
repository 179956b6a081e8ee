//! What letters say by what is in dispute, what goes, and what happened.

use crate::letters::{letter, rich, text};
use crate::support::{SMALL, Shop};

#[test]
fn a_complaint_speaks_of_what_is_in_dispute() {
    let shop = rich().lang("zh-CN");
    let complain = |channel| text(&shop, &["complaint", "--channel", channel]);
    // A fee that was never stated is claimed back, with the deposit that is late.
    let told = complain("pbc");
    for line in [
        "1. 要求被投诉人退还押金 598.00 元（大写：人民币伍佰玖拾捌元整）。",
        "2. 要求被投诉人全额退还“流量费”99.00 元（大写：人民币玖拾玖元整），不再收取；",
        "收取前没有向我方标明这笔费用。",
        "同一事项，没有法院、仲裁机构或者其他部门受理。",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    let association = complain("pcac");
    assert!(association.contains("业务员张某") && association.contains("第十四条"), "{association}");
    // The provider itself took the deposit, so the rule about agents is none for it.
    assert!(!association.contains("违规收取特约商户押金"), "{association}");
    shop.run(["answer", "deposit_holder", "agent"]).code(0);
    assert!(complain("pcac").contains("第21项把“违规收取特约商户押金”"));
    // Only a fee is in dispute.
    shop.run(["answer", "dispute_about", "fee"]).code(0);
    shop.run(["answer", "fee_fault", "not_in_contract"]).code(0);
    let association = complain("pcac");
    for word in ["违规收取特约商户押金", "第十四条", "外包服务机构", "业务员张某"] {
        assert!(!association.contains(word), "{word} is in\n{association}");
    }
    assert!(association.contains("第三十四条") && association.contains("双方的合同没有约定这笔费用。"));
    assert!(!association.contains("没有向我方标明"), "{association}");
    let claim = text(&shop, &["statement-of-claim"]);
    assert!(
        claim.contains("判令被告退还“流量费”99.00 元") && claim.contains("此致\n上海市静安区人民法院\n"),
        "{claim}"
    );
    // Nothing is said of a court before it is asked.
    shop.run(["answer", "elsewhere_pending", "--clear"]).code(0);
    letter(&shop, &["complaint", "--channel", "pbc"]).code(2).says("posquit answer elsewhere_pending");
    shop.run(["answer", "elsewhere_pending", "yes"]).code(0);
    assert!(complain("pbc").contains("同一事项已由其他机构受理，受理材料附后。"));
}

#[test]
fn letters_about_some_terminals_speak_of_those() {
    let shop = rich().lang("zh-CN");
    let whole = text(&shop, &["final-confirmation"]);
    assert!(whole.contains("商户号已注销") && whole.contains("余额为零"), "{whole}");
    shop.run(["answer", "scope", "some"]).code(0);
    let some = text(&shop, &["final-confirmation"]);
    assert!(some.starts_with("关于确认部分终端停用的函\n"), "{some}");
    assert!(some.contains("上列终端没有未结清的费用") && some.contains("上列终端的押金 598.00 元已退还"));
    let application = text(&shop, &["cancellation"]);
    assert!(
        application.starts_with("终端停用申请书\n") && application.contains("商户号和其余终端照常使用。")
    );
    for word in ["商户号已注销", "余额为零", "注销商户号", "收款码"] {
        assert!(!some.contains(word) && !application.contains(word), "{word} in\n{some}\n{application}");
    }
}

#[test]
fn a_fee_for_leaving_early_and_a_lost_terminal_have_their_letters() {
    let shop = Shop::of(SMALL);
    letter(&shop, &["exit-fee"]).code(2).says("posquit answer exit_fee_kind");
    for answer in [
        "contact=Sam",
        "stop_date=2027-02-01",
        "deposit_paid=no",
        "exit_fee_kind=fixed",
        "exit_fee_fixed=£295",
    ]
    .into_iter()
    .chain([
        "exit_fee_clause=8.2",
        "exit_fee_grounds=The terminal failed three times",
        "exit_fee_offer=£50",
    ]) {
        let (id, value) = answer.split_once('=').unwrap();
        shop.run(["answer", id, value]).code(0);
    }
    let told = text(&shop, &["exit-fee"]);
    for line in [
        "Clause: 8.2. The fee is 295.00 GBP.",
        "The terminal failed three times",
        "we offer 50.00 GBP in full settlement",
        "take no such fee from our account or from a payout.",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    shop.run(["answer", "situations", "none"]).code(0);
    letter(&shop, &["lost-terminal"]).code(5).says("is not needed");
    shop.run(["answer", "situations", "lost"]).code(0);
    shop.run(["answer", "terminals/1/lost", "yes"]).code(0);
    letter(&shop, &["lost-terminal"]).code(2).says("posquit answer lost_story VALUE");
    shop.run(["answer", "lost_story", "Gone from the counter on 20 November."]).code(0);
    let told = text(&shop, &["lost-terminal"]);
    assert!(told.contains("Gone from the counter") && told.contains("Please block it at once."), "{told}");
    assert!(!told.contains("We reported it"), "{told}");
    shop.run(["tick", "lost_blocked", "--on", "2026-11-21", "--evidence", "ticket 7"]).code(0);
    assert!(text(&shop, &["lost-terminal"]).contains("We reported it to you on 21 Nov 2026 (ticket 7)."));
}

#[test]
fn authorities_and_a_demand_get_the_full_name_of_the_provider() {
    for (lang, full, open, court) in [
        ("zh-CN", "拉卡拉支付股份有限公司", "拉卡拉（全称待核实）", "被告：（待核实）"),
        (
            "en",
            "拉卡拉支付股份有限公司",
            "拉卡拉 (full name to be confirmed)",
            "Defendant: [to be confirmed]",
        ),
    ] {
        let shop = rich().lang(lang);
        let papers: [&[&str]; 5] = [
            &["demand"],
            &["statement-of-claim"],
            &["complaint", "--channel", "pbc"],
            &["complaint", "--channel", "samr"],
            &["fee-dispute"],
        ];
        for paper in papers {
            let told = text(&shop, paper);
            assert!(told.contains(full) && !told.contains("拉卡拉："), "{paper:?}:\n{told}");
        }
        // It is asked for where the reader needs it, and only there.
        shop.run(["answer", "provider_legal_name", "--clear"]).code(0);
        for paper in &papers[..4] {
            letter(&shop, paper).code(2).says("posquit answer provider_legal_name");
        }
        assert!(text(&shop, &["fee-dispute"]).contains("拉卡拉"));
        // The provider knows itself by the name that is known; an authority is told that the full one is open.
        shop.run(["answer", "provider_legal_name", "--unknown"]).code(0);
        let demand = text(&shop, &["demand"]);
        assert!(
            demand.contains("拉卡拉") && !demand.contains("拉卡拉（") && !demand.contains("拉卡拉 ("),
            "{demand}"
        );
        assert!(text(&shop, &["complaint", "--channel", "pbc"]).contains(open));
        assert!(text(&shop, &["statement-of-claim"]).contains(court));
    }
}

#[test]
fn a_complaint_names_the_branch_and_the_district() {
    let pairs = [
        ("zh-CN", "中国人民银行上海市分支机构：", "上海市静安区市场监督管理部门："),
        (
            "en",
            "To the branch of the People's Bank of China in 上海市",
            "To the market regulator of 上海市静安区",
        ),
    ];
    for (lang, branch, district) in pairs {
        let shop = rich().lang(lang);
        for (channel, line, id) in [("pbc", branch, "pbc_place"), ("samr", district, "samr_place")] {
            let told = text(&shop, &["complaint", "--channel", channel]);
            assert!(told.lines().any(|l| l == line), "{told}");
            shop.run(["answer", id, "--clear"]).code(0);
            letter(&shop, &["complaint", "--channel", channel]).code(2).says(&format!("posquit answer {id}"));
        }
        // The head office is asked for neither.
        text(&shop, &["complaint", "--channel", "hq"]);
    }
}

#[test]
fn an_e_mail_has_lines_in_the_place_of_tables() {
    let shop = rich().lang("zh-CN");
    let application = text(&shop, &["cancellation"]);
    assert!(application.contains("\n商户类型：个体工商户\n"), "{application}");
    assert!(application.contains("\n1. 10023456，归还情况：已交还\n2. 10023457，"), "{application}");
    let demand = text(&shop, &["demand"]);
    let late = "- 押金退还，起算日期：2026-04-01；凭证：申请书，EMS 1234567890124；约定或预计的日期：2026-04-23；已超期：25 个工作日\n";
    assert!(demand.contains(late), "{demand}");
    let shop = rich();
    let demand = text(&shop, &["demand"]);
    assert!(demand.contains("- Reminder sent, date: 2026-04-24; reference: "), "{demand}");
    let application = text(&shop, &["cancellation"]);
    assert!(application.contains("\nKind of business: Sole trader\n"), "{application}");
    assert!(!application.contains("Item") && !application.contains("No.:"), "{application}");
    // On paper they are tables, and one of names and values has no heading.
    for lang in ["zh-CN", "en"] {
        let shop = rich().lang(lang);
        let path = shop.path("page.html");
        letter(&shop, &["complaint", "--channel", "hq", "-o", path.to_str().unwrap()]).code(0);
        let html = std::fs::read_to_string(path).unwrap();
        let first = html.split("<table>").nth(1).unwrap().split("</table>").next().unwrap();
        assert!(!first.contains("<th") && first.contains("上海好味道"), "{first}");
    }
}

#[test]
fn letters_to_the_united_states_have_its_forms() {
    let shop = rich();
    let british = text(&shop, &["demand"]);
    assert!(british.contains("Dear Sir or Madam,") && british.contains("Yours faithfully,"), "{british}");
    assert!(british.contains("Please do so by 10 Jun 2026."), "{british}");
    shop.run(["answer", "country", "us"]).code(0);
    for paper in
        ["demand", "cancellation", "authorisation", "debit-revocation", "deposit-refund", "fee-dispute"]
    {
        let told = text(&shop, &[paper]);
        let there = [
            "Dear Sir",
            "faithfully",
            "Sole trader",
            "authoris",
            "organis",
            "Direct debit",
            "1 Jun",
            " Jun 2026",
        ];
        for word in there {
            assert!(!told.contains(word), "{word} in {paper}:\n{told}");
        }
        assert!(told.contains("June 1, 2026"), "{told}");
    }
    let demand = text(&shop, &["demand"]);
    assert!(demand.contains("To whom it may concern:") && demand.contains("\nSincerely,\n"), "{demand}");
    assert!(text(&shop, &["authorisation"]).starts_with("Letter of authorization\n"));
    // Chinese has one form, and Australia the British ones.
    shop.run(["answer", "country", "au"]).code(0);
    assert!(text(&shop, &["demand"]).contains("Yours faithfully,"));
    shop.run(["answer", "country", "us"]).code(0);
    let demand = text(&shop.lang("zh-CN"), &["demand"]);
    assert!(demand.contains("2026 年 6 月 1 日"), "{demand}");
}

#[test]
fn a_stop_notice_asks_to_waive_the_fee_where_there_is_one() {
    for (lang, ask, rest) in [
        ("zh-CN", "免收合同写明的提前停用违约金；", "包括流量费、服务费等按月、按年收的费用"),
        (
            "en",
            "Waive the fee for leaving early that the contract names;",
            "data, rental and service charges included",
        ),
    ] {
        let shop = Shop::of(SMALL).lang(lang);
        shop.run(["answer", "contact", "Sam"]).code(0);
        shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
        let notice = text(&shop, &["stop-notice"]);
        assert!(!notice.contains(ask) && notice.contains(rest), "{notice}");
        shop.run(["answer", "exit_fee_kind", "remaining"]).code(0);
        assert!(text(&shop, &["stop-notice"]).contains(ask));
        shop.run(["answer", "exit_fee_kind", "none"]).code(0);
        assert!(!text(&shop, &["stop-notice"]).contains(ask));
    }
}
