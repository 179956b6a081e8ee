//! The terminal as it was before the conversation, to be put right whatever ends it.

use std::io::{self, Write};
use std::sync::Mutex;

#[cfg(unix)]
type Modes = nix::sys::termios::Termios;
#[cfg(not(unix))]
type Modes = ();

/// How the terminal was, and whether the voice uses control sequences; nothing while there is no conversation.
static BEFORE: Mutex<Option<(Option<Modes>, bool)>> = Mutex::new(None);

/// Notes how the terminal is now, before a conversation; `drawn` is true for a voice that draws menus and edits lines.
pub fn remember(drawn: bool) {
    #[cfg(unix)]
    let modes = nix::sys::termios::tcgetattr(io::stdin()).ok();
    #[cfg(not(unix))]
    let modes = None;
    if let Ok(mut before) = BEFORE.lock() {
        // The first one was the untouched one.
        let modes = before.take().map_or(modes, |(modes, _)| modes);
        *before = Some((modes, drawn));
    }
}

/// Gives the terminal its modes back and no more: for a second time, just before the end.
pub(super) fn put_modes_right() {
    let Ok(before) = BEFORE.lock() else { return };
    if let Some((modes, _)) = &*before {
        set(modes.as_ref());
    }
}

fn set(modes: Option<&Modes>) {
    #[cfg(unix)]
    if let Some(modes) = modes {
        let _ = nix::sys::termios::tcsetattr(io::stdin(), nix::sys::termios::SetArg::TCSANOW, modes);
    }
    #[cfg(not(unix))]
    let _ = modes;
}

/// Puts the terminal right, at the beginning of a row. It may be gone; then there is nothing to put right.
pub(super) fn put_right() {
    let Ok(before) = BEFORE.lock() else { return };
    let Some((modes, drawn)) = &*before else { return };
    set(modes.as_ref());
    // No bracketed paste, cursor shown.
    let sequence = if *drawn { "\u{1b}[?2004l\u{1b}[?25h\r\n" } else { "\r\n" };
    let _ = write!(io::stderr(), "{sequence}");
}
