//! Turns the files as written into a playbook: texts flowed, formulas read, ids indexed. Each id must resolve to parse;
//! whether the whole makes sense is proved in `check`.

use std::collections::BTreeMap;

use crate::domain::calendar::Calendar;
use crate::domain::condition::Condition;
use crate::domain::formula::{DateFormula, SpanTerm, SumFormula};
use crate::domain::money::Currency;
use crate::domain::playbook::{
    Basis, Country, Deadline, Estimate, Evidence, Guard, Index, Item, Note, Phase, Place, Playbook, Rows,
    Rule, Step, Todo, Wait, Within,
};
use crate::domain::question::{Choice, DayLimit, Kind, Question};
use crate::domain::span::SpanRange;
use crate::domain::text::Text;

use super::problem::{Problem, Source};
use super::raw::{
    At, RawDeadline, RawEstimate, RawNote, RawPlaybook, RawQuestion, RawRows, RawRule, RawStep, RawText,
    RawTodo, RawWait,
};

/// Builds one file's part; problems are gathered, so that an author sees them all at once.
struct Builder<'a> {
    source: Source<'a>,
    problems: Vec<Problem>,
}

pub(super) fn playbook(
    source: &Source<'_>,
    raw: RawPlaybook,
    steps: &[(Source<'_>, RawStep)],
    calendars: &BTreeMap<String, Calendar>,
    hash: String,
) -> Result<Playbook, Vec<Problem>> {
    let mut top = Builder { source: *source, problems: Vec::new() };
    let countries = raw.country.iter().map(|country| Country {
        id: country.id.get_ref().clone(),
        currency: country.currency.as_ref().and_then(|code| {
            top.expect(
                code,
                Currency::from_code(code.get_ref()),
                "a currency is three letters, such as \"CNY\"",
            )
        }),
        calendar: match &country.calendar {
            None => Calendar::weekends(),
            Some(id) => top
                .expect(id, calendars.get(id.get_ref()).cloned(), "there is no such file in calendars/")
                .unwrap_or_default(),
        },
    });
    let countries = countries.collect();
    let lines = raw.at_hand.get_ref();
    if lines.zh.len() != lines.en.len() {
        top.say(raw.at_hand.span(), "`at_hand` has not as many lines in one language as in the other");
    }
    let mut problems = top.problems;
    let mut built = Vec::new();
    for (source, step) in steps {
        let mut builder = Builder { source: *source, problems: Vec::new() };
        built.push(builder.step(step));
        problems.append(&mut builder.problems);
    }
    let at_hand =
        lines.zh.iter().zip(&lines.en).map(|(zh, en)| Text { zh: zh.clone(), en: en.clone() }).collect();
    let mut playbook = Playbook {
        id: raw.id,
        version: raw.version,
        hash,
        title: text(&raw.title),
        intro: text(&raw.intro),
        at_hand,
        caution: text(&raw.caution),
        phases: raw
            .phase
            .iter()
            .map(|phase| Phase { id: phase.id.clone(), title: text(&phase.title) })
            .collect(),
        steps: built,
        countries,
        index: Index::default(),
    };
    playbook.index = index(&playbook);
    if problems.is_empty() { Ok(playbook) } else { Err(problems) }
}

impl Builder<'_> {
    fn say(&mut self, at: std::ops::Range<usize>, what: impl Into<String>) {
        self.problems.push(self.source.problem(at, what));
    }

    fn expect<T>(&mut self, at: &At<String>, found: Option<T>, what: &str) -> Option<T> {
        if found.is_none() {
            self.say(at.span(), format!("`{}`: {what}", at.get_ref()));
        }
        found
    }

    fn step(&mut self, raw: &RawStep) -> Step {
        let names = |list: &[At<String>]| list.iter().map(|name| name.get_ref().clone()).collect();
        let guards = raw.guard.iter().map(|guard| Guard {
            needs: guard.needs.get_ref().clone(),
            is: guard.is.clone(),
            because: text(&guard.because),
        });
        Step {
            id: raw.id.get_ref().clone(),
            phase: raw.phase.get_ref().clone(),
            essential: raw.essential,
            title: text(&raw.title),
            after: names(&raw.after),
            borrow: names(&raw.borrow),
            only_if: self.condition(raw.only_if.as_ref(), None),
            why: text(&raw.why),
            script: raw.script.as_ref().map(|script| text(script.get_ref())),
            guards: guards.collect(),
            rules: raw.rule.iter().map(|rule| self.rule(rule)).collect(),
            materials: raw.material.iter().map(|note| self.note(note)).collect(),
            pitfalls: raw.pitfall.iter().map(|note| self.note(note)).collect(),
            items: self.items(raw),
            deadlines: raw.deadline.iter().filter_map(|deadline| self.deadline(deadline)).collect(),
            estimates: raw.estimate.iter().filter_map(|estimate| self.estimate(estimate)).collect(),
        }
    }

    /// The items in the order in which they stand in the file.
    fn items(&mut self, raw: &RawStep) -> Vec<Item> {
        let mut items: Vec<(usize, Item)> = Vec::new();
        for at in &raw.question {
            items.push((at.span().start, Item::Question(self.question(at.get_ref(), None))));
        }
        for at in &raw.rows {
            items.push((at.span().start, Item::Rows(self.rows(at.get_ref()))));
        }
        for at in &raw.todo {
            items.push((at.span().start, Item::Todo(self.todo(at.get_ref()))));
        }
        for at in &raw.wait {
            let wait = self.wait(at.get_ref()).map(Item::Wait);
            items.extend(wait.map(|wait| (at.span().start, wait)));
        }
        items.sort_by_key(|(at, _)| *at);
        items.into_iter().map(|(_, item)| item).collect()
    }

    fn rule(&mut self, raw: &RawRule) -> Rule {
        let basis = self.basis(&raw.basis);
        Rule {
            id: raw.id.get_ref().clone(),
            basis,
            source: raw.source.clone(),
            checked: raw.checked.as_ref().and_then(super::date),
            only_if: self.condition(raw.only_if.as_ref(), None),
            text: text(&raw.text),
        }
    }

    fn note(&mut self, raw: &RawNote) -> Note {
        Note {
            id: raw.id.get_ref().clone(),
            only_if: self.condition(raw.only_if.as_ref(), None),
            text: text(&raw.text),
        }
    }

    fn question(&mut self, raw: &RawQuestion, table: Option<&str>) -> Question {
        let words = Kind::WORDS.map(|(word, _)| word).join(", ");
        let kind = Kind::from_word(raw.kind.get_ref());
        let kind = self.expect(&raw.kind, kind, &format!("a kind is one of {words}")).unwrap_or(Kind::Text);
        let choices = raw.option.iter().map(|option| Choice {
            id: option.id.get_ref().clone(),
            label: text(&option.label),
            alone: option.alone,
        });
        let limit = |limit: &Option<At<String>>| {
            limit.as_ref().map(|limit| match limit.get_ref().as_str() {
                "today" => DayLimit::Today,
                id => DayLimit::Of(id.to_owned()),
            })
        };
        Question {
            id: raw.id.get_ref().clone(),
            kind,
            label: text(&raw.label),
            ask: text(raw.ask.get_ref()),
            help: raw.help.as_ref().map(text),
            only_if: self.condition(raw.only_if.as_ref(), table),
            role: raw.role.as_ref().map(|role| role.get_ref().clone()),
            sensitive: raw.sensitive || kind == Kind::Account,
            options: choices.collect(),
            not_after: limit(&raw.not_after),
            not_before: limit(&raw.not_before),
        }
    }

    fn rows(&mut self, raw: &RawRows) -> Rows {
        let (id, of) = (raw.id.get_ref().clone(), raw.of.as_ref().map(|of| of.get_ref().clone()));
        let table = of.clone().unwrap_or_else(|| id.clone());
        if of.is_none() && (raw.label.is_none() || raw.each.is_none()) {
            self.say(raw.id.span(), "rows of their own need `label` and `each`");
        }
        Rows {
            filter: self.condition(raw.filter.as_ref(), Some(&table)),
            role: raw.role.as_ref().map(|role| role.get_ref().clone()),
            label: raw.label.as_ref().map(text).unwrap_or_default(),
            each: raw.each.as_ref().map(text).unwrap_or_default(),
            about: raw.about.as_ref().map(text),
            name: raw.name.as_ref().map(|name| name.get_ref().clone()),
            columns: raw.column.iter().map(|column| self.question(column, Some(&table))).collect(),
            id,
            of,
        }
    }

    fn todo(&mut self, raw: &RawTodo) -> Todo {
        let evidence = match raw.evidence.as_ref().map(|word| word.get_ref().as_str()) {
            None | Some("none") => Evidence::None,
            Some("welcome") => Evidence::Welcome,
            Some("required") => Evidence::Required,
            Some(_) => {
                let at = raw.evidence.as_ref().map_or(0..0, At::span);
                self.say(at, "`evidence` is none, welcome or required");
                Evidence::None
            }
        };
        Todo {
            id: raw.id.get_ref().clone(),
            label: text(&raw.label),
            act: text(&raw.act),
            help: raw.help.as_ref().map(text),
            each: raw.each.as_ref().map(|each| each.get_ref().clone()),
            only_if: self.condition(raw.only_if.as_ref(), None),
            irreversible: raw.irreversible,
            evidence,
            proof: raw.proof.as_ref().map(text),
            role: raw.role.as_ref().map(|role| role.get_ref().clone()),
        }
    }

    fn wait(&mut self, raw: &RawWait) -> Option<Wait> {
        let within = match SpanRange::read(raw.within.get_ref()) {
            Some(range) => Some(Within::Fixed(range)),
            None => SpanTerm::read(raw.within.get_ref()).map(Within::Answer),
        };
        let hint =
            "a length of time is like \"7 working days\", \"3 to 7 days\" or the id of a duration answer";
        Some(Wait {
            id: raw.id.get_ref().clone(),
            what: text(&raw.what),
            from: raw.from.get_ref().clone(),
            until: raw.until.get_ref().clone(),
            within: self.expect(&raw.within, within, hint)?,
            basis: self.basis(&raw.basis),
            late: raw.late.as_ref().map(text),
        })
    }

    fn deadline(&mut self, raw: &RawDeadline) -> Option<Deadline> {
        let due = DateFormula::read(raw.due.get_ref());
        Some(Deadline {
            id: raw.id.get_ref().clone(),
            label: text(&raw.label),
            due: self.expect(&raw.due, due, "a date is like \"contract_end - notice_period\"")?,
            met_by: raw.met_by.get_ref().clone(),
            basis: self.basis(&raw.basis),
        })
    }

    fn estimate(&mut self, raw: &RawEstimate) -> Option<Estimate> {
        let sum = SumFormula::read(raw.sum.get_ref());
        let hint = "a sum is like \"deposit_amount - deduction_amount\" or \"monthly_fee * months(stop_date, contract_end)\"";
        Some(Estimate {
            id: raw.id.get_ref().clone(),
            label: text(&raw.label),
            sum: self.expect(&raw.sum, sum, hint)?,
            only_if: self.condition(raw.only_if.as_ref(), None),
        })
    }

    fn basis(&mut self, word: &At<String>) -> Basis {
        let found = Basis::WORDS.iter().find(|(w, _)| w == word.get_ref()).map(|(_, basis)| *basis);
        self.expect(word, found, "a basis is law, network, contract, custom or default")
            .unwrap_or(Basis::Default)
    }

    /// Reads `only_if`; inside `table`, plain keys are its columns.
    fn condition(&mut self, raw: Option<&At<toml::Table>>, table: Option<&str>) -> Condition {
        let mut condition = Condition::default();
        let Some(raw) = raw else { return condition };
        for (key, value) in raw.get_ref() {
            match (value, table) {
                (toml::Value::Array(values), Some(table)) => {
                    condition.rows.entry(table.to_owned()).or_default().insert(key.clone(), strings(values));
                }
                (toml::Value::Array(values), None) => {
                    condition.answers.insert(key.clone(), strings(values));
                }
                (toml::Value::Table(columns), None) => {
                    let of = condition.rows.entry(key.clone()).or_default();
                    for (column, value) in columns {
                        of.insert(column.clone(), value.as_array().map(|v| strings(v)).unwrap_or_default());
                    }
                }
                _ => self
                    .say(raw.span(), format!("`{key}`: a condition is a list of values, such as [\"yes\"]")),
            }
        }
        condition
    }
}

fn strings(values: &[toml::Value]) -> Vec<String> {
    values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn text(raw: &RawText) -> Text {
    Text { zh: flow(&raw.zh), en: flow(&raw.en) }
}

/// Joins the lines of each paragraph; between Chinese characters without a space. An empty line parts paragraphs.
pub(super) fn flow(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.trim().lines().map(str::trim) {
        match (out.chars().last(), line.chars().next()) {
            (_, None) if out.ends_with('\n') => {}
            (_, None) => out.push('\n'),
            (None | Some('\n'), _) => {}
            (Some(last), Some(first)) if joins(last, first) => {}
            _ => out.push(' '),
        }
        out.push_str(line);
    }
    out
}

/// True where two characters stand side by side in Chinese: both wide, or one of them a Chinese mark.
fn joins(last: char, first: char) -> bool {
    let wide = |c: char| u32::from(c) >= 0x2e80;
    let mark =
        |c: char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}');
    (wide(last) && wide(first))
        || mark(last)
        || mark(first)
        || (wide(last) && first == '“')
        || (last == '”' && wide(first))
}

/// Notes where each id and each role stands; of two equal ones the first wins, and `check` tells.
fn index(playbook: &Playbook) -> Index {
    let mut index = Index::default();
    let mut role = |role: Option<&String>, id: &str| {
        if let Some(role) = role {
            index.roles.entry(role.clone()).or_insert_with(|| id.to_owned());
        }
    };
    let mut ids = Vec::new();
    for (s, step) in playbook.steps.iter().enumerate() {
        ids.push((step.id.clone(), Place::Step(s)));
        for (i, item) in step.items.iter().enumerate() {
            match item {
                Item::Question(question) => role(question.role.as_ref(), &question.id),
                Item::Todo(todo) => role(todo.role.as_ref(), &todo.id),
                Item::Rows(rows) => {
                    role(rows.role.as_ref(), &rows.id);
                    let columns = rows.columns.iter().enumerate();
                    ids.extend(columns.map(|(c, column)| (column.id.clone(), Place::Column(s, i, c))));
                }
                Item::Wait(_) => {}
            }
            ids.push((item.id().to_owned(), Place::Item(s, i)));
        }
    }
    for (id, place) in ids {
        index.ids.entry(id).or_insert(place);
    }
    index
}
