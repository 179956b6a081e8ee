//! The log, rights, folders, and a standard output that cannot be written to.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{SMALL, Shop, TODAY, put};

fn changed() -> Shop {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
    shop
}

/// A log line as a change would write it.
fn line(revision: u32) -> String {
    let change = r#"{"what":"answer","at":"provider","before":"LakalaPay","after":"Ghost"}"#;
    format!("{{\"revision\":{revision},\"time\":\"2026-11-24T12:00:00+00:00\",\"changes\":[{change}]}}\n")
}

#[test]
fn a_torn_last_line_is_cut_by_the_next_change() {
    let shop = changed();
    let sound = shop.history();
    put(&shop.history_file(), format!("{sound}{}", &line(3)[..40]));
    shop.run(["status"]).code(0).stderr("").shows("  - 2026-11-24  last day of card payments: 2027-02-01\n");
    shop.run(["answer", "provider", "Other"]).code(0).stderr("");
    assert_eq!(shop.revisions(), [1, 2, 3]);
    assert!(shop.history().starts_with(&sound));
}

#[test]
fn one_line_ahead_is_an_unfinished_change_and_cut() {
    let shop = changed();
    let sound = shop.history();
    put(&shop.history_file(), format!("{sound}{}", line(3)));
    let status = shop.run(["status"]);
    status.code(0).stderr("");
    assert!(!status.out.contains("Ghost"));
    shop.run(["undo"]).code(0).shows("Took back change 2:\n");
    assert_eq!(shop.revisions(), [1, 2, 3]);
    assert!(!shop.history().contains("Ghost"));
}

#[test]
fn two_lines_ahead_are_set_aside_and_not_lost() {
    let shop = changed();
    let ahead = format!("{}{}{}", shop.history(), line(3), line(4));
    put(&shop.history_file(), &ahead);
    shop.run(["answer", "provider", "Other"]).code(0).stderr("");
    assert_eq!(shop.revisions(), [3]);
    let aside = shop.case().join("history-set-aside-2026-11-24-3.jsonl");
    assert_eq!(fs::read_to_string(aside).unwrap(), ahead);
}

#[test]
fn a_case_without_its_log_goes_on() {
    let shop = changed();
    fs::remove_file(shop.history_file()).unwrap();
    shop.run(["status"]).code(0).stderr("");
    shop.run(["undo"]).code(5).stderr("error: there is no change to take back or to make again\n");
    shop.run(["answer", "provider", "Other"]).code(0);
    assert_eq!(shop.revisions(), [3]);
}

#[test]
fn left_over_temporary_files_are_in_nobodys_way() {
    let shop = changed();
    put(&shop.case().join(".case.toml.tmp"), "half of a ca");
    shop.run(["answer", "provider", "Other"]).code(0).stderr("");
    assert!(!shop.case().join(".case.toml.tmp").exists());
    shop.run(["status"]).code(0).stderr("");
}

#[test]
fn a_home_that_cannot_be_made_is_told() {
    let shop = Shop::new();
    shop.write("home", "a file");
    let told = shop.start(SMALL);
    told.code(1).stdout("").says("error: could not make the folder ~/home");
    told.says("\ncaused by: ").says("\nsafe: ").says("\nhint: ");
}

#[test]
fn a_missing_home_is_made_with_all_its_parents() {
    let shop = Shop::new();
    let deep = shop.path("a/b/c");
    let answers = shop.write("answers.toml", SMALL);
    let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
    command.env_clear().env("POSQUIT_HOME", &deep).args([
        "--today",
        "2026-11-24",
        "--lang",
        "en",
        "start",
        "--answers",
    ]);
    assert!(command.arg(answers).output().unwrap().status.success());
    assert!(deep.join("cases/corner-cafe/case.toml").is_file());
}

#[test]
fn a_home_may_be_a_bare_name() {
    let shop = Shop::new();
    let answers = shop.write("answers.toml", SMALL);
    let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
    command.env_clear().current_dir(shop.path("")).args(["--today", TODAY, "--lang", "en", "--home", "bare"]);
    let output = command.args(["start", "--answers"]).arg(answers).output().unwrap();
    shop.judge(&output).code(0).stderr("New case corner-cafe: bare/cases/corner-cafe\n");
    assert!(shop.path("bare/cases/corner-cafe/case.toml").is_file());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let shop = Shop::of(SMALL);
    for arguments in [vec!["status"], vec!["export", "markdown"], vec!["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = shop.command(&arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told() {
    let shop = Shop::of(SMALL);
    for arguments in [vec!["status"], vec!["status", "--json"], vec!["export", "markdown"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = shop.command(&arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        shop.judge(&output).code(1).stderr(
            "error: could not write the result\ncaused by: No space left on device (os error 28)\n\
             safe: the case was not changed\n",
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_change_that_is_saved_is_not_called_unsaved() {
    let shop = Shop::of(SMALL);
    let to_full = |arguments: &[&str]| {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        shop.judge(&shop.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap())
    };
    let saved = "error: could not write the result\ncaused by: No space left on device (os error 28)\nsafe: the change is saved\n";
    to_full(&["answer", "provider", "Zed"]).code(1).stderr(saved);
    assert_eq!(shop.state()["answers"]["provider"], "Zed");
    to_full(&["undo"]).code(1).stderr(saved);
    assert_eq!(shop.state()["answers"]["provider"], "LakalaPay");
    let answers = shop.write("answers.toml", "[answers]\nprovider = \"Other\"\n");
    to_full(&["resume", "--answers", answers.to_str().unwrap()]).code(1).stderr(saved);
    assert_eq!(shop.state()["answers"]["provider"], "Other");
}

#[cfg(unix)]
mod rights {
    use super::{SMALL, Shop, changed, fs};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn everything_is_for_its_owner_only() {
        let shop = changed();
        for folder in [shop.home(), shop.home().join("cases"), shop.case()] {
            assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        }
        let list = shop.path("list.md");
        shop.run(["export", "markdown", "-o", list.to_str().unwrap()]).code(0);
        assert_eq!(mode(&list), 0o600);
        for entry in fs::read_dir(shop.case()).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }

    #[test]
    fn a_home_that_is_read_only_is_read_and_not_written() {
        let shop = changed();
        let before = shop.case_toml();
        set(&shop.case(), 0o500);
        if fs::File::options().create_new(true).write(true).open(shop.case().join("probe")).is_ok() {
            // The superuser may write everywhere.
            return set(&shop.case(), 0o700);
        }
        shop.run(["status"]).code(0).stderr("");
        let told = shop.run(["answer", "provider", "Other"]);
        set(&shop.case(), 0o700);
        told.code(1).stdout("").says("caused by: Permission denied (os error 13)\n");
        told.says("hint: let this user read and write that folder, then try again\n");
        assert_eq!(shop.case_toml(), before);
    }

    #[test]
    fn a_case_that_may_not_be_read_is_told() {
        let shop = Shop::of(SMALL);
        set(&shop.case_file(), 0o000);
        if fs::read(shop.case_file()).is_err() {
            let told = shop.run(["status"]);
            told.code(1).stdout("").says("error: could not read ~/home/cases/corner-cafe/case.toml\n");
        }
        set(&shop.case_file(), 0o600);
    }
}
