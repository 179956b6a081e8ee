//! Kinds of answers that a playbook may ask for and the standard one does not: what is said of an answer that is none.

use posquit::domain::answer::Facts;
use posquit::domain::condition::Condition;
use posquit::domain::money::Currency;
use posquit::domain::phrase::Phrase;
use posquit::domain::question::{DayLimit, Kind, Question};
use posquit::domain::text::{Lang, Text};
use posquit::template::{standard, words};

fn question(kind: Kind) -> Question {
    Question {
        id: "sample".to_owned(),
        kind,
        label: Text::default(),
        ask: Text::default(),
        help: None,
        only_if: Condition::default(),
        role: None,
        synonyms: Vec::new(),
        sensitive: false,
        options: Vec::new(),
        not_after: None,
        not_before: Some(DayLimit::Today),
        at_most: None,
        instead_of: None,
        numbered: false,
        usual: None,
        on_demand: false,
        near: false,
    }
}

/// What is said of an answer, in English.
fn told(kind: Kind, typed: &str) -> String {
    let (playbook, words) = (standard(None).unwrap(), words(Lang::En));
    let none = |_: &str| None;
    let facts = Facts { today: "2026-11-24".parse().unwrap(), currency: Currency::CNY, date_of: &none };
    let question = question(kind);
    let why = question.read(typed, &facts).unwrap_err();
    Phrase { words: &words, playbook: &playbook }.invalid(Some(&question), &why)
}

#[test]
fn each_kind_says_how_it_is_typed() {
    for (kind, typed, wanted) in [
        (Kind::Percent, "much", "That rate is not clear. Type it like 0.38%."),
        (Kind::Phone, "call me", "That phone number is not clear. Type it like +44 20 7946 0000."),
        (Kind::Email, "at home", "That e-mail address is not clear. Type it like name@example.com."),
        (Kind::Count, "several", "Type a whole number, for example 2."),
        (Kind::Date, "2026-11-01", "That is too early; it can't be before 2026-11-24 (today)."),
        (
            Kind::IdNumber,
            "110105194912310021",
            "The check digit of that number is wrong, so one of its characters is. Compare it with the paper.",
        ),
    ] {
        assert_eq!(told(kind, typed), wanted);
    }
}
