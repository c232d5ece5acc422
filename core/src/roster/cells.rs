//! The cells of one row of a table, on their way into a roster.

use super::column::Column;
use crate::error::Error;
use crate::problem::Problem;

/// The cells of a row that mean something, as they stand in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) user: (Column, &'a str),
    pub(super) group: Option<(Column, &'a str)>,
    pub(super) action: Option<&'a str>,
    pub(super) system: Option<&'a str>,
}

/// Takes the line, or the place, of each row and its cells, or what is wrong with it.
pub(super) type Rows<'a> = &'a mut dyn FnMut(u64, Result<Cells<'_>, Box<Problem>>) -> Result<(), Error>;
