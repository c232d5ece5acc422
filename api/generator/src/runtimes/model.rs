//! What the runtimes are made from: the C ABI, and the table of operations.

use super::abi::Header;
use crate::operations::table::{self, Table};
pub(crate) use crate::operations::table::{ArgumentKind, ResultKind};
use crate::operations::templates::text_of;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything that an emitter may ask for.
pub(crate) struct Model {
    pub(crate) header: Header,
    pub(crate) operations: Vec<Operation>,
    pub(crate) resources: Vec<Resource>,
}

/// What Seam describes, such as `acs_user`, as `api/resources.json` has it.
#[derive(Deserialize, Serialize)]
pub(crate) struct Resource {
    pub(crate) name: String,
    fields: Vec<serde_json::Value>,
}

/// A method of a runtime, such as `acs.users.get`.
pub(crate) struct Operation {
    /// Its namespaces and its name, in snake case.
    pub(crate) name: String,
    /// What it does, in a sentence or two for an editor to show.
    pub(crate) about: String,
    pub(crate) result: ResultKind,
    /// The resource that it gives, or a list of; none where it gives something else.
    pub(crate) resource: Option<String>,
    /// The C functions that can do it; the arguments that are given decide which.
    pub(crate) forms: Vec<Form>,
}

pub(crate) struct Form {
    /// Without `_begin`.
    pub(crate) function: String,
    /// In the order of the C function, without client, outputs and error.
    pub(crate) names: Vec<String>,
    /// What kind each of them is.
    pub(crate) kinds: Vec<ArgumentKind>,
}

/// What runtimes call besides the operations: a name here that the header lacks is an error.
const PLUMBING: &[&str] = &[
    "seam_acs_version",
    "seam_acs_abi_version",
    "seam_acs_status_name",
    "seam_acs_error_status",
    "seam_acs_error_name",
    "seam_acs_error_message",
    "seam_acs_error_http_status",
    "seam_acs_error_api_type",
    "seam_acs_error_request_id",
    "seam_acs_error_validation_errors",
    "seam_acs_error_retryable",
    "seam_acs_error_outcome_unknown",
    "seam_acs_error_retry_after_ms",
    "seam_acs_error_attempts",
    "seam_acs_error_to_json",
    "seam_acs_error_free",
    "seam_acs_options_new",
    "seam_acs_options_set",
    "seam_acs_options_free",
    "seam_acs_client_new",
    "seam_acs_client_from_env",
    "seam_acs_client_with",
    "seam_acs_client_cancel",
    "seam_acs_client_free",
    "seam_acs_op_wait",
    "seam_acs_op_cancel",
    "seam_acs_op_result",
    "seam_acs_op_to_json",
    "seam_acs_op_attach",
    "seam_acs_op_request_id",
    "seam_acs_op_progress",
    "seam_acs_op_free",
    "seam_acs_queue_new",
    "seam_acs_queue_fd",
    "seam_acs_queue_next",
    "seam_acs_queue_free",
    "seam_acs_plan_from_json",
    "seam_acs_plan_to_table",
    "seam_acs_plan_free",
    "seam_acs_decode_table",
    "seam_acs_outbox_open",
    "seam_acs_outbox_enqueue",
    "seam_acs_outbox_deliver_begin",
    "seam_acs_outbox_status",
    "seam_acs_outbox_list",
    "seam_acs_outbox_outcomes",
    "seam_acs_outbox_acknowledge",
    "seam_acs_outbox_retry",
    "seam_acs_outbox_drop",
    "seam_acs_outbox_free",
    "seam_acs_record_to_json",
    "seam_acs_record_free",
    "seam_acs_list_to_json",
    "seam_acs_list_free",
    "seam_acs_string_free",
];

impl Model {
    pub(crate) fn read() -> anyhow::Result<Self> {
        let (mut header, table, resources) = (Header::read()?, Table::read()?, resources()?);
        let mut operations = table
            .methods()
            .map(|own| operation(&table, own, &resources))
            .collect::<anyhow::Result<Vec<_>>>()?;
        // Methods of a namespace stand together; otherwise the table's order is kept.
        let namespaces: Vec<Option<String>> =
            operations.iter().map(|own| own.namespace().map(str::to_owned)).collect();
        operations.sort_by_key(|own| namespaces.iter().position(|other| other.as_deref() == own.namespace()));
        for form in operations.iter().flat_map(|operation| &operation.forms) {
            check(form, &header)?;
        }
        keep_what_runtimes_call(&mut header, &operations)?;
        Ok(Self { header, operations, resources })
    }

    /// The namespaces below `acs`, in the order of the table.
    pub(crate) fn namespaces(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for operation in &self.operations {
            if let Some(namespace) = operation.namespace().filter(|name| !found.contains(name)) {
                found.push(namespace);
            }
        }
        found
    }
}

impl Operation {
    /// `users` of `acs.users.get`; none for what stands on the client itself.
    pub(crate) fn namespace(&self) -> Option<&str> {
        self.name.strip_prefix("acs.")?.split_once('.').map(|(namespace, _)| namespace)
    }

    /// `get` of `acs.users.get`.
    pub(crate) fn method(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }

    /// Every argument of any form, with its kind and whether all forms have it.
    pub(crate) fn arguments(&self) -> Vec<(&str, ArgumentKind, bool)> {
        let mut found: Vec<(&str, ArgumentKind, bool)> = Vec::new();
        for (name, kind) in self.forms.iter().flat_map(|form| form.names.iter().zip(&form.kinds)) {
            if !found.iter().any(|(known, ..)| known == name) {
                let always = self.forms.iter().all(|form| form.names.contains(name));
                found.push((name, *kind, always));
            }
        }
        found
    }
}

fn resources() -> anyhow::Result<Vec<Resource>> {
    let path = "api/resources.json";
    serde_json::from_str(&text_of(path)?).with_context(|| format!("{path} is not understood"))
}

fn operation(table: &Table, own: &table::Operation, resources: &[Resource]) -> anyhow::Result<Operation> {
    let forms = table.forms(own)?.into_iter().map(|function| form(table, function));
    Ok(Operation {
        name: own.name.clone(),
        about: own.about.clone(),
        result: own.result(),
        resource: own.key.as_deref().and_then(|key| resource(key, own.result(), resources)),
        forms: forms.collect::<anyhow::Result<_>>()?,
    })
}

/// `acs_user` for the key `acs_user` of one and `acs_users` of many.
fn resource(key: &str, result: ResultKind, resources: &[Resource]) -> Option<String> {
    let name = if result == ResultKind::List { key.strip_suffix('s')? } else { key };
    resources.iter().any(|own| own.name == name).then(|| name.to_owned())
}

fn form(table: &Table, function: &table::Function) -> anyhow::Result<Form> {
    let kinds = function.arguments.iter().map(|name| Ok(table.argument(name)?.kind));
    Ok(Form {
        function: format!("seam_acs_{}", function.name),
        names: function.arguments.clone(),
        kinds: kinds.collect::<anyhow::Result<_>>()?,
    })
}

/// The table says what ffi-c says.
fn check(form: &Form, header: &Header) -> anyhow::Result<()> {
    let begin = format!("{}_begin", form.function);
    let function = header.function(&begin)?;
    let expected: Vec<&str> = function.parameters.iter().map(|(name, _)| name.as_str()).collect();
    let in_c = |name: &String| match name.as_str() {
        "params" => "params_json".to_owned(),
        "filter" => "filter_json".to_owned(),
        "options" => "options_json".to_owned(),
        other => other.to_owned(),
    };
    let mut given = vec!["client".to_owned()];
    given.extend(form.names.iter().map(in_c));
    given.extend(["op".to_owned(), "error".to_owned()]);
    anyhow::ensure!(expected == given, "api/operations.toml gives {begin} {given:?}, ffi-c {expected:?}");
    Ok(())
}

fn keep_what_runtimes_call(header: &mut Header, operations: &[Operation]) -> anyhow::Result<()> {
    let mut kept: BTreeSet<String> = PLUMBING.iter().map(|name| (*name).to_owned()).collect();
    for name in &kept {
        header.function(name)?;
    }
    for form in operations.iter().flat_map(|operation| &operation.forms) {
        kept.insert(format!("{}_begin", form.function));
    }
    header.functions.retain(|function| kept.contains(&function.name));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_gives_the_resource_that_its_key_names_and_no_other() {
        let model = Model::read().expect("the ABI and the table");
        let resource_of = |name: &str| {
            let found = model.operations.iter().find(|operation| operation.name == name);
            found.expect(name).resource.as_deref()
        };
        for (name, resource) in [
            ("acs.users.get", Some("acs_user")),
            ("acs.access_groups.list_users", Some("acs_user")),
            ("acs.users.list_accessible_entrances", Some("acs_entrance")),
            ("acs.memberships.groups_of", Some("acs_access_group")),
            ("acs.memberships.who_can_open", None),
            ("acs.users.add_to_access_group", None),
            ("request", None),
        ] {
            assert_eq!(resource_of(name), resource, "{name}");
        }
        for (key, result) in [("acs_users", ResultKind::Record), ("acs_user", ResultKind::List)] {
            assert_eq!(resource(key, result, &model.resources), None, "{key}");
        }
    }
}
