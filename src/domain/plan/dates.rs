//! Dates that follow from answers and ticks, each with the way it was worked out.

use std::rc::Rc;

use chrono::NaiveDate;

use super::super::answer::Value;
use super::super::calendar::{Calendar, Holidays};
use super::super::condition::Truth;
use super::super::formula::{DateFormula, SpanTerm, TODAY};
use super::super::playbook::{Basis, Deadline, Delivery, Wait, Within};
use super::super::span::{SpanRange, Unit};
use super::look::Look;

/// A date that was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// On this day.
    On(NaiveDate),
    /// Not before the first and not after the last day.
    Between(NaiveDate, NaiveDate),
    /// Not known while these ids have no answer or date.
    Needs(Vec<String>),
}

impl When {
    /// The last day that it may be.
    pub fn last(&self) -> Option<NaiveDate> {
        match self {
            Self::On(day) | Self::Between(_, day) => Some(*day),
            Self::Needs(_) => None,
        }
    }
}

/// One piece of a derivation, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The date that it starts from, by the id of what has it.
    Day(String, NaiveDate),
    /// A length of time added (1) or taken away (-1), by the id of the answer that gave it.
    Span(i8, SpanRange, Option<String>),
    /// The last day that something has to arrive by.
    Arrival(NaiveDate),
    /// The working day before it, since nothing arrives on a day off.
    WorkingDay(NaiveDate),
}

/// A date with its derivation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The result.
    pub when: When,
    /// How it came about; empty while something is missing.
    pub pieces: Vec<Piece>,
    /// Where a length of time that no answer gave comes from.
    pub basis: Basis,
    /// What is known of the holidays where working days were counted.
    pub holidays: Holidays,
}

/// A deadline with its state.
#[derive(Debug, Clone)]
pub struct DeadlinePlan<'a> {
    /// As the playbook has it.
    pub deadline: &'a Deadline,
    /// The last day.
    pub due: Derived,
    /// The latest safe day to send what has to arrive by then, where it travels.
    pub send: Option<Derived>,
    /// What became of it.
    pub state: DeadlineState,
    /// No law or contract sets the day, and the act comes after others that are open: it presses nobody yet.
    pub ahead: bool,
}

/// What became of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineState {
    /// The act is done; the day, where it is known.
    Met(Option<NaiveDate>),
    /// There is time, or the day is not known.
    Open,
    /// It passed this many calendar days ago.
    Late(i64),
}

/// A wait with the state of each of its rows.
#[derive(Debug, Clone)]
pub struct WaitPlan<'a> {
    /// As the playbook has it.
    pub wait: &'a Wait,
    /// One line, or one for each row.
    pub lines: Rc<[WaitLine]>,
}

/// One wait, for a row or for the whole.
#[derive(Debug, Clone)]
pub struct WaitLine {
    /// The row.
    pub row: Option<u32>,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// Until when.
    pub due: Derived,
    /// What became of it.
    pub state: WaitState,
    /// Only time had to pass, and it has: the merchant's turn.
    pub ours: bool,
}

/// What became of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitState {
    /// What it runs from has not happened.
    NotBegun,
    /// It runs.
    Running,
    /// It runs and is late: by calendar days, and by working days.
    Late {
        /// Calendar days after the last day.
        days: i64,
        /// Working days after the last day.
        working: usize,
    },
    /// It ended; the day, where it is known.
    Ended(Option<NaiveDate>),
}

impl DeadlinePlan<'_> {
    /// True for an act that belongs to its very day, while that day has not come.
    pub fn is_early(&self, today: NaiveDate) -> bool {
        self.deadline.exact && self.due.when.last().is_some_and(|day| day > today)
    }

    /// The last day to act: the latest safe day to send, where something travels.
    pub fn last_act(&self) -> &Derived {
        self.send.as_ref().unwrap_or(&self.due)
    }

    /// The day of `last_act`, where it is known.
    pub fn act_by(&self) -> Option<NaiveDate> {
        self.last_act().when.last()
    }

    /// True where the safe day to send has passed and the last day has not: what goes by post now may come too late.
    pub fn is_tight(&self, today: NaiveDate) -> bool {
        self.state == DeadlineState::Open && self.act_by().is_some_and(|day| day < today)
    }
}

impl WaitLine {
    /// True where it runs and is late.
    pub fn is_late(&self) -> bool {
        matches!(self.state, WaitState::Late { .. })
    }
}

impl WaitPlan<'_> {
    /// True where one of its lines is late.
    pub fn is_late(&self) -> bool {
        self.lines.iter().any(WaitLine::is_late)
    }
}

impl<'a> Look<'a> {
    /// Works out a deadline.
    pub(super) fn deadline(&self, deadline: &'a Deadline, calendar: &Calendar) -> DeadlinePlan<'a> {
        let base = self.dated(&deadline.due.base);
        let terms = deadline.due.terms.iter().map(|(sign, term)| (*sign, term.clone()));
        let from = self.in_force(&deadline.due.base).unwrap_or(&deadline.due.base);
        let due = self.derive(from, base, terms, deadline.basis, calendar);
        let met = self.playbook.todo(&deadline.met_by).filter(|todo| self.is_ticked(todo));
        let state = match (met, due.when.last()) {
            (Some(todo), _) => DeadlineState::Met(match self.dated(&todo.id) {
                When::On(day) => Some(day),
                _ => None,
            }),
            (None, Some(last)) if self.today > last => DeadlineState::Late((self.today - last).num_days()),
            (None, _) => DeadlineState::Open,
        };
        let send = deadline.delivery.as_ref().and_then(|delivery| self.send(&due, delivery, calendar));
        DeadlinePlan { deadline, due, send, state, ahead: false }
    }

    /// The first day that a last day counted back from an answer leaves for that answer, if the act is done today; `None`
    /// where nothing was counted back.
    pub fn first_kept(&self, deadline: &Deadline, calendar: &Calendar) -> Option<NaiveDate> {
        self.playbook.question(&deadline.due.base)?;
        let back = deadline.due.terms.iter().rev().map(|(sign, term)| (-sign, term.clone()));
        if !deadline.due.terms.iter().any(|(sign, _)| *sign < 0) {
            return None;
        }
        self.derive(TODAY, When::On(self.today), back, Basis::Default, calendar).when.last()
    }

    /// The day of a formula, where everything it hangs on is known.
    pub(super) fn day_of(&self, formula: &DateFormula, calendar: &Calendar) -> Option<NaiveDate> {
        let base = if formula.base == TODAY { When::On(self.today) } else { self.dated(&formula.base) };
        let terms = formula.terms.iter().cloned();
        self.derive(&formula.base, base, terms, Basis::Default, calendar).when.last()
    }

    /// Counts a delivery back from a last day. Nothing is delivered on a day off, so it has to arrive on the last working
    /// day before.
    fn send(&self, due: &Derived, delivery: &Delivery, calendar: &Calendar) -> Option<Derived> {
        let last = due.when.last()?;
        if self.holds(&delivery.only_if) == Truth::No {
            return None;
        }
        let told = self.value(&delivery.answer).and_then(Value::span);
        let span = told.unwrap_or(delivery.otherwise);
        let arrival = calendar.on_or_before(last)?;
        let by = calendar.on_or_before(span.before(arrival, calendar)?)?;
        let mut pieces = vec![Piece::Arrival(last)];
        pieces.extend((arrival != last).then_some(Piece::WorkingDay(arrival)));
        let id = told.map(|_| delivery.answer.clone());
        pieces.push(Piece::Span(-1, SpanRange { least: span, most: span }, id));
        Some(Derived {
            when: When::On(by),
            pieces,
            basis: delivery.basis,
            holidays: calendar.holidays(by, last),
        })
    }

    /// Works out a wait.
    pub(super) fn wait_lines(&self, wait: &Wait, calendar: &Calendar) -> Rc<[WaitLine]> {
        let from = self.playbook.todo(&wait.from);
        let until = self.playbook.todo(&wait.until);
        let by_row =
            from.zip(until).is_some_and(|(from, until)| from.each.is_some() && from.each == until.each);
        match from.filter(|_| by_row) {
            Some(from) => {
                self.tick_places(from).map(|(row, _)| self.wait_line(wait, row, calendar)).collect()
            }
            None => Rc::new([self.wait_line(wait, None, calendar)]),
        }
    }

    /// What begins a wait: what it says, or the act that stands in where there is no row left to act on.
    fn begins<'w>(&self, wait: &'w Wait) -> &'w str {
        let todo = self.playbook.todo(&wait.from);
        let none = todo.is_some_and(|todo| self.is_ticked(todo) && self.tick_places(todo).next().is_none());
        wait.without_rows.as_deref().filter(|_| none).unwrap_or(&wait.from)
    }

    fn wait_line(&self, wait: &Wait, row: Option<u32>, calendar: &Calendar) -> WaitLine {
        let from = self.begins(wait);
        let start = match row {
            Some(_) => match self.case.tick(from, row).and_then(|tick| tick.on) {
                Some(day) => When::On(day),
                None => When::Needs(vec![from.to_owned()]),
            },
            None => self.dated(from),
        };
        let since = start.last();
        let begun = since.is_some() || self.is_begun(from, row);
        let term = match &wait.within {
            Within::Fixed(range) => TermOf::Range(*range),
            Within::Answer(term) => TermOf::Term(term.clone()),
        };
        let due = self.derive_terms(from, start, vec![(1, term)], wait.basis, calendar);
        let until = self.playbook.todo(&wait.until);
        let ended = match row {
            Some(_) => self.case.tick(&wait.until, row).map(|tick| tick.on),
            None => until.filter(|todo| self.is_ticked(todo)).map(|todo| self.dated(&todo.id).last()),
        };
        // What was done before posquit was over then, its wait with it.
        let over = self.playbook.step_of(&wait.until).is_some_and(|step| self.was_before(&step.id));
        let state = match (ended, begun && !over, due.when.last()) {
            (Some(on), ..) => WaitState::Ended(on),
            (None, false, _) => WaitState::NotBegun,
            (None, true, Some(last)) if self.today > last => WaitState::Late {
                days: (self.today - last).num_days(),
                working: calendar.working_days_between(last, self.today),
            },
            (None, true, _) => WaitState::Running,
        };
        let runs = matches!(state, WaitState::Running | WaitState::Late { .. });
        let ours = wait.own && runs && due.when.last().is_some_and(|day| day <= self.today);
        WaitLine { row, since, due, state, ours }
    }

    fn is_begun(&self, from: &str, row: Option<u32>) -> bool {
        match row {
            Some(_) => self.case.tick(from, row).is_some(),
            // Without a row there is nothing that was done.
            None => self
                .playbook
                .todo(from)
                .is_some_and(|todo| self.is_ticked(todo) && self.tick_places(todo).next().is_some()),
        }
    }

    /// Adds lengths of time to a date and keeps each piece.
    fn derive(
        &self,
        base: &str,
        start: When,
        terms: impl Iterator<Item = (i8, SpanTerm)>,
        basis: Basis,
        calendar: &Calendar,
    ) -> Derived {
        let terms = terms.map(|(sign, term)| (sign, TermOf::Term(term))).collect();
        self.derive_terms(base, start, terms, basis, calendar)
    }

    fn derive_terms(
        &self,
        base: &str,
        start: When,
        terms: Vec<(i8, TermOf)>,
        basis: Basis,
        calendar: &Calendar,
    ) -> Derived {
        let mut needs = Vec::new();
        let mut spans = Vec::new();
        for (sign, term) in terms {
            match self.span_of(term) {
                Ok((range, id)) => spans.push((sign, range, id)),
                Err(id) => needs.push(id),
            }
        }
        let day = match start {
            When::On(day) if needs.is_empty() => day,
            When::Needs(ids) => return Derived::missing(ids.into_iter().chain(needs).collect(), basis),
            _ => return Derived::missing(needs, basis),
        };
        let mut pieces = vec![Piece::Day(base.to_owned(), day)];
        let (mut first, mut last, mut counted) = (Some(day), Some(day), false);
        for (sign, range, id) in spans {
            counted |= range.most.unit == Unit::WorkingDays;
            let (near, far) = if sign > 0 { (range.least, range.most) } else { (range.most, range.least) };
            let step = |day: NaiveDate, span: super::super::span::Span| match sign {
                1 => span.after(day, calendar),
                _ => span.before(day, calendar),
            };
            first = first.and_then(|day| step(day, near));
            last = last.and_then(|day| step(day, far));
            pieces.push(Piece::Span(sign, range, id));
        }
        match (first, last) {
            (Some(a), Some(b)) => Derived {
                when: if a == b { When::On(a) } else { When::Between(a, b) },
                pieces,
                basis,
                holidays: if counted { calendar.holidays(day, b) } else { Holidays::Known },
            },
            // Beyond the calendar's end; nothing a person can type leads there.
            _ => Derived::missing(vec![base.to_owned()], basis),
        }
    }

    /// The length of a term, with the id of the answer that gave it; else the id that is missing.
    fn span_of(&self, term: TermOf) -> Result<(SpanRange, Option<String>), String> {
        match term {
            TermOf::Range(range) => Ok((range, None)),
            TermOf::Term(SpanTerm::Fixed(span)) => Ok((SpanRange { least: span, most: span }, None)),
            TermOf::Term(SpanTerm::Answer(id)) => match self.value(&id).and_then(Value::span) {
                Some(span) => Ok((SpanRange { least: span, most: span }, Some(id))),
                None => Err(id),
            },
        }
    }
}

enum TermOf {
    Range(SpanRange),
    Term(SpanTerm),
}

impl Derived {
    fn missing(needs: Vec<String>, basis: Basis) -> Self {
        Self { when: When::Needs(needs), pieces: Vec::new(), basis, holidays: Holidays::Known }
    }
}
