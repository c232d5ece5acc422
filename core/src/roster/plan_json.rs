//! A plan as JSON, to be read, saved and applied later.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::diagnostics::SavedLeftOut;
use super::guards::Guards;
use super::plan::{GroupPlan, Mode, Order, Plan, PlanData};
use super::plan_scope::PlanScope;
use super::seal::{Seal, SealKey};
use super::user_index::{get, put};
use crate::base::digest::Fingerprint;
use crate::base::interner::Interner;
use crate::client::Client;
use crate::model::error::Error;
use crate::model::id::check_id;

const FORMAT: &str = "seam-acs/2";

/// A plan in the order of its JSON members, without the digest and the seal that follow them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    plan: String,
    made_at: String,
    account: PlanScope,
    mode: Mode,
    order: Order,
    names_nobody: bool,
    /// The limits that it was made with, for people to read. Whoever applies the plan sets the limits anew.
    limits: SavedLimits,
    totals: Totals,
    groups: Vec<SavedGroup>,
    /// The names of those who would be added or taken out.
    names: BTreeMap<String, String>,
    /// The rows that were left out, so that applying the plan later does not count as complete either.
    #[serde(default, skip_serializing_if = "SavedLeftOut::is_empty")]
    left_out: SavedLeftOut,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedLimits {
    allow_mass_removal: bool,
    allow_emptying: bool,
    max_additions: Option<String>,
    max_removals: Option<String>,
}

/// Each number with its limit; `None` means any number.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Totals {
    adds: usize,
    most_adds: Option<usize>,
    removes: usize,
    most_removes: Option<usize>,
    stays: usize,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedGroup {
    acs_access_group_id: String,
    name: String,
    to_be_emptied: bool,
    totals: Totals,
    /// As they were read.
    members: Vec<String>,
    add: Vec<String>,
    add_user_identities: Vec<String>,
    remove: Vec<String>,
}

impl Plan {
    /// The plan as one JSON object, which [`from_json`](Self::from_json) reads. It holds no credential. Its seal is
    /// made with a key that is derived from the credentials of the client that made the plan.
    #[must_use]
    pub fn to_json(&self) -> String {
        Saved::of(&self.inner).sealed(&self.inner.seal)
    }

    /// Reads a plan that was saved. The guards and limits that it was made with are not restored: whoever applies it
    /// says again what is allowed.
    ///
    /// The client that [applies](crate::Client::begin_sync) the plan checks that it was saved with the same credentials
    /// and not changed since.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for text that is not a plan, or is damaged.
    pub fn from_json(text: &str) -> Result<Plan, Error> {
        let saved: Saved = serde_json::from_str(text).map_err(|error| not_a_plan(text, &error))?;
        if saved.plan != FORMAT {
            return Err(of_another_format(&saved.plan));
        }
        let (said, seal) = (saved.digest.clone(), saved.seal.clone());
        let saved = Saved { digest: None, seal: None, ..saved };
        let digest = saved.digest();
        if said.as_ref() != Some(&digest) {
            return Err(refuse("was changed after it was saved: its digest does not match"));
        }
        let seal = seal.ok_or_else(|| refuse("has no seal"))?;
        saved.restore(Seal::Given { digest, seal })
    }

    /// Refuses a plan from a text that was not saved with this client's credentials, or that was changed since.
    pub(super) fn check_seal(&self, client: &Client) -> Result<(), Error> {
        let Seal::Given { digest, seal } = &self.inner.seal else { return Ok(()) };
        if SealKey::of(client)?.fits(digest, seal) {
            return Ok(());
        }
        let reason = "the plan was changed after it was saved, or was saved with other credentials: its seal is not \
                      that of this client; make a new plan";
        Err(Error::Guard(reason.to_owned()))
    }

    /// Whether it was read from a text.
    pub(super) fn was_saved(&self) -> bool {
        matches!(self.inner.seal, Seal::Given { .. })
    }

    /// The text of a plan with the digest that fits it, so that fuzzing gets past the digest.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn seal(text: &str) -> Option<String> {
        let saved: Saved = serde_json::from_str(text).ok()?;
        let seal = saved.seal.clone();
        let saved = Saved { digest: None, seal: None, ..saved };
        let digest = Some(saved.digest());
        Some(Saved { digest, seal, ..saved }.text())
    }
}

impl Saved {
    fn of(plan: &PlanData) -> Saved {
        let guards = plan.made_with;
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
            names_nobody: plan.names_nobody,
            limits: SavedLimits {
                allow_mass_removal: guards.allow_mass_removal,
                allow_emptying: guards.allow_emptying,
                max_additions: guards.max_additions.map(|limit| limit.to_string()),
                max_removals: guards.max_removals.map(|limit| limit.to_string()),
            },
            totals: Totals::of(&plan.groups, guards),
            groups: plan.groups.iter().map(|group| SavedGroup::of(group, plan)).collect(),
            names,
            left_out: SavedLeftOut::of(&plan.left_out),
            digest: None,
            seal: None,
        }
    }

    fn sealed(self, seal: &Seal) -> String {
        let digest = self.digest();
        let seal = match seal {
            Seal::Own(key) => key.seal(&digest),
            // The seal of the text is passed on. It fits as well, or as badly, as it did.
            Seal::Given { seal, .. } => seal.clone(),
        };
        Saved { digest: Some(digest), seal: Some(seal), ..self }.text()
    }

    /// Detects damage, without a key. The seal detects forgery.
    fn digest(&self) -> String {
        let mut fingerprint = Fingerprint::new();
        fingerprint.add(&self.text());
        fingerprint.finish()
    }

    fn text(&self) -> String {
        // Strings, booleans and lists of them always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn restore(self, seal: Seal) -> Result<Plan, Error> {
        let made_with = self.limits.guards()?;
        let mut texts = Interner::default();
        let mut groups = Vec::with_capacity(self.groups.len());
        for saved in self.groups {
            groups.push(saved.restore(&mut texts)?);
        }
        let mut names = Vec::new();
        for (user, name) in &self.names {
            let (user, name) = (texts.intern(user), texts.intern(name));
            put(&mut names, user, name);
        }
        let inner = PlanData {
            texts: Arc::new(texts),
            names,
            emails: Vec::new(),
            left_out: self.left_out.restore(),
            account: self.account,
            made_at: self.made_at,
            mode: self.mode,
            order: self.order,
            names_nobody: self.names_nobody,
            made_with,
            seal,
            groups,
        };
        Ok(Plan { inner: Arc::new(inner), guards: Guards::default() })
    }
}

impl SavedLimits {
    fn guards(&self) -> Result<Guards, Error> {
        let parsed =
            |text: &str| text.parse().map_err(|error: Error| refuse(format!("has a wrong limit: {error}")));
        let limit = |text: &Option<String>| text.as_deref().map(parsed).transpose();
        Ok(Guards {
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            max_additions: limit(&self.max_additions)?,
            max_removals: limit(&self.max_removals)?,
        })
    }
}

impl Totals {
    fn of<'a>(groups: impl IntoIterator<Item = &'a GroupPlan>, guards: Guards) -> Totals {
        let (mut adds, mut removes, mut members) = (0, 0, 0_usize);
        for group in groups {
            adds += group.added();
            removes += group.removes.len();
            members += group.members.len();
        }
        Totals {
            adds,
            most_adds: guards.most_adds(members),
            removes,
            most_removes: guards.most_removes(members),
            stays: members.saturating_sub(removes),
        }
    }
}

impl SavedGroup {
    fn of(group: &GroupPlan, plan: &PlanData) -> SavedGroup {
        let ids = |numbers: &[u32]| numbers.iter().map(|number| plan.texts.get(*number).to_owned()).collect();
        SavedGroup {
            acs_access_group_id: group.id.clone(),
            name: group.name.clone(),
            to_be_emptied: group.to_be_emptied,
            totals: Totals::of([group], plan.made_with),
            members: ids(&group.members),
            add: ids(&group.adds),
            add_user_identities: ids(&group.add_identities),
            remove: ids(&group.removes),
        }
    }

    fn restore(self, texts: &mut Interner) -> Result<GroupPlan, Error> {
        check_id("acs_access_group_id", &self.acs_access_group_id)?;
        let mut numbers = |field: &str, ids: Vec<String>| -> Result<Vec<u32>, Error> {
            let known = |id: &String| check_id(field, id).map(|()| texts.intern(id));
            ids.iter().map(known).collect()
        };
        Ok(GroupPlan {
            members: numbers("acs_user_id", self.members)?,
            adds: numbers("acs_user_id", self.add)?,
            add_identities: numbers("user_identity_id", self.add_user_identities)?,
            removes: numbers("acs_user_id", self.remove)?,
            id: self.acs_access_group_id,
            name: self.name,
            to_be_emptied: self.to_be_emptied,
            ..GroupPlan::default()
        })
    }
}

fn refuse(reason: impl Into<String>) -> Error {
    Error::invalid_argument("plan", reason)
}

/// A plan saved by an earlier or later version has other members.
fn not_a_plan(text: &str, error: &serde_json::Error) -> Error {
    #[derive(Deserialize)]
    struct Head {
        plan: String,
    }
    match serde_json::from_str(text) {
        Ok(Head { plan }) if plan != FORMAT => of_another_format(&plan),
        _ => refuse(format!("is not a plan that was saved: {error}")),
    }
}

fn of_another_format(format: &str) -> Error {
    let format: String = format.chars().take(40).collect();
    refuse(format!("is of the format {format:?}; this version knows {FORMAT:?}: make a new plan"))
}
