//! A letter as its author wrote it: what it is for, when it applies, and its text in both languages.

use super::condition::{Condition, Truth};
use super::plan::{Plan, StepState};
use super::text::Text;

/// The form of one letter. Its text is filled from a case and read as lines by `export`.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Stable id: the name of its file.
    pub id: String,
    /// What it is called in lists.
    pub label: Text,
    /// When to write it and to whom, in a sentence.
    pub about: Text,
    /// What becomes of the paper.
    pub paper: Paper,
    /// The step that it belongs to.
    pub step: String,
    /// The to-do that is done by sending it.
    pub act: Option<String>,
    /// When it applies, besides its step.
    pub only_if: Condition,
    /// Where it may go; empty for a letter with one addressee.
    pub channels: Vec<Channel>,
    /// Its text.
    pub body: Text,
}

/// What becomes of a letter once it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// It goes to its reader: by post, by e-mail, over a counter.
    #[default]
    Sent,
    /// Both sides sign it on the spot, and each keeps a copy.
    Handed,
    /// Somebody takes it along and shows it.
    Carried,
    /// It stays with the merchant's papers.
    Kept,
    /// It is put up for everybody to read.
    Shown,
}

impl Paper {
    /// How an author and a record write it.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("sent", Self::Sent),
        ("handed", Self::Handed),
        ("carried", Self::Carried),
        ("kept", Self::Kept),
        ("shown", Self::Shown),
    ];
}

/// One addressee of a letter that has several.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Stable id.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// The to-do that is done by sending the letter there.
    pub act: Option<String>,
    /// When it applies.
    pub only_if: Condition,
}

/// Whether a letter is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Its act is the one to do now.
    Due,
    /// It can be written.
    Free,
    /// Its act is done.
    Done,
    /// It hangs on answers not given yet, by id.
    Unsure(Vec<String>),
    /// By the answers it has no use, or not yet.
    None,
}

impl Letter {
    /// The channel with this id.
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// The to-do that is done by sending it, by a channel or directly.
    pub fn act_by<'l>(&'l self, channel: Option<&'l Channel>) -> Option<&'l str> {
        match channel {
            Some(channel) => channel.act.as_deref(),
            None => self.act.as_deref(),
        }
    }

    /// Whether it is to be written, by a channel or directly.
    pub fn need(&self, channel: Option<&Channel>, plan: &Plan<'_>) -> Need {
        let look = &plan.look;
        let step = look.playbook.step(&self.step).map_or(Truth::No, |step| look.step_applies(step));
        let own = channel.map_or(Truth::Yes, |channel| look.holds(&channel.only_if));
        match step.and(look.holds(&self.only_if)).and(own) {
            Truth::No => return Need::None,
            Truth::Unsure => return Need::Unsure(self.hangs_on(channel, plan)),
            Truth::Yes => {}
        }
        let act = self.act_by(channel).and_then(|id| look.playbook.todo(id));
        let Some(todo) = act else { return Need::Free };
        if look.is_ticked(todo) && look.tick_places(todo).next().is_some() {
            return Need::Done;
        }
        if look.applies(&todo.id) == Truth::No {
            return Need::None;
        }
        let open = plan.home_of(&todo.id).is_some_and(|step| {
            let going = matches!(step.state, StepState::Open | StepState::Waiting);
            // One thing at a time: the first act that is open, and of complaints the next rung.
            let first = step
                .todos()
                .find(|plan| plan.ends.is_empty() && plan.ticks.iter().any(|(_, tick)| tick.is_none()));
            let is_first = first.is_some_and(|first| first.todo.id == todo.id);
            going && !step.before && is_first && step.holding(&todo.id).next().is_none()
        });
        if open { Need::Due } else { Need::Free }
    }

    /// The questions without an answer that its conditions name.
    fn hangs_on(&self, channel: Option<&Channel>, plan: &Plan<'_>) -> Vec<String> {
        let conditions = [Some(&self.only_if), channel.map(|channel| &channel.only_if)];
        let ids = conditions.into_iter().flatten().flat_map(|condition| {
            let columns = condition.rows.iter().flat_map(|(_, columns)| columns.keys());
            condition.answers.keys().chain(columns)
        });
        ids.filter(|id| plan.look.value(id).is_none()).cloned().collect()
    }
}
