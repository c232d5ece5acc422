//! Lists, pages and single resources.

use std::collections::HashSet;

use seam_acs_sandbox::{Fault, Sandbox, SandboxOptions, Seed};
use serde_json::json;

use crate::client::{ADD, Connection, GROUP, USER, pair, sandbox};

#[test]
fn a_list_comes_in_pages_and_every_user_is_on_exactly_one() {
    let options =
        SandboxOptions { seed: Seed::default().with_more_users(1_100), ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).unwrap();
    let mut connection = Connection::to(&sandbox);
    let mut seen = HashSet::new();
    let mut pages = 0;
    let mut params = json!({});
    loop {
        let answer = connection.post("/acs/users/list", &params);
        seen.extend(answer.column("acs_users", "acs_user_id"));
        pages += 1;
        assert!(pages < 10, "the pages end");
        let pagination = &answer.json()["pagination"];
        if pagination["has_next_page"] == false {
            assert!(pagination["next_page_cursor"].is_null() && pagination["next_page_url"].is_null());
            break;
        }
        params = json!({ "page_cursor": pagination["next_page_cursor"] });
    }
    assert_eq!((pages, seen.len()), (3, 1_106));
}

#[test]
fn the_url_of_the_next_page_leads_to_it() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let first = connection.get("/acs/users/list?limit=1&search=harbour.example&_strict=true");
    let url = first.json()["pagination"]["next_page_url"].as_str().unwrap().to_owned();
    let second = connection.get(url.strip_prefix(sandbox.url()).unwrap());
    assert_eq!(first.column("acs_users", "full_name"), ["Ada Lindqvist"]);
    assert_eq!(second.column("acs_users", "full_name"), ["Björn Okafor"]);
}

#[test]
fn an_invented_cursor_is_refused() {
    let sandbox = sandbox();
    let answer = Connection::to(&sandbox).post("/acs/users/list", &json!({ "page_cursor": "2" }));
    assert_eq!((answer.status, answer.error_type().as_str()), (400, "invalid_input"));
}

#[test]
fn a_repeated_cursor_can_be_ordered() {
    let sandbox = sandbox();
    sandbox.fault(Fault::on("/acs/users/list").always().answer(seam_acs_sandbox::Answer::RepeatedCursor));
    let mut connection = Connection::to(&sandbox);
    let first = connection.post("/acs/users/list", &json!({ "limit": 2 })).json();
    let cursor = &first["pagination"]["next_page_cursor"];
    let second = connection.post("/acs/users/list", &json!({ "limit": 2, "page_cursor": cursor })).json();
    let third = connection.post("/acs/users/list", &json!({ "limit": 2, "page_cursor": cursor })).json();
    assert!(cursor.is_string());
    assert_eq!(&second["pagination"]["next_page_cursor"], cursor);
    assert_eq!(&third["pagination"]["next_page_cursor"], cursor);
}

#[test]
fn members_and_groups_can_be_listed_from_both_sides() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    let users = connection.post("/acs/access_groups/list_users", &json!({ "acs_access_group_id": GROUP }));
    assert_eq!(users.column("acs_users", "full_name"), ["Ada Lindqvist", "Björn Okafor"]);
    let groups = connection.post("/acs/access_groups/list", &json!({ "acs_user_id": USER }));
    assert_eq!(groups.column("acs_access_groups", "name"), ["Engineering", "Lobby and lifts"]);
    let by_identity = json!({ "user_identity_id": Sandbox::USER_IDENTITY });
    let groups = connection.post("/acs/access_groups/list", &by_identity);
    assert_eq!(groups.column("acs_access_groups", "name"), ["Engineering", "Lobby and lifts"]);
}

#[test]
fn a_group_shows_its_entrances_and_its_schedule() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let night_shift = json!({ "acs_access_group_id": "44444444-4444-4444-4444-000000000003" });
    let entrances = connection.post("/acs/access_groups/list_accessible_entrances", &night_shift);
    assert_eq!(entrances.column("acs_entrances", "display_name"), ["Main entrance", "Control room"]);
    let group = connection.post("/acs/access_groups/get", &night_shift).json();
    assert_eq!(group["acs_access_group"]["access_schedule"]["starts_at"], "2025-01-01T22:00:00.000Z");
}

#[test]
fn systems_and_entrances_are_found_by_id_and_by_search() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    let systems = connection.get("/acs/systems/list?search=warehouse");
    assert_eq!(systems.column("acs_systems", "name"), ["Warehouse North"]);
    let entrances = connection.get("/acs/entrances/list?search=room");
    assert_eq!(entrances.column("acs_entrances", "display_name"), ["Server room", "Control room"]);
    let two = "55555555-5555-5555-5555-000000000001&acs_entrance_ids=55555555-5555-5555-5555-000000000008";
    let entrances = connection.get(&format!("/acs/entrances/list?acs_entrance_ids={two}"));
    assert_eq!(entrances.column("acs_entrances", "display_name"), ["Main entrance", "Loading dock"]);
    let nowhere = json!({ "acs_entrance_id": GROUP });
    assert_eq!(connection.post("/acs/entrances/get", &nowhere).error_type(), "acs_entrance_not_found");
    let nowhere = json!({ "acs_system_id": GROUP });
    assert_eq!(connection.post("/acs/systems/get", &nowhere).error_type(), "acs_system_not_found");
}

#[test]
fn a_pending_change_shows_on_the_user_and_on_the_group() {
    let sandbox = sandbox();
    let mut connection = Connection::to(&sandbox);
    connection.post(ADD, &pair());
    let user = connection.post("/acs/users/get", &json!({ "acs_user_id": USER })).json();
    let entry = &user["acs_user"]["pending_mutations"][0];
    assert_eq!(entry["mutation_code"], "updating_group_membership");
    assert!(entry["from"]["acs_access_group_id"].is_null());
    assert_eq!(entry["to"]["acs_access_group_id"], GROUP);
    let group = connection.post("/acs/access_groups/get", &json!({ "acs_access_group_id": GROUP })).json();
    let entry = &group["acs_access_group"]["pending_mutations"][0];
    assert_eq!(entry["mutation_code"], "updating_user_membership");
    assert_eq!(entry["to"]["acs_user_id"], USER);
    sandbox.finish_pushes();
    let user = connection.post("/acs/users/get", &json!({ "acs_user_id": USER })).json();
    assert_eq!(user["acs_user"]["pending_mutations"], json!([]));
}
