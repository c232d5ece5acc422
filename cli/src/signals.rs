//! Ctrl-C, and what a service manager or a closed terminal sends.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(unix)]
use signal_hook::consts::signal::SIGHUP;
use signal_hook::consts::signal::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Those that ask the command to stop.
#[cfg(unix)]
const STOPPING: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];
#[cfg(windows)]
const STOPPING: [i32; 2] = [SIGINT, SIGTERM];

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
        let ignored = ignored_signals();
        for signal in STOPPING {
            if ignored >> (signal - 1) & 1 == 1 {
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

/// As the kernel tells them: one bit for each, from 1 on.
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
