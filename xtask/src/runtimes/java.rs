//! Java: the functions for JNA, the status codes and the tables.

use super::header::{Function, Type};
use super::model::Model;
use super::spelling::camel;
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "java",
    files: |model| {
        vec![
            ("src/main/java/co/seam/acs/Status.java", statuses(model)),
            ("src/main/java/co/seam/acs/Native.java", functions(model)),
        ]
    },
    guide,
    fence: "java",
    spell: camel,
    manifest: ("pom.xml", |version| format!("<version>{version}</version>")),
};

fn guide(_: &Model) -> String {
    let call = |method: &str, request: &str| {
        format!(
            "seam.acs().users().{method}({request}.builder()\n    \
             .acsUserId(\"33333333-3333-3333-3333-333333333333\")\n    \
             .acsAccessGroupId(\"44444444-4444-4444-4444-444444444444\")\n    .build());\n"
        )
    };
    format!(
        "Seam seam = Seam.builder().build();\n\n{}\n{}",
        call("addToAccessGroup", "UsersAddToAccessGroupRequest"),
        call("removeFromAccessGroup", "UsersRemoveFromAccessGroupRequest")
    )
}

fn statuses(model: &Model) -> String {
    let mut out =
        format!("// {NOTICE}\npackage co.seam.acs;\n\n/** What a call ended as. */\npublic enum Status {{\n");
    for status in &model.header.statuses {
        out.push_str(&format!("    /** {} */\n    {}({}),\n", status.about, status.name, status.code));
    }
    out.push_str(
        "    /** A number that this version does not have. */\n    UNKNOWN(Integer.MIN_VALUE);\n\n    private final \
         int code;\n\n    Status(int code) {\n        this.code = code;\n    }\n\n    /** The number that the C \
         library uses. */\n    public int code() {\n        return code;\n    }\n\n    static Status of(int code) \
         {\n        for (Status status : values()) {\n            if (status.code == code) {\n                return \
         status;\n            }\n        }\n        return UNKNOWN;\n    }\n}\n",
    );
    out
}

fn functions(model: &Model) -> String {
    let header = &model.header;
    let mut out = format!(
        "// {NOTICE}\npackage co.seam.acs;\n\nimport com.sun.jna.Library;\nimport com.sun.jna.Pointer;\nimport \
         com.sun.jna.ptr.IntByReference;\nimport com.sun.jna.ptr.PointerByReference;\n\n/** The C functions. Texts \
         are bytes that end in NUL: what JNA makes of a String depends on the locale. */\ninterface Native extends \
         Library {{\n    String VERSION = \"{}\";\n    int ABI_VERSION = {};\n\n    /** Each option's name, and \
         whether it is text, number or flag. */\n    String[][] OPTIONS = {{\n",
        header.version, header.abi_version
    );
    for option in &header.options {
        out.push_str(&format!("        {{\"{}\", \"{}\"}},\n", option.name, option.kind.name()));
    }
    out.push_str("    };\n\n");
    for function in &header.functions {
        out.push_str(&declaration(function));
    }
    out.push_str("}\n");
    out
}

fn declaration(function: &Function) -> String {
    let parameters: Vec<_> =
        function.parameters.iter().map(|(name, kind)| format!("{} {name}", parameter(kind))).collect();
    let returns = match &function.returns {
        Type::Void => "void",
        Type::Int => "int",
        Type::Size => "long",
        _ => "Pointer",
    };
    format!("    {returns} {}({});\n", function.name, parameters.join(", "))
}

/// `size_t` as `long`: the targets of the runtime have 64 bits.
fn parameter(kind: &Type) -> &'static str {
    match kind {
        Type::Int => "int",
        Type::Size => "long",
        Type::Text => "byte[]",
        Type::TextOut | Type::HandleOut(_) | Type::SizeOut => "PointerByReference",
        Type::IntOut => "IntByReference",
        _ => "Pointer",
    }
}
