//! What a playbook's conditions and formulas mean, in words, for somebody who reads it on paper.

use crate::domain::condition::{Condition, Pairs, Truth};
use crate::domain::formula::{DateFormula, Factor, SpanTerm, SumFormula};
use crate::domain::letter::{Channel, Letter};
use crate::domain::phrase::Phrase;
use crate::domain::plan::Plan;
use crate::domain::playbook::{Rows, Within};
use crate::domain::question::{Kind, Question};

/// A condition as the part of a sentence that follows "if"; `None` where it always holds. `rows` names the table when the
/// condition is about one row of it.
pub(super) fn condition(phrase: &Phrase<'_>, condition: &Condition) -> Option<String> {
    let words = phrase.words;
    let mut parts: Vec<String> =
        condition.answers.iter().map(|(id, values)| part(phrase, id, values)).collect();
    for (table, columns) in condition.rows.iter() {
        let cells: Vec<String> = columns.iter().map(|(id, values)| part(phrase, id, values)).collect();
        let cells = cells.join(words.get("blank.and"));
        parts.push(words.say("blank.row", &[("rows", &label(phrase, table)), ("cells", &cells)]));
    }
    if !condition.late.is_empty() {
        parts.push(words.say("blank.late", &[("what", &any(phrase, &condition.late))]));
    }
    if !condition.open.is_empty() {
        parts.push(words.say("blank.open", &[("what", &any(phrase, &condition.open))]));
    }
    if !condition.rows_left.is_empty() {
        let rows = |id: &String| meant_rows(phrase, id);
        let rows = condition.rows_left.iter().map(rows).collect::<Vec<_>>().join(words.get("blank.or"));
        parts.push(words.say("unless.left", &[("rows", &rows)]));
    }
    for (date, act) in condition.before.iter() {
        let fill = [("date", label(phrase, date)), ("act", label(phrase, act))];
        let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
        parts.push(words.say("unless.before", &fill));
    }
    let either: Vec<String> = condition.any.iter().filter_map(|one| self::condition(phrase, one)).collect();
    if !either.is_empty() {
        parts.push(either.join(words.get("blank.either")));
    }
    let settled = |one: &&Condition| {
        let mut rest = (*one).clone();
        !std::mem::take(&mut rest.open).is_empty() && rest.is_always()
    };
    let (done, unless): (Vec<_>, Vec<_>) = condition.unless.iter().partition(settled);
    // What is not open any more is simply done.
    parts.extend(done.iter().map(|one| words.say("passage.done", &[("what", &any(phrase, &one.open))])));
    let (plain, unless): (Vec<_>, Vec<_>) = unless.into_iter().partition(|one| is_plain(one));
    parts.extend(plain.into_iter().map(|one| negated(phrase, one)));
    let not: Vec<String> = unless.into_iter().filter_map(|one| self::condition(phrase, one)).collect();
    let (whole, not) = (parts.join(words.get("blank.and")), not.join(words.get("blank.either")));
    match (whole.is_empty(), not.is_empty()) {
        (true, true) => None,
        (false, true) => Some(whole),
        (true, false) => Some(words.say("unless.not", &[("what", &not)])),
        (false, false) => Some(words.say("unless.but", &[("rest", &whole), ("what", &not)])),
    }
}

/// What would have to hold for a letter that is not needed; `None` where only time has to pass.
pub fn needed_if(
    phrase: &Phrase<'_>,
    plan: &Plan<'_>,
    letter: &Letter,
    channel: Option<&Channel>,
) -> Option<String> {
    let playbook = phrase.playbook;
    let todo = letter.act_by(channel).and_then(|id| playbook.todo(id));
    let conditions = [
        playbook.step(&letter.step).map(|step| &step.only_if),
        Some(&letter.only_if),
        channel.map(|channel| &channel.only_if),
        todo.map(|todo| &todo.only_if),
    ];
    let fails = |one: &&Condition| plan.look.holds(one) == Truth::No;
    conditions
        .into_iter()
        .flatten()
        .find(fails)
        .filter(|one| one.late.is_empty())
        .and_then(|one| condition(phrase, one))
}

/// True where only one answer is looked at, or only whether rows are left: that is said the other way round.
fn is_plain(one: &Condition) -> bool {
    let (mut answers, mut rows) = (one.clone(), one.clone());
    let (of, left) = (std::mem::take(&mut answers.answers), std::mem::take(&mut rows.rows_left));
    (of.keys().count() == 1 && answers.is_always()) || (left.len() == 1 && rows.is_always())
}

/// That a plain condition does not hold.
fn negated(phrase: &Phrase<'_>, one: &Condition) -> String {
    let words = phrase.words;
    let Some((id, values)) = one.answers.iter().next() else {
        let rows = one.rows_left.first().map_or_else(String::new, |id| meant_rows(phrase, id));
        return words.say("passage.none_left", &[("rows", &rows)]);
    };
    let Some(question) = phrase.playbook.question(id) else { return id.clone() };
    let what = if question.kind == Kind::YesNo { &question.ask } else { &question.label };
    let key = if question.kind == Kind::Choices { "passage.has_not" } else { "passage.is_not" };
    let values = one_of(phrase, question, values);
    words.say(key, &[("what", what.to(words.lang)), ("values", &values)])
}

/// The rows that are meant, with what they have in common.
fn meant_rows(phrase: &Phrase<'_>, id: &str) -> String {
    let (words, rows) = (phrase.words, phrase.playbook.rows(id));
    let table = rows.map_or(id, Rows::table);
    let columns = rows.and_then(|rows| rows.filter.rows.get(table)).into_iter().flat_map(Pairs::iter);
    let cells: Vec<String> = columns.map(|(id, values)| part(phrase, id, values)).collect();
    if cells.is_empty() {
        return label(phrase, table);
    }
    let fill = [("rows", label(phrase, table)), ("what", cells.join(words.get("blank.and")))];
    words.say("unless.rows_of", &fill.each_ref().map(|(name, text)| (*name, text.as_str())))
}

/// That a question or a column has one of some values.
fn part(phrase: &Phrase<'_>, id: &str, values: &[String]) -> String {
    let (words, playbook, lang) = (phrase.words, phrase.playbook, phrase.words.lang);
    let question = playbook.question(id).or_else(|| playbook.column(id).map(|(_, column)| column));
    let Some(question) = question else { return id.to_owned() };
    if question.kind == Kind::YesNo && values.len() == 1 {
        let key = if values[0] == "yes" { "blank.is_yes" } else { "blank.is_no" };
        return words.say(key, &[("ask", question.ask.to(lang))]);
    }
    let values = one_of(phrase, question, values);
    let key = if question.kind == Kind::Choices { "blank.has" } else { "blank.is" };
    words.say(key, &[("what", question.label.to(lang)), ("values", &values)])
}

/// Some values of a question, of which one will do.
fn one_of(phrase: &Phrase<'_>, question: &Question, values: &[String]) -> String {
    let words = phrase.words;
    let value = |value: &String| words.say("blank.value", &[("what", &value_label(phrase, question, value))]);
    values.iter().map(value).collect::<Vec<_>>().join(words.get("blank.or"))
}

fn value_label(phrase: &Phrase<'_>, question: &Question, value: &str) -> String {
    if question.kind == Kind::YesNo {
        return phrase.words.get(if value == "yes" { "answer.yes" } else { "answer.no" }).to_owned();
    }
    let step = || phrase.playbook.step(value).map(|step| &step.title);
    let text = question.option(value).map(|option| &option.label).or_else(step);
    text.map_or(value, |text| text.to(phrase.words.lang)).to_owned()
}

fn any(phrase: &Phrase<'_>, ids: &[String]) -> String {
    let labels: Vec<String> = ids.iter().map(|id| label(phrase, id)).collect();
    labels.join(phrase.words.get("blank.or"))
}

/// The noun for an id or for what has it as its role.
pub(super) fn label(phrase: &Phrase<'_>, id: &str) -> String {
    let playbook = phrase.playbook;
    let own = playbook.label(id).or_else(|| playbook.role(id).and_then(|id| playbook.label(id)));
    own.map_or(id, |text| text.to(phrase.words.lang)).to_owned()
}

/// How long a wait may take.
pub(super) fn within(phrase: &Phrase<'_>, within: &Within) -> String {
    match within {
        Within::Fixed(range) => phrase.range(*range),
        Within::Answer(term) => span(phrase, term),
    }
}

fn span(phrase: &Phrase<'_>, term: &SpanTerm) -> String {
    match term {
        SpanTerm::Fixed(span) => phrase.span(*span),
        SpanTerm::Answer(id) => label(phrase, id),
    }
}

/// A date's formula: `contract end − notice period`.
pub(super) fn date(phrase: &Phrase<'_>, formula: &DateFormula) -> String {
    let mut text = label(phrase, &formula.base);
    for (sign, term) in &formula.terms {
        text += &format!(" {} {}", if *sign > 0 { "+" } else { "−" }, span(phrase, term));
    }
    text
}

/// A sum's formula: `monthly fee × months left`.
pub(super) fn sum(phrase: &Phrase<'_>, formula: &SumFormula) -> String {
    let term = |(at, (sign, id, factor)): (usize, &(i8, String, Option<Factor>))| {
        let sign = match (sign, at) {
            (1, 0) => "",
            (1, _) => " + ",
            (_, 0) => "−",
            _ => " − ",
        };
        let factor = match factor {
            None => String::new(),
            Some(Factor::Count(id)) => format!(" × {}", label(phrase, id)),
            Some(factor @ (Factor::Months(from, to) | Factor::WholeMonths(from, to))) => {
                let started = matches!(factor, Factor::Months(..));
                let key = if started { "blank.months" } else { "blank.whole_months" };
                let fill = [("from", label(phrase, from)), ("to", label(phrase, to))];
                let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
                format!(" × {}", phrase.words.say(key, &fill))
            }
        };
        format!("{sign}{}{factor}", label(phrase, id))
    };
    formula.terms.iter().enumerate().map(term).collect()
}
