//! The durable outbox: changes that are on the disk before anybody sends them, and reach Seam when the network is there,
//! over restarts and power cuts.
//!
//! Removals never expire; additions do. After a removal no addition that was asked for before it is left, and one that was
//! sent and not answered is outlasted. `state` has the rules, `store` keeps them on the disk, `delivery` follows them.

pub(crate) mod change;
pub(crate) mod delivery;
pub(crate) mod entry;
pub(crate) mod handle;
pub(crate) mod item;
mod metrics;
pub(crate) mod options;
mod repair;
#[cfg(test)]
mod rules_model;
pub(crate) mod shared;
pub(crate) mod state;
pub(crate) mod store;
pub(crate) mod views;
