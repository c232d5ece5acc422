//! What the host process notices: threads, signals, descriptors.

use seam_acs_core::Call;

use crate::stage::{Stage, wait_until};
use crate::threads::threads_named;

#[test]
fn the_engine_is_one_thread_with_every_signal_blocked() {
    let stage = Stage::new();
    let clients: Vec<_> = (0..32).map(|_| stage.another_client(&[])).collect();
    for client in &clients {
        client.run(Call::check()).expect("answered");
    }
    // Every test of this binary shares the process, so threads are counted by name.
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
