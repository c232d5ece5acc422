//! Turns a table of changes with names and addresses into a list of changes with ids.

use std::sync::Arc;

use super::diagnostics::{Diagnostics, refuse};
use super::group_index::GroupScope;
use super::rows::{Roster, Row, UserKind};
use super::snapshot::{Snapshot, SnapshotScope};
use super::user_index::{ResolvedUser, UserIndex};
use crate::base::interner::NONE;
use crate::bulk::change_list::{Action, Changes};
use crate::bulk::labels::{Label, Labels};
use crate::client::Client;
use crate::engine::dispatcher::Dispatcher;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::model::call::User;
use crate::model::error::Error;
use crate::model::problem::Problem;
use crate::model::response::{Artifact, Response};

/// What a table of changes does not say itself.
#[derive(Debug, Clone, Default)]
pub struct ResolveOptions {
    /// The group, by name or id, of rows that name none.
    pub group: Option<String>,
    /// The access system, by name or id, of that group and of rows that name none.
    pub system: Option<String>,
    /// What is done for rows without an action; `None`: each row must have one.
    pub action: Option<Action>,
    /// Leaves out rows of people whom nobody knows, instead of refusing the table:
    /// [`Report::left_out`](crate::Report::left_out) has them, and applying ends as [`Error::Partial`].
    pub skip_unknown: bool,
}

impl Client {
    /// Begins to look up the users and groups of a table of changes; the answer carries [`Changes`], one change per row
    /// in the order of the rows. Rows that hold ids alone are taken as they are, without a read, unless the options
    /// name a group or a system.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for rows without an action. The operation's own: [`Error::InvalidArgument`] naming
    /// every unknown or ambiguous user and group with line and value, and those of the reads.
    pub fn begin_resolve(&self, roster: Roster, options: ResolveOptions) -> Result<Operation, Error> {
        let lookup = Lookup::new(roster, options)?;
        self.begin_composite(
            format!("look up the users and groups of {} rows", lookup.len()),
            Box::new(move |dispatcher| {
                Box::pin(async move {
                    let snapshot = lookup.snapshot(&dispatcher).await?;
                    Ok(EngineOutput::Deferred(Box::new(move |_| {
                        let changes = lookup.finish(snapshot)?;
                        Ok(Response::of(Artifact::new(changes)))
                    })))
                })
            }),
        )
    }
}

/// A table whose users and groups are looked up.
pub(super) struct Lookup {
    table: Roster,
    scope: SnapshotScope,
    default: Option<Action>,
    skip_unknown: bool,
    by_ids_alone: bool,
}

impl Lookup {
    /// Refuses a table with rows that have no action.
    pub(super) fn new(table: Roster, options: ResolveOptions) -> Result<Lookup, Error> {
        if let Some(row) = table.rows.iter().find(|row| row.action.or(options.action).is_none()) {
            return Err(refuse(format!(
                "{}: has no action; it must be add or remove",
                table.place(row.line)
            )));
        }
        let names_people = table.names_people();
        let is_of_one = options.group.is_some() || options.system.is_some();
        let names_groups = is_of_one || table.targets.keys().any(|target| !target.by_id);
        let scope = SnapshotScope {
            beside: GroupScope { group: options.group, system: options.system },
            empties: Vec::new(),
            members: false,
            users: names_people,
        };
        let (default, skip_unknown) = (options.action, options.skip_unknown);
        Ok(Lookup { table, scope, default, skip_unknown, by_ids_alone: !names_people && !names_groups })
    }

    /// Whether nothing has to be read.
    pub(super) fn is_by_ids_alone(&self) -> bool {
        self.by_ids_alone
    }

    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    /// Reads what the names need; `None` where nothing has to be read.
    pub(super) async fn snapshot(&self, dispatcher: &Dispatcher) -> Result<Option<Snapshot>, Error> {
        if self.by_ids_alone {
            return Ok(None);
        }
        Snapshot::make(dispatcher, &self.table, &self.scope).await.map(Some)
    }

    /// The changes with their ids.
    pub(super) fn finish(self, snapshot: Option<Snapshot>) -> Result<Changes, Error> {
        resolve(self.table, snapshot, self.default, self.skip_unknown)
    }
}

fn resolve(
    roster: Roster,
    snapshot: Option<Snapshot>,
    default: Option<Action>,
    skip_unknown: bool,
) -> Result<Changes, Error> {
    let mut roster = roster;
    let (mut people, mut problems, mut groups) = (UserIndex::default(), Diagnostics::default(), None);
    if let Some(snapshot) = snapshot {
        for (system, users) in &snapshot.users {
            people.note_system(&mut roster.texts, system, users)?;
        }
        let homes: Vec<u32> =
            snapshot.groups.iter().map(|group| roster.texts.intern(&group.system)).collect();
        problems = snapshot.problems;
        groups = Some((snapshot.targets, snapshot.groups, homes));
    }
    problems.skip_unknown(skip_unknown);
    let (mut changes, mut labels) = (Changes::new(), Vec::new());
    for row in &roster.rows {
        let (group, home) = match &groups {
            None => {
                let target = roster.targets.get_index(row.target as usize);
                (roster.texts.get(target.map_or(NONE, |(target, _)| target.group)), NONE)
            }
            Some((targets, groups, homes)) => {
                let place = targets.get(row.target as usize).copied().flatten();
                let found = place.and_then(|place| Some((groups.get(place)?, *homes.get(place)?)));
                // The snapshot has reported the groups that it did not find.
                let Some((group, home)) = found else { continue };
                (group.id.as_str(), home)
            }
        };
        match user_of(&roster, &people, row, home, problems.are_few()) {
            Ok(user) => {
                changes.push(row.action.or(default).unwrap_or(Action::Add), user, group)?;
                labels.push(label(&roster, &people, row, user));
            }
            Err(problem) => problems.add(problem.at(roster.unit, row.line)),
        }
    }
    let mut called = Labels::new(Arc::new(roster.texts), problems.into_result()?);
    for label in labels {
        called.push(label);
    }
    for group in groups.iter().flat_map(|(_, groups, _)| groups) {
        called.name_group(&group.id, &group.name, &group.system_name);
    }
    Ok(changes.labelled(called))
}

/// The label of a change.
fn label(roster: &Roster, people: &UserIndex, row: &Row, user: User<'_>) -> Label {
    let known = match user {
        User::Acs(id) => roster.texts.find(id).unwrap_or(NONE),
        User::Identity(_) => NONE,
    };
    Label { line: row.line, name: people.name_place(known), email: people.email(known) }
}

fn user_of<'a>(
    roster: &'a Roster,
    people: &UserIndex,
    row: &Row,
    home: u32,
    one_of_few: bool,
) -> Result<User<'a>, Box<Problem>> {
    match row.kind {
        UserKind::AcsUserId => Ok(User::Acs(roster.texts.get(row.user))),
        UserKind::UserIdentityId => Ok(User::Identity(roster.texts.get(row.user))),
        UserKind::Email | UserKind::Name => match people.find(&roster.texts, row, home, one_of_few)? {
            ResolvedUser::User(user) => Ok(User::Acs(roster.texts.get(user))),
            ResolvedUser::Identity(identity) => Ok(User::Identity(roster.texts.get(identity))),
        },
    }
}
