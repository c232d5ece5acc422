//! The sandbox's own API, for tests in other languages.

use seam_acs_sandbox::{Seed, Switch};
use serde_json::json;

use crate::client::{ADD, Connection, GROUP, USER, pair, sandbox};

#[test]
fn the_state_shows_who_is_recorded_and_who_is_applied() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    let state = connection.get("/_sandbox/state").json();
    let group = &state["groups"][0];
    assert_eq!(group["members"].as_array().unwrap().len(), 2);
    assert_eq!(group["applied_members"].as_array().unwrap().len(), 1);
    assert_eq!(group["pending"], json!([USER]));
    assert_eq!(state["api_key"], sandbox.api_key().as_str());
    connection.post("/_sandbox/finish_pushes", &json!({}));
    assert_eq!(sandbox.applied_members(GROUP).len(), 2);
}

#[test]
fn requests_are_logged_with_all_that_was_sent_and_answered() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let answer = connection.post(ADD, &pair());
    let log = sandbox.requests();
    assert_eq!((log[0].method.as_str(), log[0].path.as_str(), log[0].json()), ("POST", ADD, pair()));
    assert_eq!(log[0].request_id.as_deref(), answer.header("seam-request-id"));
    let shown = connection.get("/_sandbox/requests").json();
    assert_eq!(shown.as_array().unwrap().len(), 1, "requests to the sandbox itself are not logged");
    assert_eq!(shown[0]["status"], 200);
    assert_eq!(shown[0]["headers"][0], json!(["host", "localhost"]));
    assert!(shown[0]["started_us"].as_u64() <= shown[0]["ended_us"].as_u64());
    connection.send("DELETE", "/_sandbox/requests", "");
    assert_eq!(connection.answer().unwrap().status, 200);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn the_log_keeps_no_token() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    connection.send_with("POST", ADD, "authorization: Bearer seam_real_key_by_mistake\r\n", "{}");
    assert_eq!(connection.answer().unwrap().status, 401);
    let shown = connection.get("/_sandbox/requests").json();
    assert_eq!((&shown[0]["has_api_key"], &shown[1]["has_api_key"]), (&json!(true), &json!(false)));
    let (shown, kept) = (shown.to_string(), format!("{:?}", sandbox.requests()));
    for token in [sandbox.api_key().as_str(), "by_mistake"] {
        assert!(!shown.contains(token) && !kept.contains(token), "{shown} {kept}");
    }
    assert!(shown.contains("Bearer [secret]"), "{shown}");
}

/// A browser sends such requests for a page that somebody else wrote.
#[test]
fn a_page_of_somebody_else_gets_nothing_from_the_sandbox() {
    let sandbox = sandbox();
    let ask = |headers: &str| {
        let mut connection = Connection::to(&sandbox);
        connection.write(format!("GET /_sandbox/state HTTP/1.1\r\n{headers}\r\n").as_bytes());
        connection.answer().unwrap().status
    };
    let own = sandbox.url().strip_prefix("http://").unwrap();
    assert_eq!(ask(&format!("host: {own}\r\n")), 200);
    assert_eq!(ask(&format!("host: {own}\r\norigin: http://localhost:8080\r\n")), 200);
    assert_eq!(ask("host: attacker.example\r\n"), 421);
    assert_eq!(ask(&format!("host: {own}\r\nhost: attacker.example\r\n")), 421);
    for origin in ["http://attacker.example", "https://127.0.0.1.attacker.example", "null"] {
        assert_eq!(ask(&format!("host: {own}\r\norigin: {origin}\r\n")), 403, "{origin}");
    }
    let mut connection = Connection::to(&sandbox);
    connection.send_with("POST", ADD, "origin: http://attacker.example\r\n", &pair().to_string());
    assert_eq!(connection.answer().unwrap().status, 403);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn faults_are_set_listed_and_forgotten() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let faults = json!([
        { "path": ADD, "kind": "status", "status": 429, "type": "slow_down", "message": "Too fast", "retry_after": "1" },
        { "path": "/acs/*", "kind": "drop", "at": "after_applying", "how": "reset", "times": null }
    ]);
    assert_eq!(connection.post("/_sandbox/faults", &faults).status, 200);
    let answer = connection.post(ADD, &pair()).json();
    assert_eq!(answer["error"]["type"], "slow_down");
    assert_eq!(connection.get("/_sandbox/faults").json()[0]["kind"], "drop");
    connection.send("DELETE", "/_sandbox/faults", "");
    assert_eq!(connection.answer().unwrap().status, 200);
    assert_eq!(connection.post(ADD, &pair()).status, 200);
}

#[test]
fn switches_are_changed_one_by_one_and_a_wrong_one_is_refused() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let changed =
        connection.post("/_sandbox/switches", &json!({ "add_of_member": 409, "lists_show": "applied" }));
    assert_eq!(changed.json()["push_delay_ms"], json!(null));
    assert_eq!(sandbox.switches().add_of_member, 409);
    for wrong in [json!({ "add_of_membre": 409 }), json!({ "lists_show": "both" }), json!(4)] {
        let answer = connection.post("/_sandbox/switches", &wrong);
        assert_eq!((answer.status, &answer.json()["ok"]), (400, &json!(false)), "{wrong}");
    }
}

#[test]
fn a_membership_can_be_changed_behind_everyones_back() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let mut body = pair();
    body["member"] = json!(true);
    assert_eq!(connection.post("/_sandbox/memberships", &body).status, 200);
    assert!(sandbox.applied_members(GROUP).contains(&USER.to_owned()));
    sandbox.put_membership(USER, GROUP, false);
    assert!(!sandbox.is_member(USER, GROUP));
    body["acs_user_id"] = json!("nobody");
    assert_eq!(connection.post("/_sandbox/memberships", &body).status, 400);
}

#[test]
fn a_seed_can_be_replaced_and_comes_back_after_a_reset() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let seed = Seed::default().with_more_users(2);
    connection.send("PUT", "/_sandbox/seed", &serde_json::to_string(&seed).unwrap());
    assert_eq!(connection.answer().unwrap().status, 200);
    connection.post("/_sandbox/reset", &json!({}));
    assert_eq!(connection.get("/_sandbox/seed").json()["users"].as_array().unwrap().len(), 8);
    connection.send(
        "PUT",
        "/_sandbox/seed",
        r#"{"users":[{"acs_user_id":"a","acs_system_id":"b","full_name":"c"}]}"#,
    );
    let refused = connection.answer().unwrap();
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("acs_system_id b is not in the seed"), "{}", refused.text());
    assert_eq!(sandbox.seed().users.len(), 8);
}

#[test]
fn the_sandbox_is_reachable_while_latency_slows_everyone_else() {
    let sandbox = sandbox();
    sandbox.set(Switch::LatencyMs(3_600_000));
    let mut connection = Connection::to(&sandbox);
    assert_eq!(connection.get("/_sandbox/switches").json()["latency_ms"], 3_600_000);
    assert_eq!(connection.get("/_sandbox/nothing").status, 404);
}
