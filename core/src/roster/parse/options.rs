//! How to read a table: what people add because the table does not say it itself.

use super::column::Column;
use crate::base::excerpt::quoted_begin;
use crate::model::error::Error;

/// What a table does not say itself. All of it is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// The number of the line that the header begins in, from 1, where other lines come before it. Not for JSON.
    pub header_line: Option<u32>,
    /// What the table calls its columns: pairs of a name that this library knows and the table's own, such as `email`
    /// and `E-Mail`. With an empty own name the table has no such column, whatever its header looks like.
    pub columns: Vec<(String, String)>,
    /// What separates several groups in one cell, such as `;`. A column `groups` then counts as `group`.
    pub group_separator: Option<String>,
    /// Columns, by the table's own names, and the values that count, ignoring case in ASCII. Rows with other values are
    /// treated as if they were not there.
    pub only: Vec<(String, Vec<String>)>,
}

/// The same, checked.
#[derive(Debug, Clone, Default)]
pub(crate) struct CheckedOptions {
    pub(crate) header_line: Option<u32>,
    /// Own names; empty where the table has no such column.
    columns: Vec<(Column, String)>,
    pub(crate) group_separator: Option<String>,
    only: Vec<(String, Vec<String>)>,
}

/// A separator is a character or two, not a text.
const LONGEST_SEPARATOR: usize = 8;

impl TableOptions {
    pub(crate) fn checked(&self) -> Result<CheckedOptions, Error> {
        let refuse = |reason: String| Err(Error::Options(reason));
        if self.header_line == Some(0) {
            return refuse("header_line must be a number from 1".to_owned());
        }
        let mut columns: Vec<(Column, String)> = Vec::new();
        for (name, own) in &self.columns {
            let Some(column) = Column::of_name(name) else {
                let near = Column::near(name)
                    .map_or(String::new(), |near| format!("; did you mean {}?", near.name()));
                return refuse(format!("columns: there is no column {}{near}", quoted_begin(name)));
            };
            let own = own.trim();
            let is_taken = |(known, name): &(Column, String)| {
                *known == column || (!own.is_empty() && name.eq_ignore_ascii_case(own))
            };
            if columns.iter().any(is_taken) {
                return refuse(format!("columns: {} or {} is given twice", column.name(), quoted_begin(own)));
            }
            columns.push((column, own.to_owned()));
        }
        if let Some(separator) = &self.group_separator
            && (separator.is_empty()
                || separator.len() > LONGEST_SEPARATOR
                || separator.chars().any(char::is_alphanumeric))
        {
            return refuse(format!(
                "group_separator must be a sign or two, such as \";\", not {}",
                quoted_begin(separator)
            ));
        }
        let mut only = Vec::new();
        for (name, values) in &self.only {
            if name.trim().is_empty() || values.is_empty() {
                return refuse(format!("only: {} needs a name and a value", quoted_begin(name)));
            }
            let values = values.iter().map(|value| value.trim().to_owned()).collect();
            only.push((name.trim().to_owned(), values));
        }
        Ok(CheckedOptions {
            header_line: self.header_line,
            columns,
            group_separator: self.group_separator.clone(),
            only,
        })
    }
}

impl CheckedOptions {
    /// What a table means by a column of this name.
    pub(crate) fn column(&self, name: &str) -> Option<Column> {
        let name = name.trim();
        let is_own = |(_, own): &&(Column, String)| !own.is_empty() && own.eq_ignore_ascii_case(name);
        if let Some((column, _)) = self.columns.iter().find(is_own) {
            return Some(*column);
        }
        let several_groups = self.group_separator.is_some() && name.eq_ignore_ascii_case("groups");
        let column = if several_groups { Some(Column::Group) } else { Column::of_name(name) };
        column.filter(|column| !self.says_where(*column))
    }

    /// The column that a misspelt name may mean.
    pub(crate) fn near(&self, name: &str) -> Option<Column> {
        Column::near(name).filter(|column| !self.says_where(*column))
    }

    /// Whether the options say which column this is.
    fn says_where(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// The columns that the options name, with what the table is to call them.
    pub(crate) fn named(&self) -> impl Iterator<Item = (Column, &str)> {
        self.columns.iter().filter(|(_, own)| !own.is_empty()).map(|(column, own)| (*column, own.as_str()))
    }

    /// The names of the columns whose values decide whether a row counts.
    pub(crate) fn filters(&self) -> impl Iterator<Item = &str> {
        self.only.iter().map(|(name, _)| name.as_str())
    }

    /// Whether a value of the filter at a place lets its row count.
    pub(crate) fn lets_count(&self, filter: usize, value: &str) -> bool {
        let is_value = |other: &String| other.eq_ignore_ascii_case(value.trim());
        self.only.get(filter).is_none_or(|(_, values)| values.iter().any(is_value))
    }
}
