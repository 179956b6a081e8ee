//! `help` and `man`: topics, commands and pages in both languages.

use std::fs;
use std::process::Command;

use crate::support::{Folder, Shop};

const TOPICS: [&str; 4] = ["files", "privacy", "accessibility", "exit-codes"];

#[test]
fn help_lists_the_commands_and_the_topics() {
    let help = Shop::new().run(["help"]);
    help.code(0).stderr("").shows("Usage:\n  posquit [OPTIONS] <COMMAND>\n").shows("\n\nTopics:\n");
    for topic in TOPICS {
        help.shows(&format!("\n  {topic} "));
    }
    Shop::new()
        .lang("zh-CN")
        .run(["help"])
        .code(0)
        .shows("\n\n主题：\n  files          案件的文件在哪里、里面有什么\n");
}

#[test]
fn a_topic_is_explained_and_fits_the_window() {
    for (lang, wide) in [("en", 80), ("zh-CN", 80)] {
        for topic in TOPICS {
            let text = Shop::new().lang(lang).run(["help", topic]);
            text.code(0).stderr("");
            assert!(text.out.lines().count() > 6, "{lang} {topic}:\n{}", text.out);
            for line in text.out.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= wide, "{lang} {topic}: {line}");
            }
        }
    }
    Shop::new()
        .run(["help", "exit-codes"])
        .shows("\n    3  finished, and something needs you (check, reconcile, due --exit-code)\n");
    Shop::new().run(["help", "privacy"]).shows("A full card number is recognised and never stored");
}

#[test]
fn a_command_is_explained_like_its_own_help() {
    let shop = Shop::new();
    assert_eq!(shop.run(["help", "tick"]).out, shop.run(["tick", "--help"]).out);
    for unknown in ["nope", "__complete"] {
        shop.run(["help", unknown]).code(2).stdout("").stderr(&format!(
            "error: there is no command and no topic `{unknown}`\nhint: posquit help lists them\n"
        ));
    }
}

/// Every exit code that the program has.
#[test]
fn the_exit_codes_of_the_topic_are_those_of_the_program() {
    for lang in ["en", "zh-CN"] {
        let text = Shop::new().lang(lang).run(["help", "exit-codes"]).out;
        let listed: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
        for code in ["0", "1", "2", "3", "4", "5", "130"] {
            assert!(listed.contains(&code), "{lang}: {code}\n{text}");
        }
    }
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    for (lang, name) in [("en", ".SH \"NAME\"\n"), ("zh-CN", ".SH \"名称\"\n")] {
        let (shop, folder) = (Shop::new().lang(lang), Folder::new());
        shop.run(["man", folder.path.to_str().unwrap()]).code(0).stderr("");
        let pages: Vec<_> = fs::read_dir(&folder.path).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(pages.len() > 20, "{pages:?}");
        for page in pages {
            let text = fs::read_to_string(&page).unwrap();
            assert!(text.starts_with(".TH ") && text.contains(name), "{}", page.display());
            assert!(!text.contains("help."), "a key leaks into {}", page.display());
            let wrong = text.lines().find(|line| {
                line.starts_with('.')
                    && !line.starts_with(".S")
                    && !line.starts_with(".T")
                    && !line.starts_with(".P")
                    && ![".nf", ".fi", ".ad l", ".nh"].contains(line)
            });
            assert_eq!(wrong, None, "a line of {} became a request", page.display());
        }
        assert_eq!(shop.run(["man"]).out, fs::read_to_string(folder.path.join("posquit.1")).unwrap());
    }
    Shop::new().run(["man", "/nowhere/at/all"]).code(2).stderr("error: /nowhere/at/all is no folder\n");
}

/// Where groff is installed, it has nothing to complain of.
#[test]
fn the_manual_reads_as_roff() {
    let Ok(probe) = Command::new("groff").arg("--version").output() else { return };
    assert!(probe.status.success());
    let shop = Shop::new();
    let page = shop.write("posquit.1", shop.run(["man"]).out);
    let shown = Command::new("groff").args(["-man", "-Tascii", "-ww"]).arg(page).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&shown.stderr), "");
    let text = String::from_utf8_lossy(&shown.stdout);
    assert!(text.contains("never has to be deleted"), "{text}");
}
