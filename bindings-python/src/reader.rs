//! Python values of JSON texts, without the interpreter's json module, which costs more to import than we do.

use std::fmt;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use seam_acs_core::List;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// Makes Python values of JSON texts, straight from the text: a long list never stands in memory twice.
pub(crate) struct Reader<'py> {
    py: Python<'py>,
    /// One Python string for all the objects that have a field of that name.
    names: Bound<'py, PyDict>,
}

impl<'py> Reader<'py> {
    pub(crate) fn new(py: Python<'py>) -> Self {
        Self { py, names: PyDict::new(py) }
    }

    pub(crate) fn value(&self, text: &str) -> PyResult<Bound<'py, PyAny>> {
        let mut reader = serde_json::Deserializer::from_str(text);
        ToPython(self).deserialize(&mut reader).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    fn name(&self, text: &str) -> PyResult<Bound<'py, PyAny>> {
        let name = PyString::new(self.py, text);
        if let Some(known) = self.names.get_item(&name)? {
            return Ok(known);
        }
        self.names.set_item(&name, &name)?;
        Ok(name.into_any())
    }
}

/// The objects of a list.
pub(crate) fn list<'py>(py: Python<'py>, records: &List) -> PyResult<Bound<'py, PyList>> {
    let reader = Reader::new(py);
    let list = PyList::empty(py);
    for record in records {
        list.append(reader.value(record.json())?)?;
    }
    Ok(list)
}

#[derive(Clone, Copy)]
struct ToPython<'a, 'py>(&'a Reader<'py>);

impl<'de, 'py> DeserializeSeed<'de> for ToPython<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de, 'py> Visitor<'de> for ToPython<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.0.py.None().into_bound(self.0.py))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(PyBool::new(self.0.py, truth).to_owned().into_any())
    }

    fn visit_i64<E>(self, whole: i64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.0.py, whole).into_any())
    }

    fn visit_u64<E>(self, whole: u64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.0.py, whole).into_any())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(PyFloat::new(self.0.py, number).into_any())
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(PyString::new(self.0.py, text).into_any())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let list = PyList::empty(self.0.py);
        while let Some(item) = items.next_element_seed(self)? {
            list.append(item).map_err(A::Error::custom)?;
        }
        Ok(list.into_any())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let dict = PyDict::new(self.0.py);
        while let Some(name) = fields.next_key_seed(Name(self.0))? {
            dict.set_item(name, fields.next_value_seed(self)?).map_err(A::Error::custom)?;
        }
        Ok(dict.into_any())
    }
}

/// The name of a field.
struct Name<'a, 'py>(&'a Reader<'py>);

impl<'de, 'py> DeserializeSeed<'de> for Name<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'py> Visitor<'_> for Name<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
        self.0.name(name).map_err(E::custom)
    }
}
