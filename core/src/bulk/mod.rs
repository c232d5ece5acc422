//! Many changes as one piece of work.

mod apply;
mod changes;
mod journal;
mod options;
mod pace;
mod refusals;
mod report;
mod run;
mod schedule;

pub(crate) use apply::perform;
pub use changes::{Action, Change, Changes};
#[cfg(feature = "fuzzing")]
pub(crate) use journal::fuzzing as journal_fuzzing;
pub use options::ApplyOptions;
pub(crate) use pace::{Pace, Signal, Slot};
pub(crate) use report::Entry;
pub use report::{ItemOutcome, Report, ReportItem, Totals};
pub(crate) use run::Run;
