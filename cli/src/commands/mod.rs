//! What each command takes and does.

pub(crate) mod applying;
pub(crate) mod changing;
pub(crate) mod checking;
pub(crate) mod demo;
pub(crate) mod exporting;
pub(crate) mod helping;
pub(crate) mod outbox;
pub(crate) mod planning;
pub(crate) mod questions;
pub(crate) mod syncing;
pub(crate) mod waiting;

/// What `apply` and `sync` share.
mod making;
