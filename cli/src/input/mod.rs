//! What people give: words, tables, keys and answers.

pub(crate) mod confirmation;
pub(crate) mod connection;
pub(crate) mod lookup;
pub(crate) mod standard_input;
pub(crate) mod table;
pub(crate) mod word;
