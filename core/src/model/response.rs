//! The result of a call: objects of Seam's API, kept as the JSON text that was received, so that no field is lost.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::error::Error;
use super::server_time::unix_ms;
use crate::base::json::text_of;
use crate::base::json_path::{count, key_of, value_at};
use crate::base::memory::spare;

/// The result of a call.
#[derive(Debug, Clone)]
pub struct Response {
    pub(crate) request_id: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) content: Content,
    pub(crate) pagination: Option<Record>,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Recorded by Seam; the access system follows.
    Recorded,
    One(Record),
    Many(List),
    /// The whole body, for a `Call::request`.
    Body(Record),
    /// Made by a layer above: a report, a plan, a list of changes.
    Artifact(Artifact),
}

/// A value whose type only the layer that made it knows.
#[derive(Clone)]
pub(crate) struct Artifact(Arc<dyn Any + Send + Sync>);

impl Artifact {
    pub(crate) fn new(value: impl Any + Send + Sync) -> Self {
        Self(Arc::new(value))
    }

    pub(crate) fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Artifact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Artifact")
    }
}

impl Response {
    /// The result of several calls.
    pub(crate) fn of(artifact: Artifact) -> Response {
        Response { request_id: None, attempts: 0, content: Content::Artifact(artifact), pagination: None }
    }

    /// Seam's id of the request that was answered, to quote to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// How many requests were started.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The object that was read.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match &self.content {
            Content::One(record) => Some(record),
            _ => None,
        }
    }

    /// The object that was read, or the whole body for a [`Call::request`](crate::Call::request).
    #[must_use]
    pub fn object(&self) -> Option<&Record> {
        match &self.content {
            Content::One(record) | Content::Body(record) => Some(record),
            _ => None,
        }
    }

    /// The list that was read.
    #[must_use]
    pub fn list(&self) -> Option<&List> {
        match &self.content {
            Content::Many(list) => Some(list),
            _ => None,
        }
    }

    /// The whole body, for a [`Call::request`](crate::Call::request).
    #[must_use]
    pub fn json(&self) -> Option<&str> {
        match &self.content {
            Content::Body(body) => Some(body.json()),
            _ => None,
        }
    }

    /// The value that a layer above made, if it is of this type.
    pub(crate) fn artifact<T: Any>(&self) -> Option<&T> {
        match &self.content {
            Content::Artifact(artifact) => artifact.get(),
            _ => None,
        }
    }

    /// The list that was read, if it was one.
    pub(crate) fn into_list(self) -> Result<List, Error> {
        match self.content {
            Content::Many(list) => Ok(list),
            _ => Err(Error::internal("a list was read as something else")),
        }
    }

    /// The cursor of the page that follows a single page of a list, if one does.
    #[must_use]
    pub fn next_cursor(&self) -> Option<String> {
        let pagination = self.pagination.as_ref()?;
        pagination.bool("has_next_page")?.then(|| pagination.get("next_page_cursor"))?
    }

    /// Where the next page is, for a single page of a list.
    #[must_use]
    pub fn pagination(&self) -> Option<&Record> {
        self.pagination.as_ref()
    }
}

/// One object of Seam's API. Missing and unknown fields are no error.
///
/// A record keeps only its JSON text. Each access reads the field from it anew.
#[derive(Debug, Clone)]
pub struct Record {
    /// A part of a response body. It shares the body's memory, and was checked to be UTF-8 when it was cut out.
    text: Bytes,
}

impl Record {
    /// `text` must be valid JSON: it was cut out by the parser.
    pub(crate) fn new(text: Bytes) -> Self {
        Self { text }
    }

    /// Makes a record that is not Seam's, such as a line of a report.
    ///
    /// # Errors
    /// [`Error::Internal`] for text that is not JSON.
    pub fn from_json(text: String) -> Result<Record, Error> {
        match serde_json::from_str::<&RawValue>(&text) {
            Ok(_) => Ok(Record::new(Bytes::from(text))),
            Err(error) => Err(Error::internal(format!("a record that is not JSON: {error}"))),
        }
    }

    /// Makes a record from the text of a JSON object or list of the caller's.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for any other text.
    pub fn parse(text: &str) -> Result<Record, Error> {
        let refused = |reason: String| Error::invalid_argument("json", reason);
        let whole: &RawValue =
            serde_json::from_str(text).map_err(|error| refused(format!("is not JSON: {error}")))?;
        let text = whole.get();
        if !text.starts_with(['{', '[']) {
            return Err(refused("must be an object or a list".to_owned()));
        }
        Ok(Record::new(Bytes::copy_from_slice(text.as_bytes())))
    }

    /// The JSON text, as Seam sent it.
    #[must_use]
    pub fn json(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or("null")
    }

    /// The whole object, parsed.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(self.json()).unwrap_or_default()
    }

    /// The text of a scalar field, such as `full_name`, `access_schedule.starts_at` or `errors.0.error_code`.
    ///
    /// `None` where the field is absent, null, an object or a list.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<String> {
        let value = value_at(self.json(), path)?;
        match value.as_bytes().first()? {
            b'"' => text_of(value).map(Cow::into_owned),
            b't' | b'f' => Some(value.to_owned()),
            b'n' | b'{' | b'[' => None,
            _ => serde_json::from_str::<Number>(value).ok().map(|number| number.to_string()),
        }
    }

    /// The integer at a path; `None` where there is something else, and where it does not fit.
    #[must_use]
    pub fn int(&self, path: &str) -> Option<i64> {
        value_at(self.json(), path)?.parse().ok()
    }

    /// The boolean at a path.
    #[must_use]
    pub fn bool(&self, path: &str) -> Option<bool> {
        value_at(self.json(), path)?.parse().ok()
    }

    /// The moment at a path, such as `2026-03-01T10:00:00.582Z`, in milliseconds since 1970 began in UTC.
    #[must_use]
    pub fn time(&self, path: &str) -> Option<i64> {
        unix_ms(&self.text(path)?)
    }

    /// How many fields or items the object or list at a path has, `None` for the whole record; 0 for anything else.
    #[must_use]
    pub fn len(&self, path: Option<&str>) -> usize {
        self.part(path).map_or(0, count)
    }

    /// The name of a field of the object at a path, `None` for the whole record, by its place from 0.
    #[must_use]
    pub fn key(&self, path: Option<&str>, index: usize) -> Option<String> {
        key_of(self.part(path)?, index)
    }

    fn part(&self, path: Option<&str>) -> Option<&str> {
        path.map_or_else(|| Some(self.json()), |path| value_at(self.json(), path))
    }

    /// The text of a field that is a string.
    pub(crate) fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        text_of(value_at(self.json(), path)?)
    }
}

/// A list of objects, every page of it.
#[derive(Debug, Clone)]
pub struct List(Arc<Vec<Record>>);

impl List {
    pub(crate) fn new(records: Vec<Record>) -> Self {
        Self(Arc::new(records))
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The object at a place, from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Record> {
        self.0.get(index)
    }

    /// The objects in the order of the pages.
    pub fn iter(&self) -> std::slice::Iter<'_, Record> {
        self.0.iter()
    }

    /// The list as one JSON array.
    ///
    /// # Errors
    /// [`Error::Resources`] where there is no memory for it.
    pub fn to_json(&self) -> Result<String, Error> {
        let mut text = String::new();
        let length = 2 + self.iter().map(|record| record.json().len() + 1).sum::<usize>();
        spare()
            .and_then(|_spare| text.try_reserve_exact(length))
            .map_err(|_| Error::Resources("memory for the JSON of a list".to_owned()))?;
        text.push('[');
        for (index, record) in self.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(record.json());
        }
        text.push(']');
        Ok(text)
    }
}

/// Builds a list of objects that are not Seam's, all in one block of memory, which is freed as one.
pub(crate) struct ListWriter {
    text: Vec<u8>,
    /// Where each object ends.
    ends: Vec<usize>,
}

impl ListWriter {
    /// With room for `objects` objects of `length` bytes in all.
    pub(crate) fn with_room(objects: usize, length: usize) -> Self {
        Self { text: Vec::with_capacity(length), ends: Vec::with_capacity(objects) }
    }

    pub(crate) fn push(&mut self, object: &Value) -> Result<(), Error> {
        serde_json::to_writer(&mut self.text, object)
            .map_err(|error| Error::internal(format!("an answer does not serialize: {error}")))?;
        self.ends.push(self.text.len());
        Ok(())
    }

    pub(crate) fn finish(self) -> List {
        let (text, mut start) = (Bytes::from(self.text), 0);
        let record = |end| Record::new(text.slice(std::mem::replace(&mut start, end)..end));
        List::new(self.ends.into_iter().map(record).collect())
    }
}

impl<'a> IntoIterator for &'a List {
    type Item = &'a Record;
    type IntoIter = std::slice::Iter<'a, Record>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
