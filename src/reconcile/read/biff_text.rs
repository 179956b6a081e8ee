//! Texts of BIFF 8: narrow or wide characters, with formats and pronunciations behind them, cut anywhere by the borders of
//! records.

use super::compound::{u16_at, u32_at};

/// The data of a record and of those that continue it.
pub(super) struct Segments<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl<'a> Segments<'a> {
    pub(super) fn new(parts: &'a [&'a [u8]]) -> Self {
        Self { parts, part: 0, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// Goes to the next part where this one is used up; false at the end.
    fn more(&mut self) -> bool {
        while self.rest().is_empty() {
            if self.part + 1 >= self.parts.len() {
                return false;
            }
            (self.part, self.at) = (self.part + 1, 0);
        }
        true
    }

    fn byte(&mut self) -> Option<u8> {
        if !self.more() {
            return None;
        }
        let byte = self.rest().first().copied();
        self.at += 1;
        byte
    }

    fn number(&mut self, bytes: u32) -> Option<usize> {
        (0..bytes).try_fold(0, |sum, at| Some(sum | (usize::from(self.byte()?) << (8 * at))))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if !self.more() {
                return None;
            }
            let step = count.min(self.rest().len());
            self.at += step;
            count -= step;
        }
        Some(())
    }

    /// A text of so many characters, its flags before it.
    pub(super) fn text(&mut self, count: usize) -> Option<String> {
        let mut flags = self.byte()?;
        let runs = if flags & 8 == 8 { self.number(2)? } else { 0 };
        let hints = if flags & 4 == 4 { self.number(4)? } else { 0 };
        let mut units: Vec<u16> = Vec::new();
        while units.len() < count {
            if self.rest().is_empty() {
                // A new part begins with flags of its own.
                flags = self.byte()?;
                continue;
            }
            let wide = flags & 1 == 1;
            let unit =
                if wide { u16_at(self.rest(), 0) } else { self.rest().first().map(|byte| u16::from(*byte)) };
            units.push(unit?);
            self.at += if wide { 2 } else { 1 };
        }
        self.skip(runs * 4)?;
        self.skip(hints)?;
        String::from_utf16(&units).ok()
    }
}

/// Every shared text of a workbook; how many there are is counted, not believed.
pub(super) fn shared_texts(parts: &[&[u8]]) -> Option<Vec<String>> {
    let Some(first) = parts.first() else { return Some(Vec::new()) };
    let stated = u32_at(first, 4)? as usize;
    let mut segments = Segments { parts, part: 0, at: 8 };
    let mut texts = Vec::new();
    while texts.len() < stated && segments.more() {
        let length = segments.number(2)?;
        texts.push(segments.text(length)?);
    }
    Some(texts)
}

/// A text with its length in two bytes before it.
pub(super) fn long_text(data: &[u8]) -> Option<String> {
    let length = usize::from(u16_at(data, 0)?);
    Segments::new(&[data.get(2..)?]).text(length)
}

/// Bytes as the characters of their numbers.
pub(super) fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
