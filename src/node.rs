//! A TOML document as a small tree with the place of everything, and the same tree as bytes. The build script packs the
//! files of `templates/` with it, so that a start does not parse them again; it uses nothing else of the program.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

/// Where something stands in a text: a byte offset.
pub type Place = usize;

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'t> {
    /// A string.
    Text(Cow<'t, str>),
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

    /// The table as bytes.
    pub fn pack(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.pack_into(&mut out);
        out
    }

    fn pack_into(&self, out: &mut Vec<u8>) {
        pack_number(out, self.entries.len());
        for (key, key_place, value_place, node) in &self.entries {
            pack_text(out, key);
            pack_number(out, *key_place);
            pack_number(out, *value_place);
            node.pack_into(out);
        }
    }

    /// The table of bytes that `pack` made; `None` for other bytes. Texts under the key `unwanted`, a language that nobody
    /// will read, are passed over, but for those of a `label`.
    pub fn unpack(bytes: &'t [u8], unwanted: Option<&'static str>) -> Option<Self> {
        Packed { rest: bytes, unwanted }.table(false)
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

    fn pack_into(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => {
                out.push(b'"');
                pack_text(out, text);
            }
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
                out.push(b'[');
                pack_number(out, items.len());
                for (place, node) in items {
                    pack_number(out, *place);
                    node.pack_into(out);
                }
            }
            Self::Table(table) => {
                out.push(b'{');
                table.pack_into(out);
            }
            Self::Foreign => out.push(b'?'),
        }
    }
}

/// A number in groups of seven bits, the lowest first.
fn pack_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

fn pack_text(out: &mut Vec<u8>, text: &str) {
    pack_number(out, text.len());
    out.extend(text.as_bytes());
}

struct Packed<'t> {
    rest: &'t [u8],
    unwanted: Option<&'static str>,
}

impl<'t> Packed<'t> {
    fn take(&mut self, length: usize) -> Option<&'t [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
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

    fn bytes(&mut self) -> Option<&'t [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    fn text(&mut self) -> Option<Cow<'t, str>> {
        std::str::from_utf8(self.bytes()?).ok().map(Cow::Borrowed)
    }

    fn table(&mut self, whole: bool) -> Option<Table<'t>> {
        let count = self.number()?;
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let (key, key_place, value_place) = (self.text()?, self.number()?, self.number()?);
            if !whole && Some(&*key) == self.unwanted && self.rest.first() == Some(&b'"') {
                self.byte()?;
                self.bytes()?;
                continue;
            }
            let node = self.node(key == "label")?;
            entries.push((key, key_place, value_place, node));
        }
        Some(Table { entries })
    }

    /// A value; `whole` for a table of which everything is wanted.
    fn node(&mut self, whole: bool) -> Option<Node<'t>> {
        Some(match self.byte()? {
            b'"' => Node::Text(self.text()?),
            b'n' => Node::Number(i64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            b'f' => Node::Flag(self.byte()? == 1),
            b'd' => {
                let year = u16::from_le_bytes(self.take(2)?.try_into().ok()?);
                Node::Day(year, self.byte()?, self.byte()?)
            }
            b'[' => {
                let count = self.number()?;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push((self.number()?, self.node(whole)?));
                }
                Node::List(items)
            }
            b'{' => Node::Table(self.table(whole)?),
            b'?' => Node::Foreign,
            _ => return None,
        })
    }
}
