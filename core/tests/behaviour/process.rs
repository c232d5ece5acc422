//! What the host process notices: threads, signals, descriptors.

use seam_acs_core::Call;

use crate::fixture::{Fixture, wait_until};
use crate::threads::threads_named;

#[test]
fn the_engine_is_one_thread_with_every_signal_blocked() {
    let fixture = Fixture::new();
    let clients: Vec<_> = (0..32).map(|_| fixture.another_client(&[])).collect();
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
    let fixture = Fixture::new();
    for _ in 0..50 {
        fixture.another_client(&[]).run(Call::check()).expect("answered");
    }
    let connections: std::collections::HashSet<_> =
        fixture.sandbox.requests().iter().map(|request| request.connection).collect();
    assert!(connections.len() < 5, "{} connections for 50 clients", connections.len());
}

#[test]
fn concurrency_is_bounded() {
    let fixture = Fixture::with(&[("max_concurrency", "3")]);
    fixture.sandbox.fault(seam_acs_sandbox::Fault::on("*").hold().always());
    let operations: Vec<_> = (0..12).map(|_| fixture.client.begin(Call::check()).expect("begun")).collect();
    fixture.wait_until_held(3);
    assert_eq!(fixture.sandbox.requests().len(), 3);
    wait_until("all are answered", || {
        fixture.sandbox.release();
        operations.iter().all(|operation| operation.wait(Some(std::time::Duration::ZERO)))
    });
    for operation in operations {
        operation.result().expect("answered");
    }
}
