//! The commands, seen from outside: whole outputs, exit codes and files.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on is a test that fails")]

mod answers_file;
mod case_files;
mod checklist;
mod commands;
mod conditions;
mod disk;
mod layers;
mod lists;
mod marks;
mod playbook;
mod points;
mod properties;
mod random;
mod statements;
mod support;
mod texts;
mod ticks;
mod usage;
mod values;
mod walks;
mod words;
