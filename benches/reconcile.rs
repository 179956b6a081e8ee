//! How long a reconciliation of a million rows a side takes, and how much memory: `cargo bench --bench reconcile`.
//! `POSQUIT_BENCH_ROWS` sets the rows. The files are drawn by a generator of our own. Where a Python with polars is named
//! in `POSQUIT_BENCH_PYTHON`, the same job runs there in turn, lazy and streaming, and the ratios are printed. Each run is a
//! process of its own, measured by `/proc`, so this runs on Linux.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on stops")]
#![expect(clippy::disallowed_methods, reason = "these files are only there to be measured")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 5;

/// Wall and CPU seconds, and the highest resident memory in MiB.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: f64,
    memory: f64,
}

fn main() {
    let rows: u64 =
        std::env::var("POSQUIT_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let folder = std::env::temp_dir().join(format!("posquit-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    generate(&folder, rows);
    let python = std::env::var_os("POSQUIT_BENCH_PYTHON").map(PathBuf::from);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(run(ours_in(&folder)));
        theirs.extend(python.as_ref().map(|python| run(theirs_in(python, &folder))));
    }
    let ours = best(&ours);
    println!("{rows} rows a side, best of {ROUNDS}; {}", said_by(Command::new("rustc").arg("--version")));
    println!("posquit  wall {:.2} s  cpu {:.2} s  memory {:.0} MiB", ours.wall, ours.cpu, ours.memory);
    if let Some(python) = python {
        let version =
            "import polars, sys; print('polars', polars.__version__, 'Python', sys.version.split()[0])";
        println!("{}", said_by(Command::new(python).args(["-c", version])));
        let theirs = best(&theirs);
        println!(
            "polars   wall {:.2} s  cpu {:.2} s  memory {:.0} MiB",
            theirs.wall, theirs.cpu, theirs.memory
        );
        let (wall, cpu) = (ours.wall / theirs.wall, ours.cpu / theirs.cpu);
        println!("ratio    wall {wall:.2}  cpu {cpu:.2}  memory {:.2}", ours.memory / theirs.memory);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// What a command prints, on one line.
fn said_by(command: &mut Command) -> String {
    String::from_utf8_lossy(&command.output().unwrap().stdout).trim().to_owned()
}

fn best(costs: &[Cost]) -> Cost {
    let least = |of: fn(&Cost) -> f64| costs.iter().map(of).fold(f64::INFINITY, f64::min);
    Cost { wall: least(|cost| cost.wall), cpu: least(|cost| cost.cpu), memory: least(|cost| cost.memory) }
}

/// Writes a ledger and a settlement report of the same sales in another order; one sale in a hundred is wrong.
fn generate(folder: &Path, rows: u64) {
    let mut ledger = String::from("reference,terminal_id,timestamp,type,amount,note\n");
    let mut settlement =
        String::from("reference,terminal_id,timestamp,type,gross,fee,payout_date,payout_id\n");
    let time = |n: u64| {
        let day = n * 90 / rows;
        let (month, day) = (7 + day / 30, 1 + day % 30);
        format!("2026-{month:02}-{day:02} {:02}:{:02}:{:02}", n / 3_600 % 24, n / 60 % 60, n % 60)
    };
    let cents = |n: u64| 100 + n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 90_000;
    let sale = |n: u64| format!("{},T{:03}", 200_000_000_000 + n * 7, n % 40);
    for n in 0..rows {
        let sum = cents(n);
        if n % 400 != 1 {
            writeln!(ledger, "{},{},sale,{}.{:02},", sale(n), time(n), sum / 100, sum % 100).unwrap();
        }
    }
    // Neighbours change places, as the reports of several terminals do.
    for n in (0..rows).map(|n| (n / 64 * 64 + (n * 37) % 64).min(rows - 1)) {
        let sum = cents(n) + u64::from(n % 400 == 3);
        let fee = (sum * 6 + 500) / 1_000;
        if n % 400 != 2 {
            let (time, day) = (time(n), n * 90 / rows);
            let paid = &time[..10];
            writeln!(
                settlement,
                "{},{time},sale,{}.{:02},{}.{:02},{paid},PO{day:06}",
                sale(n),
                sum / 100,
                sum % 100,
                fee / 100,
                fee % 100
            )
            .unwrap();
        }
    }
    std::fs::write(folder.join("ledger.csv"), ledger).unwrap();
    std::fs::write(folder.join("settlement.csv"), settlement).unwrap();
}

fn ours_in(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
    command.arg("--home").arg(folder.join("home")).args([
        "--lang",
        "en",
        "--today",
        "2026-11-24",
        "reconcile",
        "--force",
    ]);
    command
        .arg("--ledger")
        .arg(folder.join("ledger.csv"))
        .arg("--settlement")
        .arg(folder.join("settlement.csv"));
    command.arg("--exceptions").arg(folder.join("ours.csv"));
    command
}

/// The same as far as polars goes: a full join by reference and kind, equal rows taken out, the rest written, and the sums
/// by payout.
const THEIRS: &str = r#"
import sys, polars as pl
folder = sys.argv[1]
money = lambda c: (pl.col(c).str.replace(".", "", literal=True).cast(pl.Int64))
kinds = {"reference": pl.String, "amount": pl.String, "gross": pl.String, "fee": pl.String}
left = pl.scan_csv(folder + "/ledger.csv", schema_overrides=kinds).select("reference", "type", "timestamp", money("amount").alias("amount"))
right = pl.scan_csv(folder + "/settlement.csv", schema_overrides=kinds).select("reference", "type", "timestamp", money("gross").alias("gross"), money("fee").alias("fee"), "payout_id")
joined = left.join(right, on=["reference", "type"], how="full", coalesce=True)
joined.filter(pl.col("amount").ne_missing(pl.col("gross"))).sort("reference").sink_csv(folder + "/theirs.csv")
right.group_by("payout_id").agg(pl.col("gross").sum(), pl.col("fee").sum()).collect(engine="streaming")
"#;

fn theirs_in(python: &Path, folder: &Path) -> Command {
    let mut command = Command::new(python);
    command.args(["-c", THEIRS]).arg(folder);
    command
}

/// Runs a command and asks the system what it cost while it lived.
fn run(mut command: Command) -> Cost {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let (mut memory, mut cpu) = (0.0_f64, 0.0_f64);
    let wall = loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kib: f64 = peak.trim().trim_end_matches(" kB").parse().unwrap_or(0.0);
        memory = memory.max(kib / 1024.0);
        let times = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        let after = times.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
        let ticks =
            after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>();
        cpu = cpu.max(ticks / 100.0);
        if child.try_wait().unwrap().is_some() {
            break begun.elapsed().as_secs_f64();
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    };
    Cost { wall, cpu, memory }
}
