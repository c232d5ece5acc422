//! Reads fields of Seam's objects, any of which may be missing or of another type than expected.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use super::error::{Error, Failure};
use super::response::Record;

/// The text of a field.
pub(crate) fn text<'a>(object: &'a Value, field: &str) -> Option<&'a str> {
    object.get(field).and_then(Value::as_str)
}

/// The items of a list, none where it is missing.
pub(crate) fn items<'a>(object: &'a Value, field: &str) -> &'a [Value] {
    object.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A record from a value that is not Seam's.
pub(crate) fn record(value: &Value) -> Result<Record, Error> {
    serde_json::to_vec(value)
        .map(|text| Record::new(Bytes::from(text)))
        .map_err(|error| Error::internal(format!("an answer does not serialize: {error}")))
}

/// An id that the object must have.
pub(crate) fn id_of<'a>(object: &'a Record, field: &str) -> Result<Cow<'a, str>, Error> {
    object.text(field).ok_or_else(|| {
        let detail = format!("the response is not one that Seam sends: {field:?} of an object is missing");
        Error::UnexpectedResponse(Failure::boxed(detail))
    })
}
