//! Which column of a table means what.

use super::problems::{Problem, refuse};
use super::reading::Reading;
use crate::error::Error;
use crate::excerpt::{LONGEST_VALUE, begin, quoted_begin};

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
    /// The columns that name a user, the most exact first: where its cell is empty, the next one counts.
    pub(super) users: Vec<(Column, usize)>,
    /// The same for the group; may be none.
    pub(super) groups: Vec<(Column, usize)>,
    pub(super) action: Option<usize>,
    pub(super) system: Option<usize>,
    /// The column of each filter.
    pub(super) filters: Vec<usize>,
    /// How many columns there are, without those at the end that have no name.
    pub(super) width: usize,
    /// How many cells a row must have: those behind may be left out.
    pub(super) needed: usize,
    /// The places and names of the columns that are not used.
    pub(super) ignored: Vec<(usize, String)>,
}

/// The columns that a table, or an object, has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Has {
    pub(super) user: Option<Column>,
    pub(super) group: Option<Column>,
    pub(super) action: bool,
    pub(super) system: bool,
}

/// The columns that name a user, the most exact first.
pub(super) const USERS: [Column; 4] =
    [Column::AcsUserId, Column::UserIdentityId, Column::Email, Column::Name];
/// The columns that name a group, the most exact first.
pub(super) const GROUPS: [Column; 2] = [Column::AcsAccessGroupId, Column::Group];
/// All there are, in the order of their numbers.
pub(super) const ALL: [Column; 8] = [
    Column::AcsUserId,
    Column::UserIdentityId,
    Column::Email,
    Column::Name,
    Column::AcsAccessGroupId,
    Column::Group,
    Column::Action,
    Column::System,
];

/// Names that are shown where a header is refused.
const MOST_SHOWN: usize = 20;
/// Longer than every name of a column, misspelt or not.
const LONGEST_NAME: usize = 32;

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
    #[inline(never)]
    pub(super) fn of_name(name: &str) -> Option<Column> {
        let name = name.trim();
        ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(name))
    }

    /// The column that a name of none is nearly the name of: with other signs between its words, or with a letter
    /// wrong; long names with two.
    pub(super) fn near(name: &str) -> Option<Column> {
        if name.len() > LONGEST_NAME || Self::of_name(name).is_some() {
            return None;
        }
        let signs = [' ', '_', '-', '.', '/'];
        let name: String = name.chars().filter(|letter| !signs.contains(letter)).collect();
        let name = name.to_ascii_lowercase();
        ALL.into_iter().find(|column| {
            let known = column.letters();
            let (most, longer) = (if known.len() < 8 { 1.5 } else { 2.5 }, name.len().max(known.len()));
            // The same function as for other guesses, so that there is one of them.
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

    /// Whether a column, if it were there, would change what a row means. Another one that names the user or the group
    /// does not: the one that is there names them too, and is refused where it is ambiguous.
    pub(super) fn would_matter(self, has: Has) -> bool {
        match self {
            Column::Action => !has.action,
            Column::System => !has.system,
            Column::AcsAccessGroupId | Column::Group => has.group.is_none(),
            _ => has.user.is_none(),
        }
    }

    /// What is wrong with a column whose name is nearly that of this one.
    pub(super) fn misspelt(self, own: &str) -> Box<Problem> {
        let (known, shown) = (self.name(), quoted_begin(own));
        let reason = format!(
            "the column {shown} means nothing here: rename it, or give columns {{\"{known}\": {shown}}}; \
             {{\"{known}\": \"\"}} if it is something else"
        );
        Problem::new(own, own, reason).or_rather(Some(known.to_owned()))
    }
}

impl Layout {
    /// Understands a header. Where several columns name the user, or the group, the most exact one counts.
    pub(super) fn of_header(names: &[&str], line: u64, reading: &Reading) -> Result<Layout, Error> {
        let width = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        let names = names.get(..width).unwrap_or_default();
        let places: Vec<(Column, usize)> = names
            .iter()
            .enumerate()
            .filter_map(|(index, name)| Some((reading.column(name)?, index)))
            .collect();
        let twin = |(place, (column, index)): (usize, &(Column, usize))| {
            places.iter().take(place).any(|(other, _)| other == column).then_some(*index)
        };
        if let Some(name) = places.iter().enumerate().find_map(twin).and_then(|index| names.get(index)) {
            return Err(refuse(format!(
                "line {line}: the header has the column {} twice",
                quoted_begin(name)
            )));
        }
        let place =
            |column: Column| places.iter().find(|(known, _)| *known == column).map(|(_, place)| *place);
        for (column, own) in reading.named() {
            if place(column).is_none() {
                return Err(missing("columns", own, names, line));
            }
        }
        let all = |columns: &[Column]| -> Vec<(Column, usize)> {
            columns.iter().filter_map(|column| Some((*column, place(*column)?))).collect()
        };
        let (users, groups, action, system) =
            (all(&USERS), all(&GROUPS), place(Column::Action), place(Column::System));
        let Some(user) = users.first().copied() else {
            return Err(without_user(names, line, reading));
        };
        let group = groups.first().copied();
        let has = Has {
            user: Some(user.0),
            group: group.map(|group| group.0),
            action: action.is_some(),
            system: system.is_some(),
        };
        let filters = filters(names, line, reading)?;
        let places = [Some(user.1), group.map(|group| group.1), action, system];
        let places: Vec<usize> = places.into_iter().flatten().chain(filters.iter().copied()).collect();
        let mut ignored = Vec::new();
        for (index, name) in names.iter().enumerate().filter(|(index, _)| !places.contains(index)) {
            if let Some(column) = reading.near(name).filter(|column| column.would_matter(has)) {
                let line = u32::try_from(line).unwrap_or(u32::MAX);
                return Err(column.misspelt(name).at("line", line).into_error());
            }
            let unnamed = || format!("column {}", index + 1);
            let name = if name.is_empty() { unnamed() } else { begin(name, LONGEST_VALUE).to_owned() };
            ignored.push((index, name));
        }
        let needed = places.iter().max().map_or(0, |last| last + 1);
        Ok(Layout { users, groups, action, system, filters, width, needed, ignored })
    }
}

/// Where the columns of the filters are.
fn filters(names: &[&str], line: u64, reading: &Reading) -> Result<Vec<usize>, Error> {
    let place = |filter: &str| {
        names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(filter))
            .ok_or_else(|| missing("only", filter, names, line))
    };
    reading.filters().map(place).collect()
}

/// The error of a header that does not have a column that an option names.
fn missing(option: &str, own: &str, names: &[&str], line: u64) -> Error {
    let near = nearest(own, names.iter().copied());
    let near = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    refuse(format!("line {line}: there is no column {}, which {option} names{near}", quoted_begin(own)))
}

/// The name that another one is nearly.
pub(super) fn nearest<'a>(own: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let own = begin(own, LONGEST_NAME).to_lowercase();
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &own);
    let near = names.filter(|name| name.len() <= LONGEST_NAME).map(|name| (likeness(name), name));
    let near = near.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(likeness, _)| *likeness > 0.6);
    near.map(|(_, name)| name)
}

/// The error of a header that names nobody.
fn without_user(names: &[&str], line: u64, reading: &Reading) -> Error {
    let mut shown: Vec<&str> = names.iter().take(MOST_SHOWN).map(|name| begin(name, LONGEST_NAME)).collect();
    if names.len() > MOST_SHOWN {
        shown.push("…");
    }
    let near =
        names.iter().find_map(|name| Some((reading.near(name).filter(|near| USERS.contains(near))?, name)));
    let near = near.map_or(String::new(), |(column, name)| {
        format!("; did you mean {:?} by {}?", column.name(), quoted_begin(name))
    });
    refuse(format!(
        "line {line}: the header must have one of the columns acs_user_id, user_identity_id, email, name; it has \
         {shown:?}{near}"
    ))
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
