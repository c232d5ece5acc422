//! Queues
//!
//! A queue reports which of any number of operations are done, through one descriptor that a program's event
//! loop can watch with poll, select or epoll, or through one event on Windows. Any number of threads may use one queue
//! at once.
//!
//! After fork(), in the child, the parent's queues answer SEAM_ACS_FORKED.

use std::ffi::c_int;

use seam_acs_core::{Error, Queue};

use crate::arguments::Arguments;
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind};
use crate::operation::limit;
use crate::status::{SEAM_ACS_INTERNAL, seam_acs_status};

/// Operations that are done and were not yet asked for.
pub struct seam_acs_queue(Queue);

impl Handle for seam_acs_queue {
    const KIND: Kind = Kind::Queue;
}

impl seam_acs_queue {
    pub(crate) fn queue(&self) -> &Queue {
        &self.0
    }
}

/// Makes a queue. Free *queue with seam_acs_queue_free. SEAM_ACS_RESOURCES if the process has no descriptor
/// left.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_queue_new(
    queue: *mut *mut seam_acs_queue,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let place = arguments.out(queue, "queue")?;
        place.put(seam_acs_queue(Queue::new()?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The queue's descriptor, readable while seam_acs_queue_next has a tag to return; below 0 a status.
///
/// It belongs to the queue: poll it, never read or close it. SEAM_ACS_NOT_SUPPORTED on Windows, where a queue has
/// an event: see seam_acs_queue_event.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_queue_fd(queue: *const seam_acs_queue) -> c_int {
    let body = |arguments: &Arguments| {
        let descriptor = arguments.handle(queue, "queue").and_then(|queue| queue.0.fd());
        descriptor.unwrap_or_else(|refusal| refusal.status().code())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(SEAM_ACS_INTERNAL, body) }
}

/// The queue's event: cast *event to the HANDLE of Windows that it is. It is signalled while seam_acs_queue_next has a tag to return.
///
/// It belongs to the queue and lives as long: wait for it, with WaitForMultipleObjects for example; never set, reset
/// or close it. Any number of threads may wait. SEAM_ACS_NOT_SUPPORTED everywhere else: see seam_acs_queue_fd.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_queue_event(
    queue: *const seam_acs_queue,
    event: *mut usize,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let place = arguments.out_number(event, "event")?;
        place.put(arguments.handle(queue, "queue")?.0.event()?.cast_unsigned());
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Takes the tag of the next operation that is done: 1 and *tag, 0 if none was done within so many
/// milliseconds, below 0 a status.
///
/// 0 milliseconds only looks; a negative number waits without limit. The tag of each attached operation is returned once,
/// and not at all if the operation was freed or detached before that: see seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_queue_next(
    queue: *const seam_acs_queue,
    milliseconds: c_int,
    tag: *mut usize,
) -> c_int {
    let body = |arguments: &Arguments| {
        let next = || {
            let tag = arguments.out_number(tag, "tag")?;
            let queue = arguments.handle(queue, "queue")?.0.clone();
            Ok::<_, Error>(queue.next(limit(milliseconds))?.map(|done| tag.put(done)))
        };
        next().map_or_else(|failure| failure.status().code(), |done| c_int::from(done.is_some()))
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(SEAM_ACS_INTERNAL, body) }
}

/// Frees a queue. Remove its descriptor or event from your event loop first. NULL does nothing.
///
/// Attached operations go on. The descriptor closes when the last of them is done, or now if none is pending.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_queue_free(queue: *mut seam_acs_queue) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(queue))) }
}
