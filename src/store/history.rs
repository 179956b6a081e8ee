//! The log of a case: `history.jsonl`, a line for each change, in the order of revisions.

use std::fmt;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value as Json, json};

use crate::domain::answer::{Answer, Value};
use crate::domain::case::{At, Edit, Mark, Row, Slot, Tick};
use crate::domain::record::Record;

/// One change, as it stands in the log.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The revision that the case had after it.
    pub revision: u64,
    /// The local time with its offset from UTC, RFC 3339.
    pub time: String,
    /// What was changed, place by place.
    pub changes: Vec<Change>,
    /// The revision that it took back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
}

/// A line of the log as a list shows it: the first place that it changed, and how many more there are. The rest is passed
/// over unread, as one line may hold tens of thousands of places.
#[derive(Debug, Clone, Deserialize)]
pub struct Glimpse {
    /// The revision that the case had after it.
    pub revision: u64,
    /// The local time with its offset from UTC, RFC 3339.
    pub time: String,
    /// The first change and the number of the others.
    #[serde(deserialize_with = "first_and_more")]
    pub changes: (Option<Change>, usize),
    /// The revision that it took back.
    #[serde(default)]
    pub undoes: Option<u64>,
}

fn first_and_more<'de, D: Deserializer<'de>>(changes: D) -> Result<(Option<Change>, usize), D::Error> {
    struct Changes;
    impl<'de> Visitor<'de> for Changes {
        type Value = (Option<Change>, usize);

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of changes")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut changes: A) -> Result<Self::Value, A::Error> {
            let first = changes.next_element()?;
            let mut more = 0;
            while changes.next_element::<IgnoredAny>()?.is_some() {
                more += 1;
            }
            Ok((first, more))
        }
    }
    changes.deserialize_seq(Changes)
}

/// One place before and after.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The kind of place: title, answer, cell, row, all, tick, mark, record.
    pub what: String,
    /// The place: `provider`, `terminals/3/serial`.
    pub at: String,
    /// What stood there; null for nothing.
    pub before: Json,
    /// What stands there since; null for nothing.
    pub after: Json,
}

impl Change {
    /// A change for the log.
    pub(super) fn new(at: &At, before: Option<&Slot>, after: Option<&Slot>) -> Self {
        let what = match at {
            At::Title => "title",
            At::Answer(_) => "answer",
            At::Cell(..) => "cell",
            At::Row(..) => "row",
            At::All(_) => "all",
            At::Tick(..) => "tick",
            At::Mark(_) => "mark",
            At::Record(_) => "record",
        };
        let json = |slot: Option<&Slot>| slot.map_or(Json::Null, slot_json);
        Self { what: what.to_owned(), at: at.to_string(), before: json(before), after: json(after) }
    }

    /// The place, if the line is sound.
    pub fn place(&self) -> Option<At> {
        let parts: Vec<&str> = self.at.split('/').collect();
        let own = |text: &str| text.to_owned();
        Some(match (self.what.as_str(), parts[..].as_ref()) {
            ("title", _) => At::Title,
            ("answer", [id]) => At::Answer(own(id)),
            ("cell", [table, row, column]) => At::Cell(own(table), row.parse().ok()?, own(column)),
            ("row", [table, row]) => At::Row(own(table), row.parse().ok()?),
            ("all", [table, _]) => At::All(own(table)),
            ("tick", [id]) => At::Tick(own(id), None),
            ("tick", [id, row]) => At::Tick(own(id), Some(row.parse().ok()?)),
            ("mark", [id]) => At::Mark(own(id)),
            ("record", [id]) => At::Record(own(id)),
            _ => return None,
        })
    }

    /// The edit that puts back what stood there, and what must stand there now for that; `None` if the line is not sound.
    pub(super) fn reversed(&self) -> Option<(Edit, Option<Slot>)> {
        let at = self.place()?;
        let slot = |json: &Json| match json {
            Json::Null => Some(None),
            json => Some(Some(read_slot(&at, json)?)),
        };
        let (before, after) = (slot(&self.before)?, slot(&self.after)?);
        Some((Edit { at, to: before }, after))
    }

    /// What stood there before, if the line is sound and something did.
    pub fn was(&self) -> Option<Slot> {
        self.slot(&self.before)
    }

    /// What stands there since, if the line is sound and something does.
    pub fn now(&self) -> Option<Slot> {
        self.slot(&self.after)
    }

    fn slot(&self, json: &Json) -> Option<Slot> {
        if json.is_null() { None } else { read_slot(&self.place()?, json) }
    }
}

fn slot_json(slot: &Slot) -> Json {
    match slot {
        Slot::Title(title) => json!(title),
        Slot::Answer(answer) => answer_json(answer),
        Slot::Row(row) => row.iter().map(|(id, answer)| (id.clone(), answer_json(answer))).collect(),
        Slot::All => json!(true),
        Slot::Tick(tick) => {
            json!({ "on": tick.on.map(|day| day.to_string()), "evidence": tick.evidence, "reason": tick.reason })
        }
        Slot::Mark(mark) => json!({ "reason": mark.reason, "on": mark.on.to_string() }),
        Slot::Record(record) => json!({
            "kind": record.kind,
            "on": record.on.to_string(),
            "made_from": record.made_from,
            "facts": record.facts,
        }),
    }
}

/// A date is an object here, so that undoing can tell it from a text that looks like one.
fn answer_json(answer: &Answer) -> Json {
    match answer {
        Answer::Unknown => json!({ "unknown": true }),
        Answer::Known(Value::Text(text)) => json!(text),
        Answer::Known(Value::Date(day)) => json!({ "date": day.to_string() }),
        Answer::Known(Value::Number(number)) => json!(number),
        Answer::Known(Value::Bool(yes)) => json!(yes),
        Answer::Known(Value::List(ids)) => json!(ids),
    }
}

fn read_slot(at: &At, json: &Json) -> Option<Slot> {
    Some(match at {
        At::Title => Slot::Title(json.as_str()?.to_owned()),
        At::Answer(_) | At::Cell(..) => Slot::Answer(read_answer(json)?),
        At::Row(..) => {
            let cells = json.as_object()?.iter().map(|(id, json)| Some((id.clone(), read_answer(json)?)));
            Slot::Row(cells.collect::<Option<Row>>()?)
        }
        At::All(_) => json.as_bool()?.then_some(Slot::All)?,
        At::Tick(..) => {
            let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
            let on = text("on").map(|day| day.parse().ok()).map_or(Some(None), |day| day.map(Some))?;
            Slot::Tick(Tick { on, evidence: text("evidence"), reason: text("reason") })
        }
        At::Mark(_) => Slot::Mark(Mark {
            reason: json.get("reason")?.as_str()?.to_owned(),
            on: json.get("on")?.as_str()?.parse().ok()?,
        }),
        At::Record(id) => {
            let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
            let fact = |(name, json): (&String, &Json)| Some((name.clone(), json.as_str()?.to_owned()));
            Slot::Record(Box::new(Record {
                kind: text("kind")?,
                id: id.clone(),
                on: text("on")?.parse().ok()?,
                made_from: text("made_from")?,
                facts: json.get("facts")?.as_object()?.iter().map(fact).collect::<Option<_>>()?,
            }))
        }
    })
}

fn read_answer(json: &Json) -> Option<Answer> {
    Some(Answer::Known(match json {
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => Value::Number(number.as_i64()?),
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Array(ids) => {
            Value::List(ids.iter().map(|id| id.as_str().map(str::to_owned)).collect::<Option<_>>()?)
        }
        Json::Object(object) if object.contains_key("unknown") => return Some(Answer::Unknown),
        Json::Object(object) => Value::Date(object.get("date")?.as_str()?.parse().ok()?),
        Json::Null => return None,
    }))
}
