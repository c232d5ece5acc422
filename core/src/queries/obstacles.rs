//! What keeps a door shut in spite of a membership, in words for the people who run a building.

use serde_json::{Value, json};

use crate::model::json_fields::{items, text};
use crate::model::presence::Presence;
use crate::model::server_time::ServerTime;

/// What an obstacle is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    User,
    Group,
    System,
    Credential,
}

/// What keeps doors shut on the side of the user alone.
pub(super) fn of_user(user: &Value, now: ServerTime) -> Vec<Value> {
    let mut found = Vec::new();
    if user.get("is_suspended") == Some(&Value::Bool(true)) {
        found.push(obstacle(About::User, "user_suspended", &Value::Null));
    }
    let subscription = user.get("salto_ks_metadata").and_then(|salto| salto.get("is_subscribed"));
    let warns =
        |code| items(user, "warnings").iter().any(|warning| text(warning, "warning_code") == Some(code));
    if subscription == Some(&Value::Bool(false)) && !warns(NOT_SUBSCRIBED) {
        found.push(obstacle(About::User, NOT_SUBSCRIBED, &Value::Null));
    }
    found.extend(errors(About::User, user));
    found.extend(warnings(About::User, user));
    found.extend(changes_of_itself(About::User, user));
    found.extend(schedule(About::User, user, now));
    found
}

/// What keeps doors shut on the side of the group.
pub(super) fn of_group(group: &Value, now: ServerTime) -> Vec<Value> {
    let mut found: Vec<Value> = errors(About::Group, group).collect();
    found.extend(warnings(About::Group, group));
    found.extend(changes_of_itself(About::Group, group));
    found.extend(schedule(About::Group, group, now));
    found
}

/// What keeps changes from reaching the access system.
pub(super) fn of_system(system: &Value) -> Vec<Value> {
    const HARMLESS: [&str; 2] =
        ["salto_ks_subscription_limit_almost_reached", "time_zone_does_not_match_location"];
    let warnings = warnings(About::System, system);
    let in_the_way = warnings.filter(|found| !HARMLESS.contains(&text(found, "code").unwrap_or_default()));
    errors(About::System, system).chain(in_the_way).collect()
}

/// What is wrong with a card, code or mobile key.
pub(super) fn of_credential(credential: &Value) -> Vec<Value> {
    let found = errors(About::Credential, credential).chain(warnings(About::Credential, credential));
    let id = credential.get("acs_credential_id").cloned().unwrap_or_default();
    let with_id = |mut found: Value| {
        if let Value::Object(fields) = &mut found {
            fields.insert("acs_credential_id".to_owned(), id.clone());
        }
        found
    };
    found.map(with_id).collect()
}

/// The opposite of the wanted change is scheduled.
pub(super) fn of_schedule_against(wanted: Presence) -> Value {
    let code = match wanted {
        Presence::Present => "removal_scheduled",
        Presence::Absent => "addition_scheduled",
    };
    obstacle(About::User, code, &Value::Null)
}

/// Only what Seam reports as failed: the other obstacles keep doors shut and do not stop removals.
pub(super) fn failures(user: &Value, group: &Value) -> Vec<Value> {
    errors(About::User, user).chain(errors(About::Group, group)).collect()
}

fn errors(about: About, object: &Value) -> impl Iterator<Item = Value> {
    items(object, "errors")
        .iter()
        .map(move |error| obstacle(about, text(error, "error_code").unwrap_or("unknown_error"), error))
}

fn warnings(about: About, object: &Value) -> impl Iterator<Item = Value> {
    items(object, "warnings").iter().map(move |warning| {
        obstacle(about, text(warning, "warning_code").unwrap_or("unknown_warning"), warning)
    })
}

fn changes_of_itself(about: About, object: &Value) -> impl Iterator<Item = Value> {
    items(object, "pending_mutations").iter().filter_map(move |entry| {
        let code = match (about, text(entry, "mutation_code")?) {
            (About::User, "creating") => "user_being_created",
            (About::User, "deferring_creation") => "user_not_created_yet",
            (About::User, "deleting") => "user_being_deleted",
            (About::User, "updating_suspension_state") => "user_suspension_changing",
            (About::Group, "creating") => "group_being_created",
            (About::Group, "deleting") => "group_being_deleted",
            (About::Group, "deferring_deletion") => "group_deletion_scheduled",
            _ => return None,
        };
        Some(obstacle(about, code, entry))
    })
}

fn schedule(about: About, object: &Value, now: ServerTime) -> Option<Value> {
    let schedule = object.get("access_schedule")?;
    let passed = |end| text(schedule, end).and_then(ServerTime::parse).map(|moment| moment <= now);
    let (state, end, verb) = if passed("ends_at") == Some(true) {
        ("over", "ends_at", "ended")
    } else if passed("starts_at") == Some(false) {
        ("not_started", "starts_at", "begins")
    } else {
        return None;
    };
    let (whose, name) = if about == About::Group { ("group's", "group") } else { ("user's", "user") };
    let moment = text(schedule, end).unwrap_or_default();
    Some(json!({
        "code": format!("{name}_schedule_{state}"),
        "about": about.name(),
        "message": format!("The {whose} schedule {verb} at {moment}: no door opens {} that.",
            if state == "over" { "after" } else { "before" }),
    }))
}

/// `said` is Seam's own object, where there is one: its message and its time are kept.
fn obstacle(about: About, code: &str, said: &Value) -> Value {
    let seam_says = text(said, "message");
    let message = words(about, code).map_or_else(
        || match seam_says {
            Some(says) => format!("{} has a problem. Seam says: {says}", about.subject()),
            None => format!("{} has a problem that Seam calls {code}.", about.subject()),
        },
        str::to_owned,
    );
    let mut found = json!({ "code": code, "about": about.name(), "message": message });
    if let Value::Object(fields) = &mut found {
        let kept = [("seam_says", seam_says), ("created_at", text(said, "created_at"))];
        fields.extend(kept.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))));
    }
    found
}

impl About {
    const fn name(self) -> &'static str {
        match self {
            About::User => "user",
            About::Group => "group",
            About::System => "system",
            About::Credential => "credential",
        }
    }

    const fn subject(self) -> &'static str {
        match self {
            About::User => "The user",
            About::Group => "The access group",
            About::System => "The access system",
            About::Credential => "A card, code or mobile key of the user",
        }
    }
}

const NOT_SUBSCRIBED: &str = "salto_ks_user_not_subscribed";

fn words(about: About, code: &str) -> Option<&'static str> {
    Some(match about {
        About::User => of_user_in_words(code)?,
        About::Group => of_group_in_words(code)?,
        About::System => of_system_in_words(code)?,
        About::Credential => of_credential_in_words(code)?,
    })
}

fn of_user_in_words(code: &str) -> Option<&'static str> {
    Some(match code {
        "user_suspended" => "The user is suspended: no door opens for them until they are unsuspended.",
        "acs_user_inactive" => "The user is inactive in the access system and cannot open any door.",
        NOT_SUBSCRIBED => {
            "The user has no Salto KS subscription and cannot open any door until they get one."
        }
        "being_deleted" | "user_being_deleted" => "The user is being deleted from the access system.",
        "deleted_externally" => "Somebody deleted the user in the access system itself, bypassing Seam.",
        "failed_to_create_on_acs_system" => "The access system did not accept the user.",
        "failed_to_update_on_acs_system" => "The access system did not accept a change to the user.",
        "failed_to_delete_on_acs_system" => "The access system did not delete the user.",
        "salto_ks_subscription_limit_exceeded" => {
            "The Salto KS site has no subscription left for the user: buy one, or free one."
        }
        "latch_conflict_with_resident_user" => "A resident with the same data exists in Latch.",
        "latch_resident_user" => "The user is a resident in Latch, whom Seam cannot change.",
        "user_being_created" => "The access system is still adding the user.",
        "user_not_created_yet" => {
            "The access system does not know the user yet: that happens when they get a card, code or mobile key, or at the scheduled time."
        }
        "user_suspension_changing" => "The user is being suspended or unsuspended.",
        "removal_scheduled" => "The user is scheduled to be taken out of the group later.",
        "addition_scheduled" => "The user is scheduled to be put into the group later.",
        _ => return None,
    })
}

fn of_group_in_words(code: &str) -> Option<&'static str> {
    Some(match code {
        "being_deleted" | "group_being_deleted" => {
            "The access group is being deleted from the access system."
        }
        "group_deletion_scheduled" => "The access group is scheduled to be deleted when its time is over.",
        "group_being_created" => "The access system is still adding the access group.",
        "failed_to_create_on_acs_system" => "The access system did not accept the access group.",
        _ => return None,
    })
}

fn of_system_in_words(code: &str) -> Option<&'static str> {
    Some(match code {
        "acs_system_disconnected" => {
            "The access system is not connected to Seam: changes wait until it is again."
        }
        "seam_bridge_disconnected" | "bridge_disconnected" => {
            "Seam Bridge, the program that reaches the access system, is not connected: changes wait until it is again."
        }
        "visionline_instance_unreachable" => {
            "Seam cannot reach the Visionline server: changes wait until it can again."
        }
        "account_disconnected" => "The account of the access system is not connected to Seam: log in again.",
        "provider_service_unavailable" => {
            "The access system's own service is not available. Seam tries again by itself."
        }
        "insufficient_permissions" => "Seam's account in the access system may not make this change.",
        "salto_ks_certification_expired" => {
            "The Salto KS certification has expired: changes wait until it is renewed."
        }
        "salto_ks_subscription_limit_exceeded" => {
            "The Salto KS site has no subscriptions left: buy more, or free some."
        }
        "setup_required" => "The access system still has to be set up in Seam.",
        _ => return None,
    })
}

fn of_credential_in_words(code: &str) -> Option<&'static str> {
    Some(match code {
        "waiting_to_be_issued" => "A card, code or mobile key of the user waits to be issued.",
        "being_deleted" => "A card, code or mobile key of the user is being deleted.",
        "needs_to_be_reissued" => "A card, code or mobile key of the user has to be issued again.",
        "schedule_modified" | "schedule_externally_modified" => {
            "The schedule of a card, code or mobile key of the user was changed."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(found: &[Value]) -> Vec<&str> {
        found.iter().filter_map(|one| text(one, "code")).collect()
    }

    fn now() -> ServerTime {
        ServerTime::parse("2026-06-01T12:00:00.000Z").expect("a moment")
    }

    #[test]
    fn schedules_stand_in_the_way_before_they_start_and_after_they_end() {
        let with =
            |starts: &str, ends: Value| json!({"access_schedule": {"starts_at": starts, "ends_at": ends}});
        let (past, future) = ("2026-01-01T00:00:00.000Z", "2026-12-31T00:00:00.000Z");
        assert_eq!(codes(&of_user(&with(future, Value::Null), now())), ["user_schedule_not_started"]);
        assert_eq!(codes(&of_group(&with(past, past.into()), now())), ["group_schedule_over"]);
        assert_eq!(codes(&of_user(&with(past, future.into()), now())), [""; 0]);
        assert_eq!(codes(&of_user(&json!({"access_schedule": null}), now())), [""; 0]);
        let found = of_user(&with(future, Value::Null), now());
        assert!(text(&found[0], "message").expect("words").contains(future));
    }

    #[test]
    fn what_nobody_here_knows_is_told_in_seams_words() {
        let user =
            json!({"warnings": [{"warning_code": "of_tomorrow", "message": "The badge is upside down."}, 7]});
        let found = of_user(&user, now());
        assert_eq!(codes(&found), ["of_tomorrow", "unknown_warning"]);
        assert!(text(&found[0], "message").expect("words").contains("The badge is upside down."));
    }

    #[test]
    fn a_missing_subscription_is_told_once() {
        let mut user = json!({"salto_ks_metadata": {"is_subscribed": false}});
        assert_eq!(codes(&of_user(&user, now())), [NOT_SUBSCRIBED]);
        user["warnings"] = json!([{"warning_code": NOT_SUBSCRIBED, "message": "Not subscribed."}]);
        assert_eq!(codes(&of_user(&user, now())), [NOT_SUBSCRIBED]);
    }
}
