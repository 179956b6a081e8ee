//! Which case a command is about.

use super::Context;
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Loaded, StoreError};

/// A case by its folder, with what could be read of it.
type Found = (Folder, Option<Loaded>);

impl Context {
    /// The case that is meant: `--case`, else the only open one, else the only one. `--case` may say the title as well, or a
    /// part of it that no other title has: a Chinese title leaves no letters for a name.
    pub(super) fn meant(&self) -> Result<Folder, Failure> {
        self.case.as_ref().map_or_else(|| self.only_case(), |said| self.called(said))
    }

    /// The case that is called so, by its folder or by its title.
    pub(super) fn called(&self, said: &str) -> Result<Folder, Failure> {
        match self.home.folder(said) {
            Err(StoreError::NoSuchCase { .. }) => self.titled(said),
            found => found.map_err(|error| self.trouble(&error)),
        }
    }

    /// The only case that is open, else the only one.
    pub(super) fn only_case(&self) -> Result<Folder, Failure> {
        let trouble = |error| self.trouble(&error);
        match &self.home.names().map_err(trouble)?[..] {
            [] => Err(Failure::new(Exit::Usage, self.words.get("error.no_cases"))
                .hint(self.words.get("error.no_cases_hint"))),
            [only] => self.home.folder(only).map_err(trouble),
            _ => {
                let cases = self.cases()?;
                // One that cannot be read is not closed; it is told when it is opened.
                let is_open = |(_, loaded): &&Found| {
                    loaded.as_ref().is_none_or(|loaded| !self.plan(loaded).is_closed())
                };
                match cases.iter().filter(is_open).collect::<Vec<_>>()[..] {
                    [(only, _)] => Ok(only.clone()),
                    _ => Err(self.several(&cases)),
                }
            }
        }
    }

    /// The case with this title, else the only one whose title has this in it.
    fn titled(&self, said: &str) -> Result<Folder, Failure> {
        let wanted = said.trim().to_lowercase();
        let title = |loaded: &Option<Loaded>| loaded.as_ref().map(|loaded| loaded.case.title.to_lowercase());
        let mut cases = self.cases()?;
        cases.retain(|(_, loaded)| {
            !wanted.is_empty() && title(loaded).is_some_and(|title| title.contains(&wanted))
        });
        if cases.iter().any(|(_, loaded)| title(loaded).as_ref() == Some(&wanted)) {
            cases.retain(|(_, loaded)| title(loaded).as_ref() == Some(&wanted));
        }
        match cases.len() {
            0 => Err(self.trouble(&StoreError::NoSuchCase { name: said.to_owned() })),
            1 => Ok(cases.remove(0).0),
            _ => Err(self.several(&cases)),
        }
    }

    fn cases(&self) -> Result<Vec<Found>, Failure> {
        let names = self.home.names().map_err(|error| self.trouble(&error))?;
        let folders = names.iter().filter_map(|name| self.home.folder(name).ok());
        Ok(folders.map(|folder| (folder.clone(), folder.load().ok())).collect())
    }

    fn several(&self, cases: &[Found]) -> Failure {
        let called = |(folder, loaded): &Found| {
            let title = loaded.as_ref().map(|loaded| visible(&loaded.case.title)).unwrap_or_default();
            let name = folder.name();
            if title.is_empty() {
                name
            } else {
                self.words.say("error.titled", &[("name", &name), ("title", &title)])
            }
        };
        let names = self.words.list(&cases.iter().map(called).collect::<Vec<_>>());
        Failure::new(Exit::Usage, self.words.say("error.which_case", &[("names", &names)]))
            .hint(self.words.get("error.which_case_hint"))
    }
}
