//! What the calls of one engine thread share.

use std::sync::Arc;

use super::dns::DnsCache;
use super::marks::Marks;
use super::pair_queue::{PairQueues, Ticket};
use super::tls_roots::TlsRootsCache;
use super::transport::PoolMap;
use crate::config::settings::Settings;
use crate::model::call::Call;

/// The queues, marks and connection pools of an engine thread.
pub(super) struct Engine {
    pub(super) pair_queues: PairQueues,
    pub(super) marks: &'static Marks,
    pub(super) pools: PoolMap,
}

impl Engine {
    pub(super) fn new(trust: Arc<TlsRootsCache>, dns: Arc<DnsCache>) -> Self {
        Self {
            pair_queues: PairQueues::default(),
            marks: Marks::of_this_process(),
            pools: PoolMap::new(trust, dns),
        }
    }

    /// A place in the queue of the pair that the call changes, if it changes one.
    pub(super) fn ticket_for(&self, call: &Call, settings: &Settings) -> Option<Ticket> {
        let pair = Arc::clone(call.membership()?);
        Some(self.pair_queues.enqueue((Arc::clone(&settings.origin), pair)))
    }

    /// Every running call holds the engine.
    pub(super) fn is_busy(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) > 1
    }
}
