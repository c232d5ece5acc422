//! What the audit log promises: whether a change may be sent without its line, and whether lines are synced.

use crate::base::secret::quoted;

/// What happens to a change whose intent cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnFailure {
    Refuse,
    Continue,
}

/// Whether a line is on the disk before its change is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syncing {
    Always,
    Never,
}

impl OnFailure {
    pub(crate) fn parse(value: &str) -> Result<Self, String> {
        match value {
            "refuse" => Ok(Self::Refuse),
            "continue" => Ok(Self::Continue),
            _ => Err(format!("must be refuse or continue, not {}", quoted(value))),
        }
    }
}

impl Syncing {
    pub(crate) fn parse(value: &str) -> Result<Self, String> {
        match value {
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            _ => Err(format!("must be always or never, not {}", quoted(value))),
        }
    }
}
