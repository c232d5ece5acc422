//! Errors in Seam's envelope.

use serde_json::{Map, Value, json};

/// An error that the API answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    error_type: String,
    message: String,
    validation_errors: Option<Value>,
}

impl Failure {
    pub(crate) fn new(status: u16, error_type: &str, message: impl Into<String>) -> Failure {
        Failure {
            status,
            error_type: error_type.to_owned(),
            message: message.into(),
            validation_errors: None,
        }
    }

    pub(crate) fn unauthorized(error_type: &str, message: &str) -> Failure {
        Failure::new(401, error_type, message)
    }

    pub(crate) fn not_found(what: &str) -> Failure {
        Failure::new(404, &format!("{what}_not_found"), format!("{what} not found"))
    }

    /// A broken input; each issue is the field it concerns (empty for the whole input) and zod's message.
    pub(crate) fn invalid_input(issues: &[(String, String)]) -> Failure {
        let mut tree = Map::from_iter([("_errors".to_owned(), json!([]))]);
        for (field, message) in issues {
            let node = if field.is_empty() {
                tree.get_mut("_errors")
            } else {
                let node = tree.entry(field.as_str()).or_insert_with(|| json!({ "_errors": [] }));
                node.get_mut("_errors")
            };
            if let Some(Value::Array(messages)) = node {
                messages.push(Value::from(message.as_str()));
            }
        }
        let sentences: Vec<String> = issues.iter().map(|(field, message)| sentence(field, message)).collect();
        let message = match sentences.as_slice() {
            [one] => one.clone(),
            all => format!("{} Input Errors: {}", all.len(), all.join(", ")),
        };
        Failure {
            validation_errors: Some(Value::Object(tree)),
            ..Failure::new(400, "invalid_input", message)
        }
    }

    /// An error of this status with a type that fits it.
    pub(crate) fn of_status(status: u16, error_type: Option<&str>, message: Option<&str>) -> Failure {
        let usual = match status {
            400 => "bad_request",
            401 => "unauthorized",
            403 => "forbidden",
            404 => "not_found",
            405 => "method_not_allowed",
            408 => "request_timeout",
            409 => "conflict",
            422 => "unprocessable_entity",
            429 => "rate_limited",
            500 => "internal_server_error",
            502 => "bad_gateway",
            503 => "service_unavailable",
            504 => "gateway_timeout",
            _ => "error_on_demand",
        };
        let error_type = error_type.unwrap_or(usual);
        Failure::new(status, error_type, message.unwrap_or("The sandbox was told to answer this"))
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        let mut error = Map::from_iter([
            ("type".to_owned(), json!(self.error_type)),
            ("message".to_owned(), json!(self.message)),
        ]);
        if let Some(tree) = &self.validation_errors {
            error.insert("validation_errors".to_owned(), tree.clone());
        }
        json!({ "error": error, "ok": false }).to_string().into_bytes()
    }
}

/// A zod issue in the words of Seam's server.
fn sentence(field: &str, message: &str) -> String {
    if field.is_empty() {
        message.to_owned()
    } else if message == "Required" {
        format!("{field} is required")
    } else {
        format!("{message} for \"{field}\"")
    }
}
