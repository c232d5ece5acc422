//! A case for C, which has no JSON: words and values on lines of their own, values with `%0A` for a byte.
//!
//! ```text
//! name add_by_user_is_recorded
//! option api_key seam_testkey_of_the_contract
//! function seam_acs_add_user_to_group_begin
//! text 33333333-3333-3333-3333-333333333333
//! null
//! flag 1
//! plan %7B...
//! result nothing
//! cancel_when /tmp/...
//! run
//! ```

use anyhow::Context;
use serde_json::Value;

use crate::operations::{CArgument, Operations};

pub(crate) fn lines(told: &Value, operations: &Operations) -> anyhow::Result<String> {
    let text = |name: &str| told.get(name).and_then(Value::as_str);
    let arguments = told.get("arguments").and_then(Value::as_object).context("a case without arguments")?;
    let call = operations.in_c(text("method").unwrap_or_default(), arguments)?;
    let mut lines = vec![format!("name {}", text("name").unwrap_or_default())];
    for (name, value) in told.get("options").and_then(Value::as_object).into_iter().flatten() {
        lines.push(format!("option {name} {}", escaped(value.as_str().unwrap_or_default())));
    }
    lines.push(format!("function {}", call.function));
    for argument in &call.arguments {
        lines.push(match argument {
            CArgument::Text(Some(text)) => format!("text {}", escaped(text)),
            CArgument::Text(None) => "null".to_owned(),
            CArgument::Flag(flag) => format!("flag {}", u8::from(*flag)),
            CArgument::Plan(plan) => format!("plan {}", escaped(plan)),
        });
    }
    lines.push(format!("result {}", call.result));
    if let Some(file) = text("cancel_when") {
        lines.push(format!("cancel_when {}", escaped(file)));
    }
    lines.push("run".to_owned());
    Ok(lines.join("\n") + "\n")
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'%';
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
