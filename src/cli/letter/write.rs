//! Writes a letter into the case, and a copy where one is wanted.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::super::Context;
use super::super::args::{LetterArgs, LetterFormat};
use super::super::change::save;
use super::standing::latest;
use crate::domain::answer::read_yes_no;
use crate::domain::case::{At, Edit, Slot};
use crate::domain::letter::{Channel, Letter, Need};
use crate::domain::record::{LETTER, Record};
use crate::export::letter::{Manner, Missing, Sheet, Unwritten, compose, docx, html, text};
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Loaded, write_atomic};

/// What is to be written.
pub(super) struct Order<'o> {
    pub(super) letter: &'o Letter,
    pub(super) channel: Option<&'o Channel>,
    pub(super) args: &'o LetterArgs,
}

/// Writes the letter and says where it is.
pub(super) fn write(
    context: &Context,
    folder: &Folder,
    loaded: &Loaded,
    order: &Order<'_>,
) -> Result<Exit, Failure> {
    let copy = order.args.output.as_deref();
    if let Some(path) = copy {
        context.may_write(path, order.args.force)?;
    }
    if order.args.full && !confirmed(context) {
        return context.print(&format!("{}\n", context.words.get("letter.not_full")));
    }
    let sheet = sheet(context, loaded, order)?;
    let format = format(order.args);
    let bytes = bytes(context, &sheet, format)?;
    let record = record(context, loaded, order, &sheet, format);
    let name = record.fact("file").unwrap_or_default().to_owned();
    let path = folder.write_letter(&name, &bytes).map_err(|error| context.trouble(&error))?;
    if let Some(copy) = copy {
        write_atomic(copy, &bytes).map_err(|error| context.trouble(&error))?;
    }
    keep(context, folder, loaded, record)?;
    context.print_saved(&told(context, order, &sheet, copy.unwrap_or(&path)))
}

/// Composes the letter, or says which facts are missing and how to give them.
fn sheet(context: &Context, loaded: &Loaded, order: &Order<'_>) -> Result<Sheet, Failure> {
    let plan = context.plan(loaded);
    let words = &context.words;
    let name = super::name(context, order.letter, order.channel);
    match order.letter.need(order.channel, &plan) {
        Need::None => {
            return Err(Failure::new(Exit::Refused, words.say("letter.not_needed", &[("name", &name)]))
                .safe(words.get("safe.untouched"))
                .hint(order.letter.about.to(words.lang)));
        }
        Need::Unsure(ids) => {
            let missing: Vec<Missing> = ids.into_iter().map(Missing::Answer).collect();
            return Err(lacking(context, &name, &missing));
        }
        Need::Due | Need::Free | Need::Done => {}
    }
    let manner = Manner { channel: order.channel, full: order.args.full };
    compose(order.letter, &plan, &context.phrase(), manner).map_err(|unwritten| match unwritten {
        Unwritten::Missing(missing) => lacking(context, &name, &missing),
        Unwritten::Form(place) => {
            let file = format!("templates/letters/{}.toml", order.letter.id);
            Failure::new(Exit::Failed, words.say("letter.bad_form", &[("file", &file), ("place", &place)]))
                .safe(words.get("safe.untouched"))
        }
    })
}

/// What a letter still needs: each fact by its name, and the commands that give them.
fn lacking(context: &Context, name: &str, missing: &[Missing]) -> Failure {
    let words = &context.words;
    let label = |missing: &Missing| match missing {
        Missing::Answer(path) | Missing::Tick(path) => {
            let id = path.rsplit('/').next().filter(|id| *id != "new").unwrap_or(path);
            let known =
                context.playbook.label(id).or_else(|| context.playbook.label(path.split('/').next()?));
            known.map_or_else(|| path.clone(), |label| label.to(words.lang).to_owned())
        }
    };
    let mut labels: Vec<String> = missing.iter().map(label).collect();
    labels.dedup();
    let command = |missing: &Missing| match missing {
        Missing::Answer(path) if path.ends_with("/new") => words.say("letter.add_row", &[("path", path)]),
        Missing::Answer(path) => words.say("letter.answer", &[("path", path)]),
        Missing::Tick(id) => words.say("letter.tick", &[("id", id)]),
    };
    let commands: Vec<String> = missing.iter().map(command).collect();
    let fill = [("name", name), ("missing", &words.list(&labels))];
    Failure::new(Exit::Usage, words.say("letter.lacks", &fill))
        .safe(words.get("safe.untouched"))
        .hint(format!("{}\n  {}", words.get("letter.lacks_hint"), commands.join("\n  ")))
}

/// Full numbers are asked about where somebody can answer.
fn confirmed(context: &Context) -> bool {
    if context.no_input || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return true;
    }
    let _ = write!(io::stderr(), "{} ", context.words.get("letter.ask_full"));
    let mut typed = String::new();
    io::stdin().read_line(&mut typed).is_ok() && read_yes_no(typed.trim()) == Some(true)
}

fn format(args: &LetterArgs) -> LetterFormat {
    let by_name = |path: &Path| match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "html" | "htm" => Some(LetterFormat::Html),
        "txt" => Some(LetterFormat::Text),
        _ => None,
    };
    args.format.or_else(|| args.output.as_deref().and_then(by_name)).unwrap_or(LetterFormat::Docx)
}

fn bytes(context: &Context, sheet: &Sheet, format: LetterFormat) -> Result<Vec<u8>, Failure> {
    match format {
        LetterFormat::Html => Ok(html(sheet).into_bytes()),
        LetterFormat::Text => Ok(text(sheet).into_bytes()),
        LetterFormat::Docx => docx(sheet).map_err(|error| {
            Failure::new(Exit::Failed, context.words.get("letter.no_docx"))
                .because(error.to_string())
                .safe(context.words.get("safe.untouched"))
        }),
    }
}

/// The record of a letter that is written today; a letter that was sent keeps its file.
fn record(
    context: &Context,
    loaded: &Loaded,
    order: &Order<'_>,
    sheet: &Sheet,
    format: LetterFormat,
) -> Record {
    let (on, id) = (context.clock.today, order.letter.id.as_str());
    let extension = match format {
        LetterFormat::Docx => "docx",
        LetterFormat::Html => "html",
        LetterFormat::Text => "txt",
    };
    let channel = order.channel.map(|channel| channel.id.as_str());
    let base = match channel {
        Some(channel) => format!("{on}-{id}-{channel}-{}", sheet.lang),
        None => format!("{on}-{id}-{}", sheet.lang),
    };
    let is_sent = |file: &str| {
        let records = loaded.case.records.iter();
        records.filter(|record| record.kind == LETTER && record.fact("sent_on").is_some()).any(|record| {
            // Whatever the format, a sent letter's name is not used again.
            record
                .fact("file")
                .is_some_and(|sent| sent.rsplit_once('.').is_some_and(|(name, _)| name == file))
        })
    };
    let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    let name = names.into_iter().find(|name| !is_sent(name)).unwrap_or(base);
    let numbers = if order.args.full { "full" } else { "masked" };
    let mut facts = BTreeMap::from([
        ("letter".to_owned(), id.to_owned()),
        ("language".to_owned(), sheet.lang.tag().to_owned()),
        ("file".to_owned(), format!("{name}.{extension}")),
        ("numbers".to_owned(), numbers.to_owned()),
    ]);
    facts.extend(channel.map(|channel| ("channel".to_owned(), channel.to_owned())));
    Record {
        kind: LETTER.to_owned(),
        id: loaded.case.next_record(LETTER),
        on,
        made_from: sheet.hash(),
        facts,
    }
}

/// Keeps the record, unless the latest one says the same.
fn keep(context: &Context, folder: &Folder, loaded: &Loaded, record: Record) -> Result<(), Failure> {
    let last = latest(&loaded.case, record.fact("letter").unwrap_or_default(), record.fact("channel"));
    if last.is_some_and(|last| *last == Record { id: last.id.clone(), ..record.clone() }) {
        return Ok(());
    }
    let at = At::Record(record.id.clone());
    save(context, folder, loaded, &[Edit { at, to: Some(Slot::Record(Box::new(record))) }]).map(drop)
}

fn told(context: &Context, order: &Order<'_>, sheet: &Sheet, path: &Path) -> String {
    let words = &context.words;
    let name = super::name(context, order.letter, order.channel);
    let fill = [("name", name.as_str()), ("path", &path.display().to_string())];
    let mut lines = vec![words.say("letter.written", &fill)];
    if !sheet.masked.is_empty() {
        let what = context.phrase().labels(&sheet.masked);
        lines.push(words.say("letter.masked", &[("what", &what)]));
    }
    if order.args.full {
        lines.push(words.get("letter.private").to_owned());
    }
    lines.push(words.get("letter.read_first").to_owned());
    if order.letter.act_by(order.channel).is_some() {
        let id = order.channel.map_or_else(
            || order.letter.id.clone(),
            |channel| format!("{} --channel {}", order.letter.id, channel.id),
        );
        lines.push(words.say("letter.then", &[("id", &id)]));
    }
    lines.join("\n") + "\n"
}
