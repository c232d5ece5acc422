//! Errors of the core as the exceptions that the Python half makes of them.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use seam_acs_core::Error;

use crate::reader::Reader;

/// Why a native function did not return: the core said so, or Python did.
pub(crate) enum CallError {
    Core(Error),
    Python(PyErr),
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        CallError::Core(error)
    }
}

impl From<PyErr> for CallError {
    fn from(error: PyErr) -> Self {
        CallError::Python(error)
    }
}

/// What was called, for exceptions that name it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) path: &'a str,
    pub(crate) response_key: &'a str,
}

impl Place<'_> {
    /// Making a client, and other work that asks Seam for nothing.
    pub(crate) const HERE: Place<'static> = Place { path: "", response_key: "" };
}

/// The exception for an error of the core.
pub(crate) fn exception(py: Python<'_>, error: &Error, place: Place<'_>) -> PyErr {
    made_by_python(py, error, place).unwrap_or_else(|failure| failure)
}

fn made_by_python(py: Python<'_>, error: &Error, place: Place<'_>) -> PyResult<PyErr> {
    let facts = Reader::new(py).value(&error.to_json())?;
    let facts = facts.cast::<PyDict>()?;
    let made = py
        .import("seam_acs.exceptions")?
        .call_method1("_from_core", (facts, place.path, place.response_key))?;
    Ok(PyErr::from_value(made))
}
