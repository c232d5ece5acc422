//! A plan as a table for people.

use std::fmt::Write;

use super::plan::{Order, Plan, PlannedUser};
use crate::call::User;

impl Plan {
    /// The plan as a table: each group with who would be added (`+`) and taken out (`-`), then the sums.
    #[must_use]
    pub fn to_table(&self) -> String {
        let mut text = String::new();
        for group in self.groups() {
            let (adds, removes, stays) =
                (group.group.added(), group.group.removes.len(), group.group.staying());
            line(
                &mut text,
                format_args!(
                    "{} ({}): {adds} to add, {removes} to remove, {stays} stay",
                    shown(group.name()),
                    shown(group.acs_access_group_id())
                ),
            );
            let width = group.adds().chain(group.removes()).map(|user| user.name.chars().count()).max();
            let width = width.unwrap_or(0).min(WIDEST_NAME);
            group.adds().for_each(|user| person(&mut text, '+', user, width));
            group.removes().for_each(|user| person(&mut text, '-', user, width));
        }
        let order = match self.0.order {
            Order::AddsFirst => "additions first",
            Order::RemovesFirst => "removals first",
        };
        line(
            &mut text,
            format_args!(
                "In all: {} to add, {} to remove, {} stay; {order}",
                self.adds(),
                self.removes(),
                self.stays()
            ),
        );
        text
    }
}

const WIDEST_NAME: usize = 40;

fn person(text: &mut String, sign: char, planned: PlannedUser<'_>, width: usize) {
    let name = shown(planned.name);
    match planned.user {
        User::Acs(id) => line(text, format_args!("  {sign} {name:width$}  {}", shown(id))),
        User::Identity(id) => line(
            text,
            format_args!("  {sign} {name:width$}  user identity {}: Seam links or creates a user", shown(id)),
        ),
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{content}");
}

/// Names come from other systems, and a terminal obeys control characters.
fn shown(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
