//! The two small formulas of a playbook: a date with lengths of time added, and a sum of money.

use super::span::Span;

/// The base of a date's formula that is the day of the look.
pub const TODAY: &str = "today";

/// A length of time in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpanTerm {
    /// Written in the template.
    Fixed(Span),
    /// The answer to a question of kind `duration`.
    Answer(String),
}

/// `contract_end - notice_period`: a dated id, then lengths of time added (+1) or taken away (-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormula {
    /// The id of an answer, a date column or a to-do.
    pub base: String,
    /// Sign and length, from left to right.
    pub terms: Vec<(i8, SpanTerm)>,
}

/// What a sum in a formula is multiplied by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Factor {
    /// The answer to a question of kind `count`.
    Count(String),
    /// The months from one date to another, a started month counted whole.
    Months(String, String),
    /// The months from one date to another, a started month not counted.
    WholeMonths(String, String),
}

/// `deposit_amount - deduction_amount`: money ids with signs, each with at most one factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumFormula {
    /// Sign, the id of a money answer, factor.
    pub terms: Vec<(i8, String, Option<Factor>)>,
}

impl DateFormula {
    /// Reads the formula; `None` where it has another form.
    ///
    /// ```
    /// use posquit::domain::formula::DateFormula;
    /// assert_eq!(DateFormula::read("contract_end - notice_period + 5 working days").unwrap().terms.len(), 2);
    /// assert!(DateFormula::read("contract_end -").is_none());
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = signed_parts(text)?.into_iter();
        let (1, base) = parts.next()? else { return None };
        let terms = parts.map(|(sign, part)| Some((sign, SpanTerm::read(part)?))).collect::<Option<_>>()?;
        Some(Self { base: id(base)?, terms })
    }
}

impl SpanTerm {
    /// Reads `30 days` or the id of a duration answer.
    pub fn read(text: &str) -> Option<Self> {
        match Span::read(text) {
            Some(span) => Some(Self::Fixed(span)),
            None => Some(Self::Answer(id(text)?)),
        }
    }
}

impl SumFormula {
    /// Reads the formula; `None` where it has another form.
    ///
    /// ```
    /// use posquit::domain::formula::SumFormula;
    /// assert_eq!(SumFormula::read("monthly_fee * months(stop_date, contract_end) - paid").unwrap().terms.len(), 2);
    /// assert!(SumFormula::read("first - less * whole_months(contract_start, stop_date)").is_some());
    /// assert!(SumFormula::read("2 * monthly_fee").is_none());
    /// assert!(SumFormula::read("fee * days(stop_date, contract_end)").is_none());
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let term = |(sign, part): (i8, &str)| match part.split_once('*') {
            Some((money, factor)) => Some((sign, id(money)?, Some(Factor::read(factor)?))),
            None => Some((sign, id(part)?, None)),
        };
        Some(Self { terms: signed_parts(text)?.into_iter().map(term).collect::<Option<_>>()? })
    }
}

impl Factor {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((name, inner)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) else {
            return Some(Self::Count(id(text)?));
        };
        let (from, to) = inner.split_once(',').and_then(|(from, to)| Some((id(from)?, id(to)?)))?;
        match name {
            "months" => Some(Self::Months(from, to)),
            "whole_months" => Some(Self::WholeMonths(from, to)),
            _ => None,
        }
    }
}

/// Parts a formula at ` + ` and ` - `; ids hold neither.
fn signed_parts(text: &str) -> Option<Vec<(i8, &str)>> {
    let mut parts = Vec::new();
    let (mut sign, mut rest) = (1, text.trim());
    loop {
        let cut = rest.find(['+', '-']);
        let part = rest[..cut.unwrap_or(rest.len())].trim();
        if part.is_empty() {
            return None;
        }
        parts.push((sign, part));
        let Some(at) = cut else { return Some(parts) };
        sign = if rest.as_bytes()[at] == b'+' { 1 } else { -1 };
        rest = rest[at + 1..].trim();
    }
}

fn id(text: &str) -> Option<String> {
    let text = text.trim();
    let shaped = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    shaped.then(|| text.to_owned())
}
