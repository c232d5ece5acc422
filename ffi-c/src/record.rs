//! Records
//!
//! A record is one object of Seam's: a user, a group, an entrance, a system. It is JSON inside and keeps
//! every field that Seam sent, even fields that this version does not know. A record may be read from many
//! threads at once.

use std::collections::BTreeMap;
use std::ffi::{c_char, c_int};
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};

use seam_acs_core::{Error, List, Record, memory};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind, Tagged};
use crate::lent_texts::LentTexts;
use crate::status::{SEAM_ACS_INTERNAL, seam_acs_status};

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

    fn key(&self, path: Option<&str>, index: usize) -> *const c_char {
        // No path has a NUL in it, so that none is taken for a name.
        let place = format!("{}\0{index}\0{}", path.unwrap_or_default(), path.is_some());
        self.texts.lend(self.number, &place, || self.record.key(path, index)).unwrap_or(ptr::null())
    }
}

/// The records of a list, in its order.
pub(crate) fn records_of(list: &List) -> Result<Vec<Tagged<seam_acs_record>>, Error> {
    let texts = Arc::<LentTexts>::default();
    let mut records = Vec::new();
    memory::reserve(&mut records, list.len())
        .map_err(|_| Error::Resources(format!("memory for a list of {} records", list.len())))?;
    records.extend(list.iter().zip(0..).map(|(record, number)| {
        Tagged::lent(seam_acs_record { record: record.clone(), texts: Arc::clone(&texts), number })
    }));
    Ok(records)
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

/// The integer at a path, such as "errors.0.code": 1 and *value, 0 if there is none, below 0 a status.
///
/// There is none where the field is absent, null or of another type, and where a number has a fraction or does not fit;
/// *value is 0 then. Never a guess: a text of digits is a text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_int(
    record: *const seam_acs_record,
    path: *const c_char,
    value: *mut i64,
) -> c_int {
    // SAFETY: the caller keeps the header's rules.
    unsafe { typed(record, path, value, Record::int) }
}

/// The boolean at a path, such as "is_suspended": 1 and *value (1 or 0), 0 if there is none, below 0 a status.
///
/// There is none where the field is absent, null or of another type; *value is 0 then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_bool(
    record: *const seam_acs_record,
    path: *const c_char,
    value: *mut c_int,
) -> c_int {
    // SAFETY: the caller keeps the header's rules.
    unsafe { typed(record, path, value, |record, path| record.bool(path).map(c_int::from)) }
}

/// The moment at a path, such as "access_schedule.ends_at", in milliseconds since 1970 began in UTC: 1 and *value, 0 if
/// there is none, below 0 a status.
///
/// There is none where the field is absent, null or not a date with a time and an offset as RFC 3339 writes it, and
/// before 1970; *value is 0 then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_time(
    record: *const seam_acs_record,
    path: *const c_char,
    value: *mut i64,
) -> c_int {
    // SAFETY: the caller keeps the header's rules.
    unsafe { typed(record, path, value, Record::time) }
}

/// How many items the list at a path has, or fields the object; 0 for anything else, and for NULL as record.
///
/// NULL as path means the whole record. With it "errors.0.message", "errors.1.message" and so on are known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_len(record: *const seam_acs_record, path: *const c_char) -> usize {
    let body = |arguments: &Arguments| match (arguments.known(record), arguments.optional_text(path, "path"))
    {
        (Some(record), Ok(path)) => record.record.len(path),
        _ => 0,
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(0, body) }
}

/// The name of the field at an index, counted from 0, of the object at a path; NULL if there is none, or for NULL as
/// record.
///
/// NULL as path means the whole record. The fields stand in the order in which they came. The string belongs to the
/// record and lives as long. A name with a dot in it cannot be a part of a path.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_key(
    record: *const seam_acs_record,
    path: *const c_char,
    index: usize,
) -> *const c_char {
    let body = |arguments: &Arguments| match (arguments.known(record), arguments.optional_text(path, "path"))
    {
        (Some(record), Ok(path)) => record.key(path, index),
        _ => ptr::null(),
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
}

/// Makes a record from JSON text of yours, such as a line of a log or a report that was kept. Free *record with
/// seam_acs_record_free.
///
/// SEAM_ACS_INVALID_ARGUMENT for text that is not a JSON object or list. Of a list "0.name" is a path.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_record_from_json(
    json: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let place = arguments.out(record, "record")?;
        place.put(seam_acs_record::new(Record::parse(arguments.text(json, "json")?)?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
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

/// # Safety
/// The pointers keep the header's rules.
unsafe fn typed<T: Copy + Default>(
    record: *const seam_acs_record,
    path: *const c_char,
    value: *mut T,
    read: impl Fn(&Record, &str) -> Option<T>,
) -> c_int {
    let body = |arguments: &Arguments| {
        let find = || {
            let value = arguments.out_number(value, "value")?;
            let record = arguments.handle(record, "record")?;
            let found = read(&record.record, arguments.text(path, "path")?);
            Ok::<_, Error>(found.map(|found| value.put(found)))
        };
        find().map_or_else(|refusal| refusal.status().code(), |found| c_int::from(found.is_some()))
    };
    // SAFETY: the caller of `typed` vouches for the pointers.
    unsafe { boundary::answer(SEAM_ACS_INTERNAL, body) }
}
