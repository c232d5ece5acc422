//! A signal that is raised once, from any thread, and waited for on the engine.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// Sticky: once raised it stays raised.
#[derive(Debug, Default)]
pub(crate) struct CancelSignal {
    raised: AtomicBool,
    changed: Notify,
}

impl CancelSignal {
    pub(crate) fn raise(&self) {
        self.raised.store(true, Ordering::Release);
        self.changed.notify_waiters();
    }

    pub(crate) fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Acquire)
    }

    /// Returns when the signal is raised.
    pub(crate) async fn raised(&self) {
        let mut changed = pin!(self.changed.notified());
        // Registered before the flag is read, so that a signal between the two is not lost.
        changed.as_mut().enable();
        if !self.is_raised() {
            changed.await;
        }
    }
}
