//! Rows of users and groups on their way to the core, which reads and checks them.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use seam_acs_core::{Error, Roster as CoreRoster, RosterGroup, RosterRow, RosterUser, TableOptions};

use crate::boundary::catch_panics;
use crate::error::{CallError, Place};
use crate::memberships::Reading;
use crate::params;

/// A roster, until the call that it is made for takes it.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Roster {
    core: Mutex<Option<CoreRoster>>,
    #[pyo3(get)]
    ignored_columns: Vec<String>,
}

#[pymethods]
impl Roster {
    /// Reads a table: CSV or JSON, as the core understands them.
    #[staticmethod]
    fn of_table(py: Python<'_>, table: &[u8], options: Reading) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || Self::parse(py, table, &options.options()?))
    }

    /// Reads dictionaries that have the names of a table's columns.
    #[staticmethod]
    fn of_rows(py: Python<'_>, rows: &Bound<'_, PyAny>, options: Reading) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || {
            let options = options.options()?;
            let mut table = Vec::from(b"[");
            for row in rows.try_iter()? {
                if table.len() > 1 {
                    table.push(b',');
                }
                let row = params::to_json(row?.cast::<PyDict>().map_err(PyErr::from)?)?;
                serde_json::to_writer(&mut table, &row)
                    .map_err(|error| Error::internal(format!("writing a row: {error}")))?;
            }
            table.push(b']');
            Self::parse(py, &table, &options)
        })
    }

    /// One row as a person typed it: ids, names or an e-mail address.
    #[staticmethod]
    fn of_words(py: Python<'_>, user: &str, group: &str) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || {
            let mut core = CoreRoster::new();
            core.push(RosterRow {
                user: RosterUser::guess(user),
                group: Some(RosterGroup::Name(group)),
                action: None,
                system: None,
            })?;
            Ok(Self { ignored_columns: Vec::new(), core: Mutex::new(Some(core)) })
        })
    }
}

impl Roster {
    /// The rows; an operation takes them with it.
    pub(crate) fn take(&self) -> Result<CoreRoster, CallError> {
        let roster = self.core.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(roster.ok_or_else(|| Error::State("this roster was used already".to_owned()))?)
    }

    fn parse(py: Python<'_>, table: &[u8], options: &TableOptions) -> Result<Self, CallError> {
        let core = py.detach(|| CoreRoster::parse_with(table, options))?;
        Ok(Self { ignored_columns: core.ignored_columns().to_vec(), core: Mutex::new(Some(core)) })
    }
}
