//! Packs the templates, so that no start parses them: `packed.rs` in the build's own folder lists each file with its
//! tree as bytes, and `texts` holds what they say. A file that is not TOML stops the build, with its line.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a build script stops the build by panicking"
)]

#[path = "src/node.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::cast_possible_truncation,
    reason = "the program uses the rest of it"
)]
mod node;

#[path = "src/domain/flow.rs"]
#[allow(unreachable_pub, reason = "the program uses it as well")]
mod flow;

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=src/node.rs");
    println!("cargo::rerun-if-changed=src/domain/flow.rs");
    let mut files = Vec::new();
    find(Path::new("templates"), &mut files);
    files.sort();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    let (mut list, mut texts) = (String::new(), node::Texts::default());
    for (number, path) in files.iter().enumerate() {
        let text = fs::read_to_string(path).unwrap();
        let mut table = node::Table::parse(&text).unwrap_or_else(|(place, what)| {
            let line = text[..place.min(text.len())].matches('\n').count() + 1;
            panic!("{}:{line}: {what}", path.display())
        });
        flow_texts(&mut table);
        let packed = out.join(format!("{number}.bin"));
        fs::write(&packed, table.pack(&mut texts)).unwrap();
        let name = path.to_string_lossy().replace('\\', "/");
        list += &format!("    ({name:?}, include_bytes!({:?}) as &[u8]),\n", packed.to_string_lossy());
    }
    fs::write(out.join("packed.rs"), format!("&[\n{list}]\n")).unwrap();
    fs::write(out.join("texts"), texts.all).unwrap();
}

/// Joins the lines of every text that stands in both languages, but for the body of a letter, whose lines are its pieces.
fn flow_texts(table: &mut node::Table<'_>) {
    for (key, .., node) in &mut table.entries {
        match node {
            node::Node::Text(text) if key == "zh" || key == "en" => *text = flow::flow(std::mem::take(text)),
            node::Node::Table(inner) if key != "body" => flow_texts(inner),
            node::Node::List(items) => items.iter_mut().for_each(|(_, item)| {
                if let node::Node::Table(inner) = item {
                    flow_texts(inner);
                }
            }),
            _ => {}
        }
    }
}

/// The templates that the program reads: all but the examples, which are answers.
fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("examples") {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
}
