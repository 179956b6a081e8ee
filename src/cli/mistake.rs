//! Where the program itself is wrong: a panic ends the run with a message of ours, which holds nothing of a case.

use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

use crate::domain::words::Words;
use crate::failure::{Exit, Failure};

/// Where the mistake is: the file and the line of the source.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Runs something, and words a panic in it. What a panic says is not shown, since it may hold an answer.
pub(super) fn caught(words: &Words, run: impl FnOnce() -> Exit) -> Exit {
    panic::set_hook(Box::new(|panic| {
        if let (Some(place), Ok(mut noted)) = (panic.location(), PLACE.lock()) {
            *noted = format!("{}:{}", place.file(), place.line());
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let place = PLACE.lock().map(|place| place.clone()).unwrap_or_default();
        if io::stderr().is_terminal() {
            // The terminal's mode was put back on the way here; a menu may have hidden the cursor.
            let _ = write!(io::stderr(), "\u{1b}[?2004l\u{1b}[?25h\r");
        }
        let fill = [("place", place.as_str()), ("version", env!("CARGO_PKG_VERSION"))];
        let failure = Failure::new(Exit::Failed, words.say("mistake.what", &fill))
            .safe(words.get("mistake.safe"))
            .hint(words.say("mistake.hint", &fill));
        failure.print(words);
        failure.exit
    })
}

/// Panics where a test wants to see what comes of it; a program that is shipped knows no such wish.
pub(super) fn provoked() {
    #[cfg(debug_assertions)]
    if let Some(text) = std::env::var_os("POSQUIT_TEST_PANIC") {
        panic!("{}", text.to_string_lossy());
    }
}
