//! Records in sentences: attached files, phone calls. Names and texts from outside are made visible; numbers are masked.

use super::super::plan::Plan;
use super::super::record::{CALL, EVIDENCE, LETTER, RECONCILIATION, Record, SentOn};
use super::super::text::{mask, visible};
use super::Phrase;

impl Phrase<'_> {
    /// What a record is of: "evidence for stop notice sent".
    pub fn record_place(&self, plan: &Plan<'_>, record: &Record) -> String {
        let id = record.fact("about").unwrap_or_default();
        let what = match self.playbook.todo(id) {
            Some(todo) => self.todo(plan, todo, record.row()),
            None => self.labels(&[id.to_owned()]),
        };
        match record.kind.as_str() {
            EVIDENCE => self.words.say("proof.file_of", &[("what", &what)]),
            CALL => self.words.say("proof.call_of", &[("what", &what)]),
            LETTER => {
                let id = record.fact("letter").unwrap_or_default();
                let label = self.words.letter_title(id).map_or_else(|| visible(id), str::to_owned);
                self.words.say("record.letter", &[("label", &label)])
            }
            RECONCILIATION => self.words.get("reconcile.record").to_owned(),
            _ => visible(&record.id),
        }
    }

    /// What a record says.
    pub fn record(&self, record: &Record) -> String {
        match record.kind.as_str() {
            EVIDENCE => self.attachment(record),
            CALL => self.call(record),
            LETTER => self.letter(record),
            RECONCILIATION => self.reconciliation(record),
            kind => format!("{} {}", visible(kind), record.on),
        }
    }

    fn letter(&self, record: &Record) -> String {
        let written = self.words.say("record.written", &[("on", &self.exact_day(record.on))]);
        let posted = record.fact("paper").is_none();
        let sent = record.sent_on().map(|on| match on {
            SentOn::Day(day) => self
                .words
                .say(if posted { "record.sent" } else { "record.used" }, &[("on", &self.sent_day(day))]),
            SentOn::Unknown => {
                self.words.get(if posted { "letter_undated.sent" } else { "letter_undated.used" }).to_owned()
            }
        });
        std::iter::once(written).chain(sent).collect::<Vec<_>>().join(self.words.get("list.semicolon"))
    }

    /// A day as a record holds it, or what stands in its place.
    fn sent_day(&self, day: &str) -> String {
        day.parse().map_or_else(|_| visible(day), |day| self.exact_day(day))
    }

    fn reconciliation(&self, record: &Record) -> String {
        let fact = |name| visible(record.fact(name).unwrap_or("0"));
        let (open, files) = (fact("open"), fact("files"));
        let key = if open == "0" { "reconcile.record_clean" } else { "reconcile.record_line" };
        self.words.say(key, &[("open", &open), ("files", &files)])
    }

    fn attachment(&self, record: &Record) -> String {
        let size = record.fact("size").and_then(|size| size.parse::<u64>().ok()).unwrap_or(0);
        let (name, size) =
            (visible(record.fact("name").unwrap_or_default()), size.div_ceil(1024).to_string());
        self.words.say("proof.file", &[("name", &name), ("size", &size), ("on", &self.exact_day(record.on))])
    }

    fn call(&self, record: &Record) -> String {
        let fact = |name| record.fact(name).map(visible);
        let say = |key: &str, text: String| self.words.say(key, &[("text", &text)]);
        let who = fact("who").unwrap_or_default();
        let parts = [
            Some(self.words.say("proof.call", &[("on", &self.exact_day(record.on)), ("who", &who)])),
            fact("number").map(|number| say("proof.number", mask(&number))),
            fact("promised").map(|text| say("proof.promised", text)),
            fact("ticket").map(|text| say("proof.ticket", text)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(self.words.get("list.semicolon"))
    }
}
