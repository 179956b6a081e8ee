//! What `check` found, as JSON.

use serde_json::{Value as Json, json};

use super::json::SCHEMA;

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What kind of thing, for programs: `edited`, `leftover`.
    pub code: &'static str,
    /// The file or folder.
    pub path: String,
    /// What about it, in words.
    pub what: String,
    /// What to do, in words.
    pub hint: Option<String>,
    /// A person has to look.
    pub needs_you: bool,
}

/// What was found in one case, or beside all of them.
#[derive(Debug, Clone, Default)]
pub struct CheckedCase {
    /// The case; `None` for what stands beside the cases.
    pub name: Option<String>,
    /// It is in the archive.
    pub archived: bool,
    /// What was found.
    pub findings: Vec<Checked>,
    /// The copy that may be put back: its path, its revision and when it was saved.
    pub previous: Option<(String, u64, Option<String>)>,
}

/// What an examination found.
pub fn check(cases: &[CheckedCase]) -> Json {
    let finding = |found: &Checked| {
        json!({
            "code": found.code,
            "path": found.path,
            "what": found.what,
            "hint": found.hint,
            "needs_you": found.needs_you,
        })
    };
    let case = |case: &CheckedCase| {
        let previous = case
            .previous
            .as_ref()
            .map(|(path, revision, time)| json!({ "path": path, "revision": revision, "time": time }));
        json!({
            "name": case.name,
            "archived": case.archived,
            "findings": case.findings.iter().map(finding).collect::<Vec<_>>(),
            "previous": previous,
        })
    };
    let needs_you = cases.iter().flat_map(|case| &case.findings).any(|found| found.needs_you);
    json!({
        "schema_version": SCHEMA,
        "needs_you": needs_you,
        "cases": cases.iter().map(case).collect::<Vec<_>>(),
    })
}
