//! Applies a plan, once it is sure that the plan is still right.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::time::{Instant, timeout};

use super::account::Account;
use super::guards;
use super::plan::{Group, Inner, Order, Plan};
use super::roll::Roll;
use super::settling::add_settling;
use super::survey::read_members;
use crate::bulk::{ApplyOptions, Run, perform};
use crate::call::User;
use crate::client::Client;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::operation::{Operation, Stop};
use crate::patience::ReadsAlone;

impl Client {
    /// Begins to apply a plan, made just now or saved long ago.
    ///
    /// The members of its groups are read again. Where they differ from what the plan saw by anything but changes
    /// that it would make itself, it is refused; so a plan that was applied in part can be applied again. What is so
    /// already is not sent. The result is as of [`begin_apply`](Self::begin_apply), in the order of
    /// [`Plan::changes`]; the second part begins when the first has ended, whatever became of it.
    ///
    /// # Errors
    /// [`Error::Guard`] for a plan that was made for another server, workspace or key, and for one that goes too far;
    /// those of [`begin_apply`](Self::begin_apply). The operation's own: [`Error::Guard`] when the members have
    /// changed.
    pub fn begin_sync(&self, plan: &Plan, options: &ApplyOptions) -> Result<Operation, Error> {
        let here = Account::of(self);
        if plan.inner.account != here {
            let reason = format!(
                "the plan was made for {}, and this client talks to {}",
                plan.inner.account.words(),
                here.words()
            );
            return Err(Error::Guard { reason, plan: None });
        }
        guards::check(plan)?;
        let journal = Run::open_journal(options, self.settings())?;
        let mut changes = plan.changes()?;
        add_settling(&plan.0, &self.settings().origin, &mut changes)?;
        let phrase = format!("apply a plan of {} changes", changes.len());
        let mut run = Run::prepare_planned(changes, options, self.settings(), journal)?;
        let plan = plan.clone();
        self.begin_together(
            phrase,
            Box::new(move |desk| {
                Box::pin(async move {
                    let _ = desk.leave_last_words(Arc::new(ReadsAlone), run.deadline().map(Deadline::after));
                    let ids = plan.inner.groups.iter().map(|group| group.id.clone()).collect();
                    let begun = Instant::now();
                    let members = match run.deadline() {
                        None => read_members(&desk, ids).await?,
                        Some(deadline) => timeout(deadline, read_members(&desk, ids))
                            .await
                            .map_err(|_| desk.operation.stopped(Stop::Deadline, None))??,
                    };
                    run.spend(begun.elapsed());
                    let compared = tokio::task::spawn_blocking(move || {
                        let now = Now::compare(&plan.inner, &members)?;
                        run.leave_out(&now.done(&plan));
                        run.hold_second_part(plan.second_part());
                        Ok(run)
                    });
                    let run = compared
                        .await
                        .unwrap_or_else(|error| Err(Error::internal(format!("comparing a plan: {error}"))))?;
                    perform(Arc::new(run), desk).await
                })
            }),
        )
    }
}

/// Who is in the plan's groups now, by ACS user id and by identity.
struct Now<'a> {
    members: Vec<(HashSet<&'a str>, HashSet<&'a str>)>,
}

impl<'a> Now<'a> {
    /// Refuses members that the plan did not see and would not have made.
    fn compare(plan: &Inner, lists: &'a [Roll]) -> Result<Now<'a>, Error> {
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
        if differences.is_empty() {
            return Ok(Now { members });
        }
        let reason = format!(
            "members have changed since the plan was made at {}, so it may be wrong: {}; make a new plan",
            plan.made_at,
            differences.join("; ")
        );
        Err(Error::Guard { reason, plan: None })
    }

    /// For each change of the plan whether it is so already.
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

fn ids<'a>(plan: &'a Inner, lists: &[&[u32]]) -> HashSet<&'a str> {
    lists.iter().flat_map(|list| list.iter()).map(|number| plan.texts.get(*number)).collect()
}

/// Some of the differences in words.
fn describe(group: &Group, strangers: &[String]) -> Option<String> {
    const MOST: usize = 10;
    let more = strangers.len().saturating_sub(MOST);
    let some: Vec<&str> = strangers.iter().take(MOST).map(String::as_str).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!some.is_empty())
        .then(|| format!("in the group {:?} ({}) {}{more}", group.name, group.id, some.join(", ")))
}
