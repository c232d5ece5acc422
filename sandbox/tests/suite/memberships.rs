//! Adding and removing, what is recorded at once and what the access control system has later.

use seam_acs_sandbox::{Sandbox, SandboxOptions, Switch};
use serde_json::json;

use crate::client::{ADD, Connection, GROUP, REMOVE, USER, eventually, pair, sandbox};

#[test]
fn an_add_is_answered_as_in_the_guide_and_recorded_at_once() {
    let sandbox = sandbox();
    let answer = Connection::to(&sandbox).post(ADD, &pair());
    assert_eq!((answer.status, answer.text().as_str()), (200, r#"{"ok":true}"#));
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    assert!(answer.header("seam-request-id").is_some());
    assert!(sandbox.is_member(USER, GROUP));
}

#[test]
fn the_access_control_system_follows_when_the_push_arrives() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    assert!(!sandbox.applied_members(GROUP).contains(&USER.to_owned()));
    sandbox.finish_pushes();
    assert!(sandbox.applied_members(GROUP).contains(&USER.to_owned()));
    connection.post(REMOVE, &pair());
    assert!(!sandbox.is_member(USER, GROUP));
    assert!(sandbox.applied_members(GROUP).contains(&USER.to_owned()));
    sandbox.finish_pushes();
    assert!(!sandbox.applied_members(GROUP).contains(&USER.to_owned()));
}

#[test]
fn a_push_arrives_by_itself_after_the_push_delay() {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    sandbox.set(Switch::PushDelayMs(Some(1)));
    Connection::to(&sandbox).post(ADD, &pair());
    eventually("the push arrives", || sandbox.applied_members(GROUP).contains(&USER.to_owned()));
}

#[test]
fn the_default_push_delay_is_300_milliseconds() {
    let sandbox = Sandbox::start_default().unwrap();
    assert_eq!(sandbox.switches().push_delay_ms, Some(300));
}

#[test]
fn adding_and_removing_twice_changes_nothing_more() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let before = sandbox.members(GROUP);
    for _ in 0..2 {
        assert_eq!(connection.post(ADD, &pair()).status, 200);
        assert_eq!(sandbox.members(GROUP).len(), before.len() + 1);
    }
    for _ in 0..2 {
        assert_eq!(connection.post(REMOVE, &pair()).status, 200);
        assert_eq!(sandbox.members(GROUP), before);
    }
}

#[test]
fn entrances_of_a_user_follow_from_the_groups_that_the_system_has_the_user_in() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let mut doors = || {
        let answer = connection.post("/acs/users/list_accessible_entrances", &json!({ "acs_user_id": USER }));
        answer.column("acs_entrances", "display_name")
    };
    let lobby = ["Main entrance", "Lift to floors 2-4", "Bicycle garage"];
    assert_eq!(doors(), lobby);
    Connection::to(&sandbox).post(ADD, &pair());
    assert_eq!(doors(), lobby, "the push has not arrived");
    sandbox.finish_pushes();
    assert_eq!(
        doors(),
        ["Main entrance", "Lift to floors 2-4", "Engineering floor", "Server room", "Bicycle garage"]
    );
    Connection::to(&sandbox).post(REMOVE, &pair());
    sandbox.finish_pushes();
    assert_eq!(doors(), lobby);
}

#[test]
fn a_deleted_group_is_gone_and_lets_nobody_in() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    sandbox.finish_pushes();
    let group = json!({ "acs_access_group_id": GROUP });
    assert_eq!(connection.post("/acs/access_groups/delete", &group).status, 200);
    assert_eq!(
        connection.post("/acs/access_groups/delete", &group).error_type(),
        "acs_access_group_not_found"
    );
    assert_eq!(connection.post("/acs/access_groups/get", &group).status, 404);
    let groups = connection.post("/acs/access_groups/list", &json!({ "acs_user_id": USER }));
    assert!(!groups.column("acs_access_groups", "acs_access_group_id").contains(&GROUP.to_owned()));
    let doors = connection.post("/acs/users/list_accessible_entrances", &json!({ "acs_user_id": USER }));
    assert!(!doors.column("acs_entrances", "display_name").contains(&"Server room".to_owned()));
}

#[test]
fn a_suspended_user_can_open_nothing_once_the_push_has_arrived() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let user = json!({ "acs_user_id": USER });
    let doors = |connection: &mut Connection| {
        connection.post("/acs/users/list_accessible_entrances", &user).column("acs_entrances", "display_name")
    };
    connection.post("/acs/users/suspend", &user);
    assert_eq!(connection.post("/acs/users/get", &user).json()["acs_user"]["is_suspended"], true);
    assert_eq!(doors(&mut connection).len(), 3);
    sandbox.finish_pushes();
    assert_eq!(doors(&mut connection).len(), 0);
    connection.post("/acs/users/unsuspend", &user);
    sandbox.finish_pushes();
    assert_eq!(doors(&mut connection).len(), 3);
}

#[test]
fn the_second_verbs_of_the_official_document_do_the_same() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.send("PUT", ADD, &pair().to_string());
    assert_eq!(connection.answer().unwrap().text(), r#"{"ok":true}"#);
    assert!(sandbox.is_member(USER, GROUP));
    let target = format!("{REMOVE}?acs_access_group_id={GROUP}&acs_user_id={USER}&_strict=true");
    connection.send("DELETE", &target, "");
    assert_eq!(connection.answer().unwrap().text(), r#"{"ok":true}"#);
    assert!(!sandbox.is_member(USER, GROUP));
}

#[test]
fn an_unknown_user_is_reported_before_an_unknown_group() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let nobody = "00000000-0000-0000-0000-000000000000";
    for path in [ADD, REMOVE] {
        let both = json!({ "acs_user_id": nobody, "acs_access_group_id": nobody });
        let answer = connection.post(path, &both);
        assert_eq!((answer.status, answer.error_type().as_str()), (404, "acs_user_not_found"));
        let group = json!({ "acs_user_id": USER, "acs_access_group_id": nobody });
        let answer = connection.post(path, &group);
        assert_eq!((answer.status, answer.error_type().as_str()), (404, "acs_access_group_not_found"));
        assert_eq!(answer.json()["ok"], false);
    }
}

#[test]
fn a_member_can_be_named_by_user_identity() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let named = json!({ "user_identity_id": Sandbox::USER_IDENTITY, "acs_access_group_id": GROUP });
    assert_eq!(connection.post("/acs/access_groups/add_user", &named).status, 200);
    assert!(sandbox.is_member(USER, GROUP));
    assert_eq!(connection.post("/acs/access_groups/remove_user", &named).status, 200);
    assert!(!sandbox.is_member(USER, GROUP));
    connection.post(ADD, &pair());
    assert_eq!(connection.post(REMOVE, &named).status, 200);
    assert!(!sandbox.is_member(USER, GROUP));
}

#[test]
fn add_user_makes_an_acs_user_for_an_identity_that_has_none() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let identity = Sandbox::USER_IDENTITY_WITHOUT_USER;
    let named = json!({ "user_identity_id": identity, "acs_access_group_id": GROUP });
    let before = sandbox.members(GROUP).len();
    connection.post("/acs/access_groups/add_user", &named);
    connection.post("/acs/access_groups/add_user", &named);
    assert_eq!(sandbox.members(GROUP).len(), before + 1);
    let users = connection.post("/acs/users/list", &json!({ "user_identity_id": identity }));
    assert_eq!(users.column("acs_users", "full_name"), ["Noor Haddad"]);
    let unknown = json!({ "user_identity_id": GROUP, "acs_access_group_id": GROUP });
    assert_eq!(
        connection.post("/acs/access_groups/add_user", &unknown).error_type(),
        "user_identity_not_found"
    );
}
