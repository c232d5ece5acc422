//! Access control systems.

use super::{Call, Reply, contains};
use crate::failure::Failure;

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let system = checks.required_id("acs_system_id");
    checks.finish()?;
    let shown = call.view().system(call.known_system(system)?);
    Ok(Reply::Data("acs_system", shown))
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let connected_account = checks.id("connected_account_id");
    let customer = checks.search("customer_key");
    let search = checks.search("search");
    checks.finish()?;
    let view = call.view();
    let named = call.world.seed.systems.iter().filter(|system| {
        search.is_none_or(|text| {
            contains(Some(&system.name), text) || contains(Some(&system.acs_system_id), text)
        })
    });
    let shown = named.map(|system| view.system(system)).filter(|shown| {
        let account = shown.get("connected_account_id").and_then(|account| account.as_str());
        customer.is_none() && connected_account.is_none_or(|wanted| account == Some(wanted))
    });
    Ok(Reply::Data("acs_systems", shown.collect()))
}
