//! A client of the core, seen from Python.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use seam_acs_core::{Answer, Call, Client as CoreClient, Error, Options, Read, User};
use serde_json::Value;

use crate::fault::{Fault, Place};
use crate::guard::guarded;
use crate::params;
use crate::reader::Reader;
use crate::wait;

/// One client of the core. Every method lets go of the interpreter while it waits.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Client {
    /// Locked only while the interpreter is held, so that a fork never finds it locked by a thread that is gone.
    core: Mutex<Option<Arc<CoreClient>>>,
    #[pyo3(get)]
    endpoint: String,
    #[pyo3(get)]
    warnings: Vec<String>,
}

/// A membership as Python names it: one of the two user ids must be there.
struct Membership<'a> {
    acs_user: Option<&'a str>,
    identity: Option<&'a str>,
    group: &'a str,
}

#[pymethods]
impl Client {
    #[new]
    fn new(py: Python<'_>, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        guarded(py, Place::HERE, || {
            let mut chosen = Options::new();
            for (name, value) in options {
                chosen.set(&name.extract::<String>()?, &value.extract::<String>()?)?;
            }
            chosen.set("sdk_name", "seam-acs/python")?;
            let core = py.detach(|| CoreClient::from_environment(&chosen))?;
            Ok(Self {
                endpoint: core.endpoint().to_owned(),
                warnings: core.warnings().to_vec(),
                core: Mutex::new(Some(Arc::new(core))),
            })
        })
    }

    fn add_user(
        &self,
        py: Python<'_>,
        path: &str,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
        acs_access_group_id: &str,
    ) -> PyResult<Option<String>> {
        let membership =
            Membership { acs_user: acs_user_id, identity: user_identity_id, group: acs_access_group_id };
        self.change(py, path, &membership, Call::add_user_to_group)
    }

    fn remove_user(
        &self,
        py: Python<'_>,
        path: &str,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
        acs_access_group_id: &str,
    ) -> PyResult<Option<String>> {
        let membership =
            Membership { acs_user: acs_user_id, identity: user_identity_id, group: acs_access_group_id };
        self.change(py, path, &membership, Call::remove_user_from_group)
    }

    fn read<'py>(
        &self,
        py: Python<'py>,
        path: &str,
        response_key: &str,
        params: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let place = Place { path, response_key };
        guarded(py, place, || {
            let call = Call::read(read_at(path)?, params::to_json(params)?)?;
            let answer = self.answer(py, call, place)?;
            let value = match answer.record() {
                Some(record) => Reader::new(py).value(record.json())?,
                None => items(py, &answer)?.into_any(),
            };
            Ok((value, answer.request_id()).into_pyobject(py)?)
        })
    }

    fn read_page<'py>(
        &self,
        py: Python<'py>,
        path: &str,
        response_key: &str,
        params: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let place = Place { path, response_key };
        guarded(py, place, || {
            let call = Call::read_page(read_at(path)?, params::to_json(params)?)?;
            let answer = self.answer(py, call, place)?;
            let pagination =
                answer.pagination().map(|page| Reader::new(py).value(page.json())).transpose()?;
            Ok((items(py, &answer)?, pagination, answer.request_id()).into_pyobject(py)?)
        })
    }

    fn request<'py>(
        &self,
        py: Python<'py>,
        path: &str,
        params: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let place = Place { path, response_key: "ok" };
        guarded(py, place, || {
            let params = Value::Object(params::to_json(params)?).to_string();
            let answer = self.answer(py, Call::request(path, &params)?, place)?;
            let body = Reader::new(py).value(answer.json().unwrap_or("null"))?;
            Ok((body, answer.request_id()).into_pyobject(py)?)
        })
    }

    fn check(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let place = Place { path: "/acs/systems/list", response_key: "acs_systems" };
        guarded(py, place, || Ok(self.answer(py, Call::check(), place)?.request_id().map(str::to_owned)))
    }

    fn close(&self, py: Python<'_>) -> PyResult<()> {
        guarded(py, Place::HERE, || {
            let core = self.core.lock().unwrap_or_else(PoisonError::into_inner).take();
            py.detach(|| {
                if let Some(core) = core {
                    core.cancel();
                }
            });
            Ok(())
        })
    }
}

impl Client {
    fn change(
        &self,
        py: Python<'_>,
        path: &str,
        membership: &Membership<'_>,
        make: fn(User<'_>, &str) -> Result<Call, Error>,
    ) -> PyResult<Option<String>> {
        let place = Place { path, response_key: "ok" };
        guarded(py, place, || {
            let call = make(membership.user()?, membership.group)?;
            Ok(self.answer(py, call, place)?.request_id().map(str::to_owned))
        })
    }

    fn answer(&self, py: Python<'_>, call: Call, place: Place<'_>) -> Result<Answer, Fault> {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let core = core.ok_or_else(|| Error::State("this client is closed".to_owned()))?;
        let operation = py.detach(|| core.begin(call))?;
        wait::answer(py, &operation, place)
    }
}

impl Membership<'_> {
    fn user(&self) -> Result<User<'_>, Error> {
        match (self.acs_user, self.identity) {
            (Some(id), None) => Ok(User::Acs(id)),
            (None, Some(id)) => Ok(User::Identity(id)),
            (Some(_), Some(_)) => {
                Err(Error::invalid_argument("acs_user_id", "cannot be used together with user_identity_id"))
            }
            (None, None) => Err(Error::invalid_argument("acs_user_id", "or user_identity_id is required")),
        }
    }
}

fn read_at(path: &str) -> Result<Read, Error> {
    Ok(match path {
        "/acs/access_groups/get" => Read::GetGroup,
        "/acs/access_groups/list" => Read::ListGroups,
        "/acs/access_groups/list_users" => Read::ListGroupUsers,
        "/acs/access_groups/list_accessible_entrances" => Read::ListGroupEntrances,
        "/acs/users/get" => Read::GetUser,
        "/acs/users/list" => Read::ListUsers,
        "/acs/users/list_accessible_entrances" => Read::ListUserEntrances,
        "/acs/systems/get" => Read::GetSystem,
        "/acs/systems/list" => Read::ListSystems,
        "/acs/entrances/list" => Read::ListEntrances,
        _ => return Err(Error::internal(format!("no read has the path {path}"))),
    })
}

fn items<'py>(py: Python<'py>, answer: &Answer) -> PyResult<Bound<'py, PyList>> {
    let reader = Reader::new(py);
    let list = PyList::empty(py);
    for record in answer.list().into_iter().flatten() {
        list.append(reader.value(record.json())?)?;
    }
    Ok(list)
}
