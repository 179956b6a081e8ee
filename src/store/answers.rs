//! An answers file: `[answers] [rows] [ticks] [marks]` in the form of `case.toml`, and `confirm`. It is read here as it is
//! written; the validator that judges it is the one of the keyboard.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// A value with its line and column, from 1.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    /// Line and column.
    pub place: (usize, usize),
    /// The value.
    pub value: T,
}

/// An answer as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// As it would be typed.
    Typed(String),
    /// `{ unknown = true }`.
    Unknown,
}

/// An answer with the id that it is for.
pub type GivenAnswer = (Placed<String>, Placed<Given>);

/// The rows of a table.
#[derive(Debug, Clone)]
pub struct GivenRows {
    /// The table's id.
    pub table: Placed<String>,
    /// `all = true`.
    pub all: bool,
    /// The rows: number, if one is written, and cells.
    pub rows: Vec<(Option<Placed<u32>>, Vec<GivenAnswer>)>,
}

/// A tick.
#[derive(Debug, Clone)]
pub struct GivenTick {
    /// The to-do's id.
    pub todo: Placed<String>,
    /// The row.
    pub row: Option<u32>,
    /// The day.
    pub on: Placed<Given>,
    /// What proves it.
    pub evidence: Option<String>,
    /// Why nothing proves it.
    pub reason: Option<String>,
}

/// A mark: the step is skipped, or everything open in it is done.
#[derive(Debug, Clone)]
pub struct GivenMark {
    /// The step's id.
    pub step: Placed<String>,
    /// `skipped` or `done`.
    pub state: Placed<String>,
    /// Why.
    pub reason: String,
}

/// Everything in the file.
#[derive(Debug, Clone, Default)]
pub struct AnswersFile {
    /// Answers.
    pub answers: Vec<GivenAnswer>,
    /// Rows.
    pub rows: Vec<GivenRows>,
    /// Ticks.
    pub ticks: Vec<GivenTick>,
    /// Marks.
    pub marks: Vec<GivenMark>,
    /// To-dos that cannot be taken back and are meant.
    pub confirm: Vec<Placed<String>>,
}

/// Why a file is no answers file, and where.
#[derive(Debug, Clone)]
pub struct Misread {
    /// Line and column, from 1.
    pub place: (usize, usize),
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is not TOML; the reader's words.
    Toml(String),
    /// This key has no meaning here; these have.
    Key(String, &'static str),
    /// The value of this key is not of this form.
    Form(String, &'static str),
}

impl AnswersFile {
    /// Reads the text of a file.
    pub fn read(text: &str) -> Result<Self, Misread> {
        let reader = Reader { text };
        let table = DeTable::parse(text).map_err(|error| Misread {
            place: super::line_and_column(text, error.span().map_or(0, |span| span.start)),
            what: Wrong::Toml(error.message().lines().collect::<Vec<_>>().join(", ")),
        })?;
        let mut file = Self::default();
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            match name {
                "answers" => file.answers = reader.cells(reader.table(name, value)?, &[])?,
                "rows" => {
                    for (id, value) in reader.table(name, value)? {
                        file.rows.push(reader.rows(reader.placed(id), reader.table(id.get_ref(), value)?)?);
                    }
                }
                "ticks" => {
                    for (id, value) in reader.table(name, value)? {
                        reader.ticks(
                            &reader.placed(id),
                            reader.table(id.get_ref(), value)?,
                            &mut file.ticks,
                        )?;
                    }
                }
                "marks" => {
                    for (id, value) in reader.table(name, value)? {
                        file.marks.push(reader.mark(reader.placed(id), reader.table(id.get_ref(), value)?)?);
                    }
                }
                "confirm" => file.confirm = reader.strings(name, value)?,
                _ => {
                    return Err(reader.wrong(
                        key.span(),
                        Wrong::Key(name.to_owned(), "answers, rows, ticks, marks, confirm"),
                    ));
                }
            }
        }
        Ok(file)
    }
}

type Key<'a> = toml::Spanned<std::borrow::Cow<'a, str>>;
type Val<'a> = toml::Spanned<DeValue<'a>>;

struct Reader<'t> {
    text: &'t str,
}

impl Reader<'_> {
    fn place(&self, span: Range<usize>) -> (usize, usize) {
        super::line_and_column(self.text, span.start)
    }

    fn wrong(&self, span: Range<usize>, what: Wrong) -> Misread {
        Misread { place: self.place(span), what }
    }

    fn placed(&self, key: &Key<'_>) -> Placed<String> {
        Placed { place: self.place(key.span()), value: key.get_ref().clone().into_owned() }
    }

    fn form<T>(&self, key: &str, value: &Val<'_>, form: &'static str) -> Result<T, Misread> {
        Err(self.wrong(value.span(), Wrong::Form(key.to_owned(), form)))
    }

    fn table<'v, 'a>(&self, key: &str, value: &'v Val<'a>) -> Result<&'v DeTable<'a>, Misread> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => self.form(key, value, "a table"),
        }
    }

    fn string(&self, key: &str, value: &Val<'_>) -> Result<String, Misread> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            _ => self.form(key, value, "a text in quotes"),
        }
    }

    fn strings(&self, key: &str, value: &Val<'_>) -> Result<Vec<Placed<String>>, Misread> {
        let DeValue::Array(items) = value.get_ref() else { return self.form(key, value, "a list of texts") };
        let item =
            |item: &Val<'_>| Ok(Placed { place: self.place(item.span()), value: self.string(key, item)? });
        items.iter().map(item).collect()
    }

    fn given(&self, key: &str, value: &Val<'_>) -> Result<Placed<Given>, Misread> {
        let typed = |text: String| Ok(Placed { place: self.place(value.span()), value: Given::Typed(text) });
        match value.get_ref() {
            DeValue::String(text) => typed(text.clone().into_owned()),
            DeValue::Integer(number) => typed(number.as_str().replace('_', "")),
            DeValue::Boolean(yes) => typed(if *yes { "yes" } else { "no" }.to_owned()),
            DeValue::Datetime(date) => typed(date.to_string()),
            DeValue::Array(_) => {
                let items = self.strings(key, value)?;
                typed(items.iter().map(|item| item.value.as_str()).collect::<Vec<_>>().join(","))
            }
            DeValue::Table(table) if table.len() == 1 && table.contains_key("unknown") => {
                Ok(Placed { place: self.place(value.span()), value: Given::Unknown })
            }
            _ => self.form(
                key,
                value,
                "a text, a date, a whole number, true or false, a list, or { unknown = true }",
            ),
        }
    }

    fn cells(&self, table: &DeTable<'_>, except: &[&str]) -> Result<Vec<GivenAnswer>, Misread> {
        let own = table.iter().filter(|(key, _)| !except.contains(&key.get_ref().as_ref()));
        own.map(|(key, value)| Ok((self.placed(key), self.given(key.get_ref(), value)?))).collect()
    }

    fn number(&self, key: &str, value: &Val<'_>) -> Result<Placed<u32>, Misread> {
        let parsed = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok().filter(|n| *n > 0),
            _ => None,
        };
        match parsed {
            Some(number) => Ok(Placed { place: self.place(value.span()), value: number }),
            None => self.form(key, value, "a whole number from 1"),
        }
    }

    fn rows(&self, table: Placed<String>, raw: &DeTable<'_>) -> Result<GivenRows, Misread> {
        let mut given = GivenRows { table, all: false, rows: Vec::new() };
        for (key, value) in raw {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("all", DeValue::Boolean(all)) => given.all = *all,
                // The highest number given belongs to the case that the rows came from.
                ("last", DeValue::Integer(_)) => {}
                ("row", DeValue::Array(rows)) => {
                    for row in rows {
                        let cells = self.table("row", row)?;
                        let id = cells.get("id").map(|id| self.number("id", id)).transpose()?;
                        given.rows.push((id, self.cells(cells, &["id"])?));
                    }
                }
                ("all", _) => return self.form("all", value, "true or false"),
                ("row", _) => return self.form("row", value, "tables: [[rows.terminals.row]]"),
                (other, _) => return Err(self.wrong(key.span(), Wrong::Key(other.to_owned(), "all, row"))),
            }
        }
        Ok(given)
    }

    fn ticks(
        &self,
        todo: &Placed<String>,
        raw: &DeTable<'_>,
        into: &mut Vec<GivenTick>,
    ) -> Result<(), Misread> {
        if let Some(rows) = raw.get("row") {
            for (row, value) in self.table("row", rows)? {
                let number = row.get_ref().parse().ok().filter(|n: &u32| *n > 0);
                let form = "a row's number: [ticks.handover_signed.row.1]";
                let number = number
                    .ok_or_else(|| self.wrong(row.span(), Wrong::Form(row.get_ref().to_string(), form)))?;
                into.push(self.tick(todo, Some(number), self.table(row.get_ref(), value)?)?);
            }
        }
        if raw.get("row").is_none() || raw.get("on").is_some() {
            into.push(self.tick(todo, None, raw)?);
        }
        Ok(())
    }

    fn tick(&self, todo: &Placed<String>, row: Option<u32>, raw: &DeTable<'_>) -> Result<GivenTick, Misread> {
        let unknown = Placed { place: todo.place, value: Given::Unknown };
        let mut tick = GivenTick { todo: todo.clone(), row, on: unknown, evidence: None, reason: None };
        let mut dated = false;
        for (key, value) in raw {
            match key.get_ref().as_ref() {
                "on" => (tick.on, dated) = (self.given("on", value)?, true),
                "evidence" => tick.evidence = Some(self.string("evidence", value)?),
                "reason" => tick.reason = Some(self.string("reason", value)?),
                "row" if row.is_none() => {}
                other => {
                    return Err(self.wrong(key.span(), Wrong::Key(other.to_owned(), "on, evidence, reason")));
                }
            }
        }
        if dated {
            return Ok(tick);
        }
        let form = "`on = 2026-12-31` or `on = { unknown = true }`";
        Err(Misread { place: todo.place, what: Wrong::Form(todo.value.clone(), form) })
    }

    fn mark(&self, step: Placed<String>, raw: &DeTable<'_>) -> Result<GivenMark, Misread> {
        let (mut state, mut reason) = (None, None);
        for (key, value) in raw {
            match key.get_ref().as_ref() {
                "state" => {
                    state =
                        Some(Placed { place: self.place(value.span()), value: self.string("state", value)? });
                }
                "reason" => reason = Some(self.string("reason", value)?),
                // The day of the decision belongs to the case that the mark came from.
                "on" => {}
                other => return Err(self.wrong(key.span(), Wrong::Key(other.to_owned(), "state, reason"))),
            }
        }
        if let (Some(state), Some(reason)) = (state, reason) {
            Ok(GivenMark { step, state, reason })
        } else {
            let form = "state = \"skipped\" or \"done\", and reason = \"…\"";
            Err(Misread { place: step.place, what: Wrong::Form(step.value, form) })
        }
    }
}
