//! A signal to stop, given once from any thread and waited for on the engine.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// Sticky: what is cancelled stays cancelled.
#[derive(Debug, Default)]
pub(crate) struct CancelSignal {
    cancelled: AtomicBool,
    changed: Notify,
}

impl CancelSignal {
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        self.changed.notify_waiters();
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    /// Returns when the signal is given.
    pub(crate) async fn cancelled(&self) {
        let mut changed = pin!(self.changed.notified());
        // Registered before the flag is read, so that a signal between the two is not lost.
        changed.as_mut().enable();
        if !self.is_cancelled() {
            changed.await;
        }
    }

    /// Lets the signal wake the task that asks, as long as what it gets is not dropped.
    pub(crate) async fn wake_this_task(&self) -> Pin<Box<Notified<'_>>> {
        let mut changed = Box::pin(self.changed.notified());
        poll_fn(|context| {
            let _ = changed.as_mut().poll(context);
            Poll::Ready(())
        })
        .await;
        changed
    }

    /// What the work brings, or `None` once the signal is given: for a task that [the signal
    /// wakes](Self::wake_this_task). To wait for it anew beside each of many pieces of work would cost more.
    pub(crate) async fn run_until_cancelled<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if self.is_cancelled() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        })
        .await
    }
}
