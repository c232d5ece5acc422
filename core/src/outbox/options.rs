//! How an outbox is delivered.

use crate::config::json_options::NamedValues;
use crate::model::error::Error;

/// How an outbox is delivered.
#[derive(Debug, Clone, Default)]
pub struct DeliverOptions {
    /// Whether the delivery ends when nothing is left that can be sent now or later without a person; else it goes on until
    /// it is cancelled.
    pub until_empty: bool,
}

impl DeliverOptions {
    /// Reads `{"until": "empty"}`; empty text has none.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name or value.
    pub fn from_json(text: &str) -> Result<DeliverOptions, Error> {
        let values = NamedValues::parse(text, &["until"])?;
        match values.text("until")? {
            None => Ok(Self::default()),
            Some("empty") => Ok(Self { until_empty: true }),
            Some(other) => Err(Error::Options(format!("until must be \"empty\", not {other:?}"))),
        }
    }
}
