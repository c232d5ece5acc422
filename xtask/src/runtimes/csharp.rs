//! C#: the functions for P/Invoke, the status codes and the tables.

use super::header::{Function, Type};
use super::model::{ArgumentKind, Form, Model, Operation, ResultKind};
use super::spelling::{camel, pascal};
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "csharp",
    files: |model| vec![("src/Generated.cs", source(model)), ("src/Operations.cs", operations(model))],
    guide,
    fence: "csharp",
    spell: pascal,
    manifest: ("src/Generated.cs", |version| format!("Version = \"{version}\"")),
};

fn guide(_: &Model) -> String {
    let call = |method: &str| {
        format!(
            "seam.UsersAcs.{method}(\n    acsUserId: \"33333333-3333-3333-3333-333333333333\",\n    \
             acsAccessGroupId: \"44444444-4444-4444-4444-444444444444\"\n);\n"
        )
    };
    format!(
        "using SeamAcs;\n\nvar seam = new SeamClient();\n\n{}\n{}",
        call("AddToAccessGroup"),
        call("RemoveFromAccessGroup")
    )
}

fn source(model: &Model) -> String {
    let header = &model.header;
    let mut out = opening(
        &["System", "System.Collections.Generic", "System.Reflection", "System.Runtime.InteropServices"],
        &format!("[assembly: AssemblyVersion(\"{0}.0\")]\n", header.version),
    );
    out.push_str("    /// <summary>What a call ended as.</summary>\n    public enum Status\n    {\n");
    for status in &header.statuses {
        out.push_str(&format!(
            "        /// <summary>{}</summary>\n        {} = {}, // {}\n",
            status.about,
            pascal(&status.name.to_lowercase()),
            status.code,
            status.name
        ));
    }
    out.push_str("    }\n\n    internal static class Generated\n    {\n");
    out.push_str(&format!(
        "        internal const string Version = \"{}\";\n        internal const int AbiVersion = {};\n\n",
        header.version, header.abi_version
    ));
    out.push_str(
        "        /// <summary>Each option's name, and whether it is text, number or flag.</summary>\n        internal \
         static readonly Dictionary<string, string> Options = new Dictionary<string, string>\n        {\n",
    );
    for option in &header.options {
        out.push_str(&format!("            {{ \"{}\", \"{}\" }},\n", option.name, option.kind.name()));
    }
    out.push_str("        };\n    }\n\n    internal static class Native\n    {\n");
    for function in &header.functions {
        out.push_str(&import(function));
    }
    out.push_str("    }\n}\n");
    out
}

fn opening(uses: &[&str], attributes: &str) -> String {
    let uses: String = uses.iter().map(|name| format!("using {name};\n")).collect();
    let attributes = if attributes.is_empty() { String::new() } else { format!("{attributes}\n") };
    format!("// {NOTICE}\n{uses}\n{attributes}namespace SeamAcs\n{{\n")
}

/// A class for each namespace, such as `UsersAcs`, as the official SDK calls them.
fn operations(model: &Model) -> String {
    let mut out =
        opening(&["System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks"], "");
    out.push_str("    public sealed partial class SeamClient\n    {\n");
    for namespace in model.namespaces() {
        let class = format!("{}Acs", pascal(namespace));
        out.push_str(&format!("        public {class} {class} {{ get {{ return new {class}(this); }} }}\n"));
    }
    let of_client = model.operations.iter().filter(|operation| operation.namespace().is_none());
    out.extend(of_client.map(|operation| methods(operation, "this")));
    out.push_str("    }\n");
    for namespace in model.namespaces() {
        let class = format!("{}Acs", pascal(namespace));
        out.push_str(&format!(
            "\n    public sealed class {class}\n    {{\n        private readonly SeamClient client;\n\n        internal \
             {class}(SeamClient client) {{ this.client = client; }}\n"
        ));
        let of_namespace =
            model.operations.iter().filter(|operation| operation.namespace() == Some(namespace));
        out.extend(of_namespace.map(|operation| methods(operation, "client")));
        out.push_str("    }\n");
    }
    out.push_str("}\n");
    out
}

/// The blocking method, its twin that gives a task, and what both begin with.
fn methods(operation: &Operation, client: &str) -> String {
    let (declared, names) = parameters(operation);
    let method = pascal(operation.method());
    let about = &operation.about;
    let (returns, found) = match operation.result {
        ResultKind::Nothing => ("void", "Nothing()".to_owned()),
        ResultKind::Plan => ("Plan", "Plan()".to_owned()),
        ResultKind::Bool => ("bool", format!("Flag(\"{}\")", operation.method())),
        _ => ("string", "Json()".to_owned()),
    };
    let (task, give) = match returns {
        "void" => ("Task".to_owned(), ""),
        _ => (format!("Task<{returns}>"), "return "),
    };
    let mut public = declared.clone();
    let progress = if operation.result == ResultKind::Report {
        public.push("IProgress<Progress> progress = null".to_owned());
        "progress"
    } else {
        "null"
    };
    public.push("CancellationToken cancellation = default(CancellationToken)".to_owned());
    let (public, names) = (public.join(", "), names.join(", "));
    let bare: Vec<_> = declared.iter().filter_map(|one| one.split(" = ").next()).collect();
    format!(
        "\n        /// <summary>{about}</summary>\n        public {returns} {method}({public})\n        {{\n            \
         {give}Begin{method}({names}).Finish({progress}, cancellation).{found};\n        }}\n\n        /// \
         <summary>{about}</summary>\n        public async {task} {method}Async({public})\n        {{\n            \
         {give}(await Begin{method}({names}).FinishAsync({progress}, cancellation).ConfigureAwait(false)).{found};\n        \
         }}\n\n        private Operation Begin{method}({})\n        {{\n{}        }}\n",
        bare.join(", "),
        beginning(operation, client)
    )
}

/// Chooses the form whose arguments are given, and no other's.
fn beginning(operation: &Operation, client: &str) -> String {
    let mut out = String::new();
    for form in &operation.forms {
        let call = begun(form, client);
        let conditions = conditions(operation, form);
        if conditions.is_empty() {
            return format!("            {call}\n");
        }
        out.push_str(&format!(
            "            if ({})\n            {{\n                {call}\n            }}\n",
            conditions.join(" && ")
        ));
    }
    let ways: Vec<_> = operation
        .forms
        .iter()
        .map(|form| form.names.iter().map(|name| word(name)).collect::<Vec<_>>().join(", "))
        .collect();
    let method = pascal(operation.method());
    out + &format!("            throw Arguments.Refused(\"{method} takes {}\");\n", ways.join(" or "))
}

fn conditions(operation: &Operation, form: &Form) -> Vec<String> {
    let of_kind = [ArgumentKind::Id, ArgumentKind::Text, ArgumentKind::Table, ArgumentKind::Plan];
    let named = operation.arguments().into_iter().filter(|(_, kind, _)| of_kind.contains(kind));
    named
        .map(|(name, ..)| {
            let wanted = if form.names.iter().any(|own| own == name) { "!=" } else { "==" };
            format!("{} {wanted} null", word(name))
        })
        .collect()
}

fn begun(form: &Form, client: &str) -> String {
    let passed = form.names.iter().zip(&form.kinds).map(|(name, kind)| {
        let value = word(name);
        match kind {
            ArgumentKind::Id | ArgumentKind::Text => format!("Arguments.Text(\"{name}\", {value}), "),
            ArgumentKind::Flag => format!("{value} ? 1 : 0, "),
            ArgumentKind::Json | ArgumentKind::Rest => format!("Arguments.Object({value}), "),
            ArgumentKind::Table => format!("Arguments.Table(\"{name}\", {value}), "),
            ArgumentKind::Plan => format!("{value}.Pointer, "),
        }
    });
    format!(
        "return {client}.Begin((IntPtr handle, out IntPtr op, out IntPtr error) => Native.{}_begin(handle, {}out op, out \
         error));",
        form.function,
        passed.collect::<String>()
    )
}

/// As they stand in a signature, and as they are handed on.
fn parameters(operation: &Operation) -> (Vec<String>, Vec<String>) {
    let arguments = operation.arguments();
    let declared = arguments
        .iter()
        .map(|(name, kind, _)| {
            let of_csharp = match kind {
                ArgumentKind::Id | ArgumentKind::Text => "string",
                ArgumentKind::Flag => "bool",
                ArgumentKind::Plan => "Plan",
                ArgumentKind::Rest => "IDictionary<string, object>",
                ArgumentKind::Json | ArgumentKind::Table => "object",
            };
            let default = if *kind == ArgumentKind::Flag { "true" } else { "null" };
            format!("{of_csharp} {} = {default}", word(name))
        })
        .collect();
    (declared, arguments.iter().map(|(name, ..)| word(name)).collect())
}

/// `params` and `string` are words of the language.
fn word(name: &str) -> String {
    match name {
        "params" => "parameters".to_owned(),
        "string" => "text".to_owned(),
        other => camel(other),
    }
}

/// Texts are bytes that end in NUL: what Mono makes of a string depends on the locale.
fn import(function: &Function) -> String {
    let parameters: Vec<_> = function
        .parameters
        .iter()
        .map(|(name, kind)| format!("{} {}", parameter(kind), word(name)))
        .collect();
    let returns = match &function.returns {
        Type::Void => "void",
        Type::Int => "int",
        Type::Size => "UIntPtr",
        _ => "IntPtr",
    };
    format!(
        "        [DllImport(\"libseam_acs.so.0\", CallingConvention = CallingConvention.Cdecl)]\n        internal static extern \
         {returns} {}({});\n",
        function.name,
        parameters.join(", ")
    )
}

fn parameter(kind: &Type) -> &'static str {
    match kind {
        Type::Int => "int",
        Type::Size => "UIntPtr",
        Type::Text => "byte[]",
        Type::TextOut | Type::HandleOut(_) => "out IntPtr",
        Type::SizeOut => "out UIntPtr",
        Type::IntOut => "out int",
        _ => "IntPtr",
    }
}
