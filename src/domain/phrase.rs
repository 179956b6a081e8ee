//! The plan and the case in sentences, for whatever shows them: screens, lists, the checklist.

use chrono::NaiveDate;

use super::answer::{Answer, Invalid, Value};
use super::case::At;
use super::money::{Money, NotMoney};
use super::plan::{Derived, EstimatePlan, Piece, Plan, StepPlan, StepState, WaitLine, WaitState, When};
use super::playbook::{Basis, Playbook, Rows, Todo};
use super::question::{Kind, Question};
use super::span::{Span, SpanRange};
use super::text::{Lang, mask, visible};
use super::words::{Words, fill_places};

/// Says things in one language.
#[derive(Clone, Copy)]
pub struct Phrase<'a> {
    /// The program's words.
    pub words: &'a Words,
    /// Whose labels are used.
    pub playbook: &'a Playbook,
}

impl<'a> Phrase<'a> {
    fn lang(&self) -> Lang {
        self.words.lang
    }

    /// A date for a sentence.
    pub fn day(&self, day: NaiveDate) -> String {
        super::day::in_words(day, self.lang())
    }

    /// A sum: `598.00 元` in Chinese, otherwise with its code.
    pub fn money(&self, money: Money) -> String {
        let text = money.to_string();
        match (self.lang(), text.strip_suffix(" CNY")) {
            (Lang::Zh, Some(number)) => format!("{number} 元"),
            _ => text,
        }
    }

    /// A length of time.
    pub fn span(&self, span: Span) -> String {
        let key = format!("span.{}", span.unit.word().replace(' ', "_"));
        self.words.count(&key, span.count as usize)
    }

    fn range(&self, range: SpanRange) -> String {
        if range.least == range.most {
            return self.span(range.most);
        }
        let (least, most) = (range.least.count.to_string(), self.span(range.most));
        self.words.say("span.range", &[("least", &least), ("most", &most)])
    }

    /// A value as it is read; a sensitive one masked.
    pub fn value(&self, question: &Question, value: &Value) -> String {
        let text = self.plain_value(question, value);
        if question.sensitive { mask(&text) } else { text }
    }

    /// A value as it would be typed to give it again.
    pub fn plain_value(&self, question: &Question, value: &Value) -> String {
        let label =
            |id: &String| question.option(id).map_or(id.as_str(), |o| o.label.to(self.lang())).to_owned();
        match (question.kind, value) {
            (Kind::Money, _) => value.money().map_or_else(String::new, |money| self.money(money)),
            (Kind::Duration, _) => value.span().map_or_else(String::new, |span| self.span(span)),
            (Kind::Choice, Value::Text(id)) => label(id),
            (_, Value::Text(text)) => visible(text),
            (_, Value::Date(day)) => day.to_string(),
            (_, Value::Number(number)) => number.to_string(),
            (_, Value::Bool(yes)) => self.words.get(if *yes { "answer.yes" } else { "answer.no" }).to_owned(),
            (_, Value::List(ids)) => self.words.list(&ids.iter().map(label).collect::<Vec<_>>()),
        }
    }

    /// An answer as it is read.
    pub fn answer(&self, question: &Question, answer: &Answer) -> String {
        match answer {
            Answer::Known(value) => self.value(question, value),
            Answer::Unknown => self.words.get("answer.unknown").to_owned(),
        }
    }

    /// The name of a row: its number's name, and what its naming column says.
    pub fn row(&self, plan: &Plan<'_>, rows: &Rows, number: u32) -> String {
        let own = self.playbook.rows(rows.table()).unwrap_or(rows);
        let each = own.each.to(self.lang()).replace("{n}", &number.to_string());
        let cell = own
            .name
            .as_ref()
            .and_then(|column| plan.look.case.cell(&own.id, number, column))
            .and_then(Answer::value);
        match (cell, own.name.as_ref().and_then(|name| self.playbook.column(name))) {
            (Some(value), Some((_, column))) => {
                let name = self.value(column, value);
                self.words.say("row.named", &[("each", &each), ("name", &name)])
            }
            _ => each,
        }
    }

    /// A to-do, with its row where it has one.
    pub fn todo(&self, plan: &Plan<'_>, todo: &Todo, row: Option<u32>) -> String {
        let label = todo.label.to(self.lang()).to_owned();
        let rows = todo.each.as_ref().and_then(|each| self.playbook.rows(each));
        match row.zip(rows) {
            Some((number, rows)) => {
                let row = self.row(plan, rows, number);
                self.words.say("row.of", &[("what", &label), ("row", &row)])
            }
            None => label,
        }
    }

    /// What to do for a to-do, with its row where it has one.
    pub fn act(&self, plan: &Plan<'_>, todo: &Todo, row: Option<u32>) -> String {
        let act = todo.act.to(self.lang());
        let rows = todo.each.as_ref().and_then(|each| self.playbook.rows(each));
        match row.zip(rows) {
            Some((number, rows)) => {
                let row = self.row(plan, rows, number);
                self.words.say("row.act", &[("act", act), ("row", &row)])
            }
            None => act.to_owned(),
        }
    }

    /// A place of the case in words.
    pub fn place(&self, plan: &Plan<'_>, at: &At) -> String {
        let label = |id: &str| self.playbook.label(id).map_or(id, |text| text.to(self.lang())).to_owned();
        match at {
            At::Title => self.words.get("log.title").to_owned(),
            At::Answer(id) | At::Mark(id) | At::All(id) => label(id),
            At::Tick(id, row) => {
                self.playbook.todo(id).map_or_else(|| id.clone(), |todo| self.todo(plan, todo, *row))
            }
            At::Row(table, row) => {
                self.playbook.rows(table).map_or_else(|| at.to_string(), |rows| self.row(plan, rows, *row))
            }
            At::Cell(table, row, column) => match self.playbook.rows(table) {
                Some(rows) => {
                    let row = self.row(plan, rows, *row);
                    self.words.say("row.of", &[("what", &label(column)), ("row", &row)])
                }
                None => at.to_string(),
            },
        }
    }

    /// What stands at a place, or what was put there.
    pub fn slot(&self, at: &At, slot: &super::case::Slot) -> String {
        use super::case::Slot;
        let question = match at {
            At::Answer(id) => self.playbook.question(id),
            At::Cell(_, _, id) => self.playbook.column(id).map(|(_, column)| column),
            _ => None,
        };
        match (slot, question) {
            (Slot::Answer(answer), Some(question)) => self.answer(question, answer),
            (Slot::Title(title), _) => visible(title),
            (Slot::Tick(tick), _) => self.tick(tick),
            (Slot::Mark(mark), _) => self.words.say("log.skipped", &[("reason", &visible(&mark.reason))]),
            (Slot::Row(_), _) => self.words.get("log.row_added").to_owned(),
            (Slot::All, _) => self.words.get("log.all").to_owned(),
            // Of a question that this playbook does not have, nothing is shown: it may be sensitive.
            (Slot::Answer(_), None) => self.words.get("log.foreign").to_owned(),
        }
    }

    /// A tick: when, and with what proof.
    pub fn tick(&self, tick: &super::case::Tick) -> String {
        let day =
            tick.on.map_or_else(|| self.words.get("tick.day_unknown").to_owned(), |day| day.to_string());
        let proof =
            tick.evidence.as_ref().map(|e| self.words.say("tick.evidence", &[("evidence", &visible(e))]));
        let reason = tick.reason.as_ref().map(|r| self.words.say("tick.reason", &[("reason", &visible(r))]));
        [Some(day), proof, reason]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(self.words.get("list.semicolon"))
    }

    /// A date that was worked out.
    pub fn when(&self, when: &When) -> String {
        match when {
            When::On(day) => self.day(*day),
            When::Between(first, last) => {
                self.words.say("when.between", &[("first", &self.day(*first)), ("last", &self.day(*last))])
            }
            When::Needs(ids) => self.words.say("when.needs", &[("what", &self.labels(ids))]),
        }
    }

    /// The nouns of ids, in a list.
    pub fn labels(&self, ids: &[String]) -> String {
        let label =
            |id: &String| self.playbook.label(id).map_or(id.as_str(), |text| text.to(self.lang())).to_owned();
        self.words.list(&ids.iter().map(label).collect::<Vec<_>>())
    }

    /// How a date came about: `2027-03-01 = contract end 2027-03-31 − notice period 30 days (your answer)`.
    pub fn derivation(&self, derived: &Derived) -> String {
        let result = match &derived.when {
            When::On(day) => day.to_string(),
            When::Between(first, last) => {
                self.words.say("when.between", &[("first", &first.to_string()), ("last", &last.to_string())])
            }
            needs @ When::Needs(_) => return self.when(needs),
        };
        let mut text = format!("{result} =");
        for piece in &derived.pieces {
            text.push(' ');
            text.push_str(&self.piece(piece, derived.basis));
        }
        if derived.holidays_unsure {
            text.push_str(self.words.get("when.holidays_unsure"));
        }
        text
    }

    fn piece(&self, piece: &Piece, basis: Basis) -> String {
        let label = |id: &str| self.playbook.label(id).map_or(id, |text| text.to(self.lang())).to_owned();
        match piece {
            Piece::Day(id, day) => format!("{} {day}", label(id)),
            Piece::Span(sign, range, id) => {
                let sign = if *sign > 0 { "+" } else { "−" };
                let span = match id {
                    Some(id) => format!("{} {}", label(id), self.range(*range)),
                    None => self.range(*range),
                };
                let source = match id {
                    Some(_) => self.words.get("when.your_answer"),
                    None => self.basis(basis),
                };
                format!("{sign} {}", self.words.say("when.sourced", &[("span", &span), ("source", source)]))
            }
        }
    }

    /// Where a sentence comes from.
    pub fn basis(&self, basis: Basis) -> &'a str {
        match basis {
            Basis::Law => self.words.get("basis.law"),
            Basis::Network => self.words.get("basis.network"),
            Basis::Contract => self.words.get("basis.contract"),
            Basis::Custom => self.words.get("basis.custom"),
            Basis::Default => self.words.get("basis.default"),
        }
    }

    /// A sum with its formula, or what it still needs.
    pub fn estimate(&self, plan: &EstimatePlan<'_>) -> String {
        let Some(sum) = plan.sum else {
            return self.words.say("when.needs", &[("what", &self.labels(&plan.needs))]);
        };
        let mut text = format!("{} =", self.money(sum));
        for (at, (sign, id, money, times)) in plan.pieces.iter().enumerate() {
            let sign = match (sign, at) {
                (1, 0) => "",
                (1, _) => " +",
                _ => " −",
            };
            let label = self.labels(std::slice::from_ref(id));
            let times = times.map(|n| format!(" × {n}")).unwrap_or_default();
            text.push_str(&format!("{sign} {label} {}{times}", self.money(*money)));
        }
        text
    }

    /// What a change would do, in a sentence.
    pub fn effect(&self, effect: &super::effects::Effect<'_>) -> String {
        use super::effects::Effect;
        let (words, lang) = (self.words, self.lang());
        let say = |on: bool, yes: &str, no: &str, what: &str| {
            words.say(if on { yes } else { no }, &[("what", what)])
        };
        let sum = |sum: &Option<Money>| {
            sum.map_or_else(|| words.get("effect.no_sum").to_owned(), |sum| self.money(sum))
        };
        let moved = |what: &str, before: &str, after: &str| {
            words.say("effect.moves", &[("what", what), ("before", before), ("after", after)])
        };
        match effect {
            Effect::Step(title, needed) => {
                say(*needed, "effect.step_needed", "effect.step_not_needed", title.to(lang))
            }
            Effect::Safe(title, safe) => say(*safe, "effect.step_safe", "effect.step_unsafe", title.to(lang)),
            Effect::Item(label, asked) => {
                say(*asked, "effect.item_asked", "effect.item_dropped", label.to(lang))
            }
            Effect::Date(label, before, after) => {
                moved(label.to(lang), &self.when(before), &self.when(after))
            }
            Effect::Sum(label, before, after) => moved(label.to(lang), &sum(before), &sum(after)),
        }
    }

    /// Where a wait stands, in a sentence.
    pub fn wait(&self, plan: &Plan<'_>, wait: &super::playbook::Wait, line: &WaitLine) -> String {
        let rows = self
            .playbook
            .todo(&wait.until)
            .and_then(|todo| todo.each.as_ref())
            .and_then(|each| self.playbook.rows(each));
        let what = match line.row.zip(rows) {
            Some((number, rows)) => {
                let row = self.row(plan, rows, number);
                self.words.say("row.of", &[("what", wait.what.to(self.lang())), ("row", &row)])
            }
            None => wait.what.to(self.lang()).to_owned(),
        };
        let since =
            line.since.map_or_else(|| self.words.get("wait.since_unknown").to_owned(), |day| self.day(day));
        let due = line.due.when.last().map_or_else(|| self.when(&line.due.when), |day| self.day(day));
        let fill = [("what", what.as_str()), ("since", &since), ("due", &due)];
        match line.state {
            WaitState::NotBegun => self.words.say("wait.not_begun", &fill),
            WaitState::Running => self.words.say("wait.running", &fill),
            WaitState::Ended(on) => {
                let on =
                    on.map_or_else(|| self.words.get("tick.day_unknown").to_owned(), |day| self.day(day));
                self.words.say("wait.ended", &[("what", &what), ("on", &on)])
            }
            WaitState::Late { days, working } => {
                let late = match line.due.pieces.last() {
                    Some(Piece::Span(_, range, _)) if range.most.unit == super::span::Unit::WorkingDays => {
                        self.words.count("span.working_days", working)
                    }
                    _ => self.words.count("span.days", usize::try_from(days).unwrap_or(0)),
                };
                self.words
                    .say("wait.late", &[("what", &what), ("since", &since), ("due", &due), ("late", &late)])
            }
        }
    }

    /// Where a step stands, in a word or two.
    pub fn state(&self, step: &StepPlan<'_>) -> String {
        let unknown = step.find_out().len();
        match step.state {
            StepState::NotNeeded => self.words.get("state.not_needed").to_owned(),
            StepState::Skipped(_) => self.words.get("state.skipped").to_owned(),
            StepState::Done if unknown > 0 => self.words.count("state.done_unknown", unknown),
            StepState::Done => self.words.get("state.done").to_owned(),
            StepState::Waiting => self.words.get("state.waiting").to_owned(),
            StepState::Blocked => self.words.get("state.blocked").to_owned(),
            StepState::Held => self.words.get("state.held").to_owned(),
            StepState::Open if step.stops().any(|stop| !stop.is_open()) => {
                self.words.get("state.begun").to_owned()
            }
            StepState::Open => self.words.get("state.open").to_owned(),
        }
    }

    /// A step's script with the answers put in; what is not known yet is named in brackets.
    pub fn script(&self, plan: &Plan<'_>, text: &str) -> String {
        fill_places(text, |id| {
            let question = self.playbook.question(id)?;
            Some(match plan.look.value(id) {
                Some(value) => self.value(question, value),
                None => self.words.say("script.missing", &[("what", question.label.to(self.lang()))]),
            })
        })
    }

    /// Why what was typed is no answer, and what is expected, with an example.
    pub fn invalid(&self, question: Option<&Question>, why: &Invalid) -> String {
        let day_of = |id: &String| match id.as_str() {
            "today" => self.words.get("invalid.today").to_owned(),
            _ => self.labels(std::slice::from_ref(id)),
        };
        match why {
            Invalid::Empty => self.words.get("invalid.empty").to_owned(),
            Invalid::TooLong(most) => self.words.say("invalid.too_long", &[("most", &most.to_string())]),
            Invalid::NotADate => self.words.get("invalid.not_a_date").to_owned(),
            Invalid::NoSuchDay => self.words.get("invalid.no_such_day").to_owned(),
            Invalid::TooLate(day, of) => {
                self.words.say("invalid.too_late", &[("day", &day.to_string()), ("of", &day_of(of))])
            }
            Invalid::TooEarly(day, of) => {
                self.words.say("invalid.too_early", &[("day", &day.to_string()), ("of", &day_of(of))])
            }
            Invalid::Money(NotMoney::Unclear) => self.words.get("invalid.not_money").to_owned(),
            Invalid::Money(NotMoney::TooManyDecimals(n)) => {
                self.words.say("invalid.decimals", &[("most", &n.to_string())])
            }
            Invalid::Money(NotMoney::Ambiguous) => self.words.get("invalid.ambiguous_money").to_owned(),
            Invalid::Money(NotMoney::TooLarge) => self.words.get("invalid.too_large").to_owned(),
            Invalid::Negative => self.words.get("invalid.negative").to_owned(),
            Invalid::NotASpan => self.words.get("invalid.not_a_span").to_owned(),
            Invalid::NotAPercent => self.words.get("invalid.not_a_percent").to_owned(),
            Invalid::NotAPhone => self.words.get("invalid.not_a_phone").to_owned(),
            Invalid::NotAnEmail => self.words.get("invalid.not_an_email").to_owned(),
            Invalid::CheckDigit => self.words.get("invalid.check_digit").to_owned(),
            Invalid::YearMissing(first, second) => {
                let (first, second) = (first.to_string(), second.to_string());
                self.words.say("invalid.year_missing", &[("first", &first), ("second", &second)])
            }
            Invalid::NotACurrency => self.words.get("invalid.not_a_currency").to_owned(),
            Invalid::NotACount => self.words.get("invalid.not_a_count").to_owned(),
            Invalid::NoSuchOption => {
                let options = question
                    .map(|q| q.options.iter().map(|o| format!("{} ({})", o.label.to(self.lang()), o.id)));
                let options = options.map(Iterator::collect::<Vec<_>>).unwrap_or_default();
                self.words.say("invalid.no_such_option", &[("options", &self.words.list(&options))])
            }
            Invalid::NotAlone(id) => {
                let label =
                    question.and_then(|q| q.option(id)).map_or(id.as_str(), |o| o.label.to(self.lang()));
                self.words.say("invalid.not_alone", &[("option", label)])
            }
            Invalid::NotYesNo => self.words.get("invalid.not_yes_no").to_owned(),
            Invalid::CardNumber => self.words.get("invalid.card_number").to_owned(),
        }
    }
}
