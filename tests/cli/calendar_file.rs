//! `export calendar`: lines and folds to the letter, read back by two parsers, moved by a second import, inert whatever
//! was typed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use icalendar::{Calendar, CalendarComponent, Component};

use crate::support::{SMALL, Shop, example};

fn ics(shop: &Shop) -> String {
    let outcome = shop.run(["export", "calendar"]);
    outcome.code(0).stderr("");
    outcome.out
}

/// What a calendar keeps of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    sequence: u32,
    start: String,
    end: String,
    summary: String,
    alarms: usize,
}

/// Reads a file with the first parser: events by UID.
fn by_icalendar(text: &str) -> BTreeMap<String, Kept> {
    let calendar: Calendar = text.parse().unwrap();
    let mut events = BTreeMap::new();
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { panic!("events only") };
        let property = |name: &str| event.property_value(name).unwrap().to_owned();
        let kept = Kept {
            sequence: event.get_sequence().unwrap(),
            start: property("DTSTART"),
            end: property("DTEND"),
            summary: event.get_summary().unwrap().to_owned(),
            alarms: event.components().len(),
        };
        assert!(events.insert(event.get_uid().unwrap().to_owned(), kept).is_none(), "a UID stands once");
    }
    events
}

/// Reads a file with the second parser: properties of each event, unescaped by hand as the standard says.
fn by_ical(text: &str) -> Vec<BTreeMap<String, String>> {
    let calendars: Vec<_> = ical::IcalParser::new(text.as_bytes()).collect::<Result<_, _>>().unwrap();
    assert_eq!(calendars.len(), 1);
    let events = calendars[0].events.iter().map(|event| {
        let own = |property: &ical::property::Property| {
            (property.name.clone(), property.value.clone().unwrap_or_default())
        };
        event.properties.iter().map(own).collect()
    });
    events.collect()
}

#[test]
fn lines_end_and_fold_as_the_standard_says() {
    for lang in ["en", "zh-CN"] {
        let shop = Shop::of(&example("branch-cn.toml")).lang(lang);
        let text = ics(&shop);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.replace("\r\n", "").matches(['\r', '\n']).count(), 0, "each line ends with CRLF");
        let folded = text.split("\r\n").filter(|line| line.starts_with(' ')).count();
        assert!(folded > 3, "{folded} folds");
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        }
    }
}

#[test]
fn two_parsers_read_the_same_events() {
    let shop = Shop::of(&example("branch-cn.toml"));
    let text = ics(&shop);
    let (first, second) = (by_icalendar(&text), by_ical(&text));
    assert!(first.len() == 13, "{first:#?}");
    assert_eq!(first.len(), second.len());
    for event in &second {
        let kept = &first[&event["UID"]];
        assert_eq!(kept.start, event["DTSTART"]);
        assert_eq!(kept.end, event["DTEND"]);
        assert_eq!(kept.sequence.to_string(), event["SEQUENCE"]);
        let day = |text: &str| chrono::NaiveDate::parse_from_str(text, "%Y%m%d").unwrap();
        assert_eq!(day(&kept.end), day(&kept.start).succ_opt().unwrap(), "the end is the day after");
    }
}

#[test]
fn a_last_day_rings_at_nine_on_the_day_and_a_week_before() {
    let text = ics(&Shop::of(SMALL));
    assert!(text.contains("DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270302\r\n"), "{text}");
    assert!(text.contains("TRIGGER:PT9H\r\n") && text.contains("TRIGGER:-P6DT15H\r\n"));
    assert_eq!(by_icalendar(&text).values().map(|event| event.alarms).collect::<Vec<_>>(), [2]);
}

#[test]
fn the_same_case_gives_the_same_bytes_on_any_day() {
    let shop = Shop::of(SMALL);
    let first = ics(&shop);
    assert_eq!(first, ics(&shop));
    assert_eq!(first, ics(&shop.on("2027-02-01")));
    assert!(first.contains("DTSTAMP:20261124T120000Z\r\n"));
}

#[test]
fn a_second_import_moves_the_event() {
    let shop = Shop::of(SMALL);
    let mut calendar = by_icalendar(&ics(&shop));
    let before = calendar.clone();
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    for (uid, event) in by_icalendar(&ics(&shop)) {
        // A calendar takes an event that it has already only with a higher number.
        let newer = calendar.get(&uid).is_none_or(|old| event.sequence > old.sequence);
        assert!(newer, "{uid}");
        calendar.insert(uid, event);
    }
    let uids = |events: &BTreeMap<String, Kept>| events.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(uids(&calendar), uids(&before), "one event, not two");
    assert_eq!(calendar.values().map(|event| event.start.as_str()).collect::<Vec<_>>(), ["20270531"]);
}

#[test]
fn what_is_done_stays_and_is_silent() {
    let shop = Shop::of(SMALL);
    let before = by_icalendar(&ics(&shop));
    shop.run(["tick", "notice_sent", "--evidence", "1"]).code(0);
    let after = by_icalendar(&ics(&shop));
    let (uid, event) = before.iter().next().unwrap();
    assert_eq!(event.summary, "last day to send the stop notice (Corner Cafe)");
    assert_eq!(after[uid].summary, "Done: last day to send the stop notice (Corner Cafe)");
    assert_eq!(after[uid].alarms, 0);
    assert!(after.values().any(|event| event.start == "20261201"), "the wait has come: {after:#?}");
}

#[test]
fn the_names_of_events_are_of_no_text() {
    let uid = |title: &str| {
        let shop = Shop::of(&SMALL.replace("Corner Cafe", title));
        let uid = by_icalendar(&ics(&shop)).into_keys().next().unwrap();
        let (name, rest) = uid.split_once('@').unwrap();
        assert!(
            name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit()) && rest == "posquit",
            "{uid}"
        );
        uid
    };
    // Neither has a Latin letter, so both cases have the same name.
    assert_eq!(uid("好味道"), uid("江南百货"));
}

#[test]
fn nothing_that_was_typed_becomes_a_property() {
    for title in [
        "x\\r\\nATTENDEE:evil",
        "x\\rEND:VEVENT",
        "x\\u2028BEGIN:VEVENT",
        "x\\u0085X-EVIL:1",
        "a;b,c\\\\n\\\"d\\\"",
        "\\u001b]8;;http://x\\u0007",
        "\\u202Egpj.exe",
        "<script>=cmd|' /C calc'!A0",
    ] {
        let shop = Shop::of(SMALL);
        // Straight into the file, past every reader of what is typed.
        let edited = shop.case_toml().replace("title = \"Corner Cafe\"", &format!("title = \"{title}\""));
        crate::support::put(&shop.case_file(), edited);
        let text = shop.run(["export", "calendar"]).out;
        let (first, second) = (by_icalendar(&text), by_ical(&text));
        assert_eq!((first.len(), second.len()), (1, 1), "{title}");
        let names: Vec<&str> = second[0].keys().map(String::as_str).collect();
        let wanted = ["DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "TRANSP", "UID"];
        assert_eq!(names, wanted, "{title}");
        let controls =
            text.replace("\r\n", "").chars().filter(|c| c.is_control() || *c == '\u{202e}').count();
        assert_eq!(controls, 0, "{title}");
    }
}

#[test]
fn a_file_that_is_there_is_kept_without_force() {
    let shop = Shop::of(SMALL);
    let path = shop.path("closing.ics");
    let run =
        |more: &[&str]| shop.run(["export", "calendar", "-o", path.to_str().unwrap()].iter().chain(more));
    run(&[]).code(0).stdout("Written to ~/closing.ics\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), ics(&shop));
    shop.run(["answer", "contract_end", "2027-06-30"]).code(0);
    run(&[]).code(5).says("~/closing.ics is there already");
    run(&["--force"]).code(0);
    assert_eq!(fs::read_to_string(&path).unwrap(), ics(&shop));
}

#[test]
fn without_a_date_there_is_no_calendar() {
    let shop = Shop::of("[answers]\nmerchant_name = \"Corner Cafe\"\n");
    let path = shop.path("closing.ics");
    let told = shop.run(["export", "calendar", "-o", path.to_str().unwrap()]);
    told.code(2).stdout("").says("nothing has a date yet").says("hint: give the dates that are known first");
    assert!(!path.exists());
}
