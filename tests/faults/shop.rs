//! A home that is copied, changed and looked at.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

pub(crate) const SMALL: &str = r#"[answers]
merchant_name = "Corner Cafe"
country = "cn"
provider = "LakalaPay"
scope = "whole"
done_before = ["none"]
contract_end = 2027-03-31
notice_period = "30 days"
deposit_paid = true
deposit_amount = "598"

[rows.terminals]
all = true

[[rows.terminals.row]]
tid = "10023456"
owner = "provider"
"#;

/// A folder that goes away with its owner: the home, and what stands beside it.
pub(crate) struct Shop {
    pub(crate) path: PathBuf,
}

impl Shop {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("posquit-faults-{}-{count}", std::process::id()));
        fs::create_dir(&path).unwrap();
        let more = (1..crate::terminals()).map(|n| {
            format!("\n[[rows.terminals.row]]\ntid = \"{}\"\nowner = \"provider\"\n", 10_023_456 + n)
        });
        write(&path.join("small.toml"), &(SMALL.to_owned() + &more.collect::<String>()));
        Self { path }
    }

    /// The folder that faults are injected into.
    pub(crate) fn state(&self) -> PathBuf {
        self.path.join("state")
    }

    /// The program with its arguments; `{out}` is a file beside the cases.
    pub(crate) fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let out = self.state().join("out.md").display().to_string();
        let small = self.path.join("small.toml").display().to_string();
        let home = self.state().join("home").display().to_string();
        let fixed = ["--lang", "en", "--today", "2026-11-24", "--home", &home].map(str::to_owned);
        let own = arguments.iter().map(|a| a.replace("{out}", &out).replace("{small}", &small));
        fixed.into_iter().chain(own).collect()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
        bare(&mut command).args(self.arguments(arguments));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs something that has to succeed.
    #[track_caller]
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn sound(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.run(arguments);
        if output.status.success() {
            return Ok(text(&output.stdout));
        }
        Err(format!("{arguments:?}: {}", text(&output.stderr)))
    }

    /// All that a person would see: each case's state, and the file that was exported. An error where that fails.
    pub(crate) fn look(&self) -> Result<String, String> {
        let mut all = String::new();
        let list = self.sound(&["list", "--all", "--json"])?;
        let list: serde_json::Value = serde_json::from_str(&list).map_err(|error| error.to_string())?;
        for case in list["cases"].as_array().unwrap() {
            let name = case["name"].as_str().unwrap();
            if case["archived"] == true {
                all += &format!("{case}\n");
                continue;
            }
            all += &format!("{name}\n{}", self.sound(&["status", "--json", "--case", name])?);
        }
        all += &fs::read_to_string(self.state().join("out.md")).unwrap_or_default();
        Ok(all)
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Nothing of the environment but the path to programs.
pub(crate) fn bare(command: &mut Command) -> &mut Command {
    command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command.env("LC_ALL", "C").stdin(Stdio::null())
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Makes `to` a copy of `from`, links and all; what stood there is gone.
pub(crate) fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    let done = Command::new("cp").args([OsStr::new("-a"), from.as_os_str(), to.as_os_str()]).status();
    assert!(done.unwrap().success());
}

#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
pub(crate) fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}
