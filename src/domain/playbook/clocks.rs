//! What runs against a clock, as data: last days with the time that a letter travels, sums with their choice of day, and
//! the rungs of the ladder that is climbed while the other side is late.

use chrono::NaiveDate;

use super::super::condition::Condition;
use super::super::formula::{DateFormula, SumFormula};
use super::super::span::Span;
use super::super::text::Text;
use super::Basis;

/// Where something stands, and when that was last looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The text, in the language of its country.
    pub text: String,
    /// The day.
    pub checked: NaiveDate,
}

/// The last day for an act.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// Its id.
    pub id: String,
    /// The noun for it.
    pub label: Text,
    /// How it is worked out.
    pub due: DateFormula,
    /// The to-do that meets it.
    pub met_by: String,
    /// When it stands; while that is not known, it does.
    pub only_if: Condition,
    /// The act belongs to this very day: before it, it is no act for today.
    pub exact: bool,
    /// Where it comes from.
    pub basis: Basis,
    /// The text behind it.
    pub source: Option<Source>,
    /// What has to arrive by then, travels.
    pub delivery: Option<Delivery>,
}

/// How long something travels that has to arrive by a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The duration question that tells it.
    pub answer: String,
    /// How long, while there is no answer.
    pub otherwise: Span,
    /// Where `otherwise` comes from.
    pub basis: Basis,
    /// When it applies; while that is not known, it does.
    pub only_if: Condition,
}

/// A sum worked out from answers.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// Its id.
    pub id: String,
    /// The noun for it.
    pub label: Text,
    /// How it is worked out.
    pub sum: SumFormula,
    /// It is never less than nothing.
    pub not_below_zero: bool,
    /// When it applies.
    pub only_if: Condition,
    /// It hangs on a day that the merchant can choose.
    pub compare: Option<Compare>,
}

/// The choice between leaving at once and waiting until the contract's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compare {
    /// The date question for the day of leaving, on which the sum hangs.
    pub day: String,
    /// The duration question for the notice, which runs before the day.
    pub notice: String,
    /// The date question for the contract's end.
    pub end: String,
    /// The money question for what goes on each month until then.
    pub monthly: String,
    /// The to-do that makes the choice; once it is ticked there is none any more.
    pub until: String,
}

/// One rung of the ladder: where to turn while the other side is late.
#[derive(Debug, Clone)]
pub struct Rung {
    /// Its id.
    pub id: String,
    /// The to-do that is this rung's act.
    pub todo: String,
    /// For whom it is; while that is not known, for everybody.
    pub only_if: Condition,
    /// Whom to turn to, and how they are reached.
    pub channel: Text,
    /// What they will ask for.
    pub asks: Text,
    /// The wait that tells how long it may take; `None` where no text sets a time.
    pub wait: Option<String>,
    /// The letter that goes with it.
    pub letter: Option<String>,
    /// Where the channel and its time come from.
    pub basis: Basis,
    /// The text behind it.
    pub source: Option<Source>,
}
