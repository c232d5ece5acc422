//! How a wait ends, whatever of the push the server shows.

use std::time::Duration;

use seam_acs_core::{Call, Presence, Status, User, WaitOptions};
use seam_acs_sandbox::{Fault, ListsShow, PendingEntry, PushPlan, Switch};
use serde_json::json;

use crate::fixture::{
    ADD, Fixture, GET_USER, GROUP, IDENTITY, LONG, NEVER, REMOVE, USER, ada, end, fields, is_pending, value,
};

const BRIEF: Duration = Duration::from_millis(1);

/// Both directions with lists that show the wanted and the applied membership, side by side.
fn each_position(test: impl Fn(Fixture, Presence) + Sync) {
    std::thread::scope(|threads| {
        for presence in [Presence::Present, Presence::Absent] {
            for lists in [ListsShow::Wanted, ListsShow::Applied] {
                let test = &test;
                threads.spawn(move || {
                    let fixture = Fixture::new();
                    fixture.sandbox.set(Switch::ListsShow(lists));
                    test(fixture, presence);
                });
            }
        }
    });
}

#[test]
fn a_push_that_shows_ends_as_applied_when_it_has_arrived_and_not_before() {
    each_position(|fixture, presence| {
        fixture.change(presence);
        let operation = fixture.begin_wait(presence, LONG, BRIEF);
        fixture.after_more(GET_USER, 3);
        assert!(is_pending(&operation));
        fixture.sandbox.finish_pushes();
        let record = value(&operation);
        assert_eq!(record["state"], "applied", "{record}");
        assert_eq!(record["wanted"], presence.name());
        assert_eq!((&record["acs_user_id"], &record["acs_access_group_id"]), (&json!(USER), &json!(GROUP)));
        assert!(record["reads"].as_u64().is_some_and(|reads| reads >= 7), "{record}");
    });
}

#[test]
fn a_push_that_shows_late_ends_as_applied() {
    each_position(|fixture, presence| {
        fixture.sandbox.set(Switch::PendingEntry(PendingEntry::LateMs(3_600_000)));
        fixture.change(presence);
        let operation = fixture.begin_wait(presence, LONG, NEVER);
        fixture.after_more(GET_USER, 2);
        fixture.sandbox.set(Switch::PendingEntry(PendingEntry::LateMs(0)));
        fixture.after_more(GET_USER, 2);
        assert!(is_pending(&operation));
        fixture.sandbox.finish_pushes();
        assert_eq!(value(&operation)["state"], "applied");
    });
}

#[test]
fn a_push_that_never_shows_ends_as_settled_unobserved_and_never_as_applied() {
    for hidden in [PendingEntry::Never, PendingEntry::LeftOut] {
        each_position(|fixture, presence| {
            fixture.sandbox.set(Switch::PendingEntry(hidden));
            fixture.change(presence);
            fixture.sandbox.finish_pushes();
            let record = value(&fixture.begin_wait(presence, LONG, BRIEF));
            assert_eq!(record["state"], "settled_unobserved", "{hidden:?}: {record}");
        });
    }
}

#[test]
fn nothing_settles_before_its_time_or_while_the_membership_reads_otherwise() {
    for hidden in [PendingEntry::Never, PendingEntry::LeftOut] {
        let fixture = Fixture::new();
        fixture.sandbox.set(Switch::PendingEntry(hidden));
        fixture.sandbox.set(Switch::ListsShow(ListsShow::Applied));
        fixture.change(Presence::Present);
        let unsettled = fixture.begin_wait(Presence::Present, LONG, NEVER);
        let otherwise = fixture.begin_wait(Presence::Present, LONG, BRIEF);
        fixture.after_more("/acs/access_groups/list", 6);
        assert!(is_pending(&unsettled) && is_pending(&otherwise));
        fixture.sandbox.finish_pushes();
        assert_eq!(value(&otherwise)["state"], "settled_unobserved");
        assert!(is_pending(&unsettled));
        unsettled.cancel();
    }
}

#[test]
fn a_field_that_goes_missing_is_never_read_as_nothing_pending() {
    each_position(|fixture, presence| {
        fixture.change(presence);
        let operation = fixture.begin_wait(presence, LONG, BRIEF);
        fixture.after_more(GET_USER, 2);
        fixture.sandbox.set(Switch::PendingEntry(PendingEntry::LeftOut));
        fixture.sandbox.finish_pushes();
        fixture.after_more(GET_USER, 3);
        assert!(is_pending(&operation));
        fixture.sandbox.set(Switch::PendingEntry(PendingEntry::AtOnce));
        assert_eq!(value(&operation)["state"], "applied");
    });
}

#[test]
fn a_wait_that_runs_out_of_time_is_still_pending_and_no_error() {
    each_position(|fixture, presence| {
        fixture.change(presence);
        let record = value(&fixture.begin_wait(presence, Duration::from_secs(2), BRIEF));
        assert_eq!(record["state"], "still_pending");
        assert_eq!(record["error"], json!(null));
        assert!(record["observed_for_ms"].is_u64());
    });
}

#[test]
fn a_push_that_fails_ends_as_failed_with_seams_own_words() {
    for shown in [PendingEntry::AtOnce, PendingEntry::Never, PendingEntry::LeftOut] {
        each_position(|fixture, presence| {
            fixture.sandbox.set(Switch::PendingEntry(shown));
            let operation = fixture.begin_wait(presence, LONG, NEVER);
            fixture.after_more(GET_USER, 2);
            for path in [ADD, REMOVE] {
                fixture.sandbox.fault(Fault::on(path).push(PushPlan::FailsAfterMs(300)));
            }
            fixture.change(presence);
            let record = value(&operation);
            assert_eq!(record["state"], "failed", "{shown:?}: {record}");
            assert_eq!(record["error"]["error_code"], "failed_to_update_on_acs_system");
            assert!(record["error"]["created_at"].is_string() && record["error"]["message"].is_string());
        });
    }
}

#[test]
fn an_error_older_than_the_change_is_no_failure() {
    let fixture = Fixture::with_seed(|seed| {
        let error = json!({"error_code": "failed_to_update_on_acs_system", "created_at": "2025-03-01T10:00:00.582Z",
            "message": "An old story."});
        ada(seed).extra = fields(&json!({ "errors": [error] }));
    });
    fixture.change(Presence::Present);
    let operation = fixture.begin_wait(Presence::Present, LONG, BRIEF);
    fixture.after_more(GET_USER, 2);
    fixture.sandbox.finish_pushes();
    assert_eq!(value(&operation)["state"], "applied");
}

#[test]
fn an_error_of_a_server_whose_clock_is_years_behind_is_newer_all_the_same() {
    let pending = json!([{"mutation_code": "updating_group_membership", "created_at": "1999-01-01T00:00:00.000000Z",
        "from": {"acs_access_group_id": null}, "to": {"acs_access_group_id": GROUP}, "message": "Pushing."}]);
    let error =
        json!([{"error_code": "of_tomorrow", "created_at": "1999-01-01T00:00:01.000Z", "message": "No."}]);
    let user = |pending: &serde_json::Value, errors: &serde_json::Value| {
        let user = json!({"acs_user_id": USER, "acs_system_id": "s", "pending_mutations": pending, "errors": errors});
        json!({"acs_user": user, "ok": true}).to_string()
    };
    let fixture = Fixture::new();
    let none = json!([]);
    fixture.sandbox.fault(Fault::on(GET_USER).body(200, "application/json", &user(&pending, &none)));
    fixture.sandbox.fault(Fault::on(GET_USER).body(200, "application/json", &user(&none, &error)).always());
    let record = value(&fixture.begin_wait(Presence::Present, LONG, NEVER));
    assert_eq!((&record["state"], &record["error"]), (&json!("failed"), &error[0]));
}

#[test]
fn a_scheduled_change_ends_as_deferred_with_its_time() {
    let starts = "2033-05-01T07:00:00.000Z";
    let deferrals = [
        json!({"mutation_code": "deferring_group_membership_update", "acs_access_group_id": GROUP, "variant": "adding",
            "created_at": "2026-01-01T00:00:00.000Z", "message": "Scheduled."}),
        json!({"mutation_code": "deferring_creation", "scheduled_at": starts,
            "created_at": "2026-01-01T00:00:00.000Z", "message": "Not yet."}),
    ];
    for deferral in deferrals {
        let fixture = Fixture::with_seed(|seed| {
            let schedule = json!({"starts_at": starts, "ends_at": null});
            let user = ada(seed);
            user.extra = fields(&json!({"pending_mutations": [deferral], "access_schedule": schedule}));
        });
        let record = value(&fixture.begin_wait(Presence::Present, LONG, BRIEF));
        assert_eq!((&record["state"], &record["deferred_until"]), (&json!("deferred"), &json!(starts)));
    }
}

#[test]
fn a_user_can_be_named_by_identity() {
    let fixture = Fixture::new();
    fixture.change(Presence::Present);
    let limits = WaitOptions { timeout: LONG, ..WaitOptions::default() };
    let operation =
        fixture.client.begin_wait(User::Identity(IDENTITY), GROUP, Presence::Present, limits).expect("begun");
    fixture.after_more(GET_USER, 2);
    fixture.sandbox.finish_pushes();
    let record = value(&operation);
    assert_eq!((&record["state"], &record["acs_user_id"]), (&json!("applied"), &json!(USER)));
}

#[test]
fn a_move_from_one_group_to_another_is_seen_from_both() {
    for (presence, from, to) in
        [(Presence::Absent, json!(GROUP), json!("other")), (Presence::Present, json!("other"), json!(GROUP))]
    {
        let fixture = Fixture::new();
        fixture.sandbox.put_membership(USER, GROUP, presence == Presence::Present);
        let entry = json!({"mutation_code": "updating_group_membership", "created_at": "2026-01-01T00:00:00.000Z",
            "from": {"acs_access_group_id": from}, "to": {"acs_access_group_id": to}, "message": "Moving."});
        let user = json!({"acs_user_id": USER, "acs_system_id": "s", "pending_mutations": [entry]});
        let body = json!({"acs_user": user, "ok": true}).to_string();
        fixture.sandbox.fault(Fault::on(GET_USER).body(200, "application/json", &body).times(2));
        let record = value(&fixture.begin_wait(presence, LONG, NEVER));
        assert_eq!(record["state"], "applied", "{record}");
    }
}

#[test]
fn a_wait_that_is_cancelled_is_cancelled_and_changes_nothing() {
    let fixture = Fixture::new();
    fixture.change(Presence::Present);
    let operation = fixture.begin_wait(Presence::Present, Duration::ZERO, NEVER);
    fixture.after_more(GET_USER, 2);
    operation.cancel();
    assert_eq!(end(&operation).expect_err("cancelled").status(), Status::Cancelled);
    assert_eq!(fixture.requests_to(ADD), 1);
}

#[test]
fn ids_that_cannot_be_one_are_refused_before_anything_is_sent() {
    let fixture = Fixture::new();
    let limits = WaitOptions::default();
    for (user, group, field) in [("", GROUP, "acs_user_id"), (USER, " g", "acs_access_group_id")] {
        let error =
            fixture.client.begin_wait(User::Acs(user), group, Presence::Present, limits).expect_err(field);
        assert!(error.to_string().starts_with(field), "{error}");
        fixture.client.begin_ensure(User::Acs(user), group, Presence::Present).expect_err(field);
        fixture.client.begin_is_member(User::Acs(user), group).expect_err(field);
    }
    assert!(Call::add_user_to_group(User::Acs(""), GROUP).is_err());
    assert!(fixture.sandbox.requests().is_empty());
}
