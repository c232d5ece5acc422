//! Until when a request that was given up may arrive and undo a change, by whichever of its two kinds of id it names the
//! person.

use std::sync::Arc;

use super::concurrent_reads::read_each;
use super::dispatcher::Dispatcher;
use super::marks::OppositeMarks;
use crate::model::call::{Call, Membership, User};
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::id::is_same;
use crate::model::response::Record;
use crate::sys::time::Deadline;

/// The requests that may undo a change, as they were when this was made: reads that follow cannot miss one of them.
pub(crate) struct LateRequests {
    dispatcher: Dispatcher,
    pair: Arc<Membership>,
    wanted: bool,
    marks: OppositeMarks,
}

/// Of more people than this nobody asks who they are: each of them may be the one.
const MOST_ASKED_FOR: usize = 64;

impl Dispatcher {
    /// The requests that may undo this change; `None` for what is no change.
    pub(crate) fn late_requests(&self, call: &Call) -> Option<LateRequests> {
        let (pair, wanted) = call.aim()?;
        let marks = self.opposite_marks(pair, wanted);
        Some(LateRequests { dispatcher: self.clone(), pair: Arc::clone(pair), wanted, marks })
            .filter(|late| !late.marks.is_empty())
    }
}

/// Whether one of them may still arrive and undo the change.
pub(crate) async fn may_be_undone(late: Option<LateRequests>) -> bool {
    match late {
        None => false,
        Some(late) => late.may_undo_until().await.is_some(),
    }
}

impl LateRequests {
    /// Until when one may arrive; `None` if none may. Who is named by the other kind of id is asked for: without an
    /// answer it may be the same person.
    pub(crate) async fn may_undo_until(&self) -> Option<Deadline> {
        let others = &self.marks.other_ids;
        if self.latest() == self.marks.same_id || others.len() > MOST_ASKED_FOR {
            return self.latest();
        }
        let same = read_each(others.clone(), |(other, until)| {
            let possibly_same = self.possibly_same(&other);
            async move { Ok(possibly_same.is_so().await.then_some(until)) }
        });
        let same = same.await.map_or_else(|_| self.latest(), |same| same.into_iter().flatten().max());
        same.max(self.marks.same_id)
    }

    /// Until when all of them have arrived or never will.
    pub(super) fn latest(&self) -> Option<Deadline> {
        let others = self.marks.other_ids.iter().map(|(_, until)| *until);
        others.max().max(self.marks.same_id)
    }

    pub(super) fn pair(&self) -> &Membership {
        &self.pair
    }

    pub(super) fn is_for_removal(&self) -> bool {
        !self.wanted
    }

    /// The change's own user and that of one of the marks.
    fn possibly_same(&self, other: &Arc<str>) -> PossiblySame {
        let (own, other) = (Arc::clone(&self.pair.user_id), Arc::clone(other));
        let (acs_user, identity, is_added_by_identity) = match self.pair.user() {
            User::Acs(_) => (own, other, !self.wanted),
            User::Identity(_) => (other, own, self.wanted),
        };
        PossiblySame { dispatcher: self.dispatcher.clone(), acs_user, identity, is_added_by_identity }
    }
}

/// An ACS user and a user identity that may be one person.
struct PossiblySame {
    dispatcher: Dispatcher,
    acs_user: Arc<str>,
    identity: Arc<str>,
    /// Whether the identity's request is an add: it links somebody who has the same e-mail address or telephone number.
    is_added_by_identity: bool,
}

impl PossiblySame {
    /// Whether they are, as far as reads can tell them apart.
    async fn is_so(&self) -> bool {
        self.read().await.unwrap_or(true)
    }

    async fn read(&self) -> Result<bool, Error> {
        let Some(user) = self.dispatcher.find(Read::GetUser, &[("acs_user_id", &self.acs_user)]).await?
        else {
            return Ok(false);
        };
        if let Some(owner) = id(&user, "user_identity_id") {
            if is_same(&owner, &self.identity) {
                return Ok(true);
            }
            let current = self.dispatcher.current_identity(&self.identity).await?;
            return Ok(current.is_some_and(|current| is_same(&current, &owner)));
        }
        if !self.is_added_by_identity {
            return Ok(false);
        }
        // Nobody is linked to an identity that has its user in the system.
        let Some(system) = id(&user, "acs_system_id") else { return Ok(true) };
        let of_identity = [("user_identity_id", &*self.identity), ("acs_system_id", &system)];
        Ok(self.dispatcher.find(Read::GetUser, &of_identity).await?.is_none())
    }
}

fn id(record: &Record, field: &str) -> Option<String> {
    record.get(field).filter(|id| !id.is_empty())
}
