//! Numbers that must not get out: planted in every kind of answer, then looked for in every byte that any command prints
//! or writes. The case's own files hold them, as they must; nothing else does.

use std::fs;
use std::path::Path;

use crate::letters::{LETTERS, rich, unzipped, written};
use crate::support::{Outcome, SMALL, Shop, put};

/// Numbers of accounts, merchants, persons and telephones, each in a form of its own.
const SECRET: [(&str, &str); 3] = [
    ("merchant_id", "898310148165432"),
    ("refund_account", "GB82WEST12345698765432"),
    ("refund_account", "6214830199887766554"),
];

/// Full card numbers, which are refused wherever they are typed.
const CARDS: [&str; 3] = ["6225880138000006", "4111 1111 1111 1111", "5555-5555-5555-4444"];

/// The longest piece of a number that may show.
const MAY_SHOW: usize = 4;

/// Fails where more than the last characters of a number stand in some bytes, in whatever grouping.
#[track_caller]
fn clean(bytes: &[u8], number: &str, where_it_was: &str) {
    let plain = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let (text, number) = (plain(&String::from_utf8_lossy(bytes)), plain(number));
    let most = &number[number.len() - MAY_SHOW - 3..];
    assert!(
        !text.contains(most),
        "{where_it_was} shows {most} of {number}:\n{}",
        String::from_utf8_lossy(bytes)
    );
    assert!(!text.contains(&number[..9]), "{where_it_was} shows the beginning of {number}");
}

#[track_caller]
fn outcome_is_clean(told: &Outcome, number: &str, what: &str) {
    clean(told.out.as_bytes(), number, what);
    clean(told.err.as_bytes(), number, what);
}

/// Every command that there is, with what it needs. A test holds the list to the help.
const COMMANDS: [&[&str]; 45] = [
    &["status"],
    &["status", "--json"],
    &["rows"],
    &["rows", "--csv"],
    &["import", "nothing.csv"],
    &["due"],
    &["due", "--json"],
    &["what-if", "contract_end=2027-06-30"],
    &["call", "contract_read", "--who", "Sam", "--on", "2026-11-20", "--ticket", "7"],
    &["attach", "contract_read", "nothing.pdf"],
    &["letter"],
    &["letter", "--json"],
    &["letter", "stop-notice"],
    &["reconcile", "--ledger", "nothing.csv", "--settlement", "nothing.csv"],
    &["export", "calendar"],
    &["next"],
    &["next", "--json"],
    &["list"],
    &["list", "--all", "--json"],
    &["log"],
    &["log", "--json"],
    &["answer", "contract_end", "2027-05-31"],
    &["answer", "contract_end", "--unknown"],
    &["answer", "merchant_idd", "x"],
    &["tick", "contract_read", "--on", "2026-11-20"],
    &["mark", "contract", "skipped", "--reason", "lost"],
    &["mark", "contract", "open"],
    &["undo"],
    &["redo"],
    &["export", "markdown"],
    &["export", "markdown", "-o", "list.md", "--force"],
    &["export", "markdown", "--blank"],
    &["export", "json"],
    &["export", "json", "-o", "case.json", "--force"],
    &["check"],
    &["check", "--json"],
    &["archive"],
    &["unarchive"],
    &["completions", "bash"],
    &["man"],
    &["help"],
    &["__complete", "--", "answer", ""],
    &["start", "--no-input"],
    &["resume", "--no-input"],
    &["delete"],
];

/// The commands that show what stands in a case, damaged or not.
const READERS: [&str; 7] = ["status", "list", "log", "answer", "undo", "export", "check"];

/// All files below a folder.
fn files(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, into) } else { into.push(path) }
    }
}

#[test]
fn no_planted_number_is_printed_or_written_in_full() {
    for (id, number) in SECRET {
        for lang in ["en", "zh-CN"] {
            let shop = Shop::of(SMALL).lang(lang);
            let given = shop.run(["answer", id, number]);
            given.code(0);
            outcome_is_clean(&given, number, "answer");
            for command in COMMANDS {
                outcome_is_clean(&shop.run(command), number, &format!("{command:?} in {lang}"));
            }
            let mut written = Vec::new();
            files(&shop.path(""), &mut written);
            // The case itself holds the number: a letter needs it. So do the copy before the last change and the log.
            // `answers.toml` is what the merchant gave.
            let own = ["case.toml", "case.toml.1", "history.jsonl", "answers.toml"];
            let others =
                written.iter().filter(|path| !own.contains(&path.file_name().unwrap().to_str().unwrap()));
            for path in others {
                clean(&fs::read(path).unwrap(), number, &path.display().to_string());
            }
        }
    }
}

/// Every number of a case that is masked, planted at once.
const ALL: [(&str, &str); 5] = [
    ("merchant_id", "898310148165432"),
    ("refund_account", "6214830199887766554"),
    ("debit_account", "6222021001116245703"),
    ("registration_number", "91350100M000100Y43"),
    ("handler_id", "11010519491231002X"),
];

#[test]
fn no_letter_script_or_list_of_a_rich_case_shows_a_planted_number() {
    let shop = rich();
    for (id, number) in ALL {
        outcome_is_clean(shop.run(["answer", id, number]).code(0), number, id);
    }
    let named = "某某支付股份有限公司上海分公司";
    shop.run(["answer", "provider_legal_name", named]).code(0);
    let all_clean = |bytes: &[u8], what: &str| ALL.iter().for_each(|(_, number)| clean(bytes, number, what));
    let mut named_in = 0;
    for lang in ["zh-CN", "en"] {
        for letter in LETTERS {
            let arguments = [letter, &["--lang", lang]].concat();
            let text = written(&shop, &arguments, "text");
            named_in += usize::from(String::from_utf8_lossy(&text).contains(named));
            all_clean(&text, &format!("{arguments:?}"));
            for (file, xml) in unzipped(&written(&shop, &arguments, "docx")) {
                all_clean(xml.as_bytes(), &format!("{file} of {arguments:?}"));
            }
        }
    }
    assert!(named_in > 0, "no letter takes the full name");
    let more: [&[&str]; 4] = [
        &["export", "calendar", "-o", "days.ics", "--force"],
        &["export", "markdown", "--blank"],
        &["what-if", "stop_date=2027-02-01", "--json"],
        &["help", "files"],
    ];
    // In the end nothing is left to show, so that what deletes or empties comes last.
    for command in COMMANDS.iter().chain(&more) {
        let told = shop.run(*command);
        all_clean(told.out.as_bytes(), &format!("{command:?}"));
        all_clean(told.err.as_bytes(), &format!("{command:?}"));
    }
}

#[test]
fn no_planted_number_shows_where_the_case_is_damaged() {
    for (id, number) in &SECRET[..2] {
        let shop = Shop::of(SMALL);
        shop.run(["answer", *id, *number]).code(0);
        let (text, log) = (shop.case_toml(), shop.history());
        let line = text.find(*number).unwrap();
        for broken in [
            text.replace(&format!("\"{number}\""), number),
            text.replace(&format!("\"{number}\""), &format!("\"{number}")),
            text.replace(&format!("\"{number}\""), &format!("{{ {number} = 1 }}")),
            text.replace(&format!("{id} ="), &format!("{id} {number} =")),
            text[..line + number.len() - 1].to_owned(),
            text.replace("[answers]", "[answrs]"),
            text.replace(id, "another_id_that_no_playbook_has"),
        ] {
            put(&shop.case_file(), &broken);
            put(&shop.history_file(), &log);
            for command in COMMANDS.iter().filter(|command| READERS.contains(&command[0])) {
                outcome_is_clean(&shop.run(*command), number, &format!("{command:?}"));
            }
            outcome_is_clean(&shop.run(["check", "--restore", "corner-cafe"]), number, "restore");
        }
    }
}

#[test]
fn a_full_card_number_is_neither_kept_nor_repeated_wherever_it_is_typed() {
    for card in CARDS {
        let shop = Shop::of(SMALL);
        let typed: [&[&str]; 9] = [
            &["answer", "merchant_name", card],
            &["answer", "provider", card],
            &["answer", "merchant_id", card],
            &["answer", "refund_account", card],
            &["answer", "terminals/1/tid", card],
            &["answer", "terminals/new", &format!("tid={card}")],
            &["tick", "notice_sent", "--evidence", card],
            &["tick", "notice_sent", "--reason", card],
            &["mark", "contract", "skipped", "--reason", card],
        ];
        for command in typed {
            let told = shop.run(command);
            assert!(matches!(told.exit(), Some(2 | 5)), "{command:?}: {:?} {}", told.exit(), told.err);
            outcome_is_clean(&told, card, &format!("{command:?}"));
        }
        let files_of = [
            format!("[answers]\nprovider = \"{card}\"\n"),
            format!("[ticks.contract_read]\non = 2026-11-20\nevidence = \"{card}\"\n"),
            format!("[marks.contract]\nstate = \"skipped\"\nreason = \"{card}\"\n"),
        ];
        for file in files_of {
            let told = shop.resume(&file);
            assert_ne!(told.exit(), Some(0), "{file}");
            outcome_is_clean(&told, card, &file);
        }
        for path in [shop.case_file(), shop.history_file()] {
            clean(&fs::read(&path).unwrap(), card, &path.display().to_string());
        }
    }
}

#[test]
fn every_command_of_the_program_is_run() {
    let help = Shop::new().run(["help"]).out;
    let commands =
        help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| line.starts_with("  "));
    // `rename` says names and paths only; its new name cannot hold a number that is masked and is given anyway.
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "rename")
    {
        assert!(COMMANDS.iter().any(|line| line[0] == command), "{command} is not looked at");
    }
}
