//! Help and usage errors in the language of the person: the texts stand in `templates/words/`, under `help`.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Command};

use super::args::{Cli, Global};
use crate::domain::words::Words;
use crate::failure::{Exit, Failure};

/// posquit without options and commands; help and version are options of its own, worded in both languages.
fn bare() -> Command {
    Command::new(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_required(true)
}

/// The whole command line, without its help texts.
pub(super) fn whole() -> Command {
    Cli::augment_args(bare())
}

/// The commands that a command line names, without the others: each gets a copy of every global option before the line
/// is read, and a run needs one. What this does not understand is for the whole of them to judge.
pub(super) fn named_in(arguments: &[OsString]) -> Command {
    let whole = whole();
    let named = |command: &&Command| arguments.iter().any(|word| word == command.get_name());
    let commands = whole.get_subcommands().filter(named).cloned();
    Global::augment_args(bare()).subcommands(commands)
}

/// The command line with its help texts.
pub(super) fn command(words: &Words) -> Command {
    let command = worded(whole(), words, "help");
    command.mut_args(|arg| {
        let key = format!("help.global.{}", arg.get_id());
        let arg = if key == "help.global.help" { arg.short('h').long("help") } else { arg };
        arg.help(words.get(&key).to_owned())
    })
}

/// A help text as it is shown: a heading ends with the colon of its language, not with another one after it.
pub(super) fn headed(words: &Words, text: &str) -> String {
    ["help.commands", "help.arguments", "help.options"].iter().fold(text.to_owned(), |text, key| {
        let heading = words.get(key);
        text.replace(&format!("\n{heading}:\n"), &format!("\n{heading}\n"))
    })
}

fn worded(command: Command, words: &Words, prefix: &str) -> Command {
    let template =
        format!("{{about}}\n\n{}\n  {{usage}}\n\n{{all-args}}{{after-help}}", words.get("help.usage"));
    let has_arguments = command.get_positionals().next().is_some();
    let mut command = command
        .about(words.get(&format!("{prefix}.about")).to_owned())
        .after_help(words.get(&format!("{prefix}.examples")).to_owned())
        .subcommand_help_heading(words.get("help.commands").to_owned())
        .help_template(template);
    command = command.mut_args(|arg| {
        let key = format!("{prefix}.{}", arg.get_id());
        let heading = if arg.is_positional() && has_arguments { "help.arguments" } else { "help.options" };
        let text = words.get(&key).to_owned();
        // A long id is a leaked key: global arguments are worded by the caller.
        let arg = if text == key { arg } else { arg.help(text) };
        let arg = arg.help_heading(words.get(heading).to_owned());
        // The help text names them, in the language of the person.
        if arg.get_action().takes_values() {
            arg.hide_possible_values(true).hide_default_value(true)
        } else {
            arg
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let prefix = format!("{prefix}.{name}");
        command = command.mut_subcommand(&name, |sub| worded(sub, words, &prefix));
    }
    command
}

/// A usage error in words.
pub(super) fn usage_failure(words: &Words, error: &clap::Error) -> Failure {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            words.say("usage.command", &[("what", &context(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::UnknownArgument => words.say("usage.argument", &[("what", &argument)]),
        ErrorKind::MissingRequiredArgument => words.say("usage.missing", &[("what", &argument)]),
        ErrorKind::ArgumentConflict if argument == context(ContextKind::PriorArg) => {
            words.say("instead.once", &[("what", &argument)])
        }
        ErrorKind::ArgumentConflict => {
            words.say("usage.conflict", &[("what", &argument), ("other", &context(ContextKind::PriorArg))])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            let key = if value.is_empty() { "usage.no_value" } else { "usage.value" };
            words.say(key, &[("what", &argument), ("value", &value)])
        }
        _ => words.get("usage.other").to_owned(),
    };
    let valid =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::ValidValue].map(context);
    let hint = match valid.iter().find(|text| !text.is_empty()) {
        Some(text) => words.say("usage.try", &[("what", text)]),
        None => words.get("usage.help").to_owned(),
    };
    Failure::new(Exit::Usage, what).hint(hint)
}
