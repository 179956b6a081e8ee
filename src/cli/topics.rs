//! `posquit help`: the commands, and what is worth knowing besides.

use super::{Context, help};
use crate::failure::{Exit, Failure};
use crate::wizard::Page;

/// Something that is explained at length.
pub(super) struct Topic {
    /// What is typed for it.
    pub(super) name: &'static str,
    /// The key of its line in a list.
    pub(super) line: &'static str,
    /// The key of its text.
    pub(super) text: &'static str,
}

/// All topics.
pub(super) const TOPICS: [Topic; 4] = [
    Topic { name: "files", line: "topics.files", text: "topics.files_text" },
    Topic { name: "privacy", line: "topics.privacy", text: "topics.privacy_text" },
    Topic { name: "accessibility", line: "topics.accessibility", text: "topics.accessibility_text" },
    Topic { name: "exit-codes", line: "topics.exit_codes", text: "topics.exit_codes_text" },
];

/// `posquit help [COMMAND | TOPIC]`.
pub(super) fn help(context: &Context, topic: Option<&str>) -> Result<Exit, Failure> {
    let words = &context.words;
    let mut command = help::command(words);
    // The usage line names the whole command only in a command that is built.
    command.build();
    let Some(name) = topic else {
        let list = TOPICS.map(|topic| format!("  {:<14} {}\n", topic.name, words.get(topic.line))).concat();
        let text = help::headed(words, &command.render_help().to_string());
        return context.print(&format!("{}\n\n{}\n{list}", text.trim_end(), words.get("topics.heading")));
    };
    if let Some(topic) = TOPICS.iter().find(|topic| topic.name == name) {
        let mut page = Page::default();
        page.title(words.get(topic.line));
        page.blank();
        page.text(words.get(topic.text));
        return context.print_page(&page);
    }
    match command.find_subcommand_mut(name).filter(|command| !command.is_hide_set()) {
        Some(command) => context.print(&help::headed(words, &command.render_help().to_string())),
        None => Err(Failure::new(Exit::Usage, words.say("trouble.no_topic", &[("what", name)]))
            .hint(words.get("trouble.no_topic_hint"))),
    }
}
