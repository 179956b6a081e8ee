//! Reads a text: finds its encoding, its separator and its header, then its rows, again from the start where a row shows
//! that an earlier one was read wrongly.

use std::io::Read;

use encoding_rs::{Encoding, UTF_8};

use super::amount::Marks;
use super::columns::{self, Found};
use super::date::Orders;
use super::encoding::{self, Decoded, Guess};
use super::explain::Explanation;
use super::rows::{Rows, Settled};
use super::split::{self, Form};
use super::stop::Stop;
use super::unknown::unknown;
use super::{Reader, plain};
use crate::reconcile::table::Table;

/// The header is looked for in so many bytes and lines.
pub(super) const HEAD: u64 = 64 * 1024;
pub(super) const HEAD_LINES: usize = 60;

const ENCODING_DOUBT: &str = "read.encoding_doubt";
pub(super) const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What is done with the bytes of a file.
type Pass<'p> = &'p mut dyn FnMut(&mut dyn Read) -> Result<(), Stop>;
/// Opens the bytes of a file from their start, once for each pass.
type Passes<'p> = &'p mut dyn FnMut(Pass<'_>) -> Result<(), Stop>;

impl Reader<'_> {
    /// Reads a text. `head` are its first bytes.
    pub(super) fn text(self, head: &[u8], passes: Passes<'_>) -> Result<Explanation, Stop> {
        let mut encoding = match (&self.options.encoding, encoding::guess(head)) {
            (Some(label), _) => encoding::named(label)?,
            (None, Guess::Known(encoding)) => encoding,
            (None, Guess::Try) => UTF_8,
        };
        let supposed = self.options.encoding.is_none();
        let first = match self.decoded(head, encoding, supposed, passes) {
            Err(Stop::Encoding { line, offset, wide }) => (line, offset, wide),
            read => return read,
        };
        let (line, offset, wide) = first;
        // Where no encoding fits, the first one says where the trouble begins.
        let mixed = || Err(plain(Stop::Encoding { line, offset, wide }).into());
        let Some(next) = encoding::after(encoding).filter(|_| supposed) else { return mixed() };
        encoding = next;
        match self.decoded(head, encoding, supposed, passes) {
            Err(Stop::Encoding { .. }) => mixed(),
            Err(Stop::Trouble(trouble)) if trouble.what.key == ENCODING_DOUBT && wide => mixed(),
            read => read,
        }
    }

    fn decoded(
        self,
        head: &[u8],
        encoding: &'static Encoding,
        supposed: bool,
        passes: Passes<'_>,
    ) -> Result<Explanation, Stop> {
        let lines = head_lines(head, encoding, supposed)?;
        let (found, separator) = self.header(&lines)?;
        found.check(self.side)?;
        let backtick = found.profile.habits.backtick;
        let form = Form { separator, quotes: !backtick, backtick };
        let mut settled = self.settled(&found);
        loop {
            let mut table = None;
            let passed = passes(&mut |bytes| {
                let mut rows =
                    Rows::new(found.profile, &self.options.profiles.common, &found.columns, settled);
                let decoded = Decoded::new(bytes, encoding, supposed);
                split::each(decoded, form, found.line, &mut |record| rows.take(record).map(|()| true))?;
                table = Some(rows.finish()?);
                Ok(())
            });
            if again(&passed, &mut settled) {
                continue;
            }
            passed?;
            let table = table.unwrap_or_else(|| Table::new(crate::reconcile::table::Source::default()));
            let how = (Some(encoding.name()), Some(char::from(separator)));
            return Ok(Explanation::of(self.options, &found, table, how, &settled));
        }
    }

    /// The header and the separator: what a profile knows best.
    fn header(&self, lines: &[String]) -> Result<(Found<'_>, u8), Stop> {
        let mut best: Option<(Found<'_>, u8)> = None;
        let mut widest = (Vec::new(), 0);
        for separator in SEPARATORS {
            let form = Form { separator, quotes: true, backtick: false };
            let parted: Vec<(u32, Vec<String>)> =
                (1..).zip(lines).map(|(number, line)| (number, split::cells_of(line, form))).collect();
            if let Some(found) = columns::find(&parted, &self.options.profiles.list, self.side)
                && best.as_ref().is_none_or(|(best, _)| found.score > best.score)
            {
                best = Some((found, separator));
            }
            let width = parted.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
            if width > widest.1 {
                widest = (parted, width);
            }
        }
        best.ok_or_else(|| unknown(&widest.0).into())
    }

    /// What is settled before a pass: by an option, or by the profile.
    pub(super) fn settled(&self, found: &Found<'_>) -> Settled {
        // Chinese statements write a point before decimals, and the year first.
        let usual = found.columns.is_chinese().then_some(super::Decimal::Point);
        Settled {
            marks: Marks {
                fixed: self.options.decimal.or(found.profile.decimal).or(usual),
                ..Marks::default()
            },
            orders: Orders { fixed: self.options.date_order.or(found.profile.order), ..Orders::default() },
            currency: self.options.currency,
        }
    }
}

/// True where a pass must be made again, with what it showed.
pub(super) fn again(passed: &Result<(), Stop>, settled: &mut Settled) -> bool {
    match passed {
        Err(Stop::Decimal(decimal)) if settled.marks.fixed.is_none() => settled.marks.fixed = Some(*decimal),
        Err(Stop::Order(order)) if settled.orders.fixed.is_none() => settled.orders.fixed = Some(*order),
        _ => return false,
    }
    true
}

/// The first lines of a text.
pub(super) fn head_lines(
    head: &[u8],
    encoding: &'static Encoding,
    supposed: bool,
) -> Result<Vec<String>, Stop> {
    let (mut decoded, mut bytes) = (Decoded::new(head, encoding, supposed), Vec::new());
    decoded.fill(&mut bytes, 1)?;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => {
            let good = error.valid_up_to();
            let line = 1 + encoding::lines_of(&bytes[..good]);
            return Err(Stop::Encoding { line, offset: good as u64, wide: !bytes[..good].is_ascii() });
        }
    };
    Ok(text.lines().take(HEAD_LINES).map(|line| line.trim_start_matches('\u{feff}').to_owned()).collect())
}
