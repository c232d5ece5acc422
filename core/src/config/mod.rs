//! The options of a client, and the settings made from them.

pub(crate) mod audit_policy;
pub(crate) mod credentials;
pub(crate) mod env;
pub(crate) mod host;
pub(crate) mod json_options;
pub(crate) mod log_level;
pub(crate) mod options;
pub(crate) mod settings;
mod system_store;
pub(crate) mod trust;
pub(crate) mod urls;
