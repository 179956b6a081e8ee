//! What a run says to people and to programs: a summary for the screen, a statement in Markdown, JSON.

mod json;
mod labels;
mod line;
mod statement;
mod summary;

pub use super::shown::covered;
pub use json::json;
pub use labels::{advice, label, money, side, stated};
pub use line::parts;
pub use statement::statement;
pub use summary::{decided, explained, summary};
