//! The voice `plain`: numbered lists and lines one after the other, for screen readers, braille displays and terminals
//! that can only print. It redraws nothing, moves no cursor and draws no signs; what is chosen is said again.

use std::io::{self, Write};
use std::sync::Mutex;

use anyhow::Result;
use unicode_width::UnicodeWidthStr;

use crate::domain::numeral::to_digits;
use crate::domain::text::{half_width, visible};
use crate::domain::words::Words;

use super::tty::{self, Typed};
use super::{Ask, Line, Page, Prompt, Reply, spoken};

/// The prompt that is open, to be said again when the process returns from a stop.
static OPEN: Mutex<String> = Mutex::new(String::new());

/// How many columns are left for an answer behind its prompt.
const ROOM_TO_ANSWER: usize = 12;

/// A terminal that is read line by line.
pub struct Plain {
    words: Words,
}

/// What was typed, or what it stands for.
type Heard<T> = std::result::Result<String, Reply<T>>;

impl Plain {
    /// The terminal of this process.
    pub fn new(words: &Words) -> Self {
        Self { words: words.clone().aloud() }
    }

    /// `new`, and the open prompt is said again when the process returns from a stop.
    pub fn watching(words: &Words) -> Self {
        tty::on_return(|| {
            let prompt = OPEN.lock().map(|open| open.clone()).unwrap_or_default();
            let _ = write!(io::stderr(), "{prompt}");
        });
        Self::new(words)
    }

    fn write(text: &str) -> Result<()> {
        let mut out = io::stderr().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // Nobody is there to read it; the next prompt finds out.
            Err(error) if tty::ends_it(&error) => Ok(()),
            told => Ok(told?),
        }
    }

    fn say(&mut self, line: Line) -> Result<()> {
        self.tell(&Page::of(line))
    }

    /// Says a question and its options with their numbers.
    fn list(&mut self, prompt: &Prompt, options: &[String]) -> Result<()> {
        let numbered = (1..).zip(options).map(|(n, option)| Line::Text(format!("{n}. {}", visible(option))));
        let lines = std::iter::once(Line::Text(prompt.ask.clone())).chain(numbered).collect();
        self.tell(&Page { lines })
    }

    /// Reads an answer to a prompt; what cannot be read is said, and asked for again.
    fn hear<T>(&mut self, prompt: &str) -> Result<Heard<T>> {
        let prompt = self.laid_out(prompt);
        loop {
            tty::discard_typed_ahead();
            Self::write(&prompt)?;
            stands_open(&prompt);
            let typed = tty::read_line();
            stands_open("");
            let key = match typed? {
                Typed::Text(text) => return Ok(Ok(text)),
                Typed::Escape => return Ok(Err(Reply::Back)),
                Typed::Gone => return Ok(Err(Reply::Interrupted)),
                Typed::NotText => "voice.not_text",
                Typed::TooLong => "voice.too_long",
            };
            let told = self.words.get(key).to_owned();
            self.say(Line::Alert(told))?;
        }
    }

    /// A prompt whose lines break between words; the answer begins a line of its own where the last has no room for it.
    fn laid_out(&self, prompt: &str) -> String {
        // One column less than there are: a full row would move the cursor to the next one before the answer.
        let columns = tty::columns().saturating_sub(1);
        let page = Page::of(Line::Text(prompt.trim_end().to_owned())).aloud(&self.words, columns);
        let page = page.trim_end();
        let last = page.lines().last().map_or(0, UnicodeWidthStr::width);
        format!("{page}{}", if last + ROOM_TO_ANSWER > columns { '\n' } else { ' ' })
    }

    /// Says what was chosen.
    fn echo(&mut self, chosen: &[&String]) -> Result<()> {
        let labels: Vec<String> = chosen.iter().map(|label| visible(label)).collect();
        let text = self.words.say("voice.chosen", &[("what", &self.words.list(&labels))]);
        self.say(Line::Text(text))
    }

    fn no_such_number(&mut self, most: usize) -> Result<()> {
        let text = self.words.say("voice.no_such_number", &[("most", &most.to_string())]);
        self.say(Line::Alert(text))
    }
}

impl Ask for Plain {
    fn tell(&mut self, page: &Page) -> Result<()> {
        Self::write(&page.aloud(&self.words, tty::columns()))
    }

    fn line(&mut self, prompt: &Prompt, old: &str) -> Result<Reply<String>> {
        if !old.is_empty() {
            let kept = self.words.say("talk.kept", &[("value", &visible(old))]);
            self.say(Line::Quiet(kept))?;
        }
        Ok(match self.hear(&format!("{} ", prompt.ask))? {
            Ok(text) if text.is_empty() => Reply::Got(old.to_owned()),
            Ok(text) => spoken::line(&self.words, prompt, &text, ""),
            Err(reply) => reply,
        })
    }

    fn again(&mut self, prompt: &Prompt, _wrong: &str) -> Result<Reply<String>> {
        self.line(prompt, "")
    }

    fn pick(&mut self, prompt: &Prompt, options: &[String], current: usize) -> Result<Reply<usize>> {
        let unknown = prompt.unknown.then(|| self.words.get("menu.unknown").to_owned());
        let labels: Vec<String> = options.iter().cloned().chain(unknown).collect();
        let mut listed = labels.clone();
        if let Some(label) = listed.get_mut(current).filter(|_| prompt.stands) {
            *label = self.words.say("voice.marked", &[("what", label)]);
        }
        self.list(prompt, &listed)?;
        let (most, enter) = (labels.len().to_string(), (current + 1).to_string());
        let ask = self.words.say("voice.number", &[("most", &most), ("enter", &enter)]);
        loop {
            let text = match self.hear(&ask)? {
                Ok(text) => text,
                Err(reply) => return Ok(reply),
            };
            let chosen = if text.is_empty() { Some(current) } else { option(&text, &labels) };
            match chosen {
                Some(at) => {
                    self.echo(&[&labels[at]])?;
                    return Ok(if at < options.len() { Reply::Got(at) } else { Reply::Unknown });
                }
                None => match spoken::beside_a_list(&self.words, &text) {
                    Some(Reply::Unknown) if !prompt.unknown => {
                        let told = self.words.get("hear.not_unknown").to_owned();
                        self.say(Line::Alert(told))?;
                    }
                    Some(reply) => return Ok(reply),
                    None => self.no_such_number(labels.len())?,
                },
            }
        }
    }

    fn pick_many(
        &mut self,
        prompt: &Prompt,
        options: &[String],
        chosen: &[bool],
    ) -> Result<Reply<Vec<usize>>> {
        let is_chosen = |at: &usize| chosen.get(*at).copied().unwrap_or_default();
        let marked = |(at, label): (usize, &String)| {
            if is_chosen(&at) { self.words.say("voice.marked", &[("what", label)]) } else { label.clone() }
        };
        let labels: Vec<String> = options.iter().enumerate().map(marked).collect();
        self.list(prompt, &labels)?;
        let mut current: Vec<usize> = (0..options.len()).filter(is_chosen).collect();
        // As in a menu in which nothing is marked, Enter means the first option.
        if current.is_empty() {
            current.push(0);
        }
        let numbers: Vec<String> = current.iter().map(|at| (at + 1).to_string()).collect();
        let enter = self.words.list(&numbers);
        let ask = self.words.say("voice.numbers", &[("most", &options.len().to_string()), ("enter", &enter)]);
        loop {
            let text = match self.hear(&ask)? {
                Ok(text) => text,
                Err(reply) => return Ok(reply),
            };
            let wanted = if text.is_empty() { Some(current.clone()) } else { several(&text, options) };
            match wanted {
                Some(ats) => {
                    self.echo(&ats.iter().map(|at| &options[*at]).collect::<Vec<_>>())?;
                    return Ok(Reply::Got(ats));
                }
                None => match spoken::beside_a_list(&self.words, &text) {
                    Some(reply) => return Ok(reply),
                    None => self.no_such_number(options.len())?,
                },
            }
        }
    }
}

fn stands_open(prompt: &str) {
    if let Ok(mut open) = OPEN.lock() {
        prompt.clone_into(&mut open);
    }
}

/// The option that a number, from 1, or its own text names.
fn option(text: &str, labels: &[String]) -> Option<usize> {
    let same = |label: &String| half_width(label).to_lowercase() == half_width(text).to_lowercase();
    number(text, labels.len()).or_else(|| labels.iter().position(same))
}

/// Several options: `1 3`, `1,3`, `1、3`.
fn several(text: &str, labels: &[String]) -> Option<Vec<usize>> {
    if let Some(one) = option(text, labels) {
        return Some(vec![one]);
    }
    let plain = half_width(text);
    let parts =
        plain.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|part| !part.is_empty());
    let mut ats: Vec<usize> = parts.map(|part| number(part, labels.len())).collect::<Option<_>>()?;
    ats.sort_unstable();
    ats.dedup();
    (!ats.is_empty()).then_some(ats)
}

/// The place that a number from 1 to `most` names; as digits of either width or in Chinese.
fn number(text: &str, most: usize) -> Option<usize> {
    let plain = to_digits(&half_width(text));
    let number: usize = plain.trim().trim_end_matches('.').parse().ok()?;
    (1..=most).contains(&number).then(|| number - 1)
}
