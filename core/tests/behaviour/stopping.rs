//! Cancelling and freeing while calls are under way: they end at once, and truthfully.

use std::time::Duration;

use seam_acs_core::{Call, Error, Status};
use seam_acs_sandbox::Fault;

use crate::fixture::{ADD, Fixture, LONG, REMOVE, add, must_end, remove};

#[test]
fn a_sent_change_that_is_cancelled_is_outcome_unknown() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(ADD).hold());
    let operation = fixture.begin_add();
    fixture.wait_until_held(1);
    assert!(!operation.wait(Some(Duration::from_millis(20))));
    assert_eq!(operation.result().expect_err("not done").status(), Status::State);
    operation.cancel();
    assert!(operation.wait(Some(LONG)));
    let error = operation.result().expect_err("cancelled");
    assert_eq!(error.status(), Status::OutcomeUnknown);
    assert_eq!(error.cause().map(Error::status), Some(Status::Cancelled));
    fixture.sandbox.release();
}

#[test]
fn a_change_that_was_never_sent_is_cancelled() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(ADD).hold());
    let first = fixture.begin_add();
    fixture.wait_until_held(1);
    let waiting = fixture.client.begin(remove()).expect("begun");
    waiting.cancel();
    assert!(waiting.wait(Some(LONG)));
    assert_eq!(waiting.result().expect_err("cancelled").status(), Status::Cancelled);
    fixture.sandbox.release();
    assert!(first.wait(None));
    assert_eq!(fixture.requests_to(REMOVE), 0);
}

#[test]
fn a_read_that_is_cancelled_is_cancelled() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on("/acs/systems/list").hold());
    let operation = fixture.client.begin(Call::check()).expect("begun");
    fixture.wait_until_held(1);
    operation.cancel();
    assert!(operation.wait(Some(LONG)));
    assert_eq!(operation.result().expect_err("cancelled").status(), Status::Cancelled);
    fixture.sandbox.release();
}

#[test]
fn a_cancelled_client_stops_calls_now_and_later_and_others_go_on() {
    let fixture = Fixture::new();
    let scoped =
        fixture.client.with(&crate::fixture::options(&[("timeout_ms", "15000")])).expect("a scoped handle");
    fixture.sandbox.fault(Fault::on(ADD).hold());
    let operation = scoped.begin(add()).expect("begun");
    fixture.wait_until_held(1);
    scoped.cancel();
    assert!(operation.wait(Some(LONG)));
    assert_eq!(operation.result().expect_err("cancelled").status(), Status::OutcomeUnknown);
    assert_eq!(scoped.run(Call::check()).expect_err("sticky").status(), Status::Cancelled);
    fixture.client.run(Call::check()).expect("the other handle lives alone");
    fixture.sandbox.release();
}

#[test]
fn a_client_freed_in_flight_ends_its_calls_at_once() {
    let fixture = Fixture::new();
    let client = fixture.another_client(&[]);
    fixture.sandbox.fault(Fault::on(ADD).hold());
    let operation = client.begin(add()).expect("begun");
    fixture.wait_until_held(1);
    drop(client);
    let status = must_end(move || {
        assert!(operation.wait(None));
        operation.result().expect_err("stopped").status()
    });
    assert_eq!(status, Status::OutcomeUnknown);
    fixture.sandbox.release();
}

#[test]
fn cancelling_what_is_done_changes_nothing() {
    let fixture = Fixture::new();
    let operation = fixture.begin_add();
    assert!(operation.wait(None));
    operation.cancel();
    operation.result().expect("recorded");
    assert!(operation.request_id().is_some());
}

#[test]
fn a_scoped_handle_takes_limits_only() {
    let fixture = Fixture::new();
    for name in ["api_key", "endpoint", "proxy", "log_level"] {
        let value = match name {
            "log_level" => "info",
            "proxy" => "http://127.0.0.1:1",
            _ => "seam_x",
        };
        let error = fixture.client.with(&crate::fixture::options(&[(name, value)])).expect_err(name);
        assert!(error.to_string().contains(name), "{error}");
    }
    let scoped = fixture.client.with(&crate::fixture::options(&[("max_attempts", "1")])).expect("a limit");
    fixture.sandbox.fault(Fault::on(ADD).status(429));
    assert_eq!(scoped.run(add()).expect_err("not repeated").attempts(), 1);
}
