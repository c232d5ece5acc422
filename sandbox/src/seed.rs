//! What a sandbox holds when it starts: its credentials, people, groups, doors and schedules.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

const BUILT_IN: &str = include_str!("seed.json");

/// The content that a sandbox starts with.
///
/// [`Seed::default`] is the built-in building: two access control systems, four groups, eight entrances, six
/// people. It contains the ids that Seam's guide uses, and that user is not in that group. In JSON (see
/// [`Seed::from_json`]) every part is optional; credentials that are left out are the built-in ones.
///
/// Each record takes further fields beyond the named ones and puts them into the answers as they are, also over
/// a field that the sandbox would have computed: so a test can serve an unknown enum value or a new field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The workspace that everything below lives in.
    #[serde(default = "built_in::workspace_id")]
    pub workspace_id: String,
    /// The API key of that workspace.
    #[serde(default = "built_in::api_key")]
    pub api_key: String,
    /// A personal access token; it needs the header `seam-workspace`.
    #[serde(default = "built_in::personal_access_token")]
    pub personal_access_token: String,
    /// A second workspace without any content: its key is valid and finds nothing.
    #[serde(default = "built_in::other_workspace")]
    pub other_workspace: OtherWorkspace,
    /// The access control systems.
    #[serde(default)]
    pub systems: Vec<System>,
    /// The doors, gates and lifts.
    #[serde(default)]
    pub entrances: Vec<Entrance>,
    /// The access groups.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// People as Seam knows them across systems.
    #[serde(default)]
    pub user_identities: Vec<UserIdentity>,
    /// People as one access control system knows them.
    #[serde(default)]
    pub users: Vec<User>,
}

/// A workspace that is empty but whose key is good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherWorkspace {
    /// Its id.
    pub workspace_id: String,
    /// Its API key.
    pub api_key: String,
}

/// An access control system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct System {
    /// Its id.
    pub acs_system_id: String,
    /// Its name.
    pub name: String,
    /// Its brand, such as `salto_ks_site`.
    pub external_type: String,
    /// Its IANA time zone, or none.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Fields that are put into the answer as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A door, gate or lift.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entrance {
    /// Its id.
    pub acs_entrance_id: String,
    /// The system that controls it.
    pub acs_system_id: String,
    /// The name that people know it by.
    pub display_name: String,
    /// Fields that are put into the answer as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An access group: who is in it may open its entrances during its schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub acs_access_group_id: String,
    /// The system that it belongs to.
    pub acs_system_id: String,
    /// Its name.
    pub name: String,
    /// Its brand's type, such as `brivo_group`.
    pub external_type: String,
    /// When its members may open its entrances; none means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_schedule: Option<Schedule>,
    /// Ids or display names of its entrances.
    #[serde(default)]
    pub entrances: Vec<String>,
    /// Ids of the users who are in it at the start.
    #[serde(default)]
    pub members: Vec<String>,
    /// Fields that are put into the answer as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// From when until when; no end means for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// RFC 3339, UTC.
    pub starts_at: String,
    /// RFC 3339, UTC, or none.
    pub ends_at: Option<String>,
}

/// A person as Seam knows them across systems.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserIdentity {
    /// Its id.
    pub user_identity_id: String,
    /// The person's name.
    #[serde(default)]
    pub full_name: Option<String>,
    /// The person's e-mail address.
    #[serde(default)]
    pub email_address: Option<String>,
    /// The person's phone number, E.164.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// Ids of identities that were merged into this one, and still lead to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_ids: Vec<String>,
}

impl UserIdentity {
    /// Whether this is the person's id, or was one before a merge.
    pub(crate) fn answers_to(&self, user_identity_id: &str) -> bool {
        self.user_identity_id == user_identity_id || self.merged_ids.iter().any(|id| id == user_identity_id)
    }
}

/// A person as one access control system knows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Its id.
    pub acs_user_id: String,
    /// The system that knows this user.
    pub acs_system_id: String,
    /// The person's name.
    pub full_name: String,
    /// The person's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// The person's phone number, E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The identity that this user belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_identity_id: Option<String>,
    /// When this user may use any entrance; none means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_schedule: Option<Schedule>,
    /// Whether the user is suspended at the start.
    #[serde(default)]
    pub is_suspended: bool,
    /// Fields that are put into the answer as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Default for Seed {
    fn default() -> Seed {
        // The text is part of the crate and a test parses it, so the empty seed is never seen.
        Seed::from_json(BUILT_IN).unwrap_or_else(|_| Seed::empty())
    }
}

impl Seed {
    /// A seed with the built-in credentials and nothing else.
    #[must_use]
    pub fn empty() -> Seed {
        Seed {
            workspace_id: built_in::workspace_id(),
            api_key: built_in::api_key(),
            personal_access_token: built_in::personal_access_token(),
            other_workspace: built_in::other_workspace(),
            systems: Vec::new(),
            entrances: Vec::new(),
            groups: Vec::new(),
            user_identities: Vec::new(),
            users: Vec::new(),
        }
    }

    /// Reads a seed from JSON and checks that every id it refers to exists in it.
    ///
    /// # Errors
    /// The text is not JSON of this shape, an id occurs twice, or a record refers to one that is not there.
    pub fn from_json(text: &str) -> Result<Seed, SeedError> {
        let seed: Seed = serde_json::from_str(text).map_err(|error| SeedError(error.to_string()))?;
        seed.check()?;
        Ok(seed)
    }

    /// The same seed with `count` more users in its first system, named "Person 1" and so on, for lists of many
    /// pages. Their ids are `33333333-3333-3333-3333-1` followed by the number in eleven digits.
    #[must_use]
    pub fn with_more_users(mut self, count: usize) -> Seed {
        let system = self.systems.first().map_or_else(String::new, |system| system.acs_system_id.clone());
        self.users.extend((1..=count).map(|number| User {
            acs_user_id: format!("33333333-3333-3333-3333-1{number:011}"),
            acs_system_id: system.clone(),
            full_name: format!("Person {number}"),
            email_address: None,
            phone_number: None,
            user_identity_id: None,
            access_schedule: None,
            is_suspended: false,
            extra: Map::new(),
        }));
        self
    }

    pub(crate) fn check(&self) -> Result<(), SeedError> {
        let systems = unique("acs_system_id", self.systems.iter().map(|one| &one.acs_system_id))?;
        let entrances = unique("acs_entrance_id", self.entrances.iter().map(|one| &one.acs_entrance_id))?;
        let users = unique("acs_user_id", self.users.iter().map(|one| &one.acs_user_id))?;
        unique("acs_access_group_id", self.groups.iter().map(|one| &one.acs_access_group_id))?;
        let identities =
            unique("user_identity_id", self.user_identities.iter().map(|one| &one.user_identity_id))?;
        let merged = self.user_identities.iter().flat_map(|one| &one.merged_ids);
        let current = self.user_identities.iter().map(|one| &one.user_identity_id);
        unique("user_identity_id", current.chain(merged))?;
        for entrance in &self.entrances {
            known("acs_system_id", &systems, &entrance.acs_system_id)?;
        }
        for user in &self.users {
            known("acs_system_id", &systems, &user.acs_system_id)?;
            if let Some(identity) = &user.user_identity_id {
                known("user_identity_id", &identities, identity)?;
            }
        }
        for group in &self.groups {
            known("acs_system_id", &systems, &group.acs_system_id)?;
            for member in &group.members {
                known("acs_user_id", &users, member)?;
            }
            for wanted in &group.entrances {
                if !self.entrances.iter().any(|entrance| &entrance.display_name == wanted) {
                    known("entrance", &entrances, wanted)?;
                }
            }
        }
        Ok(())
    }
}

fn unique<'a>(field: &str, ids: impl Iterator<Item = &'a String>) -> Result<HashSet<&'a str>, SeedError> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id.as_str()) {
            return Err(SeedError(format!("{field} {id} occurs twice")));
        }
    }
    Ok(seen)
}

fn known(field: &str, all: &HashSet<&str>, id: &str) -> Result<(), SeedError> {
    if all.contains(id) { Ok(()) } else { Err(SeedError(format!("{field} {id} is not in the seed"))) }
}

/// Why a seed cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError(String);

impl fmt::Display for SeedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the seed cannot be used: {}", self.0)
    }
}

impl std::error::Error for SeedError {}

mod built_in {
    use super::OtherWorkspace;

    pub(super) fn workspace_id() -> String {
        "88888888-8888-8888-8888-888888888888".to_owned()
    }

    /// Ours is in the papers; a test run that searches what it wrote for a key names another.
    pub(super) fn api_key() -> String {
        let named = std::env::var("SEAM_ACS_SANDBOX_API_KEY").ok().filter(|key| !key.is_empty());
        named.unwrap_or_else(|| "seam_testkey_of_the_local_sandbox".to_owned())
    }

    pub(super) fn personal_access_token() -> String {
        "seam_at_token_of_the_local_sandbox".to_owned()
    }

    pub(super) fn other_workspace() -> OtherWorkspace {
        OtherWorkspace {
            workspace_id: "88888888-8888-8888-8888-000000000002".to_owned(),
            api_key: "seam_testkey_of_an_empty_workspace".to_owned(),
        }
    }
}
