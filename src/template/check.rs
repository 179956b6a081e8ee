//! Proves that a playbook makes sense: ids resolve and stand once, conditions can come true, nothing runs in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::condition::Condition;
use crate::domain::playbook::{Item, Place as Spot, Playbook};
use crate::domain::question::{Kind, Question};
use crate::tables::Place;

use super::problem::{Problem, Source};
use super::read::Claim;

/// What the program may ask for by name.
const ROLES: [&str; 27] = [
    "merchant_name",
    "merchant_kind",
    "merchant_id",
    "provider",
    "country",
    "currency",
    "terminals",
    "scope",
    "done_before",
    "contract_end",
    "notice_period",
    "notice_date",
    "stop_date",
    "deposit_amount",
    "deposit_received",
    "deposit_refunded",
    "deposit_rest",
    "fee_rate",
    "fee_fixed",
    "reconciled",
    "compared",
    "compare_again",
    "lease_over",
    "lease_final_day",
    "balances",
    "compared_again",
    "difference",
];

/// The claims of one file.
pub(super) struct Claims<'s> {
    /// The file.
    pub(super) source: Source<'s>,
    /// What it claims, and where.
    pub(super) claims: Vec<(Place, Claim)>,
}

/// Proves all claims, or tells which do not hold.
pub(super) fn playbook(playbook: &Playbook, files: &[Claims<'_>]) -> Result<(), Vec<Problem>> {
    let mut checker = Checker { playbook, ids: BTreeMap::new(), roles: BTreeSet::new() };
    let mut problems = Vec::new();
    for file in files {
        for (place, claim) in &file.claims {
            if let Err(what) = checker.check(claim) {
                problems.push(file.source.problem(*place, what));
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

struct Checker<'p> {
    playbook: &'p Playbook,
    ids: BTreeMap<String, &'static str>,
    roles: BTreeSet<String>,
}

impl Checker<'_> {
    fn check(&mut self, claim: &Claim) -> Result<(), String> {
        let playbook = self.playbook;
        let place = |id: &str| playbook.index.ids.get(id).copied();
        let (holds, id, what) = match claim {
            Claim::NewId(id, what) => return self.new_id(id, what),
            Claim::Role(role) => return self.role(role),
            Claim::Values(table, id, values) => return self.values(table.as_deref(), id, values),
            Claim::Phase(id) => (
                playbook.phases.iter().any(|p| p.id == *id),
                id,
                "there is no such phase in playbook.toml".to_owned(),
            ),
            Claim::Earlier(id, number) => {
                let earlier = matches!(place(id), Some(Spot::Step(at)) if at < *number);
                (earlier, id, "`after` names a step that stands earlier in playbook.toml".to_owned())
            }
            Claim::Guard(id, number) => {
                let ok = match place(id) {
                    Some(Spot::Step(at)) => at < *number,
                    Some(Spot::Item(..)) => playbook.rows(id).is_none(),
                    _ => false,
                };
                (ok, id, "a guard needs a to-do, a question, a wait or an earlier step".to_owned())
            }
            Claim::Filled(id) => {
                let mut passages = playbook.steps.iter().flat_map(|step| &step.told.passages);
                let ok = playbook.question(id).is_some()
                    || playbook.rows(id).is_some()
                    || passages.any(|passage| passage.id == *id);
                (ok, id, "there is no question, passage or rows with this id".to_owned())
            }
            Claim::OfKind(id, kind) => {
                let ok = playbook.question(id).is_some_and(|question| question.kind == *kind);
                (ok, id, format!("there is no question of kind {} with this id", kind.word()))
            }
            Claim::Dated(id) => (self.is_dated(id), id, "nothing with a date has this id".to_owned()),
            Claim::Step(id) => (playbook.step(id).is_some(), id, "there is no step with this id".to_owned()),
            Claim::Todo(id) => (playbook.todo(id).is_some(), id, "there is no to-do with this id".to_owned()),
            Claim::Country(id) => {
                let question = playbook.role("country").and_then(|id| playbook.question(id));
                let ok = question.is_none_or(|question| question.option(id).is_some());
                (ok, id, "no option of the question with the role `country`".to_owned())
            }
            Claim::Wait(id) => (playbook.wait(id).is_some(), id, "there is no wait with this id".to_owned()),
            Claim::Settled(id) => {
                let ok = playbook.todo(id).is_some() || playbook.question(id).is_some();
                (ok, id, "there is no to-do and no question with this id".to_owned())
            }
            Claim::Rows(id) => (playbook.rows(id).is_some(), id, "there are no rows with this id".to_owned()),
            Claim::OwnRows(id) => {
                let own = playbook.rows(id).is_some_and(|rows| rows.of.is_none());
                (own, id, "there are no rows of their own with this id".to_owned())
            }
        };
        if holds { Ok(()) } else { Err(format!("`{id}`: {what}")) }
    }

    fn new_id(&mut self, id: &str, what: &'static str) -> Result<(), String> {
        if let Some(other) = self.ids.insert(id.to_owned(), what) {
            return Err(format!("`{id}`: this id stands already, for a {other}"));
        }
        if what == "question" && self.hangs_on(id, id, &mut BTreeSet::new()) {
            return Err(format!("`{id}`: it hangs on itself, so it is never asked"));
        }
        Ok(())
    }

    fn role(&mut self, role: &str) -> Result<(), String> {
        if !ROLES.contains(&role) {
            return Err(format!("`{role}`: a role is one of {}", ROLES.join(", ")));
        }
        if self.roles.insert(role.to_owned()) {
            Ok(())
        } else {
            Err(format!("`{role}`: this role is taken already"))
        }
    }

    /// The key of a condition is a question that can have each of the values.
    fn values(&self, table: Option<&str>, id: &str, values: &[String]) -> Result<(), String> {
        let question = match table {
            Some(table) => {
                self.playbook.column(id).filter(|(rows, _)| rows.table() == table).map(|(_, column)| column)
            }
            None => self.playbook.question(id),
        };
        let Some(question) = question else {
            let of = table.map(|table| format!(" of `{table}`")).unwrap_or_default();
            return Err(format!("`{id}`: there is no question{of} with this id"));
        };
        let allowed = can_be(question);
        if allowed.is_empty() {
            return Err(format!("`{id}` is a {}, which no condition can compare", question.kind.word()));
        }
        if values.is_empty() {
            return Err(format!("`{id}`: without a value, this never comes true"));
        }
        match values.iter().find(|value| !allowed.contains(value)) {
            None => Ok(()),
            Some(value) => Err(format!(
                "`{id}` is never `{value}`, so this never comes true; it is one of: {}",
                allowed.join(", ")
            )),
        }
    }

    fn hangs_on(&self, id: &str, wanted: &str, seen: &mut BTreeSet<String>) -> bool {
        let column = self.playbook.column(id).map(|(_, column)| column);
        let own = self.playbook.question(id).or(column).map(|question| &question.only_if);
        let step = self.playbook.step_of(id).filter(|_| column.is_none()).map(|step| &step.only_if);
        let next: Vec<&String> = [own, step].into_iter().flatten().flat_map(Condition::ids).collect();
        next.iter().any(|id| *id == wanted || (seen.insert((*id).clone()) && self.hangs_on(id, wanted, seen)))
    }

    fn is_dated(&self, id: &str) -> bool {
        let column = self.playbook.column(id).map(|(_, column)| column).or(self.playbook.question(id));
        column.is_some_and(|column| column.kind == Kind::Date)
            || matches!(self.playbook.item(id), Some(Item::Todo(_)))
    }
}

/// The values that a condition can compare.
fn can_be(question: &Question) -> Vec<String> {
    match question.kind {
        Kind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
        _ => question.options.iter().map(|option| option.id.clone()).collect(),
    }
}
