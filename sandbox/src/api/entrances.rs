//! Entrances: doors, gates and lifts.

use serde_json::Value;

use super::{Call, Reply, contains, page};
use crate::failure::Failure;
use crate::seed::Entrance;

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let wanted = checks.required_id("acs_entrance_id");
    checks.finish()?;
    let place = call.world.seed.entrances.iter().position(|entrance| entrance.acs_entrance_id == wanted);
    let shown = place.and_then(|place| call.view().entrance(place));
    shown.map(|shown| Reply::Data("acs_entrance", shown)).ok_or_else(|| Failure::not_found("acs_entrance"))
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let system = checks.id("acs_system_id");
    let ids = checks.ids("acs_entrance_ids");
    let search = checks.search("search");
    // The sandbox has no credentials, access methods, customers or spaces: nothing matches them.
    let elsewhere = ["acs_credential_id", "access_method_id", "space_id", "location_id"];
    let mut outside = false;
    for name in elsewhere {
        outside |= checks.nullable(name).text().is_some();
    }
    outside |= checks.search("customer_key").is_some();
    let connected_account = checks.id("connected_account_id");
    let wanted_page = page::wanted(&mut checks, 900);
    checks.finish()?;
    let matches = |entrance: &Entrance| {
        !outside
            && system.is_none_or(|system| entrance.acs_system_id == system)
            && ids.as_ref().is_none_or(|ids| ids.contains(&entrance.acs_entrance_id.as_str()))
            && search.is_none_or(|text| contains(Some(&entrance.display_name), text))
    };
    let view = call.view();
    let in_account = |place: &usize| {
        connected_account.is_none_or(|wanted| {
            let shown = view.entrance(*place).unwrap_or_default();
            shown.get("connected_account_id").and_then(Value::as_str) == Some(wanted)
        })
    };
    let entrances = call.world.seed.entrances.iter().enumerate().filter(|(_, entrance)| matches(entrance));
    let places: Vec<usize> = entrances.map(|(place, _)| place).filter(in_account).collect();
    let page = page::cut(call, &wanted_page, &places)?;
    let shown = page.items.iter().filter_map(|&place| view.entrance(place)).collect();
    Ok(Reply::Page("acs_entrances", shown, page.pagination))
}
