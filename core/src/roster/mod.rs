//! Rosters: who is to be in which group, read from tables, compared with what is, and applied.

mod account;
mod apply_table;
mod columns;
mod compare;
mod encoding;
mod groups;
mod guards;
mod identities;
mod json_rows;
mod limit;
mod options;
mod people;
mod person;
mod plan;
mod planned_json;
mod problems;
mod resolve;
mod roll;
mod rows;
mod saved;
mod settling;
mod survey;
mod sync;
mod table;
mod texts;
mod words;
mod written_csv;

pub use limit::Limit;
pub(crate) use person::Person;
pub use plan::{Mode, Order, Plan, PlanOptions, PlannedGroup, PlannedUser};
pub use resolve::ResolveOptions;
pub use rows::{Roster, RosterGroup, RosterRow, RosterUser};
pub(crate) use written_csv::write_row;
