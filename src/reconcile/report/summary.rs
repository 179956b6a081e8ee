//! The summary for the screen: how much is matched, what is open in money, what to do about it. It fits the columns that
//! it is given, 40 or more.

use unicode_width::UnicodeWidthStr;

use super::super::table::Table;
use super::super::{Balance, Class, Matter, Outcome, Overlap, Sides, Sum, Verdict};
use super::labels::{advice, grouping, label, money};
use super::line::parts;
use crate::domain::text::visible;
use crate::domain::words::Words;

/// How many findings of a class are named.
const NAMED: usize = 3;

/// Lines that fit a number of columns.
struct Sheet {
    columns: usize,
    out: String,
}

impl Sheet {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A text broken where the language allows it; further rows are set in.
    fn text(&mut self, text: &str, indent: &str) {
        let mut row = indent.to_owned();
        let (mut start, mut bare) = (0, true);
        for (end, _) in unicode_linebreak::linebreaks(text) {
            let piece = &text[start..end];
            start = end;
            if !bare && row.width() + piece.trim_end().width() > self.columns {
                self.line(&std::mem::replace(&mut row, indent.to_owned()));
            }
            for c in piece.chars() {
                // A piece that is longer than a row, such as a long reference, is broken where the row ends.
                let mut wider = row.clone();
                wider.push(c);
                if wider.trim_end().width() > self.columns && row.trim() != "" {
                    self.line(&std::mem::replace(&mut row, indent.to_owned()));
                }
                row.push(c);
            }
            bare = false;
        }
        self.line(&row);
    }

    /// A label at the left and cells at the right; the label stands alone where both do not fit.
    fn row(&mut self, label: &str, cells: &[(&str, usize)]) {
        let right = cells.iter().map(|(text, width)| format!("{text:>width$}")).collect::<Vec<_>>().concat();
        let right = right.trim_start();
        let room = self.columns.saturating_sub(label.width() + 2);
        if right.width() < room || right.is_empty() {
            let gap = if right.is_empty() { 0 } else { room - right.width() };
            self.line(&format!("  {label}{}{right}", " ".repeat(gap)));
        } else {
            self.text(label, "  ");
            let gap = self.columns.saturating_sub(right.width());
            self.line(&format!("{}{right}", " ".repeat(gap)));
        }
    }
}

/// The summary of a run in at most `columns` columns.
pub fn summary(outcome: &Outcome<'_>, words: &Words, columns: usize) -> String {
    let mut sheet = Sheet { columns: columns.clamp(40, 80), out: String::new() };
    let day = outcome.settings.today.to_string();
    sheet.text(&words.say("reconcile.title", &[("day", &day)]), "");
    sheet.blank();
    bar(&mut sheet, outcome, words);
    for balance in &outcome.balances {
        sheet.blank();
        money_of(&mut sheet, outcome, words, balance);
    }
    open_ones(&mut sheet, outcome, words);
    notes(&mut sheet, outcome, words);
    sheet.blank();
    end(&mut sheet, outcome, words);
    sheet.out
}

/// What a run comes to once it was decided upon, for somebody who has just read its summary.
pub fn decided(outcome: &Outcome<'_>, words: &Words, columns: usize) -> String {
    let mut sheet = Sheet { columns: columns.clamp(40, 80), out: String::new() };
    bar(&mut sheet, outcome, words);
    for text in decisions(outcome, words) {
        sheet.text(&text, "");
    }
    end(&mut sheet, outcome, words);
    sheet.out
}

fn end(sheet: &mut Sheet, outcome: &Outcome<'_>, words: &Words) {
    let open = outcome.open();
    if outcome.is_clean() {
        sheet.text(words.get("reconcile.clean"), "");
    } else if open > 0 {
        sheet.text(&words.count("reconcile.open", open), "");
    }
}

fn bar(sheet: &mut Sheet, outcome: &Outcome<'_>, words: &Words) {
    let tally = outcome.tally();
    if !outcome.has_two_sides() || tally.all() == 0 {
        return sheet.text(words.get("reconcile.one_side"), "");
    }
    let width = sheet.columns.min(62) - 2;
    let settled = u128::from(tally.matched + tally.explained);
    let done = usize::try_from(settled * width as u128 / u128::from(tally.all())).unwrap_or(width).min(width);
    sheet.line(&format!("[{}{}]", "#".repeat(done), "-".repeat(width - done)));
    let key = if tally.explained == 0 { "reconcile.matched" } else { "reconcile.matched_explained" };
    let numbers = [("matched", tally.matched), ("all", tally.all()), ("explained", tally.explained)];
    let numbers = numbers.map(|(name, number)| (name, number.to_string()));
    let open = tally.open.to_string();
    let mut fill: Vec<(&str, &str)> = numbers.iter().map(|(name, text)| (*name, text.as_str())).collect();
    fill.push(("open", &open));
    sheet.text(&words.say(key, &fill), "");
}

fn money_of(sheet: &mut Sheet, outcome: &Outcome<'_>, words: &Words, balance: &Balance) {
    let code = balance.currency.as_str();
    let count = |tables: &[Table]| words.count("reconcile.rows", Outcome::rows(tables));
    let payouts = words.count("reconcile.payout_count", outcome.payouts);
    let sides = [
        ("reconcile.ledger", balance.ledger, count(outcome.sides.ledger)),
        ("reconcile.settlement", balance.settlement, count(outcome.sides.settlement)),
        ("reconcile.payouts", Some(balance.payouts), payouts),
        ("reconcile.bank", balance.bank, count(outcome.sides.bank)),
    ];
    sheet.line(code);
    for (key, sum, count) in sides {
        if let Some(sum) = sum {
            // With several currencies, a count of rows would belong to none of them.
            let count = if outcome.balances.len() == 1 { count } else { String::new() };
            sheet.row(format!("{}  {count}", words.get(key)).trim_end(), &[(&money(sum, code), 16)]);
        }
    }
    if !balance.classes.is_empty() {
        sheet.blank();
        let heads =
            ["reconcile.count", "reconcile.money_in", "reconcile.money_out"].map(|key| words.get(key));
        let pad =
            |text: &str, width: usize| format!("{}{text}", " ".repeat(width.saturating_sub(text.width())));
        let heads = [pad(heads[0], 8), pad(heads[1], 14), pad(heads[2], 14)];
        sheet.row(words.get("reconcile.finding"), &[(&heads.concat(), 0)]);
        for (class, sum) in &balance.classes {
            class_row(sheet, words, *class, sum, code);
        }
    }
    sheet.blank();
    let explained = balance.gap - balance.unexplained;
    for (key, sum) in [
        ("reconcile.gap", balance.gap),
        ("reconcile.explained", explained),
        ("reconcile.unexplained", balance.unexplained),
    ] {
        sheet.row(words.get(key), &[(&money(sum, code), 16)]);
    }
}

fn class_row(sheet: &mut Sheet, words: &Words, class: Class, sum: &Sum, code: &str) {
    // What is beside the sums is marked, so that nobody adds it up.
    let beside = if class.matter() == Matter::Beside { " *" } else { "" };
    let text = format!("{}{beside}", words.get(label(class)));
    let (count, up, down) = (sum.count.to_string(), money(sum.up, code), money(sum.down, code));
    sheet.row(&text, &[(&count, 8), (&up, 14), (&down, 14)]);
}

/// Each class that is open: what to do about it, and the first ones of it.
fn open_ones(sheet: &mut Sheet, outcome: &Outcome<'_>, words: &Words) {
    for class in Class::ALL.into_iter().filter(|class| outcome.open_of(*class) > 0) {
        sheet.blank();
        let fill = [
            ("class", words.get(label(class))),
            ("advice", advice(outcome, class).map_or("", |key| words.get(key))),
        ];
        sheet.text(&words.say("reconcile.to_do", &fill), "");
        for shown in outcome.open_ones(class).take(NAMED) {
            sheet.text(&parts(words, &shown).join("  "), "    ");
        }
        let more = outcome.open_of(class).saturating_sub(NAMED);
        if more > 0 {
            sheet.text(&words.count("reconcile.more", more), "    ");
        }
    }
}

/// How it was done, what was decided, and where a search was given up.
fn notes(sheet: &mut Sheet, outcome: &Outcome<'_>, words: &Words) {
    sheet.blank();
    for text in explained(outcome, words) {
        sheet.text(&text, "");
    }
}

/// What a reader must know about a run beside its numbers, a sentence each.
pub fn explained(outcome: &Outcome<'_>, words: &Words) -> Vec<String> {
    let mut notes = Vec::new();
    let mut count = |key: &str, n: u64| {
        if n > 0 {
            notes.push(words.count(key, usize::try_from(n).unwrap_or(usize::MAX)));
        }
    };
    count("reconcile.late", outcome.late);
    // Without the report, a payout from which fees were taken looks like anybody's money.
    let unsure = outcome.sides.settlement.is_empty();
    count(if unsure { "reconcile.aside_unsure" } else { "reconcile.aside" }, outcome.aside);
    count("reconcile.bounded", outcome.bounded);
    let Sides { ledger, settlement, bank } = outcome.sides;
    let tables = [ledger, settlement, bank].into_iter().flatten();
    for Overlap { one, other } in &outcome.overlaps {
        let fill = [("one", visible(one)), ("other", visible(other))];
        notes.push(words.say("twice.files", &fill.each_ref().map(|(name, text)| (*name, text.as_str()))));
    }
    if outcome.settings.assumed && tables.clone().any(Table::names_no_currency) {
        notes.push(words.say("currency.assumed", &[("currency", outcome.settings.currency.code())]));
    }
    let sources = tables.map(Table::source);
    for (source, note) in sources.flat_map(|source| source.notes.iter().map(move |note| (source, note))) {
        // What was read as something that the file does not say changes the result.
        if note.key == "read.note_unknown_type" {
            let fill = [("file", visible(&source.name)), ("note", note.text(words))];
            notes.push(
                words.say("reconcile.told_of", &fill.each_ref().map(|(name, text)| (*name, text.as_str()))),
            );
        }
    }
    notes.extend(decisions(outcome, words));
    if outcome.settings.terms.is_none() {
        notes.push(words.get("reconcile.no_terms").to_owned());
    }
    if outcome
        .balances
        .iter()
        .any(|balance| balance.classes.iter().any(|(class, _)| class.matter() == Matter::Beside))
    {
        notes.push(words.get("reconcile.beside").to_owned());
    }
    notes.extend(outcome.groupings.iter().map(|way| words.get(grouping(*way)).to_owned()));
    notes
}

/// What became of the decisions, a sentence each.
fn decisions(outcome: &Outcome<'_>, words: &Words) -> Vec<String> {
    let mut notes = Vec::new();
    let mut count = |key: &str, n: u64| {
        if n > 0 {
            notes.push(words.count(key, usize::try_from(n).unwrap_or(usize::MAX)));
        }
    };
    let (verdicts, over) = outcome.verdicts();
    let decided = |verdict| verdicts.get(&verdict).copied().unwrap_or(0) as u64;
    count("reconcile.accepted", decided(Verdict::Accept));
    count("reconcile.asked", decided(Verdict::Ask));
    count("reconcile.waited", decided(Verdict::Wait));
    count("reconcile.over", over as u64);
    count("reconcile.lapsed", outcome.lapsed.len() as u64);
    count("reconcile.settled", outcome.settled as u64);
    notes
}
