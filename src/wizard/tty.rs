//! The terminal under both voices: its size, its lines, what waits in it, and what its end looks like.

use std::io::{self, BufRead};

use console::Term;

/// The smallest window in which menus can be drawn, in columns and rows.
const ROOMY: (u16, u16) = (40, 10);
/// A line of this many bytes was cut: the kernel takes no more of one.
const CUT: usize = 4095;
/// Lines that arrive together are one answer, up to so many bytes.
const MOST: usize = 16 * 1024;

/// What came from the terminal as an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// A text, its line breaks as spaces.
    Text(String),
    /// Esc, then Enter.
    Escape,
    /// Bytes that are no text.
    NotText,
    /// More than can be taken.
    TooLong,
    /// The end-of-file key, or the terminal went away.
    Gone,
}

/// The columns of the window.
pub(super) fn columns() -> usize {
    Term::stderr().size().1.into()
}

/// True where the window is large enough for menus.
pub(super) fn is_roomy() -> bool {
    let (rows, columns) = Term::stderr().size();
    columns >= ROOMY.0 && rows >= ROOMY.1
}

/// Reads a line; lines that were pasted with it belong to it.
pub(super) fn read_line() -> io::Result<Typed> {
    let (mut bytes, mut cut) = (Vec::new(), false);
    loop {
        let before = bytes.len();
        match io::stdin().lock().read_until(b'\n', &mut bytes) {
            Err(error) if ends_it(&error) => return Ok(Typed::Gone),
            Err(error) => return Err(error),
            Ok(_) if !bytes.ends_with(b"\n") => return Ok(Typed::Gone),
            Ok(_) => cut |= bytes.len() - before > CUT || bytes.len() > MOST,
        }
        if bytes.len() > MOST || !more_waits() {
            break;
        }
    }
    Ok(match String::from_utf8(bytes) {
        _ if cut => Typed::TooLong,
        Ok(text) if text.trim_end().chars().all(|c| c == '\u{1b}') && text.len() > 1 => Typed::Escape,
        Ok(text) => Typed::Text(one_line(&text)),
        Err(_) => Typed::NotText,
    })
}

/// What was typed or pasted as several lines is one answer.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// True for what a signal or a terminal that went away looks like.
pub(super) fn ends_it(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, Interrupted, NotConnected, UnexpectedEof};
    // EIO (5) is what a terminal that was closed answers with.
    matches!(error.kind(), Interrupted | UnexpectedEof | BrokenPipe | ConnectionReset | NotConnected)
        || (cfg!(unix) && error.raw_os_error() == Some(5))
}

/// Drops what was typed or pasted before the prompt was there, so that it never answers it.
pub(super) fn discard_typed_ahead() {
    #[cfg(unix)]
    let _ = nix::sys::termios::tcflush(io::stdin(), nix::sys::termios::FlushArg::TCIFLUSH);
}

/// True where another line follows at once, as nobody types but a paste arrives.
#[cfg(unix)]
fn more_waits() -> bool {
    use std::os::fd::AsFd;

    use nix::poll::{PollFd, PollFlags, poll};
    let stdin = io::stdin();
    let mut waits = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
    poll(&mut waits, 20u8).is_ok_and(|count| count > 0)
}

#[cfg(not(unix))]
fn more_waits() -> bool {
    false
}

/// Sees to it that a return from a stop (Ctrl-Z, then `fg`) can be waited for. Threads take this over from the one that
/// starts them, so it comes before all others.
#[cfg(unix)]
pub(super) fn hold_returns() -> nix::sys::signal::SigSet {
    use nix::sys::signal::{SigSet, Signal};
    let returns: SigSet = [Signal::SIGCONT].into_iter().collect();
    let _ = returns.thread_block();
    returns
}

/// Calls `say` at each return from a stop; only the first call takes effect, since a return is told once.
pub(super) fn on_return(say: impl Fn() + Send + 'static) {
    #[cfg(unix)]
    {
        static WATCHED: std::sync::Once = std::sync::Once::new();
        WATCHED.call_once(|| {
            let returns = hold_returns();
            std::thread::spawn(move || {
                while returns.wait().is_ok() {
                    say();
                }
            });
        });
    }
    #[cfg(not(unix))]
    drop(say);
}
