//! Many changes as one piece of work.

mod apply;
mod changes;
mod journal;
mod pace;
mod report;
mod schedule;

pub use apply::ApplyOptions;
pub use changes::{Action, Change, Changes};
pub(crate) use pace::{Pace, Signal};
pub use report::{ItemOutcome, Report, ReportItem, Totals};
