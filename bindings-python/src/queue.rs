//! One descriptor for any number of operations, for event loops.

use std::time::Duration;

use pyo3::prelude::*;
use seam_acs_core::Queue as CoreQueue;

use crate::boundary::catch_panics;
use crate::error::Place;

/// Collects operations that are done; its descriptor is readable while there are any.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Queue {
    core: CoreQueue,
}

#[pymethods]
impl Queue {
    #[new]
    fn new(py: Python<'_>) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || Ok(Self { core: CoreQueue::new()? }))
    }

    #[getter]
    fn fd(&self, py: Python<'_>) -> PyResult<i32> {
        catch_panics(py, Place::HERE, || Ok(self.core.fd()?))
    }

    /// The tags of all operations that are done by now. Does not wait.
    fn ready(&self, py: Python<'_>) -> PyResult<Vec<usize>> {
        catch_panics(py, Place::HERE, || {
            let mut tags = Vec::new();
            while let Some(tag) = self.core.next(Some(Duration::ZERO))? {
                tags.push(tag);
            }
            Ok(tags)
        })
    }
}

impl Queue {
    pub(crate) fn core(&self) -> &CoreQueue {
        &self.core
    }
}
