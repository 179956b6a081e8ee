//! Closing an account, as data and pure functions. A playbook says what may be asked and done; a case says what was; the
//! plan follows from both and from today. Nothing here prints, reads a clock, opens a file or knows a terminal.

pub mod answer;
pub mod calendar;
pub mod capital;
pub mod card;
pub mod case;
pub mod condition;
pub mod day;
pub mod effects;
pub mod flow;
pub mod formula;
pub mod identity;
pub mod intake;
pub mod letter;
pub mod money;
pub mod numeral;
pub mod percent;
pub mod phrase;
pub mod plan;
pub mod playbook;
pub mod proof;
pub mod question;
pub mod record;
pub mod rows;
pub mod span;
pub mod spreadsheet;
pub mod text;
pub mod words;
