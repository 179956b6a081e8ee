//! The files under `templates/`, compiled in: as texts, and as the build script packed them.

use super::{Files, Source};
use crate::domain::text::Lang;
use crate::node::Packed;

macro_rules! source {
    ($($part:literal),+) => {
        Source {
            file: concat!("templates/", $($part),+),
            text: include_str!(concat!("../../templates/", $($part),+)),
        }
    };
}

macro_rules! steps {
    ($($id:literal),* $(,)?) => { vec![$(($id, source!("steps/", $id, ".toml"))),*] };
}

pub(super) fn files() -> Files<'static> {
    Files {
        playbook: source!("playbook.toml"),
        steps: steps![
            "profile",
            "contract",
            "replacement",
            "notify",
            "announce",
            "wind-down",
            "last-batch",
            "reconcile",
            "wipe",
            "return",
            "stop-request",
            "close-account",
            "deposit",
            "confirmation",
            "books",
            "records",
            "aftercare",
            "escalate",
        ],
        calendars: vec![
            ("cn", source!("calendars/cn.toml")),
            ("uk", source!("calendars/uk.toml")),
            ("us", source!("calendars/us.toml")),
        ],
    }
}

/// The letters, by id, in the order in which they are listed.
pub(super) fn letters() -> Vec<(&'static str, Source<'static>)> {
    macro_rules! letters {
        ($($id:literal),* $(,)?) => { vec![$(($id, source!("letters/", $id, ".toml"))),*] };
    }
    letters![
        "stop-notice",
        "customer-notice",
        "authorisation",
        "exit-fee",
        "lease-notice",
        "difference",
        "lost-terminal",
        "fee-dispute",
        "wipe-record",
        "handover-list",
        "cancellation",
        "deposit-refund",
        "deposit-rest",
        "debit-revocation",
        "final-confirmation",
        "reminder",
        "demand",
        "complaint",
        "statement-of-claim",
    ]
}

/// The same files and the words, each with its name, as the build script packed them.
static PACKED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// What they all say.
static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/texts"));

/// A file as it was packed.
pub(super) fn packed(file: &str) -> Option<Packed> {
    PACKED.iter().find(|(name, _)| *name == file).map(|(_, bytes)| Packed::new(bytes, TEXTS))
}

pub(super) fn words(lang: Lang) -> Option<Packed> {
    packed(match lang {
        Lang::Zh => "templates/words/zh-CN.toml",
        Lang::En => "templates/words/en.toml",
    })
}

/// The packed column profiles of statements, with the names of their files.
pub(super) fn statements() -> impl Iterator<Item = (&'static str, Packed)> {
    let all = PACKED.iter().map(|(name, bytes)| (*name, Packed::new(bytes, TEXTS)));
    all.filter(|(name, _)| name.starts_with("templates/statements/"))
}
