//! Reads the files of a reconciliation, and words what is wrong with one.

use std::path::Path;

use super::super::Context;
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::reconcile::read::{self, Side, Trouble};
use crate::reconcile::table::Table;

/// A path as it may be shown.
pub(super) fn name(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// Reads a file as one side.
pub(super) fn read(context: &Context, path: &Path, side: Side) -> Result<Vec<Table>, Failure> {
    read::read(path, side, &read::Options::default()).map_err(|trouble| failure(context, &trouble))
}

/// Words a trouble with a file.
pub(super) fn failure(context: &Context, trouble: &Trouble) -> Failure {
    let fill: Vec<(&str, String)> = trouble.fill.iter().map(|(name, text)| (*name, visible(text))).collect();
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let what = format!("{}: {}", visible(&trouble.place), context.words.say(trouble.key, &fill));
    Failure::new(Exit::BadFile, what).safe(context.words.get("reconcile.files_untouched"))
}
