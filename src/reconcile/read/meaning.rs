//! What the words of a row mean: its kind, whether it moved money, whether it is settled.

use super::clean::{name_of, value};
use super::profile::Words;
use crate::reconcile::table::Kind;

/// What a type and a status say together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) kind: Option<Kind>,
    /// No money moved.
    pub(super) skip: bool,
    pub(super) pending: bool,
    /// The type is a word that no profile knows.
    pub(super) unknown: bool,
}

/// Meanings by the raw cells: a file has few of them, so each is worked out once.
pub(super) struct Meanings<'p> {
    own: &'p Words,
    common: &'p Words,
    known: Vec<(String, String, Meaning)>,
    last: usize,
}

/// Beyond so many different words they are no types, and not kept.
const MOST: usize = 256;

impl<'p> Meanings<'p> {
    pub(super) fn new(own: &'p Words, common: &'p Words) -> Self {
        Self { own, common, known: Vec::new(), last: 0 }
    }

    #[inline]
    pub(super) fn of(&mut self, kind: &str, status: &str) -> Meaning {
        let is = |(k, s, _): &(String, String, Meaning)| k == kind && s == status;
        if let Some(known) = self.known.get(self.last).filter(|known| is(known)) {
            return known.2;
        }
        if let Some(at) = self.known.iter().position(is) {
            self.last = at;
            return self.known[at].2;
        }
        let meaning = self.work_out(&name_of(value(kind)), &name_of(value(status)));
        if self.known.len() < MOST {
            self.last = self.known.len();
            self.known.push((kind.to_owned(), status.to_owned(), meaning));
        }
        meaning
    }

    fn work_out(&self, kind: &str, status: &str) -> Meaning {
        let either = |list: fn(&Words) -> &Vec<String>| {
            let has = |words: &Words| list(words).iter().any(|word| word == kind || word == status);
            has(self.own) || has(self.common)
        };
        let exact = |words: &Words| words.kinds.iter().find(|(word, _)| word == kind).map(|(_, kind)| *kind);
        let partly = |words: &Words| {
            words
                .parts
                .iter()
                .find(|(part, _)| !kind.is_empty() && kind.contains(part.as_str()))
                .map(|(_, kind)| *kind)
        };
        let found = exact(self.own)
            .or_else(|| exact(self.common))
            .or_else(|| partly(self.own))
            .or_else(|| partly(self.common));
        Meaning {
            kind: found,
            skip: either(|words| &words.skip),
            pending: either(|words| &words.pending),
            unknown: found.is_none() && !kind.is_empty(),
        }
    }

    /// Whether a word of direction says in (true) or out.
    pub(super) fn inward(&self, word: &str) -> Option<bool> {
        let word = name_of(value(word));
        let has = |list: fn(&Words) -> &Vec<String>| {
            list(self.own).contains(&word) || list(self.common).contains(&word)
        };
        if has(|words| &words.inward) { Some(true) } else { has(|words| &words.outward).then_some(false) }
    }

    /// True where a name is that of a company: only then it may be kept.
    pub(super) fn is_company(&self, name: &str) -> bool {
        let name = name_of(name);
        let has = |words: &Words| words.companies.iter().any(|part| name.contains(part.as_str()));
        has(self.own) || has(self.common)
    }
}
