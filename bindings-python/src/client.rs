//! A client of the core, seen from Python: where operations begin.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use seam_acs_core::{
    Action, Call, Client as CoreClient, DeliverOptions, Error, Operation as CoreOperation, Options, Read,
    Write,
};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::boundary::catch_panics;
use crate::changes::Changes;
use crate::error::{CallError, Place};
use crate::memberships::{self, Applying, Person, Planning, Syncing};
use crate::operation::Operation;
use crate::outbox::Outbox;
use crate::params;
use crate::plan::Plan;
use crate::roster::Roster;

/// One client of the core. No method waits for an answer.
#[pyclass(frozen, module = "seam_acs._native")]
pub(crate) struct Client {
    /// Locked only while the interpreter is held, so that a fork never finds it locked by a thread that is gone.
    core: Mutex<Option<Arc<CoreClient>>>,
    #[pyo3(get)]
    endpoint: String,
    #[pyo3(get)]
    warnings: Vec<String>,
}

#[pymethods]
impl Client {
    #[new]
    fn new(py: Python<'_>, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || {
            let mut chosen = chosen(options)?;
            chosen.set("sdk_name", "seam-acs/python")?;
            let core = py.detach(|| CoreClient::from_environment(&chosen))?;
            Ok(Self::over(core))
        })
    }

    /// A second handle on the same connections with some options of its own.
    fn scoped(&self, py: Python<'_>, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        catch_panics(py, Place::HERE, || {
            let (core, chosen) = (self.core()?, chosen(options)?);
            Ok(Self::over(py.detach(|| core.with(&chosen))?))
        })
    }

    /// Begins to put a user into a group, or to take one out.
    fn begin_change(
        &self,
        py: Python<'_>,
        action: &str,
        path: &str,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
        acs_access_group_id: &str,
    ) -> PyResult<Operation> {
        let person = Person { acs_user: acs_user_id, identity: user_identity_id };
        self.begin_call(py, Place { path, response_key: "ok" }, || {
            let make = match memberships::action(action)? {
                Action::Add => Call::add_user_to_group,
                Action::Remove => Call::remove_user_from_group,
            };
            Ok(make(person.user()?, acs_access_group_id)?)
        })
    }

    /// The same, and waits for its end; gives the request id. Python makes no operation for it.
    fn change(
        &self,
        py: Python<'_>,
        action: &str,
        path: &str,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
        acs_access_group_id: &str,
    ) -> PyResult<Option<String>> {
        let begun =
            self.begin_change(py, action, path, acs_user_id, user_identity_id, acs_access_group_id)?;
        begun.finish(py)
    }

    /// Reads one object, or every page of a list.
    fn begin_read(
        &self,
        py: Python<'_>,
        path: &str,
        response_key: &str,
        params: &Bound<'_, PyDict>,
    ) -> PyResult<Operation> {
        self.begin_call(py, Place { path, response_key }, || {
            Ok(Call::read(read_at(path)?, params::to_json(params)?)?)
        })
    }

    fn begin_read_page(
        &self,
        py: Python<'_>,
        path: &str,
        response_key: &str,
        params: &Bound<'_, PyDict>,
    ) -> PyResult<Operation> {
        self.begin_call(py, Place { path, response_key }, || {
            Ok(Call::read_page(read_at(path)?, params::to_json(params)?)?)
        })
    }

    fn begin_write(&self, py: Python<'_>, path: &str, params: &Bound<'_, PyDict>) -> PyResult<Operation> {
        self.begin_call(py, Place { path, response_key: "ok" }, || {
            let write = Write::at(path).ok_or_else(|| not_known("change", path))?;
            Ok(Call::write(write, params::to_json(params)?)?)
        })
    }

    fn begin_request(&self, py: Python<'_>, path: &str, params: &Bound<'_, PyDict>) -> PyResult<Operation> {
        self.begin_call(py, Place { path, response_key: "ok" }, || {
            let params = Value::Object(params::to_json(params)?).to_string();
            Ok(Call::request(path, &params)?)
        })
    }

    fn begin_check(&self, py: Python<'_>) -> PyResult<Operation> {
        let place = Place { path: "/acs/systems/list", response_key: "acs_systems" };
        self.begin_call(py, place, || Ok(Call::check()))
    }

    fn begin_resolve(
        &self,
        py: Python<'_>,
        roster: &Roster,
        group: Option<String>,
        system: Option<String>,
        action: Option<&str>,
        skip_unknown: bool,
    ) -> PyResult<Operation> {
        self.begin(py, LISTS, |client| {
            let options = memberships::resolving(group, system, action, skip_unknown)?;
            Ok(client.begin_resolve(roster.take()?, options)?)
        })
    }

    fn begin_apply(&self, py: Python<'_>, changes: &Changes, options: Applying) -> PyResult<Operation> {
        self.begin(py, CHANGES, |client| {
            let options = options.options()?;
            let changes = changes.core();
            Ok(py.detach(|| client.begin_apply(changes.clone(), &options))?)
        })
    }

    fn begin_plan(&self, py: Python<'_>, roster: &Roster, options: Planning) -> PyResult<Operation> {
        self.begin(py, LISTS, |client| Ok(client.begin_plan(roster.take()?, options.options()?)?))
    }

    fn begin_sync(
        &self,
        py: Python<'_>,
        plan: &Plan,
        applying: Applying,
        syncing: Syncing,
    ) -> PyResult<Operation> {
        self.begin(py, CHANGES, |client| {
            let options = syncing.options(applying)?;
            let plan = plan.core();
            Ok(py.detach(|| client.begin_sync(plan, &options))?)
        })
    }

    #[allow(clippy::too_many_arguments, reason = "the arguments of the core's function, and the interpreter")]
    fn begin_wait(
        &self,
        py: Python<'_>,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
        acs_access_group_id: &str,
        presence: &str,
        timeout: Option<f64>,
        settle: Option<f64>,
    ) -> PyResult<Operation> {
        let person = Person { acs_user: acs_user_id, identity: user_identity_id };
        self.begin(py, LISTS, |client| {
            memberships::begin_wait(client, &person, acs_access_group_id, presence, (timeout, settle))
        })
    }

    fn begin_ensure(
        &self,
        py: Python<'_>,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
        acs_access_group_id: &str,
        presence: &str,
    ) -> PyResult<Operation> {
        let person = Person { acs_user: acs_user_id, identity: user_identity_id };
        self.begin(py, CHANGES, |client| {
            let presence = memberships::presence(presence)?;
            Ok(client.begin_ensure(person.user()?, acs_access_group_id, presence)?)
        })
    }

    fn begin_is_member(
        &self,
        py: Python<'_>,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
        acs_access_group_id: &str,
    ) -> PyResult<Operation> {
        let person = Person { acs_user: acs_user_id, identity: user_identity_id };
        self.begin(py, LISTS, |client| Ok(client.begin_is_member(person.user()?, acs_access_group_id)?))
    }

    fn begin_groups_of(
        &self,
        py: Python<'_>,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
    ) -> PyResult<Operation> {
        let person = Person { acs_user: acs_user_id, identity: user_identity_id };
        let place = Place { path: "/acs/access_groups/list", response_key: "acs_access_groups" };
        self.begin(py, place, |client| Ok(client.begin_groups_of(person.user()?)?))
    }

    fn begin_entrances_of(
        &self,
        py: Python<'_>,
        acs_user_id: Option<&str>,
        user_identity_id: Option<&str>,
    ) -> PyResult<Operation> {
        let person = Person { acs_user: acs_user_id, identity: user_identity_id };
        let place = Place { path: "/acs/users/list_accessible_entrances", response_key: "acs_entrances" };
        self.begin(py, place, |client| Ok(client.begin_entrances_of(person.user()?)?))
    }

    fn begin_who_can_open(&self, py: Python<'_>, acs_entrance_id: &str) -> PyResult<Operation> {
        self.begin(py, LISTS, |client| Ok(client.begin_who_can_open(acs_entrance_id)?))
    }

    fn begin_deliver(&self, py: Python<'_>, outbox: &Outbox, until_empty: bool) -> PyResult<Operation> {
        self.begin(py, CHANGES, |client| {
            let options = DeliverOptions { until_empty };
            Ok(py.detach(|| outbox.core().begin_deliver(client, &options))?)
        })
    }

    fn begin_find(
        &self,
        py: Python<'_>,
        sought: &str,
        text: &str,
        system: Option<&str>,
    ) -> PyResult<Operation> {
        self.begin(py, LISTS, |client| Ok(client.begin_find(memberships::sought(sought)?, text, system)?))
    }

    fn set_log_level(&self, py: Python<'_>, level: &str) -> PyResult<()> {
        catch_panics(py, Place::HERE, || Ok(self.core()?.set_log_level(level)?))
    }

    fn close(&self, py: Python<'_>) -> PyResult<()> {
        catch_panics(py, Place::HERE, || {
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

/// Queries that several reads answer; an answer that is not Seam's can have come to any of them.
const LISTS: Place<'static> = Place { path: "/acs/access_groups/list_users", response_key: "acs_users" };
/// Work that changes memberships.
const CHANGES: Place<'static> = Place { path: "/acs/users/add_to_access_group", response_key: "ok" };

impl Client {
    fn over(core: CoreClient) -> Self {
        Self {
            endpoint: core.endpoint().to_owned(),
            warnings: core.warnings().to_vec(),
            core: Mutex::new(Some(Arc::new(core))),
        }
    }

    fn core(&self) -> Result<Arc<CoreClient>, Error> {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner).clone();
        core.ok_or_else(|| Error::State("this client is closed".to_owned()))
    }

    fn begin_call(
        &self,
        py: Python<'_>,
        place: Place<'_>,
        call: impl FnOnce() -> Result<Call, CallError>,
    ) -> PyResult<Operation> {
        self.begin(py, place, |client| {
            let call = call()?;
            Ok(py.detach(|| client.begin(call))?)
        })
    }

    fn begin(
        &self,
        py: Python<'_>,
        place: Place<'_>,
        begin: impl FnOnce(&CoreClient) -> Result<CoreOperation, CallError>,
    ) -> PyResult<Operation> {
        catch_panics(py, place, || Ok(Operation::new(begin(&*self.core()?)?, place)))
    }
}

fn chosen(options: &Bound<'_, PyDict>) -> Result<Options, CallError> {
    let mut chosen = Options::new();
    for (name, value) in options {
        let value = Zeroizing::new(value.extract::<String>()?);
        chosen.set(&name.extract::<String>()?, &value)?;
    }
    Ok(chosen)
}

fn read_at(path: &str) -> Result<Read, Error> {
    Read::at(path).ok_or_else(|| not_known("read", path))
}

fn not_known(kind: &str, path: &str) -> Error {
    Error::internal(format!("no {kind} has the path {path}"))
}
