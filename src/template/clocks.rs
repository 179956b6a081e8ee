//! Reads what runs against a clock: deadlines, estimates and the rungs of the ladder.

use crate::domain::formula::{DateFormula, Factor, SpanTerm, SumFormula, TODAY};
use crate::domain::playbook::{Basis, Compare, Deadline, Delivery, Doubtful, Estimate, Rung, Source};
use crate::domain::question::Kind;
use crate::domain::span::Span;
use crate::tables::Fields;

use super::read::{Claim, Reader, basis};
use super::texts::text;

/// The text behind a sentence or a length of time, with the day of its check; law and network need both.
pub(super) fn source(fields: &Fields<'_, '_>, id: &str, basis: Basis) -> Option<Source> {
    let (text, checked) = (fields.text("source"), fields.day("checked"));
    if matches!(basis, Basis::Law | Basis::Network) && (text.is_none() || checked.is_none()) {
        fields.wrong(fields.place(), id, "what is law or network needs `source` and `checked`");
    } else if text.is_some() && checked.is_none() {
        fields.needed::<()>("checked", None);
    }
    Some(Source { text: text?.value, checked: checked?.value })
}

impl Reader {
    pub(super) fn deadline(&mut self, fields: &Fields<'_, '_>) -> Option<Deadline> {
        let (id, label) = (self.id(fields, "deadline"), text(fields, "label"));
        let due = fields.needed_text("due");
        let formula = DateFormula::read(&due.value);
        let met_by = self.name(fields, "met_by", Claim::Todo);
        let met_by = fields.needed("met_by", met_by);
        let (only_if, exact) = (self.condition(fields, "only_if", None), fields.flag("exact"));
        let basis = basis(fields);
        let source = source(fields, &id, basis);
        let delivery = fields.table("delivery").and_then(|fields| self.delivery(&fields));
        fields.done();
        let Some(formula) = formula else {
            fields.wrong(due.place, "due", "a date is like \"contract_end - notice_period\"");
            return None;
        };
        self.claim(due.place, || Claim::Dated(formula.base.clone()));
        for (_, term) in &formula.terms {
            if let SpanTerm::Answer(id) = term {
                self.claim(due.place, || Claim::OfKind(id.clone(), Kind::Duration));
            }
        }
        Some(Deadline { id, label, due: formula, met_by: met_by?, only_if, exact, basis, source, delivery })
    }

    fn delivery(&mut self, fields: &Fields<'_, '_>) -> Option<Delivery> {
        let answer = self.name(fields, "answer", |id| Claim::OfKind(id, Kind::Duration));
        let answer = fields.needed("answer", answer);
        let otherwise = fields.needed_text("otherwise");
        let span = Span::read(&otherwise.value);
        if span.is_none() {
            fields.wrong(otherwise.place, "otherwise", "like \"3 working days\"");
        }
        let (basis, only_if) = (basis(fields), self.condition(fields, "only_if", None));
        fields.done();
        Some(Delivery { answer: answer?, otherwise: span?, basis, only_if })
    }

    pub(super) fn estimate(&mut self, fields: &Fields<'_, '_>) -> Option<Estimate> {
        let (id, label) = (self.id(fields, "estimate"), text(fields, "label"));
        let only_if = self.condition(fields, "only_if", None);
        let sum = fields.needed_text("sum");
        let not_below_zero = fields.flag("not_below_zero");
        let compare = fields.table("compare").and_then(|fields| self.compare(&fields));
        fields.done();
        let Some(formula) = SumFormula::read(&sum.value) else {
            let form = "a sum is like \"deposit_amount - deduction_amount\" or \"fee * months(stop_date, contract_end)\"";
            fields.wrong(sum.place, "sum", form);
            return None;
        };
        for (_, money, factor) in &formula.terms {
            self.claim(sum.place, || Claim::OfKind(money.clone(), Kind::Money));
            match factor {
                Some(Factor::Count(id)) => self.claim(sum.place, || Claim::OfKind(id.clone(), Kind::Count)),
                Some(Factor::Months(from, to) | Factor::WholeMonths(from, to)) => {
                    self.claim(sum.place, || Claim::Dated(from.clone()));
                    self.claim(sum.place, || Claim::Dated(to.clone()));
                }
                None => {}
            }
        }
        Some(Estimate { id, label, sum: formula, not_below_zero, only_if, compare })
    }

    fn compare(&mut self, fields: &Fields<'_, '_>) -> Option<Compare> {
        let day = self.name(fields, "day", |id| Claim::OfKind(id, Kind::Date));
        let notice = self.name(fields, "notice", |id| Claim::OfKind(id, Kind::Duration));
        let end = self.name(fields, "end", |id| Claim::OfKind(id, Kind::Date));
        let monthly = self.name(fields, "monthly", |id| Claim::OfKind(id, Kind::Money));
        let until = self.name(fields, "until", Claim::Todo);
        let (day, notice) = (fields.needed("day", day), fields.needed("notice", notice));
        let (end, monthly) = (fields.needed("end", end), fields.needed("monthly", monthly));
        let until = fields.needed("until", until);
        fields.done();
        Some(Compare { day: day?, notice: notice?, end: end?, monthly: monthly?, until: until? })
    }

    /// `[[doubt]]`: a day, a length of time or a choice that an answer seldom is.
    pub(super) fn doubtful(&mut self, fields: &Fields<'_, '_>) -> Doubtful {
        let id = self.id(fields, "doubt");
        let (before, after) = (self.day_limit(fields, "before"), self.day_limit(fields, "after"));
        let longer = fields.text("longer").and_then(|longer| {
            let span = Span::read(&longer.value);
            if span.is_none() {
                fields.wrong(longer.place, "longer", "like \"1 month\"");
            }
            span
        });
        let kind = match (&before, &after, longer) {
            (None, None, Some(_)) => Some(Kind::Duration),
            (Some(_), ..) | (_, Some(_), _) => Some(Kind::Date),
            (None, None, None) => None,
        };
        let of = fields.needed_text("of");
        let is: Vec<String> = fields.texts("is").into_iter().map(|word| word.value).collect();
        self.claim(of.place, || match kind {
            Some(kind) => Claim::OfKind(of.value.clone(), kind),
            None => Claim::Values(None, of.value.clone(), is.clone()),
        });
        let leaves = fields.text("leaves").and_then(|leaves| {
            let formula = SumFormula::read(&leaves.value);
            if formula.is_none() {
                fields.wrong(leaves.place, "leaves", "a sum is like \"deposit_amount - deposit_refunded\"");
            }
            for (_, money, _) in formula.iter().flat_map(|formula| &formula.terms) {
                self.claim(leaves.place, || Claim::OfKind(money.clone(), Kind::Money));
            }
            formula
        });
        let basis = if fields.field("basis").is_some() { basis(fields) } else { Basis::Default };
        let source = source(fields, &id, basis);
        let only_if = self.condition(fields, "only_if", None);
        let (stays, say) = (fields.flag("stays"), text(fields, "say"));
        fields.done();
        Doubtful { id, of: of.value, before, after, longer, is, leaves, only_if, stays, source, say }
    }

    /// A day that another is compared with: `today + 24 months`, `contract_end`.
    fn day_limit(&mut self, fields: &Fields<'_, '_>, key: &'static str) -> Option<DateFormula> {
        let limit = fields.text(key)?;
        let Some(formula) = DateFormula::read(&limit.value) else {
            fields.wrong(limit.place, key, "a day is like \"today + 24 months\" or \"contract_end\"");
            return None;
        };
        if formula.base != TODAY {
            self.claim(limit.place, || Claim::Dated(formula.base.clone()));
        }
        for (_, term) in &formula.terms {
            if let SpanTerm::Answer(id) = term {
                self.claim(limit.place, || Claim::OfKind(id.clone(), Kind::Duration));
            }
        }
        Some(formula)
    }

    pub(super) fn rung(&mut self, fields: &Fields<'_, '_>) -> Rung {
        let id = self.id(fields, "rung");
        let todo = self.name(fields, "todo", Claim::Todo);
        let todo = fields.needed("todo", todo);
        let basis = basis(fields);
        let rung = Rung {
            todo: todo.unwrap_or_default(),
            only_if: self.condition(fields, "only_if", None),
            channel: text(fields, "channel"),
            asks: text(fields, "asks"),
            wait: self.name(fields, "wait", Claim::Wait),
            letter: fields.text("letter").map(|letter| letter.value),
            basis,
            source: source(fields, &id, basis),
            id,
        };
        fields.done();
        rung
    }
}
