//! A pseudo-terminal with a screen behind it: what a person sees, the keys that they press, the signals that come.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::fcntl::{OFlag, open};
use nix::sys::stat::Mode;
use nix::sys::termios::{
    InputFlags, LocalFlags, OutputFlags, SetArg, SpecialCharacterIndices, tcgetattr, tcsetattr,
};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long something may take before a test gives up; a loaded machine is slow, not broken.
const LIMIT: Duration = Duration::from_secs(20);
/// The rows of a screen on which nothing scrolls away.
const SCROLL: u16 = 2_000;

/// What stands for the exit code of a program that a signal ended.
pub(crate) const BY_SIGNAL: u32 = u32::MAX;

/// What the terminal does with what is typed and printed.
pub(crate) type Flags = (LocalFlags, InputFlags, OutputFlags);

/// A program in a terminal.
pub(crate) struct Pty {
    seen: Arc<Mutex<Seen>>,
    /// Prompts that were left already.
    pub(crate) left: usize,
    /// How much had been heard when a line was typed to the plain voice last.
    pub(crate) said_at: usize,
    closing: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    tty: PathBuf,
    /// What the terminal did before the program began.
    pub(crate) before: Flags,
}

impl Pty {
    /// Starts a command in a terminal of this size.
    pub(crate) fn spawn(command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let tty = pair.master.tty_name().unwrap();
        let before = flags(&tty);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new(Mutex::new(Seen::on(rows, columns)));
        let closing = Arc::<AtomicBool>::default();
        let (feed, stop) = (Arc::clone(&seen), Arc::clone(&closing));
        let output = pair.master.try_clone_reader().unwrap();
        Self {
            seen,
            left: 0,
            said_at: 0,
            closing,
            reader: Some(thread::spawn(move || read(output, &feed, &stop))),
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            child,
            tty,
            before,
        }
    }

    /// The rows of the screen.
    pub(crate) fn rows(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let screen = seen.screen.screen();
        let columns = screen.size().1.get();
        screen.rows(0, columns).map(|row| row.trim_end().to_owned()).collect()
    }

    /// The whole screen.
    pub(crate) fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// True where the cursor can be seen.
    pub(crate) fn shows_cursor(&self) -> bool {
        !self.seen.lock().unwrap().screen.screen().hide_cursor()
    }

    /// True where pasted text is bracketed.
    pub(crate) fn brackets_paste(&self) -> bool {
        self.seen.lock().unwrap().screen.screen().bracketed_paste()
    }

    /// The row and the column of the cursor.
    pub(crate) fn cursor(&self) -> (usize, usize) {
        let (row, column) = self.seen.lock().unwrap().screen.screen().cursor_position();
        (row.into(), column.into())
    }

    /// What the terminal does now.
    pub(crate) fn flags(&self) -> Flags {
        flags(&self.tty)
    }

    /// The number of prompts that were put so far.
    pub(crate) fn prompts(&self) -> usize {
        let seen = self.seen.lock().unwrap();
        seen.counts[0] + seen.counts[1]
    }

    /// How often the marked option of a menu was drawn so far.
    pub(crate) fn draws(&self) -> usize {
        self.seen.lock().unwrap().counts[2]
    }

    /// Waits until something is so.
    #[track_caller]
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < LIMIT, "in vain: {what}\n--- screen:\n{}\n---", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a text stands on the screen; where its lines break does not matter.
    #[track_caller]
    pub(crate) fn shows(&self, text: &str) {
        self.until(text, |pty| squeezed(&pty.text()).contains(&squeezed(text)));
    }

    /// Waits until a text was shown, also where it scrolled away since.
    #[track_caller]
    pub(crate) fn told(&self, text: &str) {
        self.until(text, |pty| {
            let all = pty.seen.lock().unwrap().scroll.screen().contents();
            squeezed(&all).contains(&squeezed(text))
        });
    }

    /// Fails where a text stands on the screen.
    #[track_caller]
    pub(crate) fn shows_no(&self, text: &str) {
        let screen = self.text();
        assert!(!squeezed(&screen).contains(&squeezed(text)), "{text} stands on the screen:\n{screen}");
    }

    /// True where keys reach the program one by one, without an echo.
    pub(crate) fn reads_keys(&self) -> bool {
        !self.flags().0.intersects(LocalFlags::ECHO | LocalFlags::ICANON)
    }

    /// Types something, key by key, and leaves the prompt open.
    pub(crate) fn types(&mut self, keys: &str) {
        self.types_bytes(keys.as_bytes());
    }

    /// Presses the key that ends a prompt.
    pub(crate) fn leaves_with(&mut self, key: &str) {
        self.left = self.prompts();
        self.types(key);
    }

    /// Changes the size of the window.
    pub(crate) fn resizes(&self, (columns, rows): (u16, u16)) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
        if let (Some(rows), Some(columns)) = (NonZeroU16::new(rows), NonZeroU16::new(columns)) {
            let mut seen = self.seen.lock().unwrap();
            seen.screen.screen_mut().set_size(rows, columns);
            seen.scroll.screen_mut().set_size(NonZeroU16::new(SCROLL).unwrap(), columns);
        }
    }

    /// All that was printed, without spaces and line breaks.
    pub(crate) fn heard(&self) -> String {
        squeezed(&self.seen.lock().unwrap().scroll.screen().contents())
    }

    /// All that was printed, byte by byte.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().bytes.clone()
    }

    /// Types bytes that may be no text.
    pub(crate) fn types_bytes(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// Sends a signal: TERM, KILL, HUP.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.process_id().unwrap().to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end of the program, and returns its exit code, or `BY_SIGNAL`.
    #[track_caller]
    pub(crate) fn ends(&mut self) -> u32 {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < LIMIT, "it goes on\n--- screen:\n{}\n---", self.text());
            thread::sleep(Duration::from_millis(5));
        };
        // What it printed last is read to the end.
        self.reader.take().into_iter().for_each(|reader| reader.join().unwrap());
        if status.signal().is_some() { BY_SIGNAL } else { status.exit_code() }
    }

    /// Closes the window while a prompt is open: the kernel hangs up. `key` draws something and answers nothing.
    pub(crate) fn closes(&mut self, key: &str) {
        let by_key = self.reads_keys();
        self.closing.store(true, Ordering::SeqCst);
        self.types(key);
        self.reader.take().unwrap().join().unwrap();
        self.until("it reads", |pty| pty.reads_keys() == by_key);
        // A writer that is dropped types Enter and the end-of-file key, unless the terminal has none.
        let tty = opened(&self.tty);
        let mut settings = tcgetattr(&tty).unwrap();
        settings.control_chars[SpecialCharacterIndices::VEOF as usize] = 0;
        tcsetattr(&tty, SetArg::TCSANOW, &settings).unwrap();
        drop(tty);
        self.writer = None;
        self.master = None;
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was printed so far. One lock holds it, so that what is counted can be seen as well.
struct Seen {
    screen: vt100::Parser,
    /// The same on a screen so tall that nothing scrolls away.
    scroll: vt100::Parser,
    /// The same as it came.
    bytes: Vec<u8>,
    counts: [usize; 3],
    /// The beginning of a mark whose rest did not come yet.
    tail: Vec<u8>,
}

/// A line asks for bracketed paste when it opens, a menu hides the cursor and draws one mark each time.
const MARKS: [&[u8]; 3] = [b"\x1b[?2004h", b"\x1b[?25l", "❯".as_bytes()];

impl Seen {
    fn on(rows: u16, columns: u16) -> Self {
        let size = |n| NonZeroU16::new(n).unwrap();
        let screen = |rows| vt100::Parser::new(size(rows), size(columns), 0);
        Self {
            screen: screen(rows),
            scroll: screen(SCROLL),
            bytes: Vec::new(),
            counts: [0; 3],
            tail: Vec::new(),
        }
    }

    fn see(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.scroll.process(bytes);
        self.bytes.extend_from_slice(bytes);
        self.tail.extend_from_slice(bytes);
        for (count, mark) in self.counts.iter_mut().zip(MARKS) {
            *count += self.tail.windows(mark.len()).filter(|bytes| bytes == &mark).count();
        }
        let begun = |tail: &[u8]| MARKS.iter().any(|mark| mark.len() > tail.len() && mark.starts_with(tail));
        let keep = (0..=self.tail.len()).find(|at| begun(&self.tail[*at..])).unwrap_or(0);
        self.tail.drain(..keep);
    }
}

/// Puts on the screen what the program prints, until it ends or the window closes.
fn read(mut output: Box<dyn Read + Send>, seen: &Mutex<Seen>, closing: &AtomicBool) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = output.read(&mut bytes) {
        seen.lock().unwrap().see(&bytes[..count]);
        if closing.load(Ordering::SeqCst) {
            return;
        }
    }
}

/// A terminal, opened without becoming ours.
fn opened(tty: &PathBuf) -> File {
    open(tty, OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC, Mode::empty()).unwrap().into()
}

fn flags(tty: &PathBuf) -> Flags {
    let settings = tcgetattr(opened(tty)).unwrap();
    (settings.local_flags, settings.input_flags, settings.output_flags)
}

/// A text without its spaces and line breaks.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
