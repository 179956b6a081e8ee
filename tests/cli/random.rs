//! Random answers, texts and cases for the properties, and the standard playbook that they belong to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use posquit::domain::answer::{Answer, Facts, Invalid, Value};
use posquit::domain::case::{Case, Mark, Row, Table, Tick};
use posquit::domain::money::Currency;
use posquit::domain::phrase::Phrase;
use posquit::domain::playbook::{Item, Playbook, Todo};
use posquit::domain::question::{Kind, Question};
use posquit::domain::text::Lang;
use posquit::domain::words::Words;
use posquit::template::{standard, words};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support;

pub(crate) static PLAYBOOK: LazyLock<Playbook> = LazyLock::new(|| standard(None).unwrap());
static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| [words(Lang::Zh), words(Lang::En)]);
pub(crate) static QUESTIONS: LazyLock<Vec<&Question>> = LazyLock::new(|| questions(&PLAYBOOK));

pub(crate) fn phrase(lang: usize) -> Phrase<'static> {
    Phrase { words: &WORDS[lang], playbook: &PLAYBOOK }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn today() -> NaiveDate {
    day(support::TODAY)
}

/// Every question and column of the playbook.
fn questions(playbook: &'static Playbook) -> Vec<&'static Question> {
    let of = |item: &'static Item| match item {
        Item::Question(question) => vec![question],
        Item::Rows(rows) => rows.columns.iter().collect(),
        _ => Vec::new(),
    };
    playbook.steps.iter().flat_map(|step| step.items.iter().flat_map(of)).collect()
}

/// What people type, what programs paste, and what looks like an answer and is none.
pub(crate) fn typed() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "2026-12-31",
        "2026年2月30日",
        "31 Dec 2026",
        "２０２７",
        "598",
        "１，２００元",
        "£20.5",
        "-3",
        "1.234,56 EUR",
        "30",
        "千分之3.8",
        "0.38%",
        "+44 20 7946 0000",
        "shop@example.com",
        "天",
        "working days",
        " months",
        "yes",
        "否",
        "none",
        "post",
        "provider",
        ",",
        "，",
        ";",
        "、",
        " ",
        "\t",
        "\n",
        "\u{3000}",
        "\u{200b}",
        "\u{202e}",
        "\u{1b}[2J",
        "\u{0}",
        "\"",
        "\\",
        "'",
        "{",
        "}",
        "上海好味道",
        "😀",
        "é",
        "6225 8801 3800 0006",
    ]);
    prop_oneof![
        3 => proptest::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
        1 => "\\PC{0,260}",
        1 => "[0-9.,' -]{1,12}( ?[A-Z]{3})?",
    ]
}

pub(crate) fn read(question: &Question, typed: &str) -> Result<Value, Invalid> {
    let no_date = |_: &str| None;
    question.read(typed, &Facts { today: today(), currency: Currency::CNY, date_of: &no_date })
}

/// Something that a case file may hold for a question, fitting or not.
fn value() -> impl Strategy<Value = Answer> {
    let text = select(vec![
        "yes",
        "no",
        "cn",
        "uk",
        "whole",
        "some",
        "provider",
        "own",
        "EUR",
        "RMB",
        "598.00 CNY",
        "92233720368547758.07 CNY",
        "-5.00 GBP",
        "30 days",
        "9999 months",
        "9999 working days",
        "remaining",
        "fixed",
        "",
        "\n",
        "898310148160001",
    ]);
    let ids = select(vec!["none", "notify", "return", "reconcile", "close-account", "ghost"]);
    prop_oneof![
        1 => Just(Answer::Unknown),
        4 => text.prop_map(|text| Answer::Known(Value::Text(text.to_owned()))),
        3 => date().prop_map(|day| Answer::Known(Value::Date(day))),
        1 => any::<i64>().prop_map(|number| Answer::Known(Value::Number(number))),
        3 => any::<bool>().prop_map(|yes| Answer::Known(Value::Bool(yes))),
        1 => proptest::collection::vec(ids, 0..3).prop_map(|ids| Answer::Known(Value::List(ids.into_iter().map(str::to_owned).collect()))),
    ]
}

/// A currency as somebody names it.
pub(crate) fn currency() -> impl Strategy<Value = Currency> {
    let words =
        vec!["RMB", "JPY", "KWD", "EUR", "CNY", "usd", "GBP", "AUD", "CNH", "VND", "HKD", "CHF", "¥", "€"];
    select(words).prop_map(|word| Currency::from_word(word).unwrap())
}

/// A day as one of a case, and now and then one at the end of time.
pub(crate) fn date() -> impl Strategy<Value = NaiveDate> {
    let far = select(vec!["0001-01-01", "1900-01-01", "2028-02-29", "9999-12-31"]);
    prop_oneof![
        9 => (-900_i64..900).prop_map(|days| today() + chrono::TimeDelta::days(days)),
        1 => far.prop_map(day),
    ]
}

/// What an answer of this kind may be, so that the plan has something to go on.
fn fitting(question: &'static Question) -> BoxedStrategy<Answer> {
    let text = |text: &'static str| Just(Answer::Known(Value::Text(text.to_owned()))).boxed();
    let ids: Vec<String> = question.options.iter().map(|option| option.id.clone()).collect();
    match question.kind {
        Kind::Date => date().prop_map(|day| Answer::Known(Value::Date(day))).boxed(),
        Kind::YesNo => any::<bool>().prop_map(|yes| Answer::Known(Value::Bool(yes))).boxed(),
        Kind::Choice => select(ids).prop_map(|id| Answer::Known(Value::Text(id))).boxed(),
        Kind::Choices => subsequence(ids, 0..3).prop_map(|ids| Answer::Known(Value::List(ids))).boxed(),
        Kind::Money => text("598.00 CNY"),
        Kind::Duration => text("30 days"),
        Kind::Count => any::<i64>().prop_map(|number| Answer::Known(Value::Number(number))).boxed(),
        Kind::Percent => text("0.38%"),
        Kind::Phone => text("+44 20 7946 0000"),
        Kind::Email => text("shop@example.com"),
        Kind::IdNumber => text("91310000MA1K4BCX2A"),
        Kind::Text | Kind::Paragraph | Kind::Account | Kind::File => text("something typed"),
    }
}

fn answers(of: impl Iterator<Item = &'static Question>) -> impl Strategy<Value = Row> {
    let cells: Vec<_> = of
        .map(|question| {
            let answer = prop_oneof![2 => Just(None), 5 => fitting(question).prop_map(Some), 1 => value().prop_map(Some)];
            (Just(question.id.clone()), answer)
        })
        .collect();
    cells.prop_map(|cells| cells.into_iter().filter_map(|(id, answer)| Some((id, answer?))).collect())
}

pub(crate) fn todos() -> impl Iterator<Item = &'static Todo> {
    PLAYBOOK.steps.iter().flat_map(|step| &step.items).filter_map(|item| match item {
        Item::Todo(todo) => Some(todo),
        _ => None,
    })
}

fn ticks() -> impl Strategy<Value = BTreeMap<String, BTreeMap<Option<u32>, Tick>>> {
    let tick = || proptest::option::of(date()).prop_map(|on| Tick { on, evidence: None, reason: None });
    let rows = || proptest::collection::btree_map(proptest::option::of(1_u32..4), tick(), 0..3);
    let each: Vec<_> = todos().map(|todo| (Just(todo.id.clone()), rows())).collect();
    each.prop_map(|ticks| ticks.into_iter().filter(|(_, rows)| !rows.is_empty()).collect())
}

/// A case as it may come out of a file.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let asked = QUESTIONS.iter().copied().filter(|question| PLAYBOOK.question(&question.id).is_some());
    let columns = QUESTIONS.iter().copied().filter(|question| PLAYBOOK.column(&question.id).is_some());
    let rows = proptest::collection::btree_map(1_u32..4, answers(columns), 0..4);
    let table = (any::<bool>(), rows).prop_map(|(all, rows)| Table { all, last: 4, rows });
    let steps: Vec<String> = PLAYBOOK.steps.iter().map(|step| step.id.clone()).collect();
    let marks = prop_oneof![Just(Vec::new()), subsequence(steps, 0..5)];
    (answers(asked), table, ticks(), marks).prop_map(|(answers, table, ticks, marks)| {
        let mut case = Case::new("sample", "Sample", Lang::En, today());
        case.answers = answers;
        case.tables.insert("terminals".to_owned(), table.into());
        case.ticks = ticks;
        let mark = Mark { reason: "lost".to_owned(), on: today() };
        case.marks = marks.into_iter().map(|step| (step, mark.clone())).collect();
        case
    })
}
