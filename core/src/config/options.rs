//! The options of a client, each reachable by name, so that a new option needs no new symbol in any language.

use std::time::Duration;

use super::audit_policy::{OnFailure, Syncing};
use super::host::{FOREIGN_HOST, names_foreign_host};
use super::log_level::Level;
use crate::base::excerpt::{LONGEST_VALUE, begin};
use crate::base::nearest::nearest;
use crate::base::secret::{Secret, quoted};
use crate::model::error::Error;

/// What a client is made from. Nothing is checked against anything else until a client is made; each value is
/// checked alone when it is set.
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
    pub(crate) max_concurrency: Option<u32>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) max_pause: Option<Duration>,
    pub(crate) proxy: Option<Secret>,
    pub(crate) ca_file: Option<String>,
    pub(crate) user_agent_suffix: Option<String>,
    pub(crate) allow_insecure_http: Option<bool>,
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
    /// What holds when it is unset.
    pub default: &'static str,
    /// Which values are taken.
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

/// The error for a name that none of `known` is; it names the nearest.
pub(crate) fn unknown(name: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let name = begin(name, LONGEST_VALUE);
    let hint = nearest(name, known, 0.5).map_or(String::new(), |near| format!("; did you mean {near}?"));
    Error::Options(format!("there is no option {}{hint}", quoted(name)))
}

macro_rules! spec {
    ($name:ident, $default:literal, $range:literal, $summary:literal, $parse:expr) => {
        OptionSpec {
            name: stringify!($name),
            default: $default,
            range: $range,
            summary: $summary,
            apply: |options, value| {
                options.$name = value.map($parse).transpose()?;
                Ok(())
            },
        }
    };
    ($name:literal => $field:ident, $default:literal, $range:literal, $summary:literal, $parse:expr) => {
        OptionSpec {
            name: $name,
            default: $default,
            range: $range,
            summary: $summary,
            apply: |options, value| {
                options.$field = value.map($parse).transpose()?;
                Ok(())
            },
        }
    };
}

const SPECS: &[OptionSpec] = &[
    spec!(api_key, "none", "starts with seam_", "The API key of a workspace.", secret),
    spec!(
        personal_access_token,
        "none",
        "starts with seam_at",
        "A personal access token; needs workspace_id.",
        secret
    ),
    spec!(workspace_id, "none", "text", "The workspace that a personal access token is used for.", text),
    spec!(
        endpoint,
        "https://connect.getseam.com",
        "https://…, or http:// on loopback",
        "Where Seam's API is.",
        text
    ),
    spec!("timeout_ms" => timeout, "30000", "1 to 3600000",
        "The deadline of one change or one page, with all its attempts and waits, in milliseconds.", milliseconds),
    spec!("attempt_timeout_ms" => attempt_timeout, "10000", "1 to timeout_ms",
        "How long one attempt may take, in milliseconds.", milliseconds),
    spec!("connect_timeout_ms" => connect_timeout, "5000", "1 to timeout_ms",
        "How long a connection, with its TLS handshake, may take, in milliseconds.", milliseconds),
    spec!(
        max_attempts,
        "4",
        "1 to 20",
        "How often a call is tried; 1 turns repeats off, so that no add is ever sent twice.",
        |value| number(value, 1, 20)
    ),
    spec!(
        max_concurrency,
        "64",
        "1 to 1024",
        "How many requests of one client handle are under way at once; others wait their turn.",
        |value| number(value, 1, 1024)
    ),
    spec!(
        max_response_bytes,
        "1 MiB for a change or one object, 256 MiB for a list",
        "1024 to 1073741824",
        "The largest answer that is read, in bytes.",
        |value| number(value, 1024, 1_073_741_824)
    ),
    spec!("max_pause_ms" => max_pause, "300000", "1 to 3600000",
        "How long a run of many changes pauses at most when Retry-After asks for it, in milliseconds; a longer wish ends it.",
        milliseconds),
    spec!(
        proxy,
        "HTTPS_PROXY and NO_PROXY, except for a loopback endpoint",
        "http:// or https:// URL",
        "The proxy that every request goes through.",
        proxy_url
    ),
    spec!(
        ca_file,
        "SSL_CERT_FILE and SSL_CERT_DIR, else the system's store",
        "path of a PEM file",
        "The only certificate authorities that are trusted.",
        text
    ),
    spec!(user_agent_suffix, "none", "printable ASCII", "Added to the user-agent header.", header_text),
    spec!(
        allow_insecure_http,
        "false",
        "true or false",
        "Lets the token travel in clear: http:// endpoints off loopback, and proxies for http://.",
        boolean
    ),
    spec!(log_file, "none", "path", "A file that JSON log lines are appended to.", text),
    spec!(
        log_fd,
        "none",
        "descriptor number",
        "A descriptor of the host's that log lines are written to.",
        |value| { number(value, 0, i32::MAX) }
    ),
    spec!(log_level, "warn", "error, warn, info, debug or trace", "How much is logged.", Level::parse),
    spec!(audit_log, "none", "path", "A file that two JSON lines a change are appended to.", text),
    spec!(
        audit_failure,
        "refuse",
        "refuse or continue",
        "What happens to a change whose audit line cannot be written.",
        OnFailure::parse
    ),
    spec!(
        audit_sync,
        "always",
        "always or never",
        "Whether an audit line is on the disk, and not only with the system, before its change is sent.",
        Syncing::parse
    ),
    spec!(actor, "none", "text", "Who makes the changes, for the audit log.", text),
    spec!(reason, "none", "text", "Why the changes are made, for the audit log.", text),
    spec!(
        sdk_name,
        "seam-acs/rust",
        "printable ASCII",
        "The seam-sdk-name header, set by bindings.",
        header_text
    ),
];

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
