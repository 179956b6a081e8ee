//! A mistake of ours: whatever panics, the terminal is put right, and what is said holds nothing of a case.

use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Mutex;

use super::restore;
use crate::domain::words::Words;
use crate::failure::{Exit, Failure};

/// The place in the code where it panicked last.
static PANICKED_AT: Mutex<String> = Mutex::new(String::new());

/// The folder of the data, once it is known.
static DATA: Mutex<String> = Mutex::new(String::new());

/// Says where what was saved is, should a fault come.
pub(super) fn data_is_in(home: &Path) {
    if let Ok(mut data) = DATA.lock() {
        *data = home.display().to_string();
    }
}

/// Runs `body`. A panic in it puts the terminal right and ends in `Exit::Failed`; the place in the code is told, but not
/// the panic's own text, which may quote answers. That is told only where `RUST_BACKTRACE` asks for it.
pub fn guarded(words: &Words, body: impl FnOnce() -> Exit) -> Exit {
    no_core_file();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        restore::put_right();
        if let (Some(place), Ok(mut at)) = (info.location(), PANICKED_AT.lock()) {
            *at = place.to_string();
        }
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|asked| asked != "0") {
            usual(info);
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| super::ended(words, &told(words)))
}

/// What failed and where in the code, and what is safe.
fn told(words: &Words) -> Failure {
    let text = |of: &Mutex<String>| of.lock().map(|text| text.clone()).unwrap_or_default();
    let (place, data) = (text(&PANICKED_AT), text(&DATA));
    let version = env!("CARGO_PKG_VERSION");
    let what = words.say("fault.what", &[("place", &place), ("version", version)]);
    let safe = match data.as_str() {
        "" => words.get("safe.old_stands").to_owned(),
        data => words.say("fault.safe", &[("path", data)]),
    };
    Failure::new(Exit::Failed, what).safe(safe).hint(words.get("fault.hint"))
}

/// A crash that is no panic leaves no image of the memory behind, since answers stand in it.
fn no_core_file() {
    #[cfg(unix)]
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
}
