//! Who and what people mean.

use seam_acs_core::{Error, Sought, Status};
use seam_acs_sandbox::User;
use serde_json::Value;

use crate::scene::{GROUP, LONG, Scene, USER};

fn find(scene: &Scene, sought: Sought, text: &str) -> Result<Value, Error> {
    let operation = scene.client.begin_find(sought, text).expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.result().map(|answer| answer.record().expect("a record").value())
}

#[test]
fn names_addresses_and_ids_find_one() {
    let scene = Scene::new();
    for text in ["Ada Lindqvist", " ADA.Lindqvist@harbour.example ", USER] {
        assert_eq!(find(&scene, Sought::User, text).expect(text)["id"], USER);
    }
    let group = find(&scene, Sought::Group, "Engineering").expect("known");
    assert_eq!((&group["id"], &group["name"]), (&GROUP.into(), &"Engineering".into()));
    assert!(group["acs_system_id"].is_string());
    find(&scene, Sought::Entrance, "Server room").expect("known");
}

#[test]
fn nobody_and_several_are_errors_and_several_are_listed() {
    let scene = Scene::with_seed(|seed| {
        let twin = User {
            acs_user_id: "33333333-3333-3333-3333-00000000aaaa".to_owned(),
            user_identity_id: None,
            ..seed.users[0].clone()
        };
        seed.users.push(twin);
    });
    let error = find(&scene, Sought::User, "Ada Lindqvist").expect_err("two of them");
    assert_eq!(error.status(), Status::InvalidArgument);
    let message = error.to_string();
    assert!(message.contains(USER) && message.contains("33333333-3333-3333-3333-00000000aaaa"), "{message}");
    for (sought, text) in
        [(Sought::User, "Nobody"), (Sought::Group, "ada.lindqvist@harbour.example"), (Sought::User, " ")]
    {
        assert_eq!(find(&scene, sought, text).expect_err(text).status(), Status::InvalidArgument);
    }
}
