//! Node: tables that `lib/` interprets, and the types that an editor shows.

use super::abi::{Function, OptionKind, Type};
use super::model::{ArgumentKind, ERROR_FIELDS, ErrorField, Model, Operation, ResultKind};
use super::spelling::camel;
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "node",
    files: |model| vec![("lib/generated.js", tables(model)), ("lib/operations.d.ts", types(model))],
    guide,
    fence: "js",
    spell: camel,
    manifest: ("package.json", |version| format!("\"version\": \"{version}\"")),
};

fn guide(_: &Model) -> String {
    let call = |method: &str| {
        format!(
            "await seam.acs.users.{method}({{\n  acs_user_id: '33333333-3333-3333-3333-333333333333',\n  \
             acs_access_group_id: '44444444-4444-4444-4444-444444444444'\n}})\n"
        )
    };
    format!(
        "import {{ Seam }} from 'seam-acs'\n\nconst seam = new Seam()\n\n{}\n{}",
        call("addToAccessGroup"),
        call("removeFromAccessGroup")
    )
}

fn tables(model: &Model) -> String {
    let header = &model.header;
    let mut out = format!(
        "// {NOTICE}\n\nexport const VERSION = '{}'\nexport const ABI_VERSION = {}\n",
        header.version, header.abi_version
    );
    out.push_str("\nexport const STATUSES = {\n");
    for status in &header.statuses {
        out.push_str(&format!("  {}: {},\n", status.name, status.code));
    }
    out.push_str("}\n\nexport const OPTIONS = {\n");
    for option in &header.options {
        out.push_str(&format!("  {}: '{}',\n", option.name, option.kind.name()));
    }
    out.push_str("}\n\nexport const FUNCTIONS = {\n");
    for function in &header.functions {
        out.push_str(&format!("  {}:\n    '{}',\n", function.name, prototype(function)));
    }
    out.push_str("}\n\nexport const OPERATIONS = {\n");
    for operation in &model.operations {
        out.push_str(&format!(
            "  '{}': {{ result: '{}', forms: [\n",
            operation.name,
            operation.result.name()
        ));
        for form in &operation.forms {
            let arguments = form.names.iter().zip(&form.kinds);
            let arguments: Vec<_> =
                arguments.map(|(name, kind)| format!("{name}: '{}'", kind.name())).collect();
            let arguments = arguments.join(", ");
            let arguments = if arguments.is_empty() { "{}".to_owned() } else { format!("{{ {arguments} }}") };
            out.push_str(&format!(
                "    {{ function: '{}_begin', arguments: {arguments} }},\n",
                form.function
            ));
        }
        out.push_str("  ] },\n");
    }
    out.push_str("}\n\nexport const ERROR_FIELDS = {\n");
    for (name, field, _) in ERROR_FIELDS {
        let kind = match field {
            ErrorField::Text => "text",
            ErrorField::Json => "json",
            ErrorField::Number => "number",
            ErrorField::Count => "count",
            ErrorField::Flag => "flag",
        };
        out.push_str(&format!("  {name}: '{kind}',\n"));
    }
    out.push_str("}\n");
    out
}

/// In the words of koffi.
fn prototype(function: &Function) -> String {
    let parameters: Vec<_> = function
        .parameters
        .iter()
        .map(|(name, kind)| match kind {
            Type::TextOut | Type::HandleOut(_) => format!("_Out_ void **{name}"),
            Type::SizeOut => format!("_Out_ size_t *{name}"),
            Type::IntOut => format!("_Out_ int *{name}"),
            // The NUL of a Buffer that holds one is looked for by us, and koffi takes both.
            other => format!("{} {name}", plain(other)),
        })
        .collect();
    let parameters = if parameters.is_empty() { "void".to_owned() } else { parameters.join(", ") };
    format!("{} {}({parameters})", plain(&function.returns), function.name)
}

fn plain(kind: &Type) -> &'static str {
    match kind {
        Type::Void => "void",
        Type::Int => "int",
        Type::Size => "size_t",
        Type::Text => "str",
        _ => "void *",
    }
}

fn types(model: &Model) -> String {
    let mut out =
        format!("// {NOTICE}\n\nimport type {{ CallOptions, Json, Plan, Report, Table }} from './seam.js'\n");
    out.push_str("\n/** The name of a status. */\nexport type StatusName =\n");
    for status in &model.header.statuses {
        out.push_str(&format!("  | '{}'\n", status.name));
    }
    out.push_str("\n/** What a client is made from; each name may also be written in snake case. */\nexport interface Options {\n");
    for option in &model.header.options {
        let kind = match option.kind {
            OptionKind::Text => "string",
            OptionKind::Number => "number",
            OptionKind::Flag => "boolean",
        };
        if !option.about.is_empty() {
            out.push_str(&format!("  /** {} */\n", option.about));
        }
        out.push_str(&format!("  {}?: {kind}\n", camel(&option.name)));
    }
    out.push_str("}\n");
    out.push_str(&error());
    for namespace in model.namespaces() {
        out.push_str(&format!("\nexport interface {} {{\n", super::spelling::pascal(namespace)));
        for operation in model.operations.iter().filter(|one| one.namespace() == Some(namespace)) {
            out.push_str(&method(operation));
        }
        out.push_str("}\n");
    }
    out.push_str("\nexport interface Acs {\n");
    for namespace in model.namespaces() {
        out.push_str(&format!("  readonly {}: {}\n", camel(namespace), super::spelling::pascal(namespace)));
    }
    out.push_str("}\n");
    out
}

fn error() -> String {
    let mut out = "\n/** Why a call failed. */\nexport declare class SeamError extends Error {\n  /** The stable \
                   number, such as -5003. */\n  readonly status: number\n  /** Its name. */\n  readonly code: \
                   StatusName\n"
        .to_owned();
    for (name, field, about) in ERROR_FIELDS {
        let kind = match field {
            ErrorField::Text => "string | null",
            ErrorField::Json => "Record<string, Json> | null",
            ErrorField::Number => "number | null",
            ErrorField::Count => "number",
            ErrorField::Flag => "boolean",
        };
        out.push_str(&format!("  /** {about} */\n  readonly {}: {kind}\n", camel(name)));
    }
    out.push_str("  /** What became of each change, where a list of them was applied. */\n  readonly report: Report | null\n  /** What a guard refused, to be looked at; sync refuses it too. */\n  readonly plan: Plan | null\n}\n");
    out
}

fn method(operation: &Operation) -> String {
    let mut fields = Vec::new();
    for (name, kind, always) in operation.arguments() {
        let mark = if always && kind != ArgumentKind::Flag { "" } else { "?" };
        let kind = match kind {
            ArgumentKind::Id | ArgumentKind::Text => "string",
            ArgumentKind::Json => "Record<string, Json>",
            ArgumentKind::Flag => "boolean",
            ArgumentKind::Table => "Table",
            ArgumentKind::Plan => "Plan | string",
            ArgumentKind::Rest => {
                fields.push("[name: string]: unknown".to_owned());
                continue;
            }
        };
        fields.push(format!("{name}{mark}: {kind}"));
    }
    let answer = match operation.result {
        ResultKind::Nothing => "void",
        ResultKind::Record | ResultKind::Json => "Record<string, Json>",
        ResultKind::List => "Record<string, Json>[]",
        ResultKind::Report => "Report",
        ResultKind::Plan => "Plan",
        ResultKind::Bool => "boolean",
    };
    let all_optional = fields.iter().all(|field| field.contains("?:") || field.starts_with('['));
    let mark = if all_optional { "?" } else { "" };
    format!(
        "  /** {} */\n  {}(parameters{mark}: {{ {} }}, options?: CallOptions): Promise<{answer}>\n",
        operation.about,
        camel(operation.method()),
        fields.join("; ")
    )
}
