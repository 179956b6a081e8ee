//! Ctrl-C, SIGTERM and a terminal that goes away: put the terminal right, say that everything is saved, leave with 130.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::failure::Exit;

/// Somebody, the handler or the conversation, is leaving already.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// Installs the handler; `farewell` is what it says.
pub(super) fn install(farewell: String) {
    #[cfg(unix)]
    let saved = nix::sys::termios::tcgetattr(io::stdin()).ok();
    let handler = move || {
        if LEAVING.swap(true, Ordering::SeqCst) {
            return;
        }
        #[cfg(unix)]
        if let Some(saved) = &saved {
            let _ = nix::sys::termios::tcsetattr(io::stdin(), nix::sys::termios::SetArg::TCSANOW, saved);
        }
        // No bracketed paste, cursor shown. The terminal may be gone; then nobody reads this.
        let _ = write!(io::stderr(), "\u{1b}[?2004l\u{1b}[?25h\r\n{farewell}\r\n");
        #[expect(
            clippy::disallowed_methods,
            reason = "a signal ends the process; every change is on disk as a whole"
        )]
        std::process::exit(Exit::Interrupted as i32);
    };
    // A second handler in one process is the only failure, and there is none.
    let _ = ctrlc::set_handler(handler);
}

/// Claims the farewell for the conversation; waits for the end where the handler has it already.
pub(super) fn leave() {
    if LEAVING.swap(true, Ordering::SeqCst) {
        std::thread::sleep(Duration::from_secs(5));
    }
}
