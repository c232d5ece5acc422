//! What the calls of one client handle share.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::cancel::CancelSignal;
use crate::observability::audit::Audit;
use crate::observability::log::Log;

/// What the calls of one client handle share in this process.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) cancel: CancelSignal,
    pub(super) log: Option<Arc<Log>>,
    pub(super) audit: Option<Audit>,
    /// How many requests may be under way.
    pub(super) slots: Semaphore,
}

impl Scope {
    pub(crate) fn new(max_concurrency: u32, log: Option<Arc<Log>>, audit: Option<Audit>) -> Self {
        Self { cancel: CancelSignal::default(), log, audit, slots: Semaphore::new(max_concurrency as usize) }
    }
}
