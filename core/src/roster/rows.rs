//! A roster: who should be in which group, as people write it down.

use indexmap::IndexMap;

use super::diagnostics::refuse;
use super::parse::cells::Cells;
use super::parse::column::Column;
use super::parse::options::CheckedOptions;
use crate::base::excerpt::quoted_begin;
use crate::base::folding::{address, composed};
use crate::base::interner::{Interner, NONE};
use crate::bulk::change_list::Action;
use crate::model::error::Error;
use crate::model::id::{canonical, check_id, looks_like_an_id};
use crate::model::problem::Problem;

/// Rows of users and groups, read from a table or given one by one. Nothing in them has been compared with Seam yet.
///
/// ```no_run
/// use seam_acs_core::{ApplyOptions, Client, Options, PlanOptions, Roster};
///
/// let client = Client::from_environment(&Options::new())?;
/// let roster = Roster::parse(&std::fs::read("members.csv")?)?;
/// let planning = client.begin_plan(roster, PlanOptions::default())?;
/// let _ = planning.wait(None);
/// let answer = planning.result()?;
/// if let Some(plan) = answer.plan() {
///     print!("{}", plan.to_table());
///     let applying = client.begin_sync(plan, ApplyOptions::default())?;
///     let _ = applying.wait(None);
///     applying.result()?;
///     // Recorded by Seam; the access system follows.
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Roster {
    pub(super) texts: Interner,
    pub(super) rows: Vec<Row>,
    /// Each group as it was named, once, with the first line that does.
    pub(super) targets: IndexMap<Target, u32>,
    pub(super) ignored: Vec<String>,
    /// What a row is called in messages.
    pub(super) unit: &'static str,
    /// The line of the last row that has an action, if any.
    pub(super) actions: Option<u32>,
}

/// A user as a roster names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterUser<'a> {
    /// By ACS user id.
    AcsUserId(&'a str),
    /// By user identity id, also one that was merged into another. Where the group's system has no user of that
    /// identity, Seam links or creates one; an id that nobody has is refused.
    UserIdentityId(&'a str),
    /// By e-mail address, ignoring case.
    Email(&'a str),
    /// By name, exactly as the system shows it.
    Name(&'a str),
}

/// A group as a roster names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterGroup<'a> {
    /// By access group id.
    AcsAccessGroupId(&'a str),
    /// By exact name, or else by id.
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
    /// The access control system, by name or id, where the group's name alone would be ambiguous.
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

pub(super) const MOST: usize = 1_000_000;
/// Of one cell.
const MOST_GROUPS: usize = 1_000;

impl Default for Roster {
    fn default() -> Self {
        Self {
            texts: Interner::default(),
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
    /// [`Error::InvalidArgument`] for a malformed id, address or name, and beyond a million rows.
    pub fn push(&mut self, row: RosterRow<'_>) -> Result<(), Error> {
        if self.rows.len() >= MOST {
            return Err(too_long());
        }
        let number = self.rows.len() as u64 + 1;
        self.push_at(number, row).map_err(|problem| problem.at(self.unit, line_number(number)).into_error())
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

    /// Each row as its line, its user and its group, for comparisons.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn shown(&self) -> Vec<(u32, String, String)> {
        let shown = |row: &Row| {
            let group = self.targets.get_index(row.target as usize).map_or(NONE, |(target, _)| target.group);
            let user = format!("{:?} {}", row.kind, self.texts.get(row.user));
            (row.line, user, self.texts.get(group).to_owned())
        };
        self.rows.iter().map(shown).collect()
    }

    /// `line 3`, for messages.
    pub(super) fn place(&self, line: u32) -> String {
        format!("{} {line}", self.unit)
    }

    pub(super) fn push_cells(
        &mut self,
        line: u64,
        cells: Cells<'_>,
        reading: &CheckedOptions,
    ) -> Result<(), Box<Problem>> {
        let (column, user) = cells.user;
        let user = match column {
            Column::AcsUserId => RosterUser::AcsUserId(user),
            Column::UserIdentityId => RosterUser::UserIdentityId(user),
            Column::Email => RosterUser::Email(user),
            _ => RosterUser::Name(user),
        };
        let action = cells.action.map(action).transpose()?.flatten();
        let system = cells.system.map(str::trim).filter(|system| !system.is_empty());
        let mut push = |group: Option<(Column, &str)>| {
            let group = group.map(|(column, group)| match column {
                Column::AcsAccessGroupId => RosterGroup::AcsAccessGroupId(group),
                _ => RosterGroup::Name(group),
            });
            self.push_at(line, RosterRow { user, group, action, system })
        };
        match (cells.group, &reading.group_separator) {
            (Some((column, groups)), Some(separator)) if groups.contains(separator.as_str()) => {
                let groups =
                    groups.split(separator.as_str()).map(str::trim).filter(|group| !group.is_empty());
                let mut count = 0;
                for group in groups {
                    count += 1;
                    if count > MOST_GROUPS {
                        let reason = format!("names more than {MOST_GROUPS} groups");
                        return Err(Problem::new(column.name(), group, reason));
                    }
                    push(Some((column, group)))?;
                }
                if count == 0 { push(Some((column, ""))) } else { Ok(()) }
            }
            (group, _) => push(group),
        }
    }

    fn push_at(&mut self, line: u64, row: RosterRow<'_>) -> Result<(), Box<Problem>> {
        let (kind, column, user) = row.user.parts();
        let user = check_cell(column, user, column.ends_with("_id"))?;
        let before = self.rows.last().copied();
        let user_before = before.map(|row| row.user);
        let user = match kind {
            UserKind::Email => self.texts.intern_again(&address(user), user_before),
            UserKind::Name => self.texts.intern_again(&composed(user), user_before),
            _ => self.texts.intern_again(&canonical(user), user_before),
        };
        let target_before = before.and_then(|row| Some(*self.targets.get_index(row.target as usize)?.0));
        let group_before = target_before.map(|target| target.group);
        let (by_id, group) = match row.group {
            None => (false, NONE),
            Some(RosterGroup::AcsAccessGroupId(id)) => {
                let id = check_cell("acs_access_group_id", id, true)?;
                (true, self.texts.intern_again(&canonical(id), group_before))
            }
            Some(RosterGroup::Name(name)) => {
                let name = check_cell("group", name, false)?;
                (false, self.texts.intern_again(&composed(name), group_before))
            }
        };
        let system = match row.system {
            None => NONE,
            Some(system) => self.texts.intern(&composed(check_cell("system", system, false)?)),
        };
        let line = line_number(line);
        let target = Target { by_id, group, system };
        let place = match before.filter(|_| target_before == Some(target)) {
            Some(row) => row.target,
            None => self.place_of(target, line),
        };
        if row.action.is_some() {
            self.actions = Some(line);
        }
        self.rows.push(Row { line, user, target: place, kind, action: row.action });
        Ok(())
    }

    /// The place of a target, which is kept with its line if it is new.
    fn place_of(&mut self, target: Target, line: u32) -> u32 {
        let target = self.targets.entry(target);
        let place = u32::try_from(target.index()).unwrap_or(NONE);
        target.or_insert(line);
        place
    }
}

impl<'a> RosterUser<'a> {
    /// Reads what a person typed as what it looks like: an id, an e-mail address, or else a name.
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
    /// Its name in messages.
    pub(super) const fn name(self) -> &'static str {
        match self {
            UserKind::AcsUserId => "acs_user_id",
            UserKind::UserIdentityId => "user_identity_id",
            UserKind::Email => "e-mail",
            UserKind::Name => "name",
        }
    }

    /// The column that names a user in this way.
    pub(super) const fn column(self) -> &'static str {
        match self {
            UserKind::AcsUserId => "acs_user_id",
            UserKind::UserIdentityId => "user_identity_id",
            UserKind::Email => "email",
            UserKind::Name => "name",
        }
    }
}

/// The action that a cell names; `None` if the cell is empty.
fn action(cell: &str) -> Result<Option<Action>, Box<Problem>> {
    let text = cell.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let action =
        [Action::Add, Action::Remove].into_iter().find(|action| action.name().eq_ignore_ascii_case(text));
    let strange = || {
        let reason = format!("the action must be add or remove, not {}", quoted_begin(text));
        Problem::new("action", text, reason)
    };
    action.map(Some).ok_or_else(strange)
}

/// The trimmed text of a cell. An id is not even trimmed: a corrected one could grant access to somebody else.
fn check_cell<'a>(column: &str, cell: &'a str, is_id: bool) -> Result<&'a str, Box<Problem>> {
    let text = if is_id { cell } else { cell.trim() };
    match check_id(column, text) {
        Ok(()) => Ok(text),
        Err(Error::InvalidArgument { field, reason, .. }) => {
            Err(Problem::new(column, cell, format!("{field} {reason}")))
        }
        Err(other) => Err(Problem::new(column, cell, other.to_string())),
    }
}

/// A number always fits: a roster has at most a million rows, and a text at most a gigabyte.
pub(super) fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(NONE)
}

pub(super) fn too_long() -> Error {
    refuse(format!("has more than {MOST} rows: split it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        Roster::parse(bytes).expect_err("a refusal").to_string()
    }

    /// Each row as line, user, group and system.
    fn shown(roster: &Roster) -> Vec<(u32, &str, &str, &str)> {
        let row = |row: &Row| {
            let (target, _) = roster.targets.get_index(row.target as usize).expect("known");
            let text = |number| roster.texts.get(number);
            (row.line, text(row.user), text(target.group), text(target.system))
        };
        roster.rows.iter().map(row).collect()
    }

    #[test]
    fn every_delimiter_is_found_from_the_header() {
        for delimiter in [",", ";", "\t"] {
            let text =
                "Notes,EMAIL , Group,system\nx, Ada@B.example ,Lobby,Harbour\n".replace(',', delimiter);
            let roster = Roster::parse(text.as_bytes()).expect("a table");
            assert_eq!(shown(&roster), [(2, "ada@b.example", "Lobby", "Harbour")], "{delimiter:?}");
            assert_eq!(roster.ignored_columns(), ["Notes"]);
        }
        let roster = Roster::parse(b"acs_user_id\nu1\nu2").expect("one column");
        assert_eq!(shown(&roster), [(2, "u1", "", ""), (3, "u2", "", "")]);
    }

    #[test]
    fn the_most_exact_column_counts_and_the_others_are_listed() {
        let text = b"name,email,acs_user_id,group,acs_access_group_id\nAda,a@b.example,u,Lobby,g\n";
        let roster = Roster::parse(text).expect("a table");
        assert_eq!(shown(&roster), [(2, "u", "g", "")]);
        assert_eq!(roster.ignored_columns(), ["name", "email", "group"]);
    }

    #[test]
    fn lines_are_counted_through_quotes_blank_lines_and_windows_line_ends() {
        let text =
            "name,group,notes\r\n\"Lindqvist, Ada\",Lobby,\"two\r\nlines\"\r\n\r\n,,\r\nBo,Lobby,\r\nCy\r\n";
        assert!(refusal(text.as_bytes()).starts_with("roster line 7: has 1 cells where the header has 3"));
        // The cells that this row leaves out have no meaning here.
        let text = text.replace("Cy", "Cy,Lobby");
        let roster = Roster::parse(text.as_bytes()).expect("a table");
        let expected = [(2, "Lindqvist, Ada", "Lobby", ""), (6, "Bo", "Lobby", ""), (7, "Cy", "Lobby", "")];
        assert_eq!(shown(&roster), expected);
    }

    #[test]
    fn errors_name_line_and_value() {
        for (text, expected) in [
            ("", "roster line 1: there is no header"),
            ("mail,group\na@b,x\n", "roster line 1: the header must have one of the columns"),
            ("email,Email\n", "roster line 1: the header has the column \"Email\" twice"),
            ("acs_user_id,group\nu,g\n,g\n", "roster line 3: acs_user_id must not be empty"),
            (
                "acs_user_id,group\n u,g\n",
                "roster line 2: acs_user_id begins or ends with white space: \" u\"",
            ),
            ("acs_user_id,group\nu,\n", "roster line 2: group must not be empty"),
            ("name,group\n\"A\nB\",g\n", "roster line 2: name contains a control character: \"A\\nB\""),
            (
                "name,group,action\nA,g,add\nB,g,drop\n",
                "roster line 3: the action must be add or remove, not \"drop\"",
            ),
            ("name,group\n\"A,g\nB,g\n", "roster line 2: has a quotation mark without its partner"),
            ("name,group\nA,g\nB 5\",g\n", "roster line 3: has a quotation mark without its partner"),
            ("[{\"name\":\"A\"},{\"group\":\"g\"}]", "roster item 2: has none of acs_user_id"),
            ("[{\"name\":5}]", "roster item 1: name must be a string, not 5"),
            ("[{\"name\":\"A\",\"NAME\":\"B\"}]", "roster item 1: has name twice"),
            ("[{\"name\":\"A\"}", "roster must be a JSON array of objects: EOF"),
            ("[1]", "roster must be a JSON array of objects: invalid type"),
            ("[] x", "roster must be a JSON array of objects: trailing"),
        ] {
            let message = refusal(text.as_bytes());
            assert!(message.starts_with(expected), "{text:?}: {message}");
        }
    }

    #[test]
    fn json_has_the_same_names() {
        let text = br#" [{"email": "A@b.example", "group": "Lobby", "name": "x", "other": [1]},
                        {"ACS_USER_ID": "u", "acs_access_group_id": "g", "group": null, "action": "REMOVE"}]"#;
        let roster = Roster::parse(text).expect("an array");
        assert_eq!(shown(&roster), [(1, "a@b.example", "Lobby", ""), (2, "u", "g", "")]);
        assert_eq!(roster.ignored_columns(), ["name", "other"]);
        assert_eq!(roster.rows[1].action, Some(Action::Remove));
    }

    #[test]
    fn what_was_written_for_a_spreadsheet_is_read_back_unchanged() {
        let mut text = String::new();
        crate::base::csv::write_row(&mut text, ["name", "group"]);
        crate::base::csv::write_row(&mut text, ["=Ada", "-Lobby;\"x\""]);
        let roster = Roster::parse(text.as_bytes()).expect("a table");
        assert_eq!(shown(&roster), [(2, "=Ada", "-Lobby;\"x\"", "")]);
    }

    #[test]
    fn whatever_is_written_is_read_back() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..2_000 {
            let letters = [',', ';', '\'', '"', '=', '+', '-', '@', 'a', 'Z', 'é', '🦀', ' '];
            let mut word = || {
                let inner: String =
                    (0..random.usize(..6)).map(|_| letters[random.usize(..letters.len())]).collect();
                // Names are trimmed, and an apostrophe before a sign marks a quoted formula.
                format!("x{inner}x")
            };
            let names = [word(), word(), word()];
            let mut text = String::new();
            crate::base::csv::write_row(&mut text, ["name", "group", "notes"]);
            crate::base::csv::write_row(&mut text, names.iter().map(String::as_str));
            let roster = Roster::parse(text.as_bytes()).expect(&text);
            assert_eq!(shown(&roster), [(2, names[0].as_str(), names[1].as_str(), "")], "{text}");
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let mut random = fastrand::Rng::with_seed(8);
        let parts: [&[u8]; 16] = [
            b"name,group\n",
            b"acs_user_id;group;action\r\n",
            b"[",
            b"{\"name\":",
            b"\"x\"",
            b"}",
            b"]",
            b",",
            b"\"",
            b"\n",
            b"\r",
            b"\xFF\xFE",
            b"\0",
            b"\xC3",
            b"u",
            b"\t",
        ];
        for _ in 0..4_000 {
            let count = random.usize(..12);
            let bytes: Vec<u8> =
                (0..count).flat_map(|_| parts[random.usize(..parts.len())].iter().copied()).collect();
            if let Err(error) = Roster::parse(&bytes) {
                assert!(matches!(error, Error::InvalidArgument { .. }), "{bytes:?}: {error}");
            }
        }
    }

    #[test]
    fn what_a_person_typed_is_taken_for_what_it_looks_like() {
        let id = "33333333-3333-3333-3333-333333333333";
        assert_eq!(RosterUser::guess(id), RosterUser::AcsUserId(id));
        assert_eq!(RosterUser::guess("a@b"), RosterUser::Email("a@b"));
        assert_eq!(RosterUser::guess("Ada"), RosterUser::Name("Ada"));
    }
}
