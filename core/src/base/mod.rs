//! Text, JSON, CSV, hashes, secrets, panics. Nothing here knows of Seam.

pub(crate) mod background_thread;
pub(crate) mod csv;
pub(crate) mod digest;
pub(crate) mod excerpt;
pub mod failpoint;
pub(crate) mod folding;
pub(crate) mod hash;
pub(crate) mod interner;
pub(crate) mod json;
pub(crate) mod json_path;
pub mod memory;
pub(crate) mod nearest;
pub(crate) mod panic;
pub(crate) mod secret;
