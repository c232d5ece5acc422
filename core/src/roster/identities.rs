//! User identities that no list of users shows. Seam is asked for each before anything is compared: an id that was
//! merged into another means that person, and an id that nobody has is a problem of its row and not an addition.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use super::rows::{Roster, UserKind};
use super::snapshot::Snapshot;
use super::user_index::UserIndex;
use super::user_record::UserRecord;
use crate::base::background_thread::compute;
use crate::base::interner::Interner;
use crate::engine::concurrent_reads::read_each;
use crate::engine::dispatcher::Dispatcher;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::id::canonical;
use crate::model::response::Record;

/// What Seam answered about the identities of a roster.
#[derive(Debug, Default)]
pub(super) struct Identities(Vec<(Asked, IdentityState)>);

/// An identity of the roster, in the system of its group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    user_identity_id: String,
    acs_system_id: String,
}

#[derive(Debug)]
enum IdentityState {
    /// It has a user in the system, whose record may show another identity id.
    User(Record),
    /// It has no user there. This is its current id.
    Current(String),
    Nobody,
}

impl Identities {
    /// Asks for the identities of the roster that the users of the snapshot do not have.
    pub(super) async fn resolve(
        dispatcher: &Dispatcher,
        roster: Roster,
        snapshot: Snapshot,
    ) -> Result<(Roster, Snapshot, Identities), Error> {
        if !roster.rows.iter().any(|row| row.kind == UserKind::UserIdentityId) {
            return Ok((roster, snapshot, Identities::default()));
        }
        // It goes through every user, which would hold up the engine.
        let looking = compute(move || {
            let unexplained = unexplained(&roster, &snapshot)?;
            Ok((roster, snapshot, unexplained))
        });
        let (roster, snapshot, unexplained) = looking
            .await
            .unwrap_or_else(|error| Err(Error::internal(format!("comparing users: {error}"))))?;
        dispatcher.operation.planned.fetch_add(unexplained.len() as u64, Ordering::Relaxed);
        let known = read_each(unexplained, |asked: Asked| {
            let dispatcher = dispatcher.clone();
            async move {
                let known = ask(&dispatcher, &asked).await?;
                dispatcher.operation.items.fetch_add(1, Ordering::Relaxed);
                Ok((asked, known))
            }
        });
        Ok((roster, snapshot, Identities(known.await?)))
    }

    /// Keeps the current ids of the identities, so that their users are found by them.
    pub(super) fn note_ids(&self, texts: &mut Interner) {
        for (_, known) in &self.0 {
            if let IdentityState::Current(current) = known {
                texts.intern(current);
            }
        }
    }

    /// Notes in `people` whom each of them means.
    pub(super) fn tell(&self, people: &mut UserIndex, texts: &mut Interner) -> Result<(), Error> {
        for (asked, known) in &self.0 {
            let identity = texts.intern(&asked.user_identity_id);
            let system = texts.intern(&asked.acs_system_id);
            match known {
                IdentityState::User(record) => {
                    people.note_user_of(texts, &UserRecord::of(record)?, identity, system);
                }
                IdentityState::Current(current) => {
                    let current = texts.intern(current);
                    people.note_identity(identity, system, Some(current));
                }
                IdentityState::Nobody => people.note_identity(identity, system, None),
            }
        }
        Ok(())
    }
}

/// The identities that no user of the group's system has, each once.
fn unexplained(roster: &Roster, snapshot: &Snapshot) -> Result<Vec<Asked>, Error> {
    let mut open = HashSet::new();
    for row in roster.rows.iter().filter(|row| row.kind == UserKind::UserIdentityId) {
        let place = snapshot.targets.get(row.target as usize).copied().flatten();
        // The snapshot has reported the groups that it did not find.
        let Some(group) = place.and_then(|place| snapshot.groups.get(place)) else { continue };
        open.insert((row.user, group.system.as_str()));
    }
    for (system, users) in &snapshot.users {
        for record in users {
            let person = UserRecord::of(record)?;
            if let Some(identity) = person.user_identity_id.and_then(|id| roster.texts.find(&canonical(&id)))
            {
                open.remove(&(identity, system.as_str()));
            }
        }
    }
    let asked = |(identity, system): (u32, &str)| Asked {
        user_identity_id: roster.texts.get(identity).to_owned(),
        acs_system_id: system.to_owned(),
    };
    Ok(open.into_iter().map(asked).collect())
}

async fn ask(dispatcher: &Dispatcher, asked: &Asked) -> Result<IdentityState, Error> {
    let identity = ("user_identity_id", asked.user_identity_id.as_str());
    let of_user = [identity, ("acs_system_id", asked.acs_system_id.as_str())];
    if let Some(user) = dispatcher.find(Read::GetUser, &of_user).await? {
        return Ok(IdentityState::User(user));
    }
    let current = dispatcher.current_identity(&asked.user_identity_id).await?;
    Ok(current.map_or(IdentityState::Nobody, IdentityState::Current))
}
