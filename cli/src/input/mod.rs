//! What people give: words, tables, keys and answers.

pub(crate) mod confirmation;
pub(crate) mod connection;
pub(crate) mod lookup;
#[cfg_attr(windows, path = "standard_input_of_windows.rs")]
pub(crate) mod standard_input;
pub(crate) mod table;
pub(crate) mod word;
