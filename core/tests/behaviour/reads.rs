//! Reads: every page, open shapes, and the guard against a server that never ends.

use seam_acs_core::{Call, Error, Read, Response, Status};
use seam_acs_sandbox::{Answer, Fault, Sandbox};
use serde_json::{Map, Value, json};

use crate::fixture::{Fixture, GROUP, USER};

fn read(fixture: &Fixture, read: Read, params: &Value) -> Result<Response, Error> {
    let params = params.as_object().cloned().unwrap_or_default();
    fixture.client.run(Call::read(read, params).expect("valid parameters"))
}

#[test]
fn every_read_gives_what_the_server_has() {
    let fixture = Fixture::new();
    let group = json!({"acs_access_group_id": GROUP});
    let user = json!({"acs_user_id": USER});
    let system = json!({"acs_system_id": "11111111-1111-1111-1111-111111111111"});
    for (which, params, name) in [
        (Read::GetGroup, &group, "Engineering"),
        (Read::GetUser, &user, "Ada Lindqvist"),
        (Read::GetSystem, &system, "Harbour House"),
    ] {
        let answer = read(&fixture, which, params).expect("found");
        let record = answer.record().expect("one object");
        let shown = record.get("name").or_else(|| record.get("full_name"));
        assert_eq!(shown.as_deref(), Some(name));
    }
    let none = json!({});
    for (which, params) in [
        (Read::ListGroups, &none),
        (Read::ListGroupUsers, &group),
        (Read::ListGroupEntrances, &group),
        (Read::ListUsers, &none),
        (Read::ListUserEntrances, &user),
        (Read::ListSystems, &none),
        (Read::ListEntrances, &none),
    ] {
        let answer = read(&fixture, which, params).expect("found");
        let list = answer.list().expect("a list");
        assert!(!list.is_empty(), "{which:?}");
        let parsed: Vec<Value> = serde_json::from_str(&list.to_json().expect("room")).expect("a JSON array");
        assert_eq!(parsed.len(), list.len());
    }
}

#[test]
fn a_list_has_every_page() {
    let fixture = Fixture::new();
    let all = read(&fixture, Read::ListUsers, &json!({})).expect("one page");
    fixture.sandbox.clear();
    let paged = read(&fixture, Read::ListUsers, &json!({"limit": 2})).expect("several pages");
    let ids = |answer: &Response| -> Vec<_> {
        answer.list().expect("a list").iter().map(|user| user.get("acs_user_id")).collect()
    };
    assert_eq!(ids(&all), ids(&paged));
    assert!(fixture.requests_to("/acs/users/list") > 2);
}

#[test]
fn one_page_says_where_the_next_is() {
    let fixture = Fixture::new();
    let params: Map<String, Value> = json!({"limit": 2}).as_object().cloned().expect("an object");
    let answer =
        fixture.client.run(Call::read_page(Read::ListUsers, params).expect("valid")).expect("a page");
    assert_eq!(answer.list().expect("a list").len(), 2);
    let pagination = answer.pagination().expect("a place");
    assert_eq!(pagination.get("has_next_page").as_deref(), Some("true"));
    assert!(pagination.get("next_page_cursor").is_some());
}

#[test]
fn a_cursor_that_comes_twice_ends_the_list() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on("/acs/users/list").answer(Answer::RepeatedCursor).always());
    let error = read(&fixture, Read::ListUsers, &json!({"limit": 2})).expect_err("an endless list");
    assert_eq!(error.status(), Status::UnexpectedResponse);
    assert!(error.to_string().contains("came twice"), "{error}");
    assert_eq!(fixture.requests_to("/acs/users/list"), 2);
}

#[test]
fn fields_that_nobody_knows_and_fields_that_are_missing_are_no_error() {
    let fixture = Fixture::new();
    let body = r#"{"acs_user": {"acs_user_id": "u", "external_type": "from_the_future", "new": {"deep": [{"x": 1.5}]},
                   "gone": null}, "ok": true, "more": 1}"#;
    fixture.sandbox.fault(Fault::on("/acs/users/get").body(200, "application/json", body));
    let answer = read(&fixture, Read::GetUser, &json!({"acs_user_id": USER})).expect("tolerated");
    let user = answer.record().expect("one object");
    assert_eq!(user.get("external_type").as_deref(), Some("from_the_future"));
    assert_eq!(user.get("new.deep.0.x").as_deref(), Some("1.5"));
    for path in ["gone", "new", "new.deep", "new.deep.1", "full_name", "", "."] {
        assert_eq!(user.get(path), None, "{path:?}");
    }
    assert!(user.json().contains("from_the_future"));
}

#[test]
fn an_id_that_would_be_cut_in_c_spoils_the_answer() {
    let fixture = Fixture::new();
    let body = r#"{"acs_user": {"acs_user_id": "u\u0000v"}, "ok": true}"#;
    fixture.sandbox.fault(Fault::on("/acs/users/get").body(200, "application/json", body));
    let error = read(&fixture, Read::GetUser, &json!({"acs_user_id": USER})).expect_err("spoilt");
    assert_eq!(error.status(), Status::UnexpectedResponse);
}

#[test]
fn the_hatch_reaches_the_rest_of_the_api() {
    let fixture = Fixture::new();
    let params = json!({"acs_user_id": USER}).to_string();
    fixture.client.run(Call::request("/acs/users/suspend", &params).expect("valid")).expect("suspended");
    let answer = fixture.client.run(Call::request("/acs/users/get", &params).expect("valid")).expect("found");
    let body: Value = serde_json::from_str(answer.json().expect("a body")).expect("JSON");
    assert_eq!((&body["ok"], &body["acs_user"]["is_suspended"]), (&json!(true), &json!(true)));
    let unknown =
        fixture.client.run(Call::request("/acs/nothing/get", "").expect("valid")).expect_err("no such path");
    assert_eq!(unknown.status(), Status::UnexpectedResponse, "a bare 404 is not Seam's");
}

#[test]
fn long_lists_arrive_whole() {
    use seam_acs_sandbox::{SandboxOptions, Seed, User};
    let mut seed = Seed::default();
    let like = seed.users[0].clone();
    seed.users.extend((0..3000).map(|number| User {
        acs_user_id: format!("33333333-3333-3333-4444-{number:012}"),
        full_name: format!("Person {number} {}", "x".repeat(100)),
        user_identity_id: None,
        ..like.clone()
    }));
    let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
    let client = seam_acs_core::Client::new(&crate::fixture::options_for(&sandbox, &[])).expect("a client");
    let operation = client.begin(Call::read(Read::ListUsers, Map::new()).expect("valid")).expect("begun");
    assert!(operation.wait(None));
    let answer = operation.result().expect("all of it");
    assert!(answer.list().expect("a list").len() >= 3000);
    assert_eq!(operation.progress().total, Some(answer.list().expect("a list").len() as u64));
}
