//! The gallery of errors: every message of the program with what provokes it, in both languages, as it is on the screen.
//! `UPDATE_GOLDEN=1 cargo test --test cli gallery` writes the transcripts anew.

mod elsewhere;
mod lists;
mod reading;
mod scenes;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use posquit::domain::text::Lang;

use crate::checklist::golden;
use crate::support::Shop;
use crate::words::texts;
use elsewhere::ELSEWHERE;
use scenes::{CHAPTERS, Scene};

/// The sections of the words that hold messages about what went wrong.
const SECTIONS: [&str; 16] = [
    "failure", "safe", "hint", "error", "trouble", "refused", "invalid", "answers", "usage", "notice",
    "full", "fault", "instead", "overfull", "read", "import",
];

/// The arguments of a scene; where a byte that is no text is wanted, there stands a replacement character.
fn arguments(line: &[&str]) -> Vec<OsString> {
    let argument = |text: &&str| {
        #[cfg(unix)]
        if *text == "\u{fffd}" {
            return std::os::unix::ffi::OsStringExt::from_vec(vec![0xff]);
        }
        OsString::from(text)
    };
    line.iter().map(argument).collect()
}

/// A scene as a transcript.
fn played(scene: &Scene, lang: Lang) -> String {
    let mut shop = Shop::new().lang(lang.tag());
    (scene.before)(&mut shop);
    let mut command = shop.command(arguments(scene.line));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if scene.line.last() == Some(&"> /dev/full") {
        command = shop.command(arguments(&scene.line[..scene.line.len() - 1]));
        command.stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap()).stderr(Stdio::piped());
    }
    let output = command.spawn().unwrap().wait_with_output().unwrap();
    let told = shop.judge(&output);
    let typed: Vec<String> = scene.line.iter().map(|word| quoted(word)).collect();
    let what = if lang == Lang::Zh { scene.zh } else { scene.en };
    let screen = format!("$ posquit {}\n{}{}", typed.join(" "), told.out, told.err);
    format!(
        "### {what}\n\n```console\n{screen}```\n\n{}\n\n",
        told.exit().map_or("?".to_owned(), |code| code.to_string())
    )
}

/// A word as a shell wants it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=>~".contains(c);
    if word == "> /dev/full" || (!word.is_empty() && word.chars().all(plain)) {
        word.to_owned()
    } else if word.chars().count() > 60 {
        format!("'{}…'", word.chars().take(20).collect::<String>())
    } else {
        format!("'{word}'")
    }
}

/// All transcripts in one language.
fn gallery(lang: Lang) -> String {
    let mut text = match lang {
        Lang::Zh => "# 出错时的提示\n\n每条提示，连同它的由来。每段下面的数字是退出码。\n\n".to_owned(),
        Lang::En => "# What posquit says when something goes wrong\n\nEvery message with what provokes it. The number below each is the exit code.\n\n".to_owned(),
    };
    for (en, zh, scenes) in CHAPTERS {
        text += &format!("## {}\n\n", if lang == Lang::Zh { zh } else { en });
        for scene in scenes {
            text += &played(scene, lang);
        }
    }
    text.trim_end().to_owned() + "\n"
}

#[cfg(target_os = "linux")]
#[test]
fn the_english_gallery_is_as_it_was_read() {
    golden("../gallery/en.md", &gallery(Lang::En));
}

#[cfg(target_os = "linux")]
#[test]
fn the_chinese_gallery_is_as_it_was_read() {
    golden("../gallery/zh-CN.md", &gallery(Lang::Zh));
}

/// Whether a text stands in the gallery, whatever fills its places.
fn stands(text: &str, gallery: &str) -> bool {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        pieces.push(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    pieces.push(rest);
    let pieces: Vec<&str> = pieces.into_iter().filter(|piece| !piece.trim().is_empty()).collect();
    gallery.lines().any(|line| {
        let mut rest = line;
        pieces.iter().all(|piece| match rest.split_once(piece) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    })
}

#[test]
fn every_message_hangs_in_the_gallery_or_is_shown_by_another_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/gallery");
    let mut missing = BTreeMap::new();
    for lang in [Lang::En, Lang::Zh] {
        // A line that was broken is one sentence all the same.
        let joint = if lang == Lang::Zh { "" } else { " " };
        let gallery = fs::read_to_string(folder.join(format!("{lang}.md"))).unwrap().replace("\n    ", joint);
        for (key, text) in texts(lang) {
            let section = key.split('.').next().unwrap();
            let elsewhere = ELSEWHERE.iter().any(|(other, _)| *other == key);
            if SECTIONS.contains(&section) && !elsewhere && !stands(&text, &gallery) {
                missing.insert(format!("{lang} {key}"), text);
            }
        }
    }
    assert!(missing.is_empty(), "no scene provokes these: {missing:#?}");
}

#[test]
fn what_is_shown_elsewhere_is_still_a_message() {
    let texts = texts(Lang::En);
    for (key, why) in ELSEWHERE {
        assert!(texts.contains_key(*key), "{key} is gone");
        assert!(crate::faults_table::is_proof_or_reason(why), "{key}: {why}");
    }
}
