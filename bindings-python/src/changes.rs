//! A list of changes, seen from Python one by one, so that a million of them stay small.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use seam_acs_core::{Action, Change, Changes as CoreChanges, Error};

use crate::boundary::catch_panics;
use crate::error::Place;
use crate::memberships::Person;

/// A list of changes that never changes.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Changes {
    core: CoreChanges,
}

/// A change as Python keeps it.
#[derive(FromPyObject)]
struct Item {
    #[pyo3(item)]
    action: String,
    #[pyo3(item, default)]
    acs_user_id: Option<String>,
    #[pyo3(item, default)]
    user_identity_id: Option<String>,
    #[pyo3(item)]
    acs_access_group_id: String,
}

#[pymethods]
impl Changes {
    /// From dictionaries as [`item`](Self::item) gives them.
    #[new]
    fn from_items(py: Python<'_>, items: &Bound<'_, PyList>) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || {
            let mut core = CoreChanges::new();
            for item in items {
                let item: Item = item.extract()?;
                let person = Person {
                    acs_user: item.acs_user_id.as_deref(),
                    identity: item.user_identity_id.as_deref(),
                };
                let action = Action::from_name(&item.action)
                    .ok_or_else(|| Error::invalid_argument("action", "must be add or remove"))?;
                core.push(action, person.user()?, &item.acs_access_group_id)?;
            }
            Ok(Self { core })
        })
    }

    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// The change at a place, from 0.
    fn item<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Option<Bound<'py, PyDict>>> {
        catch_panics(py, Place::HERE, || {
            Ok(self.core.get(index).map(|change| fields(py, &change)).transpose()?)
        })
    }
}

impl Changes {
    pub(crate) fn new(core: CoreChanges) -> Self {
        Self { core }
    }

    pub(crate) fn core(&self) -> &CoreChanges {
        &self.core
    }
}

/// A change under the names of a table's columns.
pub(crate) fn fields<'py>(py: Python<'py>, change: &Change<'_>) -> PyResult<Bound<'py, PyDict>> {
    let (field, user) = change.user.parts();
    let fields = PyDict::new(py);
    fields.set_item("action", change.action.name())?;
    fields.set_item(field, user)?;
    fields.set_item("acs_access_group_id", change.acs_access_group_id)?;
    Ok(fields)
}
