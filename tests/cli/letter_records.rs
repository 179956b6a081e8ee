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
        .shows("Letter \"Formal demand\": cleared\n")
        .shows("The letter itself is still there: ~/home/cases/case/letters/2026-06-01-demand-en.docx\n");
    assert!(file.exists());
    assert!(shop.state()["records"].as_array().unwrap().is_empty());
    shop.run(["redo"]).code(0).shows("Letter \"Formal demand\": written on 2026-06-01\n");
    assert_eq!(shop.state()["records"], with);
    shop.run(["log"]).shows("Letter \"Formal demand\": written on 2026-06-01");
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

#[test]
fn a_tick_of_the_act_notes_the_letter_as_sent() {
    let shop = ready();
    letter(&shop, &["stop-notice"]).code(0);
    shop.run(["tick", "notice_sent", "--on", "2026-11-23", "--evidence", "AB123"])
        .code(0)
        .shows("Letter \"Stop notice\": written on 2026-11-24; sent on 2026-11-23\n");
    letter(&shop, &[]).shows("Sent\n  - stop-notice  Stop notice: sent on 2026-11-23 (AB123).\n");
    // A day that was mistyped is put right in both.
    shop.run(["tick", "notice_sent", "--on", "2026-11-22", "--evidence", "AB123"]).code(0);
    letter(&shop, &[]).shows("Stop notice: sent on 2026-11-22 (AB123).\n");
    // Taking the tick off does not unsend it, and undo takes both back.
    shop.run(["tick", "notice_sent", "--clear"]).code(0);
    assert_eq!(shop.state()["records"][0]["facts"]["sent_on"], "2026-11-22");
    for _ in 0..3 {
        shop.run(["undo"]).code(0);
    }
    letter(&shop, &[]).shows("Written, not sent yet\n  - stop-notice  ");
}

#[test]
fn a_sent_letter_stays_sent_when_it_is_written_again() {
    for (lang, sent, again) in [
        (
            "en",
            "Sent\n  - stop-notice  Stop notice: sent on 2026-11-24 (EMS).",
            "Written again on 2026-11-25.",
        ),
        (
            "zh-CN",
            "已经寄出\n  - stop-notice  停用通知函：2026-11-24 寄出（EMS）。",
            "2026-11-25 又写过一份。",
        ),
    ] {
        let shop = ready();
        letter(&shop, &["stop-notice"]).code(0);
        letter(&shop, &["stop-notice", "--sent", "2026-11-24", "--way", "EMS"]).code(0);
        // A copy in another format is the same letter.
        letter(&shop, &["stop-notice", "--format", "html"]).code(0);
        let shop = shop.lang(lang);
        let list = letter(&shop, &[]).out;
        assert!(list.contains(sent) && !list.contains(again), "{list}");
        let shop = shop.on("2026-11-25");
        letter(&shop, &["stop-notice", "--lang", "en"]).code(0);
        let list = letter(&shop, &[]).out.replace("\n    ", " ");
        assert!(list.contains(sent) && list.contains(again), "{list}");
        // For another matter the act is open again, and so is its letter.
        shop.run(["tick", "notice_sent", "--clear"]).code(0);
        let list = letter(&shop, &[]).out;
        assert!(!list.contains(sent), "{list}");
    }
}

#[test]
fn undo_of_a_rewritten_letter_puts_its_text_back() {
    let shop = ready();
    let file = shop.case().join("letters/2026-11-24-stop-notice-en.docx");
    letter(&shop, &["stop-notice"]).code(0);
    let first = fs::read(&file).unwrap();
    letter(&shop, &["stop-notice", "--full"]).code(0);
    let second = fs::read(&file).unwrap();
    assert!(first != second);
    shop.run(["check"]).code(0).shows("all is well");
    shop.run(["undo"])
        .code(0)
        .shows("The file holds the earlier text again: ~/home/cases/corner-cafe/letters/2026-11-24-stop-notice-en.docx\n");
    assert!(fs::read(&file).unwrap() == first);
    shop.run(["redo"]).code(0).shows("The file holds the earlier text again: ");
    assert!(fs::read(&file).unwrap() == second);
    // What somebody has worked on is left as it is, and said.
    put(&file, "mine");
    shop.run(["undo"])
        .code(0)
        .shows("The file still holds another text: ")
        .shows("posquit letter stop-notice\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    shop.run(["check"])
        .code(0)
        .shows("is not as posquit wrote it: somebody has edited it")
        .shows("posquit letter stop-notice");
    shop.run(["check", "--json"]).code(0).shows("\"letter_altered\"");
    fs::remove_file(&file).unwrap();
    shop.run(["check"]).code(0).shows("is gone: the letter was moved or deleted");
    letter(&shop, &["stop-notice"]).code(0);
    shop.run(["check"]).code(0).shows("all is well");
}

#[test]
fn what_to_do_with_a_paper_is_said_by_its_kind() {
    let posted = ["寄出", "send it"];
    for (lang, papers) in [
        (
            "zh-CN",
            [
                (&["wipe-record"][..], "不用寄", "办完后记一笔：posquit tick wipe_recorded --on 日期"),
                (&["handover-list"], "打印两份", "posquit tick handover_signed --on 日期 --evidence 凭证"),
                (&["customer-notice"], "贴在收银台", "posquit tick customers_told --on 日期"),
                (&["authorisation"], "由受托人带去", ""),
                (&["demand"], "寄出或递交前", "posquit letter demand --sent 日期"),
            ],
        ),
        (
            "en",
            [
                (
                    &["wipe-record"][..],
                    "it isn't posted",
                    "Once that is done: posquit tick wipe_recorded --on DAY",
                ),
                (
                    &["handover-list"],
                    "Print two copies",
                    "posquit tick handover_signed --on DAY --evidence TEXT",
                ),
                (&["customer-notice"], "put it up", "posquit tick customers_told --on DAY"),
                (&["authorisation"], "takes it along", ""),
                (&["demand"], "before you send it", "posquit letter demand --sent DAY"),
            ],
        ),
    ] {
        let shop = rich().lang(lang);
        for (paper, hint, then) in papers {
            let told = letter(&shop, paper).out.replace('\n', " ");
            assert!(told.contains(hint) && told.contains(then), "{paper:?}: {told}");
            if paper[0] != "demand" {
                assert!(!posted.iter().any(|word| told.contains(word)), "{paper:?}: {told}");
            }
        }
    }
    // Nor does the list speak of the post.
    let shop = rich();
    letter(&shop, &["wipe-record"]).code(0);
    letter(&shop, &[]).shows("Written, not used yet\n  - wipe-record  ");
    letter(&shop, &["wipe-record", "--sent", "2026-06-01"]).code(0).shows("done on 2026-06-01");
    letter(&shop, &[]).shows("Used\n  - wipe-record  Clearing record: done on 2026-06-01.");
}

/// A small case with all that a stop notice needs.
fn ready() -> Shop {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "contact", "Sam"]).code(0);
    shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
    shop
}

#[test]
fn what_came_after_a_letter_was_sent_is_no_change_of_its_facts() {
    let shop = Shop::new().on("2026-06-01");
    let answers = include_str!("cases/rich-cn.toml");
    let demand = answers.find("[ticks.demand_sent]").unwrap();
    let end = answers[demand + 1..].find("\n[").map_or(answers.len(), |end| demand + 1 + end);
    // The demand is not sent yet, nor what hangs on it.
    let mut answers = answers[..demand].to_owned() + &answers[end..];
    if let Some(hq) = answers.find("[ticks.hq_complained]") {
        let end = answers[hq + 1..].find("\n[").map_or(answers.len(), |end| hq + 1 + end);
        answers = answers[..hq].to_owned() + &answers[end..];
    }
    shop.start(&answers).code(0);
    letter(&shop, &["demand"]).code(0);
    letter(&shop, &["demand", "--sent", "2026-06-01", "--way", "EMS"]).code(0);
    let list = letter(&shop, &[]).out.replace("\n    ", " ");
    assert!(list.contains("Formal demand: sent on 2026-06-01 (EMS).\n"), "{list}");
    // What is done later is none either; another fact is.
    let shop = shop.on("2026-06-20");
    shop.run(["answer", "deposit_refunded", "598"]).code(0);
    shop.run(["tick", "deposit_received", "--on", "2026-06-18", "--evidence", "bank line"]).code(0);
    let list = letter(&shop, &[]).out.replace("\n    ", " ");
    assert!(list.contains("Formal demand: sent on 2026-06-01 (EMS).\n"), "{list}");
    shop.run(["answer", "provider_address", "Elsewhere"]).code(0);
    let list = letter(&shop, &[]).out.replace("\n    ", " ");
    assert!(list.contains("sent on 2026-06-01 (EMS). Facts changed since."), "{list}");
}

#[test]
fn a_letter_that_travels_is_due_when_it_has_to_leave() {
    let shop = Shop::of(SMALL);
    shop.answers(&[("stop_date", "2027-02-01"), ("notice_way", "post"), ("delivery_time", "3 working days")]);
    // By 2 January, a Saturday after a day off, means there by 31 December, and three working days on the way.
    shop.run(["due"]).code(0).shows("last day to send the stop notice");
    letter(&shop, &[]).shows("It is for \"stop notice sent\", by 28 Dec 2026.");
}

/// A day that nobody knows is not made up.
#[test]
fn a_letter_sent_on_an_unknown_day_keeps_no_day() {
    for (lang, log, list, put_right) in [
        (
            "en",
            "sent, day not known",
            "Stop notice: sent, day not known (AB123).",
            "sent on 2026-11-20 (AB123).",
        ),
        (
            "zh-CN",
            "已寄出，日期不详",
            "停用通知函：已寄出，日期不详（AB123）。",
            "2026-11-20 寄出（AB123）。",
        ),
    ] {
        let shop = ready().lang(lang);
        letter(&shop, &["stop-notice"]).code(0);
        let ticked = shop.run(["tick", "notice_sent", "--day-unknown", "--evidence", "AB123"]);
        ticked.code(0).shows(log);
        assert!(!ticked.out.contains("sent on"), "{}", ticked.out);
        letter(&shop, &[]).shows(list);
        assert_eq!(shop.state()["records"][0]["facts"]["sent_on"], "unknown");
        // The letter says no more than it did, so nothing about it has changed since.
        assert!(!letter(&shop, &[]).out.contains(if lang == "en" { "changed since" } else { "有变" }));
        // The day is found after all.
        shop.run(["tick", "notice_sent", "--on", "2026-11-20", "--evidence", "AB123"]).code(0);
        letter(&shop, &[]).shows(put_right);
        shop.run(["tick", "notice_sent", "--day-unknown", "--evidence", "AB123"]).code(0).shows(log);
    }
    let shop = rich();
    letter(&shop, &["wipe-record"]).code(0);
    shop.run(["tick", "wipe_recorded", "--day-unknown"]).code(0).shows("done, day not known");
    letter(&shop, &[]).shows("Clearing record: done, day not known");
}
