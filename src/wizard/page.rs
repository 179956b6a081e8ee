//! A page of text: what is shown between prompts, wrapped for a width, with colour only where it is wanted.

use console::Style;
use unicode_linebreak::linebreaks;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::domain::words::Words;

/// One line of a page, before wrapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Title(String),
    /// Plain text.
    Text(String),
    /// Words to say or write, set in.
    Quote(String),
    /// Text that is indented under a heading, with a dash.
    Item(String),
    /// Something that is late, or unsafe.
    Alert(String),
    /// Something said in passing: hints, "saved".
    Quiet(String),
    /// How something came about, below it.
    Detail(String),
    /// An empty line.
    Blank,
}

/// Lines that are shown together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The lines.
    pub lines: Vec<Line>,
}

impl Page {
    /// A page of one line.
    pub fn of(line: Line) -> Self {
        Self { lines: vec![line] }
    }

    /// Adds a heading.
    pub fn title(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Title(text.into()));
    }

    /// Adds text, a line for each of its paragraphs.
    pub fn text(&mut self, text: &str) {
        self.lines.extend(text.lines().map(|line| Line::Text(line.to_owned())));
    }

    /// Adds a line of a list.
    pub fn item(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Item(text.into()));
    }

    /// Adds something that is late or unsafe.
    pub fn alert(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Alert(text.into()));
    }

    /// Adds something said in passing.
    pub fn quiet(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Quiet(text.into()));
    }

    /// Adds how something came about.
    pub fn detail(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Detail(text.into()));
    }

    /// Adds an empty line, but never two.
    pub fn blank(&mut self) {
        if self.lines.last() != Some(&Line::Blank) {
            self.lines.push(Line::Blank);
        }
    }

    /// The page wrapped to `columns`, in colour if wanted.
    pub fn render(&self, columns: usize, colour: bool) -> String {
        let mut out = String::new();
        for line in &self.lines {
            let (text, first, rest, style) = match line {
                Line::Title(text) => (text, "", "", Style::new().bold()),
                Line::Text(text) => (text, "", "", Style::new()),
                Line::Quote(text) => (text, "  ", "  ", Style::new()),
                Line::Item(text) => (text, "  - ", "    ", Style::new()),
                Line::Alert(text) => (text, "! ", "  ", Style::new().yellow().bold()),
                Line::Quiet(text) => (text, "", "", Style::new().dim()),
                Line::Detail(text) => (text, "    ", "    ", Style::new().dim()),
                Line::Blank => {
                    out.push('\n');
                    continue;
                }
            };
            for wrapped in wrap(text, columns.max(10), first, rest) {
                out.push_str(&style.clone().force_styling(colour).apply_to(wrapped).to_string());
                out.push('\n');
            }
        }
        out
    }

    /// The page to be read aloud, wrapped to `columns`: no layout and no signs, what is urgent and what is quoted in
    /// words.
    pub fn aloud(&self, words: &Words, columns: usize) -> String {
        let mut out = String::new();
        for (at, line) in self.lines.iter().enumerate() {
            let text = match line {
                Line::Alert(text) => words.say("voice.alert", &[("what", text)]),
                // Where a quotation ends is not seen.
                Line::Quote(text) if !matches!(self.lines.get(at + 1), Some(Line::Quote(_))) => {
                    words.say("voice.quote_end", &[("what", text)])
                }
                Line::Title(text)
                | Line::Text(text)
                | Line::Quote(text)
                | Line::Item(text)
                | Line::Quiet(text)
                | Line::Detail(text) => text.clone(),
                Line::Blank => String::new(),
            };
            for wrapped in text.lines().flat_map(|text| wrap(text, columns.max(10), "", "")) {
                out.push_str(&wrapped);
                out.push('\n');
            }
            if text.is_empty() {
                out.push('\n');
            }
        }
        out
    }
}

/// A line of a table wrapped to a window, the rows after the first set in.
///
/// ```
/// use posquit::wizard::hanging;
/// let command = "posquit resume --case case --home /a";
/// assert_eq!(hanging(command, 29, 0), "posquit resume --case case\n--home /a\n");
/// assert_eq!(hanging("a --", 10, 0), "a --\n");
/// ```
pub fn hanging(text: &str, columns: usize, inset: usize) -> String {
    let rows = wrap(text, columns.max(10), "", &" ".repeat(inset.min(columns / 4)));
    rows.join("\n") + "\n"
}

/// Breaks a text into rows of at most `columns`, at the places where Unicode allows it (UAX #14: between Chinese
/// characters, but never before a closing mark); `first` and `rest` begin the first row and the others.
fn wrap(text: &str, columns: usize, first: &str, rest: &str) -> Vec<String> {
    let (mut rows, mut row, mut bare, mut start) = (Vec::new(), first.to_owned(), true, 0);
    let mut width = row.width();
    // An option of a command stays whole, or it could not be copied.
    let within_option = |end: usize| end < text.len() && text[..end].ends_with("--");
    for (end, _) in linebreaks(text).filter(|(end, _)| !within_option(*end)) {
        let piece = &text[start..end];
        start = end;
        if !bare && width + piece.trim_end().width() > columns {
            rows.push(std::mem::replace(&mut row, rest.to_owned()).trim_end().to_owned());
            (bare, width) = (true, rest.width());
        }
        for c in piece.chars() {
            let wide = c.width().unwrap_or(0);
            // A piece that is longer than a row is broken where the row ends.
            if !bare && !c.is_whitespace() && width + wide > columns {
                rows.push(std::mem::replace(&mut row, rest.to_owned()).trim_end().to_owned());
                width = rest.width();
            }
            row.push(c);
            width += wide;
            bare = false;
        }
    }
    rows.push(row.trim_end().to_owned());
    rows
}
