//! What a worker of a run keeps from one change to the next: its permit, its timer and its wake-up.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::sync::futures::Notified;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, Sleep, sleep};

use super::cancel::CancelSignal;
use super::concurrency_limiter::{ConcurrencyLimiter, Permit};
use crate::sys::time::{Deadline, Moment};

/// The state of one worker of a run.
pub(crate) struct WorkerContext<'a> {
    pub(super) limiter: &'a ConcurrencyLimiter,
    /// Its permit of the run, while it holds one.
    permit: Mutex<Option<Permit<'a>>>,
    /// Gets a permit when the worker waits for long, so that another one is started in its place.
    stood_aside: &'a Semaphore,
    is_aside: AtomicBool,
    timer_slot: Mutex<Option<ReusableTimer>>,
    /// The worker's task is woken when the run is cancelled.
    _woken: Pin<Box<Notified<'a>>>,
}

impl<'a> WorkerContext<'a> {
    /// For the current task.
    pub(crate) async fn take(
        limiter: &'a ConcurrencyLimiter,
        stood_aside: &'a Semaphore,
        cancel: &'a CancelSignal,
    ) -> Self {
        Self {
            limiter,
            permit: Mutex::default(),
            stood_aside,
            is_aside: AtomicBool::new(false),
            timer_slot: Mutex::default(),
            _woken: cancel.wake_this_task().await,
        }
    }

    /// Holds a permit until it is given back, or until the worker stands aside.
    pub(crate) fn hold(&self, permit: Option<Permit<'a>>) {
        *self.permit.lock().unwrap_or_else(PoisonError::into_inner) = permit;
    }

    /// Gives the permit back and has another worker started, because this one will wait for long.
    pub(super) fn step_aside(&self) {
        self.hold(None);
        if !self.is_aside.swap(true, Ordering::Relaxed) {
            self.stood_aside.add_permits(1);
        }
    }

    /// Whether another worker was started in its place.
    pub(crate) fn is_aside(&self) -> bool {
        self.is_aside.load(Ordering::Relaxed)
    }

    /// The output of `work`, or `None` if it takes longer than `limit` from `began`, which is now.
    pub(super) async fn limit<T>(
        &self,
        began: Moment,
        limit: Duration,
        work: Pin<&mut (dyn Future<Output = T> + Send + '_)>,
    ) -> Option<T> {
        let kept = self.timer_slot().take();
        let until = began.plus(limit);
        let mut timer_slot = kept.unwrap_or_else(|| ReusableTimer::new(limit, until));
        let outcome = timer_slot.limit(limit, until, work).await;
        *self.timer_slot() = Some(timer_slot);
        outcome
    }

    fn timer_slot(&self) -> MutexGuard<'_, Option<ReusableTimer>> {
        self.timer_slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A timer that stays set from one request to the next. Setting and cancelling one for each request costs more than
/// checking, when it fires for a request that was answered long ago, how much time is left.
struct ReusableTimer {
    timer: Pin<Box<Sleep>>,
    /// When it fires at the latest.
    fires: Deadline,
    /// The waker that it wakes.
    wakes: Option<Waker>,
}

impl ReusableTimer {
    fn new(left: Duration, until: Deadline) -> Self {
        Self { timer: Box::pin(sleep(left)), fires: until, wakes: None }
    }

    async fn limit<T>(
        &mut self,
        limit: Duration,
        until: Deadline,
        mut work: Pin<&mut (dyn Future<Output = T> + Send + '_)>,
    ) -> Option<T> {
        if self.fires > until {
            self.set(limit, until);
        }
        poll_fn(|context| {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            while self.has_fired(context) {
                match until.remaining() {
                    None => return Poll::Ready(None),
                    Some(left) => self.set(left, until),
                }
            }
            Poll::Pending
        })
        .await
    }

    fn set(&mut self, left: Duration, until: Deadline) {
        self.timer.as_mut().reset(Instant::now() + left);
        self.fires = until;
        self.wakes = None;
    }

    fn has_fired(&mut self, context: &mut Context<'_>) -> bool {
        let waker = context.waker();
        if self.wakes.as_ref().is_some_and(|wakes| wakes.will_wake(waker)) {
            return self.timer.is_elapsed();
        }
        self.wakes = Some(waker.clone());
        // A timer does not register the waker of a task without budget, and this polls it once.
        pin!(unconstrained(self.timer.as_mut())).poll(context).is_ready()
    }
}

#[cfg(test)]
mod tests {
    use tokio::task::coop::{consume_budget, has_budget_remaining};

    use super::*;

    #[test]
    fn a_timer_that_is_set_by_a_task_without_budget_is_heard() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let limited = async {
            let (limiter, aside, cancel) =
                (ConcurrencyLimiter::new(1, None), Semaphore::new(0), CancelSignal::default());
            let worker = WorkerContext::take(&limiter, &aside, &cancel).await;
            let mut is_first = true;
            // An answer that uses up the task's budget, and then stalls.
            let work = pin!(poll_fn(|context| {
                while is_first && has_budget_remaining() {
                    let _ = pin!(consume_budget()).poll(context);
                }
                is_first = false;
                Poll::<()>::Pending
            }));
            worker.limit(Moment::now(), Duration::from_millis(50), work).await
        };
        let outcome =
            runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), limited).await });
        assert_eq!(outcome, Ok(None), "the limit is over");
    }
}
