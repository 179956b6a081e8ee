//! Profiles: how each kind of statement names its columns and writes what stands in them. They are data, in
//! `templates/statements/*.toml` and in the person's own folder.

use super::amount::Decimal;
use super::clean::{header_name, name_of};
use super::date::Order;
use super::role::Role;
use crate::domain::text::Text;
use crate::reconcile::table::Kind;
use crate::tables::{Fault, Fields, Packed, Reading};

/// The sides of a reconciliation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What the merchant recorded.
    Ledger,
    /// What the provider says it settled.
    Settlement,
    /// What arrived in the bank account.
    Bank,
}

impl Side {
    /// The three sides.
    pub const ALL: [Self; 3] = [Self::Ledger, Self::Settlement, Self::Bank];

    /// Its name in a profile, and of the option of the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Settlement => "settlement",
            Self::Bank => "bank",
        }
    }
}

/// How one kind of statement looks.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// What a person calls it.
    pub title: Text,
    pub(super) sides: Vec<Side>,
    /// Reads files of many origins; one that knows the very dialect goes first.
    pub(super) generic: bool,
    /// Names that must stand in the header, each with alternatives; `@role` means any name of that role.
    pub(super) needs: Vec<Vec<String>>,
    /// Names that must not stand in it.
    pub(super) lacks: Vec<String>,
    /// It is the wrong file, and why.
    pub(super) wrong: Option<Text>,
    pub(super) currency: String,
    pub(super) decimal: Option<Decimal>,
    pub(super) order: Option<Order>,
    pub(super) habits: Habits,
    /// Fees that are kept are negative (true) or positive (false); none where the whole column tells.
    pub(super) fee_negative: Option<bool>,
    pub(super) columns: Vec<(Role, Vec<String>)>,
    /// Roles whose columns are added up.
    pub(super) sums: Vec<(Role, Vec<String>)>,
    pub(super) words: Words,
    /// Names in a second header at the end, with what they count.
    pub(super) footer: Vec<(String, Measure)>,
    pub(super) lines: Vec<FooterLine>,
}

/// What is unusual about a kind of statement.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// Amounts are in minor units.
    pub(super) minor: bool,
    /// Every cell of a data row begins with a backtick, and cells are not quoted.
    pub(super) backtick: bool,
    /// Rows of a payout add up to nothing, the row of the payout itself included.
    pub(super) balanced: bool,
}

/// Words of cells, folded, and what they mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) kinds: Vec<(String, Kind)>,
    /// Words of `type` or `status` for rows that moved no money.
    pub(super) skip: Vec<String>,
    pub(super) pending: Vec<String>,
    pub(super) inward: Vec<String>,
    pub(super) outward: Vec<String>,
    /// Beginnings of the first cell of a row of totals.
    pub(super) ends: Vec<String>,
    /// Parts of the names of companies.
    pub(super) companies: Vec<String>,
    /// Parts of words of `type`, where the whole word is not known.
    pub(super) parts: Vec<(String, Kind)>,
}

/// What a control total counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Rows.
    Count,
    /// Rows that come in, or go out.
    CountIn,
    CountOut,
    /// Rows of a kind.
    CountOf(Kind),
    /// What a column adds up to, as it is written.
    Sum(Role),
    /// Gross amounts that come in, or go out.
    SumIn,
    SumOut,
    /// Gross amounts of a kind.
    SumOf(Kind),
}

/// A sentence at the end of a file that states totals.
#[derive(Clone, Debug)]
pub(super) struct FooterLine {
    pub(super) starts: String,
    /// The number after this text, and what it counts.
    pub(super) after: Vec<(String, Measure)>,
}

const KINDS: [(&str, Kind); 7] = [
    ("sale", Kind::Sale),
    ("refund", Kind::Refund),
    ("chargeback", Kind::Chargeback),
    ("chargeback_reversed", Kind::ChargebackReversed),
    ("fee", Kind::Fee),
    ("payout", Kind::Payout),
    ("other", Kind::Other),
];

impl Profile {
    /// Reads a profile that the build packed.
    pub(super) fn packed(packed: Packed) -> Result<Self, Vec<Fault>> {
        Reading::of_packed(packed, None, |_| true, Self::read)
    }

    /// Reads the text of a profile; every mistake comes back with its place.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        Reading::of(text, Self::read)
    }

    fn read(fields: &Fields<'_, '_>) -> Self {
        let id = fields.text("id");
        let mut profile = Self {
            id: fields.needed("id", id).map(|id| id.value).unwrap_or_default(),
            title: both(fields, "title", true).unwrap_or_default(),
            generic: fields.flag("generic"),
            lacks: names(fields, "lacks"),
            wrong: both(fields, "wrong", false),
            currency: fields.text("currency").map(|code| code.value).unwrap_or_default(),
            habits: Habits {
                minor: fields.flag("minor_units"),
                backtick: fields.flag("backticks"),
                balanced: fields.flag("balanced"),
            },
            ..Self::default()
        };
        profile.sides = choices(fields, ("sides", "`ledger` / `settlement` / `bank`"), |name| {
            Side::ALL.into_iter().find(|side| side.name() == name)
        });
        let apart = |need: &crate::tables::Placed<String>| need.value.split('|').map(need_of).collect();
        profile.needs = fields.texts("needs").iter().map(apart).collect();
        profile.decimal = choice(fields, ("decimal", "`point` / `comma`"), Decimal::of);
        profile.order = choice(fields, ("date_order", "`dmy` / `mdy` / `ymd`"), Order::of);
        profile.fee_negative = choice(fields, ("fee_kept", "`negative` / `positive`"), |name| match name {
            "negative" => Some(true),
            "positive" => Some(false),
            _ => None,
        });
        profile.columns = roles(fields, "columns");
        profile.sums = roles(fields, "sums");
        profile.words = Words::read(fields);
        profile.footer = fields.table("footer").map(|table| measures(&table)).unwrap_or_default();
        profile.lines = fields.tables("line").iter().filter_map(FooterLine::read).collect();
        profile
    }

    /// The names of the columns that may play a role.
    pub(super) fn names(&self, role: Role) -> &[String] {
        self.columns.iter().find(|(of, _)| *of == role).map_or(&[], |(_, names)| names)
    }
}

impl Words {
    fn read(fields: &Fields<'_, '_>) -> Self {
        let words = |key| fields.texts(key).iter().map(|text| name_of(&text.value)).collect();
        Self {
            kinds: kinds(fields, "kinds"),
            parts: kinds(fields, "parts"),
            skip: words("skip"),
            pending: words("pending"),
            inward: words("inward"),
            outward: words("outward"),
            ends: words("ends"),
            companies: words("companies"),
        }
    }
}

impl FooterLine {
    fn read(fields: &Fields<'_, '_>) -> Option<Self> {
        let starts = fields.text("starts");
        let starts = fields.needed("starts", starts);
        let after = fields.table("after").map(|table| measures(&table)).unwrap_or_default();
        fields.done();
        Some(Self { starts: starts?.value, after })
    }
}

/// `@role` stays as it is; anything else is the name of a column.
fn need_of(need: &str) -> String {
    if need.trim().starts_with('@') { need.trim().to_owned() } else { header_name(need) }
}

fn names(fields: &Fields<'_, '_>, key: &'static str) -> Vec<String> {
    fields.texts(key).iter().map(|text| name_of(&text.value)).collect()
}

fn both(fields: &Fields<'_, '_>, key: &'static str, needed: bool) -> Option<Text> {
    let read = |fields: &Fields<'_, '_>, language| fields.needed_text(language).value.into();
    let text = fields.both(key, read);
    if needed { fields.needed(key, text) } else { text }.map(Text::from)
}

/// One of the words that `known` lists.
fn choice<T>(
    fields: &Fields<'_, '_>,
    (key, known): (&'static str, &str),
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = fields.str(key)?;
    let read = read(text.value);
    if read.is_none() {
        fields.wrong(text.place, key, known);
    }
    read
}

/// Some of the words that `known` lists.
fn choices<T>(
    fields: &Fields<'_, '_>,
    (key, known): (&'static str, &str),
    read: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let mut list = Vec::new();
    for text in fields.texts(key) {
        match read(&text.value) {
            Some(value) => list.push(value),
            None => fields.wrong(text.place, key, known),
        }
    }
    list
}

fn roles(fields: &Fields<'_, '_>, key: &'static str) -> Vec<(Role, Vec<String>)> {
    let Some(table) = fields.table(key) else { return Vec::new() };
    let mut list = Vec::new();
    for role in Role::ALL {
        let names: Vec<String> = names(&table, role.name()).iter().map(|name| header_name(name)).collect();
        if !names.is_empty() {
            list.push((role, names));
        }
    }
    table.done();
    list
}

fn kinds(fields: &Fields<'_, '_>, key: &'static str) -> Vec<(String, Kind)> {
    let Some(table) = fields.table(key) else { return Vec::new() };
    let mut list = Vec::new();
    for (name, kind) in KINDS {
        list.extend(names(&table, name).into_iter().map(|word| (word, kind)));
    }
    table.done();
    list
}

fn measures(fields: &Fields<'_, '_>) -> Vec<(String, Measure)> {
    let mut list = Vec::new();
    for (name, field) in fields.rest() {
        match field.text().and_then(|text| Measure::of(&text)) {
            Some(measure) => list.push((name_of(&name.value), measure)),
            None => fields.wrong(field.place(), &name.value, "`count`, `count_in`, `count:sale`, `sum:fee`…"),
        }
    }
    fields.done();
    list
}

impl Measure {
    fn of(text: &str) -> Option<Self> {
        let kind = |name: &str| KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        Some(match text.split_once(':') {
            None => match text {
                "count" => Self::Count,
                "count_in" => Self::CountIn,
                "count_out" => Self::CountOut,
                "sum_in" => Self::SumIn,
                "sum_out" => Self::SumOut,
                _ => return None,
            },
            Some(("count", name)) => Self::CountOf(kind(name)?),
            Some(("sum_of", name)) => Self::SumOf(kind(name)?),
            Some(("sum", name)) => Self::Sum(Role::of(name)?),
            Some(_) => return None,
        })
    }

    /// True for what counts rows, and not money.
    pub(super) const fn is_count(self) -> bool {
        matches!(self, Self::Count | Self::CountIn | Self::CountOut | Self::CountOf(_))
    }
}
