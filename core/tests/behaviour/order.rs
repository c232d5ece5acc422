//! Changes of one pair arrive in the order begun, through every entry point.

use seam_acs_core::{Call, Operation, User};
use seam_acs_sandbox::Fault;

use crate::fixture::{ADD, Fixture, GROUP, REMOVE, USER, add, remove};

#[test]
fn two_changes_of_one_pair_begun_together_arrive_in_order() {
    let fixture = Fixture::new();
    let others = [fixture.another_client(&[]), fixture.another_client(&[("timeout_ms", "29000")])];
    for round in 0..1000 {
        let first = fixture.client.begin(add()).expect("begun");
        let second = others[round % 2].begin(remove()).expect("begun");
        for operation in [&first, &second] {
            assert!(operation.wait(None));
            operation.result().expect("recorded");
        }
        assert!(!fixture.is_member(), "round {round}");
    }
    let paths: Vec<_> = fixture.sandbox.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths.len(), 2000);
    assert!(paths.chunks(2).all(|pair| pair == [ADD, REMOVE]));
}

#[test]
fn the_next_change_starts_when_the_one_before_is_final() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(ADD).status(503).times(2));
    let first = fixture.begin_add();
    let body = format!(r#"{{"acs_user_id": "{USER}", "acs_access_group_id": "{GROUP}"}}"#);
    let second = fixture.client.begin(Call::request(REMOVE, &body).expect("valid")).expect("begun");
    assert!(second.wait(None));
    assert!(first.wait(Some(std::time::Duration::ZERO)), "the first was final before the second began");
    let paths: Vec<_> = fixture.sandbox.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, [ADD, ADD, ADD, REMOVE]);
}

#[test]
fn a_pair_is_the_same_however_its_ids_are_written() {
    let (fixture, held) = fixture_with_an_add_under_way();
    let (user, group) = (format!("urn:uuid:{USER}"), format!("{{{GROUP}}}"));
    let call = Call::remove_user_from_group(User::Acs(&user), &group).expect("ids");
    let behind = fixture.client.begin(call).expect("begun");
    add_somebody_else(&fixture);
    assert_eq!(fixture.requests_to(REMOVE), 0, "the add of the same pair is under way");
    fixture.sandbox.release();
    for operation in [&held, &behind] {
        assert!(operation.wait(None));
        operation.result().expect("recorded");
    }
    assert!(!fixture.is_member());
}

#[test]
fn changes_of_other_pairs_do_not_wait() {
    let (fixture, held) = fixture_with_an_add_under_way();
    add_somebody_else(&fixture);
    assert!(!held.wait(Some(std::time::Duration::ZERO)));
    fixture.sandbox.release();
    assert!(held.wait(None));
    held.result().expect("recorded");
}

#[test]
fn waiting_for_the_turn_counts_against_the_deadline() {
    let (fixture, first) = fixture_with_an_add_under_way();
    let hasty = fixture.another_client(&[("timeout_ms", "100")]);
    let error = hasty.run(remove()).expect_err("its turn does not come");
    assert_eq!((error.status(), error.attempts()), (seam_acs_core::Status::Deadline, 0));
    assert_eq!(fixture.requests_to(REMOVE), 0);
    fixture.sandbox.release();
    assert!(first.wait(None));
}

#[test]
fn a_change_that_leaves_the_line_lets_nobody_pass_the_one_under_way() {
    let (fixture, under_way) = fixture_with_an_add_under_way();
    let hasty = fixture.another_client(&[("timeout_ms", "100")]);
    let too_late = hasty.begin(remove()).expect("begun");
    let cancelled = fixture.client.begin(remove()).expect("begun");
    let behind_them = fixture.client.begin(remove()).expect("begun");
    cancelled.cancel();
    for left in [&too_late, &cancelled] {
        assert!(left.wait(None));
        left.result().expect_err("its turn did not come");
    }
    let begun_afterwards = fixture.client.begin(remove()).expect("begun");
    // The engine deals with calls in the order begun: when this one is answered, those before it had their chance.
    add_somebody_else(&fixture);
    assert_eq!(fixture.requests_to(REMOVE), 0, "the add is still under way");
    fixture.sandbox.release();
    for operation in [&under_way, &behind_them, &begun_afterwards] {
        assert!(operation.wait(None));
        operation.result().expect("recorded");
    }
    assert_eq!(fixture.requests_to(REMOVE), 2);
}

/// The add of [`USER`] is on its way, and held until the sandbox is told to release it.
fn fixture_with_an_add_under_way() -> (Fixture, Operation) {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(ADD).user(USER).hold());
    let under_way = fixture.begin_add();
    fixture.wait_until_held(1);
    (fixture, under_way)
}

fn add_somebody_else(fixture: &Fixture) {
    let other = User::Acs("33333333-3333-3333-3333-000000000003");
    fixture.client.run(Call::add_user_to_group(other, GROUP).expect("valid")).expect("recorded");
}
