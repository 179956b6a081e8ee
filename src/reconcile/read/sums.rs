//! The amounts of one row, in minor units.

use super::amount::{self, Amount};
use super::columns::Columns;
use super::meaning::Meaning;
use super::record::Record;
use super::role::Role;
use super::rows::Rows;
use super::stop::Stop;
use crate::domain::money::Currency;
use crate::reconcile::table::Kind;

/// The sums of one row.
pub(super) struct Sums {
    pub(super) gross: Option<i64>,
    pub(super) fee: Option<i64>,
    pub(super) net: Option<i64>,
}

impl Rows<'_> {
    pub(super) fn sums(
        &mut self,
        record: &Record<'_>,
        meaning: Meaning,
        currency: Currency,
    ) -> Result<Sums, Stop> {
        let refund = meaning.kind == Some(Kind::Refund);
        let net_pair = self.pair(record, Role::NetIn, Role::NetOut, currency)?;
        let mut net = self.sum(record, Role::Net, currency)?;
        let pair = self.pair(record, Role::In, Role::Out, currency)?;
        let mut gross = self.sum(record, Role::Gross, currency)?.or(pair);
        if self.columns.has(Role::Refund) {
            let given_back = self.sum(record, Role::Refund, currency)?;
            gross = if refund && given_back.is_some() { given_back.map(i64::saturating_neg) } else { gross };
        }
        if self.columns.has(Role::Direction) && gross.is_some() {
            let word = self.columns.cell(record, Role::Direction);
            let inward = self.meanings.inward(word);
            let inward = inward.ok_or_else(|| self.bad(record, Role::Direction, "read.bad_direction"))?;
            gross = gross.map(|gross| if inward { gross.abs() } else { -gross.abs() });
            net = if inward { net } else { net.map(|net| -net.abs()) };
        }
        let net = net.or(net_pair);
        let negative = self.profile.fee_negative == Some(true);
        let fee = self.fee(record, currency)?.map(|fee| if negative { -fee } else { fee });
        Ok(Sums { gross: gross.or(net), fee, net })
    }

    /// What comes in less what goes out; nothing where neither cell is filled.
    #[inline]
    fn pair(
        &mut self,
        record: &Record<'_>,
        inward: Role,
        outward: Role,
        currency: Currency,
    ) -> Result<Option<i64>, Stop> {
        let (came, went) = (self.sum(record, inward, currency)?, self.sum(record, outward, currency)?);
        let went = went.map(|went| if self.out_is_negative { went.abs() } else { went });
        Ok(match (came, went) {
            (None, None) => None,
            (came, went) => Some(came.unwrap_or(0).saturating_sub(went.unwrap_or(0))),
        })
    }

    fn fee(&mut self, record: &Record<'_>, currency: Currency) -> Result<Option<i64>, Stop> {
        let mut sum: Option<i64> = None;
        for at in 0..self.columns.places(Role::Fee).len() {
            let Some(part) = self.amount(record, Role::Fee, at)? else { continue };
            let part = self.minor(record, part, Role::Fee, currency)?;
            self.note_written(Role::Fee, part);
            sum = Some(sum.unwrap_or(0).saturating_add(part));
        }
        Ok(sum)
    }

    #[inline]
    fn sum(&mut self, record: &Record<'_>, role: Role, currency: Currency) -> Result<Option<i64>, Stop> {
        if self.columns.has(role) { self.sum_of(record, role, currency) } else { Ok(None) }
    }

    fn sum_of(&mut self, record: &Record<'_>, role: Role, currency: Currency) -> Result<Option<i64>, Stop> {
        let Some(amount) = self.amount(record, role, 0)? else { return Ok(None) };
        let minor = self.minor(record, amount, role, currency)?;
        self.note_written(role, minor);
        Ok(Some(minor))
    }

    fn note_written(&mut self, role: Role, minor: i64) {
        let sum = &mut self.tally.written[role as usize];
        *sum = sum.saturating_add(minor);
    }

    #[inline]
    fn amount(&mut self, record: &Record<'_>, role: Role, at: usize) -> Result<Option<Amount>, Stop> {
        let place = self.columns.places(role).get(at).copied().unwrap_or(usize::MAX);
        let read = amount::read(record.cell(place), record.line, &mut self.settled.marks);
        read.map_err(|bad| self.bad_amount(record, role, bad))
    }

    #[inline]
    fn minor(
        &mut self,
        record: &Record<'_>,
        amount: Amount,
        role: Role,
        currency: Currency,
    ) -> Result<i64, Stop> {
        let minor = minor_units(amount, role, self.columns, currency);
        let marks = &self.settled.marks;
        let doubted = marks.doubtful.is_some() && marks.shown.is_none() && marks.fixed.is_none();
        match minor {
            // A mark that parts thousands was taken for a decimal mark: a later row will show it, or confirm this.
            Err(bad @ amount::Bad::Fine) if doubted => {
                let stop = self.bad_amount(record, role, bad);
                self.deferred.get_or_insert(stop);
                Ok(0)
            }
            minor => minor.map_err(|bad| self.bad_amount(record, role, bad)),
        }
    }

    fn bad_amount(&self, record: &Record<'_>, role: Role, bad: amount::Bad) -> Stop {
        let key = match bad {
            amount::Bad::Unclear => "read.bad_amount",
            amount::Bad::Size => "read.amount_size",
            amount::Bad::Fine => "read.amount_fine",
            amount::Bad::Mixed => "read.amount_mixed",
        };
        self.bad(record, role, key)
    }
}

/// Minor units of a currency; for fees, thousandths of them.
#[inline]
pub(super) fn minor_units(
    amount: Amount,
    role: Role,
    columns: &Columns,
    currency: Currency,
) -> Result<i64, amount::Bad> {
    let decimals = if columns.is_minor(role) { 0 } else { currency.decimals() };
    amount.minor(decimals, if role == Role::Fee { 3 } else { 0 })
}
