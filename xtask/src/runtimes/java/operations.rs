//! The methods: a class for each namespace, as the official SDK calls them, and one with a builder for each method's arguments.

use super::super::forms::{conditions, refusal, rivals, ways};
use super::super::model::{ArgumentKind, Form, Model, Operation, ResultKind};
use super::super::spelling::{camel, pascal};
use super::opening;

const FOLDER: &str = "src/main/java/co/seam/acs";

pub(crate) fn files(model: &Model) -> Vec<(&'static str, String)> {
    let mut files = vec![
        ("Request".to_owned(), base()),
        ("SeamOperations".to_owned(), of_client(model)),
        ("AcsClient".to_owned(), namespaces(model)),
    ];
    for namespace in model.namespaces() {
        files.push((format!("{}Client", pascal(namespace)), of_namespace(model, namespace)));
    }
    files.extend(model.operations.iter().map(|operation| (request_class(operation), request(operation))));
    // The names come from the table, and xtask ends when it has written them.
    files.into_iter().map(|(class, text)| (&*format!("{FOLDER}/{class}.java").leak(), text)).collect()
}

/// `UsersGetRequest` for `acs.users.get`.
fn request_class(operation: &Operation) -> String {
    let namespace = operation.namespace().map_or(String::new(), pascal);
    format!("{namespace}{}Request", pascal(operation.method()))
}

fn base() -> String {
    opening(&["com.sun.jna.Pointer", "com.sun.jna.ptr.PointerByReference", "java.util.function.Consumer"])
        + r"/** The arguments of a method. */
abstract class Request {
    final Consumer<Progress> progress;

    Request(Consumer<Progress> progress) {
        this.progress = progress;
    }

    /** Calls the C function that takes what was given. */
    abstract int begin(Pointer client, PointerByReference op, PointerByReference error);
}
"
}

fn of_client(model: &Model) -> String {
    let mut out = opening(&["java.util.concurrent.CompletableFuture", "java.util.function.Function"])
        + r"/** What a {@link Seam} can do. */
public abstract class SeamOperations {
    SeamOperations() {}

    abstract <T> T call(Request request, Function<String, T> as);

    abstract <T> CompletableFuture<T> callAsync(Request request, Function<String, T> as);

    /** Access systems, their users, groups and entrances. */
    public AcsClient acs() {
        return new AcsClient(this);
    }
";
    for operation in model.operations.iter().filter(|operation| operation.namespace().is_none()) {
        out.push_str(&plain_methods(operation, "this"));
    }
    out + "}\n"
}

fn namespaces(model: &Model) -> String {
    let mut out = opening(&[])
        + r"/** Access systems, their users, groups and entrances. */
public final class AcsClient {
    private final SeamOperations seam;

    AcsClient(SeamOperations seam) {
        this.seam = seam;
    }
";
    for namespace in model.namespaces() {
        out.push_str(&format!(
            "\n    /** The methods of {namespace}. */\n    public {class} {name}() {{\n        return new {class}(seam);\n    }}\n",
            class = format!("{}Client", pascal(namespace)),
            name = camel(namespace)
        ));
    }
    out + "}\n"
}

fn of_namespace(model: &Model, namespace: &str) -> String {
    let class = format!("{}Client", pascal(namespace));
    let operations = || model.operations.iter().filter(|operation| operation.namespace() == Some(namespace));
    let mut imports = vec!["java.util.concurrent.CompletableFuture"];
    if operations()
        .any(|operation| operation.arguments().iter().any(|(_, kind, _)| *kind == ArgumentKind::Rest))
    {
        imports.insert(0, "java.util.Map");
    }
    let mut out = opening(&imports)
        + &format!(
            "/** The methods of {namespace}. */\npublic final class {class} {{\n    private final SeamOperations seam;\n\n    \
             {class}(SeamOperations seam) {{\n        this.seam = seam;\n    }}\n"
        );
    for operation in operations() {
        let class = request_class(operation);
        out.push_str(&methods(operation, &format!("{class} request"), "request", "seam"));
        out.push_str(&plain_methods(operation, "seam"));
    }
    out + "}\n"
}

/// The arguments of the first form in the order of C: those that it needs, and where it has more, all.
fn plain_methods(operation: &Operation, seam: &str) -> String {
    let Some(form) = operation.forms.first() else { return String::new() };
    let arguments: Vec<_> = form.names.iter().zip(&form.kinds).collect();
    let optional = [ArgumentKind::Flag, ArgumentKind::Json, ArgumentKind::Rest];
    let needed: Vec<_> = arguments.iter().copied().filter(|(_, kind)| !optional.contains(kind)).collect();
    let mut choices = vec![needed];
    if choices.iter().all(|needed| needed.len() < arguments.len()) {
        choices.push(arguments);
    }
    let forms = choices.into_iter().map(|chosen| {
        let declared: Vec<_> =
            chosen.iter().map(|(name, kind)| format!("{} {}", java_type(**kind), camel(name))).collect();
        let built: String = chosen.iter().map(|(name, _)| format!(".{0}({0})", camel(name))).collect();
        let request = format!("{}.builder(){built}.build()", request_class(operation));
        methods(operation, &declared.join(", "), &request, seam)
    });
    forms.collect()
}

/// The method that waits, and its twin that gives a future.
fn methods(operation: &Operation, declared: &str, request: &str, seam: &str) -> String {
    let method = camel(operation.method());
    let (returns, boxed, found) = match operation.result {
        ResultKind::Nothing => ("void", "Void", "found -> null".to_owned()),
        ResultKind::Plan => ("Plan", "Plan", "Plan::new".to_owned()),
        // The library writes no blanks, and quotes inside of texts are escaped: this is the member itself.
        ResultKind::Bool => (
            "boolean",
            "Boolean",
            format!("found -> found.contains(\"\\\"{}\\\":true\")", operation.method()),
        ),
        _ => ("String", "String", "found -> found".to_owned()),
    };
    let give = if returns == "void" { "" } else { "return " };
    let about = about(operation);
    format!(
        "\n    /** {about} */\n    public {returns} {method}({declared}) {{\n        {give}{seam}.call({request}, {found});\n    \
         }}\n\n    /** {about} */\n    public CompletableFuture<{boxed}> {method}Async({declared}) {{\n        return \
         {seam}.callAsync({request}, {found});\n    }}\n"
    )
}

fn about(operation: &Operation) -> String {
    match operation.result {
        ResultKind::Nothing | ResultKind::Plan | ResultKind::Bool => operation.about.clone(),
        _ => format!("{} The result is JSON.", operation.about),
    }
}

/// What a method takes, with its builder. Those on the client itself have plain forms only.
fn request(operation: &Operation) -> String {
    let class = request_class(operation);
    let arguments = operation.arguments();
    let is_report = operation.result == ResultKind::Report;
    let mut imports = vec!["com.sun.jna.Pointer", "com.sun.jna.ptr.PointerByReference"];
    if arguments.iter().any(|(_, kind, _)| *kind == ArgumentKind::Rest) {
        imports.push("java.util.Map");
    }
    if is_report {
        imports.push("java.util.function.Consumer");
    }
    let visible = if operation.namespace().is_some() { "public " } else { "" };
    let progress = if is_report { "builder.onProgress" } else { "null" };
    let (mut fields, mut copies, mut setters) = (String::new(), String::new(), String::new());
    for (name, kind, _) in &arguments {
        let (field, kind, about) = (camel(name), java_type(*kind), argument_about(*kind));
        fields.push_str(&format!("    private final {kind} {field};\n"));
        copies.push_str(&format!("        {field} = builder.{field};\n"));
        setters.push_str(&setter(kind, &field, about));
    }
    if is_report {
        let about =
            "Shown how far the call is, about 20 times a second: on the calling thread, or on one of ours.";
        setters.push_str(&setter("Consumer<Progress>", "onProgress", about));
    }
    let kept: String = arguments
        .iter()
        .map(|(name, kind, _)| {
            let default = if *kind == ArgumentKind::Flag { " = true" } else { "" };
            format!("        private {} {}{default};\n", java_type(*kind), camel(name))
        })
        .chain(is_report.then(|| "        private Consumer<Progress> onProgress;\n".to_owned()))
        .collect();
    format!(
        r"{}/** What {} takes. */
{visible}final class {class} extends Request {{
{fields}
    private {class}(Builder builder) {{
        super({progress});
{copies}    }}

    /** Starts with nothing given. */
    public static Builder builder() {{
        return new Builder();
    }}

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {{
{}    }}

    /** Takes the arguments by their names. */
    public static final class Builder {{
{kept}
        private Builder() {{}}
{setters}
        /** Whether they fit together is said by the call. */
        public {class} build() {{
            return new {class}(this);
        }}
    }}
}}
",
        opening(&imports),
        operation.name,
        beginning(operation)
    )
}

fn setter(kind: &str, field: &str, about: &str) -> String {
    format!(
        "\n        /** {about} */\n        public Builder {field}({kind} {field}) {{\n            this.{field} = {field};\n            \
         return this;\n        }}\n"
    )
}

/// Chooses the form whose arguments are given, and no other's.
fn beginning(operation: &Operation) -> String {
    let mut out = rivals(operation).map_or_else(String::new, |(first, second)| {
        format!(
            "        if ({} != null && {} != null) {{\n            throw SeamException.refused(\"{}\");\n        }}\n",
            camel(first),
            camel(second),
            refusal((first, second))
        )
    });
    for form in &operation.forms {
        let call = begun(form);
        let conditions = conditions(operation, form, camel);
        if conditions.is_empty() {
            return format!("        {call}\n");
        }
        out.push_str(&format!(
            "        if ({}) {{\n            {call}\n        }}\n",
            conditions.join(" && ")
        ));
    }
    let method = camel(operation.method());
    out + &format!("        throw SeamException.refused(\"{method} takes {}\");\n", ways(operation, camel))
}

fn begun(form: &Form) -> String {
    let passed = form.names.iter().zip(&form.kinds).map(|(name, kind)| {
        let value = camel(name);
        match kind {
            ArgumentKind::Id | ArgumentKind::Text => format!("Arguments.text(\"{name}\", {value}), "),
            ArgumentKind::Flag => format!("{value} ? 1 : 0, "),
            ArgumentKind::Json | ArgumentKind::Rest => format!("Arguments.object(\"{name}\", {value}), "),
            ArgumentKind::Table => format!("Arguments.table(\"{name}\", {value}), "),
            ArgumentKind::Plan => format!("{value}.pointer, "),
        }
    });
    format!("return Library.c().{}_begin(client, {}op, error);", form.function, passed.collect::<String>())
}

fn java_type(kind: ArgumentKind) -> &'static str {
    match kind {
        ArgumentKind::Id | ArgumentKind::Text => "String",
        ArgumentKind::Flag => "boolean",
        ArgumentKind::Plan => "Plan",
        ArgumentKind::Rest => "Map<String, ?>",
        ArgumentKind::Json | ArgumentKind::Table => "Object",
    }
}

fn argument_about(kind: ArgumentKind) -> &'static str {
    match kind {
        ArgumentKind::Id | ArgumentKind::Text => "Refused with a NUL in it.",
        ArgumentKind::Flag => "True unless it is given.",
        ArgumentKind::Json => "A map, or an object as JSON text.",
        ArgumentKind::Table => "CSV or JSON text, a list of maps, or the bytes of a file with either.",
        ArgumentKind::Plan => "As the plan came, or read from saved JSON.",
        ArgumentKind::Rest => "What the method's text names, by name.",
    }
}
