//! Puts ACS users into access groups and takes them out again, through Seam's HTTP API: all behaviour of seam-acs.
//!
//! ```no_run
//! use seam_acs_core::{Call, Client, Options, User};
//!
//! let client = Client::from_environment(&Options::new())?;
//! client.run(Call::add_user_to_group(
//!     User::Acs("33333333-3333-3333-3333-333333333333"),
//!     "44444444-4444-4444-4444-444444444444",
//! )?)?;
//! // Recorded by Seam; the access system follows.
//! # Ok::<(), seam_acs_core::Error>(())
//! ```
//!
//! A success means that Seam *recorded* the change. Where no answer says whether it did, the error is
//! [`Error::OutcomeUnknown`] and never a milder one.

mod base;
mod bulk;
mod client;
mod config;
mod durable;
mod engine;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod model;
mod observability;
mod outbox;
mod queries;
mod roster;
mod sys;

#[doc(hidden)]
pub use base::failpoint;
#[doc(hidden)]
pub use base::memory;
pub use base::panic::{Panic, catch_panic};
pub use bulk::change_list::{Action, Change, Changes};
pub use bulk::left_out::LeftOut;
pub use bulk::options::ApplyOptions;
pub use bulk::report::{ItemOutcome, Report, ReportItem, Totals};
pub use client::{Client, shutdown};
pub use config::options::{OptionSpec, Options};
pub use engine::completion_queue::Queue;
pub use engine::operation::{Operation, Progress};
pub use model::call::{Call, User};
pub use model::endpoints::{Read, Write};
pub use model::error::{Error, Failure};
pub use model::presence::Presence;
pub use model::problem::{Candidate, Problem};
pub use model::response::{List, Record, Response};
pub use model::status::Status;
pub use outbox::change::OutboxChange;
pub use outbox::handle::Outbox;
pub use outbox::options::DeliverOptions;
pub use queries::lookup::LookupKind;
pub use queries::wait_options::WaitOptions;
pub use roster::limit::Limit;
pub use roster::membership_table::{MembershipRow, MembershipTable};
pub use roster::parse::options::TableOptions;
pub use roster::plan::{Mode, Order, Plan, PlanOptions, PlannedGroup, PlannedUser};
pub use roster::resolve::ResolveOptions;
pub use roster::rows::{Roster, RosterGroup, RosterRow, RosterUser};
pub use roster::sync_options::SyncOptions;
pub use sys::private_file::{create_private_file, is_same_file};
