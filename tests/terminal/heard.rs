//! What a person does who hears the plain voice: waits until it asks, answers with a line.

use crate::pty::{Pty, squeezed};

/// What the plain voice says where a number is typed, up to the number that Enter stands for.
const NUMBERS: [&str; 2] = ["直接按回车选", "Enteralonechooses"];

impl Pty {
    /// Waits until a line is asked for, last of all.
    #[track_caller]
    pub(crate) fn hears(&self, ask: &str) {
        self.until(ask, |pty| {
            let heard = pty.heard();
            heard.len() > pty.said_at && heard.ends_with(&squeezed(ask)) && !pty.reads_keys()
        });
    }

    /// Waits until this question was put with its numbered options, and a number can be typed.
    #[track_caller]
    pub(crate) fn hears_list(&self, ask: &str) {
        self.until(ask, |pty| {
            let heard = pty.heard();
            let Some((from, _)) = heard.rmatch_indices(&squeezed(ask)).next() else { return false };
            let after = |words| heard[from..].rsplit_once(words).map(|(_, last)| last);
            let Some(last) = NUMBERS.into_iter().find_map(after) else { return false };
            let numbers = last.trim_end_matches([':', '：']);
            heard.len() > pty.said_at
                && last.len() > numbers.len()
                && numbers.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '、')
                && !pty.reads_keys()
        });
    }

    /// Types a line and Enter.
    pub(crate) fn says(&mut self, typed: &str) {
        self.said_at = self.heard().len() + squeezed(typed).len();
        self.types(&format!("{typed}\r"));
    }

    /// The number of an option in the list that was put last.
    #[track_caller]
    pub(crate) fn number_of(&self, option: &str) -> String {
        let text = self.heard();
        let (before, _) = text.rsplit_once(&format!(".{}", squeezed(option))).unwrap_or_else(|| {
            panic!("no option {option} in\n{text}");
        });
        let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
        before[before.len() - digits..].to_owned()
    }
}
