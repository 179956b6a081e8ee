//! Case files of older formats: read as what they mean, written anew only by a change, and kept beside it.

use std::fs;

use crate::support::{SMALL, Shop, put};

/// A case as format 1 had it, with everything in it that a case may have.
const FIRST: &str = include_str!("fixtures/case-format-1.toml");
const BACKUP: &str = "case.v1.bak";

/// A shop whose case has the first format.
fn first() -> Shop {
    let shop = Shop::of(SMALL);
    put(&shop.case_file(), FIRST);
    shop
}

#[test]
fn the_first_format_means_what_it_meant() {
    let shop = first();
    shop.run(["status"]).code(0).stderr("");
    let state = shop.state();
    assert_eq!(state["edited_outside"], false);
    assert_eq!(state["name"], "corner-cafe", "the folder names the case, not the file");
    assert_eq!(state["title"], "Corner Cafe");
    assert_eq!(state["revision"], 3);
    assert_eq!(state["answers"]["contract_end"], "2027-03-31");
    assert_eq!(state["answers"]["auto_renews"]["unknown"], true);
    assert_eq!(state["answers"]["deposit_amount"], "598.00 CNY");
    assert_eq!(state["rows"]["terminals"]["row"][1]["tid"], "10023457");
    assert_eq!(state["ticks"]["contract_read"][0]["on"], "2026-11-20");
    assert_eq!(state["marks"]["reconcile"]["reason"], "the bookkeeper does it");
    shop.run(["check"]).code(0).tells("has the older format 1; the next change writes the newest one");
    assert_eq!(shop.case_toml(), FIRST, "reading writes nothing");
    assert!(!shop.case().join(BACKUP).exists());
}

#[test]
fn the_next_change_writes_the_newest_format_and_keeps_the_old_file() {
    let shop = first();
    let before = shop.state()["answers"].clone();
    shop.run(["answer", "provider", "Other"]).code(0).stderr("");
    assert_eq!(fs::read_to_string(shop.case().join(BACKUP)).unwrap(), FIRST);
    assert!(shop.case_toml().contains("\nformat = 2\nrevision = 4\ntitle = \"Corner Cafe\"\n"));
    let mut after = shop.state()["answers"].clone();
    after["provider"] = before["provider"].clone();
    assert_eq!(after, before);
    shop.run(["answer", "provider", "Another"]).code(0);
    assert_eq!(fs::read_to_string(shop.case().join(BACKUP)).unwrap(), FIRST, "it is kept once");
    shop.run(["check"]).code(0);
}

#[test]
fn a_change_that_was_cut_off_after_the_copy_is_made_again() {
    let shop = first();
    put(&shop.case().join(BACKUP), FIRST);
    shop.run(["answer", "provider", "Other"]).code(0).stderr("");
    assert_eq!(shop.state()["answers"]["provider"], "Other");
    assert_eq!(fs::read_to_string(shop.case().join(BACKUP)).unwrap(), FIRST);
}

#[test]
fn where_the_old_file_cannot_be_kept_nothing_is_changed() {
    let shop = first();
    fs::create_dir(shop.case().join(BACKUP)).unwrap();
    shop.run(["answer", "provider", "Other"]).code(5).stdout("").says("case.v1.bak is no regular file\n");
    assert_eq!(shop.case_toml(), FIRST);
}

#[test]
fn no_format_is_guessed() {
    let shop = first();
    for (format, told) in [
        ("format = 0\n", "`format` should be this posquit reads formats 1 to 2"),
        ("format = -1\n", "`format` should be this posquit reads formats 1 to 2"),
        ("format = \"1\"\n", "`format` should be a whole number"),
        ("", "`format` is missing"),
        ("format = 99999999999\n", "was written by a newer posquit: format 99999999999"),
        ("format = 99999999999999999999999\n", "`format` should be a whole number"),
    ] {
        let text = FIRST.replace("format = 1\n", format);
        put(&shop.case_file(), &text);
        shop.run(["status"]).code(5).stdout("").says(told);
        assert_eq!(shop.case_toml(), text);
    }
}
