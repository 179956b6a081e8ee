//! Renders a plan: an outline of the checklist that every text format shares, Markdown, letters, and the state as JSON.

mod blank;
mod branches;
mod calendar;
mod due;
mod json;
mod json_check;
pub mod letter;
mod markdown;
mod outline;

pub use blank::blank;
pub use branches::needed_if;
pub use calendar::{calendar, text as ics_text};
pub use due::{due, outlook};
pub use json::{LetterEntry, LetterState, ListEntry, LogEntry, letters, list, log, next, state};
pub use json_check::{Checked, CheckedCase, check};
pub use markdown::{escape, markdown};
pub use outline::{Block, Outline, checklist};
