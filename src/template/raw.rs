//! The playbook files as they are written: one struct per TOML table, unknown keys refused. Nothing is judged here.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// A value with its place in the file.
pub(super) type At<T> = Spanned<T>;

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RawText {
    pub(super) zh: String,
    pub(super) en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLines {
    pub(super) zh: Vec<String>,
    pub(super) en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPlaybook {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) title: RawText,
    pub(super) steps: Vec<At<String>>,
    pub(super) intro: RawText,
    pub(super) at_hand: At<RawLines>,
    pub(super) caution: RawText,
    pub(super) phase: Vec<RawPhase>,
    #[serde(default)]
    pub(super) country: Vec<RawCountry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPhase {
    pub(super) id: String,
    pub(super) title: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCountry {
    pub(super) id: At<String>,
    pub(super) currency: Option<At<String>>,
    pub(super) calendar: Option<At<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub(super) id: At<String>,
    pub(super) phase: At<String>,
    #[serde(default)]
    pub(super) essential: bool,
    pub(super) title: RawText,
    #[serde(default)]
    pub(super) after: Vec<At<String>>,
    #[serde(default)]
    pub(super) borrow: Vec<At<String>>,
    pub(super) only_if: Option<At<toml::Table>>,
    pub(super) why: RawText,
    pub(super) script: Option<At<RawText>>,
    #[serde(default)]
    pub(super) guard: Vec<RawGuard>,
    #[serde(default)]
    pub(super) rule: Vec<RawRule>,
    #[serde(default)]
    pub(super) material: Vec<RawNote>,
    #[serde(default)]
    pub(super) pitfall: Vec<RawNote>,
    #[serde(default)]
    pub(super) question: Vec<At<RawQuestion>>,
    #[serde(default)]
    pub(super) rows: Vec<At<RawRows>>,
    #[serde(default)]
    pub(super) todo: Vec<At<RawTodo>>,
    #[serde(default)]
    pub(super) wait: Vec<At<RawWait>>,
    #[serde(default)]
    pub(super) deadline: Vec<RawDeadline>,
    #[serde(default)]
    pub(super) estimate: Vec<RawEstimate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGuard {
    pub(super) needs: At<String>,
    #[serde(default)]
    pub(super) is: Vec<String>,
    pub(super) because: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub(super) id: At<String>,
    pub(super) basis: At<String>,
    pub(super) source: Option<String>,
    pub(super) checked: Option<Datetime>,
    pub(super) only_if: Option<At<toml::Table>>,
    pub(super) text: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNote {
    pub(super) id: At<String>,
    pub(super) only_if: Option<At<toml::Table>>,
    pub(super) text: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOption {
    pub(super) id: At<String>,
    pub(super) label: RawText,
    #[serde(default)]
    pub(super) alone: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestion {
    pub(super) id: At<String>,
    pub(super) kind: At<String>,
    pub(super) label: RawText,
    pub(super) ask: At<RawText>,
    pub(super) help: Option<RawText>,
    pub(super) only_if: Option<At<toml::Table>>,
    pub(super) role: Option<At<String>>,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) option: Vec<RawOption>,
    pub(super) not_after: Option<At<String>>,
    pub(super) not_before: Option<At<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRows {
    pub(super) id: At<String>,
    pub(super) of: Option<At<String>>,
    #[serde(rename = "where")]
    pub(super) filter: Option<At<toml::Table>>,
    pub(super) role: Option<At<String>>,
    pub(super) label: Option<RawText>,
    pub(super) each: Option<RawText>,
    pub(super) about: Option<RawText>,
    pub(super) name: Option<At<String>>,
    pub(super) column: Vec<RawQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTodo {
    pub(super) id: At<String>,
    pub(super) label: RawText,
    #[serde(rename = "do")]
    pub(super) act: RawText,
    pub(super) help: Option<RawText>,
    pub(super) each: Option<At<String>>,
    pub(super) only_if: Option<At<toml::Table>>,
    #[serde(default)]
    pub(super) irreversible: bool,
    pub(super) evidence: Option<At<String>>,
    pub(super) proof: Option<RawText>,
    pub(super) role: Option<At<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWait {
    pub(super) id: At<String>,
    #[serde(rename = "for")]
    pub(super) what: RawText,
    pub(super) from: At<String>,
    pub(super) until: At<String>,
    pub(super) within: At<String>,
    pub(super) basis: At<String>,
    pub(super) late: Option<RawText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDeadline {
    pub(super) id: At<String>,
    pub(super) label: RawText,
    pub(super) due: At<String>,
    pub(super) met_by: At<String>,
    pub(super) basis: At<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEstimate {
    pub(super) id: At<String>,
    pub(super) label: RawText,
    pub(super) sum: At<String>,
    pub(super) only_if: Option<At<toml::Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCalendar {
    #[serde(rename = "id")]
    pub(super) _id: String,
    #[serde(rename = "name")]
    pub(super) _name: RawText,
    pub(super) year: Vec<RawYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawYear {
    pub(super) year: i32,
    #[serde(rename = "source")]
    pub(super) _source: String,
    #[serde(rename = "checked")]
    pub(super) _checked: Datetime,
    pub(super) provisional: bool,
    pub(super) off: Vec<At<Datetime>>,
    #[serde(default)]
    pub(super) work: Vec<At<Datetime>>,
}
