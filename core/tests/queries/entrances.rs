//! Which doors somebody can open, and who can open a door.

use std::collections::HashMap;

use seam_acs_core::{Operation, Status, User};
use seam_acs_sandbox::{Fault, Group, Switch};
use serde_json::{Map, Value, json};

use crate::fixture::{Fixture, GROUP, IDENTITY, LONG, USER, ada, client, end};

const MAIN_ENTRANCE: &str = "55555555-5555-5555-5555-000000000001";
const CONTROL_ROOM: &str = "55555555-5555-5555-5555-000000000006";
const BJOERN: &str = "33333333-3333-3333-3333-000000000002";

/// The objects of a list by name.
fn by_name(operation: &Operation) -> HashMap<String, Value> {
    let answer = end(operation).expect("an answer");
    let list = answer.list().expect("a list");
    list.iter().map(|item| (item.get("display_name").expect("a name"), item.value())).collect()
}

fn names(ways: &Value) -> Vec<&str> {
    ways.as_array().expect("a list").iter().filter_map(|way| way["name"].as_str()).collect()
}

fn entrances_of(fixture: &Fixture, user: User<'_>) -> HashMap<String, Value> {
    by_name(&fixture.client.begin_entrances_of(user).expect("begun"))
}

fn who_can_open(fixture: &Fixture, entrance: &str) -> HashMap<String, Value> {
    by_name(&fixture.client.begin_who_can_open(entrance).expect("begun"))
}

#[test]
fn entrances_come_with_the_groups_that_lead_there() {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(USER, GROUP, true);
    for user in [User::Acs(USER), User::Identity(IDENTITY)] {
        let doors = entrances_of(&fixture, user);
        assert_eq!(doors.len(), 5);
        assert_eq!(names(&doors["Main entrance"]["through"]), ["Engineering", "Lobby and lifts"]);
        assert_eq!(names(&doors["Server room"]["through"]), ["Engineering"]);
        assert!(doors.values().all(|door| door["accessible"] == true && door["acs_entrance_id"].is_string()));
    }
}

#[test]
fn the_schedule_of_the_way_is_told() {
    let fixture = Fixture::new();
    let doors = entrances_of(&fixture, User::Acs("33333333-3333-3333-3333-000000000004"));
    let way = &doors["Control room"]["through"][0];
    assert_eq!(way["access_schedule"]["starts_at"], "2025-01-01T22:00:00.000Z");
    assert_eq!(way["acs_access_group_id"], "44444444-4444-4444-4444-000000000003");
}

#[test]
fn a_door_that_only_the_groups_promise_is_not_accessible() {
    let suspended = Fixture::with_seed(|seed| ada(seed).is_suspended = true);
    let doors = entrances_of(&suspended, User::Acs(USER));
    assert!(!doors.is_empty() && doors.values().all(|door| door["accessible"] == false));

    let pending = Fixture::new();
    pending.change(seam_acs_core::Presence::Present);
    let doors = entrances_of(&pending, User::Acs(USER));
    assert_eq!(
        (&doors["Server room"]["accessible"], &doors["Main entrance"]["accessible"]),
        (&json!(false), &json!(true))
    );
}

#[test]
fn a_door_without_a_group_is_told_too() {
    let fixture = Fixture::new();
    let door = json!({"acs_entrance_id": "direct", "display_name": "Boat house"});
    let body = json!({"acs_entrances": [door], "ok": true}).to_string();
    let own = "/acs/users/list_accessible_entrances";
    fixture.sandbox.fault(Fault::on(own).body(200, "application/json", &body));
    let doors = entrances_of(&fixture, User::Acs(USER));
    assert_eq!(
        (&doors["Boat house"]["through"], &doors["Boat house"]["accessible"]),
        (&json!([]), &json!(true))
    );
    fixture.sandbox.set(Switch::NotServed(vec![own.to_owned()]));
    let doors = entrances_of(&fixture, User::Acs(USER));
    assert!(!doors.is_empty() && doors.values().all(|door| door["accessible"].is_null()));
}

#[test]
fn an_unknown_user_is_an_error_and_no_empty_list() {
    let fixture = Fixture::new();
    for unknown in [
        User::Acs("33333333-3333-3333-3333-999999999999"),
        User::Identity("66666666-6666-6666-6666-999999999999"),
    ] {
        let operation = fixture.client.begin_entrances_of(unknown).expect("begun");
        assert_eq!(end(&operation).expect_err("unknown").status(), Status::NotFound);
    }
}

#[test]
fn a_read_that_fails_is_never_a_shorter_list() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on("/acs/access_groups/list_accessible_entrances").group(GROUP).status(403));
    let operation = fixture.client.begin_who_can_open(MAIN_ENTRANCE).expect("begun");
    assert_eq!(end(&operation).expect_err("incomplete").status(), Status::Forbidden);
}

#[test]
fn those_who_can_open_a_door_come_with_the_groups_that_let_them_in() {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(USER, GROUP, true);
    let people = who_can_open(&fixture, MAIN_ENTRANCE);
    assert_eq!(people.len(), 4);
    assert_eq!(names(&people["Ada Lindqvist"]["through"]), ["Engineering", "Lobby and lifts"]);
    assert_eq!(names(&people["Daniel Weiss"]["through"]), ["Night shift"]);
    assert!(people.values().all(|person| person["obstacles"] == json!([])));
    let people = who_can_open(&fixture, CONTROL_ROOM);
    assert_eq!(people.keys().collect::<Vec<_>>(), ["Daniel Weiss"]);
}

#[test]
fn those_who_are_kept_out_all_the_same_are_marked() {
    let fixture = Fixture::with_seed(|seed| {
        let bjoern = seed.users.iter_mut().find(|user| user.acs_user_id == BJOERN).expect("Björn");
        bjoern.is_suspended = true;
    });
    let people = who_can_open(&fixture, MAIN_ENTRANCE);
    assert_eq!(people["Björn Okafor"]["obstacles"][0]["code"], "user_suspended");
}

#[test]
fn an_unknown_entrance_is_an_error() {
    let fixture = Fixture::new();
    let unknown = fixture.client.begin_who_can_open("55555555-5555-5555-5555-999999999999").expect("begun");
    assert_eq!(end(&unknown).expect_err("unknown").status(), Status::NotFound);
    fixture.client.begin_who_can_open("").expect_err("no id");
}

#[test]
fn at_most_eight_reads_are_under_way_at_once() {
    let fixture = Fixture::with_seed(|seed| {
        let like = seed.groups[0].clone();
        seed.groups.extend((0..30).map(|number| Group {
            acs_access_group_id: format!("44444444-4444-4444-5555-{number:012}"),
            name: format!("Group {number}"),
            members: vec![USER.to_owned()],
            extra: Map::new(),
            ..like.clone()
        }));
    });
    let path = "/acs/access_groups/list_accessible_entrances";
    fixture.sandbox.fault(Fault::on(path).hold().times(8));
    fixture.sandbox.fault(Fault::on(path).delay_ms(20).always());
    let wide = client(&fixture.sandbox, &[("max_concurrency", "64")]);
    let operation = wide.begin_entrances_of(User::Acs(USER)).expect("begun");
    assert!(fixture.sandbox.wait_for_held(8, LONG), "eight at once");
    fixture.sandbox.release();
    let doors = by_name(&operation);
    let ways = names(&doors["Server room"]["through"]);
    assert_eq!((ways.first(), ways.len()), (Some(&"Group 0"), 30), "in the order of the groups");
    assert_eq!((fixture.requests_to(path), most_at_once(&fixture, path)), (31, 8));
}

/// The parallelism of requests to `path`, from the server's own log.
fn most_at_once(fixture: &Fixture, path: &str) -> usize {
    let logged = fixture.sandbox.requests();
    let spans: Vec<_> = logged
        .iter()
        .filter(|request| request.path == path)
        .map(|request| (request.started, request.ended.expect("answered")))
        .collect();
    let under_way_at =
        |moment| spans.iter().filter(|(started, ended)| *started <= moment && moment < *ended).count();
    spans.iter().map(|(started, _)| under_way_at(*started)).max().unwrap_or_default()
}
