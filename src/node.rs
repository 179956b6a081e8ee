//! A TOML document as a small tree with the place of everything, and the same tree as bytes. The build script packs the
//! files of `templates/` with it, so that a start does not parse them again; it uses nothing else of the program.

use std::borrow::Cow;
use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

/// Where something stands in a text: a byte offset.
pub type Place = usize;

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'t> {
    /// A string.
    Text(Cow<'t, str>),
    /// A string that the build packed.
    Fixed(&'static str),
    /// A packed table of a text in both languages, `zh` and `en`; one that nobody will read is empty.
    Said(&'static str, &'static str),
    /// A whole number that fits.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// A local date: year, month, day.
    Day(u16, u8, u8),
    /// An array.
    List(Vec<(Place, Self)>),
    /// A table.
    Table(Table<'t>),
    /// A value of a kind that no file of ours has: a float, a time.
    Foreign,
}

/// The keys of a table in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table<'t> {
    /// Key, its place, the place of its value, the value.
    pub entries: Vec<(Cow<'t, str>, Place, Place, Node<'t>)>,
}

impl<'t> Table<'t> {
    /// Parses a text; a fault comes back with its place.
    pub fn parse(text: &'t str) -> Result<Self, (Place, String)> {
        let parsed = DeTable::parse(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            (error.span().map_or(0, |span| span.start), message)
        })?;
        Ok(Self::from_toml(parsed.into_inner()))
    }

    fn from_toml(table: DeTable<'t>) -> Self {
        let entry = |(key, value): (toml::Spanned<Cow<'t, str>>, toml::Spanned<DeValue<'t>>)| {
            let (key_place, value_place) = (key.span().start, value.span().start);
            (key.into_inner(), key_place, value_place, Node::from_toml(value.into_inner()))
        };
        Self { entries: table.into_iter().map(entry).collect() }
    }

    /// The place and the value of a key.
    pub fn get(&self, key: &str) -> Option<(Place, &Node<'t>)> {
        self.entries.iter().find(|(name, ..)| name == key).map(|(_, _, place, node)| (*place, node))
    }

    /// What it says, where it is a text in both languages.
    fn said(&self) -> Option<(&str, &str)> {
        match (self.entries.len(), self.get("zh")?, self.get("en")?) {
            (2, (_, Node::Text(zh)), (_, Node::Text(en))) => Some((zh, en)),
            _ => None,
        }
    }

    /// The table as bytes; its texts go into `texts`. Of the places, those of the items of lists stay: they tell the order
    /// of tables under different keys.
    pub fn pack(&self, texts: &mut Texts) -> Vec<u8> {
        let mut out = Vec::new();
        self.pack_into(&mut out, texts);
        out
    }

    fn pack_into(&self, out: &mut Vec<u8>, texts: &mut Texts) {
        pack_number(out, self.entries.len());
        for (key, .., node) in &self.entries {
            texts.pack(out, key);
            node.pack_into(out, texts);
        }
    }
}

impl<'t> Node<'t> {
    /// Parses one value, such as stands behind a key; `None` for anything else.
    pub fn parse(text: &'t str) -> Option<Self> {
        DeValue::parse(text).ok().map(|value| Self::from_toml(value.into_inner()))
    }

    fn from_toml(value: DeValue<'t>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text),
            DeValue::Boolean(yes) => Self::Flag(yes),
            DeValue::Integer(number) => {
                let digits = number.as_str().replace('_', "");
                i64::from_str_radix(&digits, number.radix()).map_or(Self::Foreign, Self::Number)
            }
            DeValue::Datetime(date) => match date.date {
                Some(day) if date.time.is_none() && date.offset.is_none() => {
                    Self::Day(day.year, day.month, day.day)
                }
                _ => Self::Foreign,
            },
            DeValue::Array(items) => {
                let item = |item: toml::Spanned<DeValue<'t>>| {
                    (item.span().start, Self::from_toml(item.into_inner()))
                };
                Self::List(items.into_iter().map(item).collect())
            }
            DeValue::Table(table) => Self::Table(Table::from_toml(table)),
            DeValue::Float(_) => Self::Foreign,
        }
    }

    fn pack_into(&self, out: &mut Vec<u8>, texts: &mut Texts) {
        match self {
            Self::Text(text) => text_into(out, text, texts),
            Self::Fixed(text) => text_into(out, text, texts),
            Self::Said(zh, en) => said_into(out, zh, en, texts),
            Self::Number(number) => {
                out.push(b'n');
                out.extend(number.to_le_bytes());
            }
            Self::Flag(yes) => out.extend([b'f', u8::from(*yes)]),
            Self::Day(year, month, day) => {
                out.push(b'd');
                out.extend(year.to_le_bytes());
                out.extend([*month, *day]);
            }
            Self::List(items) => {
                let mut packed = Vec::new();
                pack_number(&mut packed, items.len());
                for (place, node) in items {
                    pack_number(&mut packed, *place);
                    node.pack_into(&mut packed, texts);
                }
                pack_long(out, b'[', &packed);
            }
            Self::Table(table) => match table.said() {
                Some((zh, en)) => said_into(out, zh, en, texts),
                None => pack_long(out, b'{', &table.pack(texts)),
            },
            Self::Foreign => out.push(b'?'),
        }
    }
}

fn said_into(out: &mut Vec<u8>, zh: &str, en: &str, texts: &mut Texts) {
    out.push(b't');
    texts.pack(out, zh);
    texts.pack(out, en);
}

fn text_into(out: &mut Vec<u8>, text: &str, texts: &mut Texts) {
    out.push(b'"');
    texts.pack(out, text);
}

/// A number in groups of seven bits, the lowest first.
fn pack_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Something with its length before it, so that it can be passed over.
fn pack_long(out: &mut Vec<u8>, sign: u8, packed: &[u8]) {
    out.push(sign);
    pack_number(out, packed.len());
    out.extend(packed);
}

/// The texts of packed tables, one after another; each stands there once.
#[derive(Debug, Default)]
pub struct Texts {
    /// All of them.
    pub all: String,
    places: HashMap<String, usize>,
}

impl Texts {
    /// Packs where a text stands, and how long it is.
    fn pack(&mut self, out: &mut Vec<u8>, text: &str) {
        let place = *self.places.entry(text.to_owned()).or_insert_with(|| {
            self.all.push_str(text);
            self.all.len() - text.len()
        });
        pack_number(out, place);
        pack_number(out, text.len());
    }
}

/// A table as bytes, beside the texts that it speaks of; both are a part of the program.
#[derive(Clone, Copy)]
pub struct Packed {
    rest: &'static [u8],
    texts: &'static str,
}

/// What is taken of a packed table.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// Which keys of the top table.
    pub key: fn(&str) -> bool,
    /// Texts under this key, a language that nobody will read, are passed over, but for those of a `label`.
    pub not: Option<&'static str>,
}

impl Packed {
    /// The table that `Table::pack` made into these bytes.
    pub fn new(bytes: &'static [u8], texts: &'static str) -> Self {
        Self { rest: bytes, texts }
    }

    /// What is wanted of the table; `None` for bytes of another make.
    pub fn unpack(mut self, wanted: Wanted) -> Option<Table<'static>> {
        let mut entries = Vec::new();
        for _ in 0..self.number()? {
            let key = self.text()?;
            if (wanted.key)(key) {
                entries.push((Cow::Borrowed(key), 0, 0, self.node(wanted.not.filter(|_| key != "label"))?));
            } else {
                self.skip()?;
            }
        }
        Some(Table { entries })
    }

    /// The text of a dotted key, without unpacking the rest.
    pub fn find(mut self, key: &str) -> Option<&'static str> {
        let (first, inner) = key.split_once('.').map_or((key, None), |(first, rest)| (first, Some(rest)));
        for _ in 0..self.number()? {
            if self.text()? != first {
                self.skip()?;
                continue;
            }
            return match (self.byte()?, inner) {
                (b'"', None) | (b't', Some("zh")) => self.text(),
                (b't', Some("en")) => self.passed()?.text(),
                (b'{', Some(inner)) => {
                    self.number()?;
                    self.find(inner)
                }
                _ => None,
            };
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0_usize, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn text(&mut self) -> Option<&'static str> {
        let (place, length) = (self.number()?, self.number()?);
        self.texts.get(place..place.checked_add(length)?)
    }

    /// A text, or an empty one in its place.
    fn text_if(&mut self, wanted: bool) -> Option<&'static str> {
        if wanted { self.text() } else { self.passed().map(|_| "") }
    }

    /// Passes over a text.
    fn passed(&mut self) -> Option<&mut Self> {
        self.number()?;
        self.number()?;
        Some(self)
    }

    /// Passes over a value.
    fn skip(&mut self) -> Option<()> {
        match self.byte()? {
            b'"' => drop(self.passed()?),
            b't' => drop(self.passed()?.passed()?),
            b'n' => drop(self.take(8)?),
            b'f' => drop(self.byte()?),
            b'd' => drop(self.take(4)?),
            b'[' | b'{' => {
                let length = self.number()?;
                self.take(length)?;
            }
            _ => {}
        }
        Some(())
    }

    /// A table, its texts without those of the language `not`.
    fn table(&mut self, not: Option<&str>) -> Option<Table<'static>> {
        let count = self.number()?;
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let key = self.text()?;
            entries.push((Cow::Borrowed(key), 0, 0, self.node(not.filter(|_| key != "label"))?));
        }
        Some(Table { entries })
    }

    fn node(&mut self, not: Option<&str>) -> Option<Node<'static>> {
        Some(match self.byte()? {
            b'"' => Node::Fixed(self.text()?),
            b't' => {
                let [zh, en] = ["zh", "en"].map(|language| not != Some(language));
                Node::Said(self.text_if(zh)?, self.text_if(en)?)
            }
            b'n' => Node::Number(i64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            b'f' => Node::Flag(self.byte()? == 1),
            b'd' => {
                let year = u16::from_le_bytes(self.take(2)?.try_into().ok()?);
                Node::Day(year, self.byte()?, self.byte()?)
            }
            b'[' => {
                self.number()?;
                let count = self.number()?;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push((self.number()?, self.node(not)?));
                }
                Node::List(items)
            }
            b'{' => {
                self.number()?;
                Node::Table(self.table(not)?)
            }
            b'?' => Node::Foreign,
            _ => return None,
        })
    }
}
