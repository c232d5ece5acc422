//! Input that is refused, in the words of Seam's server.

use serde_json::json;

use crate::client::{ADD, Connection, GROUP, REMOVE, USER, sandbox};

#[test]
fn missing_and_wrong_fields_are_named_one_by_one() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let empty = connection.post(ADD, &json!({})).json();
    assert_eq!(
        empty["error"]["message"],
        "2 Input Errors: acs_user_id is required, acs_access_group_id is required"
    );
    let number = connection.post(ADD, &json!({ "acs_user_id": 4, "acs_access_group_id": GROUP })).json();
    assert_eq!(number["error"]["message"], "Expected string, received number for \"acs_user_id\"");
    assert_eq!(
        number["error"]["validation_errors"],
        json!({ "_errors": [], "acs_user_id": { "_errors": ["Expected string, received number"] } })
    );
    let name = connection.post(ADD, &json!({ "acs_user_id": "ada", "acs_access_group_id": GROUP })).json();
    assert_eq!(name["error"]["validation_errors"]["acs_user_id"]["_errors"], json!(["Invalid uuid"]));
}

#[test]
fn a_user_is_named_by_one_id_and_not_by_two_or_none() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let both = json!({ "acs_user_id": USER, "user_identity_id": USER, "acs_access_group_id": GROUP });
    let none = json!({ "acs_access_group_id": GROUP });
    for input in [both, none] {
        let answer = connection.post(REMOVE, &input);
        assert_eq!((answer.status, answer.error_type().as_str()), (400, "invalid_input"));
        assert!(answer.json()["error"]["validation_errors"]["_errors"][0].is_string());
    }
}

#[test]
fn a_limit_is_a_number_above_zero() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    for limit in [json!(0), json!(1.5), json!("2"), json!(null)] {
        let answer = connection.post("/acs/users/list", &json!({ "limit": limit }));
        assert_eq!((answer.status, answer.error_type().as_str()), (400, "invalid_input"), "{limit}");
    }
    assert_eq!(connection.get("/acs/users/list?limit=2").column("acs_users", "acs_user_id").len(), 2);
}

#[test]
fn what_the_framework_answers_before_the_api_has_no_envelope_and_no_request_id() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.send("POST", ADD, "{\"acs_user_id\":");
    let answer = connection.answer().unwrap();
    assert_eq!((answer.status, answer.text().as_str()), (400, "Invalid JSON"));
    assert_eq!(answer.header("seam-request-id"), None);
    let answer = connection.get("/acs/nothing/here");
    assert_eq!((answer.status, answer.text().as_str()), (404, "404"));
    assert_eq!((answer.header("content-type"), answer.header("seam-request-id")), (None, None));
}

#[test]
fn wrong_verbs_content_types_and_repeated_parameters_have_the_official_types() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let answer = connection.get(ADD);
    assert_eq!((answer.status, answer.error_type().as_str()), (405, "method_not_allowed"));
    assert_eq!(answer.json()["error"]["message"], "only PUT,POST accepted");
    let key = format!("authorization: Bearer {}\r\n", sandbox.api_key());
    connection.send_with("POST", ADD, &key, "{}");
    assert_eq!(connection.answer().unwrap().error_type(), "invalid_content_type");
    let twice = connection.get(&format!("/acs/users/get?acs_user_id={USER}&acs_user_id={USER}"));
    assert_eq!((twice.status, twice.error_type().as_str()), (400, "invalid_query_params"));
}

#[test]
fn requests_may_come_in_pieces_in_chunks_and_several_at_once() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let key = sandbox.api_key();
    let head = format!("GET /acs/systems/list HTTP/1.1\r\nAuthorization: Bearer {key}\r\n\r\n");
    for byte in head.bytes() {
        connection.write(&[byte]);
    }
    assert_eq!(connection.answer().unwrap().status, 200);
    connection.write(head.repeat(3).as_bytes());
    for _ in 0..3 {
        assert_eq!(connection.answer().unwrap().column("acs_systems", "name").len(), 2);
    }
    let (first, rest) = (r#"{"acs_user_id":"#, format!(r#""{USER}"}}"#));
    connection.write(
        format!(
            "POST /acs/users/get HTTP/1.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
             Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x};note=1\r\n{rest}\r\n0\r\n\r\n",
            first.len(),
            rest.len()
        )
        .as_bytes(),
    );
    assert_eq!(connection.answer().unwrap().json()["acs_user"]["acs_user_id"], USER);
    assert_eq!(sandbox.requests().iter().map(|request| request.connection).max(), Some(1));
}

#[test]
fn what_is_not_http_is_told_so() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.write(b"\x16\x03\x01 this is TLS\r\n\r\n");
    assert_eq!(connection.answer().unwrap().status, 400);
    assert_eq!(connection.ending(), None);
}
