//! The labels of a menu, drawn in the place of what dialoguer counts.

use std::cell::Cell;
use std::fmt;

use console::{measure_text_width, truncate_str};
use dialoguer::theme::{ColorfulTheme, Theme};

use super::super::tty;

/// The first character of the private use area.
const PRIVATE: u32 = 0xE000;

/// A theme that shows labels in the place of the private-use characters that dialoguer counts.
pub(super) struct Labels {
    theme: ColorfulTheme,
    texts: Vec<String>,
    /// What stands between several chosen labels.
    comma: String,
    /// The item that was drawn as the active one last.
    pub(super) active: Cell<usize>,
    /// Where no item is marked, Enter means the active one.
    pub(super) means_active: Cell<bool>,
}

impl Labels {
    /// Labels, and what stands for each. dialoguer measures options in bytes when it clears the screen, so each is one
    /// private-use character, which the theme swaps for its label.
    pub(super) fn of(texts: Vec<String>, comma: &str) -> (Self, Vec<String>) {
        let stands =
            (0..).zip(&texts).filter_map(|(at, _)| char::from_u32(PRIVATE + at)).map(String::from).collect();
        (
            Self {
                theme: ColorfulTheme::default(),
                texts,
                comma: comma.to_owned(),
                active: Cell::new(0),
                means_active: Cell::new(false),
            },
            stands,
        )
    }

    fn label<'t>(&'t self, stand: &'t str) -> &'t str {
        place(stand).and_then(|at| self.texts.get(at)).map_or(stand, String::as_str)
    }
}

/// The place of the label that a private-use character stands for.
fn place(stand: &str) -> Option<usize> {
    let at = stand.chars().next().and_then(|c| u32::from(c).checked_sub(PRIVATE))?;
    usize::try_from(at).ok()
}

/// What was chosen, cut to the row of its prompt: the line that says what was noted has it whole.
fn in_the_row(prompt: &str, chosen: &str) -> String {
    // The mark before the prompt and the dot after it.
    let beside = measure_text_width(prompt) + 5;
    truncate_str(chosen, tty::columns().saturating_sub(beside).max(8), "…").into_owned()
}

impl Theme for Labels {
    fn format_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        self.theme.format_select_prompt(f, prompt)
    }

    fn format_select_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        chosen: &str,
    ) -> fmt::Result {
        self.theme.format_select_prompt_selection(f, prompt, self.label(chosen))
    }

    fn format_select_prompt_item(&self, f: &mut dyn fmt::Write, text: &str, active: bool) -> fmt::Result {
        self.theme.format_select_prompt_item(f, self.label(text), active)
    }

    fn format_multi_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        self.theme.format_multi_select_prompt(f, prompt)
    }

    fn format_multi_select_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        chosen: &[&str],
    ) -> fmt::Result {
        // As one item, since the theme knows no comma but the English one.
        let mut chosen: Vec<&str> = chosen.iter().map(|stand| self.label(stand)).collect();
        if chosen.is_empty() && self.means_active.get() {
            chosen.extend(self.texts.get(self.active.get()).map(String::as_str));
        }
        let chosen = in_the_row(prompt, &chosen.join(&self.comma));
        self.theme.format_multi_select_prompt_selection(f, prompt, &[&chosen])
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        if active {
            self.active.set(place(text).unwrap_or(0));
        }
        // The theme marks the active item by colour alone.
        f.write_str(if active { "❯ " } else { "  " })?;
        self.theme.format_multi_select_prompt_item(f, self.label(text), checked, active)
    }
}
