//! How much is logged.

use crate::base::secret::quoted;

/// How much is logged; each level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Level {
    const ALL: [(Level, &'static str); 5] = [
        (Level::Error, "error"),
        (Level::Warn, "warn"),
        (Level::Info, "info"),
        (Level::Debug, "debug"),
        (Level::Trace, "trace"),
    ];

    pub(crate) fn parse(value: &str) -> Result<Level, String> {
        let found = Self::ALL.into_iter().find(|(_, name)| *name == value);
        found
            .map(|(level, _)| level)
            .ok_or_else(|| format!("must be error, warn, info, debug or trace, not {}", quoted(value)))
    }

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(level, _)| *level == self).map_or("info", |(_, name)| name)
    }
}
