//! What `seam.acs.memberships` begins: options and arguments as the core has them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use pyo3::prelude::*;
use seam_acs_core::{
    Action, ApplyOptions, Client as CoreClient, Error, Limit, LookupKind, Mode, Operation, Order,
    PlanOptions, Presence, ResolveOptions, SyncOptions, TableOptions, User, WaitOptions,
};

use crate::error::CallError;

/// A user as Python names one: one of the two ids must be there.
pub(crate) struct Person<'a> {
    pub(crate) acs_user: Option<&'a str>,
    pub(crate) identity: Option<&'a str>,
}

/// How a list is applied; seconds for times.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Applying {
    ceiling: Option<i64>,
    fixed: Option<i64>,
    deadline: Option<f64>,
    journal: Option<PathBuf>,
}

/// What a plan is taken for, and what is allowed while it is applied.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Syncing {
    dry_run: bool,
    group: Option<String>,
    mode: Option<String>,
    order: Option<String>,
    empties: Vec<String>,
    allow_mass_removal: bool,
    allow_emptying: bool,
    max_additions: Option<String>,
    max_removals: Option<String>,
}

/// How a roster is compared.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Planning {
    group: Option<String>,
    system: Option<String>,
    mode: String,
    order: String,
    empties: Vec<String>,
    allow_mass_removal: bool,
    allow_emptying: bool,
    max_additions: Option<String>,
    max_removals: Option<String>,
    skip_unknown: bool,
}

/// How a table is read.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Reading {
    header_line: Option<i64>,
    columns: Option<BTreeMap<String, Option<String>>>,
    group_separator: Option<String>,
    only: Option<BTreeMap<String, Values>>,
}

/// The values of a column that count.
#[derive(FromPyObject)]
enum Values {
    #[pyo3(transparent)]
    One(String),
    #[pyo3(transparent)]
    Several(Vec<String>),
}

impl<'a> Person<'a> {
    pub(crate) fn user(&self) -> Result<User<'a>, Error> {
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

impl Applying {
    pub(crate) fn options(self) -> Result<ApplyOptions, Error> {
        Ok(ApplyOptions {
            ceiling: requests("ceiling", self.ceiling)?,
            fixed: requests("fixed", self.fixed)?,
            deadline: duration("deadline", self.deadline)?,
            journal: self.journal,
        })
    }
}

impl Planning {
    pub(crate) fn options(self) -> Result<PlanOptions, Error> {
        Ok(PlanOptions {
            group: self.group,
            system: self.system,
            mode: mode(&self.mode)?,
            order: order(&self.order)?,
            empties: self.empties,
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            max_additions: limit("max_additions", self.max_additions.as_deref())?,
            max_removals: limit("max_removals", self.max_removals.as_deref())?,
            skip_unknown: self.skip_unknown,
        })
    }
}

impl Syncing {
    pub(crate) fn options(self, applying: Applying) -> Result<SyncOptions, Error> {
        Ok(SyncOptions {
            apply: applying.options()?,
            dry_run: self.dry_run,
            group: self.group,
            mode: self.mode.as_deref().map(mode).transpose()?,
            order: self.order.as_deref().map(order).transpose()?,
            empties: self.empties,
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            max_additions: limit("max_additions", self.max_additions.as_deref())?,
            max_removals: limit("max_removals", self.max_removals.as_deref())?,
        })
    }
}

impl Reading {
    pub(crate) fn options(self) -> Result<TableOptions, Error> {
        let line = |number| {
            let beyond = |_| Error::Options(format!("header_line must be a number from 1, not {number}"));
            u32::try_from(number).map_err(beyond)
        };
        let values = |values| match values {
            Values::One(value) => vec![value],
            Values::Several(values) => values,
        };
        let columns = self.columns.into_iter().flatten();
        let only = self.only.into_iter().flatten();
        Ok(TableOptions {
            header_line: self.header_line.map(line).transpose()?,
            columns: columns.map(|(name, own)| (name, own.unwrap_or_default())).collect(),
            group_separator: self.group_separator,
            only: only.map(|(name, allowed)| (name, values(allowed))).collect(),
        })
    }
}

pub(crate) fn resolving(
    group: Option<String>,
    system: Option<String>,
    action: Option<&str>,
    skip_unknown: bool,
) -> Result<ResolveOptions, Error> {
    Ok(ResolveOptions { group, system, action: action.map(self::action).transpose()?, skip_unknown })
}

pub(crate) fn action(name: &str) -> Result<Action, Error> {
    Action::from_name(name).ok_or_else(|| unknown("action", "add or remove", name))
}

pub(crate) fn begin_wait(
    client: &CoreClient,
    person: &Person<'_>,
    group: &str,
    wanted: &str,
    (timeout, settle): (Option<f64>, Option<f64>),
) -> Result<Operation, CallError> {
    let limits = WaitOptions {
        timeout: duration("timeout", timeout)?.unwrap_or_default(),
        settle: duration("settle", settle)?.unwrap_or(WaitOptions::default().settle),
    };
    Ok(client.begin_wait(person.user()?, group, presence(wanted)?, limits)?)
}

pub(crate) fn presence(name: &str) -> Result<Presence, Error> {
    Presence::from_name(name).ok_or_else(|| unknown("presence", "present or absent", name))
}

pub(crate) fn sought(name: &str) -> Result<LookupKind, Error> {
    match name {
        "user" => Ok(LookupKind::User),
        "group" => Ok(LookupKind::Group),
        "entrance" => Ok(LookupKind::Entrance),
        other => Err(unknown("sought", "user, group or entrance", other)),
    }
}

fn duration(field: &str, seconds: Option<f64>) -> Result<Option<Duration>, Error> {
    let in_range = |seconds| {
        Duration::try_from_secs_f64(seconds)
            .map_err(|error| Error::invalid_argument(field, error.to_string()))
    };
    seconds.map(in_range).transpose()
}

/// The core knows the range; what is beyond the type is beyond it too.
fn requests(field: &str, number: Option<i64>) -> Result<Option<u32>, Error> {
    let narrow = |number| {
        u32::try_from(number)
            .map_err(|_| Error::invalid_argument(field, format!("must be from 1 to 1024, not {number}")))
    };
    number.map(narrow).transpose()
}

fn mode(name: &str) -> Result<Mode, Error> {
    match name {
        "exact" => Ok(Mode::Exact),
        "additive" => Ok(Mode::Additive),
        other => Err(unknown("mode", "exact or additive", other)),
    }
}

fn order(name: &str) -> Result<Order, Error> {
    match name {
        "adds_first" => Ok(Order::AddsFirst),
        "removes_first" => Ok(Order::RemovesFirst),
        other => Err(unknown("order", "adds_first or removes_first", other)),
    }
}

/// The core knows what a limit looks like; here it gets its name.
fn limit(field: &str, text: Option<&str>) -> Result<Option<Limit>, Error> {
    let parsed = |text: &str| match text.parse() {
        Err(Error::Options(reason)) => Err(Error::invalid_argument(field, format!("is wrong: {reason}"))),
        parsed => parsed,
    };
    text.map(parsed).transpose()
}

fn unknown(field: &str, known: &str, given: &str) -> Error {
    Error::invalid_argument(field, format!("must be {known}, not {given:?}"))
}
