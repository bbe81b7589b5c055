//! Shows a progress bar on a terminal for runs longer than a second.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How long a run must take to get a bar.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Runs `work`, which counts what it has done, and shows how far it is of `total` if it takes long and `wanted`; `what`
/// says what it does.
pub(in crate::run) fn watch<T>(
    wanted: bool,
    what: &'static str,
    total: usize,
    work: impl FnOnce(&AtomicUsize) -> T,
) -> T {
    let done = AtomicUsize::new(0);
    if !wanted {
        return work(&done);
    }
    thread::scope(|scope| {
        let (finished, wait) = mpsc::channel::<()>();
        let done = &done;
        scope.spawn(move || draw(&wait, what, total, done));
        let result = work(done);
        drop(finished);
        result
    })
}

fn draw(wait: &mpsc::Receiver<()>, what: &'static str, total: usize, done: &AtomicUsize) {
    if wait.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} documents, {eta} left") {
        bar.set_style(style);
    }
    bar.set_message(what);
    while wait.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.set_position(done.load(Ordering::Relaxed) as u64);
    }
    bar.finish_and_clear();
}
