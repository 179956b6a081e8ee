//! Conversations in a pseudo-terminal with a real screen behind it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod prompts;
mod pty;
mod shop;

mod acts;
mod conflict;
mod editing;
mod first_session;
mod leaving;
mod letters;
mod menus;
mod overview;
mod review;
mod unusable;
