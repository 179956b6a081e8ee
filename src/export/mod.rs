//! Renders a plan: an outline of the checklist that every text format shares, Markdown, and the state as JSON.

mod calendar;
mod due;
mod json;
mod markdown;
mod outline;

pub use calendar::{calendar, text as ics_text};
pub use due::due;
pub use json::{ListEntry, LogEntry, list, log, next, state};
pub use markdown::{escape, markdown};
pub use outline::{Block, Outline, checklist};
