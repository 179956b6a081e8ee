//! Why a pass over a file ends early: a trouble, or something that the next pass must know from the start.

use super::amount::Decimal;
use super::date::Order;
use crate::reconcile::said::{Said, Trouble};

pub(super) enum Stop {
    Trouble(Box<Trouble>),
    /// The bytes are not text in the encoding that was tried; the line, how many bytes came before, and
    /// whether characters beyond ASCII were read well before.
    Encoding {
        line: u32,
        offset: u64,
        wide: bool,
    },
    /// An amount showed that an earlier one was read by the wrong decimal mark.
    Decimal(Decimal),
    /// A date showed that an earlier one was read in the wrong order.
    Order(Order),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(Box::new(trouble))
    }
}

/// A trouble with a key and a hint.
pub(super) fn trouble(key: &'static str, hint: &'static str) -> Trouble {
    Trouble::new(Said::new(key)).hint(hint)
}

/// A trouble of the system.
pub(super) fn io(error: &std::io::Error) -> Trouble {
    Trouble::new(Said::new("read.io").with("cause", error)).hint("read.io_hint")
}
