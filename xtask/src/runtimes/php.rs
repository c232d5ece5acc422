//! PHP: constants that `src/` interprets, and the declarations for FFI.

use super::header::{Function, Type};
use super::model::Model;
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "php",
    files: |model| vec![("src/Generated.php", tables(model)), ("src/seam_acs.h", declarations(model))],
    guide,
    fence: "php",
    spell: super::spelling::snake,
};

fn guide(_: &Model) -> String {
    let call = |method: &str| {
        format!(
            "$seam->acs->users->{method}(\n  acs_user_id: \"33333333-3333-3333-3333-333333333333\",\n  \
             acs_access_group_id: \"44444444-4444-4444-4444-444444444444\"\n);\n"
        )
    };
    format!(
        "<?php\nrequire \"vendor/autoload.php\";\n\n$seam = new SeamAcs\\Seam();\n\n{}\n{}",
        call("add_to_access_group"),
        call("remove_from_access_group")
    )
}

fn tables(model: &Model) -> String {
    let header = &model.header;
    let mut out = format!(
        "<?php\n\ndeclare(strict_types=1);\n\n// {NOTICE}\n\nnamespace SeamAcs;\n\n/** @internal */\nfinal class \
         Generated\n{{\n    public const VERSION = '{}';\n    public const ABI_VERSION = {};\n",
        header.version, header.abi_version
    );
    out.push_str("\n    public const STATUSES = [\n");
    for status in &header.statuses {
        out.push_str(&format!("        '{}' => {},\n", status.name, status.code));
    }
    out.push_str("    ];\n\n    public const OPTIONS = [\n");
    for option in &header.options {
        out.push_str(&format!("        '{}' => '{}',\n", option.name, option.kind.name()));
    }
    out.push_str("    ];\n\n    public const OPERATIONS = [\n");
    for operation in &model.operations {
        out.push_str(&format!(
            "        '{}' => ['result' => '{}', 'forms' => [\n",
            operation.name,
            operation.result.name()
        ));
        for form in &operation.forms {
            let arguments = form.names.iter().zip(&form.kinds);
            let arguments: Vec<_> =
                arguments.map(|(name, kind)| format!("'{name}' => '{}'", kind.name())).collect();
            out.push_str(&format!(
                "            ['function' => '{}_begin', 'arguments' => [{}]],\n",
                form.function,
                arguments.join(", ")
            ));
        }
        out.push_str("        ]],\n");
    }
    out.push_str("    ];\n}\n");
    out
}

/// For `FFI::cdef`, which knows no directives.
fn declarations(model: &Model) -> String {
    let mut objects: Vec<&str> = Vec::new();
    for (_, kind) in model.header.functions.iter().flat_map(|function| &function.parameters) {
        if let Type::Handle(object) | Type::HandleOut(object) = kind {
            if !objects.contains(&object.as_str()) {
                objects.push(object);
            }
        }
    }
    let mut out = format!("/* {NOTICE} */\n");
    for object in objects {
        out.push_str(&format!("typedef struct seam_acs_{object} seam_acs_{object};\n"));
    }
    for function in &model.header.functions {
        out.push_str(&declaration(function));
    }
    out
}

fn declaration(function: &Function) -> String {
    let parameters: Vec<_> =
        function.parameters.iter().map(|(name, kind)| format!("{}{name}", c_type(kind))).collect();
    let parameters = if parameters.is_empty() { "void".to_owned() } else { parameters.join(", ") };
    format!("{}{}({parameters});\n", c_type(&function.returns), function.name)
}

fn c_type(kind: &Type) -> String {
    match kind {
        Type::Void => "void ".to_owned(),
        Type::Int => "int ".to_owned(),
        Type::Size => "size_t ".to_owned(),
        Type::Text => "const char *".to_owned(),
        Type::OwnedText => "char *".to_owned(),
        Type::TextOut => "char **".to_owned(),
        Type::SizeOut => "size_t *".to_owned(),
        Type::IntOut => "int *".to_owned(),
        Type::Handle(object) => format!("seam_acs_{object} *"),
        Type::HandleOut(object) => format!("seam_acs_{object} **"),
    }
}
