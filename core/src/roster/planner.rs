//! Makes plans: reads the current members, compares them with the roster, and checks the guards.

use super::diagnostics::refuse;
use super::diff::compare;
use super::group_index::GroupScope;
use super::guard_check;
use super::identities::Identities;
use super::plan::PlanOptions;
use super::plan_scope::PlanScope;
use super::rows::Roster;
use super::seal::SealKey;
use super::snapshot::{Snapshot, SnapshotScope};
use crate::bulk::change_list::Action;
use crate::client::Client;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::model::error::Error;
use crate::model::response::{Artifact, Response};

impl Client {
    /// Begins to compare a roster with the members of its groups; the answer carries a [`Plan`]. Nothing is changed.
    ///
    /// Groups that the roster does not name are never touched. The comparison itself happens on the thread that asks
    /// for the result.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a roster with removals in its action column. The operation's own:
    /// [`Error::InvalidArgument`] naming every unknown or ambiguous user, identity and group with line and value,
    /// [`Error::Guard`] saying what would have happened and which option allows it, where [`Operation::plan`] has the
    /// plan (also for a roster without anybody, unless groups are named in `empties`), and those of the reads.
    pub fn begin_plan(&self, roster: Roster, options: PlanOptions) -> Result<Operation, Error> {
        if let Some(row) = roster.rows.iter().find(|row| row.action == Some(Action::Remove)) {
            return Err(refuse(format!(
                "{}: has the action remove; a plan takes out who is not in the roster, and a list with actions is \
                 for apply",
                roster.place(row.line)
            )));
        }
        let scope = SnapshotScope {
            beside: GroupScope { group: options.group.clone(), system: options.system.clone() },
            empties: options.empties.clone(),
            members: true,
            users: true,
        };
        let (account, key) = (PlanScope::of(self), SealKey::of(self)?);
        let phrase = format!("plan a roster of {} rows", roster.len());
        self.begin_composite(
            phrase,
            Box::new(move |dispatcher| {
                Box::pin(async move {
                    let snapshot = Snapshot::make(&dispatcher, &roster, &scope).await?;
                    let (roster, snapshot, identities) =
                        Identities::resolve(&dispatcher, roster, snapshot).await?;
                    Ok(EngineOutput::Deferred(Box::new(move |operation| {
                        let plan = compare(roster, snapshot, &identities, &options, (account, key))?;
                        let made = Artifact::new(plan.clone());
                        // A plan that a guard refuses can be read as well.
                        let _ = operation.artifact.set(made.clone());
                        guard_check::check(&plan)?;
                        Ok(Response::of(made))
                    })))
                })
            }),
        )
    }
}
