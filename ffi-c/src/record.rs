//! Records
//!
//! A record is one object of Seam's: a user, a group, an entrance, a system. It is JSON inside and keeps
//! every field that Seam sent, also those this version has never heard of. A record may be read from many
//! threads at once.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use seam_acs_core::Record;

use crate::arguments::{Arguments, Out};
use crate::error::seam_acs_error;
use crate::guard;
use crate::status::seam_acs_status;
use crate::text::to_c;

/// One object that Seam answered.
pub struct seam_acs_record {
    record: Record,
    /// What was asked for so far: the strings are lent out and must stay where they are.
    lent: Mutex<BTreeMap<String, Option<CString>>>,
}

impl seam_acs_record {
    pub(crate) fn new(record: Record) -> Self {
        Self { record, lent: Mutex::new(BTreeMap::new()) }
    }

    fn get(&self, path: &str) -> *const c_char {
        let mut lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner);
        if !lent.contains_key(path) {
            let value = self.record.get(path).and_then(|text| CString::new(text).ok());
            lent.insert(path.to_owned(), value);
        }
        lent.get(path).and_then(Option::as_ref).map_or(ptr::null(), |text| text.as_ptr())
    }
}

/// Records of our own making that a handle lends out, each made when it is asked for.
#[derive(Default)]
pub(crate) struct LentRecords(Mutex<BTreeMap<usize, Box<seam_acs_record>>>);

impl LentRecords {
    /// The record at an index, made from JSON the first time. A box stays where it is while others join it.
    pub(crate) fn at(&self, index: usize, json: impl FnOnce() -> Option<String>) -> *const seam_acs_record {
        let mut lent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = lent.get(&index) {
            return ptr::from_ref(&**record);
        }
        match json().and_then(|text| Record::from_json(text).ok()) {
            Some(record) => {
                ptr::from_ref(&**lent.entry(index).or_insert(Box::new(seam_acs_record::new(record))))
            }
            None => ptr::null(),
        }
    }
}

/// The value at a path, such as "display_name" or "access_schedule.starts_at", as a string.
///
/// Numbers and booleans come as their JSON text ("3", "true"). NULL if there is no such field, if it is
/// null, an object or an array, if it holds a NUL character, or if record or path is NULL:
/// seam_acs_record_to_json shows those. The string belongs to the record and lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_get(
    record: *const seam_acs_record,
    path: *const c_char,
) -> *const c_char {
    let body = |arguments: &Arguments| match (
        arguments.optional_handle(record),
        arguments.optional_text(path, "path"),
    ) {
        (Some(record), Ok(Some(path))) => record.get(path),
        _ => ptr::null(),
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { guard::answer(ptr::null(), body) }
}

/// The whole record as JSON text, as Seam sent it. Free *json with seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_to_json(
    record: *const seam_acs_record,
    json: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let json: Out<c_char> = arguments.out(json, "json")?;
        let record = arguments.handle(record, "record")?;
        json.put_pointer(to_c(record.record.json()).into_raw());
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { guard::call(error, body) }
}

/// Frees a record that came through a seam_acs_record **. NULL does nothing.
///
/// Not for the records of a list: those belong to the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_free(record: *mut seam_acs_record) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { guard::answer((), |arguments| drop(arguments.owned(record))) }
}
