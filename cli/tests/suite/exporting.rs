//! `export`: all of a workspace, or nothing.

use std::os::unix::fs::PermissionsExt;

use seam_acs_sandbox::{Fault, Sandbox};

use crate::command::{GROUP, Place};
use crate::outputs::in_shell;

#[test]
fn json_has_every_system_group_member_and_entrance() {
    let place = Place::new();
    let (seed, all) = (place.sandbox.seed(), place.run(&["export"]).ends_with(0).json());
    let count = |name: &str| all[name].as_array().unwrap().len();
    assert_eq!(count("acs_systems"), seed.systems.len());
    assert_eq!(count("acs_entrances"), seed.entrances.len());
    assert_eq!(count("acs_access_groups"), seed.groups.len());
    for group in all["acs_access_groups"].as_array().unwrap() {
        let id = group["acs_access_group_id"].as_str().unwrap();
        let members = group["acs_users"].as_array().unwrap().iter();
        let members: Vec<&str> = members.map(|member| member["acs_user_id"].as_str().unwrap()).collect();
        assert_eq!(members, place.sandbox.members(id));
    }
    place.run(&["export", "all.json"]).ends_with(0);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&place.read("all.json")).unwrap(), all);
    assert_eq!(place.path("all.json").metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_plan_of_the_exported_table_is_empty() {
    let place = Place::with(|seed| {
        // A name that is a formula, and two that are the same, are still the same people.
        seed.users[1].full_name = "=Ada;@x".to_owned();
        seed.users[2].full_name = seed.users[0].full_name.clone();
    });
    place.run(&["export", "all.csv"]).ends_with(0);
    let groups = place.sandbox.seed().groups;
    let members: usize =
        groups.iter().map(|group| place.sandbox.members(&group.acs_access_group_id).len()).sum();
    assert_eq!(place.read("all.csv").lines().count(), 1 + members);
    place.run(&["plan", "all.csv", "--exit-code"]).ends_with(0);
    let printed = place.run(&["export", "--format", "csv"]).ends_with(0);
    assert_eq!(printed.out, place.read("all.csv"));
    assert!(printed.out.contains("\"'=Ada;'@x\""), "{printed:?}");
    place.run(&["add", Sandbox::USER, GROUP]).ends_with(0);
    // Who came since would be taken out again.
    place.run(&["plan", "all.csv", "--exit-code"]).ends_with(9);
}

#[test]
fn a_partial_read_fails_it_and_leaves_the_file_alone() {
    for path in [
        "/acs/systems/list",
        "/acs/entrances/list",
        "/acs/access_groups/list",
        "/acs/access_groups/list_users",
    ] {
        let place = Place::new();
        place.file("all.json", "the one before");
        place.sandbox.fault(Fault::on(path).status(403).after(u32::from(path.ends_with("users"))).always());
        let done = place.run(&["export"]).ends_with(5);
        assert_eq!(done.out, "", "{path}");
        place.run(&["export", "all.json"]).ends_with(5);
        assert_eq!((place.read("all.json").as_str(), place.files().len()), ("the one before", 1), "{path}");
    }
}

#[test]
fn an_export_that_cannot_be_written_is_none() {
    let place = Place::new();
    for (words, redirections) in
        [("export", ">/dev/full"), ("export /dev/full", ""), ("export /nowhere/x", "")]
    {
        in_shell(&place, words, redirections).ends_with(2);
    }
}
