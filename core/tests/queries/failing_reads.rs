//! Reads that fail while a wait goes on.

use std::time::Duration;

use seam_acs_core::{Presence, Status, User, WaitOptions};
use seam_acs_sandbox::{DropAt, Ending, Fault};

use crate::fixture::{Fixture, GET_USER, GROUP, LONG, NEVER, USER, client, end, value};

fn limits(timeout: Duration) -> WaitOptions {
    WaitOptions { timeout, settle: NEVER }
}

#[test]
fn a_passing_failure_of_a_read_does_not_end_a_wait() {
    for failure in [
        Fault::on(GET_USER).status(503),
        Fault::on(GET_USER).status(429),
        Fault::on(GET_USER).body(404, "text/html", "<html>The gateway restarts</html>"),
        Fault::on(GET_USER).dropped(DropAt::BeforeApplying, Ending::Reset),
    ] {
        let fixture = Fixture::new();
        fixture.change(Presence::Present);
        let once = client(&fixture.sandbox, &[("max_attempts", "1")]);
        fixture.sandbox.fault(failure.after(1).times(2));
        let operation =
            once.begin_wait(User::Acs(USER), GROUP, Presence::Present, limits(LONG)).expect("begun");
        fixture.after_more(GET_USER, 4);
        fixture.sandbox.finish_pushes();
        assert_eq!(value(&operation)["state"], "applied");
    }
}

#[test]
fn the_first_look_ends_with_the_error_of_its_read_after_its_repeats() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(GET_USER).status(503).always());
    let twice = client(&fixture.sandbox, &[("max_attempts", "2")]);
    let operation =
        twice.begin_wait(User::Acs(USER), GROUP, Presence::Present, limits(Duration::ZERO)).expect("begun");
    assert_eq!(end(&operation).expect_err("unreadable").status(), Status::Server);
    assert_eq!(fixture.requests_to(GET_USER), 2);
}

#[test]
fn a_lasting_failure_of_a_read_ends_a_wait_at_once() {
    let fixture = Fixture::new();
    fixture.change(Presence::Present);
    fixture.sandbox.fault(Fault::on(GET_USER).after(2).status(401).always());
    let operation = fixture.begin_wait(Presence::Present, Duration::ZERO, NEVER);
    assert_eq!(end(&operation).expect_err("locked out").status(), Status::Unauthorized);
    assert_eq!(fixture.requests_to(GET_USER), 3);
}

#[test]
fn a_user_or_group_that_is_not_there_is_an_error_and_never_an_absence() {
    let fixture = Fixture::new();
    let nobody = "33333333-3333-3333-3333-999999999999";
    let nowhere = "44444444-4444-4444-4444-999999999999";
    for (user, group) in [(nobody, GROUP), (USER, nowhere)] {
        let operation = fixture
            .client
            .begin_wait(User::Acs(user), group, Presence::Absent, WaitOptions::default())
            .expect("begun");
        assert_eq!(end(&operation).expect_err("unknown").status(), Status::NotFound);
    }
}

#[test]
fn a_wait_that_runs_out_of_time_in_the_middle_of_a_read_tells_what_it_saw_before() {
    let fixture = Fixture::new();
    fixture.change(Presence::Present);
    fixture.sandbox.fault(Fault::on(GET_USER).after(1).hold().always());
    let operation = fixture.begin_wait(Presence::Present, Duration::from_secs(2), NEVER);
    assert_eq!(value(&operation)["state"], "still_pending");
    fixture.sandbox.release();
}

#[test]
fn a_wait_without_a_single_look_in_time_is_past_its_deadline() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(GET_USER).hold().always());
    let operation = fixture.begin_wait(Presence::Present, Duration::from_millis(50), NEVER);
    let error = end(&operation).expect_err("nothing was seen");
    assert_eq!(error.status(), Status::Deadline);
    assert!(error.to_string().contains("not even one look"), "{error}");
    fixture.sandbox.release();
}
