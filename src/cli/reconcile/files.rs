//! Reads the files of a reconciliation, and words what is wrong with one.

use std::path::Path;

use super::super::args::{DateOrder, DecimalMark, ReconcileArgs};
use super::super::folder::toml_files;
use super::super::{Context, bar, shown};
use super::learn;
use crate::domain::money::Currency;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::{self, Decimal, Explanation, Options, Order, Profiles, Side};
use crate::reconcile::said::Trouble;
use crate::reconcile::table::Table;
use crate::store;
use crate::template;

/// The largest profile that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// How files are read: with the profiles that ship and those of the home, and as the command line says.
pub(super) fn options(
    context: &Context,
    args: &ReconcileArgs,
    currency: Currency,
) -> Result<Options, Failure> {
    let mut options = Options::new(profiles(context)?, currency);
    for text in &args.columns {
        let profile = learn::given(context, text)?;
        let added = options.profiles.add("--columns", &profile);
        added.map_err(|troubles| all_of(context, &troubles))?;
    }
    options.encoding.clone_from(&args.encoding);
    options.decimal = args.decimal.map(|mark| match mark {
        DecimalMark::Point => Decimal::Point,
        DecimalMark::Comma => Decimal::Comma,
    });
    options.date_order = args.date_order.map(|order| match order {
        DateOrder::Dmy => Order::DayFirst,
        DateOrder::Mdy => Order::MonthFirst,
        DateOrder::Ymd => Order::YearFirst,
    });
    Ok(options)
}

/// The profiles that ship, and the person's own in `<home>/statements/`.
fn profiles(context: &Context) -> Result<Profiles, Failure> {
    let packed = Profiles::packed(template::statements());
    let mut profiles = packed.map_err(|trouble| failure(context, &trouble))?;
    let files = toml_files(&context.home.path.join("statements"));
    for path in files.map_err(|error| context.trouble(&error))? {
        let text = store::read_text(&path, LARGEST)
            .map_err(|error| Failure { exit: Exit::BadFile, ..context.trouble(&error) })?;
        profiles.add(&shown(&path), &text).map_err(|troubles| all_of(context, &troubles))?;
    }
    Ok(profiles)
}

fn all_of(context: &Context, troubles: &[Trouble]) -> Failure {
    let lines: Vec<String> = troubles.iter().map(|trouble| trouble.text(&context.words)).collect();
    let hint = troubles.first().and_then(|trouble| trouble.hint_text(&context.words));
    let told =
        Failure::new(Exit::BadFile, lines.join("\n")).safe(context.words.get("reconcile.files_untouched"));
    match hint {
        Some(hint) => told.hint(hint),
        None => told,
    }
}

/// Reads files, each as one side: all at once, or one after the other where somebody has to be asked about one.
pub(super) fn read_all(
    context: &Context,
    given: &[(&Path, Side)],
    options: &mut Options,
) -> Result<Vec<Vec<Table>>, Failure> {
    let paths: Vec<&Path> = given.iter().map(|(path, _)| *path).collect();
    match bar::while_reading(context, &options.watch, &paths, || read::read_all(given, options)) {
        Ok(tables) => Ok(tables),
        Err(trouble) if trouble.unknown.is_none() => Err(failure(context, &trouble)),
        Err(_) => {
            let mut all = Vec::new();
            for (path, side) in given {
                let read = explained(context, path, Some(*side), options)?;
                all.push(read.into_iter().map(|part| part.table).collect());
            }
            Ok(all)
        }
    }
}

/// Reads a file and tells what was understood, asking about its columns where nobody knows them yet.
pub(super) fn explained(
    context: &Context,
    path: &Path,
    side: Option<Side>,
    options: &mut Options,
) -> Result<Vec<Explanation>, Failure> {
    learn::taught(context, path, side, options, |options| {
        bar::while_reading(context, &options.watch, &[path], || read::explain(path, side, options))
    })
}

/// Words a trouble with a file.
pub(super) fn failure(context: &Context, trouble: &Trouble) -> Failure {
    let told = Failure::new(Exit::BadFile, trouble.text(&context.words))
        .safe(context.words.get("reconcile.files_untouched"));
    match trouble.hint_text(&context.words) {
        Some(hint) => told.hint(hint),
        None => told,
    }
}
