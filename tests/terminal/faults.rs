//! A mistake of ours: the terminal is put right, and what is said names a place in the code and nothing of the case.

use std::process::Command;

use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use portable_pty::CommandBuilder;
use posquit::domain::text::Lang;
use posquit::failure::Exit;
use posquit::wizard::Voice;

use crate::pty::Pty;
use crate::shop::WIDE;

const PROGRAM: &str = "POSQUIT_FAULT";

/// Not a test but the program of the tests below: it panics with an answer in its text, in a terminal that reads keys
/// and hides its cursor, or in none.
#[test]
#[expect(clippy::disallowed_methods, reason = "the exit code is what the tests below look at")]
fn program_with_a_fault() {
    let Some(lang) = std::env::var_os(PROGRAM) else { return };
    let words = posquit::template::words(if lang == "zh" { Lang::Zh } else { Lang::En });
    let exit = posquit::cli::guarded(&words, || {
        if let Some(voice) = Voice::here(false) {
            posquit::cli::remember_terminal(voice == Voice::Terminal);
            let mut modes = tcgetattr(std::io::stdin()).unwrap();
            cfmakeraw(&mut modes);
            tcsetattr(std::io::stdin(), SetArg::TCSANOW, &modes).unwrap();
            if voice == Voice::Terminal {
                console::Term::stderr().hide_cursor().unwrap();
            }
        }
        panic!("上海好味道 898310148160001");
    });
    assert_eq!(exit, Exit::Failed);
    std::process::exit(exit as i32);
}

fn arguments() -> [&'static str; 4] {
    ["--exact", "faults::program_with_a_fault", "--nocapture", "--test-threads=1"]
}

#[test]
fn the_terminal_is_put_right_and_nothing_of_the_case_is_said() {
    for (lang, told, hint) in [
        ("zh", "错误：posquit 自己出了错，只能停下（tests/terminal/faults.rs:", "用 posquit resume 接着办"),
        (
            "en",
            "error: posquit made a mistake of its own and had to stop (tests/terminal/faults.rs:",
            "go on with posquit resume",
        ),
    ] {
        for term in ["xterm-256color", "dumb"] {
            let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
            command.args(arguments());
            command.env_clear();
            command.env(PROGRAM, lang);
            command.env("TERM", term);
            let mut pty = Pty::spawn(command, WIDE);
            assert_eq!(pty.ends(), 1, "{}", pty.text());
            pty.told(told);
            pty.told(hint);
            assert_eq!(pty.flags(), pty.before);
            assert!(term == "dumb" || pty.shows_cursor());
            assert!(!pty.heard().contains("好味道") && !pty.heard().contains("8983"), "{}", pty.text());
        }
    }
}

#[test]
fn without_a_terminal_the_same_is_said() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.args(arguments()).env_clear().env(PROGRAM, "en").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("error: posquit made a mistake of its own"), "{told}");
    assert!(told.contains("\nsafe: ") && told.contains("\nhint: "), "{told}");
    assert!(!told.contains("8983"), "{told}");
}

#[test]
fn whoever_asks_for_a_backtrace_reads_the_panic_itself() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments()).env_clear().env(PROGRAM, "en").env("RUST_BACKTRACE", "1");
    let told = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(told.contains("panicked at tests/terminal/faults.rs"), "{told}");
}
