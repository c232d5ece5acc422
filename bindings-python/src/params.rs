//! The parameters of a call: a Python dictionary as a JSON object.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

/// Deeper nesting than any request of the API has, and far from the end of the stack.
const DEEPEST: usize = 64;

pub(crate) fn to_json(dict: &Bound<'_, PyDict>) -> PyResult<Map<String, Value>> {
    object(dict, DEEPEST)
}

fn object(dict: &Bound<'_, PyDict>, depth: usize) -> PyResult<Map<String, Value>> {
    dict.iter()
        .map(|(name, value)| {
            let name = name.cast::<PyString>().map_err(|_| {
                PyTypeError::new_err("the names of parameters must be str, as they are in JSON")
            })?;
            Ok((name.to_cow()?.into_owned(), json_of(&value, depth)?))
        })
        .collect()
}

fn json_of(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    let Some(deeper) = depth.checked_sub(1) else {
        return Err(PyValueError::new_err(format!("parameters are nested more than {DEEPEST} deep")));
    };
    if value.is_none() {
        return Ok(Value::Null);
    }
    // Before int: True is an int to Python.
    if let Ok(truth) = value.cast::<PyBool>() {
        return Ok(Value::Bool(truth.is_true()));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_cow()?.into_owned()));
    }
    if value.is_instance_of::<PyInt>() {
        return match value.extract::<i64>() {
            Ok(whole) => Ok(whole.into()),
            Err(_) => Ok(value.extract::<u64>()?.into()),
        };
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        let number = Number::from_f64(float.value());
        return number.map(Value::Number).ok_or_else(|| PyValueError::new_err("JSON has no NaN or infinity"));
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        return Ok(Value::Object(object(dict, deeper)?));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.map(|item| json_of(&item?, deeper));
        return Ok(Value::Array(items.collect::<PyResult<_>>()?));
    }
    let kind = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("a parameter cannot be of type {kind}: JSON has no such thing")))
}
