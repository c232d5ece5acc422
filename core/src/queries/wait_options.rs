//! How long a wait lasts.

use std::time::Duration;

use crate::config::json_options::NamedValues;
use crate::model::error::Error;

/// How long a wait lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitOptions {
    /// The wait ends as `still_pending` after this time; zero, the default, means no limit.
    pub timeout: Duration,
    /// How long a membership must read as wanted, with no push ever seen, for the wait to end as `settled_unobserved`;
    /// default 5 s.
    pub settle: Duration,
}

impl Default for WaitOptions {
    fn default() -> Self {
        Self { timeout: Duration::ZERO, settle: Duration::from_secs(5) }
    }
}

impl WaitOptions {
    /// Reads `{"timeout_ms": 60000, "settle_ms": 5000}`, each member optional.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name (the message names the nearest) and for a value out of range.
    pub fn from_json(text: &str) -> Result<WaitOptions, Error> {
        let values = NamedValues::parse(text, &["timeout_ms", "settle_ms"])?;
        let duration = |name: &str, default: Duration| -> Result<Duration, Error> {
            let milliseconds = values.number(name, 0, u32::MAX)?;
            Ok(milliseconds.map_or(default, |milliseconds| Duration::from_millis(milliseconds.into())))
        };
        let default = Self::default();
        Ok(WaitOptions {
            timeout: duration("timeout_ms", default.timeout)?,
            settle: duration("settle_ms", default.settle)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_and_keep_their_defaults() {
        let limits = WaitOptions::from_json(r#"{"timeout_ms": 250}"#).expect("known");
        assert_eq!(limits, WaitOptions { timeout: Duration::from_millis(250), ..WaitOptions::default() });
        let said = WaitOptions::from_json(r#"{"settle": 1}"#).expect_err("misspelt").to_string();
        assert!(said.contains("did you mean settle_ms?"), "{said}");
    }
}
