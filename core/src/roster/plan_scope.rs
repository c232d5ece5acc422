//! Where a plan is valid: the server, and the workspace or key.

use serde::{Deserialize, Serialize};

use crate::client::Client;

/// A server and who talks to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanScope {
    pub(super) endpoint: String,
    /// Of a personal access token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) workspace_id: Option<String>,
    /// Of an API key, which does not tell its workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key_fingerprint: Option<String>,
}

impl PlanScope {
    pub(super) fn of(client: &Client) -> PlanScope {
        let credentials = client.credentials();
        let workspace_id = credentials.workspace_id.clone();
        let key_fingerprint = workspace_id.is_none().then(|| credentials.fingerprint());
        PlanScope { endpoint: client.endpoint().to_owned(), workspace_id, key_fingerprint }
    }

    /// How a message names it.
    pub(super) fn words(&self) -> String {
        match (&self.workspace_id, &self.key_fingerprint) {
            (Some(workspace), _) => format!("{} with workspace {workspace}", self.endpoint),
            (None, Some(fingerprint)) => format!("{} with the API key {fingerprint}", self.endpoint),
            (None, None) => self.endpoint.clone(),
        }
    }
}
