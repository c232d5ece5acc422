//! Repeats: when, how often, and never after the deadline.

use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use seam_acs_core::{Call, Client, Status};
use seam_acs_sandbox::{DropAt, Ending, Fault};

use crate::fixture::{ADD, Fixture, options};

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

#[test]
fn a_refused_connection_is_given_up_soon_unless_it_is_to_be_tried_until_the_deadline() {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let endpoint = format!("http://127.0.0.1:{port}");
    let fixed = [("api_key", "seam_test"), ("endpoint", endpoint.as_str()), ("timeout_ms", "2500")];
    let ended = |more: &[(&str, &str)]| {
        let client = Client::new(&options(&[&fixed, more].concat())).expect("a client");
        let start = Instant::now();
        let error = client.run(crate::fixture::add()).expect_err("nobody listens");
        assert!(error.status() == Status::Connect && error.retryable(), "{error}");
        (start.elapsed(), error.attempts())
    };
    let (elapsed, attempts) = ended(&[]);
    // Three pauses of at most 200, 400 and 800 ms.
    assert!(attempts == 4 && elapsed < Duration::from_secs(2), "{attempts} in {elapsed:?}");
    let (elapsed, attempts) = ended(&[("retry_until_deadline", "true")]);
    let expected = Duration::from_secs(2)..=Duration::from_millis(2500);
    assert!(attempts > 4 && expected.contains(&elapsed), "{attempts} in {elapsed:?}");
}

#[test]
fn what_was_answered_or_sent_is_not_tried_until_the_deadline() {
    for fault in [
        Fault::on(ADD).status(503).always(),
        Fault::on(ADD).dropped(DropAt::BeforeApplying, Ending::Reset).always(),
    ] {
        let fixture = Fixture::with(&[("retry_until_deadline", "true"), ("max_attempts", "2")]);
        fixture.sandbox.fault(fault.clone());
        assert_eq!(fixture.add().expect_err("failed").attempts(), 2, "{fault:?}");
    }
}

#[test]
fn a_call_that_is_tried_until_the_deadline_succeeds_once_somebody_listens() {
    let sandbox = Fixture::new();
    let own = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = own.local_addr().expect("an address");
    drop(own);
    let (target, key) = (sandbox.sandbox.url().replace("http://", ""), sandbox.sandbox.api_key());
    let endpoint = format!("http://{address}");
    let pairs =
        [("api_key", key.as_str()), ("endpoint", endpoint.as_str()), ("retry_until_deadline", "true")];
    let client = Client::new(&options(&pairs)).expect("a client");
    let operation = client.begin(crate::fixture::add()).expect("begun");
    // More than were tried without the option.
    crate::fixture::wait_until("it goes on", || operation.attempts() > 4);
    let listener = TcpListener::bind(address).expect("the same port");
    std::thread::spawn(move || {
        for inner in listener.incoming().flatten() {
            let outer = TcpStream::connect(&target).expect("the sandbox");
            relay(inner.try_clone().expect("a clone"), outer.try_clone().expect("a clone"));
            relay(outer, inner);
        }
    });
    assert!(operation.wait(Some(Duration::from_secs(20))));
    operation.result().expect("recorded");
    assert!(sandbox.is_member());
}

fn relay(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || std::io::copy(&mut from, &mut to));
}
