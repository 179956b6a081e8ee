//! What was worked out, in sentences: dates and sums with how they came about, rules with their sources, waits, and the
//! effects of a change.

use chrono::NaiveDate;

use super::super::calendar::Holidays;
use super::super::case::At;
use super::super::effects::Effect;
use super::super::money::Money;
use super::super::plan::{
    DeadlinePlan, DeadlineState, Derived, Doubt, DoubtOf, EstimatePlan, ExitPlan, Piece, Plan, Times,
    WaitLine, WaitState, When,
};
use super::super::playbook::{Basis, Doubtful, Rule, Source, Wait};
use super::super::question::Kind;
use super::super::span::Unit;
use super::Phrase;

impl<'a> Phrase<'a> {
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
            When::On(day) => self.exact_day(*day),
            When::Between(first, last) => {
                let (first, last) = (self.exact_day(*first), self.exact_day(*last));
                self.words.say("when.between", &[("first", &first), ("last", &last)])
            }
            needs @ When::Needs(_) => return self.when(needs),
        };
        let pieces = derived.pieces.iter().map(|piece| self.piece(piece, derived.basis));
        let sum = pieces.collect::<Vec<_>>().concat();
        let mut text = self.words.say("derived.is", &[("result", &result), ("sum", sum.trim_start())]);
        text.push_str(match derived.holidays {
            Holidays::Known => "",
            Holidays::NotFinal => self.words.get("when.holidays_unsure"),
            Holidays::NotListed => self.words.get("when.holidays_not_listed"),
        });
        text
    }

    /// `derivation` behind the name of a deadline: a day that is given by that very name is not worked out.
    pub fn how(&self, plan: &DeadlinePlan<'_>) -> String {
        if self.is_given(plan) { self.plain_when(&plan.due.when) } else { self.derivation(&plan.due) }
    }

    /// True where a deadline is just another day of the same name.
    pub fn is_given(&self, plan: &DeadlinePlan<'_>) -> bool {
        let name = plan.deadline.label.to(self.lang());
        matches!(plan.due.pieces.as_slice(), [Piece::Day(id, _)] if self.labels(std::slice::from_ref(id)) == name)
    }

    fn plain_when(&self, when: &When) -> String {
        match when {
            When::On(day) => self.exact_day(*day),
            when => self.when(when),
        }
    }

    fn piece(&self, piece: &Piece, basis: Basis) -> String {
        let label = |id: &str| self.playbook.label(id).map_or(id, |text| text.to(self.lang())).to_owned();
        match piece {
            Piece::Arrival(day) => self.words.say("due.arrival", &[("day", &self.exact_day(*day))]),
            Piece::WorkingDay(day) => self.words.say("due.working_day", &[("day", &self.exact_day(*day))]),
            Piece::Day(id, day) => format!("{} {}", label(id), self.exact_day(*day)),
            Piece::Span(sign, range, id) => {
                let sign = if *sign > 0 { "derived.plus" } else { "derived.minus" };
                let span = match id {
                    Some(id) => format!("{} {}", label(id), self.range(*range)),
                    None => self.range(*range),
                };
                let source = match id {
                    Some(_) => self.words.get("when.your_answer"),
                    None => self.basis(basis),
                };
                let span = self.words.say("when.sourced", &[("span", &span), ("source", source)]);
                self.words.say(sign, &[("what", &span)])
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
        // What is no sum of several says nothing more by its formula.
        if let [(1, _, _, None)] = plan.pieces[..] {
            return self.money(sum);
        }
        let mut terms = String::new();
        for (at, (sign, id, money, times)) in plan.pieces.iter().enumerate() {
            let term = format!("{} {}", self.labels(std::slice::from_ref(id)), self.money(*money));
            let term = match times {
                Some(times) => self.times(&term, *times),
                None => term,
            };
            terms.push_str(&match (sign, at) {
                (1, 0) => term,
                (1, _) => self.words.say("derived.plus", &[("what", &term)]),
                _ => self.words.say("derived.minus", &[("what", &term)]),
            });
        }
        self.words.say("derived.is", &[("result", &self.money(sum)), ("sum", terms.trim_start())])
    }

    fn times(&self, what: &str, times: Times) -> String {
        let n = match times {
            Times::Count(n) => n.to_string(),
            Times::Months(n) => self.months(n),
        };
        self.words.say("derived.times", &[("what", what), ("n", &n)])
    }

    fn months(&self, n: i64) -> String {
        self.words.count("span.months", usize::try_from(n).unwrap_or(0))
    }

    /// The key of the sentence for a next act that has its day.
    pub fn next_key(&self, plan: &Plan<'_>, due: &DeadlinePlan<'_>) -> &'static str {
        match due.state {
            DeadlineState::Late(_) => "next.act_late",
            _ if due.is_tight(plan.today) => "next.act_late",
            _ if due.is_early(plan.today) => "next.act_on",
            _ => "next.act_due",
        }
    }

    /// How the latest safe day to send came about: `2027-02-23 = it has to arrive by 2027-02-28 …`.
    pub fn sending(&self, plan: &DeadlinePlan<'_>) -> Option<String> {
        let how = self.derivation(plan.send.as_ref()?);
        Some(self.words.say("due.send", &[("how", &how)]))
    }

    /// What follows where the last day that a freely chosen day left has passed: that day can't be kept.
    pub fn not_kept(&self, plan: &Plan<'_>, late: &DeadlinePlan<'_>) -> Option<String> {
        let base = self.playbook.question(&late.deadline.due.base)?;
        let chosen = self.playbook.role("stop_date") == Some(base.id.as_str());
        let passed = matches!(late.state, DeadlineState::Late(_)) && chosen;
        let day = plan.look.first_kept(late.deadline, plan.calendar).filter(|_| passed)?;
        let what = base.label.to(self.lang());
        Some(self.words.say("planned.not_kept", &[("what", what), ("day", &self.day(day))]))
    }

    /// Leaving at once, and waiting until the contract's end: a sentence each.
    pub fn exit(&self, plan: &ExitPlan<'_>) -> [String; 2] {
        let (earliest, end, sum) = (self.day(plan.earliest), self.day(plan.end), self.estimate(&plan.now));
        let leave = self.words.say("due.leave", &[("day", &earliest), ("sum", &sum)]);
        let wait = match plan.running {
            Some((monthly, total)) => {
                let sum = self.times(&self.money(monthly), Times::Months(plan.months));
                let how = self.words.say("derived.is", &[("result", &self.money(total)), ("sum", &sum)]);
                self.words.say("due.stay", &[("day", &end), ("sum", &how)])
            }
            None => {
                self.words.say("due.stay_unknown", &[("day", &end), ("months", &self.months(plan.months))])
            }
        };
        [leave, wait]
    }

    /// That sums given so far stay in their currency, where bare numbers would be in another one from now on.
    pub fn currency_change(&self, before: &Plan<'_>, after: &Plan<'_>) -> Option<String> {
        let now = after.look.currency();
        let answers = before.look.case.answers.iter().filter_map(|(id, answer)| {
            let question = self.playbook.question(id).filter(|question| question.kind == Kind::Money)?;
            let money = answer.value()?.money()?;
            (money.currency != now).then(|| {
                let fill = [("what", question.label.to(self.lang())), ("answer", &self.money(money))];
                self.words.say("list.answer", &fill)
            })
        });
        let sums: Vec<String> = answers.filter(|_| before.look.currency() != now).collect();
        let fill = [("code", now.code()), ("sums", &self.words.list(&sums))];
        (!sums.is_empty()).then(|| self.words.say("planned.currency", &fill))
    }

    /// What a change would do, in a sentence.
    pub fn effect(&self, effect: &Effect<'_>) -> String {
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
            Effect::Send(label, before, after) => {
                let what = words.say("due.send_of", &[("what", label.to(lang))]);
                moved(&what, &self.when(before), &self.when(after))
            }
            Effect::Sum(label, before, after) => moved(label.to(lang), &sum(before), &sum(after)),
        }
    }

    /// A rule with its kind and its source; our own advice says of itself that it is.
    pub fn rule(&self, rule: &Rule) -> String {
        let (text, basis) = (rule.text.to(self.lang()), self.basis(rule.basis));
        match (&rule.source, rule.checked) {
            (Some(source), Some(checked)) => {
                let checked = self.exact_day(checked);
                let fill = [("text", text), ("basis", basis), ("source", source), ("checked", &checked)];
                self.words.say("rule.sourced", &fill)
            }
            _ if rule.basis == Basis::Default => text.to_owned(),
            _ => self.words.say("rule.plain", &[("text", text), ("basis", basis)]),
        }
    }

    /// Two things that contradict each other, both named.
    pub fn doubt(&self, plan: &Plan<'_>, doubt: &Doubt) -> String {
        let (what, other) = (self.place(plan, &doubt.at), self.labels(std::slice::from_ref(&doubt.other)));
        let (key, is, than) = match doubt.what {
            DoubtOf::Same(number) => {
                let rows = self.playbook.rows(&doubt.other);
                let first = rows.map_or_else(String::new, |rows| self.row(plan, rows, number));
                return self.words.say("doubt.same", &[("what", &what), ("first", &first)]);
            }
            DoubtOf::Told => {
                let told = self.playbook.steps.iter().flat_map(|step| &step.doubtful);
                return told
                    .filter(|told| told.id == doubt.other)
                    .map(|told| self.told(plan, told))
                    .collect();
            }
            DoubtOf::Late(on, last) | DoubtOf::Ahead(on, last) => {
                let deadlines = plan.steps.iter().flat_map(|step| &step.deadlines);
                let deadline =
                    deadlines.map(|plan| plan.deadline).find(|deadline| deadline.id == doubt.other);
                let name = deadline.map_or(doubt.other.as_str(), |deadline| deadline.label.to(self.lang()));
                let (on, last) = (self.day(on), self.day(last));
                let fill = [("act", what.as_str()), ("on", &on), ("what", name), ("last", &last)];
                let is_late = matches!(doubt.what, DoubtOf::Late(..));
                return self.words.say(if is_late { "ahead.was_late" } else { "ahead.was_early" }, &fill);
            }
            DoubtOf::Early => {
                let At::Tick(todo, _) = &doubt.at else { return what };
                let first = plan.home_of(todo).map(|step| plan.all_first(step.step)).unwrap_or_default();
                let fill = [("what", what.as_str()), ("steps", &self.titles(&first))];
                return self.words.say("early.tick", &fill);
            }
            DoubtOf::LikeADate => return self.words.say("unsure.like_a_date", &[("what", &what)]),
            DoubtOf::Short(count) => {
                let length = self.words.count("unsure.characters", count);
                return self.words.say("unsure.short", &[("what", &what), ("length", &length)]);
            }
            DoubtOf::Order(day, first) => ("doubt.order", self.exact_day(day), self.exact_day(first)),
            DoubtOf::Sum(sum, most) => ("doubt.sum", self.money(sum), self.money(most)),
        };
        self.words.say(key, &[("what", &what), ("is", &is), ("other", &other), ("than", &than)])
    }

    /// What the playbook says of a doubtful answer, with the sum that it leaves.
    fn told(&self, plan: &Plan<'_>, told: &Doubtful) -> String {
        let text = told.say.to(self.lang());
        let text = match plan.left(told) {
            Some(left) => self.words.say("unsure.leaves", &[("text", text), ("sum", &self.money(left))]),
            None => text.to_owned(),
        };
        match &told.source {
            Some(source) => {
                let source = self.source(source);
                self.words.say("unsure.sourced", &[("text", &text), ("source", &source)])
            }
            None => text,
        }
    }

    /// What is waited for, with its row where it has one.
    pub fn wait_of(&self, plan: &Plan<'_>, wait: &Wait, row: Option<u32>) -> String {
        let each = self.playbook.todo(&wait.until).and_then(|todo| todo.each.as_ref());
        match row.zip(each.and_then(|each| self.playbook.rows(each))) {
            Some((number, rows)) => {
                let row = self.row(plan, rows, number);
                self.words.say("row.of", &[("what", wait.what.to(self.lang())), ("row", &row)])
            }
            None => wait.what.to(self.lang()).to_owned(),
        }
    }

    /// The text behind something, with the day of its check.
    pub fn source(&self, source: &Source) -> String {
        let checked = self.exact_day(source.checked);
        self.words.say("due.source", &[("source", &source.text), ("checked", &checked)])
    }

    /// Whose turn it is, while the next thing is to wait.
    pub fn awaited(&self, plan: &Plan<'_>, wait: &Wait, day: NaiveDate) -> String {
        let (what, on) = (wait.what.to(self.lang()), self.day(day));
        let act = self.playbook.todo(&wait.until).filter(|_| wait.own).map(|todo| todo.act.to(self.lang()));
        match act {
            Some(act) => self.words.say("next.act_on", &[("what", act), ("day", &on)]),
            None if day < plan.today => self.words.say("next.wait_late", &[("what", what), ("day", &on)]),
            None => self.words.say("next.wait", &[("what", what), ("day", &on)]),
        }
    }

    /// Where a wait stands, in a sentence.
    pub fn wait(&self, plan: &Plan<'_>, wait: &Wait, line: &WaitLine) -> String {
        let what = self.wait_of(plan, wait, line.row);
        let since =
            line.since.map_or_else(|| self.words.get("wait.since_unknown").to_owned(), |day| self.day(day));
        let due = line.due.when.last().map_or_else(|| self.when(&line.due.when), |day| self.day(day));
        let fill = [("what", what.as_str()), ("since", &since), ("due", &due)];
        match line.state {
            WaitState::NotBegun => self.words.say("wait.not_begun", &fill),
            WaitState::Running if line.due.when.last().is_none() => self.words.say("undated.wait", &fill),
            // Nobody waits since a day that has still to come.
            WaitState::Running | WaitState::Late { .. } if wait.own && line.since == line.due.when.last() => {
                self.words.say("planned.wait", &fill)
            }
            WaitState::Running => self.words.say("wait.running", &fill),
            WaitState::Ended(on) => {
                let on =
                    on.map_or_else(|| self.words.get("tick.day_unknown").to_owned(), |day| self.day(day));
                self.words.say("wait.ended", &[("what", &what), ("on", &on)])
            }
            WaitState::Late { days, working } => {
                let late = match line.due.pieces.last() {
                    Some(Piece::Span(_, range, _)) if range.most.unit == Unit::WorkingDays && working > 0 => {
                        self.words.count("span.working_days", working)
                    }
                    _ => self.words.count("span.days", usize::try_from(days).unwrap_or(0)),
                };
                self.words
                    .say("wait.late", &[("what", &what), ("since", &since), ("due", &due), ("late", &late)])
            }
        }
    }
}
