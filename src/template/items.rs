//! Reads what is met in a step: questions, rows, to-dos and waits.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use crate::domain::formula::SpanTerm;
use crate::domain::playbook::{Evidence, Rows, Todo, Wait, Within};
use crate::domain::question::{Choice, DayLimit, Kind, Question};
use crate::domain::span::SpanRange;
use crate::domain::text::Text;
use crate::tables::{Fields, Placed};

use super::clocks::source;
use super::read::{Claim, Reader, basis};
use super::texts::{text, text_if_there};

/// A prompt longer than this wraps in a narrow window and is drawn twice.
const PROMPT_COLUMNS: usize = 30;

impl Reader {
    pub(super) fn question(&mut self, fields: &Fields<'_, '_>, table: Option<&str>) -> Question {
        let id = self.id(fields, "question");
        let kind = kind(fields);
        let question = Question {
            kind,
            label: text(fields, "label"),
            ask: ask(fields),
            help: text_if_there(fields, "help"),
            only_if: self.condition(fields, "only_if", table),
            on_demand: fields.flag("on_demand"),
            near: fields.flag("near"),
            role: self.name(fields, "role", Claim::Role),
            synonyms: fields.texts("synonyms").into_iter().map(|name| name.value).collect(),
            sensitive: fields.flag("sensitive") || kind.is_private(),
            options: self.options(fields, kind),
            not_after: self.limit(fields, "not_after"),
            not_before: self.limit(fields, "not_before"),
            at_most: self.name(fields, "at_most", |id| Claim::OfKind(id, Kind::Money)),
            instead_of: self.name(fields, "instead_of", |id| Claim::OfKind(id, Kind::Date)),
            numbered: fields.flag("numbered"),
            usual: self.usual(fields, &id, table),
            id,
        };
        if kind != Kind::Date && (question.not_after.is_some() || question.not_before.is_some()) {
            fields.wrong(fields.place(), &question.id, "only a date has `not_after` and `not_before`");
        }
        let chooses = matches!(kind, Kind::Choice | Kind::Choices);
        if chooses == question.options.is_empty() {
            fields.wrong(
                fields.place(),
                &question.id,
                "options belong to choice and choices, and to them alone",
            );
        }
        fields.done();
        question
    }

    /// The answer that a menu opens at, which is one of those that there are.
    fn usual(&mut self, fields: &Fields<'_, '_>, id: &str, table: Option<&str>) -> Option<String> {
        let usual = fields.text("usual")?;
        let values = vec![usual.value.clone()];
        self.claim(usual.place, || Claim::Values(table.map(str::to_owned), id.to_owned(), values));
        Some(usual.value)
    }

    fn options(&mut self, fields: &Fields<'_, '_>, kind: Kind) -> Vec<Choice> {
        let mut seen = BTreeSet::new();
        let mut options = Vec::new();
        for fields in fields.tables("option") {
            let id = fields.needed_text("id");
            if !seen.insert(id.value.clone()) {
                fields.wrong(id.place, "id", "this option stands twice");
            }
            let alone = fields.flag("alone");
            if alone && kind != Kind::Choices {
                fields.wrong(fields.place(), "alone", "only an option of choices can exclude the others");
            }
            let only_if = self.condition(&fields, "only_if", None);
            options.push(Choice { id: id.value, label: text(&fields, "label"), alone, only_if });
            fields.done();
        }
        options
    }

    fn limit(&mut self, fields: &Fields<'_, '_>, key: &'static str) -> Option<DayLimit> {
        let limit = fields.text(key)?;
        if limit.value == "today" {
            return Some(DayLimit::Today);
        }
        self.claim(limit.place, || Claim::Dated(limit.value.clone()));
        Some(DayLimit::Of(limit.value))
    }

    pub(super) fn rows(&mut self, fields: &Fields<'_, '_>) -> Rows {
        let id = self.id(fields, "table");
        let of = self.name(fields, "of", Claim::OwnRows);
        let table = of.clone().unwrap_or_else(|| id.clone());
        let own = of.is_none();
        let noun = |key| if own { text(fields, key) } else { text_if_there(fields, key).unwrap_or_default() };
        let (label, each) = (noun("label"), noun("each"));
        let columns =
            fields.tables("column").iter().map(|column| self.question(column, Some(&table))).collect();
        let rows = Rows {
            only_if: self.condition(fields, "only_if", None),
            filter: self.condition(fields, "where", Some(&table)),
            role: self.name(fields, "role", Claim::Role),
            label,
            each,
            about: text_if_there(fields, "about"),
            name: fields.text("name").map(|name| name.value),
            columns,
            id,
            of,
        };
        let unknown = |name: &Placed<String>| rows.columns.iter().all(|column| column.id != name.value);
        if let Some(name) = fields.text("name").filter(unknown) {
            fields.wrong(name.place, "name", &format!("there is no column `{}`", name.value));
        }
        fields.done();
        rows
    }

    pub(super) fn todo(&mut self, fields: &Fields<'_, '_>) -> Todo {
        let todo = Todo {
            id: self.id(fields, "to-do"),
            label: text(fields, "label"),
            act: text(fields, "do"),
            help: text_if_there(fields, "help"),
            each: self.name(fields, "each", Claim::Rows),
            only_if: self.condition(fields, "only_if", None),
            urgent: fields.flag("urgent"),
            lets_go_on: fields.flag("lets_go_on"),
            irreversible: fields.flag("irreversible"),
            evidence: evidence(fields),
            proof: text_if_there(fields, "proof"),
            role: self.name(fields, "role", Claim::Role),
            not_before: self.name(fields, "not_before", Claim::Dated),
        };
        fields.done();
        todo
    }

    pub(super) fn wait(&mut self, fields: &Fields<'_, '_>) -> Option<Wait> {
        let (id, what) = (self.id(fields, "wait"), text(fields, "for"));
        let from = self.name(fields, "from", Claim::Dated);
        let until = self.name(fields, "until", Claim::Todo);
        let (from, until) = (fields.needed("from", from), fields.needed("until", until));
        let within = self.within(fields);
        let (basis, late) = (basis(fields), text_if_there(fields, "late"));
        let source = source(fields, &id, basis);
        let without_rows = self.name(fields, "without_rows", Claim::Dated);
        let later = fields.texts("superseded_by");
        let superseded_by = later.iter().map(|act| act.value.clone()).collect();
        for act in later {
            self.claim(act.place, || Claim::Todo(act.value));
        }
        let own = fields.flag("own");
        fields.done();
        let (from, until, within) = (from?, until?, within?);
        Some(Wait { id, what, from, until, within, basis, source, late, without_rows, superseded_by, own })
    }

    fn within(&mut self, fields: &Fields<'_, '_>) -> Option<Within> {
        let within = fields.needed_text("within");
        if let Some(range) = SpanRange::read(&within.value) {
            return Some(Within::Fixed(range));
        }
        let term = SpanTerm::read(&within.value);
        match &term {
            Some(SpanTerm::Answer(id)) => {
                self.claim(within.place, || Claim::OfKind(id.clone(), Kind::Duration));
            }
            Some(SpanTerm::Fixed(_)) => {}
            None => fields.wrong(
                within.place,
                "within",
                "like \"7 working days\", \"3 to 7 days\" or the id of a duration",
            ),
        }
        term.map(Within::Answer)
    }
}

fn kind(fields: &Fields<'_, '_>) -> Kind {
    let word = fields.needed_text("kind");
    let kind = Kind::from_word(&word.value);
    if kind.is_none() {
        fields.wrong(word.place, "kind", &format!("one of {}", Kind::WORDS.map(|(word, _)| word).join(", ")));
    }
    kind.unwrap_or(Kind::Text)
}

fn ask(fields: &Fields<'_, '_>) -> Text {
    let ask = text(fields, "ask");
    if fields.proved() {
        return ask;
    }
    for (language, ask) in [("zh", &ask.zh), ("en", &ask.en)] {
        if ask.width() > PROMPT_COLUMNS {
            let form = format!("{} columns wide; a prompt has at most {PROMPT_COLUMNS}", ask.width());
            let place = fields.table("ask").map_or(fields.place(), |ask| ask.place());
            fields.wrong(place, &format!("ask.{language}"), &form);
        }
    }
    ask
}

fn evidence(fields: &Fields<'_, '_>) -> Evidence {
    let Some(word) = fields.text("evidence") else { return Evidence::None };
    match word.value.as_str() {
        "none" => Evidence::None,
        "welcome" => Evidence::Welcome,
        "required" => Evidence::Required,
        _ => {
            fields.wrong(word.place, "evidence", "none, welcome or required");
            Evidence::None
        }
    }
}
