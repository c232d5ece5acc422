//! Rows that have no change because nobody knows the person.

use serde_json::Value;

use crate::model::problem::Problem;

/// Rows that were left out of a plan or a list because nobody knows the person.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    pub(crate) rows: Vec<Problem>,
    /// How many more, which are not kept.
    pub(crate) more: usize,
}

/// Where every row counts.
pub(crate) static NOTHING_LEFT_OUT: LeftOut = LeftOut { rows: Vec::new(), more: 0 };

impl LeftOut {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() + self.more
    }

    /// Whether none was left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Each row with what was wrong with it; of more than ten thousand rows only these.
    #[must_use]
    pub fn rows(&self) -> &[Problem] {
        &self.rows
    }

    pub(crate) fn to_value(&self) -> Value {
        Value::Array(self.rows.iter().map(Problem::to_value).collect())
    }

    /// The rows as a JSON array of the objects that [`Problem::to_json`] gives.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }
}
