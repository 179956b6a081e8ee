//! Cases answered at random: none reaches a dead end, every date says how it came about, and every condition of the
//! playbook is seen both true and false. `POSQUIT_WALKS=10000` walks further than the test does.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use posquit::domain::case::{At, Case, Edit};
use posquit::domain::condition::{Condition, Truth};
use posquit::domain::intake::{self, Entry, TickEntry};
use posquit::domain::phrase::Phrase;
use posquit::domain::plan::{Piece, Plan, Spot, StepState, Stop, When};
use posquit::domain::playbook::{Item, Playbook};
use posquit::domain::question::{Kind, Question};
use posquit::domain::text::Lang;
use posquit::template;

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// Which outcomes of each condition were seen: by where it stands, true and false.
type Seen = BTreeMap<String, (bool, bool)>;

fn conditions(playbook: &Playbook) -> Vec<(String, &Condition)> {
    let mut all = Vec::new();
    for step in &playbook.steps {
        all.push((step.id.clone(), &step.only_if));
        all.extend(step.rules.iter().map(|rule| (rule.id.clone(), &rule.only_if)));
        all.extend(step.materials.iter().chain(&step.pitfalls).map(|note| (note.id.clone(), &note.only_if)));
        all.extend(step.estimates.iter().map(|estimate| (estimate.id.clone(), &estimate.only_if)));
        all.extend(step.items.iter().filter_map(|item| match item {
            Item::Question(question) => Some((question.id.clone(), &question.only_if)),
            Item::Todo(todo) => Some((todo.id.clone(), &todo.only_if)),
            Item::Rows(_) | Item::Wait(_) => None,
        }));
    }
    all.retain(|(_, condition)| !condition.is_always());
    all
}

fn typed(question: &Question, today: NaiveDate, dice: &mut Dice) -> String {
    let day = |dice: &mut Dice| (today - Days::new(30) + Days::new(dice.roll(200) as u64)).to_string();
    match question.kind {
        Kind::Date => day(dice),
        Kind::Money => format!("{}.5", dice.roll(900) + 1),
        Kind::Duration => format!("{} days", dice.roll(90) + 1),
        Kind::Count => dice.roll(9).to_string(),
        Kind::Percent => "0.38%".to_owned(),
        Kind::Phone => "021-12345678".to_owned(),
        Kind::Email => "a@example.com".to_owned(),
        Kind::YesNo => ["yes", "no"][dice.roll(2)].to_owned(),
        Kind::Choice => question.options[dice.roll(question.options.len())].id.clone(),
        Kind::Choices => {
            let chosen: Vec<&str> = question
                .options
                .iter()
                .filter(|o| !o.alone && dice.roll(3) == 0)
                .map(|o| o.id.as_str())
                .collect();
            if chosen.is_empty() { question.options.last().unwrap().id.clone() } else { chosen.join(",") }
        }
        _ if question.role.as_deref() == Some("currency") => "EUR".to_owned(),
        _ => format!("text {}", dice.roll(1000)),
    }
}

/// The edits that settle a stop, or as well as is known.
fn settle<'a>(plan: &Plan<'a>, stop: &Stop<'a>, dice: &mut Dice, sure: bool) -> Vec<Edit> {
    let (at, question) = match stop.spot {
        Spot::Todo(todo, row) => {
            let day = (plan.today - Days::new(dice.roll(40) as u64)).to_string();
            let on = if dice.roll(8) == 0 { None } else { Some(day.as_str()) };
            let entry = TickEntry { on, evidence: Some("no. 1"), reason: None, confirmed: true };
            return intake::tick(plan, &At::Tick(todo.id.clone(), row), &entry).unwrap();
        }
        Spot::NewRow(rows) => {
            let many = plan.look.case.tables.get(rows.table()).map_or(0, |table| table.rows.len());
            if many > 0 && dice.roll(2) == 0 {
                return intake::answer(plan, &At::All(rows.table().to_owned()), &Entry::Typed("yes"))
                    .unwrap();
            }
            return intake::new_row(plan, rows, &[(&rows.columns[0].id, Entry::Typed("10023456"))]).unwrap();
        }
        Spot::Question(question) => (At::Answer(question.id.clone()), question),
        Spot::Cell(rows, row, column) => (At::Cell(rows.table().to_owned(), row, column.id.clone()), column),
    };
    if !sure && dice.roll(6) == 0 {
        return intake::answer(plan, &at, &Entry::Unknown).unwrap();
    }
    let text = typed(question, plan.today, dice);
    intake::answer(plan, &at, &Entry::Typed(&text)).unwrap_or_default()
}

/// Every date that was worked out says from what.
fn dates_are_derived(plan: &Plan<'_>) {
    let deadlines = plan.steps.iter().flat_map(|step| &step.deadlines).map(|deadline| &deadline.due);
    let waits =
        plan.steps.iter().flat_map(|step| step.waits()).flat_map(|wait| &wait.lines).map(|line| &line.due);
    for due in deadlines.chain(waits) {
        match &due.when {
            When::Needs(ids) => assert!(!ids.is_empty(), "a date that needs nothing is not known"),
            _ => assert!(matches!(due.pieces.first(), Some(Piece::Day(..)))),
        }
    }
}

/// What is shown of the case in both languages has no hole.
fn nothing_has_a_hole(playbook: &Playbook, plan: &Plan<'_>) {
    for lang in [Lang::Zh, Lang::En] {
        let words = template::words(lang);
        let phrase = Phrase { words: &words, playbook };
        let page = posquit::wizard::screens::briefing(&phrase, plan, &[]).render(80, false);
        let list = posquit::export::markdown(&posquit::export::checklist(plan, &phrase));
        assert!(!page.contains(['{', '}']) && !list.contains(['{', '}']), "{page}\n{list}");
    }
}

fn look(playbook: &Playbook, plan: &Plan<'_>, seen: &mut Seen) {
    for (id, condition) in conditions(playbook) {
        let entry = seen.entry(id).or_default();
        match plan.look.holds(condition) {
            Truth::Yes => entry.0 = true,
            Truth::No => entry.1 = true,
            Truth::Unsure => {}
        }
    }
}

/// One case from nothing to its end.
fn walk(playbook: &Playbook, seed: u64, seen: &mut Seen) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut today: NaiveDate = "2026-11-24".parse().unwrap();
    let mut case = Case::new("walk", "", Lang::En, today);
    for _ in 0..900 {
        let plan = Plan::new(playbook, &case, today);
        dates_are_derived(&plan);
        let open = |step: &&posquit::domain::plan::StepPlan<'_>| {
            matches!(step.state, StepState::Open | StepState::Waiting)
        };
        let mut stops: Vec<Stop<'_>> =
            plan.steps.iter().filter(open).filter_map(|step| step.front()).collect();
        let stuck = stops.is_empty();
        if stuck {
            let unknown = |stop: &Stop<'_>| stop.state == posquit::domain::plan::StopState::Unknown;
            stops = plan.steps.iter().flat_map(|step| step.stops()).filter(unknown).collect();
        }
        if stops.is_empty() {
            // What is left can only be blocked by an answer that was given and says no.
            let said_no = plan.steps.iter().any(|step| step.state == StepState::Blocked);
            assert!(plan.is_closed() || said_no, "case {seed} is at a dead end:\n{}", states(&plan));
            look(playbook, &plan, seen);
            nothing_has_a_hole(playbook, &plan);
            return;
        }
        let stop = stops[dice.roll(stops.len())];
        for edit in settle(&plan, &stop, &mut dice, stuck) {
            case.put(&edit);
        }
        if dice.roll(4) == 0 {
            look(playbook, &Plan::new(playbook, &case, today), seen);
            today = today + Days::new(dice.roll(6) as u64);
        }
    }
    panic!("case {seed} does not end");
}

fn states(plan: &Plan<'_>) -> String {
    plan.steps.iter().map(|step| format!("{}: {:?}", step.step.id, step.state)).collect::<Vec<_>>().join("\n")
}

#[test]
fn random_cases_reach_an_end_and_every_condition_is_seen_both_ways() {
    let walks = std::env::var("POSQUIT_WALKS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let playbook = template::standard().unwrap();
    let mut seen = Seen::new();
    for seed in 1..=walks {
        walk(&playbook, seed, &mut seen);
    }
    let one_sided: Vec<String> = seen
        .iter()
        .filter(|(_, seen)| **seen != (true, true))
        .map(|(id, seen)| format!("{id}: {seen:?}"))
        .collect();
    assert!(one_sided.is_empty(), "seen (true, false):\n{}", one_sided.join("\n"));
}
