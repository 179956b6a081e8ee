//! Why something did not get into the case.

use crate::domain::intake::Refusal;
use crate::domain::phrase::Phrase;

/// Why something did not get into the case.
pub fn refusal(phrase: &Phrase<'_>, refusal: &Refusal<'_>) -> String {
    let (words, lang) = (phrase.words, phrase.words.lang);
    match refusal {
        Refusal::NoSuchId(id, Some(near)) => {
            words.say("refused.no_such_id_near", &[("id", id), ("near", near)])
        }
        Refusal::NoSuchId(id, None) => words.say("refused.no_such_id", &[("id", id)]),
        Refusal::OtherKind(id, kind) => {
            words.say("refused.other_kind", &[("id", id), ("kind", words.get(kind_key(kind)))])
        }
        Refusal::NoSuchRow(rows, row) => {
            let label = phrase.labels(std::slice::from_ref(&rows.table().to_owned()));
            words.say("refused.no_such_row", &[("rows", &label), ("row", &row.clone())])
        }
        Refusal::Invalid(question, why) => phrase.invalid(Some(question), why),
        Refusal::Unclear(why) => phrase.invalid(None, why),
        Refusal::NoEvidence(todo) => {
            let proof = todo.proof.as_ref().map_or("", |proof| proof.to(lang));
            words.say("refused.no_evidence", &[("what", todo.label.to(lang)), ("proof", proof)])
        }
        Refusal::Unconfirmed(todo) => words.say("refused.unconfirmed", &[("what", todo.label.to(lang))]),
        Refusal::Unsafe(step, guards) => {
            let mut because: Vec<&str> = guards.iter().map(|guard| guard.because.to(lang)).collect();
            because.dedup();
            words.say("refused.unsafe", &[("step", step.title.to(lang)), ("because", &because.join("\n"))])
        }
        Refusal::NoReason(step) => words.say("refused.no_reason", &[("step", step.title.to(lang))]),
        Refusal::NothingToTick(todo) => {
            words.say("refused.nothing_to_tick", &[("what", todo.label.to(lang))])
        }
    }
}

fn kind_key(kind: &str) -> &'static str {
    match kind {
        "step" => "kind.step",
        "column" => "kind.column",
        "rows" => "kind.rows",
        "todo" => "kind.todo",
        "wait" => "kind.wait",
        _ => "kind.question",
    }
}
