//! Comparing statements within the conversation: what is understood of each, what is open, and what becomes of it.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::Context;
use super::super::args::ReconcileArgs;
use super::super::reconcile::{columns, currency_of, edits, judged, keep, short, understood as read};
use super::shelf::Shelf;
use crate::domain::answer::{Answer, Value};
use crate::domain::case::{At, Edit, Slot};
use crate::domain::effects::changed;
use crate::domain::intake::{self, Entry};
use crate::domain::money::Currency;
use crate::domain::text::visible;
use crate::failure::Failure;
use crate::reconcile::read::{Explanation, Side};
use crate::reconcile::report::{label, money, summary};
use crate::reconcile::table::{Kind, Table};
use crate::reconcile::{Class, Decision, Matter, Outcome, Shown, Verdict};
use crate::store::{Folder, Loaded};
use crate::wizard::{Compared, Noted, OpenClass, OpenItem, Page, Party, Ruling, Statements};

/// After so many calendar days a sale is settled and a payout has arrived, or neither will by itself: three days of window
/// and a holiday of a few days.
const LATEST: i64 = 10;

/// What is understood of a statement: its profile, its rows, their sum, and what was left out. It stays on the shelf.
pub(super) fn understood(
    context: &Context,
    case: &(Folder, Loaded),
    shelf: &mut Shelf,
    (party, file): (Party, &Path),
) -> Result<Page, Failure> {
    let mut page = Page::default();
    let (stamp, mut tables) = (Shelf::stamp(file), Vec::new());
    let currency = currency_of(context, case)?;
    for explanation in read(context, case, side(party), file)? {
        understood_one(context, &explanation, (party == Party::Bank, currency), &mut page);
        tables.push(explanation.table);
    }
    shelf.put(file, party, stamp, tables);
    Ok(page)
}

fn side(party: Party) -> Side {
    match party {
        Party::Ledger => Side::Ledger,
        Party::Settlement => Side::Settlement,
        Party::Bank => Side::Bank,
    }
}

/// Reconciles what is on the shelf by what was decided so far and now.
fn over<T>(
    context: &Context,
    case: &(Folder, Loaded),
    (shelf, files): (&mut Shelf, &Statements),
    decided: Vec<Decision>,
    then: impl FnOnce(&Outcome<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let tables = |party: Party, file: &Path| -> Result<Vec<Table>, Failure> {
        Ok(read(context, case, side(party), file)?.into_iter().map(|part| part.table).collect())
    };
    let args = ReconcileArgs::default();
    shelf.with(files, &tables, |sides| judged(context, &args, Some(case), decided, sides, then))?
}

fn understood_one(
    context: &Context,
    explanation: &Explanation,
    (is_bank, currency): (bool, Currency),
    page: &mut Page,
) {
    let (words, table) = (&context.words, &explanation.table);
    let mut sums: Vec<(&str, i128)> = Vec::new();
    // As in the summary: what the provider keeps and pays out are no sales.
    let counts = |at: &usize| is_bank || !matches!(table.kind(*at), Kind::Fee | Kind::Payout);
    for at in (0..table.len()).filter(counts) {
        let code = table.currency_or(at, currency.code());
        let sum = i128::from(table.gross(at));
        match sums.iter_mut().find(|(known, _)| *known == code) {
            Some((_, total)) => *total += sum,
            None => sums.push((code, sum)),
        }
    }
    let sums: Vec<String> = sums.iter().map(|(code, sum)| with_code(sum * 1_000, code)).collect();
    let rows = words.count("reconcile.rows", table.len());
    let fill = [
        ("name", visible(&table.source().name)),
        ("profile", explanation.title.to(words.lang).to_owned()),
        ("rows", rows),
        ("sums", words.list(&sums)),
    ];
    let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
    page.item(words.say("errand.understood", &fill));
    table.source().notes.iter().for_each(|note| page.detail(note.text(words)));
}

/// Compares statements by what was decided so far.
pub(super) fn compared(
    context: &Context,
    case: &(Folder, Loaded),
    shelf: &mut Shelf,
    files: &Statements,
) -> Result<Compared, Failure> {
    over(context, case, (shelf, files), Vec::new(), |outcome| {
        Ok(Compared { page: page(context, outcome), open: open(context, outcome) })
    })
}

/// Compares with what was decided now, keeps the decisions, and says what the result answers.
pub(super) fn noted(
    context: &Context,
    case: &(Folder, Loaded),
    (shelf, files): (&mut Shelf, &Statements),
    rulings: &[(String, Ruling)],
) -> Result<Noted, Failure> {
    let decided = match rulings {
        [] => Vec::new(),
        _ => {
            over(context, case, (&mut *shelf, files), Vec::new(), |outcome| Ok(decisions(outcome, rulings)))?
        }
    };
    over(context, case, (shelf, files), decided, |outcome| {
        if !outcome.decisions.is_empty() {
            keep(context, &case.0, outcome)?;
        }
        let (mut edits, lines) = edits(context, &case.1, outcome);
        let mut page = Page::default();
        if !rulings.is_empty() {
            page.blank();
            page.text(&crate::reconcile::report::decided(outcome, &context.words, columns()));
        }
        for line in &lines {
            page.text(line);
        }
        if !outcome.is_clean() {
            edits.extend(not_yet(context, case, outcome, &mut page));
        }
        let answered = edits.iter().any(|edit| matches!(edit.at, At::Answer(_)));
        if !answered && outcome.is_clean() {
            page.text(context.words.get("errand.two_sides"));
        }
        Ok(Noted { page, edits, answered })
    })
}

fn page(context: &Context, outcome: &Outcome<'_>) -> Page {
    let mut page = Page::default();
    page.blank();
    page.text(&summary(outcome, &context.words, columns()));
    page
}

/// While something is open the sides do not agree; where all of it is only waited for, that is not known yet.
fn not_yet(
    context: &Context,
    (_, loaded): &(Folder, Loaded),
    outcome: &Outcome<'_>,
    page: &mut Page,
) -> Vec<Edit> {
    let Some(id) = context.playbook.role("reconciled") else { return Vec::new() };
    let waits = |decision: Option<&Decision>| decision.is_some_and(|one| one.verdict == Verdict::Wait);
    let accepted = |decision: Option<&Decision>| decision.is_some_and(|one| one.verdict == Verdict::Accept);
    let mut open = outcome.shown().filter(|(shown, one)| shown.class.is_open() && !accepted(*one));
    let only_waits = outcome.open() > 0 && open.all(|(_, decision)| waits(decision));
    let (entry, key) = if only_waits {
        (Entry::Unknown, "errand.waits")
    } else {
        (Entry::Typed(context.words.get("answer.no")), "errand.not_yet")
    };
    let at = At::Answer(id.to_owned());
    page.text(context.words.get(key));
    let mut edits = intake::answer(&context.plan(loaded), &at, &entry).unwrap_or_default();
    let after = loaded.becoming(changed(&loaded.case, &edits));
    if only_waits {
        edits.extend(awaited(context, outcome, page));
    } else {
        let missing = missing(context, &after, outcome, page);
        if missing.is_empty() {
            page.text(&context.words.say("again.sum", &[("sum", &open_sum(context, outcome))]));
        }
        edits.extend(missing);
    }
    edits
}

/// The first day until which something is waited for: to compare again then.
fn awaited(context: &Context, outcome: &Outcome<'_>, page: &mut Page) -> Vec<Edit> {
    let Some(id) = context.playbook.role("compare_again") else { return Vec::new() };
    let open = outcome.shown().filter(|(shown, _)| shown.class.is_open());
    let days = open.filter_map(|(_, decision)| decision?.until);
    let Some(day) = days.filter(|day| *day >= outcome.settings.today).min() else { return Vec::new() };
    let fill = [("day", context.phrase().day(day))];
    page.text(
        &context.words.say("planned.compare", &fill.each_ref().map(|(name, text)| (*name, text.as_str()))),
    );
    vec![Edit { at: At::Answer(id.to_owned()), to: Some(Slot::Answer(Answer::Known(Value::Date(day)))) }]
}

/// What the files say is missing, without what is only waited for; nothing where that is no single sum.
fn missing(context: &Context, after: &Loaded, outcome: &Outcome<'_>, page: &mut Page) -> Vec<Edit> {
    let Some(id) = context.playbook.role("difference") else { return Vec::new() };
    let plan = context.plan(after);
    let currency = plan.look.currency();
    let Some(short) = short(outcome, currency.code()) else { return Vec::new() };
    let sum = with_code(short, currency.code());
    page.text(&context.words.say("passage.short_noted", &[("sum", &sum)]));
    intake::answer(&plan, &At::Answer(id.to_owned()), &Entry::Typed(&sum)).unwrap_or_default()
}

/// What the open findings do to the money together, by currency.
fn open_sum(context: &Context, outcome: &Outcome<'_>) -> String {
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    for (shown, decision) in outcome.shown() {
        let accepted = decision.is_some_and(|one| one.verdict == Verdict::Accept);
        if shown.class.is_open() && !accepted && shown.class.matter() != Matter::Beside {
            *sums.entry(shown.currency).or_default() += shown.effect;
        }
    }
    context.words.list(&sums.iter().map(|(code, sum)| with_code(*sum, code)).collect::<Vec<_>>())
}

/// A sum in thousandths of a minor unit, with its currency.
fn with_code(sum: i128, code: &str) -> String {
    format!("{} {code}", money(sum, code))
}

/// What is open, by class, in the order of the report; last, what is asked about or waited for, which may be decided again.
fn open(context: &Context, outcome: &Outcome<'_>) -> Vec<OpenClass> {
    let words = &context.words;
    let is_over = |decision: &Decision| match decision.verdict {
        Verdict::Wait => decision.until.is_some_and(|until| until < outcome.settings.today),
        _ => false,
    };
    // What is so old that a newer report would have it is no longer waited for.
    let may_come = |shown: &Shown| {
        let pending = matches!(shown.class, Class::SalePending | Class::PayoutPending | Class::BankPending);
        pending && shown.day.is_none_or(|day| (outcome.settings.today - day).num_days() <= LATEST)
    };
    let mut classes: Vec<((bool, Class), bool, Vec<OpenItem>)> = Vec::new();
    for (shown, decision) in outcome.shown() {
        let settled = |decision: &Decision| matches!(decision.verdict, Verdict::Accept | Verdict::Pair);
        if !shown.class.is_open() || decision.is_some_and(settled) {
            continue;
        }
        let mut item = item(context, &shown);
        if let Some(decision) = decision {
            item.decided = !is_over(decision);
            item.line = so_far(context, &item.line, decision);
        }
        let group = (item.decided, shown.class);
        match classes.iter_mut().find(|(known, ..)| *known == group) {
            Some((_, waits, items)) => {
                *waits |= may_come(&shown);
                items.push(item);
            }
            None => classes.push((group, may_come(&shown), vec![item])),
        }
    }
    classes.sort_by_key(|(group, ..)| *group);
    let class = |((_, class), waits, items): ((bool, Class), bool, Vec<OpenItem>)| OpenClass {
        title: words.get(label(class)).to_owned(),
        waits,
        advice: crate::reconcile::report::advice(outcome, class).map(|key| words.get(key).to_owned()),
        items,
    };
    classes.into_iter().map(class).collect()
}

/// The line of a finding with what was decided about it so far.
fn so_far(context: &Context, line: &str, decision: &Decision) -> String {
    let day = decision.until.map_or_else(String::new, |day| day.to_string());
    let key = if decision.verdict == Verdict::Wait { "again.waits" } else { "again.asks" };
    context.words.say(key, &[("item", line), ("day", &day)])
}

fn item(context: &Context, shown: &Shown) -> OpenItem {
    let line = crate::reconcile::report::parts(&context.words, shown).join("  ");
    OpenItem {
        id: Decision::about(shown, Verdict::Accept, "", None).id,
        line,
        decided: false,
        pairs: shown.near.is_some() && shown.class.matter() == Matter::Sales,
    }
}

/// The rulings as decisions about the findings that they name.
fn decisions(outcome: &Outcome<'_>, rulings: &[(String, Ruling)]) -> Vec<Decision> {
    let about = |shown: &Shown| {
        let decision = Decision::about(shown, Verdict::Ask, "", None);
        let (_, ruling) = rulings.iter().find(|(id, _)| *id == decision.id)?;
        let (verdict, reason, until) = match ruling {
            Ruling::Accept(reason) => (Verdict::Accept, reason.as_str(), None),
            Ruling::Ask => (Verdict::Ask, "", None),
            Ruling::Wait(day) => (Verdict::Wait, "", Some(*day)),
            Ruling::Pair => (Verdict::Pair, "", None),
        };
        Some(Decision::about(shown, verdict, reason, until))
    };
    outcome.shown().filter_map(|(shown, _)| about(&shown)).collect()
}
