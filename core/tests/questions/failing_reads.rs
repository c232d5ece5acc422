//! Reads that fail while a wait goes on.

use std::time::Duration;

use seam_acs_core::{Presence, Status, User, WaitLimits};
use seam_acs_sandbox::{DropAt, Ending, Fault};

use crate::scene::{GET_USER, GROUP, LONG, NEVER, Scene, USER, client, end, value};

fn limits(timeout: Duration) -> WaitLimits {
    WaitLimits { timeout, settle: NEVER }
}

#[test]
fn a_passing_failure_of_a_read_does_not_end_a_wait() {
    for failure in [
        Fault::on(GET_USER).status(503),
        Fault::on(GET_USER).status(429),
        Fault::on(GET_USER).body(404, "text/html", "<html>The gateway restarts</html>"),
        Fault::on(GET_USER).dropped(DropAt::BeforeApplying, Ending::Reset),
    ] {
        let scene = Scene::new();
        scene.change(Presence::Present);
        let once = client(&scene.sandbox, &[("max_attempts", "1")]);
        scene.sandbox.fault(failure.after(1).times(2));
        let operation =
            once.begin_wait(User::Acs(USER), GROUP, Presence::Present, limits(LONG)).expect("begun");
        scene.after_more(GET_USER, 4);
        scene.sandbox.finish_pushes();
        assert_eq!(value(&operation)["state"], "applied");
    }
}

#[test]
fn the_first_look_ends_with_the_error_of_its_read_after_its_repeats() {
    let scene = Scene::new();
    scene.sandbox.fault(Fault::on(GET_USER).status(503).always());
    let twice = client(&scene.sandbox, &[("max_attempts", "2")]);
    let operation =
        twice.begin_wait(User::Acs(USER), GROUP, Presence::Present, limits(Duration::ZERO)).expect("begun");
    assert_eq!(end(&operation).expect_err("unreadable").status(), Status::Server);
    assert_eq!(scene.requests_to(GET_USER), 2);
}

#[test]
fn a_lasting_failure_of_a_read_ends_a_wait_at_once() {
    let scene = Scene::new();
    scene.change(Presence::Present);
    scene.sandbox.fault(Fault::on(GET_USER).after(2).status(401).always());
    let operation = scene.begin_wait(Presence::Present, Duration::ZERO, NEVER);
    assert_eq!(end(&operation).expect_err("locked out").status(), Status::Unauthorized);
    assert_eq!(scene.requests_to(GET_USER), 3);
}

#[test]
fn a_user_or_group_that_is_not_there_is_an_error_and_never_an_absence() {
    let scene = Scene::new();
    let nobody = "33333333-3333-3333-3333-999999999999";
    let nowhere = "44444444-4444-4444-4444-999999999999";
    for (user, group) in [(nobody, GROUP), (USER, nowhere)] {
        let operation = scene
            .client
            .begin_wait(User::Acs(user), group, Presence::Absent, WaitLimits::default())
            .expect("begun");
        assert_eq!(end(&operation).expect_err("unknown").status(), Status::NotFound);
    }
}

#[test]
fn a_wait_that_runs_out_of_time_in_the_middle_of_a_read_tells_what_it_saw_before() {
    let scene = Scene::new();
    scene.change(Presence::Present);
    scene.sandbox.fault(Fault::on(GET_USER).after(1).hold().always());
    let operation = scene.begin_wait(Presence::Present, Duration::from_secs(2), NEVER);
    assert_eq!(value(&operation)["state"], "still_pending");
    scene.sandbox.release();
}

#[test]
fn a_wait_without_a_single_look_in_time_is_past_its_deadline() {
    let scene = Scene::new();
    scene.sandbox.fault(Fault::on(GET_USER).hold().always());
    let operation = scene.begin_wait(Presence::Present, Duration::from_millis(50), NEVER);
    let error = end(&operation).expect_err("nothing was seen");
    assert_eq!(error.status(), Status::Deadline);
    assert!(error.to_string().contains("not even one look"), "{error}");
    scene.sandbox.release();
}
