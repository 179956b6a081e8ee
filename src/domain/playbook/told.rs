//! What a step tells beside what it asks. It is the larger part of a playbook, and few commands show any of it.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use super::super::text::Text;
use super::{Note, Rule};

/// What a step tells.
#[derive(Debug, Clone, Default)]
pub struct Telling {
    /// Why the step matters.
    pub why: Text,
    /// What to say or send, with `{answer}` places.
    pub script: Option<Text>,
    /// Parts of both that stand where their conditions hold.
    pub passages: Vec<Note>,
    /// Sentences of law, network, contract, custom or our advice.
    pub rules: Vec<Rule>,
    /// What to have ready.
    pub materials: Vec<Note>,
    /// What goes wrong for others.
    pub pitfalls: Vec<Note>,
}

/// A telling that is read when somebody first asks for it.
#[derive(Clone)]
pub struct Told(Arc<LazyLock<Telling, Read>>);

type Read = Box<dyn FnOnce() -> Telling + Send>;

impl Told {
    /// What `read` will read.
    pub fn later(read: impl FnOnce() -> Telling + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(read))))
    }
}

impl Deref for Told {
    type Target = Telling;

    fn deref(&self) -> &Telling {
        &self.0
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
