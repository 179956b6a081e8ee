//! Longer texts of a step, why it matters and what to say or send: answers put in, and the passages that hold.

use super::super::answer::Value;
use super::super::condition::Truth;
use super::super::plan::Plan;
use super::super::playbook::{Note, Step};
use super::super::text::Text;
use super::super::words::{fill_places, otherwise};
use super::{MATTERS, Phrase};

/// Stands for the number of a paragraph among those that are numbered.
const NUMBER: &str = "{n}";

impl Phrase<'_> {
    /// Why a step matters to this merchant.
    pub fn why(&self, plan: &Plan<'_>, step: &Step) -> String {
        self.script(plan, step, step.told.why.to(self.lang()))
    }

    /// A step's script with the answers and the passages that hold put in; what is not known yet is named in brackets.
    pub fn script(&self, plan: &Plan<'_>, step: &Step, text: &str) -> String {
        self.passages(
            step,
            text,
            |passage| {
                let holds = plan.look.holds(&passage.only_if) == Truth::Yes;
                if holds { self.answers(plan, passage.text.to(self.lang())) } else { String::new() }
            },
            |id| self.filled(plan, id),
        )
    }

    /// A text with each passage as `passage` says it and each other place as `place` does. A paragraph of which nothing is
    /// left goes, and the numbers close up.
    pub fn passages(
        &self,
        step: &Step,
        text: &str,
        passage: impl Fn(&Note) -> String,
        place: impl Fn(&str) -> Option<String>,
    ) -> String {
        let own = |id: &str| step.told.passages.iter().find(|passage| passage.id == id);
        // One of another step is looked for where nothing else has that name, since its step has to be unpacked.
        let others = |id: &str| {
            let unknown = self.playbook.place(id).is_none();
            let mut passages = self.playbook.steps.iter().flat_map(|step| &step.told.passages);
            if unknown { passages.find(|passage| passage.id == id) } else { None }
        };
        let said = |id: &str| own(id).or_else(|| others(id)).map(&passage).or_else(|| place(id));
        let mut number = 0;
        let mut paragraphs = Vec::new();
        for line in text.lines() {
            let filled = fill_places(line, said);
            let filled = filled.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            if filled.replace(NUMBER, "").trim_matches(['.', ' ']).is_empty() {
                continue;
            }
            if filled.starts_with(NUMBER) {
                number += 1;
            }
            paragraphs.push(filled.replace(NUMBER, &number.to_string()));
        }
        paragraphs.join("\n")
    }

    fn answers(&self, plan: &Plan<'_>, text: &str) -> String {
        fill_places(text, |id| self.filled(plan, id))
    }

    /// An answer, dates in words, or the names of rows, for a place in a text: what is not known yet is named in brackets,
    /// or is what the place says in its stead.
    fn filled(&self, plan: &Plan<'_>, place: &str) -> Option<String> {
        let (id, otherwise) = otherwise(place);
        if id == MATTERS {
            let matters = self.late_matters(plan);
            return if matters.is_empty() { otherwise.map(str::to_owned) } else { Some(matters) };
        }
        let open = |label: &Text| otherwise.map_or_else(|| self.missing(label), str::to_owned);
        if let Some(rows) = self.playbook.rows(id) {
            let names: Vec<String> =
                plan.look.rows_of(rows).map(|(number, _)| self.row(plan, rows, number)).collect();
            return Some(if names.is_empty() { open(&rows.label) } else { self.words.list(&names) });
        }
        let question = self.playbook.question(plan.look.in_force(id).unwrap_or(id))?;
        Some(match plan.look.value(&question.id) {
            Some(Value::Date(day)) => self.day(*day),
            Some(value) => self.value(question, value),
            None => open(&question.label),
        })
    }

    /// The brackets for what is not known yet.
    pub fn missing(&self, label: &Text) -> String {
        self.words.say("script.missing", &[("what", label.to(self.lang()))])
    }
}
