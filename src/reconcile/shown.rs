//! Findings in an order and a form that hang on what they say, never on where a row stands in a file.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::findings::{Finding, Near, Shown, Subject};
use super::key;
use super::payouts::Payout;
use super::report::stated;
use super::rows::{Currencies, Rows};
use super::table::{Kind, Row, Total};
use crate::domain::card::holds_card_number;

/// What findings point at.
pub(super) struct World<'t> {
    pub(super) ledger: Rows<'t>,
    pub(super) settlement: Rows<'t>,
    pub(super) bank: Rows<'t>,
    pub(super) payouts: Vec<Payout>,
    pub(super) currencies: Currencies,
    /// What files state about themselves that is not so, with the file.
    pub(super) totals: Vec<(String, Total)>,
}

/// What two findings must share to look the same to a decision.
type Face<'w> = (usize, u8, u8, Kind, i128, Option<NaiveDate>, &'w str);

impl<'t> World<'t> {
    fn rows(&self, subject: Subject) -> Option<(&Rows<'t>, Row<'t>)> {
        match subject {
            Subject::Ledger(row) => Some((&self.ledger, self.ledger.row(row))),
            Subject::Settlement(row) => Some((&self.settlement, self.settlement.row(row))),
            Subject::Bank(row) => Some((&self.bank, self.bank.row(row))),
            _ => None,
        }
    }

    fn face(&self, finding: &Finding) -> Face<'_> {
        let matter = finding.class.matter() as u8;
        let face = |side, kind, amount, day, text| (finding.currency, matter, side, kind, amount, day, text);
        match finding.subject {
            Subject::Payout(number) => {
                let payout = &self.payouts[number as usize];
                face(2, Kind::Payout, payout.expected(), payout.day, payout.id.as_str())
            }
            Subject::Total(number) => {
                let (file, total) = &self.totals[number as usize];
                face(4, Kind::Other, i128::from(total.stated), None, file)
            }
            subject => {
                let side = side_number(subject);
                self.rows(subject).map_or(face(side, Kind::Other, 0, None, ""), |(_, row)| {
                    let kind = row.kind.unwrap_or(Kind::Other);
                    face(side, kind, i128::from(row.gross) * 1_000, row.day, row.reference)
                })
            }
        }
    }

    fn face_order(&self, a: &Finding, b: &Finding) -> Ordering {
        let (ours, theirs) = (self.face(a), self.face(b));
        let most = |face: Face<'_>| (face.0, face.1, face.2, face.3, face.4, face.5);
        key::order(ours.6, theirs.6).then_with(|| most(ours).cmp(&most(theirs)))
    }

    fn order(&self, a: &Finding, b: &Finding) -> Ordering {
        let rows = match (a.subject, b.subject) {
            (Subject::Ledger(a), Subject::Ledger(b)) => self.ledger.order(a, b),
            (Subject::Settlement(a), Subject::Settlement(b)) => self.settlement.order(a, b),
            (Subject::Bank(a), Subject::Bank(b)) => self.bank.order(a, b),
            _ => Ordering::Equal,
        };
        rows.then_with(|| (a.class, a.effect, a.other).cmp(&(b.class, b.effect, b.other)))
    }

    /// Puts findings in their order and numbers those that look the same.
    pub(super) fn arrange(&self, findings: &mut [Finding]) {
        findings.sort_by(|a, b| self.face_order(a, b).then_with(|| self.order(a, b)));
        for at in 1..findings.len() {
            if self.face_order(&findings[at - 1], &findings[at]) == Ordering::Equal {
                findings[at].occurrence = findings[at - 1].occurrence + 1;
            }
        }
        findings.sort_by_key(|finding| finding.class);
    }

    /// A finding as it is shown.
    pub(super) fn shown(&self, finding: &Finding) -> Shown {
        let mut shown = Shown {
            class: finding.class,
            side: side_of(finding.subject),
            reference: String::new(),
            kind: Kind::Payout,
            day: None,
            currency: self.currencies.codes()[finding.currency].clone(),
            amount: finding.effect,
            other: finding.other,
            effect: finding.effect,
            terminal: String::new(),
            payout: String::new(),
            file: String::new(),
            near: finding.near.map(|near| self.near(near)),
            occurrence: finding.occurrence,
        };
        match finding.subject {
            Subject::Payout(number) => {
                let payout = &self.payouts[number as usize];
                shown.reference = covered(&payout.id);
                shown.payout = covered(&payout.id);
                (shown.day, shown.amount) = (payout.day, payout.expected());
                if payout.held {
                    shown.amount = payout.counted;
                }
            }
            Subject::Total(number) => {
                let (file, total) = &self.totals[number as usize];
                (shown.kind, shown.amount) = (Kind::Other, 0);
                (shown.reference, shown.file) = (covered(&total.what), file.clone());
                let said = |number: i64| stated(number, total.unit, &shown.currency);
                let reference = format!("{} / {}", said(total.stated), said(total.counted));
                shown.near = Some(Near { side: "file", reference, day: None });
            }
            Subject::Ledger(id) | Subject::Settlement(id) | Subject::Bank(id) => {
                if let Some((rows, row)) = self.rows(finding.subject) {
                    let reference = if row.reference.is_empty() { row.memo } else { row.reference };
                    shown.reference = covered(reference);
                    shown.kind = row.kind.unwrap_or(Kind::Other);
                    (shown.day, shown.amount) = (row.day, i128::from(row.gross) * 1_000);
                    shown.terminal = covered(row.terminal);
                    shown.payout = covered(row.payout);
                    rows.file(id).clone_into(&mut shown.file);
                }
            }
        }
        shown
    }

    fn near(&self, subject: Subject) -> Near {
        let (reference, day) = match subject {
            Subject::Payout(number) => {
                let payout = &self.payouts[number as usize];
                (payout.id.as_str(), payout.day)
            }
            subject => self.rows(subject).map_or(("", None), |(_, row)| (row.reference, row.day)),
        };
        Near { side: side_of(subject), reference: covered(reference), day }
    }
}

fn side_of(subject: Subject) -> &'static str {
    match subject {
        Subject::Ledger(_) => "ledger",
        Subject::Settlement(_) => "settlement",
        Subject::Payout(_) => "payout",
        Subject::Bank(_) => "bank",
        Subject::Total(..) => "file",
    }
}

fn side_number(subject: Subject) -> u8 {
    match subject {
        Subject::Ledger(_) => 0,
        Subject::Settlement(_) => 1,
        Subject::Payout(_) => 2,
        Subject::Bank(_) => 3,
        Subject::Total(..) => 4,
    }
}

/// A text in which a whole card number is covered but for its last four digits.
pub fn covered(text: &str) -> String {
    if !holds_card_number(text) {
        return text.to_owned();
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let cover = |c: char| {
        if !c.is_ascii_digit() {
            return c;
        }
        seen += 1;
        if seen + 4 > digits { c } else { '•' }
    };
    text.chars().map(cover).collect()
}
