//! Writes a letter into the case, and a copy where one is wanted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::Context;
use super::super::args::{LetterArgs, LetterFormat};
use super::super::ask::{self, InFull};
use super::super::change::save;
use super::standing::latest;
use crate::domain::case::{At, Edit, Slot};
use crate::domain::letter::{Channel, Letter, Need, Paper};
use crate::domain::plan::Plan;
use crate::domain::playbook::Evidence;
use crate::domain::record::{LETTER, Record};
use crate::export::letter::{Manner, Missing, Numbers, Private, Sheet, Unwritten, compose, docx, html, text};
use crate::export::needed_if;
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Loaded, digest, write_atomic};
use crate::wizard::Page;

/// What is to be written.
#[derive(Clone, Copy)]
pub(in super::super) struct Order<'o> {
    /// As things stand; it is worked out once, since it takes longer than all the rest of a big case.
    pub(in super::super) plan: &'o Plan<'o>,
    pub(in super::super) letter: &'o Letter,
    pub(in super::super) channel: Option<&'o Channel>,
    pub(in super::super) args: &'o LetterArgs,
    pub(in super::super) numbers: Numbers,
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
    let told = |unwritten| match unwritten {
        NotYet::Lacks(missing) => {
            lacking(context, &super::name(context, order.letter, order.channel), &missing)
        }
        NotYet::Failed(failure) => failure,
    };
    let mut sheet = sheet(context, order).map_err(told)?;
    let numbers = match numbers(context, order, &sheet.numbers.needed)? {
        Ok(numbers) => numbers,
        Err(left) => return Ok(left),
    };
    let order = &Order { numbers, ..*order };
    if numbers == Numbers::Needed {
        sheet = self::sheet(context, order).map_err(told)?;
    }
    let draft = draft(context, folder, loaded, order, sheet).map_err(told)?;
    if let Some(copy) = copy {
        write_atomic(copy, &draft.bytes).map_err(|error| context.trouble(&error))?;
    }
    if let Some(record) = draft.record {
        let at = At::Record(record.id.clone());
        save(context, folder, loaded, &[Edit { at, to: Some(Slot::Record(Box::new(record))) }])?;
    }
    let mut lines = self::told(context, order, &draft.sheet, copy.unwrap_or(&draft.path));
    if !draft.sheet.numbers.needed.is_empty() && !ask::possible(context) {
        let what = context.phrase().labels(&draft.sheet.numbers.needed);
        lines.insert(2, context.words.say("letter.needs_full_hint", &[("what", &what)]));
    }
    lines.extend(then(context, order));
    context.print_saved(&(lines.join("\n") + "\n"))
}

/// Which numbers are written in full: all where that was said, else those that are needed, once a person who can be asked
/// agrees. The other side is how to end where nothing is to be written.
fn numbers(
    context: &Context,
    order: &Order<'_>,
    needed: &[String],
) -> Result<Result<Numbers, Exit>, Failure> {
    if order.numbers == Numbers::Full {
        return Ok(ask::full(context)?.map_or(Ok(Numbers::Full), Err));
    }
    if needed.is_empty() || !ask::possible(context) {
        return Ok(Ok(Numbers::Masked));
    }
    let mut page = Page::default();
    page.text(&context.words.say("letter.needs_full", &[("what", &context.phrase().labels(needed))]));
    Ok(match ask::in_full(context, &page, "letter.last_four", 0)? {
        InFull::Yes => Ok(Numbers::Needed),
        InFull::No => Ok(Numbers::Masked),
        InFull::Left(exit) => {
            context.notice("full.left", &[]);
            Err(exit)
        }
    })
}

/// Why a letter is not written.
pub(in super::super) enum NotYet {
    /// These facts are missing.
    Lacks(Vec<Missing>),
    /// Something else stands in the way.
    Failed(Failure),
}

/// A letter that lies in the case.
pub(in super::super) struct Draft {
    sheet: Sheet,
    bytes: Vec<u8>,
    path: PathBuf,
    /// Its record, still to be kept; none where the latest one says the same.
    pub(in super::super) record: Option<Record>,
}

impl Draft {
    /// What is said about it: where it lies, and what to look at before it goes out.
    pub(in super::super) fn told(&self, context: &Context, order: &Order<'_>) -> Vec<String> {
        told(context, order, &self.sheet, &self.path)
    }
}

/// Writes a letter into the folder of the case; its record is still to be kept.
pub(in super::super) fn draft(
    context: &Context,
    folder: &Folder,
    loaded: &Loaded,
    order: &Order<'_>,
    sheet: Sheet,
) -> Result<Draft, NotYet> {
    let format = format(order.args);
    let bytes = bytes(context, &sheet, format).map_err(NotYet::Failed)?;
    let mut record = record(context, loaded, order, &sheet, format);
    record.facts.insert("digest".to_owned(), digest(&bytes));
    let name = record.fact("file").unwrap_or_default();
    let path = folder.write_letter(name, &bytes).map_err(|error| NotYet::Failed(context.trouble(&error)))?;
    let record = Some(record).filter(|record| is_new(loaded, record));
    Ok(Draft { sheet, bytes, path, record })
}

/// Composes the letter, or says which facts are missing.
pub(in super::super) fn sheet(context: &Context, order: &Order<'_>) -> Result<Sheet, NotYet> {
    let plan = order.plan;
    let words = &context.words;
    let name = super::name(context, order.letter, order.channel);
    match order.letter.need(order.channel, plan) {
        Need::None => {
            let what = words.say("letter.not_needed", &[("name", &name)]);
            let failure = Failure::new(Exit::Refused, what).safe(words.get("safe.untouched"));
            let failure = match needed_if(&context.phrase(), plan, order.letter, order.channel) {
                Some(what) => failure.hint(words.say("hear.needed_if", &[("what", &what)])),
                None => failure,
            };
            return Err(NotYet::Failed(failure));
        }
        Need::Unsure(ids) => {
            return Err(NotYet::Lacks(ids.into_iter().map(Missing::Answer).collect()));
        }
        Need::Due | Need::Free | Need::Done => {}
    }
    let manner = Manner { channel: order.channel, numbers: order.numbers };
    compose(order.letter, plan, &context.phrase(), manner).map_err(|unwritten| match unwritten {
        Unwritten::Missing(missing) => NotYet::Lacks(missing),
        Unwritten::Form(place) => {
            let file = format!("templates/letters/{}.toml", order.letter.id);
            let what = words.say("letter.bad_form", &[("file", &file), ("place", &place)]);
            NotYet::Failed(Failure::new(Exit::Failed, what).safe(words.get("safe.untouched")))
        }
    })
}

/// What a letter still needs: each fact by its name, and the commands that give them.
fn lacking(context: &Context, name: &str, missing: &[Missing]) -> Failure {
    let words = &context.words;
    let label = |missing: &Missing| match missing {
        Missing::Answer(path) | Missing::Must(path) | Missing::Tick(path) => {
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
        Missing::Answer(path) | Missing::Must(path) => words.say("letter.answer", &[("path", path)]),
        Missing::Tick(id) => words.say("letter.tick", &[("id", id)]),
    };
    let must: Vec<&Missing> = missing.iter().filter(|missing| matches!(missing, Missing::Must(_))).collect();
    let hint = if must.is_empty() { "letter.lacks_hint" } else { "letter_gap.must_hint" };
    let shown = if must.is_empty() { missing.iter().collect() } else { must };
    let commands: Vec<String> = shown.into_iter().map(command).collect();
    let fill = [("name", name), ("missing", &words.list(&labels))];
    Failure::new(Exit::Usage, words.say("letter.lacks", &fill))
        .safe(words.get("safe.untouched"))
        .hint(format!("{}\n  {}", words.get(hint), commands.join("\n  ")))
}

fn format(args: &LetterArgs) -> LetterFormat {
    args.format.or_else(|| args.output.as_deref().and_then(format_of)).unwrap_or_default()
}

/// The format that the name of a file says.
pub(super) fn format_of(path: &Path) -> Option<LetterFormat> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "html" | "htm" => Some(LetterFormat::Html),
        "txt" => Some(LetterFormat::Text),
        _ => None,
    }
}

/// A letter in a format.
pub(super) fn bytes(context: &Context, sheet: &Sheet, format: LetterFormat) -> Result<Vec<u8>, Failure> {
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
    let mut facts = BTreeMap::from([
        ("letter".to_owned(), id.to_owned()),
        ("language".to_owned(), sheet.lang.tag().to_owned()),
        ("file".to_owned(), format!("{name}.{extension}")),
        ("numbers".to_owned(), order.numbers.word().to_owned()),
    ]);
    facts.extend(Some(("gaps".to_owned(), sheet.gaps.join(" "))).filter(|(_, gaps)| !gaps.is_empty()));
    let paper = Paper::WORDS.iter().find(|(_, paper)| *paper == order.letter.paper && *paper != Paper::Sent);
    facts.extend(paper.map(|(word, _)| ("paper".to_owned(), (*word).to_owned())));
    facts.extend(channel.map(|channel| ("channel".to_owned(), channel.to_owned())));
    Record {
        kind: LETTER.to_owned(),
        id: loaded.case.next_record(LETTER),
        on,
        made_from: sheet.hash(),
        facts,
    }
}

/// False where the latest record says the same.
fn is_new(loaded: &Loaded, record: &Record) -> bool {
    let last = latest(&loaded.case, record.fact("letter").unwrap_or_default(), record.fact("channel"));
    last.is_none_or(|last| *last != Record { id: last.id.clone(), ..record.clone() })
}

fn told(context: &Context, order: &Order<'_>, sheet: &Sheet, path: &Path) -> Vec<String> {
    let words = &context.words;
    let name = super::name(context, order.letter, order.channel);
    let fill = [("name", name.as_str()), ("path", &path.display().to_string())];
    let mut lines = vec![words.say("letter.written", &fill)];
    let Private { masked, whole, .. } = &sheet.numbers;
    for (key, ids) in [("letter.masked", masked), ("letter.private", whole)] {
        if !ids.is_empty() {
            lines.push(words.say(key, &[("what", &context.phrase().labels(ids))]));
        }
    }
    if !sheet.gaps.is_empty() {
        lines.push(words.say("letter_gap.written", &[("what", &gaps(context, &sheet.gaps))]));
    }
    let key = match order.letter.paper {
        Paper::Sent => "letter.read_first",
        Paper::Handed => "letter.read_handed",
        Paper::Carried => "letter.read_carried",
        Paper::Kept => "letter.read_kept",
        Paper::Shown => "letter.read_shown",
    };
    lines.push(words.get(key).to_owned());
    lines
}

/// What a letter only names as open.
pub(super) fn gaps<S: AsRef<str>>(context: &Context, ids: &[S]) -> String {
    let words = &context.words;
    let label = |id: &S| context.playbook.label(id.as_ref()).map(|label| label.to(words.lang).to_owned());
    words.list(&ids.iter().filter_map(label).collect::<Vec<_>>())
}

/// The command that notes it as sent, or its act as done.
fn then(context: &Context, order: &Order<'_>) -> Option<String> {
    let act = order.letter.act_by(order.channel)?;
    if order.letter.paper != Paper::Sent {
        let proved = context.playbook.todo(act).is_some_and(|todo| todo.evidence != Evidence::None);
        let key = if proved { "letter.tick" } else { "letter.tick_plain" };
        let command = context.words.say(key, &[("id", act)]);
        return Some(context.words.say("letter.then_tick", &[("command", &command)]));
    }
    let id = order.channel.map_or_else(
        || order.letter.id.clone(),
        |channel| format!("{} --channel {}", order.letter.id, channel.id),
    );
    Some(context.words.say("letter.then", &[("id", &id)]))
}
