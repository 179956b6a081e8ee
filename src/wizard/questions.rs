//! Asking one question: the kind decides how, the validator decides whether, and what was typed comes back.

use anyhow::Result;

use crate::domain::answer::{Answer, Value};
use crate::domain::case::{At, Edit, Slot};
use crate::domain::condition::Truth;
use crate::domain::intake::{self, Entry, Refusal};
use crate::domain::plan::{Look, Plan, StepPlan};
use crate::domain::playbook::Rows;
use crate::domain::question::{Choice, Kind, Question};
use crate::domain::span::Span;
use crate::domain::text::half_width;

use super::{Line, Moved, Page, Prompt, Reply, Talk};

impl Talk<'_> {
    /// Asks a question or a cell until it is answered.
    pub(super) fn question(
        &mut self,
        plan: &Plan<'_>,
        step: &StepPlan<'_>,
        question: &Question,
        at: &At,
    ) -> Result<Moved> {
        let current = match plan.look.case.get(at) {
            Some(Slot::Answer(answer)) => Some(answer),
            _ => None,
        };
        let mut wrong: Option<String> = None;
        loop {
            let reply = self.put(question, current.as_ref(), wrong.as_deref())?;
            let edits = match &reply {
                // A masked answer is not put back into the line; an empty line keeps it.
                Reply::Got(text) if text.is_empty() && question.sensitive && current.is_some() => {
                    self.tell_unchanged()?;
                    return Ok(Moved::On);
                }
                Reply::Got(text) => match self.meant(question, text)? {
                    Ok(Some(text)) => intake::answer(plan, at, &Entry::Typed(&text)),
                    Ok(None) => {
                        wrong = reply.got();
                        continue;
                    }
                    Err(moved) => return Ok(moved),
                },
                Reply::Unknown => intake::answer(plan, at, &Entry::Unknown),
                other => match self.aside(other, step, question.help.as_ref())? {
                    Some(moved) => return Ok(moved),
                    None => continue,
                },
            };
            let noted = |talk: &Self, edits: &[Edit]| talk.noted(question, edits.first()?.to.as_ref());
            if let Some(moved) = self.taken(plan, &reply, edits, noted)? {
                return Ok(moved);
            }
            wrong = reply.got();
        }
    }

    /// Saves what a reply answers; nothing where it is refused or not meant, and is asked for again.
    fn taken(
        &mut self,
        plan: &Plan<'_>,
        reply: &Reply<String>,
        edits: std::result::Result<Vec<Edit>, Refusal<'_>>,
        noted: impl FnOnce(&Self, &[Edit]) -> Option<String>,
    ) -> Result<Option<Moved>> {
        let edits = match edits {
            Ok(edits) => edits,
            Err(refusal) => return self.refused_as(&refusal, reply).map(|()| None),
        };
        match self.stands_by(plan, &edits)? {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(moved) => return Ok(Some(moved)),
        }
        // A first answer is what was asked for; a changed one may change more.
        let before = edits.first().and_then(|edit| plan.look.case.get(&edit.at));
        if matches!(before, Some(Slot::Answer(_))) {
            match self.accepts(plan, &edits)? {
                Ok(true) => {}
                Ok(false) => return Ok(Some(Moved::On)),
                Err(moved) => return Ok(Some(moved)),
            }
        }
        let noted = noted(self, &edits);
        self.save(plan, &edits, noted).map(Some)
    }

    /// Says why an answer is refused, and how a command is typed where it is the word for one.
    fn refused_as(&mut self, refusal: &Refusal<'_>, reply: &Reply<String>) -> Result<()> {
        self.refused(refusal)?;
        match reply {
            Reply::Got(typed) => self.tell_command(typed),
            _ => Ok(()),
        }
    }

    /// What a text is taken for. Whether a number alone means days is asked: working days would be another day.
    fn meant(
        &mut self,
        question: &Question,
        text: &str,
    ) -> Result<std::result::Result<Option<String>, Moved>> {
        let Some(days) = bare_days(question, text) else { return Ok(Ok(Some(text.to_owned()))) };
        let span = self.phrase().span(days);
        self.tell(Line::Alert(self.say("bare.days", &[("span", &span)])))?;
        let yes = self.say("bare.yes", &[("span", &span)]);
        let options = [yes, self.words.get("doubt.again").to_owned()];
        let chosen = self.choose("doubt.ask", &options)?;
        Ok(chosen.map(|at| (at == Some(0)).then(|| days.to_string())))
    }

    /// Asks for a line: at first with the answer that is there, after a wrong answer once more.
    pub(super) fn ask_line(
        &mut self,
        prompt: &Prompt,
        old: &str,
        wrong: Option<&str>,
    ) -> Result<Reply<String>> {
        match wrong {
            Some(wrong) => self.ask.again(prompt, wrong),
            None => self.ask.line(prompt, old),
        }
    }

    /// What stands in the line when the prompt opens.
    fn refill(&self, question: &Question, current: Option<&Answer>) -> String {
        match current.and_then(Answer::value) {
            Some(value) if !question.sensitive => self.phrase().plain_value(question, value),
            _ => String::new(),
        }
    }

    /// What is said to be noted: the one form that a date, a sum or a number was brought into.
    fn noted(&self, question: &Question, slot: Option<&Slot>) -> Option<String> {
        let phrase = self.phrase();
        match (question.kind, slot) {
            // What was picked was said as it was picked.
            (Kind::Choices, Some(Slot::Answer(Answer::Known(_)))) if self.words.aloud => None,
            (_, Some(Slot::Answer(Answer::Unknown))) => Some(self.words.get("talk.find_out").to_owned()),
            (
                Kind::Date
                | Kind::Money
                | Kind::Duration
                | Kind::Count
                | Kind::Account
                | Kind::Choices
                | Kind::Percent,
                Some(Slot::Answer(Answer::Known(value))),
            ) => Some(phrase.value(question, value)),
            (_, Some(Slot::Answer(Answer::Known(value)))) if question.numbered => {
                Some(phrase.value(question, value))
            }
            _ => None,
        }
    }

    /// Puts the question as its kind is asked; what comes back is as typed, choices by their ids.
    fn put(
        &mut self,
        question: &Question,
        current: Option<&Answer>,
        wrong: Option<&str>,
    ) -> Result<Reply<String>> {
        let lang = self.words.lang;
        let prompt = Prompt { ask: question.ask.to(lang).to_owned(), unknown: true, ..Prompt::default() };
        let value = current.and_then(Answer::value);
        let prompt = Prompt { stands: value.is_some(), ..prompt };
        match question.kind {
            Kind::Choice => {
                let offered = self.options_of(question);
                let labels: Vec<String> = offered.iter().map(|o| o.label.to(lang).to_owned()).collect();
                let at = value.and_then(|v| offered.iter().position(|o| v.words().contains(&o.id.as_str())));
                let usual = offered.iter().position(|o| question.usual.as_ref() == Some(&o.id));
                let reply = self.ask.pick(&prompt, &labels, at.or(usual).unwrap_or(0))?;
                Ok(reply.map(|at| offered[at].id.clone()))
            }
            Kind::YesNo => {
                let labels = ["answer.yes", "answer.no"].map(|key| self.words.get(key).to_owned());
                let usual = question.usual.as_ref().map(|usual| Value::Bool(usual == "yes"));
                let is_no = value.or(usual.as_ref()) == Some(&Value::Bool(false));
                let reply = self.ask.pick(&prompt, &labels, usize::from(is_no))?;
                Ok(reply.map(|at| if at == 0 { "yes".to_owned() } else { "no".to_owned() }))
            }
            Kind::Choices => {
                let offered = self.options_of(question);
                let labels: Vec<String> = offered.iter().map(|o| o.label.to(lang).to_owned()).collect();
                let is_chosen = |o: &&Choice| value.is_some_and(|v| v.words().contains(&o.id.as_str()));
                let chosen: Vec<bool> = offered.iter().map(is_chosen).collect();
                let ids = |ats: Vec<usize>| {
                    ats.iter().map(|at| offered[*at].id.as_str()).collect::<Vec<_>>().join(",")
                };
                Ok(self.ask.pick_many(&prompt, &labels, &chosen)?.map(ids))
            }
            _ => {
                let kept =
                    value.filter(|_| question.sensitive).map(|value| self.phrase().value(question, value));
                if let Some(kept) = kept {
                    let text = self.say("talk.kept", &[("value", &kept)]);
                    self.tell(Line::Quiet(text))?;
                }
                let old = self.refill(question, current);
                self.ask_line(&prompt, &old, wrong)
            }
        }
    }

    /// The options that fit what was answered so far.
    fn options_of<'q>(&self, question: &'q Question) -> Vec<&'q Choice> {
        let look = Look::new(self.playbook, &self.case, self.today);
        let fits = |option: &&Choice| look.holds(&option.only_if) != Truth::No;
        question.options.iter().filter(fits).collect()
    }

    /// Asks for the first cell of a new row; an empty line says that the rows are all.
    pub(super) fn new_row(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>, rows: &Rows) -> Result<Moved> {
        let (table, lang) = (rows.table(), self.words.lang);
        let Some(rows) = self.playbook.rows(table) else { return Ok(Moved::On) };
        let Some(column) = rows.columns.first() else { return Ok(Moved::On) };
        let there = plan.look.case.tables.get(table).map_or(0, |t| t.rows.len());
        let mut page = Page::default();
        if let Some(about) = rows.about.as_ref().filter(|_| there == 0) {
            page.text(about.to(lang));
        }
        page.quiet(rows.each.to(lang).replace("{n}", &plan.look.case.next_row(table).to_string()));
        if there > 0 {
            page.quiet(self.words.get("talk.no_more_rows"));
        }
        self.ask.tell(&page)?;
        let prompt = Prompt { ask: column.ask.to(lang).to_owned(), unknown: true, ..Prompt::default() };
        let mut wrong: Option<String> = None;
        loop {
            let reply = self.ask_line(&prompt, "", wrong.as_deref())?;
            let edits = match &reply {
                Reply::Got(text) if text.is_empty() && there > 0 => {
                    let all = At::All(table.to_owned());
                    intake::answer(plan, &all, &Entry::Typed("yes"))
                }
                Reply::Got(text) => intake::new_row(plan, rows, &[(&column.id, Entry::Typed(text))]),
                Reply::Unknown => intake::new_row(plan, rows, &[(&column.id, Entry::Unknown)]),
                other => match self.aside(other, step, column.help.as_ref())? {
                    Some(moved) => return Ok(moved),
                    None => continue,
                },
            };
            let noted = |talk: &Self, edits: &[Edit]| {
                let is_all = edits.iter().any(|edit| matches!(edit.at, At::All(_)));
                is_all.then(|| talk.words.count("talk.rows", there))
            };
            if let Some(moved) = self.taken(plan, &reply, edits, noted)? {
                return Ok(moved);
            }
            wrong = reply.got();
        }
    }
}

/// A length of time that was given as a number alone, in days.
fn bare_days(question: &Question, text: &str) -> Option<Span> {
    let number = half_width(text);
    let is_bare = question.kind == Kind::Duration && number.trim().chars().all(|c| c.is_ascii_digit());
    Span::read(&format!("{} days", number.trim())).filter(|_| is_bare)
}

impl<T> Reply<T> {
    /// The answer, if it is one.
    pub fn got(self) -> Option<T> {
        match self {
            Self::Got(answer) => Some(answer),
            _ => None,
        }
    }

    /// The reply with its answer turned into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Reply<U> {
        match self {
            Self::Got(answer) => Reply::Got(turn(answer)),
            Self::Back => Reply::Back,
            Self::Help => Reply::Help,
            Self::Unknown => Reply::Unknown,
            Self::Overview => Reply::Overview,
            Self::Quit => Reply::Quit,
            Self::Interrupted => Reply::Interrupted,
        }
    }
}
