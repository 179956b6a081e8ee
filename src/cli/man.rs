//! `posquit man`: manual pages from the help texts, in the language asked, as the man macros of roff.

use std::path::Path;

use clap::{Arg, Command};

use super::topics::TOPICS;
use super::{Context, help, shown};
use crate::domain::words::Words;
use crate::failure::{Exit, Failure};
use crate::store::write_atomic;

/// `posquit man [DIR]`: the main page to the screen, or all pages into a folder.
pub(super) fn pages(context: &Context, folder: Option<&Path>) -> Result<Exit, Failure> {
    let words = &context.words;
    let mut root = help::command(words);
    root.build();
    let Some(folder) = folder else { return context.print(&page(words, &root, "posquit")) };
    if !folder.is_dir() {
        let what = words.say("trouble.man_needs_folder", &[("path", &shown(folder))]);
        return Err(Failure::new(Exit::Usage, what));
    }
    let mut written = 0;
    let mut open = vec![(&root, "posquit".to_owned())];
    while let Some((command, name)) = open.pop() {
        let path = folder.join(format!("{name}.1"));
        write_atomic(&path, page(words, command, &name).as_bytes())
            .map_err(|error| context.trouble(&error))?;
        written += 1;
        open.extend(visible(command).map(|inner| (inner, format!("{name}-{}", inner.get_name()))));
    }
    let said = words.count("man.written", written).replace("{path}", &shown(folder));
    context.print(&(said + "\n"))
}

fn visible(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set())
}

/// One page.
fn page(words: &Words, command: &Command, name: &str) -> String {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut out = format!(
        ".TH {} 1 \"\" \"posquit {}\"\n.ad l\n.nh\n",
        escape(&name.to_uppercase()),
        escape(env!("CARGO_PKG_VERSION"))
    );
    section(&mut out, words.get("man.name"));
    out += &format!("{} \\- {}\n", escape(name), escape(&about));
    section(&mut out, words.get("man.synopsis"));
    let usage = command.clone().render_usage().to_string();
    out += &format!("{}\n", escape(usage.trim_start_matches("Usage:").trim()));
    list(
        &mut out,
        bare(words.get("help.commands")),
        visible(command).map(|inner| {
            (inner.get_name().to_owned(), inner.get_about().map(ToString::to_string).unwrap_or_default())
        }),
    );
    let shown = |arg: &&Arg| !arg.is_hide_set();
    let (places, options): (Vec<_>, Vec<_>) =
        command.get_arguments().filter(shown).partition(|arg| arg.is_positional());
    list(&mut out, bare(words.get("help.arguments")), places.into_iter().map(told));
    list(&mut out, bare(words.get("help.options")), options.into_iter().map(told));
    if let Some(examples) = command.get_after_help() {
        section(&mut out, words.get("man.examples"));
        verbatim(&mut out, examples.to_string().lines().skip(1));
    }
    if command.has_subcommands() && name == "posquit" {
        for topic in &TOPICS {
            section(&mut out, words.get(topic.line));
            topic_text(&mut out, words.get(topic.text));
        }
    } else {
        section(&mut out, words.get("man.see"));
        out += "posquit(1)\n";
    }
    out
}

fn section(out: &mut String, title: &str) {
    *out += &format!(".SH \"{}\"\n", escape(title).replace('"', "\\(dq"));
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = (String, String)>) {
    let items: Vec<_> = items.collect();
    if items.is_empty() {
        return;
    }
    section(out, title);
    for (name, text) in items {
        *out += &format!(".TP 14\n\\fB{}\\fR\n{}\n", escape(&name), escape(&text));
    }
}

/// An argument as it is typed, and what it means.
fn told(arg: &Arg) -> (String, String) {
    let value = arg.get_value_names().filter(|_| arg.get_action().takes_values() || arg.is_positional());
    let value = value.and_then(|names| names.first()).map(ToString::to_string);
    let names = [arg.get_short().map(|c| format!("-{c}")), arg.get_long().map(|long| format!("--{long}"))];
    let names = names.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let typed = [Some(names).filter(|names| !names.is_empty()), value];
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    (typed.into_iter().flatten().collect::<Vec<_>>().join(" "), help)
}

/// A text in paragraphs; lines that are set in stay as they are.
fn topic_text(out: &mut String, text: &str) {
    for paragraph in text.split("\n\n") {
        if paragraph.starts_with(' ') {
            verbatim(out, paragraph.lines());
        } else {
            *out += &format!(".PP\n{}\n", escape(paragraph));
        }
    }
}

fn verbatim<'t>(out: &mut String, lines: impl Iterator<Item = &'t str>) {
    *out += ".nf\n";
    for line in lines {
        *out += &format!("{}\n", escape(line));
    }
    *out += ".fi\n";
}

/// Makes a text mean itself: no line of it is a request, no letter of it an escape.
fn escape(text: &str) -> String {
    let line = |line: &str| {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A heading without its colon.
fn bare(heading: &str) -> &str {
    heading.trim_end_matches([':', '：'])
}
