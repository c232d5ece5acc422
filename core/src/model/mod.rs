//! Seam's API: calls and endpoints, ids, responses, errors.

pub(crate) mod body_parser;
pub(crate) mod call;
pub(crate) mod endpoint;
pub(crate) mod endpoints;
pub(crate) mod error;
pub(crate) mod id;
pub(crate) mod id_check;
pub(crate) mod json_fields;
pub(crate) mod member_parser;
pub(crate) mod pending_mutations;
pub(crate) mod presence;
pub(crate) mod problem;
pub(crate) mod raw_response;
pub(crate) mod response;
pub(crate) mod server_time;
pub(crate) mod status;
