//! posquit closes a card terminal and its merchant account properly. A folder is a layer; an arrow points down only:
//! `cli` -> `wizard`, `export`, `template`, `store`, `reconcile` -> `domain`.
//! `cli` -> `wizard`, `export`, `reconcile`, `template`, `store` -> `domain`.

pub mod cli;
pub mod domain;
pub mod export;
pub mod failure;
pub mod node;
pub mod reconcile;
pub mod store;
pub mod tables;
pub mod template;
pub mod wizard;
