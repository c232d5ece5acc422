//! A call that is under way, seen from Python: waited for, cancelled, attached to a queue, asked for its result.

use std::time::Duration;

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use seam_acs_core::{Error, Operation as CoreOperation};

use crate::boundary::catch_panics;
use crate::changes::Changes;
use crate::error::{CallError, Place, exception};
use crate::plan::Plan;
use crate::queue::Queue;
use crate::reader::{self, Reader};
use crate::report::Report;

/// How often signals are looked at and progress is told.
const SLICE: Duration = Duration::from_millis(100);
/// How long a cancelled operation may take to say how it ended. It does so at once; only a machine that is overloaded
/// or a slow disk needs more, and then what became of the changes is worth the wait.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// One operation of the core, and what was called, for exceptions that name it.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Operation {
    core: CoreOperation,
    path: String,
    response_key: String,
}

#[pymethods]
impl Operation {
    /// Waits so that the interpreter stays alive: other threads run, and Ctrl-C is heard. A signal handler, or a
    /// `progress`, that raises cancels the operation.
    fn wait(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        catch_panics(py, self.place(), || {
            let mut is_over = false;
            while !is_over {
                is_over = py.detach(|| self.core.wait(Some(SLICE)));
                if !is_over {
                    py.check_signals().map_err(|raised| CallError::Python(self.interrupted(py, raised)))?;
                }
                is_over |= self.tell(progress)?;
            }
            Ok(())
        })
    }

    /// The answer, where the next page is, and the request id.
    fn result<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        catch_panics(py, self.place(), || {
            // Detached, because long lists are taken apart on the thread that asks for them.
            let answer = py.detach(|| self.core.result()).map_err(|error| self.failure(py, &error))?;
            let value = if let Some(record) = answer.record() {
                Reader::new(py).value(record.json())?
            } else if let Some(list) = answer.list() {
                reader::list(py, list)?.into_any()
            } else if let Some(body) = answer.json() {
                Reader::new(py).value(body)?
            } else if let Some(plan) = answer.plan() {
                Bound::new(py, Plan::new(plan.clone()))?.into_any()
            } else if let Some(changes) = answer.changes() {
                Bound::new(py, Changes::new(changes.clone()))?.into_any()
            } else if let Some(report) = answer.report() {
                Bound::new(py, Report::new(report.clone()))?.into_any()
            } else {
                py.None().into_bound(py)
            };
            let pagination =
                answer.pagination().map(|page| Reader::new(py).value(page.json())).transpose()?;
            Ok((value, pagination, answer.request_id()).into_pyobject(py)?)
        })
    }

    /// Does the long calculation that a result can need, for a thread that has the time.
    fn calculate(&self, py: Python<'_>) -> PyResult<()> {
        catch_panics(py, self.place(), || {
            py.detach(|| drop(self.core.result()));
            Ok(())
        })
    }

    fn cancel(&self, py: Python<'_>) -> PyResult<()> {
        catch_panics(py, self.place(), || {
            py.detach(|| self.core.cancel());
            Ok(())
        })
    }

    fn attach(&self, py: Python<'_>, queue: &Queue, tag: usize) -> PyResult<()> {
        catch_panics(py, self.place(), || Ok(py.detach(|| self.core.attach(queue.core(), tag))?))
    }

    /// Done, failed, total if known, requests that may be under way, seconds since the begin.
    fn progress(&self, py: Python<'_>) -> PyResult<(u64, u64, Option<u64>, u32, f64)> {
        catch_panics(py, self.place(), || {
            let now = self.core.progress();
            Ok((now.done, now.failed, now.total, now.concurrency, now.elapsed.as_secs_f64()))
        })
    }
}

impl Drop for Operation {
    /// What nobody can ask for its result any more is not to go on.
    fn drop(&mut self) {
        if !self.core.wait(Some(Duration::ZERO)) {
            self.core.cancel();
        }
    }
}

/// Begins an operation by calling a method of the client, waits for it and gives its result.
///
/// All in one call: in Python code a signal handler could raise between the begin and the wait, and nobody would tell
/// what became of the operation.
#[pyfunction]
pub(crate) fn perform<'py>(
    py: Python<'py>,
    begin: &Bound<'py, PyAny>,
    arguments: &Bound<'py, PyTuple>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyTuple>> {
    let under_way = begin.call1(arguments)?;
    let operation = under_way.cast::<Operation>()?.get();
    operation.wait(py, progress)?;
    operation.result(py)
}

impl Operation {
    pub(crate) fn new(core: CoreOperation, place: Place<'_>) -> Self {
        Self { core, path: place.path.to_owned(), response_key: place.response_key.to_owned() }
    }

    /// Waits for a change, and gives the request id.
    pub(crate) fn finish(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.wait(py, None)?;
        catch_panics(py, self.place(), || {
            // The answer to a change is short, and read at once.
            let answer = self.core.result().map_err(|error| self.failure(py, &error))?;
            Ok(answer.request_id().map(str::to_owned))
        })
    }

    fn place(&self) -> Place<'_> {
        Place { path: &self.path, response_key: &self.response_key }
    }

    /// Whether the operation is over because `progress` raised and nothing could be stopped any more.
    fn tell(&self, progress: Option<&Bound<'_, PyAny>>) -> Result<bool, CallError> {
        let Some(progress) = progress else { return Ok(false) };
        let py = progress.py();
        let Err(raised) = progress.call1(self.progress(py)?) else { return Ok(false) };
        let raised = self.interrupted(py, raised);
        let is_as_asked = py.detach(|| self.core.result().is_ok());
        if is_as_asked && raised.is_instance_of::<PyException>(py) {
            // What was done is reported as done.
            raised.write_unraisable(py, Some(progress));
            return Ok(true);
        }
        Err(CallError::Python(raised))
    }

    /// What a signal handler, or `progress`, raised, with what became of the operation as its cause.
    fn interrupted(&self, py: Python<'_>, raised: PyErr) -> PyErr {
        self.core.cancel();
        py.detach(|| self.core.wait(Some(LAST_WORDS)));
        if let Err(error) = py.detach(|| self.core.result()) {
            raised.set_cause(py, Some(self.failure(py, &error)));
        }
        raised
    }

    /// The exception for an error, with the report, or the plan that was refused, where there is one.
    fn failure(&self, py: Python<'_>, error: &Error) -> PyErr {
        let failure = exception(py, error, self.place());
        let raised = failure.value(py);
        let told = if let Some(report) = self.core.report() {
            raised.call_method1("_tell", (Report::new(report),))
        } else if let Some(plan) = self.core.plan() {
            raised.call_method1("_show", (Plan::new(plan),))
        } else {
            return failure;
        };
        told.map_or_else(|other| other, |_| failure)
    }
}
