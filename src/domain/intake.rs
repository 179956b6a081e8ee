//! How anything gets into a case: what was typed, in a prompt, a flag or a file, becomes edits here or is refused here.

use chrono::NaiveDate;

use super::answer::{Answer, Facts, Invalid, Value, read_line, read_yes_no};
use super::case::{At, Edit, Mark, Row, Slot, Tick};
use super::plan::{Look, Plan, StepPlan};
use super::playbook::{Evidence, Guard, Item, Playbook, Rows, Step, Todo};
use super::proof::is_proved;
use super::question::{DayLimit, Kind, Question};
use super::text::half_width;

/// What is put at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry<'t> {
    /// What was typed.
    Typed(&'t str),
    /// "I don't know yet".
    Unknown,
    /// Nothing: as if it had never been asked.
    Clear,
}

/// The day of a tick, its proof, and whether an act that cannot be taken back is meant.
#[derive(Debug, Clone, Default)]
pub struct TickEntry<'t> {
    /// The day as typed; `None` where it is not known any more.
    pub on: Option<&'t str>,
    /// What proves it.
    pub evidence: Option<&'t str>,
    /// Why nothing proves it.
    pub reason: Option<&'t str>,
    /// The act is meant.
    pub confirmed: bool,
}

/// Why something did not get in.
#[derive(Debug)]
pub enum Refusal<'a> {
    /// There is no such id; one that looks like it.
    NoSuchId(String, Option<&'a str>),
    /// The id is there, but it is a thing of this kind: step, question, column, rows, to-do, wait.
    OtherKind(String, &'static str),
    /// There is no such row.
    NoSuchRow(&'a Rows, String),
    /// It is no answer.
    Invalid(&'a Question, Invalid),
    /// It is no day, no evidence, no reason, neither yes nor no.
    Unclear(Invalid),
    /// A to-do has evidence; neither it nor a reason was given.
    NoEvidence(&'a Todo),
    /// It cannot be taken back and was not confirmed.
    Unconfirmed(&'a Todo),
    /// Guards are not satisfied.
    Unsafe(&'a Step, Vec<&'a Guard>),
    /// A step is marked without a reason.
    NoReason(&'a Step),
    /// A to-do has no row that it applies to.
    NothingToTick(&'a Todo),
}

/// Finds the place that a path names: `provider`, `terminals/2/tid`, `terminals/2`, `terminals/all`, `terminals/new`.
/// A new row's place is the row that does not exist yet.
pub fn place<'a>(plan: &Plan<'a>, path: &str) -> Result<At, Refusal<'a>> {
    let playbook = plan.look.playbook;
    let parts: Vec<&str> = path.split('/').collect();
    let id = parts[0];
    match (playbook.item(id), &parts[1..]) {
        (Some(Item::Question(_)), []) => Ok(At::Answer(id.to_owned())),
        (Some(Item::Todo(_)), []) => Ok(At::Tick(id.to_owned(), None)),
        (Some(Item::Todo(todo)), [row]) => {
            let rows = todo.each.as_ref().and_then(|each| playbook.rows(each));
            let row = rows.zip(row.parse().ok()).filter(|(rows, row)| plan.look.has_row(rows, *row));
            match (row, rows) {
                (Some((_, row)), _) => Ok(At::Tick(id.to_owned(), Some(row))),
                (None, Some(rows)) => Err(Refusal::NoSuchRow(rows, parts[1].to_owned())),
                (None, None) => Err(Refusal::NoSuchId(path.to_owned(), None)),
            }
        }
        (Some(Item::Rows(rows)), rest) => row_place(plan, rows, path, rest),
        _ => Err(no_such(playbook, path)),
    }
}

fn row_place<'a>(plan: &Plan<'a>, rows: &'a Rows, path: &str, rest: &[&str]) -> Result<At, Refusal<'a>> {
    let table = rows.table().to_owned();
    let number = match rest {
        ["all"] => return Ok(At::All(table)),
        ["new"] => return Ok(At::Row(table.clone(), plan.look.case.next_row(&table))),
        [number] | [number, _] => number.parse::<u32>().unwrap_or(0),
        _ => return Err(Refusal::OtherKind(path.to_owned(), "rows")),
    };
    let there = plan.look.case.tables.get(&table).is_some_and(|t| t.rows.contains_key(&number));
    match rest {
        _ if !there => Err(Refusal::NoSuchRow(rows, rest[0].to_owned())),
        [_] => Ok(At::Row(table, number)),
        _ => column(plan.look.playbook, &table, rest[1])
            .map(|column| At::Cell(table, number, column.id.clone())),
    }
}

/// The column of a table with this id, also where another step adds it.
pub fn column<'a>(playbook: &'a Playbook, table: &str, id: &str) -> Result<&'a Question, Refusal<'a>> {
    let found = playbook.column(id).filter(|(rows, _)| rows.table() == table);
    found.map(|(_, column)| column).ok_or_else(|| no_such(playbook, id))
}

/// Names what an id is instead, or the id that looks most like it.
pub fn no_such<'a>(playbook: &'a Playbook, id: &str) -> Refusal<'a> {
    let kind = match playbook.item(id) {
        _ if playbook.step(id).is_some() => Some("step"),
        _ if playbook.column(id).is_some() => Some("column"),
        Some(Item::Question(_)) => Some("question"),
        Some(Item::Rows(_)) => Some("rows"),
        Some(Item::Todo(_)) => Some("todo"),
        Some(Item::Wait(_)) => Some("wait"),
        None => None,
    };
    match kind {
        Some(kind) => Refusal::OtherKind(id.to_owned(), kind),
        None => Refusal::NoSuchId(id.to_owned(), nearest(playbook.index.ids.keys().map(String::as_str), id)),
    }
}

/// The name that takes the fewest changes of a letter to become `wanted`, if that is at most a third of it.
pub fn nearest<'n>(names: impl Iterator<Item = &'n str>, wanted: &str) -> Option<&'n str> {
    let scored = names.map(|name| (distance(name, wanted), name));
    scored.filter(|(score, name)| *score * 3 <= name.len().max(3)).min().map(|(_, name)| name)
}

/// The number of letters to insert, drop or change (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The edits that put an entry at a place of answers, cells or rows.
pub fn answer<'a>(plan: &Plan<'a>, at: &At, entry: &Entry<'_>) -> Result<Vec<Edit>, Refusal<'a>> {
    let playbook = plan.look.playbook;
    let question = match at {
        At::Answer(id) => playbook.question(id),
        At::Cell(table, _, id) => Some(column(playbook, table, id)?),
        At::All(_) => {
            let all = match entry {
                Entry::Typed(text) => read_yes_no(text.trim()).ok_or(Refusal::Unclear(Invalid::NotYesNo))?,
                Entry::Unknown | Entry::Clear => false,
            };
            return Ok(vec![Edit { at: at.clone(), to: all.then_some(Slot::All) }]);
        }
        At::Row(..) if *entry == Entry::Clear => return Ok(vec![Edit { at: at.clone(), to: None }]),
        _ => None,
    };
    let Some(question) = question else { return Err(no_such(playbook, &at.to_string())) };
    let to = match entry {
        Entry::Clear => None,
        _ => Some(Slot::Answer(judge(&plan.look, question, entry)?)),
    };
    let title = renamed(plan, question, to.as_ref());
    Ok(std::iter::once(Edit { at: at.clone(), to }).chain(title).collect())
}

/// The edits that add a row with these cells.
pub fn new_row<'a>(
    plan: &Plan<'a>,
    rows: &'a Rows,
    cells: &[(&str, Entry<'_>)],
) -> Result<Vec<Edit>, Refusal<'a>> {
    let mut row = Row::new();
    for (id, entry) in cells {
        let column = column(plan.look.playbook, rows.table(), id)?;
        row.insert(column.id.clone(), judge(&plan.look, column, entry)?);
    }
    Ok(plan.look.case.adding_row(rows.table(), row))
}

/// Judges an entry by its question.
pub fn judge<'a>(look: &Look<'_>, question: &'a Question, entry: &Entry<'_>) -> Result<Answer, Refusal<'a>> {
    let Entry::Typed(text) = entry else { return Ok(Answer::Unknown) };
    // A number from a label means the same in full-width letters and digits.
    let half = question.numbered.then(|| half_width(text));
    let read = look.with_facts(|facts| question.read(half.as_deref().unwrap_or(text), facts));
    read.map(Answer::Known).map_err(|why| Refusal::Invalid(question, why))
}

/// A case is called like its merchant, until it is renamed.
fn renamed(plan: &Plan<'_>, question: &Question, to: Option<&Slot>) -> Option<Edit> {
    let Some(Slot::Answer(Answer::Known(Value::Text(name)))) = to else { return None };
    let case = plan.look.case;
    let called = case.answers.get(&question.id).and_then(Answer::value);
    let follows = case.title.is_empty() || called == Some(&Value::Text(case.title.clone()));
    let names = question.role.as_deref() == Some("merchant_name") && follows && case.title != *name;
    names.then(|| Edit { at: At::Title, to: Some(Slot::Title(name.clone())) })
}

/// The edits that tick a to-do at a place; for a to-do with a tick for each row and no row named, all rows still open.
pub fn tick<'a>(plan: &Plan<'a>, at: &At, entry: &TickEntry<'_>) -> Result<Vec<Edit>, Refusal<'a>> {
    let (todo, rows) = ticked(plan, at)?;
    if let Some(step) = plan.home_of(&todo.id) {
        let guards: Vec<&Guard> = step.holding(&todo.id).collect();
        if !guards.is_empty() {
            return Err(Refusal::Unsafe(step.step, guards));
        }
    }
    if todo.irreversible && !entry.confirmed {
        return Err(Refusal::Unconfirmed(todo));
    }
    let proved = rows.iter().all(|row| is_proved(plan.look.case, todo, *row));
    let tick = read_tick(plan, todo, entry, proved)?;
    let tick = |row| Edit { at: At::Tick(todo.id.clone(), row), to: Some(Slot::Tick(tick.clone())) };
    Ok(rows.into_iter().map(tick).collect())
}

/// The edits that take ticks away.
pub fn untick<'a>(plan: &Plan<'a>, at: &At) -> Result<Vec<Edit>, Refusal<'a>> {
    let At::Tick(id, row) = at else { return Err(no_such(plan.look.playbook, &at.to_string())) };
    let ticks = plan.look.case.ticks.get(id).into_iter().flat_map(|ticks| ticks.keys().copied());
    let wanted = ticks.filter(|at| row.is_none() || at == row);
    Ok(wanted.map(|row| Edit { at: At::Tick(id.clone(), row), to: None }).collect())
}

fn ticked<'a>(plan: &Plan<'a>, at: &At) -> Result<(&'a Todo, Vec<Option<u32>>), Refusal<'a>> {
    let playbook = plan.look.playbook;
    let At::Tick(id, row) = at else { return Err(no_such(playbook, &at.to_string())) };
    let todo = playbook.todo(id).ok_or_else(|| no_such(playbook, id))?;
    let places = plan.look.tick_places(todo);
    let rows: Vec<Option<u32>> = match row {
        Some(row) => vec![Some(*row)],
        None if todo.each.is_none() => vec![None],
        None => places.filter(|(_, tick)| tick.is_none()).map(|(row, _)| row).collect(),
    };
    if rows.is_empty() { Err(Refusal::NothingToTick(todo)) } else { Ok((todo, rows)) }
}

fn read_tick<'a>(
    plan: &Plan<'a>,
    todo: &'a Todo,
    entry: &TickEntry<'_>,
    proved: bool,
) -> Result<Tick, Refusal<'a>> {
    let text = |typed: Option<&str>| typed.map(read_line).transpose().map_err(Refusal::Unclear);
    let on = entry.on.map(|typed| read_act_day(typed, plan.today)).transpose();
    let on = on.map_err(Refusal::Unclear)?;
    let (evidence, reason) = (text(entry.evidence)?, text(entry.reason)?);
    if todo.evidence == Evidence::Required && !proved && evidence.is_none() && reason.is_none() {
        return Err(Refusal::NoEvidence(todo));
    }
    Ok(Tick { on, evidence, reason })
}

/// The day of an act is today or earlier.
pub fn read_act_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let none = |_: &str| None;
    let facts = Facts { today, currency: super::money::Currency::CNY, date_of: &none };
    let day = Question {
        id: String::new(),
        kind: Kind::Date,
        label: super::text::Text::default(),
        ask: super::text::Text::default(),
        help: None,
        only_if: super::condition::Condition::default(),
        on_demand: false,
        near: false,
        role: None,
        synonyms: Vec::new(),
        sensitive: false,
        options: Vec::new(),
        not_after: Some(DayLimit::Today),
        not_before: None,
        at_most: None,
        instead_of: None,
        numbered: false,
        usual: None,
    };
    match day.read(typed, &facts)? {
        Value::Date(day) => Ok(day),
        _ => Err(Invalid::NotADate),
    }
}

/// The edits that skip a step, for a reason.
pub fn skip<'a>(plan: &Plan<'a>, step: &'a Step, reason: &str) -> Result<Vec<Edit>, Refusal<'a>> {
    let reason = read_line(reason).map_err(|_| Refusal::NoReason(step))?;
    Ok(vec![Edit { at: At::Mark(step.id.clone()), to: Some(Slot::Mark(Mark { reason, on: plan.today })) }])
}

/// The edits that open a skipped step again.
pub fn reopen(step: &Step) -> Vec<Edit> {
    vec![Edit { at: At::Mark(step.id.clone()), to: None }]
}

/// The edits that tick everything open in a step, for one reason.
pub fn finish<'a>(plan: &Plan<'a>, step: &'a Step, entry: &TickEntry<'_>) -> Result<Vec<Edit>, Refusal<'a>> {
    if entry.reason.is_none() {
        return Err(Refusal::NoReason(step));
    }
    let open = plan.step(&step.id).into_iter().flat_map(StepPlan::todos);
    // What the step only borrows is another step's, and is asked for itself.
    let own = |todo: &str| plan.look.playbook.step_of(todo).is_some_and(|home| home.id == step.id);
    let open = open.filter(|todo| own(&todo.todo.id) && todo.ticks.iter().any(|(_, tick)| tick.is_none()));
    let mut edits = reopen(step);
    for todo in open {
        edits.extend(tick(plan, &At::Tick(todo.todo.id.clone(), None), entry)?);
    }
    Ok(edits)
}
