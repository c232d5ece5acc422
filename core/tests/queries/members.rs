//! Who is in which group.

use seam_acs_core::{Status, User};
use seam_acs_sandbox::{Sandbox, Switch};

use crate::fixture::{Fixture, GROUP, IDENTITY, USER, column, end, value};

const LOBBY: &str = "44444444-4444-4444-4444-000000000002";
const NOBODY: &str = "33333333-3333-3333-3333-999999999999";
const NOWHERE: &str = "44444444-4444-4444-4444-999999999999";
const NO_IDENTITY: &str = "66666666-6666-6666-6666-999999999999";

fn is_member(fixture: &Fixture, user: User<'_>, group: &str) -> bool {
    let operation = fixture.client.begin_is_member(user, group).expect("begun");
    value(&operation)["is_member"].as_bool().expect("yes or no")
}

#[test]
fn a_member_is_one_by_either_id() {
    let fixture = Fixture::new();
    for user in [User::Acs(USER), User::Identity(IDENTITY)] {
        assert!(is_member(&fixture, user, LOBBY));
        assert!(!is_member(&fixture, user, GROUP));
    }
}

#[test]
fn a_server_without_groups_of_a_user_is_asked_for_users_of_the_group() {
    let fixture = Fixture::new();
    fixture.sandbox.set(Switch::NotServed(vec!["/acs/access_groups/list".to_owned()]));
    assert!(is_member(&fixture, User::Acs(USER), LOBBY));
    assert!(!is_member(&fixture, User::Acs(USER), GROUP));
}

#[test]
fn of_what_is_not_there_nobody_says_not_a_member() {
    let fixture = Fixture::new();
    for (user, group) in
        [(User::Acs(NOBODY), GROUP), (User::Acs(USER), NOWHERE), (User::Identity(NO_IDENTITY), GROUP)]
    {
        let operation = fixture.client.begin_is_member(user, group).expect("begun");
        assert_eq!(end(&operation).expect_err("unknown").status(), Status::NotFound);
    }
}

#[test]
fn groups_of_a_user_are_seams_own_objects() {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(USER, GROUP, true);
    for user in [User::Acs(USER), User::Identity(IDENTITY)] {
        let operation = fixture.client.begin_groups_of(user).expect("begun");
        assert_eq!(column(&operation, "name"), ["Engineering", "Lobby and lifts"]);
        assert_eq!(column(&operation, "external_type"), ["salto_ks_access_group"; 2]);
    }
}

#[test]
fn a_user_in_no_group_has_none_and_an_unknown_one_is_an_error() {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(USER, LOBBY, false);
    assert_eq!(column(&fixture.client.begin_groups_of(User::Acs(USER)).expect("begun"), "name"), [""; 0]);
    for unknown in
        [User::Acs(NOBODY), User::Identity(NO_IDENTITY), User::Identity(Sandbox::USER_IDENTITY_WITHOUT_USER)]
    {
        let operation = fixture.client.begin_groups_of(unknown).expect("begun");
        assert_eq!(end(&operation).expect_err("unknown").status(), Status::NotFound);
    }
}
