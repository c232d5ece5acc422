//! What becomes of an engine whose descriptors the host closes, as a daemon does: nothing more.
//!
//! Its thread would poll descriptors that are the host's now, each waker from another thread write to one of them, and its end
//! close them. So the thread ends the calls that are under way, stops where it is, for ever, with all it owns, and the next call
//! starts a new one. Work of several calls ends at its deadline, by who waits for it and has its report.

use std::cell::OnceCell;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker};

use super::marks::{Mark, Marks};
use super::operation::state::{OperationState, Stop};
use crate::base::background_thread::let_nobody_wait_for_this_thread;
use crate::sys::os::{Witness, witness};
use crate::sys::own_descriptor::OwnDescriptor;
use crate::sys::time::Moment;

/// The descriptors of one engine, and what ends with them.
#[derive(Debug, Clone)]
pub(super) struct EngineDescriptors {
    /// Those of the runtime cannot be asked for, and have no inode of their own; so one that is opened beside them, and is good
    /// for nothing else, stands for them all.
    witness: Arc<OwnDescriptor<Witness>>,
    /// The calls of this engine, and some that have ended.
    in_flight: Arc<Mutex<Vec<InFlight>>>,
}

#[derive(Debug)]
struct InFlight {
    operation: Weak<OperationState>,
    origin: Arc<str>,
    /// The end of a part is told by what it is a part of.
    is_part: bool,
}

impl EngineDescriptors {
    pub(super) fn open() -> io::Result<Self> {
        let witness = Arc::new(OwnDescriptor::new(witness()?)?);
        Ok(Self { witness, in_flight: Arc::default() })
    }

    pub(super) fn are_ours(&self) -> bool {
        self.witness.is_ours()
    }

    /// Ends what this thread does, if they are not ours any more: it can neither go on nor clean up.
    pub(super) fn stop_unless_ours(&self) {
        if self.are_ours() {
            return;
        }
        self.end_calls();
        let_nobody_wait_for_this_thread();
        loop {
            std::thread::park();
        }
    }

    /// Ends the calls that were under way, in the engine's place. What was sent may still arrive.
    pub(super) fn end_calls(&self) {
        let in_flight = std::mem::take(&mut *self.in_flight());
        for call in in_flight {
            let Some(operation) = call.operation.upgrade() else { continue };
            if let Some((membership, wanted)) = operation.call.aim().filter(|_| operation.is_exposed()) {
                let now = Moment::now();
                operation.note_unanswered(now);
                let mark = Mark { origin: call.origin, membership: Arc::clone(membership), wanted };
                Marks::of_this_process().leave(&mark, now);
            }
            if !call.is_part {
                operation.finish(Err(operation.stopped(Stop::DescriptorsClosed, None)));
            }
        }
    }

    /// Makes this thread the engine's.
    pub(super) fn enter(&self) {
        let _ = OF_THIS_THREAD.with(|of_this_thread| of_this_thread.set(self.clone()));
    }

    fn in_flight(&self) -> MutexGuard<'_, Vec<InFlight>> {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers a call that begins on this thread.
pub(super) fn note_in_flight(operation: &Arc<OperationState>, origin: &Arc<str>, is_part: bool) {
    let Some(descriptors) = of_this_thread() else { return };
    let mut in_flight = descriptors.in_flight();
    if in_flight.len() == in_flight.capacity() {
        in_flight.retain(|other| other.operation.upgrade().is_some_and(|other| other.is_pending()));
        // So many are added before the next look.
        let room = in_flight.len() + 64;
        in_flight.reserve(room);
    }
    in_flight.push(InFlight { operation: Arc::downgrade(operation), origin: Arc::clone(origin), is_part });
}

thread_local! {
    static OF_THIS_THREAD: OnceCell<EngineDescriptors> = const { OnceCell::new() };
}

fn of_this_thread() -> Option<EngineDescriptors> {
    OF_THIS_THREAD.try_with(|of_this_thread| of_this_thread.get().cloned()).ok().flatten()
}

fn is_the_engines_thread() -> bool {
    OF_THIS_THREAD.try_with(|of_this_thread| of_this_thread.get().is_some()).unwrap_or(false)
}

/// A task of the engine's thread. Other threads wake it only as long as the descriptors are the engine's.
pub(crate) struct Task {
    work: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// The runtime's waker, and the one that the work has in its place.
    waker: Option<(Waker, Waker)>,
}

impl Task {
    /// In a box, because tokio moves a task several times, and some are kilobytes; without its type, because tokio makes a
    /// copy of its machinery for each.
    pub(crate) fn new(work: impl Future<Output = ()> + Send + 'static) -> Self {
        Self { work: Box::pin(work), waker: None }
    }
}

impl Future for Task {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { work, waker } = &mut *self;
        if waker.as_ref().is_none_or(|(given, _)| !given.will_wake(context.waker())) {
            *waker = guarded(context.waker()).map(|guarded| (context.waker().clone(), guarded));
        }
        let waker = waker.as_ref().map_or_else(|| context.waker(), |(_, guarded)| guarded);
        work.as_mut().poll(&mut Context::from_waker(waker))
    }
}

fn guarded(given: &Waker) -> Option<Waker> {
    let descriptors = of_this_thread()?;
    Some(Waker::from(Arc::new(GuardedWaker { given: given.clone(), descriptors })))
}

struct GuardedWaker {
    given: Waker,
    descriptors: EngineDescriptors,
}

impl Wake for GuardedWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    /// On its own thread the engine needs no descriptor for this.
    fn wake_by_ref(self: &Arc<Self>) {
        if is_the_engines_thread() || self.descriptors.are_ours() {
            self.given.wake_by_ref();
        }
    }
}
