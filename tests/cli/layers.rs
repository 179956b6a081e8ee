//! An arrow points down only: each layer of `src/` imports what this table allows, and each outside library stays where
//! it belongs.

use std::fs;
use std::path::{Path, PathBuf};

/// Layer and what it may import of ours.
const LAYERS: [(&str, &[&str]); 11] = [
    ("domain", &["domain"]),
    ("node.rs", &[]),
    ("tables.rs", &["node"]),
    ("tables", &["node", "tables"]),
    ("template", &["domain", "node", "tables", "template"]),
    ("store", &["domain", "tables", "store"]),
    ("wizard", &["domain", "wizard"]),
    ("export", &["domain", "export"]),
    ("reconcile", &["domain", "node", "tables", "reconcile"]),
    ("failure.rs", &["domain"]),
    ("cli", &["domain", "template", "store", "wizard", "export", "reconcile", "failure", "tables", "cli"]),
];

/// Outside library and the only files or folders that may name it.
const FENCES: [(&str, &[&str]); 16] = [
    ("dialoguer", &["wizard/terminal/"]),
    ("rustyline", &["wizard/terminal/"]),
    ("clap", &["cli/"]),
    ("ctrlc", &["cli/signals.rs"]),
    ("toml", &["node.rs", "store/form.rs"]),
    ("serde_json", &["store/", "export/json", "export/due.rs", "reconcile/"]),
    ("anyhow", &["wizard/", "cli/"]),
    (
        "encoding_rs",
        &[
            "reconcile/read/encoding.rs",
            "reconcile/read/text.rs",
            "reconcile/read/list.rs",
            "reconcile/read/archive.rs",
            "reconcile/read/biff.rs",
        ],
    ),
    ("memchr", &["reconcile/read/", "store/canonical.rs"]),
    ("simdutf8", &["reconcile/read/split.rs"]),
    ("minijinja", &["export/letter/fill.rs"]),
    ("zip", &["reconcile/read/archive.rs", "export/letter/docx.rs"]),
    ("flate2", &["reconcile/read/archive.rs"]),
    ("quick_xml", &["reconcile/read/xml.rs"]),
    ("csv", &["reconcile/decisions.rs", "reconcile/exceptions.rs"]),
    (
        "nix",
        &[
            "wizard/tty.rs",
            "cli/restore.rs",
            "cli/fault.rs",
            "store/files.rs",
            "store/own.rs",
            "store/evidence.rs",
        ],
    ),
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The code lines of every file under `src/`, with the path from there.
fn code() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//")).map(str::to_owned);
        (path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"), lines.collect())
    };
    files.iter().map(read).collect()
}

#[test]
fn layers_import_downwards_only() {
    let mut wrong = Vec::new();
    for (path, lines) in code() {
        let layer = path.split('/').next().unwrap_or_default();
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else { continue };
        for line in &lines {
            for (at, _) in line.match_indices("crate::") {
                let name =
                    line[at + 7..].split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
                if !allowed.contains(&name) {
                    wrong.push(format!("{path}: {line}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "these imports point upwards or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn outside_libraries_stay_behind_their_fences() {
    let mut wrong = Vec::new();
    for (path, lines) in code() {
        for (library, homes) in FENCES {
            let named = format!("{library}::");
            let uses = lines.iter().any(|line| {
                line.match_indices(&named).any(|(at, _)| {
                    at == 0 || !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                })
            });
            if uses && !homes.iter().any(|home| path.starts_with(home)) {
                wrong.push(format!("{path} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    let long = code()
        .into_iter()
        .filter(|(_, lines)| lines.len() > 400)
        .map(|(path, lines)| format!("{path}: {}", lines.len()));
    let long: Vec<String> = long.collect();
    assert!(long.is_empty(), "longer than 400 lines of code: {}", long.join(", "));
}
