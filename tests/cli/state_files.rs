//! State files that are not what they should be: of the wrong kind, owner, size or rights, or gone while they are needed.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Outcome, SMALL, Shop, put};

const CASE: &str = "~/home/cases/corner-cafe";

/// Commands that read a case, and one that changes it.
const COMMANDS: [&[&str]; 4] = [&["status"], &["log"], &["export", "json"], &["answer", "provider", "Other"]];

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let shop = Shop::of(SMALL);
    let file = fs::OpenOptions::new().write(true).open(shop.case_file()).unwrap();
    file.set_len(1 << 30).unwrap();
    for command in COMMANDS {
        shop.run(command).code(5).stdout("").stderr(&format!(
            "error: {CASE}/case.toml is too large; at most 64 MiB\nsafe: posquit has not touched that file\n"
        ));
    }
    shop.run(["check"]).code(3).tells("case.toml is too large");
    assert_eq!(fs::metadata(shop.case_file()).unwrap().len(), 1 << 30);
}

#[test]
fn notepad_may_have_saved_it() {
    let shop = Shop::of(SMALL);
    let text = shop.case_toml();
    put(&shop.case_file(), format!("\u{feff}{}", text.replace('\n', "\r\n")));
    shop.run(["status"]).code(0).says("was changed or cut outside posquit");
    assert_eq!(shop.state()["answers"]["provider"], "LakalaPay");
    shop.run(["answer", "provider", "Other"]).code(0);
    assert!(!shop.case_toml().contains('\r'));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    put(&shop.case_file(), [&[0xff, 0xfe], &wide[..]].concat());
    shop.run(["status"]).code(5).says("is not text: byte 0 can't be read");
}

#[test]
fn equal_keys_and_impossible_values_are_told_with_their_places() {
    let shop = Shop::of(SMALL);
    let text = shop.case_toml();
    for (sound, broken, told) in [
        ("provider = \"LakalaPay\"\n", "provider = \"LakalaPay\"\nprovider = \"B\"\n", "duplicate key"),
        ("[answers]\n", "[answers]\n[answers]\n", "duplicate key"),
        ("contract_end = 2027-03-31", "contract_end = 2026-02-30", "not valid TOML"),
        ("contract_end = 2027-03-31", "contract_end = nan", "`contract_end` should be"),
        ("contract_end = 2027-03-31", "contract_end = 1e999", "`contract_end` should be"),
        ("last = 2", "last = -2", "`last` should be a whole number that is not negative"),
    ] {
        assert!(text.contains(sound), "{sound}");
        put(&shop.case_file(), text.replacen(sound, broken, 1));
        let place = format!("error: {CASE}/case.toml:");
        shop.run(["status"]).code(5).stdout("").says(&place).says(told);
    }
}

#[test]
fn a_line_that_is_shown_is_inert_and_holds_no_number() {
    let shop = Shop::of(SMALL);
    put(&shop.case_file(), "format = 2\n\u{1b}[2J = 6225880138000006\n");
    let told = shop.run(["status"]);
    told.code(5);
    assert!(!told.err.contains('\u{1b}') && !told.err.contains("6225880138000006"), "{}", told.err);
}

/// Runs a command that must not wait for anything.
#[cfg(unix)]
fn at_once(shop: &Shop, arguments: &[&str]) -> Outcome {
    let mut child = shop.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{arguments:?} waits");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    shop.judge(&child.wait_with_output().unwrap())
}

#[cfg(unix)]
mod kinds {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, chown, symlink};

    fn pipe(path: &std::path::Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn a_pipe_a_folder_and_a_device_are_refused_at_once() {
        for kind in ["pipe", "folder", "device"] {
            let shop = Shop::of(SMALL);
            fs::remove_file(shop.case_file()).unwrap();
            match kind {
                "pipe" => pipe(&shop.case_file()),
                "folder" => fs::create_dir(shop.case_file()).unwrap(),
                _ => symlink("/dev/zero", shop.case_file()).unwrap(),
            }
            for command in COMMANDS {
                let told = at_once(&shop, command);
                assert!(
                    told.err.contains("case.toml is no regular file")
                        || told.err.contains("belongs to another user"),
                    "{kind} {command:?}: {}",
                    told.err
                );
                told.code(5).stdout("").says("\nsafe: the case was not changed\nhint: ");
            }
            at_once(&shop, &["check"]).code(3);
        }
    }

    #[test]
    fn pipes_in_the_place_of_the_log_and_the_lock_are_not_waited_on() {
        for name in ["history.jsonl", "case.lock"] {
            let shop = Shop::of(SMALL);
            let path = shop.case().join(name);
            fs::remove_file(&path).unwrap();
            pipe(&path);
            let before = shop.case_toml();
            for command in COMMANDS {
                let _ = at_once(&shop, command);
            }
            let told = at_once(&shop, &["answer", "provider", "Other"]);
            assert!(matches!(told.exit(), Some(1 | 5)), "{name}: {}", told.err);
            told.says(name).says("\nsafe: ");
            assert_eq!(shop.case_toml(), before);
        }
    }

    #[test]
    fn a_case_behind_a_link_is_followed_and_stays_there() {
        let shop = Shop::of(SMALL);
        let elsewhere = shop.path("kept-elsewhere.toml");
        fs::rename(shop.case_file(), &elsewhere).unwrap();
        symlink(&elsewhere, shop.case_file()).unwrap();
        shop.run(["status"]).code(0).stderr("");
        shop.run(["answer", "provider", "Other"]).code(0).stderr("");
        assert!(shop.case_file().is_symlink(), "the link stays");
        assert!(fs::read_to_string(&elsewhere).unwrap().contains("provider = \"Other\""));
        shop.run(["check"]).code(0);
    }

    #[test]
    fn a_link_planted_where_a_change_writes_is_not_followed() {
        for name in [".case.toml.tmp", "history.jsonl", "case.lock"] {
            let shop = Shop::of(SMALL);
            let mine = shop.write("mine.txt", "mine");
            let path = shop.case().join(name);
            let _ = fs::remove_file(&path);
            symlink(&mine, &path).unwrap();
            let told = shop.run(["answer", "provider", "Other"]);
            told.code(5).stdout("").says(name).says("\nsafe: the case was not changed\nhint: ");
            assert_eq!(fs::read_to_string(&mine).unwrap(), "mine", "{name}");
            assert!(shop.case_toml().contains("LakalaPay"));
            shop.run(["check"]).code(3).tells(&format!("{name} is a link"));
        }
    }

    #[test]
    fn what_others_could_read_is_told_and_closed() {
        let shop = Shop::of(SMALL);
        let mode = |name: &str| fs::metadata(shop.case().join(name)).unwrap().permissions().mode() & 0o777;
        let open = |name: &str, mode: u32| {
            fs::set_permissions(shop.case().join(name), fs::Permissions::from_mode(mode)).unwrap();
        };
        open("case.toml", 0o666);
        open("history.jsonl", 0o644);
        open("", 0o755);
        shop.run(["status"]).code(0).stderr(&format!(
            "note: {CASE} could be read or changed by others; the next change closes it.\n"
        ));
        assert_eq!(mode("case.toml"), 0o666, "looking changes nothing");
        shop.run(["check"]).code(0).tells("case.toml could be read or changed by others");
        shop.run(["answer", "provider", "Other"]).code(0);
        assert_eq!([mode("case.toml"), mode("history.jsonl"), mode("")], [0o600, 0o600, 0o700]);
        shop.run(["check"]).code(0).stdout("1 case looked at: all is well.\n");
    }

    #[test]
    fn a_file_left_by_a_killed_change_lends_nobody_its_rights() {
        let shop = Shop::of(SMALL);
        let left = shop.case().join(".case.toml.tmp");
        put(&left, "half");
        fs::set_permissions(&left, fs::Permissions::from_mode(0o666)).unwrap();
        shop.run(["answer", "provider", "Other"]).code(0);
        assert_eq!(fs::metadata(shop.case_file()).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!left.exists());
    }

    #[test]
    fn a_case_of_another_user_is_refused_even_to_the_superuser() {
        let shop = Shop::of(SMALL);
        if chown(shop.case_file(), Some(12_345), None).is_err() {
            // Only the superuser can give a file away; then there is no such file to be met either.
            return;
        }
        for command in COMMANDS.iter().filter(|command| command[0] != "log") {
            shop.run(*command)
                .code(5)
                .stdout("")
                .says(&format!("error: {CASE}/case.toml belongs to another user\n"));
        }
        shop.run(["check"]).code(3).tells("case.toml belongs to another user");
    }

    #[test]
    fn too_many_open_files_are_told_and_nothing_is_changed() {
        let shop = Shop::of(SMALL);
        let before = (shop.case_toml(), shop.history());
        let mut failed = 0;
        for limit in 3..12 {
            let inner = shop.command(["answer", "provider", "Other"]);
            let mut command = Command::new("/bin/sh");
            command.arg("-c").arg(format!("ulimit -n {limit}; exec \"$@\"")).arg("sh");
            command.arg(inner.get_program()).args(inner.get_args()).env_clear().stdin(Stdio::null());
            let told = shop.judge(&command.output().unwrap());
            if told.exit() == Some(0) {
                break;
            }
            // With fewer still, the system cannot even start the program.
            if told.err.contains("Too many open files") && told.err.starts_with("error: ") {
                failed += 1;
                told.code(1)
                    .stdout("")
                    .says("caused by: Too many open files (os error 24)\n")
                    .says("\nsafe: ");
                assert_eq!((shop.case_toml(), shop.history()), before);
            }
        }
        assert!(failed > 0, "no limit was low enough");
        shop.run(["status"]).code(0).stderr("");
    }
}

#[cfg(target_os = "linux")]
mod locks {
    use super::*;

    /// True once a process has a file open.
    fn has_open(process: u32, path: &std::path::Path) -> bool {
        let open = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
        open.filter_map(|entry| fs::read_link(entry.path()).ok()).any(|target| target.starts_with(path))
    }

    fn until(what: &str, holds: impl Fn() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(begun.elapsed() < Duration::from_secs(60), "in vain: {what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_lock_file_that_was_deleted_lets_no_two_in() {
        let shop = Shop::of(SMALL);
        let path = shop.case().join("case.lock");
        let old = fs::File::open(&path).unwrap();
        old.lock().unwrap();
        let change = || {
            let mut command = shop.command(["answer", "provider", "Other"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let waiting = change();
        until("the change waits for the lock", || has_open(waiting.id(), &path));
        fs::remove_file(&path).unwrap();
        put(&path, "");
        let new = fs::File::open(&path).unwrap();
        new.lock().unwrap();
        drop(old);
        // It finds that what it waited for is gone, and waits for the lock that counts.
        until("the change waits for the new lock", || {
            let name = fs::read_dir(format!("/proc/{}/fd", waiting.id())).into_iter().flatten().flatten();
            name.filter_map(|entry| fs::read_link(entry.path()).ok()).any(|target| target == path)
        });
        assert!(shop.case_toml().contains("LakalaPay"), "nothing was changed while another held the lock");
        drop(new);
        shop.judge(&waiting.wait_with_output().unwrap()).code(0).stdout("provider: Other\nSaved.\n");
        assert_eq!(shop.revisions(), [1, 2]);
    }

    #[test]
    fn a_lock_is_free_as_soon_as_its_holder_is_killed() {
        let shop = Shop::of(SMALL);
        let path = shop.case().join("case.lock");
        let mut holder = Command::new("flock");
        holder.arg("--no-fork").arg(&path).args(["sh", "-c", "echo held; exec sleep 600"]);
        let mut holder = holder.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = [0; 5];
        std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut said).unwrap();
        assert!(fs::File::open(&path).unwrap().try_lock().is_err(), "it is held");
        holder.kill().unwrap();
        holder.wait().unwrap();
        shop.run(["answer", "provider", "Other"]).code(0);
    }

    #[test]
    fn who_waits_too_long_is_told_and_loses_nothing() {
        let shop = Shop::of(SMALL);
        let lock = fs::File::open(shop.case().join("case.lock")).unwrap();
        lock.lock().unwrap();
        shop.run(["status"]).code(0).stderr("");
        shop.run(["answer", "provider", "Other"]).code(5).stdout("").stderr(&format!(
            "error: another posquit is changing this case: {CASE}/case.lock\n\
             safe: everything saved before is still there; this change was not made\n\
             hint: wait for it and try again; no file has to be deleted\n"
        ));
        assert_eq!(shop.revisions(), [1]);
    }
}

#[test]
fn a_folder_that_goes_away_is_not_made_again_empty() {
    use posquit::domain::case::{At, Edit};
    use posquit::store::{Folder, Want};
    let shop = Shop::of(SMALL);
    let folder = Folder { path: shop.case() };
    fs::rename(shop.case(), shop.path("moved-away")).unwrap();
    let edit = Edit { at: At::Answer("provider".to_owned()), to: None };
    let want = Want { edits: &[edit], ..Want::default() };
    assert!(folder.commit(&want).is_err());
    assert!(!folder.path.exists());
}

#[test]
fn a_file_put_in_the_place_of_another_loses_neither() {
    use posquit::domain::answer::{Answer, Value};
    use posquit::domain::case::{At, Edit, Slot};
    use posquit::store::{Folder, StoreError, Want};
    let shop = Shop::of(SMALL);
    let folder = Folder { path: shop.case() };
    let at = At::Answer("provider".to_owned());
    let seen = [folder.load().unwrap().case.get(&at)];
    put(&shop.case_file(), shop.case_toml().replace("LakalaPay", "UnionPay"));
    let to = Some(Slot::Answer(Answer::Known(Value::Text("Other".to_owned()))));
    let edits = [Edit { at, to }];
    let want = Want { edits: &edits, seen: Some(&seen), ..Want::default() };
    assert!(
        matches!(folder.commit(&want), Err(StoreError::Changed { .. })),
        "the person is asked which one stands"
    );
    assert_eq!(shop.state()["answers"]["provider"], "UnionPay");
}

mod surroundings {
    use super::*;

    /// The program with this environment alone.
    fn bare(shop: &Shop, environment: &[(&str, &str)], arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
        command.env_clear().envs(environment.iter().copied()).current_dir(shop.path(""));
        command.args(["--lang", "en", "--today", "2026-11-24"]).args(arguments).stdin(Stdio::null());
        shop.judge(&command.output().unwrap())
    }

    #[test]
    fn without_a_home_the_user_is_asked_to_name_one() {
        let shop = Shop::new();
        let answers = shop.write("answers.toml", SMALL);
        let start = ["start", "--answers", answers.to_str().unwrap()];
        // A system may know the user's folder without the variable; then nothing is missing.
        let told = bare(&shop, &[("HOME", "")], &start);
        if told.exit() != Some(0) {
            told.code(1).stdout("").says("hint: ").says("--home");
        }
        bare(&shop, &[("POSQUIT_HOME", "named")], &start).code(0);
        assert!(shop.path("named/cases/corner-cafe/case.toml").is_file());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_relative_data_folder_of_the_system_is_ignored() {
        let shop = Shop::new();
        let answers = shop.write("answers.toml", SMALL);
        let home = shop.path("user");
        fs::create_dir(&home).unwrap();
        let environment = [("HOME", home.to_str().unwrap()), ("XDG_DATA_HOME", "relative/data")];
        bare(&shop, &environment, &["start", "--answers", answers.to_str().unwrap()]).code(0);
        assert!(!shop.path("relative").exists());
        assert!(home.join(".local/share/posquit/cases/corner-cafe/case.toml").is_file());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_home_may_have_any_bytes_in_its_name_and_a_tilde_is_one() {
        use std::os::unix::ffi::OsStrExt;
        let shop = Shop::new();
        let answers = shop.write("answers.toml", SMALL);
        let odd = shop.path("").join(std::ffi::OsStr::from_bytes(b"h\xff\x1b[31m"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
        command
            .env_clear()
            .args(["--lang", "en", "--home"])
            .arg(&odd)
            .args(["start", "--answers"])
            .arg(&answers);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stderr.contains(&0x1b), "the folder's name is shown inert");
        assert!(odd.join("cases/corner-cafe/case.toml").is_file());
        bare(&shop, &[], &["--home", "~", "start", "--answers", answers.to_str().unwrap()]).code(0);
        assert!(
            shop.path("~/cases/corner-cafe/case.toml").is_file(),
            "a shell, not the program, reads a tilde"
        );
    }

    #[test]
    fn a_clock_that_is_far_off_changes_no_order() {
        let shop = Shop::of(SMALL);
        for (day, value) in [("1970-01-01", "A"), ("2099-12-31", "B"), ("2026-11-24", "C")] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
            command.args(["--lang", "en", "--today", day, "--home"]).arg(shop.home());
            assert!(command.args(["answer", "provider", value]).output().unwrap().status.success());
        }
        assert_eq!(shop.revisions(), [1, 2, 3, 4]);
        shop.run(["undo"]).code(0).shows("provider: B\n");
        for day in ["1970-01-01", "2038-01-19", "2038-01-20", "2099-12-31", "9999-12-31"] {
            let far = Shop::of(SMALL).on(day);
            far.run(["status"]).code(0);
            far.run(["next"]).code(0);
            far.run(["export", "markdown"]).code(0);
        }
    }

    #[test]
    fn an_unknown_time_zone_is_no_trouble() {
        let shop = Shop::of(SMALL);
        for zone in ["Nowhere/Atlantis", "", ":", "\u{1b}[31m", "Europe/London"] {
            let mut command = shop.command(["answer", "provider", zone.trim_matches('\u{1b}')]);
            command.env("TZ", zone);
            assert_ne!(command.output().unwrap().status.code(), Some(101), "{zone:?}");
        }
        shop.run(["status"]).code(0);
    }

    #[cfg(unix)]
    #[test]
    fn a_closed_output_ends_no_run_with_a_panic() {
        let shop = Shop::of(SMALL);
        for arguments in
            [&["status"][..], &["answer", "provider", "Other"], &["nope"], &["--help"], &["check"]]
        {
            let inner = shop.command(arguments);
            for how in [">&-", "2>&-", "<&-", ">&- 2>&- <&-"] {
                let mut command = Command::new("/bin/sh");
                command.arg("-c").arg(format!("exec \"$@\" {how}")).arg("sh");
                command.arg(inner.get_program()).args(inner.get_args()).env_clear();
                let output = command.output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(matches!(output.status.code(), Some(0..=2)), "{arguments:?} {how}: {output:?}");
                assert!(!said.contains("panicked"), "{arguments:?} {how}: {said}");
            }
        }
        assert_eq!(shop.state()["answers"]["provider"], "Other");
    }
}

#[test]
fn an_answer_that_is_far_too_long_is_told() {
    let shop = Shop::of(SMALL);
    let long = "x".repeat(100_000);
    shop.run(["answer", "provider", &long])
        .code(2)
        .stdout("")
        .says("That is too long; at most 200 characters.");
    let mut file = String::from("[answers]\nprovider = \"");
    file.push_str(&"y".repeat(1 << 20));
    file.push_str("\"\n");
    let path = shop.path("long.toml");
    fs::File::create_new(&path).unwrap().write_all(file.as_bytes()).unwrap();
    shop.run(["resume", "--answers", path.to_str().unwrap()])
        .code(4)
        .says("That is too long; at most 200 characters.");
    assert_eq!(shop.state()["answers"]["provider"], "LakalaPay");
}

#[test]
fn an_account_number_is_understood_as_people_type_it() {
    let shop = Shop::of(SMALL);
    shop.run(["answer", "merchant_id", "８９８３ １０１４ ８１６５ ４３２"]).code(0).shows("••••5432\n");
    shop.run(["answer", "merchant_id", "6225 8801 3800 0006"])
        .code(2)
        .says("That looks like a full card number");
    assert!(!shop.case_toml().contains("622588"));
}
