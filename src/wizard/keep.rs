//! A place to save, as the conversation sees it.

use crate::domain::case::{At, Case, Edit, Slot};

use super::Page;

/// What became of a change.
pub enum Kept {
    /// It is on disk; the case after it.
    Saved(Case),
    /// Somebody else changed the same place in the meantime; the case as it is now, and what stands there.
    Changed(Case, At, Option<Slot>),
}

/// A change that is not on disk.
pub struct Unsaved {
    /// What to tell: what failed, what is safe, what to do.
    pub told: Page,
    /// The failure.
    pub error: anyhow::Error,
}

/// A place to save.
pub trait Keep {
    /// Makes a change last. `seen` is what stood at each place when the person was asked.
    fn keep(&mut self, case: &Case, edits: &[Edit], seen: &[Option<Slot>]) -> Result<Kept, Box<Unsaved>>;
}
