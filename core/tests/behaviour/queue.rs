//! One descriptor for any number of operations.

use std::os::fd::BorrowedFd;
use std::time::Duration;

use seam_acs_core::{Call, Queue};

use crate::fixture::{Fixture, LONG};

fn is_readable(queue: &Queue) -> bool {
    let mut entry = libc::pollfd { fd: queue.fd().expect("a descriptor"), events: libc::POLLIN, revents: 0 };
    // SAFETY: the pointer is valid for one entry.
    unsafe { libc::poll(&raw mut entry, 1, 0) == 1 }
}

#[test]
fn a_queue_hands_out_every_operation_that_is_done() {
    let fixture = Fixture::new();
    let queue = Queue::new().expect("a queue");
    assert!(!is_readable(&queue));
    assert_eq!(queue.next(Some(Duration::ZERO)).expect("nothing"), None);
    let operations: Vec<_> = (0..100).map(|_| fixture.client.begin(Call::check()).expect("begun")).collect();
    for (tag, operation) in operations.iter().enumerate() {
        operation.attach(&queue, tag).expect("attached");
    }
    let mut tags: Vec<_> =
        (0..100).map(|_| queue.next(Some(LONG)).expect("usable").expect("one is done")).collect();
    tags.sort_unstable();
    assert_eq!(tags, (0..100).collect::<Vec<_>>());
    assert!(!is_readable(&queue), "nothing is left");
}

#[test]
fn the_descriptor_is_readable_while_something_is_ready() {
    let fixture = Fixture::new();
    let queue = Queue::new().expect("a queue");
    let done = fixture.begin_add();
    assert!(done.wait(None));
    done.attach(&queue, 7).expect("an operation that is done comes at once");
    assert!(is_readable(&queue));
    done.attach(&queue, 8).expect("again");
    assert_eq!(queue.next(None).expect("usable"), Some(7));
    assert!(is_readable(&queue), "one is left");
    assert_eq!(queue.next(None).expect("usable"), Some(8));
    assert!(!is_readable(&queue));
    // SAFETY: the queue keeps the descriptor open for as long as it is borrowed here.
    let fd = unsafe { BorrowedFd::borrow_raw(queue.fd().expect("a descriptor")) };
    let flags = fd.try_clone_to_owned().map(|_| ());
    flags.expect("a real descriptor");
}

#[test]
fn an_operation_is_attached_once() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(seam_acs_sandbox::Fault::on("*").hold());
    let queue = Queue::new().expect("a queue");
    let operation = fixture.client.begin(Call::check()).expect("begun");
    operation.attach(&queue, 1).expect("attached");
    assert!(operation.attach(&queue, 2).is_err());
    fixture.wait_until_held(1);
    fixture.sandbox.release();
    assert_eq!(queue.next(Some(LONG)).expect("usable"), Some(1));
}
