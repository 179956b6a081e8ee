//! What a reconciliation has to do with a case: its decisions are kept there, and its result becomes a record.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

use super::super::args::ReconcileArgs;
use super::super::{Context, shown};
use crate::domain::answer::Value;
use crate::domain::case::{At, Edit, Slot};
use crate::domain::intake::{self, Entry, TickEntry};
use crate::domain::plan::Plan;
use crate::domain::record::{RECONCILIATION, Record};
use crate::domain::text::hex;
use crate::failure::{Exit, Failure};
use crate::reconcile::table::Table;
use crate::reconcile::{Balance, Decision, Outcome, Verdict, read_decisions, write_decisions};
use crate::store::{Folder, Loaded, Want, read_text, write_atomic};
use crate::wizard::screens;

/// No file of decisions is larger than this.
const DECISIONS_CAP: u64 = 64 << 20;

/// The case that is meant, if any: `--case`, else the only one.
pub(super) fn case(context: &mut Context, none: bool) -> Result<Option<(Folder, Loaded)>, Failure> {
    if none || (context.case.is_none() && context.only_case().is_err()) {
        return Ok(None);
    }
    context.open().map(Some)
}

/// The decisions that were kept, and those given now; of two about the same row, the one given now counts.
pub(super) fn decisions(
    context: &Context,
    given: Vec<Decision>,
    case: Option<&(Folder, Loaded)>,
) -> Result<Vec<Decision>, Failure> {
    let kept = case.map(|(folder, _)| folder.decisions_file()).filter(|path| path.exists());
    let mut decisions = kept.map(|path| read(context, &path)).transpose()?.unwrap_or_default();
    let ids: HashSet<&str> = given.iter().map(|decision| decision.id.as_str()).collect();
    decisions.retain(|decision| !ids.contains(decision.id.as_str()));
    decisions.extend(given);
    Ok(decisions)
}

/// Reads a file of decisions.
pub(super) fn read(context: &Context, path: &std::path::Path) -> Result<Vec<Decision>, Failure> {
    let words = &context.words;
    let text = read_text(path, DECISIONS_CAP).map_err(|error| context.trouble(&error))?;
    let spellings = [
        (Verdict::Accept, words.get("reconcile.accept_words")),
        (Verdict::Ask, words.get("reconcile.ask_words")),
        (Verdict::Wait, words.get("reconcile.wait_words")),
        (Verdict::Pair, words.get("reconcile.pair_words")),
    ];
    let verdict = |word: &str| {
        let is = |spellings: &str| spellings.split(' ').any(|known| known.eq_ignore_ascii_case(word));
        spellings.iter().find(|(_, spellings)| is(spellings)).map(|(verdict, _)| *verdict)
    };
    read_decisions(&text, verdict).map_err(|mistake| {
        let what = words.say(mistake.key, &[("what", &crate::domain::text::visible(&mistake.what))]);
        Failure::new(Exit::BadFile, format!("{}:{}:1: {what}", shown(path), mistake.line))
            .safe(words.get("reconcile.files_untouched"))
            .hint(words.get("reconcile.decision_hint"))
    })
}

/// Keeps the decisions and the result in the case; a run in which all three sides agree answers that question, as far as
/// its validator lets it. Returns what to tell.
pub(super) fn note(
    context: &Context,
    args: &ReconcileArgs,
    (folder, loaded): &(Folder, Loaded),
    outcome: &Outcome<'_>,
) -> Result<String, Failure> {
    if args.decisions.is_some() {
        keep(context, folder, outcome)?;
    }
    let (edits, mut lines) = edits(context, loaded, outcome);
    lines.extend(differs(context, &context.plan(loaded), outcome));
    let seen: Vec<_> = edits.iter().map(|edit| loaded.case.get(&edit.at)).collect();
    let want = Want {
        edits: &edits,
        seen: Some(&seen),
        known: Some(loaded.into()),
        time: context.clock.time.clone(),
        playbook: context.stamp(),
    };
    let saved = folder.commit(&want).map_err(|error| context.trouble(&error))?;
    let id = saved.case.records.last().map(|record| record.id.as_str()).unwrap_or_default();
    let fill = [("case", loaded.case.name.as_str()), ("id", id)];
    lines.insert(0, context.words.say("reconcile.recorded", &fill));
    Ok(lines.join("\n") + "\n")
}

/// Keeps the decisions in the folder of the case.
pub(in super::super) fn keep(
    context: &Context,
    folder: &Folder,
    outcome: &Outcome<'_>,
) -> Result<(), Failure> {
    let text = write_decisions(&outcome.decisions);
    write_atomic(&folder.decisions_file(), text.as_bytes()).map_err(|error| context.trouble(&error))
}

/// The record of a run and the answer that it gives, with what to tell about that answer.
pub(in super::super) fn edits(
    context: &Context,
    loaded: &Loaded,
    outcome: &Outcome<'_>,
) -> (Vec<Edit>, Vec<String>) {
    let plan = context.plan(loaded);
    let id = loaded.case.next_record(RECONCILIATION);
    let record = record(outcome, id.clone());
    let mut edits = vec![Edit { at: At::Record(id), to: Some(Slot::Record(Box::new(record))) }];
    let mut lines = Vec::new();
    let sides = [outcome.sides.ledger, outcome.sides.settlement, outcome.sides.bank];
    let all_sides = !sides.iter().any(|side| side.is_empty());
    if all_sides {
        edits.extend(compared(context, &plan));
    }
    if let Some(id) = context.playbook.role("reconciled") {
        let says_yes = matches!(plan.look.role("reconciled"), Some(Value::Bool(true)));
        if outcome.is_clean() && all_sides && !says_yes {
            let yes = Entry::Typed(context.words.get("answer.yes"));
            match intake::answer(&plan, &At::Answer(id.to_owned()), &yes) {
                Ok(answer) => {
                    edits.extend(answer);
                    lines.push(context.words.get("reconcile.answered").to_owned());
                }
                Err(refusal) => {
                    let why = screens::refusal(&context.phrase(), &refusal);
                    lines.push(context.words.say("reconcile.not_answered", &[("why", &why)]));
                }
            }
        } else if !outcome.is_clean() && says_yes {
            lines.push(context.words.get("reconcile.no_more_agrees").to_owned());
        }
    }
    (edits, lines)
}

/// What the open findings say is missing, in thousandths of a minor unit, without what is only waited for; nothing where
/// that is no single sum of this currency.
pub(in super::super) fn short(outcome: &Outcome<'_>, code: &str) -> Option<i128> {
    let settled = |one: &Decision| matches!(one.verdict, Verdict::Wait | Verdict::Accept);
    let open = outcome.shown().filter(|(shown, one)| shown.class.is_open() && !one.is_some_and(settled));
    let mut short = 0;
    for (shown, _) in open {
        if shown.currency != code {
            return None;
        }
        short -= shown.effect;
    }
    (short > 0).then_some(short)
}

/// That the files say another sum is missing than the case does.
fn differs(context: &Context, plan: &Plan<'_>, outcome: &Outcome<'_>) -> Option<String> {
    let id = context.playbook.role("difference")?;
    let known = plan.look.value(id)?.money()?;
    let code = known.currency.code();
    let now = short(outcome, code).filter(|now| *now != i128::from(known.minor) * 1_000)?;
    let sum = format!("{} {code}", crate::reconcile::report::money(now, code));
    let fill = [("sum", sum.as_str()), ("known", &context.phrase().money(known)), ("id", id)];
    Some(context.words.say("again.differs", &fill))
}

/// Whoever compared all three sides by their files has compared them: the to-do is ticked, today.
fn compared(context: &Context, plan: &Plan<'_>) -> Vec<Edit> {
    let Some(id) = context.playbook.role("compared") else { return Vec::new() };
    if plan.look.playbook.todo(id).is_none_or(|todo| plan.look.is_ticked(todo)) {
        return Vec::new();
    }
    let today = context.clock.today.to_string();
    let by_files = Some(context.words.get("passage.by_files"));
    let entry = TickEntry { on: Some(&today), evidence: by_files, reason: None, confirmed: true };
    // Where it may not be ticked yet, it is asked about like any other.
    intake::tick(plan, &At::Tick(id.to_owned(), None), &entry).unwrap_or_default()
}

/// The result as a record: the files with their digests, how much is open, and each balance.
fn record(outcome: &Outcome<'_>, id: String) -> Record {
    let sides = outcome.sides;
    let sources = sides.ledger.iter().chain(sides.settlement).chain(sides.bank).map(Table::source);
    let files: Vec<String> = sources.map(|source| format!("{} {}", source.sha256, source.name)).collect();
    let tally = outcome.tally();
    let mut facts = BTreeMap::from([
        ("open".to_owned(), tally.open.to_string()),
        ("explained".to_owned(), tally.explained.to_string()),
        ("matched".to_owned(), tally.matched.to_string()),
        ("to_match".to_owned(), tally.all().to_string()),
        ("files".to_owned(), files.len().to_string()),
    ]);
    facts.extend(files.iter().enumerate().map(|(at, file)| (format!("file_{}", at + 1), file.clone())));
    for balance in &outcome.balances {
        facts.extend(sums(balance));
    }
    let made_from = hex(&Sha256::digest(files.join("\n")));
    Record { kind: RECONCILIATION.to_owned(), id, on: outcome.settings.today, made_from, facts }
}

fn sums(balance: &Balance) -> impl Iterator<Item = (String, String)> + '_ {
    let code = balance.currency.to_ascii_lowercase();
    let sums = [
        ("ledger", balance.ledger),
        ("settlement", balance.settlement),
        ("payouts", Some(balance.payouts)),
        ("bank", balance.bank),
        ("gap", Some(balance.gap)),
        ("unexplained", Some(balance.unexplained)),
    ];
    sums.into_iter().filter_map(move |(name, sum)| {
        let sum = crate::reconcile::report::money(sum?, &balance.currency);
        Some((format!("{name}_{code}"), format!("{sum} {}", balance.currency)))
    })
}
