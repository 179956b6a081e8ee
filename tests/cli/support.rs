//! A shop with a home of its own, in which the real program is run and its whole output judged.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The day on which every test happens, if it does not say otherwise.
pub(crate) const TODAY: &str = "2026-11-24";

/// A shop with two terminals, a deposit and an account that may only be shown masked.
pub(crate) const SMALL: &str = r#"[answers]
merchant_name = "Corner Cafe"
country = "cn"
provider = "LakalaPay"
scope = "whole"
done_before = ["none"]
contract_end = 2027-03-31
notice_period = "30 days"
notice_way = "portal"
deposit_paid = true
deposit_amount = "598"
merchant_id = "898310148165432"

[rows.terminals]
all = true

[[rows.terminals.row]]
tid = "10023456"
owner = "provider"

[[rows.terminals.row]]
tid = "10023457"
owner = "own"
"#;

/// A folder that goes away with its owner.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
}

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("posquit-cli-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self { path }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Where the program is run: a fresh home, a language, a day.
pub(crate) struct Shop {
    folder: Folder,
    lang: Option<&'static str>,
    today: String,
}

impl Shop {
    pub(crate) fn new() -> Self {
        Self { folder: Folder::new(), lang: Some("en"), today: TODAY.to_owned() }
    }

    /// A shop that has a case with these answers.
    #[track_caller]
    pub(crate) fn of(answers: &str) -> Self {
        let shop = Self::new();
        shop.start(answers).code(0);
        shop
    }

    #[must_use]
    pub(crate) fn lang(mut self, lang: &'static str) -> Self {
        self.lang = Some(lang);
        self
    }

    /// Without `--lang`, the language of the case speaks.
    #[must_use]
    pub(crate) fn no_lang(mut self) -> Self {
        self.lang = None;
        self
    }

    #[must_use]
    pub(crate) fn on(mut self, today: &str) -> Self {
        today.clone_into(&mut self.today);
        self
    }

    /// A path in the shop's folder, outside its home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path.join(name)
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// Writes a file and names it.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        put(&path, bytes);
        path
    }

    /// Begins a case with a text of answers.
    pub(crate) fn start(&self, answers: &str) -> Outcome {
        let path = self.write("answers.toml", answers);
        self.run(["start", "--answers", path.to_str().unwrap()])
    }

    /// Goes on with the case with a text of answers.
    pub(crate) fn resume(&self, answers: &str) -> Outcome {
        let path = self.write("answers.toml", answers);
        self.run(["resume", "--answers", path.to_str().unwrap()])
    }

    /// The program, ready to run in an empty environment.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_posquit"));
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.env("LC_ALL", "C").current_dir(&self.folder.path).stdin(Stdio::null());
        command.arg("--home").arg(self.home()).args(["--today", &self.today]);
        command.args(self.lang.iter().flat_map(|lang| ["--lang", lang])).args(arguments);
        command
    }

    /// Gives some answers, each of which is taken.
    pub(crate) fn answers(&self, answers: &[(&str, &str)]) {
        for (id, value) in answers {
            self.run(["answer", id, value]).code(0);
        }
    }

    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        self.judge(&self.command(arguments).output().unwrap())
    }

    /// An output with the shop's folder called `~`.
    pub(crate) fn judge(&self, output: &Output) -> Outcome {
        let folder = self.folder.path.to_str().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(folder, "~");
        let err = text(&output.stderr);
        let mistaken = ["panicked", "made a mistake of its own", "自己出错了"];
        assert!(!mistaken.iter().any(|words| err.contains(words)), "the program is wrong: {err}");
        Outcome { out: text(&output.stdout), err, code: output.status.code() }
    }

    /// `status --json`, read.
    #[track_caller]
    pub(crate) fn state(&self) -> serde_json::Value {
        let outcome = self.run(["status", "--json"]);
        outcome.code(0);
        serde_json::from_str(&outcome.out).unwrap()
    }

    /// The folder of the only case.
    #[track_caller]
    pub(crate) fn case(&self) -> PathBuf {
        let mut cases = fs::read_dir(self.home().join("cases")).unwrap();
        let case = cases.next().expect("there is a case").unwrap().path();
        assert!(cases.next().is_none(), "there is one case only");
        case
    }

    pub(crate) fn case_file(&self) -> PathBuf {
        self.case().join("case.toml")
    }

    pub(crate) fn case_toml(&self) -> String {
        fs::read_to_string(self.case_file()).unwrap()
    }

    /// The case file of one of several cases.
    pub(crate) fn case_toml_of(&self, name: &str) -> String {
        fs::read_to_string(self.home().join("cases").join(name).join("case.toml")).unwrap()
    }

    pub(crate) fn history_file(&self) -> PathBuf {
        self.case().join("history.jsonl")
    }

    pub(crate) fn history(&self) -> String {
        fs::read_to_string(self.history_file()).unwrap()
    }

    /// The revisions in the log, in its order.
    pub(crate) fn revisions(&self) -> Vec<u64> {
        let revision =
            |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["revision"].as_u64();
        self.history().lines().map(|line| revision(line).unwrap()).collect()
    }
}

/// An example of answers that ships.
pub(crate) fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/examples").join(name)).unwrap()
}

/// Writes a file as somebody outside the program does.
#[expect(clippy::disallowed_methods, reason = "a test prepares files, whole or broken")]
pub(crate) fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::write(path, bytes).unwrap();
}

/// How a run ended and what it said.
#[must_use]
pub(crate) struct Outcome {
    pub(crate) out: String,
    pub(crate) err: String,
    code: Option<i32>,
}

impl Outcome {
    /// Asserts the exit code; a panic of the program has none that is ours.
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "exit code\nstdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    pub(crate) fn exit(&self) -> Option<i32> {
        self.code
    }

    /// Asserts the whole standard output.
    #[track_caller]
    pub(crate) fn stdout(&self, text: &str) -> &Self {
        assert!(self.out == text, "stdout is\n{}\nand not\n{text}\nstderr: {}", self.out, self.err);
        self
    }

    /// Asserts the whole standard error.
    #[track_caller]
    pub(crate) fn stderr(&self, text: &str) -> &Self {
        assert!(self.err == text, "stderr is\n{}\nand not\n{text}\nstdout: {}", self.err, self.out);
        self
    }

    /// Asserts that standard output holds a text.
    #[track_caller]
    pub(crate) fn shows(&self, text: &str) -> &Self {
        assert!(self.out.contains(text), "stdout lacks `{text}`:\n{}\nstderr: {}", self.out, self.err);
        self
    }

    /// Asserts that standard output holds a text, wherever its lines break.
    #[track_caller]
    pub(crate) fn tells(&self, text: &str) -> &Self {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat(&self.out).contains(&flat(text)),
            "stdout lacks `{text}`:\n{}\nstderr: {}",
            self.out,
            self.err
        );
        self
    }

    /// Asserts that standard error holds a text.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.err.contains(text), "stderr lacks `{text}`:\n{}\nstdout: {}", self.err, self.out);
        self
    }
}
