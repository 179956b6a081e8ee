//! Bytes into text, strictly: a byte that is no text in the file's encoding ends the reading, nothing is replaced.

use std::io::Read;

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

use super::stop::{Stop, io, trouble};
use crate::reconcile::said::{Said, Trouble};

/// How many bytes are read at once.
const BLOCK: usize = 256 * 1024;

/// The encodings to try in turn.
pub(super) enum Guess {
    /// One that a byte order mark, or the person, names.
    Known(&'static Encoding),
    /// UTF-8, then GB18030.
    Try,
}

/// The encoding that the person named.
pub(super) fn named(label: &str) -> Result<&'static Encoding, Trouble> {
    Encoding::for_label_no_replacement(label.trim().as_bytes()).ok_or_else(|| {
        let what = Said::new("read.encoding_name").with("name", label.trim());
        Trouble::new(what).hint("read.encoding_name_hint")
    })
}

/// What the first bytes of a file tell: a byte order mark, or the zeros that UTF-16 puts between ASCII letters.
pub(super) fn guess(head: &[u8]) -> Guess {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Guess::Known(encoding);
    }
    let pairs = head.chunks_exact(2).take(512);
    let count = pairs.len();
    let zeros = |at: usize| head.chunks_exact(2).take(512).filter(|pair| pair[at] == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    if count >= 4 && low_first * 2 > count && high_first == 0 {
        Guess::Known(UTF_16LE)
    } else if count >= 4 && high_first * 2 > count && low_first == 0 {
        Guess::Known(UTF_16BE)
    } else {
        Guess::Try
    }
}

/// True where bytes that GB18030 can read look like Chinese: most pairs are of GB 2312. Western and Japanese encodings
/// make other pairs.
fn looks_chinese(bytes: &[u8]) -> bool {
    let (mut pairs, mut common, mut at) = (0_usize, 0_usize, 0_usize);
    while at + 1 < bytes.len() {
        if bytes[at] < 0x80 {
            at += 1;
            continue;
        }
        pairs += 1;
        let usual = (0xa1..=0xf7).contains(&bytes[at]) && bytes[at + 1] >= 0xa1;
        common += usize::from(usual);
        at += 2;
    }
    common * 5 >= pairs * 4
}

/// A stream of bytes as UTF-8.
pub(super) struct Decoded<R> {
    bytes: R,
    decoder: Option<encoding_rs::Decoder>,
    raw: Vec<u8>,
    /// Raw bytes given out so far.
    offset: u64,
    begun: bool,
    /// Its encoding is only supposed, so its first Chinese characters are looked at.
    supposed: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(bytes: R, encoding: &'static Encoding, supposed: bool) -> Self {
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal());
        Self {
            bytes,
            decoder,
            raw: vec![0; BLOCK],
            offset: 0,
            begun: false,
            supposed: supposed && encoding == GB18030,
        }
    }

    /// Appends the next block as UTF-8, maybe with an incomplete character at its end; false at the end of the file.
    pub(super) fn fill(&mut self, into: &mut Vec<u8>, line: u32) -> Result<bool, Stop> {
        let count = self.read_block()?;
        let raw = &self.raw[..count];
        self.offset += count as u64;
        if self.supposed && !raw.is_ascii() {
            self.supposed = false;
            if !looks_chinese(raw) {
                let what = Said::new("read.encoding_doubt");
                return Err(Trouble::new(what).hint("read.encoding_doubt_hint").at(line, 0).into());
            }
        }
        let start = into.len();
        match &mut self.decoder {
            None => {
                let skip = if self.begun { 0 } else { bom(raw) };
                into.extend_from_slice(&raw[skip..]);
            }
            Some(decoder) => decode(decoder, raw, into).map_err(|used| Stop::Encoding {
                line: line + lines_of(&into[start..]),
                offset: self.offset - count as u64 + used as u64,
                wide: false,
            })?,
        }
        self.begun = true;
        if let Some(at) = memchr(0, &into[start..]) {
            let line = line + lines_of(&into[start..start + at]);
            return Err(trouble("read.nul", "read.nul_hint").at(line, 0).into());
        }
        Ok(count > 0)
    }

    fn read_block(&mut self) -> Result<usize, Stop> {
        let mut count = 0;
        // A decompressor gives little at a time.
        while count < BLOCK {
            match self.bytes.read(&mut self.raw[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(super::guard::told(&error).unwrap_or_else(|| io(&error)).into()),
            }
        }
        Ok(count)
    }

    /// How many raw bytes were given out.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// True where it is read as UTF-8, so that its bytes still have to be checked.
    pub(super) fn is_utf8(&self) -> bool {
        self.decoder.is_none()
    }
}

fn bom(raw: &[u8]) -> usize {
    if raw.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// Newlines, for telling a line.
pub(super) fn lines_of(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}

/// Decodes a block; the error is how many of its bytes were good. An empty block ends the text.
fn decode(decoder: &mut encoding_rs::Decoder, raw: &[u8], into: &mut Vec<u8>) -> Result<(), usize> {
    let mut used = 0;
    loop {
        let room = decoder.max_utf8_buffer_length_without_replacement(raw.len() - used).unwrap_or(BLOCK * 3);
        let start = into.len();
        into.resize(start + room, 0);
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(&raw[used..], &mut into[start..], raw.is_empty());
        into.truncate(start + written);
        used += read;
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return Err(used),
        }
    }
}

/// The encoding that is tried after another one failed.
pub(super) fn after(encoding: &'static Encoding) -> Option<&'static Encoding> {
    (encoding == UTF_8).then_some(GB18030)
}
