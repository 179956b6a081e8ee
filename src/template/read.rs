//! Reads the files of a playbook into a playbook. What can be judged from one table is judged here; what hangs on other
//! tables is left as a claim, for `check` to prove.

use std::collections::BTreeMap;

use crate::domain::calendar::{Calendar, Year};
use crate::domain::money::Currency;
use crate::domain::phrase::MATTERS;
use crate::domain::playbook::{
    Basis, Country, Guard, Index, Item, Note, Phase, Playbook, Rule, Step, Telling, Told,
};
use crate::domain::question::Kind;
use crate::domain::text::Text;
use crate::domain::words::places;
use crate::tables::{Fields, Place, Placed};

use super::texts::{lines, text, text_if_there};

/// Something that has to be true of the whole playbook for one of its tables to make sense.
pub(super) enum Claim {
    /// This id stands once; what it is of.
    NewId(String, &'static str),
    /// This role stands once and is known.
    Role(String),
    /// The phase is there.
    Phase(String),
    /// The step stands before the step with this number.
    Earlier(String, usize),
    /// The id is a step before this one, a to-do, a question or a wait.
    Guard(String, usize),
    /// The id is a question or rows, which a script can name.
    Filled(String),
    /// The id is a question of this kind.
    OfKind(String, Kind),
    /// The id has a date: a date answer, a date column, a to-do.
    Dated(String),
    /// The country is an option of the question with the role `country`, if there is one.
    Country(String),
    /// The id is a step.
    Step(String),
    /// The id is a to-do.
    Todo(String),
    /// The id is a wait.
    Wait(String),
    /// The id is a to-do or a question, which can be settled.
    Settled(String),
    /// The id is rows.
    Rows(String),
    /// The id is rows of their own.
    OwnRows(String),
    /// The question, or the column of the table, can have each of these values.
    Values(Option<String>, String, Vec<String>),
}

/// Reads one file: its tables become parts of a playbook, its claims are kept with their places.
#[derive(Default)]
pub(super) struct Reader {
    /// The number of the step that is read.
    pub(super) number: usize,
    /// Somebody will prove the claims; what ships with posquit is proved by the tests.
    pub(super) proving: bool,
    /// What is left to prove.
    pub(super) claims: Vec<(Place, Claim)>,
}

/// `playbook.toml`, with the ids of its steps.
pub(super) fn playbook(
    fields: &Fields<'_, '_>,
    calendars: &BTreeMap<String, Calendar>,
    claims: &mut Vec<(Place, Claim)>,
) -> (Playbook, Vec<Placed<String>>) {
    let title = text(fields, "title");
    let intro = text(fields, "intro");
    let caution = text(fields, "caution");
    let mut phases: Vec<Phase> = Vec::new();
    for fields in fields.tables("phase") {
        let id = fields.needed_text("id");
        if phases.iter().any(|phase| phase.id == id.value) {
            fields.wrong(id.place, "id", &format!("the phase `{}` stands twice", id.value));
        }
        phases.push(Phase {
            id: id.value,
            title: text(&fields, "title"),
            after_closing: fields.flag("after_closing"),
        });
        fields.done();
    }
    let countries =
        fields.tables("country").into_iter().map(|fields| country(&fields, calendars, claims)).collect();
    let playbook = Playbook {
        id: fields.needed_text("id").value,
        version: fields
            .needed("version", fields.number("version"))
            .and_then(|n| n.value.try_into().ok())
            .unwrap_or(0),
        title,
        intro,
        at_hand: lines(fields, "at_hand"),
        caution,
        phases,
        steps: Vec::new(),
        countries,
        index: Index::default(),
    };
    (playbook, fields.texts("steps"))
}

fn country(
    fields: &Fields<'_, '_>,
    calendars: &BTreeMap<String, Calendar>,
    claims: &mut Vec<(Place, Claim)>,
) -> Country {
    let currency = fields.text("currency").and_then(|code| {
        let read = Currency::from_code(&code.value);
        if read.is_none() {
            fields.wrong(code.place, "currency", "three letters, such as \"CNY\"");
        }
        read
    });
    let calendar = fields.text("calendar").and_then(|id| {
        let found = calendars.get(&id.value).cloned();
        if found.is_none() {
            fields.wrong(id.place, "calendar", "there is no such file in calendars/");
        }
        found
    });
    let id = fields.needed_text("id");
    claims.push((id.place, Claim::Country(id.value.clone())));
    fields.done();
    Country { id: id.value, currency, calendar: calendar.unwrap_or_default() }
}

/// A file of `calendars/`.
pub(super) fn calendar(fields: &Fields<'_, '_>) -> Calendar {
    fields.needed_text("id");
    text_if_there(fields, "name");
    let year = |fields: Fields<'_, '_>| {
        let days = |key| fields.days(key).into_iter().map(|day| day.value).collect();
        let year = Year { off: days("off"), work: days("work"), provisional: fields.flag("provisional") };
        fields.needed_text("source");
        fields.needed("checked", fields.day("checked"));
        let number = fields.needed("year", fields.number("year")).and_then(|n| n.value.try_into().ok());
        fields.done();
        (number.unwrap_or(0), year)
    };
    Calendar::of(fields.tables("year").into_iter().map(year).collect())
}

impl Reader {
    pub(super) fn claim(&mut self, place: Place, claim: impl FnOnce() -> Claim) {
        if self.proving {
            self.claims.push((place, claim()));
        }
    }

    /// Takes an id: it is shaped like one, and stands once.
    pub(super) fn id(&mut self, fields: &Fields<'_, '_>, what: &'static str) -> String {
        let id = fields.needed_text("id");
        let shaped = |c: char| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || (what == "step" && c == '-')
        };
        if !id.value.starts_with(|c: char| c.is_ascii_lowercase()) || !id.value.chars().all(shaped) {
            fields.wrong(
                id.place,
                "id",
                "an id begins with a letter and holds a-z, 0-9 and _ (a step's also -)",
            );
        }
        self.claim(id.place, || Claim::NewId(id.value.clone(), what));
        id.value
    }

    /// Takes a key that names something, and claims that the thing is there.
    pub(super) fn name(
        &mut self,
        fields: &Fields<'_, '_>,
        key: &'static str,
        claim: fn(String) -> Claim,
    ) -> Option<String> {
        let name = fields.text(key)?;
        self.claim(name.place, || claim(name.value.clone()));
        Some(name.value)
    }

    /// A step; what it tells is read as well, unless that is known.
    pub(super) fn step(&mut self, fields: &Fields<'_, '_>, file: &str, told: Option<Told>) -> Step {
        let id = self.id(fields, "step");
        if !file.ends_with(&format!("/{id}.toml")) {
            let place = fields.text("id").map_or(fields.place(), |id| id.place);
            fields.wrong(place, "id", "a step's file has the name of its id");
        }
        let number = self.number;
        let names = |list: &[Placed<String>]| list.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
        let (after, borrow) = (fields.texts("after"), fields.texts("borrow"));
        for name in &after {
            self.claim(name.place, || Claim::Earlier(name.value.clone(), number));
        }
        for name in &borrow {
            self.claim(name.place, || Claim::Settled(name.value.clone()));
        }
        let phase = self.name(fields, "phase", Claim::Phase);

        Step {
            id,
            phase: fields.needed("phase", phase).unwrap_or_default(),
            essential: fields.flag("essential"),
            title: text(fields, "title"),
            after: names(&after),
            borrow: names(&borrow),
            only_if: self.condition(fields, "only_if", None),
            told: told.unwrap_or_else(|| {
                let telling = self.telling(fields);
                Told::later(|| telling)
            }),
            guards: fields.tables("guard").iter().map(|fields| self.guard(fields)).collect(),
            items: self.items(fields),
            deadlines: fields.tables("deadline").iter().filter_map(|fields| self.deadline(fields)).collect(),
            estimates: fields.tables("estimate").iter().filter_map(|fields| self.estimate(fields)).collect(),
            doubtful: fields.tables("doubt").iter().map(|fields| self.doubtful(fields)).collect(),
            rungs: fields.tables("rung").iter().map(|fields| self.rung(fields)).collect(),
        }
    }

    /// What a step tells: the keys for which `is_told` holds.
    pub(super) fn telling(&mut self, fields: &Fields<'_, '_>) -> Telling {
        Telling {
            why: self.passage_places(fields, "why").unwrap_or_else(|| text(fields, "why")),
            script: self.passage_places(fields, "script"),
            passages: fields.tables("passage").iter().map(|fields| self.passage(fields)).collect(),
            rules: fields.tables("rule").iter().map(|fields| self.rule(fields)).collect(),
            materials: fields.tables("material").iter().map(|fields| self.note(fields)).collect(),
            pitfalls: fields.tables("pitfall").iter().map(|fields| self.note(fields)).collect(),
        }
    }

    /// The items in the order in which they stand in the file.
    fn items(&mut self, fields: &Fields<'_, '_>) -> Vec<Item> {
        let (questions, rows) = (fields.tables("question"), fields.tables("rows"));
        let (todos, waits) = (fields.tables("todo"), fields.tables("wait"));
        let mut items = Vec::with_capacity(questions.len() + rows.len() + todos.len() + waits.len());
        for fields in questions {
            items.push((fields.place(), Item::Question(self.question(&fields, None))));
        }
        for fields in rows {
            items.push((fields.place(), Item::Rows(self.rows(&fields))));
        }
        for fields in todos {
            items.push((fields.place(), Item::Todo(self.todo(&fields))));
        }
        for fields in waits {
            items.extend(self.wait(&fields).map(|wait| (fields.place(), Item::Wait(wait))));
        }
        items.sort_by_key(|(place, _)| *place);
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// A text in which answers, rows and passages are put.
    fn passage_places(&mut self, fields: &Fields<'_, '_>, key: &'static str) -> Option<Text> {
        if fields.proved() {
            return text_if_there(fields, key);
        }
        let place = fields.table(key)?.place();
        let script = text(fields, key);
        for name in [&script.zh, &script.en]
            .into_iter()
            .flat_map(|text| places(text))
            .filter(|name| name != "n" && name != MATTERS)
        {
            self.claim(place, || Claim::Filled(name));
        }
        Some(script)
    }

    fn passage(&mut self, fields: &Fields<'_, '_>) -> Note {
        let id = self.id(fields, "passage");
        let only_if = self.condition(fields, "only_if", None);
        if only_if.is_always() {
            fields.wrong(fields.place(), &id, "a passage that always stands belongs into the text itself");
        }
        let note = Note { id, only_if, text: self.passage_places(fields, "script").unwrap_or_default() };
        fields.done();
        note
    }

    fn guard(&mut self, fields: &Fields<'_, '_>) -> Guard {
        let needs = fields.needed_text("needs");
        let number = self.number;
        self.claim(needs.place, || Claim::Guard(needs.value.clone(), number));
        let is: Vec<String> = fields.texts("is").into_iter().map(|value| value.value).collect();
        if !is.is_empty() {
            self.claim(needs.place, || Claim::Values(None, needs.value.clone(), is.clone()));
        }
        let only_if = self.condition(fields, "only_if", None);
        let guard = Guard { needs: needs.value, is, only_if, because: text(fields, "because") };
        fields.done();
        guard
    }

    fn rule(&mut self, fields: &Fields<'_, '_>) -> Rule {
        let rule = Rule {
            id: self.id(fields, "rule"),
            basis: basis(fields),
            source: fields.text("source").map(|source| source.value),
            checked: fields.day("checked").map(|day| day.value),
            only_if: self.condition(fields, "only_if", None),
            text: text(fields, "text"),
        };
        let strict = matches!(rule.basis, Basis::Law | Basis::Network);
        if strict && (fields.field("source").is_none() || fields.field("checked").is_none()) {
            fields.wrong(fields.place(), &rule.id, "a rule of law or network needs `source` and `checked`");
        }
        fields.done();
        rule
    }

    fn note(&mut self, fields: &Fields<'_, '_>) -> Note {
        let id = self.id(fields, "note");
        let note = Note { id, only_if: self.condition(fields, "only_if", None), text: text(fields, "text") };
        fields.done();
        note
    }
}

/// True for a key of a step's file that `telling` takes.
pub(super) fn is_told(key: &str) -> bool {
    matches!(key, "why" | "script" | "passage" | "rule" | "material" | "pitfall")
}

/// What kind of sentence or length of time it is.
pub(super) fn basis(fields: &Fields<'_, '_>) -> Basis {
    let word = fields.needed_text("basis");
    let found = Basis::WORDS.iter().find(|(known, _)| *known == word.value).map(|(_, basis)| *basis);
    if found.is_none() && !word.value.is_empty() {
        fields.wrong(word.place, "basis", "law, network, contract, custom or default");
    }
    found.unwrap_or(Basis::Default)
}
