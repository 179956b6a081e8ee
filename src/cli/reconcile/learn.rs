//! Files whose columns nobody knows yet: a person says once what they mean, sees how the first rows would be read, and
//! may have it remembered. Where nobody can be asked, `--columns` says it.

use std::path::Path;

use super::super::ask::{self, Conversation};
use super::super::{Context, shown};
use super::{explain, files};
use crate::domain::money::Currency;
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::{self, Mapping, Options, Role, Side, profile_text};
use crate::reconcile::said::{Trouble, Unknown};
use crate::wizard::{Page, Prompt, Reply};

/// So many cells of a column are shown.
const SAMPLES: usize = 3;

/// Reads a file; where its columns are not known and a person can be asked, asks and reads it again.
pub(super) fn taught<T>(
    context: &Context,
    path: &Path,
    side: Option<Side>,
    options: &mut Options,
    read: impl Fn(&Options) -> Result<T, Trouble>,
) -> Result<T, Failure> {
    let trouble = match read(options) {
        Ok(read) => return Ok(read),
        Err(trouble) => trouble,
    };
    if let Some(unknown) = trouble.unknown.as_deref().filter(|_| ask::possible(context)) {
        let mut lesson = Lesson { context, path, unknown, talk: ask::conversation(context, "learn.left")? };
        let taken = lesson.take(side, options)?;
        if !matches!(taken, Reply::Interrupted) {
            lesson.talk.close();
        }
        match taken {
            Reply::Got(()) => return read(options).map_err(|trouble| files::failure(context, &trouble)),
            Reply::Interrupted => {
                return Err(Failure::new(Exit::Interrupted, context.words.get("learn.left"))
                    .safe(context.words.get("reconcile.files_untouched")));
            }
            _ => {}
        }
    }
    Err(files::failure(context, &trouble))
}

/// The profile that `--columns reference=NAME,gross=NAME` stands for; a comma inside of a name does no harm.
pub(super) fn given(context: &Context, text: &str) -> Result<String, Failure> {
    let mut columns: Vec<(Role, String)> = Vec::new();
    for part in text.split(',') {
        let role = part.split_once('=').and_then(|(role, name)| Some((Role::of(role.trim())?, name)));
        match (role, columns.last_mut()) {
            (Some((role, name)), _) => columns.push((role, name.to_owned())),
            (None, Some((_, name))) if !part.contains('=') => *name = format!("{name},{part}"),
            _ => return Err(no_role(context, part)),
        }
    }
    let columns: Vec<(Role, &str)> = columns.iter().map(|(role, name)| (*role, name.as_str())).collect();
    Ok(profile_text(&Mapping { id: "columns", title: "--columns", sides: &Side::ALL, columns: &columns }))
}

fn no_role(context: &Context, part: &str) -> Failure {
    let words = &context.words;
    let role = |role: Role| format!("{} ({})", role.name(), words.get(role.key()));
    let roles = words.list(&Role::ALL.map(role));
    Failure::new(Exit::Usage, words.say("learn.no_role", &[("what", &visible(part))]))
        .hint(words.say("learn.no_role_hint", &[("roles", &roles)]))
}

/// What was said about a role.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pick {
    Column(usize),
    Nowhere,
    /// The amount stands in two columns: one for what comes in, one for what goes out.
    Parted,
}

/// A role that is asked for, and whether the file has to have it.
type Wanted = (Role, bool);

/// The roles that are asked for on a side.
fn wanted(side: Side, parted: bool) -> Vec<(Role, bool)> {
    let amount: &[(Role, bool)] = if parted {
        &[(Role::Gross, true), (Role::In, true), (Role::Out, true)]
    } else {
        &[(Role::Gross, true)]
    };
    let (before, after): (&[Wanted], &[Wanted]) = match side {
        Side::Ledger => {
            (&[(Role::Reference, true)], &[(Role::Date, true), (Role::Type, false), (Role::Terminal, false)])
        }
        Side::Settlement => (
            &[(Role::Reference, true)],
            &[
                (Role::Date, true),
                (Role::Fee, false),
                (Role::Net, false),
                (Role::Payout, false),
                (Role::PayoutDate, false),
                (Role::Type, false),
            ],
        ),
        Side::Bank => (&[], &[(Role::Date, true), (Role::Memo, true)]),
    };
    [before, amount, after].concat()
}

struct Lesson<'c> {
    context: &'c Context,
    path: &'c Path,
    unknown: &'c Unknown,
    talk: Conversation<'c>,
}

impl<'c> Lesson<'c> {
    /// Asks until the rows are read as the person wants; `Got` once a profile stands in the options.
    fn take(&mut self, side: Option<Side>, options: &mut Options) -> Result<Reply<()>, Failure> {
        let page = self.page();
        self.tell(&page)?;
        let side = match side {
            Some(side) => side,
            None => match self.side()? {
                Reply::Got(side) => side,
                left => return Ok(left_as(&left)),
            },
        };
        let mut picks = Vec::new();
        loop {
            match self.roles(side, &mut picks)? {
                Reply::Got(()) => {}
                left => return Ok(left),
            }
            let columns = self.columns(side, &picks);
            let stem =
                self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let text = |id: &str, title: &str| {
                profile_text(&Mapping { id, title, sides: &[side], columns: &columns })
            };
            let mut tried = options.clone();
            let added = tried.profiles.add("--columns", &text("columns", &stem));
            let read = added
                .map_err(|troubles| troubles.into_iter().next())
                .and_then(|()| read::explain(self.path, Some(side), &tried).map_err(Some));
            let sound = self.show(&read, options.currency)?;
            match self
                .pick("learn.right", if sound { &["learn.yes", "learn.again"] } else { &["learn.again"] })?
            {
                Reply::Got(0) if sound => {}
                Reply::Got(_) => {
                    picks.clear();
                    continue;
                }
                Reply::Back => {
                    picks.pop();
                    continue;
                }
                left => return Ok(left_as(&left)),
            }
            *options = tried;
            return self.remember(&stem, &text);
        }
    }

    /// The header with some cells of each column.
    fn page(&self) -> Page {
        let words = &self.context.words;
        let mut page = Page::default();
        page.title(words.say("learn.title", &[("file", &shown(self.path))]));
        page.text(&words.say("learn.about", &[("line", &self.unknown.line.to_string())]));
        for at in self.named() {
            let cells = self.unknown.samples.iter().filter_map(|row| row.get(at));
            let cells: Vec<String> =
                cells.filter(|cell| !cell.is_empty()).take(SAMPLES).map(|cell| visible(cell)).collect();
            let fill = [("name", self.name(at)), ("cells", cells.join(" / "))];
            page.item(
                words.say("learn.column", &fill.each_ref().map(|(place, text)| (*place, text.as_str()))),
            );
        }
        page
    }

    /// The columns that have a name.
    fn named(&self) -> Vec<usize> {
        let columns = &self.unknown.columns;
        (0..columns.len()).filter(|at| !columns[*at].trim().is_empty()).collect()
    }

    fn name(&self, at: usize) -> String {
        visible(self.unknown.columns.get(at).map_or("", |name| name.trim()))
    }

    fn side(&mut self) -> Result<Reply<Side>, Failure> {
        let keys = ["learn.ledger", "learn.settlement", "learn.bank"];
        Ok(match self.pick("learn.side", &keys)? {
            Reply::Got(at) => Reply::Got(Side::ALL.get(at).copied().unwrap_or(Side::Ledger)),
            Reply::Interrupted => Reply::Interrupted,
            _ => Reply::Quit,
        })
    }

    /// Asks for the roles that are not picked yet, one after the other.
    fn roles(&mut self, side: Side, picks: &mut Vec<Pick>) -> Result<Reply<()>, Failure> {
        loop {
            let roles = wanted(side, picks.contains(&Pick::Parted));
            let Some((role, needed)) = roles.get(picks.len()) else { return Ok(Reply::Got(())) };
            match self.role(*role, *needed, picks)? {
                Reply::Got(pick) => picks.push(pick),
                Reply::Back if picks.pop().is_some() => {}
                Reply::Interrupted => return Ok(Reply::Interrupted),
                _ => return Ok(Reply::Quit),
            }
        }
    }

    fn role(&mut self, role: Role, needed: bool, picks: &[Pick]) -> Result<Reply<Pick>, Failure> {
        let words = &self.context.words;
        let free = |at: &usize| !picks.contains(&Pick::Column(*at));
        let mut options: Vec<(Pick, String)> =
            self.named().into_iter().filter(free).map(|at| (Pick::Column(at), self.option(at))).collect();
        if role == Role::Gross {
            options.push((Pick::Parted, words.get("learn.parted").to_owned()));
        }
        if !needed {
            options.insert(0, (Pick::Nowhere, words.get("learn.nowhere").to_owned()));
        }
        let prompt = words.say("learn.which", &[("role", words.get(role.key()))]);
        let texts: Vec<String> = options.iter().map(|(_, text)| text.clone()).collect();
        Ok(match self.choose(&prompt, &texts)? {
            Reply::Got(at) => options.get(at).map_or(Reply::Quit, |(pick, _)| Reply::Got(*pick)),
            Reply::Unknown if !needed => Reply::Got(Pick::Nowhere),
            Reply::Back => Reply::Back,
            Reply::Interrupted => Reply::Interrupted,
            _ => Reply::Quit,
        })
    }

    /// A column in a list: its name, with its first cell.
    fn option(&self, at: usize) -> String {
        let cell = self.unknown.samples.iter().filter_map(|row| row.get(at)).find(|cell| !cell.is_empty());
        let fill = [("name", self.name(at)), ("cell", cell.map(|cell| visible(cell)).unwrap_or_default())];
        let key = if cell.is_some() { "learn.option" } else { "learn.option_empty" };
        self.context.words.say(key, &fill.each_ref().map(|(place, text)| (*place, text.as_str())))
    }

    /// The roles that have a column, with its name.
    fn columns(&self, side: Side, picks: &[Pick]) -> Vec<(Role, &'c str)> {
        let unknown = self.unknown;
        let roles = wanted(side, picks.contains(&Pick::Parted));
        let named = |((role, _), pick): (&(Role, bool), &Pick)| match pick {
            Pick::Column(at) => Some((*role, unknown.columns.get(*at)?.as_str())),
            Pick::Nowhere | Pick::Parted => None,
        };
        roles.iter().zip(picks).filter_map(named).collect()
    }

    /// Shows how the first rows are read, or why they are not.
    fn show(
        &mut self,
        read: &Result<Vec<read::Explanation>, Option<Trouble>>,
        currency: Currency,
    ) -> Result<bool, Failure> {
        let mut page = Page::default();
        match read {
            Ok(files) => {
                for file in files {
                    explain::first_rows(self.context, &mut page, file, currency);
                    explain::notes(self.context, &mut page, file);
                }
            }
            Err(trouble) => {
                let text = trouble.as_ref().map(|trouble| trouble.text(&self.context.words));
                page.alert(text.unwrap_or_default());
            }
        }
        self.tell(&page)?;
        Ok(read.as_ref().is_ok_and(|files| files.iter().any(|file| !file.table.is_empty())))
    }

    /// Asks whether such files are to be known from now on, and keeps the profile.
    fn remember(&mut self, stem: &str, text: &dyn Fn(&str, &str) -> String) -> Result<Reply<()>, Failure> {
        let words = &self.context.words;
        match self.pick("learn.remember", &["learn.keep", "learn.once"])? {
            Reply::Got(0) => {}
            Reply::Interrupted => return Ok(Reply::Interrupted),
            Reply::Quit => return Ok(Reply::Quit),
            _ => return Ok(Reply::Got(())),
        }
        let prompt = Prompt { ask: words.get("learn.name").to_owned(), ..Prompt::default() };
        let title = match self.talk.voice.line(&prompt, &visible(stem)).map_err(super::super::talk::ours)? {
            Reply::Got(title) if !title.trim().is_empty() => title.trim().to_owned(),
            Reply::Interrupted => return Ok(Reply::Interrupted),
            Reply::Quit => return Ok(Reply::Quit),
            _ => stem.to_owned(),
        };
        let kept = self.context.home.keep_profile(&title, &|id| text(id, &title));
        let path = kept.map_err(|error| self.context.trouble(&error))?;
        let mut page = Page::default();
        page.quiet(words.say("learn.kept", &[("path", &shown(&path))]));
        self.tell(&page)?;
        Ok(Reply::Got(()))
    }

    fn tell(&mut self, page: &Page) -> Result<(), Failure> {
        self.talk.voice.tell(page).map_err(super::super::talk::ours)
    }

    fn pick(&mut self, key: &str, options: &[&str]) -> Result<Reply<usize>, Failure> {
        let words = &self.context.words;
        let options: Vec<String> = options.iter().map(|key| words.get(key).to_owned()).collect();
        self.choose(words.get(key), &options)
    }

    /// Asks for one of some options; help is told, and it is asked again.
    fn choose(&mut self, ask: &str, options: &[String]) -> Result<Reply<usize>, Failure> {
        let prompt = Prompt { ask: ask.to_owned(), ..Prompt::default() };
        loop {
            match self.talk.voice.pick(&prompt, options, 0).map_err(super::super::talk::ours)? {
                Reply::Help | Reply::Overview => {
                    let mut page = Page::default();
                    page.text(self.context.words.get("learn.help"));
                    self.tell(&page)?;
                }
                reply => return Ok(reply),
            }
        }
    }
}

/// How a prompt was left that has no answer.
fn left_as<T>(reply: &Reply<T>) -> Reply<()> {
    if matches!(reply, Reply::Interrupted) { Reply::Interrupted } else { Reply::Quit }
}
