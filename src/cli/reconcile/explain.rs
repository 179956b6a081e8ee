//! `posquit reconcile --explain FILE`: what is understood of a file, without comparing it.

use std::path::Path;

use super::super::Context;
use super::files;
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::{self, Options};
use crate::reconcile::report::money;
use crate::reconcile::table::{Kind, Table};

/// How many rows are shown.
const ROWS: usize = 5;

/// Shows how a file is read, as the first side whose form it has.
pub(super) fn explain(context: &Context, path: &Path, options: &Options) -> Result<Exit, Failure> {
    let read = read::explain(path, None, options).map_err(|trouble| files::failure(context, &trouble))?;
    context.print(&read.iter().map(|file| table_text(context, &file.table)).collect::<String>())
}

fn table_text(context: &Context, table: &Table) -> String {
    let (words, source) = (&context.words, table.source());
    let rows = words.count("reconcile.rows", table.len());
    let head = [("name", visible(&source.name)), ("profile", visible(&source.profile))];
    let size = [("rows", rows), ("bytes", source.bytes.to_string()), ("sha256", source.sha256.clone())];
    let say = |key: &str, fill: &[(&str, String)]| {
        let fill: Vec<(&str, &str)> = fill.iter().map(|(name, text)| (*name, text.as_str())).collect();
        words.say(key, &fill)
    };
    let mut lines = vec![say("reconcile.explain_file", &head), say("reconcile.explain_rows", &size)];
    for note in &source.notes {
        lines.push(note.text(words));
    }
    for total in &source.totals {
        let fill = [
            ("line", total.line.to_string()),
            ("what", visible(&total.what)),
            ("stated", total.stated.to_string()),
            ("counted", total.counted.to_string()),
        ];
        lines.push(say("reconcile.explain_total", &fill));
    }
    for row in (0..table.len().min(ROWS)).map(|row| table.row(row)) {
        let reference = if row.reference.is_empty() { row.memo } else { row.reference };
        let code = if row.currency.is_empty() { "CNY" } else { row.currency };
        let fill = [
            ("line", row.line.to_string()),
            ("kind", words.get(kind(row.kind.unwrap_or(Kind::Other))).to_owned()),
            ("day", row.day.map_or_else(String::new, |day| day.to_string())),
            ("reference", visible(&crate::reconcile::report::covered(reference))),
            ("sum", money(i128::from(row.gross) * 1_000, code)),
        ];
        lines.push(say("reconcile.explain_row", &fill));
    }
    lines.join("\n") + "\n"
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
