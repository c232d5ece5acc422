//! Doors to the inside for the fuzz targets of `tests/fuzz`. What they find out is judged there; here nothing happens.

#![allow(missing_docs, reason = "no part of what users see")]

use std::time::Duration;

use bytes::Bytes;

use crate::base::csv;
use crate::base::secret::Redactor;
use crate::bulk::change_list::Changes;
use crate::bulk::journal::fuzzing as journal_fuzzing;
use crate::durable::append_log::parse;
use crate::durable::clocks::Clocks;
use crate::durable::frame::frame;
use crate::engine::classify::{SideEffect, classify_response};
use crate::engine::retry;
use crate::model::call::{Call, User};
use crate::model::error::Error;
use crate::model::raw_response::RawResponse;
use crate::model::response::Record;
use crate::outbox::entry::{Entry as OutboxEntry, Head};
use crate::outbox::state::State;
use crate::outbox::views;
use crate::roster::plan::Plan;
use crate::roster::rows::Roster;

/// A response, as complete as the engine would have it.
pub struct Response(RawResponse);

/// What a change that is answered so comes to.
pub struct Judged {
    pub error: Option<Error>,
    pub may_be_applied: bool,
    pub repeatable: bool,
}

impl Response {
    #[must_use]
    pub fn new(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Response {
        Response(RawResponse {
            status,
            request_id: Some("request".to_owned()),
            retry_after,
            location: None,
            date: None,
            redactor: Redactor::over([]),
            limit: 1 << 20,
            body: Bytes::copy_from_slice(body),
        })
    }

    pub fn confirm(&self) -> Result<(), String> {
        self.0.confirm()
    }

    pub fn record(&self, key: &str) -> Result<Record, String> {
        self.0.record(key)
    }

    pub fn records(&self, key: &str) -> Result<Vec<Record>, String> {
        self.0.records(key).map_err(|reason| format!("{reason:?}"))
    }

    /// The user ids of the members of a group.
    pub fn members(&self, key: &str) -> Result<Vec<String>, String> {
        let mut users = Vec::new();
        self.0.members(key, &mut |user, _| users.push(user.to_owned())).map(|()| users)
    }

    pub fn whole(&self) -> Result<Record, String> {
        self.0.whole()
    }

    /// How many objects the page has, and the cursor of the next.
    pub fn end_of_page(&self, key: &str) -> Result<(u64, Option<String>), String> {
        self.0.end_of_page(key).map(|end| (end.items, end.next_cursor))
    }

    pub fn pagination(&self) -> Result<Option<Record>, String> {
        self.0.pagination()
    }

    /// Judges it as the answer to an add.
    pub fn judge(self) -> Result<Judged, Error> {
        let call = Call::add_user_to_group(User::Acs("u"), "g")?;
        Ok(match classify_response(&call, self.0) {
            Ok(_) => Judged { error: None, may_be_applied: true, repeatable: false },
            Err(refusal) => Judged {
                error: Some(refusal.error),
                may_be_applied: refusal.applied == SideEffect::Maybe,
                repeatable: refusal.repeatable,
            },
        })
    }
}

/// Places in the list, and what became of the changes there.
pub type Outcomes = Vec<(usize, &'static str)>;

/// What is recovered from the text of a journal for a list whose changes all differ, and how many bytes of it are whole
/// lines.
pub fn read_journal(text: &[u8], changes: &Changes, endpoint: &str) -> Result<(Outcomes, usize), Error> {
    let sent_as: Vec<u32> = (0..).take(changes.len()).collect();
    let (recovered, whole) = journal_fuzzing::recover(text, changes, &sent_as, endpoint)?;
    let outcomes = recovered.into_iter().map(|(change, entry)| (change, entry.outcome.name()));
    Ok((outcomes.collect(), whole))
}

/// The first line of a journal of the list.
#[must_use]
pub fn journal_head(changes: &Changes, endpoint: &str) -> Vec<u8> {
    journal_fuzzing::head(changes, endpoint)
}

/// A line of a journal with the checksum that fits it.
#[must_use]
pub fn journal_line(json: &[u8]) -> Vec<u8> {
    journal_fuzzing::line_of(json)
}

/// What is read from the log of an outbox: how it stands, its changes and its outcomes, and how many bytes of it are whole
/// frames.
#[must_use]
pub fn read_outbox(text: &[u8]) -> Option<(String, usize)> {
    let (frames, whole) = parse::<Vec<OutboxEntry>>(text, 0).ok()?;
    Some((shown(&replayed(frames.into_iter().flatten())), whole))
}

/// The same of what the log is compacted to.
#[must_use]
pub fn read_compacted_outbox(text: &[u8]) -> Option<String> {
    let (frames, _) = parse::<Vec<OutboxEntry>>(text, 0).ok()?;
    let state = replayed(frames.into_iter().flatten());
    let compacted = frame(&state.entries(&Clocks::default()));
    let (frames, _) = parse::<Vec<OutboxEntry>>(&compacted, 0).ok()?;
    Some(shown(&replayed(frames.into_iter().flatten())))
}

/// The first line of the log of an outbox.
#[must_use]
pub fn outbox_head() -> Vec<u8> {
    frame(&[OutboxEntry::Outbox(Head::first())])
}

fn replayed(entries: impl Iterator<Item = OutboxEntry>) -> State {
    let mut state = State::default();
    entries.for_each(|entry| state.apply(entry));
    state
}

/// At a moment that is no later than any that a log has.
fn shown(state: &State) -> String {
    let now = Clocks::default();
    let mut text = views::status(state, &now).to_string();
    for item in state.items().chain(state.outcomes(state.acknowledged())) {
        text.push('\n');
        text.push_str(&views::change(item, state, &now).to_string());
    }
    text
}

/// The text of a plan with the digest that fits it; `None` if it is none.
#[must_use]
pub fn seal_plan(text: &str) -> Option<String> {
    Plan::seal(text)
}

/// Each row as its line, its user and its group.
#[must_use]
pub fn rows(roster: &Roster) -> Vec<(u32, String, String)> {
    roster.shown()
}

#[must_use]
pub fn parse_retry_after(value: &str, server_date: Option<&str>) -> Option<Duration> {
    retry::parse_retry_after(value, server_date)
}

#[must_use]
pub fn pause_after(attempt: u32, retry_after: Option<Duration>) -> Duration {
    retry::pause_after(attempt, retry_after)
}

pub fn write_row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    csv::write_row(text, cells);
}
