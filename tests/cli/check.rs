//! `check`: what it says of a home with everything that can be wrong in it, and how a copy is put back.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Outcome, SMALL, Shop, put};

const CASE: &str = "~/home/cases/corner-cafe";

/// A case that was changed twice, so that there is a previous copy with a change less.
fn changed() -> Shop {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    shop
}

fn checked(shop: &Shop) -> Value {
    serde_json::from_str(&shop.run(["check", "--json"]).out).unwrap()
}

/// The codes of what is found in the first case.
fn codes(shop: &Shop) -> Vec<String> {
    let found = checked(shop)["cases"][0]["findings"].clone();
    found.as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect()
}

/// A line of the log as a change would write it.
fn line(revision: u32) -> String {
    let change = r#"{"what":"answer","at":"provider","before":"LakalaPay","after":"Ghost"}"#;
    format!("{{\"revision\":{revision},\"time\":\"2026-11-24T12:00:00+00:00\",\"changes\":[{change}]}}\n")
}

#[test]
fn sound_cases_are_called_so_in_both_languages() {
    let shop = changed();
    shop.run(["check"]).code(0).stderr("").stdout("1 case looked at: all is well.\n");
    shop.start("[answers]\nmerchant_name = \"Tea\"\n").code(0);
    shop.run(["check"]).code(0).stdout("2 cases looked at: all is well.\n");
    shop.run(["check", "--case", "tea"]).code(0).stdout("1 case looked at: all is well.\n");
    shop.lang("zh-CN").run(["check"]).code(0).stdout("看过 2 个案件，都正常。\n");
    Shop::new().run(["check"]).code(0).stdout("There is no case to look at.\n");
}

#[test]
fn a_damaged_case_is_told_with_the_copy_that_may_be_taken() {
    let shop = changed();
    put(&shop.case_file(), "format = 2\nrevision = \n");
    shop.run(["check"]).code(3).stderr("").tells(&format!(
        "corner-cafe ! {CASE}/case.toml:2:12: not valid TOML: string values must be quoted, expected literal string \
         the copy from before the last change is whole (change 2, 2026-11-24 12:00); \
         to take it: posquit check --restore corner-cafe 1 thing needs you."
    ));
    let case = checked(&shop)["cases"][0].clone();
    assert_eq!(case["name"], "corner-cafe");
    assert_eq!(case["findings"][0]["code"], "unreadable");
    assert_eq!(case["previous"]["revision"], 2);
    assert_eq!(checked(&shop)["needs_you"], json!(true));
}

#[test]
fn a_copy_is_put_back_and_nothing_is_lost_silently() {
    let shop = changed();
    let log = shop.history();
    put(&shop.case_file(), "rubbish");
    shop.run(["check", "--restore", "corner-cafe"]).code(0).stderr("").stdout(&format!(
        "corner-cafe is back as it was after change 2 (2026-11-24 12:00).\n\
         The damaged file was kept: {CASE}/case.toml.damaged-20261124120000\n\
         Give again what the copy does not have: contract end: 2027-06-30\n"
    ));
    let read = |name: &str| fs::read_to_string(shop.case().join(name)).unwrap();
    assert_eq!(read("case.toml.damaged-20261124120000"), "rubbish");
    assert_eq!(read("history-set-aside-20261124120000.jsonl"), log);
    assert_eq!(shop.state()["answers"]["stop_date"], "2027-02-01");
    assert_eq!(shop.state()["answers"]["contract_end"], "2027-03-31");
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    shop.run(["check"]).code(0).shows("1 case looked at: nothing for you to do.\n");
    assert_eq!(shop.revisions(), [1, 2, 3]);
}

#[test]
fn a_second_damaged_file_of_one_second_gets_a_name_of_its_own() {
    let shop = changed();
    for text in ["rubbish", "more rubbish"] {
        put(&shop.case_file(), text);
        shop.run(["check", "--restore", "corner-cafe"]).code(0);
    }
    let read = |name: &str| fs::read_to_string(shop.case().join(name)).unwrap();
    assert_eq!(read("case.toml.damaged-20261124120000"), "rubbish");
    assert_eq!(read("case.toml.damaged-20261124120000-2"), "more rubbish");
}

#[test]
fn a_case_file_that_is_gone_is_put_back_too() {
    let shop = changed();
    fs::remove_file(shop.case_file()).unwrap();
    shop.run(["check"]).code(3).tells("to take it: posquit check --restore corner-cafe");
    let back = shop.run(["check", "--restore", "corner-cafe"]);
    back.code(0).shows("corner-cafe is back as it was after change 2");
    assert!(!back.out.contains("was kept"), "{}", back.out);
    assert_eq!(shop.state()["revision"], 2);
}

#[test]
fn what_is_sound_newer_or_without_a_copy_is_not_put_back() {
    let shop = changed();
    let refused = |what: &str, hint: &str| {
        let before = fs::read(shop.case_file()).unwrap();
        let told = shop.run(["check", "--restore", "corner-cafe"]);
        told.code(5).stdout("").says(&format!("error: {what}")).says(&format!("hint: {hint}"));
        assert_eq!(fs::read(shop.case_file()).unwrap(), before);
    };
    refused("~/home/cases/corner-cafe/case.toml is sound", "to take a change back: posquit undo\n");
    put(&shop.case_file(), shop.case_toml().replace("format = 2", "format = 9"));
    refused("~/home/cases/corner-cafe/case.toml was written by a newer", "update posquit");
    put(&shop.case_file(), "rubbish");
    put(&shop.case().join("case.toml.1"), "rubbish as well");
    refused("there is no sound copy from before the last change", "restore the case from a backup\n");
    shop.run(["check", "--restore", "nobody"]).code(2).says("there is no case called `nobody`");
}

#[test]
fn a_case_that_was_edited_is_told_until_a_change_makes_it_sound() {
    let shop = changed();
    put(&shop.case_file(), shop.case_toml().replace("LakalaPay", "Lakala Pay"));
    shop.run(["check"]).code(3).tells(&format!("! {CASE}/case.toml was changed or cut outside posquit"));
    assert_eq!(codes(&shop), ["edited"]);
    shop.run(["answer", "provider", "Other"]).code(0);
    shop.run(["check"]).code(0).stdout("1 case looked at: all is well.\n");
}

#[test]
fn the_log_is_looked_at_too() {
    let shop = changed();
    let log = shop.history();
    let told = |text: String| -> (Vec<String>, Option<i32>) {
        put(&shop.history_file(), text);
        (codes(&shop), shop.run(["check"]).exit())
    };
    assert_eq!(told(log.clone()), (vec![], Some(0)));
    assert_eq!(told(format!("{log}{}", line(4))), (vec!["unfinished_change".to_owned()], Some(0)));
    assert_eq!(told(format!("{log}{}", &line(4)[..30])), (vec!["unfinished_change".to_owned()], Some(0)));
    assert_eq!(told(format!("{log}{}{}", line(4), line(5))), (vec!["log_ahead".to_owned()], Some(3)));
    assert_eq!(told(format!("rubbish\n{log}")), (vec!["log_torn".to_owned()], Some(3)));
    let short = log.lines().next().unwrap().to_owned() + "\n";
    assert_eq!(told(short), (vec!["log_short".to_owned()], Some(0)));
    assert_eq!(told(String::new()), (vec!["log_short".to_owned()], Some(0)));
}

#[test]
fn what_does_not_belong_there_is_named_and_left_alone() {
    let shop = changed();
    let cases = shop.home().join("cases");
    fs::create_dir(cases.join("Corner Café")).unwrap();
    fs::create_dir(cases.join("empty")).unwrap();
    put(&cases.join("a\u{1b}[31mfile\u{202e}"), "x");
    put(&cases.join("corner-cafe/notes.txt"), "x");
    put(&cases.join("corner-cafe/.case.toml.tmp"), "half");
    let told = shop.run(["check"]);
    told.code(0).stderr("").shows("Beside the cases\n").shows("1 case looked at: nothing for you to do.\n");
    for text in [
        "corner-cafe/notes.txt is not from posquit",
        "corner-cafe/.case.toml.tmp was left by a run that was cut off",
        "cases/Corner Café is not from posquit",
        "cases/a\\u{1b}[31mfile\\u{202e} is not from posquit",
        "cases/empty is not from posquit",
    ] {
        told.tells(text);
    }
    assert!(!told.out.contains('\u{1b}') && !told.out.contains('\u{202e}'));
    assert!(cases.join("empty").is_dir());
}

#[test]
fn an_archived_case_is_looked_at_as_well() {
    let shop = changed();
    shop.run(["archive"]).code(0);
    put(&shop.home().join("archive/corner-cafe/case.toml"), "rubbish");
    shop.run(["check"]).code(3).tells("corner-cafe (archived) ! ~/home/archive/corner-cafe/case.toml:1:8");
    shop.run(["check", "--case", "corner-cafe"]).code(3);
    shop.run(["check", "--restore", "corner-cafe"]).code(0);
    shop.run(["check"]).code(0);
}

#[test]
fn looking_writes_nothing() {
    let shop = changed();
    put(&shop.case_file(), "rubbish");
    let names = || -> Vec<_> {
        let mut names: Vec<_> =
            fs::read_dir(shop.case()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    let _: Outcome = shop.run(["check"]);
    assert_eq!(names(), before);
    assert_eq!(fs::read(shop.case_file()).unwrap(), b"rubbish");
}

#[test]
fn one_case_that_cannot_be_looked_at_hides_no_other() {
    let shop = changed();
    shop.start("[answers]\nmerchant_name = \"Tea\"\n").code(0);
    let cases = shop.home().join("cases");
    put(&cases.join("tea/case.toml"), "rubbish");
    fs::remove_file(cases.join("corner-cafe/history.jsonl")).unwrap();
    fs::create_dir(cases.join("corner-cafe/history.jsonl")).unwrap();
    shop.run(["check"])
        .code(3)
        .tells("history.jsonl is no regular file")
        .tells("tea ! ~/home/cases/tea/case.toml:1:8: not valid TOML")
        .tells("2 things need you.");
}
