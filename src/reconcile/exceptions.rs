//! The exceptions as files: CSV for a spreadsheet, which can be filled in and read back as decisions, and JSON Lines for
//! programs. Both have the columns that `AUTHORING.md` lists.

use std::io::{self, Write};

use serde_json::json;

use super::decisions::{Decision, id_of};
use super::findings::{Class, Near, Shown, kind_id};
use super::outcome::Outcome;
use crate::domain::money::Currency;
use crate::domain::spreadsheet::push_cell;

/// The columns of the CSV.
const COLUMNS: &str = "id,class,what,side,reference,type,date,amount,currency,other_amount,difference,terminal,payout,\
                       file,occurrence,near,decision,reason,until";

/// An amount in thousandths of a minor unit as a plain decimal number: `-12.00`, with more decimals only where it has
/// more.
pub(super) fn amount(thousandths: i128, decimals: u32) -> String {
    let unit = 1_000 * 10_u128.pow(decimals);
    let (whole, part) = (thousandths.unsigned_abs() / unit, thousandths.unsigned_abs() % unit);
    let sign = if thousandths < 0 { "-" } else { "" };
    let digits = format!("{part:0width$}", width = decimals as usize + 3);
    let (minor, finer) = digits.split_at(decimals as usize);
    let fraction = format!("{minor}{}", finer.trim_end_matches('0'));
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// What a row of either file says, in the order of the columns, but for `what`.
fn texts(shown: &Shown, decision: Option<&Decision>) -> [String; 18] {
    let decimals = Currency::from_code(&shown.currency).map_or(2, Currency::decimals);
    let day = shown.day.map_or_else(String::new, |day| day.to_string());
    [
        id_of(shown),
        shown.class.id().to_owned(),
        shown.side.to_owned(),
        shown.reference.clone(),
        kind_id(shown.kind).to_owned(),
        day,
        amount(shown.amount, decimals),
        shown.currency.clone(),
        shown.other.map_or_else(String::new, |other| amount(other, decimals)),
        amount(shown.effect, decimals),
        shown.terminal.clone(),
        shown.payout.clone(),
        shown.file.clone(),
        shown.occurrence.to_string(),
        shown.near.as_ref().map_or_else(String::new, near),
        decision.map_or_else(String::new, |decision| decision.verdict.id().to_owned()),
        decision.map_or_else(String::new, |decision| decision.reason.clone()),
        decision.and_then(|decision| decision.until).map_or_else(String::new, |day| day.to_string()),
    ]
}

/// The row that a finding may belong to: side, reference, day.
fn near(near: &Near) -> String {
    let day = near.day.map_or_else(String::new, |day| day.to_string());
    let parts = [near.side, &near.reference, &day];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// Writes the exceptions as CSV, with a mark in front by which spreadsheets know the encoding; `label` words a class.
pub fn csv(outcome: &Outcome<'_>, out: &mut dyn Write, label: &dyn Fn(Class) -> String) -> io::Result<()> {
    write!(out, "\u{feff}{COLUMNS}\r\n")?;
    let mut line = String::new();
    for (shown, decision) in outcome.shown() {
        line.clear();
        for (at, text) in texts(&shown, decision).iter().enumerate() {
            if at == 2 {
                push_cell(&mut line, &label(shown.class));
                line.push(',');
            }
            push_cell(&mut line, text);
            line.push(',');
        }
        line.pop();
        line.push_str("\r\n");
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// Writes the exceptions as JSON Lines: an object a line with the names of the columns; amounts are texts, so that they
/// stay exact.
pub fn json_lines(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<&str> = COLUMNS.split(',').filter(|name| *name != "what").collect();
    for (shown, decision) in outcome.shown() {
        let pairs =
            names.iter().zip(texts(&shown, decision)).map(|(name, text)| ((*name).to_owned(), json!(text)));
        writeln!(
            out,
            "{}",
            pairs.collect::<serde_json::Map<_, _>>().into_iter().collect::<serde_json::Value>()
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        assert_eq!(amount(-1_200_000, 2), "-12.00");
        assert_eq!(amount(5, 2), "0.00005");
        assert_eq!(amount(-7_000, 0), "-7");
        assert_eq!(amount(1_234_500, 3), "1.2345");
    }
}
