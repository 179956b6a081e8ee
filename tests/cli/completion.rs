//! Completion: what `__complete` offers, and that real shells offer it too.

use std::fs;
use std::process::Command;

use crate::support::{SMALL, Shop, put};

/// What fits in the place of the last of some words.
fn fits(shop: &Shop, words: &[&str]) -> Vec<String> {
    let told = shop.run(["__complete", "--"].iter().chain(words));
    told.code(0).stderr("");
    told.out.lines().map(str::to_owned).collect()
}

#[track_caller]
fn offers(shop: &Shop, words: &[&str], wanted: &[&str]) {
    let fit = fits(shop, words);
    for word in wanted {
        assert!(fit.iter().any(|fit| fit == word), "{words:?} lacks {word}: {fit:?}");
    }
}

#[test]
fn commands_options_and_values_are_offered() {
    let shop = Shop::of(SMALL);
    assert_eq!(fits(&shop, &["sta"]), ["words", "start", "status"]);
    assert_eq!(fits(&shop, &["--lang", ""]), ["words", "en", "zh-CN"]);
    assert_eq!(fits(&shop, &["--color", "a"]), ["words", "always", "auto"]);
    offers(&shop, &["status", "--"], &["--json", "--case", "--lang"]);
    offers(&shop, &["export", ""], &["markdown", "json"]);
    offers(&shop, &["completions", ""], &["bash", "zsh", "fish", "powershell"]);
    offers(&shop, &["help", ""], &["privacy", "exit-codes", "tick"]);
    assert_eq!(fits(&shop, &["mark", "return", "s"]), ["words", "skipped"]);
    assert_eq!(fits(&shop, &["undo", ""]), ["words"]);
    for words in
        [&["start", "--answers", ""][..], &["export", "json", "-o", "x"], &["--home", ""], &["man", ""]]
    {
        assert_eq!(fits(&shop, words), ["files"], "{words:?}");
    }
    for hidden in ["__complete", "--today"] {
        assert!(!fits(&shop, &[""]).contains(&hidden.to_owned()));
        assert!(!fits(&shop, &["--"]).contains(&hidden.to_owned()));
    }
}

#[test]
fn cases_steps_questions_and_to_dos_are_offered() {
    let shop = Shop::of(SMALL);
    shop.start("[answers]\nmerchant_name = \"Tea\"\n").code(0);
    assert_eq!(fits(&shop, &["status", "--case", ""]), ["words", "corner-cafe", "tea"]);
    // Some shells part a word at the sign.
    assert_eq!(fits(&shop, &["status", "--case", "=", "t"]), ["words", "tea"]);
    assert_eq!(fits(&shop, &["status", "--case", "="]), ["words", "corner-cafe", "tea"]);
    assert_eq!(fits(&shop, &["check", "--restore", "c"]), ["words", "corner-cafe"]);
    offers(&shop, &["mark", ""], &["contract", "last-batch", "return"]);
    offers(&shop, &["answer", "contract"], &["contract_end"]);
    offers(&shop, &["tick", "notice"], &["notice_sent"]);
    offers(&shop, &["answer", "scope", ""], &["whole"]);
    assert_eq!(fits(&shop, &["answer", "deposit_paid", ""]), ["words", "no", "yes"]);
    let case = |words: &[&str]| fits(&shop, &[&["--case", "corner-cafe"], words].concat());
    assert_eq!(
        case(&["answer", "terminals/"]),
        ["words", "terminals/1", "terminals/2", "terminals/all", "terminals/new"]
    );
    assert!(case(&["answer", "terminals/2/"]).contains(&"terminals/2/owner".to_owned()));
    assert_eq!(case(&["answer", "terminals/2/owner", "l"]), ["words", "leased"]);
    assert_eq!(case(&["tick", "handover_signed/"]), ["words", "handover_signed/1"]);
    shop.run(["archive", "--case", "tea"]).code(0);
    assert_eq!(fits(&shop, &["unarchive", "--case", ""]), ["words", "tea"]);
    assert_eq!(fits(&shop, &["status", "--case", ""]), ["words", "corner-cafe"]);
}

/// Names that a shell might run, expand or draw.
const HOSTILE: [&str; 6] =
    ["$(touch pwned)", "`touch pwned`", "a;touch pwned", "x\ntouch pwned", "\u{1b}[31m", "Ünï"];

/// A shop with folders of such names beside its case.
fn hostile() -> Shop {
    let shop = Shop::of(SMALL);
    for name in HOSTILE {
        let folder = shop.home().join("cases").join(name);
        fs::create_dir(&folder).unwrap();
        put(&folder.join("case.toml"), shop.case_toml_of("corner-cafe"));
    }
    shop
}

#[test]
fn a_hostile_folder_is_neither_offered_nor_overlooked() {
    let shop = hostile();
    assert_eq!(fits(&shop, &["status", "--case", ""]), ["words", "corner-cafe"]);
    for words in [&["status", "--case", "$("][..], &["\u{1b}"], &["answer", "`x`/"], &["a\nb", ""]] {
        let safe = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        assert!(fits(&shop, words).iter().all(|word| word.chars().all(safe)), "{words:?}");
    }
    let told = shop.run(["check"]);
    assert_eq!(told.out.matches("is not from posquit").count(), HOSTILE.len(), "{}", told.out);
    assert!(!told.out.contains('\u{1b}'));
}

/// A shell that runs a script in a shop, with the program on its path; `None` where it is not installed.
fn shell(shop: &Shop, shell: &str, arguments: &[&str], script: &str) -> Option<String> {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_posquit")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", program.display());
    let mut command = Command::new(shell);
    command.args(arguments).arg(script).current_dir(shop.path("")).env_clear();
    command.env("PATH", path).env("HOME", shop.path("")).env("LC_ALL", "C.UTF-8").env("TERM", "dumb");
    let output = command.env("POSQUIT_HOME", shop.home()).output().ok()?;
    assert!(output.stderr.is_empty(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!shop.path("pwned").exists(), "{shell} ran a name");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn bash_completes() {
    let shop = hostile();
    shop.write("posquit.bash", shop.run(["completions", "bash"]).out);
    shop.write("answers file.toml", "");
    let try_out = |words: &str, current: &str| {
        let count = words.split(' ').count();
        let script = format!(
            "source posquit.bash; COMP_WORDS=({words} '{current}'); COMP_CWORD={count}; _posquit posquit '{current}' x 2>/dev/null; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"; complete -p posquit"
        );
        shell(&shop, "bash", &["--norc", "-c"], &script)
    };
    let Some(case) = try_out("posquit status --case", "") else { return };
    assert_eq!(case, "corner-cafe\ncomplete -F _posquit posquit\n");
    assert!(try_out("posquit mark", "ret").unwrap().starts_with("return\n"));
    assert!(try_out("posquit answer", "contract_e").unwrap().starts_with("contract_end\n"));
    assert!(try_out("posquit start --answers", "answers f").unwrap().starts_with("answers file.toml\n"));
}

#[test]
fn zsh_completes() {
    let shop = hostile();
    shop.write("posquit.zsh", shop.run(["completions", "zsh"]).out);
    let try_out = |words: &str, count: usize| {
        // Outside of the line editor, what would be added is printed.
        let script = format!(
            "compdef() {{ }}; source ./posquit.zsh; compadd() {{ shift; print -l -- \"$@\" }}; _files() {{ print files }}\n\
             words=({words}); CURRENT={count}; _posquit"
        );
        shell(&shop, "zsh", &["-f", "-c"], &script)
    };
    let Some(case) = try_out("posquit status --case ''", 4) else { return };
    assert_eq!(case, "corner-cafe\n");
    assert_eq!(try_out("posquit mark ret", 3).unwrap(), "return\n");
    assert_eq!(try_out("posquit start --answers ''", 4).unwrap(), "files\n");
    assert_eq!(try_out("posquit undo ''", 3).unwrap(), "");
}

#[test]
fn fish_completes() {
    let shop = hostile();
    shop.write("posquit.fish", shop.run(["completions", "fish"]).out);
    shop.write("answers.toml", "");
    let try_out = |line: &str| {
        let script = format!("source posquit.fish; complete -C '{line}'");
        shell(&shop, "fish", &["--no-config", "-c"], &script)
    };
    let Some(case) = try_out("posquit status --case ") else { return };
    assert_eq!(case, "corner-cafe\n");
    assert_eq!(try_out("posquit mark ret").unwrap(), "return\n");
    assert!(try_out("posquit start --answers ans").unwrap().starts_with("answers.toml"));
}

#[test]
fn the_script_of_powershell_asks_the_same() {
    let script = Shop::new().run(["completions", "powershell"]);
    script
        .code(0)
        .shows("Register-ArgumentCompleter -Native -CommandName posquit")
        .shows("posquit __complete -- @typed");
    Shop::new().run(["completions", "tcsh"]).code(2).says("can't be `tcsh`");
}
