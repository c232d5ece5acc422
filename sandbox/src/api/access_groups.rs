//! Access groups.

use super::{Call, Reply, contains};
use crate::failure::Failure;
use crate::world::{Group, GroupNumber};

/// A sandbox that goes on from its record has the group again: only memberships are recorded.
pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let group = named(call)?;
    if call.record {
        call.world.delete_group(group);
    }
    Ok(Reply::Done)
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let group = named(call)?;
    let shown = call.view().group(group).unwrap_or_default();
    Ok(Reply::Data("acs_access_group", shown))
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let system = checks.id("acs_system_id");
    let user = checks.id("acs_user_id");
    let identity = checks.id("user_identity_id");
    let search = checks.search("search");
    checks.finish()?;
    let of_user = user.map(|user| groups_of(call, |record| record.acs_user_id == user));
    let of_identity = identity
        .map(|identity| groups_of(call, |record| record.user_identity_id.as_deref() == Some(identity)));
    let matches = |number: GroupNumber, group: &Group| {
        let record = &group.record;
        system.is_none_or(|system| record.acs_system_id == system)
            && of_user.as_ref().is_none_or(|groups| groups.contains(&number))
            && of_identity.as_ref().is_none_or(|groups| groups.contains(&number))
            && search.is_none_or(|text| {
                contains(Some(&record.name), text) || contains(Some(&record.acs_access_group_id), text)
            })
    };
    let view = call.view();
    let groups = call.world.known_groups().filter(|(number, group)| matches(*number, group));
    let shown = groups.filter_map(|(number, _)| view.group(number)).collect();
    Ok(Reply::Data("acs_access_groups", shown))
}

pub(super) fn list_users(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let group = named(call)?;
    let view = call.view();
    let members = call.world.members(group, call.switches.lists_show);
    let shown = members.into_iter().filter_map(|user| view.user(user)).collect();
    Ok(Reply::Data("acs_users", shown))
}

pub(super) fn list_accessible_entrances(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let group = named(call)?;
    let view = call.view();
    let entrances = call.world.group(group).into_iter().flat_map(|group| &group.entrances);
    let shown = entrances.filter_map(|&place| view.entrance(place)).collect();
    Ok(Reply::Data("acs_entrances", shown))
}

fn named(call: &Call<'_>) -> Result<GroupNumber, Failure> {
    let mut checks = call.checks();
    let group = checks.required_id("acs_access_group_id");
    checks.finish()?;
    call.known_group(group)
}

fn groups_of(call: &Call<'_>, matches: impl Fn(&crate::seed::User) -> bool) -> Vec<GroupNumber> {
    let users = call.world.users.iter().enumerate().filter(|(_, user)| matches(&user.record));
    users.flat_map(|(number, _)| call.world.groups_of(number, call.switches.lists_show)).collect()
}
