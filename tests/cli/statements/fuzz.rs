//! Every reader on files that were changed by dice: bytes, cells, lines, separators, encodings, cut ends and files joined in
//! the middle. Each ends in a table or in a trouble with words; what was read is reconciled with itself.
//!
//! A few hundred each time; `POSQUIT_FUZZ=600 cargo test --release --test cli fuzz -- --test-threads 1 --nocapture` goes on
//! for so many seconds with each reader, from `POSQUIT_FUZZ_SEED`, and judges time and memory too. A finding prints its seed.

use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use posquit::domain::calendar::Calendar;
use posquit::domain::money::Currency;
use posquit::reconcile::read::{Options, Profiles, Side, explain, read};
use posquit::reconcile::table::Table;
use posquit::reconcile::{Settings, Sides, Terms, csv, reconcile, report};
use posquit::template;

use super::sheets::{Book, zipped};
use super::{in_words, old_sheets, sheets};
use crate::random::{phrase, today};
use crate::support::Folder;

mod mutate;

use mutate::{Dice, changed};

/// So many executions of each reader where no time is given.
const FEW: u64 = 150;
const SLOW: Duration = Duration::from_secs(1);
/// An execution that does not come back within so much processor time, or so long by the clock, is broken off.
const STUCK: Duration = Duration::from_secs(5);
const ASLEEP: Duration = Duration::from_secs(60);
/// Resident memory in KiB that a run may reach.
const MOST: u64 = 200 << 10;

fn options() -> &'static Options {
    static OPTIONS: OnceLock<Options> = OnceLock::new();
    OPTIONS.get_or_init(super::options)
}

fn samples() -> &'static Vec<Vec<u8>> {
    static SAMPLES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cli/statements");
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|kind| kind == "csv"));
        paths.sort();
        paths.iter().map(|path| fs::read(path).unwrap()).collect()
    })
}

/// A statement as text: changed, in some encoding.
fn text(dice: &mut Dice) -> Vec<u8> {
    let (one, other) = (dice.pick(samples()), dice.pick(samples()));
    let text = changed(dice, one, other);
    match dice.below(6) {
        // The encoder looks each character up from the start of its table, so long texts stay as they are.
        0 if text.len() < 1 << 18 => {
            encoding_rs::GB18030.encode(&String::from_utf8_lossy(&text)).0.into_owned()
        }
        1 => {
            let wide: Vec<u8> =
                String::from_utf8_lossy(&text).encode_utf16().flat_map(u16::to_le_bytes).collect();
            let mark: &[u8] = if dice.below(2) == 0 { b"\xff\xfe" } else { b"" };
            dice.bytes([mark, &wide].concat())
        }
        _ => text,
    }
}

fn workbook(dice: &mut Dice) -> Vec<u8> {
    let mut book = Book::new(&sheets::rows().replace("-12.345000000000001", "-1"));
    book.more = vec![("xl/worksheets/sheet2.xml", book.sheet.clone().into_bytes())];
    let parts: [&mut String; 3] = [&mut book.workbook, &mut book.shared, &mut book.sheet];
    for part in parts {
        if dice.below(2) == 0 {
            *part = String::from_utf8_lossy(&changed(dice, part.as_bytes(), part.as_bytes())).into_owned();
        }
    }
    let bytes = book.bytes();
    if dice.below(3) == 0 { dice.bytes(bytes) } else { bytes }
}

fn old_workbook(dice: &mut Dice) -> Vec<u8> {
    let whole = old_sheets::ccb();
    if dice.below(4) == 0 { changed(dice, &whole, &whole) } else { dice.bytes(whole) }
}

fn archive(dice: &mut Dice) -> Vec<u8> {
    let (first, second, third) = (text(dice), workbook(dice), old_workbook(dice));
    let members: [(&str, &[u8]); 3] = [("a.csv", &first), ("b.xlsx", &second), ("账单/c.xls", &third)];
    let (from, to) = (dice.below(3), 1 + dice.below(3));
    let bytes = zipped(members.get(from..to.max(from + 1)).unwrap_or_default());
    if dice.below(2) == 0 { dice.bytes(bytes) } else { bytes }
}

fn packed(dice: &mut Dice) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&text(dice)).unwrap();
    let bytes = encoder.finish().unwrap();
    if dice.below(2) == 0 { dice.bytes(bytes) } else { bytes }
}

fn settings() -> Settings {
    Settings {
        currency: Currency::CNY,
        assumed: false,
        tolerance: 1,
        terms: Some(Terms { rate: 6_000, fixed: 30 }),
        stop: Some(today()),
        today: today(),
        calendar: Calendar::weekends(),
    }
}

/// What was read as both sides, so that most rows find a partner.
fn reconciled(tables: &[Table]) {
    for (ledger, settlement, bank) in [(tables, tables, tables), (tables, &[][..], tables)] {
        let outcome = reconcile(Sides { ledger, settlement, bank }, settings(), Vec::new());
        for balance in &outcome.balances {
            assert_eq!(balance.unexplained, 0, "a balance that is not closed");
        }
        csv(&outcome, &mut Vec::new(), &|class| class.id().to_owned()).unwrap();
        assert!(!report::summary(&outcome, phrase(0).words, 80).is_empty());
        assert!(!report::statement(&outcome, phrase(1).words).is_empty());
    }
}

/// Reads a file as a side; true where it was understood.
fn fed(path: &std::path::Path, side: Option<Side>) -> bool {
    let tables = match side {
        Some(side) => read(path, side, options()),
        None => explain(path, None, options()).map(|read| read.into_iter().map(|part| part.table).collect()),
    };
    match tables {
        Ok(tables) => {
            reconciled(&tables);
            true
        }
        Err(trouble) => {
            let told = in_words(&trouble);
            assert!(!told.contains("read.") && !told.contains('\u{1b}'), "{told}");
            false
        }
    }
}

/// Begins to count the highest resident memory anew, where the system can do that.
#[expect(clippy::disallowed_methods, reason = "it is no file")]
fn forget_memory() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The highest resident memory since that was forgotten, in KiB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    peak.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// The processor time that this program has taken, so that a busy machine makes nothing slow.
fn worked() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let times = [usage.user_time(), usage.system_time()];
    times.iter().map(|time| Duration::from_micros(u64::try_from(time.num_microseconds()).unwrap())).sum()
}

/// Ends the program with the seed of an execution that does not come back.
#[expect(clippy::print_stderr, reason = "the test itself can say nothing any more")]
#[expect(clippy::disallowed_methods, reason = "nor can it be broken off in another way")]
fn watch(what: &'static str) -> Sender<u64> {
    let (begin, begun) = channel();
    thread::spawn(move || {
        let (mut seed, mut since, mut then) = (0, worked(), Instant::now());
        loop {
            match begun.recv_timeout(Duration::from_millis(500)) {
                Ok(next) => (seed, since, then) = (next, worked(), Instant::now()),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout)
                    if worked().saturating_sub(since) > STUCK || then.elapsed() > ASLEEP =>
                {
                    eprintln!("{what}: seed {seed} does not come back");
                    std::process::exit(1);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    });
    begin
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs `execute` on what `make` draws from one seed after another. It says whether that was understood.
#[expect(clippy::print_stdout, reason = "the figures are what this is run for")]
fn fuzz<T>(what: &'static str, make: impl Fn(&mut Dice) -> T, execute: impl Fn(T) -> bool) {
    let seconds = number("POSQUIT_FUZZ").map(Duration::from_secs);
    let first = number("POSQUIT_FUZZ_SEED").unwrap_or(1);
    let (begun, mut understood) = (Instant::now(), 0_u64);
    let (mut slowest, mut largest) = (Duration::ZERO, 0);
    let mut seed = first;
    let watched = seconds.map(|_| watch(what));
    while seconds.map_or(seed < first + FEW, |seconds| begun.elapsed() < seconds) {
        let made = make(&mut Dice::of(seed));
        forget_memory();
        watched.as_ref().inspect(|watch| watch.send(seed).unwrap());
        let one = worked();
        let ended = catch_unwind(AssertUnwindSafe(|| execute(made)));
        understood += u64::from(ended.unwrap_or_else(|_| panic!("{what}: seed {seed}")));
        if seconds.is_some() {
            let took = worked().saturating_sub(one);
            slowest = slowest.max(took);
            assert!(took < SLOW, "{what}: seed {seed} took {took:?}");
            largest = largest.max(memory());
            assert!(largest < MOST, "{what}: seed {seed} took {} MiB", largest >> 10);
        }
        seed += 1;
    }
    let count = seed - first;
    assert!(understood > 0 && understood < count, "{what}: {understood} of {count} were understood");
    if seconds.is_some() {
        let largest = largest >> 10;
        println!("{what}: {count} executions, {understood} understood, slowest {slowest:?}, {largest} MiB");
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's own file need not survive a crash")]
fn fuzz_files(what: &'static str, name: &str, feed: fn(&mut Dice) -> Vec<u8>) {
    let folder = Folder::new();
    let path = folder.path.join(name);
    let make = |dice: &mut Dice| {
        fs::write(&path, feed(dice)).unwrap();
        *dice.pick(&[None, Some(Side::Ledger), Some(Side::Settlement), Some(Side::Bank)])
    };
    fuzz(what, make, |side| fed(&path, side));
}

#[test]
fn texts_changed_by_dice() {
    fuzz_files("text", "a.csv", text);
}

#[test]
fn workbooks_changed_by_dice() {
    fuzz_files("xlsx", "a.xlsx", workbook);
}

#[test]
fn old_workbooks_changed_by_dice() {
    fuzz_files("xls", "a.xls", old_workbook);
}

#[test]
fn archives_changed_by_dice() {
    fuzz_files("zip", "a.zip", archive);
}

#[test]
fn packed_texts_changed_by_dice() {
    fuzz_files("gzip", "a.gz", packed);
}

#[test]
fn profiles_changed_by_dice() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates/statements");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let all: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    let words = template::words(posquit::domain::text::Lang::En);
    let make = |dice: &mut Dice| {
        let (one, other) = (dice.pick(&all), dice.pick(&all));
        String::from_utf8_lossy(&changed(dice, one, other)).into_owned()
    };
    fuzz("profiles", make, |text| {
        let mut profiles = Profiles::default();
        match profiles.add("mine.toml", &text) {
            Ok(()) => true,
            Err(troubles) => {
                let told: Vec<String> = troubles.iter().map(|trouble| trouble.text(&words)).collect();
                assert!(
                    !told.is_empty() && told.iter().all(|told| told.starts_with("mine.toml")),
                    "{told:?}"
                );
                false
            }
        }
    });
}
