//! The log: JSON lines to a file or a descriptor of the host's. Another thread writes them, so that no call waits.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::base::background_thread::BackgroundThread;
use crate::config::log_level::Level;
use crate::config::options::Options;
use crate::model::error::Error;
use crate::sys::append_file::{Access, AppendFile, is_not_regular};
use crate::sys::fork::ForkLocal;
use crate::sys::os::{write_if_ready, write_to_number_if_ready};
use crate::sys::own_descriptor::FileIdentity;
use crate::sys::time::timestamp;

/// The log, with the lines that wait to be written.
pub(crate) struct Log {
    /// It may change while threads write.
    level: AtomicU8,
    sink: Sink,
    /// A child of `fork()` starts with an empty queue: the parent writes its own lines.
    waiting: ForkLocal<Mutex<Waiting>>,
    /// Its own: a disk that stalls must not hold up another client.
    thread: BackgroundThread,
}

/// Where the lines go.
enum Sink {
    File(AppendFile),
    /// The host's, as long as the number stands for what it did when the client was made.
    Borrowed {
        fd: i32,
        identity: FileIdentity,
    },
}

#[derive(Default)]
struct Waiting {
    lines: VecDeque<String>,
    /// How many lines have left the queue and are not in the file yet.
    being_written: usize,
    dropped: u64,
}

/// More lines than this are dropped and counted: a host that does not read its pipe must not make memory grow.
const MOST_WAITING: usize = 1024;
/// A pipe takes this much whole or not at all (`PIPE_BUF`).
const LONGEST_LINE: usize = 4096;

impl Log {
    /// The log that the options ask for, if any.
    pub(crate) fn open(options: &Options) -> Result<Option<Log>, Error> {
        let level = options.log_level.unwrap_or(Level::Warn);
        let sink = match (&options.log_file, options.log_fd) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => {
                return Err(Error::Options("log_file cannot be used together with log_fd".to_owned()));
            }
            (None, Some(fd)) => Sink::borrowed(fd)?,
            (Some(path), None) => Sink::file(path)?,
        };
        let thread = BackgroundThread::named("seam-acs-log");
        let level = AtomicU8::new(level as u8);
        Ok(Some(Log { level, sink, waiting: ForkLocal::empty(), thread }))
    }

    pub(crate) fn takes(&self, level: Level) -> bool {
        level as u8 <= self.level.load(Ordering::Relaxed)
    }

    /// From now on it takes lines up to this level.
    pub(crate) fn set_level(&self, level: Level) {
        self.level.store(level as u8, Ordering::Relaxed);
    }

    /// Queues one line; [`drain`](Self::drain) writes it.
    pub(crate) fn line(&self, level: Level, event: &str, fields: Value) {
        if !self.takes(level) {
            return;
        }
        let mut line = json!({ "time": timestamp(SystemTime::now()), "level": level.name(), "event": event });
        if let (Value::Object(line), Value::Object(fields)) = (&mut line, fields) {
            line.extend(fields);
        }
        let mut waiting = self.waiting().lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.lines.len() >= MOST_WAITING {
            waiting.dropped += 1;
        } else {
            waiting.lines.push_back(fit(line.to_string()));
        }
    }

    /// Writes the lines that wait on the log's own thread. Where the system refuses it, they wait for the next time.
    pub(crate) fn drain_aside(self: &Arc<Self>) {
        let log = Arc::clone(self);
        self.thread.detach(move || log.drain());
    }

    /// Waits up to `limit` until the lines that wait are written.
    pub(crate) fn finish(self: &Arc<Self>, limit: Duration) {
        let is_written = {
            let waiting = self.waiting().lock().unwrap_or_else(PoisonError::into_inner);
            waiting.lines.is_empty() && waiting.being_written == 0
        };
        if is_written {
            return;
        }
        let (log, (sender, written)) = (Arc::clone(self), mpsc::sync_channel(1));
        self.thread.detach(move || {
            log.drain();
            // This fails when nobody waits any more.
            let _ = sender.send(());
        });
        if written.recv_timeout(limit) == Err(RecvTimeoutError::Disconnected) {
            // The system refuses the thread.
            self.drain();
        }
    }

    /// Writes the lines that wait. Lines that the descriptor does not take now are dropped and counted.
    pub(crate) fn drain(&self) {
        crate::base::failpoint::hit("log");
        loop {
            let (line, dropped) = {
                let mut waiting = self.waiting().lock().unwrap_or_else(PoisonError::into_inner);
                let Some(line) = waiting.lines.pop_front() else { return };
                waiting.being_written += 1;
                (line, std::mem::take(&mut waiting.dropped))
            };
            let report = || fit(json!({ "event": "log_lines_dropped", "count": dropped }).to_string());
            let unreported = if dropped > 0 && !self.sink.write(&report()) { dropped } else { 0 };
            let lost = unreported + u64::from(!self.sink.write(&line));
            let mut waiting = self.waiting().lock().unwrap_or_else(PoisonError::into_inner);
            waiting.being_written -= 1;
            waiting.dropped += lost;
        }
    }

    fn waiting(&self) -> &Mutex<Waiting> {
        self.waiting.get_or_make(Mutex::default)
    }
}

impl Sink {
    fn file(path: &str) -> Result<Sink, Error> {
        let file = AppendFile::at(path, Access::Private);
        file.with_file(|_, _| Ok(())).map_err(|error| {
            let elsewhere = "; log_fd takes a descriptor of a pipe, a terminal or stderr";
            let advice = if is_not_regular(&error) { elsewhere } else { "" };
            Error::Options(format!("log_file {path:?} cannot be opened: {error}{advice}"))
        })?;
        Ok(Sink::File(file))
    }

    fn borrowed(fd: i32) -> Result<Sink, Error> {
        let identity = FileIdentity::of_number(fd)
            .map_err(|error| Error::Options(format!("log_fd {fd} cannot be used: {error}")))?;
        Ok(Sink::Borrowed { fd, identity })
    }

    /// Whether the whole line was taken.
    fn write(&self, line: &str) -> bool {
        match self {
            Sink::File(file) => {
                file.with_file(|file, _| Ok(write_if_ready(file, line.as_bytes()))).unwrap_or(false)
            }
            Sink::Borrowed { fd, identity } => {
                FileIdentity::of_number(*fd).is_ok_and(|now| now == *identity)
                    && write_to_number_if_ready(*fd, line.as_bytes())
            }
        }
    }
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").field("level", &self.level).finish_non_exhaustive()
    }
}

/// One line with its end, cut so that a pipe takes it whole.
fn fit(mut line: String) -> String {
    if line.len() >= LONGEST_LINE {
        let mut end = LONGEST_LINE - 32;
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        // A cut line is not JSON any more, so a new line carries it as a string.
        line = json!({ "event": "line_too_long", "start": line.get(..end / 2) }).to_string();
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_line_that_is_being_written_is_waited_for() {
        let path = std::env::temp_dir().join(format!("seam-acs-last-line-{}.log", std::process::id()));
        let mut options = Options::new();
        options.set("log_file", path.to_str().expect("a path of ours")).expect("a path");
        let log = Arc::new(Log::open(&options).expect("opened").expect("asked for"));
        let (release, released) = mpsc::channel::<()>();
        let (hold, is_held) = mpsc::channel();
        let of_holder = Arc::clone(&log);
        let holder = std::thread::spawn(move || {
            let wait = |_: &std::fs::File, _| {
                hold.send(()).expect("waited for");
                released.recv().map_err(std::io::Error::other)
            };
            if let Sink::File(file) = &of_holder.sink {
                file.with_file(wait).expect("held until the end");
            }
        });
        is_held.recv_timeout(LONG).expect("the file is held");
        log.line(Level::Warn, "last", Value::Null);
        log.drain_aside();
        let waits_in_the_queue = || !log.waiting().lock().expect("whole").lines.is_empty();
        while waits_in_the_queue() {
            std::thread::yield_now();
        }
        let (told, is_told) = mpsc::channel();
        let (finishing, file) = (Arc::clone(&log), path.clone());
        std::thread::spawn(move || {
            finishing.finish(LONG);
            told.send(std::fs::read_to_string(file).expect("there")).expect("waited for");
        });
        // Whoever does not wait is back by then, without the line.
        assert!(is_told.recv_timeout(Duration::from_millis(100)).is_err(), "it does not wait");
        release.send(()).expect("waited for");
        let written = is_told.recv_timeout(LONG).expect("finished");
        assert!(written.contains("\"last\""), "{written}");
        holder.join().expect("ended");
        std::fs::remove_file(path).expect("removed");
    }
}
