//! libseam_acs: the C ABI of seam-acs.
//!
//! Nothing is decided here. Each function checks its pointers, hands the work to `seam-acs-core` and turns
//! the answer into C. The conventions stand in `docs/abi.md`; the comments of the functions are the text of
//! `include/seam_acs.h`.
#![allow(non_camel_case_types, reason = "the types carry the names that C programs use")]
#![allow(
    clippy::missing_safety_doc,
    reason = "what a caller must keep is said once, at the top of the header"
)]
#![allow(
    clippy::doc_markdown,
    reason = "the comments become a C header, where Markdown's backticks are noise"
)]

pub mod apply;
mod arguments;
mod boundary;
mod calls;
pub mod client;
pub mod error;
#[cfg(feature = "failpoints")]
mod failpoint;
mod handle;
#[cfg_attr(windows, path = "large_blocks_of_windows.rs")]
mod large_blocks;
mod lent_texts;
pub mod list;
pub mod membership;
pub mod operation;
pub mod options;
pub mod outbox;
pub mod plan;
mod pthread_cancel;
pub mod queries;
pub mod queue;
pub mod reads;
pub mod record;
pub mod report;
pub mod request;
pub mod status;
pub mod text;
pub mod version;
mod zeroing_allocator;
