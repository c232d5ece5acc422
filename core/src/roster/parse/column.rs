//! The columns that are understood, and misspelt names of them.

use crate::base::excerpt::quoted_begin;
use crate::model::problem::Problem;

/// A column that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    AcsUserId,
    UserIdentityId,
    Email,
    Name,
    AcsAccessGroupId,
    Group,
    Action,
    System,
}

/// The columns that a table, or an object, has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Has {
    pub(crate) user: Option<Column>,
    pub(crate) group: Option<Column>,
    pub(crate) action: bool,
    pub(crate) system: bool,
}

/// The columns that name a user, the most exact first.
pub(crate) const USERS: [Column; 4] =
    [Column::AcsUserId, Column::UserIdentityId, Column::Email, Column::Name];
/// The columns that name a group, the most exact first.
pub(crate) const GROUPS: [Column; 2] = [Column::AcsAccessGroupId, Column::Group];
/// All columns, in the order of their numbers.
pub(crate) const ALL: [Column; 8] = [
    Column::AcsUserId,
    Column::UserIdentityId,
    Column::Email,
    Column::Name,
    Column::AcsAccessGroupId,
    Column::Group,
    Column::Action,
    Column::System,
];

/// Longer than every name of a column, misspelt or not.
pub(crate) const LONGEST_NAME: usize = 32;

impl Column {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Column::AcsUserId => "acs_user_id",
            Column::UserIdentityId => "user_identity_id",
            Column::Email => "email",
            Column::Name => "name",
            Column::AcsAccessGroupId => "acs_access_group_id",
            Column::Group => "group",
            Column::Action => "action",
            Column::System => "system",
        }
    }

    /// The column of this name, ignoring case.
    #[inline(never)]
    pub(crate) fn of_name(name: &str) -> Option<Column> {
        let name = name.trim();
        ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(name))
    }

    /// The column that a misspelt name means: with other separators between its words, or with a letter
    /// wrong; long names with two.
    pub(crate) fn near(name: &str) -> Option<Column> {
        if name.len() > LONGEST_NAME || Self::of_name(name).is_some() {
            return None;
        }
        let signs = [' ', '_', '-', '.', '/'];
        let name: String = name.chars().filter(|letter| !signs.contains(letter)).collect();
        let name = name.to_ascii_lowercase();
        ALL.into_iter().find(|column| {
            let known = column.letters();
            let (most, longer) = (if known.len() < 8 { 1.5 } else { 2.5 }, name.len().max(known.len()));
            // The same function as for other guesses, so that the library has only one.
            let likeness = strsim::normalized_damerau_levenshtein(&name, known);
            #[allow(clippy::cast_precision_loss, reason = "the length of a word")]
            let wrong = (1.0 - likeness) * longer as f64;
            name.len().abs_diff(known.len()) < 3 && wrong < most
        })
    }

    /// The letters of its name.
    const fn letters(self) -> &'static str {
        match self {
            Column::AcsUserId => "acsuserid",
            Column::UserIdentityId => "useridentityid",
            Column::AcsAccessGroupId => "acsaccessgroupid",
            other => other.name(),
        }
    }

    /// Whether this column, if present, would change what a row means. Another column for the user or the group would
    /// not: the one that is there names them too, and is refused where it is ambiguous.
    pub(crate) fn would_matter(self, has: Has) -> bool {
        match self {
            Column::Action => !has.action,
            Column::System => !has.system,
            Column::AcsAccessGroupId | Column::Group => has.group.is_none(),
            _ => has.user.is_none(),
        }
    }

    /// The problem of a column whose name is close to that of this one.
    pub(crate) fn misspelt(self, own: &str) -> Box<Problem> {
        let (known, shown) = (self.name(), quoted_begin(own));
        let reason = format!(
            "the column {shown} means nothing here: rename it, or give columns {{\"{known}\": {shown}}}; \
             {{\"{known}\": \"\"}} if it is something else"
        );
        Problem::new(own, own, reason).or_rather(Some(known.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_nearly_those_of_columns_are_told_from_names_of_others() {
        for (name, near) in [
            ("Actions", Column::Action),
            ("acton", Column::Action),
            ("groups", Column::Group),
            ("systems", Column::System),
            ("E-Mail", Column::Email),
            ("mail", Column::Email),
            ("ACS User ID", Column::AcsUserId),
            ("acs_access_groupid", Column::AcsAccessGroupId),
            ("user-identity-id", Column::UserIdentityId),
        ] {
            assert_eq!(Column::near(name), Some(near), "{name}");
        }
        for name in
            ["action", "note", "Section", "Status", "active", "First Name", "phone", "role", "", "PIN Code"]
        {
            assert_eq!(Column::near(name), None, "{name}");
        }
    }
}
