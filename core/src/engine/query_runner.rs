//! Sends the reads of one question, one by one or side by side, and counts them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use tokio::task::JoinSet;

use super::dispatcher::{CallOutcome, Dispatcher};
use super::operation::state::FailOnOverdueRead;
use crate::model::call::Call;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::json_fields::id_of;
use crate::model::response::{Content, List, Record, Response};

/// Asks on behalf of one question. Clones ask on behalf of the same one.
#[derive(Clone)]
pub(crate) struct QueryRunner {
    pub(crate) dispatcher: Dispatcher,
    reads: Arc<AtomicU64>,
}

/// How many reads are under way at once.
const SIDE_BY_SIDE: usize = 8;

impl QueryRunner {
    pub(crate) fn new(dispatcher: Dispatcher) -> QueryRunner {
        QueryRunner { dispatcher, reads: Arc::default() }
    }

    /// How many reads were sent, repeats not counted.
    pub(crate) fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// Says that a read that fails decides the question, so that whoever waits may end it when one is overdue.
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
        match self.ask(call(read, params)?).await?.content {
            Content::One(record) => Ok(record),
            _ => Err(Error::internal("a read of one object gave something else")),
        }
    }

    /// Reads a list, every page of it.
    pub(crate) async fn many(&self, read: Read, params: &[(&str, &str)]) -> Result<List, Error> {
        self.ask(call(read, params)?).await.and_then(into_list)
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
        let mut waiting = list.iter().enumerate();
        let mut under_way = JoinSet::new();
        let mut found = BTreeMap::new();
        loop {
            while under_way.len() < SIDE_BY_SIDE {
                let Some((place, object)) = waiting.next() else { break };
                let (runner, call) = (self.clone(), call(read, &[(field, &id_of(object, field)?)])?);
                under_way.spawn(async move { (place, runner.ask(call).await) });
            }
            match under_way.join_next().await {
                None => return Ok(found.into_values().collect()),
                Some(Ok((place, answer))) => found.insert(place, answer.and_then(into_list)?),
                Some(Err(error)) => return Err(Error::internal(format!("a read was lost: {error}"))),
            };
        }
    }

    /// What a question amounts to.
    pub(crate) fn answer(&self, content: Content, request_id: Option<String>) -> Response {
        let attempts = self.dispatcher.operation.attempts.load(Ordering::Relaxed);
        Response { request_id, attempts, content, pagination: None }
    }

    async fn ask(&self, call: Call) -> Result<Response, Error> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.send(call).await.decode().await
    }
}

fn call(read: Read, params: &[(&str, &str)]) -> Result<Call, Error> {
    Call::read(read, params.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect())
}

fn into_list(answer: Response) -> Result<List, Error> {
    match answer.content {
        Content::Many(list) => Ok(list),
        _ => Err(Error::internal("a read of a list gave something else")),
    }
}
