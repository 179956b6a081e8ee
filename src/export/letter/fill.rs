//! Fills the text of a letter. Only this file knows the template engine. What the merchant typed is set between two
//! marks, so that it can neither become a piece of the letter nor be taken for the program's own words.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::facts::{Fact, Number, Said, Shown};
use super::{Missing, Private, Unwritten};

/// What the merchant typed begins.
pub(super) const BEGIN: char = '\u{e000}';
/// What the merchant typed ends.
pub(super) const END: char = '\u{e001}';

/// A space at which no line is broken.
pub(super) const TIE: char = '\u{a0}';

/// A letter never takes more steps than this; one that does runs in a circle.
const FUEL: u64 = 20_000_000;

/// No letter is longer than this, in bytes.
const LONGEST: usize = 32 << 20;

/// A text that grows no further than a letter may.
struct Capped(Vec<u8>);

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::other("the letter is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What filling finds out.
#[derive(Debug, Default)]
struct Notes {
    missing: Vec<Missing>,
    numbers: Private,
    gaps: Vec<String>,
}

impl Notes {
    fn note(&mut self, said: &Said) {
        if let Some(missing) = said.missing.as_ref().filter(|missing| !self.missing.contains(missing)) {
            self.missing.push(missing.clone());
        }
        self.gaps.extend(said.gap.iter().filter(|gap| !self.gaps.contains(gap)).cloned().collect::<Vec<_>>());
        let Some(Number { id, shown, .. }) = &said.number else { return };
        let Private { masked, needed, whole } = &mut self.numbers;
        let lists = match shown {
            Shown::Whole => vec![whole],
            Shown::Masked => vec![masked],
            Shown::TooLittle => vec![masked, needed],
        };
        for list in lists.into_iter().filter(|list| !list.contains(id)) {
            list.push(id.clone());
        }
    }
}

/// A text that is filled.
pub(super) struct Filled {
    pub(super) text: String,
    /// The private numbers that stand in it.
    pub(super) numbers: Private,
    /// The ids of what is only named as open in it.
    pub(super) gaps: Vec<String>,
}

/// Fills a text. Everything that is missing is told at once.
pub(super) fn fill(body: &str, facts: BTreeMap<String, Fact>) -> Result<Filled, Unwritten> {
    let notes = Arc::new(Mutex::new(Notes::default()));
    let facts: Vec<(String, Value)> =
        facts.into_iter().map(|(name, fact)| (name, value(fact, &notes))).collect();
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_formatter(print);
    let mut text = Capped(Vec::new());
    let filled = environment
        .template_from_str(body)
        .and_then(|template| template.render_captured_to(Value::from_pairs(facts), &mut text).map(drop));
    let notes = notes.lock().map(|mut notes| std::mem::take(&mut *notes)).unwrap_or_default();
    if !notes.missing.is_empty() {
        return Err(Unwritten::Missing(notes.missing));
    }
    // The message names the place and the kind of mistake, and nothing of the case.
    filled.map_err(|error| Unwritten::Form(format!("{}: {}", error.line().unwrap_or(0), error.kind())))?;
    let text = String::from_utf8_lossy(&text.0).into_owned();
    Ok(Filled { text, numbers: notes.numbers, gaps: notes.gaps })
}

fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let Some(text) = value.downcast_object_ref::<Text>() else { return Ok(write!(out, "{value}")?) };
    text.note();
    let clean: String =
        text.said.text.chars().map(|c| if [BEGIN, END].contains(&c) { '\u{fffd}' } else { c }).collect();
    let clean = spaced(&clean, text.said.number.is_some());
    Ok(if text.said.theirs { write!(out, "{BEGIN}{clean}{END}") } else { write!(out, "{clean}") }?)
}

/// A text with single spaces. The groups of an account number stay on one line.
fn spaced(text: &str, is_number: bool) -> String {
    let group = |word: &str| word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let mut out = String::with_capacity(text.len());
    let mut last = "";
    for word in text.split_whitespace() {
        if !last.is_empty() {
            out.push(if is_number && group(last) && group(word) { TIE } else { ' ' });
        }
        out.push_str(word);
        last = word;
    }
    out
}

fn value(fact: Fact, notes: &Arc<Mutex<Notes>>) -> Value {
    match fact {
        Fact::Said(said) => Value::from_object(Text { said, notes: Arc::clone(notes) }),
        Fact::Flag(so) => Value::from(so),
        Fact::List(facts) => {
            Value::from_object(List(facts.into_iter().map(|fact| value(fact, notes)).collect()))
        }
        Fact::Group(facts) => {
            Value::from_pairs(facts.into_iter().map(|(name, fact)| (name, value(fact, notes))))
        }
        Fact::Row(facts) => {
            Value::from_pairs(facts.into_iter().map(|(name, fact)| (name, value(fact, notes))))
        }
    }
}

#[derive(Debug)]
struct List(Vec<Value>);

impl Object for List {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_usize()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}

/// A text as a template meets it: printed, asked whether it is `known`, compared with `is("…")`, or in another form.
#[derive(Debug)]
struct Text {
    said: Said,
    notes: Arc<Mutex<Notes>>,
}

impl Text {
    fn note(&self) {
        if let Ok(mut notes) = self.notes.lock() {
            notes.note(&self.said);
        }
    }

    /// Notes only what is missing: it is not printed here.
    fn ask(&self) {
        if let Ok(mut notes) = self.notes.lock() {
            notes.note(&Said { number: None, gap: None, ..self.said.clone() });
        }
    }
}

impl Object for Text {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        if name == "known" {
            return Some(Value::from(self.said.known));
        }
        // The same, and asks for an answer that is missing.
        if name == "given" {
            self.ask();
            return Some(Value::from(self.said.known));
        }
        // The same, and asks for it also where it was said to be not known yet.
        if name == "certain" {
            let missing = self.said.path.clone().filter(|_| !self.said.known).map(Missing::Must);
            let said = Said { missing: missing.or(self.said.missing.clone()), ..self.said.clone() };
            return Some(Value::from_object(Self { said, notes: Arc::clone(&self.notes) }));
        }
        if name == "whole" {
            let mut said = self.said.clone();
            if let Some(number) = said.number.as_mut().filter(|number| number.shown == Shown::Masked) {
                number.shown = if number.whole.is_some() { Shown::Whole } else { Shown::TooLittle };
                said.text = number.whole.clone().unwrap_or(said.text);
            }
            return Some(Value::from_object(Self { said, notes: Arc::clone(&self.notes) }));
        }
        // A form of something missing is missing too; only a known text lacks a form because it has none.
        let text = match self.said.forms.get(name) {
            Some(text) => text.clone(),
            None if !self.said.known => self.said.text.clone(),
            None => return None,
        };
        let said = Said { text, ..self.said.clone() };
        Some(Value::from_object(Self { said, notes: Arc::clone(&self.notes) }))
    }

    /// `is` asks for an answer that is missing; `may_be` does not, for what a letter can do without.
    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            "is" => self.note(),
            "may_be" => {}
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        }
        let is_one =
            args.iter().filter_map(Value::as_str).any(|word| self.said.words.iter().any(|w| w == word));
        Ok(Value::from(is_one))
    }
}
