//! The letters that ship: read one at a time, when one is asked for.

use crate::domain::letter::{Channel, Letter, Paper};
use crate::domain::playbook::Playbook;
use crate::domain::text::{Lang, Text};
use crate::tables::{Fields, Packed, Reading};

use super::check::{self, Claims};
use super::embedded;
use super::problem::{Problem, Source};
use super::read::{Claim, Reader};
use super::texts::{key_of, text};

/// The ids of all letters, in the order in which they are listed.
pub fn letter_ids() -> impl Iterator<Item = &'static str> {
    embedded::letters().into_iter().map(|(id, _)| id)
}

/// A letter as it was packed.
pub(super) fn packed(id: &str) -> Option<Packed> {
    let (_, source) = embedded::letters().into_iter().find(|(known, _)| *known == id)?;
    embedded::packed(source.file)
}

/// The letter with this id, with its text in one language; labels are always in both.
pub fn letter(id: &str, only: Lang) -> Option<Letter> {
    let mut reader = Reader::default();
    // The tests prove every letter that ships.
    Reading::of_packed(packed(id)?, Some(key_of(only)), |_| true, |fields| read(&mut reader, fields)).ok()
}

/// Reads a letter with both texts and proves that what it names is in the playbook.
pub fn checked_letter(source: &Source<'_>, playbook: &Playbook) -> Result<Letter, Vec<Problem>> {
    let mut reader = Reader { proving: true, ..Reader::default() };
    let letter = Reading::of(source.text, |fields| read(&mut reader, fields));
    let letter = letter.map_err(|faults| source.problems(&faults))?;
    check::playbook(playbook, &[Claims { source: *source, claims: reader.claims }])?;
    Ok(letter)
}

/// The files of the letters that ship with posquit.
pub fn letter_files() -> Vec<(&'static str, Source<'static>)> {
    embedded::letters()
}

fn read(reader: &mut Reader, fields: &Fields<'_, '_>) -> Letter {
    let step = fields.needed_text("step");
    reader.claim(step.place, || Claim::Step(step.value.clone()));
    Letter {
        id: fields.needed_text("id").value,
        label: text(fields, "label"),
        about: text(fields, "about"),
        paper: paper(fields),
        step: step.value,
        act: reader.name(fields, "act", Claim::Todo),
        only_if: reader.condition(fields, "only_if", None),
        channels: fields.tables("channel").iter().map(|fields| channel(reader, fields)).collect(),
        body: body(fields),
    }
}

fn paper(fields: &Fields<'_, '_>) -> Paper {
    let Some(word) = fields.text("paper") else { return Paper::default() };
    let found = Paper::WORDS.iter().find(|(known, _)| *known == word.value).map(|(_, paper)| *paper);
    if found.is_none() {
        fields.wrong(word.place, "paper", "sent, handed, carried, kept or shown");
    }
    found.unwrap_or_default()
}

fn channel(reader: &mut Reader, fields: &Fields<'_, '_>) -> Channel {
    let channel = Channel {
        id: fields.needed_text("id").value,
        label: text(fields, "label"),
        act: reader.name(fields, "act", Claim::Todo),
        only_if: reader.condition(fields, "only_if", None),
    };
    fields.done();
    channel
}

/// The text, line by line as it is written: its lines are its pieces.
fn body(fields: &Fields<'_, '_>) -> Text {
    let read = |fields: &Fields<'_, '_>, language| fields.needed_text(language).value.into();
    fields.needed("body", fields.both("body", read)).map(Text::from).unwrap_or_default()
}
