//! What a voice has to do: show a page, ask for a line, a path or a choice.

use anyhow::Result;

use super::Page;

/// What a person said to a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply<T> {
    /// The answer.
    Got(T),
    /// To the prompt before.
    Back,
    /// Help, and why it is asked.
    Help,
    /// "I don't know yet".
    Unknown,
    /// All steps, and what was answered.
    Overview,
    /// Save and leave.
    Quit,
    /// Ctrl-C, Ctrl-D, or the terminal is gone.
    Interrupted,
}

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    /// The question, at most 30 columns.
    pub ask: String,
    /// "I don't know yet" is an answer to it.
    pub unknown: bool,
    /// The option that is current is an answer that was given, not a proposal.
    pub stands: bool,
}

/// A way to ask and to show.
pub trait Ask {
    /// Shows a page.
    fn tell(&mut self, page: &Page) -> Result<()>;
    /// Asks for a line; `old` stands in it already.
    fn line(&mut self, prompt: &Prompt, old: &str) -> Result<Reply<String>>;
    /// Asks for the path of a file.
    fn path(&mut self, prompt: &Prompt) -> Result<Reply<String>> {
        self.line(prompt, "")
    }
    /// Asks for a line once more, after `wrong` was no answer.
    fn again(&mut self, prompt: &Prompt, wrong: &str) -> Result<Reply<String>>;
    /// Asks for one of some options; `current` is chosen already.
    fn pick(&mut self, prompt: &Prompt, options: &[String], current: usize) -> Result<Reply<usize>>;
    /// Asks for any of some options; `chosen` are chosen already.
    fn pick_many(
        &mut self,
        prompt: &Prompt,
        options: &[String],
        chosen: &[bool],
    ) -> Result<Reply<Vec<usize>>>;
}
