//! What a person does at prompts: reads what is asked, answers, chooses, goes back.

use crate::pty::{Pty, squeezed};

impl Pty {
    /// Waits until this is asked, in a line or in a menu, and keys are read.
    #[track_caller]
    pub(crate) fn asks(&self, ask: &str) {
        self.until(ask, |pty| pty.prompts() > pty.left && pty.reads_keys() && pty.is_asked(ask));
    }

    /// True where this is asked below everything else, and the line or the menu is drawn.
    fn is_asked(&self, ask: &str) -> bool {
        let (rows, (row, column)) = (self.rows(), self.cursor());
        let Some(found) = (0..=row).rev().find(|row| rows[*row].contains('›')) else { return false };
        let begins = rows[found].trim_start_matches("? ").starts_with(&format!("{ask} ›"));
        let menu = || rows[found + 1..].iter().any(|row| row.starts_with(['❯', '⬚', '✔']));
        begins && if self.shows_cursor() { column > 0 } else { menu() }
    }

    /// What stands in the line that is typed.
    pub(crate) fn line(&self) -> String {
        let rows = self.rows();
        let begins = rows.iter().rposition(|row| row.contains('›'));
        let typed = begins.map_or_else(String::new, |begins| rows[begins..].concat());
        typed.split_once('›').map_or_else(String::new, |(_, typed)| typed.trim().to_owned())
    }

    /// The option that is marked in a menu.
    pub(crate) fn marked(&self) -> String {
        let rows = self.rows();
        let marked = rows.iter().rev().find_map(|row| row.strip_prefix('❯'));
        marked.unwrap_or_default().trim().to_owned()
    }

    /// Answers a prompt with a line.
    #[track_caller]
    pub(crate) fn answer(&mut self, ask: &str, typed: &str) {
        self.asks(ask);
        self.types(typed);
        self.until(typed, |pty| squeezed(&pty.line()).ends_with(&squeezed(typed)));
        self.leaves_with("\r");
    }

    /// Chooses an option of a menu.
    #[track_caller]
    pub(crate) fn choose(&mut self, ask: &str, option: &str) {
        self.asks(ask);
        self.mark(option);
        self.leaves_with("\r");
    }

    /// Moves to an option of a menu, also where a low window shows it on a later leaf.
    #[track_caller]
    pub(crate) fn mark(&mut self, option: &str) {
        let mut first = self.marked();
        while self.marked() != option {
            self.down();
            if self.marked() == first {
                // This leaf does not have it.
                while !["看后面的……", "More …"].contains(&self.marked().as_str()) {
                    self.down();
                    assert_ne!(self.marked(), first, "no option {option} on\n{}", self.text());
                }
                self.moves("\r");
                first = self.marked();
            }
        }
    }

    /// Moves to the next option of a menu.
    #[track_caller]
    pub(crate) fn down(&mut self) {
        self.moves("\u{1b}[B");
    }

    /// Moves to the option before.
    #[track_caller]
    pub(crate) fn up(&mut self) {
        self.moves("\u{1b}[A");
    }

    #[track_caller]
    fn moves(&mut self, key: &str) {
        let before = self.draws();
        self.types(key);
        self.until("another option is marked", |pty| pty.draws() > before && pty.reads_keys());
    }

    /// Ticks an option of a menu of many.
    #[track_caller]
    pub(crate) fn ticks(&mut self, option: &str) {
        self.mark(&format!("⬚ {option}"));
        self.types(" ");
        self.until(option, |pty| pty.text().contains(&format!("✔ {option}")) && pty.reads_keys());
    }

    /// Presses Esc, alone.
    pub(crate) fn escape(&mut self) {
        self.leaves_with("\u{1b}");
    }

    /// Opens the small menu of a menu and chooses from it.
    #[track_caller]
    pub(crate) fn small_menu(&mut self, ask: &str, option: &str) {
        self.escape();
        self.choose(ask, option);
    }
}
