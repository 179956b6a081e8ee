//! The one place that reads the clock.

use chrono::{NaiveDate, SecondsFormat};

/// Today, and the time of a change, once for the whole run.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// The civil day here.
    pub(super) today: NaiveDate,
    /// The local time with its offset, RFC 3339.
    pub(super) time: String,
}

impl Clock {
    /// The clock, or noon of the day that a test gives.
    pub(super) fn read(today: Option<NaiveDate>) -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the place where today enters")]
        let now = chrono::Local::now();
        match today {
            Some(day) => Self { today: day, time: format!("{day}T12:00:00+00:00") },
            None => Self { today: now.date_naive(), time: now.to_rfc3339_opts(SecondsFormat::Secs, false) },
        }
    }
}
