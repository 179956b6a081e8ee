//! Reconciliation: statements are read into tables, and tables are compared.

pub mod read;
pub mod said;
pub mod table;
