//! What a run is judged by: the command line, else the case, else the files.

use super::super::Context;
use super::super::args::ReconcileArgs;
use crate::domain::answer::Value;
use crate::domain::calendar::Calendar;
use crate::domain::money::{Currency, Money};
use crate::domain::percent::Percent;
use crate::domain::plan::Plan;
use crate::failure::{Exit, Failure};
use crate::reconcile::table::Table;
use crate::reconcile::{Settings, Sides, Terms};
use crate::store::{Folder, Loaded};

/// The settings of a run.
pub(super) fn settings(
    context: &Context,
    args: &ReconcileArgs,
    case: Option<&(Folder, Loaded)>,
    sides: &Sides<'_>,
) -> Result<Settings, Failure> {
    let plan = case.map(|(_, loaded)| context.plan(loaded));
    let (currency, assumed) = currency(context, args, plan.as_ref(), sides)?;
    let (read_as, _) = self::currency(context, args, plan.as_ref(), &NO_FILES)?;
    are_read_right(context, (read_as, currency), sides)?;
    let bare = |given: Option<&String>| given.map(|text| sum(context, text, currency)).transpose();
    Ok(Settings {
        currency,
        assumed,
        tolerance: bare(args.tolerance.as_ref())?.unwrap_or(0).abs(),
        terms: terms(context, args, plan.as_ref(), bare(args.fixed.as_ref())?)?,
        stop: args.stop.or_else(|| {
            plan.as_ref().and_then(|plan| plan.look.dated(plan.look.playbook.role("stop_date")?).last())
        }),
        today: context.clock.today,
        calendar: calendar(context, plan.as_ref(), currency),
    })
}

/// The currency of amounts that name none, before any file is read, and whether it is only assumed.
pub(super) fn of_files(
    context: &Context,
    args: &ReconcileArgs,
    case: Option<&(Folder, Loaded)>,
) -> Result<(Currency, bool), Failure> {
    let plan = case.map(|(_, loaded)| context.plan(loaded));
    currency(context, args, plan.as_ref(), &NO_FILES)
}

/// Before any file is read.
const NO_FILES: Sides<'static> = Sides { ledger: &[], settlement: &[], bank: &[] };

/// `--currency`, else the case's; else it is assumed to be the first that the files name, or the yuan.
fn currency(
    context: &Context,
    args: &ReconcileArgs,
    plan: Option<&Plan<'_>>,
    sides: &Sides<'_>,
) -> Result<(Currency, bool), Failure> {
    if let Some(code) = &args.currency {
        return Currency::from_word(code)
            .map(|currency| (currency, false))
            .ok_or_else(|| bad(context, "reconcile.bad_currency", code, "reconcile.bad_currency_hint"));
    }
    if let Some(plan) = plan.filter(|plan| is_answered(context, plan)) {
        return Ok((plan.look.currency(), false));
    }
    let first = |tables: &[Table]| {
        let table = tables.iter().find(|table| !table.is_empty())?;
        Currency::from_code(table.currency(0))
    };
    let named = first(sides.settlement).or_else(|| first(sides.ledger)).or_else(|| first(sides.bank));
    Ok((named.unwrap_or(Currency::CNY), true))
}

/// True where the case has its currency, or a country that has one.
fn is_answered(context: &Context, plan: &Plan<'_>) -> bool {
    let has_one = |id: &str| {
        context.playbook.countries.iter().any(|country| country.id == id && country.currency.is_some())
    };
    let country = plan.look.role("country");
    country.is_some_and(|country| country.words().iter().any(|id| has_one(id)))
        || matches!(plan.look.role("currency"), Some(Value::Text(_)))
}

/// Amounts were read as of one currency. Where the files name another with more or fewer decimals, a file that names none
/// was read wrong.
fn are_read_right(
    context: &Context,
    (read_as, is): (Currency, Currency),
    sides: &Sides<'_>,
) -> Result<(), Failure> {
    if read_as.decimals() == is.decimals() {
        return Ok(());
    }
    let mut tables = sides.ledger.iter().chain(sides.settlement).chain(sides.bank);
    let Some(table) = tables.find(|table| table.names_no_currency()) else { return Ok(()) };
    let file = crate::domain::text::visible(&table.source().name);
    let fill = [("file", file.as_str()), ("currency", is.code())];
    Err(Failure::new(Exit::Usage, context.words.say("currency.unsure", &fill))
        .hint(context.words.say("currency.unsure_hint", &fill)))
}

/// The working days of the case, else of the country that has the currency.
fn calendar(context: &Context, plan: Option<&Plan<'_>>, currency: Currency) -> Calendar {
    let country = || context.playbook.countries.iter().find(|country| country.currency == Some(currency));
    plan.map(|plan| plan.look.calendar().clone())
        .or_else(|| country().map(|country| country.calendar.clone()))
        .unwrap_or_else(Calendar::weekends)
}

/// The fees of the contract: given, else the case's. Without either there is nothing to check them by.
fn terms(
    context: &Context,
    args: &ReconcileArgs,
    plan: Option<&Plan<'_>>,
    fixed: Option<i64>,
) -> Result<Option<Terms>, Failure> {
    let rate = match &args.rate {
        Some(text) => Some(
            Percent::read(text)
                .ok_or_else(|| bad(context, "reconcile.bad_rate", text, "reconcile.bad_rate_hint"))?
                .parts,
        ),
        None => plan.and_then(|plan| match plan.look.role("fee_rate")? {
            Value::Text(text) => Some(Percent::read(text)?.parts),
            _ => None,
        }),
    };
    let fixed = fixed.or_else(|| {
        let Value::Text(text) = plan?.look.role("fee_fixed")? else { return None };
        Some(Money::read(text, plan?.look.currency()).ok()?.minor)
    });
    // A rate from the case with a fixed part that nobody knows would find fault with every fee.
    let asked = plan.is_some_and(|plan| plan.look.playbook.role("fee_fixed").is_some());
    let half = args.rate.is_none() && fixed.is_none() && asked;
    let known = (rate.is_some() && !half) || fixed.is_some();
    Ok(known.then(|| Terms { rate: rate.unwrap_or(0), fixed: fixed.unwrap_or(0) }))
}

fn sum(context: &Context, text: &str, currency: Currency) -> Result<i64, Failure> {
    let money = Money::read(text, currency).ok().filter(|money| money.currency == currency);
    money
        .map(|money| money.minor)
        .ok_or_else(|| bad(context, "reconcile.bad_money", text, "reconcile.bad_money_hint"))
}

fn bad(context: &Context, key: &str, text: &str, hint: &str) -> Failure {
    let text = crate::domain::text::visible(text);
    Failure::new(Exit::Usage, context.words.say(key, &[("what", &text)])).hint(context.words.get(hint))
}
