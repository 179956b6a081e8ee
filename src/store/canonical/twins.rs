//! The quick reader and the reader of all of TOML say the same of every text, or the quick one says nothing.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::digest;
use super::super::form::{SEAL, read, read_tree, write};
use super::*;
use crate::tables;

/// What the reader of all of TOML says.
fn full(text: &str) -> Option<Case> {
    tables::parse(text).ok().and_then(|table| read_tree(table, None).ok()).map(|read| read.case)
}

fn sealed(body: &str) -> String {
    format!("{body}{SEAL}{}\n", digest(body.as_bytes()))
}

/// A text without its last line.
fn body(text: &str) -> &str {
    text.rsplit_once(SEAL).map_or(text, |(body, _)| body)
}

/// Asserts that both read a text alike; the quick reader may leave it to the other.
fn agree(text: &str) {
    let quick = case(text);
    if quick.is_some() {
        assert_eq!(quick, full(text), "read by the quick reader alone, or otherwise:\n{text}");
    }
    assert_eq!(read(text).ok().map(|read| read.case), full(text), "{text}");
}

fn words() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        "商户",
        " ",
        "\"",
        "\\",
        "#",
        " = ",
        "\n",
        "\r",
        "\t",
        "\u{1}",
        "\u{7f}",
        "\u{85}",
        "'",
        "\"\"\"",
        "[answers]",
        "# sha256 ",
        "{ unknown = true }",
        "\u{feff}",
        "2026-11-24",
        "007",
    ];
    vec(select(pieces), 0..5).prop_map(|pieces| pieces.concat())
}

fn key() -> impl Strategy<Value = String> {
    select(vec!["a", "bank", "contract_end", "row", "rows", "id", "on", "x-1", "7", "true"])
        .prop_map(str::to_owned)
}

/// Names of facts are in quotes, and of one line.
fn facts() -> impl Strategy<Value = String> {
    select(vec!["", "file", "名", "a.b", "a b", "#", " = ", "'", "[answers]"]).prop_map(str::to_owned)
}

fn days() -> impl Strategy<Value = NaiveDate> {
    let last = day("9999-12-31").and_then(|last| (last - NaiveDate::default()).num_days().into());
    (-719_528..=last.unwrap_or(0)).prop_map(|days| NaiveDate::default() + chrono::TimeDelta::days(days))
}

fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::Unknown),
        words().prop_map(|text| Answer::Known(Value::Text(text))),
        days().prop_map(|day| Answer::Known(Value::Date(day))),
        any::<i64>().prop_map(|number| Answer::Known(Value::Number(number))),
        any::<bool>().prop_map(|yes| Answer::Known(Value::Bool(yes))),
        vec(words(), 0..3).prop_map(|list| Answer::Known(Value::List(list))),
    ]
}

fn cells() -> impl Strategy<Value = Row> {
    btree_map(key(), answers(), 0..4)
}

fn tables_of() -> impl Strategy<Value = Table> {
    // No column is called as the row's number is.
    let row = cells().prop_map(|mut row| {
        row.remove("id");
        row
    });
    (any::<bool>(), btree_map(1_u32..20, row, 0..3)).prop_map(|(all, rows)| Table {
        all,
        last: rows.keys().max().map_or(0, |last| last + 3),
        rows,
    })
}

fn ticks() -> impl Strategy<Value = BTreeMap<Option<u32>, Tick>> {
    let tick = (option::of(days()), option::of(words()), option::of(words()))
        .prop_map(|(on, evidence, reason)| Tick { on, evidence, reason });
    btree_map(option::of(any::<u32>()), tick, 1..3)
}

fn cases() -> impl Strategy<Value = Case> {
    let record = (words(), words(), days(), words(), btree_map(facts(), words(), 0..3));
    let marks = (words(), days()).prop_map(|(reason, on)| Mark { reason, on });
    let head = (0..=i64::MAX, words(), any::<bool>(), days(), words(), any::<u32>());
    let parts = (
        cells(),
        btree_map(key(), tables_of(), 0..3),
        btree_map(key(), ticks(), 0..3),
        btree_map(key(), marks, 0..3),
        vec(record, 0..3),
    );
    (head, parts).prop_map(|((revision, title, zh, started, text, version), parts)| {
        let mut case = Case::new("", &title, if zh { Lang::Zh } else { Lang::En }, started);
        case.revision = revision.unsigned_abs();
        case.playbook = Stamp { id: text.clone(), version, hash: text };
        let records;
        let tables;
        (case.answers, tables, case.ticks, case.marks, records) = parts;
        case.tables = tables.into_iter().map(|(id, table)| (id, table.into())).collect();
        for (n, (kind, id, on, made_from, facts)) in records.into_iter().enumerate() {
            case.records.push(Record { kind, id: format!("{id}{n}"), on, made_from, facts });
        }
        case
    })
}

/// One way to damage a text.
#[derive(Debug, Clone)]
enum Damage {
    Swap(Index, Index),
    Repeat(Index, Index),
    Drop(Index),
    Put(Index, &'static str),
    Instead(Index, &'static str),
    Value(Index, &'static str),
    Everywhere(&'static str, &'static str),
    First(&'static str),
}

/// Lines that damage puts in.
const LINES: &[&str] = &[
    "",
    " ",
    "\t",
    "\r",
    "# \u{1}",
    "#\u{7f}",
    "# a\rb",
    "  # a",
    "id = 2",
    "\"id\" = 2",
    "\"a\" = 1",
    "'a' = 1",
    "a = 1",
    "a.b = 1",
    "\"\" = 1",
    "x",
    "[answers]",
    "[rows]",
    "[rows.a]",
    "[[rows.a.row]]",
    "[ticks.a.row.1]",
    "[ticks.a.row.01]",
    "[ticks.a.row.+1]",
    "[ticks.a]",
    "[marks.a]",
    "[[records]]",
    "[records.facts]",
    "[ answers ]",
    "[rows.\"a\"]",
    "format = 1",
    "format = 2",
    "name = \"a\"",
    "a = \"\"\"",
    "a = '''",
    "a = [",
];

/// Values that damage gives to a key.
const VALUES: &[&str] = &[
    "007",
    "+7",
    "-0",
    "-7",
    "0x7",
    "1_0",
    "1e3",
    "1.5",
    "18446744073709551615",
    "9223372036854775808",
    "4294967296",
    "00",
    "2026-1-5",
    "+2026-01-05",
    "02026-01-05",
    "2026-02-30",
    "2026-13-01",
    "0000-01-01",
    "2026-11-24 ",
    "2026-11-24T10:00:00",
    "2026-11-24 # day",
    "true",
    "True",
    "true ",
    "{ unknown = true }",
    "{unknown=true}",
    "{ unknown = false }",
    "\"a\" # b",
    "\"a\" \"b\"",
    "\"a\", \"b\"",
    "\"a\u{1}b\"",
    "\"a\tb\"",
    "\"a\rb\"",
    "\"\u{7f}\"",
    "\"\\u0001\"",
    "\"\\x41\"",
    "\"\\q\"",
    "'a'",
    "\"\"\"a\"\"\"",
    "\"\"\"",
    "\"\"\"\"\"\"",
    "\"\"\"\"",
    "\"\"\"\"\"\"\"\"",
    "\"\\\"",
    "\"a\\\" # \"",
    "\"a\" # \"",
    "[\"a\"]",
    "[\"a\",]",
    "[\"a\", 1]",
    "[[\"a\"]]",
    "[]",
    "[ ]",
    "[,]",
    "[\"a\"] # b",
    "[\"a\"] b",
    "[\"\u{1}\"]",
    "1",
    "1 2",
    "nan",
    "\"skipped\"",
    "\"zh-Hant\"",
];

fn damages() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        1 => (at(), at()).prop_map(|(one, other)| Damage::Swap(one, other)),
        1 => (at(), at()).prop_map(|(from, to)| Damage::Repeat(from, to)),
        1 => at().prop_map(Damage::Drop),
        1 => (at(), select(LINES)).prop_map(|(at, line)| Damage::Put(at, line)),
        1 => (at(), select(LINES)).prop_map(|(at, line)| Damage::Instead(at, line)),
        3 => (at(), select(VALUES)).prop_map(|(at, value)| Damage::Value(at, value)),
        1 => select(vec![("\n", "\r\n"), ("format = 2", "format = 1"), (" = ", "="), (" = ", "  = "), (" = ", " =  "), ("\"", "'")])
            .prop_map(|(this, that)| Damage::Everywhere(this, that)),
        1 => select(vec!["\u{feff}", "\n", "\u{c}", "\r", "\0"]).prop_map(Damage::First),
    ]
}

fn damaged(text: &str, damage: &Damage) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let count = lines.len();
    match damage {
        Damage::Swap(one, other) => lines.swap(one.index(count), other.index(count)),
        Damage::Repeat(from, to) => lines.insert(to.index(count), lines[from.index(count)].clone()),
        Damage::Drop(at) => drop(lines.remove(at.index(count))),
        Damage::Put(at, line) => lines.insert(at.index(count), (*line).to_owned()),
        Damage::Instead(at, line) => (*line).clone_into(&mut lines[at.index(count)]),
        Damage::Value(at, value) => {
            let valued: Vec<usize> = (0..count).filter(|at| lines[*at].contains(" = ")).collect();
            if let Some(at) = valued.get(at.index(valued.len().max(1))) {
                let key = lines[*at].split(" = ").next().unwrap_or_default().to_owned();
                lines[*at] = format!("{key} = {value}");
            }
        }
        Damage::Everywhere(this, that) => return text.replace(this, that),
        Damage::First(what) => return format!("{what}{text}"),
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_written_is_read_alike_by_both(written in cases()) {
        let text = write(&written);
        prop_assert_eq!(full(&text), Some(written.clone()), "{}", text);
        prop_assert_eq!(case(&text), Some(written.clone()), "{}", text);
        prop_assert_eq!(read(&text).ok().map(|read| (read.case, read.seal.is_some())), Some((written, true)), "{}", text);
    }

    #[test]
    fn a_damaged_text_that_is_sealed_anew_is_read_alike_by_both(
        written in cases(), damages in vec(damages(), 1..4)
    ) {
        let mut text = write(&written);
        for damage in &damages {
            text = sealed(&damaged(body(&text), damage));
            agree(&text);
        }
    }
}
