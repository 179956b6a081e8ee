//! Every voice, language, window, kind of prompt and event: what leaves ends in 130 with everything saved and the terminal
//! put right; whatever else comes is followed by the right prompt. The usual run takes each pair of two of them at least
//! once; `POSQUIT_MATRIX=full` takes all.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use crate::pty::{Pty, squeezed};
use crate::shop::{BEGUN, READY_TO_READ, SCOPED, Shop};

/// How a session is spoken: the size, whether plainly, and whether in Chinese.
#[derive(Clone, Copy, Debug)]
struct Way {
    size: (u16, u16),
    asked_plain: bool,
    chinese: bool,
}

impl Way {
    fn is_plain(self) -> bool {
        self.asked_plain || self.size.0 < 40 || self.size.1 < 10
    }
}

/// A prompt in both languages, and whether it is a list.
#[derive(Clone, Copy, Debug)]
struct Ask(&'static str, &'static str, bool);

const NAME: Ask = Ask("合同上的商户名称是什么？", "What is your business called?", false);
const COUNTRY: Ask = Ask("您的店开在哪里？", "Where is your business?", true);
const PROVIDER: Ask = Ask("终端是哪家支付机构的？", "Who is your card provider?", false);
const SCOPE: Ask = Ask("停用全部，还是一部分？", "Everything, or some terminals?", true);
const DONE: Ask = Ask("哪些已经办完了？", "Which have you done already?", true);
const TID: Ask = Ask("终端号或序列号是多少？", "Terminal or serial number?", false);
const OWNER: Ask = Ask("这台终端归谁所有？", "Who owns this terminal?", true);
const WISH: Ask = Ask("办好了吗？", "Is it done?", true);
const DAY: Ask = Ask("是哪天？", "On which day?", false);

/// A kind of prompt: where it is met, what comes before it, and what follows three pasted lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Line,
    Menu,
    Many,
    Row,
    Day,
}

const KINDS: [Kind; 5] = [Kind::Line, Kind::Menu, Kind::Many, Kind::Row, Kind::Day];

impl Kind {
    fn answers(self) -> String {
        match self {
            Self::Menu => BEGUN.to_owned(),
            Self::Line => format!("{BEGUN}\ncountry = 'cn'"),
            Self::Many => SCOPED.to_owned(),
            Self::Row => format!("{SCOPED}done_before = ['none']"),
            Self::Day => READY_TO_READ.to_owned(),
        }
    }

    fn ask(self) -> Ask {
        match self {
            Self::Line => PROVIDER,
            Self::Menu => COUNTRY,
            Self::Many => DONE,
            Self::Row => TID,
            Self::Day => DAY,
        }
    }

    fn before(self) -> Ask {
        match self {
            Self::Line => COUNTRY,
            Self::Menu => NAME,
            Self::Many => SCOPE,
            Self::Row => DONE,
            Self::Day => WISH,
        }
    }

    /// What is asked after three pasted lines: a list refuses them or takes the first Enter, a day is refused.
    fn after_a_paste(self, plain: bool) -> Ask {
        match self {
            Self::Line => SCOPE,
            Self::Row => OWNER,
            Self::Menu if !plain => PROVIDER,
            Self::Many if !plain => TID,
            kind => kind.ask(),
        }
    }
}

/// What ends a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    CtrlC,
    CtrlD,
    Term,
    Hup,
}

const LEAVINGS: [Leaving; 4] = [Leaving::CtrlC, Leaving::CtrlD, Leaving::Term, Leaving::Hup];

/// One session: all that does not end it comes first, then what does.
#[derive(Clone, Copy, Debug)]
struct Session {
    way: Way,
    kind: Kind,
    leaving: Leaving,
    /// Nothing but the leaving, at the prompt itself.
    at_once: bool,
}

impl Session {
    fn run(self) {
        let shop = if self.way.chinese { Shop::chinese() } else { Shop::english() };
        let shop = shop.with(&self.kind.answers());
        let before = shop.state();
        let mut command = shop.command(&["resume"]);
        if self.way.asked_plain {
            command.env("ACCESSIBLE", "1");
        }
        let mut talk = Talk { pty: Pty::spawn(command, self.way.size), way: self.way };
        if self.kind == Kind::Day {
            talk.asks(WISH);
            talk.enter();
        }
        talk.asks(self.kind.ask());
        let mut open = self.kind.ask();
        if !self.at_once {
            talk.escapes(self.kind);
            talk.resizes(open);
            talk.types_no_text(open);
            talk.pastes(self.kind);
            open = self.kind.after_a_paste(self.way.is_plain());
        }
        talk.leaves(self.leaving, open);
        kept(&shop, &before, self.kind);
    }
}

/// Everything that was answered before is still answered, and nothing came that was not meant.
fn kept(shop: &Shop, before: &Value, kind: Kind) {
    let after = shop.state();
    let (Value::Object(old), Value::Object(new)) = (&before["answers"], &after["answers"]) else {
        panic!("no answers: {after}");
    };
    for (id, answer) in old {
        assert_eq!(new.get(id), Some(answer), "{id}");
    }
    let came: Vec<&String> = new.keys().filter(|id| !old.contains_key(*id)).collect();
    let may = match kind {
        Kind::Line => "provider",
        Kind::Menu => "country",
        Kind::Many => "done_before",
        Kind::Row | Kind::Day => "",
    };
    assert!(came.iter().all(|id| *id == may), "{came:?}");
    assert_eq!(after["ticks"], before["ticks"]);
}

/// A conversation in either voice.
struct Talk {
    pty: Pty,
    way: Way,
}

impl Talk {
    #[track_caller]
    fn asks(&self, Ask(zh, en, list): Ask) {
        let ask = if self.way.chinese { zh } else { en };
        match (self.way.is_plain(), list) {
            (false, _) => self.pty.asks(ask),
            (true, false) => self.pty.hears(ask),
            (true, true) => self.pty.hears_list(ask),
        }
    }

    fn says(&mut self, keys: &str) {
        if self.way.is_plain() { self.pty.says(keys) } else { self.pty.leaves_with(keys) }
    }

    fn enter(&mut self) {
        self.says(if self.way.is_plain() { "" } else { "\r" });
    }

    /// Esc leads back, or to the small menu of a menu; and from there on again.
    #[track_caller]
    fn escapes(&mut self, kind: Kind) {
        let Ask(.., list) = kind.ask();
        self.says("\u{1b}");
        if list && !self.way.is_plain() {
            self.asks(Ask("您想做什么？", "What would you like?", true));
            self.says("\u{1b}");
        } else {
            self.asks(kind.before());
            self.enter();
        }
        self.asks(kind.ask());
    }

    /// Another size, and back.
    #[track_caller]
    fn resizes(&mut self, open: Ask) {
        let (columns, rows) = self.way.size;
        self.pty.resizes((columns + 20, rows + 4));
        self.pty.resizes(self.way.size);
        self.asks(open);
    }

    /// Bytes that are no text answer nothing.
    #[track_caller]
    fn types_no_text(&mut self, open: Ask) {
        let Ask(.., list) = open;
        if self.way.is_plain() {
            self.pty.said_at = self.pty.heard().len();
            self.pty.types_bytes(b"\xff\xfe\xff\r");
        } else if list {
            let before = self.pty.draws();
            self.pty.types_bytes(b"\xff");
            self.pty.until("a menu is drawn again", |pty| pty.draws() > before);
        } else {
            self.pty.left = self.pty.prompts();
            self.pty.types_bytes(b"\xff");
        }
        self.asks(open);
    }

    /// Three lines at once are at most one answer.
    #[track_caller]
    fn pastes(&mut self, kind: Kind) {
        let Ask(.., list) = kind.ask();
        match (self.way.is_plain(), list) {
            (true, _) => self.says("10023456\r二\r三"),
            (false, true) => self.says("x\rx\rx\r"),
            (false, false) => {
                self.pty.types("\u{1b}[200~10023456\r二\r三\u{1b}[201~");
                self.pty
                    .until("it stands in the line", |pty| squeezed(&pty.line()).ends_with("10023456二三"));
                self.pty.until("keys are read", Pty::reads_keys);
                self.enter();
            }
        }
        self.asks(kind.after_a_paste(self.way.is_plain()));
    }

    #[track_caller]
    fn leaves(&mut self, leaving: Leaving, open: Ask) {
        let Ask(.., list) = open;
        match leaving {
            Leaving::CtrlC => self.pty.types("\u{3}"),
            Leaving::CtrlD => {
                self.pty.types("\u{4}");
                // A menu takes no notice of it.
                if list && !self.way.is_plain() {
                    self.asks(open);
                    self.pty.types("\u{3}");
                }
            }
            Leaving::Term => self.pty.signal("TERM"),
            Leaving::Hup => self.pty.signal("HUP"),
        }
        assert_eq!(self.pty.ends(), 130, "{}", self.pty.text());
        self.pty.told("posquit resume");
        assert!(self.pty.shows_cursor(), "the cursor is hidden");
        assert!(!self.pty.brackets_paste(), "pasted text is still bracketed");
        assert_eq!(self.pty.flags(), self.pty.before, "the terminal is not as it was");
    }
}

fn ways() -> Vec<Way> {
    let mut ways = Vec::new();
    for size in [(80, 24), (40, 20), (20, 8)] {
        for asked_plain in [false, true] {
            ways.extend([true, false].map(|chinese| Way { size, asked_plain, chinese }));
        }
    }
    ways
}

/// All sessions, or some in which each way meets each kind and each kind each end.
fn sessions(all: bool) -> Vec<Session> {
    let mut sessions = Vec::new();
    for (w, way) in ways().into_iter().enumerate() {
        for (k, kind) in KINDS.into_iter().enumerate() {
            for (l, leaving) in LEAVINGS.into_iter().enumerate() {
                for at_once in [true, false] {
                    let taken = (w + k) % 2 == usize::from(at_once) && (w / 2 + k) % 4 == l;
                    if all || taken {
                        sessions.push(Session { way, kind, leaving, at_once });
                    }
                }
            }
        }
    }
    sessions
}

#[test]
fn whatever_comes_at_whatever_prompt_is_followed_by_the_right_thing() {
    let all = std::env::var_os("POSQUIT_MATRIX").is_some_and(|which| which == "full");
    let (sessions, next) = (sessions(all), AtomicUsize::new(0));
    let failed = thread::scope(|scope| {
        let run = || {
            let mut failed = Vec::new();
            while let Some(session) = sessions.get(next.fetch_add(1, Ordering::SeqCst)) {
                if std::panic::catch_unwind(|| session.run()).is_err() {
                    failed.push(session);
                }
            }
            failed
        };
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(run)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(failed.is_empty(), "{} of {} sessions failed: {failed:#?}", failed.len(), sessions.len());
}
