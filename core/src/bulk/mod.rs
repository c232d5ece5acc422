//! Many changes as one piece of work.

pub(crate) mod apply;
pub(crate) mod change_list;
pub(crate) mod journal;
pub(crate) mod labels;
pub(crate) mod left_out;
pub(crate) mod options;
pub(crate) mod refusals;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod schedule;
