//! Faults and kills at every call of the system that a change makes, put there by strace; without strace, or where it may
//! not trace, these tests have nothing to look at. After each, the old case or the new one is there, whole.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::{Outcome, SMALL, Shop, put};

/// A shop whose case can be put back to where it was before each fault.
struct Victim {
    shop: Shop,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Victim {
    /// `None` where nothing can be traced.
    fn new() -> Option<Self> {
        let probe =
            Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
        if !probe.is_ok_and(|status| status.success()) {
            return None;
        }
        let shop = Shop::of(SMALL);
        shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
        let names = ["case.toml", "case.toml.1", "history.jsonl"].map(|name| shop.case().join(name));
        let files = names.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
        Some(Self { shop, files })
    }

    fn put_back(&self) {
        let _ = fs::remove_dir_all(self.shop.home());
        let cases = self.files[0].0.parent().unwrap();
        fs::create_dir_all(cases).unwrap();
        for folder in [cases, cases.parent().unwrap(), &self.shop.home()] {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
        }
        for (path, bytes) in &self.files {
            put(path, bytes);
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    fn trace(&self) -> PathBuf {
        self.shop.path("trace")
    }

    /// Runs a command with what strace is to do to it; also says whether that happened.
    fn run(&self, strace: &[&str], arguments: &[&str]) -> (Outcome, bool) {
        let inner = self.shop.command(arguments);
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(self.trace()).args(strace);
        command.arg(inner.get_program()).args(inner.get_args()).env_clear().env("LC_ALL", "C");
        let output = command.stdin(Stdio::null()).output().unwrap();
        let trace = fs::read_to_string(self.trace()).unwrap_or_default();
        let hit = trace.contains("(INJECTED)") || trace.contains("killed by SIGKILL");
        (self.shop.judge(&output), hit)
    }

    /// A command with a fault at the n-th of some calls, for every n that there is. A fault before the program itself
    /// runs belongs to the system and is passed over.
    fn sweep(
        &self,
        call: &str,
        fault: &str,
        arguments: &[&str],
        judge: &mut dyn FnMut(&Outcome, &str),
    ) -> usize {
        for n in 1.. {
            self.put_back();
            let injection = format!("inject={call}:{fault}:when={n}");
            let traced = format!("trace={call}");
            let (told, hit) = self.run(&["-e", &traced, "-e", &injection], arguments);
            if !hit {
                return n - 1;
            }
            if told.exit() != Some(127) {
                judge(&told, &injection);
            }
        }
        0
    }
}

/// The calls that a change may make to files.
const CALLS: [&str; 8] = ["openat", "read", "write", "fsync", "rename", "linkat", "unlink", "flock"];

/// What stands in the case: the old provider or the new one, and nothing else.
fn is_changed(victim: &Victim, what: &str) -> bool {
    let told = victim.shop.run(["status", "--json"]);
    told.code(0);
    let state: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(state["edited_outside"], false, "{what}");
    let provider = state["answers"]["provider"].as_str().unwrap().to_owned();
    assert!(provider == "LakalaPay" || provider == "Other", "{what}: {provider}");
    let after = victim.shop.run(["answer", "notice_period", "31 days"]);
    after.code(0).stderr("");
    provider == "Other"
}

#[test]
fn a_failing_disk_is_told_and_leaves_the_old_case_or_the_new_one() {
    let Some(victim) = Victim::new() else { return };
    let mut runs = 0;
    for (call, errors) in [
        ("openat", &["ENOSPC", "EROFS", "EMFILE"][..]),
        ("write", &["ENOSPC", "EDQUOT", "EIO"]),
        ("rename", &["EIO", "ENOSPC"]),
        ("linkat", &["EIO"]),
        ("unlink", &["EIO"]),
    ] {
        for error in errors {
            let fault = format!("error={error}");
            runs += victim.sweep(call, &fault, &["answer", "provider", "Other"], &mut |told, what| {
                let changed = is_changed(&victim, what);
                match told.exit() {
                    Some(0) => assert!(changed, "{what}: it ended well and changed nothing"),
                    Some(1 | 5) => {
                        assert!(told.err.starts_with("error: "), "{what}: {}", told.err);
                        assert!(!told.out.contains("Saved."), "{what}: {}", told.out);
                        assert!(told.err.contains("\nsafe: "), "{what}: {}", told.err);
                        let told_so = ["safe: the change is saved", "safe: the change is written, but"];
                        let told_so = told_so.iter().any(|text| told.err.contains(text));
                        assert_eq!(changed, told_so, "{what}: {}", told.err);
                    }
                    other => panic!("{what}: {other:?} {}", told.err),
                }
            });
        }
    }
    assert!(runs > 30, "{runs} faults only");
}

#[test]
fn a_kill_at_any_call_leaves_the_old_case_or_the_new_one() {
    let Some(victim) = Victim::new() else { return };
    let mut kills = 0;
    for call in CALLS {
        kills += victim.sweep(call, "signal=KILL", &["answer", "provider", "Other"], &mut |told, what| {
            let changed = is_changed(&victim, what);
            assert!(changed || !told.out.contains("Saved."), "{what}: saved, and lost");
        });
    }
    assert!(kills > 30, "{kills} kills only");
}

#[test]
fn a_kill_leaves_a_case_that_is_moved_at_one_place_whole() {
    let Some(victim) = Victim::new() else { return };
    for arguments in [&["rename", "new-name"][..], &["archive"], &["delete", "--confirm", "corner-cafe"]] {
        for call in ["rename", "fsync", "unlinkat", "openat", "flock"] {
            victim.sweep(call, "signal=KILL", arguments, &mut |_, what| {
                let list = victim.shop.run(["list", "--all", "--json"]);
                list.code(0);
                let list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
                let cases = list["cases"].as_array().unwrap();
                let deleting = arguments[0] == "delete";
                assert!(cases.len() == 1 || (deleting && cases.is_empty()), "{arguments:?} {what}: {list}");
                assert!(cases.iter().all(|case| case["trouble"].is_null()), "{arguments:?} {what}: {list}");
            });
        }
    }
}

#[test]
fn a_kill_while_a_copy_is_put_back_loses_nothing() {
    let Some(mut victim) = Victim::new() else { return };
    victim.files[0].1 = b"rubbish".to_vec();
    for call in ["openat", "linkat", "write", "fsync", "rename"] {
        victim.sweep(call, "signal=KILL", &["check", "--restore", "corner-cafe"], &mut |_, what| {
            let case = victim.shop.case();
            let text = |path: PathBuf| fs::read_to_string(path).unwrap();
            let kept = fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path());
            let kept =
                kept.filter(|path| path.to_string_lossy().contains("damaged")).map(text).collect::<Vec<_>>();
            let now = text(case.join("case.toml"));
            assert!(now == "rubbish" || kept == ["rubbish"], "{what}");
            if now == "rubbish" {
                victim.shop.run(["check", "--restore", "corner-cafe"]).code(0);
            }
            victim.shop.run(["status"]).code(0);
        });
    }
}

/// The numbers of the lines of a trace that hold all of some texts.
fn lines(trace: &str, wanted: &[&str]) -> Vec<usize> {
    let holds = |line: &str| wanted.iter().all(|text| line.contains(text));
    trace.lines().enumerate().filter(|(_, line)| holds(line)).map(|(at, _)| at).collect()
}

#[test]
fn a_change_is_synced_before_it_is_called_saved() {
    let Some(victim) = Victim::new() else { return };
    let (told, _) = victim.run(&["-y", "-e", "trace=fsync,rename,write"], &["answer", "provider", "Other"]);
    told.code(0);
    let trace = fs::read_to_string(victim.trace()).unwrap();
    let one = |wanted: &[&str]| {
        let found = lines(&trace, wanted);
        assert_eq!(found.len(), 1, "{wanted:?} in\n{trace}");
        found[0]
    };
    let order = [
        one(&["fsync(", "history.jsonl"]),
        one(&["fsync(", ".case.toml.tmp"]),
        one(&["rename(", "case.toml.tmp"]),
        one(&["fsync(", "cases/corner-cafe>"]),
        one(&["write(1", "Saved."]),
    ];
    assert!(order.is_sorted(), "{order:?} in\n{trace}");
}

#[test]
fn a_failed_sync_is_not_tried_again_and_not_called_saved() {
    let Some(victim) = Victim::new() else { return };
    let mut failed = 0;
    let syncs = victim.sweep("fsync", "error=EIO", &["answer", "provider", "Other"], &mut |told, what| {
        failed += 1;
        told.code(1).stdout("").says("caused by: Input/output error (os error 5)\n");
        let trace = fs::read_to_string(victim.trace()).unwrap();
        let last = trace.lines().rfind(|line| line.contains("fsync(")).unwrap_or_default();
        assert!(last.contains("INJECTED"), "{what}: another sync follows\n{trace}");
        let changed = is_changed(&victim, what);
        assert_eq!(changed, told.err.contains("could lose it"), "{what}: {}", told.err);
    });
    assert_eq!((syncs, failed), (3, 3), "the log, the file, the folder");
}

#[test]
fn an_interrupted_call_loses_nothing() {
    let Some(victim) = Victim::new() else { return };
    for call in ["openat", "read", "write", "flock", "fsync"] {
        victim.sweep(call, "error=EINTR", &["answer", "provider", "Other"], &mut |told, what| {
            let changed = is_changed(&victim, what);
            match told.exit() {
                Some(0) => assert!(changed, "{what}"),
                _ => assert!(
                    told.err.starts_with("error: ") && !told.out.contains("Saved."),
                    "{what}: {}",
                    told.err
                ),
            }
        });
    }
}

#[test]
fn a_file_that_cannot_be_read_is_not_taken_for_none() {
    let Some(victim) = Victim::new() else { return };
    let file = victim.files[0].0.to_str().unwrap().to_owned();
    for call in ["read", "statx"] {
        victim.put_back();
        let (told, hit) = victim.run(&["-P", &file, "-e", &format!("inject={call}:error=EIO")], &["status"]);
        assert!(hit);
        told.code(1).stdout("").stderr(
            "error: could not read ~/home/cases/corner-cafe/case.toml\ncaused by: Input/output error (os error 5)\n\
             safe: everything saved before is still there; this change was not made\n\
             hint: put the cause right, then try again\n",
        );
    }
    let (told, _) = victim.run(&["-P", &file, "-e", "inject=read:error=EIO"], &["check"]);
    told.code(3).tells("could not read");
}

#[test]
fn a_disk_without_locks_is_told_at_once() {
    let Some(victim) = Victim::new() else { return };
    for error in ["ENOLCK", "ENOSYS", "EOPNOTSUPP"] {
        victim.put_back();
        let injection = format!("inject=flock:error={error}");
        let (told, hit) =
            victim.run(&["-e", "trace=flock", "-e", &injection], &["answer", "provider", "Other"]);
        assert!(hit);
        told.code(1)
            .stdout("")
            .says("error: could not lock ~/home/cases/corner-cafe/case.lock\n")
            .says("\nsafe: ");
        assert!(!is_changed(&victim, error));
    }
}

#[test]
fn many_writers_at_once_all_get_in() {
    let shop = Shop::of(SMALL);
    let (writers, rounds) = (8, 4);
    for round in 0..rounds {
        let start = |writer: u32| {
            let cell = format!("tid=W{writer}R{round}");
            let mut command = shop.command(["answer", "terminals/new", &cell]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let children: Vec<_> = (0..writers).map(start).collect();
        for child in children {
            shop.judge(&child.wait_with_output().unwrap()).code(0);
        }
    }
    let rows = shop.state()["rows"]["terminals"]["row"].clone();
    let names: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["tid"].to_string()).collect();
    for writer in 0..writers {
        for round in 0..rounds {
            assert!(names.contains(&format!("\"W{writer}R{round}\"")), "W{writer}R{round} is lost");
        }
    }
    let revisions = shop.revisions();
    assert_eq!(revisions, (1..=u64::from(writers * rounds) + 1).collect::<Vec<_>>());
}
