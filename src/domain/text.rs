//! Texts in the languages that posquit speaks, and the small things that all typed and shown text needs.

use std::borrow::Cow;
use std::fmt;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a language tag such as `zh`, `zh-CN`, `zh_CN.UTF-8` or `en-GB`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" | "cn" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The tag written into a case.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// One text in both languages, side by side. One of the program's own stays where the program has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl From<(Cow<'static, str>, Cow<'static, str>)> for Text {
    fn from((zh, en): (Cow<'static, str>, Cow<'static, str>)) -> Self {
        Self { zh, en }
    }
}

impl Text {
    /// The text in `lang`.
    pub fn to(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Turns full-width letters, digits, punctuation and spaces into their ASCII forms, as people type them with a Chinese keyboard.
///
/// ```
/// use posquit::domain::text::half_width;
/// assert_eq!(half_width("２０２６－１２－３１"), "2026-12-31");
/// assert_eq!(half_width("１，２００元"), "1,200元");
/// ```
pub fn half_width(typed: &str) -> String {
    typed
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            '。' => '.',
            '、' => ',',
            '￥' => '¥',
            '￡' => '£',
            _ => c,
        })
        .collect()
}

/// True for characters that must never reach a screen or a file as they are: controls, and marks that reorder or hide text.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}' | '\u{feff}')
        || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Shows controls and reordering marks as `\u{1b}`, so that a text can neither drive a terminal nor hide what it says.
pub fn visible(text: &str) -> String {
    if !text.chars().any(is_unsafe) {
        return text.to_owned();
    }
    text.chars().map(|c| if is_unsafe(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// Shows only the last four characters of an account or merchant number; four or fewer are hidden altogether.
///
/// ```
/// use posquit::domain::text::mask;
/// assert_eq!(mask("898310148160001"), "••••0001");
/// assert_eq!(mask("1234"), "••••");
/// ```
pub fn mask(text: &str) -> String {
    format!("••••{}", last_four(text))
}

/// The last four characters of an account number, for a sentence; nothing where it has four or fewer.
pub fn last_four(text: &str) -> String {
    let kept: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    if kept.len() > 4 { kept[kept.len() - 4..].iter().collect() } else { String::new() }
}

/// Bytes as lower-case hexadecimal, as digests are written.
///
/// ```
/// assert_eq!(posquit::domain::text::hex(&[0, 171]), "00ab");
/// ```
pub fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
