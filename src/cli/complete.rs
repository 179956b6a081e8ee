//! Completion in shells. The scripts are fixed texts that ask `posquit __complete` what fits; nothing of ours is ever run
//! by a shell, and nothing is offered that holds more than letters, digits, `-`, `_`, `.` and `/`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, Command};

use super::Context;
use super::args::Shell;
use super::help;
use super::topics::TOPICS;
use crate::domain::plan::Plan;
use crate::domain::playbook::{Item, Playbook, Todo};
use crate::domain::question::{Kind, Question};
use crate::failure::{Exit, Failure};
use crate::store::{Home, Loaded};

/// `posquit completions SHELL`.
pub(super) fn script(context: &Context, shell: Shell) -> Result<Exit, Failure> {
    context.print(match shell {
        Shell::Bash => include_str!("completions/posquit.bash"),
        Shell::Zsh => include_str!("completions/posquit.zsh"),
        Shell::Fish => include_str!("completions/posquit.fish"),
        Shell::Powershell => include_str!("completions/posquit.ps1"),
    })
}

/// What fits: some words, or any file.
enum Fits {
    Words(Vec<String>),
    Files,
}

/// `posquit __complete -- WORD…`: what fits in the place of the last word.
pub(super) fn complete(context: &mut Context, words: &[OsString]) -> Result<Exit, Failure> {
    // Where a shell parts `--case=x`, the sign is a word of its own.
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let (last, before) =
        words.split_last().map_or(("", &words[..]), |(last, before)| (last.as_str(), before));
    let last = if last == "=" { "" } else { last };
    let root = help::whole();
    let line = Typed::read(&root, before.iter().filter(|word| *word != "="));
    if let Some(home) = line.option("home") {
        context.home = Home { path: PathBuf::from(home) };
    }
    context.case = line.option("case").map(str::to_owned).or(context.case.take());
    let text = match line.fits(context, last) {
        Fits::Files => "files\n".to_owned(),
        Fits::Words(mut words) => {
            words.retain(|word| word.starts_with(last) && is_safe(word));
            words.sort();
            words.dedup();
            std::iter::once("words".to_owned()).chain(words).map(|word| word + "\n").collect()
        }
    };
    context.print(&text)
}

fn is_safe(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
}

/// The words before the one that is typed, understood.
struct Typed<'c> {
    root: &'c Command,
    command: &'c Command,
    path: Vec<&'c str>,
    positionals: Vec<String>,
    options: Vec<(String, String)>,
    /// The option whose value comes now.
    pending: Option<&'c Arg>,
}

impl<'c> Typed<'c> {
    fn read<'w>(root: &'c Command, words: impl Iterator<Item = &'w String>) -> Self {
        let mut typed = Self {
            root,
            command: root,
            path: Vec::new(),
            positionals: Vec::new(),
            options: Vec::new(),
            pending: None,
        };
        words.for_each(|word| typed.word(word));
        typed
    }

    fn word(&mut self, word: &str) {
        if let Some(arg) = self.pending.take() {
            self.options.push((arg.get_id().to_string(), word.to_owned()));
        } else if word.starts_with('-') {
            let (name, value) =
                word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
            let arg = self.arguments().find(|arg| is_named(arg, name));
            match (arg.filter(|arg| arg.get_action().takes_values()), value) {
                (Some(arg), Some(value)) => self.options.push((arg.get_id().to_string(), value.to_owned())),
                (arg, _) => self.pending = arg,
            }
        } else if let Some(command) = self.command.find_subcommand(word) {
            self.command = command;
            self.path.push(command.get_name());
        } else {
            self.positionals.push(word.to_owned());
        }
    }

    /// The arguments that may stand here.
    fn arguments(&self) -> impl Iterator<Item = &'c Arg> + use<'c> {
        let global = self.root.get_arguments().filter(|arg| arg.is_global_set());
        self.command.get_arguments().chain(global)
    }

    fn option(&self, id: &str) -> Option<&str> {
        self.options.iter().rev().find(|(name, _)| name == id).map(|(_, value)| value.as_str())
    }

    fn fits(&self, context: &Context, last: &str) -> Fits {
        if let Some(arg) = self.pending {
            return self.values(context, arg, last);
        }
        if last.starts_with('-') {
            let shown = self.arguments().filter(|arg| !arg.is_hide_set());
            return Fits::Words(shown.filter_map(Arg::get_long).map(|long| format!("--{long}")).collect());
        }
        if self.command.has_subcommands() {
            let shown = self.command.get_subcommands().filter(|command| !command.is_hide_set());
            return Fits::Words(shown.map(|command| command.get_name().to_owned()).collect());
        }
        let places: Vec<&Arg> = self.command.get_positionals().collect();
        // The last place may take any number of words.
        let many = places.last().filter(|arg| matches!(arg.get_action(), clap::ArgAction::Append));
        match places.get(self.positionals.len()).or(many) {
            Some(arg) => self.values(context, arg, last),
            None => Fits::Words(Vec::new()),
        }
    }

    /// What fits as the value of an option or in a place.
    fn values(&self, context: &Context, arg: &Arg, last: &str) -> Fits {
        let playbook = &context.playbook;
        let words = match (self.path.first().copied(), arg.get_id().as_str()) {
            (_, "answers" | "output" | "home" | "folder") => return Fits::Files,
            (Some("unarchive"), "case") => context.home.archived().unwrap_or_default(),
            (_, "case" | "restore" | "confirm") => context.home.names().unwrap_or_default(),
            (Some("answer"), "id") => with_case(context, |plan| answer_places(playbook, plan, last)),
            (Some("answer"), "values") => {
                self.positionals.first().map_or_else(Vec::new, |id| options(playbook, id))
            }
            (Some("tick"), "todo") => with_case(context, |plan| tick_places(playbook, plan, last)),
            (Some("mark"), "step") => playbook.steps.iter().map(|step| step.id.clone()).collect(),
            (Some("help"), "topic") => {
                let commands = self.root.get_subcommands().filter(|command| !command.is_hide_set());
                let topics = TOPICS.iter().map(|topic| topic.name.to_owned());
                topics.chain(commands.map(|command| command.get_name().to_owned())).collect()
            }
            _ => arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect(),
        };
        Fits::Words(words)
    }
}

fn is_named(arg: &Arg, word: &str) -> bool {
    let long = word.strip_prefix("--").is_some_and(|name| arg.get_long() == Some(name));
    let mut short = word.chars().skip(1);
    long || (short.next().is_some_and(|c| arg.get_short() == Some(c)) && short.next().is_none())
}

/// What a plan of the case that is meant says, if there is one that can be read.
fn with_case(context: &Context, say: impl Fn(Option<&Plan<'_>>) -> Vec<String>) -> Vec<String> {
    let loaded: Option<Loaded> = context.meant().ok().and_then(|folder| folder.load().ok());
    say(loaded.as_ref().map(|loaded| context.plan(loaded)).as_ref())
}

/// Questions, tables, and within a table its rows and cells, one level at a time.
fn answer_places(playbook: &Playbook, plan: Option<&Plan<'_>>, last: &str) -> Vec<String> {
    let mut places = Vec::new();
    for item in playbook.steps.iter().flat_map(|step| &step.items) {
        match item {
            Item::Question(question) => places.push(question.id.clone()),
            Item::Rows(rows) => places.extend(row_places(rows.table(), &rows.columns, plan, last)),
            Item::Todo(_) | Item::Wait(_) => {}
        }
    }
    places
}

fn row_places(table: &str, columns: &[Question], plan: Option<&Plan<'_>>, last: &str) -> Vec<String> {
    let numbers = plan.and_then(|plan| plan.look.case.tables.get(table)).map(|table| table.rows.keys());
    let rows = numbers.into_iter().flatten().map(|number| format!("{table}/{number}"));
    let inside = |row: &String| last.starts_with(&format!("{row}/"));
    let mut places = vec![format!("{table}/all"), format!("{table}/new")];
    if last.starts_with(&format!("{table}/")) {
        for row in rows {
            if inside(&row) {
                places.extend(columns.iter().map(|column| format!("{row}/{}", column.id)));
            }
            places.push(row);
        }
    }
    places
}

/// To-dos, and within one that has a tick for each row, those rows.
fn tick_places(playbook: &Playbook, plan: Option<&Plan<'_>>, last: &str) -> Vec<String> {
    let todos = playbook.steps.iter().flat_map(|step| &step.items).filter_map(|item| match item {
        Item::Todo(todo) => Some(todo),
        _ => None,
    });
    let rows = |todo: &Todo| {
        let wanted = plan.filter(|_| last.starts_with(&format!("{}/", todo.id)));
        let places = wanted.into_iter().flat_map(|plan| plan.look.tick_places(todo));
        places.filter_map(|(row, _)| row).map(|row| format!("{}/{row}", todo.id)).collect::<Vec<_>>()
    };
    todos.flat_map(|todo| rows(todo).into_iter().chain([todo.id.clone()])).collect()
}

/// The options of a question or a column, by a path such as `terminals/2/owner`.
fn options(playbook: &Playbook, path: &str) -> Vec<String> {
    let id = path.rsplit('/').next().unwrap_or(path);
    let question = playbook.question(id).or_else(|| playbook.column(id).map(|(_, column)| column));
    let yes_no = ["yes", "no"].map(str::to_owned).to_vec();
    match question {
        Some(question) if question.kind == Kind::YesNo => yes_no,
        Some(question) => question.options.iter().map(|option| option.id.clone()).collect(),
        None if path.ends_with("/all") => yes_no,
        None => Vec::new(),
    }
}
