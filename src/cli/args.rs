//! The command line as types. Every help text is set at run time, in the language of the person: see `help`.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand, ValueEnum};

#[derive(Args)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Args)]
pub(super) struct Global {
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) case: Option<String>,
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) home: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG", value_parser = languages())]
    pub(super) lang: Option<String>,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorWhen,
    #[arg(long, global = true)]
    pub(super) accessible: bool,
    #[arg(long, global = true)]
    pub(super) no_input: bool,
    #[arg(long, global = true, hide = true, value_name = "DAY")]
    pub(super) today: Option<NaiveDate>,
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// The languages by their tags, and as people call them.
fn languages() -> PossibleValuesParser {
    let (zh, en) = (PossibleValue::new("zh-CN"), PossibleValue::new("en"));
    [zh.aliases(["zh", "zh-cn", "zh_CN", "cn"]), en.aliases(["en-US", "en-GB", "EN"])].into()
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorWhen {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
pub(super) enum Command {
    Start(Answers),
    Resume(Answers),
    Status {
        #[arg(long)]
        json: bool,
    },
    Answer(AnswerArgs),
    Rows(RowsArgs),
    Import(ImportArgs),
    Tick(TickArgs),
    Mark(MarkArgs),
    Attach(AttachArgs),
    Call(CallArgs),
    Undo,
    Redo,
    Log {
        #[arg(long)]
        json: bool,
    },
    Due {
        #[arg(long)]
        json: bool,
        #[arg(long)]
        exit_code: bool,
    },
    WhatIf {
        #[arg(value_name = "ID=VALUE", required = true)]
        changes: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    Next {
        #[arg(long)]
        json: bool,
    },
    List {
        #[arg(long)]
        all: bool,
        #[arg(long)]
        json: bool,
    },
    Letter(LetterArgs),
    Export {
        #[command(subcommand)]
        format: Format,
    },
    Reconcile(ReconcileArgs),
    Check {
        #[arg(long, value_name = "NAME", conflicts_with = "json")]
        restore: Option<String>,
        #[arg(long)]
        json: bool,
    },
    Rename {
        #[arg(value_name = "NEW")]
        name: String,
    },
    Archive,
    Unarchive,
    Delete {
        #[arg(long, value_name = "NAME")]
        confirm: Option<String>,
    },
    Completions {
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
    Man {
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    Help {
        #[arg(value_name = "TOPIC")]
        topic: Option<String>,
    },
    /// For the scripts of `completions`.
    #[command(name = "__complete", hide = true)]
    Complete {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

impl Command {
    /// True for what a person reads on the screen, and no program does.
    pub(super) fn is_read_aloud(&self) -> bool {
        match self {
            Self::Start(_) | Self::Resume(_) => true,
            Self::Status { json } | Self::Log { json } | Self::Next { json } | Self::List { json, .. } => {
                !json
            }
            Self::Due { json, .. } | Self::WhatIf { json, .. } => !json,
            _ => false,
        }
    }
}

#[derive(Args)]
pub(super) struct Answers {
    #[arg(long, value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct AnswerArgs {
    #[arg(value_name = "ID")]
    pub(super) id: String,
    #[arg(value_name = "VALUE")]
    pub(super) values: Vec<String>,
    #[arg(long, conflicts_with_all = ["values", "clear"])]
    pub(super) unknown: bool,
    #[arg(long, conflicts_with = "values")]
    pub(super) clear: bool,
    #[command(flatten)]
    pub(super) filter: Filter,
}

#[derive(Args)]
pub(super) struct RowsArgs {
    #[arg(value_name = "TABLE", default_value = "terminals")]
    pub(super) table: String,
    #[command(flatten)]
    pub(super) filter: Filter,
    #[arg(long)]
    pub(super) csv: bool,
}

#[derive(Args)]
pub(super) struct ImportArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "TABLE", default_value = "terminals")]
    pub(super) table: String,
    #[arg(long, value_name = "COLUMN=HEADER")]
    pub(super) column: Vec<String>,
    #[arg(long, value_name = "COLUMN=VALUE")]
    pub(super) set: Vec<String>,
    #[arg(long)]
    pub(super) all: bool,
    #[arg(long)]
    pub(super) skip_known: bool,
    #[arg(long)]
    pub(super) dry_run: bool,
    #[arg(long, value_name = "LABEL")]
    pub(super) encoding: Option<String>,
}

/// Which rows of a table are meant.
#[derive(Args)]
pub(super) struct Filter {
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    pub(super) only: Vec<String>,
    #[arg(long, value_name = "COLUMN")]
    pub(super) missing: Vec<String>,
}

#[derive(Args)]
pub(super) struct TickArgs {
    #[arg(value_name = "TODO")]
    pub(super) todo: String,
    #[arg(long, value_name = "DAY")]
    pub(super) on: Option<String>,
    #[arg(long, conflicts_with = "on")]
    pub(super) day_unknown: bool,
    #[arg(long, value_name = "TEXT")]
    pub(super) evidence: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    #[arg(long, value_name = "TITLE")]
    pub(super) confirm: Option<String>,
    #[arg(long, conflicts_with_all = ["on", "day_unknown", "evidence", "reason", "confirm"])]
    pub(super) clear: bool,
}

#[derive(Args)]
pub(super) struct MarkArgs {
    #[arg(value_name = "STEP")]
    pub(super) step: String,
    #[arg(value_name = "AS")]
    pub(super) state: MarkAs,
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub(super) on: Option<String>,
    #[arg(long, value_name = "TITLE")]
    pub(super) confirm: Option<String>,
}

#[derive(Args)]
pub(super) struct AttachArgs {
    #[arg(value_name = "TODO")]
    pub(super) todo: String,
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "N")]
    pub(super) row: Option<u32>,
}

#[derive(Args)]
pub(super) struct CallArgs {
    #[arg(value_name = "ABOUT")]
    pub(super) subject: String,
    #[arg(long, value_name = "DAY")]
    pub(super) on: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(super) who: String,
    #[arg(long, value_name = "NUMBER")]
    pub(super) number: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(super) promised: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(super) ticket: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MarkAs {
    Skipped,
    Done,
    Open,
}

#[derive(Subcommand)]
pub(super) enum Format {
    Calendar {
        #[command(flatten)]
        target: Target,
    },
    Markdown {
        #[command(flatten)]
        target: Target,
        #[arg(long)]
        full: bool,
        #[arg(long, conflicts_with = "full")]
        blank: bool,
    },
    Json {
        #[command(flatten)]
        target: Target,
        #[arg(long)]
        full: bool,
    },
}

/// Where an export goes.
#[derive(Args)]
pub(super) struct Target {
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args, Default)]
pub(super) struct LetterArgs {
    #[arg(value_name = "ID")]
    pub(super) id: Option<String>,
    #[arg(long, value_name = "FORMAT", requires = "id", conflicts_with = "sent")]
    pub(super) format: Option<LetterFormat>,
    #[arg(short, long, value_name = "FILE", requires = "id", conflicts_with = "sent")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    #[arg(long, requires = "id", conflicts_with = "sent")]
    pub(super) full: bool,
    #[arg(long, value_name = "CHANNEL", requires = "id")]
    pub(super) channel: Option<String>,
    #[arg(long, value_name = "DAY", requires = "id")]
    pub(super) sent: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "sent")]
    pub(super) way: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "sent")]
    pub(super) tracking: Option<String>,
    #[arg(long, conflicts_with = "id")]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LetterFormat {
    #[default]
    Docx,
    Html,
    Text,
}

#[derive(Args, Default)]
pub(super) struct ReconcileArgs {
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) ledger: Vec<PathBuf>,
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) settlement: Vec<PathBuf>,
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) bank: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) exceptions: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) statement: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) decisions: Option<PathBuf>,
    #[arg(long, value_name = "SUM")]
    pub(super) tolerance: Option<String>,
    #[arg(long, value_name = "RATE")]
    pub(super) rate: Option<String>,
    #[arg(long, value_name = "SUM")]
    pub(super) fixed: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub(super) stop: Option<NaiveDate>,
    #[arg(long, value_name = "CODE")]
    pub(super) currency: Option<String>,
    #[arg(long, value_name = "LABEL")]
    pub(super) encoding: Option<String>,
    #[arg(long, value_name = "MARK")]
    pub(super) decimal: Option<DecimalMark>,
    #[arg(long, value_name = "ORDER")]
    pub(super) date_order: Option<DateOrder>,
    #[arg(long, value_name = "ROLE=NAME,…")]
    pub(super) columns: Vec<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ledger", "settlement", "bank"])]
    pub(super) explain: Option<PathBuf>,
    #[arg(long)]
    pub(super) no_case: bool,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DecimalMark {
    Point,
    Comma,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DateOrder {
    Dmy,
    Mdy,
    Ymd,
}
