//! Repeats: when, how often, and never after the deadline.

use std::time::{Duration, Instant};

use seam_acs_core::{Call, Status};
use seam_acs_sandbox::{DropAt, Ending, Fault};

use crate::fixture::{ADD, Fixture};

#[test]
fn a_change_survives_failures_that_pass() {
    for fault in [
        Fault::on(ADD).status(429),
        Fault::on(ADD).status(500),
        Fault::on(ADD).status(503).retry_after("0"),
        Fault::on(ADD).body(502, "text/html", "<h1>Bad gateway</h1>"),
        Fault::on(ADD).dropped(DropAt::BeforeApplying, Ending::Reset),
        Fault::on(ADD).dropped(DropAt::AfterApplying, Ending::Close),
    ] {
        let fixture = Fixture::new();
        fixture.sandbox.fault(fault.clone().times(2));
        let answer = fixture.add().unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!((answer.attempts(), fixture.requests_to(ADD)), (3, 3), "{fault:?}");
        assert!(fixture.is_member());
    }
}

#[test]
fn reads_survive_failures_that_pass() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on("/acs/systems/list").status(503).times(3));
    assert_eq!(fixture.client.run(Call::check()).expect("the fourth is answered").attempts(), 4);
}

#[test]
fn max_attempts_one_turns_repeats_off() {
    let fixture = Fixture::with(&[("max_attempts", "1")]);
    fixture.sandbox.fault(Fault::on(ADD).status(429));
    assert_eq!(fixture.add().expect_err("refused").attempts(), 1);
    assert_eq!(fixture.requests_to(ADD), 1);
}

#[test]
fn retry_after_beyond_the_deadline_ends_the_call_at_once() {
    let fixture = Fixture::with(&[("timeout_ms", "19000"), ("attempt_timeout_ms", "5000")]);
    for asked in ["20", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        fixture.sandbox.clear();
        fixture.sandbox.fault(Fault::on(ADD).status(429).retry_after(asked).always());
        let start = Instant::now();
        let error = fixture.add().expect_err("too many");
        assert_eq!(error.status(), Status::RateLimited);
        assert!(error.retry_after() > Some(Duration::from_secs(19)), "{asked}: {:?}", error.retry_after());
        assert!(start.elapsed() < Duration::from_secs(10), "{asked}: did not wait for what cannot come");
    }
}

#[test]
fn retry_after_is_waited_for() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(ADD).status(429).retry_after("1"));
    fixture.add().expect("the second is answered");
    let requests = fixture.sandbox.requests();
    assert!(requests[1].started.duration_since(requests[0].started) >= Duration::from_secs(1));
}

#[test]
fn one_deadline_bounds_the_whole_call() {
    let fixture =
        Fixture::with(&[("timeout_ms", "700"), ("attempt_timeout_ms", "200"), ("max_attempts", "20")]);
    fixture.sandbox.fault(Fault::on("*").hold().always());
    let start = Instant::now();
    let error = fixture.client.run(Call::check()).expect_err("held");
    // Either the deadline cuts an attempt, or the next repeat would pass it and the last error is told at once.
    assert!(matches!(error.status(), Status::Deadline | Status::Network), "{error}");
    assert!(error.attempts() >= 2, "each attempt has a limit of its own inside the deadline");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(fixture.add().expect_err("held").status(), Status::OutcomeUnknown);
    fixture.sandbox.release();
}

#[test]
fn a_repeat_after_silence_uses_a_fresh_connection() {
    let fixture = Fixture::with(&[("attempt_timeout_ms", "200")]);
    fixture.client.run(Call::check()).expect("a first connection");
    fixture.sandbox.fault(Fault::on(ADD).hold());
    let answer = fixture.add().expect("the second attempt is answered");
    assert_eq!(answer.attempts(), 2);
    let connections: Vec<_> = fixture.sandbox.requests().iter().map(|request| request.connection).collect();
    assert_eq!(connections[0], connections[1]);
    assert_ne!(connections[1], connections[2]);
    fixture.sandbox.release();
}

#[test]
fn a_kept_connection_that_the_server_closed_costs_nothing() {
    let fixture = Fixture::new();
    for _ in 0..20 {
        fixture.sandbox.fault(Fault::on(ADD).close());
        fixture.add().expect("recorded");
    }
}
