//! Cases answered at random: none reaches a dead end, and every date says how it came about. `POSQUIT_WALKS=10000` walks
//! further than the test does, and then every condition of the playbook is seen both true and false.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use posquit::domain::case::{At, Case, Edit, Mark};
use posquit::domain::condition::Truth;
use posquit::domain::intake::{self, Entry, TickEntry};
use posquit::domain::plan::{Piece, Plan, Spot, StepPlan, StepState, Stop, StopState, When};
use posquit::domain::playbook::Item;
use posquit::domain::question::{Kind, Question};
use posquit::domain::text::Lang;

use crate::conditions::of_parts;
use crate::random::{PLAYBOOK, phrase, today as first_day};

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
type Seen = BTreeMap<&'static str, (bool, bool)>;

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
            let none = question.options.iter().find(|o| o.alone).unwrap_or(&question.options[0]);
            if chosen.is_empty() { none.id.clone() } else { chosen.join(",") }
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
        plan.steps.iter().flat_map(StepPlan::waits).flat_map(|wait| wait.lines.iter()).map(|line| &line.due);
    for due in deadlines.chain(waits) {
        match &due.when {
            When::Needs(ids) => assert!(!ids.is_empty(), "a date that needs nothing is not known"),
            _ => assert!(matches!(due.pieces.first(), Some(Piece::Day(..)))),
        }
    }
}

/// What is shown of the case in both languages has no hole.
fn nothing_has_a_hole(plan: &Plan<'_>) {
    for lang in 0..2 {
        let phrase = phrase(lang);
        let page = posquit::wizard::screens::briefing(&phrase, plan, &[]).render(80, false);
        let list = posquit::export::markdown(&posquit::export::checklist(plan, &phrase));
        assert!(!page.contains(['{', '}']) && !list.contains(['{', '}']), "{page}\n{list}");
    }
}

fn look(plan: &Plan<'_>, seen: &mut Seen) {
    for step in &PLAYBOOK.steps {
        for (id, condition) in of_parts(step).into_iter().chain([(step.id.as_str(), &step.only_if)]) {
            let entry = seen.entry(id).or_default();
            match plan.look.holds(condition) {
                Truth::Yes => entry.0 = true,
                Truth::No => entry.1 = true,
                Truth::Unsure => {}
            }
        }
    }
}

/// The places that can be settled now: the next one of each step, or what is still to be found out.
fn open_stops<'p>(plan: &'p Plan<'_>) -> (Vec<Stop<'p>>, bool) {
    let open = |step: &&StepPlan<'_>| matches!(step.state, StepState::Open | StepState::Waiting);
    let stops: Vec<Stop<'_>> = plan.steps.iter().filter(open).filter_map(StepPlan::front).collect();
    if !stops.is_empty() {
        return (stops, false);
    }
    let unknown = |stop: &Stop<'_>| stop.state == StopState::Unknown;
    (plan.steps.iter().flat_map(StepPlan::stops).filter(unknown).collect(), true)
}

/// Now and then, an answer to a question that nobody is asked but who wants to give it.
fn unasked(plan: &Plan<'_>, today: NaiveDate, dice: &mut Dice) -> Vec<Edit> {
    let items = PLAYBOOK.steps.iter().flat_map(|step| &step.items);
    let asked = items.filter_map(|item| match item {
        Item::Question(question) if question.on_demand => Some(question),
        _ => None,
    });
    let fits: Vec<_> = asked.filter(|question| plan.look.applies(&question.id) == Truth::Yes).collect();
    if fits.is_empty() || dice.roll(4) > 0 {
        return Vec::new();
    }
    let question = fits[dice.roll(fits.len())];
    let typed = typed(question, today, dice);
    intake::answer(plan, &At::Answer(question.id.clone()), &Entry::Typed(&typed)).unwrap_or_default()
}

/// One case from nothing to its end.
fn walk(seed: u64, seen: &mut Option<Seen>) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut today: NaiveDate = first_day();
    let mut case = Case::new("walk", "", Lang::En, today);
    for round in 0..900 {
        let plan = Plan::new(&PLAYBOOK, &case, today);
        dates_are_derived(&plan);
        let (stops, stuck) = open_stops(&plan);
        if let Some(seen) = seen
            && (round % 8 == 0 || stops.is_empty())
        {
            look(&plan, seen);
        }
        if stops.is_empty() {
            // What is left can only be blocked by an answer that was given and says no.
            let said_no = plan.steps.iter().any(|step| step.state == StepState::Blocked);
            assert!(plan.is_closed() || said_no, "case {seed} is at a dead end:\n{}", states(&plan));
            nothing_has_a_hole(&plan);
            return;
        }
        // Several at once, as a file of answers does: each fits the plan, and so do all of them.
        let chosen: Vec<&Stop<'_>> = stops.iter().filter(|_| dice.roll(3) > 0).collect();
        let mut edits: Vec<Edit> =
            chosen.iter().flat_map(|stop| settle(&plan, stop, &mut dice, stuck)).collect();
        edits.extend(unasked(&plan, today, &mut dice));
        for edit in &edits {
            case.put(edit);
        }
        if dice.roll(4) == 0 {
            today = today + Days::new(dice.roll(12) as u64);
        }
    }
    panic!("case {seed} does not end");
}

/// The most favourable answer: yes, the first option, today.
fn favourable(question: &Question) -> String {
    match question.kind {
        Kind::Date => "today".to_owned(),
        Kind::YesNo => "yes".to_owned(),
        Kind::Choice | Kind::Choices => question.options[0].id.clone(),
        _ => typed(question, first_day(), &mut Dice(1)),
    }
}

/// Settles every place that is open, as favourably as can be, until none is.
fn goes_well(case: &mut Case, today: NaiveDate) {
    let mut dice = Dice(7);
    for _ in 0..200 {
        let plan = Plan::new(&PLAYBOOK, case, today);
        let (stops, stuck) = open_stops(&plan);
        if stops.is_empty() || stuck {
            return;
        }
        let edits: Vec<Edit> = stops
            .iter()
            .flat_map(|stop| match stop.spot {
                Spot::Question(question) => {
                    let at = At::Answer(question.id.clone());
                    intake::answer(&plan, &at, &Entry::Typed(&favourable(question))).unwrap()
                }
                _ => settle(&plan, stop, &mut dice, true),
            })
            .collect();
        for edit in &edits {
            case.put(edit);
        }
    }
}

#[test]
fn the_main_steps_alone_lead_to_the_end() {
    let today = first_day();
    let mut case = Case::new("walk", "", Lang::En, today);
    let mark = Mark { reason: "the six main steps only".to_owned(), on: today };
    let others = PLAYBOOK.steps.iter().filter(|step| !step.essential && step.id != "profile");
    case.marks = others.map(|step| (step.id.clone(), mark.clone())).collect();
    goes_well(&mut case, today);
    let plan = Plan::new(&PLAYBOOK, &case, today);
    assert!(plan.is_closed(), "the main steps need one that was skipped:\n{}", states(&plan));
}

fn states(plan: &Plan<'_>) -> String {
    plan.steps.iter().map(|step| format!("{}: {:?}", step.step.id, step.state)).collect::<Vec<_>>().join("\n")
}

#[test]
fn random_cases_reach_an_end() {
    let asked = std::env::var("POSQUIT_WALKS").ok().and_then(|n| n.parse().ok());
    let walks = asked.unwrap_or(16);
    // A few walks cannot meet everything; that each condition has two sides is proved by cases made for it.
    let mut seen = (walks >= 1000).then(Seen::new);
    for seed in 1..=walks {
        walk(seed, &mut seen);
    }
    let always = |id: &str| PLAYBOOK.step(id).is_some_and(|step| step.only_if.is_always());
    let one_sided: Vec<String> = seen
        .iter()
        .flatten()
        .filter(|(id, seen)| **seen != (true, true) && !always(id))
        .map(|(id, seen)| format!("{id}: {seen:?}"))
        .collect();
    assert!(one_sided.is_empty(), "seen (true, false):\n{}", one_sided.join("\n"));
}
