//! What the `pending_mutations` of a user or a group say about one membership.

use serde_json::Value;

use super::id::is_same;
use super::json_fields::text;
use super::presence::Presence;
use super::server_time::ServerTime;

/// What one side of a membership, the user or the group, shows as pending for it.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// Pushes to the access system that are under way.
    pub(crate) pushes: Vec<Push>,
    /// Changes that are scheduled for later; nothing is under way for them.
    pub(crate) deferrals: Vec<Deferral>,
    /// The access system is still creating the user or the group itself.
    pub(crate) is_being_made: bool,
}

/// A push of the membership.
#[derive(Debug)]
pub(crate) struct Push {
    /// `None` where the entry does not say.
    pub(crate) towards: Option<Presence>,
    pub(crate) created_at: Option<ServerTime>,
}

/// A change that is scheduled for later.
#[derive(Debug)]
pub(crate) struct Deferral {
    pub(crate) towards: Presence,
    /// `None` where the entry itself gives no time.
    pub(crate) scheduled_at: Option<String>,
    /// The user itself is created later, and the membership with it.
    pub(crate) is_of_user_itself: bool,
}

/// What one side calls the same things.
struct Codes {
    push: &'static str,
    deferral: &'static str,
    /// The field that names the other side.
    id: &'static str,
}

const OF_USER: Codes = Codes {
    push: "updating_group_membership",
    deferral: "deferring_group_membership_update",
    id: "acs_access_group_id",
};
const OF_GROUP: Codes = Codes {
    push: "updating_user_membership",
    deferral: "deferring_user_membership_update",
    id: "acs_user_id",
};

impl Side {
    /// What a user shows for its membership in a group. `None` where the field is missing, which proves nothing.
    pub(crate) fn of_user(user: &Value, group_id: &str) -> Option<Side> {
        let mut side = Side::read(user, &OF_USER, group_id)?;
        let entries = entries(user)?.iter();
        side.deferrals.extend(entries.filter(|entry| code(entry) == "deferring_creation").map(|entry| {
            // An access system that does not know the user yet cannot put it into a group.
            Deferral {
                towards: Presence::Present,
                scheduled_at: scheduled_at(entry),
                is_of_user_itself: true,
            }
        }));
        Some(side)
    }

    /// What a group shows for the membership of a user. `None` where the field is missing, which proves nothing.
    pub(crate) fn of_group(group: &Value, user_id: &str) -> Option<Side> {
        Side::read(group, &OF_GROUP, user_id)
    }

    fn read(object: &Value, codes: &Codes, id: &str) -> Option<Side> {
        let mut side = Side::default();
        for entry in entries(object)? {
            match code(entry) {
                "creating" => side.is_being_made = true,
                code if code == codes.push => side.pushes.extend(Push::read(entry, codes.id, id)),
                code if code == codes.deferral
                    && text(entry, codes.id).is_some_and(|named| is_same(named, id)) =>
                {
                    side.deferrals.extend(Deferral::read(entry));
                }
                _ => {}
            }
        }
        Some(side)
    }
}

impl Push {
    /// `None` for a push of another membership. One entry can move a user out of one group and into another.
    fn read(entry: &Value, field: &str, id: &str) -> Option<Push> {
        let end = |name| entry.get(name).and_then(|end| text(end, field));
        let (from, to) = (end("from"), end("to"));
        let is_ours = |named: Option<&str>| named.is_some_and(|named| is_same(named, id));
        let towards = match (is_ours(from), is_ours(to)) {
            (false, true) => Some(Presence::Present),
            (true, false) => Some(Presence::Absent),
            (true, true) => None,
            // An entry without ids may be about this membership.
            (false, false) if from.is_none() && to.is_none() => None,
            (false, false) => return None,
        };
        Some(Push { towards, created_at: text(entry, "created_at").and_then(ServerTime::parse) })
    }
}

impl Deferral {
    fn read(entry: &Value) -> Option<Deferral> {
        let towards = match text(entry, "variant")? {
            "adding" => Presence::Present,
            "removing" => Presence::Absent,
            _ => return None,
        };
        Some(Deferral { towards, scheduled_at: scheduled_at(entry), is_of_user_itself: false })
    }
}

fn entries(object: &Value) -> Option<&Vec<Value>> {
    object.get("pending_mutations")?.as_array()
}

fn code(entry: &Value) -> &str {
    text(entry, "mutation_code").unwrap_or_default()
}

fn scheduled_at(entry: &Value) -> Option<String> {
    text(entry, "scheduled_at").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn towards(from: &Value, to: &Value) -> Vec<Option<Presence>> {
        let entry = json!({"mutation_code": "updating_group_membership", "from": from, "to": to});
        let side = Side::of_user(&json!({"pending_mutations": [entry]}), "g").expect("the field is there");
        side.pushes.iter().map(|push| push.towards).collect()
    }

    #[test]
    fn an_entry_is_matched_on_either_side() {
        let group = |id: Value| json!({"acs_access_group_id": id});
        let (none, ours, other) = (group(Value::Null), group(json!("g")), group(json!("h")));
        assert_eq!(towards(&none, &ours), [Some(Presence::Present)]);
        assert_eq!(towards(&ours, &none), [Some(Presence::Absent)]);
        assert_eq!(towards(&other, &ours), [Some(Presence::Present)]);
        assert_eq!(towards(&ours, &other), [Some(Presence::Absent)]);
        assert_eq!(towards(&other, &none), []);
        assert_eq!(towards(&none, &none), [None], "it may be ours");
        assert_eq!(towards(&Value::Null, &Value::Null), [None], "it may be ours");
    }

    #[test]
    fn a_missing_field_says_nothing_and_an_empty_one_says_nothing_pending() {
        for missing in [json!({}), json!({"pending_mutations": null}), json!({"pending_mutations": {}})] {
            assert!(Side::of_user(&missing, "g").is_none(), "{missing}");
            assert!(Side::of_group(&missing, "u").is_none(), "{missing}");
        }
        let empty = json!({"pending_mutations": []});
        assert!(Side::of_user(&empty, "g").expect("known").pushes.is_empty());
    }

    #[test]
    fn what_is_scheduled_is_no_push() {
        let entry = |group: &str, variant: &str| json!({"mutation_code": "deferring_group_membership_update", "acs_access_group_id": group, "variant": variant});
        let user = json!({"pending_mutations": [entry("g", "adding"), entry("g", "removing"), entry("h", "adding"),
            {"mutation_code": "deferring_creation", "scheduled_at": "2030-01-01T00:00:00.000Z"}, {"mutation_code": "of_tomorrow"}, 7]});
        let side = Side::of_user(&user, "g").expect("known");
        assert!(side.pushes.is_empty());
        let towards: Vec<_> = side.deferrals.iter().map(|deferral| deferral.towards).collect();
        assert_eq!(towards, [Presence::Present, Presence::Absent, Presence::Present]);
        assert!(side.deferrals[2].scheduled_at.is_some());
    }
}
