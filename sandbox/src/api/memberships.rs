//! Adding users to access groups and removing them.

use serde_json::Map;

use super::{Call, Reply};
use crate::clock;
use crate::failure::Failure;
use crate::input::Checks;
use crate::ledger::Recorded;
use crate::seed;
use crate::world::{GroupNumber, UserNumber};

pub(super) fn add_to_access_group(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let user = checks.required_id("acs_user_id");
    let group = checks.required_id("acs_access_group_id");
    checks.finish()?;
    let user = call.known_user(user)?;
    let group = call.known_group(group)?;
    add(call, user, group)
}

pub(super) fn remove_from_access_group(call: &mut Call<'_>) -> Result<Reply, Failure> {
    match named(call)? {
        (Who::User(user), group) => {
            let user = call.known_user(user)?;
            let group = call.known_group(group)?;
            remove(call, user, group)
        }
        (Who::Identity(identity), group) => {
            let group = call.known_group(group)?;
            let user =
                user_of_identity(call, identity, group).ok_or_else(|| Failure::not_found("acs_user"))?;
            remove(call, user, group)
        }
    }
}

pub(super) fn add_user(call: &mut Call<'_>) -> Result<Reply, Failure> {
    match named(call)? {
        (Who::User(user), group) => {
            let user = call.known_user(user)?;
            let group = call.known_group(group)?;
            add(call, user, group)
        }
        (Who::Identity(identity), group) => {
            let group = call.known_group(group)?;
            match user_of_identity(call, identity, group) {
                Some(user) => add(call, user, group),
                None => add_new_user_of_identity(call, identity, group),
            }
        }
    }
}

pub(super) fn remove_user(call: &mut Call<'_>) -> Result<Reply, Failure> {
    remove_from_access_group(call)
}

enum Who<'a> {
    User(&'a str),
    Identity(&'a str),
}

fn named<'a>(call: &Call<'a>) -> Result<(Who<'a>, &'a str), Failure> {
    let mut checks: Checks<'a> = call.checks();
    let user = checks.id("acs_user_id");
    let identity = checks.id("user_identity_id");
    let group = checks.required_id("acs_access_group_id");
    let who = match (user, identity) {
        (Some(user), None) => Who::User(user),
        (None, Some(identity)) => Who::Identity(identity),
        (None, None) => {
            checks.issue("", "Must provide acs_user_id or user_identity_id");
            Who::User("")
        }
        (Some(user), Some(_)) => {
            checks.issue("", "You can only provide acs_user_id or user_identity_id");
            Who::User(user)
        }
    };
    checks.finish()?;
    Ok((who, group))
}

fn add(call: &mut Call<'_>, user: UserNumber, group: GroupNumber) -> Result<Reply, Failure> {
    let switches = call.switches;
    if !same_system(call, user, group) && switches.different_systems != 200 {
        let message = "The ACS user and the access group belong to different ACS systems";
        return Err(Failure::new(switches.different_systems, "acs_systems_do_not_match", message));
    }
    if call.world.wants(user, group) && switches.add_of_member != 200 {
        let message = "The ACS user is already in the access group";
        return Err(Failure::new(switches.add_of_member, "acs_user_already_in_access_group", message));
    }
    record(call, user, group, true)
}

fn remove(call: &mut Call<'_>, user: UserNumber, group: GroupNumber) -> Result<Reply, Failure> {
    let status = call.switches.remove_of_non_member;
    if !call.world.wants(user, group) && status != 200 {
        let message = "The ACS user is not in the access group";
        return Err(Failure::new(status, "acs_user_not_in_access_group", message));
    }
    record(call, user, group, false)
}

fn record(call: &mut Call<'_>, user: UserNumber, group: GroupNumber, member: bool) -> Result<Reply, Failure> {
    if !call.record {
        return Ok(Reply::Done);
    }
    if let Some(ledger) = &mut call.ledger {
        let recorded = Recorded {
            acs_user_id: call
                .world
                .user(user)
                .map_or_else(String::new, |user| user.record.acs_user_id.clone()),
            acs_access_group_id: call
                .world
                .group(group)
                .map_or_else(String::new, |group| group.record.acs_access_group_id.clone()),
            member,
        };
        ledger.note(&recorded).map_err(|error| {
            Failure::new(500, "internal_server_error", format!("the record cannot be written: {error}"))
        })?;
    }
    call.world.want(user, group, member, call.push, call.now);
    Ok(Reply::Done)
}

fn same_system(call: &Call<'_>, user: UserNumber, group: GroupNumber) -> bool {
    let user = call.world.user(user).map(|user| &user.record.acs_system_id);
    user == call.world.group(group).map(|group| &group.record.acs_system_id)
}

fn user_of_identity(call: &Call<'_>, identity: &str, group: GroupNumber) -> Option<UserNumber> {
    let system = &call.world.group(group)?.record.acs_system_id;
    call.world.user_of_identity(identity, system)
}

/// Links the identity to a user with its e-mail address or phone number, else makes a user for it.
fn add_new_user_of_identity(
    call: &mut Call<'_>,
    identity: &str,
    group: GroupNumber,
) -> Result<Reply, Failure> {
    let Some(identity) = call.world.identity(identity).cloned() else {
        return Err(Failure::new(400, "user_identity_not_found", "user_identity not found"));
    };
    if !call.record {
        return Ok(Reply::Done);
    }
    let system = call.world.group(group).map_or_else(String::new, |group| group.record.acs_system_id.clone());
    let same = |theirs: &Option<String>, ours: &Option<String>| ours.is_some() && theirs == ours;
    let linkable = call.world.users.iter().position(|user| {
        let record = &user.record;
        record.acs_system_id == system
            && record.user_identity_id.is_none()
            && (same(&record.email_address, &identity.email_address)
                || same(&record.phone_number, &identity.phone_number))
    });
    let user = linkable.unwrap_or_else(|| {
        let number = call.world.users.len() + 1;
        let made = seed::User {
            acs_user_id: format!("33333333-3333-3333-3333-9{number:011}"),
            acs_system_id: system,
            full_name: identity.full_name.unwrap_or_else(|| "Unnamed".to_owned()),
            email_address: identity.email_address,
            phone_number: identity.phone_number,
            user_identity_id: None,
            access_schedule: None,
            is_suspended: false,
            extra: Map::new(),
        };
        call.world.add_user(made, clock::timestamp())
    });
    if let Some(user) = call.world.users.get_mut(user) {
        user.record.user_identity_id = Some(identity.user_identity_id);
    }
    add(call, user, group)
}
