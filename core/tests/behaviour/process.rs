//! What the host process notices: threads, signals, descriptors.

use std::fs;

use seam_acs_core::Call;

use crate::stage::{Stage, wait_until};

/// Every test of this binary shares the process, so the counting ones look at threads by name.
fn threads_named(name: &str) -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux");
    let paths = tasks.filter_map(Result::ok).map(|task| task.path());
    paths
        .filter(|path| fs::read_to_string(path.join("comm")).is_ok_and(|comm| comm.trim() == name))
        .filter_map(|path| fs::read_to_string(path.join("status")).ok())
        .collect()
}

#[test]
fn the_engine_is_one_thread_with_every_signal_blocked() {
    let stage = Stage::new();
    let clients: Vec<_> = (0..32).map(|_| stage.another_client(&[])).collect();
    for client in &clients {
        client.run(Call::check()).expect("answered");
    }
    let engines = threads_named("seam-acs");
    assert_eq!(engines.len(), 1);
    let blocked =
        engines[0].lines().find_map(|line| line.strip_prefix("SigBlk:")).expect("a mask").trim().to_owned();
    // All but SIGKILL, SIGSTOP and the two that glibc keeps for itself.
    assert_eq!(blocked, "fffffffe7ffbfeff");
}

#[test]
fn clients_of_equal_options_share_connections() {
    let stage = Stage::new();
    for _ in 0..50 {
        stage.another_client(&[]).run(Call::check()).expect("answered");
    }
    let connections: std::collections::HashSet<_> =
        stage.sandbox.requests().iter().map(|request| request.connection).collect();
    assert!(connections.len() < 5, "{} connections for 50 clients", connections.len());
}

#[test]
fn concurrency_is_bounded() {
    let stage = Stage::with(&[("max_concurrency", "3")]);
    stage.sandbox.fault(seam_acs_sandbox::Fault::on("*").hold().always());
    let operations: Vec<_> = (0..12).map(|_| stage.client.begin(Call::check()).expect("begun")).collect();
    stage.wait_until_held(3);
    assert_eq!(stage.sandbox.requests().len(), 3);
    wait_until("all are answered", || {
        stage.sandbox.release();
        operations.iter().all(|operation| operation.wait(Some(std::time::Duration::ZERO)))
    });
    for operation in operations {
        operation.result().expect("answered");
    }
}
