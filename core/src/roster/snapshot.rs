//! The reads that a plan is made from: groups, their members, and the users of their systems.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use indexmap::{IndexMap, IndexSet};

use super::diagnostics::{Diagnostics, refuse};
use super::group_index::{GroupScope, Groups, IndexedGroup};
use super::member_ids::MemberIds;
use super::rows::Roster;
use crate::engine::concurrent_reads::read_each;
use crate::engine::dispatcher::{Decoder, Dispatcher};
use crate::engine::operation::state::{FailOnOverdueRead, OperationState};
use crate::model::call::Call;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::raw_response::RawResponse;
use crate::model::response::List;

/// What was read.
pub(super) struct Snapshot {
    /// The groups in question, in the order of the roster.
    pub(super) groups: Vec<IndexedGroup>,
    /// For each target of the roster, its place among the groups; `None` where it is unknown.
    pub(super) targets: Vec<Option<usize>>,
    /// For each group whether it is to be emptied if the roster does not name it.
    pub(super) empties: Vec<bool>,
    /// The members of each group.
    pub(super) members: Vec<MemberIds>,
    /// The users of each system.
    pub(super) users: IndexMap<String, List>,
    /// Groups that were not found. Problems of users come later.
    pub(super) problems: Diagnostics,
}

/// What a snapshot reads.
#[derive(Debug, Clone, Default)]
pub(super) struct SnapshotScope {
    pub(super) beside: GroupScope,
    pub(super) empties: Vec<String>,
    pub(super) members: bool,
    pub(super) users: bool,
}

impl Snapshot {
    /// Reads what the roster is to be compared with.
    pub(super) async fn make(
        dispatcher: &Dispatcher,
        roster: &Roster,
        scope: &SnapshotScope,
    ) -> Result<Snapshot, Error> {
        let _ = dispatcher.allow_force_finish(Arc::new(FailOnOverdueRead), None);
        let groups = ask(dispatcher, Read::ListGroups, &[]).await?;
        let systems = match ask(dispatcher, Read::ListSystems, &[]).await {
            Ok(systems) => Some(systems),
            Err(error) if scope.beside.system.is_some() || roster.names_systems() => return Err(error),
            // If nobody names a system, the names are only for people to read, and ids do as well.
            Err(_) => None,
        };
        let mut snapshot = Snapshot::of_targets(roster, scope, &Groups::new(&groups, systems.as_ref()))?;
        let homes: IndexSet<String> = snapshot.groups.iter().map(|group| group.system.clone()).collect();
        let ids = snapshot.groups.iter().map(|group| group.id.clone()).collect();
        let homes: Vec<String> = if scope.users { homes.into_iter().collect() } else { Vec::new() };
        let steps = homes.len() + if scope.members { snapshot.groups.len() } else { 0 };
        dispatcher.operation.planned.store(steps as u64, Ordering::Relaxed);
        if scope.members {
            snapshot.members = read_members(dispatcher, ids).await?;
        }
        let users = read_users(dispatcher, homes.clone()).await?;
        snapshot.users = homes.into_iter().zip(users).collect();
        Ok(snapshot)
    }

    fn of_targets(roster: &Roster, scope: &SnapshotScope, known: &Groups) -> Result<Snapshot, Error> {
        let (mut found, mut problems) = (IndexMap::new(), Diagnostics::default());
        let mut targets = Vec::with_capacity(roster.targets.len());
        for (target, line) in &roster.targets {
            match known.find(roster, *target, &scope.beside, problems.are_few()) {
                Ok(group) => targets.push(Some(found.insert_full(group.id.clone(), group.clone()).0)),
                Err(problem) => {
                    targets.push(None);
                    problems.add(problem.at(roster.unit, *line));
                }
            }
        }
        // The group that is given beside the roster counts even if there are no rows.
        if let Some(name) = &scope.beside.group {
            let group = known
                .given(name, &scope.beside)
                .map_err(|problem| refuse(format!("is for a group: {problem}")))?;
            found.entry(group.id.clone()).or_insert_with(|| group.clone());
        }
        let named = found.len();
        for name in &scope.empties {
            let refuse = |problem: String| Error::invalid_argument("empties", problem);
            let group = known
                .given(name, &scope.beside)
                .map_err(|problem| refuse(format!("are wrong: {problem}")))?;
            let place = found.insert_full(group.id.clone(), group.clone()).0;
            if place < named {
                return Err(refuse(format!("name {name:?}, which the roster names too")));
            }
        }
        let empties = (0..found.len()).map(|place| place >= named).collect();
        let groups = found.into_values().collect();
        Ok(Snapshot { groups, targets, empties, members: Vec::new(), users: IndexMap::new(), problems })
    }
}

/// The members of groups, in their order.
pub(super) async fn read_members(
    dispatcher: &Dispatcher,
    groups: Vec<String>,
) -> Result<Vec<MemberIds>, Error> {
    ask_all(dispatcher, Read::ListGroupUsers, "acs_access_group_id", groups, MemberIds::of).await
}

/// The users of systems, in their order.
pub(super) async fn read_users(dispatcher: &Dispatcher, systems: Vec<String>) -> Result<Vec<List>, Error> {
    let keep = |shared: &OperationState, replies: &[RawResponse]| shared.decode(replies)?.into_list();
    ask_all(dispatcher, Read::ListUsers, "acs_system_id", systems, keep).await
}

/// Makes one read per id, several at once, and keeps what `keep` returns of each. The first error ends them all.
async fn ask_all<T: Send + 'static>(
    dispatcher: &Dispatcher,
    read: Read,
    field: &'static str,
    ids: Vec<String>,
    keep: Decoder<T>,
) -> Result<Vec<T>, Error> {
    read_each(ids, |id| {
        let dispatcher = dispatcher.clone();
        async move {
            let found = dispatcher.send(Call::read_with(read, &[(field, &id)])?).await.read(keep).await?;
            dispatcher.operation.items.fetch_add(1, Ordering::Relaxed);
            Ok(found)
        }
    })
    .await
}

pub(super) async fn ask(dispatcher: &Dispatcher, read: Read, params: &[(&str, &str)]) -> Result<List, Error> {
    dispatcher.ask(Call::read_with(read, params)?).await?.into_list()
}
