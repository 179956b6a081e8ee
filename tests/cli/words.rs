//! The program's words: both languages have the same keys and places, and the code and the files name the same keys.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use posquit::domain::text::Lang;
use posquit::domain::words::places;

/// The texts of a words file by key.
pub(crate) fn texts(lang: Lang) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/words/{lang}.toml"));
    let mut texts = BTreeMap::new();
    flatten("", fs::read_to_string(path).unwrap().parse().unwrap(), &mut texts);
    texts
}

fn flatten(prefix: &str, table: toml::Table, into: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = format!("{prefix}{key}");
        match value {
            toml::Value::Table(inner) => flatten(&format!("{key}."), inner, into),
            value => drop(into.insert(key, value.as_str().expect("a word is a text").to_owned())),
        }
    }
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, into) } else { into.push(path) }
    }
}

/// The code of the program without comments.
fn code() -> String {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let lines = files.iter().map(read).collect::<Vec<_>>().join("\n");
    lines.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The string literals of the code that have the form of a key, such as `list.title`, and belong to a section of the words.
fn keys_in(code: &str, sections: &BTreeSet<&str>) -> BTreeSet<String> {
    let literals = code.split('"');
    let is_key = |text: &&str| {
        let parts: Vec<&str> = text.split('.').collect();
        let shaped =
            |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        parts.len() > 1 && parts.iter().all(shaped) && sections.contains(parts[0])
    };
    literals.filter(is_key).map(str::to_owned).collect()
}

/// Keys that the code puts together: the units of a length of time.
fn put_together() -> BTreeSet<String> {
    let units = ["days", "working_days", "months"];
    units.iter().map(|unit| format!("span.{unit}")).collect()
}

fn used() -> BTreeSet<String> {
    let texts = texts(Lang::En);
    let sections: BTreeSet<&str> = texts.keys().filter_map(|key| key.split('.').next()).collect();
    let mut keys = keys_in(&code(), &sections);
    keys.extend(put_together());
    keys
}

/// A key that counts has a form for one and a form for many.
fn forms(key: &str, texts: &BTreeMap<String, String>) -> Vec<String> {
    if texts.contains_key(key) {
        return vec![key.to_owned()];
    }
    ["one", "many"].map(|form| format!("{key}.{form}")).into()
}

#[test]
fn both_languages_have_the_same_keys() {
    let (zh, en) = (texts(Lang::Zh), texts(Lang::En));
    let only = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&zh, &en), [""; 0], "only in Chinese");
    assert_eq!(only(&en, &zh), [""; 0], "only in English");
    assert!(en.len() > 250);
}

#[test]
fn both_languages_have_the_same_places() {
    let (zh, en) = (texts(Lang::Zh), texts(Lang::En));
    let set = |text: &str| places(text).into_iter().collect::<BTreeSet<_>>();
    for (key, text) in &en {
        // A form for one may leave the number out.
        let (mut ours, mut theirs) = (set(text), set(&zh[key]));
        if key.rsplit('.').next() == Some("one") {
            ours.remove("n");
            theirs.remove("n");
        }
        assert_eq!(ours, theirs, "{key}");
    }
}

#[test]
fn what_is_read_aloud_has_the_places_of_what_is_seen() {
    for lang in [Lang::Zh, Lang::En] {
        let texts = texts(lang);
        let aloud = texts.iter().filter_map(|(key, text)| Some((key.strip_prefix("plain.")?, text)));
        let mut count = 0;
        for (key, text) in aloud {
            let set = |text: &str| places(text).into_iter().collect::<BTreeSet<_>>();
            let seen = texts.get(key).unwrap_or_else(|| panic!("{lang}: plain.{key} replaces nothing"));
            // The state in words makes the mark before it needless.
            let missing: Vec<_> = set(seen).difference(&set(text)).cloned().collect();
            assert!(missing.is_empty() || missing == ["mark"], "{lang}: {key} lacks {missing:?}");
            assert!(set(text).is_subset(&set(seen)), "{lang}: {key} has a place of its own");
            count += 1;
        }
        assert!(count > 15);
    }
}

#[test]
fn no_text_is_empty() {
    for lang in [Lang::Zh, Lang::En] {
        for (key, text) in texts(lang) {
            assert!(!text.trim().is_empty(), "{lang}: {key} is empty");
        }
    }
}

#[test]
fn every_key_in_the_code_has_its_text() {
    let texts = texts(Lang::En);
    let missing = |key: &String| forms(key, &texts).iter().any(|form| !texts.contains_key(form));
    let missing: Vec<String> = used().into_iter().filter(missing).collect();
    assert_eq!(missing, [""; 0]);
    assert!(used().len() > 150, "the scan finds {} keys only", used().len());
}

#[test]
fn every_text_is_used() {
    let texts = texts(Lang::En);
    let used: BTreeSet<String> = used().iter().flat_map(|key| forms(key, &texts)).collect();
    // Help texts are found by the names of commands and options: `help_has_no_key_in_place_of_a_text` reads them.
    // A text under `plain.` is used where the one that it replaces is.
    let is_used = |key: &String| used.contains(key.strip_prefix("plain.").unwrap_or(key));
    let unused = texts.keys().filter(|key| !is_used(key) && !key.starts_with("help."));
    assert_eq!(unused.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_help_text_belongs_to_a_command() {
    let commands = [
        "global",
        "start",
        "resume",
        "status",
        "answer",
        "rows",
        "import",
        "tick",
        "mark",
        "undo",
        "redo",
        "log",
        "next",
        "list",
        "export",
        "attach",
        "call",
        "due",
        "what-if",
        "check",
        "rename",
        "archive",
        "unarchive",
        "delete",
        "completions",
        "man",
        "help",
        "letter",
        "reconcile",
    ];
    for key in texts(Lang::En).keys().filter(|key| key.matches('.').count() > 1 && key.starts_with("help.")) {
        let command = key.split('.').nth(1).unwrap();
        assert!(commands.contains(&command), "{key} belongs to no command");
    }
}
