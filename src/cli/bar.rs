//! The bar that moves while large files are read: only on a terminal that draws, after a moment, and gone when it is done.

use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::Context;
use crate::reconcile::read::Watch;
use crate::wizard::Voice;

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(300);
const STEP: Duration = Duration::from_millis(100);
/// The cells of the bar.
const WIDTH: u64 = 24;
/// Clears the row.
const CLEAR: &str = "\r\u{1b}[K";

/// Does some work that reads files; shows how far it is where it takes a while.
pub(super) fn while_reading<T>(
    context: &Context,
    watch: &Watch,
    files: &[&Path],
    work: impl FnOnce() -> T,
) -> T {
    watch.begin();
    if !Voice::draws(context.accessible) {
        return work();
    }
    let size = |path: &&Path| path.metadata().map_or(0, |about| about.len());
    let all = files.iter().map(size).sum::<u64>().max(1);
    let label = context.words.get("bar.reading");
    let (done, ended) = channel::<()>();
    thread::scope(|scope| {
        let drawing = move || {
            let (mut patience, mut drawn) = (PATIENCE, false);
            while ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                draw(&bar(label, watch.bytes(), all));
                (patience, drawn) = (STEP, true);
            }
            if drawn {
                draw("");
            }
        };
        // A system that gives no second thread gets no bar.
        let _ = thread::Builder::new().spawn_scoped(scope, drawing);
        let worked = work();
        drop(done);
        worked
    })
}

/// Writes the row anew. The terminal may be gone; then nobody misses it.
fn draw(text: &str) {
    let mut out = io::stderr().lock();
    let _ = write!(out, "{CLEAR}{text}");
    let _ = out.flush();
}

fn bar(label: &str, so_far: u64, all: u64) -> String {
    let part =
        |of: u64| u64::try_from(u128::from(so_far) * u128::from(of) / u128::from(all)).unwrap_or(of).min(of);
    let done = usize::try_from(part(WIDTH)).unwrap_or(0);
    let rest = usize::try_from(WIDTH).unwrap_or(0) - done;
    format!("{label} [{}{}] {:>3}%", "#".repeat(done), "-".repeat(rest), part(100))
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_full_at_the_end_and_never_more() {
        assert_eq!(bar("x", 0, 10), "x [------------------------]   0%");
        assert_eq!(bar("x", 5, 10), "x [############------------]  50%");
        assert_eq!(bar("x", 11, 10), "x [########################] 100%");
    }
}
