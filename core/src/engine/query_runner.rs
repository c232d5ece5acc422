//! Sends the reads of one query, one by one or side by side, and counts them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;

use super::concurrent_reads::read_each;
use super::dispatcher::{CallOutcome, Dispatcher};
use super::operation::state::FailOnOverdueRead;
use crate::model::call::Call;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::json_fields::id_of;
use crate::model::response::{Content, List, Record, Response};

/// Asks on behalf of one query. Clones ask on behalf of the same one.
#[derive(Clone)]
pub(crate) struct QueryRunner {
    pub(crate) dispatcher: Dispatcher,
    reads: Arc<AtomicU64>,
}

impl QueryRunner {
    pub(crate) fn new(dispatcher: Dispatcher) -> QueryRunner {
        QueryRunner { dispatcher, reads: Arc::default() }
    }

    /// How many reads were sent, repeats not counted.
    pub(crate) fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// Says that a read that fails decides the query, so that whoever waits may end it when one is overdue.
    pub(crate) fn fails_with_a_read(&self) {
        let _ = self.dispatcher.allow_force_finish(Arc::new(FailOnOverdueRead), None);
    }

    /// Sends a call to its end.
    pub(crate) async fn send(&self, call: Call) -> CallOutcome {
        let sent = self.dispatcher.send(call).await;
        self.dispatcher.operation.attempts.fetch_add(sent.attempts, Ordering::Relaxed);
        sent
    }

    /// Reads one object.
    pub(crate) async fn one(&self, read: Read, params: &[(&str, &str)]) -> Result<Record, Error> {
        match self.ask(Call::read_with(read, params)?).await?.content {
            Content::One(record) => Ok(record),
            _ => Err(Error::internal("a read of one object gave something else")),
        }
    }

    /// Reads a list, every page of it.
    pub(crate) async fn many(&self, read: Read, params: &[(&str, &str)]) -> Result<List, Error> {
        self.ask(Call::read_with(read, params)?).await.and_then(Response::into_list)
    }

    /// Reads what this crate has no name for; the whole body is the answer.
    pub(crate) async fn body(&self, path: &str, id: (&str, &str)) -> Result<Record, Error> {
        let params = json!({ id.0: id.1 });
        match self.ask(Call::request(path, &params.to_string())?).await?.content {
            Content::Body(body) => Ok(body),
            _ => Err(Error::internal("a request gave something else than its body")),
        }
    }

    /// Makes the same read for each object of a list, several at once; `field` holds their ids. The answers come in the
    /// order of the list.
    pub(crate) async fn each(&self, read: Read, field: &str, list: &List) -> Result<Vec<List>, Error> {
        let calls = list.iter().map(|object| Call::read_with(read, &[(field, &id_of(object, field)?)]));
        let calls: Vec<Call> = calls.collect::<Result<_, _>>()?;
        read_each(calls, |call| {
            let runner = self.clone();
            async move { runner.ask(call).await.and_then(Response::into_list) }
        })
        .await
    }

    /// The answer of a query.
    pub(crate) fn answer(&self, content: Content, request_id: Option<String>) -> Response {
        let attempts = self.dispatcher.operation.attempts.load(Ordering::Relaxed);
        Response { request_id, attempts, content, pagination: None }
    }

    async fn ask(&self, call: Call) -> Result<Response, Error> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.send(call).await.decode().await
    }
}
