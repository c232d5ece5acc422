//! The one thread of this process that talks to the network, shared by every client.
//!
//! It is started by the first call, with every signal blocked, and ends soon after the last client is freed. A forked
//! child starts its own; the inherited one is leaked, its sockets neither used nor shut down.

pub(crate) mod call_task;
pub(crate) mod cancel;
pub(crate) mod certificate_clock;
pub(crate) mod certificate_error;
pub(crate) mod classify;
pub(crate) mod completion_queue;
pub(crate) mod concurrency_limiter;
pub(crate) mod concurrent_reads;
pub(crate) mod descriptors;
pub(crate) mod dispatcher;
pub(crate) mod dns;
pub(crate) mod error_chain;
pub(crate) mod late_requests;
pub(crate) mod marks;
pub(crate) mod membership_view;
pub(crate) mod operation;
pub(crate) mod pagination;
pub(crate) mod pair_queue;
pub(crate) mod query_runner;
pub(crate) mod recorded_membership;
pub(crate) mod resources;
pub(crate) mod retry;
pub(crate) mod scope;
pub(crate) mod settle;
pub(crate) mod thread;
pub(crate) mod tls_roots;
pub(crate) mod transport;
pub(crate) mod worker;
