//! The threads of the process from the first client to the last: a test with a process of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests may fail loudly")]

use std::fs;
use std::time::{Duration, Instant};

use seam_acs_core::{Call, Client, Options};
use seam_acs_sandbox::Sandbox;

/// How many of this library's threads there are: the engine, and the one beside it.
fn ours() -> usize {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux").filter_map(Result::ok);
    let names = tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|name| ["seam-acs", "seam-acs-aside"].contains(&name.trim())).count()
}

fn client(sandbox: &Sandbox) -> Client {
    let mut options = Options::new();
    options.set("api_key", &sandbox.api_key()).expect("a key");
    options.set("endpoint", &sandbox.url().replace("127.0.0.1", "localhost")).expect("a URL");
    Client::new(&options).expect("a client")
}

#[test]
fn the_engine_comes_with_the_first_call_and_goes_after_the_last_client() {
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
        let start = Instant::now();
        while ours() > 0 {
            assert!(start.elapsed() < Duration::from_secs(20), "the threads end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
