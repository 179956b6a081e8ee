//! Conversations in a pseudo-terminal with a real screen behind it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod heard;
mod prompts;
mod pty;
mod shop;

mod acts;
mod colour;
mod columns;
mod confirming;
mod conflict;
mod editing;
mod evidence;
mod faults;
mod first_session;
mod leaving;
mod letters;
mod matrix;
mod menus;
mod order;
mod overview;
mod plain;
mod reconcile;
mod review;
mod said_once;
mod situations;
mod stops;
mod unusable;
mod voices;
mod windows;
