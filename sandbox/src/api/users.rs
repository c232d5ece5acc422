//! ACS users.

use serde_json::Value;

use super::{Call, Reply, contains, page};
use crate::failure::Failure;
use crate::input::Nullable;
use crate::seed::UserIdentity;
use crate::world::{User, UserNumber};

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let user = selected(call)?;
    let shown = call.view().user(user).unwrap_or_default();
    Ok(Reply::Data("acs_user", shown))
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let system = checks.id("acs_system_id");
    let identity = checks.id("user_identity_id");
    let email_address = checks.nullable("user_identity_email_address");
    let phone_number = checks.nullable("user_identity_phone_number");
    let search = checks.search("search");
    let created_before = checks.string("created_before");
    let wanted_page = page::wanted(&mut checks, 500);
    checks.finish()?;
    let matches = |user: &User| {
        let record = &user.record;
        let identity_of_user = record.user_identity_id.as_deref().and_then(|id| call.world.identity(id));
        system.is_none_or(|system| record.acs_system_id == system)
            && identity.is_none_or(|identity| record.user_identity_id.as_deref() == Some(identity))
            && of_identity(email_address, identity_of_user, |identity| identity.email_address.as_deref())
            && of_identity(phone_number, identity_of_user, |identity| identity.phone_number.as_deref())
            && created_before.is_none_or(|moment| user.created_at.as_str() < moment)
            && search.is_none_or(|text| found(user, identity_of_user, text))
    };
    let users = call.world.users.iter().enumerate().filter(|(_, user)| matches(user));
    let numbers: Vec<UserNumber> = users.map(|(number, _)| number).collect();
    let page = page::cut(call, &wanted_page, &numbers)?;
    let view = call.view();
    let shown: Vec<Value> = page.items.iter().filter_map(|&number| view.user(number)).collect();
    Ok(Reply::Page("acs_users", shown, page.pagination))
}

pub(super) fn list_accessible_entrances(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let user = selected(call)?;
    let view = call.view();
    let entrances = call.world.entrances_of(user);
    let shown = entrances.into_iter().filter_map(|place| view.entrance(place)).collect();
    Ok(Reply::Data("acs_entrances", shown))
}

pub(super) fn suspend(call: &mut Call<'_>) -> Result<Reply, Failure> {
    set_suspended(call, true)
}

pub(super) fn unsuspend(call: &mut Call<'_>) -> Result<Reply, Failure> {
    set_suspended(call, false)
}

fn set_suspended(call: &mut Call<'_>, suspended: bool) -> Result<Reply, Failure> {
    let user = selected(call)?;
    if call.record {
        call.world.suspend(user, suspended, call.push, call.now);
    }
    Ok(Reply::Done)
}

/// The user that `acs_user_id`, or `user_identity_id` and `acs_system_id`, name.
fn selected(call: &Call<'_>) -> Result<UserNumber, Failure> {
    let mut checks = call.checks();
    let user = checks.id("acs_user_id");
    let identity = checks.id("user_identity_id");
    let system = checks.id("acs_system_id");
    match (user, identity, system) {
        (Some(user), None, None) => {
            checks.finish()?;
            call.known_user(user)
        }
        (None, Some(identity), Some(system)) => {
            checks.finish()?;
            let found = call.world.user_of_identity(identity, system);
            found.ok_or_else(|| Failure::not_found("acs_user"))
        }
        (Some(_), Some(_), _) => {
            checks.issue("", "You can only provide acs_user_id or user_identity_id");
            Err(failed(checks.finish()))
        }
        (Some(_), None, Some(_)) => {
            checks.issue("", "You can only provide acs_system_id with user_identity_id");
            Err(failed(checks.finish()))
        }
        (None, _, _) => {
            checks.issue("", "Must provide either acs_user_id or both user_identity_id and acs_system_id");
            Err(failed(checks.finish()))
        }
    }
}

fn failed(checked: Result<(), Failure>) -> Failure {
    checked.err().unwrap_or_else(|| Failure::invalid_input(&[]))
}

fn of_identity(
    filter: Nullable<'_>,
    identity: Option<&UserIdentity>,
    value: impl Fn(&UserIdentity) -> Option<&str>,
) -> bool {
    matches!(filter, Nullable::Absent) || identity.is_some_and(|identity| filter.lets_pass(value(identity)))
}

fn found(user: &User, identity: Option<&UserIdentity>, text: &str) -> bool {
    let record = &user.record;
    contains(Some(&record.full_name), text)
        || contains(record.phone_number.as_deref(), text)
        || contains(record.email_address.as_deref(), text)
        || contains(Some(&record.acs_user_id), text)
        || contains(record.user_identity_id.as_deref(), text)
        || identity.is_some_and(|identity| {
            contains(identity.full_name.as_deref(), text) || contains(identity.phone_number.as_deref(), text)
        })
}
