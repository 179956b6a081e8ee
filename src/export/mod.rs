//! Renders a plan: an outline of the checklist that every text format shares, Markdown, and the state as JSON.

mod json;
pub mod letter;
mod markdown;
mod outline;

pub use json::{LetterEntry, LetterState, ListEntry, LogEntry, letters, list, log, next, state};
pub use markdown::{escape, markdown};
pub use outline::{Block, Outline, checklist};
