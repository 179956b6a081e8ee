//! The commands. Only here do the layers meet; the clock, the language and the folders are read here, once.

mod args;
mod ask;
mod bar;
mod change;
mod check;
mod clock;
mod complete;
mod due;
mod errands;
mod evidence;
mod export;
mod fault;
mod folder;
mod help;
mod import;
mod keeping;
mod letter;
mod man;
mod meant;
mod playbook;
mod reconcile;
mod restore;
mod rows;
mod rows_file;
mod show;
mod signals;
mod talk;
mod topics;
mod trouble;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::FromArgMatches;
use etcetera::BaseStrategy;

use crate::domain::case::Stamp;
use crate::domain::phrase::Phrase;
use crate::domain::plan::Plan;
use crate::domain::text::{Lang, visible};
use crate::domain::words::Words;
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Home, Loaded};
use crate::template;
use crate::wizard::{Page, hanging};

use args::{Cli, ColorWhen, Command, Global};
use clock::Clock;
pub use fault::guarded;
use playbook::LazyPlaybook;
pub use restore::remember as remember_terminal;

/// Runs a command line and says how the process ends.
pub fn main(arguments: Vec<OsString>) -> Exit {
    let told = lang_of(&arguments);
    let words = template::words(told.unwrap_or(Lang::En));
    guarded(&words.clone(), || run_line(arguments, told, words))
}

fn run_line(arguments: Vec<OsString>, told: Option<Lang>, words: Words) -> Exit {
    // The help texts are only put in where they are shown.
    let plain = help::named_in(&arguments).try_get_matches_from(arguments.clone());
    let matches = match plain.or_else(|_| help::command(&words).try_get_matches_from(arguments)) {
        Ok(matches) => matches,
        Err(error) if !error.use_stderr() => {
            return written(&words, "safe.untouched", &help::headed(&words, &error.to_string()))
                .unwrap_or_else(|failure| ended(&words, &failure));
        }
        Err(error) if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(io::stderr(), "{}", help::headed(&words, &error.to_string()));
            return Exit::Usage;
        }
        Err(error) => return ended(&words, &help::usage_failure(&words, &error)),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return ended(&words, &help::usage_failure(&words, &error)),
    };
    let mut context = match Context::new(&cli.global, told, words) {
        Ok(context) => context,
        Err((words, failure)) => return ended(&words, &failure),
    };
    if context.accessible && cli.command.is_read_aloud() {
        context.speak_aloud();
    }
    let exit = match run(&mut context, cli.command) {
        Ok(exit) => exit,
        Err(failure) => ended(&context.words, &failure),
    };
    // The process ends now; giving back each text of the playbook first would take a tenth of a quick run.
    std::mem::forget(context);
    exit
}

fn run(context: &mut Context, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Start(args) => talk::start(context, args.answers.as_deref()),
        Command::Resume(args) => talk::resume(context, args.answers.as_deref()),
        Command::Status { json } => show::status(context, json),
        Command::Answer(args) => {
            rows::fill_each(context, &args).unwrap_or_else(|| change::answer(context, &args))
        }
        Command::Rows(args) => rows::rows(context, &args),
        Command::Import(args) => rows_file::import(context, &args),
        Command::Tick(args) => change::tick(context, &args),
        Command::Mark(args) => change::mark(context, &args),
        Command::Attach(args) => evidence::attach(context, &args),
        Command::Call(args) => evidence::call(context, &args),
        Command::Undo => change::undo(context, false),
        Command::Redo => change::undo(context, true),
        Command::Log { json } => show::log(context, json),
        Command::Due { json, exit_code } => due::due(context, json, exit_code),
        Command::WhatIf { changes, json } => due::what_if(context, &changes, json),
        Command::Next { json } => show::next(context, json),
        Command::List { all, json } => show::list(context, all, json),
        Command::Reconcile(args) => reconcile::reconcile(context, &args),
        Command::Letter(args) => letter::letter(context, &args),
        Command::Export { format } => export::export(context, &format),
        Command::Check { restore: Some(name), .. } => check::restore(context, &name),
        Command::Check { json, .. } => check::check(context, json),
        Command::Rename { name } => keeping::rename(context, &name),
        Command::Archive => keeping::archive(context),
        Command::Unarchive => keeping::unarchive(context),
        Command::Delete { confirm } => keeping::delete(context, confirm.as_deref()),
        Command::Completions { shell } => complete::script(context, shell),
        Command::Man { folder } => man::pages(context, folder.as_deref()),
        Command::Help { topic } => topics::help(context, topic.as_deref()),
        Command::Complete { words } => complete::complete(context, &words),
    }
}

/// Says on standard error how a run failed, in a terminal by its width; where that is closed, only the code tells.
fn ended(words: &Words, failure: &Failure) -> Exit {
    let columns = columns(&console::Term::stderr()).unwrap_or(usize::MAX);
    for line in failure.lines(words).iter().flat_map(|line| line.split('\n')) {
        let _ = io::stderr().write_all(hanging(line, columns, 0).as_bytes());
    }
    failure.exit
}

/// The language that the arguments or the system tell, if it is one of ours.
fn lang_of(arguments: &[OsString]) -> Option<Lang> {
    let mut arguments = arguments.iter().filter_map(|a| a.to_str());
    while let Some(argument) = arguments.next() {
        let tag = match argument {
            "--lang" => arguments.next(),
            _ => argument.strip_prefix("--lang="),
        };
        if let Some(lang) = tag.and_then(Lang::from_tag) {
            return Some(lang);
        }
    }
    sys_locale::get_locale().and_then(|tag| Lang::from_tag(&tag))
}

/// What every command works with.
struct Context {
    words: Words,
    playbook: LazyPlaybook,
    home: Home,
    clock: Clock,
    /// `--today`, for tests.
    fixed_today: Option<chrono::NaiveDate>,
    /// `--case`.
    case: Option<String>,
    /// `--lang`, which wins over the language of a case.
    asked_lang: Option<Lang>,
    /// The `--home` of the arguments, as the next command needs it too; empty without one.
    home_said: String,
    /// The arguments or the system told the language.
    told_lang: bool,
    no_input: bool,
    colour: ColorWhen,
    /// `--accessible`, or `ACCESSIBLE`: the plain voice.
    accessible: bool,
}

impl Context {
    fn new(global: &Global, told: Option<Lang>, words: Words) -> Result<Self, (Words, Box<Failure>)> {
        let home = if let Some(path) = home(global.home.clone()) {
            Home { path }
        } else {
            let failure =
                Failure::new(Exit::Failed, words.get("error.no_home")).hint(words.get("error.no_home_hint"));
            return Err((words, Box::new(failure)));
        };
        fault::data_is_in(&home.path);
        let mut context = Self {
            playbook: LazyPlaybook::new(words.lang),
            home,
            clock: Clock::read(global.today),
            fixed_today: global.today,
            case: global.case.clone(),
            home_said: global
                .home
                .as_deref()
                .map_or_else(String::new, |home| format!(" --home \"{}\"", shown(home))),
            asked_lang: global.lang.as_deref().and_then(Lang::from_tag),
            told_lang: told.is_some(),
            no_input: global.no_input,
            colour: global.color,
            accessible: global.accessible || is_set("ACCESSIBLE"),
            words,
        };
        match context.find_calendars() {
            Ok(()) => Ok(context),
            Err(failure) => Err((context.words, Box::new(failure))),
        }
    }

    /// Speaks the language of a case, unless another one was asked for.
    fn speak(&mut self, lang: Lang) {
        if self.asked_lang.is_none() && self.words.lang != lang {
            self.set_language(lang);
        }
    }

    fn set_language(&mut self, lang: Lang) {
        let words = template::words(lang);
        self.words = if self.words.aloud { words.aloud() } else { words };
        self.playbook.set_language(lang);
    }

    /// From now on, words are chosen to be read aloud.
    fn speak_aloud(&mut self) {
        self.words = self.words.clone().aloud();
    }

    fn phrase(&self) -> Phrase<'_> {
        Phrase { words: &self.words, playbook: &self.playbook }
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            id: self.playbook.id.clone(),
            version: self.playbook.version,
            hash: template::standard_hash(),
        }
    }

    fn plan<'a>(&'a self, loaded: &'a Loaded) -> Plan<'a> {
        Plan::new(&self.playbook, &loaded.case, self.clock.today)
    }

    /// Colour for a stream: as asked, else for a terminal without `NO_COLOR`.
    fn colour_on(&self, terminal: bool) -> bool {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var("TERM").is_ok_and(|term| term == "dumb");
        match self.colour {
            // The plain voice only prints.
            _ if self.accessible => false,
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => terminal && !plain,
        }
    }

    /// Opens the case that is meant.
    fn open(&mut self) -> Result<(Folder, Loaded), Failure> {
        let folder = self.meant()?;
        let loaded = folder.load().map_err(|error| self.trouble(&error))?;
        // Tables are shared, and one more holder keeps them until the process ends: giving back ten thousand rows one by
        // one would take a tenth of a change.
        std::mem::forget(loaded.case.tables.clone());
        self.speak(loaded.case.language);
        if loaded.edited {
            self.notice("notice.edited", &[("path", &shown(&folder.case_file()))]);
        }
        if let Some(path) = folder.exposed() {
            self.notice("keep.exposed", &[("path", &shown(&path))]);
        }
        if loaded.case.playbook.version != self.playbook.version && loaded.case.revision > 0 {
            self.notice("notice.playbook", &[]);
        }
        Ok((folder, loaded))
    }

    /// Says something on standard error that is no failure.
    fn notice(&self, key: &str, fill: &[(&str, &str)]) {
        let _ = writeln!(io::stderr(), "{}", visible(&self.words.say(key, fill)));
    }

    /// Writes results to standard output. A reader that went away ends the run quietly.
    fn print(&self, text: &str) -> Result<Exit, Failure> {
        self.print_knowing("safe.untouched", text)
    }

    /// `print` for what is said after a change; a failure says that the change is saved.
    fn print_saved(&self, text: &str) -> Result<Exit, Failure> {
        self.print_knowing("safe.saved", text)
    }

    fn print_knowing(&self, safe: &str, text: &str) -> Result<Exit, Failure> {
        written(&self.words, safe, text)
    }

    /// Writes a page to standard output, as wide as the terminal there or 80 columns.
    fn print_page(&self, page: &Page) -> Result<Exit, Failure> {
        self.print(&self.rendered(page))
    }

    fn rendered(&self, page: &Page) -> String {
        let columns = columns(&console::Term::stdout());
        let (terminal, columns) = (columns.is_some(), columns.unwrap_or(80));
        if self.words.aloud {
            return page.aloud(&self.words, columns);
        }
        page.render(columns, self.colour_on(terminal))
    }
}

/// How wide a line may be in a terminal; none where it is no terminal.
fn columns(term: &console::Term) -> Option<usize> {
    term.is_term().then(|| usize::from(term.size().1).min(100))
}

/// A path as it may be shown.
fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// Writes to standard output, to the end; `safe` is the key of what a failure says is safe.
fn written(words: &Words, safe: &str, text: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
        Err(error) => Err(Failure::new(Exit::Failed, words.get("error.stdout"))
            .because(error.to_string())
            .safe(words.get(safe))),
        Ok(()) => Ok(Exit::Done),
    }
}

/// True where a variable of the environment says yes: it is neither empty nor 0, false, no or off.
fn is_set(name: &str) -> bool {
    let value = std::env::var_os(name).unwrap_or_default().to_string_lossy().trim().to_lowercase();
    !matches!(value.as_str(), "" | "0" | "false" | "no" | "off")
}

/// The folder of the data: `--home`, else `POSQUIT_HOME`, else the platform's.
fn home(asked: Option<PathBuf>) -> Option<PathBuf> {
    let given =
        asked.or_else(|| std::env::var_os("POSQUIT_HOME").filter(|v| !v.is_empty()).map(PathBuf::from));
    given.or_else(|| etcetera::choose_base_strategy().ok().map(|base| base.data_dir().join("posquit")))
}
