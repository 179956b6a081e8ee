//! References that a spreadsheet damaged: shortened to `4.2E+27`, or rounded to fifteen digits.

use super::amount::is_exponent;
use super::role::Role;
use crate::reconcile::said::Said;

/// A spreadsheet keeps so many digits of a number.
const KEPT: usize = 15;

/// What the references of a file look like, by role.
#[derive(Default)]
pub(super) struct Damage {
    seen: [Seen; Role::ALL.len()],
}

#[derive(Clone, Copy, Default)]
struct Seen {
    long: u32,
    rounded: u32,
    line: u32,
    zeros: usize,
}

impl Damage {
    /// Looks at a reference; one with an exponent is refused at once.
    #[inline]
    pub(super) fn see(&mut self, role: Role, text: &str, line: u32) -> Result<(), Said> {
        // Most references are shorter digits, or none: nothing can have been lost of them.
        if text.len() <= KEPT && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(());
        }
        self.look(role, text, line)
    }

    fn look(&mut self, role: Role, text: &str, line: u32) -> Result<(), Said> {
        let bytes = text.as_bytes();
        if bytes.len() > 4
            && bytes[..bytes.len() - 1].iter().any(|b| matches!(b, b'E' | b'e'))
            && is_exponent_of_sheet(text)
        {
            return Err(Said::new("read.shortened").with("cell", text));
        }
        if bytes.len() <= KEPT || !bytes.iter().all(u8::is_ascii_digit) {
            return Ok(());
        }
        let zeros = bytes.iter().rev().take_while(|byte| **byte == b'0').count();
        let seen = &mut self.seen[role as usize];
        seen.long += 1;
        if bytes.len() - zeros <= KEPT {
            seen.rounded += 1;
            seen.zeros = seen.zeros.max(zeros);
            if seen.line == 0 {
                seen.line = line;
            }
        }
        Ok(())
    }

    /// Refuses a column whose long numbers all end in zeros.
    pub(super) fn finish(&self) -> Result<(), (Role, Said, u32)> {
        for role in Role::ALL {
            let seen = self.seen[role as usize];
            if seen.long > 0 && seen.rounded == seen.long && (seen.long > 2 || seen.zeros > 4) {
                return Err((role, Said::new("read.rounded").with("count", seen.rounded), seen.line));
            }
        }
        Ok(())
    }
}

/// `4.2E+27`, but not an order number that happens to have an `E` among its digits, such as `12E45`.
fn is_exponent_of_sheet(text: &str) -> bool {
    text.contains(['+', '.']) && is_exponent(text)
}
