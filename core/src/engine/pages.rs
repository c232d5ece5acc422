//! A list from its first page to its last.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use serde_json::Value;

use super::attempts::Running;
use crate::blocking;
use crate::call::Kind;
use crate::deadline::Deadline;
use crate::error::{Error, Failure};
use crate::operation::UNEXPECTED_ADVICE;
use crate::reply::{ENTRY, PageEnd, Reply};

/// So many entries give a list the time of another call.
const ENTRIES_PER_CALL: u64 = 100;

/// Reads every page. Each has the deadline of a call of its own; all of them together have that time once, and once
/// more for every hundred entries that came. So a server that gives them one by one, or none, cannot keep a call for
/// ever.
pub(super) async fn read_all(running: &Running<'_, '_>) -> Result<Vec<Reply>, Error> {
    let Kind::Read { key, .. } = running.shared.call.kind else {
        return Err(Error::internal("only lists have pages"));
    };
    let most = running.settings.limits.response_bytes(true);
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let (mut bytes, mut entries) = (0, 0);
    let mut call = running.shared.call.clone();
    let mut deadline = running.deadline;
    loop {
        let page = running.boxed_exchange(&call, deadline).await?;
        let end = look_at_end(&page, key).await.map_err(|reason| spoilt(running, &page, reason))?;
        entries += end.items;
        bytes += page.body.len().max(usize::try_from(end.items).unwrap_or(usize::MAX).saturating_mul(ENTRY));
        running.shared.items.fetch_add(end.items, Ordering::Relaxed);
        let Some(cursor) = end.next_cursor else {
            pages.push(page);
            return Ok(pages);
        };
        if bytes > most {
            let reason =
                format!("the list is longer than the option max_response_bytes allows ({most} bytes)");
            return Err(spoilt(running, &page, reason));
        }
        if !seen.insert(cursor.clone()) {
            return Err(spoilt(running, &page, format!("the page cursor {cursor:?} came twice")));
        }
        pages.push(page);
        call.params.insert("page_cursor".to_owned(), Value::String(cursor));
        deadline = next_deadline(running, entries);
        running.shared.bound_by(deadline);
    }
}

/// The deadline of the page that follows so many entries.
fn next_deadline(running: &Running<'_, '_>, entries: u64) -> Deadline {
    let one = running.settings.limits.timeout;
    let calls = u32::try_from(1 + entries / ENTRIES_PER_CALL).unwrap_or(u32::MAX);
    let left = one.saturating_mul(calls).saturating_sub(running.shared.begun.elapsed());
    Deadline::after(one.min(left))
}

/// Scans a long page aside, so that other calls go on meanwhile.
async fn look_at_end(page: &Reply, key: &'static str) -> Result<PageEnd, String> {
    const SHORT: usize = 64 << 10;
    if page.body.len() <= SHORT {
        return page.end_of_page(key);
    }
    let page = page.clone();
    let scan = blocking::run(move || page.end_of_page(key));
    scan.await.unwrap_or_else(|error| Err(format!("the page could not be scanned: {error}")))
}

fn spoilt(running: &Running<'_, '_>, page: &Reply, reason: String) -> Error {
    let failure = Failure {
        http_status: Some(page.status),
        request_id: page.request_id.clone(),
        ..Failure::new(reason).advise(UNEXPECTED_ADVICE)
    };
    let attempts = running.shared.attempts.load(Ordering::Relaxed);
    Error::UnexpectedResponse(Box::new(failure)).in_call(&running.shared.call.phrase(), attempts)
}
