//! Answers, and the one validator that every answer passes: from the keyboard, a file or a flag.

use chrono::NaiveDate;

use super::card;
use super::day;
use super::identity::{Check, check_account, check_id};
use super::money::{Currency, Money, NotMoney};
use super::numeral::to_digits;
use super::percent::Percent;
use super::question::{DayLimit, Kind, Question};
use super::span::Span;
use super::text::{half_width, is_unsafe};

/// What a case keeps for a question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It was answered.
    Known(Value),
    /// "I don't know yet": counts as asked, steers nothing, satisfies nothing.
    Unknown,
}

/// A value as it is stored: money and lengths of time are texts in one form, `598.00 CNY` and `30 days`, so that a case
/// can be read without its playbook.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Texts, accounts, money, lengths of time, and the id of a choice.
    Text(String),
    /// A civil date.
    Date(NaiveDate),
    /// A count.
    Number(i64),
    /// Yes or no.
    Bool(bool),
    /// The ids of choices.
    List(Vec<String>),
}

impl Answer {
    /// The value, if it is known.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown => None,
        }
    }
}

impl Value {
    /// The date, if it is one.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// The sum of money, if the text is one in the stored form.
    pub fn money(&self) -> Option<Money> {
        match self {
            Self::Text(text) => Money::read(text, Currency::CNY).ok().filter(|m| m.to_string() == *text),
            _ => None,
        }
    }

    /// The length of time, if the text is one.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Text(text) => Span::read(text),
            _ => None,
        }
    }

    /// The words that a condition compares: a choice's id, `yes` or `no`, the ids of all choices.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::Bool(yes) => vec![if *yes { "yes" } else { "no" }],
            Self::List(ids) => ids.iter().map(String::as_str).collect(),
            Self::Date(_) | Self::Number(_) => Vec::new(),
        }
    }

    /// True where one of its words is wanted.
    pub fn is_one_of(&self, wanted: &[String]) -> bool {
        let is_wanted = |word: &str| wanted.iter().any(|w| w == word);
        match self {
            Self::Text(text) => is_wanted(text),
            Self::Bool(yes) => is_wanted(if *yes { "yes" } else { "no" }),
            Self::List(ids) => ids.iter().any(|id| is_wanted(id)),
            Self::Date(_) | Self::Number(_) => false,
        }
    }

    /// True where a question of this kind can have this value, as after a change of the playbook it may not.
    pub fn fits(&self, question: &Question) -> bool {
        match (question.kind, self) {
            (
                Kind::Text
                | Kind::Paragraph
                | Kind::Account
                | Kind::Phone
                | Kind::Email
                | Kind::IdNumber
                | Kind::File,
                Self::Text(_),
            )
            | (Kind::Date, Self::Date(_))
            | (Kind::Count, Self::Number(_))
            | (Kind::YesNo, Self::Bool(_)) => true,
            (Kind::Money, _) => self.money().is_some(),
            (Kind::Duration, _) => self.span().is_some(),
            (Kind::Percent, Self::Text(text)) => Percent::read(text).is_some(),
            (Kind::Choice, Self::Text(id)) => question.option(id).is_some(),
            (Kind::Choices, Self::List(ids)) => ids.iter().all(|id| question.option(id).is_some()),
            _ => false,
        }
    }
}

/// Why a typed text is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    /// Nothing was typed.
    Empty,
    /// Longer than this many characters.
    TooLong(usize),
    /// Not a date that can be read.
    NotADate,
    /// A day that the calendar does not have, such as 2026-02-30.
    NoSuchDay,
    /// Later than the day that it may be; the id names the other date, `today` the day itself.
    TooLate(NaiveDate, String),
    /// Earlier than the day that it may be.
    TooEarly(NaiveDate, String),
    /// Not a sum of money.
    Money(NotMoney),
    /// A sum below zero.
    Negative,
    /// A length of time without a unit, or none at all.
    NotASpan,
    /// Not a whole number.
    NotACount,
    /// Not a currency.
    NotACurrency,
    /// Not a rate.
    NotAPercent,
    /// Not a telephone number.
    NotAPhone,
    /// Not an e-mail address.
    NotAnEmail,
    /// The check digit of a number is wrong: it was mistyped.
    CheckDigit,
    /// A day without a year; the days that it may mean.
    YearMissing(NaiveDate, NaiveDate),
    /// None of the options.
    NoSuchOption,
    /// An option that excludes the others was chosen together with them.
    NotAlone(String),
    /// Neither yes nor no.
    NotYesNo,
    /// A full card number, which is never stored.
    CardNumber,
}

/// What an answer is judged against besides its question.
pub struct Facts<'a> {
    /// The day of the answer.
    pub today: NaiveDate,
    /// The currency of a bare number.
    pub currency: Currency,
    /// The date of another answer or tick, by id, where it is known.
    pub date_of: &'a dyn Fn(&str) -> Option<NaiveDate>,
}

/// The longest line that is kept, in characters.
const LINE: usize = 200;
/// The longest paragraph that is kept, in characters.
const PARAGRAPH: usize = 2_000;
/// The longest account number that is kept, with the words around it.
const ACCOUNT: usize = 80;

impl Question {
    /// Judges what was typed and brings it into the one form that a case stores.
    pub fn read(&self, typed: &str, facts: &Facts<'_>) -> Result<Value, Invalid> {
        let plain = half_width(typed).trim().to_owned();
        if plain.is_empty() {
            return Err(Invalid::Empty);
        }
        match self.kind {
            Kind::Text if self.role.as_deref() == Some("currency") => {
                let code = Currency::from_word(&plain).ok_or(Invalid::NotACurrency)?;
                Ok(Value::Text(code.code().to_owned()))
            }
            Kind::Text | Kind::File => line(typed, LINE),
            Kind::Account => match line(&narrow_letters(typed), ACCOUNT)? {
                Value::Text(number) if check_account(&number) == Check::Wrong => Err(Invalid::CheckDigit),
                number => Ok(number),
            },
            Kind::IdNumber => read_id_number(&plain),
            Kind::Percent => {
                Percent::read(&plain).map(|p| Value::Text(p.to_string())).ok_or(Invalid::NotAPercent)
            }
            Kind::Phone => read_phone(&plain),
            Kind::Email => read_email(&plain),
            Kind::Paragraph => line(typed, PARAGRAPH),
            Kind::Date => self.read_date(&plain, facts).map(Value::Date),
            Kind::Money => read_money(&plain, facts.currency),
            Kind::Duration => {
                Span::read(&to_digits(&plain)).map(|s| Value::Text(s.to_string())).ok_or(Invalid::NotASpan)
            }
            Kind::Count => {
                match to_digits(&plain).trim_end_matches(['个', '台', '家']).trim_end().parse::<u32>() {
                    Ok(count) if count <= 1_000_000 => Ok(Value::Number(count.into())),
                    _ => Err(Invalid::NotACount),
                }
            }
            Kind::YesNo => read_yes_no(&plain).map(Value::Bool).ok_or(Invalid::NotYesNo),
            Kind::Choice => self.read_option(&plain).map(Value::Text),
            Kind::Choices => self.read_options(&plain),
        }
    }

    fn read_date(&self, plain: &str, facts: &Facts<'_>) -> Result<NaiveDate, Invalid> {
        let limit = |limit: &Option<DayLimit>| match limit {
            Some(DayLimit::Today) => Some((facts.today, "today".to_owned())),
            Some(DayLimit::Of(id)) => (facts.date_of)(id).map(|date| (date, id.clone())),
            None => None,
        };
        let (first, last) = (limit(&self.not_before), limit(&self.not_after));
        let day = match day::read(plain, facts.today) {
            Ok(day) => day,
            Err(day::NotADay::NoSuchDay) => return Err(Invalid::NoSuchDay),
            Err(day::NotADay::Unclear) => return Err(Invalid::NotADate),
            Err(day::NotADay::YearMissing(before, after)) => {
                let fits = |day: &NaiveDate| {
                    first.as_ref().is_none_or(|(first, _)| day >= first)
                        && last.as_ref().is_none_or(|(last, _)| day <= last)
                };
                let is_nearer = facts.today - before < after - facts.today;
                // Where only one of two years will do, that one is meant.
                match (fits(&before), fits(&after)) {
                    (true, true) if !self.near => return Err(Invalid::YearMissing(before, after)),
                    (true, fits_too) if is_nearer || !fits_too => before,
                    _ => after,
                }
            }
        };
        match (first, last) {
            (Some((first, of)), _) if day < first => Err(Invalid::TooEarly(first, of)),
            (_, Some((last, of))) if day > last => Err(Invalid::TooLate(last, of)),
            _ => Ok(day),
        }
    }

    /// The names of an option: its id, its label in either language, and its number in the list, from 1.
    fn names(&self) -> impl Iterator<Item = (String, &str)> {
        self.options.iter().enumerate().flat_map(|(at, option)| {
            let number = (at + 1).to_string();
            let names = [option.id.as_str(), &option.label.zh, &option.label.en, &number]
                .map(|n| half_width(n).to_lowercase());
            names.map(|name| (name, option.id.as_str()))
        })
    }

    fn read_option(&self, plain: &str) -> Result<String, Invalid> {
        let wanted = plain.to_lowercase();
        let found = self.names().find(|(name, _)| *name == wanted);
        found.map(|(_, id)| id.to_owned()).ok_or(Invalid::NoSuchOption)
    }

    /// Reads names one after the other, the longest that fits first: a label may hold a comma itself.
    fn read_options(&self, plain: &str) -> Result<Value, Invalid> {
        let separator = |c: char| c == ',' || c == ';' || c.is_whitespace();
        let names: Vec<(String, &str)> = self.names().collect();
        let (lower, mut ids) = (plain.to_lowercase(), Vec::new());
        let mut rest = lower.trim_matches(separator);
        while !rest.is_empty() {
            let fits = |name: &str| {
                rest.strip_prefix(name)
                    .is_some_and(|r| r.is_empty() || r.trim_start().starts_with([',', ';']))
            };
            let longest = names.iter().filter(|(name, _)| fits(name)).max_by_key(|(name, _)| name.len());
            let (name, id) = longest.ok_or(Invalid::NoSuchOption)?;
            if !ids.contains(&(*id).to_owned()) {
                ids.push((*id).to_owned());
            }
            rest = rest[name.len()..].trim_start_matches(separator);
        }
        match self.options.iter().find(|o| o.alone && ids.contains(&o.id)) {
            Some(option) if ids.len() > 1 => Err(Invalid::NotAlone(option.id.clone())),
            _ if ids.is_empty() => Err(Invalid::Empty),
            _ => {
                ids.sort_by_key(|id| self.options.iter().position(|o| o.id == *id));
                Ok(Value::List(ids))
            }
        }
    }
}

/// Reads a short line for evidence, a reason or a title, by the rules of a text question.
pub fn read_line(typed: &str) -> Result<String, Invalid> {
    match line(typed, LINE)? {
        Value::Text(text) => Ok(text),
        _ => Err(Invalid::Empty),
    }
}

/// Yes or no in either language.
pub fn read_yes_no(plain: &str) -> Option<bool> {
    match plain.to_lowercase().as_str() {
        "y" | "yes" | "true" | "是" | "对" | "有" | "是的" => Some(true),
        "n" | "no" | "false" | "否" | "不" | "没有" | "不是" | "无" => Some(false),
        _ => None,
    }
}

/// Full-width digits and letters, as a Chinese keyboard types them, in their ASCII forms; punctuation stays as it is.
fn narrow_letters(typed: &str) -> String {
    let narrow = |c: char| {
        let half = half_width(&c.to_string());
        if half.chars().all(|c| c.is_ascii_alphanumeric()) { half } else { c.to_string() }
    };
    typed.chars().map(narrow).collect()
}

/// One line: newlines and tabs become spaces, marks that hide or reorder text are dropped, a card number is refused.
fn line(typed: &str, longest: usize) -> Result<Value, Invalid> {
    let kept = typed.chars().filter(|c| c.is_whitespace() || !is_unsafe(*c));
    let text = kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Invalid::Empty);
    }
    if text.chars().count() > longest {
        return Err(Invalid::TooLong(longest));
    }
    if card::holds_card_number(&text) {
        return Err(Invalid::CardNumber);
    }
    Ok(Value::Text(text))
}

fn read_id_number(plain: &str) -> Result<Value, Invalid> {
    let upper: String = plain.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    match check_id(&upper) {
        Check::Wrong => Err(Invalid::CheckDigit),
        // An 18-digit number that passes the check of an identity card is one, whatever else it looks like.
        Check::Right => Ok(Value::Text(upper)),
        Check::None => line(&upper, ACCOUNT),
    }
}

/// Reads a phone number by the rules of a phone question.
pub fn read_phone_number(typed: &str) -> Result<String, Invalid> {
    match read_phone(half_width(typed).trim())? {
        Value::Text(text) => Ok(text),
        _ => Err(Invalid::NotAPhone),
    }
}

fn read_phone(plain: &str) -> Result<Value, Invalid> {
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let shaped = plain.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
    if shaped && (5..=20).contains(&digits) { line(plain, ACCOUNT) } else { Err(Invalid::NotAPhone) }
}

fn read_email(plain: &str) -> Result<Value, Invalid> {
    let sound = plain.split_once('@').is_some_and(|(name, host)| {
        let part = |text: &str| !text.is_empty() && !text.contains(['@', ' ', ',', ';', '<', '>']);
        part(name) && part(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if sound { line(plain, LINE) } else { Err(Invalid::NotAnEmail) }
}

fn read_money(plain: &str, usual: Currency) -> Result<Value, Invalid> {
    let money = Money::read(plain, usual).map_err(Invalid::Money)?;
    if money.minor < 0 { Err(Invalid::Negative) } else { Ok(Value::Text(money.to_string())) }
}
