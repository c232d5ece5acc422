//! What counts as Seam's answer, and what does not.

use seam_acs_core::{Call, Error, Read, Status};
use seam_acs_sandbox::{Answer, Fault};

use crate::fixture::{ADD, Fixture, REMOVE};

/// A 200 of another shape may come from a server that recorded the change before a proxy spoilt the answer.
#[test]
fn a_success_without_ok_true_is_outcome_unknown() {
    for (status, content_type, body) in [
        (200, "text/html", "<html>Please log in</html>"),
        (200, "application/json", ""),
        (200, "application/json", "{}"),
        (200, "application/json", r#"{"ok": false}"#),
        (200, "application/json", "[]"),
        (204, "", ""),
        (201, "text/plain", "created"),
        (302, "text/html", "moved"),
        (304, "", ""),
    ] {
        let fixture = Fixture::new();
        fixture.sandbox.fault(Fault::on(REMOVE).body(status, content_type, body));
        let error = fixture.remove().expect_err("not confirmed");
        assert_eq!(error.status(), Status::OutcomeUnknown, "{status} {body:?}: {error}");
        assert_eq!(error.cause().map(Error::status), Some(Status::UnexpectedResponse));
        assert_eq!(error.http_status(), Some(status));
        assert_eq!(fixture.requests_to(REMOVE), 1, "what is not a failure of the server is not repeated");
    }
}

#[test]
fn a_bare_refusal_came_from_something_in_between() {
    for status in [400, 403, 404, 405, 409, 410, 422, 451] {
        let fixture = Fixture::new();
        fixture.sandbox.fault(Fault::on(ADD).body(status, "text/html", "<h1>Blocked by policy</h1>"));
        let error = fixture.add().expect_err("refused");
        assert_eq!(error.status(), Status::UnexpectedResponse, "{status}: {error}");
        assert!(error.to_string().contains("Blocked by policy"), "{error}");
        assert!(!fixture.is_member());
    }
}

#[test]
fn a_refusal_with_the_envelope_is_seams() {
    for (status, expected) in [
        (400, Status::InvalidInput),
        (401, Status::Unauthorized),
        (403, Status::Forbidden),
        (404, Status::NotFound),
        (405, Status::InvalidInput),
        (409, Status::Conflict),
        (410, Status::NotFound),
        (422, Status::InvalidInput),
    ] {
        let fixture = Fixture::new();
        fixture.sandbox.fault(Fault::on(ADD).status(status));
        let error = fixture.add().expect_err("refused");
        assert_eq!((error.status(), error.http_status()), (expected, Some(status)), "{error}");
        assert_eq!(fixture.requests_to(ADD), 1);
        assert!(error.api_type().is_some() && error.request_id().is_some());
    }
}

#[test]
fn unauthorized_and_proxy_authentication_need_no_envelope() {
    for (status, expected) in [(401, Status::Unauthorized), (407, Status::Proxy), (429, Status::RateLimited)]
    {
        let fixture = Fixture::with(&[("max_attempts", "1")]);
        fixture.sandbox.fault(Fault::on(ADD).body(status, "text/plain", "no"));
        assert_eq!(fixture.add().expect_err("refused").status(), expected);
    }
}

#[test]
fn a_redirect_is_not_followed_and_the_token_stays_here() {
    let (fixture, elsewhere) = (Fixture::new(), Fixture::new());
    let location = format!("{}{ADD}", elsewhere.sandbox.url());
    for status in [301, 302, 303, 307, 308] {
        fixture.sandbox.fault(Fault::on(ADD).answer(Answer::Redirect { status, location: location.clone() }));
        let error = fixture.add().expect_err("a redirect");
        assert_eq!(error.status(), Status::OutcomeUnknown);
        assert!(error.to_string().contains(&location), "{error}");
    }
    assert!(elsewhere.sandbox.requests().is_empty());
}

#[test]
fn an_answer_that_is_too_long_names_the_option() {
    let fixture = Fixture::with(&[("max_response_bytes", "2048")]);
    fixture.sandbox.fault(Fault::on("*").answer(Answer::HugeBody { bytes: 1 << 20 }).always());
    let error = fixture.client.run(Call::read(Read::ListSystems, serde_json::Map::new()).expect("valid"));
    let error = error.expect_err("too long");
    assert_eq!(error.status(), Status::UnexpectedResponse);
    assert!(error.to_string().contains("max_response_bytes"), "{error}");
    assert_eq!(fixture.add().expect_err("too long").status(), Status::OutcomeUnknown);
}

#[test]
fn a_read_of_another_shape_is_no_answer() {
    for body in [
        "",
        "<html>",
        "{}",
        r#"{"acs_systems": [], "ok": false}"#,
        r#"{"acs_systems": {}, "ok": true}"#,
        r#"{"ok": true}"#,
        r#"{"acs_systems": ["x"], "ok": true}"#,
    ] {
        let fixture = Fixture::new();
        fixture.sandbox.fault(Fault::on("/acs/systems/list").body(200, "application/json", body));
        let error = fixture.client.run(Call::check()).expect_err(body);
        assert_eq!((error.status(), error.http_status()), (Status::UnexpectedResponse, Some(200)), "{body}");
    }
}
