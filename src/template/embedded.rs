//! The files under `templates/`, compiled in.

use super::{Files, Source};
use crate::domain::text::Lang;

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

pub(super) fn words(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("../../templates/words/zh-CN.toml"),
        Lang::En => include_str!("../../templates/words/en.toml"),
    }
}
