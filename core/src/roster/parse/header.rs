//! Which column of a table means what.

use super::super::diagnostics::refuse;
use super::column::{Column, GROUPS, Has, LONGEST_NAME, USERS};
use super::options::CheckedOptions;
use crate::base::excerpt::{LONGEST_VALUE, begin, quoted_begin};
use crate::base::nearest::{LIKE_ENOUGH, nearest};
use crate::model::error::Error;

/// Where the columns of a table are.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The columns that name a user, the most exact first: where its cell is empty, the next one counts.
    pub(crate) users: Vec<(Column, usize)>,
    /// The same for the group; may be none.
    pub(crate) groups: Vec<(Column, usize)>,
    pub(crate) action: Option<usize>,
    pub(crate) system: Option<usize>,
    /// The column of each filter.
    pub(crate) filters: Vec<usize>,
    /// How many columns there are, without those at the end that have no name.
    pub(crate) width: usize,
    /// How many cells a row must have. Those after them may be left out.
    pub(crate) needed: usize,
    /// The places and names of the columns that are not used.
    pub(crate) ignored: Vec<(usize, String)>,
}

/// The most names that are shown where a header is refused.
const MOST_SHOWN: usize = 20;
impl Layout {
    /// Reads a header. Where several columns name the user, or the group, the most exact one counts.
    pub(crate) fn of_header(names: &[&str], line: u64, reading: &CheckedOptions) -> Result<Layout, Error> {
        let width = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        let names = names.get(..width).unwrap_or_default();
        let places: Vec<(Column, usize)> = names
            .iter()
            .enumerate()
            .filter_map(|(index, name)| Some((reading.column(name)?, index)))
            .collect();
        let duplicate = |(place, (column, index)): (usize, &(Column, usize))| {
            places.iter().take(place).any(|(other, _)| other == column).then_some(*index)
        };
        if let Some(name) = places.iter().enumerate().find_map(duplicate).and_then(|index| names.get(index)) {
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
fn filters(names: &[&str], line: u64, reading: &CheckedOptions) -> Result<Vec<usize>, Error> {
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
    let near = nearest(begin(own, LONGEST_NAME), names.iter().copied(), LIKE_ENOUGH);
    let near = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    refuse(format!("line {line}: there is no column {}, which {option} names{near}", quoted_begin(own)))
}

/// The error of a header that names nobody.
fn without_user(names: &[&str], line: u64, reading: &CheckedOptions) -> Error {
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
