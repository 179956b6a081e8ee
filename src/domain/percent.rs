//! Rates: parts of a hundred, held as whole ten-thousandths of a percent.

use std::fmt;

use super::numeral::to_digits;
use super::text::half_width;

/// A rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent {
    /// Ten-thousandths of a percent: 3800 is 0.38 %.
    pub parts: u32,
}

impl Percent {
    /// Reads `0.38%`, `0.38`, `千分之3.8`, `3.8‰` or `万分之三十八`; at most 100 % and four decimals.
    ///
    /// ```
    /// use posquit::domain::percent::Percent;
    /// let read = |s| Percent::read(s).map(|p| p.to_string());
    /// assert_eq!(read("０．３８％").as_deref(), Some("0.38%"));
    /// assert_eq!(read("3.8‰").as_deref(), Some("0.38%"));
    /// assert_eq!(read("万分之三十八").as_deref(), Some("0.38%"));
    /// assert_eq!(read("101%"), None);
    /// ```
    pub fn read(typed: &str) -> Option<Self> {
        let plain = half_width(typed).replace(' ', "");
        let (number, scale) = [("百分之", 10_000), ("千分之", 1_000), ("万分之", 100)]
            .iter()
            .find_map(|(word, scale)| plain.strip_prefix(word).map(|rest| (rest.to_owned(), *scale)))
            .or_else(|| plain.strip_suffix('‰').map(|rest| (rest.to_owned(), 1_000)))
            .unwrap_or_else(|| (plain.trim_end_matches('%').to_owned(), 10_000));
        let number = to_digits(&number);
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        if whole.is_empty() || fraction.len() > 4 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let tenths: u64 = format!("{whole}{fraction:0<4}").parse().ok()?;
        let parts = tenths.checked_mul(scale)?;
        // What does not come out whole is finer than four decimals of a percent.
        let parts = u32::try_from(parts / 10_000).ok().filter(|_| parts % 10_000 == 0)?;
        (parts <= 1_000_000).then_some(Self { parts })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:04}", self.parts % 10_000);
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{}%", self.parts / 10_000),
            fraction => write!(f, "{}.{fraction}%", self.parts / 10_000),
        }
    }
}
