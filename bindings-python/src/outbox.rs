//! Changes that are kept on the disk until Seam has them, seen from Python.

use std::path::PathBuf;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use seam_acs_core::{Error, Outbox as CoreOutbox, OutboxChange, Record};
use serde_json::Value;

use crate::boundary::catch_panics;
use crate::error::Place;
use crate::params;
use crate::reader::{self, Reader};

/// An outbox of the core. Its methods wait for the disk and never for the network.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Outbox {
    core: CoreOutbox,
}

#[pymethods]
impl Outbox {
    #[new]
    fn new(py: Python<'_>, folder: PathBuf) -> PyResult<Self> {
        catch_panics(py, Place::HERE, move || {
            Ok(Self { core: py.detach(move || CoreOutbox::open(&folder))? })
        })
    }

    #[staticmethod]
    fn repair(py: Python<'_>, folder: PathBuf) -> PyResult<Bound<'_, PyAny>> {
        catch_panics(py, Place::HERE, move || {
            let repaired = py.detach(move || CoreOutbox::repair(&folder))?;
            Ok(Reader::new(py).value(repaired.json())?)
        })
    }

    /// Keeps a list of changes, which are dictionaries, all or none.
    fn enqueue(&self, py: Python<'_>, changes: &Bound<'_, PyList>) -> PyResult<Vec<String>> {
        catch_panics(py, Place::HERE, || {
            let mut objects = Vec::with_capacity(changes.len());
            for change in changes {
                let change = change.cast::<PyDict>().map_err(PyErr::from)?;
                objects.push(Value::Object(params::to_json(change)?));
            }
            let changes = OutboxChange::list_from_json(&Value::Array(objects).to_string())?;
            Ok(py.detach(|| self.core.enqueue(changes))?)
        })
    }

    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        catch_panics(py, Place::HERE, || {
            let status = py.detach(|| self.core.status())?;
            Ok(Reader::new(py).value(status.json())?)
        })
    }

    fn changes<'py>(&self, py: Python<'py>, state: Option<&str>) -> PyResult<Bound<'py, PyList>> {
        let filter = state.map(|state| serde_json::json!({ "state": state }).to_string());
        catch_panics(py, Place::HERE, || {
            let found = py.detach(|| self.core.list(filter.as_deref().unwrap_or_default()))?;
            Ok(reader::list(py, &found)?)
        })
    }

    fn outcomes<'py>(&self, py: Python<'py>, cursor: Option<&str>) -> PyResult<Bound<'py, PyList>> {
        catch_panics(py, Place::HERE, || {
            let found = py.detach(|| self.core.outcomes(cursor.unwrap_or_default()))?;
            Ok(reader::list(py, &found)?)
        })
    }

    fn acknowledge(&self, py: Python<'_>, cursor: &str) -> PyResult<()> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.acknowledge(cursor))?))
    }

    fn retry(&self, py: Python<'_>, id: &str, good_for: Option<u32>) -> PyResult<()> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.retry(id, good_for))?))
    }

    fn drop_change(&self, py: Python<'_>, id: &str, reason: &str, force: bool) -> PyResult<()> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.drop_change(id, reason, force))?))
    }

    fn metrics(&self, py: Python<'_>) -> PyResult<String> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.metrics())?))
    }

    /// Why somebody should be called.
    fn alarm(&self, py: Python<'_>, longest: Option<f64>) -> PyResult<Option<String>> {
        catch_panics(py, Place::HERE, || {
            let longest = longest.map(seconds).transpose()?;
            let status: Record = py.detach(|| self.core.status())?;
            Ok(CoreOutbox::alarm(&status, longest))
        })
    }
}

impl Outbox {
    pub(crate) fn core(&self) -> &CoreOutbox {
        &self.core
    }
}

fn seconds(number: f64) -> Result<Duration, Error> {
    Duration::try_from_secs_f64(number)
        .map_err(|_| Error::invalid_argument("max_age", "must be a number of seconds, 0 or more"))
}
