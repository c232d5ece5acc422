//! Ruby: tables that `lib/` interprets with the gem ffi.

use super::abi::{Function, Type};
use super::model::{ArgumentKind, Model, Operation, ResultKind};
use super::spelling::pascal;
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "ruby",
    files: |model| {
        vec![("lib/seam_acs/generated.rb", tables(model)), ("sig/seam_acs.rbs", signatures(model))]
    },
    guide,
    fence: "ruby",
    spell: super::spelling::snake,
    manifest: ("lib/seam_acs/generated.rb", |version| format!("VERSION = \"{version}\"")),
};

fn guide(_: &Model) -> String {
    let call = |method: &str| {
        format!(
            "seam.acs.users.{method}(\n  acs_user_id: \"33333333-3333-3333-3333-333333333333\",\n  \
             acs_access_group_id: \"44444444-4444-4444-4444-444444444444\"\n)\n"
        )
    };
    format!(
        "require \"seam_acs\"\n\nseam = SeamAcs::Seam.new\n\n{}\n{}",
        call("add_to_access_group"),
        call("remove_from_access_group")
    )
}

fn tables(model: &Model) -> String {
    let header = &model.header;
    let mut out = format!(
        "# frozen_string_literal: true\n\n# {NOTICE}\nmodule SeamAcs\n  VERSION = \"{}\"\n  ABI_VERSION = {}\n",
        header.version, header.abi_version
    );
    out.push_str("\n  STATUSES = {\n");
    for status in &header.statuses {
        out.push_str(&format!("    {}: {},\n", status.name, status.code));
    }
    out.push_str("  }.freeze\n\n  OPTIONS = {\n");
    for option in &header.options {
        out.push_str(&format!("    {}: :{},\n", option.name, option.kind.name()));
    }
    out.push_str("  }.freeze\n\n  FUNCTIONS = {\n");
    for function in &header.functions {
        out.push_str(&format!("    {}: {},\n", function.name, signature(function)));
    }
    out.push_str("  }.freeze\n\n  OPERATIONS = {\n");
    for operation in &model.operations {
        out.push_str(&format!(
            "    \"{}\" => {{ result: :{}, forms: [\n",
            operation.name,
            operation.result.name()
        ));
        for form in &operation.forms {
            let arguments = form.names.iter().zip(&form.kinds);
            let arguments: Vec<_> =
                arguments.map(|(name, kind)| format!("{name}: :{}", kind.name())).collect();
            let arguments = arguments.join(", ");
            let arguments = if arguments.is_empty() { "{}".to_owned() } else { format!("{{ {arguments} }}") };
            out.push_str(&format!(
                "      {{ function: :{}_begin, arguments: {arguments} }},\n",
                form.function
            ));
        }
        out.push_str("    ] },\n");
    }
    out.push_str("  }.freeze\nend\n");
    out
}

/// What an editor shows of the methods that `lib/` makes from the table.
fn signatures(model: &Model) -> String {
    let mut out = format!("# {NOTICE}\nmodule SeamAcs\n  class Seam\n    def acs: () -> _Acs\n");
    let of_client = model.operations.iter().filter(|operation| operation.namespace().is_none());
    out.extend(of_client.map(signature_of));
    out.push_str("  end\n\n  interface _Acs\n");
    for namespace in model.namespaces() {
        out.push_str(&format!("    def {namespace}: () -> _{}\n", pascal(namespace)));
    }
    out.push_str("  end\n");
    for namespace in model.namespaces() {
        out.push_str(&format!("\n  interface _{}\n", pascal(namespace)));
        let of_namespace =
            model.operations.iter().filter(|operation| operation.namespace() == Some(namespace));
        out.extend(of_namespace.map(signature_of));
        out.push_str("  end\n");
    }
    out.push_str("end\n");
    out
}

fn signature_of(operation: &Operation) -> String {
    let (mut values, mut keywords) = (Vec::new(), Vec::new());
    for (name, kind, _) in operation.arguments() {
        match kind {
            ArgumentKind::Id => keywords.push(format!("?{name}: String?")),
            ArgumentKind::Flag => keywords.push(format!("?{name}: bool")),
            ArgumentKind::Text => values.push(format!("String {name}")),
            ArgumentKind::Json => values.push(format!("?(Hash[untyped, untyped] | String) {name}")),
            ArgumentKind::Table | ArgumentKind::Plan => values.push(format!("untyped {name}")),
            ArgumentKind::Rest => keywords.push("**untyped options".to_owned()),
        }
    }
    values.append(&mut keywords);
    let gives = match operation.result {
        ResultKind::Nothing => "nil",
        ResultKind::List => "Array[Hash[String, untyped]]",
        ResultKind::Plan => "Plan",
        ResultKind::Bool => "bool",
        _ => "Hash[String, untyped]",
    };
    format!("    # {}\n    def {}: ({}) -> {gives}\n", operation.about, operation.method(), values.join(", "))
}

/// As `attach_function` takes it.
fn signature(function: &Function) -> String {
    let parameters: Vec<_> = function
        .parameters
        .iter()
        .map(|(name, kind)| if name == "bytes" { ":buffer_in" } else { word(kind) })
        .collect();
    format!("[[{}], {}]", parameters.join(", "), word(&function.returns))
}

fn word(kind: &Type) -> &'static str {
    match kind {
        Type::Void => ":void",
        Type::Int => ":int",
        Type::Size => ":size_t",
        Type::Text => ":string",
        _ => ":pointer",
    }
}
