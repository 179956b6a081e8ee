//! Sums of money: whole minor units and a currency, never floating point.

use std::fmt;

use super::numeral::to_digits;
use super::text::half_width;

/// An ISO 4217 currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The yuan.
    pub const CNY: Self = Self(*b"CNY");

    /// Reads a three-letter code in either case. Letters that are no code, such as a month behind a day, are none.
    pub fn from_code(code: &str) -> Option<Self> {
        let upper = code.trim().to_ascii_uppercase();
        let bytes: [u8; 3] = upper.as_bytes().try_into().ok()?;
        CODES.split_ascii_whitespace().any(|code| code == upper).then_some(Self(bytes))
    }

    /// Reads a code, or a word or sign for a currency: `EUR`, `RMB`, `人民币`, `€`.
    pub fn from_word(word: &str) -> Option<Self> {
        let upper = half_width(word).trim().to_uppercase();
        let sign = SIGNS.iter().find(|(sign, _)| *sign == upper).map(|(_, code)| Self(**code));
        sign.or_else(|| Self::from_code(&upper))
    }

    /// The code, such as `CNY`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// How many decimals its minor unit has (ISO 4217): 2 but for the currencies named here.
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"UGX" | b"XAF" | b"XOF" | b"XPF" | b"PYG" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

/// The codes of ISO 4217 for money that is paid with (list one, 2025), and CNH, which banks write for yuan outside the
/// mainland.
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD \
    CDF CHF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD \
    HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL \
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD \
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD \
    UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// A sum in minor units (fen, pence, cents) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Whole minor units.
    pub minor: i64,
    /// What they are units of.
    pub currency: Currency,
}

/// Why a text is not a sum of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMoney {
    /// There is no number in it, or more than a number.
    Unclear,
    /// More decimals than the currency has.
    TooManyDecimals(u32),
    /// `1,234` or `12,5`: the comma may part thousands or decimals.
    Ambiguous,
    /// Larger than can be held.
    TooLarge,
}

impl Money {
    /// Reads `598`, `598.00 CNY`, `¥1,200.00`, `１，２００元` or `£20`; `usual` is the currency of a bare number.
    ///
    /// ```
    /// use posquit::domain::money::{Currency, Money};
    /// let read = |s| Money::read(s, Currency::CNY).unwrap().to_string();
    /// assert_eq!(read("１，２００元"), "1200.00 CNY");
    /// assert_eq!(read("壹仟贰佰元整"), "1200.00 CNY");
    /// assert_eq!(read("12元5角"), "12.50 CNY");
    /// assert_eq!(read("1.2万"), "12000.00 CNY");
    /// assert_eq!(read("三百八十五块五"), "385.50 CNY");
    /// assert_eq!(read("八十五块零五"), "85.05 CNY");
    /// assert_eq!(read("8毛5"), "0.85 CNY");
    /// assert_eq!(read("没有"), "0.00 CNY");
    /// assert_eq!(Money::read("3p", Currency::from_code("GBP").unwrap()).unwrap().to_string(), "0.03 GBP");
    /// assert_eq!(read("£20"), "20.00 GBP");
    /// assert!(Money::read("12,5", Currency::CNY).is_err());
    /// ```
    pub fn read(typed: &str, usual: Currency) -> Result<Self, NotMoney> {
        if let Some(money) = Self::written(typed) {
            return Ok(money);
        }
        let plain = to_digits(half_width(typed).trim()).replace(['整', '正'], "");
        if NOTHING.contains(&plain.to_lowercase().as_str()) {
            return Ok(Self { minor: 0, currency: usual });
        }
        if let Some(minor) = in_hundredths(&plain, usual) {
            return Ok(Self { minor, currency: usual });
        }
        let after_zero = has_zero_after_yuan(typed);
        let plain = join_jiao_fen(plain.trim().trim_end_matches('钱'), after_zero)?;
        let (currency, number) = split_currency(&plain, usual);
        let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        let (number, negative) = match number.strip_prefix('-') {
            Some(rest) => (rest.to_owned(), true),
            None => (number, false),
        };
        let (whole, fraction) = split_decimals(&number, currency)?;
        let decimals = currency.decimals();
        if fraction.len() > decimals as usize {
            return Err(NotMoney::TooManyDecimals(decimals));
        }
        let digits = format!("{whole}{fraction:0<width$}", width = decimals as usize);
        let minor: i64 = digits.parse().map_err(|_| NotMoney::TooLarge)?;
        Ok(Self { minor: if negative { -minor } else { minor }, currency })
    }

    /// Reads a sum as `Display` writes it, which is how cases keep it: many times as quickly as what people type.
    fn written(text: &str) -> Option<Self> {
        let (number, code) = text.split_once(' ')?;
        let currency = Currency::from_code(code).filter(|_| number.len() < 16)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || number.ends_with('.')
            || !digits(whole)
            || !digits(fraction)
            || fraction.len() != currency.decimals() as usize
        {
            return None;
        }
        let fraction: i64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
        Some(Self {
            minor: whole.parse::<i64>().ok()? * 10_i64.pow(currency.decimals()) + fraction,
            currency,
        })
    }

    /// Adds or takes away; `None` for two currencies or a sum too large to hold.
    pub fn plus(self, other: Self, times: i64) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        let minor = self.minor.checked_add(other.minor.checked_mul(times)?)?;
        Some(Self { minor, ..self })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let (unit, decimals) = (10_u64.pow(self.currency.decimals()), self.currency.decimals() as usize);
        let (whole, rest) = (self.minor.unsigned_abs() / unit, self.minor.unsigned_abs() % unit);
        match decimals {
            0 => write!(f, "{sign}{whole} {}", self.currency.code()),
            _ => write!(f, "{sign}{whole}.{rest:0decimals$} {}", self.currency.code()),
        }
    }
}

/// Signs and words for a currency, as they are typed before or after a number.
const SIGNS: [(&str, &[u8; 3]); 9] = [
    ("人民币", b"CNY"),
    ("RMB", b"CNY"),
    ("元", b"CNY"),
    ("块", b"CNY"),
    ("¥", b"CNY"),
    ("£", b"GBP"),
    ("€", b"EUR"),
    ("A$", b"AUD"),
    ("US$", b"USD"),
];

fn split_currency(typed: &str, usual: Currency) -> (Currency, String) {
    let mut currency = usual;
    let mut rest = typed.to_uppercase();
    for (sign, code) in SIGNS {
        if rest.contains(sign) {
            // The same sign stands for yen where yen is what the case counts in.
            let yen = sign == "¥" && usual.code() == "JPY";
            currency = if yen { usual } else { Currency(*code) };
            rest = rest.replacen(sign, "", 1);
        }
    }
    let letters: String = rest.chars().filter(char::is_ascii_alphabetic).collect();
    if let Some(code) = Currency::from_code(&letters).filter(|_| rest.contains(&letters)) {
        return (code, rest.replacen(&letters, "", 1));
    }
    (currency, rest.replacen('$', "", 1))
}

fn split_decimals(number: &str, currency: Currency) -> Result<(String, String), NotMoney> {
    let (point, comma) = (number.rfind('.'), number.rfind(','));
    let european = currency.code() == "EUR";
    let decimal = match (point, comma) {
        (Some(p), Some(c)) => Some(if p > c { '.' } else { ',' }),
        (Some(_), None) => Some('.'),
        (None, Some(at)) => match number.len() - at - 1 {
            3 if !european => None,
            1 | 2 if european => Some(','),
            _ => return Err(NotMoney::Ambiguous),
        },
        (None, None) => None,
    };
    let (whole, fraction) = match decimal {
        Some(mark) => number.rsplit_once(mark).unwrap_or((number, "")),
        None => (number, ""),
    };
    let whole = join_thousands(whole)?;
    if whole.is_empty() || !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(NotMoney::Unclear);
    }
    Ok((whole, fraction.to_owned()))
}

/// Words for no money at all.
const NOTHING: [&str; 6] = ["无", "没有", "免费", "none", "nil", "nothing"];

/// `3p` or `20c`: hundredths of a currency that people call so.
fn in_hundredths(plain: &str, usual: Currency) -> Option<i64> {
    let signs: &[char] = match usual.code() {
        "GBP" => &['p', 'P'],
        "USD" | "AUD" | "EUR" => &['c', 'C', '¢'],
        _ => return None,
    };
    let number = plain.strip_suffix(signs)?.trim();
    number.parse().ok().filter(|_| number.bytes().all(|b| b.is_ascii_digit()))
}

/// True where a zero follows the yuan, as in 八十五块零五: what comes after it is hundredths.
fn has_zero_after_yuan(typed: &str) -> bool {
    let after = typed.split_once(['元', '圆', '块']).map(|(_, rest)| rest.trim_start());
    after.is_some_and(|rest| rest.starts_with(['零', '〇']))
}

/// Turns `12元5角3分` into `12.53元`, and `12块5` into `12.5元`.
fn join_jiao_fen(plain: &str, after_zero: bool) -> Result<String, NotMoney> {
    let whole = plain.split_once(['元', '圆', '块']);
    let (yuan, rest) = match whole {
        Some((yuan, rest)) => (yuan, rest.trim()),
        None if plain.ends_with(['角', '毛', '分']) || plain.contains(['角', '毛']) => ("0", plain),
        None => return Ok(plain.to_owned()),
    };
    let is_number = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    if is_number && rest.len() <= if after_zero { 1 } else { 2 } && !yuan.contains(['.', ',']) {
        return Ok(format!("{yuan}.{}{rest}元", if after_zero { "0" } else { "" }));
    }
    if is_number {
        return Err(NotMoney::Unclear);
    }
    if !rest.contains(['角', '毛', '分']) {
        return Ok(plain.replace('圆', "元"));
    }
    let (jiao, fen) = rest.split_once(['角', '毛']).unwrap_or(("0", rest));
    let digit = |text: &str| match text.trim_end_matches('分') {
        "" => Ok(0),
        text => text.parse::<u32>().ok().filter(|n| *n < 10).ok_or(NotMoney::Unclear),
    };
    Ok(format!("{yuan}.{}{}元", digit(jiao)?, digit(fen)?))
}

/// Takes separators out of `1,234,567`, but only where they part thousands.
fn join_thousands(whole: &str) -> Result<String, NotMoney> {
    let groups: Vec<&str> = whole.split([',', '.', '\'']).collect();
    if groups.iter().any(|g| !g.chars().all(|c| c.is_ascii_digit())) {
        return Err(NotMoney::Unclear);
    }
    let parted = groups.len() > 1;
    if parted && (groups[0].is_empty() || groups[0].len() > 3 || groups[1..].iter().any(|g| g.len() != 3)) {
        return Err(NotMoney::Ambiguous);
    }
    Ok(groups.concat())
}
