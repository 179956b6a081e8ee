//! Which voice speaks: menus that are drawn, or plain lines.

use std::io::{self, IsTerminal};

use anyhow::Result;

use crate::domain::words::Words;

use super::{Ask, Plain, Terminal, tty};

/// A way to speak with a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Menus and lines that are edited.
    Terminal,
    /// Numbered lists and lines, one after the other, for screen readers, braille displays and simple terminals.
    Plain,
}

impl Voice {
    /// The voice for the terminal of this process: the plain one where it is wanted, and where menus cannot be drawn
    /// (`TERM=dumb` or no `TERM`, or a window under 40 columns by 10 rows). `None` where nobody can be asked.
    pub fn here(plain: bool) -> Option<Self> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()) {
            return None;
        }
        if Self::draws(plain) {
            return Some(Self::Terminal);
        }
        #[cfg(unix)]
        tty::hold_returns();
        Some(Self::Plain)
    }

    /// True where standard error is a terminal in which something can be drawn, and drawing is wanted.
    pub fn draws(plain: bool) -> bool {
        let dumb = cfg!(unix) && matches!(std::env::var("TERM").as_deref(), Err(_) | Ok("dumb" | ""));
        !(plain || dumb) && io::stderr().is_terminal() && tty::is_roomy()
    }

    /// Begins to speak in the words of a language; the plain voice never in colour.
    pub fn open<'w>(self, words: &'w Words, colour: bool) -> Result<Box<dyn Ask + 'w>> {
        Ok(match self {
            Self::Terminal => Box::new(Terminal::new(words, colour)?),
            Self::Plain => Box::new(Plain::watching(words)),
        })
    }
}
