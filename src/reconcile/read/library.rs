//! All profiles that are known: those that ship with the program, and the person's own, which go first.

use super::profile::{Profile, Words};
use super::stop::trouble;
use crate::reconcile::said::{Fill, Said, Trouble};
use crate::tables::{Fault, Packed, Wrong, form_key, line_and_column};

/// The profiles to read with.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    pub(super) list: Vec<Profile>,
    /// Words that mean the same in every file.
    pub(super) common: Words,
}

impl Profiles {
    /// Unpacks the profiles that the build packed; `common` is the one whose words all share.
    pub fn packed<'a>(files: impl IntoIterator<Item = (&'a str, Packed)>) -> Result<Self, Trouble> {
        let mut profiles = Self::default();
        for (name, packed) in files {
            let broken = |faults: Vec<Fault>| {
                let what = faults.first().map(|fault| fault.what.to_string()).unwrap_or_default();
                Trouble::new(Said::new("read.bad_profile").with("what", what)).of(name)
            };
            let profile = Profile::packed(packed).map_err(broken)?;
            if profile.id == "common" {
                profiles.common = profile.words;
            } else {
                profiles.list.push(profile);
            }
        }
        Ok(profiles)
    }

    /// Adds a profile of the person's own, before the others. Every mistake comes back with its place.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Vec<Trouble>> {
        if text.len() > 1 << 20 {
            return Err(vec![super::guard::too_large(1 << 20).of(file)]);
        }
        let place = |fault: Fault| {
            let (line, column) = line_and_column(text, fault.place);
            let number = |at: usize| u32::try_from(at).unwrap_or(0);
            let what = Said::new("read.bad_profile").and("what", Fill::Said(Box::new(said(&fault.what))));
            Trouble::new(what).hint("read.bad_profile_hint").at(number(line), number(column)).of(file)
        };
        let profile =
            Profile::parse(text).map_err(|faults| faults.into_iter().map(place).collect::<Vec<_>>())?;
        if profile.sides.is_empty() || profile.needs.is_empty() {
            return Err(vec![trouble("read.profile_needs", "read.bad_profile_hint").of(file)]);
        }
        self.list.insert(0, profile);
        Ok(())
    }

    /// The profiles, with their ids and titles.
    pub fn all(&self) -> &[Profile] {
        &self.list
    }
}

/// A mistake of the person's own profile, in the words that every file of the person's own gets.
fn said(wrong: &Wrong) -> Said {
    match wrong {
        Wrong::Toml(message) => Said::new("answers.toml").with("message", message),
        Wrong::Key(key, known) => Said::new("answers.key").with("key", key).with("known", known),
        Wrong::Missing(key) => Said::new("answers.missing").with("key", key),
        Wrong::Form(key, form) => {
            let form = form_key(form).map_or_else(|| Fill::Plain(form.clone()), Fill::Key);
            Said::new("answers.form").with("key", key).and("form", form)
        }
    }
}
