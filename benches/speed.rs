//! How long commands take beside something else that everybody has: an empty program, a bare write that lasts.
//!
//! `cargo bench --bench speed` prints medians; nothing is judged here, so a slow machine fails no build.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot be made stops the run")]
#![expect(clippy::print_stdout, reason = "the figures are what this is run for")]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use posquit::domain::plan::Plan;
use posquit::store::Home;

const ROUNDS: usize = 60;

fn main() {
    let folder = std::env::temp_dir().join(format!("posquit-speed-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let (small, large) = (folder.join("small"), folder.join("large"));
    start(&small, &answers(2));
    start(&large, &answers(10_000));
    let empty = median(|| time(&mut Command::new("/bin/true")));
    println!("an empty program                       {}", shown(empty));
    for (what, home, arguments) in [
        ("help", &small, &["--help"][..]),
        ("status", &small, &["status"]),
        ("status --json", &small, &["status", "--json"]),
        ("export markdown", &small, &["export", "markdown"]),
        ("status, 10,000 terminals", &large, &["status"]),
        ("export markdown, 10,000 terminals", &large, &["export", "markdown"]),
    ] {
        let taken = median(|| time(&mut posquit(home, arguments)));
        against(what, taken, "an empty program", empty);
    }
    saving(&folder, &small, "answer");
    saving(&folder, &large, "answer, 10,000 terminals");
    many_cases(&folder, empty);
    planning(&small, "plan");
    planning(&large, "plan, 10,000 terminals");
    fs::remove_dir_all(&folder).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "this is the bare write that is measured")]
fn bare_write(folder: &Path, bytes: &[u8]) {
    let (temporary, last) = (folder.join("bare.tmp"), folder.join("bare"));
    let mut file = File::create(&temporary).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
    fs::rename(&temporary, &last).unwrap();
    File::open(folder).unwrap().sync_all().unwrap();
}

/// Saving one answer, beside a bare write of the same bytes that is made to last in the same way.
fn saving(folder: &Path, home: &Path, what: &str) {
    let case = home.join("cases/corner-cafe/case.toml");
    let bytes = fs::read(case).unwrap();
    let bare = median(|| {
        let begun = Instant::now();
        bare_write(folder, &bytes);
        begun.elapsed()
    });
    let mut turn = false;
    let taken = median(|| {
        turn = !turn;
        time(&mut posquit(home, &["answer", "provider", if turn { "One" } else { "Other" }]))
    });
    against(what, taken, "a bare write that lasts", bare);
}

fn many_cases(folder: &Path, empty: Duration) {
    let home = folder.join("many");
    start(&home, &answers(2));
    let first = home.join("cases/corner-cafe");
    for number in 2..=2000 {
        let copy = home.join(format!("cases/corner-cafe-{number}"));
        fs::create_dir(&copy).unwrap();
        for file in ["case.toml", "history.jsonl"] {
            fs::copy(first.join(file), copy.join(file)).unwrap();
        }
    }
    let taken = median(|| time(&mut posquit(&home, &["list"])));
    against("list of 2,000 cases", taken, "an empty program", empty);
}

fn planning(home: &Path, what: &str) {
    let loaded = Home { path: home.to_owned() }.folder("corner-cafe").unwrap().load().unwrap();
    let playbook = posquit::template::standard(None).unwrap();
    let today = "2026-11-24".parse().unwrap();
    let taken = median(|| {
        let begun = Instant::now();
        let plan = Plan::new(&playbook, &loaded.case, today);
        std::hint::black_box(plan.next_act().is_some());
        begun.elapsed()
    });
    let cloned = median(|| {
        let begun = Instant::now();
        std::hint::black_box(loaded.case.clone());
        begun.elapsed()
    });
    against(what, taken, "copying the case", cloned);
}

fn answers(terminals: usize) -> String {
    let mut text = "[answers]\nmerchant_name = \"Corner Cafe\"\ncountry = \"cn\"\nprovider = \"LakalaPay\"\n\
        scope = \"whole\"\ndone_before = [\"none\"]\ncontract_end = 2027-03-31\nnotice_period = \"30 days\"\n\n\
        [rows.terminals]\nall = true\n"
        .to_owned();
    for number in 0..terminals {
        text +=
            &format!("\n[[rows.terminals.row]]\ntid = \"{}\"\nowner = \"provider\"\n", 10_000_000 + number);
    }
    text
}

#[expect(clippy::disallowed_methods, reason = "a measurement prepares files")]
fn start(home: &Path, answers: &str) {
    fs::create_dir_all(home).unwrap();
    let file: PathBuf = home.join("answers.toml");
    fs::write(&file, answers).unwrap();
    let begun = posquit(home, &["start", "--answers", file.to_str().unwrap()]).output().unwrap();
    assert!(begun.status.success(), "{}", String::from_utf8_lossy(&begun.stderr));
}

fn posquit(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
    command.args(["--lang", "en", "--today", "2026-11-24", "--home"]).arg(home).args(arguments);
    command
}

fn time(command: &mut Command) -> Duration {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let begun = Instant::now();
    assert!(command.status().unwrap().success());
    begun.elapsed()
}

fn median(mut round: impl FnMut() -> Duration) -> Duration {
    let mut taken: Vec<Duration> = (0..ROUNDS).map(|_| round()).collect();
    taken.sort();
    taken[ROUNDS / 2]
}

fn against(what: &str, taken: Duration, other: &str, of: Duration) {
    let ratio = taken.as_secs_f64() / of.as_secs_f64();
    println!("{what:<38} {}  {ratio:.1} x {other} ({})", shown(taken), shown(of).trim_start());
}

fn shown(taken: Duration) -> String {
    format!("{:9.3} ms", taken.as_secs_f64() * 1000.0)
}
