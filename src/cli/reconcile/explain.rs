//! `posquit reconcile --explain FILE`: what is understood of a file and why, without comparing it.

use std::path::Path;

use super::super::Context;
use super::files;
use crate::domain::money::Currency;
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::Options;
use crate::reconcile::read::{Decimal, Explanation, Order, Settler};
use crate::reconcile::report::{covered, money, stated};
use crate::reconcile::table::{Kind, Row, Table, Total};
use crate::wizard::Page;

/// How many rows are shown.
const ROWS: usize = 5;

/// Shows how a file is read, as the first side whose form it has.
pub(super) fn explain(
    context: &Context,
    path: &Path,
    options: &mut Options,
    assumed: bool,
) -> Result<Exit, Failure> {
    let read = files::explained(context, path, None, options)?;
    let mut page = Page::default();
    for file in &read {
        if !page.lines.is_empty() {
            page.blank();
        }
        let currency = (options.currency, assumed);
        Explainer { context, page: &mut page, file, currency }.all();
    }
    context.print_page(&page)
}

/// The first rows of what was read of a file, below a heading.
pub(super) fn first_rows(context: &Context, page: &mut Page, file: &Explanation, currency: Currency) {
    let rows = file.first(ROWS).map(|row| row_text(context, &row, currency)).collect::<Vec<_>>();
    if !rows.is_empty() {
        page.blank();
        page.title(context.words.get("explain.rows"));
    }
    for row in rows {
        page.item(row);
    }
}

/// What was left out, and whatever else is to be told of a file.
pub(super) fn notes(context: &Context, page: &mut Page, file: &Explanation) {
    file.table.source().notes.iter().for_each(|note| page.item(note.text(&context.words)));
}

struct Explainer<'e> {
    context: &'e Context,
    page: &'e mut Page,
    file: &'e Explanation,
    /// The currency of amounts that name none, and whether nobody said so.
    currency: (Currency, bool),
}

impl Explainer<'_> {
    fn all(&mut self) {
        self.head();
        self.columns();
        self.ways();
        first_rows(self.context, self.page, self.file, self.currency.0);
        self.totals();
        notes(self.context, self.page, self.file);
    }

    fn say(&self, key: &str, fill: &[(&str, &str)]) -> String {
        self.context.words.say(key, fill)
    }

    fn head(&mut self) {
        let (words, source) = (&self.context.words, self.file.table.source());
        self.page.title(visible(&source.name));
        let title = visible(self.file.title.to(words.lang));
        self.page.item(self.say("explain.profile", &[("title", &title), ("id", &visible(&source.profile))]));
        if let Some(encoding) = self.file.encoding {
            self.page.item(self.say("explain.encoding", &[("encoding", encoding)]));
        }
        if let Some(separator) = self.file.separator {
            let name = match separator {
                ',' => words.get("explain.comma").to_owned(),
                ';' => words.get("explain.semicolon").to_owned(),
                '\t' => words.get("explain.tab").to_owned(),
                other => other.to_string(),
            };
            self.page.item(self.say("explain.separator", &[("separator", &name)]));
        }
        self.page.item(self.say("explain.header", &[("line", &self.file.header.to_string())]));
        let rows = words.count("reconcile.rows", self.file.table.len());
        self.page.item(self.say("explain.size", &[("rows", &rows), ("bytes", &source.bytes.to_string())]));
        self.page.item(self.say("explain.sha", &[("sha256", &source.sha256)]));
    }

    fn columns(&mut self) {
        let words = &self.context.words;
        self.page.blank();
        self.page.title(words.get("explain.columns"));
        for column in self.file.columns.iter().filter(|column| !column.name.trim().is_empty()) {
            let role = words.get(column.role.map_or("explain.not_read", |role| role.key()));
            let fill = [("name", visible(column.name.trim())), ("role", role.to_owned())];
            let fill = fill.each_ref().map(|(place, text)| (*place, text.as_str()));
            self.page.item(words.say("explain.column", &fill));
        }
    }

    /// How numbers and days are written, and what told it.
    fn ways(&mut self) {
        let words = &self.context.words;
        self.page.blank();
        self.page.title(words.get("explain.ways"));
        let mark = match self.file.decimal {
            Some(Decimal::Point) => "explain.point",
            Some(Decimal::Comma) => "explain.decimal_comma",
            None => "explain.any_amount",
        };
        let order = match self.file.date_order {
            Some(Order::DayFirst) => "explain.day_first",
            Some(Order::MonthFirst) => "explain.month_first",
            Some(Order::YearFirst) => "explain.year_first",
            None => "explain.any_day",
        };
        for (how, by) in [(mark, self.file.decimal_by), (order, self.file.order_by)] {
            self.page.item(match settler(by) {
                Some(by) => words.say("explain.by", &[("how", words.get(how)), ("by", words.get(by))]),
                None => words.get(how).to_owned(),
            });
        }
        if self.file.table.names_no_currency() {
            let (currency, assumed) = self.currency;
            let key = if assumed { "currency.file_assumed" } else { "currency.file" };
            self.page.item(words.say(key, &[("currency", currency.code())]));
        }
    }

    fn totals(&mut self) {
        let words = &self.context.words;
        self.page.blank();
        self.page.title(words.get("explain.totals"));
        let totals = &self.file.table.source().totals;
        if totals.is_empty() {
            self.page.item(words.get("explain.no_totals"));
        }
        for total in totals {
            let text = total_text(self.context, &self.file.table, total, self.currency.0);
            if total.stated == total.counted { self.page.item(text) } else { self.page.alert(text) }
        }
    }
}

fn settler(by: Settler) -> Option<&'static str> {
    match by {
        Settler::Asked => Some("explain.by_option"),
        Settler::Profile => Some("explain.by_profile"),
        Settler::Chinese => Some("explain.by_chinese"),
        Settler::File => Some("explain.by_file"),
        Settler::Nothing => None,
    }
}

fn total_text(context: &Context, table: &Table, total: &Total, currency: Currency) -> String {
    let code = table.currency_or(0, currency.code());
    let amount = |number: i64| stated(number, total.unit, code);
    let key = if total.stated == total.counted { "explain.total_ok" } else { "explain.total_differs" };
    let fill = [
        ("line", total.line.to_string()),
        ("what", visible(&total.what)),
        ("stated", amount(total.stated)),
        ("counted", amount(total.counted)),
    ];
    let fill = fill.each_ref().map(|(place, text)| (*place, text.as_str()));
    context.words.say(key, &fill)
}

fn row_text(context: &Context, row: &Row<'_>, currency: Currency) -> String {
    let reference = if row.reference.is_empty() { row.memo } else { row.reference };
    let unknown = || context.words.get("explain.nothing").to_owned();
    let fill = [
        ("line", row.line.to_string()),
        ("kind", context.words.get(kind(row.kind.unwrap_or(Kind::Other))).to_owned()),
        ("day", row.day.map_or_else(unknown, |day| day.to_string())),
        ("reference", if reference.is_empty() { unknown() } else { visible(&covered(reference)) }),
        ("sum", money(i128::from(row.gross) * 1_000, code(row.currency, &currency))),
    ];
    let fill = fill.each_ref().map(|(place, text)| (*place, text.as_str()));
    context.words.say("explain.row", &fill)
}

fn code<'c>(code: &'c str, currency: &'c Currency) -> &'c str {
    if code.is_empty() { currency.code() } else { code }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Sale => "reconcile.kind_sale",
        Kind::Refund => "reconcile.kind_refund",
        Kind::Chargeback => "reconcile.kind_chargeback",
        Kind::ChargebackReversed => "reconcile.kind_reversed",
        Kind::Fee => "reconcile.kind_fee",
        Kind::Payout => "reconcile.kind_payout",
        Kind::Other => "reconcile.kind_other",
    }
}
