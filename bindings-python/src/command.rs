//! The command `seam-acs`, for the script that pip installs.

use std::ffi::OsString;

use pyo3::{PyResult, Python, pyfunction};

use crate::boundary::catch_panics;
use crate::error::Place;

/// Runs one command and gives its exit code. The first word is the program's name.
#[pyfunction]
pub(crate) fn run_command(py: Python<'_>, words: Vec<OsString>) -> PyResult<u8> {
    catch_panics(py, Place::HERE, || Ok(py.detach(|| seam_acs_cli::run(words))))
}
