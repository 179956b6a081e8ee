//! Asks the one thing that a command needs to know before it does what cannot be taken back.

use super::talk::ours;
use super::{Context, signals};
use crate::failure::{Exit, Failure};
use crate::wizard::{Ask, Page, Prompt, Reply, Voice};

/// Whether a person can be asked here.
pub(super) fn possible(context: &Context) -> bool {
    !context.no_input && Voice::here(context.accessible).is_some()
}

/// Asks for a line, below a page.
pub(super) fn line(context: &Context, page: &Page, key: &str) -> Result<Reply<String>, Failure> {
    let mut voice = open(context, page)?;
    voice.line(&prompt(context, key), "").map_err(ours)
}

/// What was said to writing private numbers in full.
pub(super) enum InFull {
    /// Write them in full.
    Yes,
    /// Only their last characters.
    No,
    /// Write nothing; how to end.
    Left(Exit),
}

/// Asks, below a page, whether private numbers are written in full. `otherwise` is the key of the second option, `current`
/// the one chosen already.
pub(super) fn in_full(
    context: &Context,
    page: &Page,
    otherwise: &str,
    current: usize,
) -> Result<InFull, Failure> {
    let mut voice = open(context, page)?;
    let options = ["full.yes", otherwise].map(|key| context.words.get(key).to_owned());
    Ok(match voice.pick(&prompt(context, "full.ask"), &options, current).map_err(ours)? {
        Reply::Got(0) => InFull::Yes,
        Reply::Got(_) => InFull::No,
        Reply::Interrupted => InFull::Left(Exit::Interrupted),
        _ => InFull::Left(Exit::Done),
    })
}

/// What a command does that was told `--full`: it asks where somebody can be asked, and goes on where nobody can. `Some`
/// where nothing is to be written.
pub(super) fn full(context: &Context) -> Result<Option<Exit>, Failure> {
    if !possible(context) {
        return Ok(None);
    }
    let mut page = Page::default();
    page.alert(context.words.get("full.warn"));
    let left = match in_full(context, &page, "full.no", 1)? {
        InFull::Yes => return Ok(None),
        InFull::Left(Exit::Interrupted) => return Ok(Some(Exit::Interrupted)),
        InFull::No | InFull::Left(_) => Exit::Done,
    };
    context.notice("full.left", &[]);
    Ok(Some(left))
}

/// A conversation of more than one question. While it lasts, a signal ends it with its own words.
pub(super) struct Conversation<'c> {
    pub(super) voice: Box<dyn Ask + 'c>,
    before: String,
}

impl Conversation<'_> {
    /// Says that it is over: what a signal ends from here on is no longer it. One that a signal ended keeps its words.
    pub(super) fn close(self) {
        signals::install(&self.before);
    }
}

/// Begins a conversation; `farewell` is the key of what is said where a signal ends it.
pub(super) fn conversation<'c>(context: &'c Context, farewell: &str) -> Result<Conversation<'c>, Failure> {
    let voice = voice(context)?;
    Ok(Conversation { voice, before: signals::install(context.words.get(farewell)) })
}

fn voice(context: &Context) -> Result<Box<dyn Ask + '_>, Failure> {
    // Where nobody can be asked, `possible` says so before.
    let voice = Voice::here(context.accessible).unwrap_or(Voice::Plain);
    voice.open(&context.words, context.colour_on(true)).map_err(ours)
}

fn open<'c>(context: &'c Context, page: &Page) -> Result<Box<dyn Ask + 'c>, Failure> {
    let mut voice = voice(context)?;
    voice.tell(page).map_err(ours)?;
    Ok(voice)
}

fn prompt(context: &Context, key: &str) -> Prompt {
    Prompt { ask: context.words.get(key).to_owned(), ..Prompt::default() }
}
