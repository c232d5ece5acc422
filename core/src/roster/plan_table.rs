//! A plan as a table for people.

use std::fmt::Write;

use super::plan::{Order, Plan, PlannedUser};
use crate::model::call::User;

impl Plan {
    /// The plan as a table: each group with who would be added (`+`) and taken out (`-`), the rows that were left out,
    /// then the sums.
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
            line(
                &mut text,
                format_args!(
                    "  limits: {}",
                    limits((adds, group.most_adds()), (removes, group.most_removes()))
                ),
            );
            let width = group.adds().chain(group.removes()).map(|user| user.name.chars().count()).max();
            let width = width.unwrap_or(0).min(WIDEST_NAME);
            group.adds().for_each(|user| person(&mut text, '+', user, width));
            group.removes().for_each(|user| person(&mut text, '-', user, width));
        }
        let (adds, removes) = ((self.adds(), self.most_adds()), (self.removes(), self.most_removes()));
        line(&mut text, format_args!("Limits of all together: {}", limits(adds, removes)));
        for row in self.left_out().rows() {
            line(&mut text, format_args!("Left out: {}", shown(&row.to_string())));
        }
        let more = self.left_out().len() - self.left_out().rows().len();
        if more > 0 {
            line(&mut text, format_args!("Left out: {more} more rows"));
        }
        let order = match self.inner.order {
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

/// Each number with its limit.
fn limits(adds: (usize, Option<usize>), removes: (usize, Option<usize>)) -> String {
    let most = |limit: Option<usize>| limit.map_or("any number".to_owned(), |most| format!("at most {most}"));
    let (may_come, may_go) = (most(adds.1), most(removes.1));
    format!("{} of {may_come} to add, {} of {may_go} to remove", adds.0, removes.0)
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
