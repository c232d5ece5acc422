//! PHP: constants that `src/` interprets, the errors, and the declarations for FFI.

use super::abi::{Function, Type};
use super::model::{ArgumentKind, ERROR_FIELDS, ErrorField, Model, Operation, PROGRESS_FIELDS, ResultKind};
use super::spelling::pascal;
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "php",
    files: |model| {
        vec![
            ("src/Generated.php", tables(model)),
            ("src/Operations.php", operations(model)),
            ("src/Error.php", error()),
            ("src/Errors.php", errors(model)),
            ("src/Progress.php", progress()),
            ("src/seam_acs.h", declarations(model)),
        ]
    },
    guide,
    fence: "php",
    spell: super::spelling::snake,
    manifest: ("src/Generated.php", |version| format!("VERSION = '{version}'")),
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

/// A class for each namespace, with methods whose arguments an editor shows, and a trait for what stands on the client.
fn operations(model: &Model) -> String {
    let mut out = opening();
    out.push_str("/** What stands on the client itself. */\ntrait ClientOperations\n{\n");
    let of_client = model.operations.iter().filter(|operation| operation.namespace().is_none());
    out.push_str(&of_client.map(|operation| method(operation, "$this")).collect::<Vec<_>>().join("\n"));
    out.push_str("}\n\n/**\n");
    for namespace in model.namespaces() {
        out.push_str(&format!(" * @property-read {} ${namespace}\n", pascal(namespace)));
    }
    out.push_str(" */\n");
    out.push_str(
        "final class Acs\n{\n    public function __construct(private readonly Seam $seam)\n    {\n    }\n\n    public function \
         __get(string $name): object\n    {\n        return match ($name) {\n",
    );
    for namespace in model.namespaces() {
        out.push_str(&format!("            '{namespace}' => new {}($this->seam),\n", pascal(namespace)));
    }
    out.push_str("        };\n    }\n}\n");
    for namespace in model.namespaces() {
        out.push_str(&format!(
            "\nfinal class {}\n{{\n    public function __construct(private readonly Seam $seam)\n    {{\n    }}\n\n",
            pascal(namespace)
        ));
        let of_namespace =
            model.operations.iter().filter(|operation| operation.namespace() == Some(namespace));
        let methods = of_namespace.map(|operation| method(operation, "$this->seam"));
        out.push_str(&methods.collect::<Vec<_>>().join("\n"));
        out.push_str("}\n");
    }
    out
}

fn method(operation: &Operation, client: &str) -> String {
    let (mut parameters, mut given, mut rest) = (Vec::new(), Vec::new(), "");
    for (name, kind, _) in operation.arguments() {
        let of_php = match kind {
            ArgumentKind::Id | ArgumentKind::Text => "?string",
            ArgumentKind::Json => "array|string|null",
            ArgumentKind::Flag => "?bool",
            ArgumentKind::Table | ArgumentKind::Plan => "mixed",
            ArgumentKind::Rest => {
                rest = " + $options";
                continue;
            }
        };
        parameters.push(format!("{of_php} ${name} = null"));
        given.push(format!("'{name}' => ${name}"));
    }
    if !rest.is_empty() {
        parameters.push("mixed ...$options".to_owned());
    }
    let (returns, statement) = match operation.result {
        ResultKind::Nothing => ("void", ""),
        ResultKind::Plan => ("Plan", "return "),
        ResultKind::Bool => ("bool", "return "),
        _ => ("array", "return "),
    };
    format!(
        "    /** {} */\n    public function {}({}): {returns}\n    {{\n        {statement}{client}->perform('{}', [{}]{rest});\n    }}\n",
        operation.about,
        operation.method(),
        parameters.join(", "),
        operation.name,
        given.join(", ")
    )
}

fn error() -> String {
    let (mut properties, mut given) = (String::new(), String::new());
    for (name, field, about) in ERROR_FIELDS {
        let (kind, absent) = match field {
            ErrorField::Text => ("?string", "null"),
            ErrorField::Json => ("mixed", "null"),
            ErrorField::Number => ("?int", "null"),
            ErrorField::Count => ("int", "0"),
            ErrorField::Flag => ("bool", "false"),
        };
        properties.push_str(&format!("        /** {about} */\n        public readonly {kind} ${name},\n"));
        given.push_str(&format!("            $fields['{name}'] ?? {absent},\n"));
    }
    opening()
        + &format!(
            r"/**
 * A call that did not end as asked. Each status of the library has a class of its own below this one, such as
 * SeamAcs\OutcomeUnknown: the change was sent, and no answer says whether it was recorded. getCode() is the status.
 */
class Error extends \RuntimeException
{{
    /** What became of each change of a list, where the failure is one of a list. */
    public ?array $report = null;
    /** What a guard refused, to be looked at; sync refuses it too. */
    public ?Plan $plan = null;

    final protected function __construct(
        string $message,
        /** The number of the status, which never changes. */
        public readonly int $status,
        /** Such as NOT_FOUND. */
        public readonly string $name,
{properties}    ) {{
        parent::__construct($message, $status);
    }}

    /** @internal From what the library's error object says of itself. */
    public static function from(array $fields): self
    {{
        $class = __NAMESPACE__ . '\\' . str_replace('_', '', ucwords(strtolower($fields['name']), '_'));

        return new $class(
            $fields['message'],
            $fields['status'],
            $fields['name'],
{given}        );
    }}

    /** @internal */
    public static function invalidArgument(string $message): self
    {{
        $name = 'INVALID_ARGUMENT';

        return self::from(['name' => $name, 'status' => Generated::STATUSES[$name], 'message' => $message]);
    }}
}}
"
        )
}

fn progress() -> String {
    let properties = PROGRESS_FIELDS
        .iter()
        .map(|(name, about)| format!("        /** {about} */\n        public readonly int ${name},\n"));
    format!(
        "{}/** How far a call is. */\nfinal class Progress\n{{\n    public function __construct(\n{}    ) {{\n    }}\n}}\n",
        opening(),
        properties.collect::<String>()
    )
}

/// A class for each status, so that one can be caught by its name.
fn errors(model: &Model) -> String {
    let mut out = opening();
    for status in model.header.statuses.iter().filter(|status| status.code != 0) {
        let class = pascal(&status.name.to_lowercase());
        out.push_str(&format!("/** {} */\nfinal class {class} extends Error\n{{\n}}\n\n", status.about));
    }
    out.truncate(out.len() - 1);
    out
}

fn opening() -> String {
    format!("<?php\n\ndeclare(strict_types=1);\n\n// {NOTICE}\n\nnamespace SeamAcs;\n\n")
}

/// The directives are for `FFI::load` and `ffi.preload`; for `FFI::cdef`, which knows none, they are taken out.
fn declarations(model: &Model) -> String {
    let mut objects: Vec<&str> = Vec::new();
    for (_, kind) in model.header.functions.iter().flat_map(|function| &function.parameters) {
        if let Type::Handle(object) | Type::HandleOut(object) = kind
            && !objects.contains(&object.as_str())
        {
            objects.push(object);
        }
    }
    let mut out =
        format!("#define FFI_SCOPE \"SEAM_ACS\"\n#define FFI_LIB \"libseam_acs.so.0\"\n/* {NOTICE} */\n");
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
