//! The command line itself: usage errors in both languages, which case is meant, help, and exit codes.

use crate::support::{SMALL, Shop};

#[test]
fn usage_errors_end_with_two_and_say_what_to_try() {
    let shop = Shop::of(SMALL);
    let cases: [(&[&str], &str); 8] = [
        (&["statsu"], "error: there is no command `statsu`\nhint: try start, status\n"),
        (&["status", "--jsno"], "error: there is no option `--jsno`\nhint: try --json\n"),
        (&["answer"], "error: missing: <ID>\nhint: --help shows how it is used\n"),
        (&["mark", "return", "gone"], "error: `<AS>` can't be `gone`\nhint: try skipped, done, open\n"),
        (
            &["answer", "provider", "x", "--unknown"],
            "error: `[VALUE]...` and `--unknown` don't go together\nhint: --help shows how it is used\n",
        ),
        (
            &["answer", "provider"],
            "error: there is no answer\nhint: put the answer after the id, or add --unknown\n",
        ),
        (
            &["answer", "terminals/new", "tid"],
            "error: `tid` is not clear\nhint: a new row is given like this: posquit answer terminals/new tid=10023456 owner=provider\n",
        ),
        (&["status", "--case"], "error: `--case <NAME>` needs a value\nhint: --help shows how it is used\n"),
    ];
    for (arguments, told) in cases {
        shop.run(arguments).code(2).stdout("").stderr(told);
    }
}

#[test]
fn usage_errors_speak_chinese_too() {
    let shop = Shop::of(SMALL).lang("zh-CN");
    shop.run(["statsu"]).code(2).stderr("错误：没有 `statsu` 这个命令\n请这样做：可以用：start, status\n");
    shop.run(["answer", "contract_ende", "2027-01-01"])
        .code(2)
        .stderr("错误：没有叫 `contract_ende` 的内容；是不是 `contract_end`？\n没有受影响的：案件没有改动\n");
}

#[test]
fn without_a_case_there_is_nothing_to_show() {
    let told = "error: there is no case yet\nhint: begin one with: posquit start\n";
    let shop = Shop::new();
    for arguments in [vec!["status"], vec!["undo"], vec!["export", "markdown"], vec!["tick", "notice_sent"]] {
        shop.run(arguments).code(2).stdout("").stderr(told);
    }
    assert!(!shop.home().exists(), "looking makes no folder");
}

#[test]
fn of_several_cases_the_only_open_one_is_meant() {
    let shop = Shop::of(SMALL);
    shop.start("[answers]\nmerchant_name = \"Tea & Toast\"\n").code(0);
    shop.run(["status"])
        .code(2)
        .stdout("")
        .stderr("error: there are several cases: corner-cafe (Corner Cafe), tea-toast (Tea & Toast)\nhint: say which with --case NAME\n");
    shop.run(["status", "--case", "tea-toast"]).code(0).shows("Tea & Toast · 24 Nov 2026\n");
    shop.run(["status", "--case", "coffee"])
        .code(2)
        .stderr("error: there is no case called `coffee`\nhint: cases there are: corner-cafe, tea-toast\n");
    shop.run(["status", "--case", "../cases/tea-toast"]).code(2).says("there is no case called");
    close(&shop, "corner-cafe");
    shop.run(["status"]).code(0).shows("Tea & Toast · 24 Nov 2026\n");
}

/// Skips every step before the closing but one, which has nothing left to do.
fn close(shop: &Shop, case: &str) {
    let steps = [
        "contract",
        "replacement",
        "notify",
        "announce",
        "wind-down",
        "last-batch",
        "reconcile",
        "wipe",
        "return",
        "stop-request",
        "close-account",
        "deposit",
        "confirmation",
    ];
    for step in steps {
        shop.run(["--case", case, "mark", step, "skipped", "--reason", "done on paper"]).code(0);
    }
}

#[test]
fn two_cases_of_one_name_get_two_folders() {
    let shop = Shop::new();
    for name in ["corner-cafe", "corner-cafe-2"] {
        shop.start(SMALL).code(0).stderr(&format!("New case {name}: ~/home/cases/{name}\n"));
    }
    shop.start("[answers]\nmerchant_name = \"上海好味道\"\n")
        .code(0)
        .stderr("New case case: ~/home/cases/case\n");
}

#[test]
fn start_without_a_terminal_says_what_to_do_instead() {
    let shop = Shop::new();
    let told = "error: there is no terminal here to talk in\nhint: give the answers in a file with --answers FILE, or one by one with answer and tick\n";
    shop.run(["start"]).code(2).stdout("").stderr(told);
    shop.run(["resume", "--no-input"]).code(2).stdout("").stderr(told);
    assert!(!shop.home().exists(), "nothing is made for nobody");
}

#[test]
fn help_has_no_key_in_place_of_a_text() {
    let commands: [&[&str]; 24] = [
        &[],
        &["start"],
        &["resume"],
        &["status"],
        &["answer"],
        &["tick"],
        &["mark"],
        &["undo"],
        &["redo"],
        &["log"],
        &["next"],
        &["list"],
        &["export"],
        &["export", "markdown"],
        &["export", "json"],
        &["check"],
        &["rename"],
        &["archive"],
        &["unarchive"],
        &["delete"],
        &["completions"],
        &["man"],
        &["help"],
        &["reconcile"],
    ];
    for (lang, usage) in [("en", "Usage:\n  posquit"), ("zh-CN", "用法：\n  posquit")] {
        let shop = Shop::new().lang(lang);
        for command in commands {
            let help = shop.run(command.iter().chain(&["--help"]));
            help.code(0).stderr("").shows(usage);
            assert!(!help.out.contains("help."), "a key leaks:\n{}", help.out);
            assert!(!help.out.contains("--today"), "a hidden option shows:\n{}", help.out);
        }
    }
}

#[test]
fn the_version_is_told() {
    Shop::new()
        .run(["--version"])
        .code(0)
        .stdout(concat!("posquit ", env!("CARGO_PKG_VERSION"), "\n"))
        .stderr("");
}

#[test]
fn an_option_that_is_given_twice_is_told_as_such() {
    Shop::of(SMALL)
        .run(["status", "--lang", "en", "--lang", "en"])
        .code(2)
        .stdout("")
        .stderr("error: `--lang <LANG>` was given twice; give it once\nhint: --help shows how it is used\n");
}

#[test]
fn what_is_no_question_says_what_to_use_instead() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "notice_sent", "--clear"])
        .code(2)
        .says("hint: a to-do is ticked: posquit tick notice_sent; the tick is taken back with: posquit tick notice_sent --clear\n");
    for command in ["answer", "tick"] {
        shop.run([command, "confirmation_reply", "--clear"])
            .code(2)
            .says("`confirmation_reply` is a wait")
            .says("posquit tick confirmation_received --clear\n");
    }
    shop.run(["tick", "provider"])
        .code(2)
        .says("hint: a question is answered: posquit answer provider ANSWER\n");
}

#[test]
fn a_new_case_is_called_as_the_person_says() {
    let shop = Shop::new();
    let file = shop.write("a.toml", SMALL);
    let start = |name: &str| shop.run(["start", "--case", name, "--answers", file.to_str().unwrap()]);
    start("noodles").code(0).says("New case noodles: ~/home/cases/noodles\n");
    start("noodles").code(2).says("error: the name `noodles` is taken\n");
    start("Noodles").code(2).says("error: `Noodles` can't be the name of a case\n");
    start("-").code(2).says("can't be the name of a case");
    shop.run(["archive"]).code(0);
    start("noodles").code(2).says("error: the name `noodles` is taken\n");
    assert!(!shop.home().join("cases/noodles").exists());
}
