//! Which column of a table means what.

use super::problems::refuse;
use crate::error::Error;

/// A column that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    AcsUserId,
    UserIdentityId,
    Email,
    Name,
    AcsAccessGroupId,
    Group,
    Action,
    System,
}

/// Where the columns of a table are.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) user: (Column, usize),
    pub(super) group: Option<(Column, usize)>,
    pub(super) action: Option<usize>,
    pub(super) system: Option<usize>,
    /// How many columns there are.
    pub(super) width: usize,
    /// The names of the columns that are not used.
    pub(super) ignored: Vec<String>,
}

/// The columns that name a user, the most exact first.
pub(super) const USERS: [Column; 4] =
    [Column::AcsUserId, Column::UserIdentityId, Column::Email, Column::Name];
/// The columns that name a group, the most exact first.
pub(super) const GROUPS: [Column; 2] = [Column::AcsAccessGroupId, Column::Group];
const OTHERS: [Column; 2] = [Column::Action, Column::System];

impl Column {
    pub(super) const fn name(self) -> &'static str {
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

    /// The column of this name, in capitals or not.
    pub(super) fn of_name(name: &str) -> Option<Column> {
        let all = USERS.into_iter().chain(GROUPS).chain(OTHERS);
        all.into_iter().find(|column| column.name().eq_ignore_ascii_case(name.trim()))
    }
}

impl Layout {
    /// Understands a header. Where several columns name the user, or the group, the most exact one counts.
    pub(super) fn of_header(names: &[&str], line: u64) -> Result<Layout, Error> {
        let place = |column: Column| names.iter().position(|name| Column::of_name(name) == Some(column));
        let first = |columns: &[Column]| columns.iter().find_map(|column| Some((*column, place(*column)?)));
        let Some(user) = first(&USERS) else {
            return Err(refuse(format!(
                "line {line}: the header must have one of the columns acs_user_id, user_identity_id, email, name; it \
                 has {names:?}"
            )));
        };
        let (group, action, system) = (first(&GROUPS), place(Column::Action), place(Column::System));
        let taken = [Some(user.1), group.map(|group| group.1), action, system];
        let mut ignored = Vec::new();
        for (index, name) in names.iter().enumerate().filter(|(index, _)| !taken.contains(&Some(*index))) {
            let is_twin =
                |other: &usize| names.get(*other).is_some_and(|other| other.eq_ignore_ascii_case(name));
            if taken.iter().flatten().any(is_twin) {
                return Err(refuse(format!("line {line}: the header has the column {name:?} twice")));
            }
            ignored.push(if name.is_empty() { format!("column {}", index + 1) } else { (*name).to_owned() });
        }
        Ok(Layout { user, group, action, system, width: names.len(), ignored })
    }
}
