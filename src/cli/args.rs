//! The command line as types. Every help text is set at run time, in the language of the person: see `help`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(
    name = "posquit",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
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
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh-CN", "en"])]
    pub(super) lang: Option<String>,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorWhen,
    #[arg(long, global = true)]
    pub(super) no_input: bool,
    #[arg(long, global = true, hide = true, value_name = "DAY")]
    pub(super) today: Option<NaiveDate>,
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
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
    Tick(TickArgs),
    Mark(MarkArgs),
    Undo,
    Redo,
    Log {
        #[arg(long)]
        json: bool,
    },
    Next {
        #[arg(long)]
        json: bool,
    },
    List {
        #[arg(long)]
        json: bool,
    },
    Export {
        #[command(subcommand)]
        format: Format,
    },
    Reconcile(ReconcileArgs),
}

#[derive(Args)]
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
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ledger", "settlement", "bank"])]
    pub(super) explain: Option<PathBuf>,
    #[arg(long)]
    pub(super) no_case: bool,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long)]
    pub(super) force: bool,
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MarkAs {
    Skipped,
    Done,
    Open,
}

#[derive(Subcommand)]
pub(super) enum Format {
    Markdown {
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[arg(long)]
        force: bool,
    },
}
