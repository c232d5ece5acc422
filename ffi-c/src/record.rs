//! Records
//!
//! A record is one object of Seam's: a user, a group, an entrance, a system. It is JSON inside and keeps
//! every field that Seam sent, even fields that this version does not know. A record may be read from many
//! threads at once.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};

use seam_acs_core::{List, Record};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind, Tagged};
use crate::lent_texts::LentTexts;
use crate::status::seam_acs_status;

/// One object that Seam answered.
pub struct seam_acs_record {
    record: Record,
    /// What it was asked for so far, together with the other records of its owner.
    texts: Arc<LentTexts>,
    /// Its own among these records.
    number: u32,
}

impl Handle for seam_acs_record {
    const KIND: Kind = Kind::Record;
}

impl seam_acs_record {
    /// One that stands alone.
    pub(crate) fn new(record: Record) -> Self {
        Self { record, texts: Arc::default(), number: 0 }
    }

    fn get(&self, path: &str) -> *const c_char {
        self.texts.lend(self.number, path, || self.record.get(path)).unwrap_or(ptr::null())
    }
}

/// The records of a list, in its order.
pub(crate) fn records_of(list: &List) -> Box<[Tagged<seam_acs_record>]> {
    let texts = Arc::<LentTexts>::default();
    let numbered = list.iter().zip(0..);
    numbered
        .map(|(record, number)| {
            Tagged::lent(seam_acs_record { record: record.clone(), texts: Arc::clone(&texts), number })
        })
        .collect()
}

/// Records of our own making that a handle lends out, each made when it is asked for.
#[derive(Default)]
pub(crate) struct LentRecords {
    records: Mutex<BTreeMap<usize, Box<Tagged<seam_acs_record>>>>,
    texts: Arc<LentTexts>,
}

impl LentRecords {
    /// The record at an index, made from JSON the first time. A box stays where it is while others join it.
    pub(crate) fn at(&self, index: usize, json: impl FnOnce() -> Option<String>) -> *const seam_acs_record {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = records.get(&index) {
            return record.pointer();
        }
        let made = json().and_then(|text| Record::from_json(text).ok()).zip(u32::try_from(index).ok());
        match made {
            Some((record, number)) => {
                let record = seam_acs_record { record, texts: Arc::clone(&self.texts), number };
                records.entry(index).or_insert(Box::new(Tagged::lent(record))).pointer()
            }
            None => ptr::null(),
        }
    }
}

/// The value at a path, such as "display_name" or "access_schedule.starts_at", as a string.
///
/// Numbers and booleans come as their JSON text ("3", "true"). NULL if there is no such field, if it is
/// null, an object or an array, if it holds a NUL character, or if record or path is NULL:
/// use seam_acs_record_to_json for those. The string belongs to the record and lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_get(
    record: *const seam_acs_record,
    path: *const c_char,
) -> *const c_char {
    let body = |arguments: &Arguments| match (arguments.known(record), arguments.optional_text(path, "path"))
    {
        (Some(record), Ok(Some(path))) => record.get(path),
        _ => ptr::null(),
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
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
        json.put_text(record.record.json())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Frees a record that came through a seam_acs_record **. NULL does nothing.
///
/// Not for the records of a list: those belong to the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_free(record: *mut seam_acs_record) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(record))) }
}
