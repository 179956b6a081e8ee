//! The voice `terminal`: dialoguer for menus, rustyline for typed lines, and the traps of both kept here. Prompts are
//! short; long text stands above them. Only this file knows the two libraries.

mod editor;
mod labels;

use std::io::{self, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use console::Term;
use dialoguer::{MultiSelect, Select};
use rustyline::Editor;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;

use crate::domain::words::Words;

use super::tty::{self, ends_it};
use super::{Ask, Line, Page, Plain, Prompt, Reply, spoken};
use editor::{Bare, editor};
use labels::Labels;

/// Text is not set wider than this, for the eye's sake.
const WIDEST: usize = 100;
/// Of a longer paste only the beginning is looked at: it is refused anyway.
const MOST: usize = 4_000;
/// Rows that a menu needs besides its entries.
const BESIDES: usize = 3;
/// Rows for the ways to other leaves of a long menu.
const TURNS: usize = 2;

/// What came of a menu: `None` where it could not be kept open, inside it `None` for Esc.
type Opened<T> = io::Result<Option<Option<T>>>;

/// A terminal that a person sits at.
pub struct Terminal<'w> {
    term: Term,
    editor: Editor<Bare, DefaultHistory>,
    escaped: Arc<AtomicBool>,
    words: &'w Words,
    colour: bool,
    /// Asks where the window became too small for menus.
    plain: Plain,
}

impl<'w> Terminal<'w> {
    /// The terminal of this process.
    pub fn new(words: &'w Words, colour: bool) -> Result<Self> {
        let escaped = Arc::new(AtomicBool::new(false));
        console::set_colors_enabled_stderr(colour);
        Ok(Self {
            term: Term::stderr(),
            editor: editor(&escaped)?,
            escaped,
            words,
            colour,
            plain: Plain::new(words),
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

    fn labels(&self, options: &[String], more: Option<&str>) -> (Labels, Vec<String>) {
        let texts = options.iter().map(String::as_str).chain(more).map(|option| self.fit(option));
        Labels::of(texts.collect(), self.words.get("list.comma"))
    }

    /// The entries that are shown together with this one: all of them where the window has room, since dialoguer would
    /// count its own pages in English.
    fn leaf(&self, entries: usize, current: usize) -> Range<usize> {
        let rows = usize::from(self.term.size().0);
        if entries + BESIDES <= rows {
            return 0..entries;
        }
        let room = rows.saturating_sub(BESIDES + TURNS).max(1);
        let start = current.min(entries.saturating_sub(1)) / room * room;
        start..(start + room).min(entries)
    }

    /// Opens a menu. dialoguer panics where the window shrinks to one or two rows while it is open; that is as if it had
    /// never been opened.
    fn open<T>(&self, menu: impl FnOnce(&Term) -> dialoguer::Result<Option<T>>) -> Opened<T> {
        tty::discard_typed_ahead();
        let opened = catch_unwind(AssertUnwindSafe(|| menu(&self.term)));
        // dialoguer hides the cursor and forgets it when it is interrupted.
        let _ = self.term.show_cursor();
        match opened {
            Ok(chosen) => chosen.map(Some).map_err(io::Error::from),
            Err(_) if !tty::is_roomy() => Ok(None),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Turns what a menu returned into a reply: Esc opens the small menu, a signal leaves; `None` asks again.
    fn reply<T>(&self, opened: Opened<T>) -> Result<Option<Reply<T>>> {
        match opened {
            Ok(Some(Some(value))) => Ok(Some(Reply::Got(value))),
            Ok(Some(None)) if tty::is_roomy() => self.small_menu(),
            Ok(Some(None) | None) => Ok(None),
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
        let menu = Select::with_theme(&labels).with_prompt(prompt).items(&stands).default(0).report(false);
        Ok(match self.open(|term| menu.interact_on_opt(term)) {
            Ok(Some(Some(0))) => Some(Reply::Back),
            Ok(Some(Some(1))) => Some(Reply::Help),
            Ok(Some(Some(2))) => Some(Reply::Unknown),
            Ok(Some(Some(3))) => Some(Reply::Overview),
            Ok(Some(Some(4))) => Some(Reply::Quit),
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
        if !tty::is_roomy() {
            return self.plain.line(prompt, old);
        }
        tty::discard_typed_ahead();
        self.escaped.store(false, Ordering::SeqCst);
        let ask = format!("{} › ", prompt.ask);
        loop {
            return Ok(match self.editor.readline_with_initial(&ask, (old, "")) {
                Ok(text) => {
                    let text: String = tty::one_line(&text).chars().take(MOST).collect();
                    spoken::line(self.words, prompt, &text, old)
                }
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

    fn path(&mut self, prompt: &Prompt) -> Result<Reply<String>> {
        let completes = |terminal: &mut Self, paths: bool| {
            if let Some(helper) = terminal.editor.helper_mut() {
                helper.paths = paths;
            }
        };
        completes(self, true);
        let reply = self.line(prompt, "");
        completes(self, false);
        reply
    }

    /// The line is empty, so that a new answer is simply typed; the arrow up brings the old text back to be mended.
    fn again(&mut self, prompt: &Prompt, wrong: &str) -> Result<Reply<String>> {
        if wrong.is_empty() || !tty::is_roomy() {
            return self.line(prompt, "");
        }
        self.tell(&Page::of(Line::Quiet(self.words.get("voice.mend").to_owned())))?;
        self.editor.add_history_entry(wrong)?;
        let reply = self.line(prompt, "");
        self.editor.clear_history()?;
        reply
    }

    fn pick(&mut self, prompt: &Prompt, options: &[String], current: usize) -> Result<Reply<usize>> {
        if tty::is_roomy() {
            self.tell_long(options)?;
        }
        let unknown = self.words.get("menu.unknown").to_owned();
        let entries: Vec<String> = options.iter().cloned().chain(prompt.unknown.then_some(unknown)).collect();
        let mut current = current;
        while tty::is_roomy() {
            let leaf = self.leaf(entries.len(), current);
            let mut shown = entries[leaf.clone()].to_vec();
            // Behind the entries of a leaf stand the ways to the others.
            let turns: Vec<(&str, usize)> = [
                ("passage.next_leaf", Some(leaf.end).filter(|next| *next < entries.len())),
                ("passage.last_leaf", leaf.start.checked_sub(1)),
            ]
            .into_iter()
            .filter_map(|(key, to)| Some((key, to?)))
            .collect();
            shown.extend(turns.iter().map(|(key, _)| self.words.get(key).to_owned()));
            let (labels, stands) = self.labels(&shown, None);
            let ask = self.fit(&prompt.ask);
            let default = current.saturating_sub(leaf.start);
            let menu = Select::with_theme(&labels).with_prompt(ask).items(&stands).default(default);
            match self.reply(self.open(|term| menu.interact_on_opt(term)))? {
                Some(Reply::Got(at)) if at >= leaf.len() => current = turns[at - leaf.len()].1,
                Some(Reply::Got(at)) if leaf.start + at == options.len() => return Ok(Reply::Unknown),
                Some(Reply::Unknown) if !prompt.unknown => {
                    let told = self.words.get("hear.not_unknown").to_owned();
                    self.tell(&Page::of(Line::Alert(told)))?;
                }
                Some(reply) => return Ok(reply.map(|at| leaf.start + at)),
                None => {}
            }
        }
        self.plain.pick(prompt, options, current.min(options.len().saturating_sub(1)))
    }

    fn pick_many(
        &mut self,
        prompt: &Prompt,
        options: &[String],
        chosen: &[bool],
    ) -> Result<Reply<Vec<usize>>> {
        if tty::is_roomy() {
            self.tell_long(options)?;
            self.tell(&Page::of(Line::Quiet(self.words.get("menu.many").to_owned())))?;
        }
        let (mut from, mut taken) = (0, Vec::new());
        while tty::is_roomy() {
            let leaf = self.leaf(options.len(), from);
            let is_last = leaf.end == options.len();
            let (labels, stands) = self.labels(&options[leaf.clone()], None);
            let more = if is_last { "" } else { self.words.get("passage.more_follow") };
            let ask = self.fit(&format!("{}{more}", prompt.ask));
            let marked = chosen.get(leaf.clone()).unwrap_or_default();
            // Who goes to an item and presses Enter means that item, marked or not.
            let only = taken.is_empty() && is_last;
            labels.means_active.set(only);
            let menu = MultiSelect::with_theme(&labels).with_prompt(ask).items(&stands).defaults(marked);
            match self.reply(self.open(|term| menu.interact_on_opt(term)))? {
                Some(Reply::Got(here)) => {
                    let here = if only && here.is_empty() { vec![labels.active.get()] } else { here };
                    taken.extend(here.into_iter().map(|at| leaf.start + at));
                    if is_last {
                        return Ok(Reply::Got(taken));
                    }
                    from = leaf.end;
                }
                Some(reply) => return Ok(reply),
                None => {}
            }
        }
        self.plain.pick_many(prompt, options, chosen)
    }
}
