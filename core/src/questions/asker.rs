//! Sends the reads of one question, one by one or side by side, and counts them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use tokio::task::JoinSet;

use super::fields::id_of;
use crate::answer::{Answer, Content, List, Record};
use crate::call::Call;
use crate::client::Client;
use crate::engine::{Desk, Sent};
use crate::error::Error;
use crate::operation::{Operation, Product};
use crate::patience::ReadsAlone;
use crate::read::Read;

/// Asks on behalf of one question. Clones ask on behalf of the same one.
#[derive(Clone)]
pub(super) struct Asker {
    pub(super) desk: Desk,
    reads: Arc<AtomicU64>,
}

/// How many reads are under way at once.
const SIDE_BY_SIDE: usize = 8;

impl Client {
    /// Begins a question: `work` asks, and says what it amounts to.
    pub(super) fn begin_question<W, F>(&self, phrase: String, work: W) -> Result<Operation, Error>
    where
        W: FnOnce(Asker) -> F + Send + 'static,
        F: Future<Output = Result<Product, Error>> + Send + 'static,
    {
        let steps = |desk| -> std::pin::Pin<Box<dyn Future<Output = _> + Send>> {
            Box::pin(work(Asker { desk, reads: Arc::default() }))
        };
        self.begin_together(phrase, Box::new(steps))
    }
}

impl Asker {
    /// How many reads were sent, repeats not counted.
    pub(super) fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// Says that a read that fails decides the question, so that whoever waits may end it when one is overdue.
    pub(super) fn fails_with_a_read(&self) {
        let _ = self.desk.leave_last_words(Arc::new(ReadsAlone), None);
    }

    /// Sends a call to its end.
    pub(super) async fn send(&self, call: Call) -> Sent {
        let sent = self.desk.send(call).await;
        self.desk.operation.attempts.fetch_add(sent.attempts, Ordering::Relaxed);
        sent
    }

    /// Reads one object.
    pub(super) async fn one(&self, read: Read, params: &[(&str, &str)]) -> Result<Record, Error> {
        match self.ask(call(read, params)?).await?.content {
            Content::One(record) => Ok(record),
            _ => Err(Error::internal("a read of one object gave something else")),
        }
    }

    /// Reads a list, every page of it.
    pub(super) async fn many(&self, read: Read, params: &[(&str, &str)]) -> Result<List, Error> {
        self.ask(call(read, params)?).await.and_then(into_list)
    }

    /// Reads what this crate has no name for; the whole body is the answer.
    pub(super) async fn body(&self, path: &str, id: (&str, &str)) -> Result<Record, Error> {
        let params = json!({ id.0: id.1 });
        match self.ask(Call::request(path, &params.to_string())?).await?.content {
            Content::Body(body) => Ok(body),
            _ => Err(Error::internal("a request gave something else than its body")),
        }
    }

    /// Makes the same read for each object of a list, several at once; `field` holds their ids. The answers come in the
    /// order of the list.
    pub(super) async fn each(&self, read: Read, field: &str, list: &List) -> Result<Vec<List>, Error> {
        let mut waiting = list.iter().enumerate();
        let mut under_way = JoinSet::new();
        let mut found = BTreeMap::new();
        loop {
            while under_way.len() < SIDE_BY_SIDE {
                let Some((place, object)) = waiting.next() else { break };
                let (asker, call) = (self.clone(), call(read, &[(field, &id_of(object, field)?)])?);
                under_way.spawn(async move { (place, asker.ask(call).await) });
            }
            match under_way.join_next().await {
                None => return Ok(found.into_values().collect()),
                Some(Ok((place, answer))) => found.insert(place, answer.and_then(into_list)?),
                Some(Err(error)) => return Err(Error::internal(format!("a read was lost: {error}"))),
            };
        }
    }

    /// What a question amounts to.
    pub(super) fn answer(&self, content: Content, request_id: Option<String>) -> Answer {
        let attempts = self.desk.operation.attempts.load(Ordering::Relaxed);
        Answer { request_id, attempts, content, pagination: None }
    }

    async fn ask(&self, call: Call) -> Result<Answer, Error> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.send(call).await.decode().await
    }
}

fn call(read: Read, params: &[(&str, &str)]) -> Result<Call, Error> {
    Call::read(read, params.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect())
}

fn into_list(answer: Answer) -> Result<List, Error> {
    match answer.content {
        Content::Many(list) => Ok(list),
        _ => Err(Error::internal("a read of a list gave something else")),
    }
}
