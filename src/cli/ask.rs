//! Asks the one thing that a command needs to know before it does what cannot be taken back.

use super::Context;
use super::talk::ours;
use crate::failure::Failure;
use crate::wizard::{Ask, Page, Prompt, Reply, Terminal};

/// Whether a person can be asked here.
pub(super) fn possible(context: &Context) -> bool {
    !context.no_input && Terminal::check().is_ok()
}

/// Asks for a line, below a page.
pub(super) fn line(context: &Context, page: &Page, key: &str) -> Result<Reply<String>, Failure> {
    let mut terminal = Terminal::new(&context.words, context.colour_on(true)).map_err(ours)?;
    terminal.tell(page).map_err(ours)?;
    terminal.line(&prompt(context, key), "").map_err(ours)
}

/// Asks for one of some options, below a page.
pub(super) fn pick(
    context: &Context,
    page: &Page,
    key: &str,
    options: [&str; 2],
) -> Result<Reply<usize>, Failure> {
    let mut terminal = Terminal::new(&context.words, context.colour_on(true)).map_err(ours)?;
    terminal.tell(page).map_err(ours)?;
    let options = options.map(|key| context.words.get(key).to_owned());
    terminal.pick(&prompt(context, key), &options, 1).map_err(ours)
}

fn prompt(context: &Context, key: &str) -> Prompt {
    Prompt { ask: context.words.get(key).to_owned(), unknown: false }
}
