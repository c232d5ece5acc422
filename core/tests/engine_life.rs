//! The threads of the process from the first client to the last: tests with a process of their own, one after the other.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests may fail loudly")]

mod threads;

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use seam_acs_core::{Call, Client, Options};
use seam_acs_sandbox::Sandbox;
use threads::threads_named;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// How many of this library's threads there are: the engine, and the one beside it.
fn ours() -> usize {
    threads_named("seam-acs").len() + threads_named("seam-acs-aside").len()
}

/// How often the engine has gone to sleep, and so how often it was woken.
fn sleeps() -> u64 {
    let engine = threads_named("seam-acs").pop().expect("an engine");
    let count = engine.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
    count.expect("a count").trim().parse().expect("a number")
}

fn wait_until_the_threads_end() {
    let start = Instant::now();
    while ours() > 0 {
        assert!(start.elapsed() < Duration::from_secs(20), "the threads end");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn client(sandbox: &Sandbox) -> Client {
    let mut options = Options::new();
    options.set("api_key", &sandbox.api_key()).expect("a key");
    options.set("endpoint", &sandbox.url().replace("127.0.0.1", "localhost")).expect("a URL");
    Client::new(&options).expect("a client")
}

#[test]
fn the_engine_comes_with_the_first_call_and_goes_after_the_last_client() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let sandbox = Sandbox::start_default().expect("a sandbox");
    for _ in 0..2 {
        let first = client(&sandbox);
        assert_eq!(ours(), 0, "a client alone starts nothing");
        let operations: Vec<_> = (0..1000).map(|_| first.begin(Call::check()).expect("begun")).collect();
        for operation in &operations {
            assert!(operation.wait(None));
            operation.result().expect("answered");
        }
        assert!((1..=2).contains(&ours()), "the engine, and at most one thread beside it");
        drop(first);
        wait_until_the_threads_end();
    }
}

#[test]
fn clients_that_come_and_go_leave_the_engine_asleep() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let sandbox = Sandbox::start_default().expect("a sandbox");
    client(&sandbox).run(Call::check()).expect("answered");
    let before = sleeps();
    for _ in 0..200 {
        // As in a worker of a web server: no other client lives when this one goes.
        drop(client(&sandbox));
        std::thread::yield_now();
    }
    // The connection, the look that the first one asked for, and one a second after that.
    let woken = sleeps() - before;
    assert!(woken < 20, "woken {woken} times by 200 clients");
    wait_until_the_threads_end();
}
