//! What became of each change of a list, seen from Python one by one.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use seam_acs_core::{Report as CoreReport, ReportItem};

use crate::boundary::catch_panics;
use crate::changes::{self, Changes};
use crate::error::Place;
use crate::reader::Reader;

/// A report of the core.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Report {
    core: CoreReport,
}

#[pymethods]
impl Report {
    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// What became of the change at a place, from 0.
    fn item<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Option<Bound<'py, PyDict>>> {
        catch_panics(py, Place::HERE, || {
            Ok(self.core.get(index).map(|item| fields(py, &item)).transpose()?)
        })
    }

    fn totals<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        catch_panics(py, Place::HERE, || {
            let totals = py.detach(|| self.core.totals());
            let fields = PyDict::new(py);
            fields.set_item("applied", totals.applied)?;
            fields.set_item("already_so", totals.already_so)?;
            fields.set_item("recorded_earlier", totals.recorded_earlier)?;
            fields.set_item("failed", totals.failed)?;
            fields.set_item("outcome_unknown", totals.outcome_unknown)?;
            fields.set_item("not_attempted", totals.not_attempted)?;
            fields.set_item("held_back", totals.held_back)?;
            Ok(fields)
        })
    }

    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.to_json())))
    }

    fn to_csv(&self, py: Python<'_>) -> PyResult<String> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.to_csv())))
    }

    /// The rows that were left out.
    fn left_out<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        catch_panics(py, Place::HERE, || Ok(Reader::new(py).value(&self.core.left_out().to_json())?))
    }

    fn to_retry(&self, py: Python<'_>) -> PyResult<Changes> {
        catch_panics(py, Place::HERE, || Ok(Changes::new(py.detach(|| self.core.to_retry()))))
    }
}

impl Report {
    pub(crate) fn new(core: CoreReport) -> Self {
        Self { core }
    }
}

/// The names are those of the report's JSON.
fn fields<'py>(py: Python<'py>, item: &ReportItem<'_>) -> PyResult<Bound<'py, PyDict>> {
    let fields = changes::fields(py, &item.change)?;
    fields.set_item("outcome", item.outcome.name())?;
    fields.set_item("request_id", item.request_id)?;
    fields.set_item("attempts", item.attempts)?;
    fields.set_item("duration_ms", item.duration.as_millis())?;
    let error = item.error.map(|error| Reader::new(py).value(&error.to_json())).transpose()?;
    fields.set_item("error", error)?;
    for (name, value) in item.called() {
        fields.set_item(name, Some(value).filter(|value| !value.is_empty()))?;
    }
    fields.set_item("line", item.line)?;
    Ok(fields)
}
