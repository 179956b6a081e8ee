//! Troubles with files, in words: what failed, what is safe, what to do now.

use std::path::Path;

use super::Context;
use crate::domain::intake::Refusal;
use crate::failure::{Exit, Failure};
use crate::store::{Doing, FORMAT, StoreError};
use crate::tables::Wrong;
use crate::wizard::screens;

/// The forms that the readers of files name, with the keys of their words.
const FORMS: [(&str, &str); 13] = [
    ("a text in quotes", "form.text"),
    ("a whole number", "form.number"),
    ("a whole number that is not negative", "form.count"),
    ("a whole number from 1 to 100000", "form.row"),
    ("a number from 1 to `last` that no other row has", "form.new_row"),
    ("the number of a row", "form.row_number"),
    ("a number from 1 that no other record has", "form.record"),
    ("true or false", "form.flag"),
    ("a list of texts", "form.texts"),
    ("a table", "form.table"),
    ("a day without quotes, such as 2026-12-31", "form.day"),
    ("a day without quotes, such as 2026-12-31, or { unknown = true }", "form.tick_day"),
    ("a text, a day, a number, true, false, a list or { unknown = true }", "form.answer"),
];

impl Context {
    /// Words a trouble of the store.
    pub(super) fn trouble(&self, error: &StoreError) -> Failure {
        let words = &self.words;
        let path_of = |path: &Path| path.display().to_string();
        match error {
            StoreError::Io { doing, path, error } => self.io_trouble(*doing, path, error),
            StoreError::Damaged { path, faults } => self.damaged(path, faults),
            StoreError::Empty { path } => {
                Failure::new(Exit::Refused, words.say("error.empty", &[("path", &path_of(path))]))
                    .safe(words.get("safe.not_written"))
                    .hint(self.previous_hint(path))
            }
            StoreError::Newer { path, format } => {
                let fill =
                    [("path", path_of(path)), ("theirs", format.to_string()), ("ours", FORMAT.to_string())];
                let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
                Failure::new(Exit::Refused, words.say("error.newer", &fill))
                    .safe(words.get("safe.not_written"))
                    .hint(words.get("error.newer_hint"))
            }
            StoreError::NotText { path, at } => Failure::new(
                Exit::Refused,
                words.say("error.not_text", &[("path", &path_of(path)), ("at", &at.to_string())]),
            )
            .safe(words.get("safe.not_written"))
            .hint(self.previous_hint(path)),
            StoreError::TooLarge { path, cap } => {
                let cap = (cap >> 20).to_string();
                Failure::new(
                    Exit::Refused,
                    words.say("error.too_large", &[("path", &path_of(path)), ("cap", &cap)]),
                )
                .safe(words.get("safe.not_written"))
            }
            StoreError::InUse { path } => {
                Failure::new(Exit::Refused, words.say("error.in_use", &[("path", &path_of(path))]))
                    .safe(words.get("safe.old_stands"))
                    .hint(words.get("error.in_use_hint"))
            }
            StoreError::Changed { at, now } => {
                let now = now
                    .as_ref()
                    .map_or_else(|| words.get("answer.none").to_owned(), |now| self.phrase().slot(at, now));
                Failure::new(
                    Exit::Refused,
                    words.say("error.changed", &[("at", &at.to_string()), ("now", &now)]),
                )
                .safe(words.get("safe.old_stands"))
            }
            StoreError::NothingToUndo => Failure::new(Exit::Refused, words.get("error.nothing_to_undo")),
            StoreError::NoSuchCase { name } => {
                let names = self.home.names().unwrap_or_default();
                Failure::new(Exit::Usage, words.say("error.no_such_case", &[("name", name)]))
                    .hint(words.say("error.no_such_case_hint", &[("names", &words.list(&names))]))
            }
        }
    }

    fn damaged(&self, path: &Path, faults: &[((usize, usize), Wrong)]) -> Failure {
        let line = |((line, column), what): &((usize, usize), Wrong)| {
            format!("{}:{line}:{column}: {}", path.display(), self.fault(what))
        };
        // The first ones tell enough of a file that is damaged all over.
        let lines: Vec<String> = faults.iter().take(5).map(line).collect();
        Failure::new(Exit::Refused, lines.join("\n"))
            .safe(self.words.get("safe.not_written"))
            .hint(self.previous_hint(path))
    }

    /// Words a fault of a file.
    pub(super) fn fault(&self, what: &Wrong) -> String {
        let words = &self.words;
        match what {
            Wrong::Toml(message) => words.say("answers.toml", &[("message", message)]),
            Wrong::Key(key, known) => words.say("answers.key", &[("key", key), ("known", known)]),
            Wrong::Missing(key) => words.say("answers.missing", &[("key", key)]),
            Wrong::Form(key, form) => {
                let known = FORMS.iter().find(|(english, _)| english == form).map(|(_, key)| words.get(key));
                words.say("answers.form", &[("key", key), ("form", known.unwrap_or(form))])
            }
        }
    }

    fn io_trouble(&self, doing: Doing, path: &Path, error: &std::io::Error) -> Failure {
        let words = &self.words;
        let key = match doing {
            Doing::Read => "error.read",
            Doing::Write => "error.write",
            Doing::Sync => "error.sync",
            Doing::Create => "error.create",
            Doing::Lock => "error.lock",
        };
        let what = words.say(key, &[("path", &path.display().to_string())]);
        let hint = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "hint.full",
            std::io::ErrorKind::PermissionDenied => "hint.rights",
            std::io::ErrorKind::ReadOnlyFilesystem => "hint.read_only",
            std::io::ErrorKind::NotFound => "hint.not_found",
            _ => "hint.again",
        };
        let safe = if doing == Doing::Sync { "safe.may_be_lost" } else { "safe.old_stands" };
        Failure::new(Exit::Failed, what)
            .because(error.to_string())
            .safe(words.get(safe))
            .hint(words.get(hint))
    }

    /// Says how to go back to the copy before the last change, if there is one.
    fn previous_hint(&self, path: &Path) -> String {
        let previous = path.with_file_name("case.toml.1");
        let fill = [("path", path.display().to_string()), ("previous", previous.display().to_string())];
        let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
        self.words.say(if previous.exists() { "hint.previous" } else { "hint.no_previous" }, &fill)
    }

    /// Words a refusal of something given on the command line.
    pub(super) fn refused(&self, refusal: &Refusal<'_>) -> Failure {
        let exit = match refusal {
            Refusal::Unsafe(..) | Refusal::Unconfirmed(_) => Exit::Refused,
            _ => Exit::Usage,
        };
        Failure::new(exit, screens::refusal(&self.phrase(), refusal)).safe(self.words.get("safe.untouched"))
    }
}
