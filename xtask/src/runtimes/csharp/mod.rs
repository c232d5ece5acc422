//! C#: the functions for P/Invoke, what frees the library's objects, the status codes, the exception and the methods.

mod exception;
mod handles;
mod operations;

use super::abi::{Function, Type};
use super::model::{Model, PROGRESS_FIELDS};
use super::spelling::{camel, pascal};
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "csharp",
    files: |model| {
        vec![
            ("src/Generated.cs", source(model)),
            ("src/Handles.cs", handles::classes(model)),
            ("src/SeamException.cs", exception::class()),
            ("src/Progress.cs", progress()),
            ("src/Operations.cs", operations::classes(model)),
        ]
    },
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
        &["System", "System.Reflection", "System.Runtime.InteropServices"],
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
        "        internal const string Version = \"{}\";\n        internal const int AbiVersion = {};\n    }}\n\n    internal \
         static class Native\n    {{\n",
        header.version, header.abi_version
    ));
    for function in &header.functions {
        out.push_str(&import(function));
    }
    out.push_str("    }\n}\n");
    out
}

fn opening(uses: &[&str], attributes: &str) -> String {
    let uses: String = uses.iter().map(|name| format!("using {name};\n")).collect();
    let attributes = if attributes.is_empty() { String::new() } else { format!("{attributes}\n") };
    let gap = if uses.is_empty() { "" } else { "\n" };
    format!("// {NOTICE}\n{uses}{gap}{attributes}namespace SeamAcs\n{{\n")
}

fn progress() -> String {
    let each = |line: &dyn Fn(&str, &str) -> String| -> String {
        PROGRESS_FIELDS.iter().map(|(name, about)| line(name, about)).collect()
    };
    let places: Vec<_> = PROGRESS_FIELDS.iter().map(|(name, _)| format!("out var {}", camel(name))).collect();
    format!(
        "{}    /// <summary>How far a call is.</summary>\n    public struct Progress\n    {{\n        internal \
         Progress(OpHandle op)\n        {{\n            Native.seam_acs_op_progress(op, {});\n{}        }}\n{}    }}\n}}\n",
        opening(&[], ""),
        places.join(", "),
        each(&|name, _| format!("            {} = (long){};\n", pascal(name), camel(name))),
        each(&|name, about| format!(
            "\n        /// <summary>{about}</summary>\n        public long {} {{ get; }}\n",
            pascal(name)
        )),
    )
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
        .map(|(name, kind)| format!("{} {}", parameter(function, kind), word(name)))
        .collect();
    let returns = match &function.returns {
        Type::Void => "void",
        Type::Int => "int",
        Type::Size => "UIntPtr",
        Type::Handle(object) => &handles::class(object),
        _ => "IntPtr",
    };
    format!(
        "        [DllImport(\"libseam_acs.so.0\", CallingConvention = CallingConvention.Cdecl)]\n        internal static extern \
         {returns} {}({});\n",
        function.name,
        parameters.join(", ")
    )
}

fn parameter(function: &Function, kind: &Type) -> String {
    match kind {
        Type::Int => "int".to_owned(),
        Type::Size => "UIntPtr".to_owned(),
        Type::Text => "byte[]".to_owned(),
        Type::TextOut => "out IntPtr".to_owned(),
        Type::SizeOut => "out UIntPtr".to_owned(),
        Type::IntOut => "out int".to_owned(),
        Type::Handle(object) if !handles::is_free(function) => handles::class(object),
        Type::HandleOut(object) => format!("out {}", handles::class(object)),
        _ => "IntPtr".to_owned(),
    }
}
