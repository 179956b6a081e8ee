//! The statement of reconciliation in Markdown: what was read, how it was compared, how the difference closes, what is
//! open, what was decided, and lines to sign.

use super::super::table::Table;
use super::super::{BANK_WINDOW, BANK_WORKING_DAYS, MOST_ALIKE, MOST_BUNDLED, MOST_PARTS, MOST_TRIED};
use super::super::{Balance, Class, Outcome, SALE_WINDOW, Shown};
use super::labels::{BANK_RULES, RULES, label, money, stated};
use super::line::{beside, near};
use super::summary::explained;
use crate::domain::text::visible;
use crate::domain::words::Words;

/// How many findings the statement lists; all of them stand in the file of exceptions.
const LISTED: usize = 200;

/// The statement of a run in the words of a language.
pub fn statement(outcome: &Outcome<'_>, words: &Words) -> String {
    let day = outcome.settings.today.to_string();
    let mut out = format!("# {}\n", words.say("reconcile.statement_title", &[("day", &day)]));
    inputs(&mut out, outcome, words);
    totals(&mut out, outcome, words);
    method(&mut out, outcome, words);
    for balance in &outcome.balances {
        balance_of(&mut out, balance, words);
    }
    findings(&mut out, outcome, words);
    lapsed(&mut out, outcome, words);
    heading(&mut out, words.get("reconcile.signatures"));
    let ended = if outcome.is_clean() {
        words.get("reconcile.clean").to_owned()
    } else {
        words.count("reconcile.not_clean", outcome.open())
    };
    out.push_str(&format!("{ended}\n"));
    for key in ["reconcile.signed_merchant", "reconcile.signed_provider"] {
        out.push_str(&format!("\n{}\n", words.get(key)));
    }
    out
}

fn heading(out: &mut String, text: &str) {
    out.push_str(&format!("\n## {text}\n\n"));
}

/// A text in a cell of a table: nothing in it is Markdown.
fn cell(text: &str) -> String {
    let escape = |c: char| {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | '-' | '/' | '%') {
            format!("\\{c}")
        } else {
            c.to_string()
        }
    };
    visible(text).chars().map(escape).collect()
}

fn row(out: &mut String, cells: &[String]) {
    out.push_str(&format!("| {} |\n", cells.join(" | ")));
}

/// The head of a table; the last `numbers` columns are set to the right.
fn head(out: &mut String, keys: &[&str], numbers: usize, words: &Words) {
    row(out, &keys.iter().map(|key| words.get(key).to_owned()).collect::<Vec<_>>());
    let rule = |at: usize| if at + numbers >= keys.len() { "--:" } else { "---" };
    row(out, &(0..keys.len()).map(|at| rule(at).to_owned()).collect::<Vec<_>>());
}

fn sides<'o>(outcome: &'o Outcome<'_>) -> [(&'static str, &'o [Table]); 3] {
    [
        ("reconcile.ledger", outcome.sides.ledger),
        ("reconcile.settlement", outcome.sides.settlement),
        ("reconcile.bank", outcome.sides.bank),
    ]
}

fn inputs(out: &mut String, outcome: &Outcome<'_>, words: &Words) {
    heading(out, words.get("reconcile.inputs"));
    let keys = ["reconcile.side", "reconcile.file", "reconcile.digest", "reconcile.read_as"];
    head(out, &[&keys[..], &["reconcile.bytes", "reconcile.row_count"]].concat(), 2, words);
    for (side, tables) in sides(outcome) {
        for table in tables {
            let source = table.source();
            let cells = [
                words.get(side).to_owned(),
                cell(&source.name),
                format!("`{}`", cell(&source.sha256)),
                cell(&source.profile),
                source.bytes.to_string(),
                table.len().to_string(),
            ];
            row(out, &cells);
        }
    }
}

fn totals(out: &mut String, outcome: &Outcome<'_>, words: &Words) {
    let tables = sides(outcome).into_iter().flat_map(|(_, tables)| tables);
    let totals: Vec<_> =
        tables.flat_map(|table| table.source().totals.iter().map(move |total| (table, total))).collect();
    if totals.is_empty() {
        return;
    }
    heading(out, words.get("reconcile.control_totals"));
    let keys = ["reconcile.file", "reconcile.total", "reconcile.stated", "reconcile.counted"];
    head(out, &keys, 2, words);
    for (table, total) in totals {
        let code = table.currency_or(0, outcome.settings.currency.code());
        let [stated, counted] = [total.stated, total.counted].map(|number| stated(number, total.unit, code));
        row(out, &[cell(&table.source().name), cell(&total.what), stated, counted]);
    }
}

fn method(out: &mut String, outcome: &Outcome<'_>, words: &Words) {
    heading(out, words.get("reconcile.method"));
    let windows = [
        ("sale", SALE_WINDOW.to_string()),
        ("bank", BANK_WINDOW.to_string()),
        ("working", BANK_WORKING_DAYS.to_string()),
    ];
    let bounds = [
        ("parts", MOST_PARTS.to_string()),
        ("bundled", MOST_BUNDLED.to_string()),
        ("tried", MOST_TRIED.to_string()),
        ("alike", MOST_ALIKE.to_string()),
    ];
    let mut lines = vec![
        words.say("reconcile.windows", &windows.each_ref().map(|(name, text)| (*name, text.as_str()))),
        words.say("reconcile.bounds", &bounds.each_ref().map(|(name, text)| (*name, text.as_str()))),
    ];
    let tolerance = money(i128::from(outcome.settings.tolerance) * 1_000, outcome.settings.currency.code());
    lines.push(words.say("reconcile.tolerance", &[("sum", &tolerance)]));
    if let Some(terms) = outcome.settings.terms {
        let rate = crate::domain::percent::Percent { parts: terms.rate }.to_string();
        let fixed = money(i128::from(terms.fixed) * 1_000, outcome.settings.currency.code());
        lines.push(words.say("reconcile.terms", &[("rate", &rate), ("fixed", &fixed)]));
    }
    let by = |counts: &[u64], keys: &[&str]| -> Vec<String> {
        let met = keys.iter().zip(counts).filter(|(_, count)| **count > 0);
        met.map(|(key, count)| {
            words.say("reconcile.rule_count", &[("rule", words.get(key)), ("n", &count.to_string())])
        })
        .collect()
    };
    lines.extend(by(&outcome.how, &RULES.map(|(_, key)| key)));
    lines.extend(by(&outcome.bank_how, &BANK_RULES.map(|(_, key)| key)));
    lines.extend(explained(outcome, words));
    for line in lines {
        out.push_str(&format!("- {line}\n"));
    }
}

fn balance_of(out: &mut String, balance: &Balance, words: &Words) {
    let code = balance.currency.as_str();
    heading(out, &words.say("reconcile.balance", &[("currency", code)]));
    head(out, &["reconcile.side", "reconcile.sum"], 1, words);
    let line = |out: &mut String, key: &str, sum: Option<i128>| {
        if let Some(sum) = sum {
            row(out, &[words.get(key).to_owned(), money(sum, code)]);
        }
    };
    line(out, "reconcile.ledger", balance.ledger);
    line(out, "reconcile.settlement", balance.settlement);
    line(out, "reconcile.payouts", Some(balance.payouts));
    line(out, "reconcile.bank", balance.bank);
    line(out, "reconcile.gap", Some(balance.gap));
    out.push('\n');
    let keys = ["reconcile.finding", "reconcile.count", "reconcile.money_in", "reconcile.money_out"];
    head(out, &keys, 3, words);
    for (class, sum) in &balance.classes {
        let beside = if class.matter() == super::super::Matter::Beside { " \\*" } else { "" };
        let text = format!("{}{beside}", words.get(label(*class)));
        row(out, &[text, sum.count.to_string(), money(sum.up, code), money(sum.down, code)]);
    }
    let fill = [
        ("gap", money(balance.gap, code)),
        ("explained", money(balance.gap - balance.unexplained, code)),
        ("unexplained", money(balance.unexplained, code)),
    ];
    let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
    out.push_str(&format!("\n{}\n", words.say("reconcile.identity", &fill)));
}

fn findings(out: &mut String, outcome: &Outcome<'_>, words: &Words) {
    let count = outcome.count();
    if count == 0 {
        return;
    }
    heading(out, words.get("reconcile.findings"));
    let keys = ["reconcile.finding", "reconcile.date", "reconcile.reference", "reconcile.decision"];
    head(out, &[&keys[..], &["reconcile.sum", "reconcile.difference"]].concat(), 2, words);
    for (shown, decision) in outcome.shown().take(LISTED) {
        let decided = decision.map_or_else(String::new, |decision| {
            let until = decision.until.map_or_else(String::new, |day| format!(" {day}"));
            format!("{}{until} {}", decided(words, decision.verdict), cell(&decision.reason))
                .trim()
                .to_owned()
        });
        row(out, &cells(&shown, decided, words));
    }
    if count > LISTED {
        out.push_str(&format!("\n{}\n", words.count("reconcile.more", count - LISTED)));
    }
}

fn decided(words: &Words, verdict: super::super::Verdict) -> &str {
    match verdict {
        super::super::Verdict::Accept => words.get("reconcile.verdict_accept"),
        super::super::Verdict::Ask => words.get("reconcile.verdict_ask"),
        super::super::Verdict::Wait => words.get("reconcile.verdict_wait"),
        super::super::Verdict::Pair => words.get("reconcile.verdict_pair"),
    }
}

fn cells(shown: &Shown, decided: String, words: &Words) -> [String; 6] {
    let what: Class = shown.class;
    [
        words.get(label(what)).to_owned(),
        shown.day.map_or_else(String::new, |day| day.to_string()),
        with_parts(shown, words),
        decided,
        money(shown.amount, &shown.currency),
        money(shown.effect, &shown.currency),
    ]
}

/// The reference, with the other amount of the finding and what it may belong to.
fn with_parts(shown: &Shown, words: &Words) -> String {
    let parts = [shown.reference.clone(), beside(words, shown), near(words, shown)];
    parts.iter().filter(|part| !part.is_empty()).map(|part| cell(part)).collect::<Vec<_>>().join("  ")
}

/// Decisions whose row has changed since: they count no more.
fn lapsed(out: &mut String, outcome: &Outcome<'_>, words: &Words) {
    if outcome.lapsed.is_empty() {
        return;
    }
    heading(out, words.get("reconcile.lapsed_title"));
    for decision in outcome.lapsed.iter().map(|number| &outcome.decisions[*number]) {
        let parts = [&decision.day, &decision.reference, &decision.amount, &decision.reason];
        let parts: Vec<String> =
            parts.iter().filter(|part| !part.is_empty()).map(|part| cell(part)).collect();
        out.push_str(&format!("- {}\n", parts.join("  ")));
    }
}
