//! What the program prints: one screen with all that a developer needs to begin.

use std::fmt::Write;

use seam_acs_sandbox::{Group, Sandbox, Seed};

/// No more rows of one kind than this, so that a large seed still fits a screen.
const MOST_ROWS: usize = 10;

pub(crate) fn of(sandbox: &Sandbox) -> String {
    let seed = sandbox.seed();
    let mut page = String::new();
    credentials(&mut page, &seed);
    users(&mut page, &seed);
    groups(&mut page, &seed);
    entrances(&mut page, &seed);
    page
}

fn credentials(page: &mut String, seed: &Seed) {
    put(page, format_args!("  API key                {}", seed.api_key));
    put(page, format_args!("  Personal access token  {}", seed.personal_access_token));
    put(page, format_args!("    with its workspace   {}", seed.workspace_id));
}

fn users(page: &mut String, seed: &Seed) {
    put(page, format_args!("\nUsers"));
    for user in seed.users.iter().take(MOST_ROWS) {
        let groups = seed.groups.iter().filter(|group| group.members.contains(&user.acs_user_id));
        let groups: Vec<&str> = groups.map(|group| group.name.as_str()).collect();
        let member = if groups.is_empty() { "no group".to_owned() } else { groups.join(", ") };
        put(page, format_args!("  {}  {:<16} {member}", user.acs_user_id, user.full_name));
    }
    rest(page, seed.users.len());
}

fn groups(page: &mut String, seed: &Seed) {
    put(page, format_args!("\nAccess groups (their entrances, their schedule)"));
    for group in seed.groups.iter().take(MOST_ROWS) {
        let entrances: Vec<&str> =
            group.entrances.iter().map(|entrance| entrance_name(seed, entrance)).collect();
        let (id, name) = (&group.acs_access_group_id, &group.name);
        put(page, format_args!("  {id}  {name:<16} {} ({})", entrances.join(", "), schedule(group)));
    }
    rest(page, seed.groups.len());
}

fn entrances(page: &mut String, seed: &Seed) {
    put(page, format_args!("\nEntrances"));
    for entrance in seed.entrances.iter().take(MOST_ROWS) {
        let system = seed.systems.iter().find(|system| system.acs_system_id == entrance.acs_system_id);
        let system = system.map_or("", |system| &system.name);
        put(page, format_args!("  {}  {:<20} {system}", entrance.acs_entrance_id, entrance.display_name));
    }
    rest(page, seed.entrances.len());
}

fn entrance_name<'a>(seed: &'a Seed, wanted: &'a str) -> &'a str {
    let found = seed.entrances.iter().find(|entrance| entrance.acs_entrance_id == wanted);
    found.map_or(wanted, |entrance| &entrance.display_name)
}

fn schedule(group: &Group) -> String {
    let day = |moment: &str| moment.split('T').next().unwrap_or(moment).to_owned();
    match &group.access_schedule {
        None => "always".to_owned(),
        Some(schedule) => match &schedule.ends_at {
            None => format!("from {}", day(&schedule.starts_at)),
            Some(end) => format!("{} to {}", day(&schedule.starts_at), day(end)),
        },
    }
}

fn rest(page: &mut String, count: usize) {
    if count > MOST_ROWS {
        put(page, format_args!("  and {} more", count - MOST_ROWS));
    }
}

fn put(page: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{line}");
}
