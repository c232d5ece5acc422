//! A plan as JSON, to be looked at, kept and applied later.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::guards::Guards;
use super::people::{get, put};
use super::plan::{Group, Inner, Mode, Order, Plan};
use super::texts::Texts;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::ids::check_id;

const FORMAT: &str = "seam-acs/1";

/// A plan in the order of its JSON members, without the digest that follows them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    plan: String,
    made_at: String,
    account: Account,
    mode: Mode,
    order: Order,
    allow_mass_removal: bool,
    allow_emptying: bool,
    names_nobody: bool,
    groups: Vec<SavedGroup>,
    /// The names of those who would be added or taken out, for people who look at it.
    names: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedGroup {
    acs_access_group_id: String,
    name: String,
    to_be_emptied: bool,
    /// As they were read.
    members: Vec<String>,
    add: Vec<String>,
    add_user_identities: Vec<String>,
    remove: Vec<String>,
}

impl Plan {
    /// The plan as one JSON object, which [`from_json`](Self::from_json) takes back. It holds no credential.
    #[must_use]
    pub fn to_json(&self) -> String {
        Saved::of(&self.inner).sealed()
    }

    /// Takes back a plan that was saved.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for text that is not a plan, or not as it was saved.
    pub fn from_json(text: &str) -> Result<Plan, Error> {
        let refuse = |reason: String| Error::invalid_argument("plan", reason);
        let saved: Saved = serde_json::from_str(text)
            .map_err(|error| refuse(format!("is not a plan that was saved: {error}")))?;
        if saved.plan != FORMAT {
            return Err(refuse(format!("is of the format {:?}; this version knows {FORMAT:?}", saved.plan)));
        }
        let said = saved.digest.clone();
        let saved = Saved { digest: None, ..saved };
        if said != Some(saved.digest()) {
            return Err(refuse("was changed after it was saved: its digest does not fit".to_owned()));
        }
        saved.restore()
    }

    /// The text of a plan with the digest that fits it, so that fuzzing gets past the digest.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn seal(text: &str) -> Option<String> {
        let saved: Saved = serde_json::from_str(text).ok()?;
        Some(Saved { digest: None, ..saved }.sealed())
    }
}

impl Saved {
    fn of(plan: &Inner) -> Saved {
        let ids = |numbers: &[u32]| numbers.iter().map(|number| plan.texts.get(*number).to_owned()).collect();
        let group = |group: &Group| SavedGroup {
            acs_access_group_id: group.id.clone(),
            name: group.name.clone(),
            to_be_emptied: group.to_be_emptied,
            members: ids(&group.members),
            add: ids(&group.adds),
            add_user_identities: ids(&group.add_identities),
            remove: ids(&group.removes),
        };
        let changed = plan.groups.iter().flat_map(|group| group.adds.iter().chain(&group.removes));
        let known = changed.map(|user| (*user, plan.texts.get(get(&plan.names, *user))));
        let mut names = BTreeMap::new();
        for (user, name) in known.filter(|(_, name)| !name.is_empty()) {
            names.insert(plan.texts.get(user).to_owned(), name.to_owned());
        }
        Saved {
            plan: FORMAT.to_owned(),
            made_at: plan.made_at.clone(),
            account: plan.account.clone(),
            mode: plan.mode,
            order: plan.order,
            allow_mass_removal: plan.made_with.allow_mass_removal,
            allow_emptying: plan.made_with.allow_emptying,
            names_nobody: plan.names_nobody,
            groups: plan.groups.iter().map(group).collect(),
            names,
            digest: None,
        }
    }

    fn sealed(self) -> String {
        let digest = Some(self.digest());
        Saved { digest, ..self }.text()
    }

    /// Guards against damage and careless edits; whoever forges a plan needs no digest to do harm.
    fn digest(&self) -> String {
        let mut fingerprint = Fingerprint::new();
        fingerprint.add(&self.text());
        fingerprint.finish()
    }

    fn text(&self) -> String {
        // Strings, booleans and lists of them always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn restore(self) -> Result<Plan, Error> {
        let mut texts = Texts::default();
        let mut groups = Vec::with_capacity(self.groups.len());
        for saved in self.groups {
            check_id("acs_access_group_id", &saved.acs_access_group_id)?;
            let mut numbers = |field: &str, ids: Vec<String>| -> Result<Vec<u32>, Error> {
                let known = |id: &String| check_id(field, id).map(|()| texts.intern(id));
                ids.iter().map(known).collect()
            };
            groups.push(Group {
                members: numbers("acs_user_id", saved.members)?,
                adds: numbers("acs_user_id", saved.add)?,
                add_identities: numbers("user_identity_id", saved.add_user_identities)?,
                removes: numbers("acs_user_id", saved.remove)?,
                id: saved.acs_access_group_id,
                name: saved.name,
                to_be_emptied: saved.to_be_emptied,
            });
        }
        let mut names = Vec::new();
        for (user, name) in &self.names {
            let (user, name) = (texts.intern(user), texts.intern(name));
            put(&mut names, user, name);
        }
        let guards = Guards {
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            ..Guards::default()
        };
        let inner = Inner {
            texts,
            names,
            account: self.account,
            made_at: self.made_at,
            mode: self.mode,
            order: self.order,
            names_nobody: self.names_nobody,
            made_with: guards,
            groups,
        };
        Ok(Plan { inner: Arc::new(inner), guards })
    }
}
