//! A list from its first page to its last.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use serde_json::Value;

use super::operation::state::OperationState;
use crate::base::background_thread::compute;
use crate::config::settings::Settings;
use crate::model::call::{Call, Kind};
use crate::model::error::Error;
use crate::model::id_check::ENTRY;
use crate::model::raw_response::{PageEnd, RawResponse};
use crate::sys::time::Deadline;

/// The pages of a list that came so far, and the call for the next one.
///
/// Each page has the deadline of a call of its own; all of them together have that time once, and once more for every
/// hundred entries that came. So a server that gives them one by one, or none, cannot keep a call for ever.
pub(super) struct Pages<'a> {
    shared: &'a OperationState,
    settings: &'a Settings,
    key: &'static str,
    call: Call,
    deadline: Deadline,
    replies: Vec<RawResponse>,
    cursors: HashSet<String>,
    bytes: usize,
    entries: u64,
    is_complete: bool,
}

/// So many entries give a list the time of another call.
const ENTRIES_PER_CALL: u64 = 100;

impl<'a> Pages<'a> {
    pub(super) fn new(
        shared: &'a OperationState,
        settings: &'a Settings,
        deadline: Deadline,
    ) -> Result<Self, Error> {
        let Kind::Read { key, .. } = shared.call.kind else {
            return Err(Error::internal("only lists have pages"));
        };
        Ok(Self {
            shared,
            settings,
            key,
            call: shared.call.clone(),
            deadline,
            replies: Vec::new(),
            cursors: HashSet::new(),
            bytes: 0,
            entries: 0,
            is_complete: false,
        })
    }

    /// The call for the next page, and its deadline; `None` after the last one.
    pub(super) fn next(&self) -> Option<(&Call, Deadline)> {
        (!self.is_complete).then_some((&self.call, self.deadline))
    }

    /// Takes the page that answers the call.
    pub(super) async fn take(&mut self, page: RawResponse) -> Result<(), Error> {
        let end = look_at_end(&page, self.key)
            .await
            .map_err(|reason| self.shared.unexpected_response(&page, reason))?;
        self.entries += end.items;
        self.bytes +=
            page.body.len().max(usize::try_from(end.items).unwrap_or(usize::MAX).saturating_mul(ENTRY));
        self.shared.items.fetch_add(end.items, Ordering::Relaxed);
        let Some(cursor) = end.next_cursor else {
            self.replies.push(page);
            self.is_complete = true;
            return Ok(());
        };
        let most = self.settings.limits.response_bytes(true);
        if self.bytes > most {
            let reason =
                format!("the list is longer than the option max_response_bytes allows ({most} bytes)");
            return Err(self.shared.unexpected_response(&page, reason));
        }
        if !self.cursors.insert(cursor.clone()) {
            return Err(self
                .shared
                .unexpected_response(&page, format!("the page cursor {cursor:?} came twice")));
        }
        self.replies.push(page);
        self.call.params.insert("page_cursor".to_owned(), Value::String(cursor));
        self.deadline = self.next_deadline();
        self.shared.bound_by(self.deadline);
        Ok(())
    }

    pub(super) fn into_replies(self) -> Vec<RawResponse> {
        self.replies
    }

    /// The deadline of the page that follows the entries that came.
    fn next_deadline(&self) -> Deadline {
        let one = self.settings.limits.timeout;
        let calls = u32::try_from(1 + self.entries / ENTRIES_PER_CALL).unwrap_or(u32::MAX);
        let left = one.saturating_mul(calls).saturating_sub(self.shared.begun.elapsed());
        Deadline::after(one.min(left))
    }
}

/// Scans a long page aside, so that other calls go on meanwhile.
async fn look_at_end(page: &RawResponse, key: &'static str) -> Result<PageEnd, String> {
    const SHORT: usize = 64 << 10;
    if page.body.len() <= SHORT {
        return page.end_of_page(key);
    }
    let page = page.clone();
    let scan = compute(move || page.end_of_page(key));
    scan.await.unwrap_or_else(|error| Err(format!("the page could not be scanned: {error}")))
}
