//! The cells of one row of a table, before they enter a roster.

use super::column::Column;
use crate::model::error::Error;
use crate::model::problem::Problem;

/// The cells of a row that have a meaning, unchanged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cells<'a> {
    pub(crate) user: (Column, &'a str),
    pub(crate) group: Option<(Column, &'a str)>,
    pub(crate) action: Option<&'a str>,
    pub(crate) system: Option<&'a str>,
}

/// Receives the line, or the place, of each row, and its cells or the problem with it.
pub(crate) type Rows<'a> = &'a mut dyn FnMut(u64, Result<Cells<'_>, Box<Problem>>) -> Result<(), Error>;
