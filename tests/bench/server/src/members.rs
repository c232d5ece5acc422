//! The lists of one large group: its members, and what tells who can open the entrance that it leads to.

use std::sync::Arc;

use anyhow::Context as _;
use seam_acs_sandbox::{Group, Sandbox, SandboxOptions, Seed};

use crate::pairs::{self, Lists, MEMBERS};

/// The sandbox's main entrance, which `tests/bench/c/seam_acs.c` asks for.
const ENTRANCE: &str = "55555555-5555-5555-5555-000000000001";

/// A group that has everybody is the only one of its system.
pub(crate) async fn render() -> anyhow::Result<Arc<Lists>> {
    let mut seed = Seed::default().with_more_users(pairs::PEOPLE);
    let first = seed.groups.first().context("the sandbox has a group")?.clone();
    let members = (1..=pairs::PEOPLE).map(pairs::person_id).collect();
    let group = first.acs_access_group_id.clone();
    seed.groups = vec![Group { members, entrances: vec![ENTRANCE.to_owned()], ..first }];
    let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() })?;
    let mut lists = Lists::default();
    let of_group = format!(r#"{{"acs_access_group_id":"{group}"}}"#);
    let of_entrance = format!(r#"{{"acs_entrance_id":"{ENTRANCE}"}}"#);
    for (path, body) in [
        (MEMBERS, of_group.as_str()),
        ("/acs/access_groups/list", "{}"),
        ("/acs/access_groups/list_accessible_entrances", &of_group),
        ("/acs/entrances/get", &of_entrance),
    ] {
        lists.keep(&sandbox, path, "", body).await?;
    }
    Ok(Arc::new(lists))
}
