//! The voice `terminal`: dialoguer for menus, rustyline for typed lines, and the traps of both kept here. Prompts are
//! short; long text stands above them. Only this file knows the two libraries.

use std::cell::Cell;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use console::Term;
use dialoguer::theme::{ColorfulTheme, Theme};
use dialoguer::{MultiSelect, Select};
use rustyline::completion::Completer;
use rustyline::config::{Config, EditMode};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{
    Cmd, ConditionalEventHandler, Editor, Event, EventContext, EventHandler, Helper, KeyCode, KeyEvent,
    Modifiers, RepeatCount,
};

use crate::domain::words::Words;

use super::{Ask, Line, Page, Prompt, Reply};

/// Why there can be no conversation here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// Input, output or messages are not a terminal.
    NoTerminal,
    /// `TERM=dumb`, or no `TERM` at all.
    Dumb,
    /// The window is smaller than 40 columns by 10 rows.
    TooSmall,
}

/// The smallest window, in columns and rows.
const SMALLEST: (u16, u16) = (40, 10);
/// Text is not set wider than this, for the eye's sake.
const WIDEST: usize = 100;
/// How long an Esc is waited on, to tell it from an arrow key (milliseconds).
const ESC_WAIT: u16 = 50;

/// A terminal that a person sits at.
pub struct Terminal<'w> {
    term: Term,
    theme: ColorfulTheme,
    editor: Editor<Plain, DefaultHistory>,
    escaped: Arc<AtomicBool>,
    words: &'w Words,
    colour: bool,
}

impl<'w> Terminal<'w> {
    /// Checks that a person can be asked here.
    pub fn check() -> std::result::Result<(), Unusable> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()) {
            return Err(Unusable::NoTerminal);
        }
        if cfg!(unix) && matches!(std::env::var("TERM").as_deref(), Err(_) | Ok("dumb" | "")) {
            return Err(Unusable::Dumb);
        }
        let (rows, columns) = Term::stderr().size();
        if columns < SMALLEST.0 || rows < SMALLEST.1 { Err(Unusable::TooSmall) } else { Ok(()) }
    }

    /// The terminal of this process.
    pub fn new(words: &'w Words, colour: bool) -> Result<Self> {
        let escaped = Arc::new(AtomicBool::new(false));
        console::set_colors_enabled_stderr(colour);
        Ok(Self {
            term: Term::stderr(),
            theme: ColorfulTheme::default(),
            editor: editor(&escaped)?,
            escaped,
            words,
            colour,
        })
    }

    fn columns(&self) -> usize {
        usize::from(self.term.size().1).min(WIDEST)
    }

    /// A label in one row of the window: a row that wraps would be drawn twice.
    fn fit(&self, label: &str) -> String {
        console::truncate_str(label, self.columns().saturating_sub(6).max(8), "…").into_owned()
    }

    /// Options that do not fit into a row are read in full above the menu.
    fn tell_long(&mut self, options: &[String]) -> Result<()> {
        if options.iter().all(|option| self.fit(option) == *option) {
            return Ok(());
        }
        let lines = options.iter().map(|option| Line::Item(option.clone())).collect();
        self.tell(&Page { lines })
    }

    /// The options of a menu. dialoguer measures them in bytes when it clears the screen, so each is one private-use
    /// character, which the theme swaps for its label.
    fn labels(&self, options: &[String], more: Option<&str>) -> (Labels<'_>, Vec<String>) {
        let texts: Vec<String> =
            options.iter().map(String::as_str).chain(more).map(|option| self.fit(option)).collect();
        let stands =
            (0..).zip(&texts).filter_map(|(at, _)| char::from_u32(PRIVATE + at)).map(String::from).collect();
        (Labels { theme: &self.theme, texts, active: Cell::new(0) }, stands)
    }

    /// Turns what a menu returned into a reply: Esc opens the small menu, a signal leaves; `None` asks again.
    fn reply<T>(&self, result: dialoguer::Result<Option<T>>) -> Result<Option<Reply<T>>> {
        // dialoguer hides the cursor and forgets it when it is interrupted.
        let _ = self.term.show_cursor();
        match result.map_err(io::Error::from) {
            Ok(Some(value)) => Ok(Some(Reply::Got(value))),
            Ok(None) => self.small_menu(),
            Err(error) if ends_it(&error) => Ok(Some(Reply::Interrupted)),
            Err(error) => Err(error.into()),
        }
    }

    /// Back, help, don't know yet, save and quit.
    fn small_menu<T>(&self) -> Result<Option<Reply<T>>> {
        let keys = ["menu.back", "menu.help", "menu.unknown", "menu.overview", "menu.quit", "menu.stay"];
        let options: Vec<String> = keys.iter().map(|key| self.words.get(key).to_owned()).collect();
        let (labels, stands) = self.labels(&options, None);
        let prompt = self.fit(self.words.get("menu.ask"));
        discard_typed_ahead();
        let chosen = Select::with_theme(&labels).with_prompt(prompt).items(&stands).default(0).report(false);
        let chosen = chosen.interact_on_opt(&self.term);
        let _ = self.term.show_cursor();
        Ok(match chosen.map_err(io::Error::from) {
            Ok(Some(0)) => Some(Reply::Back),
            Ok(Some(1)) => Some(Reply::Help),
            Ok(Some(2)) => Some(Reply::Unknown),
            Ok(Some(3)) => Some(Reply::Overview),
            Ok(Some(4)) => Some(Reply::Quit),
            Ok(_) => None,
            Err(error) if ends_it(&error) => Some(Reply::Interrupted),
            Err(error) => return Err(error.into()),
        })
    }
}

impl Ask for Terminal<'_> {
    fn tell(&mut self, page: &Page) -> Result<()> {
        let text = page.render(self.columns(), self.colour);
        match self.term.write_all(text.as_bytes()).and_then(|()| self.term.flush()) {
            // Nobody is there to read it; the next prompt finds out.
            Err(error) if ends_it(&error) => Ok(()),
            told => Ok(told?),
        }
    }

    fn line(&mut self, prompt: &Prompt, old: &str) -> Result<Reply<String>> {
        discard_typed_ahead();
        self.escaped.store(false, Ordering::SeqCst);
        let ask = format!("{} › ", prompt.ask);
        loop {
            return Ok(match self.editor.readline_with_initial(&ask, (old, "")) {
                Ok(text) => spoken(self.words, &one_line(&text), old),
                Err(ReadlineError::Interrupted) if self.escaped.load(Ordering::SeqCst) => Reply::Back,
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => Reply::Interrupted,
                // Bytes that are no text: the line is asked for again.
                Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => continue,
                Err(ReadlineError::Io(error)) if ends_it(&error) => Reply::Interrupted,
                #[cfg(unix)]
                Err(ReadlineError::Errno(errno)) if ends_it(&io::Error::from(errno)) => Reply::Interrupted,
                Err(error) => return Err(error.into()),
            });
        }
    }

    fn pick(&mut self, prompt: &Prompt, options: &[String], current: usize) -> Result<Reply<usize>> {
        self.tell_long(options)?;
        let unknown = self.words.get("menu.unknown").to_owned();
        let (labels, stands) = self.labels(options, prompt.unknown.then_some(unknown.as_str()));
        loop {
            discard_typed_ahead();
            let menu = Select::with_theme(&labels)
                .with_prompt(self.fit(&prompt.ask))
                .items(&stands)
                .default(current);
            match self.reply(menu.interact_on_opt(&self.term))? {
                Some(Reply::Got(at)) if at == options.len() => return Ok(Reply::Unknown),
                Some(reply) => return Ok(reply),
                None => {}
            }
        }
    }

    fn pick_many(
        &mut self,
        prompt: &Prompt,
        options: &[String],
        chosen: &[bool],
    ) -> Result<Reply<Vec<usize>>> {
        self.tell_long(options)?;
        self.tell(&Page::of(Line::Quiet(self.words.get("menu.many").to_owned())))?;
        let (labels, stands) = self.labels(options, None);
        loop {
            discard_typed_ahead();
            let menu = MultiSelect::with_theme(&labels)
                .with_prompt(self.fit(&prompt.ask))
                .items(&stands)
                .defaults(chosen);
            match self.reply(menu.interact_on_opt(&self.term))? {
                // Who goes to an item and presses Enter means that item, marked or not.
                Some(Reply::Got(chosen)) if chosen.is_empty() => {
                    return Ok(Reply::Got(vec![labels.active.get()]));
                }
                Some(reply) => return Ok(reply),
                None => {}
            }
        }
    }
}

/// Reads the marks that stand for back, help, overview and don't know, in their full-width forms too. All but the last
/// also count where they were typed behind the old text that stood in the line.
fn spoken(words: &Words, text: &str, old: &str) -> Reply<String> {
    let behind = text.strip_prefix(old).unwrap_or(text).trim();
    match (text, behind) {
        (_, "<" | "＜" | "〈" | "《") => Reply::Back,
        (_, "?" | "？") => Reply::Help,
        (_, "=" | "＝") => Reply::Overview,
        _ if words.get("menu.unknown_words").split_whitespace().any(|word| word == text.to_lowercase()) => {
            Reply::Unknown
        }
        _ => Reply::Got(text.to_owned()),
    }
}

/// What was pasted as several lines is one answer.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// True for what a signal or a terminal that went away looks like.
fn ends_it(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, Interrupted, NotConnected, UnexpectedEof};
    // EIO (5) is what a terminal that was closed answers with.
    matches!(error.kind(), Interrupted | UnexpectedEof | BrokenPipe | ConnectionReset | NotConnected)
        || (cfg!(unix) && error.raw_os_error() == Some(5))
}

/// Drops what was typed or pasted before the prompt was there, so that it never answers it.
fn discard_typed_ahead() {
    #[cfg(unix)]
    let _ = nix::sys::termios::tcflush(io::stdin(), nix::sys::termios::FlushArg::TCIFLUSH);
}

/// The first character of the private use area.
const PRIVATE: u32 = 0xE000;

/// A theme that shows labels in the place of the private-use characters that dialoguer counts.
struct Labels<'a> {
    theme: &'a ColorfulTheme,
    texts: Vec<String>,
    /// The item that was drawn as the active one last.
    active: Cell<usize>,
}

impl Labels<'_> {
    fn label<'t>(&'t self, stand: &'t str) -> &'t str {
        place(stand).and_then(|at| self.texts.get(at)).map_or(stand, String::as_str)
    }
}

/// The place of the label that a private-use character stands for.
fn place(stand: &str) -> Option<usize> {
    let at = stand.chars().next().and_then(|c| u32::from(c).checked_sub(PRIVATE))?;
    usize::try_from(at).ok()
}

impl Theme for Labels<'_> {
    fn format_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        self.theme.format_select_prompt(f, prompt)
    }

    fn format_select_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        chosen: &str,
    ) -> fmt::Result {
        self.theme.format_select_prompt_selection(f, prompt, self.label(chosen))
    }

    fn format_select_prompt_item(&self, f: &mut dyn fmt::Write, text: &str, active: bool) -> fmt::Result {
        self.theme.format_select_prompt_item(f, self.label(text), active)
    }

    fn format_multi_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        self.theme.format_multi_select_prompt(f, prompt)
    }

    fn format_multi_select_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        chosen: &[&str],
    ) -> fmt::Result {
        let chosen: Vec<&str> = chosen.iter().map(|stand| self.label(stand)).collect();
        self.theme.format_multi_select_prompt_selection(f, prompt, &chosen)
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        if active {
            self.active.set(place(text).unwrap_or(0));
        }
        // The theme marks the active item by colour alone.
        f.write_str(if active { "❯ " } else { "  " })?;
        self.theme.format_multi_select_prompt_item(f, self.label(text), checked, active)
    }
}

/// An editor for lines with Chinese in them: Esc ends the line, and every key repaints it whole, since a partial repaint
/// leaves ghosts of wide characters at the end of a row.
fn editor(escaped: &Arc<AtomicBool>) -> Result<Editor<Plain, DefaultHistory>> {
    // The mode comes first: choosing it sets the wait as well.
    let config = Config::builder().edit_mode(EditMode::Emacs).keyseq_timeout(Some(ESC_WAIT)).build();
    let mut editor = Editor::with_config(config)?;
    editor.set_helper(Some(Plain));
    let escape = KeyEvent(KeyCode::Esc, Modifiers::NONE);
    editor.bind_sequence(escape, EventHandler::Conditional(Box::new(OnEscape(escaped.clone()))));
    Ok(editor)
}

struct OnEscape(Arc<AtomicBool>);

impl ConditionalEventHandler for OnEscape {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::SeqCst);
        Some(Cmd::Interrupt)
    }
}

/// Completes and hints nothing.
struct Plain;

impl Helper for Plain {}
impl Validator for Plain {}
impl Hinter for Plain {
    type Hint = String;
}
impl Completer for Plain {
    type Candidate = String;
}
impl Highlighter for Plain {
    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        true
    }
}
