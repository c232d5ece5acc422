//! The options of a client. Each is set by name, so that a new option needs no new symbol in any language.

use std::time::Duration;

use super::audit_policy::{OnFailure, Syncing};
use super::host::{FOREIGN_HOST, names_foreign_host};
use super::log_level::Level;
use crate::base::excerpt::{LONGEST_VALUE, begin};
use crate::base::nearest::nearest;
use crate::base::secret::{Secret, quoted};
use crate::model::error::Error;

/// The options that a client is made from. Each value is checked alone when it is set. Values are checked against each
/// other when a client is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub(crate) api_key: Option<Secret>,
    pub(crate) personal_access_token: Option<Secret>,
    pub(crate) workspace_id: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) retry_until_deadline: Option<bool>,
    pub(crate) max_concurrency: Option<u32>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) max_pause: Option<Duration>,
    pub(crate) proxy: Option<Secret>,
    pub(crate) ca_file: Option<String>,
    pub(crate) user_agent_suffix: Option<String>,
    pub(crate) allow_insecure_http: Option<bool>,
    pub(crate) trust_env: Option<bool>,
    pub(crate) log_file: Option<String>,
    pub(crate) log_fd: Option<i32>,
    pub(crate) log_level: Option<Level>,
    pub(crate) audit_log: Option<String>,
    pub(crate) audit_failure: Option<OnFailure>,
    pub(crate) audit_sync: Option<Syncing>,
    pub(crate) actor: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) sdk_name: Option<String>,
}

/// One option as documentation shows it.
#[derive(Debug)]
pub struct OptionSpec {
    /// The name for [`Options::set`].
    pub name: &'static str,
    /// The value that counts when it is unset.
    pub default: &'static str,
    /// The values that it accepts.
    pub range: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Stores the value, or removes it when it is `None`.
    apply: fn(&mut Options, Option<&str>) -> Result<(), String>,
}

impl Options {
    /// Every option, in the order of the documentation.
    pub const NAMES: &'static [OptionSpec] = SPECS;

    /// No option set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the option called `name` from text; `""` unsets it.
    ///
    /// Booleans are `true` or `false`, numbers are decimal.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name (the message names the nearest) and for a value out of range.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let Some(spec) = SPECS.iter().find(|spec| spec.name == name) else {
            return Err(unknown(name, SPECS.iter().map(|spec| spec.name)));
        };
        let given = (!value.is_empty()).then_some(value);
        (spec.apply)(self, given).map_err(|reason| Error::Options(format!("{name} {reason}")))
    }
}

/// The error for a name that is not in `known`; it suggests the nearest.
pub(crate) fn unknown(name: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let name = begin(name, LONGEST_VALUE);
    let hint = nearest(name, known, 0.5).map_or(String::new(), |near| format!("; did you mean {near}?"));
    Error::Options(format!("there is no option {}{hint}", quoted(name)))
}

// Generated from api/options.toml by `cargo xtask generate`; do not edit until the end mark.
const SPECS: &[OptionSpec] = &[
    OptionSpec {
        name: "api_key",
        default: "none",
        range: "starts with seam_",
        summary: "The API key of a workspace.",
        apply: |options, value| {
            options.api_key = value.map(secret).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "personal_access_token",
        default: "none",
        range: "starts with seam_at",
        summary: "A personal access token; needs `workspace_id`.",
        apply: |options, value| {
            options.personal_access_token = value.map(secret).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "workspace_id",
        default: "none",
        range: "text",
        summary: "The workspace that a personal access token is used for.",
        apply: |options, value| {
            options.workspace_id = value.map(text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "endpoint",
        default: "https://connect.getseam.com",
        range: "https://…, or http:// on loopback",
        summary: "Where Seam's API is.",
        apply: |options, value| {
            options.endpoint = value.map(text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "timeout_ms",
        default: "30000",
        range: "1 to 3600000",
        summary: "The deadline of one change or one page, with all attempts and waits, in milliseconds. It also counts while the machine sleeps.",
        apply: |options, value| {
            options.timeout = value.map(milliseconds).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "attempt_timeout_ms",
        default: "10000",
        range: "1 to timeout_ms",
        summary: "How long one attempt may take, in milliseconds.",
        apply: |options, value| {
            options.attempt_timeout = value.map(milliseconds).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "connect_timeout_ms",
        default: "5000",
        range: "1 to timeout_ms",
        summary: "How long a connection, with its TLS handshake, may take, in milliseconds, once the host's address is known.",
        apply: |options, value| {
            options.connect_timeout = value.map(milliseconds).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "max_attempts",
        default: "4",
        range: "1 to 20",
        summary: "How often a call is tried. 1 turns retries off, so that no add is ever sent twice.",
        apply: |options, value| {
            options.max_attempts = value.map(|value| number(value, 1, 20)).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "retry_until_deadline",
        default: "false",
        range: "true or false",
        summary: "Whether a call that could send nothing is tried until its deadline, beyond `max_attempts`.",
        apply: |options, value| {
            options.retry_until_deadline = value.map(boolean).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "max_concurrency",
        default: "64",
        range: "1 to 1024",
        summary: "How many requests of one client handle are in flight at once; others wait.",
        apply: |options, value| {
            options.max_concurrency = value.map(|value| number(value, 1, 1024)).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "max_pause_ms",
        default: "300000",
        range: "1 to 3600000",
        summary: "The longest pause of a run when `Retry-After` asks for one, in milliseconds. A longer pause ends the run.",
        apply: |options, value| {
            options.max_pause = value.map(milliseconds).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "max_response_bytes",
        default: "1 MiB for a change or one object, 256 MiB for a list",
        range: "1024 to 1073741824",
        summary: "The largest answer that is read, in bytes.",
        apply: |options, value| {
            options.max_response_bytes = value.map(|value| number(value, 1024, 1_073_741_824)).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "proxy",
        default: "with `trust_env` HTTPS_PROXY and NO_PROXY, except for a loopback endpoint; else none",
        range: "http:// or https:// URL",
        summary: "The proxy that every request goes through.",
        apply: |options, value| {
            options.proxy = value.map(proxy_url).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "ca_file",
        default: "with `trust_env` SSL_CERT_FILE and SSL_CERT_DIR, else the system's store",
        range: "path of a PEM file",
        summary: "The only certificate authorities that are trusted.",
        apply: |options, value| {
            options.ca_file = value.map(text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "trust_env",
        default: "true where the environment is read, as by `seam_acs_client_from_env` and Python's `Seam()`; false for `seam_acs_client_new`",
        range: "true or false",
        summary: "Whether the machine's proxy and certificate variables are read: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR`.",
        apply: |options, value| {
            options.trust_env = value.map(boolean).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "user_agent_suffix",
        default: "none",
        range: "printable ASCII",
        summary: "Added to the `user-agent` header.",
        apply: |options, value| {
            options.user_agent_suffix = value.map(header_text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "allow_insecure_http",
        default: "false",
        range: "true or false",
        summary: "Lets the token travel unencrypted: `http://` endpoints off loopback, and proxies for `http://`.",
        apply: |options, value| {
            options.allow_insecure_http = value.map(boolean).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "log_file",
        default: "none",
        range: "path",
        summary: "A file that JSON log lines are appended to.",
        apply: |options, value| {
            options.log_file = value.map(text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "log_fd",
        default: "none",
        range: "descriptor number",
        summary: "A descriptor of the host program that log lines are written to.",
        apply: |options, value| {
            options.log_fd = value.map(|value| number(value, 0, 2_147_483_647)).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "log_level",
        default: "warn",
        range: "error, warn, info, debug or trace",
        summary: "How much is logged.",
        apply: |options, value| {
            options.log_level = value.map(Level::parse).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "audit_log",
        default: "none",
        range: "path",
        summary: "A file that two JSON lines per change are appended to. See [the audit log](bulk.md#audit-log).",
        apply: |options, value| {
            options.audit_log = value.map(text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "audit_failure",
        default: "refuse",
        range: "refuse or continue",
        summary: "What happens to a change whose audit line cannot be written.",
        apply: |options, value| {
            options.audit_failure = value.map(OnFailure::parse).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "audit_sync",
        default: "always",
        range: "always or never",
        summary: "Whether an audit line is on the disk before its change is sent.",
        apply: |options, value| {
            options.audit_sync = value.map(Syncing::parse).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "actor",
        default: "none",
        range: "text",
        summary: "Who makes the changes, for the audit log.",
        apply: |options, value| {
            options.actor = value.map(text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "reason",
        default: "none",
        range: "text",
        summary: "Why the changes are made, for the audit log.",
        apply: |options, value| {
            options.reason = value.map(text).transpose()?;
            Ok(())
        },
    },
    OptionSpec {
        name: "sdk_name",
        default: "seam-acs/rust",
        range: "printable ASCII",
        summary: "The `seam-sdk-name` header. Bindings set it.",
        apply: |options, value| {
            options.sdk_name = value.map(header_text).transpose()?;
            Ok(())
        },
    },
];
// End of what is generated.

#[allow(clippy::unnecessary_wraps, reason = "every parser of the table has one shape")]
fn secret(value: &str) -> Result<Secret, String> {
    Ok(Secret::new(value))
}

#[allow(clippy::unnecessary_wraps, reason = "every parser of the table has one shape")]
fn text(value: &str) -> Result<String, String> {
    Ok(value.to_owned())
}

fn header_text(value: &str) -> Result<String, String> {
    if value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        Ok(value.to_owned())
    } else {
        Err("must be printable ASCII".to_owned())
    }
}

fn proxy_url(value: &str) -> Result<Secret, String> {
    let scheme_is_known = value.starts_with("http://") || value.starts_with("https://");
    if names_foreign_host(value) {
        return Err(FOREIGN_HOST.to_owned());
    }
    match reqwest::Url::parse(value) {
        Ok(_) if scheme_is_known => Ok(Secret::new(value)),
        _ => Err("must be a URL that begins with http:// or https://".to_owned()),
    }
}

fn boolean(value: &str) -> Result<bool, String> {
    value.parse().map_err(|_| format!("must be true or false, not {}", quoted(value)))
}

fn milliseconds(value: &str) -> Result<Duration, String> {
    number(value, 1, 3_600_000).map(Duration::from_millis)
}

fn number<T>(value: &str, least: T, most: T) -> Result<T, String>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
{
    let digits_only = value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse::<T>() {
        Ok(number) if digits_only && (least..=most).contains(&number) => Ok(number),
        _ => Err(format!("must be a whole number from {least} to {most}, not {}", quoted(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_option_names_the_nearest() {
        let error = Options::new().set("timeout", "5").expect_err("no such option");
        assert_eq!(
            error.to_string(),
            "Seam received invalid options: there is no option \"timeout\"; did you mean timeout_ms?"
        );
    }

    #[test]
    fn values_out_of_range_are_refused_and_empty_unsets() {
        let mut options = Options::new();
        for (name, value) in [
            ("timeout_ms", "0"),
            ("timeout_ms", "+5"),
            ("timeout_ms", "5.0"),
            ("max_attempts", "21"),
            ("allow_insecure_http", "yes"),
            ("max_response_bytes", "1023"),
            ("proxy", "socks5://x"),
            ("proxy", "http://pröxy:3128"),
            ("user_agent_suffix", "a\r\nb"),
            ("log_level", "loud"),
        ] {
            let error = options.set(name, value).expect_err(name).to_string();
            assert!(error.contains(name), "{error}");
        }
        options.set("max_attempts", "3").expect("in range");
        options.set("max_attempts", "").expect("unset");
        assert_eq!(options.max_attempts, None);
    }

    #[test]
    fn secrets_are_absent_from_debug_output() {
        let mut options = Options::new();
        options.set("api_key", "seam_visible").expect("any text");
        options.set("proxy", "http://user:visible@proxy:1").expect("a URL");
        assert!(!format!("{options:?}").contains("visible"));
    }
}
