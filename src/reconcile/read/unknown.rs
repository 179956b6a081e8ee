//! Files whose columns nobody knows yet: what a person is shown of them, and the profile that the answers make.

use super::clean::without_cards;
use super::profile::Side;
use super::role::Role;
use crate::reconcile::said::{Said, Trouble, Unknown};

const SAMPLES: usize = 5;
/// A sample cell is cut here.
const LONGEST: usize = 60;

/// The trouble of a file without known columns: its header is the first line with the most filled cells.
pub(super) fn unknown(lines: &[(u32, Vec<String>)]) -> Trouble {
    let filled = |cells: &Vec<String>| cells.iter().filter(|cell| !cell.is_empty()).count();
    let most = lines.iter().map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    // A header may leave a name out; a row below it may be the fullest.
    let at = lines.iter().position(|(_, cells)| filled(cells) * 5 >= most * 4).unwrap_or(0);
    let Some((line, columns)) = lines.get(at) else {
        return super::stop::trouble("read.empty", "read.empty_hint");
    };
    let sample = |cells: &Vec<String>| cells.iter().map(|cell| shown(cell)).collect();
    let samples = lines[at + 1..].iter().take(SAMPLES).map(|(_, cells)| sample(cells)).collect();
    let brief: Vec<String> = columns.iter().map(|name| shown(name)).collect();
    let columns: Vec<String> = columns.iter().map(|name| without_cards(name).into_owned()).collect();
    let what = Said::new("read.unknown_columns").with("columns", brief.join(", "));
    let mut trouble = Trouble::new(what).hint("read.unknown_columns_hint").at(*line, 0);
    trouble.unknown = Some(Box::new(Unknown { line: *line, columns, samples }));
    trouble
}

fn shown(cell: &str) -> String {
    without_cards(cell).chars().take(LONGEST).collect()
}

/// What a person said about the columns of a file.
#[derive(Clone, Debug)]
pub struct Mapping<'a> {
    /// The id of the new profile: small letters, digits and hyphens.
    pub id: &'a str,
    /// What the person calls such files.
    pub title: &'a str,
    /// The sides they may be of.
    pub sides: &'a [Side],
    /// Roles with the names of their columns.
    pub columns: &'a [(Role, &'a str)],
}

/// The text of a profile that reads such files from now on; it belongs into `statements/` of the home.
pub fn profile_text(mapping: &Mapping<'_>) -> String {
    let title = quoted(mapping.title);
    // A bar parts alternatives and an at sign begins a role, so a name with one cannot be asked for.
    let plain = |name: &&str| !name.contains('|') && !name.trim().starts_with('@');
    let names = mapping.columns.iter().map(|(_, name)| *name).filter(plain);
    let names: Vec<String> = names.map(quoted).collect();
    let sides: Vec<String> = mapping.sides.iter().map(|side| quoted(side.name())).collect();
    let mut text = format!(
        "id = {}\ntitle.zh = {title}\ntitle.en = {title}\nsides = [{}]\nneeds = [{}]\n\n[columns]\n",
        quoted(mapping.id),
        sides.join(", "),
        names.join(", "),
    );
    for role in Role::ALL {
        let names: Vec<String> =
            mapping.columns.iter().filter(|(of, _)| *of == role).map(|(_, name)| quoted(name)).collect();
        if !names.is_empty() {
            text.push_str(&format!("{} = [{}]\n", role.name(), names.join(", ")));
        }
    }
    text
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}
