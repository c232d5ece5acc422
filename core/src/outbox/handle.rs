//! An outbox as a host holds it.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::change::{OutboxChange, check_good_for};
use super::delivery::Delivery;
use super::entry::Entry;
use super::item::{Item, Outcome};
use super::options::DeliverOptions;
use super::shared::Shared;
use super::state::State;
use super::views;
use crate::client::Client;
use crate::config::json_options::NamedValues;
use crate::durable::clocks::{Clocks, wall_ms};
use crate::engine::completion_queue::Queue;
use crate::engine::operation::Operation;
use crate::model::error::Error;
use crate::model::json_fields::record;
use crate::model::response::{List, Record};

/// Changes in a folder that are kept until Seam has them. Any number of threads and processes may use one folder; one of
/// them delivers. Keeping changes needs no credentials and no network.
#[derive(Debug, Clone)]
pub struct Outbox {
    pub(crate) shared: Arc<Shared>,
}

impl Outbox {
    /// Opens the outbox of a folder, and makes the folder, for its owner alone, where it is missing.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a folder that somebody else owns or can write to; [`Error::NotSupported`] where
    /// files cannot be locked, as on some network disks; [`Error::State`] for a log that is damaged;
    /// [`Error::Resources`] when the disk refuses it.
    pub fn open(folder: &Path) -> Result<Outbox, Error> {
        Ok(Outbox { shared: Arc::new(Shared::open(folder)?) })
    }

    /// The same with options as a JSON object: there is none yet.
    ///
    /// # Errors
    /// [`Error::Options`] for an option; and as [`open`](Self::open).
    pub fn open_with(folder: &Path, options_json: &str) -> Result<Outbox, Error> {
        NamedValues::parse(options_json, &[])?;
        Self::open(folder)
    }

    /// Keeps changes, all or none: they are on the disk when this returns. Gives the id of each.
    ///
    /// # Errors
    /// [`Error::Resources`] when the outbox or the disk is full; the last tenth is for removals.
    pub fn enqueue(&self, changes: Vec<OutboxChange>) -> Result<Vec<String>, Error> {
        let ids = self.shared.store.queue(changes)?;
        self.shared.queued().notify_one();
        self.shared.tell_queues();
        Ok(ids.into_iter().map(|id| id.to_string()).collect())
    }

    /// The same, with a record for each change that has its `id`.
    ///
    /// # Errors
    /// As [`enqueue`](Self::enqueue).
    pub fn enqueue_listed(&self, changes: Vec<OutboxChange>) -> Result<List, Error> {
        let ids = self.enqueue(changes)?;
        list(&ids.into_iter().map(|id| json!({ "id": id })).collect::<Vec<_>>())
    }

    /// Begins to deliver: removals first, the oldest first, each pair in its order, until it is cancelled or as the options
    /// say. The client's credentials decide whose changes they are; those of another workspace than the first are
    /// [`Error::Guard`].
    ///
    /// # Errors
    /// [`Error::State`] while another one delivers; [`Error::Resources`].
    pub fn begin_deliver(&self, client: &Client, options: &DeliverOptions) -> Result<Operation, Error> {
        let delivery = Delivery::new(Arc::clone(&self.shared), options)?;
        let phrase = format!("deliver the outbox {}", self.shared.store.path().display());
        client.begin_composite(phrase, Box::new(|dispatcher| Box::pin(delivery.run(dispatcher))))
    }

    /// How the outbox stands: how many changes are in each state, the age of the oldest removal, and why it is paused.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn status(&self) -> Result<Record, Error> {
        record(&self.shared.status()?)
    }

    /// The changes, in the order in which they were asked for; `filter_json` may name one `state`.
    ///
    /// # Errors
    /// [`Error::Options`] for another filter; and as [`open`](Self::open).
    pub fn list(&self, filter_json: &str) -> Result<List, Error> {
        let filter = NamedValues::parse(filter_json, &["state"])?;
        let wanted = filter.text("state")?;
        if let Some(other) = wanted.filter(|wanted| !views::STATES.contains(wanted)) {
            return Err(Error::Options(format!(
                "state must be one of {}, not {other:?}",
                views::STATES.join(", ")
            )));
        }
        let now = Clocks::now();
        let found = self.shared.store.look(|state| {
            let fits =
                |item: &&Item| wanted.is_none_or(|wanted| wanted == views::standing(item, state, &now));
            state.items().filter(fits).map(|item| views::change(item, state, &now)).collect::<Vec<_>>()
        })?;
        list(&found)
    }

    /// The outcomes behind a cursor, of the last outcome that was seen before; `""`: behind what was acknowledged. They are
    /// kept, over restarts too, until they are acknowledged.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a text that is no cursor; and as [`open`](Self::open).
    pub fn outcomes(&self, cursor: &str) -> Result<List, Error> {
        let behind = if cursor.is_empty() { None } else { Some(number("cursor", cursor)?) };
        let now = Clocks::now();
        let found = self.shared.store.look(|state| {
            let behind = behind.unwrap_or_else(|| state.acknowledged());
            state
                .outcomes(behind)
                .into_iter()
                .map(|item| views::change(item, state, &now))
                .collect::<Vec<_>>()
        })?;
        list(&found)
    }

    /// Forgets the outcomes up to a cursor. What Seam refused, and what is in doubt, stays in the list until somebody
    /// decides.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a cursor that no outcome had.
    pub fn acknowledge(&self, cursor: &str) -> Result<(), Error> {
        let number = number("cursor", cursor)?;
        let acknowledge = |state: &State| {
            if number > state.last_outcome() {
                return Err(Error::invalid_argument("cursor", format!("{cursor:?} is none of an outcome")));
            }
            Ok(vec![Entry::Acknowledged { number }])
        };
        self.shared.store.change(Box::new(acknowledge)).map(drop)
    }

    /// Asks again for a change that was refused, has expired or is in doubt, as if it were asked for now.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for another id, and for a time out of 1 s to 30 days.
    pub fn retry(&self, id: &str, good_for_s: Option<u32>) -> Result<(), Error> {
        good_for_s.map_or(Ok(()), check_good_for)?;
        let wanted = number("id", id)?;
        let ask_again = |state: &State| {
            let ended = state.item(wanted).and_then(|item| Some((item, item.progress.ended.as_ref()?)));
            let may_be_again = |outcome| {
                matches!(outcome, Outcome::Refused | Outcome::Expired | Outcome::InDoubt | Outcome::Dropped)
            };
            match ended {
                Some((item, ended)) if may_be_again(ended.outcome) => {
                    let good_for_s = good_for_s.or(item.good_for_s);
                    Ok(vec![Entry::Again { id: wanted, queued: Clocks::now(), good_for_s }])
                }
                _ => Err(Error::invalid_argument(
                    "id",
                    format!("{id:?} is no change that can be asked for again"),
                )),
            }
        };
        self.shared.store.change(Box::new(ask_again))?;
        self.shared.queued().notify_one();
        Ok(())
    }

    /// Takes a change out of the outbox. A removal keeps a door shut: it takes `force` and a reason.
    ///
    /// # Errors
    /// [`Error::Guard`] for a removal without them; [`Error::State`] for a change that is under way;
    /// [`Error::InvalidArgument`] for an id that is not there.
    pub fn drop_change(&self, id: &str, reason: &str, force: bool) -> Result<(), Error> {
        let wanted = number("id", id)?;
        let end = |state: &State| {
            let item = state.item(wanted).filter(|item| {
                item.progress
                    .ended
                    .as_ref()
                    .is_none_or(|ended| matches!(ended.outcome, Outcome::Refused | Outcome::InDoubt))
            });
            let Some(item) = item else {
                return Err(Error::invalid_argument("id", format!("{id:?} is no change of this outbox")));
            };
            if !item.is_add && (!force || reason.trim().is_empty()) {
                return Err(Error::Guard(format!(
                    "the change {id} is a removal: a door may stay open without it, so it takes force and a reason"
                )));
            }
            if item.progress.is_under_way {
                return Err(Error::State(format!("the change {id} is under way: drop it when that is over")));
            }
            let error = (!reason.trim().is_empty()).then(|| reason.to_owned());
            let ended = Entry::Ended {
                id: wanted,
                outcome: Outcome::Dropped,
                at_ms: wall_ms(),
                request_id: None,
                error,
            };
            Ok(vec![ended])
        };
        self.shared.store.change(Box::new(end))?;
        // A removal underneath may count again.
        self.shared.queued().notify_one();
        self.shared.tell_queues();
        Ok(())
    }

    /// Puts `tag` into the queue whenever there are outcomes that it was not told of, at once if there are some now. Those
    /// of other processes are told within a second, by a thread that runs as long as a handle of the outbox is there.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`Error::Resources`] when the system refuses the thread: what this process sees for itself is
    /// told then.
    pub fn attach(&self, queue: &Queue, tag: usize) -> Result<(), Error> {
        self.shared.attach(queue, tag)
    }
}

/// An id or a cursor.
fn number(name: &'static str, text: &str) -> Result<u64, Error> {
    text.parse().map_err(|_| Error::invalid_argument(name, format!("must be one of an outbox, not {text:?}")))
}

fn list(objects: &[Value]) -> Result<List, Error> {
    objects.iter().map(record).collect::<Result<Vec<_>, _>>().map(List::new)
}
