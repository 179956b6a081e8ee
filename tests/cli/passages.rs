//! What a step says and asks by what has happened: nothing is said to be done that is not, and nothing is asked that is
//! past.

use posquit::domain::answer::{Answer, Value};
use posquit::domain::case::{Case, Row, Table, Tick};
use posquit::domain::phrase::Phrase;
use posquit::domain::plan::Plan;
use posquit::domain::text::Lang;
use posquit::template::words;
use posquit::wizard::screens;

use crate::letters::{letter, text};
use crate::random::{PLAYBOOK, today};
use crate::support::{Outcome, SMALL, Shop};

/// Chinese and English, each with its texts.
type Said<'t> = [(&'static str, &'t str); 2];

fn shop(changes: &[(&str, &str)]) -> Shop {
    Shop::of(&changes.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    }))
}

#[track_caller]
fn lacks(outcome: &Outcome, text: &str) {
    outcome.code(0);
    assert!(!outcome.out.contains(text), "{text}: {}", outcome.out);
}

/// A case with choices, terminals of which all are lost or none, and acts that were ticked.
fn case(answers: &[(&str, &str)], lost: bool, ticks: &[&str]) -> Case {
    let mut case = Case::new("sample", "sample", Lang::En, today());
    let known = |text: &str| Answer::Known(Value::Text(text.to_owned()));
    for (id, value) in answers {
        let value = match *value {
            "yes" => Value::Bool(true),
            value if ["situations", "done_before"].contains(id) => Value::List(vec![value.to_owned()]),
            value => Value::Text(value.to_owned()),
        };
        case.answers.insert((*id).to_owned(), Answer::Known(value));
    }
    let cells = [
        ("tid", known("10023456")),
        ("owner", known("provider")),
        ("lost", Answer::Known(Value::Bool(lost))),
    ];
    let row: Row = cells.into_iter().map(|(id, answer)| (id.to_owned(), answer)).collect();
    let table = Table { all: true, last: 1, rows: [(1, row)].into() };
    case.tables.insert("terminals".to_owned(), table.into());
    for id in ticks {
        let row = PLAYBOOK.todo(id).unwrap().each.as_ref().map(|_| 1);
        let tick = Tick { on: Some(today()), evidence: None, reason: None };
        case.ticks.insert((*id).to_owned(), [(row, tick)].into());
    }
    case
}

/// The words that a step gives to say, and why it matters.
fn said(case: &Case, step: &str, lang: Lang) -> String {
    let words = words(lang);
    let plan = Plan::new(&PLAYBOOK, case, today());
    let phrase = Phrase { words: &words, playbook: &PLAYBOOK };
    let step = PLAYBOOK.step(step).unwrap();
    let script = step.told.script.as_ref().map(|script| phrase.script(&plan, step, script.to(lang)));
    phrase.why(&plan, step) + "\n" + &script.unwrap_or_default()
}

#[test]
fn a_lost_terminal_is_reported_right_after_it_is_blocked() {
    let said: Said<'_> =
        [("en", "After the block, hand in one written"), ("zh-CN", "停用以后，把丢失终端的情况说明")];
    for (lang, text) in said {
        let shop = shop(&[("contract_end", "situations = [\"lost\"]\ncontract_end")]).lang(lang);
        for row in [1, 2] {
            shop.run(["answer", &format!("terminals/{row}/lost"), "yes"]).code(0);
        }
        shop.run(["tick", "lost_blocked", "--evidence", "7"]).code(0);
        shop.run(["next"]).tells(text);
        // The last payout is waited for from then on, and its coming ends that.
        let waits = ["the payout of the last batch", "最后一批交易到账"];
        assert!(shop.run(["status"]).out.contains(waits[usize::from(lang != "en")]));
        shop.run(["tick", "last_payout_received", "--evidence", "bank"]).code(0);
        lacks(&shop.run(["status"]), waits[usize::from(lang != "en")]);
        // Nothing can be handed back, so nothing says so.
        lacks(
            &shop.run(["export", "markdown"]),
            if lang == "en" { "Get a receipt" } else { "把终端和配件交给对方" },
        );
    }
}

#[test]
fn nothing_is_said_to_be_handed_back_that_is_not() {
    for (lang, back, stopped) in
        [(Lang::En, "handed back", "confirmed the stop"), (Lang::Zh, "终端已经归还", "停用已经贵方书面确认")]
    {
        let paid = [("deposit_paid", "yes")];
        for (lost, ticks, is_back, is_stopped) in [
            (false, &[][..], false, false),
            (false, &["handover_signed"], true, false),
            (false, &["handover_signed", "stop_request_accepted"], true, true),
            (true, &["stop_request_accepted"], false, true),
        ] {
            let text = said(&case(&paid, lost, ticks), "deposit", lang);
            let text = text.rsplit_once('\n').map_or(text.as_str(), |_| &text);
            let script = text.split_once('\n').unwrap().1;
            assert_eq!(script.contains(back), is_back, "{lost} {ticks:?}: {text}");
            assert_eq!(script.contains(stopped), is_stopped, "{lost} {ticks:?}: {text}");
        }
        let text = said(&case(&[], true, &[]), "confirmation", lang);
        assert!(!text.contains(if lang == Lang::En { "accessories" } else { "配件" }), "{text}");
        // What falls away leaves no gap in the numbers.
        let numbers: Vec<&str> =
            text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
        for (n, line) in (1..).zip(&numbers) {
            assert!(line.starts_with(&format!("{n}. ")), "{text}");
        }
        assert!(numbers.len() >= 4, "{text}");
    }
}

/// Who keeps the account ends no service.
#[test]
fn who_stops_some_terminals_says_so() {
    for (lang, ends) in [
        (Lang::En, ["end our card service", "account is closed"]),
        (Lang::Zh, ["解除以下范围", "商户号已注销"]),
    ] {
        for (scope, whole) in [("whole", true), ("some", false)] {
            let case = case(&[("scope", scope)], false, &[]);
            for (step, text) in ["notify", "confirmation"].into_iter().zip(ends) {
                let said = said(&case, step, lang);
                assert_eq!(said.contains(text), whole, "{scope}: {said}");
                assert!(!said.contains(['{', '}']), "{said}");
            }
        }
    }
}

#[test]
fn a_dissolved_business_asks_who_signs_and_who_is_paid() {
    for (lang, act, paid, sealed) in [
        (
            "en",
            "Ask the provider three things in writing: who signs",
            "to this account of Li Si",
            "Signature\n",
        ),
        ("zh-CN", "书面问支付机构三件事：由谁签字", "付至收款人（Li Si）的账户", "盖章"),
    ] {
        let shop = shop(&[("contract_end", "situations = [\"dissolved\"]\ncontract_end")]).lang(lang);
        let list = shop.run(["export", "markdown"]);
        list.code(0).shows(act);
        shop.answers(&[
            ("dissolved_signer", "Zhang San (former owner)"),
            ("dissolved_payee", "Li Si"),
            ("deposit_holder", "provider"),
            ("deposit_booked_as", "deposit"),
            ("refund_account", "6222020200112233445"),
            ("contact", "Zhang San"),
        ]);
        shop.run(["tick", "notice_sent", "--evidence", "x"]).code(0);
        let claim = text(&shop, &["deposit-refund"]);
        assert!(claim.contains(paid) && claim.contains("Zhang San (former owner)"), "{claim}");
        assert!(!claim.contains(sealed), "{claim}");
        shop.run(["answer", "merchant_kind", "company"]).code(0);
        let list = shop.run(["export", "markdown"]);
        lacks(&list, if lang == "en" { "copy of the business licence" } else { "营业执照复印件" });
        list.shows(if lang == "en" { "the notice of deregistration" } else { "准予注销通知书" });
    }
}

#[test]
fn where_an_unlicensed_party_is_paid_no_day_is_printed_that_nobody_keeps() {
    for (lang, stopped) in [("en", "is no longer in use"), ("zh-CN", "已经停用")] {
        let shop =
            shop(&[("contract_end", "situations = [\"agent_gone\"]\nstop_date = 2027-01-31\ncontract_end")])
                .lang(lang);
        shop.answers(&[
            ("settler_licensed", "no"),
            ("new_methods", "cash"),
            ("refund_contact", "Ann"),
            ("contact", "Ann"),
        ]);
        let notice = text(&shop, &["customer-notice"]);
        assert!(notice.contains(stopped) && !notice.contains("2027"), "{notice}");
        // Whatever else names a last day asks for the day on which it was.
        letter(&shop, &["stop-notice"]).says("posquit answer stopped_on");
        shop.run(["answer", "stopped_on", "2026-11-23"]).code(0);
        assert!(!text(&shop, &["stop-notice"]).contains("2027-01-31"));
    }
}

#[test]
fn who_moves_tells_customers_where_to() {
    for lang in ["en", "zh-CN"] {
        let shop = shop(&[(
            "contract_end",
            "situations = [\"moving\"]\nmoving_kind = \"move\"\nstop_date = 2027-01-31\ncontract_end",
        )])
        .lang(lang);
        shop.answers(&[
            ("new_address", "5 High Street"),
            ("new_methods", "cash"),
            ("refund_contact", "Ann"),
            ("contact", "Ann"),
        ]);
        let notice = text(&shop, &["customer-notice"]);
        assert!(notice.contains("5 High Street"), "{notice}");
    }
}

#[test]
fn a_deduction_is_asked_about_once_it_can_be_known() {
    for (lang, asked) in
        [("en", "deduction from the deposit: not asked yet"), ("zh-CN", "押金被扣：还没问到")]
    {
        let shop = Shop::of(SMALL).lang(lang);
        shop.run(["tick", "deposit_claimed", "--evidence", "x"]).code(0);
        lacks(&shop.run(["export", "markdown"]), asked);
        // Their time has passed.
        let late = shop.on("2027-01-20");
        late.run(["export", "markdown"]).code(0).shows(asked);
    }
}

#[test]
fn a_wait_that_a_later_act_took_over_is_shown_no_more() {
    for (lang, reminder, demand) in [
        ("en", "what the reminder asked for", "what the formal demand asked for"),
        ("zh-CN", "催办后办妥", "催告后办妥"),
    ] {
        let shop = Shop::of(SMALL).lang(lang);
        shop.run(["tick", "notice_sent", "--evidence", "x"]).code(0);
        let shop = shop.on("2026-12-08");
        shop.run(["tick", "reminder_sent", "--on", "2026-12-08", "--evidence", "x"]).code(0);
        let shop = shop.on("2026-12-28");
        shop.run(["status"]).tells(reminder);
        // One way up at a time: the complaint comes once the demand has failed.
        let after = if lang == "en" {
            "If that doesn't help: complaint to head office"
        } else {
            "还不行，再往上：向总部投诉"
        };
        shop.run(["due"]).tells(after);
        shop.run(["tick", "demand_sent", "--on", "2026-12-28", "--evidence", "x"]).code(0);
        let status = shop.run(["status"]);
        status.code(0).tells(demand);
        lacks(&status, reminder);
        // The stop itself is confirmed: the answer to the notice has become pointless.
        shop.run(["tick", "stop_request_accepted", "--on", "2026-12-28", "--evidence", "x"]).code(0);
        let list = shop.run(["export", "markdown"]);
        lacks(
            &list,
            if lang == "en" {
                "Get the provider's written confirmation and check the stop date"
            } else {
                "拿到支付机构的书面确认，核对停用日期和终端"
            },
        );
    }
}

#[test]
fn in_the_middle_nothing_is_asked_that_is_past() {
    for (lang, past, fact) in [
        (
            "en",
            [
                "last day of card payments: not asked yet",
                "Put the terminals you have online",
                "open pre-authorisations: not asked yet",
            ],
            "day on which card payments stopped: not asked yet",
        ),
        (
            "zh-CN",
            ["最后收款日：还没问到", "给手边的终端联网", "未完成的预授权：还没问到"],
            "停止收款的日子：还没问到",
        ),
    ] {
        let shop = shop(&[("done_before = [\"none\"]", "done_before = [\"last-batch\", \"stop-request\"]")])
            .lang(lang);
        let list = shop.run(["export", "markdown"]);
        list.code(0).shows(fact);
        for text in past {
            lacks(&list, text);
        }
        shop.run(["answer", "stopped_on", "2026-11-10"]).code(0);
        shop.run(["export", "markdown"]).code(0).shows("2026-12-10 =");
    }
}

#[test]
fn a_number_in_full_width_is_kept_and_shown_as_printed() {
    for lang in ["en", "zh-CN"] {
        let shop = Shop::of(SMALL).lang(lang);
        shop.run(["answer", "terminals/1/tid", "ＳＮ１００２３４５９"]).code(0).shows("SN10023459");
        assert!(shop.case_toml().contains("\"SN10023459\""), "{}", shop.case_toml());
    }
}

#[test]
fn the_log_calls_a_letter_by_its_name_also_after_undo() {
    for (lang, name) in [("en", "Letter \"Notice to customers\""), ("zh-CN", "函件“顾客告知书”")] {
        let shop = shop(&[("contract_end", "stop_date = 2027-01-31\ncontract_end")]).lang(lang);
        shop.answers(&[("new_methods", "cash"), ("refund_contact", "Ann"), ("contact", "Ann")]);
        letter(&shop, &["customer-notice"]).code(0);
        shop.run(["log"]).code(0).shows(name);
        shop.run(["undo"]).code(0).shows(name);
        let log = shop.run(["log"]);
        log.code(0).shows(name);
        lacks(&log, "letter-1");
    }
}

/// What holds an act up is said a line each.
#[test]
fn each_reason_against_a_handover_has_its_line() {
    for (lang, reasons) in [("en", "Don't hand it over yet"), ("zh-CN", "先别交还")] {
        let shop = Shop::of(SMALL).lang(lang);
        let refused = shop.run(["tick", "handover_signed/1", "--evidence", "x"]);
        assert_eq!(
            refused.err.lines().filter(|line| line.contains(reasons)).count(),
            refused.err.matches(reasons).count(),
            "{}",
            refused.err
        );
        assert!(refused.err.matches(reasons).count() >= 3, "{}", refused.err);
    }
}

/// The sample texts of the notices say what the letters say.
#[test]
fn samples_of_the_notices_say_what_is_so() {
    for (lang, until, stopped, closing, dissolved, ours) in [
        (Lang::En, "in use until", "no longer in use", "closing for good", "has been dissolved", "This is "),
        (Lang::Zh, "终端用到", "已经停用", "停止营业", "已经注销登记", "我方是"),
    ] {
        let whole = [("scope", "whole")];
        let planned = said(&case(&whole, false, &[]), "announce", lang);
        assert!(
            planned.contains(until) && !planned.contains(stopped) && !planned.contains(closing),
            "{planned}"
        );
        let middle = [("scope", "whole"), ("done_before", "last-batch")];
        for case in
            [case(&whole, true, &[]), case(&middle, false, &[]), case(&whole, false, &["last_batch_done"])]
        {
            let text = said(&case, "announce", lang);
            assert!(text.contains(stopped) && !text.contains(until), "{text}");
        }
        let mut past = case(&whole, false, &[]);
        past.answers.insert("stop_date".to_owned(), Answer::Known(Value::Date(today().pred_opt().unwrap())));
        let text = said(&past, "announce", lang);
        assert!(text.contains(stopped) && !text.contains(until), "{text}");
        let close =
            [("scope", "whole"), ("country", "cn"), ("situations", "moving"), ("moving_kind", "close")];
        let text = said(&case(&close, false, &[]), "announce", lang);
        assert!(
            text.contains(closing) && !text.contains("at this address") && !text.contains("现址"),
            "{text}"
        );
        let text = said(&case(&[("situations", "dissolved")], false, &[]), "notify", lang);
        assert!(text.contains(dissolved) && !text.contains(ours) && !text.contains(['{', '}']), "{text}");
        let text = said(&case(&whole, false, &[]), "notify", lang);
        assert!(text.contains(ours) && !text.contains(dissolved), "{text}");
    }
}

#[test]
fn the_sample_claim_names_the_agent_who_took_the_deposit() {
    for (lang, taken) in [(Lang::En, "It was paid to Mr Wang;"), (Lang::Zh, "押金的收款方：Mr Wang，")]
    {
        let agent = [("deposit_paid", "yes"), ("deposit_holder", "agent"), ("agent_name", "Mr Wang")];
        let text = said(&case(&agent, false, &[]), "deposit", lang);
        assert!(text.contains(taken), "{text}");
        let provider = [("deposit_paid", "yes"), ("deposit_holder", "provider")];
        let text = said(&case(&provider, false, &[]), "deposit", lang);
        assert!(!text.contains("paid to") && !text.contains("收款方"), "{text}");
    }
}

/// Help that has no text of its own says why the step matters, with its passages as they stand then.
#[test]
fn help_has_no_hole() {
    let case = case(&[], false, &[]);
    let plan = Plan::new(&PLAYBOOK, &case, today());
    for lang in [Lang::En, Lang::Zh] {
        let phrase = Phrase { words: &words(lang), playbook: &PLAYBOOK };
        for step in &plan.steps {
            let help = screens::help(&phrase, &plan, step, None).render(80, false);
            assert!(!help.contains(['{', '}']), "{}: {help}", step.step.id);
        }
    }
}
