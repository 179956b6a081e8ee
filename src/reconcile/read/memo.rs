//! The text of a bank's line, put together from its columns.

use std::borrow::Cow;

use super::clean::{value, without_cards};
use super::record::Record;
use super::role::Role;
use super::rows::Rows;

/// A memo is cut here: it is no book.
const LONGEST_MEMO: usize = 400;

impl Rows<'_> {
    /// The texts of the bank, and the other side if it is a company, with card numbers masked.
    pub(super) fn compose_memo(&mut self, record: &Record<'_>) {
        self.memo.clear();
        for role in [Role::Memo, Role::Counterparty] {
            for at in self.columns.places(role) {
                let text = value(record.cell(*at));
                if text.is_empty() || (role == Role::Counterparty && !self.meanings.is_company(text)) {
                    continue;
                }
                if !self.memo.is_empty() {
                    self.memo.push(' ');
                }
                self.memo.push_str(text);
            }
        }
        if let Cow::Owned(masked) = without_cards(&self.memo) {
            self.memo = masked;
        }
        if self.memo.len() > LONGEST_MEMO {
            let end = (0..=LONGEST_MEMO).rev().find(|at| self.memo.is_char_boundary(*at)).unwrap_or(0);
            self.memo.truncate(end);
        }
    }
}
