//! Threads for work that blocks or takes long, apart from the engine's: one for each thing that may stall.
//!
//! All work is boxed into one type, so that the machinery is compiled once.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::{fmt, io};

use tokio::sync::oneshot;

use super::panic::catch_panic;
use crate::sys::fork::ForkLocal;
use crate::sys::os::{stay_loaded, with_signals_blocked};

/// A thread that does one piece of work after the other. The first starts it, and it ends a second after the last.
///
/// A child of `fork()` gets a thread of its own and none of the work that waited in its parent.
pub(crate) struct BackgroundThread {
    name: &'static str,
    queue: ForkLocal<Arc<Queue>>,
}

/// Why there is no result: the work panicked.
#[derive(Debug)]
pub(crate) struct Lost(String);

type Work = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    work_came: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Work>,
    is_running: bool,
}

/// How long the thread stays without work.
const IDLE: Duration = Duration::from_secs(1);

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Lost {}

impl BackgroundThread {
    pub(crate) const fn named(name: &'static str) -> Self {
        Self { name, queue: ForkLocal::empty() }
    }

    /// Does the work there and returns its result. It is done also if nobody waits for the result any more, and on the
    /// caller's thread where the system refuses this one: a call must not fail, or lose its answer, for want of a thread.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Lost> {
        let (sender, receiver) = oneshot::channel();
        // Sending fails when nobody waits for the result any more.
        let work = Box::new(move || drop(sender.send(catch_panic(work))));
        if let Err(work) = self.submit(work) {
            work();
        }
        match receiver.await {
            Ok(done) => done.map_err(|panic| Lost(panic.0)),
            Err(_) => Err(Lost("it ended early".to_owned())),
        }
    }

    /// Does the work there without waiting for it, or not at all where the system refuses the thread.
    pub(crate) fn detach(&self, work: impl FnOnce() + Send + 'static) {
        drop(self.submit(Box::new(work)));
    }

    /// Gives the work back where the system refuses the thread.
    fn submit(&self, work: Work) -> Result<(), Work> {
        let queue = self.queue.get_or_make(Arc::default);
        let mut state = queue.state();
        if !state.is_running {
            let shared = Arc::clone(queue);
            if spawn(self.name, move || shared.serve()).is_err() {
                return Err(work);
            }
            state.is_running = true;
        }
        state.waiting.push_back(work);
        queue.work_came.notify_one();
        Ok(())
    }
}

impl fmt::Debug for BackgroundThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BackgroundThread").field(&self.name).finish()
    }
}

impl Queue {
    fn serve(&self) {
        while let Some(work) = self.next() {
            // One piece of work must not take the next ones with it.
            let _ = catch_panic(work);
        }
    }

    /// The next piece of work, or `None` when the thread is to end.
    fn next(&self) -> Option<Work> {
        let state = self.state();
        let idle = self.work_came.wait_timeout_while(state, IDLE, |state| state.waiting.is_empty());
        let (mut state, _) = idle.unwrap_or_else(PoisonError::into_inner);
        let work = state.waiting.pop_front();
        state.is_running = work.is_some();
        work
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts a thread that never takes the host's signals.
pub(crate) fn spawn(name: &str, main: impl FnOnce() + Send + 'static) -> io::Result<()> {
    stay_loaded();
    let threads = RUNNING.get_or_make(RunningThreads::default);
    // Held until the handle is in its place, where the thread looks for it when it ends.
    let mut known = threads.known();
    known.last_number += 1;
    let number = known.last_number;
    let thread = std::thread::Builder::new().name(name.to_owned());
    let handle = with_signals_blocked(|| {
        thread.spawn(move || {
            // Made here: where the system refuses the thread, nothing ends, and the lock is held.
            let _end = EndOfThread { threads, number };
            main();
        })
    })?;
    known.running.push((number, handle));
    Ok(())
}

/// Lets nobody wait for the end of this thread, which does not come.
pub(crate) fn let_nobody_wait_for_this_thread() {
    let Some(threads) = RUNNING.get() else { return };
    let own = std::thread::current().id();
    let mut known = threads.known();
    known.running.retain(|(_, handle)| handle.thread().id() != own);
    threads.one_ended.notify_all();
}

/// Waits up to `limit` (`None`: without limit) until no thread of this process that was started here runs, and says
/// whether that is so. What they had of the system is given back then.
pub(crate) fn wait_for_end(limit: Option<Duration>) -> bool {
    let until = limit.and_then(|limit| Instant::now().checked_add(limit));
    let threads = RUNNING.get_or_make(RunningThreads::default);
    let mut known = threads.known();
    known.waiters += 1;
    let all_ended = loop {
        for handle in std::mem::take(&mut known.ended) {
            // It has left this lock behind and ends at once.
            let _ = handle.join();
        }
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        if known.running.is_empty() || left.is_some_and(|left| left.is_zero()) {
            break known.running.is_empty();
        }
        known = match left {
            None => threads.one_ended.wait(known).unwrap_or_else(PoisonError::into_inner),
            Some(left) => {
                threads.one_ended.wait_timeout(known, left).unwrap_or_else(PoisonError::into_inner).0
            }
        };
    };
    known.waiters -= 1;
    all_ended
}

static RUNNING: ForkLocal<RunningThreads> = ForkLocal::empty();

#[derive(Default)]
struct RunningThreads {
    known: Mutex<KnownThreads>,
    one_ended: Condvar,
}

#[derive(Default)]
struct KnownThreads {
    last_number: u64,
    running: Vec<(u64, JoinHandle<()>)>,
    /// Those that a waiter is to join. Where nobody waits, the system clears a thread away by itself.
    ended: Vec<JoinHandle<()>>,
    waiters: usize,
}

impl RunningThreads {
    fn known(&self) -> MutexGuard<'_, KnownThreads> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the end of a thread as its last act.
struct EndOfThread {
    threads: &'static RunningThreads,
    number: u64,
}

impl Drop for EndOfThread {
    fn drop(&mut self) {
        let mut known = self.threads.known();
        let Some(place) = known.running.iter().position(|(number, _)| *number == self.number) else { return };
        let (_, handle) = known.running.swap_remove(place);
        if known.waiters > 0 {
            known.ended.push(handle);
            self.threads.one_ended.notify_all();
        }
    }
}

static COMPUTATION: BackgroundThread = BackgroundThread::named("seam-acs-work");

/// Does work that takes long and waits for nothing, aside, so that other calls go on meanwhile.
pub(crate) async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Lost> {
    COMPUTATION.run(work).await
}
