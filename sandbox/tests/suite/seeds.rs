//! What a sandbox can be started with.

use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed};
use serde_json::json;

use crate::client::{Connection, sandbox};

#[test]
fn the_built_in_seed_has_the_ids_of_the_guide_and_the_user_is_not_in_the_group() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let user =
        connection.post("/acs/users/get", &json!({ "acs_user_id": "33333333-3333-3333-3333-333333333333" }));
    assert_eq!(user.json()["acs_user"]["full_name"], "Ada Lindqvist");
    let group = json!({ "acs_access_group_id": "44444444-4444-4444-4444-444444444444" });
    assert_eq!(
        connection.post("/acs/access_groups/get", &group).json()["acs_access_group"]["name"],
        "Engineering"
    );
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn further_fields_of_a_seed_are_answered_as_they_are() {
    let text = r#"{
        "systems": [{ "acs_system_id": "s", "name": "S", "external_type": "a_system_of_tomorrow" }],
        "users": [{ "acs_user_id": "u", "acs_system_id": "s", "full_name": "U", "colour": ["blue"], "errors": null }]
    }"#;
    let options = SandboxOptions { seed: Seed::from_json(text).unwrap(), ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).unwrap();
    let users = Connection::to(&sandbox).post("/acs/users/list", &json!({})).json();
    assert_eq!(users["acs_users"][0]["colour"], json!(["blue"]));
    assert_eq!(users["acs_users"][0]["errors"], json!(null));
}

#[test]
fn a_seed_that_contradicts_itself_is_refused_with_the_reason() {
    for (text, reason) in [
        (
            r#"{ "groups": [{ "acs_access_group_id": "g", "acs_system_id": "s", "name": "G", "external_type": "t" }] }"#,
            "acs_system_id s is not",
        ),
        (
            r#"{ "systems": [{ "acs_system_id": "s", "name": "S", "external_type": "t" }, { "acs_system_id": "s", "name": "S", "external_type": "t" }] }"#,
            "occurs twice",
        ),
        (r#"{ "doors": [] }"#, "unknown field `doors`"),
    ] {
        let problem = Seed::from_json(text).unwrap_err().to_string();
        assert!(problem.contains(reason), "{problem}");
    }
    let mut seed = Seed::default();
    seed.systems.clear();
    let options = SandboxOptions { seed, ..SandboxOptions::default() };
    assert_eq!(Sandbox::start(options).err().unwrap().kind(), std::io::ErrorKind::InvalidInput);
}

#[test]
fn a_stopped_sandbox_closes_its_connections_and_frees_its_port() {
    let restarted = || {
        let sandbox = sandbox();
        let port = sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
        let mut connection = Connection::to(&sandbox);
        connection.get("/acs/systems/list");
        drop(sandbox);
        connection.ending();
        Sandbox::start(SandboxOptions { port, ..SandboxOptions::default() }).ok()
    };
    // Another test's sandbox may have been given the free port meanwhile, but not every time.
    let again = (0..20).find_map(|_| restarted()).unwrap();
    assert_eq!(Connection::to(&again).get("/acs/systems/list").status, 200);
}
