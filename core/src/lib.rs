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
//! A success says that Seam *recorded* the change. Where no answer says whether it did, the error is
//! [`Error::OutcomeUnknown`] and never something milder.

mod answer;
mod audit;
mod audit_policy;
mod backoff;
mod blocking;
mod body_parser;
mod bulk;
mod call;
mod cancel;
mod client;
mod containment;
mod credentials;
mod deadline;
mod engine;
mod environment;
mod error;
mod excerpt;
mod fields;
mod fingerprint;
mod foreign_host;
mod fork;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod hashing;
mod id_check;
mod ids;
mod json_path;
mod json_text;
mod left_out;
mod level;
mod log;
mod member_parser;
mod named_values;
mod operation;
mod options;
mod pending;
#[doc(hidden)]
pub mod planted;
mod platform;
mod presence;
mod private_file;
mod problem;
mod questions;
mod queue;
mod read;
mod reply;
mod roster;
mod secret;
mod server_time;
mod settings;
mod status;
mod targets;
mod this_process;

pub use answer::{Answer, List, Record};
pub use bulk::{Action, ApplyOptions, Change, Changes, ItemOutcome, Report, ReportItem, Totals};
pub use call::{Call, User};
pub use client::Client;
pub use containment::{Panic, catch_panic};
pub use error::{Error, Failure};
pub use left_out::LeftOut;
pub use operation::{Operation, Progress};
pub use options::{OptionSpec, Options};
pub use presence::Presence;
pub use problem::{Candidate, Problem};
pub use questions::{Sought, WaitLimits};
pub use queue::Queue;
pub use read::Read;
pub use roster::{
    Limit, Mode, Order, Plan, PlanOptions, PlannedGroup, PlannedUser, ResolveOptions, Roster, RosterGroup,
    RosterRow, RosterUser, SyncOptions, TableOptions,
};
pub use status::Status;
