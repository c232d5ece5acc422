//! Keys and tokens, with the official refusals.

use seam_acs_sandbox::Sandbox;

use crate::client::{Answer, Connection, sandbox};

fn ask(sandbox: &Sandbox, headers: &str) -> Answer {
    let mut connection = Connection::to(sandbox);
    connection.send_with("GET", "/acs/users/list", headers, "");
    connection.answer().unwrap()
}

#[test]
fn a_key_or_a_token_with_its_workspace_opens_the_workspace() {
    let sandbox = sandbox();
    let key = format!("authorization: Bearer {}\r\n", sandbox.api_key());
    let token = format!(
        "Authorization: Bearer {}\r\nSeam-Workspace: {}\r\n",
        sandbox.personal_access_token(),
        sandbox.workspace_id()
    );
    for headers in [key, token] {
        assert_eq!(ask(&sandbox, &headers).column("acs_users", "acs_user_id").len(), 6);
    }
}

#[test]
fn every_refusal_has_the_official_type() {
    let sandbox = sandbox();
    let token = sandbox.personal_access_token();
    for (headers, expected) in [
        (String::new(), "unauthorized"),
        ("authorization: Basic eA==\r\n".to_owned(), "unauthorized"),
        ("authorization: Bearer seam_testkey_of_nobody\r\n".to_owned(), "unauthorized"),
        ("authorization: Bearer seam_cst1_x\r\n".to_owned(), "client_session_token_used_for_api_key"),
        (format!("authorization: Bearer {token}\r\n"), "access_token_used_for_api_key"),
        (format!("authorization: Bearer {token}\r\nseam-workspace: elsewhere\r\n"), "unauthorized"),
    ] {
        let answer = ask(&sandbox, &headers);
        assert_eq!((answer.status, answer.error_type().as_str()), (401, expected), "{headers}");
        assert_eq!(answer.json()["ok"], false);
    }
}

#[test]
fn the_key_of_another_workspace_is_good_and_finds_nothing() {
    let sandbox = sandbox();
    let key = format!("authorization: Bearer {}\r\n", sandbox.api_key_of_empty_workspace());
    assert_eq!(ask(&sandbox, &key).column("acs_users", "acs_user_id").len(), 0);
    let mut connection = Connection::to(&sandbox);
    let target = format!("/acs/users/get?acs_user_id={}", Sandbox::USER);
    connection.send_with("GET", &target, &key, "");
    assert_eq!(connection.answer().unwrap().error_type(), "acs_user_not_found");
}
