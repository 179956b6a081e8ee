//! Finds things in a playbook by id and by role.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::super::question::Question;
use super::super::text::Text;
use super::{Item, Playbook, Rows, Step, Todo, Wait};

/// Where an id stands: the step, and the item or column in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A step, by its number.
    Step(usize),
    /// An item of a step.
    Item(usize, usize),
    /// A column of an item that is rows.
    Column(usize, usize, usize),
}

/// A map by id. Ids are short and come from a playbook, so that the quickest hash will do: FNV-1a.
pub type Ids<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;

/// The hash FNV-1a with 64 bits.
///
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>
#[derive(Debug, Clone, Copy)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Finds things by id and by role.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Ids of steps, items and columns.
    pub ids: Ids<Place>,
    /// Roles to ids.
    pub roles: Ids<String>,
    /// Questions to the one that stands in for them while it applies.
    pub instead: Ids<String>,
    /// The waits, in order: the step and the item.
    pub waits: Vec<(usize, usize)>,
}

impl Index {
    /// Notes where each id and each role of some steps stands; of two equal ones the first wins.
    pub fn of(steps: &[Step]) -> Self {
        let mut index = Self::default();
        let mut role = |role: Option<&String>, id: &str| {
            if let Some(role) = role {
                index.roles.entry(role.clone()).or_insert_with(|| id.to_owned());
            }
        };
        let (mut ids, mut instead, mut waits) = (Vec::new(), Ids::default(), Vec::new());
        for (s, step) in steps.iter().enumerate() {
            ids.push((step.id.clone(), Place::Step(s)));
            for (i, item) in step.items.iter().enumerate() {
                match item {
                    Item::Question(question) => {
                        role(question.role.as_ref(), &question.id);
                        let of = question.instead_of.iter();
                        instead.extend(of.map(|of| (of.clone(), question.id.clone())));
                    }
                    Item::Todo(todo) => role(todo.role.as_ref(), &todo.id),
                    Item::Rows(rows) => {
                        role(rows.role.as_ref(), &rows.id);
                        let columns = rows.columns.iter().enumerate();
                        ids.extend(columns.map(|(c, column)| (column.id.clone(), Place::Column(s, i, c))));
                    }
                    Item::Wait(_) => waits.push((s, i)),
                }
                ids.push((item.id().to_owned(), Place::Item(s, i)));
            }
        }
        for (id, place) in ids {
            index.ids.entry(id).or_insert(place);
        }
        (index.instead, index.waits) = (instead, waits);
        index
    }
}

impl Playbook {
    /// The place of an id.
    pub fn place(&self, id: &str) -> Option<Place> {
        self.index.ids.get(id).copied()
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        match self.index.ids.get(id)? {
            Place::Step(step) => self.steps.get(*step),
            _ => None,
        }
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        match self.index.ids.get(id)? {
            Place::Item(step, item) => self.steps.get(*step)?.items.get(*item),
            _ => None,
        }
    }

    /// The step that an item or column stands in.
    pub fn step_of(&self, id: &str) -> Option<&Step> {
        let (Place::Step(step) | Place::Item(step, _) | Place::Column(step, ..)) = self.index.ids.get(id)?;
        self.steps.get(*step)
    }

    /// The question with this id, not a column.
    pub fn question(&self, id: &str) -> Option<&Question> {
        match self.item(id)? {
            Item::Question(question) => Some(question),
            _ => None,
        }
    }

    /// The column with this id, with the rows that it stands in.
    pub fn column(&self, id: &str) -> Option<(&Rows, &Question)> {
        let Place::Column(step, item, column) = self.index.ids.get(id)? else { return None };
        match self.steps.get(*step)?.items.get(*item)? {
            Item::Rows(rows) => Some((rows, rows.columns.get(*column)?)),
            _ => None,
        }
    }

    /// The rows with this id.
    pub fn rows(&self, id: &str) -> Option<&Rows> {
        match self.item(id)? {
            Item::Rows(rows) => Some(rows),
            _ => None,
        }
    }

    /// The to-do with this id.
    pub fn todo(&self, id: &str) -> Option<&Todo> {
        match self.item(id)? {
            Item::Todo(todo) => Some(todo),
            _ => None,
        }
    }

    /// The wait with this id.
    pub fn wait(&self, id: &str) -> Option<&Wait> {
        match self.item(id)? {
            Item::Wait(wait) => Some(wait),
            _ => None,
        }
    }

    /// The waits that end with this to-do.
    pub fn waits_until(&self, todo: &str) -> impl Iterator<Item = &Wait> {
        self.waits().filter(move |wait| wait.until == todo)
    }

    /// All waits.
    pub fn waits(&self) -> impl Iterator<Item = &Wait> {
        self.index.waits.iter().filter_map(|(step, item)| match self.steps.get(*step)?.items.get(*item)? {
            Item::Wait(wait) => Some(wait),
            _ => None,
        })
    }

    /// The id that has this role.
    pub fn role(&self, role: &str) -> Option<&str> {
        self.index.roles.get(role).map(String::as_str)
    }

    /// The noun for anything that has one, by id.
    pub fn label(&self, id: &str) -> Option<&Text> {
        if let Some(step) = self.step(id) {
            return Some(&step.title);
        }
        if let Some((_, column)) = self.column(id) {
            return Some(&column.label);
        }
        Some(match self.item(id)? {
            Item::Question(question) => &question.label,
            Item::Rows(rows) => &rows.label,
            Item::Todo(todo) => &todo.label,
            Item::Wait(wait) => &wait.what,
        })
    }
}
