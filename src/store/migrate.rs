//! Older formats of `case.toml`. A file is taken from format to format in memory, one step each; it is written in the
//! newest one at the next change, after a copy of the old file was put beside it.

use crate::tables::{Node, Table};

use super::form::FORMAT;

/// What takes a file one format further: the first step takes format 1 to 2, and so on.
const STEPS: [fn(&mut Table<'_>); FORMAT as usize - 1] = [name_is_the_folders];

/// Takes a file to the newest format and returns the one that it had; a format that is newer comes back as the error. What
/// has no format, or none that ever was, is left for the reader to complain of.
pub(super) fn to_newest(table: &mut Table<'_>) -> Result<u32, i64> {
    let Some((_, Node::Number(format))) = table.get("format") else { return Ok(FORMAT) };
    let format = *format;
    if format > i64::from(FORMAT) {
        return Err(format);
    }
    let Some(format) = u32::try_from(format).ok().filter(|format| *format > 0) else { return Ok(FORMAT) };
    for step in &STEPS[format as usize - 1..] {
        step(table);
    }
    if let Some((.., number)) = table.entries.iter_mut().find(|(key, ..)| key == "format") {
        *number = Node::Number(FORMAT.into());
    }
    Ok(format)
}

/// Format 1 repeated the name of its folder, so that renaming a case took two steps. Since format 2 the folder alone names
/// a case.
fn name_is_the_folders(table: &mut Table<'_>) {
    table.entries.retain(|(key, ..)| key != "name");
}
