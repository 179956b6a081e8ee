//! Proves the money: what the till sold, what the provider settled, what the bank received. Rows are paired on three
//! levels, everything else is found in one class each, and the difference is closed to nothing. Words stay outside.

mod balance;
mod bank;
mod causes;
mod classify;
mod decisions;
mod exceptions;
mod fees;
mod findings;
mod group;
mod join;
mod key;
mod memo;
mod outcome;
mod overlap;
mod pair;
mod payouts;
pub mod read;
pub mod report;
mod rows;
pub mod said;
mod search;
mod shown;
mod suggest;
mod sums;
pub mod table;
mod tally;

pub use balance::Balance;
pub use bank::{BANK_WINDOW, BANK_WORKING_DAYS, BankRule};
pub use decisions::{Decision, Mistake, Verdict, read_decisions, write_decisions};
pub use exceptions::{csv, json_lines};
pub use fees::Terms;
pub use findings::{Class, Matter, Near, Shown, kind_id};
pub use group::{MOST_PARTS, SALE_WINDOW};
pub use outcome::{Outcome, Settings, Sides, reconcile};
pub use overlap::Overlap;
pub use pair::How;
pub use payouts::Grouping;
pub use search::{MOST_BUNDLED, MOST_TRIED};
pub use suggest::MOST_ALIKE;
pub use sums::Sum;
pub use tally::Tally;
