//! What Seam really does is unknown in places: every position of every switch.

use seam_acs_sandbox::{BadUuid, ListsShow, PendingEntry, Sandbox, Switch};
use serde_json::{Value, json};

use crate::client::{ADD, Connection, GROUP, REMOVE, USER, eventually, pair, sandbox};

#[test]
fn adding_a_member_is_ok_or_a_conflict() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    for status in [200, 409] {
        sandbox.set(Switch::AddOfMember(status));
        assert_eq!(connection.post(ADD, &pair()).status, status);
        assert!(sandbox.is_member(USER, GROUP));
    }
}

#[test]
fn removing_a_non_member_is_ok_or_not_found_or_a_conflict() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    for status in [200, 404, 409] {
        sandbox.set(Switch::RemoveOfNonMember(status));
        let answer = connection.post(REMOVE, &pair());
        assert_eq!(answer.status, status);
        if status != 200 {
            assert_eq!(answer.error_type(), "acs_user_not_in_access_group");
        }
    }
}

#[test]
fn a_user_and_a_group_of_different_systems_are_accepted_or_refused() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let mixed = json!({ "acs_user_id": Sandbox::USER_OF_OTHER_SYSTEM, "acs_access_group_id": GROUP });
    sandbox.set(Switch::DifferentSystems(400));
    assert_eq!(connection.post(ADD, &mixed).status, 400);
    assert!(!sandbox.is_member(Sandbox::USER_OF_OTHER_SYSTEM, GROUP));
    sandbox.set(Switch::DifferentSystems(200));
    assert_eq!(connection.post(ADD, &mixed).status, 200);
    assert!(sandbox.is_member(Sandbox::USER_OF_OTHER_SYSTEM, GROUP));
}

#[test]
fn lists_show_the_wanted_or_the_applied_membership() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    for (which, listed) in [(ListsShow::Wanted, true), (ListsShow::Applied, false)] {
        sandbox.set(Switch::ListsShow(which));
        let users =
            connection.post("/acs/access_groups/list_users", &json!({ "acs_access_group_id": GROUP }));
        assert_eq!(users.column("acs_users", "acs_user_id").contains(&USER.to_owned()), listed);
        let groups = connection.post("/acs/access_groups/list", &json!({ "acs_user_id": USER }));
        assert_eq!(
            groups.column("acs_access_groups", "acs_access_group_id").contains(&GROUP.to_owned()),
            listed
        );
    }
}

fn pending(connection: &mut Connection) -> Value {
    connection.post("/acs/users/get", &json!({ "acs_user_id": USER })).json()["acs_user"]["pending_mutations"]
        .clone()
}

#[test]
fn a_pending_entry_shows_at_once_or_late_or_never_or_its_field_is_left_out() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    assert_eq!(pending(&mut connection).as_array().map(Vec::len), Some(1));
    sandbox.set(Switch::PendingEntry(PendingEntry::LateMs(3_600_000)));
    assert_eq!(pending(&mut connection), json!([]));
    sandbox.set(Switch::PendingEntry(PendingEntry::LateMs(1)));
    eventually("the late entry shows", || pending(&mut connection) != json!([]));
    sandbox.set(Switch::PendingEntry(PendingEntry::Never));
    assert_eq!(pending(&mut connection), json!([]));
    sandbox.set(Switch::PendingEntry(PendingEntry::LeftOut));
    assert_eq!(pending(&mut connection), Value::Null);
    assert!(sandbox.is_member(USER, GROUP));
}

#[test]
fn ignored_changes_are_answered_ok_and_nothing_happens() {
    let sandbox = sandbox();
    sandbox.set(Switch::IgnoreChanges(true));
    assert_eq!(Connection::to(&sandbox).post(ADD, &pair()).text(), r#"{"ok":true}"#);
    assert!(!sandbox.is_member(USER, GROUP));
}

#[test]
fn a_read_that_is_not_served_answers_as_the_official_fake_does() {
    let sandbox = sandbox();
    let path = "/acs/access_groups/list_users";
    sandbox.set(Switch::NotServed(vec![path.to_owned()]));
    let answer = Connection::to(&sandbox).post(path, &json!({ "acs_access_group_id": GROUP }));
    assert_eq!((answer.status, answer.text().as_str()), (404, "404"));
    assert_eq!(answer.header("content-type"), None);
}

#[test]
fn an_id_that_is_no_uuid_is_invalid_input_or_not_found() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let unknown = json!({ "acs_user_id": "acs_user1", "acs_access_group_id": GROUP });
    assert_eq!(connection.post(ADD, &unknown).error_type(), "invalid_input");
    sandbox.set(Switch::BadUuid(BadUuid::NotFound));
    assert_eq!(connection.post(ADD, &unknown).error_type(), "acs_user_not_found");
}

#[test]
fn a_reset_puts_everything_back() {
    let sandbox = sandbox();
    let before = sandbox.members(GROUP);
    Connection::to(&sandbox).post(ADD, &pair());
    sandbox.reset();
    assert_eq!(sandbox.members(GROUP), before);
    assert_eq!(sandbox.switches().push_delay_ms, Some(300));
    assert!(sandbox.requests().is_empty());
}
