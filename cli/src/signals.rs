//! Ctrl-C, and what a service manager or a closed terminal sends.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether somebody asked the command to stop. The first signal asks; the second one ends the process as if nobody had
/// ever listened.
#[derive(Debug, Clone)]
pub(crate) struct Signals {
    stopped: Arc<AtomicBool>,
}

impl Signals {
    /// Listens from now on. A signal that was ignored when the command began stays ignored: `nohup` means it.
    pub(crate) fn listen() -> io::Result<Signals> {
        let stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            if is_ignored(signal) {
                continue;
            }
            // In this order: the default is looked at before the flag is set by the same signal.
            flag::register_conditional_default(signal, Arc::clone(&stopped))?;
            flag::register(signal, Arc::clone(&stopped))?;
        }
        Ok(Signals { stopped })
    }

    /// Whether a signal came.
    pub(crate) fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }
}

/// As the kernel tells it, in hexadecimal, one bit for each signal.
fn is_ignored(signal: libc::c_int) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask.checked_shr(signal.unsigned_abs() - 1).is_some_and(|mask| mask & 1 == 1))
}
