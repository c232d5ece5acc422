//! Refusals after which a run stops, because every other change would be refused in the same way.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::model::error::Error;

/// What was refused so far.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// Changes that were not allowed, by the type that Seam gave.
    forbidden: HashMap<String, HashSet<usize>>,
}

/// The credentials are not allowed to change anything when so many changes were refused alike.
const ALIKE: usize = 3;

impl Refusals {
    /// Why nothing more is to be sent after what a change ended with, if so.
    pub(super) fn end_the_run(
        &mut self,
        change: usize,
        error: Option<&Error>,
        max_pause: Duration,
    ) -> Option<String> {
        match error? {
            Error::Unauthorized(_) => {
                Some("the credentials were not accepted, so nothing more was sent".to_owned())
            }
            error @ Error::Forbidden(_) => {
                let kind = error.api_type().unwrap_or_default();
                let alike = self.forbidden.entry(kind.to_owned()).or_default();
                alike.insert(change);
                (alike.len() >= ALIKE).then(|| {
                    format!("{ALIKE} changes were not allowed for the same reason ({kind}), so nothing more was sent")
                })
            }
            error @ Error::RateLimited(_) => {
                let asked = error.retry_after().filter(|asked| *asked > max_pause)?;
                Some(format!(
                    "the server asks for a pause of {} s, longer than max_pause allows ({} s), so nothing more was sent",
                    asked.as_secs(),
                    max_pause.as_secs()
                ))
            }
            _ => None,
        }
    }
}
