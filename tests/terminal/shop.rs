//! A shop with its own data folder: commands that run there, and conversations about it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use portable_pty::CommandBuilder;
use serde_json::Value;

use crate::pty::Pty;

pub(crate) const WIDE: (u16, u16) = (80, 24);
pub(crate) const NARROW: (u16, u16) = (40, 20);
/// A case that has a name only.
pub(crate) const BEGUN: &str = "[answers]\nmerchant_name = '上海好味道'";
/// A case that is asked next what was done already.
pub(crate) const SCOPED: &str = "
[answers]
merchant_name = '上海好味道'
country = 'cn'
provider = '拉卡拉'
scope = 'whole'
";
/// A case whose first to-do comes next: the contract is to be kept in one place.
pub(crate) const READY_TO_READ: &str = "
rows.terminals = { all = true, row = [{ tid = '10023456', owner = 'provider' }] }
[answers]
merchant_name = '上海好味道'
country = 'cn'
provider = '拉卡拉'
scope = 'whole'
done_before = ['none']
contract_end = 2027-03-31
notice_period = '30 天'
notice_way = 'portal'
situations = ['none']
auto_renews = true
stop_date = 2027-02-20
deposit_paid = false
exit_fee_kind = 'none'
fee_rate = '0.38%'
fee_fixed = '0'
";
/// What a shop answers that takes no more payments and has nothing open.
pub(crate) const NOTHING_OPEN: &str = "new_methods = ['none']
later_charges = ['none']
open_items = ['none']
";
/// The steps beside the way to the handing over, left out.
pub(crate) const BESIDE: &str = "[marks]
announce = { state = 'skipped', reason = '店已关' }
books = { state = 'skipped', reason = '会计办' }
records = { state = 'skipped', reason = '会计办' }
";
/// A case that is asked next whether the notice was sent, with room for more ticks.
pub(crate) fn ready_to_notify(ticks: &str) -> String {
    format!(
        "{READY_TO_READ}{NOTHING_OPEN}merchant_id = '898310148160001'\n{BESIDE}[ticks]\ncontract_read = {{ on = 2026-11-20 }}\n{ticks}"
    )
}

const POSQUIT: &str = env!("CARGO_BIN_EXE_posquit");

/// A data folder that goes away with the test.
pub(crate) struct Shop {
    home: PathBuf,
    lang: &'static str,
    today: &'static str,
}

impl Shop {
    /// A shop where Chinese is spoken, on 24 November 2026.
    pub(crate) fn chinese() -> Self {
        Self::speaking("zh_CN.UTF-8")
    }

    /// A shop where English is spoken.
    pub(crate) fn english() -> Self {
        Self::speaking("en_GB.UTF-8")
    }

    /// A shop on a system that is set to this locale.
    pub(crate) fn speaking(lang: &'static str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let home = std::env::temp_dir().join(format!("posquit-terminal-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&home).unwrap();
        Self { home, lang, today: "2026-11-24" }
    }

    /// Another day.
    pub(crate) fn on(&mut self, today: &'static str) {
        self.today = today;
    }

    /// Begins a case from answers in TOML, with no conversation.
    pub(crate) fn with(self, answers: &str) -> Self {
        let file = self.home.join("answers.toml");
        posquit::store::write_atomic(&file, answers.as_bytes()).unwrap();
        let output = self.run(&["start", "--answers", file.to_str().unwrap()]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self
    }

    fn arguments<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        let ours = ["--home", self.home.to_str().unwrap(), "--today", self.today];
        arguments.iter().copied().chain(ours).collect()
    }

    /// The environment of every command.
    pub(crate) fn environment(&self) -> [(&'static str, &str); 6] {
        let home = self.home.to_str().unwrap();
        let path = "/usr/local/bin:/usr/bin:/bin";
        [
            ("LANG", self.lang),
            ("LC_ALL", self.lang),
            ("TERM", "xterm-256color"),
            ("HOME", home),
            ("PATH", path),
            ("RUST_BACKTRACE", "0"),
        ]
    }

    /// Runs a command without a terminal.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(POSQUIT);
        command.args(self.arguments(arguments)).env_clear().envs(self.environment());
        command.output().unwrap()
    }

    /// Runs a command that must succeed.
    pub(crate) fn does(&self, arguments: &[&str]) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The state of the case, as programs read it.
    pub(crate) fn state(&self) -> Value {
        let output = self.run(&["status", "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// One answer of the case.
    pub(crate) fn answer(&self, id: &str) -> Value {
        self.state()["answers"][id].clone()
    }

    /// The folder of the cases.
    pub(crate) fn cases(&self) -> PathBuf {
        self.home.join("cases")
    }

    /// The file of the case.
    pub(crate) fn case_file(&self) -> String {
        let name = self.state()["name"].as_str().unwrap().to_owned();
        std::fs::read_to_string(self.cases().join(name).join("case.toml")).unwrap()
    }

    /// Starts a conversation in a window of this size.
    pub(crate) fn talk(&self, command: &str, size: (u16, u16)) -> Pty {
        Pty::spawn(self.command(&[command]), size)
    }

    /// Starts a command with its arguments in a window of this size.
    pub(crate) fn talk_with(&self, arguments: &[&str], size: (u16, u16)) -> Pty {
        Pty::spawn(self.command(arguments), size)
    }

    /// A command for a terminal.
    pub(crate) fn command(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(POSQUIT);
        command.args(self.arguments(arguments));
        command.cwd(&self.home);
        command.env_clear();
        self.environment().iter().for_each(|(name, value)| command.env(name, value));
        command
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.home);
    }
}
