//! A finding in a line: what it is about, both of its amounts and what it differs by, and what it may belong to.

use super::super::{Class, Shown};
use super::labels::{money, side};
use crate::domain::text::visible;
use crate::domain::words::Words;

/// The parts of the line of a finding, none of them empty; safe to print.
pub fn parts(words: &Words, shown: &Shown) -> Vec<String> {
    let day = shown.day.map_or_else(String::new, |day| day.to_string());
    // A control total is no movement: what is stated and what is there stand in its place.
    let is_movement = shown.class != Class::ControlTotal;
    let sum = if is_movement { money(shown.amount, &shown.currency) } else { visible(&shown.file) };
    let parts = [day, visible(shown.reference.trim()), sum, beside(words, shown), near(words, shown)];
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// The other amount of a finding with what the two differ by; empty where it has one amount only.
pub(super) fn beside(words: &Words, shown: &Shown) -> String {
    let said = |amount: i128| money(amount, &shown.currency);
    let Some(other) = shown.other else {
        // The amount is that of the movement; what was kept of it is another.
        let is_part = shown.class == Class::FeeNeverAgreed && shown.effect != shown.amount;
        let kept = said(-shown.effect);
        return if is_part { words.say("parts.kept", &[("kept", &kept)]) } else { String::new() };
    };
    let key = match shown.class {
        Class::FeeDiffers => "parts.fee",
        Class::PayoutTotal => "parts.total",
        Class::PayoutShort | Class::PayoutOver => "parts.bank",
        _ => "parts.settlement",
    };
    let fill = [("other", said(other)), ("kept", said(other - shown.effect)), ("by", said(shown.effect))];
    words.say(key, &fill.each_ref().map(|(name, text)| (*name, text.as_str())))
}

/// What a finding may belong to; empty where nothing is known.
pub(super) fn near(words: &Words, shown: &Shown) -> String {
    let Some(near) = &shown.near else { return String::new() };
    let day = near.day.map_or_else(String::new, |day| day.to_string());
    let fill = [("side", words.get(side(near.side))), ("reference", near.reference.as_str()), ("day", &day)];
    // A payout is short by exactly that, which is more than a likeness.
    let key = match shown.class {
        Class::PayoutShort => "parts.cause",
        Class::ControlTotal => "parts.stated",
        _ => "reconcile.near",
    };
    let said = words.say(key, &fill);
    visible(&said.split_whitespace().collect::<Vec<_>>().join(" "))
}
