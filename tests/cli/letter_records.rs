//! What becomes of a letter: written, out of date, sent, undone; its files and its place in the list.

use std::fs;
#[cfg(unix)]
use std::path::Path;

use crate::letters::{letter, rich};
use crate::support::{SMALL, Shop, put};

#[test]
fn a_letter_is_written_then_stale_then_sent() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "contact", "Sam"]).code(0);
    shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
    letter(&shop, &[]).code(0).shows(
        "To write now\n  - stop-notice  Stop notice: It is for \"stop notice sent\", by 2 Jan 2027.\n",
    );
    letter(&shop, &["stop-notice"])
        .code(0)
        .shows("cases/corner-cafe/letters/2026-11-24-stop-notice-en.docx\n");
    letter(&shop, &[]).shows("Written, not sent yet\n  - stop-notice  Stop notice: written on 2026-11-24.\n");
    shop.run(["answer", "stop_date", "2027-02-10"]).code(0);
    letter(&shop, &[]).shows("Written, but out of date: write it again\n  - stop-notice  ");
    letter(&shop, &["stop-notice"]).code(0);
    letter(&shop, &[]).shows("Written, not sent yet\n  - stop-notice  ");
    let sent = ["stop-notice", "--sent", "2026-11-24", "--way", "recorded post", "--tracking", "AB123"];
    letter(&shop, &sent)
        .code(0)
        .shows("stop notice sent: 2026-11-24; evidence: recorded post, AB123\nSaved.\n");
    letter(&shop, &[])
        .shows("Sent\n  - stop-notice  Stop notice: sent on 2026-11-24 (recorded post, AB123).\n");
    // The sending began the wait, and is one change.
    assert_eq!(shop.state()["ticks"]["notice_sent"][0]["on"], "2026-11-24");
    shop.run(["status"]).shows("the provider's written confirmation of the stop notice");
    shop.run(["answer", "contact", "Ada"]).code(0);
    letter(&shop, &[]).shows("(recorded post, AB123). Facts\n    changed since.\n");
    shop.run(["undo"]).code(0);
    shop.run(["undo"]).code(0);
    assert!(shop.state()["ticks"]["notice_sent"][0]["on"].is_null());
    letter(&shop, &[]).shows("Written, not sent yet\n  - stop-notice  ");
}

#[test]
fn a_sent_letter_keeps_its_file() {
    let shop = rich();
    let path = shop.case().join("letters/2026-06-01-demand-en.docx");
    letter(&shop, &["demand"]).code(0);
    let sent = fs::read(&path).unwrap();
    letter(&shop, &["demand", "--sent", "2026-06-01", "--way", "EMS"]).code(0);
    shop.run(["answer", "provider_address", "Elsewhere"]).code(0);
    letter(&shop, &["demand"]).code(0).shows("letters/2026-06-01-demand-en-2.docx\n");
    assert!(fs::read(&path).unwrap() == sent, "what was sent is kept as it was");
    let records = shop.state()["records"].clone();
    assert_eq!(records.as_array().unwrap().len(), 2, "{records}");
    assert_eq!(records[0]["facts"]["sent_on"], "2026-06-01");
    assert_eq!(records[0]["facts"]["language"], "en");
    assert_eq!(records[1]["made_from"].as_str().unwrap().len(), 64);
}

#[test]
fn a_letter_of_another_language_is_judged_in_its_own() {
    let shop = rich();
    letter(&shop, &["demand", "--lang", "zh-CN"]).code(0);
    letter(&shop, &[]).shows("Written, not sent yet\n  - demand  ");
    shop.run(["answer", "provider_address", "Elsewhere"]).code(0);
    letter(&shop, &[]).shows("Written, but out of date: write it again\n  - demand  ");
}

#[test]
fn records_are_undone_and_made_again() {
    let shop = rich();
    letter(&shop, &["demand"]).code(0);
    let with = shop.state()["records"].clone();
    // Writing the same again is no change.
    let before = shop.revisions();
    letter(&shop, &["demand"]).code(0);
    assert_eq!(shop.revisions(), before);
    // The file stays, and that is said; taken up again by redo, it is the letter's file as before.
    let file = shop.case().join("letters/2026-06-01-demand-en.docx");
    shop.run(["undo"])
        .code(0)
        .shows("Letter: Formal demand: cleared\n")
        .shows("The letter itself is still there: ~/home/cases/case/letters/2026-06-01-demand-en.docx\n");
    assert!(file.exists());
    assert!(shop.state()["records"].as_array().unwrap().is_empty());
    shop.run(["redo"]).code(0).shows("Letter: Formal demand: written on 2026-06-01\n");
    assert_eq!(shop.state()["records"], with);
    shop.run(["log"]).shows("Letter: Formal demand: written on 2026-06-01");
}

#[test]
fn nothing_is_noted_as_sent_that_was_not_written() {
    let shop = rich();
    letter(&shop, &["demand", "--sent", "2026-06-01"]).code(2).says("was never written");
    letter(&shop, &["demand"]).code(0);
    letter(&shop, &["demand", "--sent", "2026-06-02"])
        .code(2)
        .stdout("")
        .says("safe: the case was not changed");
    letter(&shop, &["demand", "--way", "EMS"]).code(2);
    letter(&shop, &["--sent", "2026-06-01"]).code(2);
}

#[test]
fn a_copy_replaces_no_file_unless_told() {
    let shop = rich();
    let path = shop.write("claim.html", "mine");
    let path = path.to_str().unwrap();
    letter(&shop, &["deposit-refund", "-o", path]).code(5).says("claim.html");
    assert_eq!(fs::read_to_string(path).unwrap(), "mine");
    assert!(!shop.case().join("letters").exists());
    letter(&shop, &["deposit-refund", "-o", path, "--force"]).code(0).shows("~/claim.html\n");
    // The name says the format.
    assert!(fs::read_to_string(path).unwrap().starts_with("<!DOCTYPE html>"));
}

#[cfg(unix)]
#[test]
fn letters_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let shop = rich();
    let copy = shop.path("copy.docx");
    letter(&shop, &["demand", "-o", copy.to_str().unwrap()]).code(0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&shop.case().join("letters")), 0o700);
    assert_eq!(mode(&shop.case().join("letters/2026-06-01-demand-en.docx")), 0o600);
    assert_eq!(mode(&copy), 0o600);
}

#[test]
fn the_list_is_json_too() {
    let shop = rich();
    let outcome = letter(&shop, &["--json"]);
    outcome.code(0);
    let list: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
    let find = |id: &str, channel: Option<&str>| {
        let letters = list["letters"].as_array().unwrap();
        letters.iter().find(|l| l["id"] == id && l["channel"].as_str() == channel).unwrap()["state"].clone()
    };
    assert_eq!(find("stop-notice", None), "done");
    assert_eq!(find("authorisation", None), "available");
    assert_eq!(find("complaint", Some("pbc")), "due");
    assert_eq!(find("complaint", Some("fos")), "not_needed");
}

#[test]
fn a_letters_folder_that_is_no_folder_is_told() {
    let shop = rich();
    put(&shop.case().join("letters"), "a file");
    let told = letter(&shop, &["demand"]);
    told.code(1).stdout("").says("letters").says("\nhint: ");
    assert!(shop.state()["records"].as_array().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_letters_leads_nowhere() {
    let shop = rich();
    let outside = shop.path("outside");
    fs::create_dir(&outside).unwrap();
    let letters = shop.case().join("letters");
    std::os::unix::fs::symlink(&outside, &letters).unwrap();
    letter(&shop, &["demand"]).code(1).stdout("").says("letters");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    fs::remove_file(&letters).unwrap();
    // A link in the place of the letter itself is replaced, and what it led to stays.
    fs::create_dir(&letters).unwrap();
    let mine = shop.write("mine.txt", "mine");
    std::os::unix::fs::symlink(&mine, letters.join("2026-06-01-demand-en.docx")).unwrap();
    letter(&shop, &["demand"]).code(0);
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    assert!(!letters.join("2026-06-01-demand-en.docx").is_symlink());
}
