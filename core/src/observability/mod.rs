//! What is written down: the audit log and the log.

pub(crate) mod audit;
pub(crate) mod log;
