//! What stands below the rows: rows of totals, a second header with its values, sentences with numbers. It is no data; it
//! is checked against what was read.

use super::amount::{self, Amount};
use super::clean::{bare, header_name, name_of, value};
use super::columns::Columns;
use super::profile::{Measure, Profile, Words};
use super::record::Record;
use super::role::Role;
use super::rows::Settled;
use super::sums::minor_units;
use super::tally::Tally;
use crate::domain::money::Currency;
use crate::reconcile::said::{Note, Said};
use crate::reconcile::table::{Total, Unit};

/// Looks for totals among the rows.
pub(super) struct Footer<'p> {
    profile: &'p Profile,
    common: &'p Words,
    columns: &'p Columns,
    /// A second header was read; the next row has the values.
    awaited: Vec<(usize, String, Measure)>,
    waiting: bool,
    sentences: u32,
    headers: u32,
    pub(super) totals: Vec<Total>,
}

impl<'p> Footer<'p> {
    pub(super) fn new(profile: &'p Profile, common: &'p Words, columns: &'p Columns) -> Self {
        let awaited = Vec::new();
        Self {
            profile,
            common,
            columns,
            awaited,
            waiting: false,
            sentences: 0,
            headers: 0,
            totals: Vec::new(),
        }
    }

    /// Takes a row that is a second header, its values, or a sentence; false for any other.
    #[inline]
    pub(super) fn take(
        &mut self,
        record: &Record<'_>,
        tally: &Tally,
        settled: &mut Settled,
        currency: Currency,
    ) -> bool {
        if self.waiting {
            self.waiting = false;
            self.values(record, tally, settled, currency);
            return true;
        }
        let first = bare(record.cells().find(|cell| !bare(cell).is_empty()).unwrap_or_default());
        // Rows that begin with a digit are data: this is asked of every row.
        !first.as_bytes().first().is_some_and(u8::is_ascii_digit)
            && self.take_marked(record, first, tally, settled, currency)
    }

    fn take_marked(
        &mut self,
        record: &Record<'_>,
        first: &str,
        tally: &Tally,
        settled: &mut Settled,
        currency: Currency,
    ) -> bool {
        if first.starts_with('#') || (first.starts_with("---") && !value(first).is_empty()) {
            self.sentence(record, tally, settled, currency);
            return true;
        }
        if first.is_ascii() && self.profile.footer.is_empty() && !self.is_header(first) {
            return false;
        }
        let name = header_name(first);
        if self.profile.footer.iter().any(|(known, _)| *known == name) {
            self.second_header(record);
            return true;
        }
        if self.columns.names.contains(&name)
            && record.cells().map(header_name).eq(self.columns.names.iter().cloned())
        {
            self.headers += 1;
            return true;
        }
        if self.profile.lines.iter().any(|line| first.starts_with(&line.starts)) {
            self.sentence(record, tally, settled, currency);
            return true;
        }
        let alone = record.cells().filter(|cell| !bare(cell).is_empty()).count() == 1;
        if alone
            && record.len() != 1.max(self.columns.names.len())
            && !first.contains(|c: char| c.is_ascii_digit())
        {
            self.sentences += 1;
            return true;
        }
        false
    }

    /// Asked of many rows, so nothing is copied.
    fn is_header(&self, first: &str) -> bool {
        self.columns.titles.first().is_some_and(|title| bare(title).eq_ignore_ascii_case(first))
    }

    fn second_header(&mut self, record: &Record<'_>) {
        let named = record.cells().enumerate().filter_map(|(at, cell)| {
            let name = header_name(cell);
            let (_, measure) = self.profile.footer.iter().find(|(known, _)| *known == name)?;
            Some((at, bare(cell).to_owned(), *measure))
        });
        self.awaited = named.collect();
        self.waiting = true;
    }

    fn values(&mut self, record: &Record<'_>, tally: &Tally, settled: &mut Settled, currency: Currency) {
        for (at, what, measure) in std::mem::take(&mut self.awaited) {
            let read = amount::read(record.cell(at), record.line, &mut settled.marks);
            if let Ok(Some(amount)) = read {
                self.total(what, amount, measure, record.line, tally, currency);
            }
        }
    }

    /// Takes a row of totals under the same columns; false where it is none.
    pub(super) fn totals(
        &mut self,
        record: &Record<'_>,
        tally: &Tally,
        settled: &mut Settled,
        currency: Currency,
    ) -> bool {
        let first = bare(record.cells().find(|cell| !bare(cell).is_empty()).unwrap_or_default());
        let name = name_of(first);
        let mut ends = self.profile.words.ends.iter().chain(&self.common.ends);
        if !ends.any(|end| name.starts_with(end.as_str()) || name.ends_with(end.as_str())) {
            return false;
        }
        for role in Role::ALL.into_iter().filter(|role| role.is_amount()) {
            let &[at] = self.columns.places(role) else { continue };
            if let Ok(Some(amount)) = amount::read(record.cell(at), record.line, &mut settled.marks) {
                let what = format!("{first} {}", self.columns.name(role));
                self.total(what, amount, Measure::Sum(role), record.line, tally, currency);
            }
        }
        true
    }

    /// A sentence such as `#交易合计：23811笔，商家实收共7563180.81元`.
    fn sentence(&mut self, record: &Record<'_>, tally: &Tally, settled: &mut Settled, currency: Currency) {
        let text = record.cells().map(bare).collect::<Vec<_>>().join(",");
        let plain = text.trim_start_matches(['#', ' ']);
        let Some(line) = self.profile.lines.iter().find(|line| plain.starts_with(&line.starts)) else {
            self.sentences += u32::from(!text.starts_with('#') && !text.starts_with('-'));
            return;
        };
        for (after, measure) in &line.after {
            let Some((_, rest)) = plain.split_once(after.as_str()) else { continue };
            let rest = rest.trim_start_matches(['：', ':', ' ']);
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+'))
                .unwrap_or(rest.len());
            if let Ok(Some(amount)) = amount::read(&rest[..end], record.line, &mut settled.marks) {
                let what =
                    if line.starts == *after { after.clone() } else { format!("{} {after}", line.starts) };
                self.total(what, amount, *measure, record.line, tally, currency);
            }
        }
    }

    fn total(
        &mut self,
        what: String,
        amount: Amount,
        measure: Measure,
        line: u32,
        tally: &Tally,
        currency: Currency,
    ) {
        let role = if let Measure::Sum(role) = measure { role } else { Role::Gross };
        let stated = if measure.is_count() {
            amount.minor(0, 0)
        } else {
            minor_units(amount, role, self.columns, currency)
        };
        if let Ok(stated) = stated {
            let unit = match role {
                _ if measure.is_count() => Unit::Rows,
                Role::Fee => Unit::Thousandths,
                _ => Unit::Minor,
            };
            self.totals.push(Total { what, stated, counted: tally.of(measure), unit, line });
        }
    }

    pub(super) fn notes(&self) -> Vec<Note> {
        let told = [("read.note_sentences", self.sentences), ("read.note_headers", self.headers)];
        told.into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| Said::new(key).with("count", count))
            .collect()
    }
}
