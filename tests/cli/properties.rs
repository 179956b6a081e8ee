//! What holds for every input: the validator and its own words, sums, the case file, the plan, and undo.

use posquit::domain::answer::{Answer, Value, read_line};
use posquit::domain::case::{At, Case, Edit, Slot, Stamp, Tick};
use posquit::domain::intake::{self, Entry, TickEntry};
use posquit::domain::money::Money;
use posquit::domain::plan::Plan;
use posquit::domain::question::Question;
use posquit::domain::span::{Span, Unit};
use posquit::domain::text::Lang;
use posquit::export;
use posquit::store::{Folder, Home, Want};
use posquit::wizard::screens;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;

use crate::random::{PLAYBOOK, QUESTIONS, case, currency, date, phrase, read, today, todos, typed};
use crate::support::{Folder as Place, put};

fn json(case: &Case) -> serde_json::Value {
    export::state(&Plan::new(&PLAYBOOK, case, today()), &phrase(1), false)
}

/// The state without what counts changes.
fn apart_from_revision(case: &Case) -> serde_json::Value {
    let mut state = json(case);
    state.as_object_mut().unwrap().remove("revision");
    state
}

fn want(edits: &[Edit]) -> Want<'_> {
    Want { edits, time: "2026-11-24T12:00:00+00:00".to_owned(), ..Want::default() }
}

/// Makes a folder for a case and writes it with these edits.
fn founded(place: &Place, case: &Case, edits: &[Edit]) -> (Folder, Case) {
    let (name, folder) = Home { path: place.path.clone() }.create("sample").unwrap();
    let saved = folder.found(&Case { name, ..case.clone() }, &want(edits)).unwrap();
    (folder, saved.case)
}

/// The same inputs in every run, so that a change is judged by what it changes.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_261_124),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn an_answer_said_again_is_the_same_answer(typed in typed(), which in any::<Index>(), lang in 0..2_usize) {
        let question = *which.get(&QUESTIONS);
        if let Ok(value) = read(question, &typed) {
            prop_assert!(value.fits(question), "{:?} became {:?}, which {} cannot have", typed, value, question.id);
            let said = phrase(lang).plain_value(question, &value);
            prop_assert_eq!(read(question, &said), Ok(value), "{:?} is said {:?}", typed, said);
        }
    }

    #[test]
    fn a_sum_is_read_as_it_is_written(minor in -i64::MAX..=i64::MAX, currency in currency(), usual in currency()) {
        let money = Money { minor, currency };
        prop_assert_eq!(Money::read(&money.to_string(), usual), Ok(money));
    }

    #[test]
    fn a_length_of_time_is_read_as_it_is_written(count in 0..10_000_u32, unit in select(vec![Unit::Days, Unit::WorkingDays, Unit::Months])) {
        let span = Span { count, unit };
        prop_assert_eq!(Span::read(&span.to_string()), Some(span));
        for lang in 0..2 {
            prop_assert_eq!(Span::read(&phrase(lang).span(span)), Some(span));
        }
    }
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn every_case_has_a_plan_that_every_renderer_can_show(case in case(), today in date(), lang in 0..2_usize) {
        let phrase = phrase(lang);
        let plan = Plan::new(&PLAYBOOK, &case, today);
        let text = export::markdown(&export::checklist(&plan, &phrase)) + &screens::briefing(&phrase, &plan, &[]).render(80, false);
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "a control gets through");
        let state = export::state(&plan, &phrase, false);
        prop_assert_eq!(state["steps"].as_array().unwrap().len(), PLAYBOOK.steps.len());
        prop_assert_eq!(&state, &export::state(&Plan::new(&PLAYBOOK, &case, today), &phrase, false));
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_guard_that_is_not_satisfied_lets_no_tick_through(case in case(), which in any::<Index>()) {
        let plan = Plan::new(&PLAYBOOK, &case, today());
        let todos: Vec<_> = todos().collect();
        let todo = which.get(&todos);
        let step = plan.step(&PLAYBOOK.step_of(&todo.id).unwrap().id).unwrap();
        let entry = TickEntry { on: Some("today"), reason: Some("it is so"), confirmed: true, evidence: None };
        let edits = intake::tick(&plan, &At::Tick(todo.id.clone(), None), &entry);
        prop_assert!(step.unmet.is_empty() || edits.is_err(), "{} is ticked", todo.id);
        prop_assert!(plan.next_act().is_none_or(|act| act.step.unmet.is_empty()));
    }
}

proptest! {
    #![proptest_config(config(32))]

    #[test]
    fn a_case_comes_back_from_its_file_as_it_was(case in case(), title in typed(), texts in proptest::collection::vec(typed(), 3)) {
        let place = Place::new();
        let mut case = Case { title, ..case };
        case.answers.insert("provider".to_owned(), Answer::Known(Value::Text(texts[0].clone())));
        let tick = Tick { on: None, evidence: Some(texts[1].clone()), reason: Some(texts[2].clone()) };
        let edit = Edit { at: At::Tick("notice_sent".to_owned(), None), to: Some(Slot::Tick(tick)) };
        let (folder, saved) = founded(&place, &case, std::slice::from_ref(&edit));
        let loaded = folder.load().unwrap();
        prop_assert!(!loaded.edited);
        prop_assert_eq!(&loaded.case, &saved);
        case.put(&edit);
        prop_assert_eq!(&loaded.case.answers, &case.answers);
        prop_assert_eq!(&loaded.case.ticks, &case.ticks);
        prop_assert_eq!(&loaded.case.tables, &case.tables);
        prop_assert_eq!(&loaded.case.title, &case.title);
    }

    #[test]
    fn what_the_validator_left_of_a_text_survives_the_file(typed in typed()) {
        let place = Place::new();
        let case = Case::new("", "", Lang::En, today());
        if let Ok(line) = read_line(&typed) {
            let answer = Answer::Known(Value::Text(line));
            let edit = Edit::answer(At::Answer("merchant_name".to_owned()), answer.clone());
            let (folder, _) = founded(&place, &case, &[edit]);
            prop_assert_eq!(&folder.load().unwrap().case.answers["merchant_name"], &answer);
        }
    }

    #[test]
    fn undo_of_an_answer_restores_the_state(case in case(), typed in typed(), which in any::<Index>(), how in 0..4) {
        let place = Place::new();
        let (folder, before) = founded(&place, &case, &[]);
        let asked: Vec<&Question> = QUESTIONS.iter().copied().filter(|q| PLAYBOOK.question(&q.id).is_some()).collect();
        let at = At::Answer(which.get(&asked).id.clone());
        let entry = match how {
            0 => Entry::Unknown,
            1 => Entry::Clear,
            _ => Entry::Typed(&typed),
        };
        let plan = Plan::new(&PLAYBOOK, &before, today());
        let Ok(edits) = intake::answer(&plan, &at, &entry) else { return Ok(()) };
        let changed = folder.commit(&want(&edits)).unwrap();
        prop_assert_eq!(changed.case.revision, 2);
        let undone = folder.undo((&before).into(), "2026-11-24T12:00:00+00:00".to_owned(), Stamp::default()).unwrap();
        prop_assert_eq!(apart_from_revision(&undone.case), apart_from_revision(&before));
        prop_assert_eq!(&folder.load().unwrap().case, &undone.case);
        // A file that nobody vouches for is read by the reader of all of TOML, and says the same.
        let file = folder.path.join("case.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        put(&file, text.rsplit_once("# sha256").unwrap().0);
        let loaded = folder.load().unwrap();
        prop_assert!(loaded.edited);
        prop_assert_eq!(&loaded.case, &undone.case);
    }
}
