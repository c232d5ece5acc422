//! Who and what people mean.

use seam_acs_core::{Error, LookupKind, Status};
use seam_acs_sandbox::User;
use serde_json::Value;

use crate::fixture::{Fixture, GROUP, LONG, USER};

fn find(fixture: &Fixture, sought: LookupKind, text: &str) -> Result<Value, Error> {
    let operation = fixture.client.begin_find(sought, text).expect("begun");
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
