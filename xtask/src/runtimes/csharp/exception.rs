//! The exception, with a property for each thing that the library's error tells.

use super::super::model::{ERROR_FIELDS, ErrorField};
use super::super::spelling::pascal;
use super::opening;

pub(super) fn class() -> String {
    let (mut taken, mut properties) = (String::new(), String::new());
    for (name, field, about) in ERROR_FIELDS {
        let call = format!("Native.seam_acs_error_{name}(error)");
        let (kind, value) = match field {
            ErrorField::Text | ErrorField::Json => ("string", format!("Library.String({call})")),
            ErrorField::Number => ("int?", format!("Some({call})")),
            ErrorField::Count => ("int", call),
            ErrorField::Flag => ("bool", format!("{call} != 0")),
        };
        let otherwise = match field {
            ErrorField::Text | ErrorField::Number => " Null where there is none.",
            ErrorField::Json => " As JSON; null where there is none.",
            ErrorField::Count | ErrorField::Flag => "",
        };
        let name = property(name);
        taken.push_str(&format!("            {name} = {value};\n"));
        properties.push_str(&format!(
            "        /// <summary>{about}{otherwise}</summary>\n        public {kind} {name} {{ get; }}\n\n"
        ));
    }
    opening(&["System"], "")
        + &format!(
            r"    /// <summary>A call that did not end as asked.</summary>
    public sealed class SeamException : Exception
    {{
        private SeamException(Status status, string message, Exception because = null) : base(message, because)
        {{
            Status = status;
            Name = Library.String(Native.seam_acs_status_name((int)status));
        }}

        private SeamException(ErrorHandle error, string found, Exception because)
            : this((Status)Native.seam_acs_error_status(error), Library.String(Native.seam_acs_error_message(error)), because)
        {{
{taken}            Report = Status == Status.Guard ? null : found;
            Plan = Status == Status.Guard && found != null ? new Plan(found) : null;
        }}

        /// <summary>What the call ended as.</summary>
        public Status Status {{ get; }}

        /// <summary>The name of the status, such as NOT_FOUND.</summary>
        public string Name {{ get; }}

{properties}        /// <summary>What became of each change of a list, as JSON; null where the failure is not one of a list.</summary>
        public string Report {{ get; }}

        /// <summary>What a guard refused, to be looked at; Sync refuses it too. Null where it is about no plan that was just made.</summary>
        public Plan Plan {{ get; }}

        /// <summary>An argument that must not reach C.</summary>
        internal static SeamException Refused(string message) => new SeamException(Status.InvalidArgument, message);

        internal static void ThrowIf(int status, ErrorHandle error, string found = null, Exception because = null)
        {{
            using (error)
            {{
                if (status != 0)
                {{
                    throw new SeamException(error, found, because);
                }}
            }}
        }}

        private static int? Some(int value) => value > 0 ? value : (int?)null;
    }}
}}
"
        )
}

/// .NET writes units in full.
fn property(name: &str) -> String {
    name.strip_suffix("_ms").map_or_else(|| pascal(name), |name| format!("{}Milliseconds", pascal(name)))
}
