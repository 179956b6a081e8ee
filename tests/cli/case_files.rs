//! A case file that is cut, damaged, empty, newer or edited by hand: never a panic, never silently something else.

use std::fs;

use posquit::domain::answer::{Answer, Value};
use posquit::store::{Folder, StoreError};

use crate::support::{SMALL, Shop, put};

const NOTE: &str = "note: ~/home/cases/corner-cafe/case.toml was changed or cut outside posquit; going on with what it says now.\n";
const FILE: &str = "~/home/cases/corner-cafe/case.toml";

/// A case that was changed once, so that there is a previous copy.
fn changed() -> Shop {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
    shop
}

/// What a refusal to read the file ends with.
const HINT: &str = "safe: posquit has not touched that file\nhint: the copy from before the last change is whole; take it with: posquit check --restore corner-cafe\n";

/// Writes the case file anew and asserts that every command refuses it and leaves it alone.
fn refused(shop: &Shop, bytes: impl AsRef<[u8]>, error: &str) {
    put(&shop.case_file(), &bytes);
    for command in [vec!["status"], vec!["answer", "provider", "x"], vec!["undo"], vec!["export", "markdown"]]
    {
        shop.run(command).code(5).stdout("").stderr(&format!("error: {error}\n{HINT}"));
    }
    assert_eq!(fs::read(shop.case_file()).unwrap(), bytes.as_ref());
}

#[test]
fn a_cut_file_is_noticed_wherever_it_is_cut() {
    let shop = changed();
    let whole = shop.case_toml();
    let folder = Folder { path: shop.case() };
    let sound = folder.load().unwrap().case;
    for end in 0..whole.len() - 1 {
        put(&shop.case_file(), &whole.as_bytes()[..end]);
        match folder.load() {
            Ok(loaded) => {
                assert!(loaded.edited, "cut at byte {end}, and nobody was told");
                for (id, answer) in &loaded.case.answers {
                    // Half a date is a number, which is no answer to its question: it is asked again.
                    let halved = matches!(
                        (answer.value(), &sound.answers[id]),
                        (Some(Value::Number(_)), Answer::Known(Value::Date(_)))
                    );
                    assert!(halved || answer == &sound.answers[id], "cut at byte {end}: {id} is {answer:?}");
                }
            }
            Err(StoreError::Damaged { .. } | StoreError::Empty { .. } | StoreError::NotText { .. }) => {}
            Err(error) => panic!("cut at byte {end}: {error}"),
        }
    }
}

#[test]
fn the_program_survives_a_cut_file() {
    let shop = changed();
    let whole = shop.case_toml();
    for end in (0..whole.len() - 1).step_by(97) {
        put(&shop.case_file(), &whole.as_bytes()[..end]);
        let told = shop.run(["status"]);
        match told.exit() {
            Some(0) => drop(told.stderr(NOTE)),
            _ => drop(told.code(5).stdout("").says(HINT)),
        }
    }
}

#[test]
fn a_flipped_bit_is_noticed_or_refused() {
    let shop = changed();
    let whole = shop.case_toml().into_bytes();
    let folder = Folder { path: shop.case() };
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        put(&shop.case_file(), &bytes);
        match folder.load() {
            Ok(loaded) => assert!(loaded.edited, "byte {at} was flipped, and nobody was told"),
            Err(StoreError::Io { .. }) => panic!("byte {at} is no trouble of the disk"),
            Err(_) => {}
        }
        if at % 30 == 0 {
            let told = shop.run(["status", "--json"]);
            assert!(matches!(told.exit(), Some(0 | 5)), "byte {at}: {:?}\n{}", told.exit(), told.err);
        }
    }
}

#[test]
fn an_empty_file_is_no_empty_case() {
    let shop = changed();
    let error = format!("{FILE} is empty, probably after a full disk or a power cut");
    refused(&shop, "", &error);
    for bytes in [&b"\n\n"[..], &[0; 4096]] {
        put(&shop.case_file(), bytes);
        shop.run(["status"]).code(5).stdout("").stderr(&format!("error: {error}\n{HINT}"));
    }
}

#[test]
fn what_is_no_text_is_named_with_its_byte() {
    let shop = changed();
    let mut bytes = shop.case_toml().into_bytes();
    bytes[200] = 0xff;
    refused(&shop, bytes, &format!("{FILE} is not text: byte 200 can't be read"));
}

#[test]
fn a_newer_format_is_not_guessed_at() {
    let shop = changed();
    let newer = shop.case_toml().replace("format = 2\n", "format = 3\nflying = true\n");
    put(&shop.case_file(), &newer);
    for command in [vec!["status"], vec!["answer", "provider", "x"], vec!["undo"]] {
        shop.run(command).code(5).stdout("").stderr(&format!(
            "error: {FILE} was written by a newer posquit: format 3, and this one reads up to 2\n\
             safe: posquit has not touched that file\nhint: update posquit and open it again\n"
        ));
    }
    assert_eq!(shop.case_toml(), newer);
}

#[test]
fn a_sound_edit_by_hand_is_told_once_and_taken() {
    let shop = changed();
    let edited = shop.case_toml().replace("2027-03-31", "2027-09-30");
    put(&shop.case_file(), &edited);
    shop.run(["status"]).code(0).stderr(NOTE);
    assert_eq!(shop.state()["edited_outside"], true);
    assert_eq!(shop.case_toml(), edited, "looking writes nothing");
    shop.run(["answer", "provider", "Other"]).code(0).stdout("provider: Other\nSaved.\n").stderr(NOTE);
    assert_eq!(shop.state()["answers"]["contract_end"], "2027-09-30");
    assert_eq!(shop.state()["edited_outside"], false);
    shop.run(["status"]).code(0).stderr("");
}

#[test]
fn a_note_in_the_language_of_the_case() {
    let shop = Shop::new().lang("zh-CN");
    shop.start(SMALL).code(0);
    put(&shop.case_file(), shop.case_toml().replace("2027-03-31", "2027-09-30"));
    let shop = shop.no_lang();
    shop.run(["status"])
        .code(0)
        .stderr(&format!("注意：{FILE} 在 posquit 之外被改过或截断过；照现在的内容继续。\n"));
}

#[test]
fn a_broken_edit_by_hand_is_told_with_its_place() {
    let shop = changed();
    let whole = shop.case_toml();
    let line = |text: &str| whole[..whole.find(text).unwrap()].matches('\n').count() + 1;
    let broken = whole.replace("contract_end = 2027-03-31", "contract_end = 2027-03-31x");
    put(&shop.case_file(), &broken);
    let place = format!("error: {FILE}:{}:", line("contract_end"));
    shop.run(["status"]).code(5).stdout("").says(&place).says(HINT);
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let shop = changed();
    let whole = shop.case_toml();
    let broken = whole.replace("revision = 2\n", "revision = 2\nrevison = 3\n");
    let known = "answers, format, language, marks, playbook, records, revision, rows, started, ticks, title";
    refused(&shop, broken, &format!("{FILE}:4:1: `revison` means nothing here; these do: {known}"));
}

/// What a hand may do to a line of a case file, and what is said about it after its line's number.
const MISTYPED: [(&str, &str, &str); 9] = [
    ("revision = 2", "revision = -2", "12: `revision` should be a whole number that is not negative"),
    ("language = \"en\"", "language = \"fr\"", "12: `language` should be zh-CN or en"),
    (
        "started = 2026-11-24",
        "started = \"today\"",
        "11: `started` should be a day without quotes, such as 2026-12-31",
    ),
    (
        "deposit_paid = true",
        "deposit_paid = 1.5",
        "16: `deposit_paid` should be a text, a day, a number, true, false, a list or { unknown = true }",
    ),
    (
        "scope = \"whole\"",
        "scope = { unknown = false }",
        "9: `scope` should be a text, a day, a number, true, false, a list or { unknown = true }",
    ),
    ("all = true", "all = \"yes\"", "7: `all` should be true or false"),
    (
        "[answers]",
        "[answrs]",
        "2: `answrs` means nothing here; these do: answers, format, language, marks, playbook, records, revision, rows, started, ticks, title",
    ),
    (
        "on = 2026-11-20",
        "on = \"Friday\"",
        "6: `on` should be a day without quotes, such as 2026-12-31, or { unknown = true }",
    ),
    ("state = \"skipped\"", "state = \"gone\"", "9: `state` should be \"skipped\""),
];

#[test]
fn a_mistyped_value_is_told_with_its_place_and_its_form() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "contract_read", "--on", "2026-11-20"]).code(0);
    shop.run(["mark", "reconcile", "skipped", "--reason", "lost"]).code(0);
    let whole = shop.case_toml().replace("revision = 3", "revision = 2");
    for (sound, mistyped, told) in MISTYPED {
        let line = whole.lines().position(|line| line == sound).unwrap() + 1;
        put(&shop.case_file(), whole.replacen(sound, mistyped, 1));
        shop.run(["status"]).code(5).stdout("").stderr(&format!("error: {FILE}:{line}:{told}\n{HINT}"));
    }
}

#[test]
fn without_a_previous_copy_the_hint_is_a_backup() {
    let shop = Shop::of(SMALL);
    put(&shop.case_file(), "");
    shop.run(["status"]).code(5).says(&format!("hint: restore {FILE} from a backup\n"));
}

#[test]
fn the_previous_copy_is_the_case_before_the_last_change() {
    let shop = Shop::of(SMALL);
    let before = shop.case_toml();
    shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
    let previous = fs::read_to_string(shop.case().join("case.toml.1")).unwrap();
    assert_eq!(previous, before);
    put(&shop.case_file(), previous);
    shop.run(["status"]).code(0).stderr("");
    assert_eq!(shop.state()["revision"], 1);
}
