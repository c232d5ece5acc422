//! When nobody can say whether a change was recorded, the library says just that.

use seam_acs_core::{Call, Error, Status, User};
use seam_acs_sandbox::{Answer, DropAt, Ending, Fault, ListsShow, Sandbox, Switch};

use crate::fixture::{ADD, Fixture, GROUP, REMOVE};

#[test]
fn remove_that_gets_no_answer_says_outcome_unknown() {
    for at in [DropAt::BeforeApplying, DropAt::AfterApplying] {
        for how in [Ending::Close, Ending::Reset] {
            let fixture = Fixture::with(&[("max_attempts", "2")]);
            fixture.sandbox.put_membership(crate::fixture::USER, GROUP, true);
            fixture.sandbox.fault(Fault::on(REMOVE).dropped(at, how).always());
            let error = fixture.remove().expect_err("no answer");
            assert!(error.outcome_unknown() && !error.retryable(), "{error}");
            assert_eq!(error.status().code(), -8001);
            assert_eq!(error.cause().map(Error::status), Some(Status::Network));
            assert_eq!((error.attempts(), fixture.requests_to(REMOVE)), (2, 2));
        }
    }
}

#[test]
fn server_failures_that_go_on_are_outcome_unknown_for_a_change() {
    for status in [500, 502, 503, 504, 408] {
        let fixture = Fixture::with(&[("max_attempts", "2")]);
        fixture.sandbox.fault(Fault::on(ADD).status(status).always());
        let error = fixture.add().expect_err("failed");
        assert_eq!(error.status(), Status::OutcomeUnknown, "{status}");
        assert_eq!(error.cause().map(Error::status), Some(Status::Server));
        assert_eq!(error.http_status(), Some(status), "the cause's facts show through");
    }
}

#[test]
fn a_truncated_answer_is_no_answer() {
    for answer in [
        Answer::TruncatedBody { keep: 5, how: Ending::Close },
        Answer::TruncatedBody { keep: 5, how: Ending::Reset },
        Answer::TruncatedHead { keep: 20, how: Ending::Close },
        Answer::GarbageBody,
    ] {
        let fixture = Fixture::with(&[("max_attempts", "1")]);
        fixture.sandbox.fault(Fault::on(ADD).answer(answer.clone()));
        assert_eq!(fixture.add().expect_err("cut").status(), Status::OutcomeUnknown, "{answer:?}");
    }
}

/// What was in doubt stays in doubt, whatever a later attempt says.
#[test]
fn doubt_outlives_a_later_refusal() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(ADD).dropped(DropAt::AfterApplying, Ending::Reset));
    fixture.sandbox.fault(Fault::on(ADD).status(403));
    let error = fixture.add().expect_err("in doubt");
    assert_eq!(error.status(), Status::OutcomeUnknown);
    assert_eq!(error.cause().map(Error::status), Some(Status::Forbidden));
    assert!(fixture.is_member(), "the first attempt was applied after all");
}

#[test]
fn a_clear_refusal_leaves_no_doubt() {
    let fixture = Fixture::with(&[("max_attempts", "2")]);
    fixture.sandbox.fault(Fault::on(ADD).status(429).always());
    assert_eq!(fixture.add().expect_err("too many").status(), Status::RateLimited);
}

#[test]
fn a_connection_that_was_never_made_leaves_no_doubt() {
    let url = Fixture::new().sandbox.url().to_owned();
    let options = [("api_key", "seam_test"), ("endpoint", url.as_str()), ("max_attempts", "2")];
    let client = seam_acs_core::Client::new(&crate::fixture::options(&options)).expect("a client");
    let error = client.run(crate::fixture::add()).expect_err("nobody listens");
    assert_eq!((error.status(), error.attempts()), (Status::Connect, 2));
    assert!(error.retryable() && error.to_string().contains("refused"), "{error}");
}

/// In every position of what is unknown about Seam, a lost answer followed by a repeat ends in the truth.
#[test]
fn a_repeat_after_a_lost_answer_tells_the_truth_in_every_position() {
    for lists_show in [ListsShow::Wanted, ListsShow::Applied] {
        for refused in [200, 404, 409] {
            for applied in [true, false] {
                for adds in [true, false] {
                    repeat_after_lost_answer(lists_show, refused, applied, adds);
                }
            }
        }
    }
}

fn repeat_after_lost_answer(lists_show: ListsShow, refused: u16, applied: bool, adds: bool) {
    let position =
        format!("lists show {lists_show:?}, refused with {refused}, applied {applied}, adds {adds}");
    let fixture = Fixture::new();
    fixture.sandbox.set(Switch::ListsShow(lists_show));
    fixture.sandbox.set(Switch::PushDelayMs(None));
    fixture.sandbox.set(Switch::AddOfMember(if refused == 404 { 409 } else { refused }));
    fixture.sandbox.set(Switch::RemoveOfNonMember(refused));
    fixture.sandbox.put_membership(crate::fixture::USER, GROUP, !adds);
    let (path, at) = (
        if adds { ADD } else { REMOVE },
        if applied { DropAt::AfterApplying } else { DropAt::BeforeApplying },
    );
    fixture.sandbox.fault(Fault::on(path).dropped(at, Ending::Reset));
    let outcome = if adds { fixture.add() } else { fixture.remove() };
    let as_wanted = fixture.is_member() == adds;
    match outcome {
        Ok(_) => assert!(as_wanted, "{position}: said recorded"),
        Err(error) => assert!(error.outcome_unknown(), "{position}: {error}"),
    }
    assert!(as_wanted, "{position}: either attempt records it");
    let must_know = refused == 200 || !applied || lists_show == ListsShow::Wanted;
    let knows = fixture.sandbox.requests().iter().any(|request| request.status == Some(200));
    assert!(!must_know || knows, "{position}: a read that shows the membership decides");
}

#[test]
fn add_by_identity_is_not_repeated_once_it_was_sent() {
    let fixture = Fixture::new();
    let path = "/acs/access_groups/add_user";
    fixture.sandbox.fault(Fault::on(path).status(503).always());
    let call = || {
        let identity = User::Identity(Sandbox::USER_IDENTITY_WITHOUT_USER);
        Call::add_user_to_group(identity, GROUP).expect("valid")
    };
    let error = fixture.client.run(call()).expect_err("failed");
    assert_eq!((error.status(), fixture.requests_to(path)), (Status::OutcomeUnknown, 1));
    fixture.sandbox.clear();
    fixture.sandbox.fault(Fault::on(path).status(429).times(2));
    fixture.client.run(call()).expect("429 says that it was not done, so it is repeated");
}

#[test]
fn a_write_through_the_hatch_is_not_repeated_once_it_was_sent() {
    let fixture = Fixture::new();
    let path = "/acs/users/suspend";
    fixture.sandbox.fault(Fault::on(path).status(500).always());
    let body = format!(r#"{{"acs_user_id": "{}"}}"#, crate::fixture::USER);
    let error = fixture.client.run(Call::request(path, &body).expect("valid")).expect_err("failed");
    assert_eq!((error.status(), fixture.requests_to(path)), (Status::OutcomeUnknown, 1));
}
