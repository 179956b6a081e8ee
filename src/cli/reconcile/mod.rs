//! `posquit reconcile`: reads the files, runs the reconciliation, writes what was asked for, and notes it in the case.

mod explain;
mod files;
mod learn;
mod noted;
mod settings;

pub(super) use noted::{edits, keep, short};

use std::collections::HashMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::args::ReconcileArgs;
use super::{Context, shown};
use crate::domain::money::Currency;
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::{Explanation, Options, Side};
use crate::reconcile::table::Table;
use crate::reconcile::{Decision, Outcome, Sides, csv, json_lines, report};
use crate::store::{Folder, Loaded, write_atomic_with};

/// Runs the command. Exits 3 where something is open.
pub(super) fn reconcile(context: &mut Context, args: &ReconcileArgs) -> Result<Exit, Failure> {
    if let Some(path) = &args.explain {
        let case = noted::case(context, args.no_case)?;
        let (currency, assumed) = settings::of_files(context, args, case.as_ref())?;
        return explain::explain(context, path, &mut files::options(context, args, currency)?, assumed);
    }
    let case = noted::case(context, args.no_case)?;
    if args.settlement.is_empty() && (args.ledger.is_empty() || args.bank.is_empty()) {
        return Err(Failure::new(Exit::Usage, context.words.get("reconcile.no_sides"))
            .hint(context.words.get("reconcile.no_sides_hint")));
    }
    let written = args.exceptions.iter().chain(&args.statement);
    written.into_iter().try_for_each(|path| is_free(context, path, args.force))?;
    args.exceptions.iter().try_for_each(|path| form_of(context, path).map(drop))?;
    let given = args.decisions.as_ref().map(|path| noted::read(context, path)).transpose()?;
    run(context, args, case.as_ref(), given.unwrap_or_default(), |outcome| {
        write(context, args, outcome)?;
        let noted = case.as_ref().map(|case| noted::note(context, args, case, outcome)).transpose()?;
        let text = if args.json {
            format!("{:#}\n", report::json(outcome))
        } else {
            report::summary(outcome, &context.words, columns())
                + &how_to_check_fees(context, outcome)
                + &written_lines(context, args)
                + &noted.unwrap_or_default()
        };
        context.print(&text)?;
        Ok(if outcome.is_clean() { Exit::Done } else { Exit::NeedsYou })
    })
}

/// Reads the files and reconciles them by the decisions that the case has and those given now; `then` sees the result.
fn run<T>(
    context: &Context,
    args: &ReconcileArgs,
    case: Option<&(Folder, Loaded)>,
    given: Vec<Decision>,
    then: impl FnOnce(&Outcome<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (currency, _) = settings::of_files(context, args, case)?;
    let mut options = files::options(context, args, currency)?;
    judged(context, args, case, given, &tables(context, args, &mut options)?, then)
}

/// Reconciles what was read of ledger, settlement and bank; `then` sees the result.
pub(super) fn judged<T>(
    context: &Context,
    args: &ReconcileArgs,
    case: Option<&(Folder, Loaded)>,
    given: Vec<Decision>,
    [ledger, settlement, bank]: &[Vec<Table>; 3],
    then: impl FnOnce(&Outcome<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    apart(context, [ledger, settlement, bank])?;
    let sides = Sides { ledger, settlement, bank };
    let settings = settings::settings(context, args, case, &sides)?;
    let decisions = noted::decisions(context, given, case)?;
    then(&crate::reconcile::reconcile(sides, settings, decisions))
}

/// One file on two sides would agree with itself and prove nothing.
fn apart(context: &Context, sides: [&Vec<Table>; 3]) -> Result<(), Failure> {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for (side, table) in
        (0..).zip(sides).flat_map(|(side, tables)| tables.iter().map(move |table| (side, table)))
    {
        let source = table.source();
        // The members of one archive may well belong to different sides.
        let first = *seen.entry((&source.sha256, &source.name)).or_insert(side);
        if first != side {
            let what = context.words.say("reconcile.same_file", &[("file", &visible(&source.name))]);
            return Err(Failure::new(Exit::Usage, what).hint(context.words.get("reconcile.same_file_hint")));
        }
    }
    Ok(())
}

/// The currency of a case's files where they name none.
pub(super) fn currency_of(context: &Context, case: &(Folder, Loaded)) -> Result<Currency, Failure> {
    Ok(settings::of_files(context, &ReconcileArgs::default(), Some(case))?.0)
}

/// What is understood of one file as one side; a person is asked about columns that are not known.
pub(super) fn understood(
    context: &Context,
    case: &(Folder, Loaded),
    side: Side,
    path: &Path,
) -> Result<Vec<Explanation>, Failure> {
    let args = ReconcileArgs::default();
    let currency = currency_of(context, case)?;
    files::explained(context, path, Some(side), &mut files::options(context, &args, currency)?)
}

/// As wide as the terminal, or 80.
pub(super) fn columns() -> usize {
    if io::stdout().is_terminal() { usize::from(console::Term::stdout().size().1) } else { 80 }
}

/// The tables of ledger, settlement and bank.
fn tables(
    context: &Context,
    args: &ReconcileArgs,
    options: &mut Options,
) -> Result<[Vec<Table>; 3], Failure> {
    let sides =
        [(&args.ledger, Side::Ledger), (&args.settlement, Side::Settlement), (&args.bank, Side::Bank)];
    let given: Vec<(&Path, Side)> =
        sides.iter().flat_map(|(paths, side)| paths.iter().map(|path| (path.as_path(), *side))).collect();
    let mut read = files::read_all(context, &given, options)?.into_iter();
    Ok(sides.map(|(paths, _)| read.by_ref().take(paths.len()).flatten().collect()))
}

/// A file that is there is only replaced when asked for.
fn is_free(context: &Context, path: &Path, force: bool) -> Result<(), Failure> {
    if force || !path.exists() {
        return Ok(());
    }
    let what = context.words.say("error.exists", &[("path", &shown(path))]);
    Err(Failure::new(Exit::Refused, what)
        .safe(context.words.get("reconcile.files_untouched"))
        .hint(context.words.get("error.exists_hint")))
}

/// How exceptions are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    JsonLines,
}

fn form_of(context: &Context, path: &Path) -> Result<Form, Failure> {
    match path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("csv") => Ok(Form::Csv),
        Some("jsonl" | "ndjson") => Ok(Form::JsonLines),
        _ => {
            let what = context.words.say("reconcile.wrong_format", &[("path", &shown(path))]);
            Err(Failure::new(Exit::Usage, what).hint(context.words.get("reconcile.wrong_format_hint")))
        }
    }
}

/// Writes the exceptions and the statement that were asked for.
fn write(context: &Context, args: &ReconcileArgs, outcome: &Outcome<'_>) -> Result<(), Failure> {
    if let Some(path) = &args.exceptions {
        let form = form_of(context, path)?;
        let label = |class| context.words.get(report::label(class)).to_owned();
        write_atomic_with(path, |out| match form {
            Form::Csv => csv(outcome, out, &label),
            Form::JsonLines => json_lines(outcome, out),
        })
        .map_err(|error| context.trouble(&error))?;
    }
    if let Some(path) = &args.statement {
        let text = report::statement(outcome, &context.words);
        write_atomic_with(path, |out| out.write_all(text.as_bytes()))
            .map_err(|error| context.trouble(&error))?;
    }
    Ok(())
}

/// Within a case the rate is an answer; a command can be given it.
fn how_to_check_fees(context: &Context, outcome: &Outcome<'_>) -> String {
    match outcome.settings.terms {
        Some(_) => String::new(),
        None => context.words.get("reconcile.no_terms_hint").to_owned() + "\n",
    }
}

fn written_lines(context: &Context, args: &ReconcileArgs) -> String {
    let line = |path: &PathBuf| context.words.say("changed.written", &[("path", &shown(path))]) + "\n";
    args.exceptions.iter().chain(&args.statement).map(line).collect()
}
