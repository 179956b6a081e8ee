//! What a case survives: every system call failing, a kill at any moment, many writers at once. Linux only.
//!
//! `cargo test --test faults` does a small part; `POSQUIT_FAULTS=full cargo test --release --test faults -- --nocapture`
//! does all of it and prints the figures; `POSQUIT_TERMINALS=10000` makes the case that large. Calls are made to fail by `strace`; where it is missing, that part says so.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is a test that fails")]
#![expect(clippy::print_stderr, reason = "the figures are what this is run for")]

mod crowd;
mod kills;
mod shop;
mod sweep;
mod trace;

/// How many terminals the case has.
fn terminals() -> u32 {
    std::env::var("POSQUIT_TERMINALS").ok().and_then(|value| value.parse().ok()).unwrap_or(1)
}

/// True where everything is to be tried.
fn full() -> bool {
    std::env::var("POSQUIT_FAULTS").is_ok_and(|value| value == "full")
}
