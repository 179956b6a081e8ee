//! The playbook that ships is sound, and so is the proof: samples of what is allowed and of every mistake an author makes.

use std::fs;
use std::path::{Path, PathBuf};

use posquit::template::{Files, Problem, Source, checked, standard_files};

/// The samples in a folder, with their names.
fn samples(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/templates").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// The problems of the small playbook with this sample as its step `only`, or as its `playbook.toml`.
fn problems(name: &str, sample: &str) -> Vec<String> {
    let valid = samples("valid");
    let text = |wanted: &str| valid.iter().find(|(name, _)| name == wanted).unwrap().1.as_str();
    let top = name.starts_with("playbook_");
    let files = Files {
        playbook: Source { file: "playbook.toml", text: if top { sample } else { text("playbook") } },
        steps: vec![
            ("first", Source { file: "steps/first.toml", text: text("first") }),
            ("only", Source { file: "steps/only.toml", text: if top { text("bare") } else { sample } }),
            ("last", Source { file: "steps/last.toml", text: text("last") }),
        ],
        calendars: Vec::new(),
    };
    checked(&files).err().unwrap_or_default().iter().map(Problem::to_string).collect()
}

#[test]
fn standard_playbook_is_sound() {
    if let Err(problems) = checked(&standard_files()) {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", list.join("\n"));
    }
}

#[test]
fn what_is_allowed_passes() {
    let parts = ["playbook", "first", "last"];
    for (name, sample) in samples("valid").iter().filter(|(name, _)| !parts.contains(&name.as_str())) {
        assert_eq!(problems(name, sample), [""; 0], "{name}");
    }
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let samples = samples("invalid");
    assert!(samples.len() >= 60, "only {} samples are left", samples.len());
    let mut wrong = String::new();
    for (name, sample) in samples {
        let expected: Vec<&str> = sample.lines().map_while(|line| line.strip_prefix("# expect: ")).collect();
        assert!(!expected.is_empty(), "{name} does not say what it expects");
        let told = problems(&name, &sample);
        if told != expected {
            wrong += &format!("{name}\n  expected {expected:#?}\n  told {told:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
