//! Limits the concurrent requests of a run: more while the server keeps up, fewer as soon as it pushes back.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

use crate::sys::time::Moment;

/// The concurrency of one run.
#[derive(Debug)]
pub(crate) struct ConcurrencyLimiter {
    slots: Semaphore,
    ceiling: u32,
    adapts: bool,
    /// Permits to withdraw when they are given back. Changed under the lock; usually 0.
    debt: AtomicU32,
    /// Whether the run was ever paused.
    pauses: AtomicBool,
    state: Mutex<LimiterState>,
    /// For progress reports.
    limit: AtomicU32,
}

#[derive(Debug)]
struct LimiterState {
    limit: u32,
    /// Answers since the limit last grew.
    answers: u32,
    has_been_pushed_back: bool,
    /// When the limit was last cut. Requests sent before that say nothing about the new limit.
    last_cut: Option<Moment>,
    /// The shortest latency seen, and the recent average.
    quick: Option<Duration>,
    recent: Duration,
    paused_until: Option<Instant>,
}

/// What an attempt says about the server.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Feedback {
    /// It answered normally.
    Well,
    /// 429 or 5xx, with the pause it asked for.
    PushedBack(Option<Duration>),
}

/// A permit for one change, including its retries.
pub(crate) struct Permit<'a> {
    limiter: &'a ConcurrencyLimiter,
    permit: Option<SemaphorePermit<'a>>,
}

const FIRST: u32 = 8;
/// Until the server pushes back, each answer raises the limit by this much: to 32 after one round trip, to 128 after
/// two.
const AT_FIRST: u32 = 3;

impl ConcurrencyLimiter {
    /// Adapts between 1 and `ceiling`, starting at 8, or stays at `fixed`.
    pub(crate) fn new(ceiling: u32, fixed: Option<u32>) -> Self {
        let limit = fixed.unwrap_or(FIRST.min(ceiling));
        Self {
            slots: Semaphore::new(limit as usize),
            ceiling,
            adapts: fixed.is_none(),
            debt: AtomicU32::new(0),
            pauses: AtomicBool::new(false),
            limit: AtomicU32::new(limit),
            state: Mutex::new(LimiterState {
                limit,
                answers: 0,
                has_been_pushed_back: false,
                last_cut: None,
                quick: None,
                recent: Duration::ZERO,
                paused_until: None,
            }),
        }
    }

    /// How many may be under way now.
    pub(crate) fn limit(&self) -> u32 {
        self.limit.load(Ordering::Relaxed)
    }

    /// Waits for a permit.
    pub(crate) async fn enter(&self) -> Permit<'_> {
        // The semaphore is never closed.
        let permit = self.slots.acquire().await.ok();
        Permit { limiter: self, permit }
    }

    /// Whether the whole run is paused.
    pub(crate) fn is_paused(&self) -> bool {
        self.paused_until().is_some_and(|until| until > Instant::now())
    }

    /// Waits while the whole run is paused.
    pub(crate) async fn wait_while_paused(&self) {
        loop {
            match self.paused_until() {
                Some(until) if until > Instant::now() => tokio::time::sleep_until(until).await,
                _ => return,
            }
        }
    }

    /// How long the run is still paused.
    pub(crate) fn pause_left(&self) -> Option<Duration> {
        let left = self.paused_until()?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    fn paused_until(&self) -> Option<Instant> {
        if self.pauses.load(Ordering::Acquire) { self.state().paused_until } else { None }
    }

    /// Learns from an attempt that began at `began` and ended now.
    pub(crate) fn note(&self, began: Moment, signal: Feedback) {
        let mut state = self.state();
        match signal {
            Feedback::PushedBack(asked) => {
                if let Some(asked) = asked {
                    let until = Instant::now() + asked;
                    state.paused_until = Some(state.paused_until.map_or(until, |before| before.max(until)));
                    self.pauses.store(true, Ordering::Release);
                }
                if self.adapts && state.last_cut.is_none_or(|cut| began > cut) {
                    self.cut(&mut state);
                }
            }
            Feedback::Well => {
                let took = began.elapsed();
                state.quick = Some(state.quick.map_or(took, |quick| quick.min(took)));
                state.recent = if state.recent.is_zero() { took } else { (state.recent * 7 + took) / 8 };
                if self.adapts {
                    self.grow(&mut state);
                }
            }
        }
        self.limit.store(state.limit, Ordering::Relaxed);
    }

    fn cut(&self, state: &mut LimiterState) {
        let halved = (state.limit / 2).max(1);
        let surplus = state.limit - halved;
        let forgotten = u32::try_from(self.slots.forget_permits(surplus as usize)).unwrap_or(surplus);
        self.debt.fetch_add(surplus - forgotten, Ordering::Relaxed);
        state.limit = halved;
        state.answers = 0;
        state.has_been_pushed_back = true;
        state.last_cut = Some(Moment::now());
    }

    fn grow(&self, state: &mut LimiterState) {
        state.answers += 1;
        let enough = if state.has_been_pushed_back { state.limit } else { 1 };
        if state.answers < enough || state.limit >= self.ceiling || !state.latency_is_flat() {
            return;
        }
        state.answers = 0;
        let more = if state.has_been_pushed_back { 1 } else { AT_FIRST }.min(self.ceiling - state.limit);
        state.limit += more;
        let owed = more.min(self.debt.load(Ordering::Relaxed));
        self.debt.fetch_sub(owed, Ordering::Relaxed);
        self.slots.add_permits((more - owed) as usize);
    }

    fn state(&self) -> MutexGuard<'_, LimiterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LimiterState {
    /// A queue at the server shows as answers that take twice as long as the shortest; a few milliseconds are noise.
    fn latency_is_flat(&self) -> bool {
        const NOISE: Duration = Duration::from_millis(5);
        self.quick.is_none_or(|quick| self.recent <= quick * 2 + NOISE)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let debt = &self.limiter.debt;
        if debt.load(Ordering::Relaxed) == 0 {
            return;
        }
        let _state = self.limiter.state();
        if let Some(permit) = self.permit.take().filter(|_| debt.load(Ordering::Relaxed) > 0) {
            debt.fetch_sub(1, Ordering::Relaxed);
            permit.forget();
        }
    }
}
