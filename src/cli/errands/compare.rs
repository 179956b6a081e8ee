//! Comparing statements within the conversation: what is understood of each, what is open, and what becomes of it.

use std::path::Path;

use super::super::Context;
use super::super::args::ReconcileArgs;
use super::super::reconcile::{columns, edits, judged, keep, understood as read};
use super::shelf::Shelf;
use crate::domain::case::{At, Edit};
use crate::domain::effects::changed;
use crate::domain::intake::{self, Entry};
use crate::domain::text::visible;
use crate::failure::Failure;
use crate::reconcile::read::{Explanation, Side};
use crate::reconcile::report::{label, money, summary};
use crate::reconcile::table::{Kind, Table};
use crate::reconcile::{Class, Decision, Matter, Outcome, Shown, Verdict};
use crate::store::{Folder, Loaded};
use crate::wizard::{Compared, Noted, OpenClass, OpenItem, Page, Party, Ruling, Statements};

/// What is understood of a statement: its profile, its rows, their sum, and what was left out. It stays on the shelf.
pub(super) fn understood(
    context: &Context,
    case: &(Folder, Loaded),
    shelf: &mut Shelf,
    (party, file): (Party, &Path),
) -> Result<Page, Failure> {
    let mut page = Page::default();
    let (stamp, mut tables) = (Shelf::stamp(file), Vec::new());
    for explanation in read(context, case, side(party), file)? {
        understood_one(context, &explanation, party == Party::Bank, &mut page);
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

fn understood_one(context: &Context, explanation: &Explanation, is_bank: bool, page: &mut Page) {
    let (words, table) = (&context.words, &explanation.table);
    let mut sums: Vec<(&str, i128)> = Vec::new();
    // As in the summary: what the provider keeps and pays out are no sales.
    let counts = |at: &usize| is_bank || !matches!(table.kind(*at), Kind::Fee | Kind::Payout);
    for at in (0..table.len()).filter(counts) {
        let code = table.currency(at);
        let sum = i128::from(table.gross(at));
        match sums.iter_mut().find(|(known, _)| *known == code) {
            Some((_, total)) => *total += sum,
            None => sums.push((code, sum)),
        }
    }
    let sums: Vec<String> = sums
        .iter()
        .map(|(code, sum)| format!("{} {code}", money(sum * 1_000, code)).trim().to_owned())
        .collect();
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
    if !only_waits {
        let after = Loaded { case: changed(&loaded.case, &edits), edited: loaded.edited };
        edits.extend(missing(context, &after, outcome, page));
    }
    edits
}

/// What the files say is missing, without what is only waited for; nothing where that is no single sum.
fn missing(context: &Context, after: &Loaded, outcome: &Outcome<'_>, page: &mut Page) -> Vec<Edit> {
    let Some(id) = context.playbook.role("difference") else { return Vec::new() };
    let plan = context.plan(after);
    let open = outcome.shown().filter(|(shown, decision)| {
        let settled = decision.is_some_and(|one| matches!(one.verdict, Verdict::Wait | Verdict::Accept));
        shown.class.is_open() && !settled
    });
    let mut short = 0;
    for (shown, _) in open {
        if shown.currency != plan.look.currency().code() {
            return Vec::new();
        }
        short -= shown.effect;
    }
    if short <= 0 || plan.look.value(id).is_some() {
        return Vec::new();
    }
    let sum = money(short, plan.look.currency().code());
    let said = format!("{sum} {}", plan.look.currency().code());
    page.text(&context.words.say("passage.short_noted", &[("sum", &said)]));
    intake::answer(&plan, &At::Answer(id.to_owned()), &Entry::Typed(&sum)).unwrap_or_default()
}

/// What is open and was not decided, or was to have come by now; by class, in the order of the report.
fn open(context: &Context, outcome: &Outcome<'_>) -> Vec<OpenClass> {
    let words = &context.words;
    let is_over = |decision: &Decision| match decision.verdict {
        Verdict::Wait => decision.until.is_some_and(|until| until < outcome.settings.today),
        _ => false,
    };
    let mut classes: Vec<(Class, Vec<OpenItem>)> = Vec::new();
    for (shown, decision) in outcome.shown() {
        if !shown.class.is_open() || decision.is_some_and(|decision| !is_over(decision)) {
            continue;
        }
        let item = item(context, &shown);
        match classes.iter_mut().find(|(class, _)| *class == shown.class) {
            Some((_, items)) => items.push(item),
            None => classes.push((shown.class, vec![item])),
        }
    }
    let class = |(class, items): (Class, Vec<OpenItem>)| OpenClass {
        title: words.get(label(class)).to_owned(),
        waits: matches!(class, Class::SalePending | Class::PayoutPending | Class::BankPending),
        advice: crate::reconcile::report::advice(class).map(|key| words.get(key).to_owned()),
        items,
    };
    classes.into_iter().map(class).collect()
}

fn item(context: &Context, shown: &Shown) -> OpenItem {
    let words = &context.words;
    let day = shown.day.map_or_else(String::new, |day| day.to_string());
    let sum = format!("{} {}", money(shown.amount, &shown.currency), shown.currency);
    let parts = [day, visible(&shown.reference), sum];
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    let mut line = parts.join("  ");
    if let Some(near) = &shown.near {
        let day = near.day.map_or_else(String::new, |day| day.to_string());
        let side = words.get(crate::reconcile::report::side(near.side));
        let fill = [("side", side), ("reference", &visible(&near.reference)), ("day", &day)];
        line = words.say("errand.near", &[("item", &line), ("near", &words.say("reconcile.near", &fill))]);
    }
    OpenItem {
        id: Decision::about(shown, Verdict::Accept, "", None).id,
        line,
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
