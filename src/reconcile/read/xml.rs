//! The parts of XML that a spreadsheet needs, from a stream, each token short, without document types or entities.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::guard::{Short, told};
use super::stop::{Stop, io, trouble};

/// No spreadsheet nests deeper.
const DEEPEST: usize = 64;

/// One piece of a document.
pub(super) enum Piece<'a> {
    /// A tag opens; its name without a prefix.
    Open(&'a str, &'a Tag<'a>),
    /// A tag closes.
    Close(&'a str),
    /// Text between tags.
    Text(&'a str),
}

/// The attributes of a tag.
pub(super) struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// An attribute, without its prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let found = all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
        quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
    }

    /// Hands over the names and raw texts of all attributes, with their prefixes and without reading entities: a cell is
    /// met too often to look for each of its attributes from the start.
    pub(super) fn each_raw(&self, mut take: impl FnMut(&str, &str)) {
        for attribute in self.0.attributes().with_checks(false).flatten() {
            take(attribute.key.as_ref(), &attribute.value);
        }
    }
}

/// Hands the pieces of a document to `take` until it says false.
pub(super) fn each(
    source: impl Read,
    take: &mut dyn FnMut(Piece<'_>) -> Result<bool, Stop>,
) -> Result<(), Stop> {
    let mut reader = Reader::from_reader(Short::new(BufReader::with_capacity(64 * 1024, source)));
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut depth) = (Vec::new(), 0_usize);
    loop {
        buffer.clear();
        reader.get_mut().mark();
        let event = reader.read_event_into(&mut buffer).map_err(|error| xml_stop(&error))?;
        let more = match event {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(trouble("read.doctype", "read.doctype_hint").into()),
            Event::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(damaged());
                }
                take(Piece::Open(tag.local_name().as_ref(), &Tag(&tag)))?
            }
            Event::Empty(tag) => {
                let name = tag.local_name();
                take(Piece::Open(name.as_ref(), &Tag(&tag)))? && take(Piece::Close(name.as_ref()))?
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                take(Piece::Close(tag.local_name().as_ref()))?
            }
            Event::Text(text) => take(Piece::Text(&text))?,
            Event::CData(text) => take(Piece::Text(&text))?,
            Event::GeneralRef(name) => {
                let text =
                    quick_xml::escape::unescape(&format!("&{};", &*name)).map(std::borrow::Cow::into_owned);
                take(Piece::Text(&text.map_err(|_| damaged())?))?
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => true,
        };
        if !more {
            return Ok(());
        }
    }
}

fn xml_stop(error: &quick_xml::Error) -> Stop {
    match error {
        quick_xml::Error::Io(error) => told(error).unwrap_or_else(|| io(error)).into(),
        _ => damaged(),
    }
}

/// A spreadsheet that is not what a spreadsheet program writes.
pub(super) fn damaged() -> Stop {
    trouble("read.damaged_sheet", "read.damaged_hint").into()
}
