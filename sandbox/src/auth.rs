//! Who may call: API keys and personal access tokens, with the official refusals.

use crate::failure::Failure;
use crate::http::Request;
use crate::seed::Seed;

/// The workspace that a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workspace {
    Main,
    Empty,
}

pub(crate) fn workspace_of(request: &Request, seed: &Seed) -> Result<Workspace, Failure> {
    let Some(header) = request.header("authorization") else {
        return Err(Failure::unauthorized("unauthorized", "No Authorization header"));
    };
    let Some(token) = header.strip_prefix("Bearer ") else {
        return Err(Failure::unauthorized("unauthorized", "No token provided"));
    };
    if token.starts_with("seam_at") {
        return of_access_token(token, request.header("seam-workspace").unwrap_or_default(), seed);
    }
    if token.starts_with("seam_cst") {
        return Err(Failure::unauthorized(
            "client_session_token_used_for_api_key",
            "A client session token was used instead of an API key",
        ));
    }
    if token.starts_with("ey") {
        return Err(Failure::unauthorized("unauthorized", "A JWT was used instead of an API key"));
    }
    if token == seed.api_key {
        Ok(Workspace::Main)
    } else if token == seed.other_workspace.api_key {
        Ok(Workspace::Empty)
    } else {
        Err(Failure::unauthorized("unauthorized", "API Key not found"))
    }
}

fn of_access_token(token: &str, workspace: &str, seed: &Seed) -> Result<Workspace, Failure> {
    if workspace.is_empty() {
        return Err(Failure::unauthorized(
            "access_token_used_for_api_key",
            "An access token was used instead of an API key",
        ));
    }
    if token == seed.personal_access_token && workspace == seed.workspace_id {
        Ok(Workspace::Main)
    } else if token == seed.personal_access_token && workspace == seed.other_workspace.workspace_id {
        Ok(Workspace::Empty)
    } else {
        Err(Failure::unauthorized("unauthorized", "Access token not found"))
    }
}
