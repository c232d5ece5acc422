//! Who and what people mean.

use seam_acs_core::{Error, LookupKind, Status};
use seam_acs_sandbox::User;
use serde_json::Value;

use crate::fixture::{Fixture, GROUP, LONG, USER};

fn find(fixture: &Fixture, sought: LookupKind, text: &str) -> Result<Value, Error> {
    find_in(fixture, sought, text, None)
}

fn find_in(fixture: &Fixture, sought: LookupKind, text: &str, system: Option<&str>) -> Result<Value, Error> {
    let operation = fixture.client.begin_find(sought, text, system).expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.result().map(|answer| answer.record().expect("a record").value())
}

#[test]
fn names_addresses_and_ids_find_one() {
    let fixture = Fixture::new();
    for text in ["Ada Lindqvist", " ADA.Lindqvist@harbour.example ", USER] {
        assert_eq!(find(&fixture, LookupKind::User, text).expect(text)["id"], USER);
    }
    let group = find(&fixture, LookupKind::Group, "Engineering").expect("known");
    assert_eq!((&group["id"], &group["name"]), (&GROUP.into(), &"Engineering".into()));
    assert!(group["acs_system_id"].is_string());
    find(&fixture, LookupKind::Entrance, "Server room").expect("known");
}

#[test]
fn nobody_and_several_are_errors_and_several_are_listed() {
    let fixture = Fixture::with_seed(|seed| {
        let twin = User {
            acs_user_id: "33333333-3333-3333-3333-00000000aaaa".to_owned(),
            user_identity_id: None,
            ..seed.users[0].clone()
        };
        seed.users.push(twin);
    });
    let error = find(&fixture, LookupKind::User, "Ada Lindqvist").expect_err("two of them");
    assert_eq!(error.status(), Status::InvalidArgument);
    let message = error.to_string();
    assert!(message.contains(USER) && message.contains("33333333-3333-3333-3333-00000000aaaa"), "{message}");
    for (sought, text) in [
        (LookupKind::User, "Nobody"),
        (LookupKind::Group, "ada.lindqvist@harbour.example"),
        (LookupKind::User, " "),
    ] {
        assert_eq!(find(&fixture, sought, text).expect_err(text).status(), Status::InvalidArgument);
    }
}

#[test]
fn of_namesakes_the_one_in_the_system_is_found() {
    let fixture = Fixture::with_seed(|seed| seed.groups[3].name = "Engineering".to_owned());
    find(&fixture, LookupKind::Group, "Engineering").expect_err("two of them");
    let there = find_in(&fixture, LookupKind::Group, "Engineering", Some("Warehouse North")).expect("one");
    assert_eq!(there["acs_system_id"], "11111111-1111-1111-1111-000000000002");
    let here = Some("11111111-1111-1111-1111-111111111111");
    let found = find_in(&fixture, LookupKind::Group, "Engineering", here).expect("one");
    assert_eq!(found["id"], GROUP);
    let unknown =
        find_in(&fixture, LookupKind::Group, "Engineering", Some("Warehouse Nort")).expect_err("none");
    let message = unknown.to_string();
    assert!(message.contains("there is no access system \"Warehouse Nort\""), "{message}");
    assert!(message.contains("did you mean \"Warehouse North\"?"), "{message}");
}
