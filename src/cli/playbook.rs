//! The playbook in the language of the case, which is known only once a case is open: it is read when it is first asked for.

use std::cell::OnceCell;
use std::ops::Deref;

use crate::domain::playbook::Playbook;
use crate::domain::text::Lang;
use crate::failure::{Exit, Failure};
use crate::store;
use crate::template::{self, Source};

use super::Context;
use super::folder::toml_files;

/// The largest calendar that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The playbook that ships with posquit and the calendars of the home.
pub(super) struct LazyPlaybook {
    lang: Lang,
    /// Calendars of the home: path and text, proved to be sound.
    calendars: Vec<(String, String)>,
    read: OnceCell<Playbook>,
}

impl LazyPlaybook {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, calendars: Vec::new(), read: OnceCell::new() }
    }

    fn made(&self) -> Playbook {
        // Both are proved: what ships by the tests, what is in the home when it was found there.
        let mut playbook = template::standard(Some(self.lang)).unwrap_or_default();
        for (file, text) in &self.calendars {
            let _ = template::amend_calendar(&mut playbook, &Source { file, text });
        }
        playbook
    }

    /// Lets every answer be shown in full.
    pub(super) fn reveal(&mut self) {
        let mut playbook = self.read.take().unwrap_or_else(|| self.made());
        playbook.reveal();
        self.read = OnceCell::from(playbook);
    }

    /// Speaks another language from now on.
    pub(super) fn set_language(&mut self, lang: Lang) {
        if lang != self.lang {
            *self = Self { lang, calendars: std::mem::take(&mut self.calendars), read: OnceCell::new() };
        }
    }
}

impl Deref for LazyPlaybook {
    type Target = Playbook;

    fn deref(&self) -> &Playbook {
        self.read.get_or_init(|| self.made())
    }
}

impl Context {
    /// Finds the calendars that a user keeps beside the cases, `<home>/calendars/<country>.toml`, in the order of their
    /// names, and proves them.
    pub(super) fn find_calendars(&mut self) -> Result<(), Failure> {
        let bad = |context: &Self, failure: Failure| {
            failure.safe(context.words.get("safe.untouched")).hint(context.words.get("error.calendar_hint"))
        };
        let mut found = Vec::new();
        for path in toml_files(&self.home.path.join("calendars")).map_err(|error| self.trouble(&error))? {
            let file = path.display().to_string();
            let text = store::read_text(&path, LARGEST).map_err(|error| bad(self, self.trouble(&error)))?;
            let mut playbook = template::standard(Some(self.words.lang)).unwrap_or_default();
            let amended = template::amend_calendar(&mut playbook, &Source { file: &file, text: &text });
            amended.map_err(|problems| {
                let list = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                bad(self, Failure::new(Exit::BadFile, list))
            })?;
            found.push((file, text));
        }
        self.playbook.calendars = found;
        Ok(())
    }
}
