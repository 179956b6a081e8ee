//! The commands, seen from outside: whole outputs, exit codes and files.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on is a test that fails")]

mod answers_file;
mod calendar_file;
mod calendars;
mod canaries;
mod case_files;
mod check;
mod checklist;
mod commands;
mod completion;
mod conditions;
mod disk;
mod due;
mod evidence;
mod exports;
mod faults;
mod faults_table;
mod formats;
mod gallery;
mod keeping;
mod kinds;
mod layers;
mod letter_records;
mod letters;
mod lists;
mod marks;
mod playbook;
mod points;
mod properties;
mod random;
mod rows;
mod situations;
mod state_files;
mod streams;
mod support;
mod texts;
mod ticks;
mod topics;
mod usage;
mod values;
mod walks;
mod what_if;
mod words;
