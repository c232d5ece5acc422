//! Queries that take several of Seam's reads, and the change that is made only where it is needed.
//!
//! Seam answers a change when it has recorded it, and never says when the access system follows. So an answer here is
//! what reads show, and it says where they show nothing.

pub(crate) mod ensure;
pub(crate) mod error_baseline;
pub(crate) mod is_member;
pub(crate) mod lookup;
pub(crate) mod obstacles;
pub(crate) mod propagation;
pub(crate) mod reached;
pub(crate) mod user_entrances;
pub(crate) mod user_groups;
pub(crate) mod wait;
pub(crate) mod wait_options;
pub(crate) mod who_can_open;

use std::pin::Pin;

use crate::client::Client;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::engine::query_runner::QueryRunner;
use crate::model::error::Error;

impl Client {
    /// Begins a query: `work` makes the reads and returns the answer.
    fn begin_query<W, F>(&self, phrase: String, work: W) -> Result<Operation, Error>
    where
        W: FnOnce(QueryRunner) -> F + Send + 'static,
        F: Future<Output = Result<EngineOutput, Error>> + Send + 'static,
    {
        let steps = |dispatcher| -> Pin<Box<dyn Future<Output = _> + Send>> {
            Box::pin(work(QueryRunner::new(dispatcher)))
        };
        self.begin_composite(phrase, Box::new(steps))
    }
}
