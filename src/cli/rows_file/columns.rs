//! Which column of a list holds which column of a table: by what the person said, by id, label or another usual name;
//! else it is asked.

use std::path::Path;

use super::super::talk::ours;
use super::super::{Context, ask, rows, shown};
use crate::domain::answer::Answer;
use crate::domain::intake;
use crate::domain::playbook::Rows;
use crate::domain::question::Question;
use crate::domain::text::{half_width, visible};
use crate::domain::words::Words;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::{List, without_cards};
use crate::wizard::{Page, Prompt, Reply};

/// The columns of a list that are read: the place in the list, and the column of the table.
pub(super) struct Meant<'p> {
    pub(super) columns: Vec<(usize, &'p Question)>,
}

impl Meant<'_> {
    /// True for a place in the list that is read.
    pub(super) fn uses(&self, at: usize) -> bool {
        self.columns.iter().any(|(used, _)| *used == at)
    }

    /// The columns that are not read: by their names, and where one holds something without a name, by its number and the
    /// first line of it.
    pub(super) fn unread(&self, list: &List, words: &Words) -> Vec<String> {
        let width = list.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0).max(list.header.len());
        let holds = |at: usize| {
            let filled = |cells: &[String]| cells.get(at).is_some_and(|cell| !cell.trim().is_empty());
            list.rows.iter().find(|(_, cells)| filled(cells)).map(|(line, _)| *line)
        };
        let told = |at: usize| {
            if is_named(list, at) {
                // The numbers of rows are given anew.
                return Some(name(list, at)).filter(|name| name != "#");
            }
            let (number, line) = ((at + 1).to_string(), holds(at)?.to_string());
            Some(words.say("overfull.column", &[("n", &number), ("line", &line)]))
        };
        (0..width).filter(|at| !self.uses(*at)).filter_map(told).collect()
    }
}

/// What is known of the columns before a list is seen.
pub(super) struct Said<'p> {
    context: &'p Context,
    table: &'p Rows,
    /// Every column of the table, with its names in the form in which they are compared.
    columns: Vec<(&'p Question, Vec<String>)>,
    /// `--column`: a column and the header that holds it.
    given: Vec<(&'p Question, &'p str)>,
}

/// A name as it is compared: half-width, lower case, letters and digits only.
fn folded(name: &str) -> String {
    half_width(name).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_named(list: &List, at: usize) -> bool {
    list.header.get(at).is_some_and(|name| !name.trim().is_empty())
}

fn name(list: &List, at: usize) -> String {
    visible(&without_cards(list.header.get(at).map_or("", |name| name.trim())))
}

impl<'p> Said<'p> {
    pub(super) fn new(context: &'p Context, table: &'p Rows, given: &'p [String]) -> Result<Self, Failure> {
        let names = |column: &&'p Question| {
            let names = [column.id.as_str(), &column.label.zh, &column.label.en];
            let names = names.into_iter().chain(column.synonyms.iter().map(String::as_str));
            (*column, names.map(folded).collect())
        };
        let columns = rows::columns(&context.playbook, table).iter().map(names).collect();
        let one = |text: &'p String| {
            let (id, header) = text.split_once('=').ok_or_else(|| {
                Failure::new(Exit::Usage, context.words.say("import.bad_column", &[("what", &visible(text))]))
                    .safe(context.words.get("safe.untouched"))
                    .hint(context.words.get("import.bad_column_hint"))
            })?;
            let column = intake::column(&context.playbook, table.table(), id);
            Ok((column.map_err(|refusal| context.refused(&refusal))?, header))
        };
        let given = given.iter().map(one).collect::<Result<_, Failure>>()?;
        Ok(Self { context, table, columns, given })
    }

    /// True for a cell that is the name of a column.
    pub(super) fn knows(&self, cell: &str) -> bool {
        let cell = folded(cell);
        !cell.is_empty()
            && (self.columns.iter().any(|(_, names)| names.contains(&cell))
                || self
                    .given
                    .iter()
                    .any(|(_, header)| header.parse::<usize>().is_err() && folded(header) == cell))
    }

    /// True for a list with a column that names rows.
    pub(super) fn names_rows(&self, list: &List) -> bool {
        let found = self.found(list);
        found.is_ok_and(|found| {
            self.naming().is_none_or(|naming| found.iter().any(|(_, c)| c.id == naming.id))
        })
    }

    /// The column that names a row of the table.
    fn naming(&self) -> Option<&'p Question> {
        let name = self.table.name.as_ref()?;
        self.columns.iter().find(|(column, _)| column.id == *name).map(|(column, _)| *column)
    }

    /// The id and the label of the column that names a row; empty where rows have no names.
    pub(super) fn called(&self) -> (&'p str, &'p str) {
        let lang = self.context.words.lang;
        self.naming().map_or(("", ""), |column| (column.id.as_str(), column.label.to(lang)))
    }

    /// The columns of a list: said, or found by their names, the most usual name first.
    fn found(&self, list: &List) -> Result<Vec<(usize, &'p Question)>, Failure> {
        let headers: Vec<String> = list.header.iter().map(|name| folded(name)).collect();
        let mut found: Vec<(usize, &Question)> = Vec::new();
        for (column, header) in &self.given {
            let place = headers.iter().position(|name| !name.is_empty() && *name == folded(header));
            let number =
                || header.trim().parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < headers.len());
            found.push((place.or_else(number).ok_or_else(|| self.no_header(list, header))?, column));
        }
        for (column, names) in &self.columns {
            let free = |at: &usize| found.iter().all(|(used, of)| used != at && of.id != column.id);
            let place = |name: &String| headers.iter().position(|header| header == name).filter(free);
            if let Some(at) = names.iter().filter(|name| !name.is_empty()).find_map(place) {
                found.push((at, column));
            }
        }
        Ok(found)
    }

    /// The columns of a list; what is missing is asked for, if somebody can be asked.
    pub(super) fn meant(
        &self,
        path: &Path,
        list: &List,
        set: &[(&Question, Answer)],
        alone: bool,
    ) -> Result<Meant<'p>, Failure> {
        let mut columns = self.found(list)?;
        let settled = |id: &str, columns: &[(usize, &Question)]| {
            columns.iter().any(|(_, column)| column.id == id) || set.iter().any(|(column, _)| column.id == id)
        };
        let all_read = |columns: &[(usize, &Question)]| {
            Meant { columns: columns.to_vec() }.unread(list, &self.context.words).is_empty()
        };
        if alone && !all_read(&columns) && ask::possible(self.context) {
            let own = self.table.columns.iter().filter(|column| !settled(&column.id, &columns));
            let own: Vec<&Question> = own.collect();
            if !own.is_empty() {
                self.ask(path, list, &own, &mut columns)?;
            }
        }
        let named = self.naming().is_none_or(|naming| columns.iter().any(|(_, c)| c.id == naming.id));
        if named { Ok(Meant { columns }) } else { Err(self.unnamed(path, list)) }
    }

    /// Asks for each column that was not found which one of the list holds it.
    fn ask(
        &self,
        path: &Path,
        list: &List,
        own: &[&'p Question],
        columns: &mut Vec<(usize, &'p Question)>,
    ) -> Result<(), Failure> {
        let words = &self.context.words;
        let mut talk = ask::conversation(self.context, "import.left")?;
        talk.voice.tell(&self.page(path, list)).map_err(ours)?;
        let (before, mut at) = (columns.len(), 0);
        let mut picks: Vec<Option<usize>> = Vec::new();
        while let Some(column) = own.get(at) {
            let used = |place: &usize| {
                columns[..before].iter().any(|(used, _)| used == place) || picks.contains(&Some(*place))
            };
            let free: Vec<usize> =
                (0..list.header.len()).filter(|place| is_named(list, *place) && !used(place)).collect();
            let mut options: Vec<String> = free.iter().map(|place| self.option(list, *place)).collect();
            options.push(words.get("learn.nowhere").to_owned());
            let which = words.say("learn.which", &[("role", column.label.to(words.lang))]);
            match talk.voice.pick(&Prompt { ask: which, ..Prompt::default() }, &options, 0).map_err(ours)? {
                Reply::Got(pick) => {
                    picks.push(free.get(pick).copied());
                    at += 1;
                }
                Reply::Back if at > 0 => {
                    picks.pop();
                    at -= 1;
                }
                Reply::Help | Reply::Overview | Reply::Unknown => {
                    let mut page = Page::default();
                    page.text(words.get("import.help"));
                    talk.voice.tell(&page).map_err(ours)?;
                }
                reply => return Err(self.left(&reply)),
            }
        }
        talk.close();
        columns.extend(picks.into_iter().zip(own).filter_map(|(pick, column)| Some((pick?, *column))));
        Ok(())
    }

    fn left<T>(&self, reply: &Reply<T>) -> Failure {
        let exit = if matches!(reply, Reply::Interrupted) { Exit::Interrupted } else { Exit::Usage };
        Failure::new(exit, self.context.words.get("import.left"))
            .safe(self.context.words.get("safe.untouched"))
            .hint(self.context.words.get("import.left_hint"))
    }

    fn page(&self, path: &Path, list: &List) -> Page {
        let words = &self.context.words;
        let mut page = Page::default();
        page.title(words.say("learn.title", &[("file", &shown(path))]));
        page.text(&words.say("learn.about", &[("line", &list.line.to_string())]));
        page
    }

    /// A column of the list, with its first cell.
    fn option(&self, list: &List, at: usize) -> String {
        let cell = list.rows.iter().filter_map(|(_, cells)| cells.get(at)).find(|cell| !cell.is_empty());
        let key = if cell.is_some() { "learn.option" } else { "learn.option_empty" };
        let cell: String =
            cell.map(|cell| without_cards(cell).chars().take(40).collect()).unwrap_or_default();
        self.context.words.say(key, &[("name", &name(list, at)), ("cell", &visible(&cell))])
    }

    fn headers(&self, list: &List) -> String {
        let named = (0..list.header.len()).filter(|at| is_named(list, *at));
        self.context.words.list(&named.map(|at| name(list, at)).collect::<Vec<_>>())
    }

    fn no_header(&self, list: &List, header: &str) -> Failure {
        let words = &self.context.words;
        Failure::new(Exit::Usage, words.say("import.no_header", &[("header", &visible(header))]))
            .safe(words.get("safe.untouched"))
            .hint(words.say("import.no_header_hint", &[("headers", &self.headers(list))]))
    }

    fn unnamed(&self, path: &Path, list: &List) -> Failure {
        let words = &self.context.words;
        let (id, naming) = self.called();
        let (path, line) = (shown(path), list.line.to_string());
        let fill = [("path", path.as_str()), ("line", line.as_str()), ("column", naming)];
        Failure::new(Exit::BadFile, words.say("import.unnamed", &fill))
            .safe(words.get("safe.untouched"))
            .hint(words.say("import.unnamed_hint", &[("headers", &self.headers(list)), ("id", id)]))
    }
}
