//! Every failure that can be ordered, as a client sees it.

use std::io::ErrorKind;
use std::time::Duration;

use seam_acs_sandbox::{Answer, DropAt, Ending, Fault, PushPlan, Sandbox, Switch};
use serde_json::json;

use crate::client::{ADD, Connection, GROUP, REMOVE, USER, eventually, pair, sandbox};

const LONG: Duration = Duration::from_secs(20);

fn with(fault: Fault) -> (Sandbox, Connection) {
    let sandbox = sandbox();
    sandbox.fault(fault);
    let connection = Connection::to(&sandbox);
    (sandbox, connection)
}

#[test]
fn a_status_comes_with_the_envelope_and_is_not_applied() {
    let (sandbox, mut connection) = with(Fault::on(ADD).status(503).times(2).retry_after("2"));
    for _ in 0..2 {
        let answer = connection.post(ADD, &pair());
        assert_eq!((answer.status, answer.error_type().as_str()), (503, "service_unavailable"));
        assert_eq!(answer.header("retry-after"), Some("2"));
        assert!(answer.header("seam-request-id").is_some());
        assert!(!sandbox.is_member(USER, GROUP));
    }
    assert_eq!(connection.post(ADD, &pair()).status, 200);
    assert!(sandbox.is_member(USER, GROUP));
}

#[test]
fn a_change_can_be_recorded_and_answered_with_an_error() {
    let (sandbox, mut connection) = with(Fault::on(ADD).status(500).applied(true));
    assert_eq!(connection.post(ADD, &pair()).status, 500);
    assert!(sandbox.is_member(USER, GROUP));
}

#[test]
fn a_change_can_be_answered_ok_and_not_recorded() {
    let (sandbox, mut connection) = with(Fault::on(ADD).applied(false));
    assert_eq!(connection.post(ADD, &pair()).text(), r#"{"ok":true}"#);
    assert!(!sandbox.is_member(USER, GROUP));
}

#[test]
fn a_body_can_be_anything_and_then_looks_unlike_seam() {
    let login = "<html>Please log in</html>";
    let (_sandbox, mut connection) = with(Fault::on("*").body(200, "text/html", login));
    let answer = connection.post(ADD, &pair());
    assert_eq!((answer.status, answer.text().as_str()), (200, login));
    assert_eq!(answer.header("content-type"), Some("text/html"));
    assert_eq!(answer.header("seam-request-id"), None);
}

#[test]
fn a_204_has_neither_body_nor_length() {
    let (_sandbox, mut connection) = with(Fault::on("*").body(204, "", ""));
    let answer = connection.post(ADD, &pair());
    assert_eq!((answer.status, answer.header("content-length")), (204, None));
    assert_eq!(connection.post(ADD, &pair()).status, 200, "the connection is still good");
}

#[test]
fn a_redirect_names_its_target() {
    let redirect = Answer::Redirect { status: 307, location: "https://elsewhere.example/".to_owned() };
    let (_sandbox, mut connection) = with(Fault::on("/acs/*").answer(redirect));
    let answer = connection.post(ADD, &pair());
    assert_eq!((answer.status, answer.header("location")), (307, Some("https://elsewhere.example/")));
}

#[test]
fn a_dropped_connection_ends_with_a_fin_or_a_reset_before_or_after_the_change() {
    for (at, recorded) in [(DropAt::BeforeApplying, false), (DropAt::AfterApplying, true)] {
        for (how, ending) in [(Ending::Close, None), (Ending::Reset, Some(ErrorKind::ConnectionReset))] {
            let (sandbox, mut connection) = with(Fault::on(ADD).dropped(at, how));
            connection.send("POST", ADD, &pair().to_string());
            assert_eq!(connection.ending(), ending, "{at:?} {how:?}");
            assert_eq!(connection.incomplete(), "");
            assert_eq!(sandbox.is_member(USER, GROUP), recorded, "{at:?} {how:?}");
            let log = sandbox.requests();
            assert!(log[0].ended.is_some() && log[0].status.is_none());
        }
    }
}

#[test]
fn a_connection_can_end_before_its_request_was_read() {
    for how in [Ending::Close, Ending::Reset] {
        let (sandbox, mut connection) = with(Fault::on("*").dropped(DropAt::Connect, how));
        // Whether the end shows as a FIN or as a reset depends on how far the request had come.
        connection.ending();
        let mut connection = Connection::to(&sandbox);
        sandbox.fault(Fault::on(ADD).dropped(DropAt::Head, how));
        connection.send_with("POST", ADD, "", "");
        connection.ending();
        assert_eq!(sandbox.requests().len(), 0);
    }
}

#[test]
fn heads_and_bodies_can_be_cut() {
    let (sandbox, mut connection) =
        with(Fault::on("*").answer(Answer::TruncatedHead { keep: 20, how: Ending::Close }));
    connection.send("POST", ADD, &pair().to_string());
    assert_eq!(connection.ending(), None);
    assert_eq!(connection.incomplete(), "HTTP/1.1 200 OK\r\ncon");
    assert!(sandbox.is_member(USER, GROUP));

    sandbox.fault(Fault::on("*").answer(Answer::TruncatedHead { keep: 10_000, how: Ending::Close }));
    let mut connection = Connection::to(&sandbox);
    connection.send("POST", ADD, &pair().to_string());
    assert_eq!(connection.ending(), None);
    assert!(connection.incomplete().ends_with("content-length: 11\r\n\r"), "all but the last byte");

    sandbox.fault(Fault::on("*").answer(Answer::TruncatedBody { keep: 4, how: Ending::Close }));
    let mut connection = Connection::to(&sandbox);
    connection.send("POST", REMOVE, &pair().to_string());
    assert_eq!(connection.ending(), None);
    assert!(connection.incomplete().ends_with("\r\n\r\n{\"ok"), "{}", connection.incomplete());
    assert!(!sandbox.is_member(USER, GROUP));
}

#[test]
fn garbage_claims_to_be_json() {
    let (_sandbox, mut connection) = with(Fault::on("*").answer(Answer::GarbageBody));
    let answer = connection.post(ADD, &pair());
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/json; charset=utf-8"))
    );
    assert!(std::str::from_utf8(&answer.body).is_err());
}

#[test]
fn a_huge_body_has_the_length_that_was_asked_for() {
    let (_sandbox, mut connection) = with(Fault::on("*").answer(Answer::HugeBody { bytes: 3_000_000 }));
    let answer = connection.post(ADD, &pair());
    assert_eq!(answer.body.len(), 3_000_000);
    assert_eq!(answer.json()["ok"], true);
}

#[test]
fn a_slow_answer_arrives_in_the_end() {
    let (_sandbox, mut connection) = with(Fault::on("*").answer(Answer::SlowDrip { bytes: 7, every_ms: 1 }));
    assert_eq!(connection.post(ADD, &pair()).text(), r#"{"ok":true}"#);
}

#[test]
fn an_answer_is_held_until_released_and_its_change_is_recorded_before() {
    let (sandbox, mut connection) = with(Fault::on(ADD).hold());
    connection.send("POST", ADD, &pair().to_string());
    assert!(sandbox.wait_for_held(1, LONG));
    assert!(sandbox.is_member(USER, GROUP));
    assert!(sandbox.requests()[0].ended.is_none());
    sandbox.release();
    assert_eq!(connection.answer().unwrap().status, 200);
    assert!(sandbox.requests()[0].ended.is_some());
}

#[test]
fn a_change_can_be_recorded_after_the_client_has_gone() {
    let (sandbox, mut connection) = with(Fault::on(ADD).hold().apply_after_ms(30));
    connection.send("POST", ADD, &pair().to_string());
    assert!(sandbox.wait_for_requests(ADD, 1, LONG));
    connection.hang_up();
    eventually("the late change is recorded", || sandbox.is_member(USER, GROUP));
}

#[test]
fn a_kept_connection_can_be_closed_after_an_answer_that_did_not_say_so() {
    let (_sandbox, mut connection) = with(Fault::on("*").close());
    let answer = connection.post(ADD, &pair());
    assert_eq!((answer.status, answer.header("connection")), (200, None));
    assert_eq!(connection.ending(), None);
}

#[test]
fn a_fault_can_wait_and_can_be_meant_for_one_user_and_group() {
    let other = "33333333-3333-3333-3333-000000000003";
    let (sandbox, mut connection) =
        with(Fault::on(ADD).status(500).user(other).group(GROUP).after(1).always());
    let theirs = json!({ "acs_user_id": other, "acs_access_group_id": GROUP });
    let mut statuses = |body: &serde_json::Value| connection.post(ADD, body).status;
    assert_eq!([statuses(&pair()), statuses(&pair())], [200, 200]);
    assert_eq!([statuses(&theirs), statuses(&theirs), statuses(&theirs)], [200, 500, 500]);
    assert_eq!(connection.get(&format!("{REMOVE}?acs_user_id={other}")).status, 405);
    sandbox.clear();
    assert!(sandbox.faults().is_empty() && sandbox.requests().is_empty());
    assert_eq!(connection.post(ADD, &theirs).status, 200);
}

#[test]
fn a_fault_for_one_user_also_knows_a_user_identity() {
    let path = "/acs/access_groups/add_user";
    let (_sandbox, mut connection) = with(Fault::on(path).status(503).user(Sandbox::USER_IDENTITY));
    let named = json!({ "user_identity_id": Sandbox::USER_IDENTITY, "acs_access_group_id": GROUP });
    assert_eq!(connection.post(path, &pair()).status, 200);
    assert_eq!(connection.post(path, &named).status, 503);
}

#[test]
fn one_push_can_stay_pending_while_others_arrive() {
    let (sandbox, mut connection) = with(Fault::on(ADD).push(PushPlan::Never));
    sandbox.set(Switch::PushDelayMs(Some(0)));
    connection.post(ADD, &pair());
    let other = "33333333-3333-3333-3333-000000000003";
    connection.post(ADD, &json!({ "acs_user_id": other, "acs_access_group_id": GROUP }));
    let applied = sandbox.applied_members(GROUP);
    assert!(applied.contains(&other.to_owned()) && !applied.contains(&USER.to_owned()));
}

#[test]
fn a_push_can_fail_and_shows_on_the_user() {
    let (sandbox, mut connection) = with(Fault::on(ADD).push(PushPlan::FailsAfterMs(0)));
    connection.post(ADD, &pair());
    let user = connection.post("/acs/users/get", &json!({ "acs_user_id": USER })).json();
    assert_eq!(user["acs_user"]["errors"][0]["error_code"], "failed_to_update_on_acs_system");
    assert_eq!(user["acs_user"]["pending_mutations"], json!([]));
    assert!(!sandbox.applied_members(GROUP).contains(&USER.to_owned()));
    connection.post(ADD, &pair());
    sandbox.finish_pushes();
    assert!(sandbox.applied_members(GROUP).contains(&USER.to_owned()), "a repeat pushes again");
}

#[test]
#[should_panic(expected = "a drop at connect needs the path")]
fn a_fault_that_can_never_happen_is_refused() {
    sandbox().fault(Fault::on(ADD).dropped(DropAt::Connect, Ending::Close));
}
