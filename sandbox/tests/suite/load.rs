//! Many clients at once.

use crate::client::{ADD, Connection, pair, sandbox};
use seam_acs_sandbox::{Fault, Switch};
use std::time::Duration;

#[test]
fn four_hundred_connections_are_answered_while_all_are_held_open() {
    let sandbox = sandbox();
    sandbox.fault(Fault::on(ADD).hold().always());
    let mut connections: Vec<Connection> = (0..400).map(|_| Connection::to(&sandbox)).collect();
    for connection in &mut connections {
        connection.send("POST", ADD, &pair().to_string());
    }
    assert!(sandbox.wait_for_held(400, Duration::from_secs(60)));
    sandbox.release();
    for connection in &mut connections {
        assert_eq!(connection.answer().unwrap().status, 200);
    }
}

#[test]
fn requests_are_remembered_up_to_the_limit() {
    let options = seam_acs_sandbox::SandboxOptions { logged_requests: 3, ..Default::default() };
    let sandbox = seam_acs_sandbox::Sandbox::start(options).unwrap();
    sandbox.set(Switch::PushDelayMs(None));
    let mut connection = Connection::to(&sandbox);
    for _ in 0..5 {
        connection.post(ADD, &pair());
    }
    let numbers: Vec<u64> = sandbox.requests().iter().map(|request| request.number).collect();
    assert_eq!(numbers, [3, 4, 5]);
    assert!(sandbox.requests().iter().all(|request| request.status == Some(200)));
}
