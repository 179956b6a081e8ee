//! Asks the one thing that a command needs to know before it does what cannot be taken back.

use super::talk::ours;
use super::{Context, signals};
use crate::failure::Failure;
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

/// Asks for one of some options, below a page.
pub(super) fn pick(
    context: &Context,
    page: &Page,
    key: &str,
    options: [&str; 2],
) -> Result<Reply<usize>, Failure> {
    let mut voice = open(context, page)?;
    let options = options.map(|key| context.words.get(key).to_owned());
    voice.pick(&prompt(context, key), &options, 1).map_err(ours)
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
    Prompt { ask: context.words.get(key).to_owned(), unknown: false }
}
