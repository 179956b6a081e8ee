//! Ctrl-C, SIGTERM and a terminal that goes away: put the terminal right, say that everything is saved, leave with 130.

use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::restore;
use crate::failure::Exit;
use crate::wizard::hanging;

/// Somebody, the handler or the conversation, is leaving already.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// How long a menu needs at most between two keys.
const SETTLED: Duration = Duration::from_millis(20);

/// What the handler says.
static FAREWELL: Mutex<String> = Mutex::new(String::new());

/// Sets what is said when a signal ends the conversation, and sees to it that something is. Returns what was said before.
pub(super) fn install(farewell: &str) -> String {
    let mut before = farewell.to_owned();
    if let Ok(mut text) = FAREWELL.lock() {
        std::mem::swap(&mut *text, &mut before);
    }
    let handler = || {
        if LEAVING.swap(true, Ordering::SeqCst) {
            return;
        }
        restore::put_right();
        // The terminal may be gone; then nobody reads this.
        let farewell = FAREWELL.lock().map(|text| text.clone()).unwrap_or_default();
        let columns = usize::from(console::Term::stderr().size().1);
        let farewell = hanging(&farewell, columns, 0).replace('\n', "\r\n");
        let _ = write!(io::stderr(), "{farewell}");
        // A menu may just have been about to make the terminal raw for its next key. By now it has, and waits for one.
        std::thread::sleep(SETTLED);
        restore::put_modes_right();
        #[expect(
            clippy::disallowed_methods,
            reason = "a signal ends the process; every change is on disk as a whole"
        )]
        std::process::exit(Exit::Interrupted as i32);
    };
    // It fails where the handler is there already, and then there is no more to do.
    let _ = ctrlc::set_handler(handler);
    before
}

/// Claims the farewell for the conversation; waits for the end where the handler has it already.
pub(super) fn leave() {
    if LEAVING.swap(true, Ordering::SeqCst) {
        std::thread::sleep(Duration::from_secs(5));
    }
}
