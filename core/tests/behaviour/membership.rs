//! The calls of the guide, as they stand on the wire and as the server has them afterwards.

use seam_acs_core::{Call, Error, Status, User};
use seam_acs_sandbox::{Sandbox, Switch};
use serde_json::json;

use crate::fixture::{ADD, Fixture, GROUP, REMOVE, USER, options_for};

#[test]
fn add_and_remove_are_recorded_by_the_server() {
    let fixture = Fixture::new();
    let answer = fixture.add().expect("recorded");
    assert!(fixture.is_member());
    assert_eq!(answer.attempts(), 1);
    let logged = fixture.sandbox.requests().pop().expect("one request");
    assert_eq!(answer.request_id(), logged.request_id.as_deref());
    fixture.remove().expect("recorded");
    assert!(!fixture.is_member());
}

#[test]
fn adding_and_removing_twice_are_recorded_too() {
    let fixture = Fixture::new();
    for _ in 0..2 {
        fixture.add().expect("recorded");
    }
    assert!(fixture.is_member());
    for _ in 0..2 {
        fixture.remove().expect("recorded");
    }
    assert!(!fixture.is_member());
}

#[test]
fn the_wire_form_is_the_one_that_every_server_takes() {
    let fixture = Fixture::with(&[("user_agent_suffix", "panel/7"), ("sdk_name", "seam-acs/test")]);
    fixture.add().expect("recorded");
    fixture.remove().expect("recorded");
    let requests = fixture.sandbox.requests();
    assert_eq!(requests.iter().map(|request| request.path.as_str()).collect::<Vec<_>>(), [ADD, REMOVE]);
    for request in &requests {
        assert_eq!((request.method.as_str(), request.query.as_str()), ("POST", ""));
        assert_eq!(request.json(), json!({"acs_user_id": USER, "acs_access_group_id": GROUP}));
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(request.header("content-length"), Some(request.body.len().to_string().as_str()));
        assert_eq!((request.header("authorization"), request.has_api_key), (Some("Bearer [secret]"), true));
        assert_eq!(request.header("seam-sdk-name"), Some("seam-acs/test"));
        assert_eq!(request.header("seam-sdk-version"), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(request.header("seam-workspace"), None);
        let agent = request.header("user-agent").expect("a user agent");
        assert!(
            agent.starts_with("seam-acs/") && agent.contains("linux") && agent.ends_with(" panel/7"),
            "{agent}"
        );
    }
    assert_eq!(requests[0].connection, requests[1].connection, "the connection is kept");
}

#[test]
fn a_member_can_be_named_by_user_identity() {
    let fixture = Fixture::new();
    let identity = User::Identity(Sandbox::USER_IDENTITY);
    fixture.client.run(Call::add_user_to_group(identity, GROUP).expect("valid")).expect("recorded");
    assert!(fixture.is_member());
    fixture.client.run(Call::remove_user_from_group(identity, GROUP).expect("valid")).expect("recorded");
    assert!(!fixture.is_member());
    let paths: Vec<_> = fixture.sandbox.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/acs/access_groups/add_user", "/acs/access_groups/remove_user"]);
}

#[test]
fn a_personal_access_token_carries_its_workspace() {
    let fixture = Fixture::new();
    let options = [
        ("api_key", ""),
        ("personal_access_token", &fixture.sandbox.personal_access_token()),
        ("workspace_id", &fixture.sandbox.workspace_id()),
    ];
    let client = seam_acs_core::Client::new(&options_for(&fixture.sandbox, &options)).expect("a client");
    client.run(crate::fixture::add()).expect("recorded");
    let logged = fixture.sandbox.requests().pop().expect("one request");
    assert_eq!(logged.header("seam-workspace"), Some(fixture.sandbox.workspace_id().as_str()));
}

#[test]
fn an_unknown_group_is_an_error_that_names_everything() {
    let fixture = Fixture::new();
    let unknown = "44444444-4444-4444-4444-00000000dead";
    let call = Call::add_user_to_group(User::Acs(USER), unknown).expect("valid");
    let error = fixture.client.run(call).expect_err("unknown group");
    assert!(matches!(error, Error::NotFound(_)));
    assert_eq!((error.status(), error.status().code()), (Status::NotFound, -5003));
    assert_eq!((error.http_status(), error.api_type()), (Some(404), Some("acs_access_group_not_found")));
    let request_id = fixture.sandbox.requests().pop().expect("one request").request_id.expect("an id");
    assert_eq!(error.request_id(), Some(request_id.as_str()));
    let message = error.to_string();
    for part in [USER, unknown, "HTTP 404", &request_id, "acs_access_group_not_found", "Check the ids"] {
        assert!(message.contains(part), "{part:?} is in {message:?}");
    }
    assert!(!error.retryable() && !error.outcome_unknown());
}

#[test]
fn not_found_on_a_remove_is_never_success() {
    let fixture = Fixture::new();
    fixture.sandbox.set(Switch::RemoveOfNonMember(404));
    let error = fixture.remove().expect_err("not a member");
    assert_eq!(error.status(), Status::NotFound);
}

#[test]
fn validation_errors_are_kept_as_seam_sent_them() {
    let fixture = Fixture::new();
    let call = Call::request("/acs/users/add_to_access_group", "{}").expect("a path");
    let error = fixture.client.run(call).expect_err("no ids");
    assert_eq!(error.status(), Status::InvalidInput);
    let tree = error.validation_errors().expect("a tree");
    assert_eq!(tree["acs_user_id"]["_errors"][0], "Required");
    let json: serde_json::Value = serde_json::from_str(&error.to_json()).expect("JSON");
    assert_eq!(json["status"], -5004);
    assert_eq!(json["validation_errors"], *tree);
}

#[test]
fn check_tells_good_credentials_from_bad_ones() {
    let fixture = Fixture::new();
    fixture.client.run(Call::check()).expect("reachable, and the key is taken");
    let stranger = fixture.another_client(&[("api_key", "seam_unknown_key")]);
    let error = stranger.run(Call::check()).expect_err("a wrong key");
    assert_eq!((error.status(), error.http_status()), (Status::Unauthorized, Some(401)));
    assert!(error.api_type().is_some() && error.api_message().is_some(), "the server's own words are kept");
}
