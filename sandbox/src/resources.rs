//! Users, groups, systems and entrances in the shapes of the official document.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::push::{Push, Pushed};
use crate::seed;
use crate::switches::{PendingEntry, Switches};
use crate::world::{Group, GroupNumber, SEEDED_AT, User, UserNumber, World};

/// What is needed to show the world as the API shows it.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) world: &'a World,
    pub(crate) switches: &'a Switches,
    pub(crate) now: Instant,
}

impl View<'_> {
    pub(crate) fn user(&self, number: UserNumber) -> Option<Value> {
        let user = self.world.user(number)?;
        let record = &user.record;
        let mut shown = fields(json!({
            "acs_user_id": record.acs_user_id,
            "acs_system_id": record.acs_system_id,
            "workspace_id": self.world.seed.workspace_id,
            "connected_account_id": CONNECTED_ACCOUNT,
            "created_at": user.created_at,
            "display_name": record.full_name,
            "full_name": record.full_name,
            "is_managed": true,
            "is_suspended": user.suspended.wanted,
            "last_successful_sync_at": SEEDED_AT,
            "errors": user.errors.iter().map(|error| json!({
                "error_code": "failed_to_update_on_acs_system",
                "created_at": error.created_at,
                "message": error.message,
            })).collect::<Vec<_>>(),
            "warnings": [],
        }));
        self.add_optional(&mut shown, record);
        if self.switches.pending_entry != PendingEntry::LeftOut {
            shown.insert("pending_mutations".to_owned(), Value::Array(self.pending_of_user(number, user)));
        }
        shown.extend(record.extra.clone());
        Some(Value::Object(shown))
    }

    pub(crate) fn group(&self, number: GroupNumber) -> Option<Value> {
        let group = self.world.group(number)?;
        let record = &group.record;
        let brand = display_name(&record.external_type);
        let mut shown = fields(json!({
            "acs_access_group_id": record.acs_access_group_id,
            "acs_system_id": record.acs_system_id,
            "workspace_id": self.world.seed.workspace_id,
            "connected_account_id": CONNECTED_ACCOUNT,
            "name": record.name,
            "display_name": record.name,
            "external_type": record.external_type,
            "external_type_display_name": brand,
            "access_group_type": record.external_type,
            "access_group_type_display_name": brand,
            "created_at": SEEDED_AT,
            "is_managed": true,
            "errors": [],
            "warnings": [],
        }));
        if let Some(schedule) = &record.access_schedule {
            shown.insert("access_schedule".to_owned(), json!(schedule));
        }
        if self.switches.pending_entry != PendingEntry::LeftOut {
            shown.insert("pending_mutations".to_owned(), Value::Array(self.pending_of_group(group)));
        }
        shown.extend(record.extra.clone());
        Some(Value::Object(shown))
    }

    pub(crate) fn system(&self, record: &seed::System) -> Value {
        let world = self.world;
        let users = world.users.iter().filter(|user| user.record.acs_system_id == record.acs_system_id);
        let groups =
            world.known_groups().filter(|(_, group)| group.record.acs_system_id == record.acs_system_id);
        let brand = display_name(&record.external_type);
        let mut shown = fields(json!({
            "acs_system_id": record.acs_system_id,
            "name": record.name,
            "workspace_id": world.seed.workspace_id,
            "connected_account_id": CONNECTED_ACCOUNT,
            "connected_account_ids": [CONNECTED_ACCOUNT],
            "created_at": SEEDED_AT,
            "errors": [],
            "warnings": [],
            "image_url": "https://example.com/access-control-system.png",
            "image_alt_text": format!("{brand} logo"),
            "is_credential_manager": false,
            "location": { "time_zone": record.time_zone },
            "external_type": record.external_type,
            "external_type_display_name": brand,
            "system_type": record.external_type,
            "system_type_display_name": brand,
            "acs_user_count": users.count(),
            "acs_access_group_count": groups.count(),
        }));
        shown.extend(record.extra.clone());
        Value::Object(shown)
    }

    pub(crate) fn user_identity(&self, record: &seed::UserIdentity) -> Value {
        let theirs = |user: &&User| user.record.user_identity_id.as_ref() == Some(&record.user_identity_id);
        let users = self.world.users.iter().filter(theirs).map(|user| user.record.acs_user_id.as_str());
        json!({
            "user_identity_id": record.user_identity_id,
            "user_identity_key": null,
            "workspace_id": self.world.seed.workspace_id,
            "created_at": SEEDED_AT,
            "display_name": record.full_name.as_deref().unwrap_or("Unnamed"),
            "full_name": record.full_name,
            "email_address": record.email_address,
            "phone_number": record.phone_number,
            "acs_user_ids": users.collect::<Vec<_>>(),
            "errors": [],
            "warnings": [],
        })
    }

    /// The entrance at a place in the seed.
    pub(crate) fn entrance(&self, place: usize) -> Option<Value> {
        let record = self.world.seed.entrances.get(place)?;
        let mut shown = fields(json!({
            "acs_entrance_id": record.acs_entrance_id,
            "acs_system_id": record.acs_system_id,
            "connected_account_id": CONNECTED_ACCOUNT,
            "created_at": SEEDED_AT,
            "display_name": record.display_name,
            "errors": [],
            "warnings": [],
            "space_ids": [],
            "can_unlock_with_card": true,
            "can_unlock_with_mobile_key": false,
        }));
        shown.extend(record.extra.clone());
        Some(Value::Object(shown))
    }

    fn add_optional(&self, shown: &mut Map<String, Value>, record: &seed::User) {
        let mut add = |name: &str, value: Value| shown.insert(name.to_owned(), value);
        let system = self.world.seed.systems.iter().find(|one| one.acs_system_id == record.acs_system_id);
        if let Some(kind) = system.and_then(|system| user_type(&system.external_type)) {
            add("external_type", Value::from(kind));
            add("external_type_display_name", Value::from(display_name(kind)));
        }
        if let Some(address) = &record.email_address {
            add("email", json!(address));
            add("email_address", json!(address));
        }
        if let Some(number) = &record.phone_number {
            add("phone_number", json!(number));
        }
        if let Some(schedule) = &record.access_schedule {
            add("access_schedule", json!(schedule));
        }
        if let Some(identity) = record.user_identity_id.as_deref().and_then(|id| self.world.identity(id)) {
            add("user_identity_id", json!(identity.user_identity_id));
            add("user_identity_full_name", json!(identity.full_name));
            add("user_identity_email_address", json!(identity.email_address));
            add("user_identity_phone_number", json!(identity.phone_number));
        }
    }

    fn pending_of_user(&self, number: UserNumber, user: &User) -> Vec<Value> {
        let mut pending = Vec::new();
        for (group, membership) in self.world.memberships_of(number) {
            let id = self.world.group(group).map(|group| &group.record.acs_access_group_id);
            pending.extend(self.visible(membership).map(|push| {
                let change = FromTo::of_membership(membership, "acs_access_group_id", &json!(id));
                change.entry(push, "updating_group_membership", "an access group membership update")
            }));
        }
        pending.extend(self.visible(&user.suspended).map(|push| {
            let change = FromTo {
                from: json!({ "is_suspended": !user.suspended.wanted }),
                to: json!({ "is_suspended": user.suspended.wanted }),
            };
            change.entry(push, "updating_suspension_state", "a suspension state update")
        }));
        pending
    }

    fn pending_of_group(&self, group: &Group) -> Vec<Value> {
        let mut pending = Vec::new();
        for (user, membership) in &group.members {
            let id = self.world.user(*user).map(|user| &user.record.acs_user_id);
            pending.extend(self.visible(membership).map(|push| {
                let change = FromTo::of_membership(membership, "acs_user_id", &json!(id));
                change.entry(push, "updating_user_membership", "a user membership update")
            }));
        }
        pending
    }

    fn visible<'a>(&self, pushed: &'a Pushed) -> Option<&'a Push> {
        let push = pushed.push.as_ref()?;
        let shows = match self.switches.pending_entry {
            PendingEntry::AtOnce => true,
            PendingEntry::LateMs(late) => push.began + Duration::from_millis(late) <= self.now,
            PendingEntry::Never | PendingEntry::LeftOut => false,
        };
        shows.then_some(push)
    }
}

struct FromTo {
    from: Value,
    to: Value,
}

impl FromTo {
    fn of_membership(membership: &Pushed, name: &str, id: &Value) -> FromTo {
        let (with, without) = (json!({ name: id }), json!({ name: null }));
        if membership.wanted {
            FromTo { from: without, to: with }
        } else {
            FromTo { from: with, to: without }
        }
    }

    fn entry(self, push: &Push, code: &str, what: &str) -> Value {
        json!({
            "mutation_code": code,
            "created_at": push.created_at,
            "message": format!("Seam is in the process of pushing {what} to the integrated access system."),
            "from": self.from,
            "to": self.to,
        })
    }
}

const CONNECTED_ACCOUNT: &str = "77777777-7777-7777-7777-777777777777";

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// The type of a user in a system of this type; not every system has one in the official document.
fn user_type(system_type: &str) -> Option<&'static str> {
    Some(match system_type {
        "pti_site" => "pti_user",
        "brivo_account" => "brivo_user",
        "hid_credential_manager_organization" => "hid_credential_manager_user",
        "salto_ks_site" => "salto_site_user",
        "salto_space_system" => "salto_space_user",
        "latch_building" => "latch_user",
        "dormakaba_community_site" => "dormakaba_community_user",
        "avigilon_alta_org" => "avigilon_alta_user",
        "kisi_organization" => "kisi_user",
        _ => return None,
    })
}

/// `salto_ks_site` as "Salto KS site".
fn display_name(kind: &str) -> String {
    let word = |(position, word): (usize, &str)| match word {
        "ks" | "hid" | "pti" | "acs" => word.to_uppercase(),
        _ if position == 0 => {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
        _ => word.to_owned(),
    };
    kind.split('_').enumerate().map(word).collect::<Vec<_>>().join(" ")
}
