//! What becomes of an engine whose descriptors the host closes, as a daemon does: nothing more.
//!
//! Its thread would poll descriptors that are the host's now, each waker from another thread write to one of them, and its end
//! close them. So the thread ends the calls that are under way, stops where it is, for ever, with all it owns, and the next call
//! starts a new one. Work of several calls ends at its deadline, by who waits for it and has its report.

use std::cell::{OnceCell, RefCell};
use std::io;
use std::os::unix::net::UnixDatagram;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Wake, Waker};

use super::operation::state::{OperationState, Stop};
use crate::model::call::Kind;
use crate::sys::own_descriptor::OwnDescriptor;

/// The descriptors of one engine. Those of the runtime cannot be asked for, and have no inode of their own; so one that is
/// opened beside them, and is good for nothing else, stands for them all.
#[derive(Debug, Clone)]
pub(super) struct EngineDescriptors {
    witness: Arc<OwnDescriptor<UnixDatagram>>,
}

impl EngineDescriptors {
    pub(super) fn open() -> io::Result<Self> {
        Ok(Self { witness: Arc::new(OwnDescriptor::new(UnixDatagram::unbound()?)?) })
    }

    pub(super) fn are_ours(&self) -> bool {
        self.witness.is_ours()
    }

    /// Ends what this thread does, if they are not ours any more: it can neither go on nor clean up.
    pub(super) fn stop_unless_ours(&self) {
        if self.are_ours() {
            return;
        }
        let in_flight = IN_FLIGHT.try_with(RefCell::take).unwrap_or_default();
        for operation in in_flight.iter().filter_map(Weak::upgrade) {
            operation.finish(Err(operation.stopped(Stop::DescriptorsClosed, None)));
        }
        loop {
            std::thread::park();
        }
    }

    /// Makes this thread the engine's.
    pub(super) fn enter(&self) {
        let _ = OF_THIS_THREAD.with(|of_this_thread| of_this_thread.set(self.clone()));
    }
}

thread_local! {
    static OF_THIS_THREAD: OnceCell<EngineDescriptors> = const { OnceCell::new() };
    /// The single calls of this engine, and some that have ended.
    static IN_FLIGHT: RefCell<Vec<Weak<OperationState>>> = const { RefCell::new(Vec::new()) };
}

/// Remembers a call that begins on this thread.
pub(super) fn note_in_flight(operation: &Arc<OperationState>) {
    if matches!(operation.call.kind, Kind::Composite) {
        return;
    }
    let _ = IN_FLIGHT.try_with(|in_flight| {
        let Ok(mut in_flight) = in_flight.try_borrow_mut() else { return };
        if in_flight.len() == in_flight.capacity() {
            in_flight.retain(|other| other.upgrade().is_some_and(|other| other.is_pending()));
            // So many are added before the next look.
            let room = in_flight.len() + 64;
            in_flight.reserve(room);
        }
        in_flight.push(Arc::downgrade(operation));
    });
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
    let descriptors =
        OF_THIS_THREAD.try_with(|of_this_thread| of_this_thread.get().cloned()).ok().flatten()?;
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
