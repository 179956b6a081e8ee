//! Rows of cells into rows of a table, by the roles of their columns.

use super::amount::{self, Marks};
use super::clean::{bare, name_of, value, without_cards};
use super::columns::Columns;
use super::damage::Damage;
use super::date::{self, Moment, Orders};
use super::footer::Footer;
use super::meaning::{Meaning, Meanings};
use super::profile::{Profile, Words};
use super::record::Record;
use super::role::Role;
use super::stop::Stop;
use super::sums::Sums;
use super::tally::Tally;
use crate::domain::money::Currency;
use crate::reconcile::said::{Note, Said, Trouble};
use crate::reconcile::table::{Kind, Row, Source, Table};

/// A reference that is longer is none.
const LONGEST_REFERENCE: usize = 256;

/// What was settled before a pass over a file.
#[derive(Clone, Copy)]
pub(super) struct Settled {
    pub(super) marks: Marks,
    pub(super) orders: Orders,
    /// The currency of rows that name none.
    pub(super) currency: Currency,
}

/// Reads rows into a table.
pub(super) struct Rows<'p> {
    pub(super) profile: &'p Profile,
    pub(super) columns: &'p Columns,
    pub(super) meanings: Meanings<'p>,
    pub(super) settled: Settled,
    footer: Footer<'p>,
    pub(super) tally: Tally,
    damage: Damage,
    table: Table,
    left_out: Vec<LeftOut>,
    unknown: Vec<String>,
    pub(super) memo: String,
    /// An amount too fine for its currency, while it is not sure what its mark parts.
    pub(super) deferred: Option<Stop>,
    /// The currency of the row before, as it was written.
    currency: (String, Currency),
    /// Outflows are written with a minus already.
    pub(super) out_is_negative: bool,
}

/// Rows that are not in the table, why, and where the first one is.
struct LeftOut {
    key: &'static str,
    count: u32,
    line: u32,
}

impl<'p> Rows<'p> {
    pub(super) fn new(
        profile: &'p Profile,
        common: &'p Words,
        columns: &'p Columns,
        settled: Settled,
    ) -> Self {
        let own = Currency::from_code(&profile.currency).unwrap_or(settled.currency);
        Self {
            profile,
            columns,
            meanings: Meanings::new(&profile.words, common),
            settled,
            footer: Footer::new(profile, common, columns),
            tally: Tally::default(),
            damage: Damage::default(),
            table: Table::new(Source::default()),
            left_out: Vec::new(),
            unknown: Vec::new(),
            memo: String::new(),
            deferred: None,
            currency: (String::new(), own),
            out_is_negative: name_of(columns.name(Role::Out)).contains("(-"),
        }
    }

    /// Takes one row of the file.
    pub(super) fn take(&mut self, record: &Record<'_>) -> Result<(), Stop> {
        if record.cells().all(|cell| bare(cell).is_empty()) {
            return Ok(());
        }
        let own = self.currency.1;
        if self.footer.take(record, &self.tally, &mut self.settled, own) {
            return Ok(());
        }
        let moment = self.moment(record);
        if moment.is_none_or(|moment| moment.day.is_none())
            && self.footer.totals(record, &self.tally, &mut self.settled, own)
        {
            return Ok(());
        }
        self.row(record, moment)?;
        self.decided()
    }

    /// Ends the pass where a row showed that earlier ones were read wrongly.
    fn decided(&self) -> Result<(), Stop> {
        let (marks, orders) = (&self.settled.marks, &self.settled.orders);
        if let (Some(_), Some(amount::Decimal::Comma), None) = (marks.doubtful, marks.shown, marks.fixed) {
            return Err(Stop::Decimal(amount::Decimal::Comma));
        }
        if let (Some(_), Some(order), None) = (orders.doubtful, orders.shown, orders.fixed) {
            return Err(Stop::Order(order));
        }
        Ok(())
    }

    fn row(&mut self, record: &Record<'_>, moment: Option<Moment>) -> Result<(), Stop> {
        self.whole(record)?;
        let meaning = self.meaning(record);
        if meaning.skip {
            self.leave_out("read.note_not_moved", record.line);
            return Ok(());
        }
        let currency = self.currency_of(record)?;
        let sums = self.sums(record, meaning, currency);
        let dated = !self.columns.has(Role::Date) && !self.columns.has(Role::Time);
        let (sums, moment) = match (sums, moment) {
            (Ok(sums), Some(moment)) if sums.gross.is_some() && (dated || moment.day.is_some()) => {
                (sums, moment)
            }
            (Ok(sums), None) if sums.gross.is_some() => {
                return Err(self.bad(record, Role::Date, "read.bad_date"));
            }
            (Err(stop), Some(moment)) if moment.day.is_some() || dated => return Err(stop),
            (Ok(sums), Some(_)) if sums.gross.is_some() => {
                return Err(self.bad(record, Role::Date, "read.no_date"));
            }
            _ => {
                self.leave_out("read.note_no_amount", record.line);
                return Ok(());
            }
        };
        let kind = self.kind(meaning, &sums);
        self.push(record, moment, (kind, meaning), &sums)
    }

    fn push(
        &mut self,
        record: &Record<'_>,
        moment: Moment,
        (kind, meaning): (Kind, Meaning),
        sums: &Sums,
    ) -> Result<(), Stop> {
        let back = matches!(kind, Kind::Refund | Kind::Chargeback | Kind::ChargebackReversed);
        let (mut gross, mut net) = (sums.gross.unwrap_or_default(), sums.net);
        // Where a refund has no sign, neither has what is left of it.
        if matches!(kind, Kind::Refund | Kind::Chargeback) && gross > 0 {
            (gross, net) = (-gross, net.map(|net| -net.abs()));
        }
        let payout_day = self.payout_day(record)?;
        let moment = if back { self.refunded(record).unwrap_or(moment) } else { moment };
        let nothing = gross == 0 && sums.fee.unwrap_or(0) == 0;
        if nothing && matches!(kind, Kind::Sale | Kind::Other) {
            self.leave_out("read.note_zero", record.line);
            return Ok(());
        }
        let currency = self.currency.1;
        let named = !(self.currency.0.is_empty() && self.profile.currency.is_empty());
        self.compose_memo(record);
        let memo = std::mem::take(&mut self.memo);
        let own_second = value(self.columns.cell(record, Role::RefundSecond));
        let second = value(self.columns.cell(record, Role::Second));
        let mut row = Row {
            line: record.line,
            reference: value(self.columns.cell(record, Role::Reference)),
            second: if back && !own_second.is_empty() && own_second != "0" { own_second } else { second },
            original: if back { value(self.columns.cell(record, Role::Original)) } else { "" },
            terminal: value(self.columns.cell(record, Role::Terminal)),
            payout: value(self.columns.cell(record, Role::Payout)),
            memo: &memo,
            kind: Some(kind),
            day: moment.day,
            minute: moment.minute,
            gross,
            fee: sums.fee,
            net,
            payout_day,
            pending: meaning.pending,
            currency: if named { currency.code() } else { "" },
        };
        if row.reference.is_empty() {
            row.reference = row.second;
        }
        if row.second == row.reference {
            row.second = "";
        }
        self.check_references(&row)?;
        let counts = !self.profile.lines.is_empty();
        self.tally.row(&row, self.profile.habits.balanced, counts);
        self.table.push(&row);
        self.memo = memo;
        if self.table.is_full() {
            return Err(super::guard::too_large(4 << 30).into());
        }
        Ok(())
    }

    fn check_references(&mut self, row: &Row<'_>) -> Result<(), Stop> {
        let texts = [
            (Role::Reference, row.reference),
            (Role::Second, row.second),
            (Role::Original, row.original),
            (Role::Payout, row.payout),
        ];
        for (role, text) in texts {
            if text.len() > LONGEST_REFERENCE {
                let what = Said::new("read.long_reference").with("name", self.columns.name(role));
                return Err(Trouble::new(what)
                    .hint("read.bad_cell_hint")
                    .at(row.line, self.columns.number(role))
                    .into());
            }
            self.damage.see(role, text, row.line).map_err(|what| {
                let what = what.with("name", self.columns.name(role));
                Trouble::new(what).hint("read.damaged_reference_hint").at(row.line, self.columns.number(role))
            })?;
        }
        Ok(())
    }

    /// Refuses a row with more filled cells than the header has names: something in it was parted wrongly.
    fn whole(&self, record: &Record<'_>) -> Result<(), Stop> {
        let most = self.columns.names.len();
        if record.len() > most && (most..record.len()).any(|at| !bare(record.cell(at)).is_empty()) {
            let what = Said::new("read.many_cells").with("cells", record.len()).with("names", most);
            return Err(Trouble::new(what).hint("read.many_cells_hint").at(record.line, 0).into());
        }
        Ok(())
    }

    fn meaning(&mut self, record: &Record<'_>) -> Meaning {
        let kind = self.columns.cell(record, Role::Type);
        let mut meaning = self.meanings.of(kind, self.columns.cell(record, Role::Status));
        for at in self.columns.places(Role::Status).iter().skip(1) {
            let more = self.meanings.of("", record.cell(*at));
            meaning.skip |= more.skip;
            meaning.pending |= more.pending;
        }
        if meaning.unknown && !meaning.skip && self.unknown.len() < 8 {
            let word = value(kind);
            if !self.unknown.iter().any(|known| known == word) {
                self.unknown.push(word.chars().take(40).collect());
            }
        }
        meaning
    }

    fn currency_of(&mut self, record: &Record<'_>) -> Result<Currency, Stop> {
        let cell = self.columns.cell(record, Role::Currency);
        if cell == self.currency.0 {
            return Ok(self.currency.1);
        }
        let word = value(cell);
        if word.is_empty() {
            return Ok(self.currency.1);
        }
        let known = Currency::from_word(word).or_else(|| Currency::from_word(word.strip_suffix('元')?));
        let Some(currency) = known else {
            return Err(self.bad(record, Role::Currency, "read.bad_currency"));
        };
        self.currency = (cell.to_owned(), currency);
        Ok(currency)
    }

    /// The day and the time of a row; nothing where a cell that should hold them does not.
    fn moment(&mut self, record: &Record<'_>) -> Option<Moment> {
        let mut read =
            |role| date::read(self.columns.cell(record, role), record.line, &mut self.settled.orders).ok();
        let (day, time) = (read(Role::Date)?, read(Role::Time)?);
        Some(Moment { day: day.day.or(time.day), minute: time.minute.or(day.minute) })
    }

    /// When a refund was made, where a column of its own says so.
    fn refunded(&mut self, record: &Record<'_>) -> Option<Moment> {
        let cell = self.columns.cell(record, Role::RefundDate);
        date::read(cell, record.line, &mut self.settled.orders).ok().filter(|moment| moment.day.is_some())
    }

    fn payout_day(&mut self, record: &Record<'_>) -> Result<Option<chrono::NaiveDate>, Stop> {
        let cell = self.columns.cell(record, Role::PayoutDate);
        match date::read(cell, record.line, &mut self.settled.orders) {
            Ok(moment) => Ok(moment.day),
            Err(_) => Err(self.bad(record, Role::PayoutDate, "read.bad_date")),
        }
    }

    fn kind(&self, meaning: Meaning, sums: &Sums) -> Kind {
        let bank = self.profile.sides.first() == Some(&super::profile::Side::Bank);
        let by_sign = || match sums.gross {
            _ if bank => Kind::Other,
            Some(gross) if gross < 0 => Kind::Refund,
            _ => Kind::Sale,
        };
        meaning.kind.unwrap_or_else(by_sign)
    }

    /// A trouble with a cell.
    pub(super) fn bad(&self, record: &Record<'_>, role: Role, key: &'static str) -> Stop {
        let cell: String = without_cards(value(self.columns.cell(record, role))).chars().take(60).collect();
        let what = Said::new(key).with("name", self.columns.name(role)).with("cell", cell);
        let hint = match key {
            "read.amount_mixed" => "read.amount_mixed_hint",
            "read.amount_fine" => "read.amount_fine_hint",
            _ => "read.bad_cell_hint",
        };
        Trouble::new(what).hint(hint).at(record.line, self.columns.number(role)).into()
    }

    fn leave_out(&mut self, key: &'static str, line: u32) {
        match self.left_out.iter_mut().find(|left| left.key == key) {
            Some(left) => left.count += 1,
            None => self.left_out.push(LeftOut { key, count: 1, line }),
        }
    }

    /// Ends the pass: the table, with its totals and notes.
    pub(super) fn finish(mut self) -> Result<Table, Stop> {
        self.unsettled()?;
        if let Some(stop) = self.deferred.take() {
            return Err(stop);
        }
        let names = self.columns;
        self.damage.finish().map_err(|(role, what, line)| {
            let what = what.with("name", names.name(role));
            Trouble::new(what).hint("read.damaged_reference_hint").at(line, names.number(role))
        })?;
        if self.profile.fee_negative.is_none() && self.tally.fees_are_negative() {
            self.table.turn_fees();
        }
        let mut notes: Vec<Note> = Vec::new();
        for left in &self.left_out {
            notes.push(Said::new(left.key).with("count", left.count).with("line", left.line));
        }
        notes.extend(self.unknown.iter().map(|word| Said::new("read.note_unknown_type").with("word", word)));
        notes.extend(self.footer.notes());
        if self.table.is_empty() {
            notes.push(Said::new("read.note_no_rows"));
        }
        let mut totals = std::mem::take(&mut self.footer.totals);
        totals.extend(self.tally.balances());
        let source = self.table.source_mut();
        source.profile.clone_from(&self.profile.id);
        (source.totals, source.notes) = (totals, notes);
        Ok(self.table)
    }

    /// Refuses what can be read in two ways, where nothing in the file decides it.
    fn unsettled(&self) -> Result<(), Stop> {
        let (marks, orders) = (&self.settled.marks, &self.settled.orders);
        if let (Some(line), None, None) = (marks.doubtful, marks.shown, marks.fixed) {
            return Err(Trouble::new(Said::new("read.decimal_doubt"))
                .hint("read.decimal_doubt_hint")
                .at(line, 0)
                .into());
        }
        if let (Some(line), None, None) = (orders.doubtful, orders.shown, orders.fixed) {
            let column = self.columns.number(Role::Date);
            return Err(Trouble::new(Said::new("read.order_doubt"))
                .hint("read.order_doubt_hint")
                .at(line, column)
                .into());
        }
        Ok(())
    }
}
