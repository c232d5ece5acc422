//! The methods: a class for each namespace, with what blocks and what gives a task.

use super::super::forms::{conditions, refusal, rivals, ways};
use super::super::model::{ArgumentKind, Form, Model, Operation, ResultKind};
use super::super::spelling::pascal;
use super::{opening, word};

/// A class for each namespace, such as `UsersAcs`, as the official SDK calls them.
pub(super) fn classes(model: &Model) -> String {
    let mut out =
        opening(&["System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks"], "");
    out.push_str("    public sealed partial class SeamClient\n    {\n");
    for namespace in model.namespaces() {
        let class = format!("{}Acs", pascal(namespace));
        out.push_str(&format!("        public {class} {class} => new {class}(this);\n"));
    }
    let of_client = model.operations.iter().filter(|operation| operation.namespace().is_none());
    out.extend(of_client.map(|operation| methods(operation, "this")));
    out.push_str("    }\n");
    for namespace in model.namespaces() {
        let class = format!("{}Acs", pascal(namespace));
        out.push_str(&format!(
            "\n    public sealed class {class}\n    {{\n        private readonly SeamClient client;\n\n        internal \
             {class}(SeamClient client) => this.client = client;\n"
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
    let finished = |how: &str| match operation.result {
        ResultKind::Plan => format!("new Plan({how})"),
        // The library writes no blanks, and quotes inside of texts are escaped: this is the member itself.
        ResultKind::Bool => format!("({how}).Contains(\"\\\"{}\\\":true\")", operation.method()),
        _ => how.to_owned(),
    };
    let (returns, task) = match operation.result {
        ResultKind::Nothing => ("void", "Task"),
        ResultKind::Plan => ("Plan", "Task<Plan>"),
        ResultKind::Bool => ("bool", "Task<bool>"),
        _ => ("string", "Task<string>"),
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
    let waited = finished(&format!("Begin{method}({names}).Finish({progress}, cancellation)"));
    let awaited = finished(&format!(
        "await Begin{method}({names}).FinishAsync({progress}, cancellation).ConfigureAwait(false)"
    ));
    format!(
        "\n        /// <summary>{about}</summary>\n        public {returns} {method}({public}) =>\n            {waited};\n\n        \
         /// <summary>{about}</summary>\n        public async {task} {method}Async({public}) =>\n            \
         {awaited};\n\n        private Operation Begin{method}({})\n        {{\n{}        }}\n",
        bare.join(", "),
        beginning(operation, client)
    )
}

/// Chooses the form whose arguments are given, and no other's.
fn beginning(operation: &Operation, client: &str) -> String {
    let mut out = rivals(operation).map_or_else(String::new, |(first, second)| {
        format!(
            "            if ({} != null && {} != null)\n            {{\n                throw SeamException.Refused(\"{}\");\n            }}\n",
            word(first),
            word(second),
            refusal((first, second))
        )
    });
    for form in &operation.forms {
        let call = begun(form, client);
        let conditions = conditions(operation, form, word);
        if conditions.is_empty() {
            return format!("            {call}\n");
        }
        out.push_str(&format!(
            "            if ({})\n            {{\n                {call}\n            }}\n",
            conditions.join(" && ")
        ));
    }
    let method = pascal(operation.method());
    out + &format!("            throw SeamException.Refused(\"{method} takes {}\");\n", ways(operation, word))
}

fn begun(form: &Form, client: &str) -> String {
    let passed = form.names.iter().zip(&form.kinds).map(|(name, kind)| {
        let value = word(name);
        match kind {
            ArgumentKind::Id | ArgumentKind::Text => format!("Arguments.Text(\"{name}\", {value}), "),
            ArgumentKind::Flag => format!("{value} ? 1 : 0, "),
            ArgumentKind::Json | ArgumentKind::Rest => format!("Arguments.Object({value}), "),
            ArgumentKind::Table => format!("Arguments.Table(\"{name}\", {value}), "),
            ArgumentKind::Plan => format!("{value}.Handle, "),
        }
    });
    format!(
        "return new Operation({client}, Native.{}_begin({client}.Handle, {}out var op, out var error), op, error);",
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
