//! Memberships written as a table that a roster reads back.

use crate::base::csv::write_row;

/// Memberships as CSV in a roster's own form: a plan of it, made while nothing changes, changes nothing.
#[derive(Debug)]
pub struct MembershipTable {
    text: String,
}

/// One row of a [`MembershipTable`]. The ids count; the names are for people and may be empty.
#[derive(Debug, Clone, Copy)]
pub struct MembershipRow<'a> {
    /// The name of the user.
    pub name: &'a str,
    /// The e-mail address of the user.
    pub email: &'a str,
    /// The id of the user.
    pub acs_user_id: &'a str,
    /// The name of the group.
    pub group: &'a str,
    /// The id of the group.
    pub acs_access_group_id: &'a str,
    /// The access system, by id.
    pub system: &'a str,
}

impl MembershipTable {
    /// A table without rows.
    #[must_use]
    pub fn new() -> MembershipTable {
        let mut text = String::new();
        write_row(&mut text, ["name", "email", "acs_user_id", "group", "acs_access_group_id", "system"]);
        MembershipTable { text }
    }

    /// Adds a row at the end.
    pub fn push(&mut self, row: MembershipRow<'_>) {
        let MembershipRow { name, email, acs_user_id, group, acs_access_group_id, system } = row;
        write_row(&mut self.text, [name, email, acs_user_id, group, acs_access_group_id, system]);
    }

    /// The whole table, fit for a spreadsheet.
    #[must_use]
    pub fn into_csv(self) -> String {
        self.text
    }
}

impl Default for MembershipTable {
    fn default() -> MembershipTable {
        MembershipTable::new()
    }
}
