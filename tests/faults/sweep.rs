//! Every system call of every command that changes something is made to fail, and the program is killed before each: what
//! is there afterwards is the old state or the new one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::shop::{Shop, copy, text};
use crate::trace::{self, Call};
use crate::{full, terminals};

const START: &[&str] = &["start", "--answers", "{small}"];
const ANSWER: &[&str] = &["answer", "provider", "Another Pay"];

/// A command, and what happened before it.
const ACTS: &[(&[&[&str]], &[&str])] = &[
    (&[START], ANSWER),
    (&[], START),
    (&[START], &["tick", "contract_read", "--on", "2026-11-20"]),
    (&[START], &["mark", "replacement", "skipped", "--reason", "closing the shop"]),
    (&[START, ANSWER], &["undo"]),
    (&[START, ANSWER, &["undo"]], &["redo"]),
    (&[START], &["export", "markdown", "-o", "{out}"]),
    (&[START], &["rename", "corner"]),
    (&[START], &["archive"]),
    (&[START], &["delete", "--confirm", "corner-cafe"]),
    (&[START], &["attach", "contract_read", "{small}"]),
    (&[START], &["call", "contract_read", "--who", "Sam", "--on", "2026-11-20", "--ticket", "7"]),
    (&[START], &["answer", "terminals/each/owner", "own"]),
    (
        &[START, &["export", "markdown", "-o", "{out}"], ANSWER],
        &["export", "markdown", "-o", "{out}", "--force"],
    ),
];

const ERRORS: [&str; 4] = ["ENOSPC", "EIO", "EACCES", "EINTR"];

#[test]
fn a_call_that_fails_leaves_the_old_case_or_the_new_one() {
    if !trace::there_is_strace() {
        eprintln!("strace is not installed: no call was made to fail");
        return;
    }
    // With thousands of rows a run takes its time, and one error stands for the others.
    let (acts, errors) = match (full(), terminals()) {
        (true, 1000..) => (ACTS, &ERRORS[..1]),
        (true, _) => (ACTS, &ERRORS[..]),
        (false, _) => (&ACTS[..1], &ERRORS[..2]),
    };
    let mut findings = Vec::new();
    for (before, act) in acts {
        let sweep = Sweep::new(before, act);
        let figures = sweep.all(errors, &mut findings);
        eprintln!("{:<40} {figures}", act.join(" "));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n\n"));
}

/// One command on one home.
struct Sweep<'a> {
    shop: Shop,
    act: &'a [&'a str],
    calls: Vec<Call>,
    old: String,
    new: String,
}

impl<'a> Sweep<'a> {
    fn new(before: &[&[&str]], act: &'a [&'a str]) -> Self {
        let shop = Shop::new();
        fs::create_dir(shop.state()).unwrap();
        for arguments in before {
            shop.done(arguments);
        }
        copy(&shop.state(), &shop.path.join("seed"));
        let old = shop.look().unwrap();
        let clean = trace::run(&shop, act, None);
        assert!(clean.status.success(), "{act:?}: {}", text(&clean.stderr));
        let calls = trace::calls(&shop, &shop.state());
        let new = shop.look().unwrap();
        assert!(old != new && calls.len() > 5, "{act:?} changes nothing, or no call was seen");
        Self { shop, act, calls, old, new }
    }

    fn all(&self, errors: &[&str], findings: &mut Vec<String>) -> String {
        let (mut failed, mut killed) = (0, 0);
        for Call { name, number } in &self.calls {
            for error in errors {
                self.one(&format!("{name}:error={error}:when={number}"), false, findings);
                failed += 1;
            }
            self.one(&format!("{name}:signal=KILL:when={number}"), true, findings);
            killed += 1;
        }
        format!("{} calls, {failed} made to fail, {killed} kills", self.calls.len())
    }

    fn one(&self, inject: &str, kill: bool, findings: &mut Vec<String>) {
        copy(&self.shop.path.join("seed"), &self.shop.state());
        let output = trace::run(&self.shop, self.act, Some(inject));
        let mut found = |what: &str| {
            let (out, err) = (text(&output.stdout), text(&output.stderr));
            findings.push(format!("{:?} {inject}: {what}\n{out}{err}", self.act));
        };
        match self.shop.look() {
            Err(why) => found(&format!("the case does not read: {why}")),
            Ok(now) if now != self.old && now != self.new => found("neither the old state nor the new one"),
            Ok(now) if output.status.success() && now != self.new => found("success, and the old state"),
            Ok(_) => {}
        }
        if !kill {
            told(&output).unwrap_or_else(&mut found);
            let left = litter(&self.shop.state());
            if !left.is_empty() {
                found(&format!("left behind: {left:?}"));
            }
        }
    }
}

/// A failure is told as one: no panic, an exit code of ours, the system's reason.
fn told(output: &Output) -> Result<(), &'static str> {
    let err = text(&output.stderr);
    match output.status.code() {
        _ if err.contains("panicked") => Err("a panic"),
        Some(0) => Ok(()),
        _ if err.contains("another posquit") => Err("nobody else was there"),
        Some(1 | 2 | 4 | 5) if err.starts_with("error: ") => Ok(()),
        Some(1 | 2 | 4 | 5) => Err("a failure that is not told"),
        _ => Err("no exit code of ours"),
    }
}

/// Temporary files.
fn litter(root: &Path) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                folders.push(path);
            } else if name.contains(".tmp") {
                found.insert(name);
            }
        }
    }
    found.into_iter().collect()
}
