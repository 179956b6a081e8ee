//! Sums of money as statements write them, exactly, and what a file's own amounts say about its decimal mark.

use crate::domain::text::half_width;

/// Which mark parts the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl Decimal {
    /// Reads its name.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "point" => Some(Self::Point),
            "comma" => Some(Self::Comma),
            _ => None,
        }
    }
}

/// A number as it was written: `12.50` is 1250 with a scale of 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) digits: i64,
    pub(super) scale: u32,
}

/// Why a cell is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// It is no number.
    Unclear,
    /// It is too large, or a spreadsheet shortened it.
    Size,
    /// It is finer than the currency.
    Fine,
    /// The file uses both marks as decimal marks.
    Mixed,
}

/// What the amounts of a file have shown about its decimal mark.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    /// Settled before reading.
    pub(super) fixed: Option<Decimal>,
    /// Shown by an amount that can only be read in one way.
    pub(super) shown: Option<Decimal>,
    /// The first line with an amount that can be read in both ways.
    pub(super) doubtful: Option<u32>,
}

impl Marks {
    #[inline]
    fn show(&mut self, decimal: Decimal) -> Result<(), Bad> {
        if *self.shown.get_or_insert(decimal) != decimal || self.fixed.is_some_and(|fixed| fixed != decimal) {
            return Err(Bad::Mixed);
        }
        Ok(())
    }

    /// The mark that an amount with one lone mark and three digits is read by, until the file shows another.
    fn assumed(&self) -> Decimal {
        self.fixed.or(self.shown).unwrap_or(Decimal::Point)
    }
}

impl Amount {
    /// Minor units of a currency with so many decimals, times a thousand for fees (`finer` = 3).
    #[inline]
    pub(super) fn minor(self, decimals: u32, finer: u32) -> Result<i64, Bad> {
        let wanted = decimals + finer;
        if self.scale <= wanted {
            let factor = 10_i64.checked_pow(wanted - self.scale).ok_or(Bad::Size)?;
            return self.digits.checked_mul(factor).filter(|sum| *sum != i64::MIN).ok_or(Bad::Size);
        }
        let divisor = 10_i64.checked_pow(self.scale - wanted).ok_or(Bad::Fine)?;
        if self.digits % divisor == 0 { Ok(self.digits / divisor) } else { Err(Bad::Fine) }
    }
}

/// Reads a cell; nothing where it is empty. `line` is where doubts are noted.
#[inline]
pub(super) fn read(cell: &str, line: u32, marks: &mut Marks) -> Result<Option<Amount>, Bad> {
    if let Some(amount) = plain(cell.as_bytes()).filter(|amount| amount.scale != 3) {
        if amount.scale > 0 {
            marks.show(Decimal::Point)?;
        }
        return Ok(Some(amount));
    }
    let cell = super::clean::value(cell);
    if cell.is_empty() { Ok(None) } else { dressed(cell, line, marks).map(Some) }
}

/// The usual form: digits, maybe a sign before and decimals after a point.
#[inline]
fn plain(cell: &[u8]) -> Option<Amount> {
    let (negative, number) = match cell.split_first()? {
        (b'-', rest) => (true, rest),
        _ => (false, cell),
    };
    if number.is_empty() || number.len() > 17 || !number[0].is_ascii_digit() {
        return None;
    }
    let (mut digits, mut scale, mut point) = (0_i64, 0, false);
    for byte in number {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + i64::from(byte - b'0');
                scale += u32::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if point && scale == 0 {
        return None;
    }
    Some(Amount { digits: if negative { -digits } else { digits }, scale })
}

/// Signs, words and codes that stand before or after an amount.
const SIGNS: [&str; 14] =
    ["人民币", "元", "¥", "£", "€", "$", "US$", "A$", "kr.", "kr", "RMB", "CNY", "'", "\u{2009}"];

fn dressed(cell: &str, line: u32, marks: &mut Marks) -> Result<Amount, Bad> {
    let wide = half_width(cell).replace('\u{2212}', "-");
    let mut text: String = wide.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').collect();
    let mut negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, text) = (true, inner.to_owned());
    }
    // A spreadsheet writes a number that it shortened with an exponent.
    if is_exponent(&text) {
        return Err(Bad::Size);
    }
    for sign in SIGNS {
        text = text.replace(sign, "");
    }
    text = text.trim_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    let mut number = text.as_str();
    for _ in 0..2 {
        if let Some(rest) = number.strip_prefix('-').or_else(|| number.strip_suffix('-')) {
            (negative, number) = (!negative, rest);
        } else {
            number = number.strip_prefix('+').unwrap_or(number);
        }
    }
    let amount = grouped(number, line, marks)?;
    Ok(if negative { Amount { digits: -amount.digits, ..amount } } else { amount })
}

/// True for `4.2E+27`.
pub(super) fn is_exponent(text: &str) -> bool {
    let Some((head, tail)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let tail = tail.strip_prefix(['+', '-']).unwrap_or(tail);
    digits(tail) && tail.len() < 4 && digits(&head.replace(['.', ',', '-'], ""))
}

fn grouped(number: &str, line: u32, marks: &mut Marks) -> Result<Amount, Bad> {
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return Err(Bad::Unclear);
    }
    let decimal = decimal_of(number, line, marks)?;
    let (whole, fraction) = match decimal {
        Some(mark) => number.rsplit_once(mark).unwrap_or((number, "")),
        None => (number, ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let sound = groups.len() == 1
        || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
    if !sound || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Bad::Unclear);
    }
    let digits: i64 = format!("{}{fraction}", groups.concat()).parse().map_err(|_| Bad::Size)?;
    Ok(Amount { digits, scale: u32::try_from(fraction.len()).map_err(|_| Bad::Size)? })
}

/// The decimal mark of a number, or none where it has no decimals.
fn decimal_of(number: &str, line: u32, marks: &mut Marks) -> Result<Option<char>, Bad> {
    let (points, commas) = (number.matches('.').count(), number.matches(',').count());
    let (mark, shows) = match (points, commas) {
        (0, 0) => return Ok(None),
        (_, 0) if points > 1 => (None, Decimal::Comma),
        (0, _) if commas > 1 => (None, Decimal::Point),
        (1, 0) | (0, 1) => return lone(number, line, marks),
        _ if number.rfind('.') > number.rfind(',') => (Some('.'), Decimal::Point),
        _ => (Some(','), Decimal::Comma),
    };
    marks.show(shows)?;
    Ok(mark)
}

/// One mark only: it parts decimals, unless three digits follow and one to three stand before.
fn lone(number: &str, line: u32, marks: &mut Marks) -> Result<Option<char>, Bad> {
    let (mark, decimal, other) = if number.contains('.') {
        ('.', Decimal::Point, Decimal::Comma)
    } else {
        (',', Decimal::Comma, Decimal::Point)
    };
    let (whole, fraction) = number.split_once(mark).unwrap_or((number, ""));
    if fraction.len() != 3 || whole.len() > 3 || whole == "0" || whole.is_empty() {
        marks.show(decimal)?;
        return Ok(Some(mark));
    }
    if marks.fixed.is_none() && marks.shown.is_none() {
        marks.doubtful.get_or_insert(line);
    }
    Ok(if marks.assumed() == other { None } else { Some(mark) })
}
