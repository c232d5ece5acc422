//! Applies a plan after checking that it is still up to date.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::guard_check;
use super::member_ids::MemberIds;
use super::plan::{GroupPlan, Order, Plan, PlanData};
use super::plan_scope::PlanScope;
use super::renamed::NamesNow;
use super::settling::add_settling;
use super::snapshot::read_members;
use super::sync_options::SyncOptions;
use crate::base::background_thread::{Lost, compute};
use crate::bulk::apply::perform;
use crate::bulk::change_list::Changes;
use crate::bulk::report::{Entry, ItemOutcome, Report};
use crate::bulk::run::Run;
use crate::client::Client;
use crate::engine::dispatcher::Dispatcher;
use crate::engine::operation::Operation;
use crate::engine::operation::state::{EngineOutput, FailOnOverdueRead, Stop};
use crate::model::call::User;
use crate::model::error::Error;
use crate::model::response::{Artifact, Response};
use crate::sys::time::Deadline;

impl Client {
    /// Begins to apply a plan, made just now or saved long ago.
    ///
    /// The members of its groups are read again, and for a plan that was read from a text the names of its groups and
    /// people too. If they differ from what the plan saw by anything but its own changes, the plan is refused; so a
    /// plan that was applied in part can be applied again. Changes that are made already are not sent. The result is as
    /// of [`begin_apply`](Self::begin_apply), in the order of [`Plan::changes`]; the second part begins when the first
    /// has ended, whatever became of it. A dry run ends with the same report, in which nothing was attempted.
    ///
    /// # Errors
    /// [`Error::Guard`] for a plan that was made for another server, workspace or key, for a text that was not saved
    /// with these credentials or was changed since, and for a plan that goes too far; [`Error::InvalidArgument`] for an
    /// option that contradicts the plan; those of [`begin_apply`](Self::begin_apply). The operation's own:
    /// [`Error::Guard`] when the members or names have changed.
    pub fn begin_sync(&self, plan: &Plan, options: impl Into<SyncOptions>) -> Result<Operation, Error> {
        self.begin_sync_with(plan, &options.into())
    }

    /// Not generic: each crate that calls a generic function compiles it anew, here with all that the engine does.
    fn begin_sync_with(&self, plan: &Plan, options: &SyncOptions) -> Result<Operation, Error> {
        let plan = self.accept(plan, options)?;
        options.apply.check()?;
        let mut changes = plan.changes()?;
        if options.dry_run {
            return self.begin_dry_run(plan, changes, options.apply.deadline);
        }
        let journal = Run::open_journal(&options.apply, self.settings())?;
        let phrase = format!("apply a plan of {} changes", changes.len());
        let (apply, settings) = (options.apply.clone(), Arc::clone(self.settings()));
        self.begin_composite(
            phrase,
            Box::new(move |dispatcher| {
                Box::pin(async move {
                    let begun = Instant::now();
                    let reading = async {
                        let now = CurrentState::read(&dispatcher, &plan).await?;
                        add_settling(&dispatcher, &plan.inner, &mut changes).await?;
                        Ok(now)
                    };
                    let now = within(&dispatcher, apply.deadline(), reading).await?;
                    let compared = compute(move || {
                        let mut run = Run::prepare_planned(changes, &apply, &settings, journal)?;
                        run.spend(begun.elapsed());
                        run.leave_out(&now.done(&plan)?);
                        run.hold_second_part(plan.second_part(), &now.users_of_identities(&plan));
                        Ok(run)
                    });
                    let run = compared.await.unwrap_or_else(|error| Err(died(&error)))?;
                    perform(Arc::new(run), dispatcher).await
                })
            }),
        )
    }

    /// Checks a plan without applying it, and reports of each change whether it is made already.
    fn begin_dry_run(
        &self,
        plan: Plan,
        changes: Changes,
        deadline: Option<Duration>,
    ) -> Result<Operation, Error> {
        let deadline = deadline.filter(|deadline| !deadline.is_zero());
        self.begin_composite(
            format!("look at a plan of {} changes", changes.len()),
            Box::new(move |dispatcher| {
                Box::pin(async move {
                    let reading = CurrentState::read(&dispatcher, &plan);
                    let now = within(&dispatcher, deadline, reading).await?;
                    let compared = compute(move || now.done(&plan));
                    let done = compared.await.unwrap_or_else(|error| Err(died(&error)))?;
                    let report = unsent(changes, &done);
                    let report = Artifact::new(report);
                    let _ = dispatcher.operation.artifact.set(report.clone());
                    Ok(EngineOutput::Response(Response::of(report)))
                })
            }),
        )
    }

    /// The plan with the guards and limits that hold for it here, if it may be applied at all.
    fn accept(&self, plan: &Plan, options: &SyncOptions) -> Result<Plan, Error> {
        let here = PlanScope::of(self);
        if plan.inner.account != here {
            let reason = format!(
                "the plan was made for {}, and this client talks to {}",
                plan.inner.account.words(),
                here.words()
            );
            return Err(Error::Guard(reason));
        }
        plan.check_seal(self)?;
        options.check(&plan.inner)?;
        let plan = Plan { inner: Arc::clone(&plan.inner), guards: plan.guards.with(options.guards()) };
        guard_check::check(&plan)?;
        Ok(plan)
    }
}

/// The state that a plan is compared with before it is applied.
struct CurrentState {
    members: Vec<MemberIds>,
    /// Read where the plan was not made by this process.
    names: Option<NamesNow>,
}

/// Waits for reads that come before the first change, at most for `limit`.
async fn within<T>(
    dispatcher: &Dispatcher,
    limit: Option<Duration>,
    reading: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let _ = dispatcher.allow_force_finish(Arc::new(FailOnOverdueRead), limit.map(Deadline::after));
    match limit {
        None => reading.await,
        Some(limit) => timeout(limit, reading)
            .await
            .unwrap_or_else(|_| Err(dispatcher.operation.stopped(Stop::Deadline, None))),
    }
}

impl CurrentState {
    /// Reads the members of a plan's groups, and the names where they may have changed since somebody saw them.
    async fn read(dispatcher: &Dispatcher, plan: &Plan) -> Result<CurrentState, Error> {
        let ids = plan.inner.groups.iter().map(|group| group.id.clone()).collect();
        let members = read_members(dispatcher, ids).await?;
        let names =
            if plan.was_saved() { Some(NamesNow::read(dispatcher, &plan.inner).await?) } else { None };
        Ok(CurrentState { members, names })
    }

    /// For each change of the plan whether it is made already. Refuses a plan that is out of date.
    fn done(&self, plan: &Plan) -> Result<Vec<bool>, Error> {
        let (now, mut differences) = Now::compare(&plan.inner, &self.members);
        if let Some(names) = &self.names {
            differences.extend(some_of(&names.differences(&plan.inner)?));
        }
        if differences.is_empty() {
            return Ok(now.done(plan));
        }
        let reason = format!(
            "members or names have changed since the plan was made at {}, so it may be wrong: {}; make a new plan",
            plan.inner.made_at,
            differences.join("; ")
        );
        Err(Error::Guard(reason))
    }
}

impl CurrentState {
    /// The ACS users of the identities that the plan adds, where they are members of one of its groups: somebody who
    /// moves to another system is added there by identity and removed here by user id.
    fn users_of_identities(&self, plan: &Plan) -> HashMap<String, String> {
        let added = plan.inner.groups.iter().flat_map(|group| &group.add_identities);
        let added: HashSet<&str> = added.map(|number| plan.inner.texts.get(*number)).collect();
        let members = self.members.iter().flat_map(MemberIds::iter);
        let moves =
            members.filter_map(|(user, identity)| Some((identity.filter(|id| added.contains(id))?, user)));
        moves.map(|(identity, user)| (identity.to_owned(), user.to_owned())).collect()
    }
}

/// The report of changes of which nothing was sent.
fn unsent(changes: Changes, done: &[bool]) -> Report {
    let outcome = |is_so: &bool| if *is_so { ItemOutcome::AlreadySo } else { ItemOutcome::NotAttempted };
    let entries = done.iter().map(|is_so| Entry { outcome: outcome(is_so), ..Entry::default() }).collect();
    // A plan has at most a million changes, each of another pair.
    let places = (0..u32::try_from(changes.len()).unwrap_or(u32::MAX)).collect();
    Report::new(Arc::new(changes), Arc::new(places), entries)
}

fn died(error: &Lost) -> Error {
    Error::internal(format!("comparing a plan: {error}"))
}

/// Who is in the plan's groups now, by ACS user id and by identity.
struct Now<'a> {
    members: Vec<(HashSet<&'a str>, HashSet<&'a str>)>,
}

impl<'a> Now<'a> {
    /// Also returns, as phrases, the differences from what the plan saw that are not its own changes.
    fn compare(plan: &PlanData, lists: &'a [MemberIds]) -> (Now<'a>, Vec<String>) {
        let mut members = Vec::with_capacity(lists.len());
        let mut differences = Vec::new();
        for (group, list) in plan.groups.iter().zip(lists) {
            let (mut users, mut identities) = (HashSet::new(), HashSet::new());
            let mut strangers = Vec::new();
            let expected = ids(plan, &[&group.members, &group.adds]);
            let created = ids(plan, &[&group.add_identities]);
            for (user, identity) in list.iter() {
                if !expected.contains(user) && !identity.is_some_and(|id| created.contains(id)) {
                    strangers.push(format!("{user} is a member now"));
                }
                users.insert(user);
                identities.extend(identity);
            }
            let leaving = ids(plan, &[&group.removes]);
            let seen = group.members.iter().map(|member| plan.texts.get(*member));
            let gone = seen.filter(|member| !users.contains(*member) && !leaving.contains(member));
            strangers.extend(gone.map(|member| format!("{member} is a member no longer")));
            differences.extend(describe(group, &strangers));
            members.push((users, identities));
        }
        (Now { members }, differences)
    }

    /// For each change of the plan whether it is made already.
    fn done(&self, plan: &Plan) -> Vec<bool> {
        let adds = || {
            plan.groups().zip(&self.members).flat_map(|(group, (users, identities))| {
                group.adds().map(move |planned| match planned.user {
                    User::Acs(id) => users.contains(id),
                    User::Identity(id) => identities.contains(id),
                })
            })
        };
        let removes = || {
            plan.groups().zip(&self.members).flat_map(|(group, (users, _))| {
                group.removes().map(move |planned| !users.contains(planned.user.parts().1))
            })
        };
        match plan.inner.order {
            Order::AddsFirst => adds().chain(removes()).collect(),
            Order::RemovesFirst => removes().chain(adds()).collect(),
        }
    }
}

fn ids<'a>(plan: &'a PlanData, lists: &[&[u32]]) -> HashSet<&'a str> {
    lists.iter().flat_map(|list| list.iter()).map(|number| plan.texts.get(*number)).collect()
}

/// The differences in the members of a group, in words.
fn describe(group: &GroupPlan, strangers: &[String]) -> Option<String> {
    let some = some_of(strangers)?;
    Some(format!("in the group {:?} ({}) {some}", group.name, group.id))
}

/// The first few differences.
fn some_of(differences: &[String]) -> Option<String> {
    const MOST: usize = 10;
    let more = differences.len().saturating_sub(MOST);
    let some: Vec<&str> = differences.iter().take(MOST).map(String::as_str).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!some.is_empty()).then(|| format!("{}{more}", some.join(", ")))
}
