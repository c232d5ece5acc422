//! A case as it stands in `cases/`: a server's script, a call, and how it must end.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::operations::Operations;

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// A sentence in snake case.
    pub name: String,
    /// What a runner must be able to express; see [`Ability`].
    #[serde(default)]
    pub needs: Vec<Ability>,
    /// Options of the client besides endpoint and key; one here replaces the usual one, and
    /// `@SERVER@` is the server's address.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
    /// What the server does, in the words of `seam-acs-raw-server`.
    pub server: Value,
    /// What is called.
    pub call: Call,
    /// A plan that is made beforehand becomes the argument `plan`: the arguments of `acs.memberships.plan`. Runners
    /// get it as JSON.
    pub plan_of: Option<PlanOf>,
    /// The call is cancelled once the server has so many requests.
    pub cancel_after_requests: Option<usize>,
    /// How it must end.
    pub expect: Expectation,
}

/// What not every language can put into words. Which runner lacks one is said where it is started; the others run all
/// cases.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Ability {
    /// Text that holds a NUL. C's ends there.
    NulInText,
    /// An option with any name. Python's are keywords.
    OptionsByName,
    /// Both ids of a user in one call. The functions of C and of Rust have room for one.
    BothIdsOfAUser,
}

impl Ability {
    /// The ability of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Ability> {
        serde_json::from_value(Value::from(name)).ok()
    }
}

/// A method of `api/operations.toml` and its arguments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Such as `acs.users.get`.
    pub method: String,
    /// By name.
    #[serde(default)]
    pub arguments: Map<String, Value>,
}

/// What a plan is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanOf {
    /// Rows.
    pub roster: Value,
}

/// How a call must end. What is left out is not looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The name of a status, `OK` for success.
    pub status: String,
    /// `null` where no answer came.
    #[serde(default, deserialize_with = "given")]
    pub http_status: Option<Value>,
    /// Seam's type of error.
    #[serde(default, deserialize_with = "given")]
    pub api_type: Option<Value>,
    /// Seam's id of the request.
    #[serde(default, deserialize_with = "given")]
    pub request_id: Option<Value>,
    /// Whether the same call may succeed later.
    #[serde(default, deserialize_with = "given")]
    pub retryable: Option<Value>,
    /// Whether a change may be recorded all the same.
    #[serde(default, deserialize_with = "given")]
    pub outcome_unknown: Option<Value>,
    /// What Seam refused; compared like a result.
    #[serde(default, deserialize_with = "given")]
    pub validation_errors: Option<Value>,
    /// How many requests were started.
    #[serde(default, deserialize_with = "given")]
    pub attempts: Option<Value>,
    /// Words of the message.
    #[serde(default)]
    pub message_contains: Vec<String>,
    /// What was found: objects may have more members than here, everything else is equal. A report stands here with a
    /// failure too, and the plan that a guard refused.
    #[serde(default, deserialize_with = "given")]
    pub result: Option<Value>,
    /// Every request that the server got, in order.
    pub requests: Option<Vec<Request>>,
    /// So many requests, where their order does not matter.
    pub request_count: Option<usize>,
    /// So many requests or more.
    pub least_requests: Option<usize>,
    /// The call took at least so long.
    pub at_least_ms: Option<u64>,
    /// And at most so long.
    pub within_ms: Option<u64>,
}

/// A request that the server must have got.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Without the query.
    pub path: String,
    /// All of it.
    pub body: Option<Value>,
}

/// `null` is a value here, and not the same as nothing.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// All cases, in the order of the files' names.
///
/// # Errors
/// When a file is not what it should be: an unknown member, a name that stands twice, a method that does not exist.
pub fn all(folder: &Path, operations: &Operations) -> anyhow::Result<Vec<Case>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut cases: Vec<Case> = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
        let text = std::fs::read_to_string(file)?;
        let read: Vec<Case> =
            serde_json::from_str(&text).with_context(|| format!("{} is not understood", file.display()))?;
        for case in read {
            case.check(operations).with_context(|| format!("{}: {}", file.display(), case.name))?;
            ensure!(cases.iter().all(|other| other.name != case.name), "{} stands twice", case.name);
            cases.push(case);
        }
    }
    ensure!(!cases.is_empty(), "there is no case in {}", folder.display());
    Ok(cases)
}

impl Case {
    fn check(&self, operations: &Operations) -> anyhow::Result<()> {
        operations.find(&self.call.method)?;
        crate::server::script(&self.server)?;
        let known = seam_acs_core::Status::ALL.iter().any(|status| status.name() == self.expect.status);
        ensure!(known, "there is no status {}", self.expect.status);
        let expects = &self.expect;
        ensure!(
            expects.requests.is_some() || expects.request_count.or(expects.least_requests).is_some(),
            "what the server got is not looked at"
        );
        Ok(())
    }
}
