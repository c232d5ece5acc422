//! What keeps a door shut although the membership is as wanted.

use std::time::Duration;

use seam_acs_core::Presence;
use seam_acs_sandbox::{Fault, Switch};
use serde_json::{Value, json};

use crate::fixture::{Fixture, GROUP, LONG, USER, ada, at, codes, engineering, fields, value};

/// The codes of what stands in the way in a building that was changed before.
fn found(change: impl FnOnce(&mut seam_acs_sandbox::Seed)) -> Vec<String> {
    let fixture = Fixture::with_seed(change);
    fixture.sandbox.put_membership(USER, GROUP, true);
    let record = fixture.wait_now(Presence::Present);
    for obstacle in record["obstacles"].as_array().expect("a list") {
        let message = obstacle["message"].as_str().expect("words");
        assert!(message.ends_with('.') && message.contains(' '), "{message}");
        assert!(obstacle["about"].is_string());
    }
    codes(&record).into_iter().map(str::to_owned).collect()
}

fn noted(kind: &str, code: &str) -> Value {
    json!([{ kind: code, "created_at": "2026-01-01T00:00:00.000Z", "message": "Seam's words." }])
}

#[test]
fn nothing_stands_in_the_way_of_an_ordinary_user() {
    assert_eq!(found(|_| {}), [""; 0]);
}

#[test]
fn the_user_can_be_the_obstacle() {
    assert_eq!(found(|seed| ada(seed).is_suspended = true), ["user_suspended"]);
    for code in ["acs_user_inactive", "salto_ks_user_not_subscribed", "being_deleted", "of_tomorrow"] {
        let warnings = noted("warning_code", code);
        assert_eq!(found(|seed| ada(seed).extra = fields(&json!({ "warnings": warnings }))), [code]);
    }
    let errors = noted("error_code", "deleted_externally");
    assert_eq!(found(|seed| ada(seed).extra = fields(&json!({ "errors": errors }))), ["deleted_externally"]);
}

#[test]
fn a_schedule_can_be_the_obstacle() {
    let (past, future) = ("2025-01-01T00:00:00.000Z", "2950-01-01T00:00:00.000Z");
    for (starts, ends, state) in [(future, Value::Null, "not_started"), (past, at(past), "over")] {
        let schedule = json!({ "access_schedule": { "starts_at": starts, "ends_at": ends } });
        let of_user = found(|seed| ada(seed).extra = fields(&schedule));
        assert_eq!(of_user, [format!("user_schedule_{state}")]);
        let of_group = found(|seed| engineering(seed).extra = fields(&schedule));
        assert_eq!(of_group, [format!("group_schedule_{state}")]);
    }
}

#[test]
fn the_group_and_the_system_can_be_the_obstacle() {
    let warnings = noted("warning_code", "being_deleted");
    assert_eq!(
        found(|seed| engineering(seed).extra = fields(&json!({ "warnings": warnings }))),
        ["being_deleted"]
    );
    for code in ["acs_system_disconnected", "seam_bridge_disconnected", "of_tomorrow"] {
        let errors = noted("error_code", code);
        assert_eq!(found(|seed| seed.systems[0].extra = fields(&json!({ "errors": errors }))), [code]);
    }
    let harmless = noted("warning_code", "time_zone_does_not_match_location");
    assert_eq!(found(|seed| seed.systems[0].extra = fields(&json!({ "warnings": harmless }))), [""; 0]);
}

#[test]
fn a_card_can_be_the_obstacle_and_a_server_without_cards_says_so() {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(USER, GROUP, true);
    let without = fixture.wait_now(Presence::Present);
    assert_eq!(without["not_read"], json!(["credentials"]));
    let card = json!({"acs_credential_id": "c", "errors": [], "warnings": noted("warning_code", "waiting_to_be_issued")});
    let body = json!({"acs_credentials": [card], "ok": true}).to_string();
    fixture.sandbox.fault(Fault::on("/acs/credentials/list").body(200, "application/json", &body));
    let with = fixture.wait_now(Presence::Present);
    assert_eq!((codes(&with), &with["not_read"]), (vec!["waiting_to_be_issued"], &json!([])));
    assert_eq!(with["obstacles"][0]["acs_credential_id"], "c");
    assert_eq!(with["obstacles"][0]["seam_says"], "Seam's words.");
}

#[test]
fn what_the_server_does_not_tell_is_named() {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(USER, GROUP, true);
    fixture.sandbox.set(Switch::PendingEntry(seam_acs_sandbox::PendingEntry::LeftOut));
    fixture.sandbox.set(Switch::NotServed(vec!["/acs/systems/get".to_owned()]));
    let record = fixture.wait_now(Presence::Present);
    let named = ["pending_mutations of the user", "pending_mutations of the group", "system", "credentials"];
    assert_eq!(record["not_read"], json!(named));
}

#[test]
fn what_keeps_a_door_shut_stands_in_the_way_of_no_removal() {
    let errors = noted("error_code", "acs_system_disconnected");
    let fixture = Fixture::with_seed(|seed| {
        ada(seed).is_suspended = true;
        seed.systems[0].extra = fields(&json!({ "errors": errors }));
    });
    assert_eq!(codes(&fixture.wait_now(Presence::Absent)), ["acs_system_disconnected"]);
}

#[test]
fn a_removal_that_is_scheduled_is_told() {
    let entry = json!({"mutation_code": "deferring_group_membership_update", "acs_access_group_id": GROUP,
        "variant": "removing", "created_at": "2026-01-01T00:00:00.000Z", "message": "Scheduled."});
    let fixture =
        Fixture::with_seed(|seed| ada(seed).extra = fields(&json!({ "pending_mutations": [entry] })));
    fixture.sandbox.put_membership(USER, GROUP, true);
    let record = value(&fixture.begin_wait(Presence::Present, LONG, Duration::ZERO));
    assert_eq!((&record["state"], codes(&record)), (&json!("settled_unobserved"), vec!["removal_scheduled"]));
}
