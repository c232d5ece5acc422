//! Java: the functions for JNA, the status codes, the error's properties, the options and the methods.

mod handles;
mod operations;

use super::abi::{Function, OptionKind, Type};
use super::model::{ERROR_FIELDS, ErrorField, Model, PROGRESS_FIELDS};
use super::spelling::camel;
use super::{NOTICE, Runtime};

pub(crate) const RUNTIME: Runtime = Runtime {
    name: "java",
    files: |model| {
        let mut files = vec![
            ("src/main/java/co/seam/acs/Status.java", statuses(model)),
            ("src/main/java/co/seam/acs/Native.java", functions(model)),
            ("src/main/java/co/seam/acs/SeamException.java", exception()),
            ("src/main/java/co/seam/acs/Handle.java", handles::classes(model)),
            ("src/main/java/co/seam/acs/SeamBuilder.java", builder(model)),
            ("src/main/java/co/seam/acs/Progress.java", progress()),
        ];
        files.extend(operations::files(model));
        files
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

fn opening(imports: &[&str]) -> String {
    let imports: String = imports.iter().map(|name| format!("import {name};\n")).collect();
    format!("// {NOTICE}\npackage co.seam.acs;\n\n{imports}{}", if imports.is_empty() { "" } else { "\n" })
}

fn statuses(model: &Model) -> String {
    let mut out = opening(&[]) + "/** What a call ended as. */\npublic enum Status {\n";
    for status in &model.header.statuses {
        out.push_str(&format!("    /** {} */\n    {}({}),\n", status.about, status.name, status.code));
    }
    out.push_str(
        r"    /** A number that this version does not have. */
    UNKNOWN(Integer.MIN_VALUE);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The number that the C library uses. */
    public int code() {
        return code;
    }

    static Status of(int code) {
        for (Status status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
",
    );
    out
}

fn exception() -> String {
    let (mut fields, mut of_error, mut of_refusal, mut accessors) =
        (String::new(), String::new(), String::new(), String::new());
    for (name, field, about) in ERROR_FIELDS {
        let call = format!("Library.c().seam_acs_error_{name}(error)");
        let (kind, value, refused, otherwise) = match field {
            ErrorField::Text => {
                ("String", format!("Library.string({call})"), "null", " Null where there is none.")
            }
            ErrorField::Json => {
                ("String", format!("Library.string({call})"), "null", " As JSON; null where there is none.")
            }
            ErrorField::Number => ("Integer", format!("some({call})"), "null", " Null where there is none."),
            ErrorField::Count => ("int", call, "0", ""),
            ErrorField::Flag => ("boolean", format!("{call} != 0"), "false", ""),
        };
        let name = camel(name);
        fields.push_str(&format!("    private final {kind} {name};\n"));
        of_error.push_str(&format!("        {name} = {value};\n"));
        of_refusal.push_str(&format!("        {name} = {refused};\n"));
        accessors.push_str(&format!(
            "    /** {about}{otherwise} */\n    public {kind} {name}() {{\n        return {name};\n    }}\n\n"
        ));
    }
    opening(&["com.sun.jna.Pointer"])
        + &format!(
            r"/** A call that did not end as asked. */
public final class SeamException extends RuntimeException {{
    private static final long serialVersionUID = 1;

    private final int code;
    private final String name;
{fields}    private final String found;

    private SeamException(Pointer error, String found) {{
        super(Library.string(Library.c().seam_acs_error_message(error)));
        code = Library.c().seam_acs_error_status(error);
        name = Library.string(Library.c().seam_acs_error_name(error));
{of_error}        this.found = found;
    }}

    private SeamException(String refusal) {{
        super(refusal);
        code = Status.INVALID_ARGUMENT.code();
        name = Status.INVALID_ARGUMENT.name();
{of_refusal}        found = null;
    }}

    /** An error of the library's, which is freed. */
    static SeamException taken(Pointer error, String found) {{
        try {{
            return new SeamException(error, found);
        }} finally {{
            Library.c().seam_acs_error_free(error);
        }}
    }}

    /** An argument that must not reach C. */
    static SeamException refused(String message) {{
        return new SeamException(message);
    }}

    private static Integer some(int value) {{
        return value > 0 ? value : null;
    }}

    /** The number of the status, which a newer library may have and {{@link Status}} not. */
    public int code() {{
        return code;
    }}

    /** What the call ended as; its number is {{@link #code}}. */
    public Status status() {{
        return Status.of(code);
    }}

    /** The name of the status, such as NOT_FOUND. */
    public String name() {{
        return name;
    }}

{accessors}    /** What became of each change of a list, as JSON; null where the failure is not one of a list. */
    public String report() {{
        return code == Status.GUARD.code() ? null : found;
    }}

    /** What a guard refused, to be looked at; sync refuses it too. Null where it is about no plan that was just made. */
    public Plan plan() {{
        return code == Status.GUARD.code() && found != null ? new Plan(found) : null;
    }}
}}
"
        )
}

fn progress() -> String {
    let fields: Vec<_> = PROGRESS_FIELDS.iter().map(|(name, about)| (camel(name), about)).collect();
    let each = |line: &dyn Fn(&str, &str) -> String| -> String {
        fields.iter().map(|(name, about)| line(name, about)).collect()
    };
    let places: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    format!(
        "{}/** How far a call is. */\npublic final class Progress {{\n{}\n    Progress(Pointer op) {{\n{}        \
         Library.c().seam_acs_op_progress(op, {});\n{}    }}\n}}\n",
        opening(&["com.sun.jna.Pointer", "com.sun.jna.ptr.LongByReference"]),
        each(&|name, about| format!("    /** {about} */\n    public final long {name};\n")),
        each(&|name, _| format!("        LongByReference {name} = new LongByReference();\n")),
        places.join(", "),
        each(&|name, _| format!("        this.{name} = {name}.getValue();\n")),
    )
}

fn builder(model: &Model) -> String {
    let mut out = opening(&["java.util.LinkedHashMap", "java.util.Map"])
        + r"/** The options of a {@link Seam}. What is not given, or null, comes from the environment or has its default. */
public final class SeamBuilder {
    private final Seam origin;
    private final Map<String, Object> options = new LinkedHashMap<>();

    SeamBuilder(Seam origin) {
        this.origin = origin;
    }

";
    for option in &model.header.options {
        let kind = match option.kind {
            OptionKind::Text => "String",
            OptionKind::Number => "long",
            OptionKind::Flag => "boolean",
        };
        let about = if option.about.is_empty() {
            format!("The option {} of seam_acs.h.", option.name)
        } else {
            option.about.clone()
        };
        let field = camel(&option.name);
        out.push_str(&format!(
            "    /** {about} */\n    public SeamBuilder {field}({kind} {field}) {{\n        return option(\"{}\", \
             {field});\n    }}\n\n",
            option.name
        ));
    }
    out + r"    /** An option of seam_acs.h by its name, such as timeout_ms. */
    public SeamBuilder option(String name, Object value) {
        if (value != null) {
            options.put(name, value);
        }
        return this;
    }

    /** Options of seam_acs.h by their names. */
    public SeamBuilder options(Map<String, ?> options) {
        options.forEach(this::option);
        return this;
    }

    /** Sends nothing yet; refuses options that cannot be with a {@link SeamException}. */
    public Seam build() {
        return new Seam(options, origin);
    }
}
"
}

fn functions(model: &Model) -> String {
    let header = &model.header;
    let mut out = opening(&[
        "com.sun.jna.Library",
        "com.sun.jna.Pointer",
        "com.sun.jna.ptr.LongByReference",
        "com.sun.jna.ptr.PointerByReference",
    ]);
    out.push_str(&format!(
        "/** The C functions. Texts are bytes that end in NUL: what JNA makes of a String depends on the locale. \
         */\ninterface Native extends Library {{\n    String VERSION = \"{}\";\n    int ABI_VERSION = {};\n\n",
        header.version, header.abi_version
    ));
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
    format!("\n    {returns} {}({});\n", function.name, parameters.join(", "))
}

/// `size_t` as `long`: the targets of the runtime have 64 bits.
fn parameter(kind: &Type) -> &'static str {
    match kind {
        Type::Int => "int",
        Type::Size => "long",
        Type::Text => "byte[]",
        Type::TextOut | Type::HandleOut(_) => "PointerByReference",
        Type::SizeOut => "LongByReference",
        Type::IntOut => "com.sun.jna.ptr.IntByReference",
        _ => "Pointer",
    }
}
