//! `posquit import FILE`: many rows of a table at once, from what a portal or a spreadsheet lists. Everything passes the
//! one validator, every mistake is told at once, and nothing is taken unless all is right.

mod columns;
mod judge;

use super::args::ImportArgs;
use super::change::{cell_of, doubts, save};
use super::{Context, rows, shown};
use crate::domain::answer::Answer;
use crate::domain::case::{At, Edit, Row, Slot};
use crate::domain::intake::{self, column};
use crate::domain::plan::Plan;
use crate::domain::playbook::Rows;
use crate::domain::question::Question;
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::{List, lists};
use crate::reconcile::said::Trouble;
use crate::store::Loaded;
use crate::wizard::Page;
use columns::{Meant, Said};
use judge::Judge;

/// So many rows are shown of what would be taken.
const SHOWN: usize = 5;
/// So many mistakes are told one by one; of more, the rest is counted.
const MOST_TOLD: usize = 1_000;

/// What one list gives, and how its columns are read.
struct Taken<'p> {
    list: List,
    meant: Meant<'p>,
}

/// Takes the rows of a file into a table, as one change.
pub(super) fn import(context: &mut Context, args: &ImportArgs) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    let table = rows::table(context, &args.table)?;
    let set = set(context, &plan, table, &args.set)?;
    let mut page = Page::default();
    let taken = read(context, args, table, &set, &mut page)?;
    let mut judge = Judge::new(context, &plan, table, &set, args.skip_known);
    for list in &taken {
        judge.list(&args.file, list);
    }
    if !judge.wrong.is_empty() {
        return Err(refused(context, &judge.wrong));
    }
    let edits = edits(&loaded, table.table(), &judge.rows, args.all);
    told(context, args, &taken, &judge, &mut page);
    if args.dry_run || edits.is_empty() {
        page.quiet(context.words.get(if args.dry_run { "import.dry" } else { "changed.nothing" }));
        return context.print_page(&page);
    }
    let saved = save(context, &folder, &loaded, &edits)?;
    let after = Plan::new(&context.playbook, &saved.case, context.clock.today);
    let places: Vec<At> = edits.iter().map(|edit| edit.at.clone()).collect();
    let doubts = doubts(context, &loaded.case, &after, &places);
    page.quiet(context.words.get("changed.saved"));
    context.print_saved(&(context.rendered(&page) + &doubts))
}

/// The values that rows get where the file has none.
fn set<'p>(
    context: &'p Context,
    plan: &Plan<'p>,
    table: &Rows,
    given: &[String],
) -> Result<Vec<(&'p Question, Answer)>, Failure> {
    let one = |cell: &String| {
        let (id, entry) = cell_of(context, cell)?;
        let column =
            column(&context.playbook, table.table(), id).map_err(|refusal| context.refused(&refusal))?;
        let answer =
            intake::judge(&plan.look, column, &entry).map_err(|refusal| context.refused(&refusal))?;
        Ok((column, answer))
    };
    given.iter().map(one).collect()
}

/// The lists of the file whose columns are known; of a workbook, other sheets are left aside and told.
fn read<'p>(
    context: &'p Context,
    args: &'p ImportArgs,
    table: &'p Rows,
    set: &[(&Question, Answer)],
    page: &mut Page,
) -> Result<Vec<Taken<'p>>, Failure> {
    let said = Said::new(context, table, &args.column)?;
    let known = |cell: &str| said.knows(cell);
    let found = lists(&args.file, args.encoding.as_deref(), &known);
    let mut found = found.map_err(|trouble| bad_file(context, &trouble))?;
    if found.len() > 1 {
        let (named, other) = found.into_iter().partition(|list| said.names_rows(list));
        found = named;
        for list in other.iter().map(|list: &List| visible(&list.sheet)) {
            let fill = [("sheet", list.as_str()), ("column", said.called().1)];
            page.alert(context.words.say("import.sheet_aside", &fill));
        }
    }
    if found.is_empty() {
        let (id, column) = said.called();
        let what = context.words.say("import.no_sheet", &[("path", &shown(&args.file)), ("column", column)]);
        return Err(Failure::new(Exit::BadFile, what)
            .safe(context.words.get("safe.untouched"))
            .hint(context.words.say("import.no_sheet_hint", &[("id", id)])));
    }
    let alone = found.len() == 1;
    let taken = found.into_iter().map(|list| {
        let meant = said.meant(&args.file, &list, set, alone)?;
        Ok(Taken { list, meant })
    });
    taken.collect()
}

fn bad_file(context: &Context, trouble: &Trouble) -> Failure {
    let failure =
        Failure::new(Exit::BadFile, trouble.text(&context.words)).safe(context.words.get("safe.untouched"));
    match trouble.hint_text(&context.words) {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn refused(context: &Context, wrong: &[String]) -> Failure {
    let mut lines = wrong[..wrong.len().min(MOST_TOLD)].to_vec();
    if wrong.len() > MOST_TOLD {
        lines.push(context.words.count("import.more", wrong.len() - MOST_TOLD));
    }
    Failure::new(Exit::BadFile, lines.join("\n"))
        .safe(context.words.get("safe.untouched"))
        .hint(context.words.get("import.wrong_hint"))
}

/// New rows, and whether these are all.
fn edits(loaded: &Loaded, table: &str, rows: &[Row], all: bool) -> Vec<Edit> {
    let first = loaded.case.next_row(table);
    let row = |(number, row): (u32, &Row)| Edit {
        at: At::Row(table.to_owned(), number),
        to: Some(Slot::Row(row.clone())),
    };
    let mut edits: Vec<Edit> = (first..).zip(rows).map(row).collect();
    let at = At::All(table.to_owned());
    let is_all = loaded.case.get(&at).is_some();
    if (all && !is_all) || (!all && is_all && !edits.is_empty()) {
        edits.push(Edit { at, to: all.then_some(Slot::All) });
    }
    edits
}

/// What is taken, from which columns, and what is left.
fn told(context: &Context, args: &ImportArgs, taken: &[Taken<'_>], judge: &Judge<'_>, page: &mut Page) {
    let (words, lang) = (&context.words, context.words.lang);
    let count = words.count("import.rows", judge.rows.len());
    page.text(&words.say("import.taken", &[("rows", &count), ("path", &shown(&args.file))]));
    if judge.skipped > 0 {
        page.alert(words.count("import.skipped", judge.skipped));
    }
    for Taken { list, meant } in taken {
        if !list.sheet.is_empty() {
            page.text(&words.say("import.sheet", &[("sheet", &visible(&list.sheet))]));
        }
        for (at, column) in &meant.columns {
            let header = visible(list.header.get(*at).map_or("", |name| name.trim()));
            page.item(words.say("import.column", &[("column", column.label.to(lang)), ("header", &header)]));
        }
        let unread = meant.unread(list, words);
        if !unread.is_empty() {
            page.alert(words.say("import.unread", &[("headers", &words.list(&unread))]));
        }
        list.notes.iter().for_each(|note| page.alert(note.text(words)));
    }
    if args.dry_run {
        let phrase = context.phrase();
        for row in judge.rows.iter().take(SHOWN) {
            let cell = |(id, answer): (&String, &Answer)| {
                let (_, column) = context.playbook.column(id)?;
                let fill = [("column", column.label.to(lang)), ("cell", &*phrase.answer(column, answer))];
                Some(words.say("import.cell", &fill))
            };
            page.detail(words.list(&row.iter().filter_map(cell).collect::<Vec<_>>()));
        }
    }
}
