//! What the answers given so far say: which of them count, and whether a condition holds on them.

use std::rc::Rc;

use chrono::NaiveDate;

use super::super::answer::{Answer, Facts, Value};
use super::super::calendar::Calendar;
use super::super::case::{Case, Row, Tick};
use super::super::condition::{Condition, Pairs, Truth, any_of};
use super::super::money::Currency;
use super::super::playbook::{Item, Place, Playbook, Rows, Step, Todo, Wait};
use super::super::question::Question;
use super::dates::{WaitPlan, When};
use super::memo::Memo;
use super::sorts::Sorts;

/// Reads a case in the light of a playbook.
#[derive(Clone)]
pub struct Look<'a> {
    /// The procedure.
    pub playbook: &'a Playbook,
    /// What happened.
    pub case: &'a Case,
    /// The day that it is looked at.
    pub today: NaiveDate,
    /// What was found out.
    memo: Rc<Memo<'a>>,
}

/// The working days where no country is known.
static WEEKENDS: Calendar = Calendar::weekends();

/// Columns and the values of which each must have one.
type Columns = Pairs<Vec<String>>;

impl<'a> Look<'a> {
    /// Looks at a case on a day.
    pub fn new(playbook: &'a Playbook, case: &'a Case, today: NaiveDate) -> Self {
        Self { playbook, case, today, memo: Rc::new(Memo::new(playbook, case)) }
    }

    /// The value of a question that applies, was answered and is known. Anything else steers nothing.
    pub fn value(&self, id: &str) -> Option<&'a Value> {
        let Place::Item(step, item) = self.playbook.place(id)? else { return None };
        let value = self.answer(step, item)?.value()?;
        let counts = || self.applies_at(Place::Item(step, item)) == Truth::Yes;
        self.memo.counts(step, item, counts).then_some(value)
    }

    /// The answer of a question, if it is one of its kind or "I don't know yet".
    pub(super) fn answer(&self, step: usize, item: usize) -> Option<&'a Answer> {
        let answer = self.memo.answer(step, item)?;
        let fits = || match &self.playbook.steps[step].items[item] {
            Item::Question(question) => answer.value().is_none_or(|value| value.fits(question)),
            _ => false,
        };
        self.memo.fits(step, item, fits).then_some(answer)
    }

    /// The value of the question with this role.
    pub fn role(&self, role: &str) -> Option<&'a Value> {
        self.value(self.playbook.role(role)?)
    }

    /// True for a step that the merchant said was done before posquit.
    pub fn was_before(&self, step: &str) -> bool {
        matches!(self.role("done_before"), Some(Value::List(ids)) if ids.iter().any(|id| id == step))
    }

    /// Whether the thing with this id applies, its step's condition included.
    pub fn applies(&self, id: &str) -> Truth {
        self.playbook.place(id).map_or(Truth::No, |place| self.applies_at(place))
    }

    fn applies_at(&self, place: Place) -> Truth {
        let Place::Item(step, item) = place else { return Truth::No };
        match &self.playbook.steps[step].items[item] {
            Item::Wait(wait) => self.applies(&wait.until),
            _ => self.own(step, item).and(self.step_at(step)),
        }
    }

    /// Whether the own condition of an item holds, whatever becomes of its step. A wait applies where its end does.
    pub(super) fn own(&self, step: usize, item: usize) -> Truth {
        self.memo.own(step, item, || match &self.playbook.steps[step].items[item] {
            Item::Question(question) => self.holds(&question.only_if),
            Item::Todo(todo) => self.holds(&todo.only_if),
            Item::Rows(rows) => self.holds(&rows.only_if),
            Item::Wait(wait) => match self.playbook.place(&wait.until) {
                Some(Place::Item(step, item)) => self.own(step, item),
                _ => Truth::Yes,
            },
        })
    }

    fn step_at(&self, number: usize) -> Truth {
        self.memo.step(number, || match self.holds(&self.playbook.steps[number].only_if) {
            Truth::No => Truth::No,
            _ => Truth::Yes,
        })
    }

    /// Whether a step applies. One that hangs on an answer not given yet is shown: `Unsure` hides no step.
    pub fn step_applies(&self, step: &Step) -> Truth {
        match self.playbook.place(&step.id) {
            Some(Place::Step(number)) => self.step_at(number),
            _ => Truth::No,
        }
    }

    /// Whether a condition holds. After the first part that does not, the others are not looked at.
    pub fn holds(&self, condition: &Condition) -> Truth {
        if condition.is_always() {
            return Truth::Yes;
        }
        let answers = condition.answers.iter().map(|(id, wanted)| match self.applies(id) {
            Truth::No => Truth::No,
            _ => any_of(self.value(id), wanted),
        });
        let rows = condition.rows.iter().map(|(table, columns)| self.some_row(table, columns));
        let others: [&dyn Fn() -> Truth; 6] = [
            &|| self.some_open(&condition.open),
            &|| self.some_left(&condition.rows_left),
            &|| self.are_before(&condition.before),
            &|| self.some_holds(&condition.any),
            &|| self.unless(&condition.unless),
            &|| self.some_late(&condition.late),
        ];
        let mut truth = Truth::Yes;
        for part in answers.chain(rows).chain(others.iter().map(|part| part())) {
            truth = truth.and(part);
            if truth == Truth::No {
                break;
            }
        }
        truth
    }

    /// No condition that certainly holds; what is not known yet stands in no way.
    fn unless(&self, unless: &[Condition]) -> Truth {
        yes_or_no(unless.iter().all(|condition| self.holds(condition) != Truth::Yes))
    }

    /// Every date is before its act, or before today while that is still to come.
    fn are_before(&self, dates: &Pairs<String>) -> Truth {
        let is_before = |(date, act): (&String, &String)| {
            let Some(day) = self.value(date).or_else(|| self.instead(date)).and_then(Value::date) else {
                return false;
            };
            let on = self.playbook.todo(act).filter(|todo| self.is_ticked(todo));
            let on = on.and_then(|todo| self.dated(&todo.id).last());
            day < on.unwrap_or(self.today)
        };
        yes_or_no(dates.iter().all(is_before))
    }

    /// The answer that stands in for a date that is not asked for, unless that hangs on the same date.
    fn instead(&self, date: &str) -> Option<&'a Value> {
        let other = self.playbook.index.instead.get(date).and_then(|other| self.playbook.question(other))?;
        if other.only_if.ids().iter().any(|id| *id == date) { None } else { self.value(&other.id) }
    }

    /// One of the rows has a row, or may still get one.
    fn some_left(&self, ids: &[String]) -> Truth {
        let is_left = |id: &String| {
            self.playbook.rows(id).is_none_or(|rows| {
                let complete = self.case.tables.get(rows.table()).is_some_and(|table| table.all);
                !complete || self.rows_of(rows).next().is_some()
            })
        };
        yes_or_no(ids.is_empty() || ids.iter().any(is_left))
    }

    fn some_holds(&self, any: &[Condition]) -> Truth {
        let none = if any.is_empty() { Truth::Yes } else { Truth::No };
        any.iter().map(|condition| self.holds(condition)).fold(none, Truth::or)
    }

    fn some_late(&self, waits: &[String]) -> Truth {
        if waits.is_empty() {
            return Truth::Yes;
        }
        // What nobody waits for here, such as a step of another country, is late nowhere.
        let found = waits.iter().filter_map(|id| self.playbook.wait(id));
        let found = found.filter(|wait| self.applies(&wait.until) != Truth::No && !self.is_left_out(wait));
        yes_or_no(found.map(|wait| self.wait(wait)).any(|plan| plan.is_late()))
    }

    /// True for a wait of a step that was skipped, unless another step borrows the act that ends it.
    fn is_left_out(&self, wait: &Wait) -> bool {
        let skipped = |step: &Step| self.case.marks.contains_key(&step.id);
        let borrows = |step: &Step| !skipped(step) && step.borrow.contains(&wait.until);
        self.playbook.step_of(&wait.id).is_some_and(skipped) && !self.playbook.steps.iter().any(borrows)
    }

    fn some_open(&self, ids: &[String]) -> Truth {
        let is_open = |id: &String| match self.playbook.todo(id) {
            Some(todo) => !self.is_ticked(todo),
            // Whether the question is asked at all may hang on what is asked here.
            None => self.case.answers.get(id).and_then(Answer::value).is_none(),
        };
        yes_or_no(ids.is_empty() || ids.iter().any(is_open))
    }

    fn some_row(&self, table: &str, columns: &Columns) -> Truth {
        let Some(rows) = self.case.tables.get(table) else { return Truth::Unsure };
        let none = if rows.all { Truth::No } else { Truth::Unsure };
        self.sorts_that_have(table, columns).into_iter().fold(none, Truth::or)
    }

    /// Whether the rows of each sort of a table have one of the wanted values in every column.
    fn sorts_that_have(&self, table: &str, columns: &Columns) -> Vec<Truth> {
        let examples = self.sorts().table(table).map(|sorted| &sorted.examples);
        let rows = self.case.tables.get(table).map(|table| &table.rows);
        let Some((examples, rows)) = examples.zip(rows) else { return Vec::new() };
        examples
            .iter()
            .map(|number| rows.get(number).map_or(Truth::No, |row| row_has(row, columns)))
            .collect()
    }

    fn sorts(&self) -> &Sorts {
        self.memo.sorts.get_or_init(|| Sorts::new(self.playbook, self.case))
    }

    /// The rows that rows are about: those that their filter does not rule out.
    pub fn rows_of(&self, rows: &'a Rows) -> impl Iterator<Item = (u32, &'a Row)> {
        self.sorted_rows(rows).map(|(number, row, _)| (number, row))
    }

    /// `rows_of`, each with the number of its sort.
    pub(super) fn sorted_rows(&self, rows: &'a Rows) -> impl Iterator<Item = (u32, &'a Row, usize)> {
        let table = rows.table();
        let wanted = rows.filter.rows.get(table).map(|columns| self.sorts_that_have(table, columns));
        let sorts = self.sorts().table(table).into_iter().flat_map(|sorted| sorted.of.iter().copied());
        let all = self.case.tables.get(table).into_iter().flat_map(|table| &table.rows);
        let rows = all.zip(sorts).map(|((number, row), sort)| (*number, row, sort));
        rows.filter(move |(.., sort)| wanted.as_ref().is_none_or(|wanted| wanted[*sort] != Truth::No))
    }

    /// True where a row is one of those that rows are about.
    pub fn has_row(&self, rows: &Rows, number: u32) -> bool {
        let row = self.case.tables.get(rows.table()).and_then(|table| table.rows.get(&number));
        let wanted = rows.filter.rows.get(rows.table());
        row.is_some_and(|row| wanted.is_none_or(|columns| row_has(row, columns) != Truth::No))
    }

    /// The places where a to-do is ticked: one for the whole, or one for each of its rows.
    pub fn tick_places(&self, todo: &'a Todo) -> impl Iterator<Item = (Option<u32>, Option<&'a Tick>)> {
        let rows = todo.each.as_ref().and_then(|each| self.playbook.rows(each));
        let whole = rows.is_none().then_some(None);
        let ticks = self.case.ticks.get(&todo.id);
        let numbers = rows.into_iter().flat_map(|rows| self.rows_of(rows)).map(|(number, _)| Some(number));
        numbers.chain(whole).map(move |row| (row, ticks.and_then(|ticks| ticks.get(&row))))
    }

    /// True where every tick of a to-do is there, and no row can be missing.
    pub fn is_ticked(&self, todo: &'a Todo) -> bool {
        let table = todo.each.as_ref().and_then(|each| self.playbook.rows(each)).map(Rows::table);
        let complete = table.is_none_or(|table| self.case.tables.get(table).is_some_and(|t| t.all));
        complete && self.tick_places(todo).all(|(_, tick)| tick.is_some())
    }

    /// The id of the question that stands in for a date now, else the id itself; while it is not known whether one does,
    /// the answers that this hangs on.
    pub fn in_force<'i>(&self, id: &'i str) -> Result<&'i str, Vec<String>>
    where
        'a: 'i,
    {
        let other = self.playbook.index.instead.get(id).and_then(|other| self.playbook.question(other));
        let Some(other) = other else { return Ok(id) };
        match self.applies(&other.id) {
            Truth::Yes => Ok(&other.id),
            Truth::No => Ok(id),
            Truth::Unsure => {
                let asked = other.only_if.answers.keys().filter(|id| self.value(id).is_none());
                let asked: Vec<String> = asked.cloned().collect();
                // Where it hangs on nothing that is asked of everybody, the question itself stands meanwhile.
                if asked.is_empty() { Ok(id) } else { Err(asked) }
            }
        }
    }

    /// The date of a date answer, a date column's latest cell, or a to-do that is ticked everywhere.
    pub fn dated(&self, id: &str) -> When {
        let id = match self.in_force(id) {
            Ok(id) => id,
            Err(needs) => return When::Needs(needs),
        };
        let missing = || When::Needs(vec![id.to_owned()]);
        if let Some(Item::Todo(todo)) = self.playbook.item(id) {
            let days = self.tick_places(todo).map(|(_, tick)| tick.and_then(|t| t.on));
            return latest(days).map_or_else(missing, When::On);
        }
        if let Some((rows, column)) = self.playbook.column(id) {
            let cells = self
                .rows_of(rows)
                .map(|(_, row)| row.get(&column.id).and_then(Answer::value).and_then(Value::date));
            return latest(cells).map_or_else(missing, When::On);
        }
        self.value(id).and_then(Value::date).map_or_else(missing, When::On)
    }

    /// The currency of a bare number: what was answered, else the country's, else the yuan.
    pub fn currency(&self) -> Currency {
        let answered = match self.role("currency") {
            Some(Value::Text(code)) => Currency::from_code(code),
            _ => None,
        };
        answered.or_else(|| self.country().and_then(|country| country.currency)).unwrap_or(Currency::CNY)
    }

    /// What hangs on the country that was answered.
    fn country(&self) -> Option<&'a super::super::playbook::Country> {
        let words = self.role("country")?.words();
        self.playbook.countries.iter().find(|country| words.contains(&country.id.as_str()))
    }

    /// The working days of the country that was answered; weekends where it is not known.
    pub fn calendar(&self) -> &'a Calendar {
        self.country().map_or(&WEEKENDS, |country| &country.calendar)
    }

    /// How a wait stands.
    pub(super) fn wait(&self, wait: &'a Wait) -> WaitPlan<'a> {
        let make = || self.wait_lines(wait, self.calendar());
        let lines = match self.playbook.place(&wait.id) {
            Some(Place::Item(step, item)) => self.memo.wait(step, item, make),
            _ => make(),
        };
        WaitPlan { wait, lines }
    }

    /// Runs `judge` with the facts that an answer is judged against.
    pub fn with_facts<T>(&self, judge: impl FnOnce(&Facts<'_>) -> T) -> T {
        let date_of = |id: &str| match self.dated(id) {
            When::On(day) => Some(day),
            _ => None,
        };
        judge(&Facts { today: self.today, currency: self.currency(), date_of: &date_of })
    }

    /// Whether a column is asked of a row.
    pub fn cell_applies(&self, rows: &Rows, row: &Row, column: &Question) -> Truth {
        column.only_if.rows.get(rows.table()).map_or(Truth::Yes, |columns| row_has(row, columns))
    }
}

fn yes_or_no(holds: bool) -> Truth {
    if holds { Truth::Yes } else { Truth::No }
}

/// The latest of some days; `None` where one of them is not known, or there is none.
fn latest(mut days: impl Iterator<Item = Option<NaiveDate>>) -> Option<NaiveDate> {
    let first = days.next()??;
    days.try_fold(first, |latest, day| Some(latest.max(day?)))
}

/// Whether one row has one of the wanted values in every column.
fn row_has(row: &Row, columns: &Columns) -> Truth {
    columns.iter().fold(Truth::Yes, |all, (column, wanted)| {
        all.and(any_of(row.get(column).and_then(Answer::value), wanted))
    })
}
