//! Reads what portals, tills and banks export, as they export it, into tables. The header is found behind whatever stands
//! before it, the columns by their names through profiles; a file that cannot be read with certainty is not read.

mod amount;
mod archive;
mod biff;
mod biff_text;
mod clean;
mod columns;
mod compound;
mod damage;
mod date;
mod encoding;
mod explain;
mod footer;
mod guard;
mod library;
mod list;
mod meaning;
mod memo;
mod number;
mod profile;
mod record;
mod role;
mod rows;
mod sheet;
mod sheets;
mod split;
mod stop;
mod sums;
mod tally;
mod text;
mod unknown;
mod watch;
mod xlsx;
mod xml;

use std::io::{BufReader, Cursor, Read, Seek};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::domain::money::Currency;
use crate::reconcile::said::{Said, Trouble};
use crate::reconcile::table::Table;
pub use amount::Decimal;
use archive::{Archive, gunzip};
pub use clean::without_cards;
pub use date::Order;
pub use explain::{ColumnUse, Explanation, Settler};
use guard::{Given, Hashed};
pub use library::Profiles;
pub use list::{List, lists};
pub use profile::{Profile, Side};
pub use role::Role;
use stop::{Stop, trouble};
pub use unknown::{Mapping, profile_text};
pub use watch::Watch;

/// How files are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The profiles to read with.
    pub profiles: Profiles,
    /// `--encoding`: a label such as `gb18030` or `windows-1252`, where a file does not tell its encoding.
    pub encoding: Option<String>,
    /// `--decimal`: the decimal mark, where a file does not tell it.
    pub decimal: Option<Decimal>,
    /// `--date-order`: the order of day and month, where a file does not tell it.
    pub date_order: Option<Order>,
    /// The currency of amounts that name none.
    pub currency: Currency,
    /// Tells how far the files have been read.
    pub watch: Watch,
}

impl Options {
    /// The usual options: everything is found out.
    pub fn new(profiles: Profiles, currency: Currency) -> Self {
        let watch = Watch::default();
        Self { profiles, encoding: None, decimal: None, date_order: None, currency, watch }
    }
}

/// A workbook that is read in memory, as a member of an archive or of the old kind, may be so large.
const MOST_IN_MEMORY: u64 = 32 << 20;

/// Reads a file of one side. A workbook gives a table for each of its sheets that is understood, an archive one for each
/// such member; what was left aside is told in the notes of the first table.
pub fn read(path: &Path, side: Side, options: &Options) -> Result<Vec<Table>, Trouble> {
    let read = read_as(path, Some(side), options)?;
    Ok(read.into_iter().map(|explanation| explanation.table).collect())
}

/// Reads a file and tells what was understood and why, for a side or, without one, for whichever side it fits.
pub fn explain(path: &Path, side: Option<Side>, options: &Options) -> Result<Vec<Explanation>, Trouble> {
    read_as(path, side, options)
}

/// Reads several files at once, one to a core, and hands the tables over in the order of the files; the first file that
/// cannot be read ends it, and is the one that is told of whichever was sooner.
pub fn read_all(files: &[(&Path, Side)], options: &Options) -> Result<Vec<Vec<Table>>, Trouble> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((at, (path, side))) = take(&next, files) {
            let read = read(path, *side, options);
            // Files behind a bad one need not be read any more.
            if read.is_err() {
                next.store(files.len(), Ordering::Relaxed);
            }
            done.push((at, read));
        }
        done
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut read = thread::scope(|scope| {
        let help = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..cores.min(files.len())).filter_map(help).collect();
        let mut read = work();
        for other in others {
            read.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        read
    });
    read.sort_by_key(|(at, _)| *at);
    read.into_iter().map(|(_, read)| read).collect()
}

/// The next of a list, with its number.
fn take<'f, T>(next: &AtomicUsize, list: &'f [T]) -> Option<(usize, &'f T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    list.get(at).map(|file| (at, file))
}

fn read_as(path: &Path, side: Option<Side>, options: &Options) -> Result<Vec<Explanation>, Trouble> {
    let mut given = Given::open(path)?;
    let name = given.name.clone();
    let _watching = options.watch.over(&given.file, given.size);
    let read = Reader { options, side }.given(&mut given).map_err(|stop| plain(stop).of(&name));
    // A file that was read while somebody wrote it is told as that, whatever else went wrong.
    given.unchanged().map_err(|trouble| trouble.of(&name))?;
    let (mut read, digest) = read?;
    // Reports name the file; where it lies is nobody else's business.
    let short = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for explanation in &mut read {
        let source = explanation.table.source_mut();
        source.name = if source.name.is_empty() { short.clone() } else { format!("{short}/{}", source.name) };
        (source.sha256, source.bytes) = (digest.clone(), given.size);
    }
    Ok(read)
}

/// A stop that nothing more can be done about.
fn plain(stop: Stop) -> Trouble {
    match stop {
        Stop::Trouble(trouble) => *trouble,
        Stop::Encoding { line, offset, .. } => {
            let what = Said::new("read.encoding").with("offset", offset);
            Trouble::new(what).hint("read.encoding_hint").at(line, 0)
        }
        Stop::Decimal(_) => trouble("read.amount_mixed", "read.amount_mixed_hint"),
        Stop::Order(_) => trouble("read.bad_date", "read.bad_cell_hint"),
    }
}

/// What a file is, by its first bytes: names lie.
enum Format {
    Zip,
    Gzip,
    Compound,
    /// Something that is no statement; the key of what to say.
    Other(&'static str),
    Text,
}

fn format_of(head: &[u8]) -> Format {
    let plain = head.trim_ascii_start();
    let starts = |start: &[u8]| plain.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Format::Zip
    } else if head.starts_with(&[0x1f, 0x8b]) {
        Format::Gzip
    } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Format::Compound
    } else if starts(b"%PDF") {
        Format::Other("read.is_pdf")
    } else if starts(b"<!doctype html") || starts(b"<html") || starts(b"<?xml") || starts(b"<table") {
        Format::Other("read.is_html")
    } else {
        Format::Text
    }
}

/// Reads with options, for a side.
#[derive(Clone, Copy)]
struct Reader<'o> {
    options: &'o Options,
    side: Option<Side>,
}

impl Reader<'_> {
    fn given(self, given: &mut Given) -> Result<(Vec<Explanation>, String), Stop> {
        let head = given.head(text::HEAD)?;
        match format_of(&head) {
            Format::Text => {
                let mut digest = String::new();
                let file = &mut given.file;
                let read = self.text(&head, &mut |pass| {
                    file.rewind().map_err(|error| stop::io(&error))?;
                    let mut hashed = Hashed::new(&*file);
                    pass(&mut hashed)?;
                    digest = hashed.finish().map_err(|error| stop::io(&error))?;
                    Ok(())
                })?;
                Ok((vec![read], digest))
            }
            Format::Gzip => {
                let (size, file) = (given.size, &mut given.file);
                let mut head = Vec::new();
                let unpacked = gunzip(&*file, size).take(text::HEAD).read_to_end(&mut head);
                unpacked.map_err(|_| trouble("read.damaged_archive", "read.damaged_hint"))?;
                let read = self.text(&head, &mut |pass| {
                    file.rewind().map_err(|error| stop::io(&error))?;
                    pass(&mut gunzip(&*file, size))
                })?;
                Ok((vec![read], given.digest()?))
            }
            format => {
                let digest = given.digest()?;
                Ok((self.binary(&format, given)?, digest))
            }
        }
    }

    fn binary(self, format: &Format, given: &mut Given) -> Result<Vec<Explanation>, Stop> {
        match format {
            Format::Zip => self.archive(BufReader::new(&given.file), true),
            Format::Compound => self.old_workbook(&given.whole(MOST_IN_MEMORY)?),
            Format::Other(key) => Err(trouble(key, "read.is_other_hint").into()),
            Format::Text | Format::Gzip => Ok(Vec::new()),
        }
    }

    /// A workbook, or an archive of statements.
    fn archive<R: Read + Seek>(self, bytes: R, outermost: bool) -> Result<Vec<Explanation>, Stop> {
        let archive = Archive::open(bytes)?;
        if archive.holds("xl/workbook.xml") {
            return self.workbook(archive);
        }
        if !outermost {
            return Err(trouble("read.no_statement", "read.no_statement_hint").into());
        }
        self.members(archive)
    }

    fn members<R: Read + Seek>(self, mut archive: Archive<R>) -> Result<Vec<Explanation>, Stop> {
        let mut found = Found::default();
        for (at, name) in archive.members.clone() {
            let file = name.rsplit('/').next().unwrap_or_default();
            let kind = file.rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase()).unwrap_or_default();
            if name.starts_with("__MACOSX") || file.starts_with('.') {
                continue;
            }
            let read = match kind.as_str() {
                "csv" | "txt" | "tsv" => self.member_text(&mut archive, at),
                "xls" | "xlsx" => self.member_workbook(&mut archive, at),
                _ => {
                    found.aside.push(Said::new("read.note_member").with("member", &name));
                    continue;
                }
            };
            found.take(read, &name, "read.note_member")?;
        }
        found.end()
    }

    fn member_text<R: Read + Seek>(
        self,
        archive: &mut Archive<R>,
        at: usize,
    ) -> Result<Vec<Explanation>, Stop> {
        let mut head = Vec::new();
        let read = archive.member(at)?.take(text::HEAD).read_to_end(&mut head);
        read.map_err(|_| trouble("read.damaged_archive", "read.damaged_hint"))?;
        let read = self.text(&head, &mut |pass| pass(&mut archive.member(at)?))?;
        Ok(vec![read])
    }

    fn member_workbook<R: Read + Seek>(
        self,
        archive: &mut Archive<R>,
        at: usize,
    ) -> Result<Vec<Explanation>, Stop> {
        let bytes = archive.member(at)?.whole(MOST_IN_MEMORY)?;
        match format_of(&bytes) {
            Format::Zip => self.archive(Cursor::new(bytes), false),
            Format::Compound => self.old_workbook(&bytes),
            _ => Err(trouble("read.damaged_sheet", "read.damaged_hint").into()),
        }
    }
}

/// The parts of a file that were understood, and those that were left aside.
#[derive(Default)]
struct Found {
    read: Vec<Explanation>,
    aside: Vec<Said>,
    unknown: Option<Box<Trouble>>,
}

impl Found {
    /// Takes what came of a part. One without known columns is left aside; any other trouble ends the reading.
    fn take(
        &mut self,
        read: Result<Vec<Explanation>, Stop>,
        part: &str,
        key: &'static str,
    ) -> Result<(), Stop> {
        match read {
            Ok(read) => {
                for mut explanation in read {
                    let source = explanation.table.source_mut();
                    let inner = std::mem::take(&mut source.name);
                    source.name = if inner.is_empty() { part.to_owned() } else { format!("{part}/{inner}") };
                    self.read.push(explanation);
                }
            }
            Err(Stop::Trouble(trouble)) if trouble.unknown.is_some() => {
                self.aside.push(Said::new(key).with("member", part));
                self.unknown.get_or_insert(trouble);
            }
            Err(stop) => return Err(stop),
        }
        Ok(())
    }

    fn end(mut self) -> Result<Vec<Explanation>, Stop> {
        match (self.read.first_mut(), self.unknown) {
            (Some(first), _) => first.table.source_mut().notes.append(&mut self.aside),
            (None, Some(unknown)) => return Err(Stop::Trouble(unknown)),
            (None, None) => return Err(trouble("read.no_statement", "read.no_statement_hint").into()),
        }
        Ok(self.read)
    }
}
