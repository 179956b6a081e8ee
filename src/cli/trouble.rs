//! Troubles with files, in words: what failed, what is safe, what to do now.

use std::path::Path;

use super::{Context, shown};
use crate::domain::intake::Refusal;
use crate::failure::{Exit, Failure};
use crate::store::{Doing, FORMAT, Folder, StoreError};
use crate::tables::{Wrong, form_key};
use crate::wizard::screens;

impl Context {
    /// Words a trouble of the store.
    pub(super) fn trouble(&self, error: &StoreError) -> Failure {
        let words = &self.words;
        let path_of = |path: &Path| shown(path);
        match error {
            StoreError::Io { doing, path, error } => self.io_trouble(*doing, path, error),
            StoreError::Damaged { path, faults } => self.damaged(path, faults),
            StoreError::Empty { .. }
            | StoreError::Newer { .. }
            | StoreError::NotText { .. }
            | StoreError::TooLarge { .. } => self.no_case(error),
            StoreError::Unfit { path, why } => self.unfit(&path_of(path), *why),
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
            StoreError::NoSuchCase { name } => self.no_such_case(name),
            StoreError::NotRegular { .. }
            | StoreError::NotYours { .. }
            | StoreError::Archived { .. }
            | StoreError::BadName { .. }
            | StoreError::NameTaken { .. }
            | StoreError::Linked { .. }
            | StoreError::NoPrevious { .. }
            | StoreError::Sound { .. } => self.misplaced(error),
        }
    }

    /// Words a trouble with a file that is no case which this posquit can read.
    fn no_case(&self, error: &StoreError) -> Failure {
        let words = &self.words;
        let refused = |key: &str, fill: &[(&str, String)]| {
            let fill: Vec<(&str, &str)> = fill.iter().map(|(name, text)| (*name, text.as_str())).collect();
            Failure::new(Exit::Refused, words.say(key, &fill)).safe(words.get("safe.not_written"))
        };
        match error {
            StoreError::Empty { path } => {
                refused("error.empty", &[("path", shown(path))]).hint(self.previous_hint(path))
            }
            StoreError::Newer { path, format } => {
                let fill =
                    [("path", shown(path)), ("theirs", format.to_string()), ("ours", FORMAT.to_string())];
                refused("error.newer", &fill).hint(words.get("error.newer_hint"))
            }
            StoreError::NotText { path, at } => {
                let fill = [("path", shown(path)), ("at", at.to_string())];
                refused("error.not_text", &fill).hint(self.previous_hint(path))
            }
            StoreError::TooLarge { path, cap } => {
                refused("error.too_large", &[("path", shown(path)), ("cap", (cap >> 20).to_string())])
            }
            _ => self.trouble(error),
        }
    }

    fn no_such_case(&self, name: &str) -> Failure {
        let names = self.home.names().unwrap_or_default();
        let hint = match &names[..] {
            [] => self.words.get("error.no_cases_hint").to_owned(),
            names => self.words.say("error.no_such_case_hint", &[("names", &self.words.list(names))]),
        };
        Failure::new(Exit::Usage, self.words.say("error.no_such_case", &[("name", name)])).hint(hint)
    }

    /// Words a trouble with what a file is, or what a case is called.
    fn misplaced(&self, error: &StoreError) -> Failure {
        let told = |exit, what: &str, hint: &str, fill: &[(&str, &str)]| {
            Failure::new(exit, self.words.say(what, fill))
                .safe(self.words.get("safe.untouched"))
                .hint(self.words.say(hint, fill))
        };
        let at = |what: &str, hint: &str, path: &Path| {
            told(Exit::Refused, what, hint, &[("path", shown(path).as_str())])
        };
        match error {
            StoreError::NotRegular { path } => at("trouble.not_regular", "trouble.not_regular_hint", path),
            StoreError::NotYours { path } => at("trouble.not_yours", "trouble.not_yours_hint", path),
            StoreError::Linked { path } => at("trouble.linked", "trouble.linked_hint", path),
            StoreError::NoPrevious { path } => at("trouble.no_previous", "trouble.no_previous_hint", path),
            StoreError::Sound { path } => at("trouble.sound", "trouble.sound_hint", path),
            StoreError::Archived { name } => {
                told(Exit::Usage, "trouble.archived", "trouble.archived_hint", &[("name", name)])
            }
            StoreError::BadName { name } => {
                told(Exit::Usage, "trouble.bad_name", "trouble.bad_name_hint", &[("name", name)])
            }
            StoreError::NameTaken { by } => {
                told(Exit::Usage, "trouble.name_taken", "trouble.name_taken_hint", &[("by", by)])
            }
            _ => Failure::new(Exit::Failed, error.to_string()),
        }
    }

    fn damaged(&self, path: &Path, faults: &[((usize, usize), Wrong)]) -> Failure {
        let line = |((line, column), what): &((usize, usize), Wrong)| {
            format!("{}:{line}:{column}: {}", shown(path), self.fault(what))
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
                let form = form_key(form).map_or(form.as_str(), |key| words.get(key));
                words.say("answers.form", &[("key", key), ("form", form)])
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
            Doing::Move => "trouble.move",
            Doing::Delete => "trouble.delete",
        };
        let what = words.say(key, &[("path", &shown(path))]);
        let hint = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "hint.full",
            std::io::ErrorKind::PermissionDenied => "hint.rights",
            std::io::ErrorKind::ReadOnlyFilesystem => "hint.read_only",
            std::io::ErrorKind::NotFound => "hint.not_found",
            _ => "hint.again",
        };
        let safe = match doing {
            Doing::Sync => "safe.may_be_lost",
            Doing::Delete => "trouble.delete_safe",
            _ => "safe.old_stands",
        };
        Failure::new(Exit::Failed, what)
            .because(error.to_string())
            .safe(words.get(safe))
            .hint(words.get(hint))
    }

    /// Says how to go back to the copy from before the last change, if that is whole.
    fn previous_hint(&self, path: &Path) -> String {
        let folder = Folder { path: path.parent().unwrap_or(path).to_owned() };
        if folder.case_file() == path && folder.previous().is_some() {
            return self.words.say("hint.previous", &[("name", &folder.name())]);
        }
        self.words.say("hint.no_previous", &[("path", &shown(path))])
    }

    /// Words a refusal of something given on the command line.
    pub(super) fn refused(&self, refusal: &Refusal<'_>) -> Failure {
        let exit = match refusal {
            Refusal::Unsafe(..) | Refusal::Unconfirmed(_) => Exit::Refused,
            _ => Exit::Usage,
        };
        let failure = Failure::new(exit, screens::refusal(&self.phrase(), refusal))
            .safe(self.words.get("safe.untouched"));
        match refusal {
            Refusal::OtherKind(id, kind) => self.instead(id, kind).into_iter().fold(failure, Failure::hint),
            _ => failure,
        }
    }

    /// How a thing of this kind is used: a to-do, a wait by the to-do that ends it, a question.
    fn instead(&self, id: &str, kind: &str) -> Option<String> {
        Some(match kind {
            "todo" => self.words.say("instead.todo", &[("id", id)]),
            "wait" => {
                let until = &self.playbook.wait(id)?.until;
                let label = self.playbook.label(until).map_or("", |label| label.to(self.words.lang));
                self.words.say("instead.wait", &[("id", until), ("label", label)])
            }
            "question" => self.words.say("instead.question", &[("id", id)]),
            _ => return None,
        })
    }
}
