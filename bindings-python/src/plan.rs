//! What reconciling would do, seen from Python.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use seam_acs_core::{Plan as CorePlan, PlannedGroup, PlannedUser};

use crate::boundary::catch_panics;
use crate::changes::Changes;
use crate::error::Place;
use crate::reader::Reader;

/// A plan of the core.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Plan {
    core: CorePlan,
}

#[pymethods]
impl Plan {
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || Ok(Self { core: py.detach(|| CorePlan::from_json(text))? }))
    }

    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.to_json())))
    }

    fn to_table(&self, py: Python<'_>) -> PyResult<String> {
        catch_panics(py, Place::HERE, || Ok(py.detach(|| self.core.to_table())))
    }

    #[getter]
    fn adds(&self) -> usize {
        self.core.adds()
    }

    #[getter]
    fn removes(&self) -> usize {
        self.core.removes()
    }

    #[getter]
    fn stays(&self) -> usize {
        self.core.stays()
    }

    #[getter]
    fn most_adds(&self) -> Option<usize> {
        self.core.most_adds()
    }

    #[getter]
    fn most_removes(&self) -> Option<usize> {
        self.core.most_removes()
    }

    #[getter]
    fn is_empty(&self) -> bool {
        self.core.is_empty()
    }

    #[getter]
    fn made_at(&self) -> &str {
        self.core.made_at()
    }

    fn groups<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        catch_panics(py, Place::HERE, || {
            let groups = PyList::empty(py);
            for group in self.core.groups() {
                groups.append(group_fields(py, group)?)?;
            }
            Ok(groups)
        })
    }

    /// The rows that were left out.
    fn left_out<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        catch_panics(py, Place::HERE, || Ok(Reader::new(py).value(&self.core.left_out().to_json())?))
    }

    fn changes(&self, py: Python<'_>) -> PyResult<Changes> {
        catch_panics(py, Place::HERE, || Ok(Changes::new(py.detach(|| self.core.changes())?)))
    }
}

impl Plan {
    pub(crate) fn new(core: CorePlan) -> Self {
        Self { core }
    }

    pub(crate) fn core(&self) -> &CorePlan {
        &self.core
    }
}

fn group_fields<'py>(py: Python<'py>, group: PlannedGroup<'_>) -> PyResult<Bound<'py, PyDict>> {
    let fields = PyDict::new(py);
    fields.set_item("acs_access_group_id", group.acs_access_group_id())?;
    fields.set_item("name", group.name())?;
    fields.set_item("adds", users(py, group.adds())?)?;
    fields.set_item("removes", users(py, group.removes())?)?;
    fields.set_item("stays", users(py, group.stays())?)?;
    fields.set_item("most_adds", group.most_adds())?;
    fields.set_item("most_removes", group.most_removes())?;
    Ok(fields)
}

fn users<'py, 'a>(
    py: Python<'py>,
    planned: impl Iterator<Item = PlannedUser<'a>>,
) -> PyResult<Bound<'py, PyList>> {
    let users = PyList::empty(py);
    for person in planned {
        let (field, id) = person.user.parts();
        let fields = PyDict::new(py);
        fields.set_item(field, id)?;
        fields.set_item("name", Some(person.name).filter(|name| !name.is_empty()))?;
        users.append(fields)?;
    }
    Ok(users)
}
