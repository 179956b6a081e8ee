//! The words for classes, rules and groupings, and amounts as they are shown.

use super::super::exceptions::amount;
use super::super::table::Unit;
use super::super::{BankRule, Class, Grouping, How, Outcome};
use crate::domain::money::Currency;

/// The key of the words for a class.
pub fn label(class: Class) -> &'static str {
    match class {
        Class::WithinTolerance => "reconcile.within_tolerance",
        Class::OnlyLedger => "reconcile.only_ledger",
        Class::OnlySettlement => "reconcile.only_settlement",
        Class::Differs => "reconcile.differs",
        Class::Duplicate => "reconcile.duplicate",
        Class::RefundWithoutSale => "reconcile.refund_without_sale",
        Class::Chargeback => "reconcile.chargeback",
        Class::SalePending => "reconcile.sale_pending",
        Class::FeeAgreed => "reconcile.fee_agreed",
        Class::FeeDiffers => "reconcile.fee_differs",
        Class::FeeNeverAgreed => "reconcile.fee_never_agreed",
        Class::PayoutPending => "reconcile.payout_pending",
        Class::PayoutTotal => "reconcile.payout_total",
        Class::Rounding => "reconcile.rounding",
        Class::PayoutMissing => "reconcile.payout_missing",
        Class::PayoutShort => "reconcile.payout_short",
        Class::PayoutOver => "reconcile.payout_over",
        Class::BankPending => "reconcile.bank_pending",
        Class::CreditUnknown => "reconcile.credit_unknown",
        Class::AfterStop => "reconcile.after_stop",
        Class::ControlTotal => "reconcile.control_total",
    }
}

/// The key of what to do about a class of a run, and whom to ask. Without a settlement report a payout is no more than a
/// day of the ledger, so that the report comes first.
pub fn advice(outcome: &Outcome<'_>, class: Class) -> Option<&'static str> {
    Some(match class {
        Class::BankPending if outcome.sides.settlement.is_empty() => "alone.bank_pending",
        Class::PayoutMissing if outcome.sides.settlement.is_empty() => "alone.payout_missing",
        Class::PayoutShort | Class::PayoutOver if outcome.sides.settlement.is_empty() => {
            "alone.payout_differs"
        }
        Class::OnlyLedger => "advice.only_ledger",
        Class::OnlySettlement => "advice.only_settlement",
        Class::Differs => "advice.differs",
        Class::Duplicate => "advice.duplicate",
        Class::RefundWithoutSale => "advice.refund_without_sale",
        Class::Chargeback => "advice.chargeback",
        Class::SalePending => "advice.sale_pending",
        Class::FeeDiffers => "advice.fee_differs",
        Class::FeeNeverAgreed => "advice.fee_never_agreed",
        Class::PayoutPending => "advice.payout_pending",
        Class::PayoutTotal => "advice.payout_total",
        Class::PayoutMissing => "advice.payout_missing",
        Class::PayoutShort => "advice.payout_short",
        Class::PayoutOver => "advice.payout_over",
        Class::BankPending => "advice.bank_pending",
        Class::CreditUnknown => "advice.credit_unknown",
        Class::AfterStop => "advice.after_stop",
        Class::ControlTotal => "advice.control_total",
        Class::WithinTolerance | Class::FeeAgreed | Class::Rounding => return None,
    })
}

/// The key of the words for a side, as `Shown` names it.
pub fn side(side: &str) -> &'static str {
    match side {
        "ledger" => "reconcile.ledger",
        "settlement" => "reconcile.settlement",
        "payout" => "reconcile.payouts",
        "bank" => "reconcile.bank",
        _ => "reconcile.file",
    }
}

/// The rules of pairing with the keys of their words, in the order of their counts.
pub(super) const RULES: [(How, &str); 6] = [
    (How::Exact, "reconcile.rule_exact"),
    (How::Normalised, "reconcile.rule_normalised"),
    (How::Second, "reconcile.rule_second"),
    (How::Original, "reconcile.rule_original"),
    (How::Split, "reconcile.rule_split"),
    (How::Person, "reconcile.rule_person"),
];

/// The rules of the bank, likewise.
pub(super) const BANK_RULES: [(BankRule, &str); 6] = [
    (BankRule::Id, "reconcile.bank_id"),
    (BankRule::Net, "reconcile.bank_net"),
    (BankRule::Bundle, "reconcile.bank_bundle"),
    (BankRule::Split, "reconcile.bank_split"),
    (BankRule::Cause, "reconcile.bank_cause"),
    (BankRule::Near, "reconcile.bank_near"),
];

/// The key of the words for how payouts were put together.
pub(super) fn grouping(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Id => "reconcile.by_id",
        Grouping::PayoutDay => "reconcile.by_payout_day",
        Grouping::SaleDay => "reconcile.by_sale_day",
        Grouping::Balance => "reconcile.by_balance",
    }
}

/// Thousandths of a minor unit as a number with the decimals of a currency.
pub fn money(thousandths: i128, currency: &str) -> String {
    amount(thousandths, Currency::from_code(currency).map_or(2, Currency::decimals))
}

/// A number of a control total as it is shown: a count of rows, or a sum with the decimals of a currency.
pub fn stated(number: i64, unit: Unit, currency: &str) -> String {
    match unit {
        Unit::Rows => number.to_string(),
        Unit::Minor => money(i128::from(number) * 1_000, currency),
        Unit::Thousandths => money(i128::from(number), currency),
    }
}
