//! A roster: who is to be in which group, as people write it down.

use indexmap::IndexMap;

use super::columns::Column;
use super::problems::refuse;
use super::texts::{NONE, Texts};
use super::{encoding, json_rows, table};
use crate::bulk::Action;
use crate::error::Error;
use crate::ids::check_id;

/// Rows of users and groups, read from a table or given one by one. Nothing in it was compared with Seam yet.
#[derive(Debug, Clone)]
pub struct Roster {
    pub(super) texts: Texts,
    pub(super) rows: Vec<Row>,
    /// Each group as it was named, once.
    pub(super) targets: IndexMap<Target, ()>,
    ignored: Vec<String>,
    /// What a row is called in messages.
    pub(super) unit: &'static str,
    /// The last row that has an action, if any: its line.
    pub(super) actions: Option<u32>,
}

/// A user as a roster names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterUser<'a> {
    /// By ACS user id.
    AcsUserId(&'a str),
    /// By user identity id. Where the group's system has no user of that identity, Seam links or creates one.
    UserIdentityId(&'a str),
    /// By e-mail address, in capitals or not.
    Email(&'a str),
    /// By the name that the system shows, to the letter.
    Name(&'a str),
}

/// A group as a roster names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterGroup<'a> {
    /// By access group id.
    AcsAccessGroupId(&'a str),
    /// By name, to the letter, or else by id.
    Name(&'a str),
}

/// One row of a roster.
#[derive(Debug, Clone, Copy)]
pub struct RosterRow<'a> {
    /// Who.
    pub user: RosterUser<'a>,
    /// In which group; `None` where the group is given beside the roster.
    pub group: Option<RosterGroup<'a>>,
    /// What to do, for lists of changes.
    pub action: Option<Action>,
    /// The access control system, by name or id, where the group's name alone would not tell.
    pub system: Option<&'a str>,
}

/// A row as it is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) user: u32,
    pub(super) target: u32,
    pub(super) kind: UserKind,
    pub(super) action: Option<Action>,
}

/// How a row names its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum UserKind {
    AcsUserId,
    UserIdentityId,
    Email,
    Name,
}

/// A group as a roster names it: places of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) by_id: bool,
    /// No text where the group is given beside the roster.
    pub(super) group: u32,
    pub(super) system: u32,
}

/// The cells of a row that mean something, as they stand in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) user: (Column, &'a str),
    pub(super) group: Option<(Column, &'a str)>,
    pub(super) action: Option<&'a str>,
    pub(super) system: Option<&'a str>,
}

const MOST: usize = 1_000_000;

impl Default for Roster {
    fn default() -> Self {
        Self {
            texts: Texts::default(),
            rows: Vec::new(),
            targets: IndexMap::new(),
            ignored: Vec::new(),
            unit: "row",
            actions: None,
        }
    }
}

impl Roster {
    /// An empty roster.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads CSV (UTF-8, or UTF-16 with a byte order mark; commas, semicolons or tabs) or a JSON array of objects.
    ///
    /// Columns are found by name, in capitals or not: one of `acs_user_id`, `user_identity_id`, `email`, `name` (where
    /// there are several, the first of this list counts), one of `acs_access_group_id`, `group` (may be absent where
    /// the group is given beside the roster), and optionally `action` (`add` or `remove`) and `system`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming line and value.
    pub fn parse(bytes: &[u8]) -> Result<Roster, Error> {
        let text = encoding::decode(bytes)?;
        let mut roster = Roster::new();
        if text.trim_start().starts_with('[') {
            roster.unit = "item";
            roster.ignored = json_rows::read(&text, |item, cells| roster.push_cells(item, cells))?;
        } else {
            roster.unit = "line";
            let layout = table::read(&text, |line, cells| roster.push_cells(line, cells))?;
            roster.ignored = layout.ignored;
        }
        Ok(roster)
    }

    /// A roster of users and their groups.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn from_pairs<'a>(
        pairs: impl IntoIterator<Item = (RosterUser<'a>, RosterGroup<'a>)>,
    ) -> Result<Roster, Error> {
        let mut roster = Roster::new();
        for (user, group) in pairs {
            roster.push(RosterRow { user, group: Some(group), action: None, system: None })?;
        }
        Ok(roster)
    }

    /// Adds a row at the end.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an id, address or name that cannot be one, and beyond a million rows.
    pub fn push(&mut self, row: RosterRow<'_>) -> Result<(), Error> {
        self.push_at(self.rows.len() as u64 + 1, row)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The columns of the table that were not used.
    #[must_use]
    pub fn ignored_columns(&self) -> &[String] {
        &self.ignored
    }

    /// `line 3`, for messages.
    pub(super) fn place(&self, line: u32) -> String {
        format!("{} {line}", self.unit)
    }

    fn push_cells(&mut self, line: u64, cells: Cells<'_>) -> Result<(), Error> {
        let unit = self.unit;
        let (column, user) = cells.user;
        let user = match column {
            Column::AcsUserId => RosterUser::AcsUserId(user),
            Column::UserIdentityId => RosterUser::UserIdentityId(user),
            Column::Email => RosterUser::Email(user),
            _ => RosterUser::Name(user),
        };
        let group = cells.group.map(|(column, group)| match column {
            Column::AcsAccessGroupId => RosterGroup::AcsAccessGroupId(group),
            _ => RosterGroup::Name(group),
        });
        let action = match cells.action.map(str::trim) {
            None | Some("") => None,
            Some(text) => {
                let action = Action::from_name(&text.to_ascii_lowercase());
                let strange = || refuse(format!("{unit} {line}: the action must be add or remove, not {text:?}"));
                Some(action.ok_or_else(strange)?)
            }
        };
        let system = cells.system.map(str::trim).filter(|system| !system.is_empty());
        self.push_at(line, RosterRow { user, group, action, system })
    }

    fn push_at(&mut self, line: u64, row: RosterRow<'_>) -> Result<(), Error> {
        if self.rows.len() >= MOST {
            return Err(refuse(format!("has more than {MOST} rows: split it")));
        }
        let unit = self.unit;
        let (kind, column, user) = row.user.parts();
        let user = check_cell(unit, line, column, user, column.ends_with("_id"))?;
        let user = match kind {
            // An address that differs only in capitals is the same person.
            UserKind::Email => self.texts.intern(&user.to_lowercase()),
            _ => self.texts.intern(user),
        };
        let (by_id, group) = match row.group {
            None => (false, NONE),
            Some(RosterGroup::AcsAccessGroupId(id)) => {
                (true, self.texts.intern(check_cell(unit, line, "acs_access_group_id", id, true)?))
            }
            Some(RosterGroup::Name(name)) => {
                (false, self.texts.intern(check_cell(unit, line, "group", name, false)?))
            }
        };
        let system = match row.system {
            None => NONE,
            Some(system) => self.texts.intern(check_cell(unit, line, "system", system, false)?),
        };
        let target = self.targets.insert_full(Target { by_id, group, system }, ()).0;
        // Both are at most a million rows, or the lines of a text of a gigabyte.
        let (line, target) = (u32::try_from(line).unwrap_or(NONE), u32::try_from(target).unwrap_or(NONE));
        if row.action.is_some() {
            self.actions = Some(line);
        }
        self.rows.push(Row { line, user, target, kind, action: row.action });
        Ok(())
    }
}

impl<'a> RosterUser<'a> {
    /// What a person typed, taken for what it looks like: an id, an e-mail address, or else a name.
    #[must_use]
    pub fn guess(text: &'a str) -> RosterUser<'a> {
        if text.contains('@') {
            RosterUser::Email(text)
        } else if looks_like_an_id(text) {
            RosterUser::AcsUserId(text)
        } else {
            RosterUser::Name(text)
        }
    }

    fn parts(self) -> (UserKind, &'static str, &'a str) {
        match self {
            RosterUser::AcsUserId(id) => (UserKind::AcsUserId, "acs_user_id", id),
            RosterUser::UserIdentityId(id) => (UserKind::UserIdentityId, "user_identity_id", id),
            RosterUser::Email(address) => (UserKind::Email, "email", address),
            RosterUser::Name(name) => (UserKind::Name, "name", name),
        }
    }
}

impl UserKind {
    /// What messages call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            UserKind::AcsUserId => "acs_user_id",
            UserKind::UserIdentityId => "user_identity_id",
            UserKind::Email => "e-mail",
            UserKind::Name => "name",
        }
    }
}

/// Seam's ids are UUIDs.
fn looks_like_an_id(text: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| {
            if dashes.contains(&place) { byte == b'-' } else { byte.is_ascii_hexdigit() }
        })
}

/// The text that is meant. An id is taken to the letter: a bent one is a wrong grant.
fn check_cell<'a>(
    unit: &str,
    line: u64,
    column: &str,
    cell: &'a str,
    is_id: bool,
) -> Result<&'a str, Error> {
    let text = if is_id { cell } else { cell.trim() };
    match check_id(column, text) {
        Ok(()) => Ok(text),
        Err(Error::InvalidArgument { field, reason }) => Err(refuse(format!("{unit} {line}: {field} {reason}"))),
        Err(other) => Err(other),
    }
}
