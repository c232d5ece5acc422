//! C#: the functions for P/Invoke, the status codes and the tables.

use super::header::{Function, Type};
use super::model::Model;
use super::spelling::pascal;
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "csharp",
    files: |model| vec![("src/Generated.cs", source(model))],
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
    let mut out = format!(
        "// {NOTICE}\nusing System;\nusing System.Collections.Generic;\nusing \
         System.Runtime.InteropServices;\n\nnamespace SeamAcs\n{{\n"
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

/// Texts are bytes that end in NUL: what Mono makes of a string depends on the locale.
fn import(function: &Function) -> String {
    let parameters: Vec<_> =
        function.parameters.iter().map(|(name, kind)| format!("{} {name}", parameter(kind))).collect();
    let returns = match &function.returns {
        Type::Void => "void",
        Type::Int => "int",
        Type::Size => "UIntPtr",
        _ => "IntPtr",
    };
    format!(
        "        [DllImport(\"seam_acs\", CallingConvention = CallingConvention.Cdecl)]\n        internal static extern \
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
