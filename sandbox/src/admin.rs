//! The sandbox's own HTTP API under `/_sandbox/`, for tests in any language.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::api;
use crate::fault::Fault;
use crate::http::{Request, Response};
use crate::seed::Seed;
use crate::state::{Shared, State};
use crate::switches::ListsShow;
use crate::world::GroupNumber;

/// Whether a path belongs to this API.
pub(crate) fn serves(path: &str) -> bool {
    path.starts_with("/_sandbox/")
}

/// Answers a request to this API. It needs no key: the sandbox listens on loopback only.
pub(crate) fn answer(shared: &Shared, request: &Request) -> Response {
    let name = request.path.strip_prefix("/_sandbox/").unwrap_or_default();
    let done = match (request.method.as_str(), name) {
        ("GET", "state") => Ok(state(shared)),
        ("GET", "endpoints") => Ok(endpoints()),
        ("GET", "requests") => Ok(shared.state().log.to_json()),
        ("DELETE", "requests") => Ok(forget_requests(shared)),
        ("GET", "faults") => Ok(json!(shared.state().faults.all())),
        ("POST", "faults") => add_faults(shared, request),
        ("DELETE", "faults") => Ok(forget_faults(shared)),
        ("POST", "release") => Ok(release(shared)),
        ("GET", "switches") => Ok(json!(shared.state().switches)),
        ("POST", "switches") => set_switches(shared, request),
        ("POST", "memberships") => set_membership(shared, request),
        ("POST", "finish_pushes") => Ok(finish_pushes(shared)),
        ("POST", "reset") => Ok(reset(shared)),
        ("GET", "seed") => Ok(json!(shared.state().world.seed)),
        ("PUT", "seed") => replace_seed(shared, request),
        _ => return Response::json(404, problem("the sandbox has no such endpoint; see its README")),
    };
    match done {
        Ok(value) => Response::json(200, value.to_string().into_bytes()),
        Err(message) => Response::json(400, problem(&message)),
    }
}

fn problem(message: &str) -> Vec<u8> {
    json!({ "ok": false, "message": message }).to_string().into_bytes()
}

fn ok() -> Value {
    json!({ "ok": true })
}

fn state(shared: &Shared) -> Value {
    let state = shared.state();
    let seed = &state.world.seed;
    json!({
        "url": shared.url,
        "api_key": seed.api_key,
        "personal_access_token": seed.personal_access_token,
        "workspace_id": seed.workspace_id,
        "users": state.world.users.iter().map(|user| json!({
            "acs_user_id": user.record.acs_user_id,
            "full_name": user.record.full_name,
            "user_identity_id": user.record.user_identity_id,
            "suspended": user.suspended.wanted,
            "applied_suspended": user.suspended.applied,
        })).collect::<Vec<_>>(),
        "groups": state.world.known_groups().map(|(number, _)| group(&state, number)).collect::<Vec<_>>(),
        "entrances": seed.entrances,
        "switches": state.switches,
        "faults": state.faults.all(),
        "held": state.held,
    })
}

fn group(state: &State, number: GroupNumber) -> Value {
    let Some(group) = state.world.group(number) else { return Value::Null };
    let pending = group.members.iter().filter(|(_, membership)| membership.push.is_some());
    json!({
        "acs_access_group_id": group.record.acs_access_group_id,
        "name": group.record.name,
        "members": state.member_ids(number, ListsShow::Wanted),
        "applied_members": state.member_ids(number, ListsShow::Applied),
        "pending": pending.map(|(user, _)| state.user_id(*user)).collect::<Vec<_>>(),
        "entrances": group.entrances.iter()
            .filter_map(|place| state.world.seed.entrances.get(*place))
            .map(|entrance| &entrance.display_name).collect::<Vec<_>>(),
    })
}

fn endpoints() -> Value {
    let all = api::ENDPOINTS.iter();
    all.map(|endpoint| json!({ "path": endpoint.path, "verbs": endpoint.verbs })).collect()
}

fn forget_requests(shared: &Shared) -> Value {
    shared.state().log.clear();
    ok()
}

fn add_faults(shared: &Shared, request: &Request) -> Result<Value, String> {
    let faults = match body(request)? {
        Value::Array(all) => all.into_iter().map(Fault::from_json).collect::<Result<Vec<_>, _>>()?,
        one => vec![Fault::from_json(one)?],
    };
    let mut state = shared.state();
    for fault in faults {
        state.faults.add(fault);
    }
    Ok(ok())
}

fn forget_faults(shared: &Shared) -> Value {
    shared.state().faults.clear();
    release(shared)
}

fn release(shared: &Shared) -> Value {
    shared.release();
    ok()
}

fn set_switches(shared: &Shared, request: &Request) -> Result<Value, String> {
    let Value::Object(changes) = body(request)? else { return Err("switches are a JSON object".to_owned()) };
    let mut state = shared.state();
    state.switches = state.switches.changed(changes).map_err(|error| error.to_string())?;
    Ok(json!(state.switches))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Membership {
    acs_user_id: String,
    acs_access_group_id: String,
    member: bool,
}

fn set_membership(shared: &Shared, request: &Request) -> Result<Value, String> {
    let wanted: Membership = serde_json::from_value(body(request)?).map_err(|error| error.to_string())?;
    shared.state().put(&wanted.acs_user_id, &wanted.acs_access_group_id, wanted.member)?;
    Ok(ok())
}

fn finish_pushes(shared: &Shared) -> Value {
    shared.state().world.finish_pushes();
    ok()
}

fn reset(shared: &Shared) -> Value {
    shared.reset();
    ok()
}

fn replace_seed(shared: &Shared, request: &Request) -> Result<Value, String> {
    let text = String::from_utf8_lossy(&request.body);
    shared.replace_seed(Seed::from_json(&text).map_err(|error| error.to_string())?);
    Ok(ok())
}

fn body(request: &Request) -> Result<Value, String> {
    serde_json::from_slice(&request.body).map_err(|error| format!("the body is not JSON: {error}"))
}
