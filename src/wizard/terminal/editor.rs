//! The line editor.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::config::{Config, EditMode};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{
    Cmd, ConditionalEventHandler, Context, Editor, Event, EventContext, EventHandler, Helper, KeyCode,
    KeyEvent, Modifiers, RepeatCount,
};

/// How long an Esc is waited on, to tell it from an arrow key (milliseconds).
const ESC_WAIT: u16 = 50;
/// A line takes no more bytes than this from the keyboard: longer than any answer may be, short enough to be repainted.
const LONGEST: usize = 8 * 1024;

/// An editor for lines with Chinese in them: Esc ends the line, and every key repaints it whole, since a partial repaint
/// leaves ghosts of wide characters at the end of a row.
pub(super) fn editor(escaped: &Arc<AtomicBool>) -> Result<Editor<Bare, DefaultHistory>> {
    // The mode comes first: choosing it sets the wait as well.
    let config = Config::builder().edit_mode(EditMode::Emacs).keyseq_timeout(Some(ESC_WAIT)).build();
    let mut editor = Editor::with_config(config)?;
    editor.set_helper(Some(Bare::default()));
    let escape = KeyEvent(KeyCode::Esc, Modifiers::NONE);
    editor.bind_sequence(escape, EventHandler::Conditional(Box::new(OnEscape(escaped.clone()))));
    editor.bind_sequence(Event::Any, EventHandler::Conditional(Box::new(WhenFull)));
    Ok(editor)
}

/// Takes no more characters into a line that is longer than any answer: a paste of a million would be repainted a
/// million times.
struct WhenFull;

impl ConditionalEventHandler for WhenFull {
    fn handle(&self, key: &Event, _: RepeatCount, _: bool, line: &EventContext<'_>) -> Option<Cmd> {
        let KeyEvent(code, modifiers) = key.get(0)?;
        let types = matches!(code, KeyCode::Char(_)) && !modifiers.intersects(Modifiers::CTRL_ALT);
        (types && line.line().len() >= LONGEST).then_some(Cmd::Noop)
    }
}

struct OnEscape(Arc<AtomicBool>);

impl ConditionalEventHandler for OnEscape {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::SeqCst);
        Some(Cmd::Interrupt)
    }
}

/// Completes paths where one is asked for, and hints nothing.
#[derive(Default)]
pub(super) struct Bare {
    files: FilenameCompleter,
    /// A path is asked for.
    pub(super) paths: bool,
}

impl Helper for Bare {}
impl Validator for Bare {}
impl Hinter for Bare {
    type Hint = String;
}
impl Completer for Bare {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        at: usize,
        context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        if self.paths { self.files.complete(line, at, context) } else { Ok((at, Vec::new())) }
    }
}
impl Highlighter for Bare {
    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        true
    }
}
